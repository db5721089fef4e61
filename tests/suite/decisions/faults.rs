//! What is said of a file of decisions that is at fault, or that no longer fits.

use super::{HASH, SHANGHAI, accept, input, now};
use crate::golden::{self, repository};
use serde_json::json;

/// What `simplify --decisions` says of a text; exit code and standard error.
fn said(text: &str) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().unwrap();
    let procedure = repository(&format!("procedures/{SHANGHAI}.json"));
    std::fs::copy(procedure, folder.path().join("p.json")).unwrap();
    std::fs::write(folder.path().join("d.json"), text).unwrap();
    let args = [
        "simplify",
        "p.json",
        "--decisions",
        "d.json",
        "--out",
        "o",
        "--as-of",
        "2026-01-01",
    ];
    let ran = golden::redtape(folder.path(), &args, b"");
    let written = folder.path().join("o").exists();
    assert_eq!(
        ran.code == Some(0),
        written,
        "nothing half-written: {}",
        ran.stderr
    );
    (ran.code, ran.stderr)
}

/// A file whose list of decisions is this text, which stands in line 6 from column 5 on.
fn with(list: &str) -> String {
    let hash = input();
    format!(
        "{{\n  \"redtape_decisions\": 1,\n  \"procedure\": \"{SHANGHAI}\",\n  \"input_sha256\": \"{hash}\",\n  \"decisions\": [\n    {list}\n  ]\n}}\n"
    )
}

/// What makes a decision faulty, and what is said of it, from the column on.
const FAULTY: [(&str, &str); 9] = [
    (r#""acept": "x(a)"}"#, "51: unknown key"),
    (r#""x-own": 1}"#, "5: a decision is exactly one of"),
    (
        r#""accept": "x(a)", "undo": 1}"#,
        "5: a decision is exactly one of",
    ),
    (
        r#""accept": "merge-adjacent-step(a, b)"}"#,
        "61: there is nothing like merge-adjacent-step(a, b)",
    ),
    (
        r#""answer": {"fact": "may-shar(a)", "answer": "yes"}}"#,
        "70: there is nothing like may-shar(a)",
    ),
    (
        r#""answer": {"fact": "may-share(a, b, c)", "answer": "maybe"}}"#,
        "102: unknown word",
    ),
    (
        r#""reject": "merge-adjacent-steps(a, b)"}"#,
        "5: who rejects something says why",
    ),
    (
        r#""keep": {"finding": "redundant-aproval(a)", "why": "x", "by": "y"}}"#,
        "71: there is nothing like redundant-aproval(a)",
    ),
    (r#""undo": 1}"#, "59: 1 is no earlier decision"),
];

#[test]
fn every_fault_of_a_file_is_told_with_line_and_column() {
    let decision = |rest: &str| with(&format!(r#"{{"at": "{}", "by": "chair", {rest}"#, now()));
    let faulty = FAULTY.map(|(rest, told)| (decision(rest), format!("d.json:6:{told}")));
    let whole = [
        (
            with(r#"{"at": "yesterday", "by": "chair", "accept": "merge-adjacent-steps(a, b)"}"#),
            "d.json:6:12: yesterday is not a moment",
        ),
        (with("{"), "d.json:7:3: "),
        (
            with("").replace("\"redtape_decisions\": 1", "\"redtape_decisions\": 2"),
            "d.json:2:24: ",
        ),
        (
            with("").replace(&input(), "E9"),
            "d.json:4:19: not a SHA-256",
        ),
        ("[]".to_owned(), "d.json:1:1: "),
        (String::new(), "d.json: "),
    ];
    let whole = whole.map(|(text, told)| (text, told.to_owned()));
    for (text, told) in faulty.into_iter().chain(whole) {
        let (code, err) = said(&text);
        assert_eq!(code, Some(2), "{text}\n{err}");
        assert!(err.contains(&told), "{told}\n--- is not in ---\n{err}");
    }
    assert_eq!(said(&with("")).0, Some(0), "no decision is no fault");
}

#[test]
fn decisions_about_another_file_or_procedure_are_refused_in_one_message() {
    let text = |procedure: &str, hash: &str| {
        json!({"redtape_decisions": 1, "procedure": procedure, "input_sha256": hash, "decisions": []})
            .to_string()
    };
    let (code, err) = said(&text(SHANGHAI, HASH));
    assert_eq!(code, Some(2));
    assert!(
        err.contains("another version") && err.contains(&HASH[..16]),
        "{err}"
    );
    assert!(err.contains("redtape review"), "it says what to do: {err}");
    assert_eq!(err.trim().lines().count(), 1, "{err}");
    let (code, err) = said(&text("pt-start-business", &input()));
    assert_eq!(code, Some(2));
    assert!(err.contains("decisions about pt-start-business"), "{err}");
    assert_eq!(said(&text(SHANGHAI, &input())).0, Some(0));
}

#[test]
fn an_accepted_proposal_that_is_not_proposed_any_more_is_told_and_fails_nothing() {
    let text = json!({"redtape_decisions": 1, "procedure": SHANGHAI, "input_sha256": input(),
        "decisions": [accept("merge-adjacent-steps(nowhere, never)")]});
    let (code, err) = said(&text.to_string());
    assert_eq!(code, Some(0));
    assert!(
        err.contains("decision 1 has no effect: merge-adjacent-steps(nowhere, never)"),
        "{err}"
    );
}
