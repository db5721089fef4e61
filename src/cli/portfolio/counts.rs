//! In how many procedures each step is done. What came lately is counted in memory, so that a step that many procedures
//! have is sorted once in a while and not once for each of them.

use super::super::exit::Failure;
use super::sorter::{Merge, Sorter};
use redtape::lookup::Table;
use redtape::portfolio::TaskCount;
use std::path::Path;

/// Bytes that are counted in memory, about.
const LATELY: usize = 1 << 20;

/// The counts of steps.
pub(crate) struct Counts {
    lately: Table<String, u64>,
    bytes: usize,
    sorter: Sorter<TaskCount>,
}

impl Counts {
    /// Nothing was counted yet. What memory does not hold goes to a folder, as [`Sorter::new`] says.
    pub(crate) fn new(folder: Option<&Path>) -> Self {
        Self {
            lately: Table::default(),
            bytes: 0,
            sorter: Sorter::new(folder),
        }
    }

    /// Adds a count.
    pub(crate) fn take(&mut self, count: TaskCount) -> Result<(), Failure> {
        if let Some(procedures) = self.lately.get_mut(&count.key) {
            *procedures = procedures.saturating_add(count.procedures);
            return Ok(());
        }
        self.bytes += count.bytes();
        self.lately.insert(count.key, count.procedures);
        if self.bytes > LATELY {
            self.settle()?;
        }
        Ok(())
    }

    /// All so far in order, each step once. They can be gone through again.
    pub(crate) fn in_order(&mut self) -> Result<Merge<'_, TaskCount>, Failure> {
        self.settle()?;
        self.sorter.in_order()
    }

    /// The order in which they are handed on does not matter: they are sorted.
    fn settle(&mut self) -> Result<(), Failure> {
        self.bytes = 0;
        let mut lately = self.lately.drain();
        lately.try_for_each(|(key, procedures)| self.sorter.take(TaskCount { key, procedures }))
    }
}
