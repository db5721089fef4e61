//! The work of one case, role by role.

use crate::graph::Graph;
use crate::measure::burden;
use crate::measure::calendar::{Clock, Length};
use crate::measure::figure::{Figure, Notes, Unit};
use crate::measure::markov::Visits;
use crate::measure::time::step::Term;
use crate::measure::time::{Aspect, Range, steps};
use crate::message::Message;
use crate::model::{Evidence, Id, Procedure, Role, RoleKind, Step};
use petgraph::graph::NodeIndex;
use std::collections::BTreeSet;

/// Work of one case, added up over steps by their expected visits.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    range: Option<Range>,
    pub(super) steps: Places,
    pub(super) unknown: Places,
    evidence: Option<Evidence>,
    notes: Notes,
}

impl Tally {
    fn add(&mut self, step: usize, term: Term, visits: Option<f64>) {
        self.steps.push(step);
        self.evidence = self.evidence.max(term.evidence);
        self.notes |= term.notes;
        let Some(visits) = visits.filter(|_| term.known) else {
            self.unknown.push(step);
            // What is known of it, the way to an office, is part of the floor.
            if let Some(visits) = visits.filter(|_| term.range.max.work > 0.0) {
                self.put(term.range.map(|length| length.times(visits)));
            }
            return;
        };
        self.put(term.range.map(|length| length.times(visits)));
    }

    fn put(&mut self, range: Range) {
        self.range = Some(self.range.map_or(range, |sum| sum + range));
    }

    pub(super) fn merge(&mut self, other: &Self) {
        join(&mut self.steps, &other.steps);
        join(&mut self.unknown, &other.unknown);
        self.evidence = self.evidence.max(other.evidence);
        self.notes |= other.notes;
        if let Some(range) = other.range {
            self.put(range);
        }
    }

    /// The hours of a year.
    pub(super) fn hours(&self, p: &Procedure) -> Figure {
        let missing = |why| Figure {
            of: self.steps.len(),
            unknown: ids(p, &self.unknown),
            ..Figure::missing(Unit::Hours, Message::new(why))
        };
        let Some(range) = self.range else {
            return missing("why-no-times");
        };
        if range.max.calendar > 0.0 {
            // Days of the calendar are not paid hours.
            return missing("why-calendar-work");
        }
        let Some(cases) = p.cases_per_year else {
            return missing("why-no-cases");
        };
        let hours = |length: Length| length.times(cases).work / 60.0;
        let values = range.values(hours);
        Figure {
            evidence: self.evidence.max(p.evidence),
            notes: self.notes,
            ..Figure::sum(values, Unit::Hours, self.steps.len(), ids(p, &self.unknown))
        }
    }
}

/// Steps by their places in the file, each once, rising.
pub(super) type Places = Vec<usize>;

pub(super) fn join(places: &mut Places, more: &[usize]) {
    places.extend_from_slice(more);
    places.sort_unstable();
    places.dedup();
}

pub(super) fn ids(p: &Procedure, places: &[usize]) -> BTreeSet<Id> {
    places.iter().map(|&at| p.steps[at].id.clone()).collect()
}

/// The work of one case for each role, in file order; nothing for those that take no part.
pub(super) fn tallies(
    p: &Procedure,
    graph: &Graph,
    visits: Option<&Visits>,
    clock: &Clock,
) -> Vec<Option<Tally>> {
    let visits = |node: NodeIndex| visits.and_then(|visits| visits.of_node[node.index()]);
    let mut tallies = vec![None; p.roles.len()];
    for (at, (node, step)) in steps(p, graph).enumerate() {
        for role in parties(p, step) {
            let term = if p.roles[role].kind == Some(RoleKind::Applicant) {
                burden::applicant_term(p, step, clock)
            } else {
                Term::of(p, step, clock, Aspect::HandsOn)
            };
            if let Some(term) = term {
                let tally: &mut Tally = tallies[role].get_or_insert_default();
                tally.add(at, term, visits(node));
            }
        }
    }
    tallies
}

/// The roles that take part in a step, by their places in the file: its own, the other party, and the applicant who must
/// come.
fn parties(p: &Procedure, step: &Step) -> Places {
    let place = |id: &Id| p.roles.iter().position(|role| role.id == *id);
    let mut parties: Places = place(&step.role).into_iter().collect();
    join(
        &mut parties,
        step.with
            .iter()
            .filter_map(place)
            .collect::<Places>()
            .as_slice(),
    );
    let applicant = |role: &Role| role.kind == Some(RoleKind::Applicant);
    if p.meets_applicant(step) && !parties.iter().any(|&role| applicant(&p.roles[role])) {
        parties.extend(p.roles.iter().position(applicant));
    }
    parties
}
