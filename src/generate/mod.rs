//! Made-up portfolios: seeded, of realistic shape, some with faults planted in them, so that tests and benchmarks know what
//! there is to find. The procedure with a number and a seed is always the same, whatever else is generated.
//!
//! A procedure without a planted fault is one that the planted rules have nothing to say about: one submission, every
//! paper and field asked once, each step waiting for the paper that the one before makes, every control with a criterion
//! of its own that it was counted to apply.

mod draft;
mod plant;
mod pool;

pub use plant::{FAULTS, Fault};

use draft::Draft;
use rand::{RngExt as _, SeedableRng as _};
use rand_pcg::Pcg64Mcg;
use serde_json::Value;

/// What is generated.
#[derive(Debug, Clone, Copy)]
pub struct Recipe {
    /// The seed of the portfolio.
    pub seed: u64,
    /// Steps of each procedure without its planted faults; a fault adds two steps at the most. Between 10 and 30 where
    /// it is none.
    pub steps: Option<usize>,
}

/// Matters that follow each other, each of [`draft::MATTER`] steps: the least and the most.
const MATTERS: (usize, usize) = (2, 6);
/// Faults planted in one procedure at the most.
const MOST_FAULTS: usize = 3;
/// The share of procedures without a planted fault.
const CLEAN: f64 = 0.3;

/// The procedure with this number, from 0: its JSON text in one line. Its `x-planted` names the rules of the faults in it.
pub fn procedure(recipe: Recipe, number: u64) -> String {
    let mut rng = Pcg64Mcg::seed_from_u64(recipe.seed ^ number.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let matters = match recipe.steps {
        Some(steps) => steps.saturating_sub(draft::FRAME).div_ceil(draft::MATTER),
        None => rng.random_range(MATTERS.0..=MATTERS.1),
    };
    let mut draft = Draft::new(&mut rng, number, matters, recipe.steps);
    let mut planted: Vec<Value> = Vec::new();
    if !rng.random_bool(CLEAN) {
        let count = rng.random_range(1..=MOST_FAULTS);
        let mut left: Vec<&Fault> = FAULTS.iter().collect();
        for _ in 0..count {
            let fault = left.remove(rng.random_range(0..left.len()));
            if (fault.plant)(&mut draft, &mut rng).is_some() {
                planted.push(fault.rule.into());
            }
        }
    }
    draft.json(planted).to_string()
}
