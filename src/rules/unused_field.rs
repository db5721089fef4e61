//! `unused-field`: the applicant gives a field, and no step uses it.
//!
//! Step of a finding: where they are given. Items: the fields.

use super::Rule;
use super::left_over::report;
use crate::finding::Severity;
use crate::measure::unused::Place;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "unused-field",
    severity: Severity::Low,
    check: |cx, findings| report(cx, &RULE, Place::Field, findings),
    page: include_str!("../../docs/rules/unused-field.md"),
};
