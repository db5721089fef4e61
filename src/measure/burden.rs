//! What one case takes of the applicant, after the Standard Cost Model.
//!
//! A visit to an office takes 105 minutes on the way and in the queue where the file does not say otherwise: 57 travel, 48
//! queue. A step that can be done online too costs them only those who come ([`Procedure::share_in_person`]). What is done
//! at the desk is the work that the file states; where it states none, that is unknown, and what a case takes is a floor.
//! What this comes to in a year, [`super::workload`] adds up.

use super::calendar::{Clock, Length};
use super::figure::Note;
use super::time::step::Term;
use super::time::{Aspect, Range};
use crate::model::{Evidence, Procedure, Step, TimeUnit};

/// Minutes on the way to an office and back: default.
pub const TRAVEL: f64 = 57.0;

/// Minutes in the queue of an office: default.
pub const QUEUE: f64 = 48.0;

/// What one visit of a step takes of the applicant's own time: the work, and a visit in person.
pub fn applicant_term(procedure: &Procedure, step: &Step, clock: &Clock) -> Option<Term> {
    let mut term = Term::of(procedure, step, clock, Aspect::HandsOn)?;
    if step.visit.is_some() && !procedure.met_anyway(step) {
        let Some(share) = procedure.share_in_person(step) else {
            term.known = false;
            return Some(term);
        };
        if share < 1.0 && !term.known {
            // What it takes online is not known by what it takes at a desk.
            return Some(term);
        }
        let visit = Length {
            work: share * (TRAVEL + QUEUE),
            calendar: 0.0,
        };
        term.range = term.range + Range::exactly(visit);
        term.units.insert(TimeUnit::Minute);
        term.evidence = Some(Evidence::Default);
        term.notes.insert(Note::DefaultVisit);
    }
    Some(term)
}
