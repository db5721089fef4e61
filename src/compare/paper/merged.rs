//! Steps merged with the same work inside.

use super::taken::Taken;
use super::{Found, Seen};
use crate::finding::Severity;
use crate::measure::data;
use crate::message::{Arg, Message};
use crate::model::{Id, Procedure, Step};
use std::collections::BTreeSet;

/// What one step or several hold besides time, as far as the file says.
struct Inside {
    documents: u64,
    visits: usize,
    fees: usize,
    entries: usize,
}

pub(super) fn look(seen: &Seen<'_, '_>, found: &mut Found) {
    let (before, after) = (seen.pair.before.procedure, seen.pair.after.procedure);
    for step in &after.steps {
        let parts = before.steps.iter();
        let parts: Vec<&Step> = parts
            .filter(|part| {
                seen.pair
                    .heir(&part.id)
                    .is_some_and(|heir| heir.id == step.id)
            })
            .collect();
        if parts.len() < 2 || seen.examined_merge(&parts, step) {
            continue;
        }
        let names = Arg::names(parts.iter().map(|part| &part.id));
        let was = parts.iter().map(|part| seen.before.taken(part));
        let was = was.fold(Taken::zero(), Taken::and);
        let is = seen.after.taken(step);
        let (elsewhere, growers) = seen.growth(&[&step.id]);
        let (alone, together) = (was.is_kept(is), was.is_kept(is.and(elsewhere)));
        if alone.is_none() {
            let unknown = Message::new("unjudged-merge").with("steps", names);
            found.not_judged.push(unknown);
            continue;
        }
        let (had, has) = (Inside::of(before, &parts), Inside::of(after, &[step]));
        let hidden = alone == Some(false) && together == Some(true) && elsewhere.is_some();
        if has.is_no_less(&had) && (alone == Some(true) || hidden) {
            let key = if hidden {
                "trick-merged-hidden"
            } else {
                "trick-merged-same-work"
            };
            let message = Message::new(key)
                .with("steps", names)
                .with("step", Arg::name(&step.id))
                .with("others", Arg::names(&growers));
            let steps = parts.iter().map(|part| part.id.clone()).collect();
            found.add("merged-same-work", Severity::Medium, steps, message);
        }
    }
}

impl Seen<'_, '_> {
    /// Whether a file says that this program merged the steps, and that is so: it is sure of it itself, and would not make
    /// a step of it that takes less. What a file says of its own origin is no proof.
    fn examined_merge(&self, parts: &[&Step], step: &Step) -> bool {
        let origin = step.origin.as_ref();
        let claimed = origin.is_some_and(|origin| origin.rewrites.is_some());
        let ids: BTreeSet<Id> = parts.iter().flat_map(|part| part.original()).collect();
        let own = |sure: &Procedure| {
            let mut steps = sure.steps.iter();
            steps.any(|own| {
                let both = own.original();
                let is = self.after.taken(step);
                ids.iter().all(|id| both.contains(id)) && is.is_within(self.before.taken(own))
            })
        };
        claimed && self.sure().is_some_and(own)
    }
}

impl Inside {
    fn of(p: &Procedure, steps: &[&Step]) -> Self {
        let asked = steps.iter().flat_map(|step| data::asked_at(p, step));
        Self {
            documents: asked.map(|asked| asked.need.copies()).sum(),
            visits: steps.iter().filter(|step| step.visit.is_some()).count(),
            fees: steps.iter().filter(|step| step.fee.is_some()).count(),
            entries: steps
                .iter()
                .map(|step| step.enters.iter().flatten().count())
                .sum(),
        }
    }

    fn is_no_less(&self, was: &Self) -> bool {
        self.documents >= was.documents
            && self.visits >= was.visits
            && self.fees >= was.fees
            && self.entries >= was.entries
    }
}
