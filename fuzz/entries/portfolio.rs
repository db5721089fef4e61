//! Lines of a portfolio, and what other runs wrote of theirs.

use super::{LANGS, read};
use redtape::graph::Graph;
use redtape::measure::Convention;
use redtape::measure::soundness::{Limits, decide};
use redtape::message::Lang;
use redtape::portfolio::{Depth, Digest, Entry, Look, Record, Summary};
use redtape::report::grid::{csv, xlsx};
use redtape::report::portfolio::sheets::sheets;
use redtape::report::portfolio::{PortfolioReport, dot, html, ranking, text};
use redtape::report::unsound;

/// A line becomes a record; what is written of it is read back as it was.
pub(super) fn record(bytes: &[u8]) {
    let Some(p) = read(bytes) else { return };
    let graph = Graph::of(&p);
    if unsound(&graph, &decide(&graph, Limits { states: 5_000 })).is_some() {
        return;
    }
    let mut summary = Summary::default();
    for depth in [Depth::Analysed, Depth::Simplified] {
        let look = Look {
            depth,
            convention: Convention::default(),
            lang: Lang::En,
            as_of: None,
        };
        let Ok(digest) = Digest::of(&p, Graph::of(&p), look) else {
            return;
        };
        assert!(digest.undone.is_empty(), "{:?}", digest.undone);
        let record = Record::of(1, String::new(), Ok(digest));
        let line = serde_json::to_string(&record).expect("a record is JSON");
        let again: Record = serde_json::from_str(&line).expect("a record can be read");
        assert_eq!(record, again);
        summary.take(&record);
    }
    told(&summary);
}

/// Lines of records and summaries add up, whatever order they come in.
pub(super) fn summary(bytes: &[u8]) {
    let (mut summary, mut backward) = (Summary::default(), Summary::default());
    let lines: Vec<_> = bytes.split(|&byte| byte == b'\n').take(20).collect();
    for line in &lines {
        add(&mut summary, line);
    }
    for line in lines.iter().rev() {
        add(&mut backward, line);
    }
    assert_eq!(summary, backward);
    told(&summary);
}

fn add(summary: &mut Summary, line: &[u8]) {
    if let Ok(record) = serde_json::from_slice::<Record>(line) {
        summary.take(&record);
        for entry in Entry::all(&record) {
            ranking::write(&entry, 1, &mut Vec::new()).expect("a vector takes all");
        }
    } else if let Ok(other) = serde_json::from_slice(line) {
        summary.add(&other);
    }
}

/// Every form of the report is written, and the summary is read back as it was.
fn told(summary: &Summary) {
    let text_of = serde_json::to_string(summary).expect("a summary is JSON");
    let again: Summary = serde_json::from_str(&text_of).expect("a summary can be read");
    assert_eq!(*summary, again);
    for lang in LANGS {
        let report = PortfolioReport {
            summary,
            since: Some(&again),
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
