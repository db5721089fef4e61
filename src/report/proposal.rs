//! What a proposal does, and what it rests on.

use super::Report;
use crate::context::Context;
use crate::fact::Verdict;
use crate::measure::figure::State;
use crate::measure::quality::stops;
use crate::message::{Arg, Message};
use crate::model::{Id, Procedure, Step};
use crate::simplify::{Entry, Layer, Proposal};
use crate::trade::Relaxed;
use std::collections::{BTreeMap, BTreeSet};

/// What it does to which steps and items. Where fields are among the items, the form that asks them is not named too.
pub fn act(p: &Procedure, proposal: &Proposal) -> Message {
    let items = &proposal.target.items;
    let fields: Vec<&Id> = items.iter().filter(|id| p.field(id).is_some()).collect();
    let items = if fields.is_empty() {
        Arg::names(items)
    } else {
        Arg::names(fields)
    };
    Message::new(proposal.rewrite.act)
        .with("steps", Arg::names(&proposal.target.steps))
        .with("first", first(&proposal.target.steps))
        .with("second", second(&proposal.target.steps))
        .with("items", items)
}

fn first(steps: &[Id]) -> Arg {
    Arg::names(steps.first())
}

fn second(steps: &[Id]) -> Arg {
    Arg::names(steps.get(1..).unwrap_or(&[]))
}

/// Numbers, from 1, of the questions that it waits for. One that asks nothing itself is proposed on top of others that do,
/// and waits with them.
pub(super) fn questions(report: &Report<'_>, proposal: &Proposal) -> Vec<usize> {
    let waits = |proposal: &Proposal| -> BTreeSet<usize> {
        let numbered = report.result.questions.iter().zip(1..);
        let held = numbered.filter(|(question, _)| question.holds_up(proposal));
        held.map(|(_, number)| number).collect()
    };
    let own = waits(proposal);
    let waiting = report.waiting();
    let place = waiting
        .iter()
        .position(|entry| entry.proposal.id() == proposal.id());
    let free = own.is_empty() && proposal.layer() == Layer::Sure;
    let Some(place) = place.filter(|_| free) else {
        return own.into_iter().collect();
    };
    let earlier = waiting[..place].iter().map(|entry| &entry.proposal);
    let (near, all): (Vec<&Proposal>, Vec<&Proposal>) =
        earlier.partition(|earlier| shares_a_step(earlier, proposal));
    let on = if near.iter().any(|near| !near.open().is_empty()) {
        near
    } else {
        all
    };
    let on: BTreeSet<usize> = on.into_iter().flat_map(waits).collect();
    on.into_iter().collect()
}

fn shares_a_step(a: &Proposal, b: &Proposal) -> bool {
    let mut steps = a.target.steps.iter();
    steps.any(|step| b.target.steps.contains(step))
}

/// What makes it fail.
pub(super) fn failures(proposal: &Proposal) -> impl Iterator<Item = (&'static str, &Message)> {
    let verdicts = proposal.verdicts.iter();
    verdicts.filter_map(|(name, verdict)| match verdict {
        Verdict::Fails(message) => Some((*name, message)),
        _ => None,
    })
}

/// How many cases a year each control stops today, by its id.
pub(super) type Stops = BTreeMap<Id, Stopped>;

/// What a control stops, said of a proposal that gives nothing up and of one that does.
pub(super) struct Stopped {
    today: Message,
    given_up: Message,
}

/// What each control stops today that no other control which the same case meets is known to stop.
pub(super) fn stops_today(report: &Report<'_>) -> Stops {
    let p = report.procedure;
    let cx = Context::with(p, report.answers, report.result.net.clone());
    let controls = || p.steps.iter().filter(|step| step.is_control());
    let told = |step: &Step| {
        let others = controls().filter(|other| other.id != step.id && cx.meet(&other.id, &step.id));
        let others: Vec<Id> = others.map(|other| other.id.clone()).collect();
        let figure = stops(p, &cx.graph, step, &others);
        let [today, given_up] = match figure.state() {
            State::NotMeasurable => ["stops-unknown", "stops-given-up-unknown"],
            _ => ["stops-today", "stops-given-up"],
        };
        let said = |key| {
            let message = Message::new(key).with("step", Arg::name(&step.id));
            message.with("figure", figure.message())
        };
        Stopped {
            today: said(today),
            given_up: said(given_up),
        }
    };
    controls()
        .map(|step| (step.id.clone(), told(step)))
        .collect()
}

/// What the controls that a proposal touches stop today.
pub(super) fn stopped<'a>(stops: &'a Stops, proposal: &Proposal) -> Vec<&'a Message> {
    let steps = proposal.target.steps.iter();
    let known = steps.filter_map(|id| stops.get(id));
    let trading = !proposal.relaxed.is_empty();
    known
        .map(|stopped| {
            if trading {
                &stopped.given_up
            } else {
                &stopped.today
            }
        })
        .collect()
}

/// What it gives up and what has to change in law, line by line; nothing of one that gives nothing up.
pub(super) fn given_up(proposal: &Proposal) -> Vec<Message> {
    if proposal.relaxed.is_empty() {
        return Vec::new();
    }
    let gives = |relaxed: &Relaxed| Message::new("gives-up").with("what", relaxed.message());
    let no_law = proposal.law_changes().is_empty();
    let no_law = no_law.then(|| Message::new("no-law-changes"));
    proposal.relaxed.iter().map(gives).chain(no_law).collect()
}

/// What a version has given up, each once.
pub(super) fn all_given_up(derivation: &[Entry]) -> BTreeSet<&Relaxed> {
    let entries = derivation.iter();
    entries.flat_map(|entry| &entry.proposal.relaxed).collect()
}
