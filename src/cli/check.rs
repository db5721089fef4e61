//! `redtape check`: procedures against targets, in forms that a pipeline reads.

use super::args::{Check as Args, Gate, Threshold};
use super::exit::{CLEAN, FINDINGS, Failure};
use super::run::{self, Chosen, Run, sound};
use super::{files, print};
use anyhow::Context;
use redtape::model::Procedure;
use redtape::model::target::{TargetSeverity, Targets};
use redtape::report::check::{Check, write_json, write_text};
use redtape::report::{junit, sarif};
use redtape::target::{Checked, Subject, Verdict, check};
use std::path::Path;

pub(crate) fn run(args: &Args) -> Result<u8, Failure> {
    let lang = args.files.lang.into();
    let targets = files::targets(&args.targets, lang)?;
    let read = |path: &std::path::PathBuf| sound(path, lang);
    let all: Vec<_> = args
        .files
        .files
        .iter()
        .map(read)
        .collect::<Result<_, _>>()?;
    let before: Vec<_> = args.before.iter().map(read).collect::<Result<_, _>>()?;
    let procedures: Vec<(String, &Procedure)> = (all.iter())
        .map(|(source, procedure)| (source.name.clone(), procedure))
        .collect();
    let before: Vec<&Procedure> = before.iter().map(|(_, procedure)| procedure).collect();
    let remedies = remedies(args, &targets, &procedures, &before)?;
    let results = checked(args, &targets, &procedures, &before, &remedies);
    let file = args.targets.display().to_string();
    let check = Check {
        targets: &targets,
        targets_file: &file,
        procedures: &procedures,
        results: &results,
        as_of: run::as_of(&args.given),
        lang,
        strict: !args.allow_unmeasurable,
    };
    let mut out = Vec::new();
    match args.format {
        Gate::Text => write_text(&check, &mut out),
        Gate::Json => write_json(&check, &mut out),
        Gate::Junit => junit::write(&check, &mut out),
        Gate::Sarif => sarif::write(&check, &mut out),
    }
    .context("report")?;
    print::text(&String::from_utf8_lossy(&out))?;
    let least = match args.fail_on {
        Threshold::Low => TargetSeverity::Low,
        Threshold::Medium => TargetSeverity::Medium,
        Threshold::High => TargetSeverity::High,
        Threshold::Never => return Ok(CLEAN),
    };
    let fails = check.fails(least, args.due_only);
    Ok(if fails { FINDINGS } else { CLEAN })
}

/// The version before of each procedure: that with its id, or the only one of the only one.
fn version_before<'p>(
    procedure: &Procedure,
    before: &[&'p Procedure],
    alone: bool,
) -> Option<&'p Procedure> {
    let own = before.iter().find(|was| was.id == procedure.id);
    let only = before.first().filter(|_| alone && before.len() == 1);
    own.or(only).copied()
}

fn checked(
    args: &Args,
    targets: &Targets,
    procedures: &[(String, &Procedure)],
    before: &[&Procedure],
    remedies: &[Option<Run>],
) -> Vec<Checked> {
    let alone = procedures.len() == 1;
    let subjects: Vec<Subject<'_>> = (procedures.iter().enumerate())
        .map(|(at, (_, procedure))| {
            let run = remedies.get(at).and_then(Option::as_ref);
            Subject {
                procedure,
                before: version_before(procedure, before, alone),
                sure: run.map(|run| &run.result.sure.procedure),
                if_answered: run.map(|run| &run.result.if_answered.procedure),
            }
        })
        .collect();
    let as_of = run::as_of(&args.given);
    check(targets, &subjects, args.given.convention, as_of)
}

/// For each procedure that misses a target what could be changed of it.
fn remedies(
    args: &Args,
    targets: &Targets,
    procedures: &[(String, &Procedure)],
    before: &[&Procedure],
) -> Result<Vec<Option<Run>>, Failure> {
    let lang = args.files.lang.into();
    let first = checked(args, targets, procedures, before, &[]);
    let misses = |at: usize| {
        let missed = |one: &Checked| matches!(one.verdict, Verdict::Missed(_));
        first
            .iter()
            .any(|one| one.subject == Some(at) && missed(one))
    };
    let paths = args.files.files.iter().enumerate();
    // Standard input cannot be read twice.
    paths
        .map(|(at, path)| {
            let wanted = !args.no_remedy && misses(at) && path != Path::new("-");
            let run = wanted.then(|| run::run(path, lang, &args.given, &Chosen::default()));
            run.transpose()
        })
        .collect()
}
