//! What a claimed reform changed: two files that people wrote, matched, and held against each other.
//!
//! The version after is put into the words of the version before (its ids), so that everything that speaks of
//! two versions of one procedure serves here as well: guarantees, differences and drawings.

mod alike;
pub mod called;
mod doubt;
mod dropped;
mod matching;
mod paper;
mod rest;
mod translate;

pub use matching::{How, Kind, Match, Matching, Orders};
pub use paper::Trick;

use crate::context::Context;
use crate::diff::{Diff, Fate, Line, Table, Work};
use crate::fact::Facts;
use crate::guarantee::{self, Pair};
use crate::measure::difference::{Difference, differences, unchanged};
use crate::measure::relations::TooLarge;
use crate::measure::workload::Workload;
use crate::measure::{Convention, measure};
use crate::message::{Lang, Message, Names};
use crate::model::part::Part;
use crate::model::{Id, Procedure, Step};

/// A safeguard, and what was lost of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Safeguard {
    /// The guarantee: `criteria-examined` ...
    pub id: &'static str,
    /// What was lost, if something was.
    pub lost: Option<Message>,
    /// What is not known to be kept: the rule that asked for it is gone.
    pub open: Option<Message>,
}

/// What became of a step, or that it is new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The step: by its id before, of a new one by that after.
    pub step: Id,
    /// Where it went, if it is part of another step now.
    pub into: Option<Id>,
    /// What became of it.
    pub fate: Fate,
    /// The members of the file that differ.
    pub members: Vec<String>,
}

/// Two versions, and what a supervisor asks about them.
pub struct Comparison<'a> {
    /// The version before.
    pub before: &'a Procedure,
    /// The version after, in the ids of the version before.
    pub after: Procedure,
    /// What is what.
    pub matching: Matching,
    /// What became of each step.
    pub changes: Vec<Change>,
    /// What changed besides the steps.
    pub rest: Vec<Message>,
    /// Every guarantee.
    pub safeguards: Vec<Safeguard>,
    /// Simplification on paper.
    pub tricks: Vec<Trick>,
    /// What could not be judged, and why.
    pub not_judged: Vec<Message>,
    /// Every measure before and after.
    pub figures: Vec<Difference>,
    /// The work of a year before and after.
    work: [Workload; 2],
}

/// Compares two versions; `orders` are what a person said of the matches.
///
/// # Errors
/// [`TooLarge`] where the tables of a net would not fit in memory.
pub fn compare<'a>(
    before: &'a Procedure,
    after: &Procedure,
    orders: &Orders,
    convention: Convention,
) -> Result<Comparison<'a>, TooLarge> {
    let matching = Matching::of(before, after, orders);
    let after = translate::translated(before, after, &matching);
    let (facts, later) = (Facts::of(before), Facts::of(&after));
    let was = Context::of(before, &facts)?;
    let is = Context::of(&after, &later)?;
    let pair = Pair::claimed(&was, &is);
    let safeguards: Vec<Safeguard> = guarantee::ALL
        .iter()
        .map(|guarantee| safeguard(guarantee, &pair))
        .collect();
    let now = measure(before, &was.graph, convention);
    let then = measure(&after, &is.graph, convention);
    let same = unchanged(before, &after);
    let figures = differences(&now, &then, &same);
    let shifted = crate::measure::difference::shifted(&now.workload, &then.workload, &same);
    let (tricks, mut not_judged) = paper::tricks(&paper::Seen::new(&pair, &figures, &shifted));
    let changes = changes(before, &after, &pair);
    not_judged.extend(matching.doubtful(before, &after));
    let mut rest = matching.splits();
    rest.extend(rest::changes(before, &after));
    drop(is);
    Ok(Comparison {
        before,
        after,
        matching,
        changes,
        rest,
        safeguards,
        tricks,
        not_judged,
        figures,
        work: [now.workload, then.workload],
    })
}

/// Whether a guarantee survived, and the rule that it rests on.
fn safeguard(guarantee: &guarantee::Guarantee, pair: &Pair<'_>) -> Safeguard {
    let lost = (guarantee.check)(pair).err().map(|lost| {
        let appeal = || dropped::appeal(pair).filter(|_| guarantee.id == "appeals-independent");
        appeal().unwrap_or(lost)
    });
    Safeguard {
        id: guarantee.id,
        open: dropped::rule(guarantee.id, pair).filter(|_| lost.is_none()),
        lost,
    }
}

/// What became of each step, in file order; new ones last.
fn changes(before: &Procedure, after: &Procedure, pair: &Pair<'_>) -> Vec<Change> {
    let diff = Diff::between(before, after);
    let mut changes = Vec::new();
    for step in &before.steps {
        let heir = pair.heir(&step.id).and_then(|heir| after.step(&heir.id));
        let members = heir.filter(|heir| heir.id == step.id);
        let members = members.map_or_else(Vec::new, |heir| differing(step, heir));
        let fate = diff.was.get(&step.id).and_then(|part| part.fate);
        if let Some(fate) = fate.or_else(|| resequenced(step, pair)) {
            changes.push(Change {
                step: step.id.clone(),
                into: (heir.filter(|heir| heir.id != step.id)).map(|heir| heir.id.clone()),
                fate,
                members,
            });
        }
    }
    let new = after.steps.iter().filter(|step| {
        let part = diff.is.get(&step.id);
        part.and_then(|part| part.fate) == Some(Fate::Added)
    });
    changes.extend(new.map(|step| Change {
        step: step.id.clone(),
        into: None,
        fate: Fate::Added,
        members: Vec::new(),
    }));
    changes
}

/// The members of the file in which two versions of a step differ, but for where it stands.
fn differing(was: &Step, is: &Step) -> Vec<String> {
    let (was, is) = (was.write(), is.write());
    let keys = |value: &serde_json::Value| -> Vec<String> {
        let members = value.as_object().into_iter().flat_map(|map| map.keys());
        members.cloned().collect()
    };
    let mut all = keys(&was);
    all.extend(keys(&is));
    let mut found = Vec::new();
    for key in all {
        let silent = matches!(key.as_str(), "after" | "origin" | "id");
        if !silent && was.get(&key) != is.get(&key) && !found.contains(&key) {
            found.push(key);
        }
    }
    found
}

/// Whether a step that is itself unchanged runs beside one with which it stood in a row.
fn resequenced(step: &Step, pair: &Pair<'_>) -> Option<Fate> {
    let heir = pair.heir(&step.id)?;
    let beside = |other: &&Step| {
        let in_row =
            pair.before.leads(&step.id, &other.id) || pair.before.leads(&other.id, &step.id);
        in_row
            && pair
                .heir(&other.id)
                .is_some_and(|now| now.id != heir.id && pair.after.concurrent(&heir.id, &now.id))
    };
    let mut steps = pair.before.procedure.steps.iter();
    steps.any(|other| beside(&other)).then_some(Fate::Parallel)
}

impl Comparison<'_> {
    /// The two versions for drawing, each step marked with what became of it.
    pub fn diff(&self) -> Diff<'_> {
        let mut diff = Diff::between(self.before, &self.after);
        let parallel = self.changes.iter();
        for change in parallel.filter(|change| change.fate == Fate::Parallel) {
            for parts in [&mut diff.was, &mut diff.is] {
                if let Some(part) = parts.get_mut(&change.step) {
                    part.fate = part.fate.or(Some(Fate::Parallel));
                }
            }
        }
        diff
    }

    /// The figures as a table for the strip of a drawing.
    pub fn table(&self) -> Table {
        let lines = self.figures.iter().map(|figure| Line {
            key: figure.key,
            label: figure.label.clone(),
            now: figure.before.clone(),
            sure: figure.after.clone(),
            if_answered: figure.after.clone(),
            less_sure: figure.less.clone(),
            less_if_answered: figure.less.clone(),
        });
        let [now, then] = &self.work;
        Table {
            lines: lines.collect(),
            work: Work {
                now: now.clone(),
                sure: then.clone(),
                if_answered: then.clone(),
            },
        }
    }

    /// Whether a safeguard was lost, or is not known to be kept.
    pub fn loses(&self) -> bool {
        let mut safeguards = self.safeguards.iter();
        safeguards.any(|one| one.lost.is_some() || one.open.is_some())
    }

    /// Whether there is anything to tell of but figures.
    pub fn is_quiet(&self) -> bool {
        let changed = !self.changes.is_empty() || !self.rest.is_empty();
        !self.loses() && self.tricks.is_empty() && !changed
    }
}

impl Names for Comparison<'_> {
    fn name(&self, id: &str, lang: Lang) -> String {
        let known = self.before.name(id, lang);
        if known == id {
            self.after.name(id, lang)
        } else {
            known
        }
    }
}
