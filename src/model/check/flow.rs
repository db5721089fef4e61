//! The flow: it starts, it goes somewhere from everywhere, and only `back_to` goes back.

use crate::message::Message;
use crate::model::flow::{After, Ref};
use crate::model::procedure::Procedure;
use crate::source::Fault;
use std::collections::{BTreeMap, BTreeSet};

/// One element of the flow: id, pointer, what it follows.
struct Element<'a> {
    id: &'a str,
    pointer: String,
    after: Option<&'a After>,
}

pub(super) fn check(p: &Procedure, faults: &mut Vec<Fault>) {
    if p.steps.is_empty() {
        faults.push(Fault::at("/steps", Message::new("no-steps")));
        return;
    }
    if p.ends.is_empty() {
        faults.push(Fault::at("/ends", Message::new("no-ends")).hint(Message::new("add-an-end")));
    }
    let elements = elements(p);
    for element in &elements {
        if element.after.is_some_and(|after| after.refs().is_empty()) {
            let fault = Fault::at(
                format!("{}/after", element.pointer),
                Message::new("empty-after"),
            );
            faults.push(fault.hint(Message::new("empty-after-hint")));
        }
    }
    if p.steps.iter().all(|step| step.after.is_some()) {
        faults.push(
            Fault::at("/steps", Message::new("no-start")).hint(Message::new("no-start-hint")),
        );
    }
    leads_nowhere(p, &elements, faults);
    let unplaced = unplaced(&elements);
    if unplaced.is_empty() {
        returns(p, &elements, faults);
    } else {
        cycle(&elements, &unplaced, faults);
    }
}

fn elements(p: &Procedure) -> Vec<Element<'_>> {
    let steps = p.steps.iter().enumerate();
    let steps = steps.map(|(i, s)| Element {
        id: &s.id,
        pointer: format!("/steps/{i}"),
        after: s.after.as_ref(),
    });
    let gateways = p.gateways.iter().flatten().enumerate();
    let gateways = gateways.map(|(i, g)| Element {
        id: &g.id,
        pointer: format!("/gateways/{i}"),
        after: Some(&g.after),
    });
    let ends = p.ends.iter().enumerate();
    let ends = ends.map(|(i, e)| Element {
        id: &e.id,
        pointer: format!("/ends/{i}"),
        after: Some(&e.after),
    });
    steps.chain(gateways).chain(ends).collect()
}

fn refs<'a>(element: &Element<'a>) -> &'a [Ref] {
    element.after.map_or(&[], After::refs)
}

/// Steps and branches that nothing follows.
fn leads_nowhere(p: &Procedure, elements: &[Element<'_>], faults: &mut Vec<Fault>) {
    let followed: BTreeSet<String> = elements.iter().flat_map(refs).map(Ref::text).collect();
    for (index, step) in p.steps.iter().enumerate() {
        if !step.id.is_empty() && !followed.contains(&step.id.0) {
            let message = Message::new("leads-nowhere").with("id", step.id.to_string());
            let hint = Message::new("leads-nowhere-hint").with("id", step.id.to_string());
            faults.push(Fault::at(format!("/steps/{index}/id"), message).hint(hint));
        }
    }
    for (g, gateway) in p.gateways.iter().flatten().enumerate() {
        for (b, branch) in gateway.branches.iter().enumerate() {
            let name = format!("{}.{}", gateway.id, branch.id);
            if branch.back_to.is_none() && !followed.contains(&name) {
                let message = Message::new("leads-nowhere").with("id", name.clone());
                let hint = Message::new("leads-nowhere-hint").with("id", name);
                faults
                    .push(Fault::at(format!("/gateways/{g}/branches/{b}/id"), message).hint(hint));
            }
        }
    }
}

/// Elements that stand on or behind a cycle of `after` (Kahn's algorithm).
fn unplaced<'a>(elements: &[Element<'a>]) -> BTreeSet<&'a str> {
    let mut followers: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut waiting: BTreeMap<&str, usize> = BTreeMap::new();
    let known: BTreeSet<&str> = elements.iter().map(|element| element.id).collect();
    for element in elements {
        let sources = refs(element)
            .iter()
            .map(|r| r.id.0.as_str())
            .filter(|id| known.contains(id));
        for source in sources {
            followers.entry(source).or_default().push(element.id);
            *waiting.entry(element.id).or_default() += 1;
        }
    }
    let mut free: Vec<&str> = known
        .iter()
        .copied()
        .filter(|id| !waiting.contains_key(id))
        .collect();
    let mut unplaced = known;
    while let Some(id) = free.pop() {
        unplaced.remove(id);
        for follower in followers.get(id).into_iter().flatten() {
            if let Some(left) = waiting.get_mut(follower) {
                *left -= 1;
                if *left == 0 {
                    free.push(follower);
                }
            }
        }
    }
    unplaced
}

/// Names one cycle among elements that could not be placed.
fn cycle(elements: &[Element<'_>], unplaced: &BTreeSet<&str>, faults: &mut Vec<Fault>) {
    let by_id: BTreeMap<&str, &Element<'_>> = elements
        .iter()
        .map(|element| (element.id, element))
        .collect();
    let mut walk: Vec<&str> = Vec::new();
    let mut at = elements
        .iter()
        .map(|element| element.id)
        .find(|id| unplaced.contains(id))
        .unwrap_or_default();
    while !walk.contains(&at) {
        walk.push(at);
        let before = by_id.get(at).map_or(&[][..], |element| refs(element));
        let Some(next) = before
            .iter()
            .map(|r| r.id.0.as_str())
            .find(|id| unplaced.contains(id))
        else {
            return;
        };
        at = next;
    }
    let from = walk.iter().position(|id| *id == at).unwrap_or(0);
    let mut names: Vec<&str> = walk[from..].to_vec();
    names.reverse();
    let Some(element) = by_id.get(names[0]) else {
        return;
    };
    let message = Message::new("unmarked-cycle").with("steps", names.join(" -> "));
    let fault = Fault::at(format!("{}/after", element.pointer), message);
    faults.push(fault.hint(Message::new("unmarked-cycle-hint")));
}

/// `back_to` must name a step from which the gateway is reached.
fn returns(p: &Procedure, elements: &[Element<'_>], faults: &mut Vec<Fault>) {
    let by_id: BTreeMap<&str, &Element<'_>> = elements
        .iter()
        .map(|element| (element.id, element))
        .collect();
    for (g, gateway) in p.gateways.iter().flatten().enumerate() {
        if gateway
            .branches
            .iter()
            .all(|branch| branch.back_to.is_none())
        {
            continue;
        }
        let earlier = earlier(&by_id, &gateway.id);
        for (b, branch) in gateway.branches.iter().enumerate() {
            let Some(target) = &branch.back_to else {
                continue;
            };
            if by_id.contains_key(target.0.as_str()) && !earlier.contains(target.0.as_str()) {
                let message = Message::new("not-earlier").with("id", target.to_string());
                let fault = Fault::at(format!("/gateways/{g}/branches/{b}/back_to"), message);
                faults.push(fault.hint(Message::new("not-earlier-hint")));
            }
        }
    }
}

/// Everything from which `id` is reached without going back.
fn earlier<'a>(by_id: &BTreeMap<&'a str, &Element<'a>>, id: &'a str) -> BTreeSet<&'a str> {
    let mut seen = BTreeSet::new();
    let mut open = vec![id];
    while let Some(id) = open.pop() {
        for reference in by_id.get(id).map_or(&[][..], |element| refs(element)) {
            if seen.insert(reference.id.0.as_str()) {
                open.push(&reference.id);
            }
        }
    }
    seen
}
