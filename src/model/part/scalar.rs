//! The smallest parts: lists, texts, flags and figures.

use super::{Definitions, MAX_LIST, MAX_TEXT, Part, Reader, named};
use crate::message::Message;
use crate::source::{Kind, Node};
use serde_json::{Value, json};

impl<T: Part> Part for Vec<T> {
    fn read(node: &Node<'_>, reader: &mut Reader) -> Option<Self> {
        let Kind::List(elements) = node.kind else {
            reader.expected("an-array", node);
            return None;
        };
        if elements.len() > MAX_LIST {
            reader.fault(Message::new("list-too-long").with("limit", MAX_LIST), None);
            return None;
        }
        let mut read = Self::with_capacity(elements.len());
        for (index, element) in elements.iter().enumerate() {
            // A part takes more room than its text: a hostile file ends where its faults are no longer kept.
            if reader.faults.is_full() {
                break;
            }
            read.push(
                reader
                    .element(index, element)
                    .unwrap_or_else(T::placeholder),
            );
        }
        Some(read)
    }

    fn placeholder() -> Self {
        Self::new()
    }

    fn write(&self) -> Value {
        self.iter().map(Part::write).collect()
    }

    fn schema(definitions: &mut Definitions) -> Value {
        json!({"type": "array", "maxItems": MAX_LIST, "items": T::schema(definitions)})
    }
}

/// Any text at all: the types that have a form of their own look at it themselves.
pub(crate) fn text<'a>(node: &Node<'a>, reader: &mut Reader) -> Option<&'a str> {
    let Kind::Text(text) = node.kind else {
        reader.expected("a-text", node);
        return None;
    };
    Some(text)
}

impl Part for String {
    fn read(node: &Node<'_>, reader: &mut Reader) -> Option<Self> {
        let words = text(node, reader)?;
        if words.is_empty() {
            let hint = Message::new("leave-out");
            reader.fault(Message::new("empty-text"), Some(hint));
        } else if words.len() > MAX_TEXT && words.chars().count() > MAX_TEXT {
            reader.fault(Message::new("text-too-long").with("limit", MAX_TEXT), None);
        } else if !is_plain(words) && !words.chars().all(printable) {
            let hint = Message::new("bad-text-hint");
            reader.fault(Message::new("bad-text"), Some(hint));
        }
        Some(words.to_owned())
    }

    fn placeholder() -> Self {
        Self::new()
    }

    fn write(&self) -> Value {
        json!(self)
    }

    fn schema(definitions: &mut Definitions) -> Value {
        let about = "A text that is not empty: printable characters, blanks, tabs, line breaks; at most 20,000 characters.";
        named(
            definitions,
            "Words",
            about,
            |_| json!({"type": "string", "pattern": WORDS, "maxLength": MAX_TEXT}),
        )
    }
}

/// Pattern of a text: not empty, and [`printable`] throughout.
const WORDS: &str = r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]+$";

/// Whether a text is on one line and in letters, digits and signs of ASCII: most are.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// Whether a text may hold a character: what a terminal obeys or XML forbids, it may not.
fn printable(c: char) -> bool {
    !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}') || matches!(c, '\n' | '\r' | '\t')
}

impl Part for bool {
    fn read(node: &Node<'_>, reader: &mut Reader) -> Option<Self> {
        let Kind::Flag(flag) = node.kind else {
            reader.expected("true-or-false", node);
            return None;
        };
        Some(flag)
    }

    fn placeholder() -> Self {
        false
    }

    fn write(&self) -> Value {
        json!(self)
    }

    fn schema(_: &mut Definitions) -> Value {
        json!({"type": "boolean"})
    }
}

/// A number that is finite and not negative.
fn figure(node: &Node<'_>, reader: &mut Reader) -> Option<f64> {
    let Kind::Number(number) = node.kind else {
        reader.expected("a-number", node);
        return None;
    };
    match number.parse::<f64>() {
        Ok(value) if value.is_finite() && value >= 0.0 => Some(value),
        _ => {
            let hint = Message::new("finite-not-negative");
            reader.fault(
                Message::new("bad-number").with("number", number),
                Some(hint),
            );
            None
        }
    }
}

impl Part for f64 {
    fn read(node: &Node<'_>, reader: &mut Reader) -> Option<Self> {
        figure(node, reader)
    }

    fn placeholder() -> Self {
        0.0
    }

    fn write(&self) -> Value {
        whole(*self).map_or_else(|| json!(self), |count| json!(count))
    }

    fn schema(_: &mut Definitions) -> Value {
        json!({"type": "number", "minimum": 0})
    }
}

/// Below this every whole number has a figure of its own.
const MAX_WHOLE: f64 = 9e15;

/// The whole number that a figure is, if it is one.
fn whole(value: f64) -> Option<u64> {
    (value.fract() == 0.0 && (0.0..MAX_WHOLE).contains(&value)).then_some(value as u64)
}

impl Part for u64 {
    fn read(node: &Node<'_>, reader: &mut Reader) -> Option<Self> {
        let value = figure(node, reader)?;
        let count = whole(value);
        if count.is_none() {
            reader.fault(
                Message::new("not-whole").with("number", value.to_string()),
                None,
            );
        }
        count
    }

    fn placeholder() -> Self {
        0
    }

    fn write(&self) -> Value {
        json!(self)
    }

    fn schema(_: &mut Definitions) -> Value {
        json!({"type": "integer", "minimum": 0, "exclusiveMaximum": MAX_WHOLE})
    }
}
