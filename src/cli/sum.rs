//! SHA-256: by what files are known again.

use sha2::{Digest, Sha256};
use std::io::{Result, Write};

/// SHA-256 in hexadecimal digits.
pub(crate) fn hash(bytes: &[u8]) -> String {
    digits(&Sha256::digest(bytes))
}

/// Sums up what is written through it.
pub(crate) struct Sum<W> {
    out: W,
    sum: Sha256,
}

impl<W: Write> Sum<W> {
    /// Nothing was written yet.
    pub(crate) fn new(out: W) -> Self {
        Self {
            out,
            sum: Sha256::new(),
        }
    }

    /// Counts bytes that are there already.
    pub(crate) fn count(&mut self, bytes: &[u8]) {
        self.sum.update(bytes);
    }

    /// What was written through, in hexadecimal digits, and where it went.
    pub(crate) fn end(self) -> (String, W) {
        (digits(&self.sum.finalize()), self.out)
    }
}

impl<W: Write> Write for Sum<W> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        let written = self.out.write(bytes)?;
        self.sum.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> Result<()> {
        self.out.flush()
    }
}

fn digits(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing into a text cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
