//! The minutes of a meeting: what was decided by whom, when and why, and what that makes of the figures; as a page to
//! print, and as Markdown.

use super::html::history;
use super::meeting::Stand;
use super::{Report, proposal};
use crate::message::{Message, words};
use crate::model::decision::Act;
use crate::simplify::Proposal;
use minijinja::{AutoEscape, Environment, Value, context};
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
    let page = templates.render_str(include_str!("minutes.html"), whole(report, command));
    out.write_all(page.map_err(Error::other)?.as_bytes())
}

/// Writes the minutes as Markdown.
///
/// # Errors
/// Those of `out`.
pub fn markdown(report: &Report<'_>, command: &str, out: &mut impl Write) -> Result<()> {
    let mut templates = Environment::new();
    templates.add_filter("plain", |text: String| plain(&text));
    let text = templates.render_str(include_str!("minutes.md"), whole(report, command));
    out.write_all(text.map_err(Error::other)?.as_bytes())
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

fn whole(report: &Report<'_>, command: &str) -> Value {
    let say = |message: &Message| message.say(report.lang, report.procedure);
    let label = |key: &'static str| (key.replace('-', "_"), words(report.key(key), report.lang));
    let standing = report.standing();
    let record = history(report);
    let of = |wanted: &[Stand]| -> Vec<Value> {
        let chosen = standing.iter().filter(|(stand, ..)| wanted.contains(stand));
        chosen.map(|(_, item, _)| change(report, item)).collect()
    };
    let questions = report.result.questions.iter().zip(1..);
    let questions = questions.map(|(open, number): (_, usize)| {
        context! { number => number, text => say(&open.question()) }
    });
    let title = Message::new("minutes-title").with("name", report.procedure.name.say(report.lang));
    let heads = [
        "column-measure",
        "column-now",
        "column-sure",
        "column-if-answered",
    ];
    context! {
        lang => report.lang.tag(),
        title => say(&title),
        standing => say(&super::html::standing(report)),
        people => people(report),
        time => time(report),
        t => WORDS.into_iter().map(label).collect::<BTreeMap<_, _>>(),
        heads => heads.map(|key| words(report.key(key), report.lang)),
        figures => figures(report),
        done => of(&[Stand::Accepted]),
        waiting => of(&[Stand::AcceptedWaits]),
        rejected => of(&[Stand::Rejected]),
        undecided => of(&[Stand::Undecided, Stand::Asked]),
        answers => decided(report, &record, |act| matches!(act, Act::Answer(_))),
        kept => decided(report, &record, |act| matches!(act, Act::Keep(_))),
        questions => questions.collect::<Vec<_>>(),
        history => record,
        provenance => report.provenance(),
        command => command,
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
    Some(said.say(report.lang, report.procedure))
}

fn figures(report: &Report<'_>) -> Vec<Value> {
    let say = |message: &Message| message.say(report.lang, report.procedure);
    let rows = report.table().head().map(|line| {
        let now = say(&line.now.message());
        let then = [&line.sure, &line.if_answered].map(|figure| {
            let then = say(&figure.message());
            if then == now { "=".to_owned() } else { then }
        });
        context! { label => say(&line.label), now => now, then => then.to_vec() }
    });
    rows.collect()
}

/// A proposal: what it does, what was decided, what it rests on and what it gives up.
fn change(report: &Report<'_>, item: &Proposal) -> Value {
    let say = |message: &Message| message.say(report.lang, report.procedure);
    let given_up = proposal::given_up(item);
    let numbers = proposal::questions(report, item);
    context! {
        id => item.id(),
        text => say(&proposal::act(report.procedure, item)),
        decision => report.decision(item).map(|said| say(&said)),
        because => say(&item.finding.message),
        given_up => given_up.iter().map(say).collect::<Vec<_>>(),
        waits => numbers,
    }
}

/// The decisions of one kind that hold, as sentences.
fn decided(report: &Report<'_>, record: &[Value], wanted: fn(Act<'_>) -> bool) -> Vec<Value> {
    let numbers = report.decided.iter().flat_map(|decided| decided.holding());
    let numbers: Vec<usize> = numbers
        .filter(|(_, decision)| decision.act().is_some_and(wanted))
        .map(|(number, _)| number)
        .collect();
    let lines = record.iter().zip(1..);
    let chosen = lines.filter(|(_, number)| numbers.contains(number));
    chosen.map(|(line, _)| line.clone()).collect()
}
