//! The straight runs of all routes, collected by the grid line that they run on.

use super::grid::Spot;
use super::routing::Route;

/// Where a run ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum RunEnd {
    /// It turns.
    Turn {
        /// Towards lower (-1) or higher (+1) places.
        way: i8,
        /// Onto a line on which boxes stand: others there may not be movable out of its way.
        onto_middle: bool,
    },
    /// At a node: at a fixed distance from its middle, or anywhere up to a limit from it.
    Port {
        /// Distance that the node prescribes.
        fixed: Option<f64>,
        /// Half of the usable side.
        limit: f64,
    },
}

/// A straight piece of a route.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Run {
    /// Which flow.
    pub wire: usize,
    /// Its number among the flow's runs.
    pub index: usize,
    /// The grid line that it runs on.
    pub line: usize,
    /// Whether it runs along the flow (then `line` is a track line), or across.
    pub is_flow: bool,
    /// Lower and higher end, as grid lines of the other kind.
    pub span: (usize, usize),
    /// What is at the lower and the higher end.
    pub ends: [RunEnd; 2],
}

/// Cuts a route into runs. `ports` tells what holds the first and the last run.
pub(super) fn cut(wire: usize, route: &Route, ports: [RunEnd; 2]) -> Vec<Run> {
    let corners = &route.corners;
    let last = corners.len() - 2;
    (0..=last)
        .map(|index| {
            let (from, to) = (corners[index], corners[index + 1]);
            // Runs alternate, those of no length too.
            let is_flow = route.exit().is_flow() == index.is_multiple_of(2);
            let split = |spot: Spot| if is_flow { (spot.1, spot.0) } else { spot };
            let ((line, a), (_, b)) = (split(from), split(to));
            // How the neighbouring run leaves this line.
            let turn = |here: Spot, there: Spot| RunEnd::Turn {
                way: if split(there).0 < split(here).0 {
                    -1
                } else {
                    1
                },
                onto_middle: split(here).1 % 2 == 1,
            };
            let start = if index == 0 {
                ports[0]
            } else {
                turn(from, corners[index - 1])
            };
            let end = if index == last {
                ports[1]
            } else {
                turn(to, corners[index + 2])
            };
            let (span, ends) = if a <= b {
                ((a, b), [start, end])
            } else {
                ((b, a), [end, start])
            };
            Run {
                wire,
                index,
                line,
                is_flow,
                span,
                ends,
            }
        })
        .collect()
}
