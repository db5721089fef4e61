//! The report as one page without any other file: diagrams, findings, proposals, questions, figures.
//!
//! Everything is in the markup, so that the page reads and prints without its script; the script only lights up,
//! filters and moves what is there.

mod drawing;
mod figures;
mod items;
mod review;
mod time;

pub use drawing::Drawing;
pub use review::Review;
pub(super) use review::{Recorded, history};

use super::{Report, summary, targets};
use crate::draw::{Direction, Placed, Scene, diagram_alone, legend_alone, svg};
use crate::message::{Message, words};
use crate::model::Procedure;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Value, context};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::{Error, Result, Write};

/// What the page does when it is clicked.
pub const SCRIPT: &str = concat!(include_str!("lanes.js"), include_str!("report.js"));

/// What the page of a review does when it is clicked.
pub const REVIEW_SCRIPT: &str = concat!(
    include_str!("lanes.js"),
    include_str!("report.js"),
    include_str!("review.js")
);

/// The content security policy of a page with this script: nothing is loaded from anywhere.
pub fn policy(script: &str) -> String {
    let hash = STANDARD.encode(Sha256::digest(script));
    format!(
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'"
    )
}

/// The words of the page that have no gaps, and those whose gaps the script fills.
const WORDS: [&str; 57] = [
    "html-skip",
    "html-contents",
    "html-diagrams",
    "html-before",
    "html-after",
    "html-beside",
    "html-overlay",
    "html-slider",
    "html-closer",
    "html-farther",
    "html-fit",
    "html-find",
    "html-found",
    "html-match",
    "html-lanes",
    "html-lane",
    "html-view",
    "html-keys",
    "html-replay",
    "html-previous",
    "html-next",
    "html-replay-start",
    "html-replay-at",
    "html-all",
    "html-items",
    "html-filter",
    "html-kinds",
    "html-proposals",
    "html-layers",
    "html-sure",
    "html-asked",
    "html-blocked",
    "html-shown",
    "html-about",
    "html-clear",
    "html-open-all",
    "html-close-all",
    "html-because",
    "html-gives-up",
    "html-effect",
    "html-stakes",
    "html-conditions",
    "html-unlocks",
    "html-figures",
    "html-more-figures",
    "html-time",
    "html-time-note",
    "html-time-none",
    "html-duration",
    "html-chart",
    "html-provenance",
    "report-findings",
    "report-questions",
    "report-none",
    "report-not-judged",
    "report-waived",
    "report-targets",
];

/// Writes the page; the placed sheets are those of the procedure as it is and as it becomes if every question is
/// answered yes, laid out together.
///
/// # Errors
/// Those of `out`.
pub fn write(report: &Report<'_>, drawn: (&Placed, &Placed), out: &mut impl Write) -> Result<()> {
    page(report, drawn, None, out)
}

/// Writes the page at which a meeting decides, which needs a server that takes the decisions.
///
/// # Errors
/// Those of `out`.
pub fn write_review(
    report: &Report<'_>,
    drawn: (&Placed, &Placed),
    review: &Review<'_>,
    out: &mut impl Write,
) -> Result<()> {
    page(report, drawn, Some(review), out)
}

fn page(
    report: &Report<'_>,
    drawn: (&Placed, &Placed),
    review: Option<&Review<'_>>,
    out: &mut impl Write,
) -> Result<()> {
    let page =
        environment()?.render_str(include_str!("report.html"), whole(report, drawn, review)?);
    out.write_all(page.map_err(Error::other)?.as_bytes())
}

/// What templates are filled in with.
fn environment() -> Result<Environment<'static>> {
    let mut templates = Environment::new();
    // Names come from the file: nothing of them is markup.
    templates.set_auto_escape_callback(|_| AutoEscape::Html);
    let stage = templates.add_template("stage.html", include_str!("stage.html"));
    stage.map_err(Error::other)?;
    Ok(templates)
}

fn whole(
    report: &Report<'_>,
    drawn: (&Placed, &Placed),
    review: Option<&Review<'_>>,
) -> Result<Value> {
    let mut targets = Vec::new();
    targets::write(report, &mut targets)?;
    let said = |messages: Vec<Message>| -> Vec<String> {
        messages.iter().map(|one| say(report, one)).collect()
    };
    // The longest lists first, side by side.
    let (proposals, (findings, questions)) = rayon::join(
        || items::proposals(report),
        || rayon::join(|| items::findings(report), || items::questions(report)),
    );
    let parts = context! {
        proposals,
        findings,
        questions,
        replay => items::replay(report),
        kept => items::kept(report),
        undone => items::undone(report),
        figures => figures::figures(report),
        given_up => figures::given_up(report),
        work => figures::work(report),
        times => time::charts(report),
        targets => String::from_utf8_lossy(&targets).trim(),
        not_judged => said(report.not_judged()),
        decisions => Value::from(Serde(review::history(report))),
        standings => review::standings(report),
        review => review.map(|review| review.value(report)),
    };
    let (style, script) = match review {
        None => (include_str!("report.css"), SCRIPT),
        Some(_) => (
            concat!(include_str!("report.css"), include_str!("review.css")),
            REVIEW_SCRIPT,
        ),
    };
    let head = context! {
        lang => report.lang.tag(),
        title => report.procedure.name.say(report.lang),
        subtitle => words(report.key("summary-subtitle"), report.lang),
        standing => say(report, &standing(report)),
        large => large(report),
        provenance => report.provenance(),
        t => labels(report),
        style => Value::from_safe_string(style.to_owned()),
        script => Value::from_safe_string(script.to_owned()),
        policy => Value::from_safe_string(policy(script)),
        before => picture(&diagram_alone(drawn.0), "before")?,
        after => picture(&diagram_alone(drawn.1), "after")?,
        legend => picture(&legend_alone(&[drawn.0, drawn.1], LEGEND), "legend")?,
        step_word => words("grid-step", report.lang),
        severity => words("grid-severity", report.lang),
        high => words("severity-high", report.lang),
        medium => words("severity-medium", report.lang),
        low => words("severity-low", report.lang),
        undone_title => words("report-undone", report.lang),
        rows => drawn.0.direction == Direction::LeftRight,
        lanes => lanes(drawn.0),
        heirs => heirs(&report.result.if_answered.procedure),
    };
    Ok(context! { ..head, ..parts })
}

/// Width of the legend, in pixels.
const LEGEND: f64 = 900.0;

fn say(report: &Report<'_>, message: &Message) -> String {
    message.say(report.lang, report)
}

/// How many changes are sure, asked and blocked.
pub(super) fn standing(report: &Report<'_>) -> Message {
    let result = report.result;
    Message::new(report.key("html-standing"))
        .with("rejected", result.rejected.len())
        .with("sure", result.sure.derivation.len())
        .with("asked", report.waiting().len())
        .with("questions", result.questions.len())
        .with("blocked", result.blocked.len())
        .with("findings", result.findings.len())
}

/// The figures in large type, as on the one-page summary.
fn large(report: &Report<'_>) -> Vec<Value> {
    let summary = summary::summary(report, None);
    let tile = |big: crate::draw::summary::Big| {
        context! {
            label => big.label,
            before => big.before,
            after => big.after,
            if_yes => big.if_yes,
        }
    };
    summary
        .large
        .into_iter()
        .chain(summary.small)
        .map(tile)
        .collect()
}

/// The words by their keys, without what all keys start with.
fn labels(report: &Report<'_>) -> BTreeMap<String, &'static str> {
    let all = WORDS.into_iter().chain(review::WORDS);
    all.map(|key| (label(key), words(report.key(key), report.lang)))
        .collect()
}

/// What the templates call the words of a key.
fn label(key: &str) -> String {
    key.strip_prefix("html-").unwrap_or(key).replace('-', "_")
}

/// A picture as a part of the page: its ids are its own, and what is in it can be reached.
fn picture(scene: &Scene, name: &str) -> Result<Value> {
    let mut bytes = Vec::new();
    svg::write(scene, &mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    // Names cannot stand before the first match: the head is ours, and quotes in names are escaped.
    let text = text
        .replacen(
            "role=\"img\" aria-labelledby=\"title desc\"",
            &format!("role=\"group\" aria-labelledby=\"{name}-title\""),
            1,
        )
        .replacen("id=\"title\"", &format!("id=\"{name}-title\""), 1)
        .replacen("id=\"desc\"", &format!("id=\"{name}-desc\""), 1);
    Ok(Value::from_safe_string(text))
}

/// The names of the lanes of a sheet, and of those that were laid out with it, as JSON.
fn lanes(placed: &Placed) -> String {
    let names = placed.lanes.iter().map(|lane| &lane.title);
    json(&names.collect::<Vec<_>>())
}

/// The steps that each step of a version stands for, where that is not itself, as JSON.
fn heirs(after: &Procedure) -> String {
    let steps = after.steps.iter().map(|step| {
        let original: Vec<String> = step.original().iter().map(ToString::to_string).collect();
        (step.id.to_string(), original)
    });
    json(
        &steps
            .filter(|(id, from)| *from != [id.clone()])
            .collect::<BTreeMap<_, _>>(),
    )
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
