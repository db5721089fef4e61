//! A few of many procedures, named.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// How many are named.
pub const NAMED: usize = 10;

/// A procedure as tables name it. The order is that of ids.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Who {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// The first [`NAMED`] of some procedures: the same in whatever order it was filled.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Few(BTreeSet<Who>);

impl Few {
    pub(super) fn take(&mut self, id: &str, name: &str) {
        let last = self.0.last().filter(|_| self.0.len() >= NAMED);
        if last.is_none_or(|last| (id, name) < (&last.id, &last.name)) {
            self.0.insert(Who {
                id: id.to_owned(),
                name: name.to_owned(),
            });
            if self.0.len() > NAMED {
                self.0.pop_last();
            }
        }
    }

    pub(super) fn add(&mut self, other: &Self) {
        for who in &other.0 {
            self.take(&who.id, &who.name);
        }
    }

    /// The procedures, in the order of their ids.
    pub fn all(&self) -> impl ExactSizeIterator<Item = &Who> {
        self.0.iter()
    }
}
