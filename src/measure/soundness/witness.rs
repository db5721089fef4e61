//! From a fault to a run that a person can follow.

use super::game::{Broken, Game, Move, State};
use super::search::{self, Found, Outcome};
use super::{Fault, FaultKind, Firing, Limits, Run};
use crate::graph::Graph;
use petgraph::graph::{EdgeIndex, NodeIndex};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;

/// Words of state written at most while trying runs at random: some seconds at worst.
const MOST_EFFORT: usize = 200_000_000;

/// What is known of a fault before a run is found.
#[derive(Debug, Clone)]
pub(super) struct Suspect {
    pub kind: FaultKind,
    /// The nodes of the part at fault, the likeliest first.
    pub nodes: Vec<NodeIndex>,
}

/// A run of a net known to be unsound: a shortest one if the whole can be searched, else one found
/// by chance from fixed seeds; if all fail, the fault without a run.
pub(super) fn run(graph: &Graph, limits: Limits, suspect: &Suspect) -> Fault {
    let game = Game::of(graph);
    let found = match search::explore(&game, limits) {
        Outcome::Fault(found) => Some(found),
        _ => wander(&game, &suspect.nodes),
    };
    match found {
        Some(found) => tell(&game, graph, found),
        None => Fault {
            kind: suspect.kind,
            at: suspect.nodes.first().copied().unwrap_or(graph.start),
            also: suspect.nodes.iter().skip(1).copied().collect(),
            run: Run::default(),
        },
    }
}

/// Plays at random, rather towards the suspected nodes, until something breaks.
fn wander(game: &Game, towards: &[NodeIndex]) -> Option<Found> {
    let leads = leads_to(game, towards);
    let words = game.first().len() + 1;
    let mut left = MOST_EFFORT / words;
    let mut random = Pcg64Mcg::seed_from_u64(0);
    while left > 0 {
        let longest = left.min(50 * game.places.len());
        let mut run = Vec::new();
        let mut state = game.first();
        for _ in 0..longest {
            left -= 1;
            match play(game, &leads, &mut random, &mut run, &state) {
                Played::On(next) => state = next,
                Played::Over => break,
                Played::Fault(kind, at) => return Some(found(game, &state, kind, at, run)),
            }
        }
    }
    None
}

enum Played {
    On(State),
    Over,
    Fault(FaultKind, u32),
}

fn play(
    game: &Game,
    leads: &[bool],
    random: &mut Pcg64Mcg,
    run: &mut Vec<Move>,
    state: &State,
) -> Played {
    let Some(moves) = game.moves(state) else {
        return Played::Over;
    };
    if moves.is_empty() {
        return match search::waiting(game, state).first() {
            Some(&at) => Played::Fault(FaultKind::Deadlock, at),
            None => Played::Over,
        };
    }
    let mut step = &moves[random.random_range(0..moves.len())];
    for _ in 0..2 {
        if game.given(step).iter().any(|&flow| leads[flow as usize]) {
            break;
        }
        step = &moves[random.random_range(0..moves.len())];
    }
    run.push(step.clone());
    match game.after(state, step) {
        Ok(next) => Played::On(next),
        Err(Broken::Twice(flow)) => {
            Played::Fault(FaultKind::LackOfSynchronisation, game.target[flow as usize])
        }
        Err(Broken::TooEarly) => Played::Fault(FaultKind::ImproperCompletion, step.place),
    }
}

/// For each flow whether it leads to one of the nodes.
fn leads_to(game: &Game, nodes: &[NodeIndex]) -> Vec<bool> {
    let mut leads = vec![false; game.target.len()];
    let mut origin = vec![None; game.target.len()];
    for (number, place) in game.places.iter().enumerate() {
        for &flow in &place.outs {
            origin[flow as usize] = Some(number);
        }
    }
    let known = nodes
        .iter()
        .map(|node| node.index())
        .filter(|&node| node < game.places.len());
    let mut stack: Vec<usize> = known.collect();
    while let Some(place) = stack.pop() {
        for &flow in &game.places[place].ins {
            if !std::mem::replace(&mut leads[flow as usize], true) {
                stack.extend(origin[flow as usize]);
            }
        }
    }
    leads
}

fn found(game: &Game, state: &State, kind: FaultKind, at: u32, run: Vec<Move>) -> Found {
    let mut also = search::waiting(game, state);
    also.retain(|&place| place != at);
    Found {
        kind,
        at,
        also,
        run,
    }
}

/// A fault of the whole net in terms of its nodes and flows.
pub(super) fn tell(game: &Game, graph: &Graph, found: Found) -> Fault {
    let node = |place: u32| NodeIndex::new(place as usize);
    debug_assert_eq!(game.places.len(), graph.net.node_count());
    let firing = |step: &Move| Firing {
        node: node(step.place),
        flows: (game.given(step).iter())
            .map(|&flow| EdgeIndex::new(flow as usize - 1))
            .collect(),
    };
    Fault {
        kind: found.kind,
        at: node(found.at),
        also: found.also.into_iter().map(node).collect(),
        run: Run(found.run.iter().map(firing).collect()),
    }
}
