//! What the rules find in one version, and what the rewrites propose about it; each rule is asked once,
//! when its findings are first wanted.

use super::{Options, Proposal};
use crate::context::Context;
use crate::finding::Finding;
use crate::rewrites::{self, Rewrite, Target};
use crate::rules;
use std::collections::BTreeSet;

/// The findings of one version.
pub(super) struct Found<'c, 'p> {
    cx: &'c Context<'p>,
    by_rule: rules::Found,
}

impl<'c, 'p> Found<'c, 'p> {
    pub(super) fn of(cx: &'c Context<'p>) -> Self {
        Self {
            cx,
            by_rule: rules::Found::of(cx),
        }
    }

    /// The findings of every rule, in the order of the rules.
    pub(super) fn all(&self) -> impl Iterator<Item = &Finding> {
        self.by_rule.by(self.cx, |_| true)
    }

    /// The findings that a rewrite answers.
    fn answered_by(&self, rewrite: &Rewrite) -> impl Iterator<Item = &Finding> {
        let answers = rewrite.answers;
        let found = &self.by_rule;
        found.by(self.cx, move |rule| answers.contains(&rule.id))
    }

    /// The targets of a rewrite, in the order of the findings chosen; each once, with the first that it answers.
    pub(super) fn targets(
        &self,
        rewrite: &'static Rewrite,
        options: &Options,
    ) -> impl Iterator<Item = (Target, &Finding)> {
        let chosen = self
            .answered_by(rewrite)
            .filter(|finding| options.chooses(self.cx.procedure, finding));
        let mut seen = BTreeSet::new();
        let kept = self.kept(rewrite, options);
        let p = self.cx.procedure;
        chosen
            .flat_map(|finding| {
                let targets = (rewrite.targets)(self.cx, finding);
                targets.into_iter().map(move |target| (target, finding))
            })
            .filter(move |(target, _)| {
                let held = kept.contains(target) || options.waivers.forbid(p, rewrite, target);
                !held && seen.insert(target.clone())
            })
    }

    /// What would answer findings that are kept on purpose: no other finding brings it back.
    fn kept(&self, rewrite: &'static Rewrite, options: &Options) -> BTreeSet<Target> {
        if options.waivers.are_none() {
            return BTreeSet::new();
        }
        let p = self.cx.procedure;
        let kept = self.answered_by(rewrite);
        let kept = kept.filter(|finding| options.waivers.hold(p, finding));
        kept.flat_map(|finding| (rewrite.targets)(self.cx, finding))
            .collect()
    }

    /// Every proposal, in the order of the rewrites, then of the findings.
    pub(super) fn proposals(&self, options: &Options) -> Vec<Proposal> {
        let rewrites = rewrites::ALL.into_iter();
        rewrites
            .flat_map(|rewrite| {
                self.targets(rewrite, options)
                    .map(move |(target, finding)| {
                        Proposal::judged(self.cx, rewrite, target, finding.clone())
                    })
            })
            .collect()
    }
}
