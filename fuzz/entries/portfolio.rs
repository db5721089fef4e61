//! Lines of a portfolio, and what other runs wrote of theirs.

use super::{LANGS, read};
use redtape::context::Net;
use redtape::graph::Graph;
use redtape::measure::Convention;
use redtape::measure::soundness::{Limits, decide};
use redtape::message::Lang;
use redtape::portfolio::{Depth, Digest, Entry, Look, Outcome, Record, Shared, Summary, TaskCount};
use redtape::report::grid::{csv, xlsx};
use redtape::report::portfolio::sheets::sheets;
use redtape::report::portfolio::{PortfolioReport, dot, html, ranking, text};
use redtape::report::unsound;
use std::collections::BTreeMap;

/// A line becomes a record; what is written of it is read back as it was.
pub(super) fn record(bytes: &[u8]) {
    let Some(p) = read(bytes) else { return };
    let graph = Graph::of(&p);
    if unsound(&graph, &decide(&graph, Limits { states: 5_000 })).is_some() {
        return;
    }
    let mut sum = Sum::default();
    for depth in [Depth::Analysed, Depth::Simplified] {
        let look = Look {
            depth,
            convention: Convention::default(),
            lang: Lang::En,
            as_of: None,
        };
        let Ok(net) = Net::of(&p) else { return };
        let digest = Digest::of(&p, net, look);
        assert!(digest.undone.is_empty(), "{:?}", digest.undone);
        let record = Record::of(1, None, String::new(), Outcome::Procedure(Box::new(digest)));
        let line = serde_json::to_string(&record).expect("a record is JSON");
        let again: Record = serde_json::from_str(&line).expect("a record can be read");
        assert_eq!(record, again);
        sum.take(&record);
    }
    sum.told();
}

/// Lines of records and summaries add up, whatever order they come in.
pub(super) fn summary(bytes: &[u8]) {
    let (mut sum, mut backward) = (Sum::default(), Sum::default());
    let lines: Vec<_> = bytes.split(|&byte| byte == b'\n').take(20).collect();
    for line in &lines {
        sum.add(line);
    }
    for line in lines.iter().rev() {
        backward.add(line);
    }
    assert_eq!(sum, backward);
    sum.told();
}

/// A summary, and the counts of steps that go with it.
#[derive(Debug, Default, PartialEq)]
struct Sum {
    summary: Summary,
    tasks: BTreeMap<String, TaskCount>,
}

impl Sum {
    fn take(&mut self, record: &Record) {
        self.summary.take(record);
        TaskCount::all(record).for_each(|count| self.count(count));
    }

    fn count(&mut self, count: TaskCount) {
        match self.tasks.get_mut(&count.key) {
            Some(there) => assert!(there.add(&count), "the same step"),
            None => drop(self.tasks.insert(count.key.clone(), count)),
        }
    }

    fn add(&mut self, line: &[u8]) {
        if let Ok(record) = serde_json::from_slice::<Record>(line) {
            self.take(&record);
            let entries = Entry::all(&record).into_iter().map(Ok);
            ranking::write(entries, &mut Vec::new()).expect("a vector takes all");
        } else if let Ok(other) = Self::read(line) {
            self.summary.add(&other.summary);
            (other.tasks.into_values()).for_each(|count| self.count(count));
        }
    }

    fn read(bytes: &[u8]) -> serde_json::Result<Self> {
        let mut sum = Self::default();
        let mut tasks = Vec::new();
        sum.summary = Summary::read(bytes, &mut |count| {
            tasks.push(count);
            Ok(())
        })?;
        for count in tasks {
            sum.count(count);
        }
        Ok(sum)
    }

    /// Every form of the report is written, and the summary is read back as it was.
    fn told(&self) {
        let mut bytes = Vec::new();
        let tasks = self.tasks.values().cloned().map(Ok);
        let written = self.summary.write(tasks, &mut bytes);
        written.expect("a vector takes all");
        let again = Self::read(&bytes).expect("a summary can be read");
        assert_eq!(*self, again);
        let mut shared = Shared::default();
        self.tasks.values().for_each(|count| shared.take(count));
        reported(&self.summary, &shared, &again.summary);
    }
}

fn reported(summary: &Summary, shared: &Shared, since: &Summary) {
    let chances = summary.chances();
    for lang in LANGS {
        let report = PortfolioReport {
            summary,
            chances: &chances,
            shared,
            since: Some(since),
            targets: None,
            convention: "plain",
            top: 10,
            lang,
        };
        let mut out = Vec::new();
        text::write(&report, &mut out).expect("text");
        html::write(&report, &mut out).expect("page");
        let sheets = sheets(&report);
        for sheet in &sheets {
            csv::write(sheet, &mut out).expect("sheet");
        }
        xlsx::write(&sheets, &mut out).expect("workbook");
        dot(&report);
    }
}
