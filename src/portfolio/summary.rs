//! The sum of records.

use super::figures::Reading;
use super::group::{ByAgency, ByRule, Weight};
use super::once_only::{AgencyNote, OnceOnly, first_name};
use super::ranking::{List, Place, Ranking};
use super::record::{Digest, Other, Record};
use super::set::IdSum;
use super::total::{Total, Totals};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The version of the form of a summary.
pub const SUMMARY: u32 = 2;

/// What many procedures come to, but for the counts of their steps: those are as many as there are sets of papers, and
/// go by in a stream. In files both are together: [`Summary::read`] and [`Summary::write`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Summary {
    /// The version of this form.
    pub summary: u32,
    /// Procedures read.
    pub procedures: u64,
    /// Texts that were at fault.
    pub faulty: u64,
    /// Files that are no procedures, and not meant for any.
    pub others: u64,
    /// Procedures of which some change was undone because it broke a guarantee: bugs of this program.
    pub undone: u64,
    /// The first day that a procedure describes.
    pub from: Option<String>,
    /// The last day that a procedure describes.
    pub to: Option<String>,
    /// Which procedures they are; absent where a summary that does not tell was added.
    #[serde(default)]
    pub ids: Option<IdSum>,
    /// Totals.
    pub totals: Totals,
    /// What each rule found.
    pub rules: BTreeMap<String, ByRule>,
    /// Changes that are sure, by rewrite.
    pub sure: BTreeMap<String, u64>,
    /// Changes that wait for an answer, by rewrite.
    pub if_answered: BTreeMap<String, u64>,
    /// Open questions.
    pub questions: u64,
    /// What happens at each agency, by its concept.
    pub agencies: BTreeMap<String, ByAgency>,
    /// Who asks what that whom already holds.
    pub once_only: OnceOnly,
    /// Names of items that are not asked but needed or made at steps, by their concepts; where procedures differ the
    /// first in the order of texts.
    pub names: BTreeMap<String, String>,
    /// The first procedures: by kind of list, measure and unit, joined by spaces.
    pub rankings: BTreeMap<String, Ranking>,
}

impl Default for Summary {
    fn default() -> Self {
        Self {
            summary: SUMMARY,
            procedures: 0,
            faulty: 0,
            others: 0,
            undone: 0,
            from: None,
            to: None,
            ids: Some(IdSum::default()),
            totals: Totals::default(),
            rules: BTreeMap::new(),
            sure: BTreeMap::new(),
            if_answered: BTreeMap::new(),
            questions: 0,
            agencies: BTreeMap::new(),
            once_only: OnceOnly::default(),
            names: BTreeMap::new(),
            rankings: BTreeMap::new(),
        }
    }
}

impl Summary {
    /// Adds a record, but for its steps.
    pub fn take(&mut self, record: &Record) {
        increase(&mut self.faulty, u64::from(record.fault.is_some()));
        let is_other = record.other == Some(Other::NoProcedure);
        increase(&mut self.others, u64::from(is_other));
        let Some(digest) = &record.procedure else {
            return;
        };
        increase(&mut self.procedures, 1);
        self.ids = self.ids.map(|sum| sum + IdSum::of(&digest.id));
        increase(&mut self.undone, u64::from(!digest.undone.is_empty()));
        self.from = earlier(self.from.take(), digest.as_of.clone());
        self.to = self.to.take().max(digest.as_of.clone());
        increase(&mut self.questions, digest.questions.unwrap_or(0));
        for reading in &digest.figures {
            self.figure(reading, digest, record);
        }
        let weight = Weight::of(digest);
        for (rule, &findings) in &digest.findings {
            let by = self.rules.entry(rule.clone()).or_default();
            by.take(findings, &weight);
        }
        add_counts(&mut self.sure, &digest.sure);
        add_counts(&mut self.if_answered, &digest.if_answered);
        self.agencies_of(digest, &weight);
        self.once_only.take(digest);
        self.called(&digest.names);
    }

    /// Adds the summary of other procedures.
    pub fn add(&mut self, other: &Self) {
        increase(&mut self.procedures, other.procedures);
        self.ids = self.ids.zip(other.ids).map(|(a, b)| a + b);
        increase(&mut self.faulty, other.faulty);
        increase(&mut self.others, other.others);
        increase(&mut self.undone, other.undone);
        self.from = earlier(self.from.take(), other.from.clone());
        self.to = self.to.take().max(other.to.clone());
        increase(&mut self.questions, other.questions);
        self.totals.add_all(&other.totals);
        for (rule, by) in &other.rules {
            self.rules.entry(rule.clone()).or_default().add(by);
        }
        add_counts(&mut self.sure, &other.sure);
        add_counts(&mut self.if_answered, &other.if_answered);
        for by in other.agencies.values() {
            self.agency(&by.agency).add(by);
        }
        self.once_only.add(&other.once_only);
        self.called(&other.names);
        for (key, ranking) in &other.rankings {
            self.rankings.entry(key.clone()).or_default().add(ranking);
        }
    }

    fn figure(&mut self, reading: &Reading, digest: &Digest, record: &Record) {
        let total = Total::of(reading);
        self.totals.add(&reading.measure, &reading.unit, &total);
        for (list, value, floor) in reading.placed() {
            let key = list.key(&reading.measure, &reading.unit);
            let ranking = self.rankings.entry(key).or_default();
            if ranking.admits(value) {
                ranking.take(Place::of(digest, record, value, floor));
            }
        }
    }

    fn agencies_of(&mut self, digest: &Digest, weight: &Weight<'_>) {
        let mut seen = BTreeSet::new();
        for agency in &digest.agencies {
            let by = self.agency(agency);
            by.called(agency);
            // Two lanes of one procedure may be one agency.
            if seen.insert(&agency.concept) {
                by.take(digest, weight);
            }
        }
    }

    fn agency(&mut self, agency: &AgencyNote) -> &mut ByAgency {
        let by = self.agencies.entry(agency.concept.clone());
        by.or_insert_with(|| ByAgency::new(agency))
    }

    fn called(&mut self, names: &BTreeMap<String, String>) {
        for (concept, name) in names {
            first_name(&mut self.names, concept, name);
        }
    }

    /// What could be asked once only, what is asked in most procedures first.
    pub fn chances(&self) -> Vec<super::Chance<'_>> {
        let government = |concept: &str| self.agencies.get(concept)?.agency.government.as_deref();
        self.once_only.chances(&government)
    }

    /// The first procedures of a list.
    pub fn ranking(&self, list: List, measure: &str, unit: &str) -> Option<&Ranking> {
        self.rankings.get(&list.key(measure, unit))
    }
}

/// The first in the order of texts; what is there where the other is not.
fn earlier(a: Option<String>, b: Option<String>) -> Option<String> {
    a.into_iter().chain(b).min()
}

/// Adds to a count. One that no portfolio comes to, of a file that somebody made up, stays at the largest number.
pub fn increase(count: &mut u64, by: u64) {
    *count = count.saturating_add(by);
}

fn add_counts(counts: &mut BTreeMap<String, u64>, more: &BTreeMap<String, u64>) {
    for (key, &count) in more {
        increase(counts.entry(key.clone()).or_default(), count);
    }
}
