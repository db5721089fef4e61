//! The `redtape` command: parses the command line, runs it, and turns the outcome into an exit code.

mod cli;

use clap::Parser;

#[global_allocator]
static GLOBAL: mimalloc::MiMalloc = mimalloc::MiMalloc;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args = cli::args::Args::parse();
    match std::panic::catch_unwind(|| cli::run(args)) {
        Ok(code) => code.into(),
        // The panic hook has already said where.
        Err(_) => cli::exit::BUG.into(),
    }
}
