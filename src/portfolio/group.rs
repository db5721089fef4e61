//! What procedures come to that have an agency or a finding of a rule in common.

use super::RANKED;
use super::figures::Reading;
use super::once_only::AgencyNote;
use super::record::Digest;
use super::summary::increase;
use super::total::{Total, Totals};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a rule found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ByRule {
    /// Procedures in which it found something.
    pub procedures: u64,
    /// Findings.
    pub findings: u64,
    /// What those procedures come to in the measures of [`RANKED`].
    pub totals: Totals,
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
    /// What those procedures come to in the measures of [`RANKED`].
    pub totals: Totals,
}

/// What a procedure weighs in the ranked measures: the same for each of its agencies and rules.
pub(super) struct Weight<'d>(Vec<(&'d Reading, Total)>);

impl<'d> Weight<'d> {
    pub(super) fn of(digest: &'d Digest) -> Self {
        let readings = digest.figures.iter();
        let ranked = readings.filter(|reading| RANKED.contains(&reading.measure.as_str()));
        Self(ranked.map(|it| (it, Total::of(it))).collect())
    }

    fn onto(&self, totals: &mut Totals) {
        for (reading, total) in &self.0 {
            totals.add(&reading.measure, &reading.unit, total);
        }
    }
}

impl ByRule {
    /// Adds a procedure with so many findings.
    pub(super) fn take(&mut self, findings: u64, weight: &Weight<'_>) {
        increase(&mut self.procedures, 1);
        increase(&mut self.findings, findings);
        weight.onto(&mut self.totals);
    }

    /// Adds what it found in other procedures.
    pub(super) fn add(&mut self, other: &Self) {
        increase(&mut self.procedures, other.procedures);
        increase(&mut self.findings, other.findings);
        self.totals.add_all(&other.totals);
    }
}

impl ByAgency {
    /// Nothing happened there yet.
    pub(super) fn new(agency: &AgencyNote) -> Self {
        Self {
            agency: agency.clone(),
            procedures: 0,
            findings: 0,
            sure: 0,
            if_answered: 0,
            totals: Totals::default(),
        }
    }

    /// Adds a procedure that it takes part in.
    pub(super) fn take(&mut self, digest: &Digest, weight: &Weight<'_>) {
        let all = |counts: &BTreeMap<String, u64>| {
            let counts = counts.values();
            counts.fold(0_u64, |all, count| all.saturating_add(*count))
        };
        increase(&mut self.procedures, 1);
        increase(&mut self.findings, all(&digest.findings));
        increase(&mut self.sure, all(&digest.sure));
        increase(&mut self.if_answered, all(&digest.if_answered));
        weight.onto(&mut self.totals);
    }

    /// Adds what happens there in other procedures.
    pub(super) fn add(&mut self, more: &Self) {
        increase(&mut self.procedures, more.procedures);
        increase(&mut self.findings, more.findings);
        increase(&mut self.sure, more.sure);
        increase(&mut self.if_answered, more.if_answered);
        self.totals.add_all(&more.totals);
        self.called(&more.agency);
    }

    /// Keeps the first name and government in the order of texts.
    pub(super) fn called(&mut self, agency: &AgencyNote) {
        if agency.name < self.agency.name {
            self.agency.name.clone_from(&agency.name);
        }
        let government = &mut self.agency.government;
        if agency.government.is_some() && (government.is_none() || agency.government < *government)
        {
            government.clone_from(&agency.government);
        }
    }
}
