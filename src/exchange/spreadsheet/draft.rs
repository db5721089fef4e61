//! From cells to the members of a procedure file, remembering where each came from.

use super::column::{COLUMNS, known};
use super::fault::{Cell, RowFault};
use super::flow::{Step, flow};
use super::table::{Row, Table};
use crate::message::Message;
use crate::model::part::nearest;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Columns whose cells are members of the step as they stand.
const PLAIN: [&str; 10] = [
    "id",
    "description",
    "kind",
    "work",
    "elapsed",
    "visit",
    "fee",
    "stage",
    "calls",
    "evidence",
];

/// Columns that name parts, each with the list that declares them.
const NAMED: [(&str, &str); 4] = [
    ("criteria", "criteria"),
    ("needs", "documents"),
    ("produces", "documents"),
    ("law", "laws"),
];

/// The lists of a file, in its order.
const LISTS: [&str; 7] = [
    "laws",
    "agencies",
    "roles",
    "documents",
    "criteria",
    "steps",
    "gateways",
];

/// A procedure file in the making.
#[derive(Debug)]
pub(super) struct Draft<'a> {
    header: &'a [String],
    pub(super) lists: BTreeMap<&'static str, Vec<Map<String, Value>>>,
    /// List and id -> index and the text that declared it.
    pub(super) declared: BTreeMap<(&'static str, String), (usize, String)>,
    end: Value,
    /// JSON Pointer -> the cell that it came from.
    pub(super) places: BTreeMap<String, Cell>,
    pub(super) faults: Vec<RowFault>,
}

/// The cell of a row under a header, where it says something.
fn cell<'r>(header: &[String], row: &'r Row, column: &str) -> Option<(&'r str, Cell)> {
    let index = header.iter().position(|name| name == column)?;
    let text = row.cells.get(index).filter(|text| !text.is_empty())?;
    Some((text, Cell::at(row.number, index)))
}

/// The parts of a cell, which stand with `;` between.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split([';', '；']).map(str::trim);
    parts.filter(|part| !part.is_empty())
}

impl<'a> Draft<'a> {
    /// Drafts the file of a table.
    pub(super) fn of(table: &'a Table) -> Self {
        let mut draft = Self {
            header: &table.header.cells,
            lists: BTreeMap::new(),
            declared: BTreeMap::new(),
            end: Value::Null,
            places: BTreeMap::new(),
            faults: Vec::new(),
        };
        draft.check_header(&table.header);
        for row in &table.rows {
            draft.row(row);
        }
        draft.join(&table.rows);
        draft
    }

    /// The file as JSON.
    pub(super) fn file(&self, id: &str) -> Value {
        let mut file = Map::new();
        file.insert("redtape".to_owned(), json!(crate::model::procedure::FORMAT));
        file.insert("id".to_owned(), json!(id));
        file.insert("name".to_owned(), json!(id));
        for list in LISTS {
            let parts = self.lists.get(list);
            if parts.is_some() || ["roles", "steps"].contains(&list) {
                file.insert(list.to_owned(), json!(parts.map_or(&[][..], Vec::as_slice)));
            }
        }
        file.insert("ends".to_owned(), json!([self.end]));
        Value::Object(file)
    }

    pub(super) fn fault(&mut self, cell: Cell, message: Message, hint: Option<Message>) {
        let fault = RowFault {
            row: cell.row,
            column: cell.column,
            header: cell.header(self.header),
            message,
            hint,
        };
        self.faults.push(fault);
    }

    fn check_header(&mut self, header: &Row) {
        for (index, name) in header.cells.iter().enumerate() {
            let cell = Cell::at(header.number, index);
            if name.is_empty() || name.starts_with("x-") {
                continue;
            }
            if header.cells[..index].contains(name) {
                self.fault(cell, Message::new("sheet-column-twice"), None);
            } else if known(name).is_none() {
                let names = || COLUMNS.iter().map(|column| column.header);
                let hint = nearest(name, names()).map_or_else(
                    || {
                        let all = names().collect::<Vec<_>>().join(", ");
                        Message::new("sheet-columns").with("columns", all)
                    },
                    |near| Message::new("did-you-mean").with("name", near),
                );
                self.fault(cell, Message::new("sheet-unknown-column"), Some(hint));
            }
        }
        for column in COLUMNS.iter().filter(|column| column.required) {
            if header.cells.iter().all(|name| name != column.header) {
                let message = Message::new("sheet-no-column").with("column", column.header);
                self.fault(Cell::row(header.number), message, None);
            }
        }
    }

    fn row(&mut self, row: &Row) {
        let at = format!("/steps/{}", self.list("steps").len());
        self.places.insert(at.clone(), Cell::row(row.number));
        self.check_cells(row);
        let mut step = Map::new();
        for column in PLAIN {
            self.put(&mut step, &at, row, column, |text| json!(text));
        }
        self.name(&mut step, row);
        self.roles(&mut step, &at, row);
        for (column, list) in NAMED {
            let Some((text, place)) = cell(self.header, row, column) else {
                continue;
            };
            let named: Vec<_> = parts(text)
                .map(|part| self.named(column, list, part, place))
                .collect();
            self.set(&mut step, &at, column, place, json!(named));
        }
        self.wait(&mut step, &at, row);
        self.online(&mut step, &at, row);
        self.decisions(&mut step, &at, row);
        for (index, name) in self.header.iter().enumerate() {
            let text = row.cells.get(index).filter(|text| !text.is_empty());
            if let (true, Some(text)) = (name.starts_with("x-"), text) {
                step.insert(name.clone(), json!(text));
            }
        }
        self.list("steps").push(step);
    }

    /// Cells that must say something and do not, and cells without a header that do.
    fn check_cells(&mut self, row: &Row) {
        for (index, text) in row.cells.iter().enumerate() {
            if !text.is_empty() && self.header.get(index).is_none_or(String::is_empty) {
                let hint = Some(Message::new("sheet-no-header-hint"));
                let place = Cell::at(row.number, index);
                self.fault(place, Message::new("sheet-no-header"), hint);
            }
        }
        for column in COLUMNS.iter().filter(|column| column.required) {
            let index = self.header.iter().position(|name| name == column.header);
            let Some(index) = index else { continue };
            if row.cells.get(index).is_none_or(String::is_empty) {
                let hint = Some(Message::new("sheet-empty-hint").with("column", column.header));
                let place = Cell::at(row.number, index);
                self.fault(place, Message::new("sheet-empty"), hint);
            }
        }
    }

    pub(super) fn list(&mut self, list: &'static str) -> &mut Vec<Map<String, Value>> {
        self.lists.entry(list).or_default()
    }

    fn set(
        &mut self,
        step: &mut Map<String, Value>,
        at: &str,
        key: &str,
        place: Cell,
        value: Value,
    ) {
        self.places.insert(format!("{at}/{key}"), place);
        step.insert(key.to_owned(), value);
    }

    fn put(
        &mut self,
        step: &mut Map<String, Value>,
        at: &str,
        row: &Row,
        column: &str,
        value: impl Fn(&str) -> Value,
    ) {
        if let Some((text, place)) = cell(self.header, row, column) {
            self.set(step, at, column, place, value(text));
        }
    }

    fn name(&mut self, step: &mut Map<String, Value>, row: &Row) {
        let of = |column| cell(self.header, row, column).map(|(text, _)| text);
        let name = match (of("name"), of("name_zh")) {
            (Some(en), Some(zh)) => json!({"en": en, "zh": zh}),
            (Some(name), None) => json!(name),
            (None, Some(zh)) => json!({"zh": zh}),
            (None, None) => return,
        };
        step.insert("name".to_owned(), name);
    }

    fn roles(&mut self, step: &mut Map<String, Value>, at: &str, row: &Row) {
        if let Some((text, place)) = cell(self.header, row, "role") {
            let role = self.declare("roles", text, place);
            if let Some((kind, place)) = cell(self.header, row, "role_kind") {
                self.state(&role, "kind", kind, place);
            }
            if let Some((agency, place)) = cell(self.header, row, "agency") {
                let agency = self.declare("agencies", agency, place);
                self.state(&role, "agency", &agency, place);
            }
            self.set(step, at, "role", place, json!(role));
        }
        if let Some((text, place)) = cell(self.header, row, "with") {
            let with = self.declare("roles", text, place);
            self.set(step, at, "with", place, json!(with));
        }
    }

    fn wait(&mut self, step: &mut Map<String, Value>, at: &str, row: &Row) {
        let kind = cell(self.header, row, "wait_kind");
        match (cell(self.header, row, "wait"), kind) {
            (Some((time, place)), None) => self.set(step, at, "wait", place, json!(time)),
            (Some((time, place)), Some((kind, kind_place))) => {
                self.set(step, at, "wait", place, json!({"time": time, "kind": kind}));
                self.places.insert(format!("{at}/wait/kind"), kind_place);
            }
            (None, Some((_, place))) => {
                let message = Message::new("sheet-needs-column").with("column", "wait");
                self.fault(place, message, None);
            }
            (None, None) => {}
        }
    }

    fn online(&mut self, step: &mut Map<String, Value>, at: &str, row: &Row) {
        let Some((text, place)) = cell(self.header, row, "online") else {
            return;
        };
        match text.to_lowercase().as_str() {
            "yes" | "true" | "1" | "是" => self.set(step, at, "online", place, json!(true)),
            "no" | "false" | "0" | "否" => self.set(step, at, "online", place, json!(false)),
            _ => {
                let message = Message::new("unknown-word").with("word", text);
                let hint = Message::new("known-words").with("words", "yes, no");
                self.fault(place, message, Some(hint));
            }
        }
    }

    fn decisions(&mut self, step: &mut Map<String, Value>, at: &str, row: &Row) {
        let mut seen = Map::new();
        for (column, key) in [
            ("decided", "n"),
            ("rejected", "rejected"),
            ("period", "period"),
        ] {
            let Some((text, place)) = cell(self.header, row, column) else {
                continue;
            };
            let count = text.parse::<u64>();
            match count {
                _ if key == "period" => {
                    seen.insert(key.to_owned(), json!(text));
                }
                Ok(count) => {
                    seen.insert(key.to_owned(), json!(count));
                }
                Err(_) => {
                    self.fault(place, Message::new("not-whole").with("number", text), None);
                    return;
                }
            }
            self.places.insert(format!("{at}/decisions/0/{key}"), place);
        }
        if seen.is_empty() {
            return;
        }
        for (column, key) in [("decided", "n"), ("rejected", "rejected")] {
            if !seen.contains_key(key) {
                let message = Message::new("sheet-needs-column").with("column", column);
                self.fault(Cell::row(row.number), message, None);
            }
        }
        step.insert("decisions".to_owned(), json!([seen]));
    }

    /// What follows what: `after`, the gateways of returns, the end.
    fn join(&mut self, rows: &[Row]) {
        let text = |row, column| {
            cell(self.header, row, column).map(|(text, cell)| (text.to_owned(), cell))
        };
        let steps = rows.iter().map(|row| Step {
            row: row.number,
            id: text(row, "id"),
            after: text(row, "after"),
            return_to: text(row, "return_to"),
            return_share: text(row, "return_share"),
        });
        let flow = flow(&steps.collect::<Vec<_>>());
        for (step, after) in self.list("steps").iter_mut().zip(flow.after) {
            if let Some(after) = after {
                step.insert("after".to_owned(), after);
            }
        }
        if !flow.gateways.is_empty() {
            self.lists.insert("gateways", flow.gateways);
        }
        self.end = flow.end;
        self.places.extend(flow.places);
        for (cell, message, hint) in flow.faults {
            self.fault(cell, message, hint);
        }
    }
}
