//! The catalogue of changes: one file a rewrite, in the order in which they are tried.

mod absorb;
mod approval;
mod circulate_in_parallel;
mod convert_step_to_internal;
mod convert_to_notification;
mod correct_in_place;
mod downgrade_to_notice;
mod drop_empty_step;
mod drop_unused;
pub mod edit;
mod fetch_internally;
mod hand_over_internally;
mod join_inspections;
mod merge_adjacent_steps;
mod merge_sign_offs;
mod merge_steps_of_one_desk;
mod merge_visits;
mod move_knockout_earlier;
mod parallelise_independent_steps;
mod pay_once;
pub mod precondition;
mod remove_redundant_approval;
mod remove_superfluous_gateway;
mod replace_with_commitment;
mod reuse_document;
mod reuse_entered_data;
mod sample_approval;
mod sharing;
mod times;
mod together;
mod trading;

use crate::context::Context;
use crate::fact::Verdict;
use crate::finding::Finding;
use crate::measure::vector::Component;
use crate::model::{Id, Procedure};
use crate::trade::Relaxed;

pub use crate::dependence::why_in_order;

/// What one application of a rewrite is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Target {
    /// The steps, in the order that the rewrite's page states.
    pub steps: Vec<Id>,
    /// Documents, fields or criteria.
    pub items: Vec<Id>,
}

/// A named condition of a rewrite.
pub struct Precondition {
    /// Its name, in kebab case.
    pub id: &'static str,
    /// Whether it holds for a target. It fails, never panics, where the target is not of the right form.
    pub check: fn(&Context<'_>, &Target) -> Verdict,
}

/// A rewrite: data plus functions. It preserves every guarantee, but for what it `trades`.
pub struct Rewrite {
    /// Names the act, verb first, in kebab case.
    pub id: &'static str,
    /// The rules whose findings it answers.
    pub answers: &'static [&'static str],
    /// The key of the message that says what it does to `{steps}` and `{items}`.
    pub act: &'static str,
    /// The component of the vector that it lowers.
    pub lowers: Component,
    /// What it gives up of a target's guarantees, to be decided by a person: declared exactly. Nothing where it preserves
    /// every guarantee.
    pub trades: Option<fn(&Context<'_>, &Target) -> Vec<Relaxed>>,
    /// The targets that would answer a finding, best first.
    pub targets: fn(&Context<'_>, &Finding) -> Vec<Target>,
    /// What must hold; each is asked, so that a report can name all that fail.
    pub preconditions: &'static [&'static Precondition],
    /// The changed procedure. Total once no precondition fails.
    pub apply: fn(&Context<'_>, &Target) -> Procedure,
    /// Its manual page.
    pub page: &'static str,
}

/// Every rewrite, in the order in which they are tried. Those that trade come last: what can be had without giving
/// anything up needs no decision.
pub static ALL: [&Rewrite; 23] = [
    &remove_redundant_approval::REWRITE,
    &merge_sign_offs::REWRITE,
    // Before it is reused or fetched: what nobody uses need not be there at all.
    &drop_unused::REWRITE,
    &reuse_entered_data::REWRITE,
    &reuse_document::REWRITE,
    &hand_over_internally::REWRITE,
    &fetch_internally::REWRITE,
    &convert_step_to_internal::REWRITE,
    &merge_visits::REWRITE,
    // Before empty steps go: where nothing is left to pay, nothing may be left to do.
    &pay_once::REWRITE,
    &drop_empty_step::REWRITE,
    &merge_adjacent_steps::REWRITE,
    &merge_steps_of_one_desk::REWRITE,
    &correct_in_place::REWRITE,
    // Before steps are put side by side: a check that stops cases spares what is behind it, not what is beside it.
    &move_knockout_earlier::REWRITE,
    &circulate_in_parallel::REWRITE,
    &parallelise_independent_steps::REWRITE,
    // After steps were put side by side: inspections that are due at once need not be moved to come together.
    &join_inspections::REWRITE,
    &remove_superfluous_gateway::REWRITE,
    &convert_to_notification::REWRITE,
    &replace_with_commitment::REWRITE,
    &downgrade_to_notice::REWRITE,
    &sample_approval::REWRITE,
];

/// The rewrite with this id.
pub fn find(id: &str) -> Option<&'static Rewrite> {
    ALL.into_iter().find(|rewrite| rewrite.id == id)
}
