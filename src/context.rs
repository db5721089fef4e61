//! What rules and preconditions look at: one version of a procedure with everything computed from it once.

use crate::fact::{Fact, Facts, Verdict};
use crate::graph::{Graph, NodeKind};
use crate::measure::relations::{self, Relations, TooLarge};
use crate::measure::vector::Vector;
use crate::message::{Arg, Message};
use crate::model::{Id, Procedure, Ref, Step};
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeFiltered;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// One version of a procedure under analysis.
pub struct Context<'a> {
    /// The procedure.
    pub procedure: &'a Procedure,
    /// Its net.
    pub graph: Graph,
    /// How the nodes of the net stand to each other.
    pub relations: Relations,
    /// The answers at hand.
    pub facts: &'a Facts,
    /// Nodes, each after all that lead to it without rework.
    pub order: Vec<NodeIndex>,
    nodes: BTreeMap<String, NodeIndex>,
    consulted: RefCell<BTreeSet<String>>,
}

impl<'a> Context<'a> {
    /// Computes what the analysis needs.
    ///
    /// # Errors
    /// [`TooLarge`] where the tables of the net would not fit in memory.
    pub fn of(procedure: &'a Procedure, facts: &'a Facts) -> Result<Self, TooLarge> {
        let graph = Graph::of(procedure);
        let relations = Relations::of(&graph)?;
        let named = |kind| matches!(kind, NodeKind::Step | NodeKind::Gateway | NodeKind::End);
        let nodes = graph
            .net
            .node_indices()
            .filter(|&node| named(graph.net[node].kind));
        let nodes = nodes
            .map(|node| (graph.net[node].id.clone(), node))
            .collect();
        let forward = EdgeFiltered::from_fn(&graph.net, |flow| !flow.weight().rework);
        // The loader has refused every cycle that is not marked as rework.
        let order = petgraph::algo::toposort(&forward, None).unwrap_or_default();
        Ok(Self {
            procedure,
            graph,
            relations,
            facts,
            order,
            nodes,
            consulted: RefCell::default(),
        })
    }

    /// The vector of this version.
    pub fn vector(&self) -> Vector {
        Vector::of(self.procedure, &self.graph, &self.relations)
    }

    /// The node of a step, gateway or end.
    pub fn node(&self, id: &str) -> Option<NodeIndex> {
        self.nodes.get(id).copied()
    }

    fn related(&self, a: &str, b: &str, test: impl Fn(NodeIndex, NodeIndex) -> bool) -> bool {
        self.node(a)
            .zip(self.node(b))
            .is_some_and(|(a, b)| test(a, b))
    }

    /// Whether in every run `a` has happened when `b` happens. An element counts as before itself.
    pub fn always_before(&self, a: &str, b: &str) -> bool {
        self.related(a, b, |a, b| self.relations.always_before(a, b))
    }

    /// Whether in every run in which `a` happens and the case ends, `b` happens then or later.
    pub fn always_after(&self, b: &str, a: &str) -> bool {
        self.related(b, a, |b, a| self.relations.always_after(b, a))
    }

    /// Whether a path leads from `a` to `b` within one round.
    pub fn leads(&self, a: &str, b: &str) -> bool {
        self.related(a, b, |a, b| self.relations.leads_forward(a, b))
    }

    /// Whether the two can be under way at the same time in one case.
    pub fn concurrent(&self, a: &str, b: &str) -> bool {
        self.related(a, b, |a, b| self.relations.concurrent(a, b))
    }

    /// Whether one round of a case can meet both.
    pub fn meet(&self, a: &str, b: &str) -> bool {
        self.leads(a, b) || self.leads(b, a) || self.concurrent(a, b)
    }

    /// The steps in the order of a case: by the longest way from the start, then by id, so that the order of the file
    /// does not matter. A step that leads to another comes before it.
    pub fn steps_in_order(&self) -> Vec<&'a Step> {
        let mut depth = vec![0_usize; self.graph.net.node_count()];
        for &node in &self.order {
            for flow in self.graph.out_flows(node) {
                let ends = self.graph.net.edge_endpoints(flow);
                if let Some((_, to)) = ends.filter(|_| !self.graph.net[flow].rework) {
                    depth[to.index()] = depth[to.index()].max(depth[node.index()] + 1);
                }
            }
        }
        let at = |step: &Step| self.node(&step.id).map(|node| depth[node.index()]);
        let mut steps: Vec<&Step> = self.procedure.steps.iter().collect();
        steps.sort_by(|a, b| at(a).cmp(&at(b)).then_with(|| a.id.cmp(&b.id)));
        steps
    }

    /// The step that directly and alone follows `id`, where nothing else does: no gateway, no other
    /// follower, no other predecessor.
    pub fn sole_follower(&self, id: &str) -> Option<&'a Step> {
        let node = self.node(id)?;
        let [flow] = self.graph.out_flows(node)[..] else {
            return None;
        };
        let (_, to) = self.graph.net.edge_endpoints(flow)?;
        let alone = self.graph.in_flows(to).len() == 1 && self.graph.net[to].kind == NodeKind::Step;
        if alone {
            self.procedure.step(&self.graph.net[to].id)
        } else {
            None
        }
    }

    /// The steps that directly follow `id` within one round: nothing but gateways between.
    pub fn next_steps(&self, id: &str) -> Vec<&'a Step> {
        let mut open: Vec<NodeIndex> = self.node(id).into_iter().collect();
        let mut seen = BTreeSet::new();
        let mut found = BTreeSet::new();
        while let Some(node) = open.pop() {
            for flow in self.graph.out_flows(node) {
                let Some((_, to)) = self.graph.net.edge_endpoints(flow) else {
                    continue;
                };
                if self.graph.net[flow].rework || !seen.insert(to) {
                    continue;
                }
                if self.graph.net[to].kind == NodeKind::Step {
                    found.insert(to);
                } else {
                    open.push(to);
                }
            }
        }
        let ids = found.iter().map(|&node| &self.graph.net[node].id);
        ids.filter_map(|id| self.procedure.step(id)).collect()
    }

    /// Steps, gateways and ends that a case can come to after `from`, in this round or a later one,
    /// without `via` having happened on the way; branches that are `cut` are not taken.
    pub fn escapes(&self, from: &str, via: &str, cut: &[Ref]) -> BTreeSet<String> {
        let Some((from, via)) = self.node(from).zip(self.node(via)) else {
            return BTreeSet::new();
        };
        let net = &self.graph.net;
        let is_cut = |flow| {
            let source = net.edge_endpoints(flow).map(|(source, _)| &net[source].id);
            cut.iter().any(|branch| {
                source.is_some_and(|source| branch.id == *source)
                    && branch.branch.as_ref().map(|id| &id.0) == net[flow].branch.as_ref()
            })
        };
        let found = relations::escapes(&self.graph, from, via, is_cut);
        let named = found.into_iter().map(|node| net[node].id.clone());
        named.filter(|id| self.nodes.contains_key(id)).collect()
    }

    /// The place of an element in an order in which each comes after all that lead to it.
    pub fn place(&self, id: &str) -> usize {
        let node = self.node(id);
        let at = self.order.iter().position(|&known| Some(known) == node);
        at.unwrap_or(self.order.len())
    }

    /// The step with this id, which a target names and therefore exists.
    pub fn step(&self, id: &Id) -> Option<&'a Step> {
        self.procedure.step(id)
    }

    /// What somebody answered to a fact: holds on yes, fails on no, unknown where nobody did.
    pub fn ask(&self, fact: Fact) -> Verdict {
        self.consulted.borrow_mut().insert(fact.text());
        match self.facts.answer(&fact) {
            None => Verdict::Unknown(vec![fact]),
            Some(given) => {
                let key = if given.yes {
                    "answered-yes"
                } else {
                    "answered-no"
                };
                let by = given
                    .by
                    .clone()
                    .map_or_else(|| Message::new("somebody").into(), Arg::Text);
                let message = Message::new(key)
                    .with("question", fact.question())
                    .with("by", by);
                if given.yes {
                    Verdict::Holds(message)
                } else {
                    Verdict::Fails(message)
                }
            }
        }
    }

    /// The facts that preconditions have asked for so far, answered or not.
    pub fn consulted(&self) -> BTreeSet<String> {
        self.consulted.borrow().clone()
    }
}
