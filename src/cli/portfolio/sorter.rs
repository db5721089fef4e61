//! Sorting on the disk: what comes in any order leaves in its own. What is held in memory is bounded, whatever the number
//! is: a block at a time is sorted and put aside, and the blocks are read side by side at the end.

use super::super::exit::Failure;
use anyhow::Context;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Read, Result, Seek, Write};
use std::marker::PhantomData;
use std::path::{Path, PathBuf};

/// Bytes that are sorted in memory, about.
const HELD: usize = 4 << 20;
/// Blocks of one size that are put together into one of the next: so many files are open at the most for each size.
const FAN: usize = 32;
/// Bytes that are read from a block or written to it at once.
const AT_ONCE: usize = 1 << 14;

/// What can be sorted.
pub(crate) trait Sortable: Ord + Clone + Serialize + DeserializeOwned {
    /// About how many bytes of memory it takes.
    fn bytes(&self) -> usize;
    /// Takes up the next one in the order, where both are the same thing.
    fn join(&mut self, next: &Self) -> bool;
}

/// Things that come in any order and leave in theirs.
pub(crate) struct Sorter<T> {
    /// Where blocks are until this ends; they have no name.
    folder: PathBuf,
    held: Vec<T>,
    bytes: usize,
    /// Sorted, each with how often what is in it was put together.
    blocks: Vec<(u32, File)>,
}

impl<T: Sortable> Sorter<T> {
    /// Nothing was sorted yet. Blocks go to a folder; unless one is given, to that of the system for what passes.
    pub(crate) fn new(folder: Option<&Path>) -> Self {
        Self {
            folder: folder.map_or_else(std::env::temp_dir, Path::to_owned),
            held: Vec::new(),
            bytes: 0,
            blocks: Vec::new(),
        }
    }

    /// Adds one.
    pub(crate) fn take(&mut self, item: T) -> std::result::Result<(), Failure> {
        self.bytes += item.bytes();
        self.held.push(item);
        if self.bytes > HELD {
            let put = self.put_aside();
            put.with_context(|| self.folder.display().to_string())?;
        }
        Ok(())
    }

    /// All so far in order, what is the same once. They can be gone through again.
    pub(crate) fn in_order(&mut self) -> std::result::Result<Merge<'_, T>, Failure> {
        self.settle()?;
        let held = self.held.iter().cloned();
        let merge = Merge::new(held, self.blocks.iter().map(|(_, file)| file));
        Ok(merge.with_context(|| self.folder.display().to_string())?)
    }

    /// The same for one time.
    pub(crate) fn into_order(mut self) -> std::result::Result<Merge<'static, T>, Failure>
    where
        T: 'static,
    {
        self.settle()?;
        let blocks = self.blocks.into_iter().map(|(_, file)| file);
        let merge = Merge::new(self.held.into_iter(), blocks);
        Ok(merge.with_context(|| self.folder.display().to_string())?)
    }

    /// What never filled a block needs no disk.
    fn settle(&mut self) -> std::result::Result<(), Failure> {
        if self.blocks.is_empty() {
            self.held.sort_unstable();
        } else if !self.held.is_empty() {
            let put = self.put_aside();
            put.with_context(|| self.folder.display().to_string())?;
        }
        Ok(())
    }

    fn put_aside(&mut self) -> Result<()> {
        let mut held = std::mem::take(&mut self.held);
        self.bytes = 0;
        held.sort_unstable();
        let block = self.block(Merge::new(held.into_iter(), std::iter::empty::<File>())?)?;
        self.blocks.push((0, block));
        while let Some(first) = self.blocks.len().checked_sub(FAN)
            && self.blocks[first].0 == self.blocks[self.blocks.len() - 1].0
        {
            let few = self.blocks.split_off(first);
            let often = few[0].0 + 1;
            let files = few.into_iter().map(|(_, file)| file);
            let block = self.block(Merge::new(std::iter::empty(), files)?)?;
            self.blocks.push((often, block));
        }
        Ok(())
    }

    fn block(&self, items: Merge<'_, T>) -> Result<File> {
        let file = tempfile::tempfile_in(&self.folder)?;
        let mut out = BufWriter::with_capacity(AT_ONCE, file);
        for item in items {
            serde_json::to_writer(&mut out, &item?)?;
            out.write_all(b"\n")?;
        }
        let file = out.into_inner();
        file.map_err(std::io::IntoInnerError::into_error)
    }
}

/// Things in order.
type Source<'s, T> = Box<dyn Iterator<Item = Result<T>> + 's>;

/// What is in a block.
struct Block<R, T> {
    reader: BufReader<R>,
    line: Vec<u8>,
    what: PhantomData<T>,
}

impl<R: Read, T: DeserializeOwned> Iterator for Block<R, T> {
    type Item = Result<T>;
    fn next(&mut self) -> Option<Result<T>> {
        self.line.clear();
        match self.reader.read_until(b'\n', &mut self.line) {
            Ok(0) => None,
            Ok(_) => Some(serde_json::from_slice(&self.line).map_err(Into::into)),
            Err(error) => Some(Err(error)),
        }
    }
}

/// What is in several sources in one order, what is the same once.
pub(crate) struct Merge<'s, T> {
    sources: Vec<Source<'s, T>>,
    /// The next one of each source, with the number of the source.
    heads: BinaryHeap<Reverse<(T, usize)>>,
    /// The last one that was taken off, for the next one may be the same.
    last: Option<T>,
}

impl<'s, T: Sortable + 's> Merge<'s, T> {
    fn new<R: Read + Seek + 's>(
        held: impl Iterator<Item = T> + 's,
        blocks: impl Iterator<Item = R>,
    ) -> Result<Self> {
        let mut sources: Vec<Source<'s, T>> = vec![Box::new(held.map(Ok))];
        for mut block in blocks {
            block.rewind()?;
            sources.push(Box::new(Block {
                reader: BufReader::with_capacity(AT_ONCE, block),
                line: Vec::new(),
                what: PhantomData,
            }));
        }
        let mut heads = BinaryHeap::with_capacity(sources.len());
        for (number, source) in sources.iter_mut().enumerate() {
            heads.extend(
                source
                    .next()
                    .transpose()?
                    .map(|item| Reverse((item, number))),
            );
        }
        Ok(Self {
            sources,
            heads,
            last: None,
        })
    }

    fn pop(&mut self) -> Result<Option<T>> {
        let Some(mut head) = self.heads.peek_mut() else {
            return Ok(None);
        };
        let number = head.0.1;
        Ok(Some(match self.sources[number].next().transpose()? {
            Some(next) => std::mem::replace(&mut head.0.0, next),
            None => PeekMut::pop(head).0.0,
        }))
    }
}

impl<'s, T: Sortable + 's> Iterator for Merge<'s, T> {
    type Item = Result<T>;
    fn next(&mut self) -> Option<Result<T>> {
        loop {
            let item = match self.pop() {
                Ok(Some(item)) => item,
                Ok(None) => return self.last.take().map(Ok),
                Err(error) => return Some(Err(error)),
            };
            let joined = self.last.as_mut().is_some_and(|last| last.join(&item));
            if !joined && let Some(whole) = self.last.replace(item) {
                return Some(Ok(whole));
            }
        }
    }
}
