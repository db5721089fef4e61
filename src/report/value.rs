//! Figures and texts as data.

use super::Report;
use crate::measure::figure::{Figure, State, Unit};
use crate::message::{Arg, Message, decimal};
use crate::model::Id;
use serde::Serialize;

/// A figure; `min`, `max` and `mean` are absent where they are not known or not bounded.
#[derive(Debug, Serialize)]
pub(super) struct Value {
    state: &'static str,
    unit: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    currency: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    min: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mean: Option<f64>,
    remarks: Vec<String>,
    text: String,
}

pub(super) fn say(report: &Report<'_>, message: &Message) -> String {
    message.say(report.lang, report)
}

pub(super) fn texts(ids: &[Id]) -> Vec<String> {
    ids.iter().map(Id::to_string).collect()
}

pub(super) fn value(report: &Report<'_>, figure: &Figure) -> Value {
    said(figure, &|message| say(report, message))
}

/// A figure as data, its texts as `say` says them.
pub(super) fn said(figure: &Figure, say: &dyn Fn(&Message) -> String) -> Value {
    let finite = |value: f64| value.is_finite().then_some(value);
    let floor = figure.state() == State::Floor;
    Value {
        state: match figure.state() {
            State::Known => "known",
            State::Floor => "floor",
            State::NotMeasurable => "not-measurable",
        },
        unit: unit(&figure.unit),
        currency: match &figure.unit {
            Unit::Money(currency) => Some(currency.clone()),
            _ => None,
        },
        min: figure.value.and_then(|value| finite(value.min)),
        // What is known of a floor bounds nothing from above.
        max: figure
            .value
            .filter(|_| !floor)
            .and_then(|value| finite(value.max)),
        mean: figure.value.filter(|_| !floor).and_then(|value| value.mean),
        remarks: figure
            .remarks()
            .iter()
            .map(|remark| remark_text(say, remark))
            .collect(),
        text: say(&figure.message()),
    }
}

fn remark_text(say: &dyn Fn(&Message) -> String, remark: &Arg) -> String {
    match remark {
        Arg::Message(message) => say(message),
        Arg::Text(text) | Arg::Name(text) => text.to_string(),
        Arg::Number(number) => decimal(*number),
        Arg::List(list) => {
            let parts: Vec<_> = list.iter().map(|part| remark_text(say, part)).collect();
            parts.join("; ")
        }
    }
}

fn unit(unit: &Unit) -> &'static str {
    match unit {
        Unit::Count => "count",
        Unit::Minutes => "minutes",
        Unit::WorkingDays => "working-days",
        Unit::CalendarDays => "calendar-days",
        Unit::Hours => "hours",
        Unit::Share => "share",
        Unit::Years => "years",
        Unit::Money(_) => "money",
    }
}
