//! The vector that every rewrite must lower: proof that rewriting ends.
//!
//! Compared component by component from the first. Each component is a count of what weighs on the
//! applicant or the front line, the heaviest first.

use super::bits::BitMatrix;
use super::data;
use super::unused::unused;
use crate::graph::{Graph, Join, NodeKind, Split, step_nodes};
use crate::measure::relations::Relations;
use crate::model::{EndKind, Id, Procedure};
use petgraph::Incoming;
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The components, in the order of comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Component {
    /// Sign-offs.
    SignOffs,
    /// Visits in person, a joint one counted once.
    Visits,
    /// Inspections, a joint one counted once.
    Inspections,
    /// Steps at which something is paid.
    Payments,
    /// Documents asked, copies counted.
    Documents,
    /// Fields asked or re-keyed.
    Fields,
    /// Steps that lead to a gateway which refuses or returns cases, counted once for each such gateway: what they do
    /// is done in vain in those cases.
    InVain,
    /// Steps to which a case comes from other desks only.
    HandOffs,
    /// Steps.
    Steps,
    /// Steps inside rework loops, counted once for each loop.
    Rework,
    /// Ordered pairs of steps: one always waits for the other.
    OrderedPairs,
    /// Gateways.
    Gateways,
    /// Documents and fields asked, and documents made for other desks, that no step is stated to use. Last, for it says
    /// as much of the file as of the procedure.
    Unused,
}

impl Component {
    /// Every component, in the order of comparison.
    pub const ALL: [Self; 13] = [
        Self::SignOffs,
        Self::Visits,
        Self::Inspections,
        Self::Payments,
        Self::Documents,
        Self::Fields,
        Self::InVain,
        Self::HandOffs,
        Self::Steps,
        Self::Rework,
        Self::OrderedPairs,
        Self::Gateways,
        Self::Unused,
    ];

    /// The key of its name in the message catalogue.
    pub fn key(self) -> &'static str {
        match self {
            Self::SignOffs => "component-sign-offs",
            Self::Visits => "component-visits",
            Self::Inspections => "component-inspections",
            Self::Payments => "component-payments",
            Self::Documents => "component-documents",
            Self::Fields => "component-fields",
            Self::InVain => "component-in-vain",
            Self::HandOffs => "component-hand-offs",
            Self::Steps => "component-steps",
            Self::Rework => "component-rework",
            Self::OrderedPairs => "component-ordered-pairs",
            Self::Gateways => "component-gateways",
            Self::Unused => "component-unused",
        }
    }

    /// Whether a rise would weigh on the applicant or the front line, so that no rewrite may cause it unasked.
    pub fn weighs_on_people(self) -> bool {
        matches!(
            self,
            Self::SignOffs
                | Self::Visits
                | Self::Inspections
                | Self::Payments
                | Self::Documents
                | Self::Fields
        )
    }
}

/// The counts of one procedure, in the order of [`Component::ALL`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Vector(pub [u64; 13]);

/// What the vector counts of the net alone.
#[derive(Debug, Clone)]
pub struct Shape {
    ways: Arc<WaysIn>,
    rework: u64,
    ordered_pairs: u64,
    knockouts: Vec<KnockOut>,
}

/// A choice at which a case may come to nothing.
#[derive(Debug, Clone)]
struct KnockOut {
    /// Steps that lead to it.
    steps: u64,
    /// Whether it may send the case back.
    returns: bool,
    /// For each branch that goes on, the ends it can come to.
    ends: Vec<Vec<Id>>,
}

impl Shape {
    /// Counts a net; `ways` is how a case comes to each step of it.
    pub fn of(graph: &Graph, relations: &Relations, ways: Arc<WaysIn>) -> Self {
        Self {
            ways,
            rework: rework(graph, relations),
            ordered_pairs: ordered_pairs(graph, relations),
            knockouts: knockouts(graph, relations),
        }
    }
}

impl Vector {
    /// Counts a procedure.
    pub fn of(p: &Procedure, shape: &Shape) -> Self {
        let copies: u64 = data::asked(p).iter().map(|asked| asked.need.copies()).sum();
        let count = |n: usize| n as u64;
        Self([
            count(p.steps.iter().filter(|step| step.signs()).count()),
            count(visits(p)),
            count(p.inspections()),
            count(p.steps.iter().filter(|step| step.takes_money()).count()),
            copies,
            count(data::entered(p).len()),
            in_vain(p, shape),
            count(hand_offs(p, shape)),
            count(p.steps.len()),
            shape.rework,
            shape.ordered_pairs,
            count(p.gateways.as_ref().map_or(0, Vec::len)),
            count(unused(p).len()),
        ])
    }

    /// The count of one component.
    pub fn count(&self, component: Component) -> u64 {
        self.0[component as usize]
    }
}

fn visits(p: &Procedure) -> usize {
    let visited = p.steps.iter().filter(|step| step.visit.is_some());
    visited.filter(|step| !p.met_anyway(step)).count()
}

fn hand_offs(p: &Procedure, shape: &Shape) -> usize {
    let desks: Vec<&Id> = p.steps.iter().map(|step| p.desk(step)).collect();
    // The nodes of the steps come in file order behind the start.
    arriving(&shape.ways, |node| desks.get(node.index().wrapping_sub(1)))
}

/// For each step, the alternative ways in which a case comes to it in one round: the steps done just
/// before, gateways passed through. First steps have none.
pub type WaysIn = Vec<(NodeIndex, Vec<Vec<NodeIndex>>)>;

/// Steps to which a case comes from other places only, on some way without rework.
///
/// Counted by step, not by flow, so that the same work side by side counts as in a row: to a step that
/// waits for several others a case is handed over only when none of them was at its own place.
pub fn arriving<P: PartialEq>(
    ways: &[(NodeIndex, Vec<Vec<NodeIndex>>)],
    place: impl Fn(&NodeIndex) -> P,
) -> usize {
    let arrives = |(to, ways): &&(NodeIndex, Vec<Vec<NodeIndex>>)| {
        let own = place(to);
        let elsewhere = |way: &Vec<NodeIndex>| way.iter().all(|from| place(from) != own);
        ways.iter().any(elsewhere)
    };
    ways.iter().filter(arrives).count()
}

/// Finds those of every step, in the order of the net.
pub fn ways(graph: &Graph) -> WaysIn {
    let mut ways = ways_in(graph);
    let of = |node: NodeIndex| {
        let mut ways = std::mem::take(&mut ways[node.index()]);
        ways.retain(|way| !way.is_empty());
        (node, ways)
    };
    step_nodes(graph).map(of).collect()
}

/// The alternative ways in which a case comes to a node: the steps that were done just before, in the order of the net;
/// no way twice.
type Ways = Vec<Vec<NodeIndex>>;

/// The ways to every node, by its index.
fn ways_in(graph: &Graph) -> Vec<Ways> {
    let net = &graph.net;
    let mut ways = vec![Ways::new(); net.node_count()];
    for &node in &graph.order {
        let flows = net.edges_directed(node, Incoming);
        let mut here = Ways::new();
        for flow in flows.filter(|flow| !flow.weight().rework) {
            let source = flow.source();
            if net[source].kind == NodeKind::Step {
                here.push(vec![source]);
            } else {
                here.extend_from_slice(&ways[source.index()]);
            }
        }
        if net[node].join == Join::All {
            here = vec![in_order(here.into_iter().flatten().collect())];
        }
        ways[node.index()] = in_order(here);
    }
    ways
}

fn in_order<T: Ord>(mut list: Vec<T>) -> Vec<T> {
    list.sort_unstable();
    list.dedup();
    list
}

fn rework(graph: &Graph, relations: &Relations) -> u64 {
    let steps: Vec<NodeIndex> = step_nodes(graph).collect();
    let back = graph
        .net
        .edge_indices()
        .filter(|&flow| graph.net[flow].rework);
    let inside = back
        .filter_map(|flow| graph.net.edge_endpoints(flow))
        .map(|(from, to)| {
            let within = |&&step: &&NodeIndex| {
                (step == to || relations.leads_forward(to, step))
                    && relations.leads_forward(step, from)
            };
            steps.iter().filter(within).count() as u64
        });
    inside.sum()
}

fn ordered_pairs(graph: &Graph, relations: &Relations) -> u64 {
    let nodes = graph.net.node_count();
    let mut every = BitMatrix::new(1, nodes);
    let steps: Vec<NodeIndex> = step_nodes(graph).collect();
    for step in &steps {
        every.set(0, step.index());
    }
    let ordered = steps.iter().flat_map(|&step| {
        let led_to = relations.led_to(step).iter().zip(every.row(0));
        led_to.map(|(led_to, steps)| u64::from((led_to & steps).count_ones()))
    });
    ordered.sum()
}

/// Every choice, with what leads to it and where it leads.
fn knockouts(graph: &Graph, relations: &Relations) -> Vec<KnockOut> {
    let net = &graph.net;
    let steps: Vec<NodeIndex> = step_nodes(graph).collect();
    let all: Vec<NodeIndex> = net.node_indices().collect();
    let ends: Vec<NodeIndex> = (all.iter().copied())
        .filter(|&node| net[node].kind == NodeKind::End)
        .collect();
    let choices = all
        .into_iter()
        .filter(|&node| net[node].kind == NodeKind::Gateway && net[node].split == Split::One);
    let knockout = |gateway: NodeIndex| {
        let flows = graph.out_flows(gateway);
        let (back, on): (Vec<_>, Vec<_>) = flows.into_iter().partition(|&flow| net[flow].rework);
        let targets = on.into_iter().filter_map(|flow| net.edge_endpoints(flow));
        let reached = |to: NodeIndex| {
            let reached = |end: &&NodeIndex| **end == to || relations.leads_forward(to, **end);
            let reached = ends.iter().filter(reached);
            reached.map(|&end| net[end].id.clone()).collect()
        };
        let before = |step: &&NodeIndex| relations.leads_forward(**step, gateway);
        KnockOut {
            steps: steps.iter().filter(before).count() as u64,
            returns: !back.is_empty(),
            ends: targets.map(|(_, to)| reached(to)).collect(),
        }
    };
    choices.map(knockout).collect()
}

/// Steps before gateways that may refuse or return a case.
fn in_vain(p: &Procedure, shape: &Shape) -> u64 {
    let refusals: BTreeSet<&Id> = (p.ends.iter())
        .filter(|end| matches!(end.kind, Some(EndKind::Refused | EndKind::Abandoned)))
        .map(|end| &end.id)
        .collect();
    let refused = |end: &Id| refusals.contains(end);
    let refuses = |ends: &Vec<Id>| !ends.is_empty() && ends.iter().all(refused);
    let knocks_out = |known: &&KnockOut| known.returns || known.ends.iter().any(refuses);
    let known = shape.knockouts.iter().filter(knocks_out);
    known.map(|known| known.steps).sum()
}
