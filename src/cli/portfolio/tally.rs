//! What records add up to.

use super::super::args::{AlsoOfAll, Portfolio};
use super::super::exit::Failure;
use super::super::folder::Folder;
use super::ranks::Ranks;
use anyhow::anyhow;
use redtape::message::{Ids, Lang, Message};
use redtape::portfolio::{RECORD, Record, Summary};

/// The sum of records, and their full ranking where that is asked for.
pub(crate) struct Tally {
    pub(crate) summary: Summary,
    pub(crate) ranks: Option<Ranks>,
    lang: Lang,
}

impl Tally {
    /// Nothing was added yet.
    pub(crate) fn new(args: &Portfolio, folder: Option<&Folder<'_>>) -> Self {
        let ranked = folder.filter(|_| args.also.contains(&AlsoOfAll::Ranking));
        Self {
            summary: Summary::default(),
            ranks: ranked.map(|folder| Ranks::new(folder.path())),
            lang: args.lang.into(),
        }
    }

    /// Adds a record.
    pub(crate) fn take(&mut self, record: &Record) -> Result<(), Failure> {
        self.summary.take(record);
        self.ranks
            .as_mut()
            .map_or(Ok(()), |ranks| ranks.take(record))
    }

    /// Adds a line: a record, or a summary of other records.
    pub(crate) fn line(&mut self, name: &str, line: &[u8]) -> Result<(), Failure> {
        let told = |error: anyhow::Error| Failure::Input(format!("{name}: {error}"));
        if line.starts_with(b"{\"summary\"") {
            if self.ranks.is_some() {
                let said = Message::new("portfolio-ranked-summary").with("name", name);
                return Err(Failure::Input(said.say(self.lang, &Ids)));
            }
            let summary = serde_json::from_slice(line);
            self.summary
                .add(&summary.map_err(|error| told(error.into()))?);
            return Ok(());
        }
        let record = serde_json::from_slice(line);
        let record: Record = record.map_err(|error| told(error.into()))?;
        if record.record != RECORD {
            let version = record.record;
            return Err(told(anyhow!("a record of version {version}, not {RECORD}")));
        }
        self.take(&record)
    }
}
