//! How reports are written as data: what is in a list stands on lines of its own, what is inside that on one line.

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;
use std::io::{Result, Write};

/// What stands on lines of its own in a document: its members, those of its lists, theirs.
pub(super) const OF_ONE: usize = 3;

/// The same in a list of documents.
pub(super) const OF_SEVERAL: usize = 5;

/// The spaces that [`OF_SEVERAL`] levels need.
const SPACES: &[u8] = b"          ";

/// Writes a document, with a line feed at its end. Members stand on lines of their own as far inside each other as
/// `deepest`.
///
/// # Errors
/// Those of `out`.
pub(super) fn write(document: &impl Serialize, deepest: usize, out: &mut impl Write) -> Result<()> {
    let lines = Lines {
        depth: 0,
        deepest,
        filled: false,
    };
    document.serialize(&mut Serializer::with_formatter(&mut *out, lines))?;
    writeln!(out)
}

/// Where in the document the writing is.
struct Lines {
    depth: usize,
    deepest: usize,
    /// Whether what was begun last has a member.
    filled: bool,
}

impl Lines {
    fn begin(&mut self, mark: &[u8], out: &mut (impl Write + ?Sized)) -> Result<()> {
        self.depth += 1;
        self.filled = false;
        out.write_all(mark)
    }

    fn end(&mut self, mark: &[u8], out: &mut (impl Write + ?Sized)) -> Result<()> {
        let apart = self.filled && self.depth <= self.deepest;
        self.depth -= 1;
        self.filled = true;
        if apart {
            self.line(out)?;
        }
        out.write_all(mark)
    }

    fn member(&mut self, first: bool, out: &mut (impl Write + ?Sized)) -> Result<()> {
        self.filled = true;
        match (first, self.depth <= self.deepest) {
            (true, true) => self.line(out),
            (false, true) => {
                out.write_all(b",")?;
                self.line(out)
            }
            (true, false) => Ok(()),
            (false, false) => out.write_all(b", "),
        }
    }

    fn line(&self, out: &mut (impl Write + ?Sized)) -> Result<()> {
        out.write_all(b"\n")?;
        out.write_all(&SPACES[..2 * self.depth])
    }
}

impl Formatter for Lines {
    fn begin_array<W: Write + ?Sized>(&mut self, out: &mut W) -> Result<()> {
        self.begin(b"[", out)
    }

    fn end_array<W: Write + ?Sized>(&mut self, out: &mut W) -> Result<()> {
        self.end(b"]", out)
    }

    fn begin_array_value<W: Write + ?Sized>(&mut self, out: &mut W, first: bool) -> Result<()> {
        self.member(first, out)
    }

    fn begin_object<W: Write + ?Sized>(&mut self, out: &mut W) -> Result<()> {
        self.begin(b"{", out)
    }

    fn end_object<W: Write + ?Sized>(&mut self, out: &mut W) -> Result<()> {
        self.end(b"}", out)
    }

    fn begin_object_key<W: Write + ?Sized>(&mut self, out: &mut W, first: bool) -> Result<()> {
        self.member(first, out)
    }

    fn begin_object_value<W: Write + ?Sized>(&mut self, out: &mut W) -> Result<()> {
        out.write_all(b": ")
    }
}
