//! What became of each step and gateway between two versions: matched by id and by what the steps
//! themselves say of where they come from, never guessed.

mod table;

pub use table::{Line, Table, Work};

use crate::fact::Fact;
use crate::measure::relations::Relations;
use crate::measure::vector::Component;
use crate::message::Message;
use crate::model::{Id, Procedure, Step};
use crate::simplify::{Entry, Open, Simplification};
use crate::trade::Relaxed;
use std::collections::{BTreeMap, BTreeSet};

/// What a change does to an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// It goes.
    Removed,
    /// Several become one.
    Merged,
    /// Somebody else does it.
    Moved,
    /// It runs beside others that it stood in a row with.
    Parallel,
    /// It is new.
    Added,
    /// It is done differently.
    Changed,
}

/// One element of one version.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Part {
    /// What the change does to it.
    pub fate: Option<Fate>,
    /// The number of the first question on which that hangs; none where it is sure.
    pub question: Option<usize>,
    /// Whether it hangs on an answer or on a decision.
    pub open: bool,
    /// The letter that steps made parallel together share.
    pub siblings: Option<char>,
    /// `7`, `4+6`, `N1`; empty for gateways.
    pub number: String,
    /// The element of the version before whose place it takes, where the ids differ.
    pub anchor: Option<Id>,
}

/// Two versions, and what became of each element.
pub struct Diff<'a> {
    /// The version before.
    pub before: &'a Procedure,
    /// The version after.
    pub after: &'a Procedure,
    /// Steps and gateways of the version before, by id.
    pub was: BTreeMap<Id, Part>,
    /// Steps and gateways of the version after, by id.
    pub is: BTreeMap<Id, Part>,
    /// The questions on which changes hang, from number 1.
    pub questions: Vec<Message>,
    /// The numbers of those that some change waits for, also where it bears the number of another one.
    pub waits_for: BTreeSet<usize>,
    /// What the changes give up, each once.
    pub given_up: Vec<Message>,
}

impl<'a> Diff<'a> {
    /// Two versions of which nothing is known but what they say: every change counts as sure.
    pub fn between(before: &'a Procedure, after: &'a Procedure) -> Self {
        let heirs = heirs(after);
        let was = before
            .steps
            .iter()
            .map(|step| (step.id.clone(), was(step, after, &heirs)));
        let is = after
            .steps
            .iter()
            .map(|step| (step.id.clone(), is(step, before)));
        let mut diff = Self {
            before,
            after,
            was: was.collect(),
            is: is.collect(),
            questions: Vec::new(),
            waits_for: BTreeSet::new(),
            given_up: Vec::new(),
        };
        diff.number();
        diff.gateways();
        diff
    }

    /// A procedure and what it becomes if every question is answered yes; changes that rest on an
    /// answer carry its question's number.
    pub fn of(before: &'a Procedure, result: &'a Simplification) -> Self {
        let mut diff = Self::between(before, &result.if_answered.procedure);
        diff.questions = (result.questions.iter()).map(Open::question).collect();
        let sure = result.sure.derivation.len();
        let (sure, waiting) = result.if_answered.derivation.split_at(sure);
        let entries = result.if_answered.derivation.iter();
        let relaxed: BTreeSet<_> = entries.flat_map(|entry| &entry.proposal.relaxed).collect();
        let given_up = relaxed.into_iter().map(Relaxed::message);
        diff.given_up = given_up
            .map(|what| Message::new("gives-up").with("what", what))
            .collect();
        for entry in waiting {
            diff.hang(entry, &questions_of(entry, result));
        }
        diff.hang_the_rest(result);
        diff.letter(
            &result.if_answered.net.relations,
            sure.iter().chain(waiting),
        );
        diff
    }

    /// Gives the steps that each entry put beside each other one letter.
    fn letter<'e>(&mut self, relations: &Relations, entries: impl Iterator<Item = &'e Entry>) {
        let concurrent = |a: &Id, b: &Id| {
            let nodes = relations.node(a).zip(relations.node(b));
            nodes.is_some_and(|(a, b)| relations.concurrent(a, b))
        };
        let mut letters = 'A'..='Z';
        for entry in
            entries.filter(|entry| entry.proposal.rewrite.lowers == Component::OrderedPairs)
        {
            let steps = self.now_part_of(&entry.proposal.target.steps);
            let beside = |id: &&Id| steps.iter().any(|other| concurrent(id, other));
            let together: Vec<&Id> = steps.iter().filter(beside).collect();
            let Some(letter) = (together.len() > 1).then(|| letters.next()).flatten() else {
                continue;
            };
            for id in together {
                let originals = self.after.step(id).map(Step::original).unwrap_or_default();
                for id in &originals {
                    self.was
                        .entry(id.clone())
                        .or_default()
                        .siblings
                        .get_or_insert(letter);
                }
                let part = self.is.entry(id.clone()).or_default();
                part.siblings.get_or_insert(letter);
            }
        }
    }

    /// The steps of the version after that these have become, each once.
    fn now_part_of(&self, steps: &[Id]) -> BTreeSet<Id> {
        let heirs = heirs(self.after);
        let now = steps.iter().filter_map(|id| heirs.get(id));
        now.map(|step| step.id.clone()).collect()
    }

    /// Lets what an entry did to its steps, and to gateways that went with them, hang on a question: the first that
    /// is about the step, else the first of all. Without one it hangs on a decision.
    fn hang(&mut self, entry: &Entry, asked: &[(usize, Vec<&Fact>)]) {
        let first = asked.first().map(|(first, _)| *first);
        self.waits_for
            .extend(asked.iter().map(|(number, _)| *number));
        let about = |id: &Id| {
            let names = |facts: &[&Fact]| facts.iter().any(|fact| fact.subjects.contains(id));
            let own = asked.iter().find(|(_, facts)| names(facts));
            own.map(|(number, _)| *number).or(first)
        };
        let touched = &entry.proposal.target.steps;
        let originals = |id: &Id| -> Vec<Id> {
            let step = self.after.step(id);
            step.map_or_else(|| vec![id.clone()], Step::original)
        };
        let all: BTreeSet<Id> = touched.iter().flat_map(originals).collect();
        let fed = |id: &Id| -> bool {
            let gateway = self.before.gateway(id);
            gateway.is_some_and(|gateway| {
                gateway
                    .after
                    .refs()
                    .iter()
                    .any(|from| all.contains(&from.id))
            })
        };
        let ids: Vec<Id> = (self.was.keys())
            .filter(|id| all.contains(*id) || fed(id))
            .chain(touched)
            .cloned()
            .collect();
        for id in ids {
            let number = about(&id);
            for parts in [&mut self.was, &mut self.is] {
                if let Some(part) = parts.get_mut(&id).filter(|part| part.fate.is_some()) {
                    part.question = part.question.or(number);
                    part.open = true;
                }
            }
        }
    }

    /// Lets everything hang that what is sure does not do by itself: steps that a change adds, and what it does to others
    /// than those that it is about. Each on the first question of the change that first does it.
    fn hang_the_rest(&mut self, result: &Simplification) {
        let sure = Diff::between(self.before, &result.sure.procedure);
        let known = result.sure.derivation.len();
        let versions = result.versions.as_deref().unwrap_or(&[]);
        let later = versions.get(known..).unwrap_or(&[]).windows(2);
        let later = later.zip(result.if_answered.derivation.iter().skip(known));
        let mut by: BTreeMap<Id, Option<usize>> = BTreeMap::new();
        for (pair, entry) in later {
            let asked = questions_of(entry, result);
            let first = asked.first().map(|(number, _)| *number);
            let [was, is] = [&pair[0].procedure, &pair[1].procedure];
            for id in differing(was, is) {
                by.entry(id).or_insert(first);
            }
        }
        let both = [(&mut self.was, &sure.was), (&mut self.is, &sure.is)];
        for (parts, sure) in both {
            for (id, part) in parts.iter_mut() {
                let now = sure.get(id).and_then(|part| part.fate);
                if part.fate.is_some() && part.fate != now && !part.open {
                    part.open = true;
                    part.question = by.get(id).copied().flatten();
                }
            }
        }
    }

    /// Numbers steps by their place in the version before: `7`, `4+6`; new ones `N1`.
    fn number(&mut self) {
        for (step, number) in self.before.steps.iter().zip(1..) {
            if let Some(part) = self.was.get_mut(&step.id) {
                part.number = i32::to_string(&number);
            }
        }
        let mut new = 0;
        for step in &self.after.steps {
            let known = step.original();
            let known = known.iter().filter_map(|id| self.was.get(id));
            let numbers: Vec<&str> = known.map(|part| part.number.as_str()).collect();
            let number = if numbers.is_empty() {
                new += 1;
                format!("N{new}")
            } else {
                numbers.join("+")
            };
            if let Some(part) = self.is.get_mut(&step.id) {
                part.number = number;
            }
        }
    }

    fn gateways(&mut self) {
        let (before, after) = (self.before, self.after);
        let ids = |p: &Procedure| -> BTreeSet<Id> {
            let gateways = p.gateways.iter().flatten();
            gateways.map(|gateway| gateway.id.clone()).collect()
        };
        let (old, new) = (ids(before), ids(after));
        let part = |fate| Part {
            fate: Some(fate),
            ..Part::default()
        };
        for id in old.difference(&new) {
            self.was.insert(id.clone(), part(Fate::Removed));
        }
        for id in new.difference(&old) {
            self.is.insert(id.clone(), part(Fate::Added));
        }
    }
}

/// For each original step, the step that it is part of now.
fn heirs(after: &Procedure) -> BTreeMap<Id, &Step> {
    let mut heirs = BTreeMap::new();
    for step in &after.steps {
        heirs.insert(step.id.clone(), step);
        for id in step.original() {
            heirs.insert(id, step);
        }
    }
    heirs
}

fn was(step: &Step, after: &Procedure, heirs: &BTreeMap<Id, &Step>) -> Part {
    let fate = match (after.step(&step.id), heirs.get(&step.id)) {
        (_, None) => Some(Fate::Removed),
        (_, Some(heir)) if heir.original().len() > step.original().len() => Some(Fate::Merged),
        (None, Some(_)) => Some(Fate::Merged),
        (Some(now), _) => kept(step, now),
    };
    Part {
        fate,
        ..Part::default()
    }
}

fn is(step: &Step, before: &Procedure) -> Part {
    let old = before.step(&step.id);
    let originals = step.original();
    let source = originals.iter().find(|id| before.step(id).is_some());
    let fate = match (old, source) {
        (None, None) => Some(Fate::Added),
        (Some(old), _) if originals.len() <= old.original().len() => kept(old, step),
        _ => Some(Fate::Merged),
    };
    Part {
        fate,
        anchor: source.filter(|id| **id != step.id).cloned(),
        ..Part::default()
    }
}

/// What became of a step that is in both versions.
fn kept(old: &Step, new: &Step) -> Option<Fate> {
    let rewrites = |step: &Step| -> Vec<String> {
        let origin = step.origin.iter();
        origin
            .flat_map(|origin| origin.rewrites.iter().flatten().cloned())
            .collect()
    };
    let done = rewrites(new);
    let parallel = done
        .iter()
        .skip(rewrites(old).len())
        .any(|id| id.starts_with("parallelise"));
    let content = |step: &Step| Step {
        after: None,
        origin: None,
        ..step.clone()
    };
    if old.role != new.role || old.with != new.with {
        Some(Fate::Moved)
    } else if parallel && old.after != new.after {
        Some(Fate::Parallel)
    } else if content(old) != content(new) {
        Some(Fate::Changed)
    } else {
        None
    }
}

/// The ids of the steps and gateways that are in one of two versions only, or not the same in both.
fn differing(was: &Procedure, is: &Procedure) -> BTreeSet<Id> {
    let steps = |p: &Procedure, other: &Procedure| -> Vec<Id> {
        let all = p.steps.iter();
        let differ = all.filter(|step| other.step(&step.id) != Some(step));
        let gateways = p.gateways.iter().flatten();
        let gone = gateways.filter(|gateway| other.gateway(&gateway.id).is_none());
        let ids = differ.map(|step| &step.id);
        ids.chain(gone.map(|gateway| &gateway.id))
            .cloned()
            .collect()
    };
    steps(was, is).into_iter().chain(steps(is, was)).collect()
}

/// The numbers of the questions that an entry waits for, each with the facts that it leaves open.
fn questions_of<'e>(entry: &'e Entry, result: &Simplification) -> Vec<(usize, Vec<&'e Fact>)> {
    let open = entry.proposal.open();
    let numbered = result.questions.iter().zip(1..);
    let asked = numbered.map(|(question, number)| {
        let facts = open.iter().filter(|fact| question.facts.contains(fact));
        (number, facts.copied().collect::<Vec<_>>())
    });
    asked.filter(|(_, facts)| !facts.is_empty()).collect()
}
