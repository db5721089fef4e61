//! The glossary is kept: its Chinese terms are used, and none of the words that it rejects is.

use crate::golden::{files, repository};
use redtape::message::{Lang, catalogue};
use std::fs;
use std::path::Path;

/// A line of a table of the glossary.
struct Term {
    chinese: String,
    rejected: Vec<String>,
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).expect("the page can be read")
}

fn terms() -> Vec<Term> {
    let page = text(&repository("docs/glossary.md"));
    let rows = page.lines().filter(|line| line.starts_with("| "));
    let rows = rows.filter(|line| !line.starts_with("| English"));
    rows.map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [_, chinese, rejected] = cells[..] else {
            panic!("three cells: {row}");
        };
        let rejected = rejected.split(", ").filter(|word| !word.is_empty());
        Term {
            chinese: chinese.to_owned(),
            rejected: rejected.map(str::to_owned).collect(),
        }
    })
    .collect()
}

/// What the program says in Chinese: place and words.
fn said() -> Vec<(String, String)> {
    let messages = catalogue().iter().filter_map(|(key, said)| {
        let words = said.get(Lang::Zh.tag())?;
        Some((key.to_owned(), words.to_owned()))
    });
    let pages = ["docs/rules", "docs/rewrites"].map(|folder| files(folder, "md"));
    let summaries = pages.iter().flatten().map(|path| {
        let page = text(path);
        let summary = page.split("中文摘要：").nth(1).unwrap_or_default();
        (path.display().to_string(), summary.to_owned())
    });
    messages.chain(summaries).collect()
}

#[test]
fn the_terms_of_the_glossary_are_used() {
    let said = said();
    for term in terms() {
        let used = said.iter().any(|(_, words)| words.contains(&term.chinese));
        assert!(used, "{} is nowhere", term.chinese);
    }
}

#[test]
fn rejected_words_are_not_used() {
    let terms = terms();
    assert!(terms.len() > 20, "the tables are read");
    for (place, words) in said() {
        for term in &terms {
            for rejected in &term.rejected {
                assert!(
                    !words.contains(rejected),
                    "{place}: {rejected}, the glossary says {}",
                    term.chinese
                );
            }
        }
    }
}

#[test]
fn no_term_is_rejected_by_another() {
    let terms = terms();
    let rejected: Vec<&String> = terms.iter().flat_map(|term| &term.rejected).collect();
    for term in &terms {
        assert!(!rejected.contains(&&term.chinese), "{}", term.chinese);
    }
}
