//! Names in several languages, and dates.

use super::part::{Definitions, Part, Reader, named, text};
use super::repeat::repeated;
use crate::message::{Lang, Message};
use crate::source::{Kind, Node};
use serde_json::{Value, json};

/// A name: one text for all languages, or one for each BCP 47 tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Text {
    /// The same in every language.
    One(String),
    /// Tag and text, in file order.
    Many(Vec<(String, String)>),
}

impl Text {
    /// The text in `lang`; else in the first language of the file that there is.
    pub fn say(&self, lang: Lang) -> &str {
        match self {
            Self::One(text) => text,
            Self::Many(texts) => {
                let of = |tag: &str| {
                    texts
                        .iter()
                        .find(|(t, _)| t == tag || t.starts_with(&format!("{tag}-")))
                };
                of(lang.tag())
                    .or_else(|| of("en"))
                    .or_else(|| texts.first())
                    .map_or("", |(_, text)| text)
            }
        }
    }

    /// The text in exactly `lang`, where the file gives one.
    pub fn exactly(&self, lang: Lang) -> Option<&str> {
        match self {
            Self::One(_) => None,
            Self::Many(texts) => texts
                .iter()
                .find(|(tag, _)| tag == lang.tag())
                .map(|(_, text)| text.as_str()),
        }
    }

    /// The text with exactly this tag, where the file gives one.
    pub fn in_tag(&self, tag: &str) -> Option<&str> {
        match self {
            Self::One(_) => None,
            Self::Many(texts) => texts
                .iter()
                .find(|(known, _)| known == tag)
                .map(|(_, text)| text.as_str()),
        }
    }

    /// All texts there are.
    pub fn all(&self) -> Vec<&str> {
        match self {
            Self::One(text) => vec![text],
            Self::Many(texts) => texts.iter().map(|(_, text)| text.as_str()).collect(),
        }
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::One(text.to_owned())
    }
}

impl Part for Text {
    fn read(node: &Node<'_>, reader: &mut Reader) -> Option<Self> {
        let Kind::Object(members) = node.kind else {
            return String::read(node, reader).map(Self::One);
        };
        let repeated = repeated(members.iter().map(|member| member.key));
        let mut texts = Vec::new();
        for (place, member) in members.iter().enumerate() {
            let tag = member.key;
            if repeated.binary_search(&place).is_ok() {
                reader.duplicate_key(tag);
            } else if !is_tag(tag) {
                let message = Message::new("bad-language").with("tag", tag);
                reader.key_fault(tag, message, Some(Message::new("language-form")));
            } else if let Some(text) = reader.member(tag, &member.value) {
                texts.push((tag.to_owned(), text));
            }
        }
        if members.is_empty() {
            reader.fault(Message::new("empty-name"), None);
        }
        Some(Self::Many(texts))
    }

    fn placeholder() -> Self {
        Self::One(String::new())
    }

    fn write(&self) -> Value {
        match self {
            Self::One(text) => json!(text),
            Self::Many(texts) => Value::Object(
                texts
                    .iter()
                    .map(|(tag, text)| (tag.clone(), json!(text)))
                    .collect(),
            ),
        }
    }

    fn schema(definitions: &mut Definitions) -> Value {
        let about =
            "A name or text: the same in every language, or one for each language tag (BCP 47).";
        named(definitions, "Text", about, |definitions| {
            let words = String::schema(definitions);
            json!({"oneOf": [words, {"type": "object", "minProperties": 1, "additionalProperties": false,
                "patternProperties": {TAG: words}}]})
        })
    }
}

/// The form of a language tag: language, then script or region.
const TAG: &str = "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$";

fn is_tag(tag: &str) -> bool {
    let mut parts = tag.as_bytes().split(|byte| *byte == b'-');
    let language = parts.next().unwrap_or_default();
    let subtag =
        |part: &[u8]| (2..=8).contains(&part.len()) && part.iter().all(u8::is_ascii_alphanumeric);
    (2..=3).contains(&language.len())
        && language.iter().all(u8::is_ascii_lowercase)
        && parts.all(subtag)
}

/// Whether a text has the form of a date, if not its sense.
fn is_date(text: &str) -> bool {
    let form = |(index, byte): (usize, u8)| match index {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    text.len() == 10 && text.bytes().enumerate().all(form)
}

/// A day, `2026-03-01`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date(pub jiff::civil::Date);

impl Part for Date {
    fn read(node: &Node<'_>, reader: &mut Reader) -> Option<Self> {
        let text = text(node, reader)?;
        let date = is_date(text).then(|| text.parse().ok()).flatten();
        if date.is_none() {
            reader.fault(
                Message::new("bad-date").with("text", text),
                Some(Message::new("date-form")),
            );
        }
        date.map(Self)
    }

    fn placeholder() -> Self {
        Self(jiff::civil::Date::ZERO)
    }

    fn write(&self) -> Value {
        json!(self.0.to_string())
    }

    fn schema(definitions: &mut Definitions) -> Value {
        let schema =
            json!({"type": "string", "format": "date", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"});
        named(definitions, "Date", "A day, `2026-03-01`.", |_| schema)
    }
}
