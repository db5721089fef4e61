//! The command line as the user types it.

use clap::{Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Reads an administrative procedure, finds what makes it heavy, simplifies it without losing a safeguard, and draws it
/// before and after.
#[derive(Debug, Parser)]
#[command(name = "redtape", version, max_term_width = 100)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Checks procedure files; explains every fault with its place
    Validate(Files),
    /// Rewrites procedure files in canonical form, losing nothing
    Fmt(Fmt),
    /// Prints the JSON Schema of procedure files
    Schema,
}

/// The language of names, messages and sheets.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub(crate) enum Language {
    /// English
    #[default]
    En,
    /// Chinese (simplified)
    Zh,
}

impl From<Language> for redtape::message::Lang {
    fn from(language: Language) -> Self {
        match language {
            Language::En => Self::En,
            Language::Zh => Self::Zh,
        }
    }
}

#[derive(Debug, clap::Args)]
pub(crate) struct Files {
    /// Procedure files; - is standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Language of names and messages
    #[arg(long, value_enum, default_value_t)]
    pub(crate) lang: Language,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Fmt {
    #[command(flatten)]
    pub(crate) files: Files,
    /// Writes nothing; exit code 1 where a file is not in canonical form
    #[arg(long)]
    pub(crate) check: bool,
}
