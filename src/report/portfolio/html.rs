//! The portfolio as one page without any other file.

use super::{Cell, Extent, PortfolioReport, Table, graph, tables};
use minijinja::{AutoEscape, Environment, Value, context};
use std::io::{Error, Result, Write};

/// Writes the page.
///
/// # Errors
/// Those of `out`.
pub fn write(report: &PortfolioReport<'_>, out: &mut impl Write) -> Result<()> {
    let mut templates = Environment::new();
    // Names come from files: nothing of them is markup.
    templates.set_auto_escape_callback(|_| AutoEscape::Html);
    let page = templates.render_str(
        include_str!("portfolio.html"),
        context! {
            lang => report.lang.tag(),
            title => report.word("portfolio-title"),
            head => report.head(),
            tables => tables(report, Extent::Page).iter().map(shown).collect::<Vec<_>>(),
            map => graph::drawing(report),
            map_title => report.word("portfolio-map"),
            holds => report.word("portfolio-holds"),
            asks => report.word("portfolio-asks"),
        },
    );
    out.write_all(page.map_err(Error::other)?.as_bytes())
}

fn shown(table: &Table) -> Value {
    let row = |row: &Vec<Cell>| -> Vec<Value> {
        let cell = |cell: &Cell| {
            let is_number = !matches!(cell, Cell::Text(_));
            context! { text => cell.show(), is_number => is_number }
        };
        row.iter().map(cell).collect()
    };
    context! {
        id => table.id,
        title => table.title.as_str(),
        note => table.note.as_deref(),
        columns => table.columns.clone(),
        rows => table.rows.iter().map(row).collect::<Vec<_>>(),
    }
}
