//! Ids, names in several languages, and dates.

use super::part::{Definitions, Part, Reader, named, text};
use super::repeat::repeated;
use crate::message::{Lang, Message};
use crate::source::{Kind, Node};
use rustc_hash::FxHasher;
use serde_json::{Value, json};
use smol_str::SmolStr;
use std::hash::{Hash, Hasher};
use unicode_normalization::char::is_combining_mark;
use unicode_normalization::is_nfc;

/// The longest id, in characters.
pub const MAX_ID: usize = 64;

/// The id of a part: letters of any script, digits, `-` and `_`, in NFC, at most [`MAX_ID`] characters.
#[derive(Clone, Eq)]
pub struct Id {
    text: SmolStr,
    /// Of the text: ids are compared all the time, and nearly always differ.
    sum: u32,
}

impl Id {
    /// The text of the id.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The first entry of a list with this id.
    pub(super) fn find<'a, T>(
        key: &(impl Key + ?Sized),
        list: &'a [T],
        of: impl Fn(&T) -> &Self,
    ) -> Option<&'a T> {
        let (sum, text) = (key.sum(), key.text());
        let same = |entry: &&T| of(entry).sum == sum && of(entry).text == text;
        list.iter().find(same)
    }
}

/// What a part is looked up by: its id, or the text of its id.
pub trait Key {
    /// The text of the id.
    fn text(&self) -> &str;
    /// The sum of the text, which an id keeps.
    fn sum(&self) -> u32;
}

impl Key for Id {
    fn text(&self) -> &str {
        &self.text
    }
    fn sum(&self) -> u32 {
        self.sum
    }
}

impl Key for String {
    fn text(&self) -> &str {
        self
    }
    fn sum(&self) -> u32 {
        sum(self)
    }
}

impl<K: Key + ?Sized> Key for &K {
    fn text(&self) -> &str {
        (**self).text()
    }
    fn sum(&self) -> u32 {
        (**self).sum()
    }
}

impl Key for str {
    fn text(&self) -> &str {
        self
    }
    fn sum(&self) -> u32 {
        sum(self)
    }
}

fn sum(text: &str) -> u32 {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    hasher.finish() as u32
}

impl std::ops::Deref for Id {
    type Target = str;
    fn deref(&self) -> &str {
        &self.text
    }
}
impl From<&str> for Id {
    fn from(id: &str) -> Self {
        Self {
            text: id.into(),
            sum: sum(id),
        }
    }
}
impl From<String> for Id {
    fn from(id: String) -> Self {
        Self::from(id.as_str())
    }
}
impl std::fmt::Debug for Id {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Id").field(&self.text).finish()
    }
}
impl std::fmt::Display for Id {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}
impl PartialEq for Id {
    fn eq(&self, other: &Self) -> bool {
        self.sum == other.sum && self.text == other.text
    }
}
impl PartialOrd for Id {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Id {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.as_str().cmp(other.as_str())
    }
}
impl Hash for Id {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u32(self.sum);
    }
}
impl PartialEq<str> for Id {
    fn eq(&self, other: &str) -> bool {
        self.text == other
    }
}
impl PartialEq<&str> for Id {
    fn eq(&self, other: &&str) -> bool {
        self.text == *other
    }
}
impl PartialEq<String> for Id {
    fn eq(&self, other: &String) -> bool {
        self.text == *other
    }
}
impl AsRef<str> for Id {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

/// Pattern of an id; that it is composed (NFC) no pattern can say.
pub(super) const ID: &str = r"[\p{Alphabetic}\p{M}\p{N}_-]{1,64}";

/// Whether a text has the form of an id.
pub fn is_id(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if text.bytes().all(plain) {
        return (1..=MAX_ID).contains(&text.len());
    }
    // Many scripts write vowels as marks.
    let form = |c: char| c.is_alphanumeric() || is_combining_mark(c) || c == '-' || c == '_';
    text.chars().count() <= MAX_ID && text.chars().all(form) && is_nfc(text)
}

impl Part for Id {
    fn read(node: &Node<'_>, reader: &mut Reader) -> Option<Self> {
        let text = text(node, reader)?;
        if !is_id(text) {
            reader.fault(
                Message::new("bad-id").with("id", text),
                Some(Message::new("id-form")),
            );
            return None;
        }
        Some(Self::from(text))
    }

    fn placeholder() -> Self {
        Self::from("")
    }

    fn write(&self) -> Value {
        json!(self.as_str())
    }

    fn schema(definitions: &mut Definitions) -> Value {
        let about = "An id: letters of any script, digits, `-` and `_`, composed (NFC), at most 64 characters.";
        named(
            definitions,
            "Id",
            about,
            |_| json!({"type": "string", "pattern": format!("^{ID}$")}),
        )
    }
}

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
