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
    /// Shows figures, findings, and what each proposed change still needs
    Analyze(Files),
    /// Draws a procedure as SVG
    Draw(Draw),
    /// Checks procedure files; explains every fault with its place
    Validate(Files),
    /// Rewrites procedure files in canonical form, losing nothing
    Fmt(Fmt),
    /// Prints the JSON Schema of procedure files
    Schema,
    /// Writes a first procedure file to fill in, or one made from a spreadsheet
    New(New),
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

#[derive(Debug, clap::Args)]
pub(crate) struct New {
    /// Id of the new procedure
    #[arg(default_value = "my-procedure", value_parser = id)]
    pub(crate) id: String,
    /// Spreadsheet to read (CSV, one step a row; columns in docs/format.md); - is standard input
    #[arg(long, value_name = "STEPS.csv")]
    pub(crate) from: Option<PathBuf>,
    /// Where to write; standard output unless given
    #[arg(short, long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Language of messages
    #[arg(long, value_enum, default_value_t)]
    pub(crate) lang: Language,
}

fn id(text: &str) -> Result<String, &'static str> {
    let form = "an id has letters of any script, digits, - and _, at most 64 of them";
    redtape::model::text::is_id(text)
        .then(|| text.to_owned())
        .ok_or(form)
}

/// Which way a diagram runs.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub(crate) enum Way {
    /// Left to right
    #[default]
    Lr,
    /// Top down
    Td,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Draw {
    /// Procedure file; - is standard input
    pub(crate) file: PathBuf,
    /// Where to write the SVG
    #[arg(short, long, value_name = "OUT.svg")]
    pub(crate) out: PathBuf,
    /// Which way the diagram runs
    #[arg(long, value_enum, default_value_t)]
    pub(crate) direction: Way,
    /// Language of names and messages
    #[arg(long, value_enum, default_value_t)]
    pub(crate) lang: Language,
}
