//! The first of a portfolio by some figure: bounded, and the same in whatever order it was filled.

use super::record::{Digest, Record};
use super::{Milli, RANKED};
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
    /// The path of its file below the folder; absent where procedures come one a line.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub file: Option<String>,
}

impl Place {
    /// The place of a procedure in a ranking.
    pub(super) fn of(digest: &Digest, record: &Record, value: Milli, floor: bool) -> Self {
        Self {
            value: Reverse(value),
            id: digest.id.clone(),
            sha256: record.sha256.clone(),
            name: digest.name.clone(),
            floor,
            file: record.file.clone(),
        }
    }
}

/// A place in the full ranking, which has every list of every ranked measure in every unit. The order of entries is
/// that of the ranking.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    list: List,
    /// Which of [`RANKED`].
    measure: usize,
    unit: String,
    /// The place.
    pub place: Place,
}

impl Entry {
    /// Every place of a procedure.
    pub fn all(record: &Record) -> Vec<Self> {
        let mut entries = Vec::new();
        let digest = record.procedure.iter();
        for (digest, reading) in digest.flat_map(|d| d.figures.iter().map(move |f| (d, f))) {
            let ranked = RANKED.iter().position(|key| *key == reading.measure);
            let Some(measure) = ranked else { continue };
            entries.extend(reading.placed().map(|(list, value, floor)| Self {
                list,
                measure,
                unit: reading.unit.clone(),
                place: Place::of(digest, record, value, floor),
            }));
        }
        entries
    }

    /// The list, the measure and its unit: places are counted anew in each.
    pub fn list(&self) -> (List, &'static str, String) {
        let measure = RANKED.get(self.measure).copied().unwrap_or_default();
        (self.list, measure, self.unit.clone())
    }

    /// About how many bytes of memory it takes.
    pub fn bytes(&self) -> usize {
        let texts = [
            &self.unit,
            &self.place.id,
            &self.place.sha256,
            &self.place.name,
        ];
        let texts = texts.into_iter().chain(&self.place.file);
        size_of::<Self>() + texts.map(String::len).sum::<usize>()
    }
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
    pub fn places(&self) -> impl ExactSizeIterator<Item = &Place> {
        self.0.iter()
    }
}
