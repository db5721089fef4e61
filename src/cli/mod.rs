//! The command line: one file a subcommand. Only here are files read and written and text printed.

mod analyze;
mod answers;
pub(crate) mod args;
mod check;
mod compare;
mod decisions;
mod draw;
pub(crate) mod exit;
mod explain;
mod files;
mod fmt;
mod folder;
mod generate;
mod graphviz;
mod new;
mod picture;
mod portfolio;
mod print;
mod questions;
mod review;
mod rules;
mod run;
mod schema;
mod simplify;
mod sum;
mod validate;
mod why;
mod write;

use anyhow::Context;
use args::{Args, Command};
use exit::Failure;

/// What there is to say instead of running a command: help on standard output, or what was mistyped.
pub(crate) fn said(said: &clap::Error) -> u8 {
    use std::io::Write;
    let code = u8::try_from(said.exit_code()).unwrap_or(exit::BAD_INPUT);
    let printed = said.print().and_then(|()| std::io::stdout().flush());
    let outcome = printed.context("standard output").map_err(Failure::from);
    outcome.map_or_else(Failure::report, |()| code)
}

/// Runs one command; the result is the exit code.
pub(crate) fn run(args: Args) -> u8 {
    write::catch_limit();
    let outcome = match args.command {
        Command::Analyze(args) => analyze::analyze(&args),
        Command::Simplify(args) => simplify::simplify(&args),
        Command::Check(args) => check::run(&args),
        Command::Compare(args) => compare::run(&args),
        Command::Draw(args) => draw::run(&args),
        Command::Questions(args) => questions::questions(&args),
        Command::Review(args) => review::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Generate(args) => generate::run(&args),
        Command::Portfolio(args) => portfolio::run(&args),
        Command::Rules => rules::run(),
        Command::Why(args) => why::run(&args),
        Command::Validate(args) => validate::run(&args),
        Command::Fmt(args) => fmt::run(&args),
        Command::Schema => schema::run(),
        Command::New(args) => new::run(&args),
    };
    outcome.unwrap_or_else(|failure: Failure| failure.report())
}
