//! The command line as the user types it.

mod choice;
mod supervise;

pub(crate) use choice::*;
pub(crate) use supervise::{Check, Compare, Generate, Portfolio, Review};

use clap::{Parser, Subcommand};
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
    Analyze(Analyze),
    /// Writes the simplified procedure, its diagrams before and after, and a report
    Simplify(Simplify),
    /// Checks procedures against targets
    Check(Check),
    /// Says what a claimed reform changed, whether every safeguard survived, and what is simpler on paper only
    Compare(Compare),
    /// Draws a procedure
    Draw(Draw),
    /// Writes the open questions as a form to fill in, as data or as a page to print
    Questions(Questions),
    /// Writes a made-up portfolio on standard output, one procedure a line
    #[command(hide = true)]
    Generate(Generate),
    /// Looks into many procedures at once: a folder, or one a line
    Portfolio(Portfolio),
    /// Opens the meeting's own application for a folder of procedures: decide, answer, see what comes of it
    Review(Review),
    /// Shows the manual page of a rule or rewrite
    Explain(Explain),
    /// Lists every rule and rewrite
    Rules,
    /// Says why something was proposed at some steps, or was not
    Why(Why),
    /// Checks procedure files; explains every fault with its place
    Validate(Files),
    /// Rewrites procedure files in canonical form, losing nothing
    Fmt(Fmt),
    /// Prints the JSON Schema of procedure files
    Schema,
    /// Writes a first procedure file to fill in, or one made from a spreadsheet
    New(New),
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

/// What changes results: answers, and how time is counted.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Given {
    /// Answers a question, for this run: 'FACT(SUBJECT, SUBJECT)=yes' or =no; a * stands for all that one question asks
    #[arg(long, value_name = "FACT=yes|no")]
    pub(crate) assume: Vec<String>,
    /// Answers to questions: the form that `redtape questions` writes, filled in
    #[arg(long, value_name = "FILE")]
    pub(crate) answers: Option<PathBuf>,
    /// How times are counted
    #[arg(long, value_name = "CONVENTION", default_value = "plain", value_parser = convention)]
    pub(crate) convention: redtape::measure::Convention,
    /// The day on which waivers are looked at; today unless given
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) as_of: Option<redtape::model::Date>,
}

fn day(text: &str) -> Result<redtape::model::Date, &'static str> {
    let day = text.parse().map_err(|_| "a day, as in 2026-03-01");
    day.map(redtape::model::Date)
}

fn convention(text: &str) -> Result<redtape::measure::Convention, &'static str> {
    redtape::measure::Convention::from_name(text).ok_or("one of: plain, doing-business")
}

#[derive(Debug, clap::Args)]
pub(crate) struct Analyze {
    #[command(flatten)]
    pub(crate) files: Files,
    /// Form of the report
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: AnalysisForm,
    /// Which table `--format csv` writes
    #[arg(long, value_enum, default_value_t)]
    pub(crate) table: Tab,
    /// Where to write; standard output unless given
    #[arg(short, long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Exit code 1 where a finding weighs at least this much
    #[arg(long, value_enum, default_value_t)]
    pub(crate) fail_on: Threshold,
    #[command(flatten)]
    pub(crate) given: Given,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Simplify {
    /// Procedure file; - is standard input
    pub(crate) file: PathBuf,
    /// Folder to write to; made where it is not there
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Replaces files in the folder that redtape did not write, or that were changed since
    #[arg(long)]
    pub(crate) force: bool,
    /// Answers only the finding with this id, as `analyze` prints it; may be repeated
    #[arg(long, value_name = "FINDING")]
    pub(crate) only: Vec<String>,
    /// Leaves the finding with this id; may be repeated
    #[arg(long, value_name = "FINDING")]
    pub(crate) without: Vec<String>,
    /// Writes these too; may be repeated
    #[arg(long, value_enum, value_name = "FORM")]
    pub(crate) also: Vec<Also>,
    #[command(flatten)]
    pub(crate) print: Print,
    /// Applies only the smallest set of changes that meets the targets of this file
    #[arg(long, value_name = "TARGETS.json")]
    pub(crate) target: Option<PathBuf>,
    /// Does what a meeting decided, and only that: the file that `redtape review` writes
    #[arg(long, value_name = "DECISIONS.json", conflicts_with_all = ["only", "without", "target", "assume", "answers"])]
    pub(crate) decisions: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) given: Given,
    /// Which way the diagrams run
    #[arg(long, value_enum, default_value_t)]
    pub(crate) direction: Way,
    /// What the lanes of the diagrams are
    #[arg(long, value_enum, default_value_t)]
    pub(crate) lanes: LanesBy,
    /// Language of names, messages and sheets
    #[arg(long, value_enum, default_value_t)]
    pub(crate) lang: Language,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Questions {
    /// Procedure file; - is standard input
    pub(crate) file: PathBuf,
    /// Where to write: .json to fill in and give back with --answers, .html to print; JSON on standard output unless given
    #[arg(short, long, value_name = "OUT.json|html")]
    pub(crate) out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) given: Given,
    /// Language of names and messages
    #[arg(long, value_enum, default_value_t)]
    pub(crate) lang: Language,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Explain {
    /// A rule or rewrite, as `redtape rules` lists them
    pub(crate) id: String,
    /// Language of messages
    #[arg(long, value_enum, default_value_t)]
    pub(crate) lang: Language,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Why {
    /// Procedure file; - is standard input
    pub(crate) file: PathBuf,
    /// A rule, as `redtape rules` lists them
    pub(crate) rule: String,
    /// The steps: ids, or numbers as on the sheets
    #[arg(required = true, value_name = "STEP")]
    pub(crate) steps: Vec<String>,
    #[command(flatten)]
    pub(crate) given: Given,
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
    redtape::model::id::is_id(text)
        .then(|| text.to_owned())
        .ok_or(form)
}

/// How a picture is put on paper.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct Print {
    /// Folds the sheet onto pages of this size, no type under 6 points; a PDF is folded onto A3 unless this is given
    #[arg(long, value_enum)]
    pub(crate) paper: Option<PaperFormat>,
    /// Which way the paper lies; the way that needs fewer pages unless given
    #[arg(long, value_enum)]
    pub(crate) orientation: Option<Orientation>,
    /// Dots per inch of a PNG
    #[arg(long, default_value_t = 96, value_parser = clap::value_parser!(u32).range(24..=1200))]
    pub(crate) dpi: u32,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Draw {
    /// Procedure file; - is standard input
    pub(crate) file: PathBuf,
    /// A later version of it: both are drawn on one sheet, what changed marked
    pub(crate) after: Option<PathBuf>,
    /// Where to write: .svg or .png for a picture, .pdf for pages, .dot for Graphviz, .mmd for Mermaid
    #[arg(short, long, value_name = "OUT.svg|png|pdf|dot|mmd")]
    pub(crate) out: PathBuf,
    #[command(flatten)]
    pub(crate) print: Print,
    /// What lays the diagram out
    #[arg(long, value_enum, default_value_t)]
    pub(crate) engine: Engine,
    /// Which way the diagram runs
    #[arg(long, value_enum, default_value_t)]
    pub(crate) direction: Way,
    /// What its lanes are
    #[arg(long, value_enum, default_value_t)]
    pub(crate) lanes: LanesBy,
    /// Language of names and messages
    #[arg(long, value_enum, default_value_t)]
    pub(crate) lang: Language,
}
