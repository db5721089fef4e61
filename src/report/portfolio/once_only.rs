//! Who asks what that whom already holds, and what many procedures do alike.

use super::flows::Flows;
use super::view::{Extent, View};
use super::{Cell, Table};
use crate::message::Message;
use crate::portfolio::{Mark, Task};
use crate::report::called;

/// Agencies and procedures that are named in a row on a terminal or page.
const NAMED: usize = 3;

pub(super) fn chances(view: &View<'_>) -> Table {
    let columns = [
        "portfolio-item",
        "portfolio-asks",
        "portfolio-holds",
        "portfolio-procedures",
        "portfolio-times",
        "portfolio-which",
    ];
    let note = Some("portfolio-once-only-note");
    let table = view.table("once-only", "portfolio-once-only", note, &columns);
    let held = view.report.chances.len();
    let rows = view.report.chances.iter().map(|chance| {
        let holders = chance.holders.iter().map(|holder| view.agency(holder));
        let holders = some(view, holders, chance.holders.len() as u64);
        let first = chance.times.first.all();
        let named = first.map(|who| format!("{} ({})", who.name, who.id));
        let which = some(view, named, chance.times.procedures);
        vec![
            view.item(chance.item).into(),
            view.agency(chance.asks).into(),
            holders.into(),
            chance.times.procedures.into(),
            chance.times.times.into(),
            which.into(),
        ]
    });
    view.first(table, rows, held, held as u64)
}

/// The first of some names, and how many others there are of so many.
fn some(view: &View<'_>, names: impl Iterator<Item = String>, of: u64) -> String {
    let most = match view.extent {
        Extent::Files => usize::MAX,
        Extent::Terminal | Extent::Page => NAMED,
    };
    let mut named: Vec<_> = names.take(most).collect();
    let others = of.saturating_sub(named.len() as u64);
    if others > 0 && !named.is_empty() {
        let said = Message::new("portfolio-others").with("count", others);
        named.push(view.report.say(&said));
    }
    named.join("; ")
}

/// Rows ask, columns hold; a cell says in how many procedures.
pub(super) fn matrix(view: &View<'_>) -> Option<Table> {
    let flows = Flows::of(view.report.chances, view.side());
    if flows.holders.is_empty() {
        return None;
    }
    let mut table = view.table(
        "once-only-matrix",
        "portfolio-matrix",
        Some("portfolio-matrix-note"),
        &["portfolio-asks"],
    );
    if let Some(said) = flows.cut() {
        view.tell(&mut table, &said);
    }
    let names = flows.holders.iter().map(|holder| view.agency(holder));
    table.columns.extend(names);
    table.rows = (flows.askers.iter())
        .map(|asker| {
            let counts = flows.holders.iter().map(|holder| {
                let count = flows.procedures.get(&(*holder, *asker));
                count.map_or(Cell::Nothing, |&count| count.into())
            });
            let name = std::iter::once(view.agency(asker).into());
            name.chain(counts).collect()
        })
        .collect();
    Some(table)
}

pub(super) fn tasks(view: &View<'_>) -> Table {
    let columns = [
        "portfolio-kind",
        "portfolio-agency",
        "portfolio-papers",
        "portfolio-procedures",
    ];
    let note = Some("portfolio-tasks-note");
    let table = view.table("tasks", "portfolio-tasks", note, &columns);
    let shared = view.report.shared;
    let held = shared.tasks().count();
    let rows = shared.tasks().map(|(task, procedures)| {
        let kind = Message::new("portfolio-step-kind").with("kind", called::step_kind(&task.kind));
        vec![
            view.report.say(&kind).into(),
            view.agency(&task.agency).into(),
            told(view, task).into(),
            procedures.into(),
        ]
    });
    view.first(table, rows, held, shared.all)
}

/// The papers of a step; the name of one without papers, in quotation marks.
fn told(view: &View<'_>, task: &Task) -> String {
    match &task.mark {
        Mark::Items(items) => {
            let items = items.iter().map(|item| view.item(item));
            items.collect::<Vec<_>>().join(", ")
        }
        Mark::Name(name) => {
            let said = Message::new("portfolio-step-named").with("name", name.as_str());
            view.report.say(&said)
        }
    }
}
