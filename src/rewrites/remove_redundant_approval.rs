//! `remove-redundant-approval`: a sign-off goes, because another control examines what it examines.
//!
//! Target: the sign-off that goes, the control that covers it; the criteria. The gateway that only asks
//! for its verdict goes with it.

use super::approval::{
    COMPETENT, NO_CONSTRAINT, NOT_MANDATED, NOTHING_ELSE_DONE, REJECTS_FEW, sign_offs, two,
};
use super::precondition::wrong_target;
use super::trading::{self, take_gateway_out};
use super::{Precondition, Rewrite, Target, edit};
use crate::context::Context;
use crate::control::{Gate, best_cover, covers, criteria, gate, least_caught_first, stands_for};
use crate::fact::{Fact, Verdict};
use crate::finding::Finding;
use crate::measure::vector::Component;
use crate::message::{Arg, Message};
use crate::model::{Listed, Procedure, Step};

/// The rewrite.
pub(super) static REWRITE: Rewrite = Rewrite {
    id: "remove-redundant-approval",
    answers: &[
        "redundant-approval",
        "stacked-sign-offs",
        "rubber-stamp-approval",
    ],
    act: "act-remove-approval",
    lowers: Component::SignOffs,
    trades: None,
    targets,
    preconditions: &[
        &COVERED,
        &COMPETENT,
        &NOT_MANDATED,
        &NO_CONSTRAINT,
        &REJECTS_FEW,
        &STANDS_FOR_NO_OTHER,
        &NOTHING_ELSE_DONE,
        &CAN_BE_SPLICED,
    ],
    apply,
    page: include_str!("../../docs/rewrites/remove-redundant-approval.md"),
};

static COVERED: Precondition = Precondition {
    id: "covered",
    check: covered,
};

static STANDS_FOR_NO_OTHER: Precondition = Precondition {
    id: "stands-for-no-other",
    check: stands_for_no_other,
};

static CAN_BE_SPLICED: Precondition = Precondition {
    id: "can-be-spliced",
    check: can_be_spliced,
};

fn targets(cx: &Context<'_>, finding: &Finding) -> Vec<Target> {
    let mut gone = if finding.rule == "redundant-approval" {
        sign_offs(cx, finding.steps.get(..1).unwrap_or(&[]))
    } else {
        sign_offs(cx, &finding.steps)
    };
    least_caught_first(cx, &mut gone);
    let target = |a: &Step| {
        let b = best_cover(cx, a, cx.procedure.steps.iter())?;
        Some(Target {
            steps: vec![a.id.clone(), b.id.clone()],
            items: criteria(a).to_vec(),
        })
    };
    gone.into_iter().filter_map(target).collect()
}

fn covered(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some([a, b]) = two(cx, target) else {
        return wrong_target();
    };
    let about = |key| {
        Message::new(key)
            .with("a", Arg::name(&a.id))
            .with("b", Arg::name(&b.id))
    };
    let cover = match stands_for(cx, a, b) {
        Ok(cover) => cover,
        Err(message) => return Verdict::Fails(message),
    };
    let listed = cx.procedure.lists_all(Listed::Criteria);
    if !covers(a, b) && (listed || b.criteria.is_some()) {
        return Verdict::Fails(about("examines-more"));
    }
    if covers(a, b) && cover.reads_known && listed {
        return Verdict::Holds(about("examines-the-same"));
    }
    cx.ask(Fact::new("examines-nothing-beyond", [&a.id, &b.id]))
}

/// What one removed control would have stopped is left to the one that covers it.
fn stands_for_no_other(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some([a, _]) = two(cx, target) else {
        return wrong_target();
    };
    trading::stands_for_no_other(a)
}

fn can_be_spliced(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some([a, _]) = two(cx, target) else {
        return wrong_target();
    };
    let own = match gate(cx, a) {
        Gate::Stuck(message) => return Verdict::Fails(message),
        Gate::Own(own) => Some(own),
        Gate::None => None,
    };
    let about = |key| Message::new(key).with("step", Arg::name(&a.id));
    let bypassed = own.map_or_else(
        || edit::can_be_bypassed(cx.procedure, &a.id),
        |own| {
            let mut p = cx.procedure.clone();
            take_gateway_out(&mut p, &a.id, &own);
            edit::can_be_bypassed(&p, &a.id)
        },
    );
    if bypassed {
        Verdict::Holds(about("what-follows-can-follow"))
    } else {
        Verdict::Fails(about("what-follows-cannot-follow"))
    }
}

fn apply(cx: &Context<'_>, target: &Target) -> Procedure {
    let mut p = cx.procedure.clone();
    let Some([a, b]) = two(cx, target) else {
        return p;
    };
    if let Gate::Own(own) = gate(cx, a) {
        take_gateway_out(&mut p, &a.id, &own);
    }
    edit::take_out(&mut p, &a.id);
    edit::forget_counts(&mut p, &a.id);
    edit::rename_mentions(&mut p, &a.id, &b.id);
    if let Some(step) = p.step_mut(&b.id) {
        // Where the file is silent on what it examines, the answer has said that this is among it.
        if !covers(a, b) {
            step.criteria = Some(criteria(a).to_vec());
        }
        edit::mark(step, REWRITE.id);
    }
    p
}
