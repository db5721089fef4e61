//! The expected maximum of parallel branches, by seeded triangular draws.
//!
//! It is never the maximum of the means, which is too low. Each branch is drawn from the triangular
//! distribution with its least, its most and the mode that gives it its mean (three times the mean
//! less the least and the most, kept within the range), by inversion (Johnson, "The triangular distribution as a proxy
//! for the beta distribution in risk analysis", 1997). The draws are a Latin hypercube: of n draws each branch has one
//! in each n-th of its distribution (`McKay`, Beckman and Conover 1979), so that few of them say as much as many that are
//! independent. The same input gives the same draws.

use super::Range;
use crate::measure::calendar::Length;
use rand::Rng;
use rand_pcg::Pcg64;

/// State and stream of the generator: any will do, always the same.
const SEED: (u128, u128) = (0x0072_6564_7461_7065, 0x6d61_7869_6d75_6d00);

/// Draws of each block of a small procedure.
const DRAWS: usize = 1_000;

/// Branches of a procedure times draws that are not exceeded.
const MOST: usize = 1_000_000;

/// Draws below which a mean is not told.
const FEWEST: usize = 100;

/// What is drawn: lengths, or minutes where there is one clock only.
pub(super) trait Amount: Copy + Default + std::ops::Add<Output = Self> {
    /// The amount of a length.
    fn of(length: Length) -> Self;
    /// The amount times a number.
    fn times(self, factor: f64) -> Self;
}

impl Amount for Length {
    fn of(length: Length) -> Self {
        length
    }

    fn times(self, factor: f64) -> Self {
        Length::times(self, factor)
    }
}

impl Amount for f64 {
    fn of(length: Length) -> Self {
        minutes(length)
    }

    fn times(self, factor: f64) -> Self {
        self * factor
    }
}

/// A branch to draw from.
pub(crate) struct Drawn {
    min: Length,
    max: Length,
    /// Where in the range the mode lies, 0 to 1.
    mode: f64,
}

/// The mean over draws of what `join` makes of the lengths of the branches; nothing where a branch
/// is unbounded or its mean is unknown. `taken` is the probability of each branch of an inclusive
/// block, of which at least one is taken; `among` the number of branches of the whole procedure.
pub(super) fn mean<T: Amount>(
    rows: &[Range],
    taken: Option<&[f64]>,
    among: usize,
    mut join: impl FnMut(&[T]) -> T,
) -> Option<T> {
    let draws = (MOST / among.max(1)).min(DRAWS);
    let branches: Vec<Drawn> = rows.iter().map(Drawn::of).collect::<Option<_>>()?;
    let never = |taken: &[f64]| taken.iter().all(|&p| p <= 0.0);
    if draws < FEWEST || taken.is_some_and(never) {
        return None;
    }
    let mut random = Pcg64::new(SEED.0, SEED.1);
    let varies = |branch: &Drawn| !branch.is_fixed();
    let strata: Vec<Vec<u32>> = (branches.iter())
        .map(|branch| varies(branch).then(|| shuffled(draws, &mut random)))
        .map(Option::unwrap_or_default)
        .collect();
    let mut sum = T::default();
    let mut drawn: Vec<T> = branches.iter().map(|branch| T::of(branch.min)).collect();
    // What is always there and never varies is what it is in the first draw.
    let changing = |at: &usize| taken.is_some() || varies(&branches[*at]);
    let changing: Vec<usize> = (0..branches.len()).filter(changing).collect();
    for number in 0..draws {
        let there = taken.map(|taken| some_of(taken, &mut random));
        for &at in &changing {
            let branch = &branches[at];
            drawn[at] = match &there {
                Some(there) if !there[at] => T::default(),
                _ => match strata[at].get(number) {
                    None => T::of(branch.min),
                    Some(&stratum) => {
                        branch.drawn((f64::from(stratum) + unit(&mut random)) / draws as f64)
                    }
                },
            };
        }
        sum = sum + join(&drawn);
    }
    Some(sum.times(1.0 / draws as f64))
}

/// Which branches are taken, at least one: drawn anew a few times, then the likeliest alone.
fn some_of(taken: &[f64], random: &mut Pcg64) -> Vec<bool> {
    for _ in 0..64 {
        let there: Vec<bool> = taken.iter().map(|&p| unit(random) < p).collect();
        if there.contains(&true) {
            return there;
        }
    }
    let most = taken.iter().copied().fold(0.0, f64::max);
    taken.iter().map(|&p| p >= most).collect()
}

/// The numbers below `count` in random order (Fisher and Yates).
fn shuffled(count: usize, random: &mut Pcg64) -> Vec<u32> {
    let mut order: Vec<u32> = (0..).take(count).collect();
    for last in (1..count).rev() {
        let other = (unit(random) * (last + 1) as f64) as usize;
        order.swap(last, other.min(last));
    }
    order
}

/// A number from 0 to 1, 1 excluded.
fn unit(random: &mut Pcg64) -> f64 {
    (random.next_u64() >> 11) as f64 / (1u64 << 53) as f64
}

impl Drawn {
    /// The branch with this range; nothing where it is unbounded or its mean unknown.
    pub(crate) fn of(row: &Range) -> Option<Self> {
        let mean = row.mean?;
        if !row.max.is_finite() {
            return None;
        }
        let (min, max) = (minutes(row.min), minutes(row.max));
        let mode = 3.0 * minutes(mean) - min - max;
        let width = max - min;
        let mode = if width > 0.0 {
            ((mode - min) / width).clamp(0.0, 1.0)
        } else {
            0.0
        };
        Some(Self {
            min: row.min,
            max: row.max,
            mode,
        })
    }

    /// Whether it always takes the same.
    pub(crate) fn is_fixed(&self) -> bool {
        self.min == self.max
    }

    /// The most that it takes.
    pub(crate) fn most(&self) -> Length {
        self.max
    }

    /// The corners of the triangle, minutes.
    pub(super) fn corners(&self) -> [f64; 3] {
        let (min, max) = (minutes(self.min), minutes(self.max));
        [min, min + self.mode * (max - min), max]
    }

    /// The probability that the branch takes at most these minutes.
    pub(super) fn below(&self, at: f64) -> f64 {
        let [min, mode, max] = self.corners();
        if at >= max {
            1.0
        } else if at <= min {
            0.0
        } else if at < mode {
            (at - min).powi(2) / ((max - min) * (mode - min))
        } else {
            1.0 - (max - at).powi(2) / ((max - min) * (max - mode))
        }
    }

    /// The length that the branch does not exceed with probability `u`.
    pub(crate) fn at(&self, u: f64) -> Length {
        self.drawn(u)
    }

    fn drawn<T: Amount>(&self, u: f64) -> T {
        let part = if u < self.mode {
            (u * self.mode).sqrt()
        } else {
            1.0 - ((1.0 - u) * (1.0 - self.mode)).sqrt()
        };
        T::of(self.min).times(1.0 - part) + T::of(self.max).times(part)
    }
}

fn minutes(length: Length) -> f64 {
    length.work + length.calendar
}
