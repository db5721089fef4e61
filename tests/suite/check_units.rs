//! `redtape check`: units, scopes and versions before that would let a target pass that is not met.

use crate::compare::{permit, read, step};
use crate::golden;
use serde_json::{Value, json};

/// Runs `check` on the permit as changed, with a version before as changed.
fn run(target: &Value, now: fn(&mut Value), before: Option<fn(&mut Value)>) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, value: &Value| {
        std::fs::write(folder.path().join(name), value.to_string()).unwrap();
    };
    let file = |change: fn(&mut Value)| {
        let mut file = permit();
        change(&mut file);
        let _ = read(&file);
        file
    };
    write(
        "t.json",
        &json!({"redtape_targets": 1, "targets": [target]}),
    );
    write("now.json", &file(now));
    let mut args = vec![
        "check",
        "--targets",
        "t.json",
        "now.json",
        "--format",
        "json",
    ];
    if let Some(before) = before {
        write("before.json", &file(before));
        args.extend(["--before", "before.json"]);
    }
    let ran = golden::redtape(folder.path(), &args, b"");
    assert!(ran.code < Some(2), "{}", ran.stderr);
    let said: Value = serde_json::from_str(&ran.stdout).unwrap();
    said["results"][0].clone()
}

/// All time is elapsed, at one step.
fn elapsed(file: &mut Value, time: &str, unit: &str) {
    for step in file["steps"].as_array_mut().unwrap() {
        let step = step.as_object_mut().unwrap();
        step.remove("work");
        step.remove("wait");
        step.insert("elapsed".into(), json!(format!("0 {unit}")));
    }
    step(file, "check")["elapsed"] = json!(time);
}

fn result(target: &Value, now: fn(&mut Value), before: fn(&mut Value)) -> String {
    let one = run(target, now, Some(before));
    one["result"].as_str().unwrap().to_owned()
}

#[test]
fn a_cut_is_never_counted_from_bare_numbers_of_another_unit() {
    let half = json!({"measure": "lead-time", "cut": 0.5});
    let minutes = |file: &mut Value| elapsed(file, "325 min", "min");
    let days = |file: &mut Value| elapsed(file, "20 wd", "wd");
    let calendar_days = |file: &mut Value| elapsed(file, "60 cd", "cd");
    assert_eq!(result(&half, days, calendar_days), "not-measurable");
    assert_eq!(result(&half, calendar_days, days), "not-measurable");
    // Nobody says how long a day is.
    assert_eq!(result(&half, days, minutes), "not-measurable");
    let stated_minutes = |file: &mut Value| {
        file["calendar"] = json!({"day": "8 h"});
        elapsed(file, "325 min", "min");
    };
    let stated_days = |file: &mut Value| {
        file["calendar"] = json!({"day": "8 h"});
        elapsed(file, "20 wd", "wd");
    };
    assert_eq!(result(&half, stated_days, stated_minutes), "fail");
    assert_eq!(result(&half, stated_minutes, stated_days), "pass");
    let shorter_days = |file: &mut Value| {
        file["calendar"] = json!({"day": "4 h"});
        elapsed(file, "20 wd", "wd");
    };
    assert_eq!(result(&half, stated_days, shorter_days), "not-measurable");
    let one_day = json!({"measure": "lead-time", "at_most": "1 wd"});
    let now = |target: &Value, file: fn(&mut Value)| run(target, file, None)["result"].clone();
    assert_eq!(now(&one_day, stated_minutes), "pass");
    assert_eq!(now(&one_day, minutes), "not-measurable");
    assert_eq!(
        now(
            &json!({"measure": "lead-time", "at_most": "100 min"}),
            stated_days
        ),
        "fail"
    );
}

#[test]
fn figures_that_were_deleted_meet_no_target() {
    let less = json!({"measure": "applicant-hours", "cut": 0.1});
    let whole = |file: &mut Value| step(file, "apply")["visit"] = json!("hall");
    let bare = |file: &mut Value| {
        step(file, "apply")["visit"] = json!("hall");
        for step in file["steps"].as_array_mut().unwrap() {
            step.as_object_mut().unwrap().remove("work");
        }
    };
    let one = run(&less, bare, Some(whole));
    assert_eq!(one["result"], "not-measurable", "{one}");
    assert!(one["remedy"].as_str().unwrap().contains("apply"), "{one}");
    assert!(
        one["remedy"].as_str().unwrap().contains("now.json"),
        "{one}"
    );
    // What the version before does not say is asked of that.
    let one = run(&less, whole, Some(bare));
    assert_eq!(one["result"], "not-measurable", "{one}");
    assert!(
        one["remedy"].as_str().unwrap().contains("before.json"),
        "{one}"
    );
}

#[test]
fn a_scope_that_names_what_no_file_has_is_told() {
    let as_is: fn(&mut Value) = |_| {};
    for scope in [
        json!({"steps": ["check", "reveiw"]}),
        json!({"procedures": ["permit", "reveiw"]}),
        json!({"agency": "reveiw"}),
        json!({"class": "reveiw"}),
        json!({"jurisdiction": "reveiw"}),
    ] {
        let target = json!({"measure": "steps", "at_most": 99, "scope": scope});
        let one = run(&target, as_is, None);
        assert_eq!(one["result"], "not-measurable", "{one}");
        assert!(one["verdict"].as_str().unwrap().contains("reveiw"), "{one}");
    }
}

#[test]
fn an_unrelated_version_before_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let targets = json!({"redtape_targets": 1, "targets": [{"measure": "steps", "cut": 0.1}]});
    std::fs::write(folder.path().join("t.json"), targets.to_string()).unwrap();
    std::fs::write(folder.path().join("p.json"), permit().to_string()).unwrap();
    let other = golden::repository("procedures/cn-shanghai-start-business.json");
    let args = ["check", "--targets", "t.json", "p.json", "--before"];
    let ran = golden::redtape(
        folder.path(),
        &[&args[..], &[other.to_str().unwrap()]].concat(),
        b"",
    );
    assert_eq!(ran.code, Some(2), "{}", ran.stdout);
    assert!(
        ran.stderr.contains("is no version before"),
        "{}",
        ran.stderr
    );
    // The same procedure under another id is one, and that is said.
    let mut renamed = permit();
    renamed["id"] = json!("old-permit");
    std::fs::write(folder.path().join("b.json"), renamed.to_string()).unwrap();
    let ran = golden::redtape(folder.path(), &[&args[..], &["b.json"]].concat(), b"");
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    assert!(
        ran.stdout.contains("which calls itself old-permit"),
        "{}",
        ran.stdout
    );
}

#[test]
fn an_empty_list_and_a_wrong_value_are_one_fault_each() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("p.json"), permit().to_string()).unwrap();
    for (targets, said) in [
        (json!([]), "the list has no target"),
        (
            json!([{"measure": "steps", "at_most": -1}]),
            "-1 is no figure",
        ),
    ] {
        let targets = json!({"redtape_targets": 1, "targets": targets});
        std::fs::write(folder.path().join("t.json"), targets.to_string()).unwrap();
        let ran = golden::redtape(
            folder.path(),
            &["check", "--targets", "t.json", "p.json"],
            b"",
        );
        assert_eq!(ran.code, Some(2));
        assert!(ran.stderr.contains(said), "{}", ran.stderr);
        assert_eq!(ran.stderr.matches("error: ").count(), 1, "{}", ran.stderr);
    }
}

#[test]
fn the_data_form_has_the_numbers() {
    let target = json!({"measure": "steps", "cut": 0.5, "source": "The minister", "scope": {"procedures": ["permit"]}});
    let as_is: fn(&mut Value) = |_| {};
    let one = run(&target, as_is, Some(as_is));
    let numbers = &one["numbers"];
    assert_eq!(
        (&numbers["form"], &numbers["stated"]),
        (&json!("cut"), &json!(0.5))
    );
    assert_eq!(
        (&numbers["value"]["min"], &numbers["value"]["unit"]),
        (&json!(6.0), &json!("count"))
    );
    assert_eq!(
        (&numbers["ceiling"], &numbers["gap"]),
        (&json!([3.0, 3.0]), &json!(3.0))
    );
    assert_eq!(numbers["source"], "The minister");
    assert_eq!(numbers["scope"]["procedures"][0], "permit");
    assert_eq!(one["bar"], "3 is allowed");
}
