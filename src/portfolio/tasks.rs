//! The same step in many procedures. Nearly every procedure may have a step that no other one has, so that counts are
//! not held: they go by in the order of their keys, and what stays is the first of them.

use super::once_only::Task;
use super::ranking::TOP;
use super::record::Record;
use super::summary::increase;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// In how many procedures a step is done. The order is that of a summary.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaskCount {
    /// The step: its kind, its agency and its papers as a list of JSON in one text.
    pub key: String,
    /// In how many procedures.
    pub procedures: u64,
}

impl TaskCount {
    /// Every step of a procedure.
    pub fn all(record: &Record) -> impl Iterator<Item = Self> {
        let tasks = record.procedure.iter().flat_map(|digest| &digest.tasks);
        tasks.map(|task| Self {
            key: key(task),
            procedures: 1,
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
        let (kind, agency, items) = serde_json::from_str(&self.key).ok()?;
        Some(Task {
            kind,
            agency,
            items,
        })
    }
}

fn key(task: &Task) -> String {
    serde_json::to_string(&(&task.kind, &task.agency, &task.items)).unwrap_or_default()
}

/// The steps that most procedures have, the first [`TOP`] of those that at least two have.
#[derive(Debug, Clone, Default)]
pub struct Shared(BTreeSet<(Reverse<u64>, Task)>);

impl Shared {
    /// Adds a step with all procedures that have it.
    pub fn take(&mut self, count: &TaskCount) {
        let procedures = Reverse(count.procedures);
        let last = self.0.last().filter(|_| self.0.len() >= TOP);
        let admitted = last.is_none_or(|last| procedures <= last.0);
        if count.procedures > 1
            && admitted
            && let Some(task) = count.task()
        {
            self.0.insert((procedures, task));
            if self.0.len() > TOP {
                self.0.pop_last();
            }
        }
    }

    /// The steps, with in how many procedures each is done; those of most procedures first.
    pub fn tasks(&self) -> impl Iterator<Item = (&Task, u64)> {
        self.0.iter().map(|(procedures, task)| (task, procedures.0))
    }
}
