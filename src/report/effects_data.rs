//! What proposals and layers do, as data.

use super::Report;
use super::effects::{Detail, lines, outlay_line};
use super::value::{Value, say, texts, value};
use crate::effect::{
    Effect, Move, Side, Way, in_the_way, laws_cited, laws_to_change, outlay, owners, pays_back,
    risks, terms,
};
use crate::measure::workload::Group;
use crate::simplify::{Entry, Proposal};
use serde::Serialize;
use std::collections::BTreeMap;

/// An effect as data.
#[derive(Serialize)]
pub(super) struct Data {
    moves: Vec<Moved>,
    /// Hours a year that each group spends less; below zero where it spends more.
    hours_less: BTreeMap<&'static str, Value>,
    onto_front_line: bool,
    handed: Vec<Handed>,
    fetched: Vec<Fetched>,
    lost: Vec<Lost>,
    /// What the changes cost once together, where the file says so of some.
    #[serde(skip_serializing_if = "Option::is_none")]
    outlay: Option<Paid>,
    text: Vec<String>,
}

/// One-off costs; a floor where fewer changes state one than there are.
#[derive(Serialize)]
struct Paid {
    one_off: Vec<String>,
    stated: usize,
    of: usize,
    pays_back: Value,
}

/// A measure; `way` is `better`, `worse`, `either`, `same` or `unknown`.
#[derive(Serialize)]
struct Moved {
    measure: &'static str,
    side: &'static str,
    way: &'static str,
    before: Value,
    after: Value,
    less: Value,
}

#[derive(Serialize)]
struct Handed {
    step: String,
    from: String,
    to: String,
}

#[derive(Serialize)]
struct Fetched {
    document: String,
    role: String,
}

/// A control that goes; `stopped`: cases a year that it stops and nobody would stop afterwards.
#[derive(Serialize)]
struct Lost {
    step: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    into: Option<String>,
    stopped: Value,
}

/// Everything that the changes of a layer, and of those before it, do.
pub(super) fn data(report: &Report<'_>, effect: &Effect, changes: &[Entry]) -> Data {
    let mut data = with(report, effect, effect.moves.iter());
    let proposals = changes.iter().map(|entry| &entry.proposal);
    if let Some(all) = outlay(report.procedure, proposals, effect) {
        data.text.push(say(report, &outlay_line(&all)));
        data.outlay = Some(Paid {
            one_off: all.sums.iter().map(crate::model::Money::text).collect(),
            stated: all.stated,
            of: all.of,
            pays_back: value(report, &all.pays_back),
        });
    }
    data
}

/// What one change does, without the measures that surely stay as they are; what cannot be measured is still told.
pub(super) fn changed(report: &Report<'_>, effect: &Effect) -> Data {
    let moves = |one: &&Move| one.before != one.after || one.way() != Way::Same;
    with(report, effect, effect.moves.iter().filter(moves))
}

fn with<'e>(report: &Report<'_>, effect: &Effect, moves: impl Iterator<Item = &'e Move>) -> Data {
    let moves = moves.map(|one| Moved {
        measure: one.key,
        side: side(one),
        way: way(one.way()),
        before: value(report, &one.before),
        after: value(report, &one.after),
        less: value(report, &one.less),
    });
    let hours = effect.hours.iter();
    let lines = lines(report, effect, Detail::Full);
    Data {
        moves: moves.collect(),
        hours_less: hours
            .map(|(group, less)| (group_word(*group), value(report, less)))
            .collect(),
        onto_front_line: effect.onto_front_line(),
        handed: (effect.handed.iter())
            .map(|one| Handed {
                step: one.step.to_string(),
                from: one.from.to_string(),
                to: one.to.to_string(),
            })
            .collect(),
        fetched: (effect.fetched.iter())
            .map(|one| Fetched {
                document: one.document.to_string(),
                role: one.role.to_string(),
            })
            .collect(),
        lost: (effect.lost.iter())
            .map(|one| Lost {
                step: one.step.to_string(),
                into: one.into.as_ref().map(ToString::to_string),
                stopped: value(report, &one.stopped),
            })
            .collect(),
        outlay: None,
        text: lines.iter().map(|line| say(report, line)).collect(),
    }
}

fn side(one: &Move) -> &'static str {
    match one.side {
        Side::Time => "time",
        Side::Cost => "cost",
        Side::Quality => "quality",
        Side::Flexibility => "flexibility",
        Side::Burden => "burden",
    }
}

fn way(way: Way) -> &'static str {
    match way {
        Way::Better => "better",
        Way::Worse => "worse",
        Way::Either => "either",
        Way::Same => "same",
        Way::Unknown => "unknown",
    }
}

/// The word for a group in data.
pub(super) fn group_word(group: Group) -> &'static str {
    match group {
        Group::Applicant => "applicant",
        Group::FrontLine => "front-line",
        Group::Superiors => "superiors",
        Group::BackOffice => "back-office",
        Group::ThirdParties => "third-parties",
    }
}

/// The law, the owner, the risk and the cost of a proposal as data.
#[derive(Serialize)]
pub(super) struct Stake {
    law_to_change: Vec<String>,
    laws_cited: Vec<String>,
    laws_in_the_way: Vec<String>,
    must_agree: Vec<String>,
    risks: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cost: Option<Cost>,
}

/// What the file says of the cost, and the years until it has paid for itself.
#[derive(Serialize)]
struct Cost {
    #[serde(skip_serializing_if = "Option::is_none")]
    one_off: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    approved_by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pays_back: Option<Value>,
}

pub(super) fn stake(report: &Report<'_>, proposal: &Proposal, effect: Option<&Effect>) -> Stake {
    let p = report.procedure;
    let cost = terms(p, proposal).map(|term| Cost {
        one_off: term.one_off.as_ref().map(crate::model::Money::text),
        approved_by: (term.approved_by.as_ref()).map(|by| by.say(report.lang).to_owned()),
        source: term.source.as_ref().map(ToString::to_string),
        pays_back: effect.map(|effect| value(report, &pays_back(term, effect))),
    });
    let risks = risks(p, proposal, effect);
    Stake {
        law_to_change: texts(&laws_to_change(proposal)),
        laws_cited: texts(&laws_cited(p, proposal)),
        laws_in_the_way: texts(&in_the_way(p, proposal)),
        must_agree: texts(&owners(p, proposal, effect)),
        risks: risks.iter().map(|risk| say(report, risk)).collect(),
        cost,
    }
}
