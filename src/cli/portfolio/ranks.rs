//! The full ranking: every procedure in its place, sorted on the disk. What is held in memory is bounded, whatever the
//! number of procedures is: a block at a time is sorted and put aside, and the blocks are read side by side at the end.

use super::super::exit::Failure;
use anyhow::Context;
use redtape::portfolio::{Entry, Record};
use redtape::report::portfolio::ranking;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Result, Seek, Write};
use std::path::{Path, PathBuf};

/// Bytes that are sorted in memory, about.
const HELD: usize = 4 << 20;
/// Blocks of one size that are put together into one of the next: so many files are open at the most for each size.
const FAN: usize = 16;

/// Places that come in any order and leave in that of the ranking.
pub(crate) struct Ranks {
    folder: PathBuf,
    held: Vec<Entry>,
    bytes: usize,
    /// Sorted, each with how often what is in it was put together.
    blocks: Vec<(u32, File)>,
}

impl Ranks {
    /// Nothing is ranked yet; blocks have no name, and are in a folder until this ends.
    pub(crate) fn new(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            held: Vec::new(),
            bytes: 0,
            blocks: Vec::new(),
        }
    }

    /// Adds the places of a procedure.
    pub(crate) fn take(&mut self, record: &Record) -> std::result::Result<(), Failure> {
        for entry in Entry::all(record) {
            self.bytes += entry.bytes();
            self.held.push(entry);
        }
        if self.bytes > HELD {
            let put = self.put_aside();
            put.with_context(|| self.folder.display().to_string())?;
        }
        Ok(())
    }

    /// Writes every place, one a line. What was given twice has one place, as in the summary.
    pub(crate) fn write(mut self, out: &mut impl Write) -> Result<()> {
        self.put_aside()?;
        let mut list = None;
        let mut place = 0_u64;
        let blocks = std::mem::take(&mut self.blocks);
        merge(blocks.into_iter().map(|(_, file)| file), |entry| {
            place = if list.as_ref() == Some(&entry.list()) {
                place + 1
            } else {
                1
            };
            list = Some(entry.list());
            ranking::write(&entry, place, &mut *out)
        })
    }

    fn put_aside(&mut self) -> Result<()> {
        let mut held = std::mem::take(&mut self.held);
        self.bytes = 0;
        held.sort_unstable();
        let block = self.block(|out| held.iter().try_for_each(|entry| line(entry, out)))?;
        self.blocks.push((0, block));
        while let Some(first) = self.blocks.len().checked_sub(FAN)
            && self.blocks[first].0 == self.blocks[self.blocks.len() - 1].0
        {
            let often = self.blocks[first].0 + 1;
            let few = self
                .blocks
                .split_off(first)
                .into_iter()
                .map(|(_, file)| file);
            let block = self.block(|out| merge(few, |entry| line(&entry, out)))?;
            self.blocks.push((often, block));
        }
        Ok(())
    }

    fn block(&self, fill: impl FnOnce(&mut BufWriter<File>) -> Result<()>) -> Result<File> {
        let mut out = BufWriter::new(tempfile::tempfile_in(&self.folder)?);
        fill(&mut out)?;
        let mut file = out
            .into_inner()
            .map_err(std::io::IntoInnerError::into_error)?;
        file.rewind()?;
        Ok(file)
    }
}

fn line(entry: &Entry, out: &mut impl Write) -> Result<()> {
    serde_json::to_writer(&mut *out, entry)?;
    out.write_all(b"\n")
}

/// Hands on what is in sorted blocks in order, each once.
fn merge(
    blocks: impl Iterator<Item = File>,
    mut take: impl FnMut(Entry) -> Result<()>,
) -> Result<()> {
    let mut blocks: Vec<_> = blocks.map(BufReader::new).collect();
    let mut heads = BinaryHeap::new();
    for (number, block) in blocks.iter_mut().enumerate() {
        heads.extend(next(block)?.map(|entry| Reverse((entry, number))));
    }
    let mut last: Option<Entry> = None;
    while let Some(Reverse((entry, number))) = heads.pop() {
        heads.extend(next(&mut blocks[number])?.map(|entry| Reverse((entry, number))));
        if last.as_ref() != Some(&entry)
            && let Some(before) = last.replace(entry)
        {
            take(before)?;
        }
    }
    last.map_or(Ok(()), take)
}

fn next(block: &mut BufReader<File>) -> Result<Option<Entry>> {
    let mut line = Vec::new();
    if block.read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    Ok(Some(serde_json::from_slice(&line)?))
}
