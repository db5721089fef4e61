//! What figures of many procedures come to.

use super::figures::Reading;
use super::summary::increase;
use super::{List, Milli};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Totals of some procedures by measure, then by unit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals(BTreeMap<String, BTreeMap<String, Total>>);

impl Totals {
    /// Adds what some procedures come to in a measure.
    pub(super) fn add(&mut self, measure: &str, unit: &str, more: &Total) {
        let known = self.0.get_mut(measure);
        if let Some(total) = known.and_then(|units| units.get_mut(unit)) {
            total.add(more);
        } else {
            let units = self.0.entry(measure.to_owned()).or_default();
            units.insert(unit.to_owned(), more.clone());
        }
    }

    /// Adds other totals.
    pub(super) fn add_all(&mut self, other: &Self) {
        for (measure, unit, total) in other.rows() {
            self.add(measure, unit, total);
        }
    }

    /// Every total with its measure and unit, in the order of their names.
    pub fn rows(&self) -> impl Iterator<Item = (&str, &str, &Total)> {
        self.0.iter().flat_map(|(measure, units)| {
            let units = units.iter();
            units.map(move |(unit, total)| (measure.as_str(), unit.as_str(), total))
        })
    }

    /// The units that a measure comes in.
    pub fn units(&self, measure: &str) -> impl Iterator<Item = &str> {
        self.0
            .get(measure)
            .into_iter()
            .flatten()
            .map(|(unit, _)| unit.as_str())
    }

    /// The total of a measure in a unit.
    pub fn get(&self, measure: &str, unit: &str) -> Option<&Total> {
        self.0.get(measure)?.get(unit)
    }
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

impl Total {
    pub(super) fn of(reading: &Reading) -> Self {
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

    /// The mean of a procedure where every one is known.
    pub fn mean(&self) -> Option<f64> {
        let whole = self.floors == 0 && self.missing == 0 && self.known > 0;
        whole.then(|| self.sum.value() / self.known as f64)
    }

    /// Whether the sum is a floor.
    pub fn is_floor(&self) -> bool {
        self.floors > 0 || self.missing > 0
    }

    /// What comes off the sum, of the procedures in which that is measurable.
    pub fn less(&self) -> [(Milli, u64); 2] {
        [
            (self.less_sure, self.measurable_sure),
            (self.less_if_answered, self.measurable_if_answered),
        ]
    }

    /// What a list ranks by: nothing where that is not measurable, or is nothing.
    pub fn ranked(&self, list: List) -> Option<Milli> {
        let value = match list {
            List::Burden => self.sum,
            List::SavingSure => self.less_sure,
            List::SavingIfAnswered => self.less_if_answered,
        };
        (value > Milli(0)).then_some(value)
    }
}
