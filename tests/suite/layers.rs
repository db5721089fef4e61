//! Layers: data goes one way, so each module imports only what comes before it.
//!
//! The table is that of docs/architecture.md. `lookup` and `message` may be imported by all.

use crate::golden::repository;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What each module may import of ours.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("lookup", &[]),
    ("message", &[]),
    ("source", &[]),
    ("model", &["source"]),
    ("graph", &["model"]),
    ("measure", &["model", "graph"]),
    ("fact", &["model"]),
    ("finding", &["model"]),
    ("trade", &["model"]),
    ("context", &["model", "graph", "measure", "fact"]),
    ("custody", &["model", "graph", "measure", "fact", "context"]),
    (
        "dependence",
        &["model", "graph", "measure", "fact", "context"],
    ),
    (
        "control",
        &["model", "graph", "measure", "fact", "context", "dependence"],
    ),
    (
        "rules",
        &[
            "model",
            "graph",
            "measure",
            "fact",
            "finding",
            "context",
            "custody",
            "dependence",
            "control",
        ],
    ),
    ("target", &["model", "graph", "measure"]),
    (
        "guarantee",
        &[
            "model",
            "graph",
            "measure",
            "fact",
            "finding",
            "context",
            "dependence",
            "control",
            "trade",
        ],
    ),
    (
        "rewrites",
        &[
            "model",
            "graph",
            "measure",
            "fact",
            "finding",
            "context",
            "custody",
            "dependence",
            "control",
            "guarantee",
            "trade",
        ],
    ),
    (
        "simplify",
        &[
            "model",
            "graph",
            "measure",
            "fact",
            "finding",
            "context",
            "rules",
            "target",
            "guarantee",
            "rewrites",
            "trade",
        ],
    ),
    (
        "decision",
        &["model", "fact", "rules", "rewrites", "simplify"],
    ),
    (
        "diff",
        &["model", "graph", "measure", "fact", "simplify", "trade"],
    ),
    (
        "effect",
        &[
            "model",
            "graph",
            "measure",
            "fact",
            "context",
            "dependence",
            "simplify",
            "trade",
        ],
    ),
    (
        "compare",
        &[
            "model",
            "graph",
            "measure",
            "fact",
            "finding",
            "context",
            "guarantee",
            "simplify",
            "diff",
        ],
    ),
    (
        "portfolio",
        &[
            "source",
            "model",
            "graph",
            "measure",
            "fact",
            "finding",
            "context",
            "custody",
            "rules",
            "target",
            "guarantee",
            "rewrites",
            "simplify",
            "diff",
        ],
    ),
    ("generate", &[]),
    ("exchange", &["source", "model"]),
    ("simulate", &["model", "graph", "measure"]),
    ("draw", &["model", "graph", "measure", "diff"]),
    (
        "report",
        &[
            "source",
            "model",
            "graph",
            "measure",
            "fact",
            "finding",
            "context",
            "rules",
            "target",
            "guarantee",
            "rewrites",
            "simplify",
            "decision",
            "diff",
            "effect",
            "compare",
            "portfolio",
            "simulate",
            "draw",
            "trade",
        ],
    ),
    // The command line uses the library as anybody does.
    ("cli", &["cli"]),
    ("main", &["cli"]),
];

/// Outside names that only some modules may use.
const ONLY_IN: [(&str, &[&str]); 9] = [
    ("clap", &["cli", "main"]),
    ("anyhow", &["cli"]),
    ("std::fs", &["cli"]),
    ("std::env", &["cli"]),
    ("std::net", &["cli"]),
    ("axum", &["cli"]),
    ("tokio", &["cli"]),
    (
        "petgraph",
        &["graph", "measure", "context", "guarantee", "draw"],
    ),
    ("jsonc_parser", &["source"]),
];

/// Every source file with the module that it belongs to.
pub(crate) fn sources() -> Vec<(String, PathBuf, String)> {
    let root = repository("src");
    let mut open = vec![root.clone()];
    let mut found = Vec::new();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(
                std::fs::read_dir(&path)
                    .unwrap()
                    .map(|entry| entry.unwrap().path()),
            );
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let inside = path.strip_prefix(&root).unwrap();
            let first = Path::new(inside.components().next().unwrap().as_os_str());
            let module = first.file_stem().unwrap().to_str().unwrap().to_owned();
            let text = std::fs::read_to_string(&path).unwrap();
            found.push((module, path, text));
        }
    }
    found.sort();
    found
}

/// The lines of a text that are code: no comments, and nothing from the unit tests at the foot on.
fn code(text: &str) -> impl Iterator<Item = &str> {
    let lines = text
        .lines()
        .take_while(|line| line.trim() != "#[cfg(test)]");
    lines.map(|line| line.split("//").next().unwrap_or_default())
}

/// The modules that a file imports: what stands behind `crate::`, also in braces.
fn imports(text: &str) -> BTreeSet<String> {
    let code: String = code(text).collect::<Vec<_>>().join("\n");
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        if code[..at].ends_with('$') {
            continue;
        }
        let rest = &code[at + "crate::".len()..];
        let names: Vec<&str> = match rest.strip_prefix('{') {
            Some(group) => group.split('}').next().unwrap().split(',').collect(),
            None => vec![rest],
        };
        for name in names {
            let name = name.trim_start();
            let end = name
                .find(|c: char| !(c.is_alphanumeric() || c == '_'))
                .unwrap_or(name.len());
            found.insert(name[..end].to_owned());
        }
    }
    found.remove("");
    found
}

#[test]
fn every_file_imports_only_what_comes_before_it() {
    let table: BTreeMap<_, _> = MAY_IMPORT.iter().copied().collect();
    let mut wrong = Vec::new();
    for (module, path, text) in sources().iter().filter(|(module, ..)| module != "lib") {
        let Some(allowed) = table.get(module.as_str()) else {
            panic!(
                "{} belongs to no layer: add {module} to the table here and in docs/architecture.md",
                path.display()
            );
        };
        for import in imports(text) {
            let open = ["lookup", "message"].contains(&import.as_str());
            if import != *module && !open && !allowed.contains(&import.as_str()) {
                wrong.push(format!(
                    "{}: {module} may not import {import}",
                    path.display()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn outside_names_stay_where_they_belong() {
    let mut wrong = Vec::new();
    for (module, path, text) in sources() {
        for (name, homes) in ONLY_IN {
            let uses = code(&text).any(|line| {
                line.match_indices(name).any(|(at, _)| {
                    let before = line[..at].chars().next_back();
                    let after = line[at + name.len()..].chars().next();
                    let part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
                    !part(before) && !part(after) && line[at..].contains("::")
                })
            });
            if uses && !homes.contains(&module.as_str()) {
                wrong.push(format!("{}: {name} is for {homes:?} only", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_table_has_no_circle() {
    let table: BTreeMap<_, _> = MAY_IMPORT.iter().copied().collect();
    // A module is placed once all that it may import is.
    let mut placed = BTreeSet::from(["cli"]);
    for _ in 0..table.len() {
        let next = table
            .iter()
            .filter(|(_, allowed)| allowed.iter().all(|name| placed.contains(name)));
        let next: Vec<&str> = next.map(|(module, _)| *module).collect();
        placed.extend(next);
    }
    assert_eq!(placed, table.keys().copied().collect());
}

#[test]
fn files_say_what_they_are_for_and_stay_short() {
    let mut wrong = Vec::new();
    for (_, path, text) in sources() {
        let lines = text.lines().count();
        if !text.starts_with("//! ") {
            wrong.push(format!("{}: starts with no //!", path.display()));
        }
        if lines > 500 {
            wrong.push(format!("{}: {lines} lines", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
