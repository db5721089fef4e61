//! `redtape generate`: made-up portfolios for tests and benchmarks.

use super::args::Generate;
use super::exit::{CLEAN, Failure};
use anyhow::Context;
use redtape::generate::{Recipe, procedure};
use std::io::{BufWriter, Write};

pub(crate) fn run(args: &Generate) -> Result<u8, Failure> {
    let recipe = Recipe {
        seed: args.seed,
        steps: args.steps.map(usize::from),
    };
    let mut out = BufWriter::new(std::io::stdout().lock());
    let written = (0..args.count)
        .try_for_each(|number| writeln!(out, "{}", procedure(recipe, number)))
        .and_then(|()| out.flush());
    written.context("standard output")?;
    Ok(CLEAN)
}
