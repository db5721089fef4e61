//! Phase 6, last part: flows that lie on others although they may not are found and routed again.
//!
//! In a channel all runs can be set apart. In the middle of a column or track they may not be,
//! when each is held by a port and each has to turn before the other.

use super::Plan;
use super::runs::Run;
use super::separate::{Separated, all_runs, extent, may_share};
use super::wiring::Wired;

/// Runs nearer than this lie on each other, in pixels.
const NEAR: f64 = 4.0;

/// Flows that lie on others, and grid lines across the flow that they had better not turn on.
pub(super) fn covered(
    plan: &Plan,
    wired: &Wired,
    separated: &Separated,
    sheet: usize,
) -> Vec<(usize, usize)> {
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
                out.extend(loser(wired, run, &other.3));
            }
        }
    }
    out
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
