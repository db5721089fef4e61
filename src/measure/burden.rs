//! What one case takes of the applicant, after the Standard Cost Model.
//!
//! A visit to an office takes 141 minutes where the file does not say otherwise: 57 travel, 48
//! queue, 36 service. A step that can be done online too costs the way and the queue only those who
//! come ([`Procedure::share_in_person`]). Where the work at the desk is known it takes the place of the service. What
//! this comes to in a year, [`super::workload`] adds up.

use super::calendar::{Clock, Length};
use super::figure::Note;
use super::time::step::Term;
use super::time::{Aspect, Range};
use crate::model::{Evidence, Procedure, Step, TimeUnit};

/// Minutes on the way to an office and back: default.
pub const TRAVEL: f64 = 57.0;

/// Minutes in the queue of an office: default.
pub const QUEUE: f64 = 48.0;

/// Minutes at the desk of an office: default.
pub const SERVICE: f64 = 36.0;

/// What one visit of a step takes of the applicant's own time: the work, and a visit in person.
pub fn applicant_term(procedure: &Procedure, step: &Step, clock: &Clock) -> Option<Term> {
    let mut term = Term::of(procedure, step, clock, Aspect::HandsOn)?;
    if step.visit.is_some() && !procedure.met_anyway(step) {
        let Some(share) = procedure.share_in_person(step) else {
            term.known = false;
            return Some(term);
        };
        // What it takes online is not known by what it takes at a desk.
        let only_there = share >= 1.0;
        let desk = if term.known || !only_there {
            0.0
        } else {
            SERVICE
        };
        let visit = Length {
            work: share * (TRAVEL + QUEUE + desk),
            calendar: 0.0,
        };
        term.range = term.range + Range::exactly(visit);
        term.known |= only_there;
        term.units.insert(TimeUnit::Minute);
        term.evidence = Some(Evidence::Default);
        term.notes.insert(Note::DefaultVisit);
    }
    Some(term)
}
