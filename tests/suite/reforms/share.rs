//! Which proposals count for which action of a reform: each for one.

use super::action::Action;
use redtape::context::Context;
use redtape::model::Procedure;
use redtape::simplify::{Entry, Layer, Options, Proposal, Simplification};
use std::collections::BTreeSet;

/// A proposal that was applied, and the version that it was applied to.
pub(super) struct Applied<'a> {
    pub(super) proposal: &'a Proposal,
    version: Procedure,
    pub(super) layer: Layer,
}

/// What was applied, as sure first; what both layers have, once.
pub(super) fn applied<'a>(
    p: &Procedure,
    options: &Options,
    result: &'a Simplification,
) -> Vec<Applied<'a>> {
    let mut all: Vec<Applied<'a>> = Vec::new();
    for (layer, entries) in [
        (Layer::Sure, &result.sure.derivation),
        (Layer::IfAnswered, &result.if_answered.derivation),
    ] {
        for (Entry { proposal, .. }, version) in entries.iter().zip(versions(p, options, entries)) {
            if all.iter().all(|one| one.proposal.id() != proposal.id()) {
                all.push(Applied {
                    proposal,
                    version,
                    layer,
                });
            }
        }
    }
    all
}

/// What counts for one action.
#[derive(Default)]
pub(super) struct Share<'a> {
    pub(super) own: Vec<&'a Applied<'a>>,
    /// How many of its steps they cover.
    pub(super) covered: usize,
    /// Where none is left: one that would count, but counts for another action.
    pub(super) elsewhere: Option<String>,
}

/// Which proposals count for which action: each for one. The action that has the fewest to choose from chooses first, its
/// own rewrites in their order, and takes what covers a step that it has not yet.
pub(super) fn shares<'a>(actions: &[Action], applied: &'a [Applied<'a>]) -> Vec<Share<'a>> {
    let choices = |action: &Action| -> Vec<(usize, BTreeSet<String>)> {
        let mut found: Vec<(usize, BTreeSet<String>)> = applied
            .iter()
            .map(|one| action.covered_by(one.proposal, &one.version))
            .enumerate()
            .filter(|(_, covered)| !covered.is_empty())
            .collect();
        let rank = |at: usize| {
            let id = applied[at].proposal.rewrite.id;
            action.shows_as.iter().position(|known| known == id)
        };
        found.sort_by_key(|(at, _)| rank(*at));
        found
    };
    let choices: Vec<_> = actions.iter().map(choices).collect();
    let mut order: Vec<usize> = (0..actions.len()).collect();
    order.sort_by_key(|&at| choices[at].len());
    let mut taken = BTreeSet::new();
    let mut shares: Vec<Share<'a>> = actions.iter().map(|_| Share::default()).collect();
    for at in order {
        let mut covered: BTreeSet<&String> = BTreeSet::new();
        for (one, steps) in &choices[at] {
            let new = steps.iter().any(|step| !covered.contains(step));
            if new && taken.insert(*one) {
                covered.extend(steps);
                shares[at].own.push(&applied[*one]);
            }
        }
        shares[at].covered = covered.len();
        let first = choices[at].first().filter(|_| shares[at].own.is_empty());
        shares[at].elsewhere = first.map(|(one, _)| applied[*one].proposal.id());
    }
    shares
}

/// Every version that a derivation goes through, the procedure as it was read first.
fn versions(p: &Procedure, options: &Options, entries: &[Entry]) -> Vec<Procedure> {
    let mut versions = vec![p.clone()];
    for Entry { proposal, .. } in entries {
        let last = versions.last().expect("the first");
        let cx = Context::of(last, &options.facts).expect("not too large");
        let next = (proposal.rewrite.apply)(&cx, &proposal.target);
        versions.push(next);
    }
    versions
}
