//! The form of questions as a clerk fills it in, in either language, and what is told when it cannot be read.

use crate::golden::{Run, redtape, repository};
use redtape::fact::with_asked;
use redtape::message::Lang;
use redtape::model::answers::{Sheet, load_answers};
use redtape::source::Source;
use serde_json::{Value, json};

fn source(form: &Value) -> Source {
    let text = serde_json::to_string_pretty(form).unwrap();
    Source::from_bytes("form.json", text.into_bytes()).unwrap()
}

fn read(answers: Value) -> Result<Sheet, String> {
    let source = source(&json!({"answers": answers}));
    let read = with_asked(None, |asked| load_answers(&source, asked));
    read.map_err(|faults| source.explain(&faults, Lang::Zh) + &source.explain(&faults, Lang::En))
}

#[test]
fn yes_and_no_are_read_as_people_write_them() {
    let said = |answer: Value| {
        let line = json!([{"fact": "competent(a, b)", "answer": answer}]);
        read(line).unwrap().answers[0].is_yes()
    };
    for yes in [
        "yes",
        "Yes",
        "YES.",
        " y ",
        "true",
        "是",
        "是。",
        "\u{3000}是的",
    ] {
        assert_eq!(said(json!(yes)), Some(true), "{yes}");
    }
    for no in ["no", "no ", "No", "N", "False", "否", "不是"] {
        assert_eq!(said(json!(no)), Some(false), "{no}");
    }
    assert_eq!(
        (said(json!(true)), said(json!(false))),
        (Some(true), Some(false))
    );
    assert_eq!((said(json!(null)), said(json!(" "))), (None, None));
}

#[test]
fn every_fault_of_a_form_is_told_at_once_in_both_languages_with_its_place() {
    let told = read(json!([
        {"fact": "competent(a, b)", "answer": "maybe"},
        {"fact": "competant(a, b)", "answer": "yes"},
        {"fact": "may-be-notice(a)", "answer": "yes"},
        {"fact": "competent(a, c)", "answer": "yes"},
        {"fact": "competent(a,c)", "answer": "否"},
        {"fact": "competent(a, d)", "answer": 1, "on": "20.11.2026"},
        {"fact": "competent(a, e)", "anwser": null}
    ]));
    let told = told.unwrap_err();
    for words in [
        "form.json:5:17: \"maybe\" is neither yes nor no",
        "write yes or no (是 or 否)",
        "“maybe”既不是“是”也不是“否”",
        "form.json:8:15: \"competant(a, b)\" is no question",
        "did you mean \"competent\"?",
        "may-be-notice(a) is a decision that gives something up: say who takes it",
        "form.json:21:17: competent(a, c) is answered twice, and not the same",
        "entry 4 of the list says the opposite",
        "列表第 4 项的答复相反",
        "expected yes or no",
        "\"20.11.2026\" is no date",
        "the key \"answer\" is missing",
        "did you mean \"answer\"?",
    ] {
        assert!(told.contains(words), "{words}\n{told}");
    }
}

/// The form of a procedure filled in, and what a command makes of it.
fn filled(fill: impl Fn(&mut Vec<Value>), more: &[&str]) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let file = repository("procedures/nl-tue-request-for-payment.json");
    let file = file.to_str().unwrap();
    let form = redtape(folder.path(), &["questions", file], b"").stdout;
    let mut form: Value = serde_json::from_str(&form).unwrap();
    fill(form["answers"].as_array_mut().unwrap());
    std::fs::write(folder.path().join("form.json"), form.to_string()).unwrap();
    let mut args = vec!["analyze", file, "--answers", "form.json"];
    args.extend(more);
    redtape(folder.path(), &args, b"")
}

#[test]
fn an_answer_without_name_or_day_is_told_as_one() {
    let run = filled(|answers| answers[0]["answer"] = json!("Yes"), &[]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let said = "answered yes by form.json (names nobody), day not stated: ";
    assert!(run.stdout.contains(said), "{}", run.stdout);
    let run = filled(
        |answers| answers[0]["answer"] = json!("是"),
        &["--lang", "zh"],
    );
    let said = "form.json（未署名）, 未注明日期答“是”";
    assert!(run.stdout.contains(said), "{}", run.stdout);
}

#[test]
fn an_answer_that_nobody_asked_for_is_told_with_its_place_and_the_near_one() {
    let fill = |answers: &mut Vec<Value>| {
        let fact = answers[0]["fact"].as_str().unwrap().to_owned();
        let wrong = fact.replacen(')', "x)", 1);
        answers.push(json!({"fact": wrong, "answer": "no"}));
    };
    let run = filled(fill, &[]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    assert!(
        run.stderr.starts_with("error: form.json:1:"),
        "{}",
        run.stderr
    );
    assert!(
        run.stderr.contains("no precondition asks for"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("did you mean"), "{}", run.stderr);
}

#[test]
fn a_decision_is_never_assumed_and_a_refusal_of_it_may_be() {
    let folder = tempfile::tempdir().unwrap();
    let case = repository("tests/rewrites/downgrade-to-notice/asks-not-excluded/procedure.json");
    let text = std::fs::read_to_string(case).unwrap();
    let mut procedure: Value = serde_json::from_str(&text).unwrap();
    let answers = procedure["answers"].as_array_mut().unwrap();
    let decision = |one: &Value| one["fact"].as_str().unwrap().starts_with("may-be-notice");
    let fact = answers.iter().find(|one| decision(one)).unwrap()["fact"].clone();
    answers.retain(|one| !decision(one));
    std::fs::write(folder.path().join("p.json"), procedure.to_string()).unwrap();
    let assume = |answer: &str| {
        let assumption = format!("{}={answer}", fact.as_str().unwrap());
        redtape(
            folder.path(),
            &["analyze", "p.json", "--assume", &assumption],
            b"",
        )
    };
    let run = assume("yes");
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    assert!(
        run.stderr.contains("--assume cannot take it"),
        "{}",
        run.stderr
    );
    assert_eq!(assume("no").code, Some(0), "{}", assume("no").stderr);
}
