//! Ids of parts, and how a part is found by its id.

use super::part::{Definitions, Part, Reader, named, text};
use crate::message::Message;
use crate::source::Node;
use rustc_hash::FxHasher;
use serde_json::{Value, json};
use smol_str::SmolStr;
use std::hash::{Hash, Hasher};
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use unicode_normalization::char::is_combining_mark;
use unicode_normalization::is_nfc;

/// The longest id, in characters.
pub const MAX_ID: usize = 64;

/// The id of a part: letters of any script, digits, `-` and `_`, in NFC, at most [`MAX_ID`] characters.
#[derive(Clone)]
pub struct Id {
    text: SmolStr,
    /// Of the text: ids are compared all the time, and nearly always differ.
    sum: u32,
    /// Where in its list the part with this id was found last: looked at first the next time. No part of what the id is.
    place: Place,
}

/// A place in a list, to be checked before it is believed.
#[derive(Default)]
pub struct Place(AtomicU32);

impl Clone for Place {
    fn clone(&self) -> Self {
        Self(AtomicU32::new(self.0.load(Relaxed)))
    }
}

impl Id {
    /// The text of the id.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// One of 64 bits: ids with different ones are different, so that sets of few ids are told apart at a glance.
    pub(crate) fn bit(&self) -> u64 {
        1 << (self.sum % 64)
    }

    /// The first entry of a list with this id.
    pub(super) fn find<'a, T>(
        key: &(impl Key + ?Sized),
        list: &'a [T],
        of: impl Fn(&T) -> &Self,
    ) -> Option<&'a T> {
        let (sum, text) = (key.sum(), key.text());
        let same = |entry: &T| of(entry).sum == sum && of(entry).text == text;
        let Some(Place(place)) = key.place() else {
            return list.iter().find(|entry| same(entry));
        };
        let last = list.get(place.load(Relaxed) as usize);
        last.filter(|entry| same(entry)).or_else(|| {
            let at = list.iter().position(same)?;
            place.store(at as u32, Relaxed);
            list.get(at)
        })
    }
}

/// What a part is looked up by: its id, or the text of its id.
pub trait Key {
    /// The text of the id.
    fn text(&self) -> &str;
    /// The sum of the text, which an id keeps.
    fn sum(&self) -> u32;
    /// Where the part was found last, which an id keeps.
    fn place(&self) -> Option<&Place> {
        None
    }
}

impl Key for Id {
    fn text(&self) -> &str {
        &self.text
    }
    fn sum(&self) -> u32 {
        self.sum
    }
    fn place(&self) -> Option<&Place> {
        Some(&self.place)
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
    fn place(&self) -> Option<&Place> {
        (**self).place()
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
            place: Place::default(),
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
impl Eq for Id {}
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
