//! What is wrong with an input, and where.

use super::escape;
use crate::message::Message;
use std::ops::Range;

/// The most faults of one input that are kept; the rest are counted.
pub const MAX_FAULTS: usize = 200;

/// Which end of a member a fault is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The member's key.
    Key,
    /// The member's value, or an array's element.
    Value,
    /// The input as a whole: no line is shown.
    Whole,
}

/// One thing that is wrong with an input.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// JSON Pointer (RFC 6901) of the offending value; empty for the whole text.
    pub pointer: String,
    /// Key or value of that pointer.
    pub place: Place,
    /// Byte range in the text; the loader finds it from the pointer.
    pub span: Option<Range<usize>>,
    /// What is wrong.
    pub message: Message,
    /// What was expected, or what to do.
    pub hint: Option<Message>,
}

impl Fault {
    /// A fault of the value at `pointer`.
    pub fn at(pointer: impl Into<String>, message: Message) -> Self {
        Self {
            pointer: pointer.into(),
            place: Place::Value,
            span: None,
            message,
            hint: None,
        }
    }

    /// A fault of the input as a whole.
    pub fn whole(message: Message) -> Self {
        Self {
            place: Place::Whole,
            ..Self::at("", message)
        }
    }

    /// A fault of the bytes in `span`.
    pub fn spanning(span: Range<usize>, message: Message) -> Self {
        Self {
            span: Some(span),
            ..Self::at("", message)
        }
    }

    /// Adds what was expected or what to do.
    #[must_use]
    pub fn hint(mut self, hint: Message) -> Self {
        self.hint = Some(hint);
        self
    }

    /// The same fault, about the key instead of the value.
    #[must_use]
    pub fn on_key(mut self) -> Self {
        self.place = Place::Key;
        self
    }
}

/// The faults of one input, at most [`MAX_FAULTS`] of them: a hostile file has millions.
#[derive(Debug, Default)]
pub struct Faults {
    kept: Vec<Fault>,
    left_out: usize,
}

impl Faults {
    /// Notes a fault.
    pub fn push(&mut self, fault: Fault) {
        if !self.leave_out() {
            self.kept.push(fault);
        }
    }

    /// Only counts the next fault where no more are kept, which saves putting it into words; whether it did.
    pub fn leave_out(&mut self) -> bool {
        let full = self.is_full();
        self.left_out += usize::from(full);
        full
    }

    /// Whether further faults are only counted.
    pub fn is_full(&self) -> bool {
        self.kept.len() >= MAX_FAULTS
    }

    /// The faults that were kept, in the order found.
    pub fn kept(&self) -> &[Fault] {
        &self.kept
    }

    /// Lets the pointers of all faults but the first so many lead through a key or index.
    pub fn lead(&mut self, first: usize, token: &str) {
        let token = format!("/{}", escape(token));
        for fault in &mut self.kept[first..] {
            fault.pointer.insert_str(0, &token);
        }
    }

    /// Whether a whole text lacks a key: what its value would have been is not worth a word then.
    pub fn lacks(&self, key: &str) -> bool {
        let missing = Message::new("missing-key").with("key", key);
        let mut kept = self.kept.iter();
        kept.any(|fault| fault.pointer.is_empty() && fault.message == missing)
    }

    /// The faults, behind them how many were left out, if any were.
    pub fn into_list(mut self) -> Vec<Fault> {
        if self.left_out > 0 {
            let more = Message::new("more-faults").with("shown", self.kept.len());
            self.kept.push(Fault::whole(more));
        }
        self.kept
    }
}
