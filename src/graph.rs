//! The petgraph view of a procedure: built fresh for each analysis, never kept across an edit.
//!
//! A workflow net in which each node waits in one way ([`Join`]) and goes on in one way
//! ([`Split`]). Where the file mixes two ways at one place (a branch with several followers; a
//! step that waits for several others and is also sent back to), a silent [`NodeKind::Fork`] or
//! [`NodeKind::Join`] node stands between.

use petgraph::graph::{DiGraph, NodeIndex};

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
    /// A silent node that waits for all its predecessors.
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
    pub id: String,
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
    pub branch: Option<String>,
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
}
