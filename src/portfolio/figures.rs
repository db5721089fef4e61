//! The figures of a procedure that a portfolio adds up and ranks by.

use super::{List, Milli};
use crate::measure::difference::Difference;
use crate::measure::figure::{Figure, State, Unit};
use crate::measure::{Measures, Row};
use serde::{Deserialize, Serialize};

/// The measures that a portfolio keeps, in the order of its tables.
const KEPT: [&str; 13] = [
    "steps",
    "sign-offs",
    "hand-offs",
    "visits",
    "documents",
    "fields",
    "lead-time",
    "hands-on",
    "cost",
    "cost-a-year",
    "applicant-hours",
    "agency-hours",
    "first-pass-yield",
];

/// One measure of one procedure. What is absent is not measurable; it is never zero.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reading {
    /// The measure: `lead-time`, `steps` ...
    pub measure: String,
    /// Its unit: `count`, `wd`, `cd`, `h`, `min`, `share`, or the code of a currency.
    pub unit: String,
    /// The least that it is; of the known terms only where `floor` is true.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub least: Option<Milli>,
    /// The expectation, where every term is known: else absent.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub expected: Option<Milli>,
    /// Whether some terms are unknown, so that `least` is a floor.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub floor: bool,
    /// How much less it is after what is sure; below zero where it is more.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub less_sure: Option<Milli>,
    /// How much less it is if every question is answered yes.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub less_if_answered: Option<Milli>,
}

/// The measures by which procedures are ranked, those that weigh on applicants first.
pub const RANKED: [&str; 7] = [
    "documents",
    "visits",
    "fields",
    "lead-time",
    "applicant-hours",
    "sign-offs",
    "steps",
];

impl Reading {
    /// The lists that the procedure has a place in, by what value, and whether that is a floor. What is not measurable
    /// has no place, and neither has what is nothing.
    pub(super) fn placed(&self) -> impl Iterator<Item = (List, Milli, bool)> {
        let lists = [
            (List::Burden, self.rank(), self.floor),
            (List::SavingSure, self.less_sure, false),
            (List::SavingIfAnswered, self.less_if_answered, false),
        ];
        let placed = lists.into_iter();
        placed.filter_map(|(list, value, floor)| {
            let value = value.filter(|value| *value > Milli(0))?;
            Some((list, value, floor))
        })
    }

    /// What it is ranked by: the expectation, else the least.
    pub fn rank(&self) -> Option<Milli> {
        self.expected.or(self.least)
    }

    fn of(row: &Row) -> Self {
        let figure = &row.figure;
        let known = figure.known().and_then(|values| values.point());
        Self {
            measure: row.key.to_owned(),
            unit: unit(&figure.unit),
            least: figure.value.and_then(|value| Milli::of(value.min)),
            expected: known.and_then(Milli::of),
            floor: figure.state() == State::Floor,
            less_sure: None,
            less_if_answered: None,
        }
    }
}

/// The figures of a procedure that is not simplified.
pub(super) fn readings(now: &Measures) -> Vec<Reading> {
    let rows = now.rows().into_iter();
    rows.filter(|row| KEPT.contains(&row.key))
        .map(|row| Reading::of(&row))
        .collect()
}

/// The same figures with what each layer takes off them.
pub(super) fn with_savings(
    now: &Measures,
    sure: &[Difference],
    if_answered: &[Difference],
) -> Vec<Reading> {
    let mut readings = readings(now);
    for reading in &mut readings {
        let less = |all: &[Difference]| {
            let mut all = all.iter();
            let found = all.find(|difference| difference.key == reading.measure)?;
            less(&found.less)
        };
        (reading.less_sure, reading.less_if_answered) = (less(sure), less(if_answered));
    }
    readings
}

/// What is surely saved: the expectation of the difference, else nothing.
fn less(figure: &Figure) -> Option<Milli> {
    Milli::of(figure.known()?.point()?)
}

fn unit(unit: &Unit) -> String {
    match unit {
        Unit::Count => "count",
        Unit::Minutes => "min",
        Unit::WorkingDays => "wd",
        Unit::CalendarDays => "cd",
        Unit::Hours => "h",
        Unit::Years => "a",
        Unit::Share => "share",
        Unit::Money(currency) => currency,
    }
    .to_owned()
}
