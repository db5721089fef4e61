//! The figures of a procedure that a portfolio adds up and ranks by.

use super::{List, Milli};
use crate::context::Net;
use crate::measure::figure::{Figure, State, Unit};
use crate::measure::{Convention, Ranked, a_year, quality};
use crate::model::{Id, Procedure};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The figures of a version that a portfolio keeps; each is that of the same name in [`crate::measure::Measures`].
pub(super) struct Kept {
    ranked: Ranked,
    cost_a_year: Figure,
    first_pass: Figure,
}

impl Kept {
    /// Measures a version that has this net.
    pub(super) fn of(p: &Procedure, net: &Net, convention: Convention) -> Self {
        let ranked = Ranked::of(net.base(p), p, &net.graph, convention);
        Self {
            cost_a_year: a_year(p, &ranked.cost),
            first_pass: quality::first_pass(p, &net.graph),
            ranked,
        }
    }

    /// Each figure with its measure, in the order of the tables.
    fn rows(&self) -> [(&'static str, &Figure); 13] {
        let (ranked, counts) = (&self.ranked, &self.ranked.counts);
        [
            ("steps", &counts.steps),
            ("sign-offs", &counts.sign_offs),
            ("hand-offs", &counts.handoffs),
            ("visits", &counts.visits),
            ("documents", &counts.documents),
            ("fields", &counts.fields),
            ("lead-time", &ranked.lead_time),
            ("hands-on", &ranked.hands_on),
            ("cost", &ranked.cost),
            ("cost-a-year", &self.cost_a_year),
            ("applicant-hours", &ranked.applicant_hours),
            ("agency-hours", &ranked.agency_hours),
            ("first-pass-yield", &self.first_pass),
        ]
    }

    /// The figures of a procedure that is not simplified.
    pub(super) fn readings(&self) -> Vec<Reading> {
        let rows = self.rows().into_iter();
        rows.map(|(measure, figure)| Reading::of(measure, figure))
            .collect()
    }

    /// What comes off each figure in another version, where that is surely known; `unchanged` are the steps that are the
    /// same in both.
    pub(super) fn less(&self, after: &Self, unchanged: &BTreeSet<Id>) -> Vec<Option<Milli>> {
        let pairs = self.rows().into_iter().zip(after.rows());
        let less = pairs.map(|((_, before), (_, after))| {
            let less = before.difference(after, |id| unchanged.contains(id));
            Milli::of(less.known()?.point()?)
        });
        less.collect()
    }
}

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

    fn of(measure: &str, figure: &Figure) -> Self {
        let known = figure.known().and_then(|values| values.point());
        Self {
            measure: measure.to_owned(),
            unit: unit(&figure.unit),
            least: figure.value.and_then(|value| Milli::of(value.min)),
            expected: known.and_then(Milli::of),
            floor: figure.state() == State::Floor,
            less_sure: None,
            less_if_answered: None,
        }
    }
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
