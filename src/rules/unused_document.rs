//! `unused-document`: a paper is asked of the applicant, and no step uses it.
//!
//! Step of a finding: where it is asked. Item: the document.

use super::Rule;
use super::left_over::report;
use crate::finding::Severity;
use crate::measure::unused::Place;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "unused-document",
    severity: Severity::Medium,
    check: |cx, findings| report(cx, &RULE, Place::Document, findings),
    page: include_str!("../../docs/rules/unused-document.md"),
};
