//! The catalogue of messages: every key that the program uses is there, in every language, and no other.

use crate::golden::files;
use crate::layers::sources;
use redtape::message::{Lang, catalogue};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The text literals of Rust code, outside comments.
fn literals(code: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut chars = code.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '/' if code[at..].starts_with("//") => {
                while chars.peek().is_some_and(|(_, c)| *c != '\n') {
                    chars.next();
                }
            }
            // A character literal may be a quote.
            '\'' if code[at..].starts_with("'\"'") => {
                chars.nth(1);
            }
            '"' => {
                let mut text = String::new();
                while let Some((_, c)) = chars.next() {
                    match c {
                        '"' => break,
                        '\\' => text.extend(chars.next().map(|(_, c)| c)),
                        c => text.push(c),
                    }
                }
                found.push((at, text));
            }
            _ => {}
        }
    }
    found
}

/// The gaps of a sentence: names in braces.
fn gaps(words: &str) -> BTreeSet<&str> {
    let parts = words
        .split('{')
        .skip(1)
        .filter_map(|part| part.split_once('}'));
    parts
        .map(|(gap, _)| gap)
        .filter(|gap| {
            !gap.is_empty()
                && gap
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || "-_0123456789".contains(c))
        })
        .collect()
}

/// Every file of the catalogue, as written: a key that stands in two of them shows.
fn areas() -> BTreeMap<String, serde_json::Map<String, Value>> {
    let paths = files("src/message", "json");
    let read = |path: &std::path::PathBuf| {
        let text = std::fs::read_to_string(path).unwrap();
        (
            path.display().to_string(),
            serde_json::from_str(&text).unwrap(),
        )
    };
    paths.iter().map(read).collect()
}

#[test]
fn every_key_that_is_used_has_words() {
    let mut missing = Vec::new();
    for (_, path, text) in sources() {
        for (at, literal) in literals(&text) {
            let before = text[..at].trim_end();
            let used = ["Message::new(", " words(", ".expected("]
                .iter()
                .any(|call| before.ends_with(call));
            if used && !catalogue().contains_key(&literal) {
                missing.push(format!("{}: {literal}", path.display()));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn every_key_that_has_words_is_used() {
    let used: BTreeSet<String> = sources()
        .iter()
        .flat_map(|(_, _, text)| literals(text))
        .map(|(_, text)| text)
        .collect();
    let unused: Vec<_> = catalogue()
        .keys()
        .filter(|key| !used.contains(*key))
        .collect();
    assert!(unused.is_empty(), "no source names {unused:?}");
}

#[test]
fn every_message_is_said_in_every_language_with_the_same_gaps() {
    let mut wrong = Vec::new();
    for (key, said) in catalogue() {
        let tags: Vec<&str> = said.keys().map(String::as_str).collect();
        if tags != Lang::ALL.map(Lang::tag) {
            wrong.push(format!("{key}: {tags:?}"));
        }
        let all: BTreeSet<_> = said.values().map(|words| gaps(words)).collect();
        if all.len() != 1 {
            wrong.push(format!("{key}: {all:?}"));
        }
        if said
            .values()
            .any(|words| words.trim() != words || words.is_empty())
        {
            wrong.push(format!("{key}: blank"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_area_is_read_and_no_key_stands_in_two() {
    let mut home: BTreeMap<String, String> = BTreeMap::new();
    for (path, area) in areas() {
        let text = std::fs::read_to_string(&path).unwrap();
        for key in area.keys() {
            assert!(catalogue().contains_key(key), "{path} is not read: {key}");
            if let Some(other) = home.insert(key.clone(), path.clone()) {
                panic!("{key} stands in {other} and {path}");
            }
            let times = text
                .lines()
                .filter(|line| line.trim_start().starts_with(&format!("\"{key}\":")))
                .count();
            assert_eq!(times, 1, "{path}: {key}");
        }
    }
    assert_eq!(home.len(), catalogue().len());
}
