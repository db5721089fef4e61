//! What is asked, given or made and no step is stated to use.
//!
//! A document is used where a step or what it examines reads it or a field on it, where a desk takes it from the file or
//! gets it itself, and where a desk types a field of it or prints one on what it makes. An output that the applicant takes
//! home is used; so a document that is made counts only where it is passed between desks.

use super::data::{asked_at, entered_at};
use crate::lookup::Set;
use crate::model::{DocumentKind, Id, Need, Procedure, Step};

/// Where something goes unused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A paper that the applicant hands in; forms are asked for their fields.
    Document,
    /// A field that the applicant gives.
    Field,
    /// A document that a desk makes for other desks.
    Output,
}

/// A document or field that no step is stated to use, at one step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unused<'a> {
    /// The step at which it is asked, given or made.
    pub step: &'a Step,
    /// The document or field.
    pub item: &'a Id,
    /// Which of them.
    pub place: Place,
}

/// Everything that is asked, given or made and not stated to be used, in the order of steps.
pub fn unused(p: &Procedure) -> Vec<Unused<'_>> {
    let used = used(p);
    let mut out = Vec::new();
    for step in &p.steps {
        let kind = |id: &Id| p.document(id).and_then(|document| document.kind);
        let papers = asked_at(p, step).into_iter();
        let papers = papers.map(|asked| asked.need.document());
        let papers = papers.filter(|id| kind(id) != Some(DocumentKind::Form));
        let fields = entered_at(p, step).into_iter();
        let fields = fields.filter(|entered| entered.by_applicant);
        let made = step.produces.iter().flatten();
        let made = made.filter(|id| kind(id) == Some(DocumentKind::Internal));
        let all = (papers.map(|id| (id, Place::Document)))
            .chain(fields.map(|entered| (entered.field, Place::Field)))
            .chain(made.map(|id| (id, Place::Output)));
        let left = all.filter(|(id, _)| !used.contains(id));
        out.extend(left.map(|(item, place)| Unused { step, item, place }));
    }
    out
}

/// Documents and fields that some step uses.
fn used(p: &Procedure) -> Set<&Id> {
    let on = |id: &Id| {
        let document = p.document(id);
        document.and_then(|document| document.carries.as_ref())
    };
    let lists = [
        p.documents.as_ref().map(Vec::len),
        p.fields.as_ref().map(Vec::len),
    ];
    let mut used = Set::default();
    used.reserve(lists.into_iter().flatten().sum());
    for step in &p.steps {
        let criteria = step.criteria.iter().flatten();
        let criteria = criteria.filter_map(|id| p.criterion(id));
        used.extend(criteria.flat_map(|criterion| criterion.reads.iter().flatten()));
        used.extend(step.reads.iter().flatten());
        let needs = step.needs.iter().flatten();
        let asked = asked_at(p, step);
        let asked = |need: &&Need| {
            asked
                .iter()
                .any(|asked| asked.need.document() == need.document())
        };
        used.extend(needs.filter(|need| !asked(need)).map(Need::document));
        if !p.is_applicant(&step.role) {
            used.extend(step.enters.iter().flatten().map(|entry| &entry.field));
        }
        let made = step.produces.iter().flatten().filter_map(on);
        used.extend(made.flatten());
    }
    let protected = p.criteria.iter().flatten();
    used.extend(protected.flat_map(|criterion| criterion.protects.iter().flatten()));
    let (mut carried, mut carriers) = (Vec::new(), Vec::new());
    for document in p.documents.iter().flatten() {
        let fields = document.carries.iter().flatten();
        if used.contains(&document.id) {
            carried.extend(fields.clone());
        }
        carriers.extend(
            fields
                .into_iter()
                .any(|field| used.contains(field))
                .then_some(&document.id),
        );
    }
    used.extend(carried);
    used.extend(carriers);
    used
}
