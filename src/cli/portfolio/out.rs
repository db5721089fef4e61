//! What a portfolio comes to, on standard output or in a folder.

use super::super::args::{AlsoOfAll, Form, Portfolio};
use super::super::exit::Failure;
use super::super::folder::{Folder, Written};
use super::super::{files, print};
use super::counts::Counts;
use super::sorter::Sorter;
use super::tally::Tally;
use anyhow::Context;
use rayon::ThreadPool;
use redtape::portfolio::{Entry, Shared, Summary};
use redtape::report::grid::{csv, xlsx};
use redtape::report::portfolio::sheets::sheets;
use redtape::report::portfolio::{PortfolioReport, dot, html, ranking, text};
use std::fs::File;
use std::path::Path;

/// The names of files that do not depend on what is found.
pub(crate) const NAMES: [&str; 5] = [
    "records.ndjson",
    "summary.json",
    "report.html",
    "report.xlsx",
    "ranking.ndjson",
];

/// Writes what a portfolio comes to as the user asked; its records wait for their name.
pub(crate) fn write(
    tally: Tally,
    folder: Option<&Folder<'_>>,
    records: Option<Written>,
    args: &Portfolio,
    pool: &ThreadPool,
) -> Result<(), Failure> {
    let lang = args.lang.into();
    let since = args.since.as_deref().map(read).transpose()?;
    let targets = args.targets.as_deref();
    let targets = targets.map(|path| files::targets(path, lang)).transpose()?;
    let Tally {
        summary,
        mut tasks,
        ranks,
        ..
    } = tally;
    let mut shared = Shared::default();
    for count in tasks.in_order()? {
        shared.take(&count.context("steps")?);
    }
    let chances = summary.chances();
    let report = PortfolioReport {
        summary: &summary,
        chances: &chances,
        shared: &shared,
        since: since.as_ref(),
        targets: targets.as_ref(),
        convention: args.convention.name(),
        top: usize::from(args.top),
        lang,
    };
    if let Some(folder) = folder {
        let workbook = args.also.contains(&AlsoOfAll::Xlsx);
        let (tables, lists) = pool.join(
            || tables(&report, folder, workbook),
            || lists(&summary, &mut tasks, ranks, folder),
        );
        let (mut written, (summary, ranking)) = (tables?, lists?);
        let input = summary.sum.clone();
        written.push(summary);
        written.extend(ranking);
        // Last, for a run that is killed before can still go on from them.
        written.extend(records);
        folder.publish(written, &input)?;
    }
    match args.format {
        Form::Json => {
            let tasks = tasks.in_order()?;
            print::stream(|out| summary.write(tasks, out))
        }
        Form::Text => {
            let mut out = Vec::new();
            text::write(&report, &mut out).context("report")?;
            print::bytes(&out)
        }
    }
}

/// What is too long to be held: the summary, and the full ranking where there is one.
fn lists(
    summary: &Summary,
    tasks: &mut Counts,
    ranks: Option<Sorter<Entry>>,
    folder: &Folder<'_>,
) -> Result<(Written, Option<Written>), Failure> {
    let tasks = tasks.in_order()?;
    let summary = folder.stage_with("summary.json", |out| summary.write(tasks, out))?;
    let Some(ranks) = ranks else {
        return Ok((summary, None));
    };
    let entries = ranks.into_order()?;
    let ranking = folder.stage_with("ranking.ndjson", |mut out| {
        ranking::write(entries, &mut out)
    });
    Ok((summary, Some(ranking?)))
}

/// A summary that was written before.
fn read(path: &Path) -> Result<Summary, Failure> {
    let told = || path.display().to_string();
    let file = File::open(path).with_context(told)?;
    let summary = Summary::read(file, &mut |_| Ok(()));
    summary.map_err(|error| Failure::Input(format!("{}: {error}", told())))
}

/// The page, a sheet for each table, the graph, and a workbook where that is asked for.
fn tables(
    report: &PortfolioReport<'_>,
    folder: &Folder<'_>,
    with_workbook: bool,
) -> Result<Vec<Written>, Failure> {
    let mut page = Vec::new();
    html::write(report, &mut page).context("report.html")?;
    let mut written = vec![folder.stage("report.html", &page)?];
    let sheets = sheets(report);
    for sheet in &sheets {
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
    Ok(written)
}
