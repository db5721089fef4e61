//! How a part of the model is read from a syntax tree, written back and described.
//!
//! Each type of the file says all three in one place: by hand for the scalars (`scalar.rs`), by
//! the macros [`object!`] and [`words!`] for the rest. The reader never stops at a fault: it
//! notes it and goes on, so that one run shows everything that is wrong.

use crate::message::Message;
use crate::source::{Fault, Node, escape};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Named sub-schemas, by type name.
pub type Definitions = BTreeMap<&'static str, Value>;

/// A part of a procedure file.
pub trait Part: Sized {
    /// Reads the part; what is wrong is noted in `reader`, and `None` returned where nothing usable is left.
    fn read(node: &Node<'_>, reader: &mut Reader) -> Option<Self>;
    /// Stands in for a part that could not be read, so that the checks after it go on and places stay right;
    /// a file with a fault is never returned, so it never leaves the loader.
    fn placeholder() -> Self;
    /// The part as JSON, in canonical key order.
    fn write(&self) -> Value;
    /// Its JSON Schema (draft 2020-12); named types put themselves into `definitions` and return a reference.
    fn schema(definitions: &mut Definitions) -> Value;
}

/// One member or index on the way to a node.
#[derive(Debug, Clone)]
enum Segment {
    Key(String),
    Index(usize),
}

/// The place in the tree and the faults so far.
#[derive(Debug, Default)]
pub struct Reader {
    path: Vec<Segment>,
    /// What is wrong, in the order found.
    pub faults: Vec<Fault>,
}

impl Reader {
    /// The JSON Pointer of the node being read.
    pub fn pointer(&self) -> String {
        let mut out = String::new();
        for segment in &self.path {
            out.push('/');
            match segment {
                Segment::Key(key) => out.push_str(&escape(key)),
                Segment::Index(index) => out.push_str(&index.to_string()),
            }
        }
        out
    }

    /// Notes a fault of the node being read.
    pub fn fault(&mut self, message: Message, hint: Option<Message>) {
        let fault = Fault::at(self.pointer(), message);
        self.faults.push(Fault { hint, ..fault });
    }

    /// Notes that the node is not of the expected kind.
    pub fn expected(&mut self, what: &'static str, node: &Node<'_>) {
        let message = Message::new("wrong-kind").with("found", Message::new(kind_of(node)));
        let hint = Message::new("expected").with("what", Message::new(what));
        self.fault(message, Some(hint));
    }

    /// Reads a member of an object.
    pub fn member<T: Part>(&mut self, key: &str, node: &Node<'_>) -> Option<T> {
        self.path.push(Segment::Key(key.to_owned()));
        let value = T::read(node, self);
        self.path.pop();
        value
    }

    fn element<T: Part>(&mut self, index: usize, node: &Node<'_>) -> Option<T> {
        self.path.push(Segment::Index(index));
        let value = T::read(node, self);
        self.path.pop();
        value
    }

    /// Notes a key that the format does not know, with the nearest one that it does.
    pub fn unknown_key(&mut self, key: &str, known: &[&'static str]) {
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

    fn key_fault(&mut self, key: &str, message: Message, hint: Option<Message>) {
        let fault = Fault::at(format!("{}/{}", self.pointer(), escape(key)), message).on_key();
        self.faults.push(Fault { hint, ..fault });
    }
}

/// The known name nearest to a misspelt one, if it is near at all.
pub fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let scored = known.map(|candidate| (strsim::osa_distance(name, candidate), candidate));
    let (distance, candidate) = scored.min()?;
    (distance <= 1 + name.chars().count() / 4).then_some(candidate)
}

/// The message key that names a node's kind.
fn kind_of(node: &Node<'_>) -> &'static str {
    match node {
        Node::StringLit(_) => "a-text",
        Node::NumberLit(_) => "a-number",
        Node::BooleanLit(_) => "true-or-false",
        Node::Object(_) => "an-object",
        Node::Array(_) => "an-array",
        Node::NullKeyword(_) => "null",
    }
}

/// A syntax-tree node as a plain JSON value (for `x-*` members, which are kept as they are).
pub fn plain(node: &Node<'_>) -> Value {
    match node {
        Node::StringLit(text) => json!(text.value),
        Node::NumberLit(number) => serde_json::from_str(number.value).unwrap_or(Value::Null),
        Node::BooleanLit(flag) => json!(flag.value),
        Node::NullKeyword(_) => Value::Null,
        Node::Array(array) => array.elements.iter().map(plain).collect(),
        Node::Object(object) => {
            let members = object.properties.iter();
            Value::Object(
                members
                    .map(|member| (member.name.as_str().to_owned(), plain(&member.value)))
                    .collect(),
            )
        }
    }
}

impl<T: Part> Part for Vec<T> {
    fn read(node: &Node<'_>, reader: &mut Reader) -> Option<Self> {
        let Node::Array(array) = node else {
            reader.expected("an-array", node);
            return None;
        };
        let elements = array.elements.iter().enumerate();
        let read = elements.map(|(index, element)| {
            reader
                .element(index, element)
                .unwrap_or_else(T::placeholder)
        });
        Some(read.collect())
    }

    fn placeholder() -> Self {
        Self::new()
    }

    fn write(&self) -> Value {
        self.iter().map(Part::write).collect()
    }

    fn schema(definitions: &mut Definitions) -> Value {
        json!({"type": "array", "items": T::schema(definitions)})
    }
}

impl Part for String {
    fn read(node: &Node<'_>, reader: &mut Reader) -> Option<Self> {
        let Node::StringLit(text) = node else {
            reader.expected("a-text", node);
            return None;
        };
        Some(text.value.clone().into_owned())
    }

    fn placeholder() -> Self {
        Self::new()
    }

    fn write(&self) -> Value {
        json!(self)
    }

    fn schema(_: &mut Definitions) -> Value {
        json!({"type": "string"})
    }
}

impl Part for bool {
    fn read(node: &Node<'_>, reader: &mut Reader) -> Option<Self> {
        let Node::BooleanLit(flag) = node else {
            reader.expected("true-or-false", node);
            return None;
        };
        Some(flag.value)
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
    let Node::NumberLit(number) = node else {
        reader.expected("a-number", node);
        return None;
    };
    match number.value.parse::<f64>() {
        Ok(value) if value.is_finite() && value >= 0.0 => Some(value),
        _ => {
            let hint = Message::new("finite-not-negative");
            reader.fault(
                Message::new("bad-number").with("number", number.value),
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

/// The whole number that a figure is, if it is one.
fn whole(value: f64) -> Option<u64> {
    (value.fract() == 0.0 && (0.0..9e15).contains(&value)).then_some(value as u64)
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
        json!({"type": "integer", "minimum": 0})
    }
}

/// Members whose key starts with `x-`: read, kept and written back, never looked at.
pub type Extra = Map<String, Value>;

/// A record of the file: struct, reader, writer and schema from one list of members.
///
/// `key: Type` is a member that must be there, `key?: Type` one that may be absent (and then is
/// unknown, never empty). A trailing `= "text"` gives a key that is no Rust name.
macro_rules! object {
    ($(#[doc = $doc:literal])+ pub struct $name:ident { $($body:tt)* }) => {
        $crate::model::part::object!(@munch [$($doc)+] $name [] $($body)*);
    };
    (@munch $d:tt $name:ident [$($done:tt)*]) => {
        $crate::model::part::object!(@emit $d $name $($done)*);
    };
    (@munch $d:tt $name:ident [$($done:tt)*] $(#[doc = $fdoc:literal])+ $field:ident ? = $key:literal : $ty:ty, $($rest:tt)*) => {
        $crate::model::part::object!(@munch $d $name [$($done)* {[$($fdoc)+] $field ($key) [optional] [Option<$ty>] $ty}] $($rest)*);
    };
    (@munch $d:tt $name:ident [$($done:tt)*] $(#[doc = $fdoc:literal])+ $field:ident ? : $ty:ty, $($rest:tt)*) => {
        $crate::model::part::object!(@munch $d $name [$($done)* {[$($fdoc)+] $field (stringify!($field)) [optional] [Option<$ty>] $ty}] $($rest)*);
    };
    (@munch $d:tt $name:ident [$($done:tt)*] $(#[doc = $fdoc:literal])+ $field:ident : $ty:ty, $($rest:tt)*) => {
        $crate::model::part::object!(@munch $d $name [$($done)* {[$($fdoc)+] $field (stringify!($field)) [required] [$ty] $ty}] $($rest)*);
    };
    (@emit [$($doc:literal)+] $name:ident $({[$($fdoc:literal)+] $field:ident ($key:expr) [$need:ident] [$slot:ty] $ty:ty})*) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name {
            $($(#[doc = $fdoc])+ pub $field: $slot,)*
            /// Members whose key starts with `x-`, kept as they are.
            pub extra: $crate::model::part::Extra,
        }

        impl $name {
            /// The keys that the format knows here, in canonical order.
            pub const KEYS: &'static [&'static str] = &[$($key),*];
        }

        impl $crate::model::part::Part for $name {
            fn read(node: &$crate::source::Node<'_>, reader: &mut $crate::model::part::Reader) -> Option<Self> {
                let $crate::source::Node::Object(object) = node else {
                    reader.expected("an-object", node);
                    return None;
                };
                $(let mut $field: Option<$ty> = None;)*
                let mut extra = $crate::model::part::Extra::new();
                let mut seen = std::collections::BTreeSet::new();
                for member in &object.properties {
                    let key = member.name.as_str();
                    if !seen.insert(key) {
                        reader.duplicate_key(key);
                        continue;
                    }
                    $(if key == $key {
                        $field = reader.member(key, &member.value);
                        continue;
                    })*
                    if key.starts_with("x-") {
                        extra.insert(key.to_owned(), $crate::model::part::plain(&member.value));
                    } else {
                        reader.unknown_key(key, Self::KEYS);
                    }
                }
                $($crate::model::part::object!(@missing $need $field $key seen reader);)*
                Some(Self { $($field: $crate::model::part::object!(@take $need $ty, $field),)* extra })
            }

            fn placeholder() -> Self {
                Self {
                    $($field: $crate::model::part::object!(@placeholder $need $ty),)*
                    extra: $crate::model::part::Extra::new(),
                }
            }

            fn write(&self) -> serde_json::Value {
                let mut out = serde_json::Map::new();
                $($crate::model::part::object!(@write $need out self $field $key);)*
                out.extend(self.extra.clone());
                serde_json::Value::Object(out)
            }

            fn schema(definitions: &mut $crate::model::part::Definitions) -> serde_json::Value {
                let reference = serde_json::json!({"$ref": concat!("#/$defs/", stringify!($name))});
                if definitions.contains_key(stringify!($name)) {
                    return reference;
                }
                definitions.insert(stringify!($name), serde_json::Value::Null);
                let mut properties = serde_json::Map::new();
                $(properties.insert($key.to_owned(), $crate::model::part::described(
                    <$ty as $crate::model::part::Part>::schema(definitions), concat!($($fdoc),+)));)*
                let required: Vec<&str> =
                    [$($crate::model::part::object!(@require $need $key)),*].into_iter().flatten().collect();
                definitions.insert(stringify!($name), serde_json::json!({
                    "type": "object", "description": concat!($($doc),+).trim(), "properties": properties,
                    "required": required, "patternProperties": {"^x-": {}}, "additionalProperties": false,
                }));
                reference
            }
        }
    };
    (@missing required $field:ident $key:tt $seen:ident $reader:ident) => {
        if !$seen.contains($key) { $reader.missing_key($key); }
    };
    (@missing optional $field:ident $key:tt $seen:ident $reader:ident) => {};
    (@take required $ty:ty, $field:ident) => { $field.unwrap_or_else(<$ty as $crate::model::part::Part>::placeholder) };
    (@take optional $ty:ty, $field:ident) => { $field };
    (@placeholder required $ty:ty) => { <$ty as $crate::model::part::Part>::placeholder() };
    (@placeholder optional $ty:ty) => { None };
    (@write required $out:ident $self:ident $field:ident $key:tt) => {
        $out.insert($key.to_owned(), $crate::model::part::Part::write(&$self.$field));
    };
    (@write optional $out:ident $self:ident $field:ident $key:tt) => {
        if let Some(value) = &$self.$field {
            $out.insert($key.to_owned(), $crate::model::part::Part::write(value));
        }
    };
    (@require required $key:tt) => { Some($key) };
    (@require optional $key:tt) => { None };
}
pub(crate) use object;

/// A closed list of words: enum, reader (with the nearest word as a hint), writer and schema.
macro_rules! words {
    ($(#[doc = $doc:literal])+ pub enum $name:ident { $($(#[doc = $vdoc:literal])+ $variant:ident = $word:literal,)* }) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name { $($(#[doc = $vdoc])+ $variant,)* }

        impl $name {
            /// Every word, in the order of the list.
            pub const WORDS: &'static [&'static str] = &[$($word),*];

            /// The word in the file.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }

            /// The entry that a word names.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)* _ => None }
            }
        }

        impl $crate::model::part::Part for $name {
            fn read(node: &$crate::source::Node<'_>, reader: &mut $crate::model::part::Reader) -> Option<Self> {
                let word = String::read(node, reader)?;
                let found = Self::from_word(&word);
                if found.is_none() {
                    reader.unknown_word(&word, Self::WORDS);
                }
                found
            }

            fn placeholder() -> Self {
                [$(Self::$variant),*][0]
            }

            fn write(&self) -> serde_json::Value {
                serde_json::json!(self.word())
            }

            fn schema(_: &mut $crate::model::part::Definitions) -> serde_json::Value {
                serde_json::json!({"enum": Self::WORDS})
            }
        }
    };
}
pub(crate) use words;

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

/// A schema with the description that the doc comment gives.
pub(crate) fn described(mut schema: Value, text: &str) -> Value {
    if let Value::Object(map) = &mut schema {
        map.insert("description".to_owned(), json!(text.trim()));
    }
    schema
}
