//! Burden in hours a year, after the Standard Cost Model: minutes of each activity x cases a year.
//!
//! A visit to an office takes 141 minutes where the file does not say otherwise: 57 travel, 48
//! queue, 36 service. Where the work at the desk is known it takes the place of the service.

use super::calendar::{Clock, Length};
use super::figure::{Figure, Note, Unit};
use super::time::step::Term;
use super::time::{Aspect, Range, Terms, steps};
use crate::graph::Graph;
use crate::message::Message;
use crate::model::{Evidence, Procedure, TimeUnit};

/// Minutes on the way to an office and back: default.
pub const TRAVEL: f64 = 57.0;

/// Minutes in the queue of an office: default.
pub const QUEUE: f64 = 48.0;

/// Minutes at the desk of an office: default.
pub const SERVICE: f64 = 36.0;

/// What one case takes of the applicant's own time: the work at steps in which the applicant takes
/// part, and visits.
pub fn applicant_minutes(procedure: &Procedure, graph: &Graph, clock: &Clock) -> Terms {
    let takes_part = |step: &crate::model::Step| procedure.meets_applicant(step);
    let mut terms = Terms::of(procedure, graph, clock, Aspect::HandsOn, takes_part);
    for (node, step) in steps(procedure, graph).filter(|(_, step)| step.visit.is_some()) {
        let known =
            Term::of(procedure, step, clock, Aspect::HandsOn).is_some_and(|term| term.known);
        let desk = if known { 0.0 } else { SERVICE };
        let visit = Range::exactly(Length {
            work: TRAVEL + QUEUE + desk,
            calendar: 0.0,
        });
        let range = &mut terms.of_node[node.index()];
        *range = *range + visit;
        terms.unknown.remove(step.id.0.as_str());
        terms.units.insert(TimeUnit::Minute);
        terms.evidence = Some(Evidence::Default);
        terms.notes.insert(Note::DefaultVisit);
    }
    terms
}

/// The hours a year of a time of one case, given as a figure of working time.
pub fn hours_a_year(procedure: &Procedure, clock: &Clock, one_case: Figure) -> Figure {
    let minutes = match one_case.unit {
        Unit::Minutes => 1.0,
        Unit::Hours => 60.0,
        Unit::WorkingDays => clock.day,
        // Days of the calendar are not paid hours.
        _ => return Figure::missing(Unit::Hours, Message::new("why-calendar-work")),
    };
    let Some(cases) = procedure.cases_per_year else {
        return Figure::missing(Unit::Hours, Message::new("why-no-cases"));
    };
    let factor = cases * minutes / 60.0;
    let value = one_case.value.map(|mut value| {
        value.min *= factor;
        value.max *= factor;
        value.typical = value.typical.map(|typical| typical * factor);
        value.mean = value.mean.map(|mean| mean * factor);
        value
    });
    Figure {
        value,
        unit: Unit::Hours,
        ..one_case
    }
}
