//! What became of a portfolio between two days.

use super::summary::Summary;
use super::total::Total;
use super::{List, TOP};
use crate::message::Message;
use crate::model::target::Target;
use std::collections::BTreeSet;

/// How the procedures of two days stand to each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sets {
    /// They are the same ones.
    Same,
    /// They are not: the ids of those that are gone and of new ones, where both portfolios are small enough to tell.
    Changed(Option<[BTreeSet<String>; 2]>),
    /// A summary does not tell.
    Unknown,
}

/// Whether two portfolios have the same procedures.
pub fn sets(before: &Summary, now: &Summary) -> Sets {
    let alike = before.ids.zip(now.ids).map(|(was, is)| was == is);
    match alike.filter(|_| before.procedures == now.procedures) {
        Some(true) => return Sets::Same,
        // As many of them, of which a summary does not tell which.
        None if before.procedures == now.procedures => return Sets::Unknown,
        _ => {}
    }
    // Every procedure has steps, and so a place by them, where there are places for all.
    let ids = |summary: &Summary| -> Option<BTreeSet<String>> {
        let ranking = summary.ranking(List::Burden, "steps", "count")?;
        let ids = ranking.places().map(|place| place.id.clone());
        (summary.procedures <= TOP as u64).then(|| ids.collect())
    };
    let both = ids(before).zip(ids(now));
    let apart = |a: &BTreeSet<String>, b: &BTreeSet<String>| a.difference(b).cloned().collect();
    Sets::Changed(both.map(|(was, is)| [apart(&was, &is), apart(&is, &was)]))
}

/// Whether the portfolio called earlier describes later days.
pub fn backwards(before: &Summary, now: &Summary) -> bool {
    let later = |a: &Option<String>, b: &Option<String>| {
        let days = a.as_ref().zip(b.as_ref());
        days.is_some_and(|(a, b)| a > b)
    };
    later(&before.from, &now.from) || later(&before.to, &now.to)
}

/// What became of a target.
#[derive(Debug, Clone, PartialEq)]
pub enum Cut {
    /// The mean fell by at least what was wanted; by which share it did.
    Reached(f64),
    /// It did not.
    Missed(f64),
    /// It cannot be said here, because ...
    NotMeasurable(Message),
}

/// What became of a target since an earlier day: only cuts of the mean of all procedures can be told.
pub fn cut(target: &Target, before: Option<&Summary>, now: &Summary) -> Cut {
    let missing = |key: &'static str| {
        let why = Message::new(key).with("measure", target.measure.as_str());
        Cut::NotMeasurable(why)
    };
    let Some(wanted) = target.cut else {
        return missing("trend-no-cut");
    };
    if target.scope.is_some() {
        return missing("trend-scope");
    }
    if target.share.is_some() {
        return missing("trend-share");
    }
    if target.baselines.is_some() {
        return missing("trend-baseline");
    }
    let Some(before) = before else {
        return missing("trend-no-since");
    };
    if backwards(before, now) {
        return missing("trend-backwards");
    }
    match sets(before, now) {
        Sets::Same => {}
        Sets::Unknown => return missing("trend-set-unknown"),
        Sets::Changed(_) => return missing("trend-set-changed"),
    }
    let several = |summary: &Summary| summary.totals.units(&target.measure).count();
    let mut changes = trend(before, now).into_iter();
    let change = changes.find(|change| change.measure == target.measure);
    match (several(before), several(now)) {
        (0, _) | (_, 0) => return missing("trend-no-measure"),
        (1, 1) if change.is_some() => {}
        _ => return missing("trend-units"),
    }
    match change.and_then(|change| change.cut()) {
        None => missing("trend-not-known"),
        Some(cut) if cut < wanted - 1e-9 => Cut::Missed(cut),
        // That the mean fell does not say it of each.
        Some(_) if target.average != Some(true) => missing("trend-each"),
        Some(cut) => Cut::Reached(cut),
    }
}

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
        self.before.mean().zip(self.now.mean())
    }

    /// By which share the mean fell, a fraction of 1; below zero where it rose.
    pub fn cut(&self) -> Option<f64> {
        let (before, now) = self.means()?;
        (before > 0.0).then(|| 1.0 - now / before)
    }
}

/// Every measure that both portfolios have, in the order of names.
pub fn trend<'a>(before: &'a Summary, now: &'a Summary) -> Vec<Change<'a>> {
    let both = before.totals.rows().filter_map(|(measure, unit, before)| {
        let now = now.totals.get(measure, unit)?;
        Some(Change {
            measure,
            unit,
            before,
            now,
        })
    });
    both.collect()
}
