//! Phases 3 and 4: lanes in file order, and tracks (rows) inside a lane.
//!
//! A vertex stays on its predecessor's track where it can, does not sit on a run between two
//! others, and opens a new track only when the others cost more.

use std::collections::BTreeMap;

use super::union::Union;

/// Sweeps over all vertices after the first placement.
const SWEEPS: usize = 4;
/// Price of leaving the track of a neighbour, for each track crossed.
const LEAVE: usize = 12;
/// Price of standing on a run between two others, or of a run that something stands on.
const BLOCK: usize = 25;
/// Price of opening a track.
const OPEN: usize = 20;

/// Tracks of all lanes, counted through from the first lane to the last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Tracks {
    /// Track of each vertex.
    pub of: Vec<usize>,
    /// First track of each lane, and the total at the end.
    pub first: Vec<usize>,
}

impl Tracks {
    /// How many tracks there are.
    pub(super) fn count(&self) -> usize {
        self.first.last().copied().unwrap_or(0)
    }
}

/// A lane while its tracks are being given out.
struct Board<'a> {
    column: &'a [usize],
    lane: Vec<usize>,
    /// Track inside the lane.
    track: Vec<Option<usize>>,
    /// Neighbours by flows of both sheets, forward ones only.
    near: Vec<Vec<usize>>,
    /// For each lane's tracks, which vertex stands in which column.
    taken: Vec<Vec<BTreeMap<usize, usize>>>,
}

/// Gives each vertex a track.
pub(super) fn tracks(union: &Union, order: &[usize], column: &[usize]) -> Tracks {
    let count = union.vertices.len();
    let mut near = vec![Vec::new(); count];
    for edge in union.edges.iter().flatten().filter(|edge| !edge.back) {
        near[edge.from].push(edge.to);
        near[edge.to].push(edge.from);
    }
    for list in &mut near {
        list.sort_unstable();
        list.dedup();
    }
    let lane = union.vertices.iter().map(|vertex| vertex.lane).collect();
    let taken = vec![Vec::new(); union.lanes.len()];
    let mut board = Board {
        column,
        lane,
        track: vec![None; count],
        near,
        taken,
    };
    let mut sorted: Vec<usize> = order.to_vec();
    sorted.sort_by_key(|&vertex| column[vertex]);
    for &vertex in &sorted {
        board.settle(vertex, true);
    }
    for _ in 0..SWEEPS {
        for &vertex in sorted.iter().chain(sorted.iter().rev()) {
            board.settle(vertex, false);
        }
    }
    board.finish()
}

impl Board<'_> {
    /// Takes a vertex up, if it has a track, and puts it on the cheapest one.
    fn settle(&mut self, vertex: usize, may_open: bool) {
        let lane = self.lane[vertex];
        if let Some(track) = self.track[vertex].take() {
            self.taken[lane][track].remove(&self.column[vertex]);
        }
        let tracks = self.taken[lane].len();
        let best = (0..tracks + usize::from(may_open || tracks == 0))
            .filter_map(|track| Some((self.price(vertex, track)?, track)))
            .min();
        // A vertex that was taken up finds at least its old place free.
        let track = best.map_or(tracks, |(_, track)| track);
        if track == tracks {
            self.taken[lane].push(BTreeMap::new());
        }
        self.taken[lane][track].insert(self.column[vertex], vertex);
        self.track[vertex] = Some(track);
    }

    fn price(&self, vertex: usize, track: usize) -> Option<usize> {
        let (lane, column) = (self.lane[vertex], self.column[vertex]);
        let tracks = &self.taken[lane];
        let row = tracks.get(track);
        if row.is_some_and(|row| row.contains_key(&column)) {
            return None;
        }
        let mut price = if row.is_none() && track > 0 { OPEN } else { 0 };
        for &other in &self.near[vertex] {
            if self.lane[other] != lane {
                // Lean towards the lane that the flow comes from or goes to.
                let lean = if self.lane[other] < lane {
                    track
                } else {
                    tracks.len().saturating_sub(track)
                };
                price += lean;
            } else if let Some(at) = self.track[other] {
                price += LEAVE * at.abs_diff(track);
                price += if at == track && Self::is_blocked(row, column, self.column[other]) {
                    BLOCK
                } else {
                    0
                };
            }
        }
        price += self.sits_on_run(vertex, row);
        Some(price)
    }

    fn is_blocked(row: Option<&BTreeMap<usize, usize>>, a: usize, b: usize) -> bool {
        let (low, high) = (a.min(b), a.max(b));
        high > low + 1 && row.is_some_and(|row| row.range(low + 1..high).next().is_some())
    }

    /// The price of standing between two vertices that a run along this track joins.
    fn sits_on_run(&self, vertex: usize, row: Option<&BTreeMap<usize, usize>>) -> usize {
        let column = self.column[vertex];
        let sides = row.and_then(|row| {
            Some((
                row.range(..column).next_back()?.1,
                row.range(column + 1..).next()?.1,
            ))
        });
        let joined =
            sides.is_some_and(|(left, right)| self.near[*left].binary_search(right).is_ok());
        if joined { BLOCK } else { 0 }
    }

    /// Drops empty tracks and counts through.
    fn finish(self) -> Tracks {
        let mut first = Vec::with_capacity(self.taken.len() + 1);
        let mut renumber = Vec::with_capacity(self.taken.len());
        let mut next = 0;
        for lane in &self.taken {
            first.push(next);
            let mut map = Vec::with_capacity(lane.len());
            for row in lane {
                map.push(next);
                next += usize::from(!row.is_empty());
            }
            next = next.max(first[first.len() - 1] + 1);
            renumber.push(map);
        }
        first.push(next);
        let of = self
            .track
            .iter()
            .zip(&self.lane)
            .map(|(track, &lane)| renumber[lane][track.unwrap_or(0)])
            .collect();
        Tracks { of, first }
    }
}
