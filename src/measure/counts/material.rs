//! Counts of what is handed in, typed and handed out, and on what legal basis.

use super::{between, floor, ids, of_applicant, share, times, with_applicant};
use crate::measure::data::{Asked, Entered, asked, entered};
use crate::measure::figure::Figure;
use crate::model::{Document, DocumentKind, Id, Listed, Need, Procedure, Step};
use std::collections::{BTreeMap, BTreeSet};

/// What is handed in and typed, found once for all the counts.
pub(super) struct Material<'a> {
    p: &'a Procedure,
    asked: Vec<Asked<'a>>,
    entered: Vec<Entered<'a>>,
    /// Distinct documents handed in, and the steps that ask each.
    distinct: BTreeMap<&'a Id, Vec<&'a Step>>,
    /// Steps with the applicant of which the file does not say what is handed in.
    silent: BTreeSet<Id>,
}

impl<'a> Material<'a> {
    pub(super) fn of(p: &'a Procedure) -> Self {
        let asked = asked(p);
        let mut distinct: BTreeMap<&Id, Vec<&Step>> = BTreeMap::new();
        for asked in &asked {
            let steps = distinct.entry(asked.need.document()).or_default();
            steps.push(asked.step);
        }
        let silent = if p.lists_all(Listed::Documents) {
            BTreeSet::new()
        } else {
            ids(with_applicant(p).filter(|step| step.needs.is_none()))
        };
        Self {
            p,
            entered: entered(p),
            asked,
            distinct,
            silent,
        }
    }

    /// Steps that ask such a document.
    fn asking(&self, such: impl Fn(&Id) -> bool) -> BTreeSet<Id> {
        let asking = self
            .asked
            .iter()
            .filter(|asked| such(asked.need.document()));
        ids(asking.map(|asked| asked.step))
    }

    /// Steps that are silent on documents, and steps that ask a form of which the file does not say what it carries.
    fn silent_on_fields(&self) -> BTreeSet<Id> {
        let mut silent = self.silent.clone();
        if !self.p.lists_all(Listed::Fields) {
            let blank = |id: &Id| {
                let blank =
                    |document: &Document| document.carries.is_none() && may_be_form(document);
                self.p.document(id).is_none_or(blank)
            };
            silent.extend(self.asking(blank));
        }
        silent
    }

    pub(super) fn documents(&self) -> Figure {
        let copies = self.asked.iter().map(|asked| asked.need.copies());
        let copies = copies.fold(0, u64::saturating_add);
        of_applicant(self.p, copies as usize, self.silent.clone())
    }

    pub(super) fn distinct_documents(&self) -> Figure {
        of_applicant(self.p, self.distinct.len(), self.silent.clone())
    }

    pub(super) fn forms(&self) -> Figure {
        let kind = |id: &Id| self.p.document(id).and_then(|document| document.kind);
        let mut unknown = self.silent.clone();
        unknown.extend(self.asking(|id| kind(id).is_none()));
        let forms = self
            .distinct
            .keys()
            .filter(|id| kind(id) == Some(DocumentKind::Form));
        of_applicant(self.p, forms.count(), unknown)
    }

    /// Documents handed in that the government of a desk that asks already holds or issues itself.
    pub(super) fn held(&self) -> Figure {
        let answers = self
            .distinct
            .iter()
            .map(|(id, steps)| is_held(self.p, id, steps));
        let answers: Vec<_> = answers.collect();
        if answers.is_empty() {
            return of_applicant(self.p, 0, self.silent.clone());
        }
        let count = |such: Option<bool>| answers.iter().filter(|answer| **answer == such).count();
        between(self.p, count(Some(true)), count(None), answers.len())
    }

    pub(super) fn fields(&self) -> Figure {
        let given = self.entered.iter().filter(|entered| entered.by_applicant);
        of_applicant(self.p, given.count(), self.silent_on_fields())
    }

    pub(super) fn repeated_fields(&self) -> Figure {
        let given = self.entered.iter().filter(|entered| entered.by_applicant);
        let given = times(given.map(|entered| entered.field));
        let n = given.values().filter(|times| **times > 1).count();
        of_applicant(self.p, n, self.silent_on_fields())
    }

    pub(super) fn rekeyed(&self) -> Figure {
        let p = self.p;
        let n = self
            .entered
            .iter()
            .filter(|entered| !entered.by_applicant)
            .count();
        let staff: Vec<&Step> = (p.steps.iter())
            .filter(|step| !p.is_applicant(&step.role))
            .collect();
        let silent = |step: &&&Step| step.enters.is_none() && !p.lists_all(Listed::Fields);
        let unknown = ids(staff.iter().filter(silent).copied());
        floor(p, n as u64, staff.len(), unknown)
    }

    pub(super) fn legal_documents(&self) -> Figure {
        let mut laws: BTreeMap<&Id, Vec<&Option<Vec<Id>>>> = BTreeMap::new();
        for asked in &self.asked {
            let laws = laws.entry(asked.need.document()).or_default();
            laws.push(&asked.need.0.law);
        }
        for (id, laws) in &mut laws {
            laws.extend(self.p.document(id).map(|document| &document.law));
        }
        let answers: Vec<_> = laws.values().map(|laws| cited(self.p, laws)).collect();
        share(self.p, &answers)
    }
}

fn may_be_form(document: &Document) -> bool {
    document.kind.is_none_or(|kind| kind == DocumentKind::Form)
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
