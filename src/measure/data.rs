//! Who is asked for which document and field, where, and who types what again.

use crate::model::{DocumentKind, Evidence, Id, Need, Procedure, Step};

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
    if !p.meets_applicant(step) {
        return Vec::new();
    }
    let internal = |id: &str| {
        p.document(id)
            .is_some_and(|document| document.kind == Some(DocumentKind::Internal))
    };
    let needs = step
        .needs
        .iter()
        .flatten()
        .filter(|need| need.0.from.is_none() && !internal(need.document()));
    needs.map(|need| Asked { step, need }).collect()
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
    for asked in asked_at(p, step) {
        let form = p
            .document(asked.need.document())
            .filter(|document| document.kind == Some(DocumentKind::Form));
        let Some(form) = form else { continue };
        let fields = form.carries.iter().flatten();
        out.extend(fields.map(|field| Entered {
            step,
            field,
            form: Some(&form.id),
            by_applicant: true,
        }));
    }
    let by_applicant = p.is_applicant(&step.role);
    let typed = step.enters.iter().flatten();
    out.extend(typed.map(|entry| Entered {
        step,
        field: &entry.field,
        form: None,
        by_applicant,
    }));
    out
}
