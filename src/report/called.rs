//! What kinds of step, guarantees and simplifications on paper are called.

use crate::message::{Arg, Message};

/// A kind of step, as people call it.
pub(super) fn step_kind(kind: &str) -> Arg {
    let key = match kind {
        "submit" => "step-kind-submit",
        "check" => "step-kind-check",
        "review" => "step-kind-review",
        "sign-off" => "step-kind-sign-off",
        "inspect" => "step-kind-inspect",
        "decide" => "step-kind-decide",
        "pay" => "step-kind-pay",
        "issue" => "step-kind-issue",
        "notify" => "step-kind-notify",
        "wait" => "step-kind-wait",
        "record" => "step-kind-record",
        other => return Arg::from(other),
    };
    Message::new(key).into()
}

/// A guarantee, as people call it; its id in English.
pub(super) fn guarantee(id: &'static str) -> Arg {
    let key = match id {
        "control-flow-sound" => "guarantee-sound",
        "outcomes-reachable" => "guarantee-outcomes",
        "criteria-examined" => "guarantee-criteria",
        "available-before-use" => "guarantee-available",
        "mandates-met" => "guarantee-mandates",
        "four-eyes" => "guarantee-four-eyes",
        "appeals-independent" => "guarantee-appeals",
        "statutory-waits" => "guarantee-waits",
        "corrections-made" => "guarantee-corrections",
        "applicant-served" => "guarantee-served",
        other => return Arg::from(other),
    };
    Message::new(key).into()
}

/// A simplification on paper, as people call it; its id in English.
pub(super) fn trick(id: &'static str) -> Arg {
    let key = match id {
        "merged-same-work" => "trick-merged",
        "count-fell-alone" => "trick-count",
        "clock-starts-later" => "trick-clock",
        "wait-moved-outside" => "trick-wait",
        "work-moved" => "trick-moved",
        "relabelled" => "trick-relabelled",
        "limit-raised" => "trick-limit",
        "criterion-unexamined" => "trick-criterion",
        other => return Arg::from(other),
    };
    Message::new(key).into()
}
