//! Reports: what came of a procedure, in words and as data.

mod called;
pub mod check;
pub mod compare;
mod effects;
mod effects_data;
mod gaps;
pub mod grid;
pub mod html;
pub mod json;
pub mod junit;
mod lines;
mod meeting;
pub mod minutes;
mod numbers;
pub mod portfolio;
pub mod proposal;
pub mod questions;
pub mod review;
pub mod sarif;
mod soundness;
pub mod summary;
pub mod targets;
pub mod text;
mod value;
mod why;
mod work;

pub use gaps::{gaps, may_ask_the_same, silent};
pub use soundness::unsound;
pub use why::{Asked, why};

use crate::decision::Decided;
use crate::diff::Table;
use crate::effect::Effects;
use crate::fact::{Facts, Given};
use crate::measure::{Convention, Measures};
use crate::message::{Arg, Lang, Message, Names, words};
use crate::model::{Date, Procedure, Text};
use crate::simplify::{Entry, Simplification};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// Everything that a report is made from.
pub struct Report<'a> {
    /// The procedure as it was read.
    pub procedure: &'a Procedure,
    /// What came of it.
    pub result: &'a Simplification,
    /// The measures of the procedure as it was read.
    pub now: &'a Measures,
    /// The answers that were used, those of the file included.
    pub answers: &'a Facts,
    /// How times are counted.
    pub convention: Convention,
    /// SHA-256 of the file as it was read, in hexadecimal digits.
    pub input: &'a str,
    /// The language of names and messages.
    pub lang: Lang,
    /// The day on which waivers were looked at.
    pub as_of: Date,
    /// The targets, where some were given.
    pub goal: Option<&'a targets::Goal>,
    /// What a meeting decided, where it did.
    pub decided: Option<&'a Decided>,
    /// Every measure, once it was wanted; empty at first.
    pub measured: OnceLock<Table>,
    /// What each change does, once it was wanted; empty at first.
    pub weighed: OnceLock<Effects>,
    /// Every name by its id, once one was wanted; empty at first.
    pub names: OnceLock<BTreeMap<&'a str, Option<&'a Text>>>,
}

impl Names for Report<'_> {
    fn name(&self, id: &str, lang: Lang) -> String {
        let all = || {
            let mut names = BTreeMap::new();
            for (id, name) in self.procedure.names() {
                names.entry(id.as_str()).or_insert(name);
            }
            names
        };
        let name = self.names.get_or_init(all).get(id).copied().flatten();
        name.map_or_else(|| id.to_owned(), |name| name.say(lang).to_owned())
    }
}

/// Who gave an answer, when, and on what grounds.
fn signed(given: &Given, lang: Lang) -> String {
    let by = given.by.clone();
    let by = by.unwrap_or_else(|| words("somebody", lang).to_owned());
    // What is assumed for one run has no day.
    let undated = (by != "--assume").then(|| words("day-not-stated", lang).to_owned());
    let on = given.on.map(|day| day.0.to_string()).or(undated);
    let parts = [Some(by), on, given.source.clone()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

impl Report<'_> {
    /// Every measure now, after what is sure, and if every question is answered yes.
    pub fn table(&self) -> &Table {
        let measure = || Table::after(self.now, self.procedure, self.result, self.convention);
        self.measured.get_or_init(measure)
    }

    /// What each change does.
    pub fn effects(&self) -> &Effects {
        let weigh = || {
            let (p, result) = (self.procedure, self.result);
            Effects::of(p, self.now, result, self.convention)
        };
        self.weighed.get_or_init(weigh)
    }

    /// What was not judged, because the file does not say; and costs of changes that are not proposed.
    pub fn not_judged(&self) -> Vec<Message> {
        let derivation = self.result.if_answered.derivation.iter();
        let proposed = derivation.map(|entry| &entry.proposal);
        let known: BTreeSet<String> = (proposed.chain(&self.result.blocked))
            .flat_map(|one| [one.id(), one.finding.id(), one.rewrite.id.to_owned()])
            .collect();
        let costed = self.procedure.changes.iter().flatten();
        let stray = costed.filter(|change| !known.contains(&change.change));
        let stray: Vec<Arg> = stray
            .map(|change| Arg::from(change.change.as_str()))
            .collect();
        let mut told = gaps(self.procedure);
        if !stray.is_empty() {
            told.push(Message::new("gap-changes").with("changes", stray));
        }
        told
    }

    /// Where it comes from: the file, the convention, the version, every answer.
    pub fn provenance(&self) -> Vec<String> {
        let say = |message: &Message| message.say(self.lang, self);
        let said = Message::new("report-input")
            .with("id", self.procedure.id.as_str())
            .with("hash", self.input.get(..16).unwrap_or(self.input))
            .with("convention", self.convention.name())
            .with("version", env!("CARGO_PKG_VERSION"));
        let answers = self.answers.0.iter().map(|(fact, given)| {
            let key = if given.yes { "report-yes" } else { "report-no" };
            let signed = signed(given, self.lang);
            let line = Message::new(key)
                .with("fact", fact.as_str())
                .with("by", signed);
            if self.result.consulted.contains(fact) {
                say(&line)
            } else {
                say(&Message::new("answer-idle").with("line", line))
            }
        });
        let waivers = (self.result.waived.iter())
            .any(|waived| waived.keep.until.is_some())
            .then(|| Message::new("report-as-of").with("day", self.as_of.0.to_string()));
        let decided = self
            .decided
            .filter(|decided| decided.holding().next().is_some());
        let decided = decided.map(|decided| {
            let all = &decided.decisions.decisions;
            let last = all.last().map(|last| last.at.show());
            Message::new("report-decisions")
                .with("count", decided.holding().count())
                .with("last", last.unwrap_or_default())
        });
        std::iter::once(said)
            .chain(waivers)
            .chain(decided)
            .map(|said| say(&said))
            .chain(answers)
            .collect()
    }

    /// The rewrites that wait for an answer, in the order in which they would be applied.
    pub fn waiting(&self) -> &[Entry] {
        let sure = self.result.sure.derivation.len();
        self.result
            .if_answered
            .derivation
            .get(sure..)
            .unwrap_or(&[])
    }
}
