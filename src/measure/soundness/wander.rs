//! Runs found by chance, for nets too large to search, and cut down to what matters.

use super::game::{Game, Move, State, Taken};
use super::search::Found;
use petgraph::graph::NodeIndex;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use std::collections::BTreeMap;

/// Words of state written at most while trying runs: some seconds at worst.
const MOST_EFFORT: usize = 200_000_000;

/// Words of state kept at most while cutting loops out of a run: 64 MiB.
const MOST_KEPT: usize = 1 << 23;

/// Plays at random from a fixed seed, rather towards the suspected nodes, until something breaks.
pub(super) fn wander(game: &Game, towards: &[NodeIndex]) -> Option<Found> {
    let leads = leads_to(game, towards);
    let mut left = MOST_EFFORT / (game.first().len() + 1);
    let mut random = Pcg64Mcg::seed_from_u64(0);
    while left > 0 {
        let longest = left.min(50 * game.places.len());
        left -= longest;
        let Some(run) = play(game, &leads, &mut random, longest) else {
            continue;
        };
        let straight = without_loops(game, &run);
        return replay(game, &needed(game, &straight))
            .or_else(|| replay(game, &straight))
            .or_else(|| replay(game, &run));
    }
    None
}

/// One run up to a fault; nothing when the case ends well or goes on for too long.
fn play(game: &Game, leads: &[bool], random: &mut Pcg64Mcg, longest: usize) -> Option<Vec<Move>> {
    let mut run = Vec::new();
    let mut state = game.first();
    for _ in 0..longest {
        let mut moves = game.moves(&state)?;
        if moves.is_empty() {
            return state.iter().any(|&word| word != 0).then_some(run);
        }
        let mut choice = random.random_range(0..moves.len());
        for _ in 0..2 {
            if (game.given(&moves[choice]).iter()).any(|&flow| leads[flow as usize]) {
                break;
            }
            choice = random.random_range(0..moves.len());
        }
        let step = moves.swap_remove(choice);
        let next = game.after(&state, &step);
        run.push(step);
        match next {
            Ok(next) => state = next,
            Err(_) => return Some(run),
        }
    }
    None
}

/// The run up to the first fault, if each of its moves is allowed.
fn replay(game: &Game, run: &[Move]) -> Option<Found> {
    let mut state = game.first();
    for (made, step) in run.iter().enumerate() {
        if !game.moves(&state)?.contains(step) {
            return None;
        }
        match game.after(&state, step) {
            Ok(next) => state = next,
            Err(broken) => return Some(Found::broken(game, &state, run[..=made].to_vec(), broken)),
        }
    }
    let stuck = game.moves(&state)?.is_empty() && state.iter().any(|&word| word != 0);
    stuck.then(|| Found::stuck(game, &state, run.to_vec()))
}

/// The run without the moves between two equal states.
fn without_loops(game: &Game, run: &[Move]) -> Vec<Move> {
    let mut state = game.first();
    let most = MOST_KEPT / state.len();
    let mut seen: BTreeMap<State, usize> = BTreeMap::new();
    let mut path: Vec<(State, Move)> = Vec::new();
    for step in run {
        if let Some(&back) = seen.get(&state) {
            for (left, _) in path.drain(back..) {
                seen.remove(&left);
            }
        }
        if path.len() > most {
            return run.to_vec();
        }
        seen.insert(state.clone(), path.len());
        path.push((state.clone(), step.clone()));
        match game.after(&state, step) {
            Ok(next) => state = next,
            Err(_) => break,
        }
    }
    path.into_iter().map(|(_, step)| step).collect()
}

/// The moves without which the last one cannot be made or breaks nothing: those that gave a token
/// that it takes, or that it meets, and so on backwards. What is left is played in the same order.
fn needed(game: &Game, run: &[Move]) -> Vec<Move> {
    let mut giver: Vec<Option<usize>> = vec![None; game.target.len()];
    let mut takes: Vec<Vec<usize>> = Vec::new();
    for (number, step) in run.iter().enumerate() {
        let taken = match step.taken {
            Taken::One(flow) => vec![flow],
            Taken::All => game.places[step.place as usize].ins.clone(),
        };
        let mut from: Vec<usize> = (taken.iter())
            .filter_map(|&flow| giver[flow as usize].take())
            .collect();
        for flow in game.given(step) {
            from.extend(giver[flow as usize]);
            giver[flow as usize] = Some(number);
        }
        takes.push(from);
    }
    let mut keep = vec![false; run.len()];
    let mut stack: Vec<usize> = (0..run.len()).next_back().into_iter().collect();
    while let Some(step) = stack.pop() {
        if !std::mem::replace(&mut keep[step], true) {
            stack.extend(&takes[step]);
        }
    }
    (run.iter().zip(keep))
        .filter(|(_, keep)| *keep)
        .map(|(step, _)| step.clone())
        .collect()
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
