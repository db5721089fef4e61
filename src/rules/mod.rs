//! The catalogue of faults: one file a rule, in the order in which reports list them.

mod adjacent_steps_one_desk;
mod again;
mod approval_without_criterion;
mod control_not_performed;
mod document_held_by_government;
mod dominant_wait;
mod duplicate_data_entry;
mod duplicate_document;
mod error_prone_entry;
mod excessive_copies;
mod late_knockout;
mod long_critical_path;
mod no_legal_basis;
mod overloaded_role;
mod ping_pong_handoff;
mod redundant_approval;
mod repeated_inspections;
mod repeated_visits;
mod rework_restarts;
mod rubber_stamp_approval;
mod same_person_twice;
mod sequential_independent_steps;
mod split_payment;
mod stacked_sign_offs;
mod superfluous_gateway;
mod unclear_accountability;

use crate::context::Context;
use crate::control::caught;
use crate::finding::{Finding, Label, Severity};
use crate::model::{Listed, Procedure, Step};

/// A rule: data plus a function.
pub struct Rule {
    /// Names the fault, in kebab case.
    pub id: &'static str,
    /// How much the fault weighs unless a finding says otherwise.
    pub severity: Severity,
    /// Adds a finding for each place at which the fault is seen. It stays silent about what it does not understand.
    pub check: fn(&Context<'_>, &mut Vec<Finding>),
    /// Its manual page.
    pub page: &'static str,
}

/// Every rule, in the order of reports.
pub static ALL: [&Rule; 25] = [
    &redundant_approval::RULE,
    &stacked_sign_offs::RULE,
    &rubber_stamp_approval::RULE,
    &approval_without_criterion::RULE,
    &unclear_accountability::RULE,
    &control_not_performed::RULE,
    &same_person_twice::RULE,
    &duplicate_data_entry::RULE,
    &error_prone_entry::RULE,
    &duplicate_document::RULE,
    &document_held_by_government::RULE,
    &excessive_copies::RULE,
    &no_legal_basis::RULE,
    &long_critical_path::RULE,
    &dominant_wait::RULE,
    &sequential_independent_steps::RULE,
    &late_knockout::RULE,
    &adjacent_steps_one_desk::RULE,
    &overloaded_role::RULE,
    &ping_pong_handoff::RULE,
    &rework_restarts::RULE,
    &repeated_visits::RULE,
    &repeated_inspections::RULE,
    &split_payment::RULE,
    &superfluous_gateway::RULE,
];

/// The rule with this id.
pub fn find(id: &str) -> Option<&'static Rule> {
    ALL.into_iter().find(|rule| rule.id == id)
}

/// What a control was counted to catch, as the support of a finding; nothing where it was not counted.
fn caught_labels(cx: &Context<'_>, step: &Step) -> Vec<Label> {
    let caught = caught(cx, step);
    let caught = caught.map(|caught| Label::new(&step.id, caught.message(step)));
    caught.into_iter().collect()
}

/// Whether the file declares that it lists all that can make one step wait for another.
fn lists_dependencies(p: &Procedure) -> bool {
    let all = [
        Listed::Documents,
        Listed::Fields,
        Listed::Criteria,
        Listed::Constraints,
        Listed::Laws,
    ];
    all.into_iter().all(|list| p.lists_all(list))
}
