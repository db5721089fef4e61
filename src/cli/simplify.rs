//! `redtape simplify`: the simplified procedure, its diagrams before and after, and a report.

use super::args::Simplify;
use super::draw::{dot, drawn};
use super::exit::{BUG, CLEAN, FINDINGS, Failure};
use super::folder::{self, Contents};
use super::print;
use super::run::{Chosen, Run, run};
use anyhow::Context;
use redtape::diff::Diff;
use redtape::draw::version::{self, View};
use redtape::draw::{Direction, Sheet, layout_one, layout_pair};
use redtape::message::{Ids, Message};
use redtape::model::print::print as canonical;
use redtape::report::{Report, json, text};

pub(crate) fn simplify(args: &Simplify) -> Result<u8, Failure> {
    let lang = args.lang.into();
    let chosen = Chosen {
        only: &args.only,
        without: &args.without,
        target: args.target.as_deref(),
    };
    let run = run(&args.file, lang, &args.given, &chosen)?;
    let report = run.report();
    let contents = contents(&run, &report, args)?;
    folder::write(&args.out, &contents, &run.input, args.force, lang)?;
    let mut out = Vec::new();
    text::write_summary(&report, &mut out).context("report")?;
    let wrote = Message::new("wrote-files")
        .with("count", contents.len() + 1)
        .with("folder", args.out.display().to_string());
    let summary = String::from_utf8_lossy(&out);
    print::text(&format!("{summary}\n{}\n", wrote.say(lang, &Ids)))?;
    let missed = run.goal.is_some_and(|goal| goal.proof.is_none());
    Ok(match (run.result.undone.is_empty(), missed) {
        (false, _) => BUG,
        (true, true) => FINDINGS,
        (true, false) => CLEAN,
    })
}

/// Every file but the manifest. Drawing and reporting take about as long as each other and share nothing but the
/// sheets, so each has a thread of its own.
fn contents(run: &Run, report: &Report<'_>, args: &Simplify) -> Result<Contents, Failure> {
    let view = View {
        lang: run.lang,
        lanes: args.lanes.into(),
    };
    let direction = args.direction.into();
    let diff = Diff::of(&run.procedure, &run.result);
    let (before, after) = version::pair(&diff, Some(report.table()), &report.provenance(), view);
    std::thread::scope(|scope| {
        let drawing = scope.spawn(|| compared(&before, &after, direction));
        let reports = reports(run, report);
        let compact = drawn(&[&layout_one(&after, direction)])?;
        let mut contents = drawing
            .join()
            .unwrap_or_else(|bug| std::panic::resume_unwind(bug))?;
        contents.push(("after-compact.svg", compact));
        contents.extend(reports?);
        Ok(contents)
    })
}

/// The diagrams that are laid out together. Changes that hang on an answer are in the after-sheets, dashed.
fn compared(before: &Sheet, after: &Sheet, direction: Direction) -> Result<Contents, Failure> {
    let (left, right) = layout_pair(before, after, direction);
    Ok(vec![
        ("before.svg", drawn(&[&left])?),
        ("after.svg", drawn(&[&right])?),
        ("before-after.svg", drawn(&[&left, &right])?),
        ("before.dot", dot(before)?),
        ("after.dot", dot(after)?),
    ])
}

/// What is not drawn.
fn reports(run: &Run, report: &Report<'_>) -> Result<Contents, Failure> {
    let simplified = canonical(&run.result.sure.procedure);
    let (mut words, mut data) = (Vec::new(), Vec::new());
    text::write(report, &mut words).context("report.txt")?;
    json::write(report, &mut data).context("report.json")?;
    Ok(vec![
        ("simplified.json", simplified.into_bytes()),
        ("report.txt", words),
        ("report.json", data),
    ])
}
