//! The petgraph view of a procedure: built fresh for each analysis, never kept across an edit.
//!
//! A workflow net in which each node waits in one way ([`Join`]) and goes on in one way
//! ([`Split`]). Where the file mixes two ways at one place (a branch with several followers; a
//! step that waits for several others and is also sent back to), and where several elements wait for
//! the same, a silent [`NodeKind::Fork`] or [`NodeKind::Join`] node stands between.

mod build;

use crate::model::{Branch, Gateway, GatewayKind, Id, Procedure};
use petgraph::algo::toposort;
pub use petgraph::graph::NodeIndex;
use petgraph::graph::{DiGraph, EdgeIndex};
use petgraph::visit::{EdgeFiltered, EdgeRef};

/// What a node of the net stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NodeKind {
    /// The one silent start; several starting steps are alternatives, so its split is [`Split::One`].
    Start,
    /// A step of the procedure.
    Step,
    /// A gateway of the procedure.
    Gateway,
    /// A silent node that starts all its followers at once.
    Fork,
    /// A silent node that waits for its predecessors in the stead of those that follow it.
    Join,
    /// A named end of the procedure; one token here must be the last one alive.
    End,
}

/// How a node waits for its incoming flows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Join {
    /// Every incoming flow must carry a token.
    All,
    /// Each token starts the node anew.
    Any,
    /// Every token that can still come (inclusive merge).
    Some,
}

/// How a node goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Split {
    /// A token on every outgoing flow.
    All,
    /// A token on exactly one outgoing flow.
    One,
    /// A token on one or more outgoing flows.
    Some,
}

/// A node of the net.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The id in the file; a silent node borrows the id of the element it serves.
    pub id: Id,
    /// What it stands for.
    pub kind: NodeKind,
    /// How it waits.
    pub join: Join,
    /// How it goes on.
    pub split: Split,
}

/// A sequence flow.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Flow {
    /// The branch of the gateway that it leaves by.
    pub branch: Option<Id>,
    /// Probability of the branch, a fraction of 1; unknown when the file is silent.
    pub p: Option<f64>,
    /// A flow that returns a case to an earlier node (`back_to`).
    pub rework: bool,
}

/// The net of one procedure.
#[derive(Debug, Clone)]
pub struct Graph {
    /// Nodes in file order (the start first); edges of a node in file order, which is *not* the
    /// order of petgraph's `neighbors`: use [`Graph::out_flows`].
    pub net: DiGraph<Node, Flow>,
    /// The silent start.
    pub start: NodeIndex,
    /// Nodes, each after all that lead to it without rework; none where some cycle is not marked.
    pub order: Vec<NodeIndex>,
}

impl Graph {
    /// The net of a procedure that the loader accepted.
    pub fn of(procedure: &Procedure) -> Self {
        build::build(procedure)
    }

    /// The graph of a net in which every cycle is marked as rework: the loader has refused all others.
    pub fn with(net: DiGraph<Node, Flow>, start: NodeIndex) -> Self {
        let forward = EdgeFiltered::from_fn(&net, |flow| !flow.weight().rework);
        let order = toposort(&forward, None).unwrap_or_default();
        Self { net, start, order }
    }

    /// Flows that leave a node, in file order.
    pub fn out_flows(&self, node: NodeIndex) -> Vec<EdgeIndex> {
        let mut edges: Vec<_> = self.net.edges(node).map(|edge| edge.id()).collect();
        edges.sort_unstable();
        edges
    }

    /// Flows that enter a node, in file order of where they come from.
    pub fn in_flows(&self, node: NodeIndex) -> Vec<EdgeIndex> {
        let mut edges: Vec<_> = self
            .net
            .edges_directed(node, petgraph::Incoming)
            .map(|edge| edge.id())
            .collect();
        edges.sort_unstable();
        edges
    }

    /// The node of a step, gateway or end; silent nodes are not found.
    pub fn node(&self, id: &str) -> Option<NodeIndex> {
        let named = |kind| matches!(kind, NodeKind::Step | NodeKind::Gateway | NodeKind::End);
        self.net
            .node_indices()
            .find(|&node| named(self.net[node].kind) && self.net[node].id == id)
    }
}

/// The probability of each branch of an exclusive or inclusive gateway, a fraction of 1.
///
/// Exclusive ones are normalised; counts become shares; one branch left open takes what the others leave.
pub fn probabilities(gateway: &Gateway) -> Vec<Option<f64>> {
    let branches = &gateway.branches;
    match gateway.kind.unwrap_or(GatewayKind::Exclusive) {
        GatewayKind::Parallel => vec![Some(1.0); branches.len()],
        GatewayKind::Inclusive => branches.iter().map(|branch| branch.p).collect(),
        GatewayKind::Exclusive => exclusive(branches),
    }
}

fn exclusive(branches: &[Branch]) -> Vec<Option<f64>> {
    let counted: Option<Vec<u64>> = branches.iter().map(|branch| branch.n).collect();
    if let Some(counts) = counted {
        let total: u64 = counts.iter().sum();
        return counts
            .iter()
            .map(|&n| (total > 0).then(|| n as f64 / total as f64))
            .collect();
    }
    let known: f64 = branches.iter().filter_map(|branch| branch.p).sum();
    match branches.iter().filter(|branch| branch.p.is_none()).count() {
        0 => branches
            .iter()
            .map(|branch| branch.p.map(|p| p / known))
            .collect(),
        1 => branches
            .iter()
            .map(|branch| Some(branch.p.unwrap_or((1.0 - known).max(0.0))))
            .collect(),
        _ => branches.iter().map(|branch| branch.p).collect(),
    }
}

/// The nodes of the steps, in file order: they come right behind the start.
pub fn step_nodes(graph: &Graph) -> impl Iterator<Item = NodeIndex> {
    let nodes = graph.net.node_indices().skip(1);
    nodes.take_while(|&node| graph.net[node].kind == NodeKind::Step)
}
