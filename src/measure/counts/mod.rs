//! Counts: what a procedure asks and how often a case changes hands.
//!
//! Silence counts for nothing: where the file does not say, a count is a floor (its terms are steps)
//! or a range, and where it says nothing at all it is not measurable. Rework is not counted: each
//! step counts once, however often a case returns to it.

mod flow;
mod material;

use super::base::Base;
use super::figure::{Figure, Unit, Values};
use super::measures::Row;
use crate::graph::Graph;
use crate::message::Message;
use crate::model::{Evidence, Id, Procedure, Step, StepKind};
use flow::Flow;
use material::Material;
use std::collections::{BTreeMap, BTreeSet};

/// The counts of one procedure.
#[derive(Debug, Clone, PartialEq)]
pub struct Counts {
    /// Steps.
    pub steps: Figure,
    /// Steps in which the applicant and another party take part: what Doing Business counts.
    pub interactions: Figure,
    /// Steps that sign or decide.
    pub sign_offs: Figure,
    /// The most sign-offs that follow each other on a way through, neighbours by one role as one.
    pub levels: Figure,
    /// Distinct agencies at whose desks steps are done.
    pub agencies: Figure,
    /// Distinct roles other than the applicant at whose desks steps are done.
    pub desks: Figure,
    /// Flows from one desk to another; the applicant, where alone, is a desk as well.
    pub handoffs: Figure,
    /// Flows from one agency to another; who belongs to none stands for himself.
    pub handoffs_between_agencies: Figure,
    /// Stretches at one desk that a case enters from, and leaves to, the same other desk (A-B-A).
    pub returns: Figure,
    /// Visits in person, a joint one counted once.
    pub visits: Figure,
    /// Documents handed in, copies counted.
    pub documents: Figure,
    /// Distinct documents handed in.
    pub distinct_documents: Figure,
    /// Those of them that the government of a desk that asks already holds or issues itself.
    pub documents_held: Figure,
    /// Fields that the applicant gives, by form or by typing.
    pub fields: Figure,
    /// Distinct fields that the applicant gives more than once.
    pub fields_repeated: Figure,
    /// Fields that staff types into a system.
    pub fields_rekeyed: Figure,
    /// Distinct forms handed in.
    pub forms: Figure,
    /// Steps at which is paid.
    pub payments: Figure,
    /// Inspections, a joint one counted once.
    pub inspections: Figure,
    /// Share of the steps with the applicant that are fully online, a fraction of 1.
    pub online_share: Figure,
    /// Share of steps that cite a legal basis, a fraction of 1.
    pub legal_steps: Figure,
    /// Share of distinct documents handed in that cite a legal basis, a fraction of 1.
    pub legal_documents: Figure,
    /// Documents made that are no output of the procedure and that nothing uses.
    pub unused_outputs: Figure,
}

/// The counts that a change is told by; each is that of the same name in [`Counts`].
#[derive(Debug, Clone, PartialEq)]
pub struct Basic {
    /// Steps.
    pub steps: Figure,
    /// Steps that sign or decide.
    pub sign_offs: Figure,
    /// Flows from one desk to another.
    pub handoffs: Figure,
    /// Returns to the desk before (A-B-A).
    pub returns: Figure,
    /// Visits in person.
    pub visits: Figure,
    /// Documents handed in, copies counted.
    pub documents: Figure,
    /// Fields that the applicant gives.
    pub fields: Figure,
    /// Fields that staff types into a system.
    pub fields_rekeyed: Figure,
    /// Steps at which is paid.
    pub payments: Figure,
    /// Inspections, a joint one counted once.
    pub inspections: Figure,
}

/// The counts by which procedures are ranked; each is that of the same name in [`Counts`].
#[derive(Debug, Clone, PartialEq)]
pub struct Burden {
    /// Steps.
    pub steps: Figure,
    /// Steps that sign or decide.
    pub sign_offs: Figure,
    /// Flows from one desk to another.
    pub handoffs: Figure,
    /// Visits in person.
    pub visits: Figure,
    /// Documents handed in, copies counted.
    pub documents: Figure,
    /// Fields that the applicant gives.
    pub fields: Figure,
}

impl Burden {
    /// Counts a version; `base` is that of its net.
    pub fn of(p: &Procedure, graph: &Graph, base: &Base) -> Self {
        Self::with(p, &Flow::of(p, graph, base), &Material::of(p))
    }

    fn with(p: &Procedure, flow: &Flow<'_>, material: &Material<'_>) -> Self {
        Self {
            steps: steps(p, |_| true),
            sign_offs: steps(p, Step::signs),
            handoffs: flow.handoffs(),
            visits: visits(p),
            documents: material.documents(),
            fields: material.fields(),
        }
    }
}

impl Basic {
    /// Counts a version; `base` is that of its net.
    pub fn of(p: &Procedure, graph: &Graph, base: &Base) -> Self {
        let material = Material::of(p);
        let flow = Flow::of(p, graph, base);
        let burden = Burden::with(p, &flow, &material);
        Self {
            steps: burden.steps,
            sign_offs: burden.sign_offs,
            handoffs: burden.handoffs,
            returns: flow.returns(),
            visits: burden.visits,
            documents: burden.documents,
            fields: burden.fields,
            fields_rekeyed: material.rekeyed(),
            payments: steps(p, Step::takes_money),
            inspections: sure(p, p.inspections()),
        }
    }
}

impl From<&Counts> for Basic {
    fn from(all: &Counts) -> Self {
        Self {
            steps: all.steps.clone(),
            sign_offs: all.sign_offs.clone(),
            handoffs: all.handoffs.clone(),
            returns: all.returns.clone(),
            visits: all.visits.clone(),
            documents: all.documents.clone(),
            fields: all.fields.clone(),
            fields_rekeyed: all.fields_rekeyed.clone(),
            payments: all.payments.clone(),
            inspections: all.inspections.clone(),
        }
    }
}

impl Counts {
    /// Counts a version of which some is counted; `base` is that of its net.
    pub fn of(p: &Procedure, graph: &Graph, base: &Base, basic: Basic) -> Self {
        let flow = Flow::of(p, graph, base);
        let material = Material::of(p);
        Self {
            steps: basic.steps,
            interactions: interactions(p),
            sign_offs: basic.sign_offs,
            levels: flow.levels(),
            agencies: flow::agencies(p),
            desks: sure(p, flow::desks(p).len()),
            handoffs: basic.handoffs,
            handoffs_between_agencies: flow.handoffs_between_agencies(),
            returns: basic.returns,
            visits: basic.visits,
            documents: basic.documents,
            distinct_documents: material.distinct_documents(),
            documents_held: material.held(),
            fields: basic.fields,
            fields_repeated: material.repeated_fields(),
            fields_rekeyed: basic.fields_rekeyed,
            forms: material.forms(),
            payments: basic.payments,
            inspections: basic.inspections,
            online_share: online(p),
            legal_steps: material::legal_steps(p),
            legal_documents: material.legal_documents(),
            unused_outputs: material::unused_outputs(p),
        }
    }

    /// The counts as rows.
    pub fn rows(&self) -> Vec<Row> {
        vec![
            Row::new("steps", "measure-steps", &self.steps),
            Row::new("interactions", "measure-interactions", &self.interactions),
            Row::new("sign-offs", "measure-sign-offs", &self.sign_offs),
            Row::new("levels", "measure-levels", &self.levels),
            Row::new("agencies", "measure-agencies", &self.agencies),
            Row::new("desks", "measure-desks", &self.desks),
            Row::new("hand-offs", "measure-hand-offs", &self.handoffs),
            Row::new(
                "hand-offs-between-agencies",
                "measure-hand-offs-between-agencies",
                &self.handoffs_between_agencies,
            ),
            Row::new("returns", "measure-returns", &self.returns),
            Row::new("visits", "measure-visits", &self.visits),
            Row::new("documents", "measure-documents", &self.documents),
            Row::new(
                "distinct-documents",
                "measure-distinct-documents",
                &self.distinct_documents,
            ),
            Row::new(
                "documents-held",
                "measure-documents-held",
                &self.documents_held,
            ),
            Row::new("fields", "measure-fields", &self.fields),
            Row::new(
                "fields-repeated",
                "measure-fields-repeated",
                &self.fields_repeated,
            ),
            Row::new(
                "fields-rekeyed",
                "measure-fields-rekeyed",
                &self.fields_rekeyed,
            ),
            Row::new("forms", "measure-forms", &self.forms),
            Row::new("payments", "measure-payments", &self.payments),
            Row::new("inspections", "measure-inspections", &self.inspections),
            Row::new("online-share", "measure-online-share", &self.online_share),
            Row::new("legal-steps", "measure-legal-steps", &self.legal_steps),
            Row::new(
                "legal-documents",
                "measure-legal-documents",
                &self.legal_documents,
            ),
            Row::new(
                "unused-outputs",
                "measure-unused-outputs",
                &self.unused_outputs,
            ),
        ]
    }
}

fn interactions(p: &Procedure) -> Figure {
    let between = p.steps.iter().filter(|step| between_parties(p, step));
    of_applicant(p, between.count(), BTreeSet::new())
}

/// Whether the applicant and another party take part: somebody else is there, or something is
/// handed in, paid or handed over.
fn between_parties(p: &Procedure, step: &Step) -> bool {
    let alone = p.is_applicant(&step.role) && step.with.is_none() && step.visit.is_none();
    let deals = matches!(step.kind, StepKind::Submit | StepKind::Pay);
    p.meets_applicant(step) && (!alone || deals)
}

/// How sure it is that the steps are as the file says: as its weakest step.
fn surety(p: &Procedure) -> Option<Evidence> {
    let of = |step: &Step| step.evidence.or(p.evidence);
    p.steps.iter().map(of).max().flatten()
}

fn sure(p: &Procedure, n: usize) -> Figure {
    Figure {
        evidence: surety(p),
        ..Figure::count(n)
    }
}

fn steps(p: &Procedure, counts: impl Fn(&Step) -> bool) -> Figure {
    sure(p, p.steps.iter().filter(|step| counts(step)).count())
}

/// A count with the steps of which it is not known how much they add; not measurable where nothing
/// at all is known. `of`: the steps that could add.
fn floor(p: &Procedure, n: u64, of: usize, unknown: BTreeSet<Id>) -> Figure {
    if of > 0 && unknown.len() == of && n == 0 {
        return Figure::missing(Unit::Count, Message::new("why-not-in-file"));
    }
    let sum = Figure::sum(Values::exactly(n as f64), Unit::Count, of, unknown);
    Figure {
        evidence: surety(p),
        ..sum
    }
}

/// A count over the steps with the applicant; not measurable where the file has none.
fn of_applicant(p: &Procedure, n: usize, unknown: BTreeSet<Id>) -> Figure {
    match with_applicant(p).count() {
        0 => Figure::missing(Unit::Count, Message::new("why-no-applicant")),
        of => floor(p, n as u64, of, unknown),
    }
}

/// Some of `of` things, between those that surely are and those that may be, as a number.
fn between(p: &Procedure, yes: usize, unknown: usize, of: usize) -> Figure {
    if of > 0 && unknown == of {
        return Figure::missing(Unit::Count, Message::new("why-not-in-file"));
    }
    let values = range(yes as f64, (yes + unknown) as f64);
    Figure::of(values, Unit::Count, surety(p))
}

/// The share of those that are among all, a fraction of 1.
fn share(p: &Procedure, answers: &[Option<bool>]) -> Figure {
    let (of, yes) = (
        answers.len(),
        answers.iter().filter(|a| **a == Some(true)).count(),
    );
    let unknown = answers.iter().filter(|answer| answer.is_none()).count();
    if unknown == of {
        return Figure::missing(Unit::Share, Message::new("why-not-in-file"));
    }
    let part = |n: usize| n as f64 / of as f64;
    Figure::of(
        range(part(yes), part(yes + unknown)),
        Unit::Share,
        surety(p),
    )
}

fn range(min: f64, max: f64) -> Values {
    if min < max {
        return Values {
            min,
            typical: None,
            max,
            mean: None,
        };
    }
    Values::exactly(min)
}

/// The steps in which the applicant takes part.
fn with_applicant(p: &Procedure) -> impl Iterator<Item = &Step> {
    p.steps.iter().filter(|step| p.meets_applicant(step))
}

/// A step with the applicant of which neither a place nor a channel is given may be a visit; one that can be
/// done online too is a visit for those who come, and of unknown weight where nobody says how many do.
fn visits(p: &Procedure) -> Figure {
    let silent = |step: &&Step| {
        step.visit.is_none() && step.online.is_none() || p.share_in_person(step).is_none()
    };
    let unknown = with_applicant(p)
        .filter(silent)
        .map(|step| step.id.clone())
        .collect();
    let shares: Vec<f64> = (p.steps.iter())
        .filter_map(|step| p.share_in_person(step))
        .filter(|share| *share > 0.0)
        .collect();
    let visits = of_applicant(p, shares.len(), unknown);
    Figure {
        value: visits.value.map(|_| Values::exactly(shares.iter().sum())),
        ..visits
    }
}

fn online(p: &Procedure) -> Figure {
    let answer = |step: &Step| match (step.online, &step.visit) {
        // Those that come are not online.
        (Some(true), Some(_)) => None,
        (online, visit) => online.or(visit.is_some().then_some(false)),
    };
    share(p, &with_applicant(p).map(answer).collect::<Vec<_>>())
}

/// The ids of these steps.
fn ids<'a>(steps: impl Iterator<Item = &'a Step>) -> BTreeSet<Id> {
    steps.map(|step| step.id.clone()).collect()
}

/// How often each id occurs.
fn times<'a>(ids: impl Iterator<Item = &'a Id>) -> BTreeMap<&'a Id, usize> {
    let mut times = BTreeMap::new();
    for id in ids {
        *times.entry(id).or_default() += 1;
    }
    times
}
