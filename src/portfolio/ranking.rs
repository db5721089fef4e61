//! The first of a portfolio by some figure: bounded, and the same in whatever order it was filled.

use super::Milli;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// How many places a ranking keeps.
pub const TOP: usize = 1000;

/// What procedures are ranked by, in a measure of theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum List {
    /// What it is today.
    Burden,
    /// What comes off it surely.
    SavingSure,
    /// What comes off it if every question is answered yes.
    SavingIfAnswered,
}

impl List {
    /// Every kind of list.
    pub const ALL: [Self; 3] = [Self::Burden, Self::SavingSure, Self::SavingIfAnswered];

    /// The word in data.
    pub fn word(self) -> &'static str {
        match self {
            Self::Burden => "burden",
            Self::SavingSure => "saving-sure",
            Self::SavingIfAnswered => "saving-if-answered",
        }
    }

    /// The key of a ranking in a summary.
    pub(super) fn key(self, measure: &str, unit: &str) -> String {
        format!("{} {measure} {unit}", self.word())
    }
}

/// A procedure in a ranking. The order of places: the largest value first, then the id, then the file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// The value, in the unit of the ranking.
    pub value: Reverse<Milli>,
    /// The id of the procedure.
    pub id: String,
    /// SHA-256 of its text, in hexadecimal digits.
    pub sha256: String,
    /// Its name.
    pub name: String,
    /// Whether the value is a floor.
    pub floor: bool,
}

/// The first [`TOP`] of a portfolio.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ranking(BTreeSet<Place>);

impl Ranking {
    /// Whether a value would still have a place.
    pub(super) fn admits(&self, value: Milli) -> bool {
        let last = self.0.last().filter(|_| self.0.len() >= TOP);
        last.is_none_or(|last| Reverse(value) <= last.value)
    }

    /// Adds a place; the last one leaves where there are too many.
    pub(super) fn take(&mut self, place: Place) {
        self.0.insert(place);
        if self.0.len() > TOP {
            self.0.pop_last();
        }
    }

    /// Adds another ranking of the same kind.
    pub(super) fn add(&mut self, other: &Self) {
        for place in &other.0 {
            if self.admits(place.value.0) {
                self.take(place.clone());
            }
        }
    }

    /// The places, the first one first.
    pub fn places(&self) -> impl Iterator<Item = &Place> {
        self.0.iter()
    }
}
