//! The command line: one file a subcommand. Only here are files read and written and text printed.

mod analyze;
pub(crate) mod args;
mod draw;
pub(crate) mod exit;
mod files;
mod fmt;
mod new;
mod print;
mod schema;
mod validate;

use args::{Args, Command};
use exit::Failure;

/// Runs one command; the result is the exit code.
pub(crate) fn run(args: Args) -> u8 {
    let outcome = match args.command {
        Command::Analyze(args) => analyze::run(&args),
        Command::Draw(args) => draw::run(&args),
        Command::Validate(args) => validate::run(&args),
        Command::Fmt(args) => fmt::run(&args),
        Command::Schema => schema::run(),
        Command::New(args) => new::run(&args),
    };
    outcome.unwrap_or_else(|failure: Failure| failure.report())
}
