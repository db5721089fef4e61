//! Ways through a choice that take no loop.

use crate::graph::Graph;
use crate::measure::structure::{Block, Item, Structure};

/// For each row, whether one of its own flows returns the case.
pub fn returning(graph: &Graph, structure: &Structure) -> Vec<bool> {
    let back = |item: &Item| matches!(*item, Item::Flow(flow) if graph.net[flow].rework);
    (structure.rows.iter())
        .map(|row| row.items.iter().any(back))
        .collect()
}

/// The branches of a choice that may be taken once: those that lead on and can happen.
pub fn forward(block: &Block, returning: &[bool]) -> Vec<usize> {
    (0..block.branches.len())
        .filter(|&at| {
            let branch = &block.branches[at];
            branch.p != Some(0.0) && !returning[branch.row]
        })
        .collect()
}

/// The branches of the best way from the entry to the exit, in order; nothing where there is none.
///
/// `cost` is what each branch adds; the way with the least `key` of the sum wins, the first of
/// equals. Each branch is looked at once.
pub fn best<T: Copy + Default + std::ops::Add<Output = T>>(
    block: &Block,
    usable: &[usize],
    cost: impl Fn(usize) -> T,
    key: impl Fn(T) -> f64,
) -> Option<Vec<usize>> {
    let mut out = vec![Vec::new(); block.corners.len()];
    let mut waits = vec![0; block.corners.len()];
    for &at in usable {
        out[block.branches[at].from].push(at);
        waits[block.branches[at].to] += 1;
    }
    let mut found: Vec<Option<(T, Option<usize>)>> = vec![None; block.corners.len()];
    found[block.entry] = Some((T::default(), None));
    let mut ready: Vec<usize> = (0..block.corners.len())
        .filter(|&corner| waits[corner] == 0)
        .collect();
    while let Some(corner) = ready.pop() {
        for &at in &out[corner] {
            let to = block.branches[at].to;
            if let Some((so_far, _)) = found[corner] {
                let sum = so_far + cost(at);
                let better = |(known, _): (T, _)| key(sum) < key(known);
                if found[to].is_none_or(better) {
                    found[to] = Some((sum, Some(at)));
                }
            }
            waits[to] -= 1;
            if waits[to] == 0 {
                ready.push(to);
            }
        }
    }
    let mut way = Vec::new();
    let mut corner = block.exit;
    while let Some(at) = found[corner]?.1 {
        // A way longer than all branches would be a loop: the loader lets none through unmarked.
        if way.len() > block.branches.len() {
            return None;
        }
        way.push(at);
        corner = block.branches[at].from;
    }
    way.reverse();
    Some(way)
}
