//! The tables of a portfolio.

use super::view::{Extent, View};
use super::{Cell, PortfolioReport, Table, groups, once_only, trends};
use crate::message::Message;
use crate::portfolio::{List, RANKED, Ranking, TOP, Total};
use std::collections::BTreeMap;

/// Every table that has rows, in the order of a report.
pub fn tables(report: &PortfolioReport<'_>, extent: Extent) -> Vec<Table> {
    let view = View::of(report, extent);
    let mut tables = vec![totals(&view), rules(&view), rewrites(&view)];
    tables.extend(trends::table(&view));
    tables.extend(trends::targets(&view));
    tables.push(agencies(&view));
    tables.push(groups::agencies(&view));
    tables.push(groups::rules(&view));
    tables.push(once_only::chances(&view));
    tables.extend(once_only::matrix(&view));
    tables.push(once_only::tasks(&view));
    tables.extend(List::ALL.map(|list| ranking(&view, list)));
    tables.retain(|table| !table.rows.is_empty());
    tables
}

fn totals(view: &View<'_>) -> Table {
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
    let mut table = view.table("totals", "portfolio-totals", note, &columns);
    let totals = view.report.summary.totals.rows();
    for (measure, unit, total) in totals.filter(|(_, unit, _)| *unit != "share") {
        let mut row = vec![
            view.names.measure(measure).into(),
            view.names.unit(unit).into(),
            sum(view.report, total),
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
    table
}

/// A sum; one that leaves something out says so, and of nothing known there is none.
pub(super) fn sum(report: &PortfolioReport<'_>, total: &Total) -> Cell {
    let value = total.sum.value();
    if total.known == 0 && total.floors == 0 {
        Cell::Nothing
    } else {
        report.number(value, total.is_floor())
    }
}

fn rules(view: &View<'_>) -> Table {
    let columns = [
        "portfolio-rule",
        "portfolio-procedures",
        "portfolio-findings",
    ];
    let mut table = view.table("rules", "portfolio-rules", None, &columns);
    let mut rules: Vec<_> = view.report.summary.rules.iter().collect();
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

fn rewrites(view: &View<'_>) -> Table {
    let columns = ["portfolio-rewrite", "column-sure", "column-if-answered"];
    let mut table = view.table("rewrites", "portfolio-rewrites", None, &columns);
    let summary = view.report.summary;
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

fn agencies(view: &View<'_>) -> Table {
    let columns = [
        "portfolio-agency",
        "portfolio-government",
        "portfolio-procedures",
        "portfolio-findings",
        "column-sure",
        "column-if-answered",
    ];
    let note = Some("portfolio-agencies-note");
    let table = view.table("agencies", "portfolio-agencies", note, &columns);
    let mut agencies: Vec<_> = view.report.summary.agencies.iter().collect();
    agencies.sort_by_key(|(_, by)| std::cmp::Reverse((by.findings, by.procedures)));
    let held = agencies.len();
    let rows = agencies.into_iter().map(|(concept, by)| {
        let government = by.agency.government.clone();
        vec![
            view.agency(concept).into(),
            government.map_or(Cell::Nothing, Cell::Text),
            by.procedures.into(),
            by.findings.into(),
            by.sure.into(),
            by.if_answered.into(),
        ]
    });
    view.first(table, rows, held, held as u64)
}

/// The first procedures by each ranked measure, in one table.
fn ranking(view: &View<'_>, list: List) -> Table {
    let title = match list {
        List::Burden => "portfolio-burden",
        List::SavingSure => "portfolio-saving-sure",
        List::SavingIfAnswered => "portfolio-saving-if-answered",
    };
    let columns = [
        "column-measure",
        "portfolio-unit",
        "portfolio-place",
        "portfolio-procedure",
        "portfolio-value",
        "portfolio-file",
    ];
    let note = Some("portfolio-ranking-note");
    let mut table = view.table(list.word(), title, note, &columns);
    let summary = view.report.summary;
    let rows = view.rows().min(TOP);
    let mut longest = 0;
    for measure in RANKED {
        for unit in summary.totals.units(measure) {
            let ranking = summary.ranking(list, measure, unit);
            let places = ranking.into_iter().flat_map(Ranking::places);
            longest = longest.max(ranking.map_or(0, |all| all.places().len()));
            for (number, place) in (1_u64..).zip(places.take(rows)) {
                let file = place.file.as_deref();
                table.rows.push(vec![
                    view.names.measure(measure).into(),
                    view.names.unit(unit).into(),
                    number.into(),
                    format!("{} ({})", place.name, place.id).into(),
                    view.report.number(place.value.0.value(), place.floor),
                    file.or(place.sha256.get(..12)).unwrap_or_default().into(),
                ]);
            }
        }
    }
    let cut = match view.extent {
        Extent::Files => (longest >= TOP).then_some("portfolio-cut-top"),
        _ => (longest > rows).then_some("portfolio-cut-lists"),
    };
    if let Some(key) = cut {
        let said = Message::new(key).with("shown", rows).with("held", TOP);
        let said = said.with("file", format!("{}.csv", table.id));
        view.tell(&mut table, &said);
    }
    table
}
