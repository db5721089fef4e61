//! What pipelines read of a check is of the form that others published: SARIF by its schema, `JUnit` by what the schema
//! that build servers use (junit-10) lets in.

use crate::golden::{self, repository};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What an element may hold, which attributes it has to have, and which it may have.
type Element = (
    &'static [&'static str],
    &'static [&'static str],
    &'static [&'static str],
);

/// The part of the form that a check is written in.
fn junit() -> BTreeMap<&'static str, Element> {
    let own: [(&str, Element); 5] = [
        (
            "testsuites",
            (
                &["testsuite"],
                &[],
                &["name", "tests", "failures", "errors", "time"],
            ),
        ),
        (
            "testsuite",
            (
                &["testcase"],
                &["name", "tests", "failures", "errors"],
                &["skipped", "time"],
            ),
        ),
        (
            "testcase",
            (&["skipped", "failure"], &["name"], &["classname", "time"]),
        ),
        ("failure", (&[], &[], &["type", "message"])),
        ("skipped", (&[], &[], &["type", "message"])),
    ];
    own.into_iter().collect()
}

/// Runs a check of two procedures with hostile names, in files with hostile names.
fn checked(format: &str, more: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let hostile = "<&>\"'常\t\n ]]> <!-- %22";
    let targets = json!({"redtape_targets": 1, "name": hostile, "source": hostile, "targets": [
        {"measure": "steps", "at_most": 7, "name": hostile},
        {"measure": "sign-offs", "at_most": 0, "severity": "high", "by": "2026-01-01"},
        {"measure": "cost", "at_most": "1 CNY", "severity": "low"},
        {"measure": "steps", "at_most": 8, "average": true},
        {"measure": "steps", "at_most": 8, "share": 0.9},
    ]});
    std::fs::write(folder.path().join("t <1>.json"), targets.to_string()).unwrap();
    let mut args = vec![
        "check",
        "--targets",
        "t <1>.json",
        "--format",
        format,
        "--fail-on",
        "never",
    ];
    args.extend(more);
    for (from, to) in [
        ("cn-shanghai-start-business", "a b&c.json"),
        ("ph-angono-building-permit", "常 100%.json"),
    ] {
        let text = std::fs::read_to_string(repository(&format!("procedures/{from}.json"))).unwrap();
        let mut procedure: Value = serde_json::from_str(&text).unwrap();
        procedure["name"] = hostile.into();
        std::fs::write(folder.path().join(to), procedure.to_string()).unwrap();
        args.push(to);
    }
    let ran = golden::redtape(folder.path(), &args, b"");
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    ran.stdout
}

#[test]
fn sarif_is_what_its_published_schema_lets_in() {
    let schema = std::fs::read_to_string(repository("tests/schemas/sarif-2.1.0.json")).unwrap();
    // A bracket that stands alone is one in the expressions of old browsers, and a fault in all others.
    let (before, after) = ("-[a-zA-Z]{2}]?$", r"-[a-zA-Z]{2}\\]?$");
    let schema: Value = serde_json::from_str(&schema.replace(before, after)).unwrap();
    let form = jsonschema::options().should_validate_formats(true);
    let form = form.build(&schema).unwrap();
    for more in [&[][..], &["--lang", "zh"], &["--allow-unmeasurable"]] {
        let log: Value = serde_json::from_str(&checked("sarif", more)).unwrap();
        let faults: Vec<String> = form
            .iter_errors(&log)
            .map(|fault| fault.to_string())
            .collect();
        assert!(faults.is_empty(), "{faults:#?}");
        assert_eq!(log["runs"][0]["results"].as_array().unwrap().len(), 8);
        // What the schema refuses is refused here too.
        let mut wrong = log;
        wrong["runs"][0]["results"][0]["kind"] = "passed".into();
        assert!(!form.is_valid(&wrong));
    }
}

#[test]
fn junit_is_what_build_servers_let_in() {
    let form = junit();
    for more in [&[][..], &["--lang", "zh"], &["--allow-unmeasurable"]] {
        let text = checked("junit", more);
        let document =
            roxmltree::Document::parse(&text).unwrap_or_else(|fault| panic!("{fault}\n{text}"));
        assert_eq!(document.root_element().tag_name().name(), "testsuites");
        for node in document.descendants().filter(roxmltree::Node::is_element) {
            let name = node.tag_name().name();
            let (children, required, allowed) = form[name];
            let has: Vec<&str> = node.attributes().map(|one| one.name()).collect();
            assert!(
                required.iter().all(|one| has.contains(one)),
                "{name}: {has:?}"
            );
            let known = |one: &&str| required.contains(one) || allowed.contains(one);
            assert!(has.iter().all(known), "{name}: {has:?}");
            let inner = node.children().filter(roxmltree::Node::is_element);
            for inner in inner {
                assert!(
                    children.contains(&inner.tag_name().name()),
                    "{inner:?} in {name}"
                );
            }
            if name.starts_with("testsuite") {
                let count = |of: &str| {
                    let all = node.descendants().filter(|one| one.has_tag_name(of));
                    all.count().to_string()
                };
                assert_eq!(node.attribute("tests"), Some(&*count("testcase")));
                assert_eq!(node.attribute("failures"), Some(&*count("failure")));
                let skipped = node.attribute("skipped");
                assert!(skipped.is_none_or(|told| told == count("skipped")));
                assert_eq!(skipped.is_some(), name == "testsuite");
            }
        }
    }
}
