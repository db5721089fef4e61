//! What became of a portfolio since an earlier day, and whether the cuts that were aimed at were reached.

use super::super::targets::named;
use super::view::View;
use super::{Cell, PortfolioReport, Table};
use crate::message::{Arg, Message};
use crate::model::target::Target;
use crate::portfolio::{Change, Cut, Sets, Summary, backwards, cut, sets, trend};
use std::collections::BTreeSet;

/// Percent of one.
const PERCENT: f64 = 100.0;
/// Procedures that are named of those that are gone or new.
const NAMED: usize = 10;

/// The table; none without an earlier portfolio.
pub(super) fn table(view: &View<'_>) -> Option<Table> {
    let (report, names) = (view.report, &view.names);
    let since = report.since?;
    let columns = [
        "column-measure",
        "portfolio-unit",
        "portfolio-mean-before",
        "portfolio-mean-now",
        "portfolio-cut",
    ];
    let note = Some("portfolio-trend-note");
    let mut table = view.table("trend", "portfolio-trend", note, &columns);
    let note = table.note.take().into_iter().chain(compared(report, since));
    table.note = Some(note.collect::<Vec<_>>().join("\n"));
    let row = |change: Change<'_>| {
        let means = change.means();
        vec![
            names.measure(change.measure).into(),
            names.unit(change.unit).into(),
            means.map(|(before, _)| before).into(),
            means.map(|(_, now)| now).into(),
            percent(change.cut()),
        ]
    };
    table.rows = trend(since, report.summary).into_iter().map(row).collect();
    Some(table)
}

/// A share as percent.
fn percent(share: Option<f64>) -> Cell {
    share.map(|share| share * PERCENT).into()
}

/// How many procedures of which days are compared, and whether they are the same ones.
fn compared(report: &PortfolioReport<'_>, since: &Summary) -> Vec<String> {
    let now = report.summary;
    let side = |key: &'static str, summary: &Summary| {
        let day = |day: &Option<String>| day.clone().unwrap_or_else(|| "–".to_owned());
        let said = Message::new(key).with("count", summary.procedures);
        let said = said
            .with("from", day(&summary.from))
            .with("to", day(&summary.to));
        report.say(&said)
    };
    let mut lines = vec![
        side("trend-then", since),
        side("trend-now", now),
        match sets(since, now) {
            Sets::Same => report.word("trend-same"),
            Sets::Unknown => report.word("trend-set-unknown"),
            Sets::Changed(None) => report.word("trend-set-changed"),
            Sets::Changed(Some([gone, new])) => {
                let said = Message::new("trend-changed");
                report.say(&said.with("gone", ids(&gone)).with("new", ids(&new)))
            }
        },
    ];
    if backwards(since, now) {
        lines.push(report.word("trend-backwards"));
    }
    lines
}

/// The first of some ids; a dash for none.
fn ids(all: &BTreeSet<String>) -> Vec<Arg> {
    let mut shown: Vec<Arg> = (all.iter().take(NAMED))
        .map(|id| id.as_str().into())
        .collect();
    if all.is_empty() {
        shown.push("–".into());
    } else if all.len() > NAMED {
        shown.push(Message::new("gap-others").into());
    }
    shown
}

/// What became of each target; none without targets.
pub(super) fn targets(view: &View<'_>) -> Option<Table> {
    let targets = &view.report.targets?.targets;
    let columns = [
        "portfolio-target",
        "portfolio-by",
        "portfolio-cut",
        "portfolio-verdict",
    ];
    let mut table = view.table("targets", "portfolio-targets", None, &columns);
    table.rows = targets.iter().map(|target| judged(view, target)).collect();
    Some(table)
}

fn judged(view: &View<'_>, target: &Target) -> Vec<Cell> {
    let report = view.report;
    let label = Message::new("trend-measure").with("name", view.names.measure(&target.measure));
    let (share, verdict) = match cut(target, report.since, report.summary) {
        Cut::Reached(share) => (Some(share), report.word("portfolio-reached")),
        Cut::Missed(share) => (Some(share), report.word("portfolio-missed")),
        Cut::NotMeasurable(why) => {
            let said = Message::new("trend-not-measurable").with("why", why);
            (None, report.say(&said))
        }
    };
    let by = target.by.map(|day| day.0.to_string());
    vec![
        report.say(&named(target, Some(label), report.lang)).into(),
        by.map_or(Cell::Nothing, Cell::Text),
        percent(share),
        verdict.into(),
    ]
}
