//! How long it takes to simplify a long procedure, every rewrite checked against every guarantee: 100 steps and 20
//! agencies, 1,000 and 40. Says how many rewrites were applied, and fails where they are fewer than the bar asks.
//!
//! `cargo bench --bench rewrites`.

mod made_up;

use redtape::fact::Facts;
use redtape::model::load;
use redtape::simplify::{Options, simplify};
use redtape::source::Source;
use std::io::Write as _;
use std::time::{Duration, Instant};

#[global_allocator]
static GLOBAL: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Steps, agencies, the fewest rewrites, and how often it is timed.
const SIZES: [(usize, usize, usize, usize); 2] = [(100, 20, 30, 25), (1_000, 40, 300, 3)];

fn main() {
    for (steps, agencies, least, runs) in SIZES {
        let source = Source {
            name: "made-up".to_owned(),
            text: made_up::procedure(steps, agencies),
        };
        let procedure = load(&source).unwrap_or_else(|faults| panic!("{} faults", faults.len()));
        let options = Options {
            facts: Facts::of(&procedure),
            ..Options::default()
        };
        let mut applied = 0;
        let mut times: Vec<Duration> = (0..runs)
            .map(|_| {
                let start = Instant::now();
                let result = simplify(&procedure, &options).ok();
                let time = start.elapsed();
                applied = result.map_or(0, |result| result.if_answered.derivation.len());
                time
            })
            .collect();
        assert!(applied >= least, "{applied} rewrites, not {least}");
        times.sort();
        let _ = writeln!(
            std::io::stdout(),
            "simplify {steps} steps, {applied} rewrites applied {:>12.2} ms",
            times[runs / 2].as_secs_f64() * 1e3
        );
    }
}
