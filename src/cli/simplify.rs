//! `redtape simplify`: the simplified procedure, its diagrams before and after, and a report.

use super::args::{Also, Simplify};
use super::draw::{command, dot, drawn, made_by, mermaid};
use super::exit::{BUG, CLEAN, FINDINGS, Failure};
use super::folder::{Folder, Written};
use super::picture::{self, Form};
use super::print;
use super::run::{Chosen, Run, run};
use anyhow::Context;
use redtape::diff::Diff;
use redtape::draw::summary::scene;
use redtape::draw::version::{self, View};
use redtape::draw::{Direction, Sheet, layout_one, layout_pair, svg};
use redtape::message::{Ids, Message};
use redtape::model::print::print as canonical;
use redtape::report::{Report, grid, html, json, minutes, summary, text};
use std::path::Path;

pub(crate) fn simplify(args: &Simplify) -> Result<u8, Failure> {
    start_threads()?;
    rayon::scope(|_| simplified(args))
}

/// Threads that are there before there is work for them, for one that is started for a piece of work waits long for its
/// turn; and until the program ends, for one that ends gives back first what it held.
fn start_threads() -> Result<(), Failure> {
    let most = std::thread::available_parallelism().map_or(1, |most| most.get().min(MOST_THREADS));
    let pool = rayon::ThreadPoolBuilder::new().num_threads(most);
    Ok(pool.stack_size(STACK).build_global().context("threads")?)
}

/// As many as there is work for.
const MOST_THREADS: usize = 4;

/// Bytes of the stack of each thread: those that a program starts with.
const STACK: usize = 8 << 20;

fn simplified(args: &Simplify) -> Result<u8, Failure> {
    let lang = args.lang.into();
    let chosen = Chosen {
        only: &args.only,
        without: &args.without,
        target: args.target.as_deref(),
        decisions: args.decisions.as_deref(),
    };
    let run = run(&args.file, lang, &args.given, &chosen)?;
    let report = run.report();
    let folder = Folder::open(&args.out, args.force, lang)?;
    let files = files(&run, &report, args, &folder)?;
    let count = folder.publish(files, &run.input)?;
    let mut out = Vec::new();
    text::write_summary(&report, &mut out).context("report")?;
    for (number, id) in run.idle() {
        let said = Message::new("decision-idle").with("number", number);
        print::error(&said.with("id", id).say(lang, &Ids));
    }
    let wrote = Message::new("wrote-files")
        .with("count", count)
        .with("folder", args.out.display().to_string());
    let summary = String::from_utf8_lossy(&out);
    print::text(&format!("{summary}\n{}\n", wrote.say(lang, &Ids)))?;
    let goal = run.goal.as_ref();
    let missed = goal.is_some_and(|goal| goal.proof.is_none());
    let code = match (run.result.undone.is_empty(), missed) {
        (false, _) => BUG,
        (true, true) => FINDINGS,
        (true, false) => CLEAN,
    };
    // The program ends here: what every version holds need not be given back piece by piece first.
    std::mem::forget(report);
    std::mem::forget(run);
    Ok(code)
}

/// Every file but the manifest.
fn files(
    run: &Run,
    report: &Report<'_>,
    args: &Simplify,
    folder: &Folder<'_>,
) -> Result<Vec<Written>, Failure> {
    let (pictures, reports) = rayon::join(
        || pictures(run, report, args, folder),
        || {
            report.effects();
            rayon::join(|| data(report, folder), || words(run, report, folder))
        },
    );
    let (mut files, before, after) = pictures?;
    let (data, words) = reports;
    files.push(data?);
    files.extend(words?);
    for form in [Also::Pdf, Also::Png, Also::Html, Also::Xlsx, Also::Mmd] {
        if args.also.contains(&form) {
            files.extend(also(form, report, (&before, &after), args, folder)?);
        }
    }
    Ok(files)
}

/// The diagrams, and the sheets that they are of.
fn pictures(
    run: &Run,
    report: &Report<'_>,
    args: &Simplify,
    folder: &Folder<'_>,
) -> Result<(Vec<Written>, Sheet, Sheet), Failure> {
    let view = View {
        lang: run.lang,
        lanes: args.lanes.into(),
    };
    let direction = args.direction.into();
    let diff = Diff::of(&run.procedure, &run.result);
    let mut foot = report.provenance();
    foot.push(made_by(run.lang));
    let (before, after) = version::pair(&diff, Some(report.table()), &foot, view);
    let mut files = compared(&before, &after, direction, folder)?;
    let compact = drawn(&[&layout_one(&after, direction)])?;
    files.push(folder.stage("after-compact.svg", &compact)?);
    Ok((files, before, after))
}

/// The diagrams that are laid out together. Changes that hang on an answer are in the after-sheets, dashed.
fn compared(
    before: &Sheet,
    after: &Sheet,
    direction: Direction,
    folder: &Folder<'_>,
) -> Result<Vec<Written>, Failure> {
    let (left, right) = layout_pair(before, after, direction);
    Ok(vec![
        folder.stage("before.svg", &drawn(&[&left])?)?,
        folder.stage("after.svg", &drawn(&[&right])?)?,
        folder.stage("before-after.svg", &drawn(&[&left, &right])?)?,
        folder.stage("before.dot", &dot(before)?)?,
        folder.stage("after.dot", &dot(after)?)?,
    ])
}

/// What is written where it is asked for.
fn also(
    form: Also,
    report: &Report<'_>,
    (before, after): (&Sheet, &Sheet),
    args: &Simplify,
    folder: &Folder<'_>,
) -> Result<Vec<Written>, Failure> {
    let picture = |form: Form, name: &'static str, page: &'static str| {
        let (left, right) = layout_pair(before, after, args.direction.into());
        let sheet = picture::draw(&[&left, &right], form, args.print, report.lang)?;
        let summary = summary::summary(report, Some(&command()));
        let summary = picture::written(
            &[scene(&summary)],
            picture::ON_SCREEN,
            form,
            args.print.dpi,
            report.lang,
        )?;
        let mut written = Vec::new();
        for (name, pages) in [(name, sheet), (page, summary)] {
            for (number, bytes) in (1..).zip(&pages) {
                let name = picture::page_name(Path::new(name), number, pages.len());
                written.push(folder.stage(name.to_string_lossy(), bytes)?);
            }
        }
        if form == Form::Pdf && report.decided.is_some() {
            let minutes = picture::minutes(report, &command())?;
            written.push(folder.stage("minutes.pdf", &minutes)?);
        }
        Ok(written)
    };
    match form {
        Also::Pdf => picture(Form::Pdf, "before-after.pdf", "summary.pdf"),
        Also::Png => picture(Form::Png, "before-after.png", "summary.png"),
        Also::Html => {
            let (left, right) = layout_pair(before, after, args.direction.into());
            let mut bytes = Vec::new();
            html::write(report, (&left, &right), &mut bytes).context("report.html")?;
            Ok(vec![folder.stage("report.html", &bytes)?])
        }
        Also::Mmd => Ok(vec![folder.stage("after.mmd", &mermaid(after)?)?]),
        Also::Xlsx => {
            let mut bytes = Vec::new();
            grid::xlsx::write(&grid::grids(&[report]), &mut bytes).context("report.xlsx")?;
            Ok(vec![folder.stage("report.xlsx", &bytes)?])
        }
    }
}

/// The report for programs.
fn data(report: &Report<'_>, folder: &Folder<'_>) -> Result<Written, Failure> {
    let mut data = Vec::new();
    json::write(report, &mut data).context("report.json")?;
    folder.stage("report.json", &data)
}

/// What is in words, but for the diagrams.
fn words(run: &Run, report: &Report<'_>, folder: &Folder<'_>) -> Result<Vec<Written>, Failure> {
    let simplified = canonical(&run.result.sure.procedure);
    let (mut words, mut page) = (Vec::new(), Vec::new());
    text::write(report, &mut words).context("report.txt")?;
    svg::write(
        &scene(&summary::summary(report, Some(&command()))),
        &mut page,
    )
    .context("summary.svg")?;
    let mut files = vec![
        folder.stage("simplified.json", simplified.as_bytes())?,
        folder.stage("report.txt", &words)?,
        folder.stage("summary.svg", &page)?,
    ];
    if run.decided.is_some() {
        let (mut page, mut words, mut document) = (Vec::new(), Vec::new(), Vec::new());
        minutes::html(report, &command(), &mut page).context("minutes.html")?;
        minutes::markdown(report, &command(), &mut words).context("minutes.md")?;
        minutes::docx(report, &command(), &mut document).context("minutes.docx")?;
        files.push(folder.stage("minutes.html", &page)?);
        files.push(folder.stage("minutes.md", &words)?);
        files.push(folder.stage("minutes.docx", &document)?);
    }
    Ok(files)
}
