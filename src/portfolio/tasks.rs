//! The same step in many procedures. Nearly every procedure may have a step that no other one has, so that counts are
//! not held: they go by in the order of their keys, and what stays is the first of them.

use super::ranking::TOP;
use super::record::Record;
use super::summary::increase;
use crate::message::Lang;
use crate::model::{Id, Need, Procedure, Step, listed};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// A step as other procedures may have it too.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Task {
    /// The kind of step.
    pub kind: String,
    /// The concept of the agency.
    pub agency: String,
    /// What tells it from others of this kind there.
    pub mark: Mark,
}

/// What tells a step from others of its kind at its agency: the documents that it needs and makes; where none of them has
/// a concept, the fields that are entered there; where none of those has one either, its name, word for word.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Mark {
    /// The concepts of its documents, else of its fields, each once, in order.
    Items(Vec<String>),
    /// Its name.
    Name(String),
}

/// The steps of a procedure at one agency that others may have too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TasksAt {
    /// The concept of the agency.
    pub agency: String,
    /// The kind of each step and its mark, each once.
    pub steps: Vec<(String, Mark)>,
}

impl TasksAt {
    /// The concepts of the items of the steps.
    pub(super) fn items(&self) -> impl Iterator<Item = &str> {
        let items = self.steps.iter().flat_map(|(_, mark)| match mark {
            Mark::Items(items) => items.as_slice(),
            Mark::Name(_) => &[],
        });
        items.map(String::as_str)
    }
}

/// The steps of a procedure that others may have too, by their agencies.
pub(super) fn of(p: &Procedure, lang: Lang) -> Vec<TasksAt> {
    let tasks = p.steps.iter().filter_map(|step| Told::of(p, step, lang));
    let mut tasks: Vec<Told<'_>> = tasks.collect();
    tasks.sort_unstable();
    tasks.dedup();
    let same = |a: &Told<'_>, b: &Told<'_>| a.agency == b.agency;
    (tasks.chunk_by(same))
        .map(|tasks| TasksAt {
            agency: tasks[0].agency.to_owned(),
            steps: tasks.iter().map(Told::step).collect(),
        })
        .collect()
}

/// A [`Task`] that borrows its words: most steps are told apart without one of them being copied.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Told<'p> {
    agency: &'p str,
    kind: &'static str,
    items: Vec<&'p str>,
    name: Option<&'p str>,
}

impl<'p> Told<'p> {
    fn of(p: &'p Procedure, step: &'p Step, lang: Lang) -> Option<Self> {
        let agency = p.agency_of(step)?.concept.as_deref()?;
        let needs = listed(step.needs.as_ref()).iter().map(Need::document);
        let documents = needs.chain(listed(step.produces.as_ref()));
        let document = |id: &Id| p.document(id)?.concept.as_deref();
        let mut items: Vec<&str> = documents.filter_map(document).collect();
        if items.is_empty() {
            let entered = listed(step.enters.as_ref()).iter();
            let field = |id: &Id| p.field(id)?.concept.as_deref();
            items = entered.filter_map(|entry| field(&entry.field)).collect();
        }
        items.sort_unstable();
        items.dedup();
        let name = step.name.as_ref().filter(|_| items.is_empty());
        let name = name.map(|name| name.say(lang));
        (!items.is_empty() || name.is_some()).then(|| Self {
            agency,
            kind: step.kind.word(),
            items,
            name,
        })
    }

    /// Its kind and its mark.
    fn step(&self) -> (String, Mark) {
        let items = || self.items.iter().map(|&item| item.to_owned()).collect();
        let mark = match self.name {
            Some(name) => Mark::Name(name.to_owned()),
            None => Mark::Items(items()),
        };
        (self.kind.to_owned(), mark)
    }
}

/// In how many procedures a step is done. The order is that of a summary.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaskCount {
    /// The step: its kind, its agency, and a list of its papers or else its name, as a list of JSON in one text.
    pub key: String,
    /// In how many procedures.
    pub procedures: u64,
}

impl TaskCount {
    /// Every step of a procedure.
    pub fn all(record: &Record) -> impl Iterator<Item = Self> {
        let tasks = record.procedure.iter().flat_map(|digest| &digest.tasks);
        tasks.flat_map(|at| {
            at.steps.iter().map(|(kind, mark)| Self {
                key: serde_json::to_string(&(kind, &at.agency, mark)).unwrap_or_default(),
                procedures: 1,
            })
        })
    }

    /// Adds the count of the same step; none of another one.
    pub fn add(&mut self, other: &Self) -> bool {
        let same = self.key == other.key;
        if same {
            increase(&mut self.procedures, other.procedures);
        }
        same
    }

    /// About how many bytes of memory it takes.
    pub fn bytes(&self) -> usize {
        size_of::<Self>() + self.key.len()
    }

    fn task(&self) -> Option<Task> {
        let (kind, agency, mark) = serde_json::from_str(&self.key).ok()?;
        Some(Task { kind, agency, mark })
    }
}

/// The steps that most procedures have, the first [`TOP`] of those that at least two have.
#[derive(Debug, Clone, Default)]
pub struct Shared {
    first: BTreeSet<(Reverse<u64>, Task)>,
    /// How many steps at least two procedures have.
    pub all: u64,
}

impl Shared {
    /// Adds a step with all procedures that have it.
    pub fn take(&mut self, count: &TaskCount) {
        let procedures = Reverse(count.procedures);
        if count.procedures < 2 {
            return;
        }
        increase(&mut self.all, 1);
        let last = self.first.last().filter(|_| self.first.len() >= TOP);
        let admitted = last.is_none_or(|last| procedures <= last.0);
        if admitted && let Some(task) = count.task() {
            self.first.insert((procedures, task));
            if self.first.len() > TOP {
                self.first.pop_last();
            }
        }
    }

    /// The steps, with in how many procedures each is done; those of most procedures first.
    pub fn tasks(&self) -> impl Iterator<Item = (&Task, u64)> {
        let first = self.first.iter();
        first.map(|(procedures, task)| (task, procedures.0))
    }
}
