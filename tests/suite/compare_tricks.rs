//! Simplification on paper in its less plain forms: each trick with a case in which nothing else changed, and the way back
//! quiet; honest changes quiet; rules that are gone, and what changed besides the steps.

use crate::compare::{compared, permit, read, step, without};
use crate::golden;
use serde_json::{Value, json};

/// The permit with every wait stated.
pub(crate) fn stated() -> Value {
    let mut file = permit();
    file["calendar"] = json!({"day": "8 h"});
    for id in ["survey", "apply", "review", "file", "decide"] {
        step(&mut file, id)["wait"] = json!([]);
    }
    file
}

/// The tricks that are found when `change` was done; the way back has none.
fn tricks_of(before: &Value, change: &dyn Fn(&mut Value)) -> Vec<&'static str> {
    let mut file = before.clone();
    change(&mut file);
    let (was, is) = (read(before), read(&file));
    let back = compared(&is, &was);
    assert!(back.tricks.is_empty(), "the way back: {:?}", back.tricks);
    let found = compared(&was, &is);
    found.tricks.iter().map(|trick| trick.id).collect()
}

fn tricks(change: &dyn Fn(&mut Value)) -> Vec<&'static str> {
    tricks_of(&stated(), change)
}

#[test]
fn a_wait_of_the_office_that_the_applicant_has_now_wherever_it_is_written() {
    let outside = ["wait-moved-outside"];
    let no_wait = |file: &mut Value| step(file, "check")["wait"] = json!([]);
    for time in [
        json!({"elapsed": "2 wd"}),
        json!({"work": "0 min", "wait": {"time": "2 wd", "kind": "applicant"}}),
    ] {
        let new_step = |file: &mut Value| {
            no_wait(file);
            let mut new =
                json!({"id": "prepare", "kind": "wait", "role": "citizen", "after": ["apply"]});
            let members = new.as_object_mut().unwrap();
            members.extend(time.as_object().unwrap().clone());
            file["steps"].as_array_mut().unwrap().push(new);
            step(file, "check")["after"] = json!(["prepare"]);
        };
        assert_eq!(tricks(&new_step), outside, "{time}");
    }
    let part = |file: &mut Value| {
        step(file, "check")["wait"] =
            json!([{"time": "1 wd", "kind": "queue"}, {"time": "1 wd", "kind": "applicant"}]);
    };
    assert_eq!(tricks(&part), outside);
    let elsewhere = |file: &mut Value| {
        no_wait(file);
        step(file, "apply")["wait"] = json!({"time": "2 wd", "kind": "applicant"});
    };
    assert_eq!(tricks(&elsewhere), outside);
    assert!(tricks(&no_wait).is_empty(), "a wait that is gone is none");
}

#[test]
fn the_same_thing_under_another_name() {
    for kind in ["proof", "internal"] {
        let found = tricks(&|file| file["documents"][1]["kind"] = json!(kind));
        assert_eq!(found, ["relabelled"], "{kind}");
    }
    let called = |work: &'static str| {
        move |file: &mut Value| {
            step(file, "review")["kind"] = json!("record");
            step(file, "review")["work"] = json!(work);
        }
    };
    assert_eq!(tricks(&called("60 min")), ["relabelled"]);
    assert!(tricks(&called("10 min")).is_empty(), "less is done");
}

/// The review became part of the check, with these members.
fn merged(members: Value) -> impl Fn(&mut Value) {
    move |file: &mut Value| {
        without(file, "review");
        let check = step(file, "check").as_object_mut().unwrap();
        check.insert("criteria".into(), json!(["complete", "lawful"]));
        check.remove("work");
        check.extend(members.as_object().unwrap().clone());
        step(file, "file")["after"] = json!(["check"]);
    }
}

#[test]
fn a_merge_that_saves_a_trifle_or_says_it_in_another_unit_or_hides_it() {
    let same = ["merged-same-work"];
    assert_eq!(tricks(&merged(json!({"work": "79 min"}))), same);
    let in_days = |file: &mut Value| {
        merged(json!({"elapsed": "2.17 wd"}))(file);
        step(file, "check").as_object_mut().unwrap().remove("wait");
    };
    assert_eq!(tricks(&in_days), same);
    let other_days = json!({"work": "80 min", "wait": {"time": "2.8 cd", "kind": "queue"}});
    assert_eq!(tricks(&merged(other_days)), same);
    let hidden = |file: &mut Value| {
        merged(json!({"work": "20 min"}))(file);
        step(file, "file")["work"] = json!("70 min");
    };
    assert_eq!(tricks(&hidden), same);
    let origin = json!({"merged": ["check", "review"], "rewrites": ["merge-adjacent-steps"]});
    let forged = json!({"work": "90 min", "origin": origin});
    assert_eq!(
        tricks(&merged(forged)),
        same,
        "a file is no witness of itself"
    );
    assert!(tricks(&merged(json!({"work": "50 min"}))).is_empty());
}

#[test]
fn steps_that_are_gone_while_one_trifle_fell() {
    let gone = |work: &'static str| {
        move |file: &mut Value| {
            without(file, "file");
            step(file, "review")["work"] = json!(work);
            step(file, "decide")["after"] = json!(["review"]);
        }
    };
    assert_eq!(tricks(&gone("69.9 min")), ["count-fell-alone"]);
    let one_paper = |file: &mut Value| {
        gone("70 min")(file);
        step(file, "apply")["needs"] = json!(["form", "survey-report"]);
    };
    assert_eq!(tricks(&one_paper), ["count-fell-alone"]);
    assert!(tricks(&gone("60 min")).is_empty());
}

#[test]
fn what_is_examined_in_fewer_cases_or_elsewhere() {
    let sampled = |file: &mut Value| step(file, "review")["share"] = json!(0.05);
    assert_eq!(tricks(&sampled), ["criterion-unexamined"]);
    let called = |file: &mut Value| {
        let check = step(file, "check").as_object_mut().unwrap();
        check.remove("work");
        check.remove("wait");
        check.insert("calls".into(), json!("another-procedure"));
    };
    assert_eq!(tricks(&called), ["wait-moved-outside"]);
    let certified = |file: &mut Value| {
        without(file, "review");
        step(file, "file")["after"] = json!(["check"]);
        let opinion = json!({"id": "opinion", "kind": "proof", "issued_by": "town"});
        file["documents"].as_array_mut().unwrap().push(opinion);
        let needs = step(file, "apply")["needs"].as_array_mut().unwrap();
        needs.push(json!("opinion"));
    };
    assert_eq!(
        tricks(&certified),
        ["clock-starts-later", "criterion-unexamined"]
    );
}

#[test]
fn a_limit_that_was_raised() {
    let mut before = stated();
    before["limit"] = json!({"statutory": "20 wd"});
    let raised = |file: &mut Value| file["limit"]["statutory"] = json!("90 wd");
    assert_eq!(tricks_of(&before, &raised), ["limit-raised"]);
}

#[test]
fn honest_changes_at_the_counter_and_online_are_none() {
    let mut before = stated();
    step(&mut before, "apply")["with"] = json!("counter");
    step(&mut before, "check")["enters"] = json!([{"field": "name", "system": "register"}]);
    let alone = |file: &mut Value| {
        step(file, "apply").as_object_mut().unwrap().remove("with");
    };
    assert!(tricks_of(&before, &alone).is_empty());
    let online = |file: &mut Value| {
        alone(file);
        let apply = step(file, "apply");
        apply["needs"] = json!(["annex", "survey-report"]);
        apply["online"] = json!(true);
        apply["enters"] = json!([{"field": "name", "system": "portal"}]);
        let check = step(file, "check");
        check["enters"] = json!([]);
        check["work"] = json!("5 min");
    };
    assert!(tricks_of(&before, &online).is_empty());
    let both = |file: &mut Value| {
        step(file, "apply")["enters"] = json!([{"field": "name", "system": "portal"}]);
        step(file, "check")["enters"] = json!([]);
    };
    assert_eq!(
        tricks_of(&before, &both),
        ["work-moved"],
        "written and typed"
    );
}

#[test]
fn what_a_file_leaves_out_is_not_judged() {
    let open = |before: &Value, change: &dyn Fn(&mut Value)| {
        let mut file = before.clone();
        change(&mut file);
        let (was, is) = (read(before), read(&file));
        let found = compared(&was, &is);
        assert!(found.tricks.is_empty(), "{:?}", found.tricks);
        let keys = found.not_judged.iter().map(|said| said.key);
        keys.collect::<Vec<_>>()
    };
    let untimed = |file: &mut Value| {
        let steps = file["steps"].as_array_mut().unwrap();
        for member in ["work", "wait"] {
            for step in steps.iter_mut() {
                step.as_object_mut().unwrap().remove(member);
            }
        }
    };
    assert!(open(&stated(), &untimed).contains(&"unjudged-less-known-of"));
    let mut bare = stated();
    untimed(&mut bare);
    let gone = |file: &mut Value| {
        without(file, "file");
        step(file, "decide")["after"] = json!(["review"]);
    };
    assert_eq!(open(&bare, &gone), ["unjudged-count"]);
    let mut no_cases = stated();
    no_cases.as_object_mut().unwrap().remove("cases_per_year");
    let moved = |file: &mut Value| {
        step(file, "apply")["work"] = json!("80 min");
        step(file, "review")["work"] = json!("10 min");
    };
    assert_eq!(open(&no_cases, &moved), ["unjudged-hours"]);
}

/// An edit of a file.
type Change = fn(&mut Value);

#[test]
fn what_changed_besides_the_steps_is_told() {
    let mut before = stated();
    before["limit"] = json!({"statutory": "20 wd"});
    before["laws"] = json!([{"id": "act", "mandates": ["step"]}]);
    let changes: [(Change, &str); 7] = [
        (
            |file| file["limit"]["silence"] = json!("consent"),
            "silence",
        ),
        (|file| file["calendar"]["day"] = json!("24 h"), "day"),
        (|file| file["laws"][0]["mandates"] = json!([]), "mandates"),
        (
            |file| file["roles"][1]["competent_for"] = json!(["lawful"]),
            "competent_for",
        ),
        (
            |file| file["criteria"][0]["reads"] = json!(["annex"]),
            "reads",
        ),
        (|file| file["documents"][2]["fee"] = json!("9 EUR"), "fee"),
        (
            |file| {
                file["gateways"] = json!([{"id": "g", "after": ["check"], "branches": [{"id": "on"}, {"id": "back", "back_to": "apply"}]}]);
                step(file, "review")["after"] = json!(["g.on"]);
            },
            "gateways",
        ),
    ];
    for (change, word) in changes {
        let mut file = before.clone();
        change(&mut file);
        let (was, is) = (read(&before), read(&file));
        let found = compared(&was, &is);
        let said: Vec<String> = (found.rest.iter())
            .map(|said| said.say(redtape::message::Lang::En, &found))
            .collect();
        assert!(
            said.iter().any(|said| said.contains(word)),
            "{word}: {said:?}"
        );
        assert!(!found.is_quiet());
    }
}

#[test]
fn a_safeguard_whose_rule_is_gone_is_not_kept() {
    let mut before = stated();
    before["laws"] = json!([{"id": "act", "mandates": ["step"]}]);
    step(&mut before, "decide")["law"] = json!(["act"]);
    before["constraints"] = json!([{"kind": "four-eyes", "steps": ["review", "decide"]}]);
    before["roles"][3]["separate_from"] = json!(["officer"]);
    let open = |change: fn(&mut Value)| {
        let mut file = before.clone();
        change(&mut file);
        let (was, is) = (read(&before), read(&file));
        let found = compared(&was, &is);
        assert!(found.loses());
        let gone = found.safeguards.iter();
        let gone = gone.filter(|one| one.open.is_some() || one.lost.is_some());
        gone.map(|one| (one.id, one.open.is_some()))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        open(|file| file["constraints"] = json!([])),
        [("four-eyes", true)]
    );
    // Nothing says any more that they are two people.
    assert_eq!(
        open(|file| file["roles"][3]["separate_from"] = json!([])),
        [("four-eyes", false)]
    );
    assert_eq!(
        open(|file| file["laws"][0]["mandates"] = json!([])),
        [("mandates-met", true)]
    );
    let same = read(&before);
    assert!(!compared(&same, &same).loses());
}

#[test]
fn an_end_that_no_longer_waits_is_told_on_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let mut after = stated();
    step(&mut after, "decide")["after"] = json!(["review"]);
    step(&mut after, "file")["after"] = json!(["review"]);
    after["ends"] = json!([
        {"id": "granted", "kind": "granted", "after": ["decide"]},
        {"id": "filed", "after": ["file"]}
    ]);
    std::fs::write(folder.path().join("b.json"), stated().to_string()).unwrap();
    std::fs::write(folder.path().join("a.json"), after.to_string()).unwrap();
    let args = ["compare", "b.json", "a.json", "--format", "json"];
    let ran = golden::redtape(folder.path(), &[&args[..], &["-o", "x.svg"]].concat(), b"");
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    let said: Value = serde_json::from_str(&ran.stdout).unwrap();
    let tricks = said["tricks"].as_array().unwrap().iter();
    let tricks: Vec<&str> = tricks.filter_map(|one| one["id"].as_str()).collect();
    assert_eq!(tricks, ["wait-moved-outside"]);
    assert_eq!(said["safeguards"][0]["state"], "lost", "{said}");
    // The version before is still asked to be sound.
    let back = golden::redtape(folder.path(), &["compare", "a.json", "b.json"], b"");
    assert_eq!(back.code, Some(2));
}
