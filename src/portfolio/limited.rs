//! A stream of which only some is kept: what is kept may not be longer than any other text that is read.

use crate::source::MAX_BYTES;
use std::cell::Cell;
use std::io::{Error, Read, Result};

/// Fails once more has come than may be kept.
pub(super) struct Limited<'l, R> {
    pub(super) input: R,
    pub(super) left: &'l Left,
}

/// How many bytes may still come.
pub(super) struct Left(Cell<usize>);

impl Left {
    /// As many as any text may have.
    pub(super) fn new() -> Self {
        Self(Cell::new(MAX_BYTES))
    }

    /// What has come is handed on, and need not be kept.
    pub(super) fn renew(&self) {
        self.0.set(MAX_BYTES);
    }
}

impl<R: Read> Read for Limited<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> Result<usize> {
        let read = self.input.read(into)?;
        let left = self.left.0.get().checked_sub(read);
        let left = left.ok_or_else(|| {
            let said = format!("more than {} MiB besides counts of steps", MAX_BYTES >> 20);
            Error::other(said)
        });
        self.left.0.set(left?);
        Ok(read)
    }
}
