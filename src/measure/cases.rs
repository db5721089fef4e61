//! Single cases, drawn so that the same case can be followed through two versions of a procedure.
//!
//! What a change saves is a matter of the case: steps put side by side save what the shorter ones
//! take, and nothing where another branch ends later anyway. So each case is drawn once (how long
//! each piece of work and each wait takes, which way it goes) and sent through both versions; its
//! saving is the difference of its two lead times (common random numbers: Law, "Simulation Modeling
//! and Analysis", 11.2). A piece is triangular as in [`super::time::draws`]. A merged step whose
//! work is the sum of the steps it was made of takes what those take.
//!
//! A piece of unknown or unbounded length is left out. Where it is the same in both versions and
//! lies beside nothing it cancels out of the saving; anywhere else nothing is drawn.

mod pieces;
mod walk;

use super::base::Base;
use super::figure::{Unit, Values};
use super::structure::{Item, Kind, Structure};
use super::time::{Aspect, Terms, value};
use crate::graph::Graph;
use crate::model::{Id, Procedure};
use pieces::Pieces;
use std::collections::BTreeSet;
use walk::Walk;

/// Cases of a small procedure.
const CASES: usize = 400;
/// Steps times cases that are not exceeded, unless there would be fewer than [`FEWEST`] cases.
const MOST: usize = 40_000;
/// Cases at the least.
const FEWEST: usize = 100;
/// Blocks inside each other beyond which nothing is drawn.
const DEEPEST: usize = 200;
/// Share of the cases below and above the range that is told: with 0.05 it holds nine of ten.
const TAIL: f64 = 0.05;

/// The lead times of drawn cases in one version.
#[derive(Debug, Clone, PartialEq)]
pub struct Cases {
    /// Lead time of each case, in `unit`.
    lengths: Vec<f64>,
    unit: Unit,
    /// Steps with a piece that was left out.
    left_out: BTreeSet<Id>,
}

impl Cases {
    /// The cases of a version of `first`; nothing where a way or a length cannot be drawn.
    pub fn of(first: &Procedure, version: &Procedure, graph: &Graph, base: &Base) -> Option<Self> {
        let structure = base.structure()?;
        if !structure.tangles().is_empty() || deepest(structure) > DEEPEST {
            return None;
        }
        let clock = &base.clock;
        let mut terms = Terms::of(version, graph, clock, Aspect::Elapsed, |_| true);
        let unit = terms.unit(clock);
        let pieces = Pieces::of(first, version, graph, clock);
        if pieces
            .left_out
            .iter()
            .any(|id| beside(structure, graph, id))
        {
            return None;
        }
        let count = (MOST / first.steps.len().max(1)).clamp(FEWEST, CASES);
        let lengths = Walk::new(graph, structure, clock, &pieces).lengths(count)?;
        let lengths = lengths.into_iter();
        let lengths = lengths.map(|length| value(clock, &unit, length)).collect();
        Some(Self {
            lengths,
            unit,
            left_out: pieces.left_out,
        })
    }

    /// How much less the same cases take in another version: the range of nine cases in ten, and the
    /// mean; nothing where what was left out is not the same `unchanged` steps in both.
    pub fn saved(&self, after: &Self, unchanged: &BTreeSet<Id>) -> Option<(Values, Unit)> {
        let cancels = self.left_out == after.left_out && self.left_out.is_subset(unchanged);
        if !cancels || self.unit != after.unit || self.lengths.is_empty() {
            return None;
        }
        let pairs = self.lengths.iter().zip(&after.lengths);
        let mut saved: Vec<f64> = pairs.map(|(before, after)| tidy(before - after)).collect();
        saved.sort_by(f64::total_cmp);
        let at = |share: f64| saved[((saved.len() - 1) as f64 * share).round() as usize];
        // Where nine in ten save the same, the few others are told too.
        let alike = at(1.0 - TAIL) - at(TAIL) < 1e-9;
        let tail = if alike { 0.0 } else { TAIL };
        let values = Values {
            min: at(tail),
            typical: None,
            max: at(1.0 - tail),
            mean: Some(saved.iter().sum::<f64>() / saved.len() as f64),
        };
        Some((values, self.unit.clone()))
    }
}

/// Without what rounding leaves over.
fn tidy(value: f64) -> f64 {
    if value.abs() < 1e-9 { 0.0 } else { value }
}

/// How many blocks lie inside each other.
fn deepest(structure: &Structure) -> usize {
    let mut depth = vec![0; structure.blocks.len()];
    let inside = |row: usize, under: usize, depth: &mut Vec<usize>| {
        for item in &structure.rows[row].items {
            if let Item::Block(block) = *item {
                depth[block] = under + 1;
            }
        }
    };
    inside(structure.root, 0, &mut depth);
    // An outer block comes before those inside it.
    for (number, block) in structure.blocks.iter().enumerate() {
        for branch in &block.branches {
            let under = depth[number];
            inside(branch.row, under, &mut depth);
        }
    }
    depth.into_iter().max().unwrap_or(0)
}

/// Whether a step runs beside others.
fn beside(structure: &Structure, graph: &Graph, id: &Id) -> bool {
    let mut parallel = vec![false; structure.blocks.len()];
    let mut rows = vec![false; structure.rows.len()];
    for (number, block) in structure.blocks.iter().enumerate() {
        let here = parallel[number] || matches!(block.kind, Kind::Parallel | Kind::Inclusive);
        for branch in &block.branches {
            rows[branch.row] = here;
            for item in &structure.rows[branch.row].items {
                if let Item::Block(inner) = *item {
                    parallel[inner] = here;
                }
            }
        }
    }
    let has = |row: usize| {
        let mut items = structure.rows[row].items.iter();
        items.any(|item| matches!(*item, Item::Node(node) if graph.net[node].id == *id))
    };
    (0..rows.len()).any(|row| rows[row] && has(row))
}
