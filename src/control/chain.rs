//! Controls one behind the other.

use super::cover::shared;
use super::{criteria, reports_to};
use crate::context::Context;
use crate::model::{Constraint, ConstraintKind, Step};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// A link of a chain: the earlier control and the one that directly follows it.
type Link<'a> = (&'a str, &'a str);

/// Chains of at least two controls of one agency or reporting line, each directly following the one
/// before it (nothing but gateways between), that look at the same thing as far as the file says. Each
/// link is in some chain; longer chains come first.
pub fn chains<'a>(cx: &Context<'a>) -> Vec<Vec<&'a Step>> {
    let links = links(cx);
    let to = longest(&links, |link| (link.1, link.0), false);
    let from = longest(&links, |link| link, true);
    let length = |link: &Link<'_>| {
        let before = to.get(link.0).map_or(0, |known| known.0);
        before + from.get(link.1).map_or(0, |known| known.0)
    };
    let mut order = links.clone();
    order.sort_by_key(|link| Reverse(length(link)));
    let mut covered: BTreeSet<Link<'a>> = BTreeSet::new();
    let mut found = Vec::new();
    for link in order {
        if covered.contains(&link) {
            continue;
        }
        let mut chain = walk(link.0, &to);
        chain.reverse();
        chain.extend(walk(link.1, &from));
        covered.extend(chain.windows(2).map(|two| (two[0], two[1])));
        found.push(
            chain
                .iter()
                .filter_map(|id| cx.procedure.step(id))
                .collect(),
        );
    }
    found
}

/// The pairs of related controls, the earlier ones first.
fn links<'a>(cx: &Context<'a>) -> Vec<Link<'a>> {
    let mut controls = cx.steps_in_order();
    controls.retain(|step| step.is_control());
    let mut links = Vec::new();
    for a in controls {
        let next = cx.next_steps(&a.id);
        let next = next
            .into_iter()
            .filter(|b| b.is_control() && related(cx, a, b));
        links.extend(next.map(|b| (a.id.as_str(), b.id.as_str())));
    }
    links
}

/// Two desks of one agency or line that look at the same thing; where neither states what it looks at,
/// steps of one kind are taken to.
pub(crate) fn related(cx: &Context<'_>, a: &Step, b: &Step) -> bool {
    let p = cx.procedure;
    // An appeal looks at the same thing because somebody asks for it: it is no layer.
    let mut appeals = p.constraints_of(ConstraintKind::IndependentAppeal);
    let appealed = |known: &Constraint| {
        let appeal = known.steps.first();
        appeal.is_some_and(|appeal| *appeal == a.id || *appeal == b.id)
    };
    if appeals.any(appealed) {
        return false;
    }
    let agency = |step: &Step| p.agency_of(step).map(|agency| &agency.id);
    let one_agency = agency(a).is_some() && agency(a) == agency(b);
    let line = one_agency || reports_to(cx, a, b) || reports_to(cx, b, a);
    let stated = !criteria(a).is_empty() && !criteria(b).is_empty();
    let same = if stated {
        !shared(a, b).is_empty()
    } else {
        a.kind == b.kind
    };
    p.desk(a) != p.desk(b) && line && same
}

/// For each control with a link on the given side: how many links the longest way has, and its next stop.
fn longest<'a>(
    links: &[Link<'a>],
    turn: impl Fn(Link<'a>) -> Link<'a>,
    backwards: bool,
) -> BTreeMap<&'a str, (usize, &'a str)> {
    let mut best: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
    let mut visit = |link: &Link<'a>| {
        let (here, next) = turn(*link);
        let length = 1 + best.get(next).map_or(0, |known| known.0);
        if best.get(here).is_none_or(|known| known.0 < length) {
            best.insert(here, (length, next));
        }
    };
    // Links are in the order of the flow, so what a way goes on with is known when it is needed.
    if backwards {
        links.iter().rev().for_each(&mut visit);
    } else {
        links.iter().for_each(&mut visit);
    }
    best
}

fn walk<'a>(start: &'a str, best: &BTreeMap<&'a str, (usize, &'a str)>) -> Vec<&'a str> {
    std::iter::successors(Some(start), |at| best.get(at).map(|known| known.1)).collect()
}
