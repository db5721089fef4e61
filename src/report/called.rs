//! What kinds of step, guarantees and simplifications on paper are called.

use crate::message::{Arg, Message};
use crate::model::StepKind;

/// A kind of step, as people call it; a word that is none as it stands.
pub(super) fn step_kind(word: &str) -> Arg {
    StepKind::from_word(word).map_or_else(|| Arg::from(word), |kind| kind_of_step(kind).into())
}

/// A kind of step, as people call it.
pub(super) fn kind_of_step(kind: StepKind) -> Message {
    Message::new(match kind {
        StepKind::Submit => "step-kind-submit",
        StepKind::Check => "step-kind-check",
        StepKind::Review => "step-kind-review",
        StepKind::SignOff => "step-kind-sign-off",
        StepKind::Inspect => "step-kind-inspect",
        StepKind::Decide => "step-kind-decide",
        StepKind::Pay => "step-kind-pay",
        StepKind::Issue => "step-kind-issue",
        StepKind::Notify => "step-kind-notify",
        StepKind::Wait => "step-kind-wait",
        StepKind::Record => "step-kind-record",
    })
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
