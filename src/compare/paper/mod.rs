//! Simplification on paper: what looks lighter and is not.
//!
//! Each trick needs something that fell, or moved, in the reform's favour; what is not known of either version
//! is told as not judged, and never counts as a trick.

mod called;
mod clock;
mod counts;
mod labels;
mod limits;
mod merged;
mod moved;
mod sampled;
mod taken;
mod window;

use crate::finding::Severity;
use crate::guarantee::Pair;
use crate::measure::difference::Difference;
use crate::measure::figure::{Figure, State};
use crate::measure::workload::Group;
use crate::message::{Arg, Message};
use crate::model::{Id, Procedure};
use crate::simplify::{Options, simplify};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;
use taken::{Scale, Taken};

/// Something that is simpler on paper only.
#[derive(Debug, Clone, PartialEq)]
pub struct Trick {
    /// Which trick: `merged-same-work` ...
    pub id: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// The steps it is about, by their ids before.
    pub steps: Vec<Id>,
    /// What was seen.
    pub message: Message,
}

/// What tricks are looked for in.
pub(super) struct Seen<'s, 'a> {
    pub(super) pair: &'s Pair<'a>,
    pub(super) figures: &'s [Difference],
    pub(super) shifted: &'s BTreeMap<Group, Figure>,
    /// What steps take, before and after.
    before: Scale,
    after: Scale,
    /// What this program would make of the version before, once it was asked for.
    sure: OnceLock<Option<Procedure>>,
}

impl<'s, 'a> Seen<'s, 'a> {
    pub(super) fn new(
        pair: &'s Pair<'a>,
        figures: &'s [Difference],
        shifted: &'s BTreeMap<Group, Figure>,
    ) -> Self {
        Self {
            before: Scale::of(pair.before.procedure),
            after: Scale::of(pair.after.procedure),
            sure: OnceLock::new(),
            pair,
            figures,
            shifted,
        }
    }

    /// The version before with every change of this program that is sure.
    fn sure(&self) -> Option<&Procedure> {
        let sure = || {
            let result = simplify(self.pair.before.procedure, &Options::default());
            Some(result.ok()?.sure.procedure)
        };
        self.sure.get_or_init(sure).as_ref()
    }

    /// By how much the steps that are in both versions, and new ones, take more than before, and which those are; without
    /// some steps of the version after.
    fn growth(&self, without: &[&Id]) -> (Taken, Vec<Id>) {
        let before = self.pair.before.procedure;
        let (mut sum, mut who) = (Taken::zero(), Vec::new());
        let after = self.pair.after.procedure.steps.iter();
        for step in after.filter(|step| !without.contains(&&step.id)) {
            let parts = step.original();
            let parts: Vec<_> = parts.iter().filter_map(|id| before.step(id)).collect();
            let was = parts.iter().map(|part| self.before.taken(part));
            let was = was.fold(Taken::zero(), Taken::and);
            let more = self.after.taken(step).growth(was);
            if more.is_some() {
                sum = sum.and(more);
                who.push(step.id.clone());
            }
        }
        (sum, who)
    }
}

/// What a look for one trick came to.
#[derive(Default)]
pub(super) struct Found {
    tricks: Vec<Trick>,
    not_judged: Vec<Message>,
}

impl Found {
    fn add(&mut self, id: &'static str, severity: Severity, steps: Vec<Id>, message: Message) {
        self.tricks.push(Trick {
            id,
            severity,
            steps,
            message,
        });
    }
}

/// Every trick that was found, and what could not be judged.
pub(super) fn tricks(seen: &Seen<'_, '_>) -> (Vec<Trick>, Vec<Message>) {
    let mut found = Found::default();
    merged::look(seen, &mut found);
    counts::look(seen, &mut found);
    labels::look(seen, &mut found);
    clock::look(seen, &mut found);
    window::look(seen, &mut found);
    moved::look(seen, &mut found);
    called::look(seen, &mut found);
    limits::look(seen, &mut found);
    sampled::look(seen, &mut found);
    unexamined(seen, &mut found);
    less_known(seen, &mut found);
    (found.tricks, found.not_judged)
}

/// Measures that were wholly known and are not any more: what the file leaves out cannot be held for saved.
fn less_known(seen: &Seen<'_, '_>, found: &mut Found) {
    for one in seen.figures {
        if one.before.state() == State::Known && one.after.state() != State::Known {
            let key = if one.after.unknown.is_empty() {
                "unjudged-less-known"
            } else {
                "unjudged-less-known-of"
            };
            let said = Message::new(key)
                .with("measure", one.label.clone())
                .with("steps", Arg::names(&one.after.unknown));
            found.not_judged.push(said);
        }
    }
}

/// A criterion that some step examined and that none does any more.
fn unexamined(seen: &Seen<'_, '_>, found: &mut Found) {
    let after = seen.pair.after.procedure.steps.iter();
    let now: BTreeSet<&Id> = after
        .flat_map(|step| step.criteria.iter().flatten())
        .collect();
    let mut were: BTreeMap<&Id, Vec<Id>> = BTreeMap::new();
    for step in &seen.pair.before.procedure.steps {
        for criterion in step.criteria.iter().flatten() {
            were.entry(criterion).or_default().push(step.id.clone());
        }
    }
    for (criterion, steps) in were {
        if !now.contains(criterion) {
            let message = Message::new("trick-criterion-unexamined")
                .with("criterion", Arg::name(criterion))
                .with("steps", Arg::names(&steps));
            found.add("criterion-unexamined", Severity::High, steps, message);
        }
    }
}
