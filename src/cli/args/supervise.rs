//! Options of the commands that look at more than one file: targets, claimed reforms, portfolios.

use super::{
    AlsoOfAll, Files, Form, Gate, Given, LanesBy, Language, Print, Threshold, Way, convention, day,
};
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub(crate) struct Check {
    /// The targets
    #[arg(long, value_name = "TARGETS.json")]
    pub(crate) targets: PathBuf,
    #[command(flatten)]
    pub(crate) files: Files,
    /// A version before the reform, from which cuts are counted; matched by the procedure's id; may be repeated
    #[arg(long, value_name = "FILE")]
    pub(crate) before: Vec<PathBuf>,
    /// Form of the report
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Gate,
    /// Exit code 1 where a target of at least this severity is missed or not measurable
    #[arg(long, value_enum, default_value = "low")]
    pub(crate) fail_on: Threshold,
    /// Exit code 0 although a target is not measurable
    #[arg(long)]
    pub(crate) allow_unmeasurable: bool,
    /// Exit code 1 only for targets whose day has come
    #[arg(long)]
    pub(crate) due_only: bool,
    /// Does not look for the changes that would meet what is missed
    #[arg(long)]
    pub(crate) no_remedy: bool,
    #[command(flatten)]
    pub(crate) given: Given,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Compare {
    /// Procedure file of the version before; - is standard input
    pub(crate) before: PathBuf,
    /// Procedure file of the version after
    pub(crate) after: PathBuf,
    /// These two ids are the same thing, before and after; may be repeated
    #[arg(long = "match", value_name = "BEFORE=AFTER")]
    pub(crate) same: Vec<String>,
    /// This id, before or after, is the same as nothing in the other version; may be repeated
    #[arg(long, value_name = "ID")]
    pub(crate) no_match: Vec<String>,
    /// Form of the report
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Form,
    /// Exit code 1 where a trick weighs at least this much; a lost safeguard weighs as much as anything
    #[arg(long, value_enum, default_value = "low")]
    pub(crate) fail_on: Threshold,
    /// Draws both versions on one sheet: .svg for a picture, .dot for Graphviz
    #[arg(short, long, value_name = "OUT.svg|dot")]
    pub(crate) out: Option<PathBuf>,
    /// How times are counted
    #[arg(long, value_name = "CONVENTION", default_value = "plain", value_parser = convention)]
    pub(crate) convention: redtape::measure::Convention,
    /// Which way the diagrams run
    #[arg(long, value_enum, default_value_t)]
    pub(crate) direction: Way,
    #[command(flatten)]
    pub(crate) print: Print,
    /// What their lanes are
    #[arg(long, value_enum, default_value_t)]
    pub(crate) lanes: LanesBy,
    /// Language of names and messages
    #[arg(long, value_enum, default_value_t)]
    pub(crate) lang: Language,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Generate {
    /// How many procedures
    #[arg(long, value_name = "N")]
    pub(crate) count: u64,
    /// The seed: the same one gives the same procedures
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub(crate) seed: u64,
    /// Steps of each procedure before faults are planted; they differ unless given
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(17..=60))]
    pub(crate) steps: Option<u16>,
}

#[derive(Debug, clap::Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of the command line"
)]
pub(crate) struct Portfolio {
    /// A folder of procedure files, or a file with one procedure a line (plain, gzip or Zstandard); - is standard input.
    /// With --reduce: files that --map or --format json wrote
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Folder to write to: a page, tables, and a record of each procedure
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Replaces files in the folder that redtape did not write, or that were changed since, and what is left of a run
    /// that was cut short
    #[arg(long)]
    pub(crate) force: bool,
    /// Writes these into the folder too; may be repeated
    #[arg(long, value_enum, value_name = "FORM", requires = "out")]
    pub(crate) also: Vec<AlsoOfAll>,
    /// Goes on with a run into the same folder that was cut short
    #[arg(long, requires = "out")]
    pub(crate) resume: bool,
    /// Writes a record on standard output for each procedure, and no summary
    #[arg(long, conflicts_with_all = ["reduce", "out", "since"])]
    pub(crate) map: bool,
    /// Sums up records, or summaries of other records
    #[arg(long)]
    pub(crate) reduce: bool,
    /// Looks for findings only, not for changes
    #[arg(long)]
    pub(crate) analyze_only: bool,
    /// Stops at the first procedure that is at fault; with --reduce, exits with 2 where a record tells of one
    #[arg(long)]
    pub(crate) strict: bool,
    /// Threads; all cores unless given
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub(crate) threads: usize,
    /// Rows of long tables on the terminal and on the page; tables in files have all that is held
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub(crate) top: u16,
    /// The summary of an earlier day, as --format json writes it: what has changed since
    #[arg(long, value_name = "SUMMARY.json")]
    pub(crate) since: Option<PathBuf>,
    /// Targets whose cuts were to be reached since then
    #[arg(long, value_name = "TARGETS.json", requires = "since")]
    pub(crate) targets: Option<PathBuf>,
    /// Form of the summary on standard output
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Form,
    /// How times are counted
    #[arg(long, value_name = "CONVENTION", default_value = "plain", value_parser = convention)]
    pub(crate) convention: redtape::measure::Convention,
    /// The day on which waivers are looked at; unless given, none has expired
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) as_of: Option<redtape::model::Date>,
    /// Language of names and messages
    #[arg(long, value_enum, default_value_t)]
    pub(crate) lang: Language,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Review {
    /// Folder of procedure files; what is decided about NAME.json goes into NAME.decisions.json beside it
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// Address and port to listen on; port 0 takes any that is free. Other machines can reach only an address of theirs
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:0")]
    pub(crate) listen: std::net::SocketAddr,
    /// How times are counted
    #[arg(long, value_name = "CONVENTION", default_value = "plain", value_parser = convention)]
    pub(crate) convention: redtape::measure::Convention,
    /// The day on which waivers are looked at; today unless given
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) as_of: Option<redtape::model::Date>,
    /// Language of names and messages; each page offers the other one
    #[arg(long, value_enum, default_value_t)]
    pub(crate) lang: Language,
}
