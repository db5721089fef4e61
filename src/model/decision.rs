//! What a meeting decided about a procedure: a file of its own beside it, in the order decided.
//!
//! Nothing is ever taken out of it: a decision that was taken back stays, and another one says so.

use super::id::Id;
use super::load::read_whole;
use super::part::{Definitions, Part, Reader, named, nearest, object};
use super::print::pretty;
use super::setting::{Answer, Keep};
use crate::message::Message;
use crate::source::{Fault, Faults, Node, Source};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The version of the format of decisions that this program reads.
pub const DECISIONS_FORMAT: u64 = 1;

object! {
    /// What was decided about a procedure.
    pub struct Decisions {
        /// Version of the format: 1.
        redtape_decisions: u64,
        /// The id of the procedure.
        procedure: Id,
        /// SHA-256 of the file that the decisions are about, in hexadecimal digits.
        input_sha256: String,
        /// The decisions, the first one first.
        decisions: Vec<Decision>,
    }
}

object! {
    /// One decision. Exactly one of `accept`, `reject`, `answer`, `keep`, `undo`, `carry`.
    pub struct Decision {
        /// When it was recorded, in UTC.
        at: Moment,
        /// Who decided; of an answer, who recorded it.
        by: String,
        /// A proposal that is to be done, by its id.
        accept?: String,
        /// A proposal that is not to be done, by its id.
        reject?: String,
        /// A question that was answered.
        answer?: Answer,
        /// A finding that is kept on purpose.
        keep?: Keep,
        /// The number of an earlier decision, from 1, that is taken back.
        undo?: u64,
        /// The decisions before it, taken on the file with this SHA-256, hold for the file as it is now.
        carry?: String,
        /// The reason.
        why?: String,
    }
}

/// What one decision is about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Act<'a> {
    /// A proposal is to be done.
    Accept(&'a str),
    /// A proposal is not to be done.
    Reject(&'a str),
    /// A question is answered.
    Answer(&'a Answer),
    /// A finding is kept.
    Keep(&'a Keep),
    /// The decision of this number, from 1, is taken back.
    Undo(u64),
    /// What was decided about an earlier version of the file holds for this one.
    Carry(&'a str),
}

impl Decision {
    /// What it is about; nothing where it is about nothing or about several things, which is a fault of its file.
    pub fn act(&self) -> Option<Act<'_>> {
        let acts = [
            self.accept.as_deref().map(Act::Accept),
            self.reject.as_deref().map(Act::Reject),
            self.answer.as_ref().map(Act::Answer),
            self.keep.as_ref().map(Act::Keep),
            self.undo.map(Act::Undo),
            self.carry.as_deref().map(Act::Carry),
        ];
        let mut acts = acts.into_iter().flatten();
        acts.next().filter(|_| acts.next().is_none())
    }
}

/// A moment in UTC: `2026-11-25T14:03:20Z`. What was recorded at once has the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(pub jiff::Timestamp);

impl Moment {
    /// `2026-11-25 14:03 UTC`.
    pub fn show(self) -> String {
        self.0.strftime("%Y-%m-%d %H:%M UTC").to_string()
    }
}

impl Part for Moment {
    fn read(node: &Node<'_>, reader: &mut Reader) -> Option<Self> {
        let words = super::part::text(node, reader)?;
        let moment = words.parse().ok().filter(|_| words.ends_with('Z'));
        if moment.is_none() {
            let fault = Message::new("bad-moment").with("text", words);
            reader.fault(fault, Some(Message::new("bad-moment-hint")));
        }
        moment.map(Self)
    }

    fn placeholder() -> Self {
        Self(jiff::Timestamp::UNIX_EPOCH)
    }

    fn write(&self) -> Value {
        json!(self.0.to_string())
    }

    fn schema(definitions: &mut Definitions) -> Value {
        let about = "A moment in UTC.";
        named(
            definitions,
            "Moment",
            about,
            |_| json!({"type": "string", "format": "date-time"}),
        )
    }
}

impl Decisions {
    /// No decision yet about a procedure file with this SHA-256.
    pub fn none(procedure: &Id, input: &str) -> Self {
        Self {
            redtape_decisions: DECISIONS_FORMAT,
            procedure: procedure.clone(),
            input_sha256: input.to_owned(),
            decisions: Vec::new(),
            extra: super::part::Extra::new(),
        }
    }

    /// The text of the file.
    pub fn text(&self) -> String {
        pretty(&self.write()) + "\n"
    }
}

/// What decisions may name, whatever the procedure.
pub struct Known<'a> {
    /// Names of rewrites: what a proposal's id starts with.
    pub rewrites: &'a [&'static str],
    /// Names of rules: what a finding's id starts with.
    pub rules: &'a [&'static str],
    /// Names of facts.
    pub facts: &'a [&'static str],
}

/// Reads a file of decisions.
///
/// # Errors
/// All faults of the file, as [`super::load()`] gives them.
pub fn load_decisions(source: &Source, known: &Known<'_>) -> Result<Decisions, Vec<Fault>> {
    read_whole(source, |decisions, faults| check(decisions, known, faults))
}

fn check(list: &Decisions, known: &Known<'_>, faults: &mut Faults) {
    if list.redtape_decisions != DECISIONS_FORMAT && !faults.lacks("redtape_decisions") {
        let found = Message::new("other-version").with("found", list.redtape_decisions);
        let this = Message::new("this-version").with("version", DECISIONS_FORMAT);
        faults.push(Fault::at("/redtape_decisions", found).hint(this));
    }
    if !is_hash(&list.input_sha256) && !faults.lacks("input_sha256") {
        faults.push(Fault::at("/input_sha256", Message::new("bad-hash")));
    }
    let mut undone = BTreeSet::new();
    for (place, decision) in list.decisions.iter().enumerate() {
        let at = |member: &str| format!("/decisions/{place}{member}");
        match decision.act() {
            // A misspelt key is told already.
            None if faults
                .kept()
                .iter()
                .any(|one| one.pointer.starts_with(&at("/"))) => {}
            None => faults.push(Fault::at(at(""), Message::new("decision-form"))),
            Some(Act::Accept(id)) => name(id, known.rewrites, at("/accept"), faults),
            Some(Act::Reject(id)) => {
                name(id, known.rewrites, at("/reject"), faults);
                reason(decision.why.as_deref(), at(""), faults);
            }
            Some(Act::Answer(answer)) => {
                name(&answer.fact, known.facts, at("/answer/fact"), faults);
            }
            Some(Act::Keep(keep)) => name(&keep.finding, known.rules, at("/keep/finding"), faults),
            Some(Act::Carry(hash)) if !is_hash(hash) => {
                faults.push(Fault::at(at("/carry"), Message::new("bad-hash")));
            }
            Some(Act::Carry(_)) => {}
            Some(Act::Undo(number)) => {
                let earlier = usize::try_from(number).ok().and_then(|number| {
                    let earlier = list.decisions[..place].get(number.checked_sub(1)?);
                    earlier?.act()
                });
                let may = matches!(
                    earlier,
                    Some(Act::Accept(_) | Act::Reject(_) | Act::Answer(_) | Act::Keep(_))
                );
                if !may || !undone.insert(number) {
                    let fault = Message::new("decision-undo").with("number", number);
                    faults.push(Fault::at(at("/undo"), fault));
                }
            }
        }
        if decision.by.trim().is_empty() && decision.by != String::placeholder() {
            faults.push(Fault::at(at("/by"), Message::new("empty-text")));
        }
    }
}

fn is_hash(text: &str) -> bool {
    let digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    text.len() == 64 && text.bytes().all(digit)
}

/// What stands before the bracket is a name that there is.
fn name(id: &str, known: &[&'static str], at: String, faults: &mut Faults) {
    let name = id.split('(').next().unwrap_or(id).trim();
    if known.contains(&name) && id.trim_end().ends_with(')') {
        return;
    }
    let near = nearest(name, known.iter().copied());
    let hint = near.map(|near| Message::new("did-you-mean").with("name", near));
    let fault = Fault::at(at, Message::new("decision-unknown").with("id", id));
    faults.push(Fault { hint, ..fault });
}

/// Who refuses something says why.
fn reason(why: Option<&str>, at: String, faults: &mut Faults) {
    if why.is_none_or(|why| why.trim().is_empty()) {
        faults.push(Fault::at(at, Message::new("decision-why")));
    }
}
