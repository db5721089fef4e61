//! Which of several steps a later one repeats.

use crate::context::Context;
use crate::model::Step;

/// The step of `before` that a later one repeats in one case: the first that always comes before it, else the first that
/// may, else the first that runs beside it. Nothing where no case meets both.
pub(super) fn earlier<'a>(cx: &Context<'_>, before: &[&'a Step], later: &Step) -> Option<&'a Step> {
    let find = |test: &dyn Fn(&Step) -> bool| before.iter().copied().find(|step| test(step));
    find(&|step| cx.always_before(&step.id, &later.id))
        .or_else(|| find(&|step| cx.leads(&step.id, &later.id)))
        .or_else(|| find(&|step| cx.concurrent(&step.id, &later.id)))
}
