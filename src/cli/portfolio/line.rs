//! One line of a stream, however long it is.

use std::io::{BufRead, Read, Result};

/// A line without its end.
pub(crate) struct Line<'r> {
    reader: &'r mut dyn BufRead,
    over: bool,
}

impl<'r> Line<'r> {
    /// The next line; none at the end of the stream.
    pub(crate) fn next(reader: &'r mut dyn BufRead) -> Result<Option<Self>> {
        let ended = reader.fill_buf()?.is_empty();
        let over = false;
        Ok((!ended).then_some(Self { reader, over }))
    }

    /// As many bytes of the line as are wanted; the rest of a longer one is passed over.
    pub(crate) fn whole(mut self, most: usize) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut limited = (&mut *self.reader).take(most as u64);
        limited.read_until(b'\n', &mut bytes)?;
        self.over = bytes.pop_if(|last| *last == b'\n').is_some();
        self.end()?;
        Ok(bytes)
    }

    /// Passes over what was not read.
    pub(crate) fn end(self) -> Result<()> {
        if !self.over {
            self.reader.skip_until(b'\n')?;
        }
        Ok(())
    }
}

impl Read for Line<'_> {
    fn read(&mut self, into: &mut [u8]) -> Result<usize> {
        if self.over || into.is_empty() {
            return Ok(0);
        }
        let block = self.reader.fill_buf()?;
        let block = &block[..block.len().min(into.len())];
        let end = block.iter().position(|&byte| byte == b'\n');
        let length = end.unwrap_or(block.len());
        into[..length].copy_from_slice(&block[..length]);
        self.over = end.is_some() || block.is_empty();
        self.reader.consume(length + usize::from(end.is_some()));
        Ok(length)
    }
}
