//! `redtape check`: procedures against targets, in forms that a pipeline reads.

use super::args::{Check as Args, Gate, Threshold};
use super::exit::{CLEAN, FINDINGS, Failure};
use super::run::{self, Chosen, sound};
use super::{files, print};
use anyhow::Context;
use redtape::compare::{Kind, Matching, Orders};
use redtape::message::{Ids, Lang, Message};
use redtape::model::Procedure;
use redtape::model::target::{TargetSeverity, Targets};
use redtape::report::check::{Check, write_json, write_text};
use redtape::report::proposal::act;
use redtape::report::{junit, sarif};
use redtape::simplify::{Options, Waivers, versions};
use redtape::target::{Checked, Stage, Subject, Verdict, check};
use std::path::Path;

/// A file and what was read from it.
type File = (String, Procedure);

pub(crate) fn run(args: &Args) -> Result<u8, Failure> {
    let lang = args.files.lang.into();
    let targets = files::targets(&args.targets, lang)?;
    let read = |path: &std::path::PathBuf| {
        let (source, procedure) = sound(path, lang)?;
        Ok((source.name, procedure))
    };
    let files = args.files.files.iter();
    let all: Vec<File> = files.map(read).collect::<Result<_, Failure>>()?;
    let before: Vec<File> = (args.before.iter().map(read)).collect::<Result<_, Failure>>()?;
    let earlier = versions_before(&all, &before, lang)?;
    let stages = remedies(args, &targets, &all, &earlier)?;
    let results = checked(args, &targets, &all, &earlier, &stages);
    let file = args.targets.display().to_string();
    let procedures: Vec<(String, &Procedure)> = (all.iter())
        .map(|(file, procedure)| (file.clone(), procedure))
        .collect();
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

/// The version before of each file: that with its id, or the only one of the only file where most steps are in both.
fn versions_before<'b>(
    all: &[File],
    before: &'b [File],
    lang: Lang,
) -> Result<Vec<Option<&'b File>>, Failure> {
    let related = |was: &Procedure, is: &Procedure| {
        let found = Matching::of(was, is, &Orders::default());
        let of = was.steps.len().min(is.steps.len());
        2 * found.of_kind(Kind::Step).count() >= of
    };
    let (mut found, mut used) = (Vec::new(), Vec::new());
    for (_, procedure) in all {
        let own = before.iter().position(|(_, was)| was.id == procedure.id);
        let alone = all.len() == 1 && before.len() == 1;
        let only = before
            .iter()
            .position(|(_, was)| alone && related(was, procedure));
        let version = own.or(only);
        used.extend(version);
        found.push(version.and_then(|at| before.get(at)));
    }
    let mut strange = before
        .iter()
        .enumerate()
        .filter(|(at, _)| !used.contains(at));
    match strange.next() {
        None => Ok(found),
        Some((_, (file, _))) => {
            let said = Message::new("before-unrelated").with("file", file.as_str());
            Err(Failure::Input(said.say(lang, &Ids)))
        }
    }
}

fn checked(
    args: &Args,
    targets: &Targets,
    all: &[File],
    earlier: &[Option<&File>],
    stages: &[Vec<Stage>],
) -> Vec<Checked> {
    let subjects: Vec<Subject<'_>> = (all.iter().zip(earlier).enumerate())
        .map(|(at, ((file, procedure), before))| Subject {
            file,
            procedure,
            before: before.map(|(file, before)| (file.as_str(), before)),
            stages: stages.get(at).map_or(&[], Vec::as_slice),
        })
        .collect();
    let as_of = run::as_of(&args.given);
    check(targets, &subjects, args.given.convention, as_of)
}

/// For each procedure that misses a target what it is after each change that is known.
fn remedies(
    args: &Args,
    targets: &Targets,
    all: &[File],
    earlier: &[Option<&File>],
) -> Result<Vec<Vec<Stage>>, Failure> {
    let first = checked(args, targets, all, earlier, &[]);
    let misses = |at: usize| {
        let missed = |one: &Checked| matches!(one.look.verdict, Verdict::Missed(_));
        first
            .iter()
            .any(|one| one.subject == Some(at) && missed(one))
    };
    let paths = args.files.files.iter().enumerate();
    // Standard input cannot be read twice.
    paths
        .map(|(at, path)| {
            let wanted = !args.no_remedy && misses(at) && path != Path::new("-");
            let stages = wanted.then(|| stages(args, path));
            Ok(stages.transpose()?.unwrap_or_default())
        })
        .collect()
}

/// A procedure after each change that is known.
fn stages(args: &Args, path: &Path) -> Result<Vec<Stage>, Failure> {
    let lang = args.files.lang.into();
    let run = run::run(path, lang, &args.given, &Chosen::default())?;
    let options = Options {
        waivers: Waivers::of(&run.procedure, Some(run.as_of)),
        facts: run.facts,
        ..Options::default()
    };
    let all = versions(&run.procedure, &options, &run.result);
    let versions = all.map_err(|_| run::too_large(&path.display().to_string(), lang))?;
    let entries = run.result.if_answered.derivation.iter();
    let stages = entries.zip(versions.windows(2)).map(|(entry, pair)| Stage {
        change: act(&pair[0], &entry.proposal),
        questions: (entry.proposal.open().iter())
            .map(|fact| fact.question())
            .collect(),
        version: pair[1].clone(),
    });
    Ok(stages.collect())
}
