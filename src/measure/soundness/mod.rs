//! Soundness of the control flow: every case can end, ends once, and every step can happen.
//!
//! The classical notion for workflow nets (van der Aalst and others, "Soundness of workflow nets",
//! 2011), played as a game of tokens on flows. First the net is taken apart into regions with one
//! way in and one way out; a net is sound exactly if each region is, with its inner regions taken
//! for plain flows (Vanhatalo, Völzer and Leymann, 2007). Regions of exclusive choices, acyclic
//! ones of parallel parts, and acyclic ones that merge inclusively are sound by their shape; only
//! the rest is searched, state by state, within [`Limits`].

mod game;
mod merges;
mod search;
mod shape;
mod wander;
mod witness;

use super::regions::Regions;
use crate::graph::{Graph, NodeKind};
use petgraph::graph::{EdgeIndex, NodeIndex};

/// How far the search may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// States of the token game visited in each region that has to be searched.
    pub states: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { states: 200_000 }
    }
}

/// What can be said of the control flow.
#[derive(Debug, Clone, PartialEq)]
pub enum Soundness {
    /// Every case can end, ends once, and every step can happen.
    Sound,
    /// Something goes wrong in some run.
    Unsound(Fault),
    /// The search met its limit.
    Undecided {
        /// Why.
        reason: Undecided,
        /// States visited before giving up.
        states: usize,
    },
}

/// Why a net was not judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undecided {
    /// More states than the limit allows.
    TooManyStates,
    /// Outside matched blocks, an inclusive gateway with more than twelve branches, or too many
    /// inclusive merges.
    TooManyChoices,
}

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FaultKind {
    /// A case stops for good before an end: something waits for what never comes.
    Deadlock,
    /// Two tokens on one flow: something is started again while it still has to be done.
    LackOfSynchronisation,
    /// An end is reached while work goes on elsewhere in the case.
    ImproperCompletion,
    /// Something happens in no run.
    DeadNode,
    /// A state from which no run leads to an end.
    NoWayToEnd,
}

/// A fault and the run that shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// What goes wrong.
    pub kind: FaultKind,
    /// Where: what waits for ever, is started twice, ends too early, never happens or never leads
    /// to an end.
    pub at: NodeIndex,
    /// Where else tokens are when it happens.
    pub also: Vec<NodeIndex>,
    /// From the start to the fault; a shortest one, unless the net was too large to search as a
    /// whole. Empty for a dead node, and where the fault was proved without finding a run.
    pub run: Run,
}

/// What happens in one run, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Run(pub Vec<Firing>);

/// A node that goes on, and the flows it gives a token to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Firing {
    /// The node.
    pub node: NodeIndex,
    /// All flows that leave it, or those chosen.
    pub flows: Vec<EdgeIndex>,
}

impl Run {
    /// The steps, gateways and ends passed, each with the branches chosen; silent nodes left out.
    pub fn told<'g>(&self, graph: &'g Graph) -> Vec<(&'g str, Vec<&'g str>)> {
        let branch = |&flow: &EdgeIndex| graph.net[flow].branch.as_deref();
        (self.0.iter())
            .filter(|firing| {
                matches!(
                    graph.net[firing.node].kind,
                    NodeKind::Step | NodeKind::Gateway | NodeKind::End
                )
            })
            .map(|firing| {
                let branches = firing.flows.iter().filter_map(branch).collect();
                (graph.net[firing.node].id.as_str(), branches)
            })
            .collect()
    }
}

/// Whether the control flow is sound, and if not a run that goes wrong.
pub fn decide(graph: &Graph, limits: Limits) -> Soundness {
    decide_by(Regions::of(graph).as_ref(), graph, limits)
}

/// The same of a net that is taken apart already, if it can be.
pub fn decide_by(regions: Option<&Regions>, graph: &Graph, limits: Limits) -> Soundness {
    if let Some(at) = shape::unreachable(graph) {
        return Soundness::Unsound(Fault {
            kind: FaultKind::DeadNode,
            at,
            also: Vec::new(),
            run: Run::default(),
        });
    }
    let lost = shape::lost(graph);
    if !lost.is_empty() {
        let suspect = witness::Suspect {
            kind: FaultKind::NoWayToEnd,
            nodes: lost,
        };
        return Soundness::Unsound(witness::run(graph, limits, &suspect));
    }
    let judged = regions.and_then(|regions| shape::judge(graph, regions, limits));
    match judged {
        Some(shape::Verdict::Sound) => Soundness::Sound,
        Some(shape::Verdict::Unsound(suspect)) => {
            Soundness::Unsound(witness::run(graph, limits, &suspect))
        }
        Some(shape::Verdict::Undecided(reason, states)) => Soundness::Undecided { reason, states },
        None => search_whole(graph, limits),
    }
}

/// The same by plain search of the whole net, without taking it apart: slower, for comparison.
pub fn search_whole(graph: &Graph, limits: Limits) -> Soundness {
    let game = game::Game::of(graph);
    match search::explore(&game, limits) {
        search::Outcome::Sound => Soundness::Sound,
        search::Outcome::Fault(found) => Soundness::Unsound(witness::tell(&game, graph, found)),
        search::Outcome::Undecided(reason, states) => Soundness::Undecided { reason, states },
    }
}
