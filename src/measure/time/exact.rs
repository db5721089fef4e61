//! The expected maximum of independent parallel branches, by integration.
//!
//! Where all branches run from one split to one join on one clock, no draws are needed: with F the
//! distribution functions of the branches, E[max] = most - integral of the product of F. Each
//! branch is triangular as in [`super::draws`], so the product is a polynomial between the corners
//! of the triangles, which Gauss-Legendre quadrature integrates exactly up to four branches and to
//! many digits beyond.

use super::Range;
use super::draws::Drawn;
use super::fold::on_one_clock;
use crate::measure::calendar::Length;

/// Points and weights of Gauss-Legendre quadrature of order 5 on -1..1 (Abramowitz and Stegun,
/// table 25.4): exact for polynomials of degree 9.
const QUADRATURE: [(f64, f64); 5] = [
    (-0.906_179_845_938_664, 0.236_926_885_056_189_1),
    (-0.538_469_310_105_683_1, 0.478_628_670_499_366_5),
    (0.0, 0.568_888_888_888_888_9),
    (0.538_469_310_105_683_1, 0.478_628_670_499_366_5),
    (0.906_179_845_938_664, 0.236_926_885_056_189_1),
];

/// Branches beyond which the product is integrated in shorter pieces.
const SMOOTH: usize = 4;

/// Branches beyond which draws are cheaper.
const MOST: usize = 64;

/// The expected maximum of the branches; nothing where they are on both clocks, unbounded, of
/// unknown mean or too many. `taken` is the probability of each branch of an inclusive block, of
/// which at least one is taken.
pub(super) fn mean(rows: &[Range], taken: Option<&[f64]>) -> Option<Length> {
    let on = |clock: fn(Length) -> f64| rows.iter().any(|row| clock(row.max) > 0.0);
    let (work, calendar) = (on(|length| length.work), on(|length| length.calendar));
    if (work && calendar) || rows.is_empty() || rows.len() > MOST {
        return None;
    }
    let branches: Vec<Drawn> = rows.iter().map(Drawn::of).collect::<Option<_>>()?;
    let never: f64 = taken.map_or(0.0, |taken| taken.iter().map(|p| 1.0 - p).product());
    if never >= 1.0 {
        return None;
    }
    let below = |at: f64| {
        let each = branches.iter().enumerate().map(|(number, branch)| {
            let there = taken.map_or(1.0, |taken| taken[number]);
            1.0 - there + there * branch.below(at)
        });
        (each.product::<f64>() - never) / (1.0 - never)
    };
    let mut corners: Vec<f64> = branches.iter().flat_map(Drawn::corners).collect();
    corners.push(0.0);
    corners.sort_by(f64::total_cmp);
    let most = corners.last().copied().unwrap_or(0.0);
    let pieces = branches.len().div_ceil(SMOOTH);
    let under: f64 = corners
        .windows(2)
        .map(|pair| integral(pair[0], pair[1], pieces, below))
        .sum();
    let minutes = most - under;
    Some(on_one_clock(rows, minutes))
}

fn integral(from: f64, to: f64, pieces: usize, of: impl Fn(f64) -> f64) -> f64 {
    let half = (to - from) / (2 * pieces) as f64;
    if half <= 0.0 {
        return 0.0;
    }
    let piece = |number: usize| {
        let middle = from + half * (2 * number + 1) as f64;
        let points = QUADRATURE
            .iter()
            .map(|(at, weight)| weight * of(middle + half * at));
        half * points.sum::<f64>()
    };
    (0..pieces).map(piece).sum()
}
