//! `remove-superfluous-gateway`: a gateway with one way in and one way out goes.
//!
//! Target: no step; the gateway as its item. What followed its branch follows what it followed.

use super::precondition::wrong_target;
use super::{Precondition, Rewrite, Target, edit};
use crate::context::Context;
use crate::fact::{Fact, Verdict};
use crate::finding::Finding;
use crate::measure::vector::Component;
use crate::message::{Arg, Message};
use crate::model::{Branch, Gateway, GatewayKind, Procedure, Ref};

/// The rewrite.
pub(super) static REWRITE: Rewrite = Rewrite {
    id: "remove-superfluous-gateway",
    answers: &["superfluous-gateway"],
    act: "act-remove-superfluous-gateway",
    lowers: Component::Gateways,
    trades: None,
    targets,
    preconditions: &[&NO_OTHER_ANSWER],
    apply,
    page: include_str!("../../docs/rewrites/remove-superfluous-gateway.md"),
};

static NO_OTHER_ANSWER: Precondition = Precondition {
    id: "no-other-answer",
    check: no_other_answer,
};

fn targets(_: &Context<'_>, finding: &Finding) -> Vec<Target> {
    vec![Target {
        steps: Vec::new(),
        items: finding.items.clone(),
    }]
}

/// The gateway, what it follows and its branch.
fn through<'a>(cx: &Context<'a>, target: &Target) -> Option<(&'a Gateway, &'a Ref, &'a Branch)> {
    let gateway = cx.procedure.gateway(target.items.first()?)?;
    let ([way_in], [way_out]) = (gateway.after.refs(), &gateway.branches[..]) else {
        return None;
    };
    let on = way_out.back_to.is_none();
    on.then_some((gateway, way_in, way_out))
}

/// A question with one answer may have another that nobody drew: a refusal that is missing is not one that is not there.
fn no_other_answer(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some((gateway, _, _)) = through(cx, target) else {
        return wrong_target();
    };
    let about = |key| Message::new(key).with("gateway", Arg::name(&gateway.id));
    if gateway.kind == Some(GatewayKind::Parallel) {
        Verdict::Holds(about("gateway-chooses-nothing"))
    } else if gateway.on.is_none() && gateway.name.is_none() {
        Verdict::Holds(about("gateway-asks-nothing"))
    } else {
        cx.ask(Fact::new("no-other-answer", [&gateway.id]))
    }
}

fn apply(cx: &Context<'_>, target: &Target) -> Procedure {
    let mut p = cx.procedure.clone();
    let Some((gateway, way_in, way_out)) = through(cx, target) else {
        return p;
    };
    let branch = Ref {
        id: gateway.id.clone(),
        branch: Some(way_out.id.clone()),
    };
    edit::follow_instead(&mut p, &branch, std::slice::from_ref(way_in));
    if let Some(gateways) = &mut p.gateways {
        gateways.retain(|known| known.id != gateway.id);
    }
    p
}
