//! Time: hands-on work, waiting, elapsed and lead time, from the figures of the steps.
//!
//! Rows add; a choice is expected by its visits and bounded by its shortest and longest way, no
//! loop taken; parallel branches end with the longest of them ([`fold`]). An expectation uses the
//! mean, else the typical value, else the middle of the range, named so; never the median.

pub mod draws;
mod exact;
pub mod fold;
pub mod step;
pub mod ways;

pub use fold::{Fold, Rule};
pub use step::{Aspect, Term};

use super::calendar::{Clock, Length};
use super::figure::{Figure, Note, Notes, Unit, Values};
use crate::graph::{Graph, step_nodes};
use crate::message::Message;
use crate::model::{Evidence, Id, Procedure, Step, TimeUnit};
use enumset::EnumSet;
use petgraph::graph::NodeIndex;
use std::collections::BTreeSet;

/// A range of lengths.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// The least.
    pub min: Length,
    /// The typical length.
    pub typical: Option<Length>,
    /// The most; infinite where nothing bounds it.
    pub max: Length,
    /// The expectation.
    pub mean: Option<Length>,
}

impl Range {
    /// One certain length.
    pub fn exactly(length: Length) -> Self {
        Self {
            min: length,
            typical: Some(length),
            max: length,
            mean: Some(length),
        }
    }

    /// No time at all.
    pub fn zero() -> Self {
        Self::exactly(Length::default())
    }

    /// Whether there is nothing between the least and the most.
    pub fn is_fixed(&self) -> bool {
        self.min == self.max
    }

    /// Each point as a number.
    pub fn values(&self, of: impl Fn(Length) -> f64) -> Values {
        Values {
            min: of(self.min),
            typical: self.typical.map(&of),
            max: of(self.max),
            mean: self.mean.map(&of),
        }
    }

    /// Each point changed in the same way.
    #[must_use]
    pub fn map(self, change: impl Fn(Length) -> Length) -> Self {
        Self {
            min: change(self.min),
            typical: self.typical.map(&change),
            max: change(self.max),
            mean: self.mean.map(&change),
        }
    }
}

impl std::ops::Add for Range {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        let both =
            |a: Option<Length>, b: Option<Length>| a.zip(b).map(|(a, b): (Length, Length)| a + b);
        Self {
            min: self.min + other.min,
            typical: both(self.typical, other.typical),
            max: self.max + other.max,
            mean: both(self.mean, other.mean),
        }
    }
}

/// The terms of one figure of time: what each step adds to it.
#[derive(Debug, Clone)]
pub struct Terms {
    /// For each node of the net, by its index, what a visit takes; nothing counts as unknown here.
    pub of_node: Vec<Range>,
    /// Steps that have such a term.
    pub of: usize,
    /// Steps whose term is not fully known.
    pub unknown: BTreeSet<Id>,
    /// How sure the weakest term is.
    pub evidence: Option<Evidence>,
    /// How the terms were come by.
    pub notes: Notes,
    /// Units in which the terms were given.
    pub units: EnumSet<TimeUnit>,
}

impl Terms {
    /// The terms of an aspect over the steps of which it is asked.
    pub fn of(
        procedure: &Procedure,
        graph: &Graph,
        clock: &Clock,
        aspect: Aspect,
        asked: impl Fn(&Step) -> bool,
    ) -> Self {
        let mut terms = Self::none(graph);
        for (node, step) in steps(procedure, graph) {
            if asked(step)
                && let Some(term) = Term::of(procedure, step, clock, aspect)
            {
                terms.insert(node, step, term);
            }
        }
        terms
    }

    fn none(graph: &Graph) -> Self {
        Self {
            of_node: vec![Range::zero(); graph.net.node_count()],
            of: 0,
            unknown: BTreeSet::new(),
            evidence: None,
            notes: Notes::new(),
            units: EnumSet::new(),
        }
    }

    fn insert(&mut self, node: NodeIndex, step: &Step, term: Term) {
        self.of += 1;
        if !term.known {
            self.unknown.insert(step.id.clone());
        }
        self.of_node[node.index()] = term.range;
        self.evidence = self.evidence.max(term.evidence);
        self.notes |= term.notes;
        self.units |= term.units;
    }

    /// The unit in which the total is told, noting what the choice brings with it.
    pub fn unit(&mut self, clock: &Clock) -> Unit {
        let working = [TimeUnit::Minute, TimeUnit::Hour, TimeUnit::WorkingDay];
        let working: EnumSet<TimeUnit> = working.into_iter().collect();
        let on_work = (self.units & working).len();
        let mixed = on_work > 0 && on_work < self.units.len();
        let days = self.units.contains(TimeUnit::WorkingDay);
        if self.units.contains(TimeUnit::Month) {
            self.notes.insert(Note::MeanMonth);
        }
        if mixed {
            self.notes.insert(Note::MixedClocks);
        }
        if clock.default_day && (mixed || (days && on_work > 1)) {
            self.notes.insert(Note::DefaultDay);
        }
        if mixed || (on_work == 0 && !self.units.is_empty()) {
            Unit::CalendarDays
        } else if days || self.units.is_empty() {
            Unit::WorkingDays
        } else if self.units.contains(TimeUnit::Minute) {
            Unit::Minutes
        } else {
            Unit::Hours
        }
    }

    /// The figure of a total of these terms.
    pub fn figure(mut self, clock: &Clock, total: Result<Range, Message>) -> Figure {
        let unit = self.unit(clock);
        let range = match total {
            Err(why) => return Figure::missing(unit, why),
            Ok(_) if self.units.is_empty() && !self.unknown.is_empty() => {
                return Figure {
                    of: self.of,
                    unknown: self.unknown,
                    ..Figure::missing(unit, Message::new("why-no-times"))
                };
            }
            Ok(range) => range,
        };
        let in_unit = |length| value(clock, &unit, length);
        let values = range.values(in_unit);
        if values.is_fixed() {
            self.notes -= Note::TypicalForMean
                | Note::MiddleForMean
                | Note::Triangular
                | Note::Draws
                | Note::LoopsNotTaken;
        }
        Figure {
            evidence: self.evidence,
            notes: self.notes,
            ..Figure::sum(values, unit, self.of, self.unknown)
        }
    }
}

/// A length in a unit of time.
pub fn value(clock: &Clock, unit: &Unit, length: Length) -> f64 {
    match unit {
        Unit::Minutes => length.work,
        Unit::Hours => length.work / 60.0,
        Unit::WorkingDays => length.work / clock.day,
        _ => clock.calendar_days(length),
    }
}

/// The steps of a procedure with their nodes, in file order.
pub fn steps<'a>(
    procedure: &'a Procedure,
    graph: &'a Graph,
) -> impl Iterator<Item = (NodeIndex, &'a Step)> {
    step_nodes(graph).zip(&procedure.steps)
}
