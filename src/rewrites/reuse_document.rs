//! `reuse-document`: a document that was handed in once is taken from the file.
//!
//! Target: the step at which it is handed in, the later step that asks it again; the document.

use super::precondition::wrong_target;
use super::sharing::{
    AVAILABLE_BEFORE, handed_in, may_share, not_mandated, parties, two, wants_original,
};
use super::{Precondition, Rewrite, Target, edit};
use crate::context::Context;
use crate::fact::{Fact, Verdict};
use crate::finding::Finding;
use crate::measure::vector::Component;
use crate::message::{Arg, Message};
use crate::model::{Id, Need, Procedure, Step};

/// The rewrite.
pub(super) static REWRITE: Rewrite = Rewrite {
    id: "reuse-document",
    answers: &["duplicate-document"],
    act: "act-reuse-document",
    lowers: Component::Documents,
    trades: None,
    targets,
    preconditions: &[
        &AVAILABLE_BEFORE,
        &SAME_OFFICE,
        &COPY_SUFFICES,
        &NOT_MANDATED,
    ],
    apply,
    page: include_str!("../../docs/rewrites/reuse-document.md"),
};

static SAME_OFFICE: Precondition = Precondition {
    id: "same-office",
    check: same_office,
};

static COPY_SUFFICES: Precondition = Precondition {
    id: "copy-suffices",
    check: copy_suffices,
};

static NOT_MANDATED: Precondition = Precondition {
    id: "not-mandated",
    check: mandate,
};

fn targets(_: &Context<'_>, finding: &Finding) -> Vec<Target> {
    vec![Target {
        steps: finding.steps.clone(),
        items: finding.items.clone(),
    }]
}

/// The two steps, the document and what the later step asks.
fn asked<'a>(cx: &Context<'a>, target: &'a Target) -> Option<([&'a Step; 2], &'a Id, &'a Need)> {
    let steps = two(cx, target)?;
    let [document] = &target.items[..] else {
        return None;
    };
    handed_in(steps[0], document)?;
    Some((steps, document, handed_in(steps[1], document)?))
}

fn same_office(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some((steps, document, _)) = asked(cx, target) else {
        return wrong_target();
    };
    let [a, b] = parties(cx, steps);
    may_share(cx, &a, &b, document)
}

fn suffices(target: &Target, document: &Id) -> Fact {
    Fact::new("copy-suffices", target.steps.iter().chain([document]))
}

fn copy_suffices(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some(([first, later], document, need)) = asked(cx, target) else {
        return wrong_target();
    };
    let expires = cx
        .procedure
        .document(document)
        .is_some_and(|known| known.validity.is_some());
    if wants_original(need) || expires || corrected(cx, first, later) {
        return cx.ask(suffices(target, document));
    }
    let message = Message::new("copy-is-asked").with("document", Arg::name(document));
    Verdict::Holds(message.with("later", Arg::name(&later.id)))
}

/// Whether cases are sent back to the later step, or to a point between, with papers to be corrected.
fn corrected(cx: &Context<'_>, first: &Step, later: &Step) -> bool {
    let gateways = cx.procedure.gateways.iter().flatten();
    let mut back = gateways.flat_map(|gateway| {
        gateway
            .branches
            .iter()
            .filter_map(|branch| branch.back_to.as_ref())
    });
    back.any(|to| {
        let before_later = *to == later.id || cx.leads(to, &later.id);
        let before_first = *to == first.id || cx.always_before(to, &first.id);
        before_later && !before_first
    })
}

fn mandate(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some(([_, later], _, _)) = asked(cx, target) else {
        return wrong_target();
    };
    not_mandated(cx, later, &target.items, None, |document| {
        cx.ask(suffices(target, document))
    })
}

fn apply(cx: &Context<'_>, target: &Target) -> Procedure {
    let mut p = cx.procedure.clone();
    if let ([_, later], [document]) = (&target.steps[..], &target.items[..])
        && let Some(step) = p.step_mut(later)
    {
        if let Some(needs) = &mut step.needs {
            needs.retain(|need| need.document() != document);
        }
        edit::mark(step, REWRITE.id);
    }
    p
}
