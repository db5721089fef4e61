//! `redtape simplify`: the simplified procedure, its diagrams before and after, and a report.

use super::args::Simplify;
use super::draw::{dot, drawn};
use super::exit::{BUG, CLEAN, Failure};
use super::folder::{self, Contents};
use super::print;
use super::run::{Run, run};
use anyhow::Context;
use redtape::diff::Diff;
use redtape::draw::version::{self, View};
use redtape::draw::{layout_one, layout_pair};
use redtape::message::{Ids, Message};
use redtape::model::print::print as canonical;
use redtape::report::{Report, json, text};

pub(crate) fn simplify(args: &Simplify) -> Result<u8, Failure> {
    let lang = args.lang.into();
    let run = run(&args.file, lang, &args.given, (&args.only, &args.without))?;
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
    Ok(if run.result.undone.is_empty() {
        CLEAN
    } else {
        BUG
    })
}

/// Every file but the manifest.
fn contents(run: &Run, report: &Report<'_>, args: &Simplify) -> Result<Contents, Failure> {
    let mut contents = sheets(run, report, args)?;
    let simplified = canonical(&run.result.sure.procedure);
    contents.push(("simplified.json", simplified.into_bytes()));
    let mut bytes = Vec::new();
    text::write(report, &mut bytes).context("report.txt")?;
    contents.push(("report.txt", bytes));
    let mut bytes = Vec::new();
    json::write(report, &mut bytes).context("report.json")?;
    contents.push(("report.json", bytes));
    Ok(contents)
}

/// The diagrams. Changes that hang on an answer are in the after-sheets, dashed.
fn sheets(run: &Run, report: &Report<'_>, args: &Simplify) -> Result<Contents, Failure> {
    let direction = args.direction.into();
    let view = View {
        lang: run.lang,
        lanes: args.lanes.into(),
    };
    let diff = Diff::of(&run.procedure, &run.result);
    let (before, after) = version::pair(&diff, Some(report.table()), &report.provenance(), view);
    let (left, right) = layout_pair(&before, &after, direction);
    let compact = layout_one(&after, direction);
    Ok(vec![
        ("before.svg", drawn(&[&left])?),
        ("after.svg", drawn(&[&right])?),
        ("after-compact.svg", drawn(&[&compact])?),
        ("before-after.svg", drawn(&[&left, &right])?),
        ("before.dot", dot(&before)?),
        ("after.dot", dot(&after)?),
    ])
}
