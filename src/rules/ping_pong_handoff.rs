//! `ping-pong-handoff`: a case goes from one office to another and straight back.
//!
//! Steps of a finding: the run, each step directly after the one before. Turns of the applicant do not count:
//! those are visits.

use super::Rule;
use crate::context::Context;
use crate::finding::{Confidence, Finding, Label, Severity};
use crate::graph::NodeKind;
use crate::message::{Arg, Message};
use crate::model::{Id, Step};
use std::collections::{BTreeMap, BTreeSet};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "ping-pong-handoff",
    severity: Severity::Low,
    check,
    page: include_str!("../../docs/rules/ping-pong-handoff.md"),
};

/// Steps and those that directly follow them, where the case changes hands.
type Handoffs<'a> = BTreeMap<&'a str, Vec<&'a str>>;

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let agency = |step: &Step| cx.procedure.agency_of(step).map(|agency| agency.id.clone());
    let desk = |step: &Step| Some(cx.procedure.desk(step).clone());
    let order = cx.steps_in_order();
    let pairs = next_steps(cx, &order);
    let office = |at: &usize| !cx.procedure.is_applicant(cx.procedure.desk(order[*at]));
    let hands: Vec<(&Step, &Step)> = pairs
        .iter()
        .filter(|(a, b)| office(a) && office(b))
        .map(|(a, b)| (order[*a], order[*b]))
        .collect();
    let apart = |a: &Step, b: &Step| agency(a).zip(agency(b)).is_some_and(|(a, b)| a != b);
    let (between, within): (Vec<_>, Vec<_>) = hands.iter().copied().partition(|(a, b)| apart(a, b));
    for run in runs(&between, &agency) {
        findings.extend(finding(cx, &run, Severity::Medium, &agency));
    }
    for run in runs(&within, &desk) {
        findings.extend(finding(cx, &run, RULE.severity, &desk));
    }
}

/// Places in `order` of steps that directly follow each other: gateways passed through, without rework.
fn next_steps(cx: &Context<'_>, order: &[&Step]) -> Vec<(usize, usize)> {
    let place: BTreeMap<&str, usize> = (order.iter().enumerate())
        .map(|(at, step)| (step.id.0.as_str(), at))
        .collect();
    let mut next = vec![BTreeSet::new(); cx.graph.net.node_count()];
    for &node in cx.order.iter().rev() {
        let flows = cx.graph.out_flows(node).into_iter();
        let flows = flows.filter(|&flow| !cx.graph.net[flow].rework);
        let mut followers = BTreeSet::new();
        for to in flows.filter_map(|flow| Some(cx.graph.net.edge_endpoints(flow)?.1)) {
            if cx.graph.net[to].kind == NodeKind::Step {
                followers.extend(place.get(cx.graph.net[to].id.0.as_str()));
            } else {
                followers.extend(next[to.index()].iter());
            }
        }
        next[node.index()] = followers;
    }
    let nodes = order.iter().enumerate();
    let nodes = nodes.filter_map(|(at, step)| Some((at, cx.node(&step.id)?)));
    nodes
        .flat_map(|(at, node)| next[node.index()].iter().map(move |&to| (at, to)))
        .collect()
}

/// The longest runs that go back and forth between two parties, at least there and back.
fn runs<'a>(
    pairs: &[(&'a Step, &'a Step)],
    party: &dyn Fn(&Step) -> Option<Id>,
) -> Vec<Vec<&'a str>> {
    let mut parties = BTreeMap::new();
    let mut next = Handoffs::new();
    for (a, b) in pairs {
        let two = (party(a), party(b));
        if two.0 == two.1 {
            continue;
        }
        next.entry(a.id.0.as_str())
            .or_default()
            .push(b.id.0.as_str());
        parties.insert(a.id.0.as_str(), two.0);
        parties.insert(b.id.0.as_str(), two.1);
    }
    let back = |a: &str, b: &str| {
        let followers = next.get(b).into_iter().flatten().copied();
        let from = parties.get(a).cloned();
        followers
            .into_iter()
            .find(|c| parties.get(c).cloned() == from)
    };
    let mut continued = BTreeSet::new();
    let mut out = Vec::new();
    for (a, b) in pairs
        .iter()
        .map(|(a, b)| (a.id.0.as_str(), b.id.0.as_str()))
    {
        let turns = next.get(a).is_some_and(|followers| followers.contains(&b));
        if !turns || continued.contains(&(a, b)) {
            continue;
        }
        let mut run = vec![a, b];
        while let Some(c) = back(run[run.len() - 2], run[run.len() - 1]) {
            // Another run has gone on from here.
            if !continued.insert((run[run.len() - 1], c)) {
                run.push(c);
                break;
            }
            run.push(c);
        }
        if run.len() > 2 {
            out.push(run);
        }
    }
    out
}

fn finding(
    cx: &Context<'_>,
    run: &[&str],
    severity: Severity,
    party: &dyn Fn(&Step) -> Option<Id>,
) -> Option<Finding> {
    let steps: Vec<&Step> = run.iter().filter_map(|id| cx.procedure.step(id)).collect();
    let parties: Vec<Id> = steps.iter().filter_map(|step| party(step)).collect();
    let labels = steps.iter().zip(&parties).map(|(step, party)| {
        Label::new(
            &step.id,
            Message::new("in-hands-of").with("party", Arg::name(party)),
        )
    });
    Some(Finding {
        rule: RULE.id,
        steps: steps.iter().map(|step| step.id.clone()).collect(),
        items: Vec::new(),
        severity,
        confidence: Confidence::Certain,
        message: Message::new(RULE.id)
            .with("a", Arg::name(parties.first()?))
            .with("b", Arg::name(parties.get(1)?))
            .with("chain", Arg::names(run)),
        labels: labels.collect(),
    })
}
