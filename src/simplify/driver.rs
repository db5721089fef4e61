//! One rewrite after the other, each checked before the next is looked for.

use super::found::Found;
use super::{Entry, Layer, Options, Outcome, Proposal, Undone};
use crate::context::{Context, Net};
use crate::fact::{Facts, Given};
use crate::guarantee;
use crate::measure::relations::TooLarge;
use crate::measure::vector::{Component, Vector};
use crate::model::Procedure;
use crate::rewrites::{self, Target};
use std::collections::BTreeSet;

/// Rewrites until nothing more may be.
pub(super) struct Driver<'o> {
    options: &'o Options,
    pub(super) undone: Vec<Undone>,
    pub(super) consulted: BTreeSet<String>,
}

/// Where the search for the next rewrite stands.
///
/// The rewrites take turns. One keeps its turn as long as it finds something, and does not look again at
/// targets that were no good in this turn; the search ends when no rewrite finds anything on one version,
/// each with all its targets looked at.
#[derive(Default)]
struct Turn {
    rewrite: usize,
    tried: BTreeSet<Target>,
    /// Rewrites that have looked at all their targets on the present version.
    barren: usize,
    /// The vector of the present version, where it is known.
    vector: Option<Vector>,
}

/// A rewrite that was applied, and the version it led to.
struct Applied {
    entry: Entry,
    procedure: Procedure,
    net: Net,
}

impl Turn {
    fn over(&self) -> bool {
        self.barren == rewrites::ALL.len()
    }

    /// Nothing came of this rewrite: the next one's turn.
    fn pass(&mut self, looked_at_all: bool) {
        self.barren += usize::from(looked_at_all);
        self.rewrite = (self.rewrite + 1) % rewrites::ALL.len();
        self.tried.clear();
    }
}

impl<'o> Driver<'o> {
    /// A driver, with the facts that were asked for already.
    pub(super) fn new(options: &'o Options, consulted: BTreeSet<String>) -> Self {
        Self {
            options,
            undone: Vec::new(),
            consulted,
        }
    }

    /// Applies what `layer` permits until nothing more does.
    pub(super) fn run(&mut self, start: Outcome, layer: Layer) -> Result<Outcome, TooLarge> {
        let Outcome {
            mut procedure,
            mut derivation,
        } = start;
        let mut assumed = self.options.facts.clone();
        let mut turn = Turn::default();
        let mut net = Net::of(&procedure)?;
        loop {
            let cx = Context::with(&procedure, &self.options.facts, net);
            let next = self.next(&cx, layer, &mut assumed, &mut turn);
            self.consulted.extend(cx.consulted());
            let Some(applied) = next else { break };
            derivation.push(applied.entry);
            procedure = applied.procedure;
            net = applied.net;
        }
        Ok(Outcome {
            procedure,
            derivation,
        })
    }

    /// The first proposal that may be applied, lowers the vector and keeps every guarantee.
    ///
    /// Guarantees may rest on an answer: they are checked with every open question of the proposals
    /// applied so far answered yes, as the layer says. `assumed` gains those of the one applied.
    fn next(
        &mut self,
        cx: &Context<'_>,
        layer: Layer,
        assumed: &mut Facts,
        turn: &mut Turn,
    ) -> Option<Applied> {
        let before = turn.vector.take().unwrap_or_else(|| cx.vector());
        let found = Found::of(cx);
        while !turn.over() {
            let rewrite = rewrites::ALL[turn.rewrite];
            let looked_at_all = turn.tried.is_empty();
            for (target, finding) in found.targets(rewrite, self.options) {
                if !turn.tried.insert(target.clone()) {
                    continue;
                }
                let proposal = found.judge(rewrite, target, finding);
                if proposal.layer() > layer || self.was_undone(&proposal) {
                    continue;
                }
                if let Some(applied) = self.apply(cx, &before, proposal, assumed) {
                    turn.barren = 0;
                    turn.vector = Some(applied.entry.after);
                    return Some(applied);
                }
            }
            turn.pass(looked_at_all);
        }
        None
    }

    fn was_undone(&self, proposal: &Proposal) -> bool {
        let mut undone = self.undone.iter();
        undone.any(|undone| undone.proposal.id() == proposal.id())
    }

    /// The procedure after a proposal, where that is better and keeps every guarantee.
    fn apply(
        &mut self,
        cx: &Context<'_>,
        before: &Vector,
        proposal: Proposal,
        assumed: &mut Facts,
    ) -> Option<Applied> {
        let changed = (proposal.rewrite.apply)(cx, &proposal.target);
        let facts = answered_yes(assumed, &proposal);
        // A rewrite whose result is too large to be checked is none.
        let after = Context::of(&changed, &facts).ok()?;
        let vector = after.vector();
        if vector >= *before || raises_burden(before, &vector) {
            return None;
        }
        if let Some((guarantee, lost)) = guarantee::broken(cx, &after) {
            self.undone.push(Undone {
                proposal,
                guarantee,
                lost,
            });
            return None;
        }
        let entry = Entry {
            proposal,
            before: *before,
            after: vector,
        };
        let net = after.into_net();
        *assumed = facts;
        Some(Applied {
            entry,
            procedure: changed,
            net,
        })
    }
}

/// The facts, with what a proposal leaves open answered yes.
fn answered_yes(facts: &Facts, proposal: &Proposal) -> Facts {
    let mut facts = facts.clone();
    for fact in proposal.open() {
        let yes = Given {
            yes: true,
            by: None,
        };
        facts.add(&fact.text(), yes);
    }
    facts
}

/// Whether a rewrite would make the applicant or the front line carry more.
fn raises_burden(before: &Vector, after: &Vector) -> bool {
    let weighs = Component::ALL
        .into_iter()
        .filter(|component| component.weighs_on_people());
    weighs
        .into_iter()
        .any(|component| after.count(component) > before.count(component))
}
