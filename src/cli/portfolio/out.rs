//! What a portfolio comes to, on standard output or in a folder.

use super::super::args::{Form, Portfolio};
use super::super::exit::Failure;
use super::super::folder::Folder;
use super::super::run::hash;
use super::super::{files, print};
use anyhow::Context;
use redtape::portfolio::{SUMMARY, Summary};
use redtape::report::portfolio::{PortfolioReport, dot, html, sheets, tables, text};
use std::path::Path;

/// Writes the summary as the user asked.
pub(crate) fn write(summary: &Summary, args: &Portfolio) -> Result<(), Failure> {
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
    if let Some(folder) = &args.out {
        in_folder(&report, &Folder::open(folder, args.force, lang)?)?;
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

/// The page, a sheet for each table, the graph, and the summary itself.
fn in_folder(report: &PortfolioReport<'_>, folder: &Folder<'_>) -> Result<(), Failure> {
    let mut bytes = Vec::new();
    json(report.summary, &mut bytes)?;
    let input = hash(&bytes);
    let mut written = vec![folder.stage("summary.json", &bytes)?];
    let mut page = Vec::new();
    html::write(report, &mut page).context("report.html")?;
    written.push(folder.stage("report.html", &page)?);
    for table in tables(report) {
        let mut sheet = Vec::new();
        sheets::csv(&table, &mut sheet).context(table.id)?;
        written.push(folder.stage(format!("{}.csv", table.id), &sheet)?);
    }
    if let Some(graph) = dot(report) {
        written.push(folder.stage("once-only.dot", graph.as_bytes())?);
    }
    folder.publish(written, &input)?;
    Ok(())
}
