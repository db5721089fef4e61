//! The report as tables of cells, for spreadsheets: measures, findings, proposals, questions, and the steps before and
//! after. Numbers are numbers, their unit is in the heading or in a column of its own, and what is not known is empty.

pub mod csv;
mod steps;
pub mod xlsx;

use super::meeting::Stand;
use super::{Report, proposal};
use crate::diff::Line;
use crate::finding::Finding;
use crate::measure::figure::{Figure, State, Unit};
use crate::message::{Message, words};
use crate::simplify::Proposal;

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A number.
    Number(f64),
    /// Nothing is known or to be said.
    Empty,
}

/// A table with headings.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// Which table: `measures`, `findings`, `proposals`, `questions`, `steps`, `steps-sure`, `steps-if-answered`, `about`.
    pub key: &'static str,
    /// Its name.
    pub title: String,
    /// Headings, each with the width of its column in characters.
    pub columns: Vec<(String, u16)>,
    /// Rows, as long as there are headings.
    pub rows: Vec<Vec<Cell>>,
}

impl Cell {
    fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    fn number(value: Option<f64>) -> Self {
        value
            .filter(|value| value.is_finite())
            .map_or(Self::Empty, Self::Number)
    }
}

/// All tables of some reports, of which there is one at least; a procedure's rows begin with its id.
pub fn grids(reports: &[&Report<'_>]) -> Vec<Grid> {
    vec![
        table(reports, "measures", &MEASURES, measures),
        table(reports, "findings", &FINDINGS, findings),
        table(reports, "proposals", &PROPOSALS, proposals),
        table(reports, "questions", &QUESTIONS, questions),
        table(reports, "steps", &steps::COLUMNS, steps::before),
        table(reports, "steps-sure", &steps::COLUMNS, steps::sure),
        table(
            reports,
            "steps-if-answered",
            &steps::COLUMNS,
            steps::if_answered,
        ),
        table(reports, "about", &ABOUT, about),
    ]
}

type Columns = [(&'static str, u16)];

fn table(
    reports: &[&Report<'_>],
    key: &'static str,
    columns: &Columns,
    rows: fn(&Report<'_>) -> Vec<Vec<Cell>>,
) -> Grid {
    let lang = reports
        .first()
        .map_or(crate::message::Lang::En, |report| report.lang);
    let heading = |&(key, width): &(&'static str, u16)| {
        let key = reports.first().map_or(key, |report| report.key(key));
        (words(key, lang).to_owned(), width)
    };
    let first = ("grid-procedure", 24);
    let of = |report: &&Report<'_>| {
        let id = Cell::text(report.procedure.id.as_str());
        let own = rows(report).into_iter();
        own.map(|row| [vec![id.clone()], row].concat())
            .collect::<Vec<_>>()
    };
    Grid {
        key,
        title: {
            let title = title(key);
            let title = reports.first().map_or(title, |report| report.key(title));
            words(title, lang).to_owned()
        },
        columns: std::iter::once(&first)
            .chain(columns)
            .map(heading)
            .collect(),
        rows: reports.iter().flat_map(of).collect(),
    }
}

/// The key of the name of a table.
fn title(key: &str) -> &'static str {
    match key {
        "measures" => "grid-measures",
        "findings" => "grid-findings",
        "proposals" => "grid-proposals",
        "questions" => "grid-questions",
        "steps" => "grid-steps",
        "steps-sure" => "grid-steps-sure",
        "steps-if-answered" => "grid-steps-if-answered",
        _ => "grid-about",
    }
}

fn say(report: &Report<'_>, message: &Message) -> String {
    message.say(report.lang, report)
}

const MEASURES: [(&str, u16); 12] = [
    ("column-measure", 30),
    ("grid-unit", 14),
    ("column-now", 12),
    ("column-sure", 12),
    ("column-if-answered", 16),
    ("grid-less-sure", 14),
    ("grid-less-if-answered", 16),
    ("grid-state-now", 16),
    ("grid-state-sure", 16),
    ("grid-state-if-answered", 16),
    ("grid-in-words", 40),
    ("grid-key", 18),
];

fn measures(report: &Report<'_>) -> Vec<Vec<Cell>> {
    let row = |line: &Line| {
        let state = |figure: &Figure| {
            let key = match figure.state() {
                State::Known => "grid-known",
                State::Floor => "grid-floor",
                State::NotMeasurable => "grid-not-measurable",
            };
            Cell::text(words(key, report.lang))
        };
        vec![
            Cell::text(say(report, &line.label)),
            Cell::text(unit(report, &line.now.unit)),
            point(&line.now),
            point(&line.sure),
            point(&line.if_answered),
            point(&line.less_sure),
            point(&line.less_if_answered),
            state(&line.now),
            state(&line.sure),
            state(&line.if_answered),
            Cell::text(say(report, &line.now.message())),
            Cell::text(line.key),
        ]
    };
    report.table().lines.iter().map(row).collect()
}

/// What a figure is compared by; of a floor, the least that is known.
fn point(figure: &Figure) -> Cell {
    Cell::number(figure.value.and_then(|value| match figure.state() {
        State::Floor => Some(value.mean.unwrap_or(value.min)),
        _ => value.point(),
    }))
}

fn unit(report: &Report<'_>, unit: &Unit) -> String {
    let key = match unit {
        Unit::Count => "grid-count",
        Unit::Minutes => "grid-minutes",
        Unit::WorkingDays => "grid-working-days",
        Unit::CalendarDays => "grid-calendar-days",
        Unit::Hours => "grid-hours",
        Unit::Years => "grid-years",
        Unit::Share => "grid-share",
        Unit::Money(currency) => return currency.clone(),
    };
    words(key, report.lang).to_owned()
}

const FINDINGS: [(&str, u16); 7] = [
    ("grid-finding", 60),
    ("grid-rule", 26),
    ("grid-severity", 12),
    ("grid-confidence", 12),
    ("grid-at-steps", 40),
    ("grid-support", 70),
    ("grid-id", 40),
];

fn findings(report: &Report<'_>) -> Vec<Vec<Cell>> {
    let row = |finding: &Finding| {
        let support = finding
            .labels
            .iter()
            .map(|label| say(report, &label.message));
        vec![
            Cell::text(say(report, &finding.message)),
            Cell::text(finding.rule),
            Cell::text(words(finding.severity.key(), report.lang)),
            Cell::text(words(finding.confidence.key(), report.lang)),
            Cell::text(names(report, &finding.steps)),
            Cell::text(support.collect::<Vec<_>>().join("; ")),
            Cell::text(finding.id()),
        ]
    };
    report.result.findings.iter().map(row).collect()
}

fn names(report: &Report<'_>, ids: &[crate::model::Id]) -> String {
    use crate::message::Names;
    let names = ids.iter().map(|id| report.procedure.name(id, report.lang));
    names.collect::<Vec<_>>().join("; ")
}

const PROPOSALS: [(&str, u16); 7] = [
    ("grid-proposal", 60),
    ("grid-standing", 18),
    ("grid-waits-for", 14),
    ("grid-blocked-by", 60),
    ("grid-rewrite", 28),
    ("grid-answers", 40),
    ("grid-id", 40),
];

fn proposals(report: &Report<'_>) -> Vec<Vec<Cell>> {
    let row = |standing: &'static str, item: &Proposal| {
        let numbers = proposal::questions(report, item);
        let numbers = numbers.iter().map(|number| format!("?{number}"));
        let reasons = proposal::failures(item).map(|(_, reason)| say(report, reason));
        vec![
            Cell::text(say(report, &proposal::act(report.procedure, item))),
            Cell::text(words(standing, report.lang)),
            Cell::text(numbers.collect::<Vec<_>>().join(", ")),
            Cell::text(reasons.collect::<Vec<_>>().join("; ")),
            Cell::text(item.rewrite.id),
            Cell::text(item.finding.id()),
            Cell::text(item.id()),
        ]
    };
    let standing = |stand: Stand| match stand {
        Stand::Sure => "column-sure",
        Stand::Asked => "column-if-answered",
        Stand::Blocked => "grid-blocked",
        decided => decided.key(),
    };
    let all = report.standing().into_iter();
    all.map(|(stand, item, _)| row(standing(stand), item))
        .collect()
}

const QUESTIONS: [(&str, u16); 4] = [
    ("grid-number", 8),
    ("grid-question", 80),
    ("grid-unlocks", 16),
    ("grid-fact", 50),
];

fn questions(report: &Report<'_>) -> Vec<Vec<Cell>> {
    let numbered = report.result.questions.iter().zip(1_u32..);
    let rows = numbered.map(|(open, number)| {
        vec![
            Cell::Number(f64::from(number)),
            Cell::text(say(report, &open.question())),
            Cell::Number(open.unlocks.len() as f64),
            Cell::text(open.text()),
        ]
    });
    rows.collect()
}

const ABOUT: [(&str, u16); 1] = [("grid-provenance", 120)];

fn about(report: &Report<'_>) -> Vec<Vec<Cell>> {
    let name = report.procedure.name.say(report.lang).to_owned();
    let lines = std::iter::once(name).chain(report.provenance());
    lines.map(|line| vec![Cell::text(line)]).collect()
}
