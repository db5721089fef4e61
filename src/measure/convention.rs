//! How time is counted: as it is, or as Doing Business does.
//!
//! World Bank, "Doing Business" methodology, Starting a business: at least 1 calendar day a
//! procedure, half a day where it can be done fully online; simultaneous ones start on consecutive
//! days. The longest is taken to start first.

use super::calendar::{Clock, Length};
use super::figure::Note;
use super::time::{Rule, Terms, steps};
use crate::graph::Graph;
use crate::model::{Procedure, TimeUnit};
use enumset::EnumSet;

/// A convention of counting time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Convention {
    /// Times as the file gives them.
    #[default]
    Plain,
    /// Calendar days as Doing Business counts them.
    DoingBusiness,
}

/// Minutes of a calendar day.
const DAY: f64 = 24.0 * 60.0;

impl Convention {
    /// The convention with this name: `plain` or `doing-business`.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "plain" => Some(Self::Plain),
            "doing-business" => Some(Self::DoingBusiness),
            _ => None,
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::DoingBusiness => "doing-business",
        }
    }

    /// How branches beside each other count in the lead time.
    pub fn rule(self) -> Rule {
        match self {
            Self::Plain => Rule::Longest,
            Self::DoingBusiness => Rule::Staggered,
        }
    }

    /// The elapsed times of the steps as the convention counts them.
    pub fn apply(self, procedure: &Procedure, graph: &Graph, clock: &Clock, terms: &mut Terms) {
        if self == Self::Plain || terms.units.is_empty() {
            return;
        }
        for (node, step) in steps(procedure, graph) {
            let least = if step.online == Some(true) { 0.5 } else { 1.0 };
            let range = &mut terms.of_node[node.index()];
            *range = range.map(|length| Length {
                work: 0.0,
                calendar: clock.calendar_days(length).max(least) * DAY,
            });
        }
        terms.units = EnumSet::only(TimeUnit::CalendarDay);
        terms.notes.insert(Note::DoingBusiness);
    }
}
