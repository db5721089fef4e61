//! `replace-with-commitment`: the applicant promises to meet the conditions and goes ahead; they are examined after.
//!
//! Target: the approval. A promise takes its place, and what it hands out is handed out on the promise; the approval itself
//! becomes an audit after the outcome.

use super::approval::{NO_CONSTRAINT, nothing_else_done};
use super::precondition::wrong_target;
use super::trading::{
    self, LAW_ALLOWS, NOT_EXCLUDED, STANDS_FOR_NO_OTHER, VERDICT_CAN_GO, approval, take_gateway_out,
};
use super::{Precondition, Rewrite, Target, edit};
use crate::context::Context;
use crate::control::{Gate, gate};
use crate::fact::Verdict;
use crate::measure::vector::Component;
use crate::message::{Arg, Message};
use crate::model::part::Part as _;
use crate::model::{
    After, Constraint, ConstraintKind, DocumentKind, End, EndKind, Id, Procedure, Ref, RoleKind,
    Step, StepKind,
};
use crate::trade::Relaxed;

/// The rewrite.
pub(super) static REWRITE: Rewrite = Rewrite {
    id: "replace-with-commitment",
    answers: &["approval-before-low-risk-activity"],
    act: "act-commitment",
    lowers: Component::SignOffs,
    trades: Some(trades),
    targets: |cx, finding| trading::own_target(cx, &finding.steps),
    preconditions: &[
        &MAY_CHECK_AFTER,
        &CORRECTABLE,
        &LAW_ALLOWS,
        &NO_CONSTRAINT,
        &NOT_EXCLUDED,
        &STANDS_FOR_NO_OTHER,
        &GIVEN_ON_PROMISE,
        &VERDICT_CAN_GO,
        &ONE_OUTCOME,
    ],
    apply,
    page: include_str!("../../docs/rewrites/replace-with-commitment.md"),
};

static MAY_CHECK_AFTER: Precondition = Precondition {
    id: "may-check-after",
    check: |cx, target| trading::decided(cx, target, "may-check-after"),
};

static CORRECTABLE: Precondition = Precondition {
    id: "correctable",
    check: trading::correctable,
};

static GIVEN_ON_PROMISE: Precondition = Precondition {
    id: "given-on-promise",
    check: given_on_promise,
};

static ONE_OUTCOME: Precondition = Precondition {
    id: "one-outcome",
    check: one_outcome,
};

fn trades(cx: &Context<'_>, target: &Target) -> Vec<Relaxed> {
    let after = |step, criterion| Relaxed::AfterOutcome { step, criterion };
    trading::declared(cx, target, after)
}

/// The one end with which the applicant gets what they asked for, where every such case has passed the approval.
fn outcome<'a>(cx: &Context<'a>, step: &Step) -> Option<&'a End> {
    let ends = cx.procedure.ends.iter();
    let mut granted = ends.filter(|end| {
        let refused = matches!(end.kind, Some(EndKind::Refused | EndKind::Abandoned));
        !refused && cx.leads(&step.id, &end.id)
    });
    let only = granted.next().filter(|_| granted.next().is_none())?;
    cx.always_before(&step.id, &only.id).then_some(only)
}

/// The role that promises.
fn applicant(p: &Procedure) -> Option<&Id> {
    let mut roles = p.roles.iter();
    let role = roles.find(|role| role.kind == Some(RoleKind::Applicant));
    role.map(|role| &role.id)
}

/// Whether a document of an approval can be handed out on a promise: what the applicant is to get. A finding cannot, for
/// nobody found it; nor can what is made before the verdict is looked at, for it may tell of a refusal.
fn is_given(cx: &Context<'_>, step: &Step, document: &Id) -> bool {
    let document = cx.procedure.document(document);
    let output = document.is_some_and(|document| document.kind == Some(DocumentKind::Output));
    output && !matches!(gate(cx, step), Gate::Own(_))
}

fn given_on_promise(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some(step) = approval(cx, target) else {
        return wrong_target();
    };
    let given = step.produces.iter().flatten();
    let given: Vec<&Id> = given.filter(|made| is_given(cx, step, made)).collect();
    match nothing_else_done(cx, target, |made| is_given(cx, step, made)) {
        Verdict::Holds(_) if !given.is_empty() => Verdict::Holds(
            Message::new("handed-out-on-promise")
                .with("step", Arg::name(&step.id))
                .with("documents", Arg::names(given)),
        ),
        other => other,
    }
}

fn one_outcome(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some(step) = approval(cx, target) else {
        return wrong_target();
    };
    let about = |key| Message::new(key).with("step", Arg::name(&step.id));
    match (outcome(cx, step), applicant(cx.procedure)) {
        (None, _) => Verdict::Fails(about("no-one-outcome")),
        (_, None) => Verdict::Fails(about("nobody-to-promise")),
        (Some(end), Some(_)) => {
            Verdict::Holds(about("audited-before-end").with("end", Arg::name(&end.id)))
        }
    }
}

/// The step that hands out on a promise what the approval made; how long that takes nobody has said.
fn handed_out(p: &Procedure, step: &Step, promise: &Step) -> Option<Step> {
    let made = step.produces.as_ref().filter(|made| !made.is_empty())?;
    Some(Step {
        id: edit::new_id(p, &step.id, "issue"),
        name: Some(edit::said("step-issue-on-promise")),
        kind: StepKind::Issue,
        role: step.role.clone(),
        with: step.with.clone(),
        law: step.law.clone(),
        after: Some(After::All(vec![Ref::step(promise.id.clone())])),
        produces: Some(made.clone()),
        ..Step::placeholder()
    })
}

/// Nothing is handed out before the promise is given.
fn promise_first(promise: &Step, issue: &Step) -> Constraint {
    Constraint {
        kind: ConstraintKind::Order,
        steps: vec![promise.id.clone(), issue.id.clone()],
        why: Some(edit::said("why-promise-first")),
        ..Constraint::placeholder()
    }
}

fn apply(cx: &Context<'_>, target: &Target) -> Procedure {
    let mut p = cx.procedure.clone();
    let Some(step) = approval(cx, target) else {
        return p;
    };
    let (Some(end), Some(role)) = (outcome(cx, step), applicant(cx.procedure)) else {
        return p;
    };
    if let Gate::Own(own) = gate(cx, step) {
        take_gateway_out(&mut p, &step.id, &own);
    }
    edit::forget_counts(&mut p, &step.id);
    let own = Ref::step(step.id.clone());
    let promise = Step {
        id: edit::new_id(&p, &step.id, "promise"),
        name: Some(edit::said("step-promise")),
        kind: StepKind::Submit,
        role: role.clone(),
        after: step.after.clone(),
        ..Step::placeholder()
    };
    let issue = handed_out(&p, step, &promise);
    if let Some(issue) = &issue {
        let constraints = p.constraints.get_or_insert_default();
        constraints.push(promise_first(&promise, issue));
    }
    let last = issue.as_ref().unwrap_or(&promise);
    edit::follow_instead(&mut p, &own, &[Ref::step(last.id.clone())]);
    let last = p.ends.iter_mut().find(|kept| kept.id == end.id);
    let last = last.map(|end| std::mem::replace(&mut end.after, After::All(vec![own])));
    let at = p.steps.iter().position(|known| known.id == step.id);
    if let Some(at) = at {
        let mut audit = p.steps.remove(at);
        p.steps.splice(at..at, [promise].into_iter().chain(issue));
        audit.produces = None;
        audit.kind = StepKind::Check;
        audit.after = last;
        trading::nobody_waits(&mut audit);
        edit::mark(&mut audit, REWRITE.id);
        p.steps.push(audit);
    }
    p
}
