//! What proposals and layers do, in words.

use super::Report;
use crate::effect::{
    Effect, Move, Outlay, Way, in_the_way, laws_cited, laws_to_change, owners, pays_back, risks,
    terms,
};
use crate::measure::figure::{Figure, State, Values};
use crate::message::{Arg, Message};
use crate::model::Procedure;
use crate::simplify::Proposal;
use std::collections::BTreeMap;

/// What is told of an effect.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Detail {
    /// What moves, and what is known of before but not of the difference.
    Brief,
    /// All that could not be measured too, and why.
    Full,
}

/// An effect, better and worse side by side, one line each.
pub(super) fn lines(report: &Report<'_>, effect: &Effect, detail: Detail) -> Vec<Message> {
    let mut lines = Vec::new();
    for (way, key) in [
        (Way::Better, "effect-better"),
        (Way::Worse, "effect-worse"),
        (Way::Either, "effect-either"),
    ] {
        let moves: Vec<Arg> = effect.moving(way).map(|one| moved(one).into()).collect();
        if !moves.is_empty() {
            lines.push(Message::new(key).with("moves", moves));
        }
    }
    lines.extend(effect.lost.iter().map(|lost| {
        let key = match &lost.into {
            Some(_) => "effect-stops-into",
            None => "effect-stops",
        };
        let message = Message::new(key)
            .with("step", Arg::name(&lost.step))
            .with("figure", lost.stopped.message());
        match &lost.into {
            Some(into) => message.with("into", Arg::name(into)),
            None => message,
        }
    }));
    lines.extend(hours(effect));
    lines.extend(unknown(effect, detail));
    lines.extend(passed_on(report, effect));
    if effect.onto_front_line() {
        lines.push(Message::new("effect-front-line"));
    }
    if lines.is_empty() {
        lines.push(Message::new("effect-none"));
    }
    lines
}

/// How much less or more a measure is.
fn moved(one: &Move) -> Message {
    change(&one.less, one.way() == Way::Either, |less| {
        let key = if less { "effect-less" } else { "effect-more" };
        Message::new(key).with("label", one.label.clone())
    })
}

/// A difference in words: what rises is told as a rise, what goes either way as it stands.
fn change(less: &Figure, either: bool, words: impl Fn(bool) -> Message) -> Message {
    let point = less.value.and_then(|value| value.point()).unwrap_or(0.0);
    if either || point >= 0.0 {
        return words(true).with("figure", less.short());
    }
    let turned = less.value.map(|value| Values {
        min: -value.max,
        typical: value.typical.map(|typical| -typical),
        max: -value.min,
        mean: value.mean.map(|mean| -mean),
    });
    let more = Figure {
        value: turned,
        ..less.clone()
    };
    words(false).with("figure", more.short())
}

/// Who gains and who loses hours a year.
fn hours(effect: &Effect) -> Option<Message> {
    let moving = effect.hours.iter().filter(|(_, less)| {
        let value = less.known().and_then(|value| value.point());
        value.is_some_and(|less| less.abs() > 1e-9)
    });
    let groups = moving.map(|(group, less)| {
        Arg::from(change(less, false, |less| {
            let key = if less { "effect-gains" } else { "effect-loses" };
            Message::new(key).with("group", Message::new(group.key()))
        }))
    });
    let groups: Vec<Arg> = groups.collect();
    (!groups.is_empty()).then(|| Message::new("effect-hours").with("groups", groups))
}

/// What cannot be measured: in brief only where something of it is known.
fn unknown(effect: &Effect, detail: Detail) -> Vec<Message> {
    let open = effect.moving(Way::Unknown);
    let open = open.filter(|one| detail == Detail::Full || one.before.value.is_some());
    let mut whys: Vec<(String, Message, Vec<Arg>)> = Vec::new();
    for one in open {
        let why = why(&one.less);
        let key = format!("{why:?}");
        match whys.iter_mut().find(|(known, _, _)| *known == key) {
            Some((_, _, labels)) => labels.push(one.label.clone().into()),
            None => whys.push((key, why, vec![one.label.clone().into()])),
        }
    }
    let parts = whys.into_iter().map(|(_, why, labels)| {
        let told = Message::new("effect-unknown-why").with("label", labels);
        Arg::from(told.with("why", why))
    });
    let parts: Vec<Arg> = parts.collect();
    let moves = (!parts.is_empty()).then(|| Message::new("effect-unknown").with("moves", parts));
    moves
        .into_iter()
        .chain(unknown_hours(effect, detail))
        .collect()
}

fn unknown_hours(effect: &Effect, detail: Detail) -> Vec<Message> {
    let mut whys: Vec<(String, Message, Vec<Arg>)> = Vec::new();
    let open = effect
        .hours
        .iter()
        .filter(|(_, less)| less.known().is_none());
    for (group, less) in open.filter(|_| detail == Detail::Full) {
        let (why, name) = (why(less), Message::new(group.key()));
        let key = format!("{why:?}");
        match whys.iter_mut().find(|(known, _, _)| *known == key) {
            Some((_, _, groups)) => groups.push(name.into()),
            None => whys.push((key, why, vec![name.into()])),
        }
    }
    let told = whys.into_iter().map(|(_, why, groups)| {
        let message = Message::new("effect-hours-unknown").with("groups", groups);
        message.with("why", why)
    });
    told.collect()
}

fn why(figure: &Figure) -> Message {
    let known = figure.why.clone();
    known.unwrap_or(Message::new("why-unknown-differs"))
}

/// Steps that another role does, documents that somebody fetches.
fn passed_on(report: &Report<'_>, effect: &Effect) -> Vec<Message> {
    let mut handed: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for one in &effect.handed {
        let steps = handed.entry((&one.from, &one.to)).or_default();
        steps.push(&one.step);
    }
    let mut fetched: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for one in &effect.fetched {
        fetched.entry(&one.role).or_default().push(&one.document);
    }
    let handed = handed.into_iter().map(|((from, to), steps)| {
        let message = Message::new("effect-handed").with("from", actor(report, from));
        let message = message.with("to", actor(report, to));
        message.with("steps", Arg::names(steps))
    });
    let fetched = fetched.into_iter().map(|(role, documents)| {
        let message = Message::new("effect-fetched").with("role", actor(report, role));
        message.with("documents", Arg::names(documents))
    });
    handed.chain(fetched).collect()
}

/// The law, who must agree, the risk and the cost of a proposal.
pub(super) fn stakes(
    report: &Report<'_>,
    proposal: &Proposal,
    effect: Option<&Effect>,
) -> Vec<Message> {
    let p = report.procedure;
    let law = match laws_to_change(proposal) {
        laws if laws.is_empty() => Message::new("effect-law-none").into(),
        laws => Arg::names(laws),
    };
    let owners = match owners(p, proposal, effect) {
        owners if owners.is_empty() => Message::new("effect-owner-none").into(),
        owners => Arg::List(owners.iter().map(|id| actor(report, id)).collect()),
    };
    let cited = laws_cited(p, proposal);
    let terms_of = if cited.is_empty() {
        Message::new("effect-terms")
    } else {
        Message::new("effect-terms-cited").with("cited", Arg::names(cited))
    };
    let risks: Vec<Arg> = (risks(p, proposal, effect).into_iter())
        .map(Arg::from)
        .collect();
    let risks = if risks.is_empty() {
        Message::new("risk-none").into()
    } else {
        Arg::List(risks)
    };
    let terms = terms_of.with("law", law).with("owners", owners);
    let mut lines = vec![terms.with("risks", risks)];
    lines.extend(price(report, proposal, effect));
    lines
}

/// What the file says of the cost of a proposal.
fn price(report: &Report<'_>, proposal: &Proposal, effect: Option<&Effect>) -> Vec<Message> {
    let Some(term) = terms(report.procedure, proposal) else {
        return Vec::new();
    };
    let cost = term.one_off.as_ref().map(|cost| {
        let message = Message::new("effect-cost").with("cost", cost.text());
        let years = effect.map(|effect| pays_back(term, effect).message());
        message.with(
            "years",
            years.unwrap_or(Message::new("figure-missing-plain")),
        )
    });
    let by = term
        .approved_by
        .as_ref()
        .map(|by| Message::new("effect-approved").with("by", by.say(report.lang)));
    cost.into_iter().chain(by).collect()
}

/// What the changes of a layer cost once together, and when they have paid for themselves.
pub(super) fn outlay_line(outlay: &Outlay) -> Message {
    let sums: Vec<Arg> = outlay.sums.iter().map(|sum| sum.text().into()).collect();
    let key = if outlay.stated < outlay.of {
        "effect-outlay-floor"
    } else {
        "effect-outlay"
    };
    Message::new(key)
        .with("sums", sums)
        .with("stated", outlay.stated)
        .with("of", outlay.of)
        .with("years", outlay.pays_back.message())
}

/// A role or agency by its name: a step may have the same id.
pub(super) fn actor(report: &Report<'_>, id: &str) -> Arg {
    let p = report.procedure;
    let role = p.roles.iter().find(|role| role.id == *id);
    let agency = || p.agencies.iter().flatten().find(|agency| agency.id == *id);
    let name = match role {
        Some(role) => role.name.as_ref(),
        None => agency().and_then(|agency| agency.name.as_ref()),
    };
    Arg::from(format!(
        "“{}”",
        name.map_or(id, |name| name.say(report.lang))
    ))
}

/// The laws that block a proposal, in one line.
pub(super) fn blocking(p: &Procedure, proposal: &Proposal) -> Option<Message> {
    let laws = in_the_way(p, proposal);
    (!laws.is_empty()).then(|| Message::new("effect-in-the-way").with("laws", Arg::names(laws)))
}

/// Whether anything can be said of a figure.
pub(super) fn is_known(figure: &Figure) -> bool {
    figure.state() != State::NotMeasurable
}
