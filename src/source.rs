//! The text of a file, its syntax tree, and the way from a JSON Pointer to a place in the text.

mod explain;
mod fault;
mod syntax;

pub use fault::{Fault, Faults, MAX_FAULTS, Place};

use crate::message::Message;
use jsonc_parser::ast::{Object, ObjectProp};
use jsonc_parser::common::Ranged;
use std::ops::Range;

/// A node of the syntax tree.
pub type Node<'a> = jsonc_parser::ast::Value<'a>;

/// The largest file that is read, in bytes (64 MiB).
pub const MAX_BYTES: usize = 64 << 20;

/// A named text.
#[derive(Debug, Clone)]
pub struct Source {
    /// The file's name as the user gave it.
    pub name: String,
    /// Its text.
    pub text: String,
}

impl Source {
    /// A source from bytes; a fault where they are not UTF-8 text of a permitted size.
    pub fn from_bytes(name: &str, bytes: Vec<u8>) -> Result<Self, (Self, Fault)> {
        let source = |text: String| Self {
            name: name.to_owned(),
            text,
        };
        if bytes.len() > MAX_BYTES {
            let fault = Fault::whole(Message::new("too-large").with("limit", "64 MiB"));
            return Err((source(String::new()), fault));
        }
        match String::from_utf8(bytes) {
            Ok(text) if text.starts_with('\u{feff}') => {
                let fault = Fault::spanning(0..3, Message::new("byte-order-mark"));
                Err((source(text), fault.hint(Message::new("save-without-mark"))))
            }
            Ok(text) => Ok(source(text)),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
                let fault = Fault::spanning(at..at, Message::new("not-utf-8"));
                Err((source(text), fault.hint(Message::new("save-as-utf-8"))))
            }
        }
    }
}

/// Where a JSON Pointer leads: the pointer as the file has it, and the byte range of its key or value.
///
/// Short forms leave out members and indices that long forms have: those are skipped.
pub fn locate(root: &Node<'_>, pointer: &str, place: Place) -> (String, Range<usize>) {
    let mut node = root;
    let mut written = String::new();
    let mut range = root.range();
    for token in pointer.split('/').skip(1) {
        let name = token.replace("~1", "/").replace("~0", "~");
        let inner = match node {
            Node::Object(object) => last_member(object, &name).map(|member| {
                let key = (place == Place::Key).then(|| member.name.range());
                (&member.value, key)
            }),
            Node::Array(array) => {
                let index = name.parse::<usize>().ok();
                index
                    .and_then(|index| array.elements.get(index))
                    .map(|element| (element, None))
            }
            _ => None,
        };
        if let Some((inner, key)) = inner {
            node = inner;
            range = key.unwrap_or_else(|| inner.range());
            written.push('/');
            written.push_str(token);
        }
    }
    (written, range.start..range.end)
}

fn last_member<'a, 'b>(object: &'b Object<'a>, name: &str) -> Option<&'b ObjectProp<'a>> {
    object
        .properties
        .iter()
        .rev()
        .find(|member| member.name.as_str() == name)
}

/// A JSON Pointer's token with its reserved characters escaped (RFC 6901).
pub fn escape(token: &str) -> String {
    token.replace('~', "~0").replace('/', "~1")
}
