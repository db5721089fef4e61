//! Published totals beside those computed from the file.
//!
//! A published total is compared only where it speaks of the same thing: the procedure as the file
//! describes it (`scope` absent or `before`, or the file's own day), a convention that is known
//! here, and a unit into which the computed figure can be put without a factor.

use super::calendar::Clock;
use super::convention::Convention;
use super::figure::{Figure, State, Unit};
use super::measures::{Row, measure};
use super::time::value;
use crate::graph::Graph;
use crate::message::Message;
use crate::model::{Amount, Procedure, Reported, Span, TimeUnit};

/// How a published total and the computed one agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agreement {
    /// The published value lies within what was computed, to the digits published.
    Agrees,
    /// It lies outside.
    Differs,
    /// The two do not speak of the same, or one is not measurable.
    NotComparable,
}

/// One published total beside the computed one.
#[derive(Debug, Clone, PartialEq)]
pub struct Reconciled {
    /// Place in the file's `reported`, from 0.
    pub place: usize,
    /// The computed figure, by the published convention; none for a measure not computed here.
    pub computed: Option<Figure>,
    /// How they agree.
    pub agreement: Agreement,
    /// Both in words.
    pub message: Message,
}

/// Every published total of a file beside the computed one, in file order.
pub fn reconcile(procedure: &Procedure, graph: &Graph) -> Vec<Reconciled> {
    let reported = procedure.reported.as_deref().unwrap_or(&[]);
    if reported.is_empty() {
        return Vec::new();
    }
    let conventions = [Convention::Plain, Convention::DoingBusiness];
    let [plain, business] =
        conventions.map(|convention| measure(procedure, graph, convention).rows());
    let clock = Clock::of(procedure);
    (reported.iter().enumerate())
        .map(|(place, published)| {
            let rows = match published.convention.as_deref() {
                Some("doing-business") => &business,
                _ => &plain,
            };
            let computed = computed(rows, &published.measure);
            let agreement = match computed {
                Some(figure) if same_thing(procedure, published) => {
                    compare(&clock, figure, published)
                }
                _ => Agreement::NotComparable,
            };
            Reconciled {
                place,
                computed: computed.cloned(),
                agreement,
                message: said(computed, published, agreement),
            }
        })
        .collect()
}

/// The computed figure that a published name means.
fn computed<'a>(rows: &'a [Row], name: &str) -> Option<&'a Figure> {
    let key = match name {
        "processing-time" => "hands-on",
        other => other,
    };
    let row = rows.iter().find(|row| row.key == key)?;
    Some(&row.figure)
}

fn said(computed: Option<&Figure>, published: &Reported, agreement: Agreement) -> Message {
    let Some(computed) = computed else {
        return Message::new("reconciled-unknown").with("published", published.value.as_str());
    };
    let key = match agreement {
        Agreement::Agrees => "reconciled-agrees",
        Agreement::Differs => "reconciled-differs",
        Agreement::NotComparable => "reconciled-not-comparable",
    };
    Message::new(key)
        .with("computed", computed.message())
        .with("published", published.value.as_str())
}

fn same_thing(procedure: &Procedure, published: &Reported) -> bool {
    let convention = published.convention.as_deref().unwrap_or("");
    let percentile = ["median", "percentile", "fastest"]
        .iter()
        .any(|word| convention.contains(word));
    let scope = match published.scope.as_deref() {
        None | Some("before") => true,
        Some(other) => {
            let told = other.starts_with("before") || other.starts_with("after");
            !told && published.as_of.is_some() && published.as_of == procedure.as_of
        }
    };
    scope && !percentile
}

/// Half a unit of the last digit that a text gives.
fn half_digit(text: &str) -> f64 {
    let number = text.split([' ', '.', '/']).next().unwrap_or("");
    let decimals = text
        .strip_prefix(number)
        .and_then(|rest| rest.strip_prefix('.'))
        .map_or(0, |rest| {
            rest.bytes().take_while(u8::is_ascii_digit).count()
        });
    0.5 * 10.0_f64.powi(-i32::try_from(decimals).unwrap_or(0))
}

fn compare(clock: &Clock, computed: &Figure, published: &Reported) -> Agreement {
    let (Some(found), Some(told)) = (
        computed.value,
        published_value(clock, &computed.unit, &published.value),
    ) else {
        return Agreement::NotComparable;
    };
    let percent = if computed.unit == Unit::Share {
        0.01
    } else {
        1.0
    };
    let slack = percent * half_digit(published.value.trim());
    let convention = published.convention.as_deref().unwrap_or("");
    // A sum that its source says leaves out the same steps is compared with the floor.
    let floor = computed.state() == State::Floor;
    if floor && !convention.starts_with("sum of") {
        return Agreement::NotComparable;
    }
    let (low, high) = match (floor, convention, found.mean) {
        (true, ..) => (found.min, found.min),
        (_, "mean", Some(mean)) => (mean, mean),
        (_, "mean", None) => return Agreement::NotComparable,
        _ => (found.min, found.max),
    };
    if told.1 >= low - slack && told.0 <= high + slack {
        Agreement::Agrees
    } else {
        Agreement::Differs
    }
}

/// The least and the most of a published value in `unit`, where it is of the same kind.
fn published_value(clock: &Clock, unit: &Unit, text: &str) -> Option<(f64, f64)> {
    let text = text.trim();
    match unit {
        Unit::Count => text.parse().ok().map(|value| (value, value)),
        Unit::Money(currency) => {
            let value = text.strip_suffix(currency.as_str())?.trim().parse().ok()?;
            Some((value, value))
        }
        Unit::Share => {
            let value: f64 = text.strip_suffix('%')?.trim().parse().ok()?;
            Some((value / 100.0, value / 100.0))
        }
        _ => {
            let span = Span::parse(text)?;
            let calendar = matches!(
                span.unit,
                TimeUnit::CalendarDay | TimeUnit::Week | TimeUnit::Month
            );
            if calendar != (*unit == Unit::CalendarDays) {
                return None;
            }
            let at = |amount| {
                let unit_of = span.unit;
                let length = clock.length(Amount {
                    value: amount,
                    unit: unit_of,
                });
                value(clock, unit, length)
            };
            Some((at(span.min), at(span.max)))
        }
    }
}
