//! The tables of a portfolio.

use super::{Cell, PortfolioReport, Table, once_only, trends};
use crate::graph::Graph;
use crate::measure::{Convention, measure};
use crate::model::Procedure;
use crate::model::part::Part;
use crate::portfolio::{List, RANKED, Ranking, Total};
use std::collections::BTreeMap;

/// Every table that has rows, in the order of a report.
pub fn tables(report: &PortfolioReport<'_>) -> Vec<Table> {
    let names = Names::new(report);
    let mut tables = vec![totals(report, &names), rules(report), rewrites(report)];
    tables.extend(trends::table(report, &names));
    tables.extend(trends::targets(report, &names));
    tables.push(agencies(report));
    tables.push(once_only::chances(report));
    tables.extend(once_only::matrix(report));
    tables.push(once_only::tasks(report));
    for list in List::ALL {
        tables.extend(ranking(report, &names, list));
    }
    tables.retain(|table| !table.rows.is_empty());
    tables
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

impl PortfolioReport<'_> {
    /// A table without rows.
    pub(super) fn table(
        &self,
        id: &'static str,
        title: &'static str,
        note: Option<&'static str>,
        columns: &[&'static str],
    ) -> Table {
        Table {
            id,
            title: self.word(title),
            note: note.map(|key| self.word(key)),
            columns: columns.iter().map(|key| self.word(key)).collect(),
            floors: None,
            rows: Vec::new(),
        }
    }
}

fn totals(report: &PortfolioReport<'_>, names: &Names) -> Table {
    let columns = [
        "column-measure",
        "portfolio-unit",
        "portfolio-sum",
        "portfolio-mean",
        "portfolio-known",
        "portfolio-floors",
        "portfolio-missing",
        "portfolio-less-sure",
        "portfolio-measurable-sure",
        "portfolio-less-if-answered",
        "portfolio-measurable-if-answered",
    ];
    let note = Some("portfolio-totals-note");
    let mut table = report.table("totals", "portfolio-totals", note, &columns);
    table.floors = columns.iter().position(|key| *key == "portfolio-sum");
    for (measure, units) in &report.summary.totals {
        for (unit, total) in units.iter().filter(|(unit, _)| *unit != "share") {
            let mut row = vec![
                names.measure(measure).into(),
                names.unit(unit).into(),
                sum(report, total),
                total.mean().into(),
                total.known.into(),
                total.floors.into(),
                total.missing.into(),
            ];
            for (less, measurable) in total.less() {
                let less = (measurable > 0).then(|| less.value());
                row.extend([less.into(), measurable.into()]);
            }
            table.rows.push(row);
        }
    }
    table
}

/// A sum; one that leaves something out says so, and of nothing known there is none.
fn sum(report: &PortfolioReport<'_>, total: &Total) -> Cell {
    let value = total.sum.value();
    if total.known == 0 && total.floors == 0 {
        Cell::Nothing
    } else {
        report.number(value, total.is_floor())
    }
}

fn rules(report: &PortfolioReport<'_>) -> Table {
    let columns = [
        "portfolio-rule",
        "portfolio-procedures",
        "portfolio-findings",
    ];
    let mut table = report.table("rules", "portfolio-rules", None, &columns);
    let mut rules: Vec<_> = report.summary.rules.iter().collect();
    rules.sort_by_key(|(_, by)| std::cmp::Reverse((by.procedures, by.findings)));
    let rows = rules.into_iter().map(|(rule, by)| {
        vec![
            rule.as_str().into(),
            by.procedures.into(),
            by.findings.into(),
        ]
    });
    table.rows = rows.collect();
    table
}

fn rewrites(report: &PortfolioReport<'_>) -> Table {
    let columns = ["portfolio-rewrite", "column-sure", "column-if-answered"];
    let mut table = report.table("rewrites", "portfolio-rewrites", None, &columns);
    let summary = report.summary;
    let mut counts: BTreeMap<&str, [u64; 2]> = BTreeMap::new();
    for (layer, all) in [&summary.sure, &summary.if_answered]
        .into_iter()
        .enumerate()
    {
        for (rewrite, count) in all {
            counts.entry(rewrite).or_default()[layer] = *count;
        }
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, [sure, waiting])| std::cmp::Reverse(sure.saturating_add(*waiting)));
    let rows = counts.into_iter();
    table.rows = rows
        .map(|(rewrite, [sure, waiting])| vec![rewrite.into(), sure.into(), waiting.into()])
        .collect();
    table
}

fn agencies(report: &PortfolioReport<'_>) -> Table {
    let columns = [
        "portfolio-agency",
        "portfolio-government",
        "portfolio-procedures",
        "portfolio-findings",
        "column-sure",
        "column-if-answered",
    ];
    let note = Some("portfolio-agencies-note");
    let mut table = report.table("agencies", "portfolio-agencies", note, &columns);
    let mut agencies: Vec<_> = report.summary.agencies.values().collect();
    agencies.sort_by_key(|by| std::cmp::Reverse((by.findings, by.procedures)));
    let rows = agencies.into_iter().take(report.top).map(|by| {
        let government = by.agency.government.clone();
        vec![
            by.agency.name.as_str().into(),
            government.map_or(Cell::Nothing, Cell::Text),
            by.procedures.into(),
            by.findings.into(),
            by.sure.into(),
            by.if_answered.into(),
        ]
    });
    table.rows = rows.collect();
    table
}

/// The first procedures by each ranked measure, in one table.
fn ranking(report: &PortfolioReport<'_>, names: &Names, list: List) -> Option<Table> {
    let (id, title) = match list {
        List::Burden => ("burden", "portfolio-burden"),
        List::SavingSure => ("saving-sure", "portfolio-saving-sure"),
        List::SavingIfAnswered => ("saving-if-answered", "portfolio-saving-if-answered"),
    };
    let columns = [
        "column-measure",
        "portfolio-unit",
        "portfolio-place",
        "portfolio-procedure",
        "portfolio-value",
        "portfolio-file",
    ];
    let mut table = report.table(id, title, Some("portfolio-ranking-note"), &columns);
    table.floors = columns.iter().position(|key| *key == "portfolio-value");
    for measure in RANKED {
        for unit in report.summary.totals.get(measure)?.keys() {
            let ranking = report.summary.ranking(list, measure, unit);
            let places = ranking.into_iter().flat_map(Ranking::places);
            for (number, place) in (1_u64..).zip(places.take(report.top)) {
                table.rows.push(vec![
                    names.measure(measure).into(),
                    names.unit(unit).into(),
                    number.into(),
                    format!("{} ({})", place.name, place.id).into(),
                    report.number(place.value.0.value(), place.floor),
                    place.sha256.get(..12).unwrap_or_default().into(),
                ]);
            }
        }
    }
    Some(table)
}
