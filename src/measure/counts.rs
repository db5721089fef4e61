//! Counts: what a procedure asks of people, as far as the file lists it.

use super::data;
use super::figure::Figure;
use super::vector::arrivals;
use crate::graph::Graph;
use crate::message::Message;
use crate::model::{DocumentKind, Procedure, Step, StepKind};
use std::collections::BTreeSet;

/// The counts of one procedure.
#[derive(Debug, Clone, PartialEq)]
pub struct Counts {
    /// Steps.
    pub steps: Figure,
    /// Sign-offs, the decision among them.
    pub sign_offs: Figure,
    /// Agencies at whose desks something is done.
    pub agencies: Figure,
    /// Desks: roles at which something is done, the applicant's own not counted.
    pub desks: Figure,
    /// Steps to which a case comes from another desk.
    pub handoffs: Figure,
    /// Steps to which a case comes from another agency; a role without an agency is one of its own.
    pub handoffs_between_agencies: Figure,
    /// Visits in person.
    pub visits: Figure,
    /// Documents handed in, each copy counted.
    pub documents: Figure,
    /// Different documents handed in.
    pub distinct_documents: Figure,
    /// Different documents handed in that some agency already holds or issues.
    pub documents_held: Figure,
    /// Times that a field is asked or typed.
    pub fields: Figure,
    /// Times beyond the first that a field is asked or typed.
    pub fields_repeated: Figure,
    /// Different forms filled in.
    pub forms: Figure,
    /// Steps at which the applicant pays.
    pub payments: Figure,
    /// Inspections.
    pub inspections: Figure,
}

impl Counts {
    /// Counts a procedure.
    pub fn of(p: &Procedure, graph: &Graph) -> Self {
        let number = |such: &dyn Fn(&Step) -> bool| {
            Figure::count(p.steps.iter().filter(|step| such(step)).count())
        };
        let distinct = |ids: BTreeSet<&str>| Figure::count(ids.len());
        let office = |step: &Step| !p.is_applicant(p.desk(step));
        let worked = p.steps.iter().filter(|step| office(step));
        let (documents, fields) = (Documents::of(p), fields(p));
        Self {
            steps: Figure::count(p.steps.len()),
            sign_offs: number(&Step::signs),
            agencies: distinct(
                (p.steps.iter())
                    .filter_map(|step| Some(p.agency_of(step)?.id.as_ref()))
                    .collect(),
            ),
            desks: distinct(worked.map(|step| p.desk(step).as_ref()).collect()),
            handoffs: crossings(p, graph, |p, step| p.desk(step)),
            handoffs_between_agencies: crossings(p, graph, agency),
            visits: number(&|step| step.visit.is_some()),
            documents: documents.copies,
            distinct_documents: documents.distinct,
            documents_held: documents.held,
            fields: fields.0,
            fields_repeated: fields.1,
            forms: documents.forms,
            payments: number(&|step| step.kind == StepKind::Pay || step.fee.is_some()),
            inspections: number(&|step| step.kind == StepKind::Inspect),
        }
    }
}

struct Documents {
    copies: Figure,
    distinct: Figure,
    held: Figure,
    forms: Figure,
}

impl Documents {
    fn of(p: &Procedure) -> Self {
        let asked = data::asked(p);
        if asked.is_empty() && p.steps.iter().all(|step| step.needs.is_none()) {
            let missing = || Figure::missing_count("why-no-documents");
            return Self {
                copies: missing(),
                distinct: missing(),
                held: missing(),
                forms: missing(),
            };
        }
        let copies: u64 = (asked.iter())
            .map(|asked| asked.need.copies())
            .fold(0, u64::saturating_add);
        let ids: BTreeSet<&str> = (asked.iter())
            .map(|asked| asked.need.document().as_ref())
            .collect();
        let documents = || ids.iter().filter_map(|id| p.document(id));
        let held = documents().filter(|document| {
            document.issued_by.is_some()
                || document.held_by.as_ref().is_some_and(|by| !by.is_empty())
        });
        let forms = documents().filter(|document| document.kind == Some(DocumentKind::Form));
        Self {
            copies: Figure::count(copies as usize),
            held: Figure::count(held.count()),
            forms: Figure::count(forms.count()),
            distinct: Figure::count(ids.len()),
        }
    }
}

/// Fields asked or typed, and those of them that were asked or typed before.
fn fields(p: &Procedure) -> (Figure, Figure) {
    if p.fields.is_none() {
        let missing = || Figure::missing_count("why-no-fields");
        return (missing(), missing());
    }
    let entered = data::entered(p);
    let different: BTreeSet<&str> = (entered.iter())
        .map(|entered| entered.field.as_ref())
        .collect();
    (
        Figure::count(entered.len()),
        Figure::count(entered.len() - different.len()),
    )
}

fn agency<'a>(p: &'a Procedure, step: &'a Step) -> &'a str {
    p.agency_of(step)
        .map_or_else(|| p.desk(step).as_ref(), |agency| agency.id.as_ref())
}

/// Steps to which a case comes from where `place` is another, gateways passed through.
fn crossings<'a, S: AsRef<str> + ?Sized + 'a>(
    p: &'a Procedure,
    graph: &Graph,
    place: impl Fn(&'a Procedure, &'a Step) -> &'a S,
) -> Figure {
    let places: std::collections::BTreeMap<&str, &str> = (p.steps.iter())
        .map(|step| (step.id.as_ref(), place(p, step).as_ref()))
        .collect();
    Figure::count(arrivals(graph, |id| places.get(id).copied()))
}

impl Figure {
    fn missing_count(why: &'static str) -> Self {
        Self::missing(super::figure::Unit::Count, Message::new(why))
    }
}
