//! What became of a portfolio between two days.

use super::Milli;
use super::summary::{Summary, Total};

/// One measure of two portfolios, in one unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Change<'a> {
    /// The measure.
    pub measure: &'a str,
    /// Its unit.
    pub unit: &'a str,
    /// What it was.
    pub before: &'a Total,
    /// What it is.
    pub now: &'a Total,
}

impl Change<'_> {
    /// The mean of a procedure then and now, in the unit of the measure; none where some procedure of either day is
    /// not wholly known: two floors tell nothing of what changed.
    pub fn means(&self) -> Option<(f64, f64)> {
        mean(self.before).zip(mean(self.now))
    }

    /// By which share the mean fell, a fraction of 1; below zero where it rose.
    pub fn cut(&self) -> Option<f64> {
        let (before, now) = self.means()?;
        (before > 0.0).then(|| 1.0 - now / before)
    }
}

/// The mean of the procedures, where all are known.
fn mean(total: &Total) -> Option<f64> {
    let whole = total.floors == 0 && total.missing == 0 && total.known > 0;
    whole.then(|| total.sum.value() / total.known as f64)
}

impl Total {
    /// The mean of a procedure where every one is known.
    pub fn mean(&self) -> Option<f64> {
        mean(self)
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
}

/// Every measure that both portfolios have, in the order of names.
pub fn trend<'a>(before: &'a Summary, now: &'a Summary) -> Vec<Change<'a>> {
    let measures = before.totals.iter().flat_map(|(measure, units)| {
        let units = units.iter();
        units.map(move |(unit, total)| (measure.as_str(), unit.as_str(), total))
    });
    let both = measures.filter_map(|(measure, unit, before)| {
        let now = now.totals.get(measure)?.get(unit)?;
        Some(Change {
            measure,
            unit,
            before,
            now,
        })
    });
    both.collect()
}
