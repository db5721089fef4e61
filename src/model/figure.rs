//! Figures of a file: times and money, each with its unit and with how sure it is.

use super::id::Id;
use super::part::{Definitions, Part, Reader, named, object, text, words};
use crate::message::Message;
use crate::source::{Kind, Node};
use rust_decimal::Decimal;
use serde_json::{Value, json};

words! {
    /// How sure a figure is, strongest first.
    pub enum Evidence {
        /// Counted: n and period.
        Observed = "observed",
        /// Published, by whom.
        Stated = "stated",
        /// Derived or judged.
        Estimated = "estimated",
        /// Made up so that there is a workflow; never a fact of the real procedure.
        Constructed = "constructed",
        /// A default of the tool or of a standard table.
        Default = "default",
    }
}

words! {
    /// A unit of time.
    pub enum TimeUnit {
        /// Minutes of work.
        Minute = "min",
        /// Hours of work.
        Hour = "h",
        /// Working days.
        WorkingDay = "wd",
        /// Calendar days.
        CalendarDay = "cd",
        /// Weeks of the calendar.
        Week = "wk",
        /// Months of the calendar.
        Month = "mo",
    }
}

/// One amount of time, `2 wd`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Amount {
    /// How much, in `unit`.
    pub value: f64,
    /// The unit as written.
    pub unit: TimeUnit,
}

/// A range of time in one unit: `5 wd`, `1..3 wd` (min..max) or `1/2/5 wd` (min/typical/max).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span {
    /// The least, in `unit`.
    pub min: f64,
    /// The typical value, where one is given.
    pub typical: Option<f64>,
    /// The most, in `unit`.
    pub max: f64,
    /// The unit as written.
    pub unit: TimeUnit,
}

/// A figure with at most so many digits before and behind the point.
fn is_decimal(text: &str, before: usize, behind: usize) -> bool {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str, most: usize| {
        (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    digits(whole, before) && digits(part, behind)
}

/// A figure of a time: fifteen digits, which a double holds exactly enough to write them again.
fn number(text: &str) -> Option<f64> {
    is_decimal(text, 9, 6).then(|| text.parse().ok()).flatten()
}

/// A figure as it is written: at most six digits behind the point, so that a sum can be read again.
fn decimal(value: f64) -> String {
    let text = format!("{value:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

impl Span {
    /// Reads the text form; `None` where it has another form or its figures do not rise.
    pub fn parse(text: &str) -> Option<Self> {
        Self::form(text).filter(Self::rises)
    }

    /// Reads the text form, whatever the order of its figures.
    fn form(text: &str) -> Option<Self> {
        let (figures, unit) = text.rsplit_once(' ')?;
        let unit = TimeUnit::from_word(unit)?;
        let (min, typical, max) = if let Some((min, max)) = figures.split_once("..") {
            (number(min)?, None, number(max)?)
        } else if let Some((min, rest)) = figures.split_once('/') {
            let (typical, max) = rest.split_once('/')?;
            (number(min)?, Some(number(typical)?), number(max)?)
        } else {
            let exact = number(figures)?;
            (exact, None, exact)
        };
        Some(Self {
            min,
            typical,
            max,
            unit,
        })
    }

    fn rises(&self) -> bool {
        let Self {
            min, typical, max, ..
        } = *self;
        min <= max && typical.is_none_or(|typical| (min..=max).contains(&typical))
    }

    /// The text form.
    pub fn text(&self) -> String {
        let unit = self.unit.word();
        let (min, max) = (decimal(self.min), decimal(self.max));
        match self.typical {
            Some(typical) => format!("{min}/{}/{max} {unit}", decimal(typical)),
            None if min == max => format!("{min} {unit}"),
            None => format!("{min}..{max} {unit}"),
        }
    }
}

/// Notes that a text is no time, and what is missing.
fn bad_time(text: &str, reader: &mut Reader) {
    let unit = text.split_whitespace().last().and_then(TimeUnit::from_word);
    let hint = if unit.is_none() {
        "time-units"
    } else {
        "time-form"
    };
    reader.fault(
        Message::new("bad-time").with("text", text),
        Some(Message::new(hint)),
    );
}

/// Pattern of one figure in a time.
const FIGURE: &str = r"[0-9]{1,9}(\.[0-9]{1,6})?";

/// Pattern of the units.
const UNITS: &str = "(min|h|wd|cd|wk|mo)";

impl Part for Span {
    fn read(node: &Node<'_>, reader: &mut Reader) -> Option<Self> {
        let text = text(node, reader)?;
        let Some(span) = Self::form(text) else {
            bad_time(text, reader);
            return None;
        };
        if !span.rises() {
            let hint = Some(Message::new("time-form"));
            reader.fault(Message::new("time-order").with("text", text), hint);
        }
        Some(span)
    }

    fn placeholder() -> Self {
        Self {
            min: 0.0,
            typical: None,
            max: 0.0,
            unit: TimeUnit::Minute,
        }
    }

    fn write(&self) -> Value {
        json!(self.text())
    }

    fn schema(definitions: &mut Definitions) -> Value {
        let about = "A range of time: `5 wd`, `1..3 wd` (least..most) or `1/2/5 wd` (least/typical/most), figures rising.";
        let pattern = format!("^{FIGURE}(\\.\\.{FIGURE}|/{FIGURE}/{FIGURE})? {UNITS}$");
        named(
            definitions,
            "Span",
            about,
            |_| json!({"type": "string", "pattern": pattern}),
        )
    }
}

impl Amount {
    /// The text form.
    pub fn text(&self) -> String {
        format!("{} {}", decimal(self.value), self.unit.word())
    }
}

impl Part for Amount {
    fn read(node: &Node<'_>, reader: &mut Reader) -> Option<Self> {
        let text = text(node, reader)?;
        let one = !text.contains("..") && !text.contains('/');
        let Some(span) = Span::form(text).filter(|_| one) else {
            bad_time(text, reader);
            return None;
        };
        Some(Self {
            value: span.min,
            unit: span.unit,
        })
    }

    fn placeholder() -> Self {
        Self {
            value: 0.0,
            unit: TimeUnit::Minute,
        }
    }

    fn write(&self) -> Value {
        json!(self.text())
    }

    fn schema(definitions: &mut Definitions) -> Value {
        let pattern = format!("^{FIGURE} {UNITS}$");
        let schema = json!({"type": "string", "pattern": pattern});
        named(definitions, "Amount", "One amount of time, `2 wd`.", |_| {
            schema
        })
    }
}

object! {
    /// A time in its long form.
    pub struct TimeFigure {
        /// The range: `5 wd`, `1..3 wd` or `1/2/5 wd`.
        value?: Span,
        /// The mean over the cases counted.
        mean?: Amount,
        /// The median over the cases counted.
        median?: Amount,
        /// The ninetieth percentile over the cases counted.
        p90?: Amount,
        /// Cases counted.
        n?: u64,
        /// When they were counted.
        period?: String,
        /// How sure the figure is; inherited from the step, then from the file.
        evidence?: Evidence,
        /// The source that gives it.
        source?: Id,
    }
}

/// A time of the file: short form (a text) or long form (an object).
#[derive(Debug, Clone, PartialEq)]
pub struct Time(pub TimeFigure);

impl Time {
    /// The time with just this range.
    pub fn exactly(span: Span) -> Self {
        Self(TimeFigure {
            value: Some(span),
            ..TimeFigure::placeholder()
        })
    }
}

impl Part for Time {
    fn read(node: &Node<'_>, reader: &mut Reader) -> Option<Self> {
        if !matches!(node.kind, Kind::Object(_)) {
            return Span::read(node, reader).map(Self::exactly);
        }
        let long = TimeFigure::read(node, reader)?;
        if long.value.is_none() && long.mean.is_none() && long.median.is_none() {
            reader.fault(
                Message::new("time-without-value"),
                Some(Message::new("time-long-form")),
            );
        }
        Some(Self(long))
    }

    fn placeholder() -> Self {
        Self(TimeFigure::placeholder())
    }

    fn write(&self) -> Value {
        match self.0.value {
            Some(span) if *self == Self::exactly(span) => span.write(),
            _ => self.0.write(),
        }
    }

    fn schema(definitions: &mut Definitions) -> Value {
        let about = "A time: short form (a text) or long form (an object with a value, a mean or a median).";
        named(definitions, "Time", about, |definitions| {
            let given = ["value", "mean", "median"].map(|key| json!({"required": [key]}));
            let long = json!({"allOf": [TimeFigure::schema(definitions), {"anyOf": given}]});
            json!({"oneOf": [Span::schema(definitions), long]})
        })
    }
}

/// An exact amount of money, `120 EUR`. Two currencies never add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Money {
    /// The amount, exact.
    pub amount: Decimal,
    /// ISO 4217 code.
    pub currency: String,
}

impl Money {
    fn parse(text: &str) -> Option<Self> {
        let (amount, currency) = text.split_once(' ')?;
        let code = currency.len() == 3 && currency.bytes().all(|b| b.is_ascii_uppercase());
        let amount = (code && is_decimal(amount, 15, 6))
            .then(|| amount.parse().ok())
            .flatten()?;
        Some(Self {
            amount,
            currency: currency.to_owned(),
        })
    }

    /// The text form.
    pub fn text(&self) -> String {
        format!("{} {}", self.amount, self.currency)
    }
}

impl Part for Money {
    fn read(node: &Node<'_>, reader: &mut Reader) -> Option<Self> {
        let text = text(node, reader)?;
        let money = Self::parse(text);
        if money.is_none() {
            reader.fault(
                Message::new("bad-money").with("text", text),
                Some(Message::new("money-form")),
            );
        }
        money
    }

    fn placeholder() -> Self {
        Self {
            amount: Decimal::ZERO,
            currency: String::new(),
        }
    }

    fn write(&self) -> Value {
        json!(self.text())
    }

    fn schema(definitions: &mut Definitions) -> Value {
        let schema = json!({"type": "string", "pattern": r"^[0-9]{1,15}(\.[0-9]{1,6})? [A-Z]{3}$"});
        let about = "An exact amount of money with its ISO 4217 code, `120 EUR`.";
        named(definitions, "Money", about, |_| schema)
    }
}
