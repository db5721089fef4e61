//! Whether a procedure meets its targets.
//!
//! What is not wholly known never passes: a floor above the ceiling fails, any other is not measurable.

mod check;
mod scope;

pub use check::{Checked, Subject, check};

use crate::graph::Graph;
use crate::measure::figure::{Figure, State, Unit};
use crate::measure::{Convention, Measures, measure};
use crate::message::Message;
use crate::model::part::Part;
use crate::model::target::{Ceiling, Target};
use crate::model::{Amount, Procedure, TimeUnit};

/// Minutes of an hour.
const HOUR: f64 = 60.0;
/// Days of a week of the calendar.
const WEEK: f64 = 7.0;
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

/// Judges a target of one procedure by its measures: `now` is the procedure before any change, which a cut is counted
/// from unless the target states a baseline; `then` the one judged. What needs more than measures is not measurable here.
pub fn judge(target: &Target, now: &Measures, then: &Measures) -> Verdict {
    if !target.is_plain() {
        return missing("target-for-check", target);
    }
    let (Some(now), Some(then)) = (figure(target, now), figure(target, then)) else {
        return missing("unknown-measure", target);
    };
    judge_figure(target, Some(&now), &then, None)
}

/// Judges a figure: `now` is what a cut is counted from, `limit` what the law allows, in the figure's unit.
fn judge_figure(
    target: &Target,
    now: Option<&Figure>,
    then: &Figure,
    limit: Option<f64>,
) -> Verdict {
    if then.value.is_none() {
        return missing("target-unknown", target);
    }
    if let Some(ceiling) = &target.at_most {
        return match in_unit(ceiling, &then.unit) {
            Some(most) => within(then, most, most, target),
            None => missing("target-unit", target),
        };
    }
    if let Some(floor) = &target.at_least {
        return match in_unit(floor, &then.unit) {
            Some(least) => reaches(then, least, target),
            None => missing("target-unit", target),
        };
    }
    if let Some(share) = target.of_limit {
        return match limit {
            Some(limit) => within(then, limit * share, limit * share, target),
            None => missing("target-limit", target),
        };
    }
    let Some(share) = target.cut.map(|cut| 1.0 - cut) else {
        return missing("target-form", target);
    };
    if let Some(base) = target.base() {
        return match in_unit(&base.value, &then.unit) {
            Some(value) => within(then, value * share, value * share, target),
            None => missing("target-unit", target),
        };
    }
    match now.map(Figure::known) {
        // Point by point: the least from the least, the most from the most.
        Some(Some(value)) => within(then, value.min * share, value.max * share, target),
        Some(None) => missing("target-baseline", target),
        None => missing("target-no-baseline", target),
    }
}

/// Whether a figure is at least so much. A floor can show that it is, never that it is not.
fn reaches(then: &Figure, least: f64, target: &Target) -> Verdict {
    let Some(value) = then.value else {
        return missing("target-unknown", target);
    };
    let slack = least - least.abs() * ROUNDING;
    if value.min >= slack {
        return Verdict::Met;
    }
    match then.state() {
        State::Known if value.max < slack => {
            let gap = then.unit.show(least - value.max);
            Verdict::Missed(Message::new("target-gap").with("gap", gap))
        }
        State::Known => Verdict::Unsure,
        State::Floor | State::NotMeasurable => missing("target-floor", target),
    }
}

fn missing(key: &'static str, target: &Target) -> Verdict {
    Verdict::NotMeasurable(Message::new(key).with("measure", target.measure.as_str()))
}

fn within(then: &Figure, least: f64, most: f64, target: &Target) -> Verdict {
    let Some(value) = then.value else {
        return missing("target-unknown", target);
    };
    let slack = |ceiling: f64| ceiling + ceiling.abs() * ROUNDING;
    let missed = value.min > slack(least);
    match then.state() {
        State::Known if value.min <= slack(least) && value.max <= slack(most) => Verdict::Met,
        State::Known | State::Floor if missed => {
            let gap = then.unit.show(value.min - least);
            Verdict::Missed(Message::new("target-gap").with("gap", gap))
        }
        State::Known => Verdict::Unsure,
        State::Floor | State::NotMeasurable => missing("target-floor", target),
    }
}

/// A ceiling in the unit of a figure; none where one cannot be turned into the other without a convention.
fn in_unit(ceiling: &Ceiling, unit: &Unit) -> Option<f64> {
    match (ceiling, unit) {
        (Ceiling::Number(number), Unit::Count | Unit::Share) => Some(*number),
        (Ceiling::Money(money), Unit::Money(currency)) if money.currency == *currency => {
            rust_decimal::prelude::ToPrimitive::to_f64(&money.amount)
        }
        (Ceiling::Time(time), unit) => duration(*time, unit),
        _ => None,
    }
}

fn duration(time: Amount, unit: &Unit) -> Option<f64> {
    let factor = match (time.unit, unit) {
        (TimeUnit::Minute, Unit::Minutes)
        | (TimeUnit::Hour, Unit::Hours)
        | (TimeUnit::WorkingDay, Unit::WorkingDays)
        | (TimeUnit::CalendarDay, Unit::CalendarDays) => 1.0,
        (TimeUnit::Hour, Unit::Minutes) => HOUR,
        (TimeUnit::Minute, Unit::Hours) => 1.0 / HOUR,
        (TimeUnit::Week, Unit::CalendarDays) => WEEK,
        _ => return None,
    };
    Some(time.value * factor)
}
