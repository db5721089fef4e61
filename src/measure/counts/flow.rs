//! Counts along the flow: who has the case, and who has it next.

use super::{floor, sure};
use crate::graph::Graph;
use crate::lookup::{Set, Table};
use crate::measure::base::Base;
use crate::measure::figure::Figure;
use crate::measure::time::steps;
use crate::measure::vector::{WaysIn, arriving};
use crate::model::{Id, Procedure, RoleKind, Step};
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;
use std::collections::{BTreeMap, BTreeSet};

/// Distinct desks other than the applicant's.
pub(super) fn desks(p: &Procedure) -> BTreeSet<&Id> {
    let desks = p.steps.iter().map(|step| p.desk(step));
    desks.filter(|role| !p.is_applicant(role)).collect()
}

/// Who is in charge of a step: an agency, or somebody who belongs to none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Party<'a> {
    Agency(&'a str),
    Person(&'a str),
}

/// Nothing for staff of whom the file does not say where they belong.
fn party<'a>(p: &'a Procedure, step: &'a Step) -> Option<Party<'a>> {
    let desk = p.desk(step);
    let role = p.role(desk)?;
    match (&role.agency, role.kind.unwrap_or(RoleKind::Staff)) {
        (Some(agency), _) => Some(Party::Agency(agency)),
        (None, RoleKind::Applicant | RoleKind::ThirdParty) => Some(Party::Person(desk)),
        (None, RoleKind::Staff | RoleKind::System) => None,
    }
}

/// Distinct agencies at whose desks steps are done.
pub(super) fn agencies(p: &Procedure) -> Figure {
    let parties: Vec<_> = p.steps.iter().map(|step| party(p, step)).collect();
    let known: BTreeSet<_> = (parties.iter().flatten())
        .filter(|party| matches!(party, Party::Agency(_)))
        .collect();
    let homeless = p
        .steps
        .iter()
        .zip(&parties)
        .filter(|(_, party)| party.is_none());
    let unknown = super::ids(homeless.map(|(step, _)| step));
    floor(p, known.len() as u64, p.steps.len(), unknown)
}

/// The steps of a net, and how a case comes to each.
pub(super) struct Flow<'a> {
    p: &'a Procedure,
    graph: &'a Graph,
    /// The step of each node that is one.
    of_node: Vec<Option<&'a Step>>,
    ways: &'a WaysIn,
}

impl<'a> Flow<'a> {
    pub(super) fn of(p: &'a Procedure, graph: &'a Graph, base: &'a Base) -> Self {
        let mut of_node = vec![None; graph.net.node_count()];
        for (node, step) in steps(p, graph) {
            of_node[node.index()] = Some(step);
        }
        Self {
            p,
            graph,
            of_node,
            ways: base.ways(graph),
        }
    }

    fn step(&self, node: NodeIndex) -> Option<&'a Step> {
        self.of_node[node.index()]
    }

    /// A step and one that follows it with no step between, without rework; by the later step in the net.
    fn pairs(&self) -> Vec<Pair<'a>> {
        let mut pairs = Vec::new();
        for (to, ways) in self.ways {
            let before: BTreeSet<NodeIndex> = ways.iter().flatten().copied().collect();
            let from = before.into_iter().filter_map(|node| self.step(node));
            pairs.extend(from.filter_map(|from| Some((from, self.step(*to)?))));
        }
        pairs
    }

    /// Steps to which a case comes from other desks only, on some way.
    pub(super) fn handoffs(&self) -> Figure {
        let desk = |node: &NodeIndex| self.step(*node).map(|step| self.p.desk(step));
        sure(self.p, arriving(self.ways, desk))
    }

    /// Steps to which a case comes from other agencies only, on some way.
    pub(super) fn handoffs_between_agencies(&self) -> Figure {
        let mut count = 0;
        let mut unknown = BTreeSet::new();
        for (to, ways) in self.ways {
            let Some(to) = self.step(*to) else { continue };
            let from = |way: &Vec<NodeIndex>| -> Vec<&Step> {
                way.iter().filter_map(|&node| self.step(node)).collect()
            };
            let crossed: Vec<Option<bool>> = (ways.iter())
                .map(|way| crosses(self.p, &from(way), to))
                .collect();
            if crossed.contains(&Some(true)) {
                count += 1;
            } else if crossed.contains(&None) {
                unknown.insert(to.id.clone());
            }
        }
        floor(self.p, count, self.p.steps.len(), unknown)
    }

    /// Stretches of steps at one desk that a case enters from, and leaves to, the same other desk.
    pub(super) fn returns(&self) -> Figure {
        sure(self.p, returns(self.p, &self.pairs()))
    }

    /// The most sign-offs one after the other on a way through, neighbours by one role as one.
    pub(super) fn levels(&self) -> Figure {
        let net = &self.graph.net;
        let mut signed = vec![Signed::default(); net.node_count()];
        for &node in &self.graph.order {
            if let Some(step) = self.step(node).filter(|step| step.signs()) {
                signed[node.index()].sign(self.p.desk(step));
            }
            let here = signed[node.index()].clone();
            for flow in net.edges(node).filter(|flow| !flow.weight().rework) {
                signed[flow.target().index()].meet(&here);
            }
        }
        let most = signed.iter().map(|signed| signed.most).max();
        sure(self.p, most.unwrap_or(0))
    }
}

/// A step and one that follows it.
type Pair<'a> = (&'a Step, &'a Step);

/// Whether a case that comes from all of `from` at once comes to `to` from elsewhere; nothing where the
/// file does not say to which agency a desk belongs.
fn crosses(p: &Procedure, from: &[&Step], to: &Step) -> Option<bool> {
    let own = party(p, to);
    let mut known = true;
    for step in from {
        let other = party(p, step);
        if p.desk(step) == p.desk(to) || own.is_some() && own == other {
            return Some(false);
        }
        known &= other.is_some();
    }
    (known && own.is_some()).then_some(true)
}

fn returns<'a>(p: &'a Procedure, pairs: &[Pair<'a>]) -> usize {
    let (near, across): (Vec<Pair<'a>>, Vec<Pair<'a>>) =
        pairs.iter().partition(|(a, b)| p.desk(a) == p.desk(b));
    let first = stretches(&near);
    let stretch = |step: &'a Id| first.get(step).map_or(step, |first| *first);
    let mut sources: Table<&Id, Vec<&Id>> = Table::default();
    for (a, b) in &across {
        sources.entry(stretch(&b.id)).or_default().push(p.desk(a));
    }
    let goes_back = |(a, b): &&Pair<'a>| {
        let from = sources.get(stretch(&a.id));
        from.is_some_and(|desks| desks.contains(&p.desk(b)))
    };
    let back: Set<&Id> = (across.iter().filter(goes_back))
        .map(|(a, _)| stretch(&a.id))
        .collect();
    back.len()
}

/// For each step that has a neighbour at its own desk, the first step of its stretch.
fn stretches<'a>(pairs: &[Pair<'a>]) -> BTreeMap<&'a Id, &'a Id> {
    let mut near: BTreeMap<&Id, Vec<&Id>> = BTreeMap::new();
    for (a, b) in pairs {
        near.entry(&a.id).or_default().push(&b.id);
        near.entry(&b.id).or_default().push(&a.id);
    }
    let mut first = BTreeMap::new();
    for &start in near.keys() {
        let mut open = vec![start];
        while let Some(step) = open.pop() {
            if first.contains_key(step) {
                continue;
            }
            first.insert(step, start);
            open.extend(near.get(step).into_iter().flatten());
        }
    }
    first
}

/// Sign-offs on the ways to a node: the most, and up to two roles that sign last on such ways. Ways
/// with fewer never overtake, and of two roles at least one differs from whoever signs next.
#[derive(Debug, Clone, Default)]
struct Signed<'a> {
    most: usize,
    last: Vec<&'a str>,
}

impl<'a> Signed<'a> {
    fn meet(&mut self, other: &Self) {
        if other.most > self.most {
            *self = other.clone();
        } else if other.most == self.most {
            for role in &other.last {
                if self.last.len() < 2 && !self.last.contains(role) {
                    self.last.push(role);
                }
            }
        }
    }

    fn sign(&mut self, role: &'a str) {
        if self.last != [role] {
            self.most += 1;
        }
        self.last = vec![role];
    }
}
