//! What steps take, on one scale, so that a time in another unit hides nothing.

use crate::measure::calendar::Clock;
use crate::model::{Procedure, Step, StepKind, Time, TimeUnit};

/// The share of what was there that counts as still there: saving less than a twentieth is saving nothing.
const KEPT: f64 = 0.95;
/// Days of a week of the calendar, and working days of one where the file says nothing.
const WEEK: [f64; 2] = [7.0, 5.0];
/// Calendar days of a month.
const MONTH: f64 = 365.2425 / 12.0;

/// What a step takes, in working days as its file counts them; nothing of what is not stated.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Taken {
    pub(super) work: Option<f64>,
    pub(super) wait: Option<f64>,
    /// Both together.
    pub(super) whole: Option<f64>,
}

/// Tells what the steps of one version take.
pub(super) struct Scale {
    /// Minutes of a working day.
    day: f64,
    /// Working days of a calendar day.
    open: f64,
}

impl Scale {
    pub(super) fn of(p: &Procedure) -> Self {
        let week = p.calendar.as_ref().and_then(|calendar| calendar.week);
        Self {
            day: Clock::of(p).day,
            open: week.map_or(WEEK[1], |week| week as f64) / WEEK[0],
        }
    }

    /// The mean of a time, else its typical value, else its middle, in working days.
    pub(super) fn days(&self, time: &Time) -> Option<f64> {
        let span = time.0.value.map(|span| {
            let middle = f64::midpoint(span.min, span.max);
            (span.unit, span.typical.unwrap_or(middle))
        });
        let mean = time.0.mean.map(|mean| (mean.unit, mean.value));
        let (unit, value) = mean.or(span)?;
        let days = value
            * match unit {
                TimeUnit::Minute => 1.0 / self.day,
                TimeUnit::Hour => 60.0 / self.day,
                TimeUnit::WorkingDay => 1.0,
                TimeUnit::CalendarDay => self.open,
                TimeUnit::Week => WEEK[0] * self.open,
                TimeUnit::Month => MONTH * self.open,
            };
        days.is_finite().then_some(days)
    }

    pub(super) fn taken(&self, step: &Step) -> Taken {
        let work = match &step.work {
            Some(work) => self.days(work),
            None if step.kind == StepKind::Wait => Some(0.0),
            None => None,
        };
        if let Some(elapsed) = &step.elapsed {
            let whole = self.days(elapsed);
            let work = work.filter(|_| step.work.is_some());
            return Taken {
                work,
                wait: whole.zip(work).map(|(whole, work)| (whole - work).max(0.0)),
                whole,
            };
        }
        let waits = step.wait.as_ref();
        let wait: Option<f64> =
            waits.and_then(|waits| waits.0.iter().map(|wait| self.days(&wait.time)).sum());
        Taken {
            work,
            wait,
            whole: work.zip(wait).map(|(work, wait)| work + wait),
        }
    }
}

impl Taken {
    /// Nothing.
    pub(super) fn zero() -> Self {
        Self {
            work: Some(0.0),
            wait: Some(0.0),
            whole: Some(0.0),
        }
    }

    /// Both; what is not known of one is not known of the sum.
    pub(super) fn and(self, other: Self) -> Self {
        let sum = |a: Option<f64>, b: Option<f64>| a.zip(b).map(|(a, b)| a + b);
        Self {
            work: sum(self.work, other.work),
            wait: sum(self.wait, other.wait),
            whole: sum(self.whole, other.whole),
        }
    }

    /// How much more it is than before, where it is, and where both are known.
    pub(super) fn growth(self, was: Self) -> Self {
        let more = |is: Option<f64>, was: Option<f64>| {
            Some(is.zip(was).map_or(0.0, |(is, was)| (is - was).max(0.0)))
        };
        Self {
            work: more(self.work, was.work),
            wait: more(self.wait, was.wait),
            whole: more(self.whole, was.whole),
        }
    }

    /// Whether it is something.
    pub(super) fn is_some(self) -> bool {
        [self.work, self.wait, self.whole]
            .into_iter()
            .flatten()
            .any(|part| part > 1e-9)
    }

    /// Whether nearly all of it is in what there is now: the work, and the waits where both are stated, else both together;
    /// nothing where neither can be compared.
    pub(super) fn is_kept(self, now: Self) -> Option<bool> {
        let kept = |was: Option<f64>, is: Option<f64>| Some(is? >= was? * KEPT - 1e-9);
        let work = kept(self.work, now.work);
        let work = work.map(|work| work && kept(self.wait, now.wait).unwrap_or(true));
        work.or_else(|| kept(self.whole, now.whole))
    }

    /// Whether it is surely no more than another in what both state.
    pub(super) fn is_within(self, other: Self) -> bool {
        let within = |is: Option<f64>, most: Option<f64>| {
            is.zip(most).is_none_or(|(is, most)| is <= most + 1e-9)
        };
        within(self.work, other.work)
            && within(self.wait, other.wait)
            && within(self.whole, other.whole)
    }
}
