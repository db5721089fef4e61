//! What a portfolio comes to, on standard output or in a folder.

use super::super::args::{AlsoOfAll, Form, Portfolio};
use super::super::exit::Failure;
use super::super::folder::{Folder, Written};
use super::super::sum::hash;
use super::super::{files, print};
use super::ranks::Ranks;
use anyhow::Context;
use redtape::portfolio::{SUMMARY, Summary};
use redtape::report::grid::{csv, xlsx};
use redtape::report::portfolio::sheets::sheets;
use redtape::report::portfolio::{PortfolioReport, dot, html, text};
use std::path::Path;

/// The names of files that do not depend on what is found.
pub(crate) const NAMES: [&str; 5] = [
    "records.ndjson",
    "summary.json",
    "report.html",
    "report.xlsx",
    "ranking.ndjson",
];

/// What waits for a folder.
pub(crate) struct Waiting<'f, 'a> {
    pub(crate) folder: &'f Folder<'a>,
    pub(crate) ranks: Option<Ranks>,
    pub(crate) records: Option<Written>,
}

/// Writes the summary as the user asked.
pub(crate) fn write(
    summary: &Summary,
    waiting: Option<Waiting<'_, '_>>,
    args: &Portfolio,
) -> Result<(), Failure> {
    let lang = args.lang.into();
    let since = args.since.as_deref().map(read).transpose()?;
    let targets = args.targets.as_deref();
    let targets = targets.map(|path| files::targets(path, lang)).transpose()?;
    let report = PortfolioReport {
        summary,
        since: since.as_ref(),
        targets: targets.as_ref(),
        convention: args.convention.name(),
        top: usize::from(args.top),
        lang,
    };
    if let Some(waiting) = waiting {
        in_folder(&report, waiting, args.also.contains(&AlsoOfAll::Xlsx))?;
    }
    let mut out = Vec::new();
    match args.format {
        Form::Json => json(summary, &mut out)?,
        Form::Text => text::write(&report, &mut out).context("report")?,
    }
    print::text(&String::from_utf8_lossy(&out))
}

fn json(summary: &Summary, out: &mut Vec<u8>) -> Result<(), Failure> {
    serde_json::to_writer(&mut *out, summary).context("summary")?;
    out.push(b'\n');
    Ok(())
}

/// A summary that was written before.
fn read(path: &Path) -> Result<Summary, Failure> {
    let told = || path.display().to_string();
    let bytes = std::fs::read(path).with_context(told)?;
    let summary: Summary = serde_json::from_slice(&bytes)
        .map_err(|error| Failure::Input(format!("{}: {error}", told())))?;
    if summary.summary == SUMMARY {
        Ok(summary)
    } else {
        let version = summary.summary;
        let said = format!("{}: a summary of version {version}, not {SUMMARY}", told());
        Err(Failure::Input(said))
    }
}

/// The page, a sheet for each table, the graph, the summary itself, and what was asked for besides.
fn in_folder(
    report: &PortfolioReport<'_>,
    waiting: Waiting<'_, '_>,
    with_workbook: bool,
) -> Result<(), Failure> {
    let folder = waiting.folder;
    let mut bytes = Vec::new();
    json(report.summary, &mut bytes)?;
    let input = hash(&bytes);
    let mut written = vec![folder.stage("summary.json", &bytes)?];
    let mut page = Vec::new();
    html::write(report, &mut page).context("report.html")?;
    written.push(folder.stage("report.html", &page)?);
    let sheets = sheets(report);
    for sheet in sheets.iter().filter(|sheet| sheet.key != "about") {
        let mut bytes = Vec::new();
        csv::write(sheet, &mut bytes).context(sheet.key)?;
        written.push(folder.stage(format!("{}.csv", sheet.key), &bytes)?);
    }
    if with_workbook {
        let mut book = Vec::new();
        xlsx::write(&sheets, &mut book).context("report.xlsx")?;
        written.push(folder.stage("report.xlsx", &book)?);
    }
    if let Some(graph) = dot(report) {
        written.push(folder.stage("once-only.dot", graph.as_bytes())?);
    }
    if let Some(ranks) = waiting.ranks {
        let ranking = folder.stage_with("ranking.ndjson", |mut out| ranks.write(&mut out))?;
        written.push(ranking);
    }
    // Last, for a run that is killed before can still go on from them.
    written.extend(waiting.records);
    folder.publish(written, &input)?;
    Ok(())
}
