//! Whether a procedure meets its targets.
//!
//! What is not wholly known never passes: a floor above the ceiling fails, any other is not measurable.

mod check;
mod many;
mod scope;
mod units;

pub use check::{Checked, Look, Stage, Subject, check};
pub use units::stated_day;

use crate::graph::Graph;
use crate::measure::figure::{Figure, State, Values};
use crate::measure::{Convention, Measures, measure};
use crate::message::Message;
use crate::model::Procedure;
use crate::model::part::Part;
use crate::model::target::{Ceiling, Target};
use units::{in_unit, scale, why_not};

/// Share of a ceiling within which a figure counts as equal to it.
const ROUNDING: f64 = 1e-9;

/// What became of a target.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// The figure surely stays within the ceiling.
    Met,
    /// It surely does not; by how much at least.
    Missed(Message),
    /// It may or may not: its range reaches over the ceiling.
    Unsure,
    /// It cannot be said, because ...
    NotMeasurable(Message),
}

/// The keys of all measures, in the order of the tables.
pub fn measures() -> Vec<&'static str> {
    let nothing = Procedure::placeholder();
    let rows = measure(&nothing, &Graph::of(&nothing), Convention::default()).rows();
    rows.into_iter().map(|row| row.key).collect()
}

/// The figure that a target speaks of.
pub fn figure(target: &Target, measures: &Measures) -> Option<Figure> {
    let rows = measures.rows().into_iter();
    let mut named = rows.filter(|row| row.key == target.measure);
    named.next().map(|row| row.figure)
}

/// How far a version has to go for a target, as the least, most or middle of its figure: lower is better, so that what is to
/// rise is below zero. Nothing where its unit is another than that of the version `now`.
pub fn load(target: &Target, now: &Measures, then: &Measures) -> Option<f64> {
    let (now, then) = (figure(target, now)?, figure(target, then)?);
    let point = then.value?.point().filter(|_| now.unit == then.unit)?;
    Some(if target.at_least.is_some() {
        -point
    } else {
        point
    })
}

/// Whether two targets, one that is a ceiling and one that is a floor, ask of one figure what no number is.
pub fn contradict(a: Bar, b: Bar) -> bool {
    match (a.is_floor, b.is_floor) {
        (true, false) => a.least > b.most + rounding(b.most),
        (false, true) => contradict(b, a),
        _ => false,
    }
}

/// What a target comes to for a figure, as [`judge`] sees it.
pub fn bar_of(target: &Target, now: &Measures, then: &Measures, day: Option<f64>) -> Option<Bar> {
    let (now, then) = (figure(target, now)?, figure(target, then)?);
    let base = Base {
        before: Some(&now),
        day,
        ..Base::default()
    };
    bar(target, &then, base).ok().filter(|_| target.is_plain())
}

/// Judges a target of one procedure by its measures: `now` is the procedure before any change, which a cut is counted
/// from unless the target states a baseline; `then` the one judged; `day` the minutes of its working day, as
/// [`stated_day`] gives them. What needs more than measures is not measurable here.
pub fn judge(target: &Target, now: &Measures, then: &Measures, day: Option<f64>) -> Verdict {
    if !target.is_plain() {
        return missing("target-for-check", target);
    }
    let (Some(now), Some(then)) = (figure(target, now), figure(target, then)) else {
        return missing("unknown-measure", target);
    };
    let base = Base {
        before: Some(&now),
        day,
        ..Base::default()
    };
    let bar = bar(target, &then, base);
    bar.map_or_else(|verdict| verdict, |bar| bar.judge(&then, target))
}

/// What a figure is set against.
#[derive(Debug, Clone, Copy, Default)]
struct Base<'f> {
    /// What a cut is counted from.
    before: Option<&'f Figure>,
    /// What the law allows, in the figure's unit.
    limit: Option<f64>,
    /// Minutes of a working day, where that is stated, and alike in both versions.
    day: Option<f64>,
}

/// What a figure has to stay within, or to reach, in its unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bar {
    /// What the least of the figure is held against.
    pub least: f64,
    /// What the most of it is held against.
    pub most: f64,
    /// Whether the figure has to reach it.
    pub is_floor: bool,
}

/// What a target comes to for a figure; why that cannot be said.
fn bar(target: &Target, then: &Figure, base: Base<'_>) -> Result<Bar, Verdict> {
    let ceiling = |least: f64, most: f64| Bar {
        least,
        most,
        is_floor: false,
    };
    if then.value.is_none() {
        return Err(missing("target-unknown", target));
    }
    let unit = |asked: &Ceiling| {
        let value = in_unit(asked, &then.unit, base.day);
        value.ok_or_else(|| Verdict::NotMeasurable(why_not(asked, &then.unit)))
    };
    if let Some(most) = &target.at_most {
        let most = unit(most)?;
        return Ok(ceiling(most, most));
    }
    if let Some(floor) = &target.at_least {
        let least = unit(floor)?;
        return Ok(Bar {
            is_floor: true,
            ..ceiling(least, least)
        });
    }
    if let Some(share) = target.of_limit {
        let limit = base
            .limit
            .map(|limit| ceiling(limit * share, limit * share));
        return limit.ok_or_else(|| missing("target-limit", target));
    }
    let Some(share) = target.cut.map(|cut| 1.0 - cut) else {
        return Err(missing("target-form", target));
    };
    if let Some(stated) = target.base() {
        let value = unit(&stated.value)? * share;
        return Ok(ceiling(value, value));
    }
    let Some(before) = base.before else {
        return Err(missing("target-no-baseline", target));
    };
    let Some(value) = before.known() else {
        return Err(missing("target-baseline", target));
    };
    // Point by point: the least from the least, the most from the most.
    match scale(&before.unit, &then.unit, base.day) {
        Some(factor) => Ok(ceiling(
            value.min * factor * share,
            value.max * factor * share,
        )),
        None => Err(missing("target-baseline-unit", target)),
    }
}

/// The room that is left for the last bits of a number.
fn rounding(value: f64) -> f64 {
    value.abs() * ROUNDING
}

impl Bar {
    /// Whether a figure surely stays within it, or reaches it.
    fn judge(&self, then: &Figure, target: &Target) -> Verdict {
        let Some(value) = then.value else {
            return missing("target-unknown", target);
        };
        let missed = || {
            let gap = then.unit.show(self.gap(value).unwrap_or_default());
            Verdict::Missed(Message::new("target-gap").with("gap", gap))
        };
        match then.state() {
            // A floor can show that a rate is reached, never that it is not; of a ceiling the other way round.
            State::Known | State::Floor if self.is_floor && self.holds(value) => Verdict::Met,
            State::Known if self.holds(value) => Verdict::Met,
            State::Known if self.gap(value).is_some() => missed(),
            State::Floor if !self.is_floor && self.gap(value).is_some() => missed(),
            State::Known => Verdict::Unsure,
            State::Floor | State::NotMeasurable => missing("target-floor", target),
        }
    }

    fn holds(&self, value: Values) -> bool {
        if self.is_floor {
            value.min >= self.least - rounding(self.least)
        } else {
            value.min <= self.least + rounding(self.least)
                && value.max <= self.most + rounding(self.most)
        }
    }

    /// By how much a figure misses it at least; nothing where it may not.
    pub fn gap(&self, value: Values) -> Option<f64> {
        let (gap, bar) = if self.is_floor {
            (self.least - value.max, self.least)
        } else {
            (value.min - self.least, self.least)
        };
        (gap > rounding(bar)).then_some(gap)
    }
}

fn missing(key: &'static str, target: &Target) -> Verdict {
    Verdict::NotMeasurable(Message::new(key).with("measure", target.measure.as_str()))
}
