//! Targets of simplification: a file of its own beside a procedure, or one for many.

use super::figure::{Amount, Money};
use super::id::Id;
use super::load::read_whole;
use super::part::{Definitions, Part, Reader, named, object, words};
use super::text::{Date, Text};
use crate::message::Message;
use crate::source::{Fault, Faults, Kind, Node, Place, Source};
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

words! {
    /// How much a missed target weighs.
    pub enum TargetSeverity {
        /// Worth knowing.
        Low = "low",
        /// Worth changing.
        Medium = "medium",
        /// Must be met.
        High = "high",
    }
}

object! {
    /// What a target is about; what is not said is not narrowed.
    pub struct Scope {
        /// Ids of procedures.
        procedures?: Vec<Id>,
        /// Country, or country and place, as procedures state it.
        jurisdiction?: String,
        /// A class of cases, by its id.
        class?: Id,
        /// An agency, by its id or concept: only the steps at its desks.
        agency?: String,
        /// Only these steps.
        steps?: Vec<Id>,
    }
}

object! {
    /// What a measure was when a cut is counted from.
    pub struct Baseline {
        /// Its id.
        id: Id,
        /// What it was.
        value: Ceiling,
        /// When.
        date?: Date,
        /// Who says so.
        source?: Text,
    }
}

object! {
    /// One target: a measure and what it is to come to. Exactly one of `at_most`, `at_least`, `cut`, `of_limit`.
    pub struct Target {
        /// Its name.
        name?: Text,
        /// The measure, as `redtape analyze --format json` names it: `steps`, `lead-time` ...
        measure: String,
        /// The most that it may be.
        at_most?: Ceiling,
        /// The least that it may be.
        at_least?: Ceiling,
        /// The share by which it is to fall, a fraction of 1.
        cut?: f64,
        /// The share of the statutory limit of the procedure that it may take, a fraction of 1.
        of_limit?: f64,
        /// Whether it is the average over the procedures that is judged, not each of them.
        average?: bool,
        /// The share of the procedures that have to meet it, a fraction of 1.
        share?: f64,
        /// What it is about; all procedures unless given.
        scope?: Scope,
        /// What it was: where a cut is counted from, if not from the version before; else told beside the result.
        baselines?: Vec<Baseline>,
        /// The one of them that is used.
        baseline?: Id,
        /// When it is to be met.
        by?: Date,
        /// How much it weighs; high unless given.
        severity?: TargetSeverity,
        /// Where it is published.
        source?: Text,
    }
}

impl Target {
    /// The baseline that is used: the one named, else the only one.
    pub fn base(&self) -> Option<&Baseline> {
        let mut all = self.baselines.iter().flatten();
        match &self.baseline {
            Some(id) => all.find(|base| base.id == *id),
            None => all.next(),
        }
    }

    /// Whether it is a cut that is counted from the version before.
    pub fn counts_from_before(&self) -> bool {
        self.cut.is_some() && self.base().is_none()
    }

    /// How much a miss weighs.
    pub fn weight(&self) -> TargetSeverity {
        self.severity.unwrap_or(TargetSeverity::High)
    }

    /// Whether it can be judged of one procedure by its measures alone.
    pub fn is_plain(&self) -> bool {
        let portfolio = self.average == Some(true) || self.share.is_some();
        self.of_limit.is_none() && self.scope.is_none() && !portfolio
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
        match node.kind {
            Kind::Text(text) if text.ends_with(|c: char| c.is_ascii_uppercase()) => {
                Money::read(node, reader).map(Self::Money)
            }
            Kind::Text(_) => Amount::read(node, reader).map(Self::Time),
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
    let wrong = faults
        .kept()
        .iter()
        .any(|fault| fault.pointer.starts_with("/targets"));
    if list.targets.is_empty() && !faults.lacks("targets") && !wrong {
        faults.push(Fault::at("/targets", Message::new("check-empty")));
    }
    for (number, target) in list.targets.iter().enumerate() {
        let at = |member: &str| format!("/targets/{number}{member}");
        // What could not be read is told already.
        if faults.kept().iter().any(|fault| fault.pointer == at("")) {
            continue;
        }
        let is_read = target.measure != String::placeholder();
        if is_read && !measures.contains(&target.measure.as_str()) {
            let fault = Message::new("unknown-measure").with("measure", target.measure.as_str());
            let alike = |known: &&&str| strsim::jaro_winkler(known, &target.measure);
            let nearest = measures.iter().max_by(|a, b| alike(a).total_cmp(&alike(b)));
            let hint = nearest.map(|near| Message::new("did-you-mean").with("name", *near));
            let fault = Fault::at(at("/measure"), fault);
            faults.push(Fault { hint, ..fault });
        }
        form(target, &at, faults);
    }
}

/// The members of a target go together.
fn form(target: &Target, at: &dyn Fn(&str) -> String, faults: &mut Faults) {
    let forms = [
        ("/at_most", target.at_most.is_some()),
        ("/at_least", target.at_least.is_some()),
        ("/cut", target.cut.is_some()),
        ("/of_limit", target.of_limit.is_some()),
    ];
    // A form that is stated, but wrongly, has been told already; and so has a key that may be one of them misspelt.
    let wrong = |form: &str| faults.kept().iter().any(|fault| fault.pointer == at(form));
    let stated = forms.iter().filter(|(form, read)| *read || wrong(form));
    let misspelt = |fault: &Fault| fault.place == Place::Key && fault.pointer.starts_with(&at("/"));
    let stated = stated.count();
    if stated > 1 || stated == 0 && !faults.kept().iter().any(misspelt) {
        faults.push(Fault::at(at(""), Message::new("target-form")));
    }
    let fraction = |value: Option<f64>| value.is_some_and(|value| !(value > 0.0 && value <= 1.0));
    if fraction(target.cut) {
        faults.push(Fault::at(at("/cut"), Message::new("target-cut")));
    }
    if fraction(target.share) {
        faults.push(Fault::at(at("/share"), Message::new("target-fraction")));
    }
    if target.of_limit.is_some_and(|share| share <= 0.0) {
        faults.push(Fault::at(at("/of_limit"), Message::new("target-of-limit")));
    }
    if target.average == Some(true) && target.share.is_some() {
        faults.push(Fault::at(
            at("/share"),
            Message::new("target-average-and-share"),
        ));
    }
    baselines(target, at, faults);
}

fn baselines(target: &Target, at: &dyn Fn(&str) -> String, faults: &mut Faults) {
    let all = target.baselines.as_deref().unwrap_or(&[]);
    let ids: Vec<&str> = all.iter().map(|base| &*base.id).collect();
    for (number, id) in ids.iter().enumerate() {
        if ids[..number].contains(id) {
            let fault = Message::new("duplicate-id").with("id", *id);
            faults.push(Fault::at(at(&format!("/baselines/{number}/id")), fault));
        }
    }
    let known = || Message::new("target-baseline-known").with("ids", ids.join(", "));
    match &target.baseline {
        None if all.len() > 1 => {
            let fault = Message::new("target-baseline-several");
            faults.push(Fault::at(at(""), fault).hint(known()));
        }
        Some(id) if !ids.contains(&&**id) => {
            let fault = Message::new("target-baseline-unknown").with("id", id.as_str());
            faults.push(Fault::at(at("/baseline"), fault).hint(known()));
        }
        _ => {}
    }
}
