//! Findings kept on purpose, and questions that a form asks and takes back.

use crate::golden::{self, repository};
use crate::procedures::named;
use redtape::model::setting::Keep;
use redtape::model::{Date, Procedure};
use redtape::simplify::{Options, Simplification, Standing, Waivers, simplify};
use serde_json::{Value, json};

const TWICE: &str = "duplicate-document(approve-name, issue-licence; founder-ids)";

fn day(text: &str) -> Date {
    Date(text.parse().unwrap())
}

/// Shanghai with one decision to keep something.
fn shanghai(finding: &str, until: Option<&str>) -> Procedure {
    let mut p = named("cn-shanghai-start-business");
    p.keep = Some(vec![Keep {
        finding: finding.to_owned(),
        why: "the registry has to see the originals".into(),
        by: "registry".to_owned(),
        extra: serde_json::Map::default(),
        until: until.map(day),
    }]);
    p
}

fn on(p: &Procedure, today: &str) -> Simplification {
    let options = Options {
        waivers: Waivers::of(p, Some(day(today))),
        ..Options::default()
    };
    simplify(p, &options).unwrap()
}

fn finds(result: &Simplification, id: &str) -> bool {
    result.findings.iter().any(|finding| finding.id() == id)
}

fn answers(result: &Simplification, id: &str) -> bool {
    let mut derivation = result.if_answered.derivation.iter();
    derivation.any(|entry| entry.proposal.finding.id() == id)
}

#[test]
fn what_is_kept_is_told_apart_and_not_answered_until_its_day_has_passed() {
    let p = shanghai(TWICE, Some("2027-01-01"));
    let kept = on(&p, "2027-01-01");
    assert!(!finds(&kept, TWICE) && !answers(&kept, TWICE));
    assert!(
        matches!(&kept.waived[..], [one] if matches!(&one.standing, Standing::Kept(f) if f.id() == TWICE))
    );

    let later = on(&p, "2027-01-02");
    assert!(finds(&later, TWICE) && answers(&later, TWICE));
    assert_eq!(later.waived[0].standing, Standing::Expired);

    let without = on(&named("cn-shanghai-start-business"), "2027-01-01");
    let other = |result: &Simplification| {
        let derivation = result.if_answered.derivation.iter();
        derivation
            .map(|entry| entry.proposal.id())
            .filter(|id| !id.contains("founder-ids"))
            .collect::<Vec<_>>()
    };
    assert_eq!(other(&kept), other(&without), "nothing else changes");
}

#[test]
fn a_decision_about_steps_holds_for_the_step_that_they_were_merged_into() {
    // Steps 6 and 7 of Shanghai become one; what was decided of 7 and 4 then is about it and 4.
    let plain = on(&named("cn-shanghai-start-business"), "2026-01-01");
    let merged = plain.if_answered.procedure.steps.iter();
    let merged = merged.filter(|step| step.original().len() > 1);
    let names: Vec<_> = merged.map(redtape::model::Step::original).collect();
    assert!(!names.is_empty(), "something is merged");
    for originals in names {
        let (first, last) = (&originals[0], &originals[originals.len() - 1]);
        let p = shanghai(
            &format!("adjacent-steps-one-desk(get-invoices, {last})"),
            None,
        );
        let waivers = Waivers::of(&p, None);
        let mut finding = plain.findings[0].clone();
        finding.rule = "adjacent-steps-one-desk";
        finding.items.clear();
        finding.steps = vec!["get-invoices".into(), first.clone()];
        assert!(waivers.hold(&plain.if_answered.procedure, &finding));
        finding.steps = vec!["get-invoices".into(), "approve-name".into()];
        let other = !originals.contains(&"approve-name".into());
        assert_eq!(waivers.hold(&plain.if_answered.procedure, &finding), !other);
    }
}

#[test]
fn a_decision_about_nothing_is_told() {
    let result = on(
        &shanghai("duplicate-document(nowhere; plans)", None),
        "2026-01-01",
    );
    assert_eq!(result.waived[0].standing, Standing::NotFound);
}

#[test]
fn a_form_filled_in_is_an_answer_that_the_report_names_with_its_giver_and_day() {
    let folder = tempfile::tempdir().unwrap();
    let file = repository("procedures/nl-tue-request-for-payment.json");
    let file = file.to_str().unwrap();
    let ran = golden::redtape(folder.path(), &["questions", file, "-o", "form.json"], b"");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let path = folder.path().join("form.json");
    let mut form: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    let asked = form["answers"].as_array().unwrap().len();

    let empty = golden::redtape(folder.path(), &["analyze", file, "--format", "json"], b"");
    let same = [
        "analyze",
        file,
        "--format",
        "json",
        "--answers",
        "form.json",
    ];
    let same = golden::redtape(folder.path(), &same, b"");
    assert_eq!(
        empty.stdout, same.stdout,
        "a form not filled in says nothing"
    );

    let fact = form["answers"][0]["fact"].as_str().unwrap().to_owned();
    form["answers"][0]["answer"] = json!("yes");
    form["answers"][0]["by"] = json!("Head of finance");
    form["answers"][0]["on"] = json!("2026-11-20");
    form["answers"][0]["source"] = json!("Art. 3");
    std::fs::write(&path, form.to_string()).unwrap();
    let run = ["analyze", file, "--answers", "form.json"];
    let told = golden::redtape(folder.path(), &run, b"").stdout;
    assert!(
        told.contains(&format!(
            "answered yes by Head of finance, 2026-11-20, Art. 3: {fact}"
        )),
        "{told}"
    );
    let rest = ["questions", file, "--answers", "form.json"];
    let rest = golden::redtape(folder.path(), &rest, b"").stdout;
    let rest: Value = serde_json::from_str(&rest).unwrap();
    assert!(rest["answers"].as_array().unwrap().len() < asked);

    form["answers"][0]["on"] = json!("20.11.2026");
    std::fs::write(&path, form.to_string()).unwrap();
    let bad = golden::redtape(folder.path(), &run, b"");
    assert_eq!(bad.code, Some(2));
    assert!(
        bad.stderr.starts_with("error: form.json:1:"),
        "{}",
        bad.stderr
    );
    form["procedure"] = json!("another");
    form["answers"][0]["on"] = Value::Null;
    std::fs::write(&path, form.to_string()).unwrap();
    let bad = golden::redtape(folder.path(), &run, b"");
    assert_eq!(bad.code, Some(2));
    assert!(
        bad.stderr.contains("about the procedure another"),
        "{}",
        bad.stderr
    );
}

#[test]
fn what_no_yes_answers_is_told_to_be_written_in_the_form_the_page_and_the_report() {
    let folder = tempfile::tempdir().unwrap();
    let file = repository("procedures/pt-start-business.json");
    let file = file.to_str().unwrap();
    for out in ["form.json", "form.html"] {
        let ran = golden::redtape(folder.path(), &["questions", file, "-o", out], b"");
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    }
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    let form: Value = serde_json::from_str(&read("form.json")).unwrap();
    let told = form["to_write"][0].as_str().unwrap();
    assert!(
        told.starts_with("Do these steps ask the applicant for the same"),
        "{told}"
    );
    assert!(told.contains("write at “Sign the public deed”"), "{told}");
    let report = golden::redtape(folder.path(), &["analyze", file], b"").stdout;
    assert!(report.contains(told), "{report}");
    assert!(read("form.html").contains("What no yes or no can answer"));
    let back = golden::redtape(
        folder.path(),
        &["analyze", file, "--answers", "form.json"],
        b"",
    );
    assert_eq!(back.stdout, report, "{}", back.stderr);
}

#[test]
fn the_page_of_questions_has_no_markup_of_the_file_and_loads_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let text =
        std::fs::read_to_string(repository("procedures/nl-tue-request-for-payment.json")).unwrap();
    let hostile = text.replace("Pre-approve", "<img src=x onerror=alert(1)> & 'q'");
    std::fs::write(folder.path().join("p.json"), hostile).unwrap();
    let ran = golden::redtape(folder.path(), &["questions", "p.json", "-o", "q.html"], b"");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let page = std::fs::read_to_string(folder.path().join("q.html")).unwrap();
    assert!(page.contains("&lt;img src=x onerror=alert(1)&gt;") && !page.contains("<img"));
    assert!(page.contains("default-src 'none'") && !page.contains("<script"));
}

/// Two signatures over one criterion, found by three rules: whoever keeps one of the findings keeps both signatures.
#[test]
fn what_is_kept_does_not_go_by_way_of_another_rule() {
    let folder = "tests/rewrites/remove-redundant-approval/applies-officer/procedure.json";
    let text = std::fs::read_to_string(repository(folder)).unwrap();
    let p = |keep: Option<&str>| {
        let mut file: Value = serde_json::from_str(&text).unwrap();
        if let Some(finding) = keep {
            file["keep"] =
                serde_json::json!([{"finding": finding, "why": "two signatures", "by": "Audit"}]);
        }
        let source = redtape::source::Source {
            name: "kept".to_owned(),
            text: file.to_string(),
        };
        redtape::model::load(&source).unwrap_or_else(|_| panic!("{keep:?}"))
    };
    let plain = on(&p(None), "2026-01-01");
    let goes = |result: &Simplification| {
        let mut all = result.if_answered.derivation.iter();
        all.any(|entry| {
            ["remove-redundant-approval", "merge-sign-offs"].contains(&entry.proposal.rewrite.id)
        })
    };
    assert!(goes(&plain));
    let rules = [
        "redundant-approval",
        "stacked-sign-offs",
        "rubber-stamp-approval",
    ];
    let about = plain
        .findings
        .iter()
        .filter(|finding| rules.contains(&finding.rule));
    let about: Vec<String> = about.map(redtape::finding::Finding::id).collect();
    assert!(about.len() > 1, "{about:?}");
    for finding in &about {
        assert!(!goes(&on(&p(Some(finding)), "2026-01-01")), "{finding}");
    }
}
