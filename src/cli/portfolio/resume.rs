//! The records of a long run, written as they come, so that a run that was cut short can go on where it stopped.

use super::super::exit::Failure;
use super::super::run::hash;
use super::input::Input;
use anyhow::{Context, anyhow};
use redtape::message::{Ids, Lang, Message};
use redtape::portfolio::{Record, Summary};
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, BufWriter, Seek, SeekFrom, Write};
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
    out: BufWriter<File>,
}

impl Records {
    /// Starts a new file in a folder; what an unfinished run left there is lost.
    pub(crate) fn new(folder: &Path, settings: &str) -> Result<Self, Failure> {
        let path = folder.join(PARTIAL);
        let told = || path.display().to_string();
        super::super::files::write(&folder.join(SETTINGS), settings.as_bytes())?;
        let file = File::create(&path).with_context(told)?;
        Ok(Self {
            folder: folder.to_owned(),
            out: BufWriter::new(file),
        })
    }

    /// Goes on with what an unfinished run left: its records are added to `summary`, and as many texts of the input are
    /// passed over, once it is seen that they are the same. Starts anew where nothing was left.
    pub(crate) fn resume(
        folder: &Path,
        settings: &str,
        input: &mut Input,
        summary: &mut Summary,
        lang: Lang,
    ) -> Result<Self, Failure> {
        let path = folder.join(PARTIAL);
        let told = || path.display().to_string();
        if !path.exists() {
            return Self::new(folder, settings);
        }
        let before = std::fs::read_to_string(folder.join(SETTINGS)).unwrap_or_default();
        if before != settings {
            return Err(refused("resume-settings", folder, lang));
        }
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .open(&path)
            .with_context(told)?;
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
            summary.take(&record);
            whole += line.len() as u64;
            line.clear();
        }
        file.set_len(whole).with_context(told)?;
        file.seek(SeekFrom::End(0)).with_context(told)?;
        Ok(Self {
            folder: folder.to_owned(),
            out: BufWriter::new(file),
        })
    }

    /// Writes the records of a batch, and hands them to the system, so that a kill loses at most the batch after it.
    pub(crate) fn write(&mut self, records: &[Record]) -> Result<(), Failure> {
        let written = (|| {
            for record in records {
                serde_json::to_writer(&mut self.out, record)?;
                self.out.write_all(b"\n")?;
            }
            self.out.flush()
        })();
        written.with_context(|| self.folder.join(PARTIAL).display().to_string())?;
        Ok(())
    }

    /// Gives the file its name.
    pub(crate) fn publish(self) -> Result<(), Failure> {
        let (partial, path) = (self.folder.join(PARTIAL), self.folder.join(RECORDS));
        let file = self.out.into_inner();
        let file = file.map_err(|error| anyhow!("{}: {error}", partial.display()))?;
        let synced = file.sync_all();
        synced.with_context(|| partial.display().to_string())?;
        std::fs::rename(&partial, &path).with_context(|| path.display().to_string())?;
        let settings = self.folder.join(SETTINGS);
        std::fs::remove_file(&settings).with_context(|| settings.display().to_string())?;
        Ok(())
    }
}

fn parsed(line: &[u8]) -> Option<Record> {
    serde_json::from_slice(line).ok()
}

fn refused(key: &'static str, folder: &Path, lang: Lang) -> Failure {
    let message = Message::new(key).with("folder", folder.display().to_string());
    Failure::Input(message.say(lang, &Ids))
}
