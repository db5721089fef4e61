//! Which control stands where another one stands, and examines what it examines.

use super::{caught, competent, criteria, gate, reports_to};
use crate::context::Context;
use crate::dependence::{Uses, protected};
use crate::fact::Fact;
use crate::graph::{NodeIndex, step_nodes};
use crate::lookup::Table;
use crate::measure::relations::leading_around;
use crate::message::{Arg, Message};
use crate::model::{Id, Ref, Step};
use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Where the covering control stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// After the other one on every way.
    Later,
    /// Before the other one on every way.
    Earlier,
}

/// How one control stands for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cover {
    /// Where it stands.
    pub place: Place,
    /// Whether the file says what the criteria read, so that changes between the two would show.
    pub reads_known: bool,
}

/// What is kept of two nodes.
type PerPair<T> = RefCell<Table<(NodeIndex, NodeIndex), T>>;

/// What was found out of the controls of one version.
#[derive(Default)]
struct Known {
    guards: RefCell<BTreeMap<NodeIndex, Rc<Guard>>>,
    /// For each control: the steps that change what it looks at, in file order.
    changers: RefCell<BTreeMap<NodeIndex, Rc<[NodeIndex]>>>,
    /// For a step that changes something and a control: what a case can come to from the one without the other.
    around: PerPair<Rc<[bool]>>,
    stand: PerPair<Result<Cover, Message>>,
}

/// What a control stands before.
struct Guard {
    /// The branches that go with it.
    refusing: Vec<Ref>,
    /// The ends and steps behind it that its criteria protect.
    protected: Vec<NodeIndex>,
}

impl Guard {
    fn of(cx: &Context<'_>, a: &Step) -> Self {
        let ends = cx.procedure.ends.iter().map(|end| &end.id);
        let protected = criteria(a).iter().flat_map(|id| protected(cx, id));
        Self {
            refusing: gate(cx, a).refusing().to_vec(),
            protected: ends
                .chain(protected)
                .filter(|id| a.id != **id && cx.leads(&a.id, id))
                .filter_map(|id| cx.node(id))
                .collect(),
        }
    }
}

/// Whether `b` stands on every way on which `a` stands, and nothing in between changes what `a` looks at.
///
/// As the later one it lies on every way from `a`, further rounds included, to each end and step that a
/// criterion of `a` protects; the ways that the refusal of `a` opens go with `a`. As the earlier one it
/// lies on every way to `a` from whatever changes what `a` looks at.
///
/// # Errors
/// Why it does not.
pub fn stands_for(cx: &Context<'_>, a: &Step, b: &Step) -> Result<Cover, Message> {
    let Some(nodes) = cx.node(&a.id).zip(cx.node(&b.id)) else {
        return Err(about("not-on-its-way", a, b));
    };
    let known = cx.once(Known::default);
    if let Some(answer) = known.stand.borrow().get(&nodes) {
        return answer.clone();
    }
    let answer = stands(cx, &known, (a, b), nodes);
    known.stand.borrow_mut().insert(nodes, answer.clone());
    answer
}

fn about(key: &'static str, a: &Step, b: &Step) -> Message {
    let message = Message::new(key).with("a", Arg::name(&a.id));
    message.with("b", Arg::name(&b.id))
}

fn stands(
    cx: &Context<'_>,
    known: &Known,
    (a, b): (&Step, &Step),
    nodes: (NodeIndex, NodeIndex),
) -> Result<Cover, Message> {
    let relations = &cx.relations;
    if relations.concurrent(nodes.0, nodes.1) {
        return Err(about("at-the-same-time", a, b));
    }
    let place = if relations.leads_forward(nodes.0, nodes.1) {
        Place::Later
    } else if relations.always_before(nodes.1, nodes.0) {
        Place::Earlier
    } else {
        return Err(about("not-on-its-way", a, b));
    };
    if let Some(changer) = known.changed_between(cx, nodes, place) {
        let changer = Arg::name(&cx.graph.net[changer].id);
        return Err(about("changed-between", a, b).with("step", changer));
    }
    if place == Place::Later {
        let guard = known.guards.borrow().get(&nodes.0).cloned();
        let guard = guard.unwrap_or_else(|| Rc::new(Guard::of(cx, a)));
        known.guards.borrow_mut().insert(nodes.0, guard.clone());
        if let Some(missed) = missed(cx, &guard, nodes) {
            let what = Arg::name(&cx.graph.net[missed].id);
            return Err(about("way-around", a, b).with("what", what));
        }
    }
    let reads = |id: &Id| {
        let criterion = cx.procedure.criterion(id);
        criterion.is_some_and(|criterion| criterion.reads.is_some())
    };
    Ok(Cover {
        place,
        reads_known: criteria(a).iter().all(reads) && !criteria(a).is_empty(),
    })
}

/// What the later one of the two does not stand before, although a criterion of the earlier one protects it.
fn missed(cx: &Context<'_>, guard: &Guard, (a, b): (NodeIndex, NodeIndex)) -> Option<NodeIndex> {
    let around = cx.escapes(a, b, &guard.refusing);
    let mut protected = guard.protected.iter().copied();
    protected.find(|node| around[node.index()])
}

impl Known {
    /// A step that may change what `a` looks at between the one control and the other.
    fn changed_between(
        &self,
        cx: &Context<'_>,
        (a, b): (NodeIndex, NodeIndex),
        place: Place,
    ) -> Option<NodeIndex> {
        let relations = &cx.relations;
        let changers = self.changers(cx, a);
        let mut changers = changers.iter().copied().filter(|node| *node != b);
        // Few ways come to `a` around `b`: which steps are on one at all is found out for all of them at once.
        let leads_around = OnceCell::new();
        let leads_around = |node: NodeIndex| {
            leads_around.get_or_init(|| leading_around(&cx.graph, a, b))[node.index()]
        };
        changers.find(|&node| {
            let beside = || relations.concurrent(node, a) || relations.concurrent(node, b);
            let between = || match place {
                Place::Later => {
                    relations.leads_forward(a, node) && relations.leads_forward(node, b)
                }
                Place::Earlier => leads_around(node) && self.around(cx, node, b)[a.index()],
            };
            beside() || between()
        })
    }

    /// The other steps that change what `a` looks at, in file order.
    fn changers(&self, cx: &Context<'_>, a: NodeIndex) -> Rc<[NodeIndex]> {
        let known = self.changers.borrow().get(&a).cloned();
        known.unwrap_or_else(|| {
            let uses = Uses::of(cx);
            let changers: Rc<[NodeIndex]> = step_nodes(&cx.graph)
                .filter(|&node| node != a && uses.changes(node, a))
                .collect();
            self.changers.borrow_mut().insert(a, changers.clone());
            changers
        })
    }

    /// Whether a case can come from a step to each node without `b` having happened on the way.
    fn around(&self, cx: &Context<'_>, from: NodeIndex, b: NodeIndex) -> Rc<[bool]> {
        let known = self.around.borrow().get(&(from, b)).cloned();
        known.unwrap_or_else(|| {
            let around: Rc<[bool]> = cx.escapes(from, b, &[]).into();
            self.around.borrow_mut().insert((from, b), around.clone());
            around
        })
    }
}

/// Whether `b` is stated to examine all that `a` is stated to examine.
pub fn covers(a: &Step, b: &Step) -> bool {
    criteria(a).iter().all(|id| criteria(b).contains(id))
}

/// The sign-off among `others` that can best stand for `a`: one that examines the same, is competent,
/// stands above `a`, comes later, is near; first among those that stand on its way at all.
pub fn best_cover<'a>(
    cx: &Context<'a>,
    a: &Step,
    others: impl Iterator<Item = &'a Step>,
) -> Option<&'a Step> {
    let signing = others.filter(|b| b.id != a.id && b.signs());
    let mut ranked: Vec<_> = signing.map(|b| (rank(cx, a, b), b)).collect();
    ranked.sort_by(|one, other| one.0.cmp(&other.0));
    // Whether one stands on the way is dear to find out, so it is asked of the best ones first.
    let stands = ranked.iter().find(|(_, b)| stands_for(cx, a, b).is_ok());
    stands.or(ranked.first()).map(|(_, b)| *b)
}

/// The lower, the better.
fn rank(cx: &Context<'_>, a: &Step, b: &Step) -> impl Ord + use<> {
    let denied = || {
        let beyond = "examines-nothing-beyond";
        let beyond = (cx.facts.has(beyond)).then(|| Fact::new(beyond, [&a.id, &b.id]));
        let given = beyond.and_then(|beyond| cx.facts.answer(&beyond));
        given.is_some_and(|given| !given.yes)
    };
    let able = || {
        let examined = criteria(a).iter();
        examined.map(|criterion| competent(cx, &b.role, criterion))
    };
    let distance = cx.place(&a.id).abs_diff(cx.place(&b.id));
    (
        !covers(a, b),
        denied() || able().any(|able| able == Some(false)),
        able().any(|able| able != Some(true)),
        !reports_to(cx, a, b),
        // One that is out of place but comes later explains best why it does not do.
        !cx.leads(&a.id, &b.id),
        distance,
        b.id.clone(),
    )
}

/// Steps in the order in which they should go: what catches least first, what is not counted last.
pub(crate) fn least_caught_first(cx: &Context<'_>, steps: &mut [&Step]) {
    if steps.len() < 2 || steps.iter().all(|step| step.decisions.is_none()) {
        return;
    }
    let bound = |step: &Step| caught(cx, step).map_or(f64::INFINITY, |caught| caught.count.upper());
    // The bits of numbers that are not negative are in the order of the numbers.
    steps.sort_by_cached_key(|step| bound(step).max(0.0).to_bits());
}

/// Criteria that both of two steps are stated to examine.
pub(crate) fn shared(a: &Step, b: &Step) -> BTreeSet<Id> {
    let both = criteria(a).iter().filter(|id| criteria(b).contains(id));
    both.cloned().collect()
}
