//! Small nets by hand: `Net::new().and("fork").flow("start", "fork")...`.

use petgraph::graph::{DiGraph, NodeIndex};
use redtape::graph::{Flow, Graph, Join, Node, NodeKind, Split};
use std::collections::BTreeMap;

/// A net under construction; the node `start` is always there.
pub(crate) struct Net {
    net: DiGraph<Node, Flow>,
    ids: BTreeMap<String, NodeIndex>,
}

impl Net {
    pub(crate) fn new() -> Self {
        let net = Self {
            net: DiGraph::new(),
            ids: BTreeMap::new(),
        };
        net.node("start", NodeKind::Start, Join::Any, Split::One)
    }

    pub(crate) fn node(mut self, id: &str, kind: NodeKind, join: Join, split: Split) -> Self {
        let node = self.net.add_node(Node {
            id: id.into(),
            kind,
            join,
            split,
        });
        self.ids.insert(id.to_owned(), node);
        self
    }

    /// A gateway.
    pub(crate) fn gate(self, id: &str, join: Join, split: Split) -> Self {
        self.node(id, NodeKind::Gateway, join, split)
    }

    /// A gateway that chooses one way.
    pub(crate) fn xor(self, id: &str) -> Self {
        self.gate(id, Join::Any, Split::One)
    }

    /// A gateway that waits for all and starts all.
    pub(crate) fn and(self, id: &str) -> Self {
        self.gate(id, Join::All, Split::All)
    }

    pub(crate) fn end(self, id: &str) -> Self {
        self.node(id, NodeKind::End, Join::Any, Split::All)
    }

    /// A row of flows; ids not yet known become steps.
    pub(crate) fn row(mut self, ids: &[&str]) -> Self {
        for id in ids {
            if !self.ids.contains_key(*id) {
                self = self.node(id, NodeKind::Step, Join::Any, Split::All);
            }
        }
        for pair in ids.windows(2) {
            self = self.flow(pair[0], pair[1], None);
        }
        self
    }

    /// One flow, with its probability.
    pub(crate) fn flow(mut self, from: &str, to: &str, p: Option<f64>) -> Self {
        let flow = Flow {
            branch: Some(to.into()),
            p,
            rework: false,
        };
        self.net.add_edge(self.ids[from], self.ids[to], flow);
        self
    }

    /// A flow that returns a case.
    pub(crate) fn back(mut self, from: &str, to: &str, p: Option<f64>) -> Self {
        self = self.flow(from, to, p);
        let last = self.net.edge_indices().next_back().unwrap();
        self.net[last].rework = true;
        self
    }

    pub(crate) fn build(self) -> Graph {
        Graph::with(self.net, self.ids["start"])
    }
}
