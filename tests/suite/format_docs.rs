//! docs/format.md: its tables are those of the program, its example is a procedure.

use crate::golden::{golden, repository};
use redtape::exchange::spreadsheet::COLUMNS;
use redtape::message::Lang;
use redtape::model::load;
use redtape::source::Source;
use serde_json::{Map, Value};
use std::fmt::Write as _;

/// A type of the schema in words.
fn kind(schema: &Value) -> String {
    if let Some(name) = schema["$ref"]
        .as_str()
        .and_then(|name| name.strip_prefix("#/$defs/"))
    {
        return format!("[{name}](#{})", name.to_lowercase());
    }
    match schema["type"].as_str() {
        Some("array") => format!("list of {}", kind(&schema["items"])),
        Some("integer") => "whole number".to_owned(),
        Some("boolean") => "`true` or `false`".to_owned(),
        Some(other) => other.to_owned(),
        None => unreachable!("a type is named or plain: {schema}"),
    }
}

fn about(schema: &Value) -> &str {
    schema["description"].as_str().unwrap()
}

/// The members of an object as a table.
fn members(out: &mut String, members: &Map<String, Value>, required: &[Value]) {
    out.push_str("\n| key | type | meaning |\n|---|---|---|\n");
    for (key, schema) in members {
        let needed = required.iter().any(|needed| needed == key);
        let mark = if needed { "**" } else { "" };
        let _ = writeln!(
            out,
            "| {mark}`{key}`{mark} | {} | {} |",
            kind(schema),
            about(schema)
        );
    }
}

/// One heading for each type, `Procedure` first.
fn reference(schema: &Value) -> String {
    let definitions = schema["$defs"].as_object().unwrap();
    let first = definitions.get_key_value("Procedure").into_iter();
    let rest = definitions.iter().filter(|(name, _)| *name != "Procedure");
    let mut out = String::new();
    for (name, definition) in first.chain(rest) {
        let _ = write!(out, "\n### {name}\n\n{}\n", about(definition));
        let words = definition["oneOf"]
            .as_array()
            .filter(|choices| choices[0].get("const").is_some());
        if let Some(properties) = definition["properties"].as_object() {
            members(
                &mut out,
                properties,
                definition["required"].as_array().unwrap(),
            );
        } else if let Some(words) = words {
            out.push_str("\n| word | meaning |\n|---|---|\n");
            for word in words {
                let _ = writeln!(
                    out,
                    "| `{}` | {} |",
                    word["const"].as_str().unwrap(),
                    about(word)
                );
            }
        } else if let Some(pattern) = definition["pattern"].as_str() {
            let _ = write!(out, "\nPattern: `{pattern}`\n");
        } else {
            out.push_str(&forms(definition));
        }
    }
    out
}

/// The forms of a type that has several.
fn forms(definition: &Value) -> String {
    let choices = definition["oneOf"]
        .as_array()
        .or(definition["anyOf"].as_array())
        .unwrap();
    let named = choices
        .iter()
        .map(|choice| choice["allOf"].get(0).unwrap_or(choice));
    let named: Vec<_> = named
        .filter(|choice| choice["type"] != "object")
        .map(kind)
        .collect();
    format!("\nForms: {}\n", named.join("; "))
}

fn columns() -> String {
    let mut out = "\n| column | meaning |\n|---|---|\n".to_owned();
    for column in COLUMNS {
        let mark = if column.required { "**" } else { "" };
        let _ = writeln!(
            out,
            "| {mark}`{}`{mark} | {} |",
            column.header, column.about
        );
    }
    out
}

/// The text with what stands between a mark and its end replaced.
fn with_part(text: &str, mark: &str, part: &str) -> String {
    let start = format!("<!-- {mark}: written by UPDATE=1 cargo test -->\n");
    let (before, rest) = text.split_once(&start).unwrap();
    let (_, after) = rest.split_once("<!-- end -->").unwrap();
    format!("{before}{start}{part}\n<!-- end -->{after}")
}

#[test]
fn the_tables_are_those_of_the_program() {
    let path = repository("docs/format.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let schema: Value = serde_json::from_str(&redtape::model::schema()).unwrap();
    let text = with_part(&text, "columns", &columns());
    golden(&path, &with_part(&text, "keys", &reference(&schema)));
}

#[test]
fn the_example_is_a_procedure() {
    let text = std::fs::read_to_string(repository("docs/format.md")).unwrap();
    let blocks: Vec<&str> = text
        .split("```json\n")
        .skip(1)
        .map(|block| block.split("```").next().unwrap())
        .collect();
    assert!(!blocks.is_empty());
    for block in blocks {
        let source = Source {
            name: "docs/format.md".into(),
            text: block.into(),
        };
        if let Err(faults) = load(&source) {
            panic!("{}", source.explain(&faults, Lang::En));
        }
    }
}

#[test]
fn every_example_of_a_column_is_one() {
    // The words that the columns promise are those of the format.
    let schema: Value = serde_json::from_str(&redtape::model::schema()).unwrap();
    for (header, name) in [
        ("kind", "StepKind"),
        ("role_kind", "RoleKind"),
        ("wait_kind", "WaitKind"),
        ("evidence", "Evidence"),
    ] {
        let about = COLUMNS
            .iter()
            .find(|column| column.header == header)
            .unwrap()
            .about;
        for word in schema["$defs"][name]["oneOf"].as_array().unwrap() {
            let word = format!("`{}`", word["const"].as_str().unwrap());
            assert!(about.contains(&word), "{header}: {word}");
        }
    }
}
