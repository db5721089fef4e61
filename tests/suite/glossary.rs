//! The glossary is kept: its Chinese terms are used, none of the words that it rejects is, and the pages name the reform verbs
//! and the redesign heuristics in its words.

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
    let drawn = repository("src/draw/words.rs");
    let drawn = [("the words of drawings".to_owned(), text(&drawn))];
    messages.chain(summaries).chain(drawn).collect()
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

/// What the glossary says after a line that begins so, as far as the next empty line but one.
fn part(page: &str, start: &str) -> String {
    let part = page.split(start).nth(1).expect("the part is there");
    let paragraphs = part.split("\n\n").skip(1);
    paragraphs.take(1).collect()
}

/// Id and references of each page, in one line.
fn references() -> Vec<(String, String)> {
    let pages = ["docs/rules", "docs/rewrites"].map(|folder| files(folder, "md"));
    let named = pages.iter().flatten().map(|path| {
        let page = text(path);
        let references = page.split("## References\n").nth(1).expect("references");
        let references = references.split("\n\n").next().unwrap_or_default();
        (path.display().to_string(), references.replace('\n', " "))
    });
    named.collect()
}

#[test]
fn pages_name_the_five_reform_verbs_or_say_that_none_fits() {
    let table = part(
        &text(&repository("docs/glossary.md")),
        "The five reform verbs",
    );
    let verbs: Vec<String> = table
        .lines()
        .skip(2)
        .filter_map(|row| {
            let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
            Some(format!("{} ({})", cells.first()?, cells.get(1)?))
        })
        .collect();
    assert_eq!(verbs.len(), 5, "{verbs:?}");
    for (page, references) in references() {
        let said = references
            .split("Reform verb: ")
            .nth(1)
            .expect("a reform verb");
        let none = said.strip_prefix("none of the five");
        let begins = verbs.iter().any(|verb| said.starts_with(verb.as_str()));
        assert!(none.is_some() || begins, "{page}: {said}");
        assert!(
            verbs.iter().any(|verb| said.contains(verb.as_str())),
            "{page}: {said}"
        );
        // Chinese in brackets is one of the verbs, or quoted: what a practice is called.
        for (before, bracket) in said.match_indices('(').map(|(at, _)| said.split_at(at)) {
            let word = bracket.trim_start_matches('(');
            let chinese = word.starts_with(|c: char| ('\u{4e00}'..='\u{9fff}').contains(&c));
            let known = verbs.iter().any(|verb| {
                let (english, word) = verb.split_once('(').expect("a verb");
                before.ends_with(english) && bracket[1..].starts_with(word)
            });
            assert!(!chinese || known, "{page}: {bracket}");
        }
    }
}

#[test]
fn pages_name_the_heuristics_as_the_paper_does() {
    let list = part(
        &text(&repository("docs/glossary.md")),
        "The redesign heuristics are",
    );
    let list = list.replace('\n', " ");
    let heuristics: Vec<&str> = list.trim_end_matches(['.', ' ']).split(", ").collect();
    assert_eq!(heuristics.len(), 29, "{heuristics:?}");
    for (page, references) in references() {
        let said = references.split("Reijers and Liman Mansar (2005): ").nth(1);
        let said = said
            .and_then(|said| said.split(". ").next())
            .expect("a counterpart");
        if said.starts_with("no counterpart") {
            continue;
        }
        for part in said.split(", ") {
            let known = heuristics.iter().any(|name| {
                let rest = part.strip_prefix(name);
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(" ("))
            });
            assert!(known, "{page}: {part}");
        }
    }
}
