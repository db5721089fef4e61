//! The report as data: an object with a `version`. Its structs are this module's own, so that the
//! form stays while the inside changes.

mod change;

use super::value::{Value, say, texts, value};
use super::{Report, effects_data, lines, proposal, targets, work};
use crate::diff::Line;
use crate::finding::Finding;
use change::{Change, change};
use serde::Serialize;
use std::io::{Result, Write};

/// The version of the form. It rises when a reader of the form before could misread it.
pub const VERSION: u32 = 1;

/// Writes the report, with a line feed at the end.
///
/// # Errors
/// Those of `out`.
pub fn write(report: &Report<'_>, out: &mut impl Write) -> Result<()> {
    write_all(&[report], out)
}

/// Writes several reports: one object for one, else an object with a list of `procedures`.
///
/// # Errors
/// Those of `out`.
pub fn write_all(reports: &[&Report<'_>], out: &mut impl Write) -> Result<()> {
    let mut documents: Vec<Document> = reports.iter().map(|report| document(report)).collect();
    match (documents.len(), documents.pop()) {
        (1, Some(only)) => lines::write(&only, lines::OF_ONE, out),
        (_, last) => {
            documents.extend(last);
            let list = List {
                version: VERSION,
                procedures: documents,
            };
            lines::write(&list, lines::OF_SEVERAL, out)
        }
    }
}

#[derive(Serialize)]
struct List {
    version: u32,
    procedures: Vec<Document>,
}

#[derive(Serialize)]
struct Document {
    version: u32,
    redtape: &'static str,
    lang: &'static str,
    convention: &'static str,
    procedure: Named,
    input_sha256: String,
    answers: Vec<Answer>,
    measures: Vec<Measure>,
    effects: Layers,
    work: Vec<work::Data>,
    findings: Vec<Found>,
    waived: Vec<Waived>,
    sure: Vec<Change>,
    questions: Vec<Question>,
    if_answered: Vec<Change>,
    /// Where a meeting decided: what it rejected.
    #[serde(skip_serializing_if = "Option::is_none")]
    rejected: Option<Vec<Change>>,
    blocked: Vec<Change>,
    undone: Vec<Undone>,
    #[serde(skip_serializing_if = "Option::is_none")]
    targets: Option<targets::Data>,
    not_judged: Vec<String>,
}

#[derive(Serialize)]
struct Named {
    id: String,
    name: String,
}

#[derive(Serialize)]
struct Answer {
    fact: String,
    yes: bool,
    by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    on: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
}

/// A finding that is kept on purpose; `standing` is `kept`, `expired` or `not-found`.
#[derive(Serialize)]
struct Waived {
    finding: String,
    standing: &'static str,
    why: String,
    by: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
}

#[derive(Serialize)]
struct Measure {
    key: &'static str,
    label: String,
    now: Value,
    sure: Value,
    if_answered: Value,
    less_sure: Value,
    less_if_answered: Value,
}

#[derive(Serialize)]
struct Found {
    id: String,
    rule: &'static str,
    severity: &'static str,
    confidence: &'static str,
    steps: Vec<String>,
    items: Vec<String>,
    message: String,
    labels: Vec<Label>,
}

#[derive(Serialize)]
struct Label {
    at: String,
    message: String,
}

/// What each layer does, taken together.
#[derive(Serialize)]
struct Layers {
    sure: effects_data::Data,
    if_answered: effects_data::Data,
}

#[derive(Serialize)]
struct Question {
    number: usize,
    /// What an answer names: the fact, or the pattern of all of them.
    fact: String,
    facts: Vec<String>,
    text: String,
    unlocks: Vec<String>,
}

#[derive(Serialize)]
struct Undone {
    id: String,
    guarantee: &'static str,
    lost: String,
}

fn layers(report: &Report<'_>) -> Layers {
    let (result, effects) = (report.result, report.effects());
    let data = |effect, outcome: &crate::simplify::Outcome| {
        effects_data::data(report, effect, &outcome.derivation)
    };
    Layers {
        sure: data(&effects.sure, &result.sure),
        if_answered: data(&effects.if_answered, &result.if_answered),
    }
}

fn document(report: &Report<'_>) -> Document {
    let (p, result) = (report.procedure, report.result);
    let lines = &report.table().lines;
    let stops = proposal::stops_today(report);
    let effects = report.effects();
    let each = effects.each.as_deref();
    let sure = result.sure.derivation.len();
    let changes = |entries: &[crate::simplify::Entry], from: usize| {
        let numbered = entries.iter().zip(from..);
        numbered
            .map(|(entry, at)| {
                let effect = each.and_then(|each| each.get(at));
                change(report, &stops, &entry.proposal, effect)
            })
            .collect()
    };
    Document {
        version: VERSION,
        redtape: env!("CARGO_PKG_VERSION"),
        lang: report.lang.tag(),
        convention: report.convention.name(),
        procedure: Named {
            id: p.id.to_string(),
            name: p.name.say(report.lang).to_string(),
        },
        input_sha256: report.input.to_owned(),
        answers: answers(report),
        measures: lines.iter().map(|line| measure(report, line)).collect(),
        effects: layers(report),
        work: work::data(report),
        findings: result
            .findings
            .iter()
            .map(|found| finding(report, found))
            .collect(),
        waived: result
            .waived
            .iter()
            .map(|one| waived(report, one))
            .collect(),
        sure: changes(&result.sure.derivation, 0),
        questions: questions(report),
        if_answered: changes(report.waiting(), sure),
        rejected: report.decided.map(|_| {
            let rejected = result.rejected.iter();
            rejected
                .map(|one| change(report, &stops, one, None))
                .collect()
        }),
        blocked: result
            .blocked
            .iter()
            .map(|blocked| change(report, &stops, blocked, None))
            .collect(),
        undone: undone(report),
        targets: targets::data(report),
        not_judged: (report.not_judged().iter().map(|gap| say(report, gap))).collect(),
    }
}

fn answers(report: &Report<'_>) -> Vec<Answer> {
    let given = report.answers.0.iter();
    let given = given.map(|(fact, given)| Answer {
        fact: fact.clone(),
        yes: given.yes,
        by: given.by.clone(),
        on: given.on.map(|day| day.0.to_string()),
        source: given.source.clone(),
    });
    given.collect()
}

fn measure(report: &Report<'_>, line: &Line) -> Measure {
    Measure {
        key: line.key,
        label: say(report, &line.label),
        now: value(report, &line.now),
        sure: value(report, &line.sure),
        if_answered: value(report, &line.if_answered),
        less_sure: value(report, &line.less_sure),
        less_if_answered: value(report, &line.less_if_answered),
    }
}

fn finding(report: &Report<'_>, finding: &Finding) -> Found {
    let labels = finding.labels.iter().map(|label| Label {
        at: label.at.to_string(),
        message: say(report, &label.message),
    });
    Found {
        id: finding.id(),
        rule: finding.rule,
        severity: finding.severity.word(),
        confidence: finding.confidence.word(),
        steps: texts(&finding.steps),
        items: texts(&finding.items),
        message: say(report, &finding.message),
        labels: labels.collect(),
    }
}

fn waived(report: &Report<'_>, waived: &crate::simplify::Waived) -> Waived {
    Waived {
        finding: waived.keep.finding.clone(),
        standing: waived.word(),
        why: waived.keep.why.say(report.lang).to_owned(),
        by: waived.keep.by.clone(),
        until: waived.keep.until.map(|day| day.0.to_string()),
    }
}

fn questions(report: &Report<'_>) -> Vec<Question> {
    let numbered = report.result.questions.iter().zip(1..);
    let questions = numbered.map(|(open, number)| Question {
        number,
        fact: open.text(),
        facts: open.facts.iter().map(crate::fact::Fact::text).collect(),
        text: say(report, &open.question()),
        unlocks: open.unlocks.clone(),
    });
    questions.collect()
}

fn undone(report: &Report<'_>) -> Vec<Undone> {
    let undone = report.result.undone.iter();
    let undone = undone.map(|undone| Undone {
        id: undone.proposal.id(),
        guarantee: undone.guarantee,
        lost: say(report, &undone.lost),
    });
    undone.collect()
}
