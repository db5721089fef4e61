//! Where the procedures of a portfolio come from: a folder, one a line (plain, .gz, .zst), or standard input.
//!
//! One text is held at a time; a line that is too long is passed over without being kept.

use super::super::exit::Failure;
use super::line::Line;
use super::tree::Tree;
use anyhow::Context;
use flate2::read::MultiGzDecoder;
use redtape::source::MAX_BYTES;
use ruzstd::decoding::StreamingDecoder;
use std::cell::Cell;
use std::fs::File;
use std::io::{BufRead, BufReader, Cursor, Read};
use std::path::Path;
use std::rc::Rc;

/// Bytes read from a file at once.
const BLOCK: usize = 1 << 18;

/// One text of a portfolio.
pub(crate) struct Item {
    /// The number of the line, or of the file in its folder, from 1.
    pub(crate) line: u64,
    /// How messages name it.
    pub(crate) name: String,
    /// The path below its folder; none of a line.
    pub(crate) file: Option<String>,
    /// Its bytes; one more than a file may have where it is too long.
    pub(crate) bytes: Vec<u8>,
    /// Why it could not be read.
    pub(crate) unreadable: Option<String>,
}

/// The texts of a portfolio, in order.
pub(crate) struct Input {
    from: From,
    /// Bytes read so far, as they lie on the disk; files read so far of a folder.
    done: Rc<Cell<u64>>,
    /// What `done` comes to at the end, where that is known.
    pub(crate) of: Option<u64>,
}

impl Item {
    /// Whether it is a line with nothing but white space.
    pub(crate) fn is_blank(&self) -> bool {
        self.file.is_none() && self.bytes.iter().all(u8::is_ascii_whitespace)
    }
}

enum From {
    Folder(Tree, u64),
    Lines {
        name: String,
        reader: Box<dyn BufRead>,
        line: u64,
    },
}

impl Input {
    /// Opens a folder, a file of lines, or for `-` standard input. Lines may be compressed: their first bytes tell.
    pub(crate) fn open(path: &Path) -> Result<Self, Failure> {
        let told = || name(path);
        let done = Rc::new(Cell::new(0));
        if path == Path::new("-") {
            let reader = plain(std::io::stdin()).with_context(told)?;
            return Ok(Self::lines(told(), reader, done, None));
        }
        let meta = std::fs::metadata(path).with_context(told)?;
        if meta.is_dir() {
            let files = Tree::of(path)?;
            let of = Some(files.count);
            let from = From::Folder(files, 0);
            return Ok(Self { from, done, of });
        }
        let file = Counted {
            file: File::open(path).with_context(told)?,
            done: done.clone(),
        };
        let reader = plain(file).with_context(told)?;
        Ok(Self::lines(told(), reader, done, Some(meta.len())))
    }

    /// Whether it is a folder without any file to read.
    pub(crate) fn is_empty_folder(&self) -> bool {
        matches!(&self.from, From::Folder(files, _) if files.count == 0)
    }

    fn lines(name: String, reader: Box<dyn BufRead>, done: Rc<Cell<u64>>, of: Option<u64>) -> Self {
        let from = From::Lines {
            name,
            reader,
            line: 0,
        };
        Self { from, done, of }
    }

    /// How much has been read, in the measure of [`Self::of`].
    pub(crate) fn done(&self) -> u64 {
        self.done.get()
    }

    /// The next text.
    pub(crate) fn next(&mut self) -> Result<Option<Item>, Failure> {
        match &mut self.from {
            From::Folder(files, number) => {
                let Some(path) = files.next()? else {
                    return Ok(None);
                };
                let file = files.inside(&path);
                *number += 1;
                self.done.set(*number);
                let mut bytes = Vec::new();
                // One file that cannot be read is told as a fault, and the rest goes on.
                let read = whole(&path, &mut bytes);
                Ok(Some(Item {
                    line: *number,
                    name: path.display().to_string(),
                    file: Some(file),
                    bytes,
                    unreadable: read.err().map(|error| error.to_string()),
                }))
            }
            From::Lines { name, reader, line } => {
                let next = Line::next(reader).with_context(|| name.clone())?;
                let Some(next) = next else {
                    return Ok(None);
                };
                *line += 1;
                let bytes = next.whole(MAX_BYTES + 1).with_context(|| name.clone())?;
                Ok(Some(Item {
                    line: *line,
                    name: format!("{name}, line {line}"),
                    file: None,
                    bytes,
                    unreadable: None,
                }))
            }
        }
    }

    /// Hands on the next text as it comes, for what may be longer than a procedure; false at the end.
    pub(crate) fn stream(
        &mut self,
        take: impl FnOnce(&str, &mut dyn Read) -> Result<(), Failure>,
    ) -> Result<bool, Failure> {
        match &mut self.from {
            From::Folder(files, number) => {
                let Some(path) = files.next()? else {
                    return Ok(false);
                };
                *number += 1;
                self.done.set(*number);
                let name = path.display().to_string();
                let mut file = opened(&path).with_context(|| name.clone())?;
                take(&name, &mut file)?;
            }
            From::Lines { name, reader, line } => {
                let next = Line::next(reader).with_context(|| name.clone())?;
                let Some(mut next) = next else {
                    return Ok(false);
                };
                *line += 1;
                take(&format!("{name}, line {line}"), &mut next)?;
                next.end().with_context(|| name.clone())?;
            }
        }
        Ok(true)
    }
}

/// How messages name an input.
pub(crate) fn name(path: &Path) -> String {
    if path == Path::new("-") {
        "<stdin>".to_owned()
    } else {
        path.display().to_string()
    }
}

/// Reads a file; of one that is too large one byte more than is allowed.
fn whole(path: &Path, bytes: &mut Vec<u8>) -> std::io::Result<()> {
    opened(path)?
        .take(MAX_BYTES as u64 + 1)
        .read_to_end(bytes)?;
    Ok(())
}

/// Opens a file. A pipe would keep the portfolio waiting.
fn opened(path: &Path) -> std::io::Result<File> {
    if !std::fs::metadata(path)?.is_file() {
        return Err(std::io::Error::other("not a file"));
    }
    File::open(path)
}

/// A file that counts the bytes read.
struct Counted {
    file: File,
    done: Rc<Cell<u64>>,
}

impl Read for Counted {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let read = self.file.read(into)?;
        self.done.set(self.done.get() + read as u64);
        Ok(read)
    }
}

/// How a stream of gzip begins.
const GZIP: [u8; 2] = [0x1f, 0x8b];
/// How a frame of Zstandard begins.
const ZSTANDARD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// What was written, whether it was compressed then or not.
fn plain(mut input: impl Read + 'static) -> std::io::Result<Box<dyn BufRead>> {
    let mut start = Vec::new();
    let most = ZSTANDARD.len() as u64;
    input.by_ref().take(most).read_to_end(&mut start)?;
    let is = |magic: &[u8]| start.starts_with(magic);
    let (gzip, zstandard) = (is(&GZIP), is(&ZSTANDARD));
    let whole = BufReader::with_capacity(BLOCK, Cursor::new(start).chain(input));
    Ok(if gzip {
        let members = MultiGzDecoder::new(whole);
        Box::new(BufReader::with_capacity(BLOCK, members))
    } else if zstandard {
        let frames = Frames::open(whole)?;
        Box::new(BufReader::with_capacity(BLOCK, frames))
    } else {
        Box::new(whole)
    })
}

/// All frames of a Zstandard file, one after the other.
struct Frames<R: BufRead> {
    frame: Option<Frame<R>>,
}

type Frame<R> = StreamingDecoder<R, ruzstd::decoding::FrameDecoder>;

impl<R: BufRead> Frames<R> {
    fn open(reader: R) -> std::io::Result<Self> {
        let frame = StreamingDecoder::new(reader);
        let frame = frame.map_err(std::io::Error::other)?;
        Ok(Self { frame: Some(frame) })
    }
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        while let Some(frame) = &mut self.frame {
            let read = frame.read(into)?;
            if read > 0 || into.is_empty() {
                return Ok(read);
            }
            let Some(ended) = self.frame.take() else {
                break;
            };
            let mut rest = ended.into_inner();
            if !rest.fill_buf()?.is_empty() {
                let next = StreamingDecoder::new(rest);
                self.frame = Some(next.map_err(std::io::Error::other)?);
            }
        }
        Ok(0)
    }
}
