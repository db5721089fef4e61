//! Soundness against the industrial workflow graphs of the IBM BIT library, read where they lie.

use crate::nets::Net;
use redtape::graph::{Graph, Join, NodeKind, Split};
use redtape::measure::soundness::{FaultKind, Limits, Soundness, decide, search_whole};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn corpus() -> Option<PathBuf> {
    let root = std::env::var_os("REDTAPE_CORPORA").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora"),
        PathBuf::from,
    );
    let corpus = root.join("workflow-graphs");
    if !corpus.is_dir() {
        eprintln!("skipped: no corpus at {}", corpus.display());
        return None;
    }
    Some(corpus)
}

fn read(file: &Path) -> Graph {
    let text = std::fs::read_to_string(file).unwrap();
    let json: Value = serde_json::from_str(&text).unwrap();
    let list = |key: &str| json[key].as_array().unwrap().clone();
    let text = |value: &Value, key: &str| value[key].as_str().unwrap().to_owned();
    let mut degree: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for flow in list("flows") {
        degree.entry(text(&flow, "src")).or_default().1 += 1;
        degree.entry(text(&flow, "tgt")).or_default().0 += 1;
    }
    let mut net = Net::new();
    for gateway in list("gateways") {
        let id = text(&gateway, "id");
        net = match gateway["type"].as_str() {
            Some("AND") => net.and(&id),
            _ => net.xor(&id),
        };
    }
    for task in list("tasks") {
        let id = text(&task, "id");
        let Some(&(ins, outs)) = degree.get(&id) else {
            continue;
        };
        let kind = if outs == 0 {
            NodeKind::End
        } else {
            NodeKind::Step
        };
        net = net.node(&id, kind, Join::Any, Split::All);
        if ins == 0 {
            net = net.flow("start", &id, None);
        }
    }
    for flow in list("flows") {
        net = net.flow(&text(&flow, "src"), &text(&flow, "tgt"), None);
    }
    net.build()
}

fn word(verdict: &Soundness) -> &'static str {
    match verdict {
        Soundness::Sound => "sound",
        Soundness::Unsound(fault) => match fault.kind {
            FaultKind::Deadlock => "deadlock",
            FaultKind::LackOfSynchronisation => "lack-of-sync",
            FaultKind::ImproperCompletion => "improper-completion",
            FaultKind::DeadNode => "dead-node",
            FaultKind::NoWayToEnd => "no-way-to-end",
        },
        Soundness::Undecided { .. } => "undecided",
    }
}

#[test]
fn verdicts_agree_with_an_independent_token_game() {
    let Some(corpus) = corpus() else { return };
    let rows = std::fs::read_to_string(corpus.join("verdicts.csv")).unwrap();
    let (mut same, mut kinds, mut wrong) = (0, Vec::new(), Vec::new());
    let began = std::time::Instant::now();
    for row in rows.lines().skip(1) {
        let mut cells = row.split(',');
        let (file, expected) = (cells.next().unwrap(), cells.next().unwrap());
        let graph = read(&corpus.join("models").join(file));
        let verdict = decide(&graph, Limits::default());
        let found = word(&verdict);
        if found == expected {
            same += 1;
        } else if found == "undecided" || (found == "sound") != (expected == "sound") {
            wrong.push(format!("{file}: {found}, expected {expected}"));
        } else {
            kinds.push(format!("{file}: {found}, expected {expected}"));
        }
        if let Soundness::Unsound(fault) = &verdict {
            assert!(!fault.run.0.is_empty(), "{file}: no run");
        }
    }
    eprintln!(
        "{same} agree, {} by another kind, {:?}",
        kinds.len(),
        began.elapsed()
    );
    eprintln!("{}", kinds.join("\n"));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn regions_and_plain_search_agree() {
    let Some(corpus) = corpus() else { return };
    for file in files(&corpus.join("models")) {
        let graph = read(&file);
        let limits = Limits { states: 20_000 };
        let whole = word(&search_whole(&graph, limits));
        if whole != "undecided" {
            let by_regions = word(&decide(&graph, Limits::default()));
            assert_eq!(by_regions, whole, "{}", file.display());
        }
    }
}

#[test]
fn structured_pairs_are_sound_on_both_sides() {
    let Some(corpus) = corpus() else { return };
    for side in ["original", "structured"] {
        for file in files(&corpus.join("pairs").join(side)) {
            let verdict = decide(&read(&file), Limits::default());
            assert_eq!(word(&verdict), "sound", "{}", file.display());
        }
    }
}

#[test]
fn the_seven_wrong_ones_get_a_verdict() {
    let Some(corpus) = corpus() else { return };
    for file in files(&corpus.join("wrong")) {
        let verdict = word(&decide(&read(&file), Limits::default()));
        eprintln!("{}: {verdict}", file.display());
        assert_ne!(verdict, "undecided", "{}", file.display());
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = (std::fs::read_dir(folder).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .collect();
    files.sort();
    files
}
