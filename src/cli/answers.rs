//! Answers to questions of fact: those of the file, of `--answers` and of `--assume`.

use super::args::Given;
use super::exit::Failure;
use super::files;
use super::run::{Run, unknown};
use redtape::exchange::answers::{Sheet, YesNo, read};
use redtape::fact::{Fact, Facts, Given as Answer};
use redtape::message::{Ids, Lang, Message};
use redtape::model::Procedure;
use std::collections::BTreeMap;
use std::path::Path;

/// Every answer at hand; what is given for this run replaces what the file records.
pub(crate) fn facts(procedure: &Procedure, given: &Given, lang: Lang) -> Result<Facts, Failure> {
    let mut facts = Facts::of(procedure);
    for (fact, answer) in added(procedure, given, lang)?.0 {
        facts.add(&fact, answer);
    }
    // A decision gives something up: whoever takes it is named.
    let unnamed = facts.unnamed_decisions().map(|fact| {
        let said = Message::new("decision-unnamed").with("fact", fact.as_str());
        said.say(lang, &Ids)
    });
    let lines: Vec<String> = unnamed.collect();
    if lines.is_empty() {
        Ok(facts)
    } else {
        Err(Failure::Input(lines.join("\n")))
    }
}

/// Only those given for this run.
fn added(procedure: &Procedure, given: &Given, lang: Lang) -> Result<Facts, Failure> {
    let mut facts = Facts::default();
    if let Some(path) = &given.answers {
        let sheet = sheet(path, lang)?;
        if let Some(other) = sheet.procedure.filter(|id| procedure.id != *id) {
            let said = Message::new("answers-of-other")
                .with("file", path.display().to_string())
                .with("other", other)
                .with("id", procedure.id.as_str());
            return Err(Failure::Input(said.say(lang, &Ids)));
        }
        for line in sheet.answers {
            let Some(answer) = line.answer else { continue };
            let written = |text: &String| !text.trim().is_empty();
            let answer = Answer {
                yes: answer == YesNo::Yes,
                by: (line.by.filter(written)).or_else(|| whose(path, &line.fact)),
                on: line.on,
                source: line.source.filter(written),
            };
            add(&mut facts, &line.fact, answer, lang)?;
        }
    }
    for text in &given.assume {
        let (fact, yes) = assumed(text, lang)?;
        let answer = Answer {
            yes,
            by: Some("--assume".to_owned()),
            ..Answer::default()
        };
        add(&mut facts, fact, answer, lang)?;
    }
    Ok(facts)
}

/// Whose answer it is where the form does not say: the form's; of a decision, nobody's.
fn whose(path: &Path, fact: &str) -> Option<String> {
    let decision = Fact::parse(fact).is_some_and(|fact| fact.is_decision());
    (!decision).then(|| path.display().to_string())
}

/// Adds an answer that does not contradict another one.
fn add(facts: &mut Facts, fact: &str, answer: Answer, lang: Lang) -> Result<(), Failure> {
    let mut one = Facts::default();
    one.add(fact, answer.clone());
    let known: BTreeMap<_, _> = std::mem::take(&mut one.0);
    let twice = known.keys().find(|fact| {
        let before = facts.0.get(*fact);
        before.is_some_and(|before| before.yes != answer.yes)
    });
    if let Some(fact) = twice {
        let said = Message::new("answer-twice").with("fact", fact.as_str());
        return Err(Failure::Input(said.say(lang, &Ids)));
    }
    facts.add(fact, answer);
    Ok(())
}

fn sheet(path: &Path, lang: Lang) -> Result<Sheet, Failure> {
    read(&files::read(path, lang)?).map_err(Failure::Input)
}

fn assumed(text: &str, lang: Lang) -> Result<(&str, bool), Failure> {
    let answer = match text.rsplit_once('=') {
        Some((fact, "yes")) if fact.contains('(') => Some((fact, true)),
        Some((fact, "no")) if fact.contains('(') => Some((fact, false)),
        _ => None,
    };
    answer.ok_or_else(|| {
        let said = Message::new("answer-form").with("text", text);
        Failure::Input(said.say(lang, &Ids))
    })
}

/// Whether some precondition asked for each answer that was given for this run.
pub(crate) fn all_asked(run: &Run, given: &Given) -> Result<(), Failure> {
    let consulted = &run.result.consulted;
    let added = added(&run.procedure, given, run.lang)?;
    let unasked = added.0.keys().filter(|fact| !consulted.contains(*fact));
    let lines: Vec<String> = unasked
        .map(|fact| unknown("answer-unasked", fact, consulted.iter(), run.lang))
        .collect();
    if lines.is_empty() {
        Ok(())
    } else {
        Err(Failure::Input(lines.join("\n")))
    }
}
