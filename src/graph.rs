//! The petgraph view of a procedure: built fresh for each analysis, never kept across an edit.
//!
//! A workflow net in which each node waits in one way ([`Join`]) and goes on in one way
//! ([`Split`]). Where the file mixes two ways at one place (a branch with several followers; a
//! step that waits for several others and is also sent back to), a silent [`NodeKind::Fork`] or
//! [`NodeKind::Join`] node stands between.

use crate::model::{After, Branch, Gateway, GatewayKind, Procedure};
use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;
use std::collections::BTreeMap;

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

impl Graph {
    /// The net of a procedure that the loader accepted.
    pub fn of(procedure: &Procedure) -> Self {
        let mut builder = Builder::default();
        builder.nodes(procedure);
        builder.flows(procedure);
        builder.build()
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

/// A flow to be: from a node (and branch of it) to a node.
struct Arc {
    from: NodeIndex,
    branch: usize,
    to: NodeIndex,
    flow: Flow,
}

#[derive(Default)]
struct Builder {
    net: DiGraph<Node, Flow>,
    by_id: BTreeMap<String, NodeIndex>,
    arcs: Vec<Arc>,
}

impl Builder {
    fn add(&mut self, id: &str, kind: NodeKind, join: Join, split: Split) -> NodeIndex {
        let node = self.net.add_node(Node {
            id: id.to_owned(),
            kind,
            join,
            split,
        });
        if kind != NodeKind::Start {
            self.by_id.insert(id.to_owned(), node);
        }
        node
    }

    fn nodes(&mut self, p: &Procedure) {
        self.add("", NodeKind::Start, Join::Any, Split::One);
        for step in &p.steps {
            self.add(&step.id, NodeKind::Step, Join::Any, Split::All);
        }
        for gateway in p.gateways.iter().flatten() {
            let split = match gateway.kind.unwrap_or(GatewayKind::Exclusive) {
                GatewayKind::Exclusive => Split::One,
                GatewayKind::Inclusive => Split::Some,
                GatewayKind::Parallel => Split::All,
            };
            self.add(&gateway.id, NodeKind::Gateway, Join::Any, split);
        }
        for end in &p.ends {
            self.add(&end.id, NodeKind::End, Join::Any, Split::All);
        }
    }

    fn flows(&mut self, p: &Procedure) {
        let gateways: BTreeMap<&str, &Gateway> = p
            .gateways
            .iter()
            .flatten()
            .map(|g| (g.id.0.as_str(), g))
            .collect();
        let returned: Vec<&str> = (gateways.values())
            .flat_map(|gateway| {
                gateway
                    .branches
                    .iter()
                    .filter_map(|branch| branch.back_to.as_deref())
            })
            .collect();
        self.starts(p);
        for step in &p.steps {
            self.after(&step.id, step.after.as_ref(), &gateways, &returned);
        }
        for gateway in p.gateways.iter().flatten() {
            self.after(&gateway.id, Some(&gateway.after), &gateways, &returned);
            self.returns(gateway);
        }
        for end in &p.ends {
            self.after(&end.id, Some(&end.after), &gateways, &returned);
        }
    }

    fn starts(&mut self, p: &Procedure) {
        let starting: Vec<_> = p.steps.iter().filter(|step| step.after.is_none()).collect();
        let only = starting.len() == 1;
        for (branch, step) in starting.into_iter().enumerate() {
            let to = self.by_id[step.id.0.as_str()];
            let flow = Flow {
                p: only.then_some(1.0),
                ..Flow::default()
            };
            self.arcs.push(Arc {
                from: NodeIndex::new(0),
                branch,
                to,
                flow,
            });
        }
    }

    fn after(
        &mut self,
        id: &str,
        after: Option<&After>,
        gateways: &BTreeMap<&str, &Gateway>,
        returned: &[&str],
    ) {
        let Some(after) = after else { return };
        let element = self.by_id[id];
        let join = match after {
            After::All(refs) if refs.len() > 1 => Join::All,
            After::Some(refs) if refs.len() > 1 => Join::Some,
            _ => Join::Any,
        };
        let mut to = element;
        if join != Join::Any && returned.contains(&id) {
            to = self.net.add_node(Node {
                id: id.to_owned(),
                kind: NodeKind::Join,
                join,
                split: Split::All,
            });
            self.arcs.push(Arc {
                from: to,
                branch: 0,
                to: element,
                flow: Flow::default(),
            });
        } else {
            self.net[element].join = join;
        }
        for reference in after.refs() {
            let Some(&from) = self.by_id.get(reference.id.0.as_str()) else {
                continue;
            };
            let gateway = gateways.get(reference.id.0.as_str());
            let (branch, flow) = match (gateway, &reference.branch) {
                (Some(gateway), Some(branch)) => branch_flow(gateway, branch),
                _ => (
                    0,
                    Flow {
                        p: Some(1.0),
                        ..Flow::default()
                    },
                ),
            };
            self.arcs.push(Arc {
                from,
                branch,
                to,
                flow,
            });
        }
    }

    fn returns(&mut self, gateway: &Gateway) {
        for branch in &gateway.branches {
            let target = branch
                .back_to
                .as_ref()
                .and_then(|target| self.by_id.get(target.0.as_str()));
            if let Some(&to) = target {
                let (index, flow) = branch_flow(gateway, &branch.id);
                let from = self.by_id[gateway.id.0.as_str()];
                self.arcs.push(Arc {
                    from,
                    branch: index,
                    to,
                    flow: Flow {
                        rework: true,
                        ..flow
                    },
                });
            }
        }
    }

    /// Adds the arcs in file order of their origin; a branch with several followers gets a fork.
    fn build(mut self) -> Graph {
        self.arcs.sort_by_key(|arc| (arc.from, arc.branch));
        let mut arcs = std::mem::take(&mut self.arcs).into_iter().peekable();
        while let Some(arc) = arcs.next() {
            let same = |next: &Arc| next.from == arc.from && next.branch == arc.branch;
            let gateway = self.net[arc.from].kind == NodeKind::Gateway;
            let mut followers = vec![arc.to];
            while let Some(next) = arcs.next_if(|next| gateway && same(next)) {
                followers.push(next.to);
            }
            if followers.len() == 1 {
                self.net.add_edge(arc.from, arc.to, arc.flow);
                continue;
            }
            let id = self.net[arc.from].id.clone();
            let fork = self.net.add_node(Node {
                id,
                kind: NodeKind::Fork,
                join: Join::Any,
                split: Split::All,
            });
            self.net.add_edge(arc.from, fork, arc.flow);
            for to in followers {
                self.net.add_edge(
                    fork,
                    to,
                    Flow {
                        p: Some(1.0),
                        ..Flow::default()
                    },
                );
            }
        }
        Graph {
            net: self.net,
            start: NodeIndex::new(0),
        }
    }
}

fn branch_flow(gateway: &Gateway, branch: &str) -> (usize, Flow) {
    let index = gateway
        .branches
        .iter()
        .position(|known| known.id == *branch)
        .unwrap_or(0);
    let p = probabilities(gateway).get(index).copied().flatten();
    (
        index,
        Flow {
            branch: Some(branch.to_owned()),
            p,
            rework: false,
        },
    )
}
