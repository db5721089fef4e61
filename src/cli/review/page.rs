//! The pages of a review.

use super::super::exit::Failure;
use super::super::picture;
use super::super::run::Run;
use super::desk::{Case, Desk};
use anyhow::Context;
use redtape::decision::Decided;
use redtape::diff::Diff;
use redtape::draw::version::{self, Lanes, View};
use redtape::draw::{Direction, layout_pair};
use redtape::message::Lang;
use redtape::report::html::{self, Review};
use redtape::report::minutes;
use redtape::report::review::{Row, index};
use std::fmt::Write;

/// The page at which a procedure is decided about.
pub(super) fn procedure(case: &Case, run: &Run, name: &str) -> Result<Vec<u8>, Failure> {
    let report = run.report();
    let view = View {
        lang: run.lang,
        lanes: Lanes::default(),
    };
    // Drawing shares nothing with weighing.
    let ((left, right), _) = rayon::join(
        || {
            let diff = Diff::of(&run.procedure, &run.result);
            let (before, after) = version::pair(&diff, None, &[], view);
            layout_pair(&before, &after, Direction::LeftRight)
        },
        || (report.table(), report.effects()),
    );
    let name = encoded(name);
    let other = match run.lang {
        Lang::En => Lang::Zh,
        Lang::Zh => Lang::En,
    };
    let tag = run.lang.tag();
    let stale = case.is_stale().then(|| Decided::of(case.decisions.clone()));
    let review = Review {
        tag: &case.tag,
        index: &format!("./?lang={tag}"),
        minutes: &format!("{name}/minutes.html?lang={tag}"),
        pdf: &format!("{name}/minutes.pdf?lang={tag}"),
        docx: &format!("{name}/minutes.docx?lang={tag}"),
        markdown: &format!("{name}/minutes.md?lang={tag}"),
        other: &format!("{name}?lang={}", other.tag()),
        stale: stale.as_ref(),
    };
    let mut page = Vec::new();
    html::write_review(&report, (&left, &right), &review, &mut page).context("page")?;
    Ok(page)
}

/// The list of the procedures.
pub(super) fn list(desk: &Desk, lang: Lang) -> Result<Vec<u8>, Failure> {
    let mut rows = Vec::new();
    for name in desk.names()? {
        let address = format!("{}?lang={}", encoded(&name), lang.tag());
        rows.push(match desk.open(&name, lang) {
            Ok(None) => continue,
            Ok(Some(case)) => Row {
                title: case.procedure.name.say(lang).to_owned(),
                steps: Some(case.procedure.steps.len()),
                holding: Decided::of(case.decisions.clone()).holding().count(),
                last: (case.decisions.decisions.last()).map(|last| last.at.show()),
                fault: None,
                name,
                address,
            },
            Err(Failure::Input(fault)) => Row {
                title: name.clone(),
                steps: None,
                holding: 0,
                last: None,
                fault: Some(fault),
                name,
                address,
            },
            Err(other) => return Err(other),
        });
    }
    let mut page = Vec::new();
    let folder = desk.folder.display().to_string();
    index(&folder, rows, lang, &mut page).context("page")?;
    Ok(page)
}

/// What minutes are written as.
#[derive(Debug, Clone, Copy)]
pub(super) enum Form {
    Page,
    Markdown,
    Pdf,
    Docx,
}

/// The minutes in a form.
pub(super) fn minutes(desk: &Desk, run: &Run, name: &str, form: Form) -> Result<Vec<u8>, Failure> {
    let command = desk.command(name, run);
    let report = run.report();
    let mut out = Vec::new();
    match form {
        Form::Page => minutes::html(&report, &command, &mut out),
        Form::Markdown => minutes::markdown(&report, &command, &mut out),
        Form::Docx => minutes::docx(&report, &command, &mut out),
        Form::Pdf => return picture::minutes(&report, &command),
    }
    .context("minutes")?;
    Ok(out)
}

/// A name as a part of an address.
fn encoded(name: &str) -> String {
    name.bytes().fold(String::new(), |mut text, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
        text
    })
}
