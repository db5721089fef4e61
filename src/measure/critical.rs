//! Critical path and slack, for each exclusive scenario.
//!
//! A scenario takes one branch at each choice that it comes to, and no loop. Its steps form a
//! network of events: earliest starts forward, latest starts backward, slack between them (Kelley
//! and Walker, "Critical-path planning and scheduling", 1959). The likeliest and the longest
//! scenario are told in full; [`criticality`] is the share of cases in which a step has no slack, over
//! at most [`MOST_SCENARIOS`] scenarios, the likelier branches first.

mod network;
mod scenario;

use super::base::Base;
use super::figure::{Notes, Unit};
use super::structure::Structure;
use super::time::{Aspect, Terms, value, ways};
use crate::graph::{Graph, NodeIndex, NodeKind};
use crate::model::{Id, Procedure};
use network::Network;
use scenario::{Goal, Scenario, Scenarios};
use std::collections::{BTreeMap, BTreeSet};

/// Scenarios beyond which criticality is of those looked at only.
pub const MOST_SCENARIOS: usize = 256;

/// Share of the whole below which two times count as equal.
pub const ROUNDING: f64 = 1e-9;

/// A step on a timeline, in the timeline's unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Timed {
    /// The step.
    pub id: Id,
    /// Its earliest start.
    pub start: f64,
    /// Its earliest end.
    pub end: f64,
    /// How much later it may start without the whole taking longer.
    pub slack: f64,
}

/// One scenario in time.
#[derive(Debug, Clone, PartialEq)]
pub struct Timeline {
    /// Its steps, in file order.
    pub steps: Vec<Timed>,
    /// How long it takes.
    pub length: f64,
    /// Its share of the cases that take no loop, a fraction of 1; none where a probability on it is unknown.
    pub probability: Option<f64>,
}

impl Timeline {
    /// The steps that take time and have no slack: they set how long the whole takes.
    pub fn tight(&self) -> impl Iterator<Item = &Timed> {
        let close = self.length * ROUNDING;
        let steps = self.steps.iter();
        steps.filter(move |timed| timed.slack <= close && timed.end > timed.start)
    }
}

/// The scenarios of a procedure.
#[derive(Debug, Clone, PartialEq)]
pub struct Critical {
    /// Unit of all times: where both clocks are used, each step is put on the calendar by itself.
    pub unit: Unit,
    /// The likeliest scenario; branches of unknown probability share what the others leave.
    pub likeliest: Timeline,
    /// The longest scenario.
    pub longest: Timeline,
    /// Steps whose time is unknown; they take none here.
    pub unknown: BTreeSet<Id>,
    /// How the times were come by.
    pub notes: Notes,
}

/// In how many cases each step sets how long the whole takes.
#[derive(Debug, Clone, PartialEq)]
pub struct Criticality {
    /// For each step, the share of cases (of those looked at) in which it happens and has no slack.
    pub of_step: BTreeMap<Id, f64>,
    /// Scenarios looked at.
    pub scenarios: usize,
    /// Whether there are more.
    pub more: bool,
    /// Share of the cases that the scenarios looked at cover, a fraction of 1.
    pub covered: f64,
}

/// The scenarios of a procedure; nothing where its net is not made of blocks.
pub fn critical(procedure: &Procedure, graph: &Graph) -> Option<Critical> {
    critical_on(&Base::of(procedure, graph), procedure, graph)
}

/// Those of a version; `base` is that of its net.
pub fn critical_on(base: &Base, procedure: &Procedure, graph: &Graph) -> Option<Critical> {
    let times = Times::of(base, procedure, graph)?;
    let (network, scenarios) = times.scenarios();
    let timeline = |scenario: &Scenario| network.run(scenario).timeline(graph, &times.of_node);
    let likeliest = scenarios.best(&Goal::Likeliest)?;
    let longest = scenarios.best(&Goal::Longest(&network))?;
    let other = (longest.taken != likeliest.taken).then(|| timeline(&longest));
    let likeliest = timeline(&likeliest);
    Some(Critical {
        unit: times.unit,
        longest: other.unwrap_or_else(|| likeliest.clone()),
        likeliest,
        unknown: times.terms.unknown,
        notes: times.terms.notes,
    })
}

/// Looks at the scenarios of a version one by one and counts where each step has no slack; nothing where its net is not
/// made of blocks.
pub fn criticality(procedure: &Procedure, graph: &Graph) -> Option<Criticality> {
    let base = Base::of(procedure, graph);
    let times = Times::of(&base, procedure, graph)?;
    let (network, scenarios) = times.scenarios();
    let mut shares = vec![0.0; graph.net.node_count()];
    let (mut looked_at, mut covered) = (0, 0.0);
    let mut choices = Vec::new();
    let more = loop {
        let scenario = scenarios.read(&mut choices);
        let run = network.run(&scenario);
        looked_at += 1;
        covered += scenario.weight;
        for (node, share) in shares.iter_mut().enumerate() {
            if run.is_critical(node, &times.of_node) {
                *share += scenario.weight;
            }
        }
        let more = Scenarios::next(&mut choices);
        if !more || looked_at >= MOST_SCENARIOS {
            break more;
        }
    };
    let steps = graph.net.node_indices();
    let steps = steps.filter(|&node| graph.net[node].kind == NodeKind::Step);
    let share = |node: NodeIndex| shares[node.index()] / f64::max(covered, f64::MIN_POSITIVE);
    Some(Criticality {
        of_step: (steps.map(|node| (graph.net[node].id.clone(), share(node)))).collect(),
        scenarios: looked_at,
        more,
        covered,
    })
}

/// How long each step of a net made of blocks takes.
struct Times<'a> {
    graph: &'a Graph,
    structure: &'a Structure,
    terms: Terms,
    unit: Unit,
    /// Of each node, in that unit.
    of_node: Vec<f64>,
}

impl<'a> Times<'a> {
    fn of(base: &'a Base, procedure: &Procedure, graph: &'a Graph) -> Option<Self> {
        let (structure, clock) = (base.structure()?, &base.clock);
        if !structure.tangles().is_empty() {
            return None;
        }
        let mut terms = Terms::of(procedure, graph, clock, Aspect::Elapsed, |_| true);
        let unit = terms.unit(clock);
        let expected = |range: &super::time::Range| {
            let days = value(clock, &unit, range.mean.unwrap_or(range.min));
            if days.is_finite() { days } else { 0.0 }
        };
        Some(Self {
            graph,
            structure,
            of_node: terms.of_node.iter().map(expected).collect(),
            terms,
            unit,
        })
    }

    fn scenarios(&self) -> (Network<'_>, Scenarios<'_>) {
        let network = Network::new(self.graph, self.structure, &self.of_node);
        let returning = ways::returning(self.graph, self.structure);
        (network, Scenarios::new(self.structure, &returning))
    }
}
