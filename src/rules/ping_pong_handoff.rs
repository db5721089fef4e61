//! `ping-pong-handoff`: a case goes from one office to another and straight back.
//!
//! Steps of a finding: the run, each step directly after the one before. Turns of the applicant do not count:
//! those are visits.

use super::Rule;
use crate::context::Context;
use crate::finding::{Confidence, Finding, Label, Severity};
use crate::message::{Arg, Message};
use crate::model::{Id, Step};
use std::collections::BTreeSet;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "ping-pong-handoff",
    severity: Severity::Low,
    check,
    page: include_str!("../../docs/rules/ping-pong-handoff.md"),
};

/// Who has a case at each step, by its place in the order of a case; nothing where the file does not say.
type Parties<'a> = [Option<&'a Id>];

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let p = cx.procedure;
    let order = cx.steps_in_order();
    let desks: Vec<Option<&Id>> = order.iter().map(|step| Some(p.desk(step))).collect();
    let agencies: Vec<Option<&Id>> = (order.iter())
        .map(|step| p.agency_of(step).map(|agency| &agency.id))
        .collect();
    let office: Vec<bool> = (desks.iter().flatten())
        .map(|desk| !p.is_applicant(desk))
        .collect();
    let apart = |&(a, b): &(usize, usize)| {
        let two = agencies[a].zip(agencies[b]);
        two.is_some_and(|(a, b)| a != b)
    };
    let mut hands = next_steps(cx, &order);
    hands.retain(|&(a, b)| office[a] && office[b]);
    let (between, within): (Vec<_>, Vec<_>) = hands.into_iter().partition(apart);
    for run in runs(&between, &agencies) {
        findings.extend(finding(&order, &run, Severity::Medium, &agencies));
    }
    for run in runs(&within, &desks) {
        findings.extend(finding(&order, &run, RULE.severity, &desks));
    }
}

/// Places in `order` of steps that directly follow each other: gateways passed through, without rework.
fn next_steps(cx: &Context<'_>, order: &[&Step]) -> Vec<(usize, usize)> {
    let mut place = vec![0; cx.graph.net.node_count()];
    for (at, step) in order.iter().enumerate() {
        if let Some(node) = cx.node(&step.id) {
            place[node.index()] = at;
        }
    }
    let ways = cx.base().ways(&cx.graph).iter();
    let mut pairs: Vec<(usize, usize)> = ways
        .flat_map(|(to, ways)| ways.iter().flatten().map(move |from| (from, to)))
        .map(|(from, to)| (place[from.index()], place[to.index()]))
        .collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// The longest runs that go back and forth between two parties, at least there and back.
fn runs(pairs: &[(usize, usize)], parties: &Parties<'_>) -> Vec<Vec<usize>> {
    let mut next = vec![Vec::new(); parties.len()];
    for &(a, b) in pairs.iter().filter(|(a, b)| parties[*a] != parties[*b]) {
        next[a].push(b);
    }
    let back = |a: usize, b: usize| {
        let mut followers = next[b].iter().copied();
        followers.find(|&c| parties[c] == parties[a])
    };
    let mut continued = BTreeSet::new();
    let mut out = Vec::new();
    for &(a, b) in pairs {
        if !next[a].contains(&b) || continued.contains(&(a, b)) {
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
    order: &[&Step],
    run: &[usize],
    severity: Severity,
    parties: &Parties<'_>,
) -> Option<Finding> {
    let steps: Vec<Id> = run.iter().map(|&at| order[at].id.clone()).collect();
    let parties: Vec<&Id> = run.iter().filter_map(|&at| parties[at]).collect();
    let labels = steps.iter().zip(&parties).map(|(step, party)| {
        let message = Message::new("in-hands-of").with("party", Arg::name(party));
        Label::new(step, message)
    });
    Some(Finding {
        rule: RULE.id,
        items: Vec::new(),
        severity,
        confidence: Confidence::Certain,
        message: Message::new(RULE.id)
            .with("a", Arg::name(parties.first()?))
            .with("b", Arg::name(parties.get(1)?))
            .with("chain", Arg::names(&steps)),
        labels: labels.collect(),
        steps,
    })
}
