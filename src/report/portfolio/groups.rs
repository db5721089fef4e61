//! What the procedures of each agency, and those with a finding of each rule, weigh and could save.

use super::Table;
use super::tables::sum;
use super::view::{Extent, View};
use crate::message::Message;
use crate::portfolio::{List, RANKED, Total, Totals};
use std::cmp::Reverse;
use std::collections::BTreeSet;

pub(super) fn agencies(view: &View<'_>) -> Table {
    let all = view.report.summary.agencies.iter();
    let all = all.map(|(concept, by)| (view.agency(concept), &by.totals));
    let note = "portfolio-agencies-burden-note";
    let columns = columns("portfolio-agency");
    let table = view.table(
        "agencies-burden",
        "portfolio-agencies-burden",
        Some(note),
        &columns,
    );
    filled(view, table, &all.collect::<Vec<_>>())
}

pub(super) fn rules(view: &View<'_>) -> Table {
    let all = view.report.summary.rules.iter();
    let all = all.map(|(rule, by)| (rule.clone(), &by.totals));
    let note = "portfolio-rules-burden-note";
    let columns = columns("portfolio-rule");
    let table = view.table(
        "rules-burden",
        "portfolio-rules-burden",
        Some(note),
        &columns,
    );
    filled(view, table, &all.collect::<Vec<_>>())
}

fn columns(group: &'static str) -> [&'static str; 11] {
    [
        "column-measure",
        "portfolio-unit",
        "portfolio-place-burden",
        group,
        "portfolio-sum",
        "portfolio-place-sure",
        "portfolio-less-sure",
        "portfolio-measurable-sure",
        "portfolio-place-if-answered",
        "portfolio-less-if-answered",
        "portfolio-measurable-if-answered",
    ]
}

/// A group and what its procedures come to.
type Group<'g> = (String, &'g Totals);

/// Rows by burden in each measure; of those that are not all shown, each that is among the first by burden or by saving.
fn filled(view: &View<'_>, mut table: Table, groups: &[Group<'_>]) -> Table {
    let mut cut = false;
    for measure in RANKED {
        let units = groups.iter().flat_map(|(_, totals)| totals.units(measure));
        for unit in units.collect::<BTreeSet<_>>() {
            let totals = groups.iter().filter_map(|(name, totals)| {
                let total = totals.get(measure, unit)?;
                Some((name.as_str(), total))
            });
            let placed = placed(&totals.collect::<Vec<_>>());
            let shown = |places: &[Option<usize>; 3]| {
                let rows = view.rows();
                places.iter().flatten().any(|&place| place <= rows)
            };
            for (name, total, places) in placed {
                if !shown(&places) {
                    cut |= places.iter().any(Option::is_some);
                    continue;
                }
                let place = |list: usize| places[list].map(|place| place as f64).into();
                let mut row = vec![
                    view.names.measure(measure).into(),
                    view.names.unit(unit).into(),
                    place(0),
                    name.into(),
                    sum(view.report, total),
                ];
                for (list, (less, measurable)) in (1..).zip(total.less()) {
                    let less = (measurable > 0).then(|| less.value());
                    row.extend([place(list), less.into(), measurable.into()]);
                }
                table.rows.push(row);
            }
        }
    }
    if cut && view.extent != Extent::Files {
        let said = Message::new("portfolio-cut-groups").with("shown", view.rows());
        let said = said.with("file", format!("{}.csv", table.id));
        view.tell(&mut table, &said);
    }
    table
}

/// Groups in the order of their burden, each with its place in every list of [`List::ALL`].
fn placed<'g>(groups: &[(&'g str, &'g Total)]) -> Vec<(&'g str, &'g Total, [Option<usize>; 3])> {
    let mut places = vec![[None; 3]; groups.len()];
    let mut order = Vec::new();
    for (number, list) in List::ALL.into_iter().enumerate() {
        let value = |at: &usize| groups[*at].1.ranked(list);
        let mut by: Vec<usize> = (0..groups.len()).collect();
        by.sort_by_key(|at| Reverse(value(at)));
        for (place, &at) in (1..).zip(by.iter().filter(|at| value(at).is_some())) {
            places[at][number] = Some(place);
        }
        if list == List::Burden {
            order = by;
        }
    }
    let rows = order.into_iter();
    rows.map(|at| (groups[at].0, groups[at].1, places[at]))
        .collect()
}
