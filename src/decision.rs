//! What holds of a list of decisions: what was taken back does not, nor does what was decided anew.

use crate::fact::{Facts, Given, KINDS, normal};
use crate::model::YesNo;
use crate::model::decision::{Act, Decision, Decisions, Known};
use crate::model::setting::Keep;
use crate::rewrites;
use crate::rules;
use crate::simplify::{Ballot, Options, Simplification, Waivers};
use std::collections::{BTreeMap, BTreeSet};

/// What a decision is about: later ones about the same take its place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Matter {
    Proposal(String),
    Fact(String),
    Finding(String),
}

/// Decisions, and which of them hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Decided {
    /// All of them, as recorded.
    pub decisions: Decisions,
    /// Places in the list, from 0, of those that hold.
    holding: BTreeSet<usize>,
    /// Places of those that were taken back, and of the one that did it.
    taken_back: BTreeMap<usize, usize>,
}

impl Decided {
    /// Which of the decisions hold.
    pub fn of(decisions: Decisions) -> Self {
        let mut taken_back = BTreeMap::new();
        for (place, decision) in decisions.decisions.iter().enumerate() {
            if let Some(Act::Undo(number)) = decision.act()
                && let Some(back) = usize::try_from(number).ok().and_then(|n| n.checked_sub(1))
            {
                taken_back.insert(back, place);
            }
        }
        let mut latest = BTreeMap::new();
        for (place, decision) in decisions.decisions.iter().enumerate() {
            if !taken_back.contains_key(&place)
                && let Some(matter) = matter(decision)
            {
                latest.insert(matter, place);
            }
        }
        Self {
            holding: latest.into_values().collect(),
            taken_back,
            decisions,
        }
    }

    /// Those that hold, in the order decided, each with its number from 1.
    pub fn holding(&self) -> impl Iterator<Item = (usize, &Decision)> {
        let places = self.holding.iter();
        places.filter_map(|&place| Some((place + 1, self.decisions.decisions.get(place)?)))
    }

    /// Whether the decision of this number holds.
    pub fn holds(&self, number: usize) -> bool {
        (number.checked_sub(1)).is_some_and(|place| self.holding.contains(&place))
    }

    /// The number of the decision that took this one back.
    pub fn taken_back(&self, number: usize) -> Option<usize> {
        let place = number.checked_sub(1)?;
        self.taken_back.get(&place).map(|place| place + 1)
    }

    /// The last decision that holds, and those that were recorded at once with it: what one would take back first.
    pub fn last(&self) -> Vec<usize> {
        let at = self.holding().last().map(|(_, last)| last.at);
        let together = self.holding().filter(|(_, one)| Some(one.at) == at);
        together.map(|(number, _)| number).collect()
    }

    /// What was decided about a proposal.
    pub fn about(&self, proposal: &str) -> Option<(usize, &Decision)> {
        self.holding().find(|(_, decision)| match decision.act() {
            Some(Act::Accept(id) | Act::Reject(id)) => id == proposal,
            _ => false,
        })
    }

    /// What was decided about single proposals.
    pub fn ballot(&self) -> Ballot {
        let mut ballot = Ballot::default();
        for (_, decision) in self.holding() {
            match decision.act() {
                Some(Act::Accept(id)) => ballot.accepted.insert(id.to_owned()),
                Some(Act::Reject(id)) => ballot.rejected.insert(id.to_owned()),
                _ => false,
            };
        }
        ballot
    }

    /// The answers to questions.
    pub fn answers(&self) -> Facts {
        let mut facts = Facts::default();
        for (_, decision) in self.holding() {
            if let Some(Act::Answer(answer)) = decision.act() {
                let given = Given {
                    yes: answer.answer == YesNo::Yes,
                    by: (answer.by.clone()).or_else(|| Some(decision.by.clone())),
                    on: answer.on,
                    source: answer.source.clone(),
                };
                facts.add(&answer.fact, given);
            }
        }
        facts
    }

    /// The findings that are kept on purpose.
    pub fn kept(&self) -> impl Iterator<Item = &Keep> {
        self.holding()
            .filter_map(|(_, decision)| match decision.act() {
                Some(Act::Keep(keep)) => Some(keep),
                _ => None,
            })
    }

    /// What is to be applied: the answers and waivers at hand with those decided, and the decisions on proposals.
    #[must_use]
    pub fn apply(&self, mut facts: Facts, waivers: Waivers) -> Options {
        facts.0.extend(self.answers().0);
        Options {
            facts,
            waivers: waivers.and(self.kept()),
            ballot: Some(self.ballot()),
            ..Options::default()
        }
    }

    /// Decisions on proposals that are not proposed as things stand, each with its number and the proposal's id.
    pub fn idle(&self, result: &Simplification) -> Vec<(usize, String)> {
        let applied = result.if_answered.derivation.iter();
        let known: BTreeSet<String> = (applied.map(|entry| &entry.proposal))
            .chain(&result.blocked)
            .chain(&result.rejected)
            .map(crate::simplify::Proposal::id)
            .collect();
        let about = self.holding().filter_map(|(number, one)| match one.act() {
            Some(Act::Accept(id) | Act::Reject(id)) => Some((number, id.to_owned())),
            _ => None,
        });
        about.filter(|(_, id)| !known.contains(id)).collect()
    }
}

fn matter(decision: &Decision) -> Option<Matter> {
    match decision.act()? {
        Act::Accept(id) | Act::Reject(id) => Some(Matter::Proposal(id.to_owned())),
        Act::Answer(answer) => Some(Matter::Fact(normal(&answer.fact))),
        Act::Keep(keep) => Some(Matter::Finding(keep.finding.clone())),
        Act::Undo(_) | Act::Carry(_) => None,
    }
}

/// Calls a function with the names that decisions may hold.
pub fn with_known<T>(then: impl FnOnce(&Known<'_>) -> T) -> T {
    let rewrites: Vec<_> = rewrites::ALL.iter().map(|rewrite| rewrite.id).collect();
    let rules: Vec<_> = rules::ALL.iter().map(|rule| rule.id).collect();
    let facts: Vec<_> = KINDS.iter().map(|kind| kind.name).collect();
    then(&Known {
        rewrites: &rewrites,
        rules: &rules,
        facts: &facts,
    })
}
