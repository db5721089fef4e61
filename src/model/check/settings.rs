//! Settings: the calendar can be worked with, roles have heads, facts have one answer.

use crate::lookup::Table;
use crate::message::Message;
use crate::model::answers::normal;
use crate::model::figure::{Time, TimeUnit};
use crate::model::people::Role;
use crate::model::procedure::Procedure;
use crate::source::{Fault, Faults};
use std::collections::BTreeSet;

pub(super) fn check(p: &Procedure, faults: &mut Faults) {
    if let Some(calendar) = &p.calendar {
        if calendar.week.is_some_and(|days| !(1..=7).contains(&days)) {
            faults.push(Fault::at("/calendar/week", Message::new("week-length")));
        }
        if calendar.day.as_ref().is_some_and(|day| !is_day(day)) {
            faults.push(Fault::at("/calendar/day", Message::new("day-length")));
        }
    }
    let mut answered = BTreeSet::new();
    for (index, answer) in p.answers.iter().flatten().enumerate() {
        if !answered.insert(normal(&answer.fact)) {
            let message = Message::new("answered-twice").with("fact", answer.fact.as_str());
            faults.push(Fault::at(format!("/answers/{index}/fact"), message));
        }
    }
    let mut costed = BTreeSet::new();
    for (index, change) in p.changes.iter().flatten().enumerate() {
        if !costed.insert(change.change.as_str()) {
            let message = Message::new("costed-twice").with("change", change.change.as_str());
            faults.push(Fault::at(format!("/changes/{index}/change"), message));
        }
    }
    superiors(&p.roles, faults);
}

/// Whether a time can be the length of a working day: hours or minutes, more than none, 24 h at most.
fn is_day(time: &Time) -> bool {
    let fits = |value: f64, unit: TimeUnit| match unit {
        TimeUnit::Minute => value > 0.0 && value <= 24.0 * 60.0,
        TimeUnit::Hour => value > 0.0 && value <= 24.0,
        _ => false,
    };
    let long = &time.0;
    let span = long
        .value
        .is_none_or(|span| fits(span.min, span.unit) && fits(span.max, span.unit));
    span && [long.mean, long.median]
        .into_iter()
        .flatten()
        .all(|amount| fits(amount.value, amount.unit))
}

/// No role is above itself.
fn superiors(roles: &[Role], faults: &mut Faults) {
    let index: Table<&str, usize> = roles
        .iter()
        .enumerate()
        .map(|(index, role)| (role.id.as_str(), index))
        .collect();
    let above = |at: usize| {
        roles[at]
            .superior
            .as_ref()
            .and_then(|id| index.get(id.as_str()).copied())
    };
    // The walk from which each role was first seen; meeting one's own walk again is a circle.
    let mut walk_of = vec![None; roles.len()];
    for start in 0..roles.len() {
        let mut at = Some(start);
        while let Some(role) = at.filter(|&role| walk_of[role].is_none()) {
            walk_of[role] = Some(start);
            at = above(role);
        }
        if let Some(first) = at.filter(|&role| walk_of[role] == Some(start)) {
            let circle =
                std::iter::successors(above(first), |&role| above(role).filter(|_| role != first));
            let names: Vec<_> = circle
                .take(super::SHOWN)
                .map(|role| roles[role].id.to_string())
                .collect();
            let message = Message::new("superior-cycle").with("roles", names.join(", "));
            faults.push(Fault::at(format!("/roles/{first}/superior"), message));
        }
    }
}
