//! `convert-step-to-internal`: nobody comes to a desk any more that gets all papers itself.
//!
//! Target: the step. The visit and the applicant's part fall away; what the desk does stays.

use super::precondition::{steps, wrong_target};
use super::{Precondition, Rewrite, Target, edit};
use crate::context::Context;
use crate::custody::comes_for_papers_fetched;
use crate::fact::{Fact, Verdict};
use crate::finding::Finding;
use crate::measure::vector::Component;
use crate::message::{Arg, Message};
use crate::model::{Mandate, Procedure, Step};

/// The rewrite.
pub(super) static REWRITE: Rewrite = Rewrite {
    id: "convert-step-to-internal",
    answers: &["own-output-asked-back"],
    act: "act-convert-step-to-internal",
    lowers: Component::Visits,
    trades: None,
    targets,
    preconditions: &[&NOTHING_ELSE, &NO_HEARING],
    apply,
    page: include_str!("../../docs/rewrites/convert-step-to-internal.md"),
};

static NOTHING_ELSE: Precondition = Precondition {
    id: "comes-for-nothing-else",
    check: nothing_else,
};

static NO_HEARING: Precondition = Precondition {
    id: "no-hearing",
    check: no_hearing,
};

fn targets(_: &Context<'_>, finding: &Finding) -> Vec<Target> {
    let alone = finding.steps.len() == 1;
    let target = || Target {
        steps: finding.steps.clone(),
        items: Vec::new(),
    };
    alone.then(target).into_iter().collect()
}

fn one<'a>(cx: &Context<'a>, target: &Target) -> Option<&'a Step> {
    let [step] = steps(cx, target)?[..] else {
        return None;
    };
    Some(step)
}

/// Who comes may be asked questions, identified or told something: only the desk knows.
fn nothing_else(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some(step) = one(cx, target) else {
        return wrong_target();
    };
    if comes_for_papers_fetched(cx.procedure, step) {
        return cx.ask(Fact::new("need-not-come", [&step.id]));
    }
    Verdict::Fails(Message::new("comes-for-more").with("step", Arg::name(&step.id)))
}

fn no_hearing(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some(step) = one(cx, target) else {
        return wrong_target();
    };
    let about = |key| Message::new(key).with("step", Arg::name(&step.id));
    let mut hearings = cx.procedure.prescribing(step, Mandate::Hearing);
    match hearings.next() {
        Some(law) => Verdict::Fails(about("is-hearing").with("law", Arg::name(&law.id))),
        None => Verdict::Holds(about("is-no-hearing")),
    }
}

fn apply(cx: &Context<'_>, target: &Target) -> Procedure {
    let mut p = cx.procedure.clone();
    if let Some(step) = target.steps.first().and_then(|id| p.step_mut(id)) {
        step.visit = None;
        // The desk's own role stays; the other party at the desk was the applicant.
        let with = step.with.take();
        step.with = with.filter(|role| !cx.procedure.is_applicant(role));
        edit::mark(step, REWRITE.id);
    }
    p
}
