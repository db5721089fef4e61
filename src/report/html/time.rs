//! The time chart: the likeliest case of each version, step by step.

use super::figures::percent;
use super::{Report, json, say};
use crate::graph::Graph;
use crate::measure::critical::{Critical, Criticality, ROUNDING, Timed, critical, criticality};
use crate::measure::figure::Unit;
use crate::message::{Arg, Message};
use crate::model::Procedure;
use minijinja::{Value, context};

/// The charts now, after what is sure, and if every question is answered yes, on one scale; without those in which
/// nothing changes. Empty where no time is known.
pub(super) fn charts(report: &Report<'_>) -> Vec<Value> {
    let result = report.result;
    let of = |p: &Procedure| {
        let graph = Graph::of(p);
        let found = critical(p, &graph).filter(|found| found.likeliest.length > 0.0)?;
        let often = criticality(p, &graph).filter(|often| often.scenarios > 1);
        Some((found, often))
    };
    let versions = [
        ("html-time-now", Some(report.procedure)),
        (
            "html-time-sure",
            (!result.sure.derivation.is_empty()).then_some(&result.sure.procedure),
        ),
        (
            "html-time-answered",
            (!report.waiting().is_empty()).then_some(&result.if_answered.procedure),
        ),
    ];
    let found = versions
        .into_iter()
        .filter_map(|(key, version)| Some((key, version?)));
    let found: Vec<_> = found
        .filter_map(|(key, version)| Some((key, version, of(version)?)))
        .collect();
    let longest = |unit| {
        let all = found.iter().map(|(_, _, (one, _))| one);
        let same = all.filter(move |one| one.unit == unit);
        same.map(|one| one.likeliest.length).fold(0.0, f64::max)
    };
    let charts = found.iter().map(|(key, version, (one, often))| {
        let time = one.unit.show(one.likeliest.length);
        let title = Message::new(report.key(key)).with("time", time);
        let unknown: Vec<Arg> = (one.likeliest.steps.iter())
            .filter(|timed| one.unknown.contains(&timed.id))
            .map(|timed| Arg::name(&timed.id))
            .collect();
        let unknown = (!unknown.is_empty())
            .then(|| Message::new("html-time-unknown").with("steps", Arg::List(unknown)));
        let notes = unknown.into_iter().chain(often.as_ref().map(ways));
        let notes: Vec<String> = notes
            .map(|message| message.say(report.lang, *version))
            .collect();
        context! {
            title => title.say(report.lang, *version),
            rows => rows(report, version, one, often.as_ref(), longest(one.unit.clone())),
            often => often.is_some().then(|| say(report, &Message::new("html-time-often"))),
            notes => notes,
        }
    });
    charts.collect()
}

/// Over how many ways of a case it was counted how often a step sets the length.
fn ways(often: &Criticality) -> Message {
    Message::new("html-time-ways")
        .with("count", often.scenarios)
        .with("covered", Unit::Share.show(often.covered))
}

fn rows(
    report: &Report<'_>,
    p: &Procedure,
    one: &Critical,
    often: Option<&Criticality>,
    scale: f64,
) -> Vec<Value> {
    let mut steps: Vec<&Timed> = (one.likeliest.steps.iter())
        .filter(|timed| timed.end > timed.start)
        .collect();
    steps.sort_by(|a, b| a.start.total_cmp(&b.start).then(a.end.total_cmp(&b.end)));
    let share = |time: f64| percent(100.0 * time / scale);
    let row = |timed: &&Timed| {
        let tight = timed.slack <= one.likeliest.length * ROUNDING;
        let show = |time| one.unit.show(time);
        let span = Message::new("html-from-to")
            .with("from", show(timed.start))
            .with("to", show(timed.end));
        let slack = (!tight).then(|| {
            let message = Message::new("has-slack").with("a", Arg::name(&timed.id));
            message.with("time", show(timed.slack)).say(report.lang, p)
        });
        let often = often.and_then(|often| often.of_step.get(&timed.id));
        let said = [say(report, &span)].into_iter().chain(slack);
        context! {
            step => crate::message::Names::name(p, &timed.id, report.lang),
            steps => json(&[timed.id.to_string()]),
            time => say(report, &show(timed.end - timed.start)),
            often => often.map(|share| say(report, &Unit::Share.show(*share))),
            said => said.collect::<Vec<_>>().join("; "),
            tight => tight,
            left => share(timed.start),
            width => share(timed.end - timed.start),
            end => share(timed.end),
            spare => share(timed.slack),
        }
    };
    steps.iter().map(row).collect()
}
