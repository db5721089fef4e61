//! Workbooks and CSV: no cell is a formula, numbers are numbers, and the bytes are the same every time.

use redtape::report::grid::{Cell, Grid, csv, xlsx};
use std::io::Read;

const HOSTILE: [&str; 8] = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "＝1",
    "a\",=1\n",
];

fn grid() -> Grid {
    let rows = HOSTILE.iter().map(|text| {
        vec![
            Cell::Text((*text).to_owned()),
            Cell::Number(-2.5),
            Cell::Empty,
        ]
    });
    Grid {
        key: "measures",
        title: "Measures".to_owned(),
        columns: ["=a", "days", "none"]
            .map(|name| (name.to_owned(), 12))
            .to_vec(),
        rows: rows.collect(),
    }
}

#[test]
fn no_cell_of_a_csv_is_a_formula() {
    let mut bytes = Vec::new();
    csv::write(&grid(), &mut bytes).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let text = text.strip_prefix('\u{feff}').unwrap();
    let mut reader = ::csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    let rows: Vec<_> = reader.records().map(|row| row.unwrap()).collect();
    assert_eq!(rows.len(), HOSTILE.len() + 1);
    for row in &rows {
        assert!(
            !row[0].starts_with(['=', '+', '-', '@', '\t', '\r', '＝']),
            "{row:?}"
        );
    }
    assert_eq!((&rows[1][1], &rows[1][2]), ("-2.5", ""));
}

/// A file of a workbook.
fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive
        .by_name(name)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

#[test]
fn no_cell_of_a_workbook_is_a_formula() {
    let write = || {
        let mut bytes = Vec::new();
        xlsx::write(&[grid()], &mut bytes).unwrap();
        bytes
    };
    let bytes = write();
    assert!(bytes == write());
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(
        !sheet.contains("<f>") && sheet.contains("<v>-2.5</v>"),
        "{sheet}"
    );
    assert!(
        sheet.contains("state=\"frozen\"") && sheet.contains("<autoFilter"),
        "{sheet}"
    );
    assert!(part(&bytes, "docProps/core.xml").contains("2000-01-01T00:00:00Z"));
}
