//! The steps of one version, a row each.

use super::{Cell, words};
use crate::diff::{Diff, Fate, Part};
use crate::measure::calendar::{Clock, Length};
use crate::measure::data;
use crate::measure::figure::Unit;
use crate::measure::time::step::{Aspect, Term};
use crate::measure::time::value;
use crate::message::{Lang, Names};
use crate::model::{Id, Procedure, Step};
use crate::report::Report;
use crate::report::called::kind_of_step;
use std::collections::BTreeMap;

pub(super) const COLUMNS: [(&str, u16); 13] = [
    ("grid-number", 8),
    ("grid-step", 36),
    ("grid-kind", 12),
    ("grid-agency", 28),
    ("grid-role", 24),
    ("grid-hands-on", 14),
    ("grid-elapsed", 16),
    ("grid-documents", 12),
    ("grid-visit", 10),
    ("grid-fee", 12),
    ("grid-currency", 10),
    ("grid-change", 14),
    ("grid-id", 24),
];

pub(super) fn before(report: &Report<'_>) -> Vec<Vec<Cell>> {
    let diff = Diff::of(report.procedure, report.result);
    rows(report.procedure, &diff.was, report.lang)
}

pub(super) fn sure(report: &Report<'_>) -> Vec<Vec<Cell>> {
    let after = &report.result.sure.procedure;
    rows(
        after,
        &Diff::between(report.procedure, after).is,
        report.lang,
    )
}

pub(super) fn if_answered(report: &Report<'_>) -> Vec<Vec<Cell>> {
    let diff = Diff::of(report.procedure, report.result);
    rows(diff.after, &diff.is, report.lang)
}

fn rows(p: &Procedure, parts: &BTreeMap<Id, Part>, lang: Lang) -> Vec<Vec<Cell>> {
    let clock = Clock::of(p);
    p.steps
        .iter()
        .map(|step| row(p, step, parts.get(&step.id), &clock, lang))
        .collect()
}

fn row(p: &Procedure, step: &Step, part: Option<&Part>, clock: &Clock, lang: Lang) -> Vec<Cell> {
    let time = |aspect: Aspect, unit: &Unit| {
        let term =
            Term::of(p, step, clock, aspect).filter(|term| term.known && !term.units.is_empty());
        let mean = term.and_then(|term| term.range.mean);
        Cell::number(mean.map(|mean: Length| value(clock, unit, mean)))
    };
    let agency = p.agency_of(step).map(|agency| p.name(&agency.id, lang));
    let fee = step.fee.as_ref();
    let amount = fee.and_then(|fee| fee.amount.to_string().parse().ok());
    let visit = if step.visit.is_some() {
        "grid-yes"
    } else {
        "grid-no"
    };
    vec![
        part.map_or(Cell::Empty, |part| Cell::text(part.number.as_str())),
        Cell::text(p.name(&step.id, lang)),
        Cell::Text(kind_of_step(step.kind).say(lang, p)),
        agency.map_or(Cell::Empty, Cell::Text),
        Cell::text(p.name(p.desk(step), lang)),
        time(Aspect::HandsOn, &Unit::Minutes),
        time(Aspect::Elapsed, &Unit::CalendarDays),
        Cell::Number(data::asked_at(p, step).len() as f64),
        Cell::text(words(visit, lang)),
        Cell::number(amount),
        fee.map_or(Cell::Empty, |fee| Cell::text(fee.currency.as_str())),
        part.and_then(|part| part.fate)
            .map_or(Cell::Empty, |fate| Cell::text(words(change(fate), lang))),
        Cell::text(step.id.to_string()),
    ]
}

fn change(fate: Fate) -> &'static str {
    match fate {
        Fate::Removed => "grid-removed",
        Fate::Merged => "grid-merged",
        Fate::Moved => "grid-moved",
        Fate::Parallel => "grid-parallel",
        Fate::Added => "grid-added",
        Fate::Changed => "grid-changed",
    }
}
