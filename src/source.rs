//! The text of a file, the tree of its values, and the way from a JSON Pointer to a place in the text.

mod explain;
mod fault;
mod node;
mod scan;
mod syntax;

pub use explain::commands;
pub use fault::{Fault, Faults, MAX_FAULTS, Place};
pub use node::{Arena, Kind, Member, Node, escape, locate};

use crate::message::Message;

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
