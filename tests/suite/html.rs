//! The report as one page: hostile names, the content security policy, and that everything is on it.

use crate::golden::{self, repository};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use redtape::report::html::SCRIPT;
use serde_json::Value;
use sha2::{Digest, Sha256};

const SHANGHAI: &str = "procedures/cn-shanghai-start-business.json";

/// The page and the report as data of a procedure.
fn made(text: &str, lang: &str) -> (String, Value) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("p.json"), text).unwrap();
    let args = [
        "simplify",
        "p.json",
        "--out",
        "out",
        "--also",
        "html",
        "--lang",
        lang,
        "--as-of",
        "2026-01-01",
    ];
    let ran = golden::redtape(folder.path(), &args, b"");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let read = |name: &str| std::fs::read_to_string(folder.path().join("out").join(name)).unwrap();
    let manifest = read("manifest.json");
    assert!(manifest.contains("report.html"), "{manifest}");
    let data = serde_json::from_str(&read("report.json")).unwrap();
    (read("report.html"), data)
}

fn shanghai() -> String {
    std::fs::read_to_string(repository(SHANGHAI)).unwrap()
}

/// Text as it stands between tags.
fn escaped(text: &str) -> String {
    let pairs = [
        ("&", "&amp;"),
        ("<", "&lt;"),
        (">", "&gt;"),
        ("\"", "&quot;"),
        ("'", "&#x27;"),
        ("/", "&#x2f;"),
    ];
    let escape = |text: String, (from, to): &(&str, &str)| text.replace(from, to);
    pairs.iter().fold(text.to_owned(), escape)
}

#[test]
fn every_finding_proposal_and_question_is_on_the_page_in_both_languages() {
    for lang in ["en", "zh"] {
        let (page, data) = made(&shanghai(), lang);
        assert!(page.contains(&format!("<html lang=\"{lang}\">")));
        for list in ["findings", "sure", "if_answered", "blocked"] {
            for item in data[list].as_array().unwrap() {
                for key in ["id", "message"] {
                    let text = escaped(item[key].as_str().unwrap());
                    assert!(page.contains(&text), "{lang} {list}: {text}");
                }
            }
        }
        for question in data["questions"].as_array().unwrap() {
            let text = escaped(question["text"].as_str().unwrap());
            assert!(page.contains(&text), "{lang}: {text}");
        }
        // Once in each diagram: a step that goes leaves its place marked.
        for step in ["approve-name", "make-chop", "register-employees"] {
            let drawn = page.matches(&format!(" data-step=\"{step}\"")).count();
            assert_eq!(drawn, 2, "{step}");
        }
        assert!(page.len() < 1_000_000, "{} bytes", page.len());
    }
}

#[test]
fn the_policy_lets_only_its_own_script_run_and_nothing_load() {
    let (page, _) = made(&shanghai(), "en");
    let hash = STANDARD.encode(Sha256::digest(SCRIPT));
    let policy =
        format!("default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{hash}'");
    assert!(page.contains(&policy), "{policy}");
    assert!(page.contains(&format!("<script>{SCRIPT}</script>")));
    for load in [
        "src=\"",
        "href=\"http",
        "url(",
        "@import",
        "<link",
        "<iframe",
        "<img",
    ] {
        assert!(!page.contains(load), "{load}");
    }
}

#[test]
fn the_ids_of_the_page_are_unique() {
    let (page, _) = made(&shanghai(), "en");
    let mut ids: Vec<&str> = (page.split(" id=\"").skip(1))
        .filter_map(|rest| rest.split('"').next())
        .collect();
    ids.sort_unstable();
    for pair in ids.windows(2) {
        assert_ne!(pair[0], pair[1]);
    }
}

#[test]
fn hostile_names_are_no_markup() {
    let hostile = "x</title></script><script>alert(1)</script><img src=x onerror=alert(1)>\" onload='y' {{ 7 * 7 }}";
    let mut p: Value = serde_json::from_str(&shanghai()).unwrap();
    p["name"] = hostile.into();
    for list in ["steps", "roles", "agencies", "documents"] {
        for one in p[list].as_array_mut().into_iter().flatten() {
            one["name"] = hostile.into();
        }
    }
    let (page, _) = made(&p.to_string(), "en");
    assert_eq!(page.matches("<script").count(), 1, "only the page's own");
    assert!(!page.contains("<img") && !page.contains("\" onload="));
    assert!(
        page.contains("{{ 7 * 7 }}") && !page.contains("49 \""),
        "names are no template"
    );
}

#[test]
fn a_drawing_is_one_page_with_hostile_names_escaped() {
    let folder = tempfile::tempdir().unwrap();
    let hostile = shanghai().replacen(
        "Starting a business",
        "<script>alert(1)</script> Starting",
        1,
    );
    std::fs::write(folder.path().join("p.json"), hostile).unwrap();
    for args in [
        &["draw", "p.json", "-o", "one.html"][..],
        &["draw", "p.json", "p.json", "-o", "two.html"],
    ] {
        let ran = golden::redtape(folder.path(), args, b"");
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    }
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    let (one, two) = (read("one.html"), read("two.html"));
    for page in [&one, &two] {
        assert!(!page.contains("<script>alert"), "a name is no markup");
        assert!(page.contains("&lt;script&gt;"));
        let hash = STANDARD.encode(Sha256::digest(SCRIPT));
        assert!(page.contains(&format!("script-src 'sha256-{hash}'")));
        assert!(
            page.contains("redtape draw p.json"),
            "it says how it was made"
        );
    }
    let panes = |page: &str| page.matches("class=\"pane\"").count();
    assert_eq!((panes(&one), panes(&two)), (1, 2));
}
