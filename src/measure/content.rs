//! What is done at a step, as far as the file says.

use crate::model::{Id, Listed, Procedure, RoleKind, Step, StepKind};

/// Whether the file puts nothing at a step of an office, whose kind is no act by itself.
///
/// To decide, sign, inspect, pay, hand in, hand over, tell and wait are acts even where nothing more is said of them.
pub fn holds_nothing(p: &Procedure, step: &Step) -> bool {
    let kinds = [StepKind::Check, StepKind::Review, StepKind::Record];
    let outside = |id: &Id| {
        let kind = p.role(id).and_then(|role| role.kind);
        matches!(kind, Some(RoleKind::Applicant | RoleKind::ThirdParty))
    };
    let nothing = |list: Option<usize>| list.unwrap_or(0) == 0;
    kinds.contains(&step.kind)
        && !outside(&step.role)
        && !step.with.as_ref().is_some_and(outside)
        && nothing(step.criteria.as_ref().map(Vec::len))
        && nothing(step.needs.as_ref().map(Vec::len))
        && nothing(step.reads.as_ref().map(Vec::len))
        && nothing(step.produces.as_ref().map(Vec::len))
        && nothing(step.enters.as_ref().map(Vec::len))
        && nothing(step.decisions.as_ref().map(Vec::len))
        && step.visit.is_none()
        && !step.takes_money()
        && step.calls.is_none()
}

/// Whether the file says all of what a step examines, of the documents it takes in and makes, and of the fields it
/// reads and types.
pub fn told(p: &Procedure, step: &Step) -> [bool; 3] {
    let all = |list| p.lists_all(list);
    let papers = step.needs.is_some() && step.produces.is_some();
    let fields = step.reads.is_some() && step.enters.is_some();
    [
        all(Listed::Criteria) || step.criteria.is_some(),
        all(Listed::Documents) || papers,
        all(Listed::Fields) || fields,
    ]
}

/// Whether the file says of everything that may be done at a step that it is not done there, and gives it no work.
pub fn is_told_empty(p: &Procedure, step: &Step) -> bool {
    told(p, step).into_iter().all(|told| told)
        && step.work.is_none()
        && step.elapsed.is_none()
        && step.description.is_none()
}
