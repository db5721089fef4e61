//! What one visit of one step takes.

use super::Range;
use crate::measure::calendar::{Clock, Length};
use crate::measure::figure::{Note, Notes};
use crate::model::{
    Amount, Evidence, Procedure, Step, StepKind, Time, TimeUnit, WaitFigure, WaitKind,
};
use enumset::EnumSet;

/// An aspect of the time of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aspect {
    /// Work and waits together.
    Elapsed,
    /// Work alone; unknown where only the elapsed time is given.
    HandsOn,
    /// Waits alone; unknown where only the elapsed time is given.
    Waiting,
    /// Waits that a law prescribes; steps that state none have no such term.
    Statutory,
    /// While the applicant has the case: all of the applicant's steps, in others the waits for the
    /// applicant; others that state none have no such term.
    Applicant,
    /// While somebody else has the case: elapsed time of others' steps, without waits for the applicant.
    Office,
}

/// One aspect of one step.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// How long; of its known parts where it is not fully known.
    pub range: Range,
    /// Whether all its parts are known.
    pub known: bool,
    /// How sure its weakest part is.
    pub evidence: Option<Evidence>,
    /// How its expectation was come by.
    pub notes: Notes,
    /// Units in which its parts were given.
    pub units: EnumSet<TimeUnit>,
}

impl Term {
    /// The aspect of a step; nothing where it has no such term.
    pub fn of(procedure: &Procedure, step: &Step, clock: &Clock, aspect: Aspect) -> Option<Self> {
        let mut term = Self {
            range: Range::zero(),
            known: true,
            evidence: None,
            notes: Notes::new(),
            units: EnumSet::new(),
        };
        let default = step.evidence.or(procedure.evidence);
        let own = || procedure.is_applicant(&step.role);
        let any: fn(&WaitFigure) -> bool = |_| true;
        match aspect {
            Aspect::Elapsed => term.add_elapsed(step, clock, default, any),
            Aspect::Applicant if own() => term.add_elapsed(step, clock, default, any),
            Aspect::Office if own() => return None,
            Aspect::Office => term.add_elapsed(step, clock, default, |wait| {
                wait.kind != Some(WaitKind::Applicant)
            }),
            Aspect::HandsOn if step.kind == StepKind::Wait && step.work.is_none() => {}
            Aspect::HandsOn => term.add(step.work.as_ref(), clock, default),
            Aspect::Waiting => term.add_waits(step, clock, default, any),
            Aspect::Statutory | Aspect::Applicant => {
                let kind = match aspect {
                    Aspect::Statutory => WaitKind::Statutory,
                    _ => WaitKind::Applicant,
                };
                let such = |wait: &WaitFigure| wait.kind == Some(kind);
                let waits = step.wait.as_ref()?;
                if !waits.0.iter().any(such) {
                    return None;
                }
                term.add_waits(step, clock, default, such);
            }
        }
        Some(term)
    }

    fn add_elapsed(
        &mut self,
        step: &Step,
        clock: &Clock,
        default: Option<Evidence>,
        counts: impl Fn(&WaitFigure) -> bool,
    ) {
        if step.elapsed.is_some() {
            return self.add(step.elapsed.as_ref(), clock, default);
        }
        // A step that is nothing but a wait has no work.
        if step.kind != StepKind::Wait || step.work.is_some() {
            self.add(step.work.as_ref(), clock, default);
        }
        self.add_waits(step, clock, default, counts);
    }

    fn add_waits(
        &mut self,
        step: &Step,
        clock: &Clock,
        default: Option<Evidence>,
        counts: impl Fn(&WaitFigure) -> bool,
    ) {
        match &step.wait {
            None => self.known = false,
            Some(waits) => {
                for wait in waits.0.iter().filter(|wait| counts(wait)) {
                    self.add(Some(&wait.time), clock, default);
                }
            }
        }
    }

    fn add(&mut self, time: Option<&Time>, clock: &Clock, default: Option<Evidence>) {
        let read = time.and_then(|time| range(time, clock).map(|read| (time, read)));
        let Some((time, (range, note, unit))) = read else {
            self.known = false;
            return;
        };
        self.range = self.range + range;
        self.notes.extend(note);
        self.units.insert(unit);
        self.evidence = self.evidence.max(time.0.evidence.or(default));
    }
}

/// The range of a time, how its expectation was come by, and its unit; nothing where only a median
/// or a percentile is given, neither of which adds up.
pub fn range(time: &Time, clock: &Clock) -> Option<(Range, Option<Note>, TimeUnit)> {
    let mean = time.0.mean.map(|mean| clock.length(mean));
    let Some(span) = time.0.value else {
        let unit = time.0.mean?.unit;
        let unbounded = clock.length(Amount {
            value: f64::INFINITY,
            unit,
        });
        let range = Range {
            min: Length::default(),
            typical: None,
            max: unbounded,
            mean,
        };
        return Some((range, None, unit));
    };
    let at = |value| {
        clock.length(Amount {
            value,
            unit: span.unit,
        })
    };
    let fixed = span.min.total_cmp(&span.max).is_eq();
    let typical = span.typical.or(fixed.then_some(span.min)).map(at);
    let middle = at(f64::midpoint(span.min, span.max));
    let note = match (mean, typical) {
        (Some(_), _) => None,
        _ if fixed => None,
        (None, Some(_)) => Some(Note::TypicalForMean),
        (None, None) => Some(Note::MiddleForMean),
    };
    let range = Range {
        min: at(span.min),
        typical,
        max: at(span.max),
        mean: mean.or(typical).or(Some(middle)),
    };
    Some((range, note, span.unit))
}
