//! The equations of one loop component: v = entering + Qᵀ v.

use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;
use std::collections::BTreeMap;

/// Corners with several ways in beyond which the equations of a component are not solved.
const MOST_UNKNOWNS: usize = 1_000;

/// Why there is no solution.
pub(super) enum Unsolved {
    TooLarge,
    Singular,
}

/// The flows within a strongly connected component, its corners numbered from 0.
pub(super) struct Component {
    size: usize,
    /// From, to, probability.
    pub(super) flows: Vec<(usize, usize, Option<f64>)>,
    /// Whether some flow leads out of it.
    pub(super) leaves: bool,
}

/// Visits of a corner as a multiple of those of another one, and some more.
#[derive(Debug, Clone, Copy, Default)]
struct Term {
    of: usize,
    times: f64,
    more: f64,
}

impl Component {
    pub(super) fn of(net: &DiGraph<(), Option<f64>>, corners: &[NodeIndex]) -> Self {
        let place: BTreeMap<NodeIndex, usize> = corners.iter().copied().zip(0..).collect();
        let mut component = Self {
            size: corners.len(),
            flows: Vec::new(),
            leaves: false,
        };
        for flow in corners.iter().flat_map(|&corner| net.edges(corner)) {
            match place.get(&flow.target()) {
                Some(&to) => (component.flows).push((place[&flow.source()], to, *flow.weight())),
                None => component.leaves = true,
            }
        }
        component
    }

    /// Expected visits of each corner, given how often each is entered from outside.
    pub(super) fn visits(&self, entering: &[f64]) -> Result<Vec<f64>, Unsolved> {
        let (kept, terms) = self.substituted(entering);
        if kept.len() > MOST_UNKNOWNS {
            return Err(Unsolved::TooLarge);
        }
        let mut rows = vec![vec![0.0; kept.len()]; kept.len()];
        let mut right: Vec<f64> = kept.iter().map(|&corner| entering[corner]).collect();
        for (row, cells) in rows.iter_mut().enumerate() {
            cells[row] = 1.0;
        }
        for &(from, to, p) in &self.flows {
            if let (Ok(row), Some(p)) = (kept.binary_search(&to), p) {
                rows[row][terms[from].of] -= p * terms[from].times;
                right[row] += p * terms[from].more;
            }
        }
        let solved = solve(rows, right).ok_or(Unsolved::Singular)?;
        Ok((terms.iter())
            .map(|term| term.times * solved[term.of] + term.more)
            .collect())
    }

    /// The corners that several flows come to, and every corner in terms of one of these: what one
    /// flow alone leads to is a multiple of where it comes from.
    fn substituted(&self, entering: &[f64]) -> (Vec<usize>, Vec<Term>) {
        let mut ins = vec![0; self.size];
        let mut outs = vec![Vec::new(); self.size];
        for &(from, to, p) in &self.flows {
            ins[to] += 1;
            outs[from].push((to, p.unwrap_or(0.0)));
        }
        let mut kept: Vec<usize> = (0..self.size).filter(|&corner| ins[corner] != 1).collect();
        if kept.is_empty() {
            kept.push(0);
        }
        let mut terms = vec![Term::default(); self.size];
        for (of, &corner) in kept.iter().enumerate() {
            terms[corner] = Term {
                of,
                times: 1.0,
                more: 0.0,
            };
        }
        let mut stack = kept.clone();
        while let Some(corner) = stack.pop() {
            let Term { of, times, more } = terms[corner];
            let alone = |(to, _): &&(usize, f64)| kept.binary_search(to).is_err();
            for &(to, p) in outs[corner].iter().filter(alone) {
                terms[to] = Term {
                    of,
                    times: times * p,
                    more: more * p + entering[to],
                };
                stack.push(to);
            }
        }
        (kept, terms)
    }
}

/// Solves `rows · x = right` by Gaussian elimination with partial pivoting; nothing if singular.
fn solve(mut rows: Vec<Vec<f64>>, mut right: Vec<f64>) -> Option<Vec<f64>> {
    let size = right.len();
    for column in 0..size {
        let best = (column..size)
            .max_by(|&a, &b| rows[a][column].abs().total_cmp(&rows[b][column].abs()))?;
        rows.swap(column, best);
        right.swap(column, best);
        let pivot = rows[column].clone();
        if pivot[column].abs() < 1e-12 {
            return None;
        }
        for row in column + 1..size {
            let factor = rows[row][column] / pivot[column];
            if factor != 0.0 {
                for (cell, above) in rows[row][column..].iter_mut().zip(&pivot[column..]) {
                    *cell -= factor * above;
                }
                right[row] -= factor * right[column];
            }
        }
    }
    for row in (0..size).rev() {
        let known: f64 = (row + 1..size)
            .map(|column| rows[row][column] * right[column])
            .sum();
        right[row] = (right[row] - known) / rows[row][row];
    }
    Some(right)
}
