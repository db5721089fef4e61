//! Counts of what is handed in, typed and handed out, and on what legal basis.

use super::{between, floor, ids, of_applicant, share, times, with_applicant};
use crate::measure::data::{asked, asked_at, entered};
use crate::measure::figure::Figure;
use crate::model::{Document, DocumentKind, Id, Listed, Need, Procedure, Step};
use std::collections::{BTreeMap, BTreeSet};

/// Steps with the applicant of which the file does not say what is handed in.
fn silent_on_documents(p: &Procedure) -> BTreeSet<Id> {
    if p.lists_all(Listed::Documents) {
        return BTreeSet::new();
    }
    ids(with_applicant(p).filter(|step| step.needs.is_none()))
}

/// Those, and steps that ask a form of which the file does not say what it carries.
fn silent_on_fields(p: &Procedure) -> BTreeSet<Id> {
    let mut silent = silent_on_documents(p);
    if !p.lists_all(Listed::Fields) {
        let blank = |id: &Id| {
            p.document(id)
                .is_none_or(|document| document.carries.is_none() && may_be_form(document))
        };
        let asks_blank = |step: &&Step| {
            asked_at(p, step)
                .iter()
                .any(|asked| blank(asked.need.document()))
        };
        silent.extend(ids(with_applicant(p).filter(asks_blank)));
    }
    silent
}

fn may_be_form(document: &Document) -> bool {
    document.kind.is_none_or(|kind| kind == DocumentKind::Form)
}

/// Distinct documents handed in, and the steps that ask each.
fn distinct(p: &Procedure) -> BTreeMap<&Id, Vec<&Step>> {
    let mut out: BTreeMap<&Id, Vec<&Step>> = BTreeMap::new();
    for asked in asked(p) {
        out.entry(asked.need.document())
            .or_default()
            .push(asked.step);
    }
    out
}

pub(super) fn documents(p: &Procedure) -> Figure {
    let copies: u64 = asked(p)
        .iter()
        .map(|asked| asked.need.copies())
        .fold(0, u64::saturating_add);
    of_applicant(p, copies as usize, silent_on_documents(p))
}

pub(super) fn distinct_documents(p: &Procedure) -> Figure {
    of_applicant(p, distinct(p).len(), silent_on_documents(p))
}

pub(super) fn forms(p: &Procedure) -> Figure {
    let form = |id: &&Id| {
        p.document(id)
            .is_some_and(|document| document.kind == Some(DocumentKind::Form))
    };
    let unclear = |id: &Id| {
        p.document(id)
            .is_none_or(|document| document.kind.is_none())
    };
    let mut unknown = silent_on_documents(p);
    let asks_unclear = |step: &&Step| {
        asked_at(p, step)
            .iter()
            .any(|asked| unclear(asked.need.document()))
    };
    unknown.extend(ids(with_applicant(p).filter(asks_unclear)));
    of_applicant(p, distinct(p).into_keys().filter(form).count(), unknown)
}

/// Whether the government of a desk that asks the document holds it; nothing where that is not said.
fn is_held(p: &Procedure, document: &Id, steps: &[&Step]) -> Option<bool> {
    let document = p.document(document)?;
    let holders: Vec<&Id> = document
        .held_by
        .iter()
        .flatten()
        .chain(&document.issued_by)
        .collect();
    if holders.is_empty() {
        return document.held_by.as_ref().map(|_| false);
    }
    let mut answer = Some(false);
    for step in steps {
        let agency = p.agency_of(step).map(|agency| &agency.id);
        for holder in &holders {
            match agency.map(|agency| p.same_government(agency, holder)) {
                Some(Some(true)) => return Some(true),
                Some(Some(false)) => {}
                _ => answer = None,
            }
        }
    }
    answer
}

pub(super) fn held(p: &Procedure) -> Figure {
    let answers: Vec<_> = distinct(p)
        .iter()
        .map(|(id, steps)| is_held(p, id, steps))
        .collect();
    if answers.is_empty() {
        return of_applicant(p, 0, silent_on_documents(p));
    }
    let yes = answers
        .iter()
        .filter(|answer| **answer == Some(true))
        .count();
    let unknown = answers.iter().filter(|answer| answer.is_none()).count();
    between(p, yes, unknown, answers.len())
}

pub(super) fn fields(p: &Procedure) -> Figure {
    let n = entered(p)
        .iter()
        .filter(|entered| entered.by_applicant)
        .count();
    of_applicant(p, n, silent_on_fields(p))
}

pub(super) fn repeated_fields(p: &Procedure) -> Figure {
    let entered = entered(p);
    let given = times(
        entered
            .iter()
            .filter(|entered| entered.by_applicant)
            .map(|entered| entered.field),
    );
    let n = given.values().filter(|times| **times > 1).count();
    of_applicant(p, n, silent_on_fields(p))
}

pub(super) fn rekeyed(p: &Procedure) -> Figure {
    let n = entered(p)
        .iter()
        .filter(|entered| !entered.by_applicant)
        .count();
    let staff: Vec<&Step> = p
        .steps
        .iter()
        .filter(|step| !p.is_applicant(&step.role))
        .collect();
    let silent = |step: &&&Step| step.enters.is_none() && !p.lists_all(Listed::Fields);
    let unknown = ids(staff.iter().filter(silent).copied());
    floor(p, n as u64, staff.len(), unknown)
}

/// Whether a legal basis is cited; nothing where the file is silent on laws.
fn cited(p: &Procedure, laws: &[&Option<Vec<Id>>]) -> Option<bool> {
    let known: Vec<_> = laws.iter().filter_map(|laws| laws.as_ref()).collect();
    if known.iter().any(|laws| !laws.is_empty()) {
        return Some(true);
    }
    (!known.is_empty() || p.lists_all(Listed::Laws)).then_some(false)
}

pub(super) fn legal_steps(p: &Procedure) -> Figure {
    let answers: Vec<_> = p.steps.iter().map(|step| cited(p, &[&step.law])).collect();
    share(p, &answers)
}

pub(super) fn legal_documents(p: &Procedure) -> Figure {
    let mut laws: BTreeMap<&Id, Vec<&Option<Vec<Id>>>> = BTreeMap::new();
    for asked in asked(p) {
        laws.entry(asked.need.document())
            .or_default()
            .push(&asked.need.0.law);
    }
    for (id, laws) in &mut laws {
        laws.extend(p.document(id).map(|document| &document.law));
    }
    let answers: Vec<_> = laws.values().map(|laws| cited(p, laws)).collect();
    share(p, &answers)
}

/// A document that is made counts as unused where every step says what it needs; else it may be.
pub(super) fn unused_outputs(p: &Procedure) -> Figure {
    let needed = p
        .steps
        .iter()
        .flat_map(|step| step.needs.iter().flatten())
        .map(Need::document);
    let read = p
        .criteria
        .iter()
        .flatten()
        .flat_map(|criterion| criterion.reads.iter().flatten());
    let looked_up = p.steps.iter().flat_map(|step| step.reads.iter().flatten());
    let used: BTreeSet<&Id> = needed.chain(read).chain(looked_up).collect();
    let made: BTreeSet<&Id> = p
        .steps
        .iter()
        .flat_map(|step| step.produces.iter().flatten())
        .collect();
    let loose: Vec<_> = (made.iter())
        .filter(|id| !used.contains(*id))
        .filter_map(|id| p.document(id))
        .filter(|document| document.kind != Some(DocumentKind::Output))
        .collect();
    let all_said =
        p.lists_all(Listed::Documents) || p.steps.iter().all(|step| step.needs.is_some());
    let sure = loose
        .iter()
        .filter(|document| all_said && document.kind.is_some())
        .count();
    // What nobody made cannot be unused: `of` is never all unknown then.
    between(p, sure, loose.len() - sure, made.len().max(loose.len() + 1))
}
