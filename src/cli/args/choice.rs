//! The words that options take.

use clap::ValueEnum;

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
    /// before-after.pdf and summary.pdf, to print; with --decisions minutes.pdf too
    Pdf,
    /// before-after.png and summary.png; on --paper of several pages before-after-1.png, before-after-2.png ...
    Png,
    /// report.html, a page without any other file: diagrams, findings, proposals, questions, figures
    Html,
    /// report.xlsx, a workbook
    Xlsx,
    /// after.mmd, Mermaid text
    Mmd,
}

/// What `portfolio` writes besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum AlsoOfAll {
    /// report.xlsx, a workbook with every table as a sheet
    Xlsx,
    /// ranking.ndjson, every procedure in its place by every ranked measure, not only the first ones
    Ranking,
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
