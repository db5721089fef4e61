//! `redtape check`: every form of target, and the forms in which a pipeline reads the results.

use crate::golden::{self, repository};
use crate::procedures::named;
use redtape::measure::Convention;
use redtape::model::part::Part;
use redtape::model::setting::{CaseClass, Limit};
use redtape::model::target::load_targets;
use redtape::model::{Date, Procedure, Span, Time};
use redtape::report::check::Outcome;
use redtape::source::Source;
use redtape::target::{Checked, Subject, check, measures};
use serde_json::{Value, json};

const SHANGHAI: &str = "cn-shanghai-start-business";

fn checked(target: &Value, procedures: &[Procedure], before: Option<&Procedure>) -> Vec<Checked> {
    let source = Source {
        name: "targets.json".into(),
        text: json!({"redtape_targets": 1, "targets": [target]}).to_string(),
    };
    let targets = load_targets(&source, &measures());
    let targets = targets.unwrap_or_else(|faults| panic!("{faults:?}"));
    let subjects: Vec<Subject<'_>> = (procedures.iter())
        .map(|procedure| Subject {
            file: "this.json",
            procedure,
            before: before.map(|before| ("before.json", before)),
            stages: &[],
        })
        .collect();
    let day = Date("2026-06-01".parse().unwrap());
    check(&targets, &subjects, Convention::default(), day)
}

/// The outcome of a target of Shanghai alone, or of all together.
fn outcome(target: Value, p: &Procedure) -> Outcome {
    let all = checked(&target, std::slice::from_ref(p), None);
    assert_eq!(all.len(), 1);
    Outcome::of(&all[0].look.verdict)
}

#[test]
fn a_floor_of_a_rate_is_met_from_above() {
    let p = named(SHANGHAI);
    // Seven steps: as good a number as any to try floors on.
    let steps = |least: u32| outcome(json!({"measure": "steps", "at_least": least}), &p);
    assert_eq!((steps(7), steps(8)), (Outcome::Pass, Outcome::Fail));
    let online = outcome(json!({"measure": "online-share", "at_least": 0.5}), &p);
    assert_eq!(
        online,
        Outcome::NotMeasurable,
        "no step says whether it is online"
    );
}

#[test]
fn a_share_of_the_statutory_limit_needs_the_limit_in_the_figures_unit() {
    let mut p = named(SHANGHAI);
    let target = |share: f64| json!({"measure": "lead-time", "of_limit": share});
    assert_eq!(outcome(target(0.6), &p), Outcome::NotMeasurable);
    let mut limit = |text: &str| {
        p.limit = Some(Limit {
            statutory: Some(Time::exactly(Span::parse(text).unwrap())),
            ..Limit::placeholder()
        });
        p.clone()
    };
    let in_days = limit("40 cd");
    assert_eq!(outcome(target(0.6), &in_days), Outcome::Pass, "22 of 24");
    assert_eq!(outcome(target(0.5), &in_days), Outcome::Fail, "22 of 20");
    assert_eq!(
        outcome(target(0.6), &limit("40 wd")),
        Outcome::NotMeasurable
    );
}

#[test]
fn a_cut_is_counted_from_the_baseline_that_is_named() {
    let p = named(SHANGHAI);
    let cut = |used: &str| {
        json!({"measure": "lead-time", "cut": 0.2, "baseline": used, "baselines": [
            {"id": "old", "value": "28 cd", "date": "2016-06-01"}, {"id": "new", "value": "22 cd"}]})
    };
    assert_eq!(outcome(cut("old"), &p), Outcome::Pass, "22 of 22.4");
    assert_eq!(outcome(cut("new"), &p), Outcome::Fail);
    let told = checked(&cut("old"), std::slice::from_ref(&p), None);
    let said = told[0].look.baseline.as_ref().unwrap();
    let said = said.say(redtape::message::Lang::En, &p);
    assert!(
        said.contains("old") && said.contains("28 cd") && said.contains("2016-06-01"),
        "{said}"
    );
    // Without a baseline it is the version before; without that, nothing.
    let plain = json!({"measure": "steps", "cut": 0.1});
    assert_eq!(outcome(plain.clone(), &p), Outcome::NotMeasurable);
    let all = checked(&plain, std::slice::from_ref(&p), Some(&p));
    assert_eq!(Outcome::of(&all[0].look.verdict), Outcome::Fail);
}

#[test]
fn many_procedures_are_judged_each_on_average_or_by_share() {
    let all = [named(SHANGHAI), named("ph-angono-building-permit")]; // 7 and 10 steps
    let sole = |target: Value| {
        let all = checked(&target, &all, None);
        assert_eq!((all.len(), all[0].subject), (1, None));
        Outcome::of(&all[0].look.verdict)
    };
    assert_eq!(
        checked(&json!({"measure": "steps", "at_most": 8}), &all, None).len(),
        2
    );
    let average = |most: f64| sole(json!({"measure": "steps", "at_most": most, "average": true}));
    assert_eq!((average(8.5), average(8.0)), (Outcome::Pass, Outcome::Fail));
    let share = |share: f64| sole(json!({"measure": "steps", "at_most": 8, "share": share}));
    assert_eq!((share(0.5), share(0.6)), (Outcome::Pass, Outcome::Fail));
    // Where a part is unknown the average is a floor, and a floor passes no ceiling.
    let days = json!({"measure": "forms", "at_most": 100, "average": true});
    assert_eq!(sole(days), Outcome::NotMeasurable);
    let hangs = sole(json!({"measure": "forms", "at_most": 6, "share": 1.0}));
    assert_eq!(hangs, Outcome::NotMeasurable);
}

#[test]
fn a_scope_narrows_to_procedures_classes_agencies_and_steps() {
    let mut p = named(SHANGHAI);
    let of = |scope: Value, measure: &str, most: Value, p: &Procedure| {
        outcome(
            json!({"measure": measure, "at_most": most, "scope": scope}),
            p,
        )
    };
    let hr = json!({"agency": "hr"});
    let pass = |out| assert_eq!(out, Outcome::Pass);
    let fail = |out| assert_eq!(out, Outcome::Fail);
    pass(of(hr.clone(), "steps", json!(2), &p));
    fail(of(hr.clone(), "steps", json!(1), &p));
    pass(of(hr.clone(), "lead-time", json!("2 cd"), &p));
    fail(of(hr.clone(), "lead-time", json!("1 cd"), &p));
    pass(of(hr.clone(), "forms", json!(2), &p));
    fail(of(hr.clone(), "forms", json!(1), &p));
    let set = json!({"steps": ["get-invoices", "make-chop"]});
    pass(of(set.clone(), "lead-time", json!("11 cd"), &p));
    fail(of(set, "lead-time", json!("10 cd"), &p));
    assert_eq!(of(hr, "hand-offs", json!(99), &p), Outcome::NotMeasurable);
    // A target that is about nothing is never met.
    let other = json!({"procedures": ["another"]});
    assert_eq!(of(other, "steps", json!(99), &p), Outcome::NotMeasurable);
    pass(of(
        json!({"procedures": [SHANGHAI], "jurisdiction": "CN-SH"}),
        "steps",
        json!(7),
        &p,
    ));
    let class = |id: &str| CaseClass {
        id: id.into(),
        ..CaseClass::placeholder()
    };
    p.case_classes = Some(vec![class("small")]);
    pass(of(json!({"class": "small"}), "steps", json!(7), &p));
    p.case_classes = Some(vec![class("small"), class("large")]);
    assert_eq!(
        of(json!({"class": "small"}), "steps", json!(7), &p),
        Outcome::NotMeasurable
    );
}

/// Runs `check` on Shanghai with targets: one met, one missed, one not measurable, one missed but of tomorrow.
fn run(more: &[&str]) -> golden::Run {
    let folder = tempfile::tempdir().unwrap();
    let text = json!({"redtape_targets": 1, "name": "Trial <&>", "targets": [
        {"measure": "steps", "at_most": 7},
        {"measure": "sign-offs", "at_most": 2, "severity": "medium", "by": "2026-01-01"},
        {"measure": "cost", "at_most": "1 CNY", "severity": "low"},
        {"measure": "steps", "at_most": 3, "by": "2030-01-01", "severity": "medium", "name": "\"Three\" <steps>"}
    ]});
    std::fs::write(folder.path().join("t.json"), text.to_string()).unwrap();
    let file = repository(&format!("procedures/{SHANGHAI}.json"));
    let args = [
        "check",
        "--targets",
        "t.json",
        file.to_str().unwrap(),
        "--as-of",
        "2026-06-01",
    ];
    golden::redtape(folder.path(), &[&args[..], more].concat(), b"")
}

#[test]
fn the_gate_closes_on_a_miss_and_on_what_is_not_measurable() {
    let text = run(&[]);
    assert_eq!(text.code, Some(1), "{}", text.stderr);
    for said in [
        "pass: Steps: at most 7",
        "fail: Sign-offs: at most 2",
        "by at least 1",
        "if these are answered yes: May ",
        "not measurable: Fees: at most 1 CNY (low): nothing of it is known",
        "no known change meets it",
        "not due until 2030-01-01",
        "1 passed, 2 failed, 1 not measurable",
    ] {
        assert!(text.stdout.contains(said), "{said}\n{}", text.stdout);
    }
    assert_eq!(run(&["--fail-on", "high"]).code, Some(0));
    assert_eq!(run(&["--fail-on", "never"]).code, Some(0));
    assert_eq!(run(&["--fail-on", "medium", "--due-only"]).code, Some(1));
    assert!(run(&["--lang", "zh"]).stdout.contains("无法测算"));
    let folder = tempfile::tempdir().unwrap();
    let text = r#"{"redtape_targets": 1, "targets": [{"measure": "cost", "at_most": "1 CNY"}]}"#;
    std::fs::write(folder.path().join("t.json"), text).unwrap();
    let file = repository(&format!("procedures/{SHANGHAI}.json"));
    let args = ["check", "--targets", "t.json", file.to_str().unwrap()];
    assert_eq!(golden::redtape(folder.path(), &args, b"").code, Some(1));
    let allowed = [&args[..], &["--allow-unmeasurable"]].concat();
    assert_eq!(golden::redtape(folder.path(), &allowed, b"").code, Some(0));
}

#[test]
fn sarif_has_what_the_standard_requires() {
    let log: Value = serde_json::from_str(&run(&["--format", "sarif"]).stdout).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let all = log["runs"].as_array().unwrap();
    assert_eq!(all.len(), 1);
    let driver = &all[0]["tool"]["driver"];
    assert_eq!(driver["name"], "redtape");
    let rules = driver["rules"].as_array().unwrap();
    let results = all[0]["results"].as_array().unwrap();
    assert_eq!((rules.len(), results.len()), (4, 4));
    let mut kinds = Vec::new();
    for result in results {
        assert!(
            result["message"]["text"]
                .as_str()
                .is_some_and(|text| !text.is_empty())
        );
        let index = result["ruleIndex"].as_u64().unwrap() as usize;
        assert_eq!(rules[index]["id"], result["ruleId"]);
        let (kind, level) = (
            result["kind"].as_str().unwrap(),
            result["level"].as_str().unwrap(),
        );
        // 3.27.10: the level of what is no failure is none.
        assert_eq!(level == "none", kind != "fail", "{result}");
        let place = &result["locations"][0]["physicalLocation"];
        let uri = place["artifactLocation"]["uri"].as_str().unwrap();
        assert!(
            !uri.contains([' ', '\\', '<']) && uri.ends_with("business.json"),
            "{uri}"
        );
        assert!(place["region"]["startLine"].as_u64().unwrap() >= 1);
        kinds.push((kind.to_owned(), level.to_owned()));
    }
    let kinds: Vec<(&str, &str)> = kinds.iter().map(|(a, b)| (&**a, &**b)).collect();
    assert_eq!(
        kinds,
        [
            ("pass", "none"),
            ("fail", "warning"),
            ("open", "none"),
            ("fail", "warning")
        ]
    );
    let ids: std::collections::BTreeSet<&str> = rules
        .iter()
        .filter_map(|rule| rule["id"].as_str())
        .collect();
    assert_eq!(ids.len(), rules.len());
}

#[test]
fn junit_counts_what_it_shows_and_escapes_it() {
    let closed = run(&["--format", "junit"]).stdout;
    assert!(closed.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites "));
    let times = |text: &str, part: &str| text.matches(part).count();
    assert_eq!(
        (times(&closed, "<testcase "), times(&closed, "<failure ")),
        (4, 3)
    );
    assert!(
        closed.contains("tests=\"4\" failures=\"3\" skipped=\"0\""),
        "{closed}"
    );
    assert!(
        closed.contains("&quot;Three&quot; &lt;steps&gt;"),
        "{closed}"
    );
    assert_eq!(
        times(&closed, "<"),
        times(&closed, ">"),
        "every tag is closed"
    );
    let open = run(&["--format", "junit", "--allow-unmeasurable"]).stdout;
    assert!(
        open.contains("tests=\"4\" failures=\"2\" skipped=\"1\""),
        "{open}"
    );
    assert_eq!(
        (times(&open, "<failure "), times(&open, "<skipped ")),
        (2, 1)
    );
}

#[test]
fn json_is_an_object_with_a_version() {
    let said: Value = serde_json::from_str(&run(&["--format", "json"]).stdout).unwrap();
    assert_eq!(said["version"], 1);
    let results = said["results"].as_array().unwrap();
    let words: Vec<&str> = results
        .iter()
        .filter_map(|one| one["result"].as_str())
        .collect();
    assert_eq!(words, ["pass", "fail", "not-measurable", "fail"]);
    assert_eq!(
        (&said["pass"], &said["fail"], &said["not_measurable"]),
        (&json!(1), &json!(2), &json!(1))
    );
    assert_eq!(
        (&results[1]["due"], &results[3]["due"]),
        (&json!(true), &json!(false))
    );
}

#[test]
fn faults_of_targets_are_told_with_place_and_hint() {
    let folder = tempfile::tempdir().unwrap();
    let text = r#"{"redtape_targets": 1, "targets": [
{"measure": "steps", "at_most": 3, "cut": 0.1},
{"measure": "steps", "cut": 0.1, "baselines": [{"id": "a", "value": 3}, {"id": "b", "value": 4}]},
{"measure": "steps", "cut": 0.1, "baselines": [{"id": "a", "value": 3}], "baseline": "c"},
{"measure": "steps", "at_most": 3, "average": true, "share": 0.5},
{"measure": "steps", "at_most": 3, "share": 50}
]}"#;
    std::fs::write(folder.path().join("t.json"), text).unwrap();
    let file = repository(&format!("procedures/{SHANGHAI}.json"));
    let args = ["check", "--targets", "t.json", file.to_str().unwrap()];
    let ran = golden::redtape(folder.path(), &args, b"");
    assert_eq!(ran.code, Some(2));
    for said in [
        "t.json:2:1: a target has exactly one of",
        "t.json:3:1: there are several baselines",
        "the baselines are: a, b",
        "t.json:4:86: there is no baseline c",
        "t.json:5:62: a target is about the average or",
        "t.json:6:45: a share is more than 0",
    ] {
        assert!(ran.stderr.contains(said), "{said}\n{}", ran.stderr);
    }
}
