//! The order of the rows: what each follows, the gateways of returns, and the one end.

use super::fault::Cell;
use crate::message::Message;
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What a row says about the flow: texts with their cells.
#[derive(Debug)]
pub(super) struct Step {
    pub(super) row: usize,
    pub(super) id: Option<(String, Cell)>,
    pub(super) after: Option<(String, Cell)>,
    pub(super) return_to: Option<(String, Cell)>,
    pub(super) return_share: Option<(String, Cell)>,
}

/// The members that give a file its flow.
#[derive(Debug, Default)]
pub(super) struct Flow {
    /// `after` of each row.
    pub(super) after: Vec<Option<Value>>,
    pub(super) gateways: Vec<Map<String, Value>>,
    pub(super) end: Value,
    pub(super) places: BTreeMap<String, Cell>,
    pub(super) faults: Vec<(Cell, Message, Option<Message>)>,
}

/// The word of the column `after` for a step that starts the procedure.
const START: &str = "start";
/// The id of the end.
const END: &str = "done";

/// Joins the rows of a sheet.
pub(super) fn flow(steps: &[Step]) -> Flow {
    let mut flow = Flow::default();
    let returning: BTreeSet<&str> = steps
        .iter()
        .filter(|step| step.return_to.is_some())
        .filter_map(id)
        .collect();
    let mut before = None;
    for (index, step) in steps.iter().enumerate() {
        let pointer = format!("/steps/{index}/after");
        let cell = step
            .after
            .as_ref()
            .map_or(Cell::row(step.row), |(_, cell)| *cell);
        flow.places.insert(pointer, cell);
        flow.after.push(after(step, before, &returning));
        flow.reserved(step);
        flow.gateway(step);
        before = id(step);
    }
    flow.end = end(steps, &flow.after, &returning);
    flow
}

fn id(step: &Step) -> Option<&str> {
    step.id.as_ref().map(|(text, _)| text.as_str())
}

/// How others name a step that they follow.
fn follow(id: &str, returning: &BTreeSet<&str>) -> String {
    if returning.contains(id) {
        format!("{id}-result.ok")
    } else {
        id.to_owned()
    }
}

/// What a row follows; `None`: it starts the procedure.
fn after(step: &Step, before: Option<&str>, returning: &BTreeSet<&str>) -> Option<Value> {
    let Some((text, _)) = &step.after else {
        return before.map(|before| json!([follow(before, returning)]));
    };
    if text == START {
        return None;
    }
    let (key, list) = ["any", "some"]
        .into_iter()
        .find_map(|key| {
            Some((
                Some(key),
                text.strip_prefix(key)?
                    .trim_start()
                    .strip_prefix([':', '：'])?,
            ))
        })
        .unwrap_or((None, text));
    let list = list
        .split([';', '；'])
        .map(str::trim)
        .filter(|part| !part.is_empty());
    let list: Vec<_> = list.map(|id| follow(id, returning)).collect();
    Some(key.map_or_else(|| json!(list), |key| json!({key: list})))
}

/// The end follows whatever nothing follows: all of it after one start, what was started after several.
fn end(steps: &[Step], after: &[Option<Value>], returning: &BTreeSet<&str>) -> Value {
    let followed: BTreeSet<&str> = after.iter().flatten().flat_map(refs).collect();
    let last = steps.iter().filter_map(id).map(|id| follow(id, returning));
    let last: Vec<_> = last
        .filter(|name| !followed.contains(name.as_str()))
        .collect();
    let starts = after.iter().filter(|after| after.is_none()).count();
    if starts > 1 && last.len() > 1 {
        json!({"id": END, "after": {"some": last}})
    } else {
        json!({"id": END, "after": last})
    }
}

fn refs(after: &Value) -> Vec<&str> {
    let list = after.get("any").or(after.get("some")).unwrap_or(after);
    list.as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect()
}

impl Flow {
    fn reserved(&mut self, step: &Step) {
        if let Some((id, cell)) = &step.id
            && [START, END].contains(&id.as_str())
        {
            let message = Message::new("sheet-reserved").with("id", id.as_str());
            self.faults
                .push((*cell, message, Some(Message::new("sheet-reserved-hint"))));
        }
    }

    /// The gateway behind a step from which cases return.
    fn gateway(&mut self, step: &Step) {
        let share = step.return_share.as_ref();
        let Some((target, place)) = &step.return_to else {
            if let Some((_, cell)) = share {
                let message = Message::new("sheet-needs-column").with("column", "return_to");
                self.faults.push((*cell, message, None));
            }
            return;
        };
        let Some(id) = id(step) else { return };
        let (mut on, mut back) = (json!({"id": "ok"}), json!({"id": "back"}));
        if let Some((text, cell)) = share {
            if let Some(share) = read_share(text) {
                on["p"] = number(Decimal::ONE - share);
                back["p"] = number(share);
            } else {
                let message = Message::new("share-out-of-range").with("share", text.as_str());
                self.faults
                    .push((*cell, message, Some(Message::new("sheet-share-hint"))));
            }
        }
        back["back_to"] = json!(target);
        self.places
            .insert(format!("/gateways/{}", self.gateways.len()), *place);
        let gateway = json!({"id": format!("{id}-result"), "after": [id], "branches": [on, back]});
        self.gateways.extend(gateway.as_object().cloned());
    }
}

/// `12%` or `0.12`, exact; `None` where it lies outside 0 to 1.
fn read_share(text: &str) -> Option<Decimal> {
    let percent = text.strip_suffix(['%', '％']).map(str::trim_end);
    let figure: Decimal = percent.unwrap_or(text).parse().ok()?;
    let share = if percent.is_some() {
        figure.checked_div(Decimal::ONE_HUNDRED)?
    } else {
        figure
    };
    (Decimal::ZERO..=Decimal::ONE)
        .contains(&share)
        .then_some(share)
}

/// A decimal as a JSON number that is written the same.
fn number(value: Decimal) -> Value {
    serde_json::from_str(&value.normalize().to_string()).unwrap_or(Value::Null)
}
