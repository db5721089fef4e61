//! Targets of simplification: a file of its own beside a procedure, or one for many.

use super::figure::{Amount, Money};
use super::load::read_whole;
use super::part::{Definitions, Part, Reader, named, object};
use super::text::{Date, Text};
use crate::message::Message;
use crate::source::{Fault, Faults, Node, Source};
use serde_json::{Value, json};

/// The version of the format of targets that this program reads.
pub const TARGETS_FORMAT: u64 = 1;

object! {
    /// A list of targets.
    pub struct Targets {
        /// Version of the format: 1.
        redtape_targets: u64,
        /// What the list is called.
        name?: Text,
        /// Who set it, and where it is published.
        source?: Text,
        /// The targets.
        targets: Vec<Target>,
    }
}

object! {
    /// One target: a measure and what it is to come down to.
    pub struct Target {
        /// Its name.
        name?: Text,
        /// The measure, as `redtape analyze --format json` names it: `steps`, `lead-time` ...
        measure: String,
        /// The most that it may be.
        at_most?: Ceiling,
        /// The share by which it is to fall, a fraction of 1.
        cut?: f64,
        /// When it is to be met.
        by?: Date,
    }
}

/// The most that a measure may be: a number, a time or an amount of money.
#[derive(Debug, Clone, PartialEq)]
pub enum Ceiling {
    /// A number of things, or a share of 1.
    Number(f64),
    /// A time, `10 cd`.
    Time(Amount),
    /// An amount of money, `100 EUR`.
    Money(Money),
}

impl Ceiling {
    /// The text form.
    pub fn text(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Time(time) => time.text(),
            Self::Money(money) => money.text(),
        }
    }
}

impl Part for Ceiling {
    fn read(node: &Node<'_>, reader: &mut Reader) -> Option<Self> {
        match node {
            Node::StringLit(text) if text.value.ends_with(|c: char| c.is_ascii_uppercase()) => {
                Money::read(node, reader).map(Self::Money)
            }
            Node::StringLit(_) => Amount::read(node, reader).map(Self::Time),
            _ => f64::read(node, reader).map(Self::Number),
        }
    }

    fn placeholder() -> Self {
        Self::Number(0.0)
    }

    fn write(&self) -> Value {
        match self {
            Self::Number(number) => json!(number),
            Self::Time(time) => time.write(),
            Self::Money(money) => money.write(),
        }
    }

    fn schema(definitions: &mut Definitions) -> Value {
        let about = "A ceiling: a number, a time or an amount of money.";
        named(
            definitions,
            "Ceiling",
            about,
            |definitions| json!({"oneOf": [{"type": "number"}, Amount::schema(definitions), Money::schema(definitions)]}),
        )
    }
}

/// Reads a file of targets; `measures` are the keys that there are.
///
/// # Errors
/// All faults of the file, as [`super::load()`] gives them.
pub fn load_targets(source: &Source, measures: &[&'static str]) -> Result<Targets, Vec<Fault>> {
    read_whole(source, |targets, faults| check(targets, measures, faults))
}

fn check(list: &Targets, measures: &[&'static str], faults: &mut Faults) {
    if list.redtape_targets != TARGETS_FORMAT && !faults.lacks("redtape_targets") {
        let found = Message::new("other-version").with("found", list.redtape_targets);
        let known = Message::new("this-version").with("version", TARGETS_FORMAT);
        faults.push(Fault::at("/redtape_targets", found).hint(known));
    }
    for (number, target) in list.targets.iter().enumerate() {
        let at = |member: &str| format!("/targets/{number}{member}");
        if !measures.contains(&target.measure.as_str()) {
            let fault = Message::new("unknown-measure").with("measure", target.measure.as_str());
            let alike = |known: &&&str| strsim::jaro_winkler(known, &target.measure);
            let nearest = measures.iter().max_by(|a, b| alike(a).total_cmp(&alike(b)));
            let hint = nearest.map(|near| Message::new("did-you-mean").with("name", *near));
            let fault = Fault::at(at("/measure"), fault);
            faults.push(Fault { hint, ..fault });
        }
        if target.at_most.is_some() == target.cut.is_some() {
            faults.push(Fault::at(at(""), Message::new("target-form")));
        }
        if target.cut.is_some_and(|cut| !(cut > 0.0 && cut <= 1.0)) {
            faults.push(Fault::at(at("/cut"), Message::new("target-cut")));
        }
    }
}
