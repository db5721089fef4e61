//! The once-only map as a graph of agencies: an arrow from who holds to who asks.

use super::PortfolioReport;
use super::once_only::Flows;
use minijinja::{Value, context};
use std::collections::BTreeMap;

/// The map in Graphviz's language; nothing where nobody asks what another holds.
pub fn dot(report: &PortfolioReport<'_>) -> Option<String> {
    use crate::draw::dot::quote;
    let chances = report.summary.chances();
    let flows = Flows::of(&chances);
    if flows.procedures.is_empty() {
        return None;
    }
    let mut text = String::from("digraph {\n  rankdir=LR\n  node [shape=box]\n");
    for ((holder, asker), count) in &flows.procedures {
        let line = format!(
            "  {} -> {} [label={}]\n",
            quote(&report.agency(holder)),
            quote(&report.agency(asker)),
            quote(&count.to_string())
        );
        text.push_str(&line);
    }
    text.push_str("}\n");
    Some(text)
}

/// Points between two agencies of a side.
const ROW: f64 = 30.0;
/// Where the lines start and end.
const SIDES: (f64, f64) = (300.0, 600.0);
/// The width of a line of the largest count, and of one of the smallest.
const WIDTHS: (f64, f64) = (10.0, 1.0);

/// The map as data for a drawing: holders on the left, askers on the right, a curve for each pair.
pub(super) fn drawing(report: &PortfolioReport<'_>) -> Option<Value> {
    let chances = report.summary.chances();
    let flows = Flows::of(&chances);
    let most = *flows.procedures.values().max()? as f64;
    let places = |side: &[&str]| -> BTreeMap<String, f64> {
        let rows = side.iter().enumerate();
        rows.map(|(row, id)| ((*id).to_owned(), (row as f64 + 0.5) * ROW))
            .collect()
    };
    let (left, right) = (places(&flows.holders), places(&flows.askers));
    let lines: Vec<Value> = (flows.procedures.iter())
        .filter_map(|((holder, asker), &count)| {
            let (from, to) = (left.get(*holder)?, right.get(*asker)?);
            let width = WIDTHS.1 + (WIDTHS.0 - WIDTHS.1) * count as f64 / most;
            let middle = f64::midpoint(SIDES.0, SIDES.1);
            Some(context! {
                path => format!("M{} {from}C{middle} {from} {middle} {to} {} {to}", SIDES.0, SIDES.1),
                width => format!("{width:.1}"),
                title => format!("{} → {}: {count}", report.agency(holder), report.agency(asker)),
            })
        })
        .collect();
    let side = |side: &[&str], places: &BTreeMap<String, f64>| -> Vec<Value> {
        let place = |id: &&str| context! { name => report.agency(id), y => places.get(*id) };
        side.iter().map(place).collect()
    };
    let rows = flows.holders.len().max(flows.askers.len());
    Some(context! {
        height => rows as f64 * ROW,
        holders => side(&flows.holders, &left),
        askers => side(&flows.askers, &right),
        lines => lines,
        left => SIDES.0,
        right => SIDES.1,
    })
}
