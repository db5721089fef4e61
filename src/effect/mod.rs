//! What a change does: what gets better beside what gets worse, and who gains and who loses.
//!
//! The sides are those of the devil's quadrangle, time, cost, quality and flexibility, of which a
//! gain on one is usually paid for on another (Brand and van der Kolk 1995; docs/effects.md). Every
//! effect comes from measuring the whole procedure before and after, never from a rule of thumb: a
//! step that goes saves its wait as well, one that is put beside another only what it was late by.

mod hours;
mod lead;
mod lost;
mod order;
mod point;
mod stake;

pub use hours::{Fetched, Handed};
pub use lost::Lost;
pub use order::Unguarded;
use point::Point;
pub use stake::{
    Outlay, Term, in_the_way, laws_cited, laws_to_change, outlay, owners, pays_back, risks, terms,
};

use crate::context::Net;
use crate::measure::difference::{Alike, shifted};
use crate::measure::figure::{Figure, Note, State, Unit, Values};
use crate::measure::workload::Group;
use crate::measure::{Convention, Measures};
use crate::message::Message;
use crate::model::{Id, Procedure};
use crate::simplify::{Derived, Simplification};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// A side of the devil's quadrangle, and what a case has to go through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// How long it takes.
    Time,
    /// What it costs.
    Cost,
    /// How well it guards.
    Quality,
    /// How freely it can be done.
    Flexibility,
    /// Steps, visits, papers: what a case has to go through.
    Burden,
}

/// A measure that is told of a change: its key, the key of its name, its side, its figure.
type Measured = (
    &'static str,
    &'static str,
    Side,
    for<'p> fn(&'p Point<'_>) -> &'p Figure,
);

/// The measures that are told of a change, in the order of the sides.
const TOLD: [Measured; 17] = [
    ("lead-time", "measure-lead-time", Side::Time, |at| {
        &at.told.lead_time
    }),
    ("waiting", "measure-waiting", Side::Time, |at| {
        &at.told.waiting
    }),
    ("hands-on", "measure-hands-on", Side::Cost, |at| {
        &at.told.hands_on
    }),
    ("cost", "measure-cost", Side::Cost, |at| &at.told.cost),
    ("agency-cost", "measure-agency-cost", Side::Cost, |at| {
        &at.told.workload.agency_cost
    }),
    (
        "applicant-cost",
        "measure-applicant-cost",
        Side::Cost,
        |at| &at.told.workload.applicant_cost,
    ),
    (
        "free-pairs",
        "measure-free-pairs",
        Side::Flexibility,
        |at| &at.free_pairs,
    ),
    ("steps", "measure-steps", Side::Burden, |at| {
        &at.told.counts.steps
    }),
    ("sign-offs", "measure-sign-offs", Side::Burden, |at| {
        &at.told.counts.sign_offs
    }),
    ("hand-offs", "measure-hand-offs", Side::Burden, |at| {
        &at.told.counts.handoffs
    }),
    ("returns", "measure-returns", Side::Burden, |at| {
        &at.told.counts.returns
    }),
    ("visits", "measure-visits", Side::Burden, |at| {
        &at.told.counts.visits
    }),
    ("inspections", "measure-inspections", Side::Burden, |at| {
        &at.told.counts.inspections
    }),
    ("payments", "measure-payments", Side::Burden, |at| {
        &at.told.counts.payments
    }),
    ("documents", "measure-documents", Side::Burden, |at| {
        &at.told.counts.documents
    }),
    ("fields", "measure-fields", Side::Burden, |at| {
        &at.told.counts.fields
    }),
    (
        "fields-rekeyed",
        "measure-fields-rekeyed",
        Side::Burden,
        |at| &at.told.counts.fields_rekeyed,
    ),
];

/// How a figure moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// For the better, in every case of the range.
    Better,
    /// For the worse.
    Worse,
    /// For the better in some cases, for the worse in others.
    Either,
    /// Not at all.
    Same,
    /// It cannot be said.
    Unknown,
}

/// One measure before and after a change.
#[derive(Debug, Clone, PartialEq)]
pub struct Move {
    /// The side that it is on.
    pub side: Side,
    /// The measure: `lead-time`, `steps` ...
    pub key: &'static str,
    /// Its name.
    pub label: Message,
    /// Before the change.
    pub before: Figure,
    /// After it.
    pub after: Figure,
    /// How much less it is after; below zero where it is more.
    pub less: Figure,
}

impl Move {
    /// How it moves. Of everything told here less is better, but of flexibility.
    pub fn way(&self) -> Way {
        let Some(less) = self.less.known() else {
            // What is known of a floor can only be more.
            let floor = self.less.value.filter(|_| self.side != Side::Flexibility);
            let least = floor.and_then(|floor| floor.point()).unwrap_or(0.0);
            return if least > NOTHING {
                Way::Better
            } else {
                Way::Unknown
            };
        };
        let told = |value: f64| value.is_finite().then_some(value);
        let least = told(less.min).or(less.mean).unwrap_or(0.0);
        let most = told(less.max).or(less.mean).unwrap_or(0.0);
        let (falls, rises) = (most > NOTHING, least < -NOTHING);
        match (falls, rises, self.side == Side::Flexibility) {
            (false, false, _) => Way::Same,
            (true, true, _) => Way::Either,
            (true, false, false) | (false, true, true) => Way::Better,
            _ => Way::Worse,
        }
    }
}

/// Below this a difference is rounding.
const NOTHING: f64 = 1e-9;

/// What one change, or one layer of changes, does.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// The measures told of a change, in the order of the sides.
    pub moves: Vec<Move>,
    /// Controls that go, with what they stop today that nobody would stop afterwards.
    pub lost: Vec<Lost>,
    /// Steps that grant beside controls that came before them.
    pub unguarded: Vec<Unguarded>,
    /// Hours a year that each group spends less; below zero where it spends more.
    pub hours: BTreeMap<Group, Figure>,
    /// Steps that another role does afterwards.
    pub handed: Vec<Handed>,
    /// Documents that a role fetches afterwards.
    pub fetched: Vec<Fetched>,
}

impl Effect {
    /// The measures that move this way.
    pub fn moving(&self, way: Way) -> impl Iterator<Item = &Move> {
        self.moves.iter().filter(move |one| one.way() == way)
    }

    /// The measure of this key.
    pub fn of(&self, key: &str) -> Option<&Move> {
        self.moves.iter().find(|one| one.key == key)
    }

    /// Whether work goes onto the front line: hours, a step or a document to fetch.
    pub fn onto_front_line(&self) -> bool {
        let more = self.hours.get(&Group::FrontLine).and_then(Figure::known);
        let front = Some(Group::FrontLine);
        more.is_some_and(|less| less.point().is_some_and(|less| less < -NOTHING))
            || self
                .handed
                .iter()
                .any(|one| one.group == front && one.was != front)
            || self.fetched.iter().any(|one| one.group == front)
    }
}

/// The effects of what came of a procedure.
pub struct Effects {
    /// Of each change of the derivation, alone, on the version that it is applied to; nothing where
    /// there are too many to measure each.
    pub each: Option<Vec<Effect>>,
    /// Of what is sure.
    pub sure: Effect,
    /// Of everything, if every question is answered yes.
    pub if_answered: Effect,
}

impl Effects {
    /// Measures what came of a procedure; `now` are its figures as it was read.
    pub fn of(
        p: &Procedure,
        now: &Measures,
        result: &Simplification,
        convention: Convention,
    ) -> Self {
        let (versions, sure) = match &result.versions {
            Some(all) => (Cow::from(all), result.sure.derivation.len()),
            None => (Cow::from(ends(p, result)), 1),
        };
        let first = Point::first(p, &result.net, now, convention);
        let points = first.and(versions.get(1..).unwrap_or(&[]));
        let pairs = points.par_windows(2);
        let pairs = pairs.map(|pair| between(&pair[0], &pair[1]));
        let each: Option<Vec<Effect>> = result.versions.is_some().then(|| pairs.collect());
        let layer = |end: usize| {
            let mut effect = between(&points[0], &points[end]);
            if let Some(each) = &each {
                // What is lost is told where it goes: a later change may take away what stood in for it.
                effect.lost = (each.iter().take(end).flat_map(|one| one.lost.clone())).collect();
            }
            effect
        };
        let (sure, if_answered) = rayon::join(|| layer(sure), || layer(points.len() - 1));
        Self {
            each,
            sure,
            if_answered,
        }
    }
}

/// The versions that layers end at: as it was read, after what is sure, and after everything.
fn ends(p: &Procedure, result: &Simplification) -> Vec<Derived> {
    let end = |procedure: &Procedure, net: &Net| Derived {
        procedure: procedure.clone(),
        net: net.clone(),
    };
    let mut ends = vec![end(p, &result.net)];
    let layers = [&result.sure, &result.if_answered].into_iter();
    ends.extend(layers.map(|after| end(&after.procedure, &after.net)));
    ends
}

/// What lies between two versions.
fn between(before: &Point<'_>, after: &Point<'_>) -> Effect {
    let alike = Alike::of(before.procedure, after.procedure);
    let same = &alike.unchanged;
    let moves = TOLD.iter().map(|&(key, label, side, figure)| {
        let (was, is) = (figure(before), figure(after));
        let less = match key {
            "lead-time" => lead::saved(before, after, same),
            "waiting" | "hands-on" | "cost" => {
                let less = was.difference(is, |id| same.contains(id));
                let choices = before.blocks.choices || after.blocks.choices;
                if choices { without_bounds(less) } else { less }
            }
            "visits" => was.difference(is, |id| alike.coming.contains(id)),
            "documents" | "fields" | "fields-rekeyed" => {
                was.difference(is, |id| alike.asking.contains(id))
            }
            _ => was.difference(is, |id| same.contains(id)),
        };
        Move {
            side,
            key,
            label: Message::new(label),
            before: was.clone(),
            after: is.clone(),
            less,
        }
    });
    let (p, q) = (before.procedure, after.procedure);
    Effect {
        moves: moves.collect(),
        lost: lost::lost(before, after),
        unguarded: order::unguarded(before, after),
        hours: shifted(&before.told.workload, &after.told.workload, same),
        handed: hours::handed(p, q),
        fetched: hours::fetched(p, q),
    }
}

/// The least and most of two versions may be those of two different ways: their difference bounds
/// nothing, only the expectations subtract.
fn without_bounds(less: Figure) -> Figure {
    match less.value {
        Some(value) if less.state() == State::Known && !value.is_fixed() => match value.mean {
            Some(mean) => Figure {
                value: Some(Values {
                    min: f64::NEG_INFINITY,
                    typical: None,
                    max: f64::INFINITY,
                    mean: Some(mean),
                }),
                ..less
            },
            None => Figure::missing(less.unit, Message::new("why-not-drawn")),
        },
        _ => less,
    }
}

/// The unchanged steps of two versions.
type Same = BTreeSet<Id>;

/// A figure of cases that were drawn.
fn drawn(values: Values, unit: Unit, before: &Figure, after: &Figure) -> Figure {
    let blocking = Note::UnknownInBlock | Note::MeanFloor;
    let mut notes = (before.notes | after.notes) - blocking;
    if !values.is_fixed() {
        notes.insert(Note::SameCases);
    }
    Figure {
        notes,
        ..Figure::of(values, unit, before.evidence.max(after.evidence))
    }
}
