//! The layout over lanes: each phase is a pure function over plain structs in a file of its own.
//!
//! `union` (which nodes share a place) -> `form` (sizes) -> `order` -> `columns` -> `tracks` ->
//! `routing` (over `grid`) -> `nudge` (over `runs`) -> `axis` (pixels) -> `assemble`.

mod assemble;
mod axis;
mod channels;
mod columns;
pub mod form;
mod grid;
pub mod labels;
mod nudge;
mod order;
mod placed;
mod repair;
mod routing;
mod runs;
mod search;
mod separate;
mod tracks;
mod union;
mod wiring;

pub use placed::{Placed, PlacedFlow, PlacedLabel, PlacedLane, PlacedNode};

use super::geometry::{Direction, Reach};
use super::sheet::Sheet;
use form::Form;
use tracks::Tracks;
use union::Union;

/// How often flows that lie on others are mended.
const REPAIRS: usize = 12;
/// How often by routing them again; after that they are bent.
const REROUTED: usize = 8;

/// Everything that is decided before a line is drawn.
struct Plan<'a> {
    sheets: &'a [&'a Sheet],
    direction: Direction,
    union: Union,
    /// Forms of the nodes of each sheet.
    forms: Vec<Vec<Form>>,
    /// Column of each vertex.
    column: Vec<usize>,
    tracks: Tracks,
}

impl Plan<'_> {
    fn columns(&self) -> usize {
        self.column.iter().max().map_or(0, |last| last + 1)
    }

    /// What a vertex needs, on whichever sheet it needs more.
    fn reach(&self, vertex: usize) -> Reach {
        let on = self.union.vertices[vertex].on;
        let reach = |(forms, node): (&Vec<Form>, Option<usize>)| node.map(|node| forms[node].reach);
        self.forms
            .iter()
            .zip(on)
            .filter_map(reach)
            .fold(Reach::default(), Reach::max)
    }

    /// Reach of each column or track against and along its axis.
    fn reaches(&self, along: bool) -> Vec<(f64, f64)> {
        let count = if along {
            self.columns()
        } else {
            self.tracks.count()
        };
        let mut out = vec![(0.0_f64, 0.0_f64); count];
        for vertex in 0..self.union.vertices.len() {
            let at = if along {
                self.column[vertex]
            } else {
                self.tracks.of[vertex]
            };
            let (low, high) = axis::part(self.reach(vertex), along);
            out[at] = (out[at].0.max(low), out[at].1.max(high));
        }
        out
    }
}

/// Lays out one sheet, or two on the same places.
pub fn place(sheets: &[&Sheet], direction: Direction) -> Vec<Placed> {
    let plan = plan(sheets, direction);
    let mut wiring = wiring::wire(&plan);
    let mut separated = separate::separate(&plan, &wiring);
    let clashes = |wiring: &[wiring::Wired], separated: &separate::Separated| -> Vec<Vec<_>> {
        (0..sheets.len())
            .map(|sheet| repair::clashes(&plan, &wiring[sheet], separated, sheet))
            .collect()
    };
    for round in 0..REPAIRS {
        let found = clashes(&wiring, &separated);
        if found.iter().all(Vec::is_empty) {
            break;
        }
        let sheets = wiring.iter_mut().zip(&found);
        if round < REROUTED {
            let covered: Vec<_> = sheets
                .map(|(wired, clashes)| repair::covered(wired, clashes))
                .collect();
            wiring::rewire(&plan, &mut wiring, &covered);
        } else {
            sheets.for_each(|(wired, clashes)| {
                repair::bend(wired, clashes);
            });
        }
        separated = separate::separate(&plan, &wiring);
    }
    (0..sheets.len())
        .map(|sheet| assemble::assemble(&plan, &wiring, &separated, sheet))
        .collect()
}

fn plan<'a>(sheets: &'a [&'a Sheet], direction: Direction) -> Plan<'a> {
    let mut union = union::unite(sheets);
    let mut forms: Vec<Vec<Form>> = sheets
        .iter()
        .map(|sheet| form::forms(sheet, direction))
        .collect();
    let order = order::order(sheets, &mut union);
    match_sizes(&union, &mut forms, direction);
    let column = columns::columns(&union, &order);
    let tracks = tracks::tracks(&union, &order, &column);
    Plan {
        sheets,
        direction,
        union,
        forms,
        column,
        tracks,
    }
}

/// A node that stands at the same place on both sheets is drawn at the same size on both.
fn match_sizes(union: &Union, forms: &mut [Vec<Form>], direction: Direction) {
    let [before, after] = forms else { return };
    for vertex in &union.vertices {
        if let [Some(a), Some(b)] = vertex.on {
            let (w, h) = (
                before[a].core.w.max(after[b].core.w),
                before[a].core.h.max(after[b].core.h),
            );
            form::stretch(&mut before[a], w, h, direction);
            form::stretch(&mut after[b], w, h, direction);
        }
    }
}
