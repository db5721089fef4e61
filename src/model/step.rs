//! Steps: what is done, by whom, on what, and how long it takes.

use super::figure::{Evidence, Money, Time};
use super::flow::After;
use super::id::Id;
use super::part::{Definitions, Part, Reader, named, object, words};
use super::text::Text;
use crate::source::{Kind, Member, Node};
use serde_json::{Value, json};

words! {
    /// The kinds of step.
    pub enum StepKind {
        /// The applicant hands in.
        Submit = "submit",
        /// Examines completeness or correctness.
        Check = "check",
        /// Forms an opinion on substance.
        Review = "review",
        /// Approves or refuses in the name of a role.
        SignOff = "sign-off",
        /// Looks at a place or a thing.
        Inspect = "inspect",
        /// Decides the case.
        Decide = "decide",
        /// Pays or takes payment.
        Pay = "pay",
        /// Makes and hands over an output.
        Issue = "issue",
        /// Tells somebody.
        Notify = "notify",
        /// Waits, for a statutory period or for somebody outside.
        Wait = "wait",
        /// Registers, files or prepares.
        Record = "record",
    }
}

words! {
    /// What a wait is spent on.
    pub enum WaitKind {
        /// In a pile before a desk.
        Queue = "queue",
        /// Under way between desks.
        Transport = "transport",
        /// Until enough cases have gathered.
        Batch = "batch",
        /// A period that a law prescribes.
        Statutory = "statutory",
        /// With the applicant.
        Applicant = "applicant",
    }
}

words! {
    /// In which form a document is asked.
    pub enum DocumentForm {
        /// The original.
        Original = "original",
        /// A plain copy.
        Copy = "copy",
        /// A copy certified by its issuer.
        CertifiedCopy = "certified-copy",
        /// A notarised copy.
        NotarisedCopy = "notarised-copy",
        /// Data or a scan.
        Electronic = "electronic",
    }
}

words! {
    /// Risk, as an office states it.
    pub enum RiskLevel {
        /// Low.
        Low = "low",
        /// Medium.
        Medium = "medium",
        /// High.
        High = "high",
    }
}

words! {
    /// What keeps a procedure or step on the exclusion list.
    pub enum Exclusion {
        /// National security.
        NationalSecurity = "national-security",
        /// Secrets of state.
        Secrets = "secrets",
        /// Public safety.
        PublicSafety = "public-safety",
        /// Prudential supervision of finance.
        PrudentialFinance = "prudential-finance",
        /// The environment.
        Environment = "environment",
        /// Health, life or property.
        HealthLifeProperty = "health-life-property",
        /// Ethics, religion, ethnic or diplomatic affairs.
        Sensitive = "sensitive",
    }
}

object! {
    /// How risky an activity is, and what keeps it from being relaxed.
    pub struct Risk {
        /// The level.
        level?: RiskLevel,
        /// Categories of the exclusion list; `[]` states that there are none.
        exclusions?: Vec<Exclusion>,
        /// Whether a wrong outcome can be put right afterwards.
        correctable?: bool,
        /// The source that says so.
        source?: Id,
    }
}

object! {
    /// A document asked at a step, in its long form.
    pub struct NeedFigure {
        /// The document.
        document: Id,
        /// How many copies are asked.
        copies?: u64,
        /// In which form it is asked.
        form?: DocumentForm,
        /// The agency from which the office fetches it; absent: it is handed in.
        from?: Id,
        /// The law that asks it here.
        law?: Vec<Id>,
        /// How sure it is that the document is asked here.
        evidence?: Evidence,
    }
}

/// A document asked at a step: its id, or an object.
#[derive(Debug, Clone, PartialEq)]
pub struct Need(pub NeedFigure);

impl Need {
    /// One plain piece of a document.
    pub fn of(document: Id) -> Self {
        Self(NeedFigure {
            document,
            ..NeedFigure::placeholder()
        })
    }

    /// The document's id.
    pub fn document(&self) -> &Id {
        &self.0.document
    }

    /// Copies asked; one where the file says nothing.
    pub fn copies(&self) -> u64 {
        self.0.copies.unwrap_or(1)
    }
}

impl Part for Need {
    fn read(node: &Node<'_>, reader: &mut Reader) -> Option<Self> {
        if matches!(node.kind, Kind::Object(_)) {
            return NeedFigure::read(node, reader).map(Self);
        }
        Id::read(node, reader).map(Self::of)
    }

    fn placeholder() -> Self {
        Self::of(Id::placeholder())
    }

    fn write(&self) -> Value {
        if *self == Self::of(self.0.document.clone()) {
            self.0.document.write()
        } else {
            self.0.write()
        }
    }

    fn schema(definitions: &mut Definitions) -> Value {
        let about = "A document asked at a step: its id, or an object that says more.";
        named(
            definitions,
            "Need",
            about,
            |definitions| json!({"oneOf": [Id::schema(definitions), NeedFigure::schema(definitions)]}),
        )
    }
}

object! {
    /// A field typed into a system.
    pub struct Entry {
        /// The field.
        field: Id,
        /// The system or register that it is typed into.
        system?: String,
    }
}

object! {
    /// One kind of waiting, in its long form.
    pub struct WaitFigure {
        /// How long.
        time: Time,
        /// What the wait is spent on.
        kind?: WaitKind,
        /// The law that prescribes it.
        law?: Vec<Id>,
    }
}

/// The waiting before or in a step: one time, one object, or a list of objects (`[]`: none).
#[derive(Debug, Clone, PartialEq)]
pub struct Waits(pub Vec<WaitFigure>);

impl Part for Waits {
    fn read(node: &Node<'_>, reader: &mut Reader) -> Option<Self> {
        let long = |member: &Member<'_>| ["time", "kind"].contains(&member.key);
        match node.kind {
            Kind::List(_) => Vec::read(node, reader).map(Self),
            Kind::Object(members) if members.iter().any(long) => {
                WaitFigure::read(node, reader).map(|wait| Self(vec![wait]))
            }
            _ => {
                let time = Time::read(node, reader)?;
                Some(Self(vec![WaitFigure {
                    time,
                    ..WaitFigure::placeholder()
                }]))
            }
        }
    }

    fn placeholder() -> Self {
        Self(Vec::new())
    }

    fn write(&self) -> Value {
        match &self.0[..] {
            [wait]
                if *wait
                    == (WaitFigure {
                        time: wait.time.clone(),
                        ..WaitFigure::placeholder()
                    }) =>
            {
                wait.time.write()
            }
            [wait] => wait.write(),
            waits => waits.iter().map(Part::write).collect(),
        }
    }

    fn schema(definitions: &mut Definitions) -> Value {
        let about = "Waiting before or in a step: one time, one object that says more, or a list of objects; `[]` states that there is none.";
        named(definitions, "Waits", about, |definitions| {
            let (time, wait) = (Time::schema(definitions), WaitFigure::schema(definitions));
            json!({"anyOf": [time, wait, Vec::<WaitFigure>::schema(definitions)]})
        })
    }
}

object! {
    /// What a desk decided in the cases that were counted.
    pub struct Decisions {
        /// Decisions counted.
        n: u64,
        /// How many of them were refusals or returns.
        rejected: u64,
        /// The steps that had passed the case before: makes the rate marginal.
        given?: Vec<Id>,
        /// When they were counted.
        period?: String,
        /// How sure the count is.
        evidence?: Evidence,
        /// The source.
        source?: Id,
    }
}

object! {
    /// Where a step comes from, when a rewrite made or changed it.
    pub struct Origin {
        /// Ids of the steps that were merged into this one, its own first.
        merged?: Vec<Id>,
        /// The rewrites that touched it, in order.
        rewrites?: Vec<String>,
    }
}

object! {
    /// A step (BPMN: activity).
    pub struct Step {
        /// Its id, shared with no other step, gateway or end.
        id: Id,
        /// Its name.
        name?: Text,
        /// What it is about.
        description?: Text,
        /// Its kind.
        kind: StepKind,
        /// Who does it.
        role: Id,
        /// The other party at the same place and time (an applicant at a desk is one step).
        with?: Id,
        /// What it follows; absent: it starts the procedure.
        after?: After,
        /// What it examines.
        criteria?: Vec<Id>,
        /// Documents asked from the applicant or drawn from the dossier.
        needs?: Vec<Need>,
        /// Fields that are read, besides those that the criteria read.
        reads?: Vec<Id>,
        /// Documents that it makes.
        produces?: Vec<Id>,
        /// Fields typed into a system by this step.
        enters?: Vec<Entry>,
        /// Hands-on time for one case.
        work?: Time,
        /// Time in which nobody works on the case.
        wait?: Waits,
        /// Work and wait together, where the source does not part them.
        elapsed?: Time,
        /// The place that the applicant must go to in person.
        visit?: Id,
        /// The joint visit at which it is done: all with the same word here come at once, each by its own body; it counts once.
        joint?: Id,
        /// Whether it is done fully online; with `visit`: whether it can be, by those who use an online channel.
        online?: bool,
        /// What the applicant pays here.
        fee?: Money,
        /// Whether something is paid here of which no `fee` says how much; a step of kind `pay` need not say it.
        pays?: bool,
        /// What was decided here in the cases that were counted.
        decisions?: Vec<Decisions>,
        /// Share of cases in which the step happens, where it was counted.
        share?: f64,
        /// The laws it rests on.
        law?: Vec<Id>,
        /// The stage of the procedure that it belongs to.
        stage?: String,
        /// The procedure that it stands for.
        calls?: String,
        /// Its risk.
        risk?: Risk,
        /// How sure the figures of the step are, unless they say otherwise.
        evidence?: Evidence,
        /// The source of its figures.
        source?: Id,
        /// What rewrites made of it.
        origin?: Origin,
    }
}
