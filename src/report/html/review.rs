//! What the page has besides where a meeting decides: the decisions, and what the server tells the script.

use super::super::meeting::Stand;
use super::{Report, json, say};
use crate::decision::Decided;
use crate::message::{Lang, Message, words};
use crate::model::decision::{Act, Decision};
use crate::model::{Date, Id};
use crate::simplify::Proposal;
use minijinja::{Value, context};
use serde::Serialize;
use std::collections::BTreeMap;

/// The words of the review.
pub(super) const WORDS: [&str; 31] = [
    "review-bar",
    "review-index",
    "review-by",
    "review-undo",
    "review-undo-keys",
    "review-decisions",
    "review-minutes",
    "review-pdf",
    "review-docx",
    "review-markdown",
    "review-carry",
    "review-take-back",
    "review-accept",
    "review-reject",
    "review-accept-all",
    "review-accept-all-about",
    "review-yes",
    "review-no",
    "review-keep",
    "review-field-by",
    "review-field-on",
    "review-field-source",
    "review-field-why",
    "review-field-until",
    "review-cancel",
    "review-record",
    "review-saved",
    "review-who",
    "review-gone",
    "review-back",
    "review-moved",
];

/// What the page of a review knows of the server that it comes from.
pub struct Review<'a> {
    /// Names the state of the files that the page shows: a decision is taken only where it is still that.
    pub tag: &'a str,
    /// The list of the procedures.
    pub index: &'a str,
    /// The minutes as a page.
    pub minutes: &'a str,
    /// The minutes as a PDF.
    pub pdf: &'a str,
    /// The minutes as a document for word processors.
    pub docx: &'a str,
    /// The minutes as Markdown.
    pub markdown: &'a str,
    /// This page in the other language.
    pub other: &'a str,
    /// Decisions about an earlier version of the file, which wait to be taken over; the report is made without them.
    pub stale: Option<&'a Decided>,
}

impl Review<'_> {
    pub(super) fn value(&self, report: &Report<'_>) -> Value {
        let (lang, name) = match report.lang {
            Lang::En => (Lang::Zh, "中文"),
            Lang::Zh => (Lang::En, "English"),
        };
        let stale = self.stale.map(|decided| {
            let was = &decided.decisions.input_sha256;
            let message = Message::new("review-stale")
                .with("count", decided.holding().count())
                .with("was", was.get(..16).unwrap_or(was));
            say(report, &message)
        });
        let lost = self.stale.map(|decided| {
            let matters = report.matters();
            let said = decided.holding().map(|(_, one)| report.said(one, &matters));
            said.map(|said| say(report, &said)).collect::<Vec<_>>()
        });
        context! {
            tag => self.tag,
            index => self.index,
            minutes => self.minutes,
            pdf => self.pdf,
            docx => self.docx,
            markdown => self.markdown,
            other => name,
            other_href => self.other,
            other_lang => lang.tag(),
            last => report.decided.map(Decided::last).filter(|last| !last.is_empty()).map(|last| json(&last)),
            was => self.stale.map(|decided| decided.decisions.input_sha256.as_str()),
            stale => stale,
            lost => lost,
        }
    }
}

/// The ways in which a proposal may stand, for the filter.
pub(super) fn standings(report: &Report<'_>) -> Vec<Value> {
    let all: &[Stand] = if report.decided.is_some() {
        &[
            Stand::Undecided,
            Stand::Asked,
            Stand::Accepted,
            Stand::AcceptedWaits,
            Stand::Rejected,
            Stand::Blocked,
        ]
    } else {
        &[Stand::Sure, Stand::Asked, Stand::Blocked]
    };
    let shown = all.iter().map(|stand| {
        context! { word => stand.word(), text => words(stand.key(), report.lang) }
    });
    shown.collect()
}

/// A decision in words.
#[derive(Debug, Clone, Serialize)]
pub(in crate::report) struct Recorded {
    /// Its place in the record, from 1.
    pub(in crate::report) number: usize,
    /// What became of it: `holds`, `undone`, `replaced`, or `other` where it was about other decisions.
    pub(in crate::report) word: &'static str,
    /// Whether it holds.
    pub(in crate::report) holds: bool,
    /// What was decided.
    pub(in crate::report) text: String,
    /// The steps that it is about, as the script reads them.
    steps: Option<String>,
    /// Who decided, when and why.
    pub(in crate::report) signed: String,
    /// What is to be known of it besides.
    pub(in crate::report) note: Option<String>,
}

/// Every decision in the order recorded, those that were taken back among them.
pub(in crate::report) fn history(report: &Report<'_>) -> Vec<Recorded> {
    let Some(decided) = report.decided else {
        return Vec::new();
    };
    let idle = decided.idle(report.result);
    let matters = report.matters();
    let all = decided.decisions.decisions.iter().zip(1..);
    let shown = all.map(|(decision, number): (_, usize)| {
        let (word, note) = if let Some(back) = decided.taken_back(number) {
            let said = Message::new("review-taken-back").with("number", back);
            ("undone", Some(said))
        } else if decided.holds(number) {
            let has_none = idle.iter().any(|(one, _)| *one == number);
            ("holds", has_none.then(|| Message::new("review-idle")))
        } else if matches!(decision.act(), Some(Act::Undo(_) | Act::Carry(_))) {
            ("other", None)
        } else {
            ("replaced", Some(Message::new("review-replaced")))
        };
        Recorded {
            number,
            word,
            holds: word == "holds",
            text: say(report, &report.said(decision, &matters)),
            steps: steps(&matters.proposals, decision.act()),
            signed: signed(report, decision),
            note: note.map(|note| say(report, &note)),
        }
    });
    shown.collect()
}

/// Who decided, when and why; of an answer or of what is kept also who recorded it.
fn signed(report: &Report<'_>, decision: &Decision) -> String {
    let recorded = decision.at.show();
    let join = |parts: &[Option<String>]| {
        let parts: Vec<_> = parts.iter().flatten().map(String::as_str).collect();
        parts.join(", ")
    };
    let own = match decision.act() {
        Some(Act::Answer(answer)) => join(&[
            Some(answer.by.as_ref().unwrap_or(&decision.by).clone()),
            answer.on.map(|day| day.0.to_string()),
            answer.source.clone(),
        ]),
        Some(Act::Keep(keep)) => {
            let until = |day: Date| {
                let said = Message::new("review-kept-until").with("day", day.0.to_string());
                say(report, &said)
            };
            join(&[
                Some(keep.by.clone()),
                keep.until.map(until),
                Some(keep.why.say(report.lang).to_owned()),
            ])
        }
        _ => {
            return join(&[
                Some(decision.by.clone()),
                Some(recorded),
                decision.why.clone(),
            ]);
        }
    };
    let said = Message::new("review-recorded-by").with("own", own);
    let said = said.with("by", decision.by.as_str()).with("on", recorded);
    say(report, &said)
}

/// The steps of the proposal that a decision is about, as the script reads them.
fn steps(proposals: &BTreeMap<String, &Proposal>, act: Option<Act<'_>>) -> Option<String> {
    let (Act::Accept(id) | Act::Reject(id)) = act? else {
        return None;
    };
    let steps = proposals.get(id)?.target.steps.iter().map(Id::to_string);
    Some(json(&steps.collect::<Vec<_>>()))
}
