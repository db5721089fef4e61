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
mod stake;

pub use hours::{Fetched, Handed};
pub use lost::Lost;
pub use order::Unguarded;
pub use stake::{Term, in_the_way, laws_cited, laws_to_change, owners, pays_back, risks, terms};

use crate::context::Net;
use crate::fact::Facts;
use crate::graph::Graph;
use crate::measure::cases::Cases;
use crate::measure::difference::{asking_alike, coming_alike, shifted, unchanged};
use crate::measure::figure::{Figure, Note, State, Unit, Values};
use crate::measure::measures::Row;
use crate::measure::structure::{Kind, Structure};
use crate::measure::workload::Group;
use crate::measure::{Convention, Measures, measure};
use crate::message::Message;
use crate::model::{Id, Procedure, Step};
use crate::simplify::{Replayed, Simplification, versions};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

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

/// The measures that are told of a change, and the side that each is on.
const TOLD: [(&str, Side); 16] = [
    ("lead-time", Side::Time),
    ("waiting", Side::Time),
    ("hands-on", Side::Cost),
    ("cost", Side::Cost),
    ("agency-cost", Side::Cost),
    ("applicant-cost", Side::Cost),
    ("free-pairs", Side::Flexibility),
    ("steps", Side::Burden),
    ("sign-offs", Side::Burden),
    ("hand-offs", Side::Burden),
    ("visits", Side::Burden),
    ("inspections", Side::Burden),
    ("payments", Side::Burden),
    ("documents", Side::Burden),
    ("fields", Side::Burden),
    ("fields-rekeyed", Side::Burden),
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

/// Steps times changes beyond which single changes are not measured.
const MOST: usize = 10_000;

impl Effects {
    /// Measures what came of a procedure; `now` are its figures as it was read. Nothing where it is too
    /// large to be analysed.
    pub fn of(
        p: &Procedure,
        now: &Measures,
        result: &Simplification,
        facts: &Facts,
        convention: Convention,
    ) -> Option<Self> {
        let entries = &result.if_answered.derivation;
        let sure = result.sure.derivation.len();
        let versions = versions(p, facts, entries).ok()?;
        let each = p.steps.len() * entries.len() <= MOST;
        let points: Vec<Point<'_>> = (versions.iter().enumerate())
            .filter(|(number, _)| each || [0, sure, entries.len()].contains(number))
            .map(|(number, version)| {
                let measures = (number == 0).then(|| now.clone());
                Point::of(p, version, measures, convention)
            })
            .collect();
        let (first, last) = (points.first()?, points.last()?);
        let at_sure = match (each, sure) {
            (true, sure) => points.get(sure)?,
            (false, 0) => first,
            (false, _) => points.get(1)?,
        };
        let steps = points.windows(2);
        let each: Option<Vec<Effect>> =
            each.then(|| steps.map(|pair| between(&pair[0], &pair[1])).collect());
        let layer = |after: &Point<'_>, count: usize| {
            let mut effect = between(first, after);
            if let Some(each) = &each {
                // What is lost is told where it goes: a later change may take away what stood in for it.
                effect.lost = (each.iter().take(count).flat_map(|one| one.lost.clone())).collect();
            }
            effect
        };
        Some(Self {
            sure: layer(at_sure, sure),
            if_answered: layer(last, entries.len()),
            each,
        })
    }
}

/// A version with its figures.
struct Point<'a> {
    first: &'a Procedure,
    procedure: &'a Procedure,
    net: &'a Net,
    measures: Measures,
    convention: Convention,
    blocks: Blocks,
    cases: OnceCell<Option<Cases>>,
}

/// What a version has of blocks, which decides what its bounds can say.
#[derive(Clone, Copy)]
struct Blocks {
    choices: bool,
    parallel: bool,
}

impl Blocks {
    /// What is no block counts as both.
    fn of(graph: &Graph) -> Self {
        let structure = Structure::of(graph);
        let has = |kind: Kind| {
            structure.as_ref().is_none_or(|structure| {
                let mut blocks = structure.blocks.iter();
                blocks.any(|block| {
                    let both = matches!(block.kind, Kind::Inclusive | Kind::Tangled(_));
                    both || block.kind == kind
                })
            })
        };
        Self {
            choices: has(Kind::Choice),
            parallel: has(Kind::Parallel),
        }
    }
}

impl<'a> Point<'a> {
    fn of(
        first: &'a Procedure,
        version: &'a Replayed,
        measures: Option<Measures>,
        convention: Convention,
    ) -> Self {
        let graph = &version.net.graph;
        Self {
            first,
            procedure: &version.procedure,
            net: &version.net,
            measures: measures.unwrap_or_else(|| measure(&version.procedure, graph, convention)),
            convention,
            blocks: Blocks::of(graph),
            cases: OnceCell::new(),
        }
    }

    fn cases(&self) -> Option<&Cases> {
        let draw = || Cases::of(self.first, self.procedure, &self.net.graph);
        self.cases.get_or_init(draw).as_ref()
    }

    /// Whether a case takes as long as in another version, for each of its steps does and comes where it came.
    fn as_long_as(&self, other: &Self) -> bool {
        let times = |step: &Step| {
            (
                step.id.clone(),
                step.elapsed.clone(),
                step.work.clone(),
                step.wait.clone(),
            )
        };
        let steps = self.procedure.steps.iter().zip(&other.procedure.steps);
        Rc::ptr_eq(&self.net.graph, &other.net.graph)
            && steps.into_iter().all(|(a, b)| times(a) == times(b))
    }

    fn rows(&self) -> Vec<Row> {
        let free = Figure::count(order::free_pairs(self.net));
        let mut rows = self.measures.rows();
        rows.push(Row::new("free-pairs", "measure-free-pairs", &free));
        rows
    }
}

/// What lies between two versions.
fn between(before: &Point<'_>, after: &Point<'_>) -> Effect {
    let same = unchanged(before.procedure, after.procedure);
    let [asking, coming] =
        [asking_alike, coming_alike].map(|alike| alike(before.procedure, after.procedure));
    let (was, is) = (before.rows(), after.rows());
    let find = |rows: &[Row], key: &str| rows.iter().find(|row| row.key == key).cloned();
    let moves = TOLD.iter().filter_map(|&(key, side)| {
        let (was, is) = (find(&was, key)?, find(&is, key)?);
        let less = match key {
            "lead-time" => lead::saved(before, after, &same),
            "waiting" | "hands-on" | "cost" => {
                let less = was.figure.difference(&is.figure, |id| same.contains(id));
                let choices = before.blocks.choices || after.blocks.choices;
                if choices { without_bounds(less) } else { less }
            }
            "visits" => was.figure.difference(&is.figure, |id| coming.contains(id)),
            "documents" | "fields" | "fields-rekeyed" => {
                was.figure.difference(&is.figure, |id| asking.contains(id))
            }
            _ => was.figure.difference(&is.figure, |id| same.contains(id)),
        };
        Some(Move {
            side,
            key,
            label: was.label,
            before: was.figure,
            after: is.figure,
            less,
        })
    });
    let (p, q) = (before.procedure, after.procedure);
    Effect {
        moves: moves.collect(),
        lost: lost::lost(before, after),
        unguarded: order::unguarded(before, after),
        hours: shifted(&before.measures.workload, &after.measures.workload, &same),
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
    let kept = |note: &&Note| !matches!(note, Note::UnknownInBlock | Note::MeanFloor);
    let mut notes: BTreeSet<Note> = before
        .notes
        .union(&after.notes)
        .filter(kept)
        .copied()
        .collect();
    if !values.is_fixed() {
        notes.insert(Note::SameCases);
    }
    Figure {
        notes,
        ..Figure::of(values, unit, before.evidence.max(after.evidence))
    }
}
