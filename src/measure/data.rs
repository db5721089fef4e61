//! Who is asked for which document and field, where, and who types what again.

use crate::model::{Document, DocumentKind, Evidence, Id, Need, Procedure, Step};

/// A document that the applicant hands in at a step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Asked<'a> {
    /// The step.
    pub step: &'a Step,
    /// The need as the file gives it.
    pub need: &'a Need,
}

impl Asked<'_> {
    /// Whether the document is counted or stated to be asked here, and not estimated or made up.
    pub fn is_attested(&self, p: &Procedure) -> bool {
        let document = p.document(self.need.document());
        let evidence = self.need.0.evidence;
        let evidence = evidence.or_else(|| document.and_then(|document| document.evidence));
        evidence <= Some(Evidence::Stated)
    }
}

/// A field that somebody gives or types at a step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Entered<'a> {
    /// The step.
    pub step: &'a Step,
    /// The field.
    pub field: &'a Id,
    /// The form that asks it; none when it is typed into a system.
    pub form: Option<&'a Id>,
    /// Whether the applicant gives it; else staff types it.
    pub by_applicant: bool,
}

/// Documents that are handed in, in the order of steps.
pub fn asked(p: &Procedure) -> Vec<Asked<'_>> {
    let handed_in = |step: &'_ Step| p.meets_applicant(step);
    let steps = p.steps.iter().filter(|step| handed_in(step));
    steps.flat_map(|step| asked_at(p, step)).collect()
}

/// Documents that the applicant hands in at one step: those not fetched by the office and not internal.
pub fn asked_at<'a>(p: &'a Procedure, step: &'a Step) -> Vec<Asked<'a>> {
    let handed_in = handed_in(p, step);
    handed_in.map(|(need, _)| Asked { step, need }).collect()
}

/// The same, each with what the file says of it.
fn handed_in<'a>(
    p: &'a Procedure,
    step: &'a Step,
) -> impl Iterator<Item = (&'a Need, Option<&'a Document>)> {
    // Most steps need nothing, and who meets the applicant takes longer to find out.
    let needs = step.needs.as_deref().unwrap_or_default();
    let met = !needs.is_empty() && p.meets_applicant(step);
    let needs = needs
        .iter()
        .filter(move |need| met && need.0.from.is_none());
    let known = needs.map(|need| (need, p.document(need.document())));
    known.filter(|(_, document)| kind(*document) != Some(DocumentKind::Internal))
}

fn kind(document: Option<&Document>) -> Option<DocumentKind> {
    document.and_then(|document| document.kind)
}

/// Fields that are asked by a form or typed into a system, in the order of steps.
pub fn entered(p: &Procedure) -> Vec<Entered<'_>> {
    p.steps
        .iter()
        .flat_map(|step| entered_at(p, step))
        .collect()
}

/// Fields that are asked by a form or typed into a system at one step.
pub fn entered_at<'a>(p: &'a Procedure, step: &'a Step) -> Vec<Entered<'a>> {
    let mut out = Vec::new();
    let forms = handed_in(p, step).filter_map(|(_, document)| document);
    for form in forms.filter(|document| document.kind == Some(DocumentKind::Form)) {
        let fields = form.carries.iter().flatten();
        out.extend(fields.map(|field| Entered {
            step,
            field,
            form: Some(&form.id),
            by_applicant: true,
        }));
    }
    let typed = step.enters.as_deref().unwrap_or_default();
    let by_applicant = !typed.is_empty() && p.is_applicant(&step.role);
    out.extend(typed.iter().map(|entry| Entered {
        step,
        field: &entry.field,
        form: None,
        by_applicant,
    }));
    out
}
