//! What rules and preconditions look at: one version of a procedure with everything computed from it once.

use crate::fact::{Fact, Facts, Verdict};
use crate::graph::{Graph, NodeKind};
use crate::measure::Base;
use crate::measure::critical::{Critical, critical_on};
use crate::measure::regions::Regions;
use crate::measure::relations::{self, Relations, TooLarge};
use crate::measure::vector::{Shape, Vector};
use crate::message::{Arg, Message};
use crate::model::{Id, Procedure, Ref, Step};
use petgraph::Incoming;
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;
use std::any::{Any, TypeId};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::{Arc, OnceLock};

/// One version of a procedure under analysis.
pub struct Context<'a> {
    /// The procedure.
    pub procedure: &'a Procedure,
    /// The answers at hand.
    pub facts: &'a Facts,
    /// Its net.
    pub graph: Arc<Graph>,
    /// How the nodes of the net stand to each other.
    pub relations: Arc<Relations>,
    /// How many flows the longest way to each node has.
    depths: Arc<Vec<usize>>,
    base: Arc<OnceLock<Base>>,
    consulted: RefCell<BTreeSet<String>>,
    known: Known,
}

/// What modules found out about one version with the answers at hand, by type ([`Context::once`]). Cheap to clone: the
/// clones know the same.
#[derive(Clone, Default)]
pub struct Known(Rc<RefCell<BTreeMap<TypeId, Rc<dyn Any>>>>);

/// Where the steps stand in the file, in the order of a case.
struct InOrder(Vec<usize>);

/// The net of a version with what is computed from it alone: neither the place of the procedure in memory nor
/// the answers matter to it. Cheap to clone.
#[derive(Clone)]
pub struct Net {
    /// The net.
    pub graph: Arc<Graph>,
    /// How its nodes stand to each other.
    pub relations: Arc<Relations>,
    depths: Arc<Vec<usize>>,
    shape: Arc<OnceLock<Shape>>,
    base: Arc<OnceLock<Base>>,
}

impl Net {
    /// The net of a procedure.
    ///
    /// # Errors
    /// [`TooLarge`] where the tables of the net would not fit in memory.
    pub fn of(procedure: &Procedure) -> Result<Self, TooLarge> {
        Self::with(Graph::of(procedure))
    }

    /// The net of which this is the graph.
    ///
    /// # Errors
    /// [`TooLarge`] where the tables of the net would not fit in memory.
    pub fn with(graph: Graph) -> Result<Self, TooLarge> {
        let relations = Relations::of(&graph)?;
        let depths = depths(&graph);
        Ok(Self {
            graph: Arc::new(graph),
            relations: Arc::new(relations),
            depths: Arc::new(depths),
            shape: Arc::default(),
            base: Arc::default(),
        })
    }

    /// The net of which this is the graph, taken apart already if it can be; `procedure` has this net.
    ///
    /// # Errors
    /// [`TooLarge`] where the tables of the net would not fit in memory.
    pub fn apart(
        graph: Graph,
        regions: Option<&Regions>,
        procedure: &Procedure,
    ) -> Result<Self, TooLarge> {
        let net = Self::with(graph)?;
        net.base
            .get_or_init(|| Base::with(regions, procedure, &net.graph));
        Ok(net)
    }

    /// What its figures rest on; `procedure` is a version that has this net.
    pub fn base(&self, procedure: &Procedure) -> &Base {
        self.base.get_or_init(|| Base::of(procedure, &self.graph))
    }

    /// The vector of a version that has this net.
    pub fn vector(&self, procedure: &Procedure) -> Vector {
        let shape = self.shape.get_or_init(|| {
            let ways = self.base(procedure).ways(&self.graph);
            Shape::of(&self.graph, &self.relations, ways.clone())
        });
        Vector::of(procedure, shape)
    }

    /// The net of a procedure made from the one that this is the net of: the same where the flow is.
    ///
    /// # Errors
    /// [`TooLarge`] where the tables of the net would not fit in memory.
    pub fn after(&self, before: &Procedure, after: &Procedure) -> Result<Self, TooLarge> {
        let same_step = |(a, b): (&Step, &Step)| a.id == b.id && a.after == b.after;
        let steps = before.steps.iter().zip(&after.steps);
        let same = before.gateways == after.gateways
            && before.ends == after.ends
            && before.steps.len() == after.steps.len()
            && steps.into_iter().all(same_step);
        if same {
            Ok(self.clone())
        } else {
            Self::of(after)
        }
    }
}

impl<'a> Context<'a> {
    /// Computes what the analysis needs.
    ///
    /// # Errors
    /// [`TooLarge`] where the tables of the net would not fit in memory.
    pub fn of(procedure: &'a Procedure, facts: &'a Facts) -> Result<Self, TooLarge> {
        Ok(Self::with(procedure, facts, Net::of(procedure)?))
    }

    /// The version whose net is known already.
    pub fn with(procedure: &'a Procedure, facts: &'a Facts, net: Net) -> Self {
        Self {
            procedure,
            facts,
            graph: net.graph,
            relations: net.relations,
            depths: net.depths,
            base: net.base,
            consulted: RefCell::default(),
            known: Known::default(),
        }
    }

    /// The same, with what other contexts of this version and these answers have found out.
    #[must_use]
    pub fn knowing(mut self, known: Known) -> Self {
        self.known = known;
        self
    }

    /// What the figures of this version rest on.
    pub fn base(&self) -> &Base {
        self.base
            .get_or_init(|| Base::of(self.procedure, &self.graph))
    }

    /// The scenarios of this version; nothing where its net is not made of blocks.
    pub fn critical(&self) -> Rc<Option<Critical>> {
        self.once(|| critical_on(self.base(), self.procedure, &self.graph))
    }

    /// The node of a step, gateway or end.
    pub fn node(&self, id: &Id) -> Option<NodeIndex> {
        self.relations.node(id)
    }

    /// What another module found out about this version and needs often: made when it is first wanted, and kept
    /// as long as the version.
    pub fn once<T: Any>(&self, make: impl FnOnce() -> T) -> Rc<T> {
        let key = TypeId::of::<T>();
        let known = self.known.0.borrow().get(&key).cloned();
        if let Some(known) = known.and_then(|known| known.downcast().ok()) {
            return known;
        }
        let made = Rc::new(make());
        self.known.0.borrow_mut().insert(key, made.clone());
        made
    }

    fn related(&self, a: &Id, b: &Id, test: impl Fn(NodeIndex, NodeIndex) -> bool) -> bool {
        self.node(a)
            .zip(self.node(b))
            .is_some_and(|(a, b)| test(a, b))
    }

    /// Whether in every run `a` has happened when `b` happens. An element counts as before itself.
    pub fn always_before(&self, a: &Id, b: &Id) -> bool {
        self.related(a, b, |a, b| self.relations.always_before(a, b))
    }

    /// Whether in every run in which `a` happens and the case ends, `b` happens then or later.
    pub fn always_after(&self, b: &Id, a: &Id) -> bool {
        self.related(b, a, |b, a| self.relations.always_after(b, a))
    }

    /// Whether a path leads from `a` to `b` within one round.
    pub fn leads(&self, a: &Id, b: &Id) -> bool {
        self.related(a, b, |a, b| self.relations.leads_forward(a, b))
    }

    /// Whether the two can be under way at the same time in one case.
    pub fn concurrent(&self, a: &Id, b: &Id) -> bool {
        self.related(a, b, |a, b| self.relations.concurrent(a, b))
    }

    /// Whether one round of a case can meet both.
    pub fn meet(&self, a: &Id, b: &Id) -> bool {
        self.leads(a, b) || self.leads(b, a) || self.concurrent(a, b)
    }

    /// The steps in the order of a case: by the longest way from the start, then by id, so that the order of the file
    /// does not matter. A step that leads to another comes before it.
    pub fn steps_in_order(&self) -> Vec<&'a Step> {
        let steps = &self.procedure.steps;
        let order = self.once(|| {
            let mut order: Vec<usize> = (0..steps.len()).collect();
            // The nodes of the steps come in file order behind the start.
            order.sort_by_key(|&at| (self.depths[at + 1], &steps[at].id));
            InOrder(order)
        });
        order.0.iter().map(|&at| &steps[at]).collect()
    }

    /// The step that directly and alone follows `id`, where nothing else does: no gateway, no other
    /// follower, no other predecessor.
    pub fn sole_follower(&self, id: &Id) -> Option<&'a Step> {
        let net = &self.graph.net;
        let mut flows = net.edges(self.node(id)?);
        let to = flows.next()?.target();
        let mut back = net.edges_directed(to, Incoming);
        let alone = flows.next().is_none() && back.nth(1).is_none();
        self.step_at(to).filter(|_| alone)
    }

    /// The nodes that directly follow one within one round, silent ones among them.
    pub fn onward(&self, node: NodeIndex) -> impl Iterator<Item = NodeIndex> {
        let flows = self.graph.net.edges(node);
        let onward = flows.filter(|flow| !flow.weight().rework);
        onward.map(|flow| flow.target())
    }

    /// The steps that directly follow `id` within one round: nothing but gateways between.
    pub fn next_steps(&self, id: &Id) -> Vec<&'a Step> {
        let net = &self.graph.net;
        let mut open: Vec<NodeIndex> = self.node(id).into_iter().collect();
        let mut seen = vec![false; net.node_count()];
        let mut found = Vec::new();
        while let Some(node) = open.pop() {
            for to in self.onward(node) {
                if std::mem::replace(&mut seen[to.index()], true) {
                    continue;
                }
                if net[to].kind == NodeKind::Step {
                    found.push(to);
                } else {
                    open.push(to);
                }
            }
        }
        found.sort_unstable();
        found
            .iter()
            .filter_map(|&node| self.step_at(node))
            .collect()
    }

    /// The nodes that a case can come to after `from`, in this round or a later one, without `via` having
    /// happened on the way; branches that are `cut` are not taken.
    pub fn escapes(&self, from: NodeIndex, via: NodeIndex, cut: &[Ref]) -> Vec<bool> {
        let net = &self.graph.net;
        let is_cut = |flow| {
            let source = net.edge_endpoints(flow).map(|(source, _)| &net[source].id);
            cut.iter().any(|branch| {
                source.is_some_and(|source| branch.id == *source)
                    && branch.branch.as_ref() == net[flow].branch.as_ref()
            })
        };
        relations::escapes(&self.graph, from, via, is_cut)
    }

    /// How far on an element stands: the flows of the longest way to it from the start, without rework. It is more
    /// than that of all that lead to the element, and does not depend on the order of the file.
    pub fn place(&self, id: &Id) -> usize {
        let node = self.node(id);
        node.map_or(usize::MAX, |node| self.depths[node.index()])
    }

    /// The step with this id, which a target names and therefore exists.
    pub fn step(&self, id: &Id) -> Option<&'a Step> {
        self.step_at(self.node(id)?)
    }

    /// Where a step of this version stands in the file.
    pub fn position(&self, step: &Step) -> Option<usize> {
        // The nodes of the steps come in file order behind the start.
        Some(self.node(&step.id)?.index() - 1)
    }

    /// The step that a node stands for.
    pub fn step_at(&self, node: NodeIndex) -> Option<&'a Step> {
        // The nodes of the steps come in file order behind the start.
        let step = self.procedure.steps.get(node.index().checked_sub(1)?)?;
        (self.graph.net[node].kind == NodeKind::Step).then_some(step)
    }

    /// What somebody answered to a fact: holds on yes, fails on no, unknown where nobody did. A decision that nobody has put a
    /// name to is none.
    pub fn ask(&self, fact: Fact) -> Verdict {
        let names = [Some(fact.text()), fact.pattern()];
        self.consulted
            .borrow_mut()
            .extend(names.into_iter().flatten());
        let given = self.facts.answer(&fact);
        match given.filter(|given| !given.yes || given.is_signed() || !fact.is_decision()) {
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
                    .map_or_else(|| Message::new("somebody").into(), Arg::from);
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

    /// The facts that preconditions have asked for so far, answered or not, and their patterns.
    pub fn consulted(&self) -> BTreeSet<String> {
        self.consulted.borrow().clone()
    }
}

/// For each node, how many flows the longest way from the start to it has; rework flows are not counted.
fn depths(graph: &Graph) -> Vec<usize> {
    let mut depths = vec![0_usize; graph.net.node_count()];
    for &node in &graph.order {
        for flow in graph.net.edges(node).filter(|flow| !flow.weight().rework) {
            let to = flow.target().index();
            depths[to] = depths[to].max(depths[node.index()] + 1);
        }
    }
    depths
}
