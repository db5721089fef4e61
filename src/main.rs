//! The `redtape` command: parses the command line, runs it, and turns the outcome into an exit code.

mod cli;

use clap::Parser;

#[global_allocator]
static GLOBAL: mimalloc::MiMalloc = mimalloc::MiMalloc;
use std::process::ExitCode;

fn main() -> ExitCode {
    let typed = cli::args::Args::try_parse();
    let run = || match typed {
        Ok(args) => cli::run(args),
        // The text of --help and --version is a result too, and told apart from what was mistyped.
        Err(said) => cli::said(&said),
    };
    match std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)) {
        Ok(code) => code.into(),
        // The panic hook has already said where.
        Err(_) => cli::exit::BUG.into(),
    }
}
