//! The once-only map as a graph of agencies: an arrow from who holds to who asks.

use super::PortfolioReport;
use super::flows::Flows;
use super::view::{Extent, View};
use crate::draw::dot::quote;
use crate::draw::text::wrap;
use minijinja::{Value, context};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// Agencies on each side at the most: a graph of more cannot be read.
const SIDE: usize = 20;

/// The map in Graphviz's language; nothing where nobody asks what another holds. Agencies are told apart by their concepts.
pub fn dot(report: &PortfolioReport<'_>) -> Option<String> {
    let view = View::of(report, Extent::Page);
    let flows = Flows::of(report.chances, SIDE);
    if flows.procedures.is_empty() {
        return None;
    }
    let mut text = String::from("digraph {\n  rankdir=LR\n  node [shape=box]\n");
    if let Some(cut) = flows.cut() {
        let _ = writeln!(text, "  label={}", quote(&report.say(&cut)));
    }
    let agencies: BTreeSet<_> = flows.procedures.keys().flat_map(|(a, b)| [a, b]).collect();
    for agency in agencies {
        let label = quote(&view.agency(agency));
        let _ = writeln!(text, "  {} [label={label}]", quote(agency));
    }
    for ((holder, asker), count) in &flows.procedures {
        let (holder, asker) = (quote(holder), quote(asker));
        let _ = writeln!(text, "  {holder} -> {asker} [label=\"{count}\"]");
    }
    text.push_str("}\n");
    Some(text)
}

/// Points between two agencies of a side.
const ROW: f64 = 36.0;
/// Where the lines start and end.
const SIDES: (f64, f64) = (300.0, 600.0);
/// The width of a name, in two lines at the most, and the size of its type.
const NAME: (f64, usize, f64) = (280.0, 2, 12.0);
/// Points between two lines of a name.
const LEADING: f64 = 14.0;
/// The width of a line of the largest count, and of one of the smallest.
const WIDTHS: (f64, f64) = (10.0, 1.0);

/// The map as data for a drawing: holders on the left, askers on the right, a curve for each pair.
pub(super) fn drawing(report: &PortfolioReport<'_>) -> Option<Value> {
    let view = View::of(report, Extent::Page);
    let flows = Flows::of(report.chances, SIDE);
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
                title => format!("{} → {}: {count}", view.agency(holder), view.agency(asker)),
            })
        })
        .collect();
    let side = |side: &[&str], places: &BTreeMap<String, f64>| -> Vec<Value> {
        let place = |id: &&str| {
            let name = view.agency(id);
            let folded = wrap(&name, NAME.2, NAME.0, NAME.1).lines;
            let top = places.get(*id)? - (folded.len() as f64 - 1.0) * LEADING / 2.0 + 4.0;
            let line = |(row, line): (usize, String)| context! { text => line, y => top + row as f64 * LEADING };
            let lines: Vec<Value> = folded.into_iter().enumerate().map(line).collect();
            Some(context! { name => name, lines => lines })
        };
        side.iter().filter_map(place).collect()
    };
    let rows = flows.holders.len().max(flows.askers.len());
    Some(context! {
        height => rows as f64 * ROW,
        holders => side(&flows.holders, &left),
        askers => side(&flows.askers, &right),
        lines => lines,
        left => SIDES.0,
        right => SIDES.1,
        note => flows.cut().map(|cut| report.say(&cut)),
    })
}
