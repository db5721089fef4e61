//! How the nodes of a net stand to each other: what leads where, what always comes before or after
//! what, what runs at the same time, what excludes what.
//!
//! Computed once per net. Statements about paths follow flows; statements about runs also know
//! that a parallel join has waited for all its branches, so they say more. The latter, like
//! concurrency, are meant for sound nets ([`crate::measure::soundness`]).

mod concurrency;
mod escape;
mod order;

pub use escape::{escapes, leading_around};

use crate::graph::{Flow, Graph, NodeKind};
use crate::lookup::Table;
use crate::measure::bits::BitMatrix;
use crate::model::Id;
use petgraph::algo::kosaraju_scc;
use petgraph::graph::NodeIndex;
use petgraph::visit::{EdgeFiltered, EdgeRef};
use std::sync::OnceLock;

/// Nodes, and flows into joins, beyond which the tables would not fit in memory.
const MOST_PLACES: usize = 16_384;

/// The net is too large for its relations to be tabled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLarge {
    /// Its nodes and the flows into its joins.
    pub places: usize,
}

/// The tables of one net.
#[derive(Debug, Clone)]
pub struct Relations {
    ids: Table<Id, NodeIndex>,
    next: Vec<Vec<usize>>,
    leads: BitMatrix,
    leads_forward: BitMatrix,
    before: BitMatrix,
    after: OnceLock<BitMatrix>,
    after_to: Vec<(NodeIndex, OnceLock<BitMatrix>)>,
    concurrent: BitMatrix,
    order: order::Order,
}

impl Relations {
    /// All relations of a net.
    pub fn of(graph: &Graph) -> Result<Self, TooLarge> {
        let joins = concurrency::Places::of(graph);
        if joins.count > MOST_PLACES {
            return Err(TooLarge {
                places: joins.count,
            });
        }
        let order = order::Order::of(graph);
        let leads_forward = closure(graph, false);
        let returns = graph.net.edge_weights().any(|flow| flow.rework);
        let ends = (graph.net.node_indices()).filter(|&node| graph.net[node].kind == NodeKind::End);
        let next = (graph.net.node_indices())
            .map(|node| graph.net.neighbors(node).map(NodeIndex::index).collect())
            .collect();
        let named = |&node: &NodeIndex| {
            matches!(
                graph.net[node].kind,
                NodeKind::Step | NodeKind::Gateway | NodeKind::End
            )
        };
        Ok(Self {
            ids: (graph.net.node_indices().filter(named))
                .map(|node| (graph.net[node].id.clone(), node))
                .collect(),
            next,
            leads: if returns {
                closure(graph, true)
            } else {
                leads_forward.clone()
            },
            leads_forward,
            before: order.before(),
            after: OnceLock::new(),
            after_to: ends.map(|end| (end, OnceLock::new())).collect(),
            concurrent: concurrency::table(graph, &joins),
            order,
        })
    }

    /// The node of a step, gateway or end; silent nodes are not found.
    pub fn node(&self, id: &Id) -> Option<NodeIndex> {
        self.ids.get(id).copied()
    }

    /// Whether a path of at least one flow leads from `a` to `b`.
    pub fn leads(&self, a: NodeIndex, b: NodeIndex) -> bool {
        self.leads.has(a.index(), b.index())
    }

    /// The same without rework flows: within one round.
    pub fn leads_forward(&self, a: NodeIndex, b: NodeIndex) -> bool {
        self.leads_forward.has(a.index(), b.index())
    }

    /// The nodes that `a` leads to within one round, a bit for each index.
    pub fn led_to(&self, a: NodeIndex) -> &[u64] {
        self.leads_forward.row(a.index())
    }

    /// Whether every path of at least one flow from `a` to `c` meets `b` (which may be `a` or `c`);
    /// false when there is no such path.
    pub fn on_every_path(&self, a: NodeIndex, b: NodeIndex, c: NodeIndex) -> bool {
        if !self.leads(a, c) {
            return false;
        }
        b == a || b == c || !self.leads_avoiding(a, b, c)
    }

    /// Whether every path from the start to `b` meets `a`.
    pub fn dominates(&self, a: NodeIndex, b: NodeIndex) -> bool {
        let start = NodeIndex::new(self.order.start);
        a == b || self.on_every_path(start, a, b)
    }

    /// Whether every path from `a` to any end meets `b`.
    pub fn post_dominates(&self, b: NodeIndex, a: NodeIndex) -> bool {
        let mut ends = (self.after_to.iter().map(|(end, _)| *end))
            .filter(|&end| end == a || self.leads(a, end))
            .peekable();
        a == b || ends.peek().is_some() && ends.all(|end| end != a && self.on_every_path(a, b, end))
    }

    /// Whether in every run `a` has happened when `b` happens, on another branch of a parallel block
    /// that was joined before, for instance. A node counts as before itself.
    pub fn always_before(&self, a: NodeIndex, b: NodeIndex) -> bool {
        self.before.has(b.index(), a.index())
    }

    /// Whether in every run in which `a` happens and the case ends, `b` happens then or later.
    pub fn always_after(&self, b: NodeIndex, a: NodeIndex) -> bool {
        let after = self.after.get_or_init(|| self.order.after(|_| true));
        after.has(a.index(), b.index())
    }

    /// The same for the runs that end at `end`; true of all `b` when no run goes from `a` to there.
    pub fn always_after_to(&self, b: NodeIndex, a: NodeIndex, end: NodeIndex) -> bool {
        let Some((_, table)) = self.after_to.iter().find(|(known, _)| *known == end) else {
            return false;
        };
        let to_end = |node: usize| node == end.index() || self.leads.has(node, end.index());
        let table = table.get_or_init(|| self.order.after(to_end));
        !to_end(a.index()) || table.has(a.index(), b.index())
    }

    /// Whether the two can be under way at the same time in one case.
    pub fn concurrent(&self, a: NodeIndex, b: NodeIndex) -> bool {
        self.concurrent.has(a.index(), b.index())
    }

    /// Whether no case meets both, in whatever round.
    pub fn exclusive(&self, a: NodeIndex, b: NodeIndex) -> bool {
        a != b && !self.leads(a, b) && !self.leads(b, a) && !self.concurrent(a, b)
    }

    fn leads_avoiding(&self, a: NodeIndex, b: NodeIndex, c: NodeIndex) -> bool {
        let mut seen = vec![false; self.next.len()];
        seen[b.index()] = true;
        let mut stack = vec![a.index()];
        while let Some(node) = stack.pop() {
            for &next in &self.next[node] {
                if next == c.index() {
                    return true;
                }
                // A node that does not lead to `c` at all is no way around.
                if self.leads.has(next, c.index()) && !std::mem::replace(&mut seen[next], true) {
                    stack.push(next);
                }
            }
        }
        false
    }
}

/// For each node the nodes that paths of at least one flow lead to.
fn closure(graph: &Graph, rework: bool) -> BitMatrix {
    let size = graph.net.node_count();
    let mut leads = BitMatrix::new(size, size);
    let kept = |flow: &Flow| rework || !flow.rework;
    // Components come with those they lead to first.
    let mut reach = |component: &[NodeIndex]| {
        let first = component[0].index();
        for &node in component {
            for flow in graph.net.edges(node).filter(|flow| kept(flow.weight())) {
                let to = flow.target().index();
                leads.set(first, to);
                leads.join_row(first, to);
            }
        }
        for node in &component[1..] {
            leads.join_row(node.index(), first);
        }
    };
    if !rework && graph.order.len() == size {
        graph.order.rchunks(1).for_each(reach);
    } else {
        let net = EdgeFiltered::from_fn(&graph.net, |flow| kept(flow.weight()));
        let components = kosaraju_scc(&net);
        for component in &components {
            reach(component);
        }
    }
    leads
}
