//! The records of a long run, written as they come, so that a run that was cut short can go on where it stopped.

use super::super::exit::Failure;
use super::super::folder::Written;
use super::super::sum::{Sum, hash};
use super::super::write::{Staged, write};
use super::input::Input;
use super::tally::Tally;
use super::work::Made;
use anyhow::{Context, anyhow};
use redtape::message::{Ids, Lang, Message};
use redtape::portfolio::Record;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{BufRead, BufReader, BufWriter, ErrorKind, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// The records of a finished run.
const RECORDS: &str = "records.ndjson";
/// The records so far of a run that has not ended.
const PARTIAL: &str = "records.ndjson.partial";
/// How the run that has not ended looks at its lines.
const SETTINGS: &str = "records.settings";

/// A file of records that is being written.
pub(crate) struct Records {
    folder: PathBuf,
    out: BufWriter<Sum<File>>,
}

impl Records {
    /// Starts a new file in a folder. What an unfinished run left there may be hours of work: it is lost only where
    /// that is wanted.
    pub(crate) fn new(
        folder: &Path,
        settings: &str,
        force: bool,
        lang: Lang,
    ) -> Result<Self, Failure> {
        let file = opened(folder, lang)?;
        let path = folder.join(PARTIAL);
        let told = || path.display().to_string();
        if !force && file.metadata().with_context(told)?.len() > 0 {
            let said = said("portfolio-unfinished", folder, lang);
            return Err(Failure::Io(anyhow!(said)));
        }
        file.set_len(0).with_context(told)?;
        write(&folder.join(SETTINGS), settings.as_bytes())?;
        Ok(Self {
            folder: folder.to_owned(),
            out: BufWriter::new(Sum::new(file)),
        })
    }

    /// Goes on with what an unfinished run left: its records are added up, and as many texts of the input are passed
    /// over, once it is seen that they are the same. Starts anew where nothing was left.
    pub(crate) fn resume(
        folder: &Path,
        settings: &str,
        input: &mut Input,
        tally: &mut Tally,
        lang: Lang,
    ) -> Result<Self, Failure> {
        let path = folder.join(PARTIAL);
        let told = || path.display().to_string();
        let left = std::fs::metadata(&path).map_or(0, |there| there.len());
        if left == 0 {
            return Self::new(folder, settings, false, lang);
        }
        let before = std::fs::read_to_string(folder.join(SETTINGS)).unwrap_or_default();
        if before != settings {
            return Err(refused("resume-settings", folder, lang));
        }
        let file = opened(folder, lang)?;
        let mut out = Sum::new(file.try_clone().with_context(told)?);
        let mut whole = 0;
        let mut reader = BufReader::new(&file);
        let mut line = Vec::new();
        while reader.read_until(b'\n', &mut line).with_context(told)? > 0 {
            // What was cut off in the middle of a line is written again.
            let Some(record) = line.strip_suffix(b"\n").and_then(parsed) else {
                break;
            };
            let item = input.next()?;
            if item.is_none_or(|item| hash(&item.bytes) != record.sha256) {
                return Err(refused("resume-input", folder, lang));
            }
            tally.take(&record)?;
            out.count(&line);
            whole += line.len() as u64;
            line.clear();
        }
        file.set_len(whole).with_context(told)?;
        (&file).seek(SeekFrom::End(0)).with_context(told)?;
        Ok(Self {
            folder: folder.to_owned(),
            out: BufWriter::new(out),
        })
    }

    /// Writes the records of a batch, and hands them to the system, so that a kill loses at most the batches after it.
    pub(crate) fn write(&mut self, batch: &[Made]) -> Result<(), Failure> {
        let mut lines = batch.iter().map(|made| &made.line);
        let written = lines.try_for_each(|line| self.out.write_all(line));
        let written = written.and_then(|()| self.out.flush());
        written.with_context(|| self.folder.join(PARTIAL).display().to_string())?;
        Ok(())
    }

    /// The file as it is when all records are in it; it waits for its name.
    pub(crate) fn end(self) -> Result<Written, Failure> {
        let partial = self.folder.join(PARTIAL);
        let out = self.out.into_inner();
        let out = out.map_err(|error| anyhow!("{}: {error}", partial.display()))?;
        let (sum, file) = out.end();
        let synced = file.sync_all();
        synced.with_context(|| partial.display().to_string())?;
        Ok(Written {
            name: RECORDS.to_owned(),
            sum,
            file: Staged::grown(partial, self.folder.join(RECORDS)),
        })
    }

    /// Takes away what only an unfinished run needs.
    pub(crate) fn forget(folder: &Path) -> Result<(), Failure> {
        let settings = folder.join(SETTINGS);
        match std::fs::remove_file(&settings) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                let error = anyhow!(error).context(settings.display().to_string());
                Err(Failure::Io(error))
            }
            _ => Ok(()),
        }
    }
}

/// The records so far, for this run alone.
fn opened(folder: &Path, lang: Lang) -> Result<File, Failure> {
    let path = folder.join(PARTIAL);
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    let file = options.open(&path);
    let file = file.with_context(|| path.display().to_string())?;
    // Not every disk can lock.
    if let Err(TryLockError::WouldBlock) = file.try_lock() {
        let said = said("portfolio-busy", folder, lang);
        return Err(Failure::Io(anyhow!(said)));
    }
    Ok(file)
}

fn parsed(line: &[u8]) -> Option<Record> {
    serde_json::from_slice(line).ok()
}

fn refused(key: &'static str, folder: &Path, lang: Lang) -> Failure {
    Failure::Input(said(key, folder, lang))
}

fn said(key: &'static str, folder: &Path, lang: Lang) -> String {
    let message = Message::new(key).with("folder", folder.display().to_string());
    message.say(lang, &Ids)
}
