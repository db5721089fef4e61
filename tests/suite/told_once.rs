//! What a report says once: what rules do not understand, what was not used, and ids in the reader's language.

use crate::golden::{Run, redtape, repository};
use serde_json::{Value, json};

fn run(value: &Value, args: &[&str]) -> Run {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("p.json"), value.to_string()).unwrap();
    redtape(folder.path(), args, b"")
}

fn small() -> Value {
    json!({
        "redtape": 1, "id": "p", "name": "Permit", "cases_per_year": 100,
        "laws": [{"id": "act", "cite": "Licence act"}, {"id": "idle", "cite": "Old act"}],
        "roles": [{"id": "cit", "kind": "applicant"}, {"id": "desk", "capacity": "40 wk"}],
        "steps": [
            {"id": "apply", "kind": "submit", "role": "cit", "with": "desk", "work": "1 h", "wait": []},
            {"id": "sign", "kind": "sign-off", "role": "desk", "after": ["apply"], "law": ["act"], "work": "1 h", "wait": []},
            {"id": "x", "kind": "review", "role": "desk", "after": ["g.x"], "work": "1 h", "wait": [], "calls": "other"},
            {"id": "y", "kind": "review", "role": "desk", "after": ["g.y"], "work": "1 h", "wait": []}],
        "gateways": [{"id": "g", "kind": "inclusive", "after": ["sign"], "branches": [{"id": "x"}, {"id": "y"}]}],
        "ends": [{"id": "done", "after": {"some": ["x", "y"]}}]
    })
}

#[test]
fn laws_gateways_and_calls_that_no_rule_understands_are_told_once() {
    let told = run(&small(), &["analyze", "p.json"]);
    assert_eq!(told.code, Some(0), "{}", told.stderr);
    for said in [
        "1 laws are cited and the file does not say what they prescribe (mandates)",
        "“Licence act”",
        "1 inclusive gateways do not say which of their branches run together",
        "1 steps stand for another procedure",
        "1 of 1 approvals do not say how risky what they approve is",
        "the capacity of “desk”, 40 wk, is not used: it is in units of the calendar",
    ] {
        assert_eq!(
            told.stdout.matches(said).count(),
            1,
            "{said}\n{}",
            told.stdout
        );
    }
    assert!(!told.stdout.contains("Old act"), "nothing cites it");

    let mut plain = small();
    plain["laws"] = json!([{"id": "act", "cite": "Licence act", "mandates": []}]);
    plain["steps"][1]["risk"] = json!({"level": "high"});
    plain["steps"][2]["calls"].take();
    plain["steps"][2].as_object_mut().unwrap().remove("calls");
    plain["gateways"][0]["kind"] = json!("exclusive");
    plain["ends"][0]["after"] = json!({"any": ["x", "y"]});
    plain["calendar"] = json!({"day": "8 h", "week": 5});
    let told = run(&plain, &["analyze", "p.json"]);
    assert_eq!(told.code, Some(0), "{}", told.stderr);
    for said in [
        "mandates",
        "inclusive",
        "stand for another",
        "how risky",
        "is not used",
    ] {
        assert!(!told.stdout.contains(said), "{said}\n{}", told.stdout);
    }
    assert!(told.stdout.contains("of 1600 h"), "{}", told.stdout);
}

#[test]
fn a_finding_is_named_with_any_blanks() {
    let folder = tempfile::tempdir().unwrap();
    let file = repository("procedures/cn-shanghai-start-business.json");
    let file = file.to_str().unwrap();
    let applied = |only: &str| {
        let args = ["simplify", file, "--out", "out", "--only", only];
        let ran = redtape(folder.path(), &args, b"");
        assert_eq!(ran.code, Some(0), "{only}: {}", ran.stderr);
        let report = std::fs::read(folder.path().join("out/report.json")).unwrap();
        std::fs::remove_dir_all(folder.path().join("out")).unwrap();
        let report: Value = serde_json::from_slice(&report).unwrap();
        report["sure"].as_array().unwrap().len() + report["if_answered"].as_array().unwrap().len()
    };
    let id = "duplicate-document(approve-name, issue-licence; founder-ids)";
    let count = applied(id);
    assert!(count > 0);
    for other in [
        "duplicate-document(approve-name,issue-licence;founder-ids)",
        " duplicate-document ( approve-name ,issue-licence ;  founder-ids ) ",
    ] {
        assert_eq!(applied(other), count, "{other}");
    }
}

#[test]
fn a_simplification_on_paper_has_a_name_in_each_language() {
    let before = small();
    let mut after = small();
    after["limit"] = json!({"statutory": "60 cd"});
    let mut limited = before;
    limited["limit"] = json!({"statutory": "30 cd"});
    let folder = tempfile::tempdir().unwrap();
    for (name, value) in [("a.json", &limited), ("b.json", &after)] {
        std::fs::write(folder.path().join(name), value.to_string()).unwrap();
    }
    let said = |lang: &str| {
        redtape(
            folder.path(),
            &["compare", "a.json", "b.json", "--lang", lang],
            b"",
        )
        .stdout
    };
    assert!(said("en").contains("limit-raised ("), "{}", said("en"));
    let zh = said("zh");
    assert!(zh.contains("时限 法定时限：原为 \"30 cd\""), "{zh}");
    assert!(
        zh.contains("放宽时限（") && !zh.contains("limit-raised"),
        "{zh}"
    );
}

/// A promise in place of an approval: the step that is new hangs on the decision as the approval does.
#[test]
fn what_nobody_has_decided_is_drawn_open_with_every_question_that_it_waits_for() {
    let case = repository("tests/rewrites/replace-with-commitment/asks-correctable/procedure.json");
    let text = std::fs::read_to_string(case).unwrap();
    let source = redtape::source::Source::from_bytes("p", text.into_bytes()).unwrap();
    let p = redtape::model::load(&source).unwrap();
    let options = redtape::simplify::Options {
        facts: redtape::fact::Facts::of(&p),
        ..redtape::simplify::Options::default()
    };
    let result = redtape::simplify::simplify(&p, &options).unwrap();
    let waiting = &result.if_answered.derivation[result.sure.derivation.len()..];
    assert!(!waiting.is_empty());
    let diff = redtape::diff::Diff::of(&p, &result);
    let sure = redtape::diff::Diff::between(&p, &result.sure.procedure);
    let changed = diff.is.iter().filter(|(id, part)| {
        let before = sure.is.get(*id).and_then(|part| part.fate);
        part.fate.is_some() && part.fate != before
    });
    let changed: Vec<_> = changed.collect();
    assert!(
        changed
            .iter()
            .any(|(id, _)| id.as_str().contains("promise")),
        "{changed:?}"
    );
    for (id, part) in changed {
        assert!(part.open, "{id} is drawn as though it were decided");
    }
    let asked: std::collections::BTreeSet<usize> = (1..=result.questions.len())
        .filter(|number| {
            let mut waiting = waiting.iter();
            waiting.any(|entry| result.questions[number - 1].holds_up(&entry.proposal))
        })
        .collect();
    assert_eq!(diff.waits_for, asked);
}
