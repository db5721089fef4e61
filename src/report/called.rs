//! What members of a file and guarantees are called.

use crate::message::{Arg, Message};

/// A member of a step, as people call it.
pub(super) fn member(member: &str) -> Arg {
    let key = match member {
        "name" => "member-name",
        "description" => "member-description",
        "kind" => "member-kind",
        "role" => "member-role",
        "with" => "member-with",
        "criteria" => "member-criteria",
        "needs" => "member-needs",
        "reads" => "member-reads",
        "enters" => "member-enters",
        "produces" => "member-produces",
        "work" => "member-work",
        "wait" => "member-wait",
        "elapsed" => "member-elapsed",
        "fee" => "member-fee",
        "visit" => "member-visit",
        "online" => "member-online",
        "law" => "member-law",
        "share" => "member-share",
        "calls" => "member-calls",
        other => return Arg::from(other),
    };
    Message::new(key).into()
}

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
