//! The sum of records.

use super::Milli;
use super::figures::Reading;
use super::once_only::{AgencyNote, OnceOnly};
use super::ranking::{List, Place, Ranking};
use super::record::{Digest, Record};
use super::set::IdSum;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// The version of the form of a summary.
pub const SUMMARY: u32 = 1;

/// Totals of all procedures by measure, then by unit.
pub type Totals = BTreeMap<String, BTreeMap<String, Total>>;

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
    /// The first procedures: by kind of list, measure and unit, joined by spaces.
    pub rankings: BTreeMap<String, Ranking>,
}

/// A measure of all procedures in one unit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Total {
    /// Procedures of which every term is known.
    pub known: u64,
    /// Procedures of which a floor is known.
    pub floors: u64,
    /// Procedures of which nothing is known.
    pub missing: u64,
    /// The sum of expectations, else of the least values; a floor where `floors` or `missing` is above zero.
    pub sum: Milli,
    /// What comes off it surely, where that is measurable.
    pub less_sure: Milli,
    /// Procedures in which that is measurable.
    pub measurable_sure: u64,
    /// What comes off it if every question is answered yes, where that is measurable.
    pub less_if_answered: Milli,
    /// Procedures in which that is measurable.
    pub measurable_if_answered: u64,
}

/// What a rule found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ByRule {
    /// Procedures in which it found something.
    pub procedures: u64,
    /// Findings.
    pub findings: u64,
}

/// What happens at an agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ByAgency {
    /// Its name and government; where procedures differ the first in the order of texts.
    pub agency: AgencyNote,
    /// Procedures that it takes part in.
    pub procedures: u64,
    /// Findings in those procedures.
    pub findings: u64,
    /// Changes of those procedures that are sure.
    pub sure: u64,
    /// Changes of those procedures that wait for an answer.
    pub if_answered: u64,
}

impl Default for Summary {
    fn default() -> Self {
        Self {
            summary: SUMMARY,
            procedures: 0,
            faulty: 0,
            undone: 0,
            from: None,
            to: None,
            ids: Some(IdSum::default()),
            totals: BTreeMap::new(),
            rules: BTreeMap::new(),
            sure: BTreeMap::new(),
            if_answered: BTreeMap::new(),
            questions: 0,
            agencies: BTreeMap::new(),
            once_only: OnceOnly::default(),
            rankings: BTreeMap::new(),
        }
    }
}

impl Summary {
    /// Adds a record, but for its steps.
    pub fn take(&mut self, record: &Record) {
        let Some(digest) = &record.procedure else {
            increase(&mut self.faulty, 1);
            return;
        };
        increase(&mut self.procedures, 1);
        self.ids = self.ids.map(|sum| sum + IdSum::of(&digest.id));
        increase(&mut self.undone, u64::from(!digest.undone.is_empty()));
        self.from = earlier(self.from.take(), digest.as_of.clone());
        self.to = self.to.take().max(digest.as_of.clone());
        increase(&mut self.questions, digest.questions.unwrap_or(0));
        for reading in &digest.figures {
            self.figure(reading, digest, &record.sha256);
        }
        for (rule, &findings) in &digest.findings {
            let by = ByRule {
                procedures: 1,
                findings,
            };
            self.rules.entry(rule.clone()).or_default().add(by);
        }
        add_counts(&mut self.sure, &digest.sure);
        add_counts(&mut self.if_answered, &digest.if_answered);
        self.agencies_of(digest);
        let once = &mut self.once_only;
        once.take(&digest.asks, &digest.holds, digest.unnamed);
    }

    /// Adds the summary of other procedures.
    pub fn add(&mut self, other: &Self) {
        increase(&mut self.procedures, other.procedures);
        self.ids = self.ids.zip(other.ids).map(|(a, b)| a + b);
        increase(&mut self.faulty, other.faulty);
        increase(&mut self.undone, other.undone);
        self.from = earlier(self.from.take(), other.from.clone());
        self.to = self.to.take().max(other.to.clone());
        increase(&mut self.questions, other.questions);
        for (measure, units) in &other.totals {
            for (unit, total) in units {
                self.total(measure, unit).add(total);
            }
        }
        for (rule, &by) in &other.rules {
            self.rules.entry(rule.clone()).or_default().add(by);
        }
        add_counts(&mut self.sure, &other.sure);
        add_counts(&mut self.if_answered, &other.if_answered);
        for by in other.agencies.values() {
            self.agency(by);
        }
        self.once_only.add(&other.once_only);
        for (key, ranking) in &other.rankings {
            self.rankings.entry(key.clone()).or_default().add(ranking);
        }
    }

    fn total(&mut self, measure: &str, unit: &str) -> &mut Total {
        let units = self.totals.entry(measure.to_owned()).or_default();
        units.entry(unit.to_owned()).or_default()
    }

    fn figure(&mut self, reading: &Reading, digest: &Digest, sha256: &str) {
        let total = Total::of(reading);
        self.total(&reading.measure, &reading.unit).add(&total);
        for (list, value, floor) in reading.placed() {
            let ranking = self
                .rankings
                .entry(list.key(&reading.measure, &reading.unit));
            let ranking = ranking.or_default();
            if ranking.admits(value) {
                ranking.take(Place {
                    value: Reverse(value),
                    id: digest.id.clone(),
                    sha256: sha256.to_owned(),
                    name: digest.name.clone(),
                    floor,
                });
            }
        }
    }

    fn agencies_of(&mut self, digest: &Digest) {
        let all = |counts: &BTreeMap<String, u64>| {
            counts
                .values()
                .fold(0_u64, |all, count| all.saturating_add(*count))
        };
        let mut seen = BTreeSet::new();
        for agency in &digest.agencies {
            // Two lanes of one procedure may be one agency.
            let first = seen.insert(&agency.concept);
            self.agency(&ByAgency {
                agency: agency.clone(),
                procedures: u64::from(first),
                findings: if first { all(&digest.findings) } else { 0 },
                sure: if first { all(&digest.sure) } else { 0 },
                if_answered: if first { all(&digest.if_answered) } else { 0 },
            });
        }
    }

    fn agency(&mut self, more: &ByAgency) {
        let Some(by) = self.agencies.get_mut(&more.agency.concept) else {
            let concept = more.agency.concept.clone();
            self.agencies.insert(concept, more.clone());
            return;
        };
        increase(&mut by.procedures, more.procedures);
        increase(&mut by.findings, more.findings);
        increase(&mut by.sure, more.sure);
        increase(&mut by.if_answered, more.if_answered);
        if more.agency.name < by.agency.name {
            by.agency.name.clone_from(&more.agency.name);
        }
        let governments = (by.agency.government.take(), more.agency.government.clone());
        by.agency.government = earlier(governments.0, governments.1);
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

impl ByRule {
    fn add(&mut self, other: Self) {
        increase(&mut self.procedures, other.procedures);
        increase(&mut self.findings, other.findings);
    }
}

impl Total {
    fn of(reading: &Reading) -> Self {
        let value = reading.rank();
        let known = value.is_some() && !reading.floor;
        Self {
            known: u64::from(known),
            floors: u64::from(value.is_some() && reading.floor),
            missing: u64::from(value.is_none()),
            sum: value.unwrap_or_default(),
            less_sure: reading.less_sure.unwrap_or_default(),
            measurable_sure: u64::from(reading.less_sure.is_some()),
            less_if_answered: reading.less_if_answered.unwrap_or_default(),
            measurable_if_answered: u64::from(reading.less_if_answered.is_some()),
        }
    }

    fn add(&mut self, other: &Self) {
        increase(&mut self.known, other.known);
        increase(&mut self.floors, other.floors);
        increase(&mut self.missing, other.missing);
        self.sum += other.sum;
        self.less_sure += other.less_sure;
        increase(&mut self.measurable_sure, other.measurable_sure);
        self.less_if_answered += other.less_if_answered;
        increase(
            &mut self.measurable_if_answered,
            other.measurable_if_answered,
        );
    }
}
