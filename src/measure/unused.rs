//! What is asked, given or made and no step is stated to use.
//!
//! A document is used where a step or what it examines reads it or a field on it, where a desk takes it from the file or
//! gets it itself, and where a desk types a field of it or prints one on what it makes. An output that the applicant takes
//! home is used; so a document that is made counts only where it is passed between desks.

use super::data::{asked_at, entered_at};
use crate::lookup::Set;
use crate::model::{DocumentKind, Id, Need, Procedure, Step, listed};

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
    let items = listed(p.documents.as_ref()).len() + listed(p.fields.as_ref()).len();
    let mut used = Set::default();
    used.reserve(items);
    for step in &p.steps {
        used_at(p, step, &mut |id| {
            used.insert(id);
        });
    }
    let protected = listed(p.criteria.as_ref()).iter();
    let protected = protected.flat_map(|criterion| listed(criterion.protects.as_ref()));
    used.extend(protected);
    let documents = listed(p.documents.as_ref()).iter();
    let documents = documents.map(|document| (&document.id, listed(document.carries.as_ref())));
    let (mut carried, mut carriers) = (Vec::new(), Vec::new());
    for (document, fields) in documents.filter(|(_, fields)| !fields.is_empty()) {
        if used.contains(document) {
            carried.extend(fields);
        } else if fields.iter().any(|field| used.contains(field)) {
            carriers.push(document);
        }
    }
    used.extend(carried);
    used.extend(carriers);
    used
}

/// Hands on the documents and fields that one step uses; some perhaps twice.
fn used_at<'a>(p: &'a Procedure, step: &'a Step, take: &mut impl FnMut(&'a Id)) {
    let criteria = listed(step.criteria.as_ref()).iter();
    for criterion in criteria.filter_map(|id| p.criterion(id)) {
        listed(criterion.reads.as_ref()).iter().for_each(&mut *take);
    }
    listed(step.reads.as_ref()).iter().for_each(&mut *take);
    let asked = asked_at(p, step);
    for needed in listed(step.needs.as_ref()).iter().map(Need::document) {
        if asked.iter().all(|asked| asked.need.document() != needed) {
            take(needed);
        }
    }
    let typed = listed(step.enters.as_ref());
    if !typed.is_empty() && !p.is_applicant(&step.role) {
        for entry in typed {
            take(&entry.field);
        }
    }
    let made = listed(step.produces.as_ref()).iter();
    for document in made.filter_map(|id| p.document(id)) {
        listed(document.carries.as_ref())
            .iter()
            .for_each(&mut *take);
    }
}
