//! Times in other units: only where that needs no convention.

use crate::measure::figure::Unit;
use crate::message::Message;
use crate::model::target::Ceiling;
use crate::model::{Amount, Procedure, TimeUnit};

/// Minutes of an hour.
const HOUR: f64 = 60.0;
/// Days of a week of the calendar.
const WEEK: f64 = 7.0;
/// Minutes of a day of the calendar.
const DAY: f64 = 24.0 * HOUR;

/// Minutes of a working day, where the calendar of a procedure states them exactly: the default is a convention.
pub fn stated_day(p: &Procedure) -> Option<f64> {
    let span = p.calendar.as_ref()?.day.as_ref()?.0.value?;
    let minutes = match span.unit {
        TimeUnit::Minute => span.min,
        TimeUnit::Hour => span.min * HOUR,
        _ => return None,
    };
    let exact = (span.min - span.max).abs() < f64::EPSILON;
    (exact && minutes > 0.0 && minutes <= DAY).then_some(minutes)
}

/// By what a figure is multiplied to be in another unit; none where the two are on different clocks, or where no file says
/// how long a working day is.
pub(super) fn scale(from: &Unit, to: &Unit, day: Option<f64>) -> Option<f64> {
    let minutes = |unit: &Unit| match unit {
        Unit::Minutes => Some(1.0),
        Unit::Hours => Some(HOUR),
        Unit::WorkingDays => day,
        _ => None,
    };
    if from == to {
        return Some(1.0);
    }
    Some(minutes(from)? / minutes(to)?)
}

/// A ceiling in the unit of a figure; none where one cannot be turned into the other without a convention.
pub(super) fn in_unit(ceiling: &Ceiling, unit: &Unit, day: Option<f64>) -> Option<f64> {
    match (ceiling, unit) {
        (Ceiling::Number(number), Unit::Count | Unit::Share) => Some(*number),
        (Ceiling::Money(money), Unit::Money(currency)) if money.currency == *currency => {
            rust_decimal::prelude::ToPrimitive::to_f64(&money.amount)
        }
        (Ceiling::Time(time), unit) => duration(*time, unit, day),
        _ => None,
    }
}

/// Why a ceiling cannot be turned into the unit of a figure.
pub(super) fn why_not(ceiling: &Ceiling, unit: &Unit) -> Message {
    let is_time = matches!(
        unit,
        Unit::Minutes | Unit::Hours | Unit::WorkingDays | Unit::CalendarDays | Unit::Years
    );
    let kind = match unit {
        Unit::Money(currency) => Message::new("kind-money").with("currency", currency.as_str()),
        Unit::Count => Message::new("kind-count"),
        Unit::Share => Message::new("kind-share"),
        unit => Message::new("kind-time").with("example", unit.show(1.0)),
    };
    let other_kind = Message::new("target-kind")
        .with("asked", ceiling.text())
        .with("kind", kind);
    let Ceiling::Time(time) = ceiling else {
        return other_kind;
    };
    let of_work = |unit: &Unit| matches!(unit, Unit::Minutes | Unit::Hours | Unit::WorkingDays);
    let key = match time.unit {
        _ if !is_time => return other_kind,
        TimeUnit::Month => "target-unit-month",
        TimeUnit::Minute | TimeUnit::Hour | TimeUnit::WorkingDay if of_work(unit) => {
            "target-unit-day"
        }
        _ => "target-unit-clock",
    };
    Message::new(key)
        .with("asked", ceiling.text())
        .with("unit", unit.show(1.0))
}

fn duration(time: Amount, unit: &Unit, day: Option<f64>) -> Option<f64> {
    let (own, factor) = match time.unit {
        TimeUnit::Minute => (Unit::Minutes, 1.0),
        TimeUnit::Hour => (Unit::Hours, 1.0),
        TimeUnit::WorkingDay => (Unit::WorkingDays, 1.0),
        TimeUnit::CalendarDay => (Unit::CalendarDays, 1.0),
        TimeUnit::Week => (Unit::CalendarDays, WEEK),
        TimeUnit::Month => return None,
    };
    Some(time.value * factor * scale(&own, unit, day)?)
}
