//! Answers to questions of fact: those of the file, of `--answers` and of `--assume`.

use super::args::Given;
use super::exit::Failure;
use super::files;
use super::run::unknown;
use redtape::fact::{Fact, Facts, Given as Answer, with_asked};
use redtape::message::{Ids, Lang, Message};
use redtape::model::Procedure;
use redtape::model::answers::{Line, Sheet, load_answers};
use redtape::source::Source;
use std::collections::BTreeSet;
use std::path::Path;

/// The answers at hand.
pub(crate) struct Answers {
    /// Every one; what is given for this run replaces what the file records.
    pub(crate) facts: Facts,
    /// The form that was given for this run.
    form: Option<Source>,
    /// What was assumed for this run.
    assumed: Facts,
    lang: Lang,
}

/// Reads the answers.
pub(crate) fn answers(
    procedure: &Procedure,
    given: &Given,
    lang: Lang,
) -> Result<Answers, Failure> {
    let mut facts = Facts::of(procedure);
    // A decision gives something up: whoever takes it is named.
    let unnamed = facts.unnamed_decisions().map(|fact| {
        let said = Message::new("decision-unnamed").with("fact", fact.as_str());
        said.say(lang, &Ids)
    });
    refuse(unnamed.collect())?;
    let read = |path: &Path| -> Result<(Source, Facts), Failure> {
        let source = files::read(path, lang)?;
        let sheet = sheet(&source, None, lang)?;
        of_this(&sheet, path, procedure, lang)?;
        Ok((source, filled(&sheet, path, lang)))
    };
    let form = given.answers.as_deref().map(read).transpose()?;
    let (form, filled) = form.unzip();
    let filled = filled.unwrap_or_default();
    let assumed = assumed(&given.assume, &filled, lang)?;
    facts.0.extend(filled.0);
    facts.0.extend(assumed.0.clone());
    Ok(Answers {
        facts,
        form,
        assumed,
        lang,
    })
}

fn refuse(lines: Vec<String>) -> Result<(), Failure> {
    if lines.is_empty() {
        Ok(())
    } else {
        Err(Failure::Input(lines.join("\n")))
    }
}

fn sheet(
    source: &Source,
    consulted: Option<&BTreeSet<String>>,
    lang: Lang,
) -> Result<Sheet, Failure> {
    let sheet = with_asked(consulted, |asked| load_answers(source, asked));
    sheet.map_err(|faults| Failure::Input(source.explain(&faults, lang)))
}

/// Refuses a form about another procedure.
fn of_this(sheet: &Sheet, path: &Path, procedure: &Procedure, lang: Lang) -> Result<(), Failure> {
    let named = sheet.procedure.as_ref().and_then(|id| id.0.as_ref());
    let Some(other) = named.filter(|id| procedure.id != id.as_str()) else {
        return Ok(());
    };
    let said = Message::new("answers-of-other")
        .with("file", path.display().to_string())
        .with("other", other.as_str())
        .with("id", procedure.id.as_str());
    Err(Failure::Input(said.say(lang, &Ids)))
}

/// What a form answers.
fn filled(sheet: &Sheet, path: &Path, lang: Lang) -> Facts {
    let unsigned = || {
        let said = Message::new("answers-unsigned").with("file", path.display().to_string());
        said.say(lang, &Ids)
    };
    let mut facts = Facts::default();
    let given = |line: &Line, yes| Answer {
        yes,
        by: Some(line.by().map_or_else(unsigned, str::to_owned)),
        on: line.on(),
        source: line.source().map(str::to_owned),
    };
    for line in &sheet.answers {
        if let Some(yes) = line.is_yes() {
            facts.add(&line.fact, given(line, yes));
        }
    }
    facts
}

/// What is assumed for this run; nothing that contradicts what a form says or another assumption.
fn assumed(texts: &[String], filled: &Facts, lang: Lang) -> Result<Facts, Failure> {
    let mut facts = Facts::default();
    let mut refused = Vec::new();
    let mut no = |key, gap, text: &str| {
        refused.push(Message::new(key).with(gap, text).say(lang, &Ids));
    };
    for text in texts {
        let Some((fact, yes)) = assumption(text) else {
            no("answer-form", "text", text);
            continue;
        };
        let name = redtape::fact::normal(fact);
        let mut before = filled.0.get(&name).into_iter().chain(facts.0.get(&name));
        if before.any(|before| before.yes != yes) {
            no("answer-twice", "fact", &name);
        } else if yes && Fact::parse(fact).is_some_and(|fact| fact.is_decision()) {
            no("decision-assumed", "fact", &name);
        }
        let by = Some("--assume".to_owned());
        let answer = Answer {
            yes,
            by,
            ..Answer::default()
        };
        facts.add(fact, answer);
    }
    refuse(refused)?;
    Ok(facts)
}

fn assumption(text: &str) -> Option<(&str, bool)> {
    match text.rsplit_once('=') {
        Some((fact, "yes")) if fact.contains('(') => Some((fact, true)),
        Some((fact, "no")) if fact.contains('(') => Some((fact, false)),
        _ => None,
    }
}

impl Answers {
    /// Refuses an answer, given for this run, that no precondition asked for.
    pub(crate) fn all_asked(&self, consulted: &BTreeSet<String>) -> Result<(), Failure> {
        let unasked = self.assumed.0.keys();
        let unasked = unasked.filter(|fact| !consulted.contains(*fact));
        let lines =
            unasked.map(|fact| unknown("answer-unasked", fact, consulted.iter(), self.lang));
        refuse(lines.collect())?;
        let form = self.form.as_ref();
        form.map_or(Ok(()), |form| {
            sheet(form, Some(consulted), self.lang).map(|_| ())
        })
    }
}
