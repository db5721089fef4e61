//! The tables of figures and of hours for the page.

use super::super::{proposal, work};
use super::{Report, say};
use crate::diff::Line;
use crate::measure::figure::{Figure, State};
use crate::measure::workload::Load;
use crate::message::{Message, words};
use crate::report::effects::actor;
use minijinja::{Value, context};

/// The measures that a meeting looks at first, then the others.
pub(super) fn figures(report: &Report<'_>) -> Value {
    let table = report.table();
    let head: Vec<&str> = table.head().map(|line| line.key).collect();
    let (first, others): (Vec<&Line>, Vec<&Line>) =
        (table.lines.iter()).partition(|line| head.contains(&line.key));
    let rows = |lines: Vec<&Line>| -> Vec<Value> {
        lines.into_iter().map(|line| row(report, line)).collect()
    };
    let heads = [
        "column-measure",
        "column-now",
        "column-sure",
        "grid-less-sure",
        "column-if-answered",
        "grid-less-if-answered",
    ];
    context! {
        heads => heads.map(|key| words(report.key(key), report.lang)),
        first => rows(first),
        others => rows(others),
    }
}

fn row(report: &Report<'_>, line: &Line) -> Value {
    let now = say(report, &line.now.message());
    let after = |figure: &Figure| {
        let said = say(report, &figure.message());
        if said == now { "=".to_owned() } else { said }
    };
    let (sure, if_answered) = (after(&line.sure), after(&line.if_answered));
    let less = |figure: &Figure, said: &str| match figure.state() {
        _ if said == "=" => String::new(),
        State::NotMeasurable => say(report, &Message::new("figure-missing-plain")),
        _ => say(report, &figure.short()),
    };
    context! {
        label => say(report, &line.label),
        now => now.as_str(),
        less_sure => less(&line.less_sure, &sure),
        less_if_answered => less(&line.less_if_answered, &if_answered),
        sure => sure,
        if_answered => if_answered,
    }
}

/// What the figures rest on that is given up.
pub(super) fn given_up(report: &Report<'_>) -> Vec<Value> {
    let parts = [
        ("given-up-decided", &report.result.sure.derivation[..]),
        ("given-up-if-answered", report.waiting()),
    ];
    let shown = parts.into_iter().filter_map(|(key, derivation)| {
        let all = proposal::all_given_up(derivation);
        let lines: Vec<String> = (all.iter())
            .map(|relaxed| say(report, &relaxed.message()))
            .collect();
        let title = words(report.key(key), report.lang);
        (!lines.is_empty()).then(|| context! { title => title, lines => lines })
    });
    shown.collect()
}

/// Hours a year of each role in the three versions, and how long their bars are; nothing where none is known.
pub(super) fn work(report: &Report<'_>) -> Option<Value> {
    let years = work::years(report);
    let loads = || years.iter().flat_map(|year| year.all.iter().flatten());
    let most = loads().filter_map(|load| hours(load)).fold(0.0, f64::max);
    if most <= 0.0 {
        return None;
    }
    let rows = years.iter().map(|year| {
        let role = Message::new("work-role")
            .with("role", actor(report, &year.first.role))
            .with("group", Message::new(year.first.group.key()));
        let bars = year.all.map(|load| bar(report, load, most));
        context! { role => say(report, &role), bars => bars.to_vec() }
    });
    let heads = [
        "column-role",
        "column-now",
        "column-sure",
        "column-if-answered",
    ];
    Some(context! {
        title => words("report-work", report.lang),
        heads => heads.map(|key| words(report.key(key), report.lang)),
        rows => rows.collect::<Vec<_>>(),
    })
}

/// The hours that a bar shows: the expectation, or as many as are known.
fn hours(load: &Load) -> Option<f64> {
    let point = load.hours.value.and_then(|value| value.point());
    point.filter(|point| point.is_finite())
}

fn bar(report: &Report<'_>, load: Option<&Load>, most: f64) -> Value {
    let wide = load.and_then(hours).map(|hours| 100.0 * hours / most);
    context! {
        text => load.map_or("0".to_owned(), |load| say(report, &work::cell(load))),
        width => wide.map(percent),
        floor => load.is_some_and(|load| load.hours.state() == State::Floor),
    }
}

/// A share of a width, for a style sheet.
pub(super) fn percent(share: f64) -> String {
    format!("{share:.2}%")
}
