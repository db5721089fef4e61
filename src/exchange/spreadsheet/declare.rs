//! Roles, agencies, documents, criteria and laws, declared by naming them.

use super::draft::Draft;
use super::fault::Cell;
use crate::message::Message;
use serde_json::{Map, Value, json};
use unicode_normalization::UnicodeNormalization;

impl Draft<'_> {
    /// Says something of a role; two rows may not say different things of one.
    pub(super) fn state(&mut self, role: &str, key: &str, value: &str, place: Cell) {
        let index = self
            .declared
            .get(&("roles", role.to_owned()))
            .map_or(0, |(index, _)| *index);
        let stated = self.list("roles")[index].get(key).cloned();
        match stated {
            Some(stated) if stated != json!(value) => {
                let stated = stated.as_str().unwrap_or_default().to_owned();
                let message = Message::new("sheet-contradiction")
                    .with("role", role)
                    .with("stated", stated);
                self.fault(
                    place,
                    message,
                    Some(Message::new("sheet-contradiction-hint")),
                );
            }
            Some(_) => {}
            None => {
                self.list("roles")[index].insert(key.to_owned(), json!(value));
                self.places.insert(format!("/roles/{index}/{key}"), place);
            }
        }
    }

    /// One part of a cell, declared where it is new.
    pub(super) fn named(
        &mut self,
        column: &str,
        list: &'static str,
        part: &str,
        place: Cell,
    ) -> Value {
        let copies = part.rsplit_once(" x").filter(|_| column == "needs");
        let copies = copies.and_then(|(name, n)| Some((name, n.parse::<u64>().ok()?)));
        match copies {
            Some((name, n)) => {
                json!({"document": self.declare(list, name.trim(), place), "copies": n})
            }
            None => json!(self.declare(list, part, place)),
        }
    }

    /// Declares what a text names, and gives its id: the text with `-` for what an id may not hold.
    pub(super) fn declare(&mut self, list: &'static str, text: &str, place: Cell) -> String {
        let id = id_of(text);
        match self.declared.get(&(list, id.clone())) {
            Some((_, earlier)) if earlier != text => {
                let message = Message::new("sheet-same-id")
                    .with("one", text)
                    .with("other", earlier.as_str());
                self.fault(place, message, Some(Message::new("sheet-same-id-hint")));
            }
            Some(_) => {}
            None => {
                let index = self.list(list).len();
                let mut part = Map::new();
                part.insert("id".to_owned(), json!(id));
                if id != text {
                    let key = if list == "laws" { "cite" } else { "name" };
                    part.insert(key.to_owned(), json!(text));
                }
                self.list(list).push(part);
                self.declared
                    .insert((list, id.clone()), (index, text.to_owned()));
                self.places.insert(format!("/{list}/{index}"), place);
            }
        }
        id
    }
}

/// The id that a text makes: composed, and each run of what an id may not hold written `-`.
fn id_of(text: &str) -> String {
    let composed: String = text.nfc().collect();
    let words = composed.split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_'));
    words
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join("-")
}
