//! What the tables of a portfolio are made with: names, and how much of a long table is shown.

use super::labels::Labels;
use super::{Cell, PortfolioReport, Table};
use crate::graph::Graph;
use crate::measure::{Convention, measure};
use crate::message::Message;
use crate::model::Procedure;
use crate::model::part::Part;
use std::collections::BTreeMap;

/// Rows of a sheet at the most: what spreadsheet programs can read, and a little less.
const SHEET: usize = 1_000_000;

/// How much of long tables is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// The first rows, for a terminal.
    Terminal,
    /// The first rows, for a page.
    Page,
    /// All that is held, for files.
    Files,
}

/// A portfolio as some tables show it.
pub(super) struct View<'a> {
    pub(super) report: &'a PortfolioReport<'a>,
    pub(super) extent: Extent,
    pub(super) names: Names,
    agencies: Labels<'a>,
    items: Labels<'a>,
}

impl<'a> View<'a> {
    pub(super) fn of(report: &'a PortfolioReport<'a>, extent: Extent) -> Self {
        Self {
            report,
            extent,
            names: Names::new(report),
            agencies: Labels::agencies(report.summary),
            items: Labels::items(report.summary),
        }
    }

    /// How many rows of a list are shown.
    pub(super) fn rows(&self) -> usize {
        match self.extent {
            Extent::Terminal | Extent::Page => self.report.top,
            Extent::Files => SHEET,
        }
    }

    /// Agencies along one side of the matrix at the most.
    pub(super) fn side(&self) -> usize {
        match self.extent {
            Extent::Terminal => 8,
            Extent::Page => 20,
            Extent::Files => 200,
        }
    }

    /// What the agency with this concept is called.
    pub(super) fn agency(&self, concept: &str) -> String {
        let known = self.report.summary.agencies.get(concept);
        let name = known.map_or(concept, |by| &by.agency.name);
        self.agencies.say(concept, name)
    }

    /// What the document or field with this concept is called.
    pub(super) fn item(&self, concept: &str) -> String {
        let summary = self.report.summary;
        let asked = summary.once_only.asked.get(concept);
        let name = asked.map(|known| &known.name);
        let name = name.or_else(|| summary.names.get(concept));
        self.items
            .say(concept, name.map_or(concept, String::as_str))
    }

    /// A table without rows.
    pub(super) fn table(
        &self,
        id: &'static str,
        title: &'static str,
        note: Option<&'static str>,
        columns: &[&'static str],
    ) -> Table {
        let word = |key: &&'static str| self.report.word(key);
        Table {
            id,
            title: self.report.word(title),
            note: note.map(|key| self.report.word(key)),
            columns: columns.iter().map(word).collect(),
            floors: columns
                .iter()
                .position(|key| *key == "portfolio-sum" || *key == "portfolio-value"),
            rows: Vec::new(),
        }
    }

    /// The first of some rows, and that they are but the first; `held` is how many a file has.
    pub(super) fn first(
        &self,
        mut table: Table,
        rows: impl Iterator<Item = Vec<Cell>>,
        held: usize,
        of: u64,
    ) -> Table {
        table.rows = rows.take(self.rows()).collect();
        let shown = table.rows.len() as u64;
        if shown < of {
            let key = match self.extent {
                Extent::Files => "portfolio-cut-here",
                _ if (held as u64) < of => "portfolio-cut-held",
                _ => "portfolio-cut-all",
            };
            let file = format!("{}.csv", table.id);
            let said = Message::new(key).with("shown", shown).with("of", of);
            let said = said.with("held", held).with("file", file);
            self.tell(&mut table, &said);
        }
        table
    }

    /// Tells something more below the title of a table.
    pub(super) fn tell(&self, table: &mut Table, said: &Message) {
        let said = self.report.say(said);
        let notes = table.note.take().into_iter().chain([said]);
        table.note = Some(notes.collect::<Vec<_>>().join("\n"));
    }
}

/// What measures and units are called.
pub(super) struct Names {
    measures: BTreeMap<&'static str, String>,
    units: BTreeMap<&'static str, String>,
}

impl Names {
    fn new(report: &PortfolioReport<'_>) -> Self {
        let nothing = Procedure::placeholder();
        let rows = measure(&nothing, &Graph::of(&nothing), Convention::default()).rows();
        let units = [
            ("count", "portfolio-unit-count"),
            ("min", "portfolio-unit-min"),
            ("wd", "portfolio-unit-wd"),
            ("cd", "portfolio-unit-cd"),
            ("h", "portfolio-unit-h"),
            ("share", "portfolio-unit-share"),
        ];
        let measures = rows.into_iter();
        Self {
            measures: measures
                .map(|row| (row.key, report.say(&row.label)))
                .collect(),
            units: units
                .into_iter()
                .map(|(unit, key)| (unit, report.word(key)))
                .collect(),
        }
    }

    pub(super) fn measure(&self, key: &str) -> String {
        let known = self.measures.get(key);
        known.map_or_else(|| key.to_owned(), Clone::clone)
    }

    /// The unit's name; the code of a currency stands for itself.
    pub(super) fn unit(&self, unit: &str) -> String {
        let known = self.units.get(unit);
        known.map_or_else(|| unit.to_owned(), Clone::clone)
    }
}
