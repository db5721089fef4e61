//! Targets: what meets them, what does not, and what cannot be said.

use crate::golden::{self, repository};
use crate::procedures::named;
use redtape::graph::Graph;
use redtape::measure::{Convention, Measures, measure};
use redtape::model::target::load_targets;
use redtape::model::{Procedure, Time};
use redtape::source::Source;
use redtape::target::{Verdict, judge, measures, stated_day};
use serde_json::{Value, json};

fn measured(p: &Procedure) -> Measures {
    measure(p, &Graph::of(p), Convention::default())
}

/// The verdict on one target, counted from Shanghai as it is.
fn verdict(target: Value, then: &Procedure) -> Verdict {
    let text = json!({"redtape_targets": 1, "targets": [target]}).to_string();
    let Ok(source) = Source::from_bytes("targets.json", text.into_bytes()) else {
        panic!("text")
    };
    let targets = load_targets(&source, &measures()).unwrap();
    let now = measured(&named("cn-shanghai-start-business"));
    judge(&targets.targets[0], &now, &measured(then), stated_day(then))
}

#[test]
fn a_figure_meets_a_target_only_with_its_whole_range_and_in_its_own_unit() {
    let p = named("cn-shanghai-start-business");
    let steps = |most: u32| verdict(json!({"measure": "steps", "at_most": most}), &p);
    assert_eq!(steps(7), Verdict::Met);
    assert!(matches!(steps(6), Verdict::Missed(_)));
    let time = |most: &str| verdict(json!({"measure": "lead-time", "at_most": most}), &p);
    assert_eq!(time("22 cd"), Verdict::Met);
    assert!(matches!(time("21 cd"), Verdict::Missed(_)));
    assert!(
        matches!(time("22 wd"), Verdict::NotMeasurable(_)),
        "another unit"
    );
    assert!(matches!(
        verdict(json!({"measure": "cost", "at_most": "1 CNY"}), &p),
        Verdict::NotMeasurable(_)
    ));
    let mut wide = p.clone();
    let step = wide
        .steps
        .iter_mut()
        .find(|step| step.elapsed.is_some())
        .unwrap();
    step.elapsed = Some(Time::exactly(
        redtape::model::Span::parse("1..30 cd").unwrap(),
    ));
    let open = verdict(json!({"measure": "lead-time", "at_most": "30 cd"}), &wide);
    assert_eq!(open, Verdict::Unsure);
}

#[test]
fn what_is_partly_unknown_never_meets_a_target_but_may_miss_it() {
    let mut p = named("cn-shanghai-start-business");
    p.steps[0].elapsed = None;
    let time = |most: &str| verdict(json!({"measure": "lead-time", "at_most": most}), &p);
    assert!(matches!(time("1000 cd"), Verdict::NotMeasurable(_)));
    assert!(matches!(time("3 cd"), Verdict::Missed(_)));
    assert!(matches!(
        verdict(json!({"measure": "lead-time", "cut": 0.01}), &p),
        Verdict::NotMeasurable(_)
    ));
}

/// Runs `simplify` on Shanghai with targets.
struct Trial(tempfile::TempDir);

impl Trial {
    fn run(&self, targets: &Value) -> golden::Run {
        let text = json!({"redtape_targets": 1, "targets": targets}).to_string();
        std::fs::write(self.0.path().join("t.json"), text).unwrap();
        let file = repository("procedures/cn-shanghai-start-business.json");
        let file = file.to_str().unwrap();
        let args = ["simplify", file, "--out", "out", "--target", "t.json"];
        golden::redtape(self.0.path(), &args, b"")
    }

    fn report(&self) -> Value {
        let text = std::fs::read(self.0.path().join("out/report.json")).unwrap();
        serde_json::from_slice(&text).unwrap()
    }
}

#[test]
fn the_smallest_set_is_applied_and_told() {
    let trial = Trial(tempfile::tempdir().unwrap());
    let ran = trial.run(&json!([
        {"measure": "steps", "at_most": 6},
        {"measure": "documents", "cut": 0.2},
        {"measure": "lead-time", "at_most": "20 cd"}
    ]));
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(
        ran.stdout.contains("The smallest set: 4 of 20 changes"),
        "{}",
        ran.stdout
    );
    let said = trial.report();
    let all = &said["targets"];
    assert_eq!(
        (&all["proof"], &all["changes"]),
        (&json!("smallest"), &json!(4))
    );
    let verdicts = all["targets"].as_array().unwrap();
    assert!(verdicts.iter().all(|target| target["verdict"] == "met"));
    assert_eq!(all["curve"].as_array().unwrap().len(), 5);
    let applied = |key: &str| said[key].as_array().unwrap().len();
    assert_eq!(
        applied("sure") + applied("if_answered"),
        4,
        "only the chosen changes are applied"
    );
}

#[test]
fn a_target_that_nothing_meets_is_exit_code_1_and_one_that_is_met_needs_no_change() {
    let trial = Trial(tempfile::tempdir().unwrap());
    let ran = trial.run(&json!([{"measure": "lead-time", "at_most": "10 cd"}]));
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    for said in [
        "Not met: neither by all 20 changes nor by any part of them that was tried",
        "missed by at least 10 cd",
        "2 cd less hangs on a yes to ?14: Let “Permit the company chop”",
    ] {
        assert!(ran.stdout.contains(said), "{}", ran.stdout);
    }
    let ran = trial.run(&json!([{"measure": "steps", "at_most": 7}]));
    assert_eq!(ran.code, Some(0));
    assert!(ran.stdout.contains("Met without any change."));
    assert!(trial.report()["if_answered"].as_array().unwrap().is_empty());
}

#[test]
fn every_fault_of_a_file_of_targets_is_told_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let text = r#"{"redtape_targets": 2, "targets": [
        {"measure": "setps", "at_most": 9},
        {"measure": "lead-time", "at_most": "10 d"},
        {"measure": "documents", "at_most": 1, "cut": 2}
    ]}"#;
    std::fs::write(folder.path().join("t.json"), text).unwrap();
    let file = repository("procedures/cn-shanghai-start-business.json");
    let args = [
        "simplify",
        file.to_str().unwrap(),
        "--out",
        "out",
        "--target",
        "t.json",
    ];
    let ran = golden::redtape(folder.path(), &args, b"");
    assert_eq!(ran.code, Some(2));
    for said in ["t.json:3:45: \"10 d\" is no time", "did you mean \"steps\""] {
        let first = ran.stderr.contains(said);
        assert!(first || said.starts_with("did"), "{}", ran.stderr);
    }
    let fixed = text.replace("10 d\"", "10 cd\"");
    std::fs::write(folder.path().join("t.json"), fixed).unwrap();
    let ran = golden::redtape(folder.path(), &args, b"");
    for said in [
        "t.json:1:21: ",
        "t.json:2:21: there is no measure setps",
        "did you mean \"steps\"?",
        "t.json:4:9: a target has exactly one of at_most, at_least, cut and of_limit",
        "a cut is more than 0 and at most 1",
    ] {
        assert!(ran.stderr.contains(said), "{said}\n{}", ran.stderr);
    }
    let unnumbered = r#"{"targets": [{"measure": "steps", "at_most": 9}]}"#;
    std::fs::write(folder.path().join("t.json"), unnumbered).unwrap();
    let ran = golden::redtape(folder.path(), &args, b"");
    assert_eq!(ran.stderr.matches("error:").count(), 1, "{}", ran.stderr);
    assert!(!folder.path().join("out").exists());
}

#[test]
fn the_published_targets_can_be_read() {
    for entry in std::fs::read_dir(repository("procedures/targets")).unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        let Ok(source) = Source::from_bytes(&path.display().to_string(), bytes) else {
            panic!("text")
        };
        let targets = load_targets(&source, &measures()).unwrap();
        assert!(targets.source.is_some() && !targets.targets.is_empty());
    }
}

#[test]
fn targets_that_stand_against_each_other_are_named_with_what_stands_against_which() {
    let trial = Trial(tempfile::tempdir().unwrap());
    // Work side by side ends two days sooner, and the flow branches for it.
    let ran = trial.run(&json!([
        {"measure": "lead-time", "at_most": "20 cd"},
        {"measure": "control-flow", "at_most": 0}
    ]));
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    for said in [
        "Each of these can be met, but not together: “Lead time: at most 20 cd”, “",
        "Bounded: ",
        "“Lead time: at most 20 cd” is met by: Make one step of “Register hiring”",
        "stands: Let “Permit the company chop”",
        "is met without any change. “Lead time: at most 20 cd” is then 22 cd: missed by at least 2 cd.",
    ] {
        assert!(ran.stdout.contains(said), "{said}\n{}", ran.stdout);
    }
    let ran = trial.run(&json!([
        {"measure": "steps", "at_most": 6},
        {"measure": "steps", "at_least": 7}
    ]));
    let said =
        "“Steps: at most 6” and “Steps: at least 7” contradict each other: no figure is both.";
    assert!(ran.stdout.contains(said), "{}", ran.stdout);
    assert!(!ran.stdout.contains("but not together"), "{}", ran.stdout);
}

#[test]
fn a_target_that_only_some_of_the_changes_meet_is_met_by_them() {
    let trial = Trial(tempfile::tempdir().unwrap());
    // All changes leave 5 steps, and the flow branches; a part of them leaves 6, and it does not.
    let ran = trial.run(&json!([
        {"measure": "steps", "at_most": 6},
        {"measure": "control-flow", "at_most": 0}
    ]));
    assert_eq!(ran.code, Some(0), "{}\n{}", ran.stdout, ran.stderr);
    let verdicts = trial.report()["targets"]["targets"].clone();
    let mut verdicts = verdicts.as_array().unwrap().iter();
    assert!(verdicts.all(|target| target["verdict"] == "met"));
}

#[test]
fn a_target_in_another_unit_says_which_and_nothing_else() {
    let trial = Trial(tempfile::tempdir().unwrap());
    for (target, said) in [
        (
            json!({"measure": "hand-offs", "at_most": "3 wd"}),
            "3 wd is asked of a figure that is a number of things",
        ),
        (
            json!({"measure": "lead-time", "at_most": 3}),
            "3 is asked of a figure that is a time: write it with its unit, as in \"1 cd\"",
        ),
        (
            json!({"measure": "lead-time", "at_most": "2 mo"}),
            "a month is not always equally long",
        ),
        (
            json!({"measure": "lead-time", "at_most": "9 wd"}),
            "9 wd is asked of a figure in units of 1 cd: working time and calendar time are two clocks",
        ),
    ] {
        let ran = trial.run(&json!([target]));
        assert_eq!(ran.code, Some(1), "{}", ran.stderr);
        assert!(ran.stdout.contains(said), "{said}\n{}", ran.stdout);
        for wrong in ["In the way", "On the way"] {
            assert!(!ran.stdout.contains(wrong), "{}", ran.stdout);
        }
    }
}

#[test]
fn one_fault_of_a_target_is_told_once() {
    for text in [
        r#"{"redtape_targets": 1, "targets": [{"measure": "steps", "at_mots": 9}]}"#,
        r#"{"redtape_targets": 1, "targets": [{"mesure": "steps", "at_most": 9}]}"#,
        r#"{"redtape_targets": 1, "targets": [{"measure": 5, "at_most": 9}]}"#,
        r#"{"redtape_targets": 1, "targets": [5]}"#,
        r#"{"redtape_targets": 1, "targets": [{"measure": "lead-time", "at_most": "9 d"}]}"#,
    ] {
        let source = Source::from_bytes("t.json", text.as_bytes().to_vec()).unwrap();
        let faults = load_targets(&source, &measures()).unwrap_err();
        // A misspelt key is both unknown and missing.
        let most = if text.contains("mesure") { 2 } else { 1 };
        let told = source.explain(&faults, redtape::message::Lang::En);
        assert_eq!(faults.len(), most, "{told}");
    }
}
