//! What records add up to.

use super::super::args::{AlsoOfAll, Portfolio};
use super::super::exit::Failure;
use super::super::folder::Folder;
use super::counts::Counts;
use super::sorter::{Sortable, Sorter};
use anyhow::{Context, anyhow};
use redtape::message::{Ids, Lang, Message};
use redtape::portfolio::{Entry, RECORD, Record, Summary, TaskCount};
use redtape::source::MAX_BYTES;
use std::io::{Error, Read};

/// How a summary begins, and no record does.
const SUMMARY: &[u8] = b"{\"summary\"";

/// The sum of records, with the counts of their steps, and their full ranking where that is asked for.
pub(crate) struct Tally {
    pub(crate) summary: Summary,
    pub(crate) tasks: Counts,
    pub(crate) ranks: Option<Sorter<Entry>>,
    lang: Lang,
}

impl Sortable for TaskCount {
    fn bytes(&self) -> usize {
        self.bytes()
    }
    fn join(&mut self, next: &Self) -> bool {
        self.add(next)
    }
}

/// What was given twice has one place, as in the summary.
impl Sortable for Entry {
    fn bytes(&self) -> usize {
        self.bytes()
    }
    fn join(&mut self, next: &Self) -> bool {
        self == next
    }
}

impl Tally {
    /// Nothing was added yet.
    pub(crate) fn new(args: &Portfolio, folder: Option<&Folder<'_>>) -> Self {
        let ranked = folder.filter(|_| args.also.contains(&AlsoOfAll::Ranking));
        Self {
            summary: Summary::default(),
            tasks: Counts::new(folder.map(Folder::path)),
            ranks: ranked.map(|folder| Sorter::new(Some(folder.path()))),
            lang: args.lang.into(),
        }
    }

    /// Adds a record.
    pub(crate) fn take(&mut self, record: &Record) -> Result<(), Failure> {
        self.summary.take(record);
        for count in TaskCount::all(record) {
            self.tasks.take(count)?;
        }
        if let Some(ranks) = &mut self.ranks {
            for entry in Entry::all(record) {
                ranks.take(entry)?;
            }
        }
        Ok(())
    }

    /// Adds a text: a record, or a summary of other records, which may be longer than what is held at once.
    pub(crate) fn text(&mut self, name: &str, text: &mut dyn Read) -> Result<(), Failure> {
        let told = |error: anyhow::Error| Failure::Input(format!("{name}: {error}"));
        let mut start = Vec::new();
        let read = text.take(SUMMARY.len() as u64).read_to_end(&mut start);
        read.with_context(|| name.to_owned())?;
        if start == SUMMARY {
            return self.summary(name, start.chain(text));
        }
        let read = text.take(MAX_BYTES as u64).read_to_end(&mut start);
        read.with_context(|| name.to_owned())?;
        if start.iter().all(u8::is_ascii_whitespace) {
            return Ok(());
        }
        let record = serde_json::from_slice(&start);
        let record: Record = record.map_err(|error| told(error.into()))?;
        if record.record != RECORD {
            let version = record.record;
            return Err(told(anyhow!("a record of version {version}, not {RECORD}")));
        }
        self.take(&record)
    }

    fn summary(&mut self, name: &str, text: impl Read) -> Result<(), Failure> {
        if self.ranks.is_some() {
            let said = Message::new("portfolio-ranked-summary").with("name", name);
            return Err(Failure::Input(said.say(self.lang, &Ids)));
        }
        // A full disk is no fault of the text.
        let mut failed = None;
        let summary = Summary::read(text, &mut |count| {
            self.tasks.take(count).map_err(|failure| {
                failed = Some(failure);
                Error::other("stopped")
            })
        });
        match (summary, failed) {
            (_, Some(failure)) => Err(failure),
            (Err(error), None) => Err(Failure::Input(format!("{name}: {error}"))),
            (Ok(summary), None) => {
                self.summary.add(&summary);
                Ok(())
            }
        }
    }
}
