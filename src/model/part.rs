//! How a part of the model is read from a syntax tree, written back and described.
//!
//! Each type of the file says all three in one place: by hand for the scalars, by the macros
//! `object!` and `words!` for the rest. The reader never stops at a fault: it notes it and goes
//! on, so that one run shows everything that is wrong.

mod reader;
mod record;
mod scalar;

pub use reader::{Reader, nearest};
pub(crate) use record::{object, words};
pub(crate) use scalar::text;

use crate::source::Node;
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
/// The most entries of one list; with it the most steps.
pub const MAX_LIST: usize = 100_000;
/// The longest text, in characters: several pages of words.
pub const MAX_TEXT: usize = 20_000;
/// Members whose key starts with `x-`: read, kept and written back, never looked at.
pub type Extra = Map<String, Value>;
/// A schema with the description that the doc comment gives.
pub(crate) fn described(mut schema: Value, text: &str) -> Value {
    if let Value::Object(map) = &mut schema {
        map.insert("description".to_owned(), json!(text.trim()));
    }
    schema
}

/// A reference to the schema of a type, which is put among the definitions when it is first met.
pub(crate) fn named(
    definitions: &mut Definitions,
    name: &'static str,
    about: &str,
    schema: impl FnOnce(&mut Definitions) -> Value,
) -> Value {
    if !definitions.contains_key(name) {
        // A type may hold itself: the place is taken before the schema is made.
        definitions.insert(name, Value::Null);
        let schema = described(schema(definitions), about);
        definitions.insert(name, schema);
    }
    json!({"$ref": format!("#/$defs/{name}")})
}
