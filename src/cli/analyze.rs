//! `redtape analyze`: what weighs on a procedure, and its figures.

use super::args::{AnalysisForm, Analyze, Threshold};
use super::exit::{BUG, CLEAN, FINDINGS, Failure};
use super::print;
use super::run::{Chosen, Run, run};
use super::write::write_result;
use anyhow::{Context, anyhow};
use redtape::message::{Ids, Message};
use redtape::report::{grid, json, text};
use std::io::IsTerminal;

pub(crate) fn run_all(args: &Analyze) -> Result<Vec<Run>, Failure> {
    let lang = args.files.lang.into();
    let files = args.files.files.iter();
    files
        .map(|path| run(path, lang, &args.given, &Chosen::default()))
        .collect()
}

pub(crate) fn analyze(args: &Analyze) -> Result<u8, Failure> {
    let runs = run_all(args)?;
    let reports: Vec<_> = runs.iter().map(Run::report).collect();
    let mut out = Vec::new();
    match args.format {
        AnalysisForm::Json => {
            let all: Vec<_> = reports.iter().collect();
            json::write_all(&all, &mut out).context("report")?;
        }
        AnalysisForm::Xlsx => {
            let all: Vec<_> = reports.iter().collect();
            grid::xlsx::write(&grid::grids(&all), &mut out).context("report")?;
        }
        AnalysisForm::Csv => {
            let all: Vec<_> = reports.iter().collect();
            let grids = grid::grids(&all);
            if let Some(table) = grids.iter().find(|grid| grid.key == args.table.key()) {
                grid::csv::write(table, &mut out).context("report")?;
            }
        }
        AnalysisForm::Text => {
            for (number, report) in reports.iter().enumerate() {
                if number > 0 {
                    out.push(b'\n');
                }
                text::write(report, &mut out).context("report")?;
            }
        }
    }
    match &args.out {
        Some(path) => write_result(path, &out)?,
        None if args.format == AnalysisForm::Xlsx && std::io::stdout().is_terminal() => {
            let said = Message::new("no-terminal").say(args.files.lang.into(), &Ids);
            return Err(Failure::Io(anyhow!(said)));
        }
        None => print::bytes(&out)?,
    }
    Ok(code(&runs, args.fail_on))
}

fn code(runs: &[Run], threshold: Threshold) -> u8 {
    let least = threshold.least();
    let mut findings = runs.iter().flat_map(|run| &run.result.findings);
    if runs.iter().any(|run| !run.result.undone.is_empty()) {
        BUG
    } else if least.is_some_and(|least| findings.any(|finding| finding.severity >= least)) {
        FINDINGS
    } else {
        CLEAN
    }
}
