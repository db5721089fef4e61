//! What surrounds a procedure: sources, calendar, limits, constraints, published figures, answers.

use super::figure::{Evidence, Money, Time};
use super::id::Id;
use super::part::{Definitions, Part, Reader, named, object, words};
use super::text::{Date, Text};
use crate::source::{Kind, Node};
use serde_json::{Value, json};

object! {
    /// Where a fact comes from.
    pub struct SourceNote {
        /// Its id.
        id: Id,
        /// Its title.
        title: Text,
        /// Where it can be read.
        url?: String,
        /// When it was read.
        read?: Date,
        /// What it is used for here.
        note?: Text,
    }
}

object! {
    /// A total that somebody published.
    pub struct Reported {
        /// The measure: `lead-time`, `steps`, `documents`, `visits`, `cost`, `sign-offs` ...
        measure: String,
        /// The published value, with its unit.
        value: String,
        /// The day it speaks of.
        as_of?: Date,
        /// Who published it.
        source?: Id,
        /// How it was counted.
        convention?: String,
        /// What it covers: `before`, `after`, a place, a class.
        scope?: String,
    }
}

object! {
    /// Working time of the offices.
    pub struct Calendar {
        /// Hours of a working day, `8 h`.
        day?: Time,
        /// Working days of a week, from Monday.
        week?: u64,
        /// Days on which the offices are closed.
        holidays?: Vec<Date>,
        /// Days on which they work although they otherwise would not.
        make_up?: Vec<Date>,
    }
}

words! {
    /// What it means when an office says nothing within the limit.
    pub enum Silence {
        /// The applicant may go ahead.
        Consent = "consent",
        /// The applicant is refused.
        Refusal = "refusal",
    }
}

object! {
    /// A time limit of the whole procedure.
    pub struct Limit {
        /// The limit that the law sets.
        statutory?: Time,
        /// The limit that the office promises.
        promised?: Time,
        /// What silence means when the limit has passed.
        silence?: Silence,
        /// The law.
        law?: Vec<Id>,
        /// The source.
        source?: Id,
    }
}

words! {
    /// The kinds of constraint.
    pub enum ConstraintKind {
        /// The steps must be done by different people.
        FourEyes = "four-eyes",
        /// The steps must stay separate.
        NeverMerge = "never-merge",
        /// The steps must keep this order.
        Order = "order",
        /// The first step is an appeal against the others and independent of them.
        IndependentAppeal = "independent-appeal",
        /// The step waits at least as long as the law says.
        StatutoryWait = "statutory-wait",
    }
}

object! {
    /// What a change must respect.
    pub struct Constraint {
        /// Its kind.
        kind: ConstraintKind,
        /// The steps it is about.
        steps: Vec<Id>,
        /// The laws it rests on.
        law?: Vec<Id>,
        /// Why.
        why?: Text,
    }
}

object! {
    /// How often the same person did several steps of one case.
    pub struct SamePerson {
        /// The steps.
        steps: Vec<Id>,
        /// Share of the cases that have all of them, 0 to 1.
        share: f64,
        /// Cases counted.
        n?: u64,
        /// When they were counted.
        period?: String,
        /// How sure the share is.
        evidence?: Evidence,
        /// The source.
        source?: Id,
    }
}

object! {
    /// A way to apply.
    pub struct Channel {
        /// Its id.
        id: Id,
        /// Its name.
        name?: Text,
        /// Share of the cases that use it (take-up), 0 to 1.
        share?: f64,
        /// Whether it is online.
        online?: bool,
        /// How sure the share is.
        evidence?: Evidence,
    }
}

object! {
    /// A class of cases.
    pub struct CaseClass {
        /// Its id.
        id: Id,
        /// Its name.
        name?: Text,
        /// Share of the cases, 0 to 1.
        share?: f64,
        /// Its risk.
        risk?: super::step::RiskLevel,
    }
}

object! {
    /// A finding that is kept on purpose.
    pub struct Keep {
        /// The finding's id: rule and steps, `rule(step, step)`.
        finding: String,
        /// The reason.
        why: Text,
        /// Who decided so.
        by: String,
        /// Until when.
        until?: Date,
    }
}

object! {
    /// What a change costs once, and who approves it.
    pub struct Change {
        /// The change: its id in the report, the id of the finding that it answers, or the name of a rewrite.
        change: String,
        /// What it costs once: forms, systems, training.
        one_off?: Money,
        /// Who approves it.
        approved_by?: Text,
        /// How sure the cost is.
        evidence?: Evidence,
        /// The source.
        source?: Id,
    }
}

words! {
    /// An answer.
    pub enum YesNo {
        /// Yes.
        Yes = "yes",
        /// No.
        No = "no",
    }
}

object! {
    /// A question of fact that somebody answered.
    pub struct Answer {
        /// The fact: `name(subject, ...)`.
        fact: String,
        /// The answer.
        answer: YesNo,
        /// Who answered.
        by?: String,
        /// When.
        on?: Date,
        /// On what grounds.
        source?: String,
    }
}

words! {
    /// A kind of list that can be declared exhaustive.
    pub enum Listed {
        /// Documents asked and produced.
        Documents = "documents",
        /// Fields asked and entered.
        Fields = "fields",
        /// Criteria examined.
        Criteria = "criteria",
        /// Constraints on order, merging and people.
        Constraints = "constraints",
        /// Legal bases.
        Laws = "laws",
        /// Decisions of each role it is competent for.
        Competences = "competences",
    }
}

object! {
    /// A declaration that a kind of list is exhaustive, in its long form.
    pub struct CompleteFigure {
        /// The kind of list.
        list: Listed,
        /// Who says so.
        by?: String,
        /// On what grounds.
        source?: Id,
    }
}

/// A declaration that a kind of list is exhaustive: its word, or an object that says who declares it.
#[derive(Debug, Clone, PartialEq)]
pub struct Complete(pub CompleteFigure);

impl Part for Complete {
    fn read(node: &Node<'_>, reader: &mut Reader) -> Option<Self> {
        if matches!(node.kind, Kind::Object(_)) {
            return CompleteFigure::read(node, reader).map(Self);
        }
        let list = Listed::read(node, reader)?;
        Some(Self(CompleteFigure {
            list,
            ..CompleteFigure::placeholder()
        }))
    }

    fn placeholder() -> Self {
        Self(CompleteFigure::placeholder())
    }

    fn write(&self) -> Value {
        let short = CompleteFigure {
            list: self.0.list,
            ..CompleteFigure::placeholder()
        };
        if self.0 == short {
            self.0.list.write()
        } else {
            self.0.write()
        }
    }

    fn schema(definitions: &mut Definitions) -> Value {
        let about = "A declaration that a kind of list is exhaustive: its word, or an object that says who declares it.";
        named(
            definitions,
            "Complete",
            about,
            |definitions| json!({"oneOf": [Listed::schema(definitions), CompleteFigure::schema(definitions)]}),
        )
    }
}

object! {
    /// Who checked the file, and when.
    pub struct Certified {
        /// Who.
        by: String,
        /// When.
        on?: Date,
    }
}
