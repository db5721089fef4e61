//! Figures: a value with its unit, how sure it is, and what is missing.
//!
//! A missing figure is never zero. A sum with unknown terms is a floor (`at least 66 min, 9 of 10
//! steps known`), which passes no ceiling; a figure of which nothing is known says why.

mod show;

use crate::message::Message;
use crate::model::{Evidence, Id};
use enumset::{EnumSet, EnumSetType};
use std::collections::BTreeSet;

/// The unit of a figure. Money carries its ISO 4217 code: two currencies are two units.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// A number of things.
    Count,
    /// Minutes of work.
    Minutes,
    /// Working days.
    WorkingDays,
    /// Calendar days.
    CalendarDays,
    /// Hours.
    Hours,
    /// A fraction of 1.
    Share,
    /// Years.
    Years,
    /// Money of one currency.
    Money(String),
}

/// What a figure is, in its unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Values {
    /// The least.
    pub min: f64,
    /// The typical value.
    pub typical: Option<f64>,
    /// The most; infinite where no source bounds it.
    pub max: f64,
    /// The expectation.
    pub mean: Option<f64>,
}

impl Values {
    /// One certain value.
    pub fn exactly(value: f64) -> Self {
        Self {
            min: value,
            typical: Some(value),
            max: value,
            mean: Some(value),
        }
    }

    /// Whether there is nothing between the least and the most.
    pub fn is_fixed(&self) -> bool {
        self.max.is_finite() && self.max - self.min <= 1e-9 * self.max.abs().max(1.0)
    }

    /// The point to compare by: the expectation, else the typical value, else the middle; none
    /// where the most is unbounded.
    pub fn point(&self) -> Option<f64> {
        let middle = f64::midpoint(self.min, self.max);
        self.mean
            .or(self.typical)
            .or(middle.is_finite().then_some(middle))
    }

    /// Each point changed in the same way.
    #[must_use]
    pub fn map(self, change: impl Fn(f64) -> f64) -> Self {
        Self {
            min: change(self.min),
            typical: self.typical.map(&change),
            max: change(self.max),
            mean: self.mean.map(&change),
        }
    }

    /// Each point of both put together.
    fn zip(self, other: Self, join: impl Fn(f64, f64) -> f64) -> Self {
        let both = |a: Option<f64>, b: Option<f64>| a.zip(b).map(|(a, b)| join(a, b));
        Self {
            min: join(self.min, other.min),
            typical: both(self.typical, other.typical),
            max: join(self.max, other.max),
            mean: both(self.mean, other.mean),
        }
    }
}

/// How a figure was come by, where that must be said beside it.
#[derive(Debug, PartialOrd, Ord, EnumSetType)]
pub enum Note {
    /// A working day was taken as 8 hours, the default.
    DefaultDay,
    /// A month was taken as 365.2425 / 12 days.
    MeanMonth,
    /// A typical value stood for a mean.
    TypicalForMean,
    /// The middle of a range stood for a mean.
    MiddleForMean,
    /// The mean of a maximum took each branch as triangular.
    Triangular,
    /// The mean of a maximum came from seeded triangular draws.
    Draws,
    /// The mean of a maximum is known only to be at least the maximum of the means.
    MeanFloor,
    /// The bounds take no loop.
    LoopsNotTaken,
    /// Working and calendar time were put together by the calendar.
    MixedClocks,
    /// An unknown term lies in a block, so that differences with it are not measurable.
    UnknownInBlock,
    /// Half a day or one day stood for steps that take less (Doing Business).
    DoingBusiness,
    /// Standard minutes stood for a visit.
    DefaultVisit,
    /// The range holds nine of ten cases, each drawn once and sent through both versions.
    SameCases,
}

/// How a figure was come by.
pub type Notes = EnumSet<Note>;

/// What can be said of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Every term is known.
    Known,
    /// Some terms, or how they spread, are unknown: the value is a floor.
    Floor,
    /// Nothing can be said.
    NotMeasurable,
}

/// A measured figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// The value; of the known terms only, where some are unknown.
    pub value: Option<Values>,
    /// Its unit.
    pub unit: Unit,
    /// How sure its weakest term is.
    pub evidence: Option<Evidence>,
    /// Terms known.
    pub known: usize,
    /// Terms in all.
    pub of: usize,
    /// Ids of the unknown terms.
    pub unknown: BTreeSet<Id>,
    /// How it was come by.
    pub notes: Notes,
    /// Why it is not measurable.
    pub why: Option<Message>,
}

impl Figure {
    /// A figure of one known term.
    pub fn of(value: Values, unit: Unit, evidence: Option<Evidence>) -> Self {
        Self {
            value: Some(value),
            unit,
            evidence,
            known: 1,
            of: 1,
            unknown: BTreeSet::new(),
            notes: Notes::new(),
            why: None,
        }
    }

    /// A count of what stands in the file.
    pub fn count(n: usize) -> Self {
        Self::of(Values::exactly(n as f64), Unit::Count, None)
    }

    /// A figure of which nothing can be said.
    pub fn missing(unit: Unit, why: Message) -> Self {
        Self {
            value: None,
            why: Some(why),
            known: 0,
            ..Self::of(Values::exactly(0.0), unit, None)
        }
    }

    /// A sum of `of` terms with those of these ids unknown.
    pub fn sum(value: Values, unit: Unit, of: usize, unknown: BTreeSet<Id>) -> Self {
        let known = of.saturating_sub(unknown.len());
        Self {
            known,
            of,
            unknown,
            ..Self::of(value, unit, None)
        }
    }

    /// What can be said of it.
    pub fn state(&self) -> State {
        match self.value {
            None => State::NotMeasurable,
            Some(_) if self.known < self.of || self.notes.contains(Note::MeanFloor) => State::Floor,
            Some(_) => State::Known,
        }
    }

    /// The value where every term is known.
    pub fn known(&self) -> Option<Values> {
        self.value.filter(|_| self.state() == State::Known)
    }

    /// Whether it surely stays within a ceiling, in its unit; a floor never does.
    pub fn within(&self, ceiling: f64) -> bool {
        self.known().is_some_and(|value| value.max <= ceiling)
    }

    /// The sum; not measurable for different units, two currencies among them.
    #[must_use]
    pub fn add(&self, other: &Self) -> Self {
        let mut sum = self.combine(other, |a, b| a + b);
        sum.known = self.known + other.known;
        sum.of = self.of + other.of;
        sum.unknown.extend(other.unknown.iter().cloned());
        sum
    }

    /// How much less `after` is than this, point by point (least from least, mean from mean).
    ///
    /// Measurable when the unknown terms are the same on both sides and `unchanged` says of each
    /// that it is the same in both: what is unknown then cancels out.
    #[must_use]
    pub fn difference(&self, after: &Self, unchanged: impl Fn(&Id) -> bool) -> Self {
        let blocking = Note::UnknownInBlock | Note::MeanFloor;
        let blocked = !(self.notes | after.notes).is_disjoint(blocking);
        let cancels = self.unknown == after.unknown && self.unknown.iter().all(unchanged);
        let floors = self.state() == State::Floor || after.state() == State::Floor;
        if floors && (blocked || !cancels) {
            return Self::missing(self.unit.clone(), Message::new("why-unknown-differs"));
        }
        let mut less = self.combine(after, |before, after| {
            if before.is_infinite() && after.is_infinite() {
                f64::INFINITY
            } else {
                before - after
            }
        });
        if let Some(value) = &mut less.value
            && value.min > value.max
        {
            std::mem::swap(&mut value.min, &mut value.max);
        }
        less.known = less.of;
        less.unknown.clear();
        less
    }

    fn combine(&self, other: &Self, join: impl Fn(f64, f64) -> f64) -> Self {
        if self.unit != other.unit {
            return Self::missing(self.unit.clone(), Message::new("why-units-differ"));
        }
        let (Some(a), Some(b)) = (self.value, other.value) else {
            let why = self.why.clone().or_else(|| other.why.clone());
            return Self::missing(
                self.unit.clone(),
                why.unwrap_or(Message::new("why-nothing-known")),
            );
        };
        Self {
            value: Some(a.zip(b, join)),
            evidence: self.evidence.max(other.evidence),
            notes: self.notes | other.notes,
            ..self.clone()
        }
    }
}
