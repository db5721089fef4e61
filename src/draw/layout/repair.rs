//! Phase 6, last part: flows that lie on others although they may not are found and routed again.
//!
//! In a channel all runs can be set apart. In the middle of a column or track they may not be,
//! when each is held by a port and each has to turn before the other.

use super::Plan;
use super::grid::Spot;
use super::runs::Run;
use super::separate::{Separated, all_runs, extent, may_share};
use super::wiring::Wired;

/// Runs nearer than this lie on each other, in pixels.
const NEAR: f64 = 4.0;

/// Two runs of which a part of one lies on the other although it may not: the first is the one that begins lower.
pub(super) type Clash = (Run, Run);

/// The runs of a sheet that lie on others.
pub(super) fn clashes(
    plan: &Plan,
    wired: &Wired,
    separated: &Separated,
    sheet: usize,
) -> Vec<Clash> {
    let places = &separated.places[sheet];
    let mut by_line = std::collections::BTreeMap::<(bool, usize), Vec<(f64, f64, f64, Run)>>::new();
    for run in all_runs(plan, wired, sheet)
        .into_iter()
        .filter(|run| run.line % 2 == 1)
    {
        let axis = if run.is_flow {
            &separated.flow
        } else {
            &separated.cross
        };
        let (low, high) = extent(plan, wired, axis, &run, places, sheet);
        let place = places[run.wire][run.index];
        by_line
            .entry((run.is_flow, run.line))
            .or_default()
            .push((low, high, place, run));
    }
    let mut out = Vec::new();
    for mut here in by_line.into_values() {
        here.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.3.wire.cmp(&b.3.wire)));
        for (at, (_, high, place, run)) in here.iter().enumerate() {
            let met = here[at + 1..]
                .iter()
                .take_while(|other| other.0 + 1.0 < *high);
            let near =
                met.filter(|other| (other.2 - place).abs() < NEAR && other.1 - other.0 > 1.0);
            for other in near.filter(|other| !may_share(wired, run.wire, other.3.wire)) {
                out.push((run.clone(), other.3.clone()));
            }
        }
    }
    out
}

/// Flows that lie on others, and grid lines across the flow that they had better not turn on.
pub(super) fn covered(wired: &Wired, clashes: &[Clash]) -> Vec<(usize, usize)> {
    let losers = clashes.iter().flat_map(|(a, b)| loser(wired, a, b));
    losers.collect()
}

/// Bends one flow of each clash where two flows change places in a channel: the one that leaves above the other
/// and arrives below it, so that whichever runs higher lies on the other at one of the two ends. With a bend it
/// can run higher at first and lower after it. Tells whether anything was bent.
pub(super) fn bend(wired: &mut Wired, clashes: &[Clash]) -> bool {
    let mut bent = std::collections::BTreeSet::new();
    for (lower, higher) in clashes {
        if bent.contains(&lower.wire) || bent.contains(&higher.wire) {
            continue;
        }
        // The ends that lie on the other run.
        for (run, high_end) in [(lower, true), (higher, false)] {
            let corners = &mut wired.routes[run.wire].corners;
            if jog(corners, run, high_end) {
                bent.insert(run.wire);
                break;
            }
        }
    }
    !bent.is_empty()
}

/// A bend of no length on the grid in the channel into which a run turns at one of its ends, right after the turn.
fn jog(corners: &mut Vec<Spot>, run: &Run, high_end: bool) -> bool {
    let (from, to) = (corners[run.index], corners[run.index + 1]);
    let ascends = if run.is_flow {
        from.0 <= to.0
    } else {
        from.1 <= to.1
    };
    let (turn, beyond) = if ascends == high_end {
        (run.index + 1, run.index + 2)
    } else if run.index > 0 {
        (run.index, run.index - 1)
    } else {
        return false;
    };
    let Some(&far) = corners.get(beyond) else {
        return false;
    };
    let at = corners[turn];
    let (channel, here, there) = if run.is_flow {
        (at.0, at.1, far.1)
    } else {
        (at.1, at.0, far.0)
    };
    if channel % 2 == 1 || here.abs_diff(there) < 2 {
        return false;
    }
    let next = if there > here { here + 1 } else { here - 1 };
    let spot = if run.is_flow {
        (at.0, next)
    } else {
        (next, at.1)
    };
    let place = turn.max(beyond);
    corners.splice(place..place, [spot, spot]);
    true
}

/// Which of two runs is to go, and from which lines: the one that turns more, unless it was told
/// so before.
fn loser(wired: &Wired, a: &Run, b: &Run) -> Vec<(usize, usize)> {
    let fresh = |run: &Run| {
        let mut lines = turns(wired, run);
        lines.retain(|(wire, line)| !wired.wires[*wire].shuns.contains(line));
        lines
    };
    let (a, b) = (fresh(a), fresh(b));
    if a.len() > b.len() { a } else { b }
}

/// The grid lines across the flow that a run lies on, or turns on at its ends.
fn turns(wired: &Wired, run: &Run) -> Vec<(usize, usize)> {
    let corners = &wired.routes[run.wire].corners;
    let inner = 1..corners.len() - 1;
    let ends = [run.index, run.index + 1]
        .into_iter()
        .filter(|at| inner.contains(at));
    let mut lines: Vec<_> = ends.map(|at| (run.wire, corners[at].0)).collect();
    lines.dedup();
    lines
}
