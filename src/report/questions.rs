//! The open questions as a form for the meeting that answers them: as data, which `--answers` takes back filled in,
//! and as a page to print.

use super::{Report, proposal};
use crate::message::{Message, words};
use crate::simplify::{Open, Proposal};
use minijinja::{AutoEscape, Environment, Value, context};
use serde::Serialize;
use std::io::{Error, Result, Write};

/// The form. Its `answers` are filled in and given back.
#[derive(Serialize)]
struct Form<'a> {
    procedure: &'a str,
    input_sha256: &'a str,
    answers: Vec<Line>,
    /// What no yes or no can answer: to be written into the file.
    to_write: Vec<String>,
}

/// A question, to be answered with `yes` or `no`; `null` leaves it open.
#[derive(Serialize)]
struct Line {
    question: String,
    fact: String,
    answer: Option<bool>,
    by: Option<String>,
    on: Option<String>,
    source: Option<String>,
    unlocks: Vec<String>,
}

/// Writes the form as JSON: every question with an empty answer, those that unlock most first.
///
/// # Errors
/// Those of `out`.
pub fn json(report: &Report<'_>, out: &mut impl Write) -> Result<()> {
    let form = Form {
        procedure: &report.procedure.id,
        input_sha256: report.input,
        answers: lines(report),
        to_write: to_write(report),
    };
    serde_json::to_writer_pretty(&mut *out, &form)?;
    writeln!(out)
}

/// Writes the form as a page to print: boxes to tick, lines to sign.
///
/// # Errors
/// Those of `out`.
pub fn html(report: &Report<'_>, out: &mut impl Write) -> Result<()> {
    let say = |key| words(key, report.lang);
    let text = |message: Message| message.say(report.lang, report);
    let lines = lines(report);
    let row = |line: &Line| context! { question => line.question.as_str(), fact => line.fact.as_str(), unlocks => line.unlocks.clone() };
    let rows: Vec<Value> = lines.iter().map(row).collect();
    let intro = Message::new("form-intro").with("count", lines.len());
    let mut templates = Environment::new();
    // Names come from the file: nothing of them is markup.
    templates.set_auto_escape_callback(|_| AutoEscape::Html);
    let page = templates.render_str(
        include_str!("questions.html"),
        context! {
            lang => report.lang.tag(),
            title => text(Message::new("form-title").with("name", report.procedure.name.say(report.lang))),
            intro => text(intro),
            none => text(Message::new("report-none")),
            number => say("form-number"),
            question => say("form-question"),
            answer => say("form-answer"),
            yes => say("form-yes"),
            no => say("form-no"),
            signed => say("form-signed"),
            grounds => say("form-grounds"),
            unlocks => say("form-unlocks"),
            lines => rows,
            write => say("form-to-write"),
            to_write => to_write(report),
            provenance => report.provenance(),
        },
    );
    out.write_all(page.map_err(Error::other)?.as_bytes())
}

fn to_write(report: &Report<'_>) -> Vec<String> {
    let told = super::gaps::to_write(report.procedure).into_iter();
    told.map(|message| message.say(report.lang, report))
        .collect()
}

fn lines(report: &Report<'_>) -> Vec<Line> {
    let questions = report.result.questions.iter();
    questions.map(|open| line(report, open)).collect()
}

fn line(report: &Report<'_>, open: &Open) -> Line {
    let act = |item: &Proposal| proposal::act(report.procedure, item);
    let waiting = report.waiting().iter().map(|entry| &entry.proposal);
    let unlocks = waiting.filter(|proposal| open.holds_up(proposal));
    Line {
        question: open.question().say(report.lang, report),
        fact: open.text(),
        answer: None,
        by: None,
        on: None,
        source: None,
        unlocks: unlocks
            .map(|proposal| act(proposal).say(report.lang, report))
            .collect(),
    }
}
