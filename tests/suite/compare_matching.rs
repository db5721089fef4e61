//! What is what in two files: splits, ids that were given to something else, steps that are gone.

use crate::compare::{compared, read, step, without};
use crate::compare_tricks::stated;
use redtape::compare::{Kind, Orders, compare};
use redtape::measure::Convention;
use serde_json::json;

#[test]
fn a_step_that_is_gone_is_not_part_of_one_that_always_did_the_same() {
    let mut before = stated();
    step(&mut before, "decide")["criteria"] = json!(["lawful"]);
    let mut file = before.clone();
    without(&mut file, "review");
    step(&mut file, "file")["after"] = json!(["check"]);
    let (was, is) = (read(&before), read(&file));
    let found = compared(&was, &is);
    let gone: Vec<&str> = (found.matching.gone.iter())
        .map(|(_, id)| id.as_str())
        .collect();
    assert_eq!(gone, ["review"]);
}

#[test]
fn a_split_is_told_and_a_step_is_no_document() {
    let before = stated();
    let mut file = before.clone();
    let steps = file["steps"].as_array_mut().unwrap();
    steps.push(json!({"id": "pre", "kind": "record", "role": "officer", "after": ["check"], "work": "5 min", "wait": []}));
    step(&mut file, "review")["after"] = json!(["pre"]);
    let (was, is) = (read(&before), read(&file));
    let orders = |pairs: &[(&str, &str)]| Orders {
        same: (pairs.iter())
            .map(|(a, b)| ((*a).into(), (*b).into()))
            .collect(),
        ..Orders::default()
    };
    let told = orders(&[("review", "pre"), ("review", "review")]);
    let found = compare(&was, &is, &told, Convention::default()).unwrap();
    assert!(
        found.rest.iter().any(|said| said.key == "rest-split"),
        "{:?}",
        found.rest
    );
    assert_eq!(found.matching.of_kind(Kind::Step).count(), 7);
    assert!(!found.loses());
    let unlike = orders(&[("review", "annex"), ("review", "pre")]);
    assert_eq!(unlike.unlike(&was, &is).len(), 1);
}

#[test]
fn an_id_that_was_given_to_another_step_is_told() {
    let before = stated();
    let mut file = before.clone();
    step(&mut file, "review")["name"] = json!("Legal review");
    let mut swapped = file.clone();
    step(&mut file, "file")["name"] = json!("Put into the file");
    step(&mut swapped, "file")["name"] = json!("Put into the file");
    for (old, new) in [("review", "x"), ("file", "review"), ("x", "file")] {
        step(&mut swapped, old)["id"] = json!(new);
    }
    step(&mut swapped, "file")["after"] = json!(["check"]);
    step(&mut swapped, "review")["after"] = json!(["file"]);
    step(&mut swapped, "decide")["after"] = json!(["review"]);
    let (was, is) = (read(&file), read(&swapped));
    let found = compared(&was, &is);
    let doubtful = found
        .not_judged
        .iter()
        .filter(|said| said.key == "match-doubtful");
    assert_eq!(doubtful.count(), 2);
}
