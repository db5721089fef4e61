//! The catalogue: ids are unique, pages are complete and speak of what is registered, and their examples are there.

use crate::golden::repository;
use redtape::rewrites;
use redtape::rules;
use std::collections::BTreeSet;

const OF_RULES: [&str; 7] = [
    "What it finds",
    "Why it costs",
    "Example",
    "When it is right to keep it",
    "What the rewrite does",
    "Legal note",
    "References",
];

const OF_REWRITES: [&str; 5] = [
    "What the rewrite does",
    "Preconditions",
    "Guarantees at stake",
    "Example",
    "References",
];

fn headings(page: &str) -> Vec<&str> {
    let lines = page.lines();
    lines.filter_map(|line| line.strip_prefix("## ")).collect()
}

/// What stands under each heading is more than nothing, and a Chinese summary ends the page.
fn is_complete(id: &str, page: &str, wanted: &[&str]) {
    assert!(page.starts_with(&format!("# {id}\n")), "{id}: its title");
    assert_eq!(headings(page), wanted, "{id}");
    for part in page.split("\n## ").skip(1) {
        let words = part.split_once('\n').map_or("", |(_, text)| text.trim());
        assert!(words.len() > 20, "{id}: {part}");
    }
    let summary = page.trim_end().lines().last().unwrap_or_default();
    let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    assert!(
        summary.starts_with("中文摘要：") && summary.chars().filter(|c| han(*c)).count() > 20,
        "{id}: {summary}"
    );
    assert!(page.contains("Reijers and Liman Mansar (2005)"), "{id}");
    assert!(page.contains("Reform verb"), "{id}");
}

/// Files that a page names, as `procedures/x.json` or `tests/rules/x`.
fn named_files(page: &str) -> impl Iterator<Item = &str> {
    let ends = |c: char| c.is_whitespace() || "(),;:`".contains(c);
    let words = page.split(ends).map(|word| word.trim_end_matches('.'));
    words.filter(|word| word.starts_with("procedures/") || word.starts_with("tests/"))
}

#[test]
fn ids_are_unique_and_pages_complete() {
    let mut ids = BTreeSet::new();
    for rule in rules::ALL {
        assert!(ids.insert(rule.id), "{} twice", rule.id);
        is_complete(rule.id, rule.page, &OF_RULES);
    }
    for rewrite in rewrites::ALL {
        assert!(ids.insert(rewrite.id), "{} twice", rewrite.id);
        is_complete(rewrite.id, rewrite.page, &OF_REWRITES);
        for precondition in rewrite.preconditions {
            let name = format!("`{}`", precondition.id);
            assert!(rewrite.page.contains(&name), "{}: {name}", rewrite.id);
        }
    }
}

#[test]
fn pages_name_what_answers_what() {
    for rewrite in rewrites::ALL {
        for rule in rewrite.answers {
            let rule = rules::find(rule);
            let page = rule.map_or("", |rule| rule.page);
            let name = format!("`{}`", rewrite.id);
            assert!(
                page.contains(&name),
                "{}: {name}",
                rule.map_or("no rule", |rule| rule.id)
            );
        }
    }
}

#[test]
fn pages_name_files_that_are_there() {
    let pages = rules::ALL.map(|rule| (rule.id, rule.page));
    let pages = pages
        .into_iter()
        .chain(rewrites::ALL.map(|rewrite| (rewrite.id, rewrite.page)));
    for (id, page) in pages {
        let mut named = named_files(page).peekable();
        assert!(named.peek().is_some(), "{id}: no example that is there");
        for file in named {
            assert!(repository(file).exists(), "{id}: {file}");
        }
    }
}
