//! `circulate-in-parallel`: opinions that go round one by one are asked at once.
//!
//! Target: the opinions, in their present order. All follow what the first one followed; what came after the last one
//! waits for every one of them. Nothing is said of silence: an opinion that has not come is waited for.

use super::parallelise_independent_steps::{
    INDEPENDENT, JOIN_EXPRESSIBLE, NO_KNOCKOUT_LOST, side_by_side, targets,
};
use super::{Rewrite, Target};
use crate::context::Context;
use crate::measure::vector::Component;
use crate::model::Procedure;

/// The rewrite.
pub(super) static REWRITE: Rewrite = Rewrite {
    id: "circulate-in-parallel",
    answers: &["countersign-circulation"],
    act: "act-circulate",
    lowers: Component::OrderedPairs,
    trades: None,
    targets,
    preconditions: &[&JOIN_EXPRESSIBLE, &INDEPENDENT, &NO_KNOCKOUT_LOST],
    apply,
    page: include_str!("../../docs/rewrites/circulate-in-parallel.md"),
};

fn apply(cx: &Context<'_>, target: &Target) -> Procedure {
    side_by_side(cx, target, REWRITE.id)
}
