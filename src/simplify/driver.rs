//! One rewrite after the other, each checked before the next is looked for.

use super::found::Found;
use super::{Derived, Entry, Layer, Options, Outcome, Proposal, Undone, id};
use crate::context::{Context, Known, Net};
use crate::fact::{Facts, Given};
use crate::guarantee;
use crate::measure::vector::{Component, Vector};
use crate::message::Message;
use crate::model::{Procedure, Step};
use crate::rewrites::{self, Rewrite, Target};
use crate::trade::Relaxed;
use std::collections::BTreeSet;
use std::mem;

/// Rewrites until nothing more may be.
pub(super) struct Driver<'o> {
    options: &'o Options,
    /// Only what was accepted may be applied.
    accepted_only: bool,
    pub(super) rejected: Vec<Proposal>,
    pub(super) undone: Vec<Undone>,
    pub(super) consulted: BTreeSet<String>,
}

/// Steps times changes beyond which the versions on the way are not kept: each may hold tables of its net.
const MOST_KEPT: usize = 10_000;

/// The present version.
#[derive(Clone)]
pub(super) struct Version {
    /// Those that led to it, the one that was read first; nothing once they are too many to be kept.
    earlier: Option<Vec<Derived>>,
    procedure: Procedure,
    derivation: Vec<Entry>,
    net: Net,
    vector: Vector,
    known: Known,
    /// The answers that the layer assumes: those at hand, and yes to what the applied proposals leave open.
    assumed: Facts,
}

/// A rewrite that was applied, and what it led to.
struct Applied {
    entry: Entry,
    procedure: Procedure,
    net: Net,
    assumed: Facts,
}

impl Version {
    /// The version that was read.
    pub(super) fn of(procedure: &Procedure, net: Net, facts: &Facts) -> Self {
        Self {
            earlier: Some(Vec::new()),
            vector: net.vector(procedure),
            net,
            known: Known::default(),
            assumed: facts.clone(),
            derivation: Vec::new(),
            procedure: procedure.clone(),
        }
    }

    /// What the analysis looks at.
    pub(super) fn context<'a>(&'a self, facts: &'a Facts) -> Context<'a> {
        Context::with(&self.procedure, facts, self.net.clone()).knowing(self.known.clone())
    }

    /// The procedure.
    pub(super) fn procedure(&self) -> &Procedure {
        &self.procedure
    }

    /// The version and the rewrites that led to it.
    pub(super) fn outcome(&self) -> Outcome {
        Outcome {
            procedure: self.procedure.clone(),
            net: self.net.clone(),
            derivation: self.derivation.clone(),
        }
    }

    /// Every version on the way, the one that was read first and this one last; nothing where they were too many to be
    /// kept.
    pub(super) fn all(self) -> Option<Vec<Derived>> {
        let mut all = self.earlier?;
        all.push(Derived {
            procedure: self.procedure,
            net: self.net,
        });
        Some(all)
    }

    fn take(&mut self, applied: Applied) {
        self.vector = applied.entry.after;
        self.derivation.push(applied.entry);
        let before = Derived {
            procedure: mem::replace(&mut self.procedure, applied.procedure),
            net: mem::replace(&mut self.net, applied.net),
        };
        let kept = before.procedure.steps.len() * self.derivation.len() <= MOST_KEPT;
        self.earlier = self.earlier.take().filter(|_| kept);
        if let Some(all) = &mut self.earlier {
            all.push(before);
        }
        self.known = Known::default();
        self.assumed = applied.assumed;
    }
}

impl<'o> Driver<'o> {
    /// A driver that has applied nothing and asked nothing.
    pub(super) fn new(options: &'o Options) -> Self {
        Self {
            options,
            accepted_only: false,
            rejected: Vec::new(),
            undone: Vec::new(),
            consulted: BTreeSet::new(),
        }
    }

    /// Applies what `layer` permits until nothing more does. What can be had without giving anything up comes first.
    pub(super) fn run(&mut self, now: &mut Version, layer: Layer) {
        let (trading, preserving): (Vec<_>, Vec<_>) =
            (rewrites::ALL.into_iter()).partition(|rewrite| rewrite.trades.is_some());
        loop {
            self.exhaust(now, &preserving, layer);
            let known = now.derivation.len();
            self.exhaust(now, &trading, layer);
            if now.derivation.len() == known {
                break;
            }
        }
    }

    /// Applies what is sure and was accepted.
    pub(super) fn run_accepted(&mut self, now: &mut Version) {
        self.accepted_only = true;
        self.run(now, Layer::Sure);
        self.accepted_only = false;
    }

    /// Some rewrites take turns until each of them has looked at one and the same version and found nothing.
    fn exhaust(&mut self, now: &mut Version, rewrites: &[&'static Rewrite], layer: Layer) {
        let mut idle = 0;
        for rewrite in rewrites.iter().copied().cycle() {
            if idle == rewrites.len() {
                break;
            }
            let known = now.derivation.len();
            while self.sweep(now, rewrite, layer) {}
            let applied = now.derivation.len() > known;
            idle = if applied { 1 } else { idle + 1 };
        }
    }

    /// Applies a rewrite at each of its targets in turn; tells whether one was applied.
    ///
    /// The targets are those of the version at the start of the sweep, but each is judged on the version that it
    /// would be applied to: what an earlier one took away or blocked is not done again.
    fn sweep(&mut self, now: &mut Version, rewrite: &'static Rewrite, layer: Layer) -> bool {
        let facts = &self.options.facts;
        let targets = {
            let cx = now.context(facts);
            let found = Found::of(&cx);
            let targets = found.targets(rewrite, self.options);
            targets
                .map(|(target, finding)| (target, finding.clone()))
                .collect::<Vec<_>>()
        };
        let known = now.derivation.len();
        let mut left = targets.into_iter();
        loop {
            let cx = now.context(facts);
            let applied = left.find_map(|(target, finding)| {
                if !self.may_be_voted_for(rewrite, &target) {
                    return None;
                }
                let proposal = Proposal::judged(&cx, rewrite, target, finding);
                let may_be = proposal.layer() <= layer
                    && !self.was_undone(&proposal)
                    && !self.is_rejected(&proposal);
                may_be.then(|| self.apply(&cx, now, proposal)).flatten()
            });
            self.consulted.extend(cx.consulted());
            let Some(applied) = applied else { break };
            now.take(applied);
        }
        now.derivation.len() > known
    }

    /// Applies what was applied before to other versions, each judged again; tells whether the last one was.
    pub(super) fn replay<'e>(
        &mut self,
        now: &mut Version,
        entries: impl Iterator<Item = &'e Entry>,
        layer: Layer,
    ) -> bool {
        let facts = &self.options.facts;
        let mut last = false;
        for Entry { proposal, .. } in entries {
            let cx = now.context(facts);
            let (target, finding) = (proposal.target.clone(), proposal.finding.clone());
            let proposal = Proposal::judged(&cx, proposal.rewrite, target, finding);
            let applied = (proposal.layer() <= layer)
                .then(|| self.apply(&cx, now, proposal))
                .flatten();
            drop(cx);
            last = applied.is_some();
            if let Some(applied) = applied {
                now.take(applied);
            }
        }
        last
    }

    /// Whether a proposal was accepted, where only such ones may be applied. That is known before it is judged.
    fn may_be_voted_for(&self, rewrite: &Rewrite, target: &Target) -> bool {
        let ballot = self.options.ballot.as_ref();
        let ballot = ballot.filter(|_| self.accepted_only);
        ballot.is_none_or(|ballot| ballot.accepted.contains(&id(rewrite, target)))
    }

    /// Whether a proposal was rejected; such a one is noted.
    fn is_rejected(&mut self, proposal: &Proposal) -> bool {
        let Some(ballot) = &self.options.ballot else {
            return false;
        };
        let id = proposal.id();
        let rejected = ballot.rejected.contains(&id);
        if rejected && self.rejected.iter().all(|known| known.id() != id) {
            self.rejected.push(proposal.clone());
        }
        rejected
    }

    fn was_undone(&self, proposal: &Proposal) -> bool {
        let mut undone = self.undone.iter();
        undone.any(|undone| undone.proposal.id() == proposal.id())
    }

    /// What a proposal leads to, where that lowers the vector and keeps every guarantee.
    ///
    /// Guarantees may rest on an answer: they are checked with every open question of the proposals
    /// applied so far answered yes, as the layer says.
    fn apply(&mut self, cx: &Context<'_>, now: &Version, proposal: Proposal) -> Option<Applied> {
        let procedure = (proposal.rewrite.apply)(cx, &proposal.target);
        let assumed = answered_yes(&now.assumed, &proposal);
        // A rewrite whose result is too large to be checked is none.
        let net = now.net.after(&now.procedure, &procedure).ok()?;
        let vector = net.vector(&procedure);
        let after = Context::with(&procedure, &assumed, net.clone());
        if vector >= now.vector || raises_burden(&now.vector, &vector) {
            return None;
        }
        if let Some((guarantee, lost)) = guarantee::broken(cx, &after, &proposal.relaxed) {
            self.undone.push(Undone {
                proposal,
                guarantee,
                lost,
            });
            return None;
        }
        if let Some((guarantee, lost)) = lost_in_all(cx.facts, now, &after, &proposal) {
            self.undone.push(Undone {
                proposal,
                guarantee,
                lost,
            });
            return None;
        }
        let entry = Entry {
            proposal,
            before: now.vector,
            after: vector,
        };
        Some(Applied {
            entry,
            procedure,
            net,
            assumed,
        })
    }
}

/// What all changes together lose although none of them declares it, where one of them gives something up: each alone may
/// rest on what another one takes away.
fn lost_in_all(
    facts: &Facts,
    now: &Version,
    after: &Context<'_>,
    proposal: &Proposal,
) -> Option<(&'static str, Message)> {
    let earlier = now.derivation.iter();
    let all = earlier.flat_map(|entry| &entry.proposal.relaxed);
    // What is given up of a step is given up of those that were merged into it.
    let of_parts = |relaxed: &Relaxed| {
        let step = after.procedure.step(relaxed.step());
        let parts = step.map_or_else(|| vec![relaxed.step().clone()], Step::original);
        parts.into_iter().map(|part| relaxed.of(part)).collect()
    };
    let all = all.chain(&proposal.relaxed);
    let relaxed: Vec<Relaxed> = all.flat_map::<Vec<Relaxed>, _>(of_parts).collect();
    let read = now.earlier.as_ref().and_then(|all| all.first());
    let read = read.filter(|_| !relaxed.is_empty())?;
    let before = Context::with(&read.procedure, facts, read.net.clone());
    guarantee::broken_together(&before, after, &relaxed)
}

/// The facts, with what a proposal leaves open answered yes.
fn answered_yes(facts: &Facts, proposal: &Proposal) -> Facts {
    let mut facts = facts.clone();
    for fact in proposal.open() {
        let yes = Given {
            yes: true,
            ..Given::default()
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
