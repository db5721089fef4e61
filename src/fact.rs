//! Questions of fact, their answers, and verdicts that rest on them.
//!
//! Silence in the file is never consent: what a precondition cannot see becomes a question about a
//! *fact*, asked once however many rewrites need it. Each question is put so that yes permits.

use crate::message::{Arg, Message};
use crate::model::answers::Asked;
pub use crate::model::answers::normal;
use crate::model::{Date, Id, Procedure, YesNo};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

/// A kind of fact that can be asked.
#[derive(Debug, PartialEq, Eq)]
pub struct FactKind {
    /// Its name, as in `name(subject, subject)`.
    pub name: &'static str,
    /// The key of its question in the message catalogue; the gaps are `{a}`, `{b}` and `{c}`.
    pub question: &'static str,
    /// The subject, from 0, of which several are asked in one question: the items that two offices may share.
    pub over: Option<usize>,
}

/// Every fact that a precondition may ask. Names say what is true when the answer is yes.
pub static KINDS: [FactKind; 32] = [
    FactKind {
        name: "one-person-may-do",
        question: "ask-one-person-may-do",
        over: None,
    },
    FactKind {
        name: "no-rule-requires",
        question: "ask-no-rule-requires",
        over: None,
    },
    FactKind {
        name: "leaves-free",
        question: "ask-leaves-free",
        over: Some(1),
    },
    FactKind {
        name: "competent",
        question: "ask-competent",
        over: Some(1),
    },
    FactKind {
        name: "examines-nothing-beyond",
        question: "ask-examines-nothing-beyond",
        over: None,
    },
    FactKind {
        name: "rejects-few",
        question: "ask-rejects-few",
        over: None,
    },
    FactKind {
        name: "may-share",
        question: "ask-may-share",
        over: Some(2),
    },
    FactKind {
        name: "copy-suffices",
        question: "ask-copy-suffices",
        over: Some(1),
    },
    FactKind {
        name: "need-not-be-given",
        question: "ask-need-not-be-given",
        over: Some(1),
    },
    FactKind {
        name: "may-start-before",
        question: "ask-may-start-before",
        over: None,
    },
    FactKind {
        name: "one-visit-suffices",
        question: "ask-one-visit-suffices",
        over: None,
    },
    FactKind {
        name: "need-not-come",
        question: "ask-need-not-come",
        over: None,
    },
    FactKind {
        name: "used-by-nobody",
        question: "ask-used-by-nobody",
        over: None,
    },
    FactKind {
        name: "need-not-be-made",
        question: "ask-need-not-be-made",
        over: None,
    },
    FactKind {
        name: "does-nothing",
        question: "ask-does-nothing",
        over: None,
    },
    FactKind {
        name: "no-other-answer",
        question: "ask-no-other-answer",
        over: None,
    },
    FactKind {
        name: "need-not-be-repeated",
        question: "ask-need-not-be-repeated",
        over: Some(0),
    },
    FactKind {
        name: "may-be-sampled",
        question: "ask-may-be-sampled",
        over: None,
    },
    FactKind {
        name: "may-be-notice",
        question: "ask-may-be-notice",
        over: None,
    },
    FactKind {
        name: "may-be-notified",
        question: "ask-may-be-notified",
        over: None,
    },
    FactKind {
        name: "may-check-after",
        question: "ask-may-check-after",
        over: None,
    },
    FactKind {
        name: "no-discretion",
        question: "ask-no-discretion",
        over: None,
    },
    FactKind {
        name: "looked-at-elsewhere",
        question: "ask-looked-at-elsewhere",
        over: None,
    },
    FactKind {
        name: "correctable",
        question: "ask-correctable",
        over: None,
    },
    FactKind {
        name: "not-excluded",
        question: "ask-not-excluded",
        over: None,
    },
    FactKind {
        name: "law-will-change",
        question: "ask-law-will-change",
        over: None,
    },
    FactKind {
        name: "one-counter-takes",
        question: "ask-one-counter-takes",
        over: None,
    },
    FactKind {
        name: "may-grant-before",
        question: "ask-may-grant-before",
        over: Some(1),
    },
    FactKind {
        name: "one-site",
        question: "ask-one-site",
        over: None,
    },
    FactKind {
        name: "one-joint-visit",
        question: "ask-one-joint-visit",
        over: Some(1),
    },
    FactKind {
        name: "may-collect-for",
        question: "ask-may-collect-for",
        over: None,
    },
    FactKind {
        name: "may-be-paid-with",
        question: "ask-may-be-paid-with",
        over: None,
    },
];

/// The facts that are decisions: who answers yes gives something up, and answers for it by name.
const DECISIONS: [&str; 5] = [
    "may-be-sampled",
    "may-be-notice",
    "may-be-notified",
    "may-check-after",
    "law-will-change",
];

/// A fact: a kind and what it is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fact {
    /// The name of its kind.
    pub name: &'static str,
    /// Ids of the steps, roles, agencies, documents it is about, in the order of the question.
    pub subjects: Vec<Id>,
}

impl Fact {
    /// A fact of one of the [`KINDS`].
    pub fn new<S: AsRef<str>>(name: &'static str, subjects: impl IntoIterator<Item = S>) -> Self {
        Self {
            name,
            subjects: subjects
                .into_iter()
                .map(|id| Id::from(id.as_ref()))
                .collect(),
        }
    }

    /// `name(subject, subject)`: how an answer names it.
    pub fn text(&self) -> String {
        let subjects: Vec<_> = self.subjects.iter().map(Id::as_str).collect();
        format!("{}({})", self.name, subjects.join(", "))
    }

    /// The fact that a text names, as [`Self::text`] writes it; nothing where there is no such kind.
    pub fn parse(text: &str) -> Option<Self> {
        let normal = normal(text);
        let (name, subjects) = normal.split_once('(')?;
        let kind = KINDS.iter().find(|kind| kind.name == name)?;
        let subjects = subjects.trim_end_matches(')').split(", ");
        Some(Self::new(kind.name, subjects))
    }

    /// Whether it is a decision, which nobody can take without a name.
    pub fn is_decision(&self) -> bool {
        DECISIONS.contains(&self.name)
    }

    fn kind(&self) -> Option<&'static FactKind> {
        KINDS.iter().find(|kind| kind.name == self.name)
    }

    /// `name(subject, *)`: what names this fact and all that are asked in one question with it; nothing where it
    /// is always asked alone.
    pub fn pattern(&self) -> Option<String> {
        let mut general = self.clone();
        let over = self.kind()?.over?;
        *general.subjects.get_mut(over)? = Id::from("*");
        Some(general.text())
    }

    /// The question, put so that yes permits.
    pub fn question(&self) -> Message {
        question(std::slice::from_ref(self))
    }
}

/// One question about facts of one [`Fact::pattern`].
pub fn question(facts: &[Fact]) -> Message {
    let Some(first) = facts.first() else {
        return Message::new("report-none");
    };
    let over = first.kind().and_then(|kind| kind.over);
    let key = first.kind().map_or(first.name, |kind| kind.question);
    let gaps = ["a", "b", "c"].into_iter().zip(&first.subjects).zip(0..);
    gaps.fold(Message::new(key), |message, ((gap, id), at)| {
        let all = facts.iter().filter_map(|fact| fact.subjects.get(at));
        if over == Some(at) {
            message.with(gap, Arg::names(all))
        } else {
            message.with(gap, Arg::name(id))
        }
    })
}

/// Calls a function with what a form of answers may be about.
pub fn with_asked<T>(
    consulted: Option<&BTreeSet<String>>,
    then: impl FnOnce(&Asked<'_>) -> T,
) -> T {
    let facts: Vec<_> = KINDS.iter().map(|kind| kind.name).collect();
    then(&Asked {
        facts: &facts,
        decisions: &DECISIONS,
        consulted,
    })
}

/// What a person answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Given {
    /// The answer.
    pub yes: bool,
    /// Who gave it, when the answers say so.
    pub by: Option<String>,
    /// When.
    pub on: Option<Date>,
    /// On what grounds.
    pub source: Option<String>,
}

impl Given {
    /// Whether somebody stands for it.
    pub fn is_signed(&self) -> bool {
        let by = self.by.as_ref();
        by.is_some_and(|by| !by.trim().is_empty())
    }
}

/// The answers at hand, by the fact's text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts(pub BTreeMap<String, Given>);

impl Facts {
    /// The answers that a file records.
    pub fn of(procedure: &Procedure) -> Self {
        let answers = procedure.answers.iter().flatten();
        let given = answers.map(|answer| {
            let given = Given {
                yes: answer.answer == YesNo::Yes,
                by: answer.by.clone(),
                on: answer.on,
                source: answer.source.clone(),
            };
            (normal(&answer.fact), given)
        });
        Self(given.collect())
    }

    /// Adds an answer; a later one replaces an earlier one.
    pub fn add(&mut self, fact: &str, given: Given) {
        self.0.insert(normal(fact), given);
    }

    /// The answer to a fact, if somebody gave it; one to the fact itself goes before one to its pattern.
    pub fn answer(&self, fact: &Fact) -> Option<&Given> {
        // Most kinds have no answer at all: no text need be made to look for one.
        if !self.has(fact.name) {
            return None;
        }
        let exact = self.0.get(&fact.text());
        exact.or_else(|| self.0.get(&fact.pattern()?))
    }

    /// The decisions that are answered yes by nobody: they do not count.
    pub fn unnamed_decisions(&self) -> impl Iterator<Item = &String> {
        let unnamed = self.0.iter().filter(|(text, given)| {
            let decision = Fact::parse(text).is_some_and(|fact| fact.is_decision());
            decision && given.yes && !given.is_signed()
        });
        unnamed.map(|(text, _)| text)
    }

    /// Whether somebody answered a question of this kind, or of one whose name begins with it.
    pub fn has(&self, name: &str) -> bool {
        let from = (Bound::Included(name), Bound::Unbounded);
        let of_kind = || self.0.range::<str, _>(from).next();
        // Asked of every two steps, and most often nobody answered anything.
        !self.0.is_empty() && of_kind().is_some_and(|(text, _)| text.starts_with(name))
    }
}

/// What a precondition says.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// It holds, because ...
    Holds(Message),
    /// It fails, because ...
    Fails(Message),
    /// It depends on facts that nobody has stated.
    Unknown(Vec<Fact>),
}

impl Verdict {
    /// All of several: one failure fails, else every open question stays open.
    pub fn all(verdicts: impl IntoIterator<Item = Self>, none: Message) -> Self {
        let mut open = Vec::new();
        let mut holds = None;
        for verdict in verdicts {
            match verdict {
                Self::Fails(_) => return verdict,
                Self::Unknown(facts) => open.extend(facts),
                Self::Holds(_) => holds = holds.or(Some(verdict)),
            }
        }
        open.dedup();
        if open.is_empty() {
            holds.unwrap_or(Self::Holds(none))
        } else {
            Self::Unknown(open)
        }
    }
}
