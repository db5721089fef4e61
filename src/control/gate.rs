//! What hangs on the verdict of a control: the gateway that only its decision feeds.

use super::criteria;
use crate::context::Context;
use crate::message::{Arg, Message};
use crate::model::{After, EndKind, Gateway, GatewayKind, Id, Ref, Step};

/// The gateway that asks for the verdict of one control.
#[derive(Debug, Clone, PartialEq)]
pub enum Gate {
    /// There is none: nothing depends on the verdict alone.
    None,
    /// There is one, and it goes when the control goes.
    Own(Own),
    /// It cannot go, because ...
    Stuck(Message),
}

/// A gateway with one branch that goes on and others that refuse or return the case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Own {
    /// The gateway.
    pub id: Id,
    /// The branch by which a passed case goes on.
    pub kept: Ref,
    /// The branches that go with the control.
    pub refusing: Vec<Ref>,
}

impl Gate {
    /// The branches that go with the control.
    pub fn refusing(&self) -> &[Ref] {
        match self {
            Self::Own(own) => &own.refusing,
            _ => &[],
        }
    }
}

/// The gateway that only the verdict of `step` feeds.
///
/// A branch refuses when it returns the case or leads to refusal or withdrawal only. Gateways that ask
/// for something else than what the control examines, and those that start all branches, stay.
pub fn gate(cx: &Context<'_>, step: &Step) -> Gate {
    let own = match verdict(cx, step) {
        Ok(Some(own)) => own,
        Ok(None) => return Gate::None,
        Err(message) => return Gate::Stuck(message),
    };
    match lost(cx, &own.refusing) {
        Some(lost) => Gate::Stuck(
            Message::new("only-refusal-leads-to")
                .with("gateway", Arg::name(&own.id))
                .with("what", Arg::name(lost)),
        ),
        None => Gate::Own(own),
    }
}

/// The gateway that only the verdict of `step` feeds, whether or not it can go.
///
/// # Errors
/// Why the branch by which a passed case goes on cannot be told.
pub fn verdict(cx: &Context<'_>, step: &Step) -> Result<Option<Own>, Message> {
    let own = [Ref::step(step.id.clone())];
    let all = cx.procedure.gateways.iter().flatten();
    let mut asking = all.filter(|gateway| gateway.after.refs() == own && asks(gateway, step));
    let Some(gateway) = asking.next() else {
        return Ok(None);
    };
    if asking.next().is_some() {
        return Err(Message::new("several-gateways").with("step", Arg::name(&step.id)));
    }
    let parted = parted(cx, gateway);
    parted
        .map(Some)
        .map_err(|message| message.with("gateway", Arg::name(&gateway.id)))
}

/// Whether a gateway behind the control asks for its verdict, as far as one can tell.
fn asks(gateway: &Gateway, step: &Step) -> bool {
    let examined = |on: &Id| step.criteria.is_none() || criteria(step).contains(on);
    gateway.kind != Some(GatewayKind::Parallel) && gateway.on.as_ref().is_none_or(examined)
}

/// The branches of a gateway, those that refuse apart from the one that goes on.
fn parted(cx: &Context<'_>, gateway: &Gateway) -> Result<Own, Message> {
    if gateway.kind == Some(GatewayKind::Inclusive) {
        return Err(Message::new("several-branches-at-once"));
    }
    let reference = |branch: &Id| Ref {
        id: gateway.id.clone(),
        branch: Some(branch.clone()),
    };
    let (refusing, on): (Vec<Ref>, Vec<Ref>) = (gateway.branches.iter())
        .map(|branch| (branch.back_to.is_some(), reference(&branch.id)))
        .map(|(back, branch)| (back || refuses(cx, &branch), branch))
        .fold((Vec::new(), Vec::new()), |mut parts, (refuses, branch)| {
            if refuses {
                parts.0.push(branch);
            } else {
                parts.1.push(branch);
            }
            parts
        });
    match <[Ref; 1]>::try_from(on) {
        Ok([kept]) => Ok(Own {
            id: gateway.id.clone(),
            kept,
            refusing,
        }),
        Err(on) if on.is_empty() => Err(Message::new("no-branch-goes-on")),
        Err(_) => Err(Message::new("verdict-routes")),
    }
}

/// Whether a branch leads to refusal or withdrawal only; an end that does not say what it is does not count.
pub(crate) fn refuses(cx: &Context<'_>, branch: &Ref) -> bool {
    let followers: Vec<&Id> = followers(cx, branch)
        .into_iter()
        .map(|(id, _)| id)
        .collect();
    let reached = |end: &Id| followers.iter().any(|id| *id == end || cx.leads(id, end));
    let mut ends = cx.procedure.ends.iter().filter(|end| reached(&end.id));
    ends.all(|end| matches!(end.kind, Some(EndKind::Refused | EndKind::Abandoned)))
}

/// What nothing would lead to any more without these branches, or would wait for one of them for ever.
fn lost<'a>(cx: &Context<'a>, branches: &[Ref]) -> Option<&'a Id> {
    let all = branches.iter().flat_map(|branch| followers(cx, branch));
    let mut lost = all.filter(|(_, after)| {
        let stays = |reference: &Ref| !branches.contains(reference);
        matches!(after, After::All(_)) || !after.refs().iter().any(stays)
    });
    lost.next().map(|(id, _)| id)
}

/// What directly follows a branch, and how it waits.
pub(crate) fn followers<'a>(cx: &Context<'a>, branch: &Ref) -> Vec<(&'a Id, &'a After)> {
    let follows = cx.procedure.waiting();
    follows
        .filter(|(_, after)| after.refs().contains(branch))
        .collect()
}
