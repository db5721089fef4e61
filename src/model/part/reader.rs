//! The reader: what is wrong so far, and where.

use super::Part;
use crate::message::Message;
use crate::source::{Fault, Faults, Kind, Node, escape};
use serde_json::{Map, Value, json};

/// What is wrong so far.
#[derive(Debug, Default)]
pub struct Reader {
    /// What is wrong, in the order found; the pointers lead from the node being read.
    pub faults: Faults,
}

impl Reader {
    /// Notes a fault of the node being read.
    pub fn fault(&mut self, message: Message, hint: Option<Message>) {
        let fault = Fault::at("", message);
        self.faults.push(Fault { hint, ..fault });
    }

    /// Notes that the node is not of the expected kind.
    pub fn expected(&mut self, what: &'static str, node: &Node<'_>) {
        let message = Message::new("wrong-kind").with("found", Message::new(kind_of(node)));
        let hint = match node.kind {
            Kind::Null => Message::new("leave-out"),
            _ => Message::new("expected").with("what", Message::new(what)),
        };
        self.fault(message, Some(hint));
    }

    /// Reads a member of an object.
    pub fn member<T: Part>(&mut self, key: &str, node: &Node<'_>) -> Option<T> {
        self.within(key, |reader| T::read(node, reader))
    }

    /// Reads an element of a list.
    pub(super) fn element<T: Part>(&mut self, index: usize, node: &Node<'_>) -> Option<T> {
        self.within(index, |reader| T::read(node, reader))
    }

    /// Reads what stands under a key or index. Places are put into words on the way back, and only those of faults.
    fn within<T>(&mut self, token: impl ToString, read: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.faults.kept().len();
        let value = read(self);
        if self.faults.kept().len() > before {
            self.faults.lead(before, &token.to_string());
        }
        value
    }

    /// Notes a key that the format does not know, with the nearest one that it does.
    pub fn unknown_key(&mut self, key: &str, known: &[&'static str]) {
        if self.faults.leave_out() {
            return;
        }
        let near = nearest(key, known.iter().copied());
        let hint = near.map_or_else(
            || Message::new("known-keys").with("keys", known.join(", ")),
            |near| Message::new("did-you-mean").with("name", near),
        );
        self.key_fault(
            key,
            Message::new("unknown-key").with("key", key),
            Some(hint),
        );
    }

    /// Notes a key that stands twice in one object.
    pub fn duplicate_key(&mut self, key: &str) {
        self.key_fault(key, Message::new("duplicate-key").with("key", key), None);
    }

    /// Notes a key that must be there and is not.
    pub fn missing_key(&mut self, key: &'static str) {
        self.fault(
            Message::new("missing-key").with("key", key),
            Some(Message::new("add-key").with("key", key)),
        );
    }

    /// Notes a fault of a member's key.
    pub(in crate::model) fn key_fault(
        &mut self,
        key: &str,
        message: Message,
        hint: Option<Message>,
    ) {
        let fault = Fault::at(format!("/{}", escape(key)), message).on_key();
        self.faults.push(Fault { hint, ..fault });
    }
}

/// The most known names among which a near one is sought.
const MAX_KNOWN: usize = 2_000;

/// The known name nearest to a misspelt one, if it is near at all.
pub fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let length = name.chars().count();
    let near = 1 + length / 4;
    let known = known
        .take(MAX_KNOWN)
        .filter(|known| known.chars().count().abs_diff(length) <= near);
    let scored = known.map(|candidate| (strsim::osa_distance(name, candidate), candidate));
    let (distance, candidate) = scored.min()?;
    (distance <= near && distance < length).then_some(candidate)
}

/// The message key that names a node's kind.
fn kind_of(node: &Node<'_>) -> &'static str {
    match node.kind {
        Kind::Text(_) => "a-text",
        Kind::Number(_) => "a-number",
        Kind::Flag(_) => "true-or-false",
        Kind::Object(_) => "an-object",
        Kind::List(_) => "an-array",
        Kind::Null => "null",
    }
}

impl Reader {
    /// A member of the file's own (`x-*`), kept as it is.
    pub fn extra(&mut self, key: &str, node: &Node<'_>) -> Value {
        self.within(key, |reader| reader.plain(node))
    }

    fn plain(&mut self, node: &Node<'_>) -> Value {
        match node.kind {
            Kind::Text(text) => json!(text),
            Kind::Number(number) => self.plain_number(number),
            Kind::Flag(flag) => json!(flag),
            Kind::Null => Value::Null,
            Kind::List(elements) => {
                let elements = elements.iter().enumerate();
                let read = elements
                    .map(|(index, element)| self.within(index, |reader| reader.plain(element)));
                read.collect()
            }
            Kind::Object(members) => {
                let mut read = Map::new();
                for member in members {
                    let key = member.key;
                    if read.contains_key(key) {
                        self.duplicate_key(key);
                    } else {
                        read.insert(key.to_owned(), self.extra(key, &member.value));
                    }
                }
                Value::Object(read)
            }
        }
    }

    fn plain_number(&mut self, text: &str) -> Value {
        serde_json::from_str(text).unwrap_or_else(|_| {
            let message = Message::new("bad-number").with("number", text);
            self.fault(message, Some(Message::new("finite")));
            Value::Null
        })
    }
}
impl Reader {
    /// Notes a word that is not on a closed list, with the nearest one that is.
    pub fn unknown_word(&mut self, word: &str, known: &[&'static str]) {
        let hint = nearest(word, known.iter().copied()).map_or_else(
            || Message::new("known-words").with("words", known.join(", ")),
            |near| Message::new("did-you-mean").with("name", near),
        );
        self.fault(Message::new("unknown-word").with("word", word), Some(hint));
    }
}
