//! The flow: it starts, it goes somewhere from everywhere, and only `back_to` goes back.

use super::SHOWN;
use crate::lookup::Table;
use crate::message::Message;
use crate::model::flow::{After, Ref};
use crate::model::part::nearest;
use crate::model::procedure::Procedure;
use crate::source::{Fault, Faults};
use std::collections::BTreeSet;

/// One element of the flow: id, place, what it follows.
struct Element<'a> {
    id: &'a str,
    list: &'static str,
    index: usize,
    after: Option<&'a After>,
}

/// Checks the flow; where ids are not `unique`, only what does not depend on what an id means.
pub(super) fn check(p: &Procedure, unique: bool, faults: &mut Faults) {
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
            let fault = Fault::at(element.after_pointer(), Message::new("empty-after"));
            faults.push(fault.hint(Message::new("empty-after-hint")));
        }
    }
    if p.steps.iter().all(|step| step.after.is_some()) {
        let fault = Fault::at("/steps", Message::new("no-start"));
        faults.push(fault.hint(Message::new("no-start-hint")));
    }
    if !unique {
        return;
    }
    leads_nowhere(p, &elements, faults);
    let order = Order::of(&elements);
    if order.placed.len() == elements.len() {
        returns(p, &order, faults);
    } else {
        order.name_cycle(&elements, faults);
    }
}

impl Element<'_> {
    fn after_pointer(&self) -> String {
        format!("/{}/{}/after", self.list, self.index)
    }
}

fn elements(p: &Procedure) -> Vec<Element<'_>> {
    let element = |list, index, id, after| Element {
        id,
        list,
        index,
        after,
    };
    let steps = p.steps.iter().enumerate();
    let steps = steps.map(|(i, s)| element("steps", i, &*s.id, s.after.as_ref()));
    let gateways = p.gateways.iter().flatten().enumerate();
    let gateways = gateways.map(|(i, g)| element("gateways", i, &*g.id, Some(&g.after)));
    let ends = p.ends.iter().enumerate();
    let ends = ends.map(|(i, e)| element("ends", i, &*e.id, Some(&e.after)));
    steps.chain(gateways).chain(ends).collect()
}

fn refs<'a>(element: &Element<'a>) -> &'a [Ref] {
    element.after.map_or(&[], After::refs)
}

/// The elements that an element follows.
fn sources(element: &Element<'_>, index: &Table<&str, usize>) -> impl Iterator<Item = usize> {
    let refs = refs(element).iter();
    refs.filter_map(|to| index.get(&*to.id).copied())
}

/// A step or a branch, as it is named where something follows it.
type Name<'a> = (&'a str, Option<&'a str>);

fn text((id, branch): &Name<'_>) -> String {
    branch.map_or_else(|| (*id).to_owned(), |branch| format!("{id}.{branch}"))
}

/// Steps and branches that nothing follows.
fn leads_nowhere(p: &Procedure, elements: &[Element<'_>], faults: &mut Faults) {
    let steps = p.steps.iter().enumerate();
    let steps = steps.map(|(s, step)| ((&*step.id, None), (s, None)));
    let gateways = p.gateways.iter().flatten().enumerate();
    let branches = gateways.flat_map(|(g, gateway)| {
        let branches = gateway.branches.iter().enumerate();
        let onward = branches.filter(|(_, branch)| branch.back_to.is_none());
        onward.map(move |(b, branch)| ((&*gateway.id, Some(&*branch.id)), (g, Some(b))))
    });
    let followable = steps.chain(branches);
    // Whether something follows each.
    let mut followed: Table<Name<'_>, bool> =
        followable.clone().map(|(name, _)| (name, false)).collect();
    let mut misspelt = BTreeSet::new();
    for to in elements.iter().flat_map(refs) {
        let name = (&*to.id, to.branch.as_deref());
        match followed.get_mut(&name) {
            Some(followed) => *followed = true,
            None => {
                misspelt.insert(name);
            }
        }
    }
    let blank = |(id, branch): &Name<'_>| id.is_empty() || *branch == Some("");
    let mut ends = followable
        .clone()
        .filter(|(name, _)| !followed[name] && !blank(name));
    let Some(first) = ends.next() else { return };
    let meant = meant(&misspelt, followable.map(|(name, _)| name));
    for (name, (at, branch)) in std::iter::once(first).chain(ends) {
        let name = text(&name);
        if meant.contains(&name) {
            continue;
        }
        let pointer = branch.map_or_else(
            || format!("/steps/{at}/id"),
            |branch| format!("/gateways/{at}/branches/{branch}/id"),
        );
        let message = Message::new("leads-nowhere").with("id", name.as_str());
        let hint = Message::new("leads-nowhere-hint").with("id", name.as_str());
        faults.push(Fault::at(pointer, message).hint(hint));
    }
}

/// Whom misspelt names mean: it is not told again that nothing follows those.
fn meant<'a>(
    misspelt: &BTreeSet<Name<'_>>,
    known: impl Iterator<Item = Name<'a>>,
) -> BTreeSet<String> {
    let misspelt: BTreeSet<String> = misspelt.iter().map(text).collect();
    let known: BTreeSet<String> = known.map(|name| text(&name)).collect();
    let meant = (misspelt.iter().take(SHOWN * SHOWN))
        .filter_map(|name| nearest(name, known.iter().map(String::as_str)));
    meant.map(str::to_owned).collect()
}

/// The elements, each behind what it follows (Kahn's algorithm).
struct Order<'a> {
    index: Table<&'a str, usize>,
    /// An element and one that follows it, in the order of the first.
    links: Vec<(usize, usize)>,
    /// Where the links of each element begin; at the end how many there are.
    first: Vec<usize>,
    /// The elements that stand neither on a circle nor behind one.
    placed: Vec<usize>,
}

impl<'a> Order<'a> {
    fn of(elements: &[Element<'a>]) -> Self {
        let numbered = elements.iter().enumerate();
        let mut order = Self {
            index: numbered.map(|(at, element)| (element.id, at)).collect(),
            links: Vec::with_capacity(elements.len()),
            first: vec![0; elements.len() + 1],
            placed: Vec::with_capacity(elements.len()),
        };
        let mut waiting = vec![0; elements.len()];
        for (at, element) in elements.iter().enumerate() {
            let known = order.links.len();
            let sources = sources(element, &order.index);
            order.links.extend(sources.map(|source| (source, at)));
            waiting[at] = order.links.len() - known;
        }
        order.links.sort_unstable();
        for (source, _) in &order.links {
            order.first[source + 1] += 1;
        }
        for at in 0..elements.len() {
            order.first[at + 1] += order.first[at];
        }
        order.place(waiting);
        order
    }

    /// Places the elements, each of which waits for so many others.
    fn place(&mut self, mut waiting: Vec<usize>) {
        let free = (0..waiting.len()).filter(|&at| waiting[at] == 0);
        self.placed.extend(free);
        let mut next = 0;
        while let Some(&at) = self.placed.get(next) {
            next += 1;
            for link in self.first[at]..self.first[at + 1] {
                let (_, follower) = self.links[link];
                waiting[follower] -= 1;
                if waiting[follower] == 0 {
                    self.placed.push(follower);
                }
            }
        }
    }

    /// Names one circle among the elements that could not be placed.
    fn name_cycle(&self, elements: &[Element<'_>], faults: &mut Faults) {
        let mut free = vec![false; elements.len()];
        for &at in &self.placed {
            free[at] = true;
        }
        let before = |at: usize| sources(&elements[at], &self.index).find(|&source| !free[source]);
        let Some(mut at) = (0..elements.len()).find(|&at| !free[at]) else {
            return;
        };
        let mut met = vec![false; elements.len()];
        while !met[at] {
            met[at] = true;
            // What cannot be placed follows something that cannot.
            let Some(source) = before(at) else { return };
            at = source;
        }
        let back =
            std::iter::successors(before(at), |&other| before(other).filter(|_| other != at));
        let mut circle: Vec<usize> = back.collect();
        circle.reverse();
        let mut names: Vec<&str> = circle
            .iter()
            .take(SHOWN)
            .map(|&at| elements[at].id)
            .collect();
        names.push(if circle.len() > SHOWN {
            "..."
        } else {
            elements[circle[0]].id
        });
        let message = Message::new("unmarked-cycle").with("steps", names.join(" -> "));
        let fault = Fault::at(elements[circle[0]].after_pointer(), message);
        faults.push(fault.hint(Message::new("unmarked-cycle-hint")));
    }

    /// For pairs of elements, whether the first leads to the second; one pass over the flow for 128 pairs.
    fn lead_to(&self, pairs: &[(usize, usize)]) -> Vec<bool> {
        let mut answers = Vec::with_capacity(pairs.len());
        for batch in pairs.chunks(128) {
            let mut reached = vec![0_u128; self.first.len() - 1];
            for (bit, &(from, _)) in batch.iter().enumerate() {
                reached[from] |= 1 << bit;
            }
            for &at in &self.placed {
                for &(_, follower) in &self.links[self.first[at]..self.first[at + 1]] {
                    reached[follower] |= reached[at];
                }
            }
            answers.extend(
                batch
                    .iter()
                    .enumerate()
                    .map(|(bit, &(_, to))| reached[to] >> bit & 1 == 1),
            );
        }
        answers
    }
}

/// `back_to` must name a step from which the gateway is reached.
fn returns(p: &Procedure, order: &Order<'_>, faults: &mut Faults) {
    let mut pairs = Vec::new();
    let mut named = Vec::new();
    for (g, gateway) in p.gateways.iter().flatten().enumerate() {
        for (b, branch) in gateway.branches.iter().enumerate() {
            let target = branch.back_to.as_ref();
            let at = |id: &str| order.index.get(id).copied();
            if let (Some(id), Some(to)) = (target, at(&gateway.id))
                && let Some(from) = at(id)
            {
                pairs.push((from, to));
                named.push((id, format!("/gateways/{g}/branches/{b}/back_to")));
            }
        }
    }
    for ((id, pointer), leads) in named.into_iter().zip(order.lead_to(&pairs)) {
        if !leads {
            let message = Message::new("not-earlier").with("id", id.to_string());
            faults.push(Fault::at(pointer, message).hint(Message::new("not-earlier-hint")));
        }
    }
}
