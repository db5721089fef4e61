//! CSV text as a table of cells, each row with the number that a spreadsheet program shows.

/// One row.
#[derive(Debug)]
pub(super) struct Row {
    /// Its number in the sheet, from 1.
    pub(super) number: usize,
    /// Its cells, without the blanks around them.
    pub(super) cells: Vec<String>,
}

/// A header and the rows below it that are not blank.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) header: Row,
    pub(super) rows: Vec<Row>,
}

/// Reads CSV text; the first row that is not blank is the header.
pub(super) fn read(text: &str) -> Table {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let mut place = Place { byte: 0, row: 1 };
    // The text is UTF-8 and lengths may differ, so no record fails.
    let records = reader.records().map_while(Result::ok);
    let mut rows = records.map(|record| {
        let start = record.position().map_or(0, csv::Position::byte) as usize;
        let number = place.advance(text, start);
        place.skip_breaks(&record);
        let cells = record.iter().map(|cell| cell.trim().to_owned()).collect();
        Row { number, cells }
    });
    let blank = |row: &Row| row.cells.iter().all(String::is_empty);
    let header = rows.find(|row| !blank(row)).unwrap_or(Row {
        number: 1,
        cells: Vec::new(),
    });
    let rows = rows.filter(|row| !blank(row)).collect();
    Table { header, rows }
}

/// How far the text has been read, in bytes and in rows of the sheet.
struct Place {
    byte: usize,
    row: usize,
}

impl Place {
    /// The row of the record that starts at or, behind blank lines, after `start`.
    fn advance(&mut self, text: &str, start: usize) -> usize {
        let blank = text.as_bytes()[start..].iter();
        let blank = blank
            .take_while(|byte| matches!(byte, b'\n' | b'\r'))
            .count();
        let passed = &text.as_bytes()[self.byte..start + blank];
        self.row += passed.iter().filter(|&&byte| byte == b'\n').count();
        self.byte = start + blank;
        self.row
    }

    /// A line break inside a quoted cell starts a line of the file but no row of the sheet.
    fn skip_breaks(&mut self, record: &csv::StringRecord) {
        let inside: usize = record.iter().map(|cell| cell.matches('\n').count()).sum();
        self.row = self.row.saturating_sub(inside);
    }
}

/// The separator that the first line uses most; a comma where it uses none.
fn delimiter(text: &str) -> u8 {
    let line = text.lines().find(|line| !line.trim().is_empty());
    let mut quoted = false;
    let mut counts = [(0, b'\t'), (0, b';'), (0, b',')];
    for byte in line.unwrap_or_default().bytes() {
        quoted ^= byte == b'"';
        for (count, delimiter) in &mut counts {
            *count += usize::from(!quoted && byte == *delimiter);
        }
    }
    // Of equal counts `max` takes the last, which is the comma.
    counts
        .into_iter()
        .max_by_key(|(count, _)| *count)
        .map_or(b',', |(_, delimiter)| delimiter)
}
