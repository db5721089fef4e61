//! Sizes: where the grid lines lie, once it is known what runs on them.

use super::tracks::Tracks;
use crate::draw::geometry::{Direction, Reach};

/// Free space on both sides of the lines in a channel along the flow, and the width of one in
/// which nothing turns. Rows are set closer than columns: paper is short of height.
fn flow_room(direction: Direction) -> (f64, f64) {
    match direction {
        Direction::LeftRight => (15.0, 27.0),
        Direction::TopDown => (11.0, 19.0),
    }
}

/// Free space on both sides of the lines in a channel, across the flow.
const CROSS_PAD: f64 = 11.0;
/// Width of a channel across the flow in which nothing runs.
const CROSS_EMPTY: f64 = 13.0;
/// Free space between the last box of a lane and its border.
const LANE_PAD: f64 = 13.0;
/// Free space between a line and the edge of its column or track.
const LINE_PAD: f64 = 6.0;
/// Size of a track on which nothing stands.
const BARE: f64 = 44.0;

/// Lowest and highest offset of the lines on one grid line, on any sheet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spread {
    /// Lowest.
    pub low: f64,
    /// Highest.
    pub high: f64,
}

impl Spread {
    /// The spread that also holds `offset`.
    pub(super) fn with(spread: Option<Spread>, offset: f64) -> Spread {
        let held = spread.unwrap_or(Spread {
            low: offset,
            high: offset,
        });
        Spread {
            low: held.low.min(offset),
            high: held.high.max(offset),
        }
    }
}

/// Places of all grid lines of one kind, in pixels.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Axis {
    /// Place of each grid line.
    pub lines: Vec<f64>,
    /// Start of each lane, and the end of the last one; only across the flow.
    pub lanes: Vec<f64>,
    /// End of everything.
    pub end: f64,
}

/// Low and high reach of what stands on each middle line.
fn middle(reaches: &[(f64, f64)], index: usize, spread: Option<Spread>) -> (f64, f64) {
    let (low, high) = reaches[index];
    spread.map_or((low, high), |spread| {
        (
            low.max(LINE_PAD - spread.low),
            high.max(LINE_PAD + spread.high),
        )
    })
}

fn channel(spread: Option<Spread>, pad: f64, empty: f64) -> (f64, f64) {
    spread.map_or((empty / 2.0, empty / 2.0), |spread| {
        (pad - spread.low, pad + spread.high)
    })
}

/// Columns: `reaches` is the reach of each against and along the flow.
pub(super) fn flow_axis(
    reaches: &[(f64, f64)],
    spreads: &[Option<Spread>],
    direction: Direction,
    start: f64,
) -> Axis {
    let (pad, empty) = flow_room(direction);
    let mut axis = Axis {
        end: start,
        ..Axis::default()
    };
    for (line, &spread) in spreads.iter().enumerate() {
        let (low, high) = if line % 2 == 1 {
            middle(reaches, line / 2, spread)
        } else {
            channel(spread, pad, empty)
        };
        axis.lines.push(axis.end + low);
        axis.end += low + high;
    }
    axis
}

/// Tracks, with the borders of lanes; `least` is the least size of each lane.
pub(super) fn cross_axis(
    reaches: &[(f64, f64)],
    spreads: &[Option<Spread>],
    tracks: &Tracks,
    least: &[f64],
) -> Axis {
    let mut axis = Axis::default();
    for (lane, bounds) in tracks.first.windows(2).enumerate() {
        let start = axis.end;
        axis.lanes.push(start);
        for track in bounds[0]..bounds[1] {
            let (low, high) = channel(spreads[2 * track], CROSS_PAD, CROSS_EMPTY);
            axis.lines.push(axis.end + low);
            axis.end += low + high;
            let (low, high) = middle(reaches, track, spreads[2 * track + 1]);
            let bare = if low + high > 0.0 { 0.0 } else { BARE / 2.0 };
            axis.lines.push(axis.end + low.max(bare));
            axis.end += low.max(bare) + high.max(bare);
        }
        axis.end += LANE_PAD;
        let lacking = start + least[lane] - axis.end;
        if lacking > 0.0 {
            // What a lane is larger than its tracks is shared by both its margins.
            axis.lines[2 * bounds[0]..]
                .iter_mut()
                .for_each(|line| *line += lacking / 2.0);
            axis.end += lacking;
        }
        if lane + 2 == tracks.first.len() {
            let last = spreads.last().copied().flatten();
            let (low, high) =
                last.map_or((0.0, 0.0), |spread| channel(Some(spread), CROSS_PAD, 0.0));
            axis.lines.push(axis.end + low - LANE_PAD.min(low));
            axis.end += (low + high - LANE_PAD).max(0.0);
        }
    }
    axis.lanes.push(axis.end);
    axis
}

/// The part of a reach along the flow, or across it.
pub(super) fn part(reach: Reach, along: bool) -> (f64, f64) {
    if along {
        (reach.back, reach.ahead)
    } else {
        (reach.near, reach.far)
    }
}

/// Room that lane names, the largest of them `widest` and `tallest`, take before the first column.
pub(super) fn header(direction: Direction, widest: f64, tallest: f64) -> f64 {
    match direction {
        Direction::LeftRight => (widest + 14.0).max(112.0),
        Direction::TopDown => tallest + 14.0,
    }
}
