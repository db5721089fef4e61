//! Answers to questions of fact as a file of its own: the form that `redtape questions` writes, filled in.
//!
//! People fill it in by hand, so that yes and no are read in both languages and in any case; what is neither is a fault.

use super::load::read_whole;
use super::part::{Definitions, Part, Reader, nearest, object};
use super::setting::YesNo;
use super::text::Date;
use crate::message::Message;
use crate::source::{Fault, Faults, Kind, Node, Source};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

object! {
    /// A form.
    pub struct Sheet {
        /// The procedure that the form was made for.
        procedure?: Blank<String>,
        /// The file that it was made from; an answer stays true when a file changes.
        input_sha256?: Blank<String>,
        /// What was asked.
        answers: Vec<Line>,
        /// For the reader of a form.
        to_write?: Vec<String>,
    }
}

object! {
    /// A question, and what was answered.
    pub struct Line {
        /// For the reader of a form.
        question?: Blank<String>,
        /// The fact: `may-share(a, b, *)`.
        fact: String,
        /// `null` in a form that nobody has filled in; it may not be left out.
        answer: Blank<Reply>,
        /// Who answered.
        by?: Blank<String>,
        /// The day of the answer.
        on?: Blank<Date>,
        /// Where it stands.
        source?: Blank<String>,
        /// For the reader of a form.
        unlocks?: Vec<String>,
    }
}

impl Line {
    /// Who answered, where somebody wrote it down.
    pub fn by(&self) -> Option<&str> {
        self.by.as_ref()?.0.as_deref()
    }

    /// The day of the answer.
    pub fn on(&self) -> Option<Date> {
        self.on.as_ref()?.0
    }

    /// Where it stands.
    pub fn source(&self) -> Option<&str> {
        self.source.as_ref()?.0.as_deref()
    }

    /// Whether it is answered yes; nothing where it is left open.
    pub fn is_yes(&self) -> Option<bool> {
        let reply = self.answer.0.as_ref()?;
        Some(reply.0 == YesNo::Yes)
    }
}

/// A place of a form: `null`, an empty text or blanks leave it open.
#[derive(Debug, Clone, PartialEq)]
pub struct Blank<T>(pub Option<T>);

impl<T: Part> Part for Blank<T> {
    fn read(node: &Node<'_>, reader: &mut Reader) -> Option<Self> {
        match node.kind {
            Kind::Null => Some(Self(None)),
            Kind::Text(text) if text.trim().is_empty() => Some(Self(None)),
            _ => T::read(node, reader).map(|part| Self(Some(part))),
        }
    }

    fn placeholder() -> Self {
        Self(None)
    }

    fn write(&self) -> Value {
        self.0.as_ref().map_or(Value::Null, Part::write)
    }

    fn schema(definitions: &mut Definitions) -> Value {
        json!({"oneOf": [{"type": "null"}, {"const": ""}, T::schema(definitions)]})
    }
}

/// Yes or no as people write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reply(pub YesNo);

/// The words for yes and for no, in lower case.
const WORDS: [(YesNo, &[&str]); 2] = [
    (YesNo::Yes, &["yes", "y", "true", "是", "是的"]),
    (YesNo::No, &["no", "n", "false", "否", "不", "不是"]),
];

impl Reply {
    /// What a word means, whatever its case, the blanks around it and a full stop behind it.
    fn of(word: &str) -> Option<YesNo> {
        let word = word.trim().trim_end_matches(['.', '。', '!', '！']);
        let word = word.trim_end().to_lowercase();
        let means = |words: &[&str]| words.contains(&word.as_str());
        let found = WORDS.iter().find(|(_, words)| means(words));
        found.map(|(answer, _)| *answer)
    }
}

impl Part for Reply {
    fn read(node: &Node<'_>, reader: &mut Reader) -> Option<Self> {
        let answer = match node.kind {
            Kind::Flag(true) => Some(YesNo::Yes),
            Kind::Flag(false) => Some(YesNo::No),
            Kind::Text(word) => Self::of(word),
            Kind::Number(_) | Kind::List(_) | Kind::Object(_) | Kind::Null => {
                reader.expected("yes-or-no", node);
                return None;
            }
        };
        if answer.is_none()
            && let Kind::Text(word) = node.kind
        {
            let fault = Message::new("bad-answer").with("text", word);
            reader.fault(fault, Some(Message::new("bad-answer-hint")));
        }
        answer.map(Self)
    }

    fn placeholder() -> Self {
        Self(YesNo::No)
    }

    fn write(&self) -> Value {
        self.0.write()
    }

    fn schema(_: &mut Definitions) -> Value {
        let words: Vec<_> = WORDS.iter().flat_map(|(_, words)| *words).collect();
        json!({"oneOf": [{"type": "boolean"}, {"enum": words}]})
    }
}

/// A fact's text with one space after each comma and none elsewhere.
pub fn normal(fact: &str) -> String {
    let (name, subjects) = fact.trim().split_once('(').unwrap_or((fact.trim(), ""));
    let subjects = subjects.trim().trim_end_matches(')');
    let subjects: Vec<_> = subjects.split(',').map(str::trim).collect();
    format!("{}({})", name.trim(), subjects.join(", "))
}

/// What a form may be about.
pub struct Asked<'a> {
    /// Names of facts.
    pub facts: &'a [&'static str],
    /// Names of those that are decisions: nobody takes them without a name.
    pub decisions: &'a [&'static str],
    /// The facts that some precondition asked for, as [`normal`] writes them; nothing where none has been asked yet.
    pub consulted: Option<&'a BTreeSet<String>>,
}

/// Reads a form.
///
/// # Errors
/// All faults of the form, as [`super::load()`] gives them.
pub fn load_answers(source: &Source, asked: &Asked<'_>) -> Result<Sheet, Vec<Fault>> {
    read_whole(source, |sheet: &Sheet, faults| check(sheet, asked, faults))
}

fn check(sheet: &Sheet, asked: &Asked<'_>, faults: &mut Faults) {
    let mut before: BTreeMap<String, (usize, bool)> = BTreeMap::new();
    for (place, line) in sheet.answers.iter().enumerate() {
        let at = |member: &str| format!("/answers/{place}/{member}");
        let fact = normal(&line.fact);
        let name = fact.split('(').next().unwrap_or(&fact);
        if line.fact == String::placeholder() {
            // What could not be read is told already.
        } else if !asked.facts.contains(&name) || !line.fact.trim_end().ends_with(')') {
            let near = nearest(name, asked.facts.iter().copied());
            let hint = near.map_or_else(
                || Message::new("answer-fact-form"),
                |near| Message::new("did-you-mean").with("name", near),
            );
            let fault = Message::new("answer-unknown").with("fact", line.fact.as_str());
            faults.push(Fault::at(at("fact"), fault).hint(hint));
            continue;
        }
        let Some(yes) = line.is_yes() else { continue };
        if asked.decisions.contains(&name) && yes && line.by().is_none() {
            let fault = Message::new("decision-unnamed").with("fact", fact.as_str());
            faults.push(Fault::at(at("answer"), fault));
        }
        if let Some(consulted) = asked.consulted
            && !consulted.contains(&fact)
        {
            let fault = Message::new("answer-unasked").with("fact", fact.as_str());
            let hint = like(&fact, consulted);
            let hint = hint.map(|near| Message::new("did-you-mean").with("name", near));
            let fault = Fault::at(at("fact"), fault);
            faults.push(Fault { hint, ..fault });
        }
        let (first, other) = *before.entry(fact.clone()).or_insert((place, yes));
        if other != yes {
            let fault = Message::new("answer-twice").with("fact", fact);
            let hint = Message::new("answer-twice-hint").with("number", first + 1);
            faults.push(Fault::at(at("answer"), fault).hint(hint));
        }
    }
}

/// How alike two texts have to be for one to stand for the other.
const ALIKE: f64 = 0.75;

/// The fact that was probably meant.
fn like<'a>(fact: &str, known: &'a BTreeSet<String>) -> Option<&'a str> {
    let like = known
        .iter()
        .map(|known| (strsim::jaro_winkler(known, fact), known));
    let nearest = like.max_by(|a, b| a.0.total_cmp(&b.0));
    nearest
        .filter(|(alike, _)| *alike > ALIKE)
        .map(|(_, known)| known.as_str())
}
