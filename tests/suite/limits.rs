//! The limits of what is analysed and drawn (docs/robustness.md): told in one line, and nothing is written. Those of what
//! is read are in `format_bad`.

use crate::golden::redtape;
use serde_json::{Value, json};
use std::fs;

/// A chain of steps.
fn chain(steps: usize) -> String {
    let step = |number: usize| {
        let mut step = json!({"id": format!("s{number}"), "kind": "check", "role": "r"});
        if let Some(before) = number.checked_sub(1) {
            step["after"] = json!([format!("s{before}")]);
        }
        step
    };
    let steps: Vec<Value> = (0..steps).map(step).collect();
    let last = steps[steps.len() - 1]["id"].clone();
    json!({"redtape": 1, "id": "p", "name": "P", "roles": [{"id": "r"}], "steps": steps,
        "ends": [{"id": "end", "after": [last]}]})
    .to_string()
}

#[test]
fn a_procedure_beyond_the_tables_of_the_analysis_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::write(at.join("p.json"), chain(16_400)).unwrap();
    for args in [
        &["simplify", "p.json", "--out", "out"][..],
        &["compare", "p.json", "p.json", "-o", "out.svg"],
    ] {
        let run = redtape(at, args, b"");
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{args:?}");
        assert_eq!(
            run.stderr,
            "p.json: the procedure is too large to be analysed\n"
        );
    }
    let names: Vec<_> = fs::read_dir(at).unwrap().collect();
    assert_eq!(names.len(), 1, "{names:?}");
    // Of a portfolio it is one line at fault.
    let small = chain(3);
    fs::write(
        at.join("all.ndjson"),
        format!("{}\n{small}\n", chain(16_400)),
    )
    .unwrap();
    let run = redtape(at, &["portfolio", "all.ndjson", "--format", "json"], b"");
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let said = "all.ndjson, line 1: the procedure is too large to be analysed\n";
    assert_eq!(run.stderr, said);
    let summary: Value = serde_json::from_str(&run.stdout).unwrap();
    let counts = (&summary["procedures"], &summary["faulty"]);
    assert_eq!(counts, (&json!(1), &json!(1)));
}

#[test]
fn a_picture_beyond_150_million_pixels_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::write(at.join("p.json"), chain(300)).unwrap();
    let run = redtape(at, &["draw", "p.json", "-o", "p.png", "--dpi", "1200"], b"");
    assert_eq!(run.code, Some(4), "{}", run.stderr);
    assert!(
        run.stderr.starts_with("drawing: the picture would be "),
        "{}",
        run.stderr
    );
    assert_eq!(run.stderr.lines().count(), 1);
    assert!(!at.join("p.png").exists());
}
