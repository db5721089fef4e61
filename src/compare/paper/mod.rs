//! Simplification on paper: what looks lighter and is not.
//!
//! Each trick needs something that fell, or moved, in the reform's favour; what is not known of either version
//! is told as not judged, and never counts as a trick.

mod clock;
mod counts;
mod merged;
mod moved;
mod window;

use crate::finding::Severity;
use crate::guarantee::Pair;
use crate::measure::difference::Difference;
use crate::measure::figure::Figure;
use crate::measure::workload::Group;
use crate::message::{Arg, Message};
use crate::model::Id;
use std::collections::{BTreeMap, BTreeSet};

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
    clock::look(seen, &mut found);
    window::look(seen, &mut found);
    moved::look(seen, &mut found);
    unexamined(seen, &mut found);
    (found.tricks, found.not_judged)
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
