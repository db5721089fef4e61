//! Flows in pieces: as far as they run on the tile of the node that they leave, and from where they come into the tile
//! of the node that they enter. What lies between is left out.

use super::{Letters, Span, Tile, cuts, homes};
use crate::draw::geometry::{Direction, Point, Side};
use crate::draw::layout::Placed;
use std::collections::{BTreeMap, BTreeSet};

/// A flow, or an end of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// Index into [`Placed::flows`].
    pub flow: usize,
    /// Corners.
    pub points: Vec<Point>,
    /// The letter at which it begins, where it does not begin at a node.
    pub begins: Option<String>,
    /// The letter at which it goes on, where it does not end at a node.
    pub goes_on: Option<String>,
}

/// Where flows leave or enter a tile at one point.
#[derive(Debug, Clone, PartialEq)]
pub struct Connector {
    /// The point, on the edge of the tile.
    pub at: Point,
    /// The edge.
    pub side: Side,
    /// Where along the edge its sign stands: at the point, or beside it where others need the place.
    pub sign: f64,
    /// Its letters, each with the tiles on which it is found again.
    pub letters: BTreeMap<String, Vec<usize>>,
}

/// Cuts the flows of a diagram; each tile gets its pieces, its connectors, and room for these.
pub(super) fn cut(placed: &Placed, tiles: &mut [Tile], letters: &mut Letters) {
    let homes = homes(tiles);
    let home = |id: &str| {
        let node = placed
            .nodes
            .iter()
            .position(|node| !node.ghost && node.node.id == id)?;
        homes.get(&node).copied()
    };
    let direction = placed.direction;
    let mut cuts = Vec::new();
    for (at, flow) in placed.flows.iter().enumerate() {
        let data = &placed.sheet.flows[flow.flow];
        let (Some(from), Some(to)) = (home(&data.from), home(&data.to)) else {
            continue;
        };
        if let Some(cut) = parted(direction, tiles, (from, to), (at, &flow.points)) {
            cuts.push(cut);
        } else {
            let points = on_tile(direction, &tiles[to], &flow.points);
            tiles[to].pieces.push(Piece {
                flow: at,
                points,
                begins: None,
                goes_on: None,
            });
        }
    }
    for (cut, letter) in lettered(cuts, letters) {
        let ((from, to), (first, second)) = (cut.tiles, cut.pieces);
        connect(
            &mut tiles[from],
            first[first.len() - 1],
            cut.sides.0,
            &letter,
            to,
        );
        connect(&mut tiles[to], second[0], cut.sides.1, &letter, from);
        tiles[from].pieces.push(Piece {
            flow: cut.flow,
            points: first,
            begins: None,
            goes_on: Some(letter.clone()),
        });
        tiles[to].pieces.push(Piece {
            flow: cut.flow,
            points: second,
            begins: Some(letter),
            goes_on: None,
        });
    }
    for tile in tiles {
        signs(direction, tile);
    }
}

/// The corners of a flow as they lie on a tile.
fn on_tile(direction: Direction, tile: &Tile, points: &[Point]) -> Vec<Point> {
    let points = points.iter();
    points
        .map(|&point| tile.thin.point(direction, point))
        .collect()
}

/// A flow in two pieces; none where it stays on one tile.
fn parted(
    direction: Direction,
    tiles: &[Tile],
    ends: (usize, usize),
    (flow, points): (usize, &[Point]),
) -> Option<Cut> {
    let (from, to) = (tiles.get(ends.0)?, tiles.get(ends.1)?);
    let mut backwards = on_tile(direction, to, points);
    backwards.reverse();
    let (first, exit) = until_edge(direction, from, &on_tile(direction, from, points))?;
    let (mut second, entry) = until_edge(direction, to, &backwards)?;
    second.reverse();
    Some(Cut {
        flow,
        tiles: ends,
        sides: (exit, entry),
        pieces: (first, second),
    })
}

/// A flow that is cut: tiles, edges and pieces, each where it leaves and where it enters.
struct Cut {
    flow: usize,
    tiles: (usize, usize),
    sides: (Side, Side),
    pieces: (Vec<Point>, Vec<Point>),
}

/// A tile and a point on its edge.
type Edge = (usize, i64, i64);

impl Cut {
    fn exit(&self) -> Edge {
        edge(self.tiles.0, self.pieces.0.last())
    }

    fn entry(&self) -> Edge {
        edge(self.tiles.1, self.pieces.1.first())
    }
}

fn edge(tile: usize, point: Option<&Point>) -> Edge {
    let half = |place: f64| (place * 2.0).round() as i64;
    point.map_or((tile, 0, 0), |point| (tile, half(point.x), half(point.y)))
}

/// Each cut flow with its letter. Flows that enter a tile at one point share a letter, and so do those that leave one
/// together and part later: whoever follows a letter finds all places that it leads to, and no others.
fn lettered(cuts: Vec<Cut>, letters: &mut Letters) -> Vec<(Cut, String)> {
    let mut entries: BTreeMap<Edge, BTreeSet<Edge>> = BTreeMap::new();
    for cut in &cuts {
        entries.entry(cut.exit()).or_default().insert(cut.entry());
    }
    let mut known: BTreeMap<(bool, Edge), String> = BTreeMap::new();
    let with_letter = |cut: Cut| {
        let parts = entries
            .get(&cut.exit())
            .is_some_and(|entries| entries.len() > 1);
        let key = if parts { cut.exit() } else { cut.entry() };
        let letter = known.entry((parts, key)).or_insert_with(|| letters.next());
        let letter = letter.clone();
        (cut, letter)
    };
    cuts.into_iter().map(with_letter).collect()
}

fn connect(tile: &mut Tile, at: Point, side: Side, letter: &str, other: usize) {
    let near = |known: &&mut Connector| {
        known.side == side && (known.at.x - at.x).abs() + (known.at.y - at.y).abs() < 1.0
    };
    let found = tile.connectors.iter_mut().find(near);
    let letters = if let Some(connector) = found {
        &mut connector.letters
    } else {
        tile.connectors.push(Connector {
            at,
            side,
            sign: 0.0,
            letters: BTreeMap::new(),
        });
        let last = tile.connectors.len() - 1;
        &mut tile.connectors[last].letters
    };
    let tiles = letters.entry(letter.to_owned()).or_default();
    if !tiles.contains(&other) {
        tiles.push(other);
    }
}

/// The line until it leaves a tile, and by which edge; none where it stays.
fn until_edge(direction: Direction, tile: &Tile, points: &[Point]) -> Option<(Vec<Point>, Side)> {
    let flat = |point: Point| match direction {
        Direction::LeftRight => (point.x, point.y),
        Direction::TopDown => (point.y, point.x),
    };
    let mut out = vec![*points.first()?];
    for pair in points.windows(2) {
        let (flow, across) = flat(pair[1]);
        let beyond = |span: Span, place: f64| match place {
            place if place < span.from - 0.01 => Some((span.from, true)),
            place if place > span.to + 0.01 => Some((span.to, false)),
            _ => None,
        };
        let before = flat(pair[0]);
        if let Some((edge, back)) = beyond(tile.flow, flow) {
            out.push(direction.point(edge, before.1));
            return Some((out, if back { Side::Back } else { Side::Ahead }));
        }
        if let Some((edge, near)) = beyond(tile.across, across) {
            out.push(direction.point(before.0, edge));
            return Some((out, if near { Side::Near } else { Side::Far }));
        }
        out.push(pair[1]);
    }
    None
}

/// Places the signs of connectors so that none covers another, each as near to its point as that allows.
fn signs(direction: Direction, tile: &mut Tile) {
    for (at, side) in [Side::Back, Side::Ahead, Side::Near, Side::Far]
        .into_iter()
        .enumerate()
    {
        let level = side.is_flow() == (direction == Direction::LeftRight);
        // A sign is wider than it is high.
        let apart = if level { 17.0 } else { 46.0 };
        let place = |connector: &Connector| {
            if level {
                connector.at.y
            } else {
                connector.at.x
            }
        };
        let mut here: Vec<&mut Connector> = tile
            .connectors
            .iter_mut()
            .filter(|known| known.side == side)
            .collect();
        here.sort_by(|a, b| place(a).total_cmp(&place(b)));
        if !here.is_empty() {
            tile.gutters[at] = cuts::gutter(level);
        }
        let wanted: Vec<f64> = here.iter().map(|connector| place(connector)).collect();
        for (connector, sign) in here.into_iter().zip(spread(&wanted, apart)) {
            connector.sign = sign;
        }
    }
}

/// Places at least `apart` from each other and as near as that allows to those that are wanted, which are sorted.
fn spread(wanted: &[f64], apart: f64) -> Vec<f64> {
    // Groups whose members stand as close as may be: where the first stands, and how many there are.
    let mut groups: Vec<(f64, usize)> = Vec::new();
    for &place in wanted {
        let mut group = (place, 1);
        while let Some(&(first, count)) = groups.last() {
            let reach = first + count as f64 * apart;
            if reach <= group.0 {
                break;
            }
            groups.pop();
            let whole = count + group.1;
            let wish = group.0 - count as f64 * apart;
            group = (
                (first * count as f64 + wish * group.1 as f64) / whole as f64,
                whole,
            );
        }
        groups.push(group);
    }
    let each = groups.into_iter();
    each.flat_map(|(first, count)| (0..count).map(move |at| first + at as f64 * apart))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::spread;

    #[test]
    fn signs_stand_apart_and_near_their_points() {
        assert_eq!(spread(&[0.0, 100.0], 17.0), [0.0, 100.0]);
        assert_eq!(spread(&[50.0, 50.0], 20.0), [40.0, 60.0]);
        assert_eq!(
            spread(&[0.0, 10.0, 20.0, 90.0], 20.0),
            [-10.0, 10.0, 30.0, 90.0]
        );
    }
}
