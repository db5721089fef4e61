//! What a proposal does, and what it rests on.

use super::Report;
use crate::fact::Verdict;
use crate::graph::Graph;
use crate::measure::figure::State;
use crate::measure::quality::stops;
use crate::message::{Arg, Message};
use crate::model::{Id, Step};
use crate::simplify::Proposal;

/// What it does to which steps and items.
pub(super) fn act(proposal: &Proposal) -> Message {
    Message::new(proposal.rewrite.act)
        .with("steps", Arg::names(&proposal.target.steps))
        .with("first", first(&proposal.target.steps))
        .with("second", second(&proposal.target.steps))
        .with("items", Arg::names(&proposal.target.items))
}

fn first(steps: &[Id]) -> Arg {
    Arg::names(steps.first())
}

fn second(steps: &[Id]) -> Arg {
    Arg::names(steps.get(1..).unwrap_or(&[]))
}

/// Numbers, from 1, of the questions that it waits for.
pub(super) fn questions(report: &Report<'_>, proposal: &Proposal) -> Vec<usize> {
    let open = proposal.open();
    let numbered = report.result.questions.iter().zip(1..);
    let waits = numbered.filter(|(question, _)| open.contains(&&question.fact));
    waits.map(|(_, number)| number).collect()
}

/// What makes it fail.
pub(super) fn failures(proposal: &Proposal) -> impl Iterator<Item = (&'static str, &Message)> {
    let verdicts = proposal.verdicts.iter();
    verdicts.filter_map(|(name, verdict)| match verdict {
        Verdict::Fails(message) => Some((*name, message)),
        _ => None,
    })
}

/// For each control that it touches, how many cases a year that control stops today, whatever the
/// others stop.
pub(super) fn stopped_today(report: &Report<'_>, proposal: &Proposal) -> Vec<Message> {
    let p = report.procedure;
    let steps = proposal.target.steps.iter();
    let controls: Vec<&Step> = steps
        .filter_map(|id| p.step(id))
        .filter(|step| step.is_control())
        .collect();
    if controls.is_empty() {
        return Vec::new();
    }
    let graph = Graph::of(p);
    let told = |step: &&Step| {
        let others = p.steps.iter().filter(|other| other.id != step.id);
        let others: Vec<Id> = others.map(|other| other.id.clone()).collect();
        let figure = stops(p, &graph, step, &others);
        let message = match figure.state() {
            State::NotMeasurable => Message::new("stops-unknown"),
            _ => Message::new("stops-today"),
        };
        message
            .with("step", Arg::name(&step.id))
            .with("figure", figure.message())
    };
    controls.iter().map(told).collect()
}
