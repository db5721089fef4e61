//! The vector that every rewrite must lower: proof that rewriting ends.
//!
//! Compared component by component from the first. Each component is a count of what weighs on the
//! applicant or the front line, the heaviest first.

use super::data;
use crate::graph::{Graph, NodeKind};
use crate::measure::relations::Relations;
use crate::model::Procedure;

/// The components, in the order of comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Component {
    /// Sign-offs.
    SignOffs,
    /// Visits in person.
    Visits,
    /// Documents asked, copies counted.
    Documents,
    /// Fields asked or re-keyed.
    Fields,
    /// Flows between different desks.
    HandOffs,
    /// Steps.
    Steps,
    /// Steps inside rework loops, counted once for each loop.
    Rework,
    /// Ordered pairs of steps: one always waits for the other.
    OrderedPairs,
    /// Gateways.
    Gateways,
}

impl Component {
    /// Every component, in the order of comparison.
    pub const ALL: [Self; 9] = [
        Self::SignOffs,
        Self::Visits,
        Self::Documents,
        Self::Fields,
        Self::HandOffs,
        Self::Steps,
        Self::Rework,
        Self::OrderedPairs,
        Self::Gateways,
    ];

    /// The key of its name in the message catalogue.
    pub fn key(self) -> &'static str {
        match self {
            Self::SignOffs => "component-sign-offs",
            Self::Visits => "component-visits",
            Self::Documents => "component-documents",
            Self::Fields => "component-fields",
            Self::HandOffs => "component-hand-offs",
            Self::Steps => "component-steps",
            Self::Rework => "component-rework",
            Self::OrderedPairs => "component-ordered-pairs",
            Self::Gateways => "component-gateways",
        }
    }

    /// Whether a rise would weigh on the applicant or the front line, so that no rewrite may cause it unasked.
    pub fn weighs_on_people(self) -> bool {
        matches!(
            self,
            Self::SignOffs | Self::Visits | Self::Documents | Self::Fields
        )
    }
}

/// The counts of one procedure, in the order of [`Component::ALL`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Vector(pub [u64; 9]);

impl Vector {
    /// Counts a procedure.
    pub fn of(p: &Procedure, graph: &Graph, relations: &Relations) -> Self {
        let copies: u64 = data::asked(p).iter().map(|asked| asked.need.copies()).sum();
        let count = |n: usize| n as u64;
        Self([
            count(p.steps.iter().filter(|step| step.signs()).count()),
            count(p.steps.iter().filter(|step| step.visit.is_some()).count()),
            copies,
            count(data::entered(p).len()),
            count(hand_offs(p, graph)),
            count(p.steps.len()),
            rework(graph, relations),
            ordered_pairs(graph, relations),
            count(p.gateways.as_ref().map_or(0, Vec::len)),
        ])
    }

    /// The count of one component.
    pub fn count(&self, component: Component) -> u64 {
        self.0[component as usize]
    }
}

/// Forward flows between steps of different desks, gateways and silent nodes passed through.
fn hand_offs(p: &Procedure, graph: &Graph) -> usize {
    let pairs = next_steps(graph);
    let desk = |id: &str| p.step(id).map(|step| p.desk(step));
    pairs.iter().filter(|(a, b)| desk(a) != desk(b)).count()
}

/// Pairs of steps of which the second follows the first with no step between, without rework flows.
pub fn next_steps(graph: &Graph) -> Vec<(&str, &str)> {
    let mut out = Vec::new();
    for node in graph
        .net
        .node_indices()
        .filter(|&node| graph.net[node].kind == NodeKind::Step)
    {
        let mut open: Vec<_> = graph.out_flows(node);
        open.reverse();
        let mut seen = std::collections::BTreeSet::new();
        while let Some(flow) = open.pop() {
            let Some((_, to)) = graph
                .net
                .edge_endpoints(flow)
                .filter(|_| !graph.net[flow].rework)
            else {
                continue;
            };
            if !seen.insert(to) {
                continue;
            }
            if graph.net[to].kind == NodeKind::Step {
                out.push((graph.net[node].id.as_str(), graph.net[to].id.as_str()));
            } else {
                open.extend(graph.out_flows(to).into_iter().rev());
            }
        }
    }
    out
}

fn steps(graph: &Graph) -> Vec<petgraph::graph::NodeIndex> {
    graph
        .net
        .node_indices()
        .filter(|&node| graph.net[node].kind == NodeKind::Step)
        .collect()
}

fn rework(graph: &Graph, relations: &Relations) -> u64 {
    let steps = steps(graph);
    let back = graph
        .net
        .edge_indices()
        .filter(|&flow| graph.net[flow].rework);
    let inside = back
        .filter_map(|flow| graph.net.edge_endpoints(flow))
        .map(|(from, to)| {
            let within = |&&step: &&petgraph::graph::NodeIndex| {
                (step == to || relations.leads_forward(to, step))
                    && relations.leads_forward(step, from)
            };
            steps.iter().filter(within).count() as u64
        });
    inside.sum()
}

fn ordered_pairs(graph: &Graph, relations: &Relations) -> u64 {
    let steps = steps(graph);
    let ordered = steps
        .iter()
        .flat_map(|&a| steps.iter().map(move |&b| (a, b)));
    ordered
        .filter(|&(a, b)| relations.leads_forward(a, b))
        .count() as u64
}
