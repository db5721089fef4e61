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

/// A severity at which `analyze` fails.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub(crate) enum Threshold {
    /// Any finding
    Low,
    /// Findings of medium or high severity
    Medium,
    /// Findings of high severity
    High,
    /// None
    #[default]
    Never,
}

impl Threshold {
    /// The least severity that counts; none where nothing does.
    pub(crate) fn least(self) -> Option<redtape::finding::Severity> {
        use redtape::finding::Severity;
        match self {
            Self::Low => Some(Severity::Low),
            Self::Medium => Some(Severity::Medium),
            Self::High => Some(Severity::High),
            Self::Never => None,
        }
    }
}

/// The form of a report.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    /// For people
    #[default]
    Text,
    /// For programs: an object with a version
    Json,
}

/// The form of an analysis.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum AnalysisForm {
    /// For people
    #[default]
    Text,
    /// For programs: an object with a version
    Json,
    /// A workbook: measures, findings, proposals, questions, steps before and after
    Xlsx,
    /// One table of the workbook
    Csv,
}

/// A table of the workbook.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Tab {
    /// Every figure now, after what is sure, and if every question is answered yes
    #[default]
    Measures,
    /// What the rules found
    Findings,
    /// What is proposed, and what it waits for
    Proposals,
    /// The open questions
    Questions,
    /// The steps as they are
    Steps,
    /// The steps after what is sure
    StepsSure,
    /// The steps if every question is answered yes
    StepsIfAnswered,
}

impl Tab {
    /// The key of the table.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Measures => "measures",
            Self::Findings => "findings",
            Self::Proposals => "proposals",
            Self::Questions => "questions",
            Self::Steps => "steps",
            Self::StepsSure => "steps-sure",
            Self::StepsIfAnswered => "steps-if-answered",
        }
    }
}

/// What `simplify` writes besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Also {
    /// before-after.pdf and summary.pdf, to print
    Pdf,
    /// before-after.png and summary.png
    Png,
    /// report.html, a page without any other file: diagrams, findings, proposals, questions, figures
    Html,
    /// report.xlsx, a workbook
    Xlsx,
    /// after.mmd, Mermaid text
    Mmd,
}

/// What lays a diagram out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Engine {
    /// The built-in one
    #[default]
    Own,
    /// The system's Graphviz
    Dot,
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

/// The form of the report of a check.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Gate {
    /// For people
    #[default]
    Text,
    /// For programs: an object with a version
    Json,
    /// For build servers: `JUnit` XML
    Junit,
    /// For code scanning: SARIF 2.1.0
    Sarif,
}

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
pub(crate) struct Portfolio {
    /// A folder of procedure files, or a file with one procedure a line (plain, .gz or .zst); - is standard input.
    /// With --reduce: files that --map or --format json wrote
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Folder to write to: a page, tables, and a record of each procedure
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Replaces files in the folder that redtape did not write, or that were changed since
    #[arg(long)]
    pub(crate) force: bool,
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
    /// Stops at the first procedure that is at fault
    #[arg(long)]
    pub(crate) strict: bool,
    /// Threads; all cores unless given
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub(crate) threads: usize,
    /// Rows of long tables
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

impl From<Way> for redtape::draw::Direction {
    fn from(way: Way) -> Self {
        match way {
            Way::Lr => Self::LeftRight,
            Way::Td => Self::TopDown,
        }
    }
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

/// A size of paper.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum PaperFormat {
    /// 297 mm x 420 mm
    A3,
    /// 210 mm x 297 mm
    A4,
}

impl From<PaperFormat> for redtape::draw::Format {
    fn from(format: PaperFormat) -> Self {
        match format {
            PaperFormat::A3 => Self::A3,
            PaperFormat::A4 => Self::A4,
        }
    }
}

/// Which way paper lies.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Orientation {
    /// Upright
    Portrait,
    /// On its side
    Landscape,
}

/// What the lanes of a diagram are.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub(crate) enum LanesBy {
    /// The applicant and the agencies
    #[default]
    Agency,
    /// The desks at which steps are done
    Role,
}

impl From<LanesBy> for redtape::draw::version::Lanes {
    fn from(by: LanesBy) -> Self {
        match by {
            LanesBy::Agency => Self::Agency,
            LanesBy::Role => Self::Role,
        }
    }
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
