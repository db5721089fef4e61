//! `unused-output`: a desk makes a document for other desks, and no step uses it.
//!
//! Step of a finding: where it is made. Item: the document.

use super::Rule;
use super::left_over::report;
use crate::finding::Severity;
use crate::measure::unused::Place;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "unused-output",
    severity: Severity::Low,
    check: |cx, findings| report(cx, &RULE, Place::Output, findings),
    page: include_str!("../../docs/rules/unused-output.md"),
};
