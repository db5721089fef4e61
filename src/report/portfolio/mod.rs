//! The summary of many procedures: one list of tables, written as text, as a page and as sheets.

mod flows;
mod graph;
mod groups;
pub mod html;
mod labels;
mod once_only;
pub mod ranking;
pub mod sheets;
mod tables;
pub mod text;
mod trends;
mod view;

pub use graph::dot;
pub use tables::tables;
pub use view::Extent;

use crate::message::{Lang, Message};
use crate::model::target::Targets;
use crate::portfolio::{Chance, Milli, Shared, Summary};

/// Everything that the report of a portfolio is made from.
pub struct PortfolioReport<'a> {
    /// The portfolio.
    pub summary: &'a Summary,
    /// What of it could be asked once only.
    pub chances: &'a [Chance<'a>],
    /// The steps that most procedures have.
    pub shared: &'a Shared,
    /// The same or another portfolio on an earlier day.
    pub since: Option<&'a Summary>,
    /// Cuts that were to be reached between the two.
    pub targets: Option<&'a Targets>,
    /// How times were counted.
    pub convention: &'static str,
    /// How many rows the tables of rankings, agencies and the once-only map show on a terminal and on a page.
    pub top: usize,
    /// The language of names and messages.
    pub lang: Lang,
}

/// A table with a title.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Its name in file names and links, in kebab case.
    pub id: &'static str,
    /// Its title.
    pub title: String,
    /// What must be known to read it.
    pub note: Option<String>,
    /// The titles of its columns.
    pub columns: Vec<String>,
    /// The column in which some numbers may be floors.
    pub floors: Option<usize>,
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A number, in the unit that its column or row names.
    Number(f64),
    /// The least that a number is, and how that is said.
    Floor(f64, String),
    /// Not measurable, or not there.
    Nothing,
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<u64> for Cell {
    fn from(count: u64) -> Self {
        Self::Number(count as f64)
    }
}
/// Numbers are told to thousandths, as what they are made from.
impl From<Option<f64>> for Cell {
    fn from(number: Option<f64>) -> Self {
        let told = |number| Milli::of(number).map_or(number, Milli::value);
        number.map_or(Self::Nothing, |number| Self::Number(told(number)))
    }
}

impl Cell {
    /// The cell as people read it; at most two decimals.
    pub fn show(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => decimals(*number),
            Self::Floor(_, said) => said.clone(),
            Self::Nothing => "–".to_owned(),
        }
    }
}

fn decimals(number: f64) -> String {
    let text = format!("{number:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0" } else { text }.to_owned()
}

impl PortfolioReport<'_> {
    /// A number, or the least that it is.
    fn number(&self, number: f64, floor: bool) -> Cell {
        if floor {
            let said = Message::new("portfolio-at-least").with("value", decimals(number));
            Cell::Floor(number, self.say(&said))
        } else {
            Cell::Number(number)
        }
    }

    fn word(&self, key: &'static str) -> String {
        crate::message::words(key, self.lang).to_owned()
    }

    fn say(&self, message: &Message) -> String {
        message.say(self.lang, &crate::message::Ids)
    }

    /// The title, and the lines below it: how many procedures of which days, by which program.
    pub fn head(&self) -> Vec<String> {
        let summary = self.summary;
        let days = |from: &Option<String>, to: &Option<String>| match (from, to) {
            (Some(from), Some(to)) => self.say(
                &Message::new("portfolio-days")
                    .with("from", from.as_str())
                    .with("to", to.as_str()),
            ),
            _ => self.word("portfolio-no-days"),
        };
        let count = Message::new("portfolio-count")
            .with("procedures", summary.procedures)
            .with("faulty", summary.faulty);
        let made = Message::new("portfolio-made")
            .with("version", env!("CARGO_PKG_VERSION"))
            .with("convention", self.convention);
        let mut lines = vec![
            self.say(&count),
            days(&summary.from, &summary.to),
            self.say(&made),
        ];
        if summary.others > 0 {
            let others = Message::new("portfolio-other-files").with("files", summary.others);
            lines.push(self.say(&others));
        }
        if summary.undone > 0 {
            let bugs = Message::new("portfolio-undone").with("procedures", summary.undone);
            lines.push(self.say(&bugs));
        }
        lines
    }
}
