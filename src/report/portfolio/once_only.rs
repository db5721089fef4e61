//! Who asks what that whom already holds, and what many procedures do alike.

use super::{Cell, PortfolioReport, Table};
use crate::portfolio::{Chance, increase};
use std::collections::{BTreeMap, BTreeSet};

/// Agencies along one side of the matrix and in the graph at the most.
pub(super) const SIDE: usize = 20;

pub(super) fn chances(report: &PortfolioReport<'_>) -> Table {
    let columns = [
        "portfolio-item",
        "portfolio-asks",
        "portfolio-holds",
        "portfolio-procedures",
        "portfolio-times",
    ];
    let note = Some("portfolio-once-only-note");
    let mut table = report.table("once-only", "portfolio-once-only", note, &columns);
    let chances = report.summary.chances();
    table.rows = (chances.into_iter().take(report.top))
        .map(|chance| {
            let holders: Vec<_> = (chance.holders.iter())
                .map(|holder| report.agency(holder))
                .collect();
            vec![
                chance.known.name.as_str().into(),
                report.agency(chance.asks).into(),
                holders.join(", ").into(),
                chance.times.procedures.into(),
                chance.times.times.into(),
            ]
        })
        .collect();
    table
}

impl PortfolioReport<'_> {
    /// The name of the agency with this concept.
    pub(super) fn agency(&self, concept: &str) -> String {
        let known = self.summary.agencies.get(concept);
        known.map_or_else(|| concept.to_owned(), |by| by.agency.name.clone())
    }
}

/// From whom to whom papers could go: holder, asker, and in how many procedures; those of most procedures first.
pub(super) struct Flows<'a> {
    pub(super) holders: Vec<&'a str>,
    pub(super) askers: Vec<&'a str>,
    pub(super) procedures: BTreeMap<(&'a str, &'a str), u64>,
}

impl<'a> Flows<'a> {
    pub(super) fn of(chances: &'a [Chance<'a>]) -> Self {
        let mut procedures: BTreeMap<(&str, &str), u64> = BTreeMap::new();
        for chance in chances {
            for holder in &chance.holders {
                increase(
                    procedures.entry((holder, chance.asks)).or_default(),
                    chance.times.procedures,
                );
            }
        }
        let side = |end: fn(&(&'a str, &'a str)) -> &'a str| {
            let mut sums: BTreeMap<&str, u64> = BTreeMap::new();
            for (pair, count) in &procedures {
                increase(sums.entry(end(pair)).or_default(), *count);
            }
            let mut ends: Vec<_> = sums.into_iter().collect();
            ends.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
            let ends = ends.into_iter().map(|(end, _)| end);
            ends.take(SIDE).collect::<Vec<_>>()
        };
        let (holders, askers) = (side(|pair| pair.0), side(|pair| pair.1));
        let shown: BTreeSet<_> = holders.iter().chain(&askers).copied().collect();
        procedures.retain(|(holder, asker), _| shown.contains(holder) && shown.contains(asker));
        Self {
            holders,
            askers,
            procedures,
        }
    }
}

/// Rows ask, columns hold; a cell says in how many procedures.
pub(super) fn matrix(report: &PortfolioReport<'_>) -> Option<Table> {
    let chances = report.summary.chances();
    let flows = Flows::of(&chances);
    if flows.holders.is_empty() {
        return None;
    }
    let mut table = report.table(
        "once-only-matrix",
        "portfolio-matrix",
        Some("portfolio-matrix-note"),
        &["portfolio-asks"],
    );
    let names = flows.holders.iter().map(|holder| report.agency(holder));
    table.columns.extend(names);
    table.rows = (flows.askers.iter())
        .map(|asker| {
            let counts = flows.holders.iter().map(|holder| {
                let count = flows.procedures.get(&(*holder, *asker));
                count.map_or(Cell::Nothing, |&count| count.into())
            });
            let name = std::iter::once(report.agency(asker).into());
            name.chain(counts).collect()
        })
        .collect();
    Some(table)
}

pub(super) fn tasks(report: &PortfolioReport<'_>) -> Table {
    let columns = [
        "portfolio-kind",
        "portfolio-agency",
        "portfolio-papers",
        "portfolio-procedures",
    ];
    let note = Some("portfolio-tasks-note");
    let mut table = report.table("tasks", "portfolio-tasks", note, &columns);
    let name = |item: &String| {
        let known = report.summary.once_only.asked.get(item);
        known.map_or_else(|| item.clone(), |known| known.name.clone())
    };
    table.rows = (report.shared.tasks().take(report.top))
        .map(|(task, procedures)| {
            let items: Vec<_> = task.items.iter().map(name).collect();
            vec![
                task.kind.as_str().into(),
                report.agency(&task.agency).into(),
                items.join(", ").into(),
                procedures.into(),
            ]
        })
        .collect();
    table
}
