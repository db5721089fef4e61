//! What the fuzz targets do with bytes, and what has to hold whatever the bytes are. The suite replays the corpus through
//! the same functions.

mod mutate;
mod portfolio;
mod versions;

use redtape::exchange::spreadsheet;
use redtape::fact::{Facts, Given, with_asked};
use redtape::message::Lang;
use redtape::model::answers::load_answers;
use redtape::model::print::print;
use redtape::model::target::load_targets;
use redtape::model::{Procedure, load};
use redtape::source::Source;

const LANGS: [Lang; 2] = [Lang::En, Lang::Zh];

/// Runs a target.
///
/// # Panics
/// Where something does not hold that has to.
pub(super) fn run(target: &str, bytes: &[u8]) {
    match target {
        "procedure" => procedure(bytes),
        "sheet" => sheet(bytes),
        "targets" => targets(bytes),
        "answers" => filled_in(bytes),
        "record" => portfolio::record(bytes),
        "summary" => portfolio::summary(bytes),
        "compare" => versions::compared(bytes),
        "whole" => versions::whole(bytes),
        _ => panic!("there is no target {target}"),
    }
}

/// The text; what is no text is explained.
fn source(bytes: &[u8]) -> Option<Source> {
    match Source::from_bytes("fuzz.json", bytes.to_vec()) {
        Ok(source) => Some(source),
        Err((source, fault)) => {
            for lang in LANGS {
                assert!(
                    !source
                        .explain(std::slice::from_ref(&fault), lang)
                        .is_empty()
                );
            }
            None
        }
    }
}

/// The procedure; the faults of what is none are explained.
fn read(bytes: &[u8]) -> Option<Procedure> {
    let source = source(bytes)?;
    match load(&source) {
        Ok(procedure) => Some(procedure),
        Err(faults) => {
            assert!(!faults.is_empty());
            for lang in LANGS {
                assert!(!source.explain(&faults, lang).is_empty());
            }
            None
        }
    }
}

/// The canonical form is read as what it was printed from.
fn same_again(procedure: &Procedure) {
    let text = print(procedure);
    let again = read(text.as_bytes()).expect("what was printed can be read");
    assert_eq!(print(&again), text);
}

fn procedure(bytes: &[u8]) {
    if let Some(procedure) = read(bytes) {
        same_again(&procedure);
    }
}

fn sheet(bytes: &[u8]) {
    let Some(source) = source(bytes) else { return };
    match spreadsheet::read("fuzz", &source.text) {
        Ok(procedure) => same_again(&procedure),
        Err(faults) => {
            for lang in LANGS {
                assert!(!spreadsheet::explain("fuzz.csv", &faults, lang).is_empty());
            }
        }
    }
}

fn targets(bytes: &[u8]) {
    let Some(source) = source(bytes) else { return };
    match load_targets(&source, &redtape::target::measures()) {
        Ok(targets) => versions::checked(&targets),
        Err(faults) => {
            for lang in LANGS {
                assert!(!source.explain(&faults, lang).is_empty());
            }
        }
    }
}

fn filled_in(bytes: &[u8]) {
    let Some(source) = source(bytes) else { return };
    let sheet = match with_asked(None, |asked| load_answers(&source, asked)) {
        Ok(sheet) => sheet,
        Err(faults) => {
            for lang in LANGS {
                assert!(!source.explain(&faults, lang).is_empty());
            }
            return;
        }
    };
    let procedure = mutate::seed(0);
    let mut facts = Facts::of(&procedure);
    for line in sheet.answers {
        let Some(yes) = line.is_yes() else { continue };
        let given = Given {
            yes,
            by: line.by().map(str::to_owned),
            on: line.on(),
            source: line.source().map(str::to_owned),
        };
        facts.add(&line.fact, given);
    }
    versions::simplified(&procedure, facts);
}
