//! `pay-once`: what is paid at two steps of a case is paid in one go, at the first of them.
//!
//! Target: the payment that stays, the later one. The first asks the sum of both fees; the second stays, with nothing to
//! pay, and where it was a payment and nothing else, with nobody coming for it.

use super::precondition::wrong_target;
use super::sharing::two;
use super::times::{fees_add_up, sum_money};
use super::together::ALWAYS_BOTH;
use super::{Precondition, Rewrite, Target, edit};
use crate::context::Context;
use crate::custody::{party, receiver};
use crate::fact::{Fact, Verdict};
use crate::finding::Finding;
use crate::measure::vector::Component;
use crate::message::{Arg, Message};
use crate::model::{Money, Procedure, RoleKind, Step, StepKind};
use rust_decimal::Decimal;

/// The rewrite.
pub(super) static REWRITE: Rewrite = Rewrite {
    id: "pay-once",
    answers: &["split-payment"],
    act: "act-pay-once",
    lowers: Component::Payments,
    trades: None,
    targets,
    preconditions: &[
        &ALWAYS_BOTH,
        &AMOUNTS_STATED,
        &ONE_COLLECTOR,
        &DUE_WITH_FIRST,
    ],
    apply,
    page: include_str!("../../docs/rewrites/pay-once.md"),
};

static AMOUNTS_STATED: Precondition = Precondition {
    id: "amounts-stated",
    check: amounts_stated,
};

static ONE_COLLECTOR: Precondition = Precondition {
    id: "one-collector",
    check: one_collector,
};

static DUE_WITH_FIRST: Precondition = Precondition {
    id: "due-with-first",
    check: due_with_first,
};

/// Each payment with the nearest one before it that the same case makes, to the same office if there is one, to another office
/// rather than to somebody outside.
fn targets(cx: &Context<'_>, finding: &Finding) -> Vec<Target> {
    let payments: Vec<&Step> = finding.steps.iter().filter_map(|id| cx.step(id)).collect();
    let mut out = Vec::new();
    for (at, second) in payments.iter().enumerate() {
        let met = |first: &&&Step| cx.meet(&first.id, &second.id);
        let before: Vec<_> = payments[..at].iter().rev().filter(met).collect();
        let here = (before.iter()).find(|first| party(cx, first) == party(cx, second));
        let office = || before.iter().find(|first| !paid_outside(cx, first));
        let nearest = here.or_else(office).or_else(|| before.first());
        out.extend(nearest.map(|first| Target {
            steps: vec![first.id.clone(), second.id.clone()],
            items: Vec::new(),
        }));
    }
    out
}

/// Whether a firm or a notary is paid.
fn paid_outside(cx: &Context<'_>, step: &Step) -> bool {
    let role = receiver(cx, step).and_then(|role| cx.procedure.role(role));
    role.is_some_and(|role| role.kind == Some(RoleKind::ThirdParty))
}

fn payments<'a>(cx: &Context<'a>, target: &Target) -> Option<[&'a Step; 2]> {
    two(cx, target).filter(|two| two.iter().all(|step| step.takes_money()))
}

/// One sum can be told: both amounts are stated, in one currency.
fn amounts_stated(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some(two) = payments(cx, target) else {
        return wrong_target();
    };
    match two.iter().find(|step| step.fee.is_none()) {
        Some(step) => {
            Verdict::Fails(Message::new("amount-not-stated").with("step", Arg::name(&step.id)))
        }
        None => fees_add_up(&two),
    }
}

/// One office takes both, or takes the one for the other. What a firm or a notary earns is not the office's to take.
fn one_collector(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some(two @ [first, second]) = payments(cx, target) else {
        return wrong_target();
    };
    let (a, b) = (party(cx, first), party(cx, second));
    if a == b {
        return Verdict::Holds(Message::new("same-office").with("party", Arg::name(a.id())));
    }
    match two.iter().find(|step| paid_outside(cx, step)) {
        Some(step) => {
            Verdict::Fails(Message::new("paid-to-others").with("step", Arg::name(&step.id)))
        }
        None => cx.ask(Fact::new("may-collect-for", [a.id(), b.id()])),
    }
}

/// Whether the later amount is fixed by then, and no rule sets another moment, is for the offices to say.
fn due_with_first(cx: &Context<'_>, target: &Target) -> Verdict {
    if payments(cx, target).is_none() {
        return wrong_target();
    }
    cx.ask(Fact::new(
        "may-be-paid-with",
        [&target.steps[1], &target.steps[0]],
    ))
}

fn apply(cx: &Context<'_>, target: &Target) -> Procedure {
    let mut p = cx.procedure.clone();
    let Some([first, second]) = payments(cx, target) else {
        return p;
    };
    let Some(sum) = sum_money(first.fee.as_ref(), second.fee.as_ref()) else {
        return p;
    };
    if let Some(step) = p.step_mut(&second.id) {
        step.fee = Some(Money {
            amount: Decimal::ZERO,
            currency: sum.currency.clone(),
        });
        if step.kind == StepKind::Pay {
            edit::no_visit_of_its_own(step);
        }
        edit::mark(step, REWRITE.id);
    }
    if let Some(step) = p.step_mut(&first.id) {
        step.fee = Some(sum);
        edit::mark(step, REWRITE.id);
    }
    p
}
