//! Figures of a file: times and money, each with its unit and with how sure it is.

use super::part::{Definitions, Part, Reader, object, words};
use super::text::Id;
use crate::message::Message;
use crate::source::Node;
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

fn number(text: &str) -> Option<f64> {
    let plain = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let value: f64 = if plain {
        text.parse().ok()?
    } else {
        return None;
    };
    value.is_finite().then_some(value)
}

impl Span {
    /// Reads the text form; `None` where it has another form.
    pub fn parse(text: &str) -> Option<Self> {
        let (figures, unit) = text.trim().rsplit_once(' ')?;
        let unit = TimeUnit::from_word(unit)?;
        let (min, typical, max) = if let Some((min, max)) = figures.split_once("..") {
            (number(min.trim())?, None, number(max.trim())?)
        } else if let [min, typical, max] = figures.split('/').collect::<Vec<_>>()[..] {
            (
                number(min.trim())?,
                Some(number(typical.trim())?),
                number(max.trim())?,
            )
        } else {
            let exact = number(figures.trim())?;
            (exact, None, exact)
        };
        let typical_between = typical.is_none_or(|typical| (min..=max).contains(&typical));
        (min <= max && typical_between).then_some(Self {
            min,
            typical,
            max,
            unit,
        })
    }

    /// The text form.
    pub fn text(&self) -> String {
        let unit = self.unit.word();
        match self.typical {
            Some(typical) => format!("{}/{typical}/{} {unit}", self.min, self.max),
            None if self.min.total_cmp(&self.max).is_eq() => format!("{} {unit}", self.min),
            None => format!("{}..{} {unit}", self.min, self.max),
        }
    }
}

fn read_time_text<T>(
    node: &Node<'_>,
    reader: &mut Reader,
    parse: impl Fn(&str) -> Option<T>,
) -> Option<T> {
    let text = String::read(node, reader)?;
    let parsed = parse(&text);
    if parsed.is_none() {
        let bare = text
            .split_whitespace()
            .last()
            .is_none_or(|unit| TimeUnit::from_word(unit).is_none());
        let hint = if bare { "time-units" } else { "time-form" };
        reader.fault(
            Message::new("bad-time").with("text", text),
            Some(Message::new(hint)),
        );
    }
    parsed
}

/// Pattern of one figure in the text forms.
const FIGURE: &str = r"\d+(\.\d+)?";

impl Part for Span {
    fn read(node: &Node<'_>, reader: &mut Reader) -> Option<Self> {
        read_time_text(node, reader, Self::parse)
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

    fn schema(_: &mut Definitions) -> Value {
        let pattern = format!("^{FIGURE}(\\.\\.{FIGURE}|/{FIGURE}/{FIGURE})? (min|h|wd|cd|wk|mo)$");
        json!({"type": "string", "pattern": pattern})
    }
}

impl Part for Amount {
    fn read(node: &Node<'_>, reader: &mut Reader) -> Option<Self> {
        read_time_text(node, reader, |text| {
            let span = Span::parse(text)?;
            (!text.contains("..") && !text.contains('/')).then_some(Self {
                value: span.min,
                unit: span.unit,
            })
        })
    }

    fn placeholder() -> Self {
        Self {
            value: 0.0,
            unit: TimeUnit::Minute,
        }
    }

    fn write(&self) -> Value {
        json!(format!("{} {}", self.value, self.unit.word()))
    }

    fn schema(_: &mut Definitions) -> Value {
        json!({"type": "string", "pattern": format!("^{FIGURE} (min|h|wd|cd|wk|mo)$")})
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
        if !matches!(node, Node::Object(_)) {
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
        json!({"oneOf": [Span::schema(definitions), TimeFigure::schema(definitions)]})
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
        let (amount, currency) = text.trim().split_once(' ')?;
        let plain = amount.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        let code = currency.len() == 3 && currency.bytes().all(|b| b.is_ascii_uppercase());
        let amount = if plain && code {
            amount.parse().ok()?
        } else {
            return None;
        };
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
        let text = String::read(node, reader)?;
        let money = Self::parse(&text);
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

    fn schema(_: &mut Definitions) -> Value {
        json!({"type": "string", "pattern": format!("^{FIGURE} [A-Z]{{3}}$")})
    }
}
