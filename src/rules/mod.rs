//! The catalogue of faults: one file a rule, in the order in which reports list them.

mod adjacent_steps_one_desk;
mod again;
mod approval_before_low_risk_activity;
mod approval_without_criterion;
mod bottleneck_elsewhere;
mod control_not_performed;
mod countersign_circulation;
mod document_held_by_government;
mod dominant_wait;
mod duplicate_data_entry;
mod duplicate_document;
mod empty_step;
mod error_prone_entry;
mod excessive_copies;
mod late_knockout;
mod left_over;
mod limit_filled_wait;
mod long_critical_path;
mod no_legal_basis;
mod no_silent_consent;
mod one_size_fits_all;
mod overloaded_role;
mod own_output_asked_back;
mod permission_for_registration;
mod ping_pong_handoff;
mod redundant_approval;
mod repeated_inspections;
mod repeated_visits;
mod rework_restarts;
mod rubber_stamp_approval;
mod same_person_twice;
mod scattered_steps_one_desk;
mod sequential_independent_steps;
mod short_validity;
mod split_payment;
mod stacked_sign_offs;
mod superfluous_gateway;
mod unclear_accountability;
mod unused_document;
mod unused_field;
mod unused_output;

use crate::context::Context;
use crate::control::caught;
use crate::finding::{Finding, Label, Severity};
use crate::model::Step;
use std::cell::OnceCell;
use std::rc::Rc;

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
pub static ALL: [&Rule; 39] = [
    &redundant_approval::RULE,
    &stacked_sign_offs::RULE,
    &rubber_stamp_approval::RULE,
    &permission_for_registration::RULE,
    &approval_before_low_risk_activity::RULE,
    &approval_without_criterion::RULE,
    &unclear_accountability::RULE,
    &control_not_performed::RULE,
    &same_person_twice::RULE,
    &duplicate_data_entry::RULE,
    &error_prone_entry::RULE,
    &duplicate_document::RULE,
    &document_held_by_government::RULE,
    &own_output_asked_back::RULE,
    &excessive_copies::RULE,
    &short_validity::RULE,
    &unused_document::RULE,
    &unused_field::RULE,
    &unused_output::RULE,
    &no_legal_basis::RULE,
    &long_critical_path::RULE,
    &dominant_wait::RULE,
    &limit_filled_wait::RULE,
    &countersign_circulation::RULE,
    &sequential_independent_steps::RULE,
    &late_knockout::RULE,
    &adjacent_steps_one_desk::RULE,
    &scattered_steps_one_desk::RULE,
    &empty_step::RULE,
    &overloaded_role::RULE,
    &ping_pong_handoff::RULE,
    &rework_restarts::RULE,
    &repeated_visits::RULE,
    &repeated_inspections::RULE,
    &split_payment::RULE,
    &superfluous_gateway::RULE,
    &one_size_fits_all::RULE,
    &no_silent_consent::RULE,
    &bottleneck_elsewhere::RULE,
];

/// The rule with this id.
pub fn find(id: &str) -> Option<&'static Rule> {
    ALL.into_iter().find(|rule| rule.id == id)
}

/// The findings about one version, each rule asked once, when its findings are first wanted.
#[derive(Clone)]
pub struct Found(Rc<[OnceCell<Vec<Finding>>; ALL.len()]>);

impl Found {
    /// What is known of a version so far.
    pub fn of(cx: &Context<'_>) -> Self {
        Self(cx.once(|| [const { OnceCell::new() }; ALL.len()]))
    }

    /// The findings of the rules that are `wanted`, in the order of the rules.
    pub fn by<'s>(
        &'s self,
        cx: &'s Context<'_>,
        wanted: impl Fn(&Rule) -> bool + 's,
    ) -> impl Iterator<Item = &'s Finding> {
        let each = ALL.iter().zip(self.0.iter());
        let each = each.filter(move |(rule, _)| wanted(rule));
        each.flat_map(|(rule, found)| {
            found.get_or_init(|| {
                let mut findings = Vec::new();
                (rule.check)(cx, &mut findings);
                findings
            })
        })
    }
}

/// What a control was counted to catch, as the support of a finding; nothing where it was not counted.
fn caught_labels(cx: &Context<'_>, step: &Step) -> Vec<Label> {
    let caught = caught(cx, step);
    let caught = caught.map(|caught| Label::new(&step.id, caught.message(step)));
    caught.into_iter().collect()
}
