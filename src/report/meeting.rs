//! What a report says otherwise where a meeting decides: words, the standing of proposals, and decisions as sentences.

use super::{Report, proposal};
use crate::fact::{Fact, question};
use crate::message::{Arg, Message};
use crate::model::YesNo;
use crate::model::decision::{Act, Decision};
use crate::simplify::{Layer, Proposal};
use std::collections::BTreeMap;

/// Keys of words, and of those that stand in their place where a meeting decides.
const WORDS: [(&str, &str); 17] = [
    ("column-sure", "column-decided"),
    ("column-if-answered", "column-open"),
    ("report-sure", "report-accepted"),
    ("report-if-answered", "report-open"),
    ("grid-less-sure", "grid-less-decided"),
    ("grid-less-if-answered", "grid-less-open"),
    ("grid-state-sure", "grid-state-decided"),
    ("grid-state-if-answered", "grid-state-open"),
    ("grid-steps-sure", "grid-steps-decided"),
    ("grid-steps-if-answered", "grid-steps-open"),
    ("html-standing", "html-standing-decided"),
    ("html-after", "html-after-open"),
    ("html-time-sure", "html-time-decided"),
    ("html-time-answered", "html-time-open"),
    ("summary-subtitle", "summary-subtitle-decided"),
    ("given-up-decided", "given-up-accepted"),
    ("given-up-if-answered", "given-up-open"),
];

/// How a proposal stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stand {
    /// Nothing is wanting.
    Sure,
    /// It waits for an answer.
    Asked,
    /// A precondition fails.
    Blocked,
    /// It was accepted, and is done.
    Accepted,
    /// It was accepted, but waits for an answer or for another proposal.
    AcceptedWaits,
    /// It waits for the decision only.
    Undecided,
    /// It was rejected.
    Rejected,
}

impl Stand {
    /// The word in markup.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Sure => "sure",
            Self::Asked => "asked",
            Self::Blocked => "blocked",
            Self::Accepted => "accepted",
            Self::AcceptedWaits => "accepted-waits",
            Self::Undecided => "undecided",
            Self::Rejected => "rejected",
        }
    }

    /// The key of its words.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Sure => "html-sure",
            Self::Asked => "html-asked",
            Self::Blocked => "html-blocked",
            Self::Accepted => "html-accepted",
            Self::AcceptedWaits => "html-accepted-waits",
            Self::Undecided => "html-undecided",
            Self::Rejected => "html-rejected",
        }
    }
}

impl Report<'_> {
    /// The key of the words that stand for `key` in this report.
    pub(super) fn key(&self, key: &'static str) -> &'static str {
        let other = WORDS.iter().find(|(usual, _)| *usual == key);
        other
            .filter(|_| self.decided.is_some())
            .map_or(key, |(_, decided)| decided)
    }

    /// Every proposal with how it stands, and its place among those that are or would be applied: these first, then
    /// the rejected ones, then the blocked ones.
    pub(super) fn standing(&self) -> Vec<(Stand, &Proposal, Option<usize>)> {
        let result = self.result;
        let entries = result.if_answered.derivation.iter().enumerate();
        let applied = entries.map(|(at, entry)| {
            let stand = self.stand(&entry.proposal, at < result.sure.derivation.len());
            (stand, &entry.proposal, Some(at))
        });
        let rejected = result.rejected.iter();
        let rejected = rejected.map(|item| (Stand::Rejected, item, None));
        let blocked = result.blocked.iter();
        let blocked = blocked.map(|item| (Stand::Blocked, item, None));
        applied.chain(rejected).chain(blocked).collect()
    }

    fn stand(&self, item: &Proposal, is_done: bool) -> Stand {
        let Some(decided) = self.decided else {
            return if is_done { Stand::Sure } else { Stand::Asked };
        };
        match (is_done, decided.about(&item.id())) {
            (true, _) => Stand::Accepted,
            (false, Some(_)) => Stand::AcceptedWaits,
            (false, None) if item.layer() == Layer::Sure => Stand::Undecided,
            (false, None) => Stand::Asked,
        }
    }

    /// What was decided about a proposal, by whom, when and why; nothing where it was not decided about.
    pub(super) fn decision(&self, item: &Proposal) -> Option<Message> {
        let (_, decision) = self.decided?.about(&item.id())?;
        let key = match decision.act()? {
            Act::Accept(_) => "decision-accepted",
            _ => "decision-rejected",
        };
        Some(signed(Message::new(key), decision))
    }

    /// The last decision that was recorded, and by whom.
    pub fn last_decision(&self) -> Option<String> {
        let last = self.decided?.decisions.decisions.last()?;
        let said = self.said(last, &self.matters()).say(self.lang, self);
        Some(format!("{said} ({})", last.by))
    }

    /// What decisions may be about.
    pub(super) fn matters(&self) -> Matters<'_> {
        let standing = self.standing().into_iter();
        let mut asked: BTreeMap<String, Vec<Fact>> = BTreeMap::new();
        let facts = self.result.consulted.iter();
        for fact in facts.filter_map(|text| Fact::parse(text)) {
            // A pattern is consulted beside the facts that it stands for.
            if let Some(pattern) = fact.pattern().filter(|pattern| *pattern != fact.text()) {
                asked.entry(pattern).or_default().push(fact);
            }
        }
        Matters {
            proposals: standing.map(|(_, item, _)| (item.id(), item)).collect(),
            asked,
        }
    }

    /// A decision as a sentence, without who and when.
    pub(super) fn said(&self, decision: &Decision, matters: &Matters<'_>) -> Message {
        // What is not proposed as things stand is told by its id.
        let act = |id: &str| match matters.proposals.get(id) {
            Some(item) => Arg::from(proposal::act(self.procedure, item)),
            None => Arg::from(id),
        };
        match decision.act() {
            Some(Act::Accept(id)) => Message::new("decision-accept").with("act", act(id)),
            Some(Act::Reject(id)) => Message::new("decision-reject").with("act", act(id)),
            Some(Act::Answer(answer)) => {
                let key = match answer.answer {
                    YesNo::Yes => "decision-answer-yes",
                    YesNo::No => "decision-answer-no",
                };
                Message::new(key).with("question", matters.question(&answer.fact))
            }
            Some(Act::Keep(keep)) => {
                Message::new("decision-keep").with("finding", self.finding(&keep.finding))
            }
            Some(Act::Undo(number)) => Message::new("decision-undone").with("number", number),
            Some(Act::Carry(hash)) => {
                let short = hash.get(..16).unwrap_or(hash);
                Message::new("decision-carried").with("hash", short)
            }
            None => Message::new("report-none"),
        }
    }

    fn finding(&self, id: &str) -> Arg {
        let waived = self.result.waived.iter().map(|waived| &waived.standing);
        let kept = waived.filter_map(|standing| match standing {
            crate::simplify::Standing::Kept(finding) => Some(finding),
            _ => None,
        });
        let mut all = kept.chain(&self.result.findings);
        let found = all.find(|finding| finding.id() == id);
        found.map_or(Arg::from(id), |finding| Arg::from(finding.message.clone()))
    }
}

/// What decisions may be about, as things stand.
pub(super) struct Matters<'r> {
    /// Proposals by their ids.
    pub(super) proposals: BTreeMap<String, &'r Proposal>,
    /// The facts that were asked for, by their patterns.
    asked: BTreeMap<String, Vec<Fact>>,
}

impl Matters<'_> {
    /// The question that an answer was given to: of a pattern, about everything that was asked.
    fn question(&self, fact: &str) -> Arg {
        let Some(named) = Fact::parse(fact) else {
            return Arg::from(fact);
        };
        let together = self.asked.get(&named.text());
        Arg::from(together.map_or_else(|| named.question(), |facts| question(facts)))
    }
}

/// Fills the gaps `{by}`, `{on}` and `{why}` with who decided, when, and why.
fn signed(message: Message, decision: &Decision) -> Message {
    let why = decision.why.as_deref().unwrap_or_default();
    let why = if why.is_empty() {
        Arg::from("")
    } else {
        Arg::from(Message::new("decision-because").with("why", why))
    };
    message
        .with("by", decision.by.as_str())
        .with("on", decision.at.show())
        .with("why", why)
}
