//! The minutes of a meeting: what was decided by whom, when and why, and what that makes of the figures; as a page to
//! print, as Markdown, for word processors, and as pages of paper.

mod docx;
mod paper;

pub use paper::prose;

use super::html::{Recorded, history};
use super::meeting::Stand;
use super::{Report, proposal};
use crate::message::{Message, words};
use crate::model::decision::Act;
use crate::simplify::Proposal;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Value};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{Error, Result, Write};

/// The words of the minutes.
const WORDS: [&str; 17] = [
    "minutes-done",
    "minutes-waiting",
    "minutes-rejected",
    "minutes-answers",
    "minutes-kept",
    "minutes-undecided",
    "minutes-questions",
    "minutes-record",
    "minutes-figures",
    "minutes-again",
    "minutes-people",
    "minutes-time",
    "html-provenance",
    "html-because",
    "html-gives-up",
    "report-none",
    "column-measure",
];

/// Writes the minutes as a page to print; `command` is how the result is made again.
///
/// # Errors
/// Those of `out`.
pub fn html(report: &Report<'_>, command: &str, out: &mut impl Write) -> Result<()> {
    let mut templates = Environment::new();
    // Names and reasons come from people: nothing of them is markup.
    templates.set_auto_escape_callback(|_| AutoEscape::Html);
    let page = templates.render_str(
        include_str!("minutes.html"),
        Minutes::of(report, command).value(),
    );
    out.write_all(page.map_err(Error::other)?.as_bytes())
}

/// Writes the minutes as Markdown.
///
/// # Errors
/// Those of `out`.
pub fn markdown(report: &Report<'_>, command: &str, out: &mut impl Write) -> Result<()> {
    let mut templates = Environment::new();
    templates.add_filter("plain", |text: String| plain(&text));
    let text = templates.render_str(
        include_str!("minutes.md"),
        Minutes::of(report, command).value(),
    );
    out.write_all(text.map_err(Error::other)?.as_bytes())
}

/// Writes the minutes as a document for word processors.
///
/// # Errors
/// Those of `out`.
pub fn docx(report: &Report<'_>, command: &str, out: &mut impl Write) -> Result<()> {
    docx::write(&prose(report, command), out)
}

/// A text in which nothing is Markdown or markup, on one line.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => out.push(' '),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '!'
            | '&' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

/// All that the minutes say, in one language.
#[derive(Serialize)]
struct Minutes<'a> {
    lang: &'static str,
    title: String,
    standing: String,
    people: Vec<String>,
    time: Option<String>,
    /// Words, by their keys with `_` for `-`.
    t: BTreeMap<String, &'static str>,
    heads: [&'static str; 4],
    figures: Vec<Row>,
    done: Vec<Change>,
    waiting: Vec<Change>,
    rejected: Vec<Change>,
    undecided: Vec<Change>,
    answers: Vec<Recorded>,
    kept: Vec<Recorded>,
    questions: Vec<Question>,
    history: Vec<Recorded>,
    provenance: Vec<String>,
    command: &'a str,
}

/// A figure: now, by what was decided, and if every question is answered yes.
#[derive(Serialize)]
struct Row {
    label: String,
    now: String,
    then: [String; 2],
}

/// A proposal: what it does, what was decided, what it rests on and what it gives up.
#[derive(Serialize)]
struct Change {
    id: String,
    text: String,
    decision: Option<String>,
    because: String,
    given_up: Vec<String>,
    /// The numbers of the questions that it waits for.
    waits: Vec<usize>,
}

/// An open question.
#[derive(Serialize)]
struct Question {
    number: usize,
    text: String,
}

impl<'a> Minutes<'a> {
    fn of(report: &Report<'_>, command: &'a str) -> Self {
        let say = |message: &Message| message.say(report.lang, report);
        let label =
            |key: &'static str| (key.replace('-', "_"), words(report.key(key), report.lang));
        let standing = report.standing();
        let record = history(report);
        let of = |wanted: &[Stand]| -> Vec<Change> {
            let chosen = standing.iter().filter(|(stand, ..)| wanted.contains(stand));
            chosen.map(|(_, item, _)| change(report, item)).collect()
        };
        let questions = report.result.questions.iter().zip(1..);
        let questions = questions.map(|(open, number)| Question {
            number,
            text: say(&open.question()),
        });
        let title =
            Message::new("minutes-title").with("name", report.procedure.name.say(report.lang));
        let heads = [
            "column-measure",
            "column-now",
            "column-sure",
            "column-if-answered",
        ];
        Self {
            lang: report.lang.tag(),
            title: say(&title),
            standing: say(&super::html::standing(report)),
            people: people(report),
            time: time(report),
            t: WORDS.into_iter().map(label).collect(),
            heads: heads.map(|key| words(report.key(key), report.lang)),
            figures: figures(report),
            done: of(&[Stand::Accepted]),
            waiting: of(&[Stand::AcceptedWaits]),
            rejected: of(&[Stand::Rejected]),
            undecided: of(&[Stand::Undecided, Stand::Asked]),
            answers: decided(report, &record, |act| matches!(act, Act::Answer(_))),
            kept: decided(report, &record, |act| matches!(act, Act::Keep(_))),
            questions: questions.collect(),
            history: record,
            provenance: report.provenance(),
            command,
        }
    }

    fn value(&self) -> Value {
        Value::from(Serde(self))
    }
}

/// Everybody who decided, answered or recorded, each once, in the order in which they first did.
fn people(report: &Report<'_>) -> Vec<String> {
    let mut people: Vec<String> = Vec::new();
    let all = report.decided.map(|decided| &decided.decisions.decisions);
    for decision in all.into_iter().flatten() {
        let other = match decision.act() {
            Some(Act::Answer(answer)) => answer.by.clone(),
            Some(Act::Keep(keep)) => Some(keep.by.clone()),
            _ => None,
        };
        for name in [Some(decision.by.clone()), other].into_iter().flatten() {
            if !people.contains(&name) {
                people.push(name);
            }
        }
    }
    people
}

/// From the first decision to the last.
fn time(report: &Report<'_>) -> Option<String> {
    let all = report.decided.map(|decided| &decided.decisions.decisions)?;
    let (first, last) = (all.first()?, all.last()?);
    let said = Message::new("html-from-to")
        .with("from", first.at.show())
        .with("to", last.at.show());
    Some(said.say(report.lang, report))
}

fn figures(report: &Report<'_>) -> Vec<Row> {
    let say = |message: &Message| message.say(report.lang, report);
    let rows = report.table().head().map(|line| {
        let now = say(&line.now.message());
        let then = [&line.sure, &line.if_answered].map(|figure| {
            let then = say(&figure.message());
            if then == now { "=".to_owned() } else { then }
        });
        Row {
            label: say(&line.label),
            now,
            then,
        }
    });
    rows.collect()
}

fn change(report: &Report<'_>, item: &Proposal) -> Change {
    let say = |message: &Message| message.say(report.lang, report);
    Change {
        id: item.id(),
        text: say(&proposal::act(report.procedure, item)),
        decision: report.decision(item).map(|said| say(&said)),
        because: say(&item.finding.message),
        given_up: proposal::given_up(item).iter().map(say).collect(),
        waits: proposal::questions(report, item),
    }
}

/// The decisions of one kind that hold, as sentences.
fn decided(report: &Report<'_>, record: &[Recorded], wanted: fn(Act<'_>) -> bool) -> Vec<Recorded> {
    let holding = report.decided.iter().flat_map(|decided| decided.holding());
    let numbers: Vec<usize> = holding
        .filter(|(_, decision)| decision.act().is_some_and(wanted))
        .map(|(number, _)| number)
        .collect();
    let chosen = record.iter().filter(|line| numbers.contains(&line.number));
    chosen.cloned().collect()
}
