//! Working time and calendar time.
//!
//! Minutes, hours and working days are working time; calendar days, weeks and months are calendar
//! time. They are put together by the calendar from the opening hour, every working day equally
//! likely as the start, never by a factor. What fills whole working days ends when the next
//! working day opens, which is when the next desk can begin: 5 working days are 7 calendar days,
//! 1 working day is 1.4 in the mean (3 over a weekend), 4 hours are 4 hours.

use crate::model::{Amount, Calendar, Date, Procedure, TimeUnit};
use jiff::ToSpan;
use jiff::civil;
use std::collections::BTreeSet;

/// Minutes of a calendar day.
const DAY: f64 = 24.0 * 60.0;

/// Hours of a working day where the file says nothing.
const DEFAULT_HOURS: f64 = 8.0;

/// Working days of a week where the file says nothing.
const DEFAULT_WEEK: u64 = 5;

/// Calendar days of a month: the mean of the Gregorian calendar.
const MONTH: f64 = 365.2425 / 12.0;

/// Holidays and make-up days beyond which no more are looked at.
const MOST_DAYS: usize = 2_000;

/// A length of time on both clocks, one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Length {
    /// Working time, minutes.
    pub work: f64,
    /// Calendar time, minutes.
    pub calendar: f64,
}

impl Length {
    /// Both clocks times a number.
    #[must_use]
    pub fn times(self, factor: f64) -> Self {
        // Never and unbounded: what never happens takes no time.
        let scale = |part: f64| if factor == 0.0 { 0.0 } else { part * factor };
        Self {
            work: scale(self.work),
            calendar: scale(self.calendar),
        }
    }

    /// Whether it is bounded.
    pub fn is_finite(self) -> bool {
        self.work.is_finite() && self.calendar.is_finite()
    }
}

impl std::ops::Add for Length {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            work: self.work + other.work,
            calendar: self.calendar + other.calendar,
        }
    }
}

/// The working time of the offices.
#[derive(Debug, Clone)]
pub struct Clock {
    /// Minutes of a working day.
    pub day: f64,
    /// Whether the file left the length of the day to the default.
    pub default_day: bool,
    /// Working days of a week, from Monday; 1 to 7.
    week: usize,
    /// Whether the file left that to the default.
    default_week: bool,
    holidays: BTreeSet<civil::Date>,
    make_up: BTreeSet<civil::Date>,
    /// Mean calendar days from one working day to the k-th after it, for the first k.
    offsets: Vec<f64>,
}

impl Clock {
    /// The clock of a procedure.
    pub fn of(procedure: &Procedure) -> Self {
        let calendar = procedure.calendar.as_ref();
        let hours = calendar.and_then(day_length);
        let dates = |list: Option<&Vec<Date>>| {
            list.into_iter()
                .flatten()
                .take(MOST_DAYS)
                .map(|date| date.0)
                .collect()
        };
        let stated_week = calendar.and_then(|calendar| calendar.week);
        let week = stated_week.unwrap_or(DEFAULT_WEEK);
        let mut clock = Self {
            day: hours.unwrap_or(DEFAULT_HOURS * 60.0),
            default_day: hours.is_none(),
            week: week.clamp(1, 7) as usize,
            default_week: stated_week.is_none(),
            holidays: dates(calendar.and_then(|calendar| calendar.holidays.as_ref())),
            make_up: dates(calendar.and_then(|calendar| calendar.make_up.as_ref())),
            offsets: Vec::new(),
        };
        clock.offsets = clock.mean_offsets();
        clock
    }

    /// The share of the time of the calendar in which the offices work, holidays left aside; nothing where the file leaves
    /// the length of the day or of the week to the default.
    pub fn stated_work_share(&self) -> Option<f64> {
        let stated = !self.default_day && !self.default_week;
        stated.then(|| self.week as f64 * self.day / (7.0 * DAY))
    }

    /// An amount on the clock that its unit belongs to.
    pub fn length(&self, amount: Amount) -> Length {
        let work = |work| Length {
            work,
            calendar: 0.0,
        };
        let calendar = |days: f64| Length {
            work: 0.0,
            calendar: days * DAY,
        };
        match amount.unit {
            TimeUnit::Minute => work(amount.value),
            TimeUnit::Hour => work(amount.value * 60.0),
            TimeUnit::WorkingDay => work(amount.value * self.day),
            TimeUnit::CalendarDay => calendar(amount.value),
            TimeUnit::Week => calendar(amount.value * 7.0),
            TimeUnit::Month => calendar(amount.value * MONTH),
        }
    }

    /// Calendar days that a length takes in the mean, from the opening hour of a working day.
    pub fn calendar_days(&self, length: Length) -> f64 {
        if !length.is_finite() {
            return f64::INFINITY;
        }
        let (days, rest) = self.split(length.work);
        self.offset(days) + (rest + length.calendar) / DAY
    }

    /// Calendar days that a length takes when it starts as the offices open on `start`, or on the
    /// first working day after it.
    pub fn calendar_days_from(&self, start: civil::Date, length: Length) -> f64 {
        if !length.is_finite() {
            return f64::INFINITY;
        }
        let (days, rest) = self.split(length.work);
        let mut far = self.until_working(start);
        let mut left = days.min(MOST_STEPS);
        while left > 0.0 {
            far += 1 + self.until_working(later(start, far + 1));
            left -= 1.0;
        }
        let more = (days - days.min(MOST_STEPS)) * 7.0 / self.week as f64;
        far as f64 + more + (rest + length.calendar) / DAY
    }

    /// Whole working days, and the minutes that are left.
    fn split(&self, work: f64) -> (f64, f64) {
        // A sum of thirds of days must not miss a whole day by its last bit.
        let days = (work / self.day + 1e-9).floor();
        (days, (work - days * self.day).max(0.0))
    }

    fn offset(&self, days: f64) -> f64 {
        let week = self.week as f64;
        let beyond = days - (self.offsets.len() as f64 - 1.0);
        let weeks = (beyond / week).ceil().max(0.0);
        let place = (days - weeks * week).max(0.0) as usize;
        self.offsets.get(place).copied().unwrap_or(0.0) + 7.0 * weeks
    }

    fn works_on(&self, date: civil::Date) -> bool {
        let weekday = date.weekday().to_monday_zero_offset() as usize;
        self.make_up.contains(&date) || (weekday < self.week && !self.holidays.contains(&date))
    }

    /// Days from `date` to the first working day, itself included.
    fn until_working(&self, date: civil::Date) -> i64 {
        let closed = |&far: &i64| !self.works_on(later(date, far));
        let open = (0..MOST_CLOSED).find(|far| !closed(far));
        open.unwrap_or(MOST_CLOSED)
    }

    /// The mean over the starts: a week, or each working day of the years with holidays.
    fn mean_offsets(&self) -> Vec<f64> {
        let named = || self.holidays.iter().chain(&self.make_up);
        let (first, days) = match (named().min(), named().max()) {
            (Some(first), Some(last)) => {
                let first = first.first_of_year();
                let years = i64::from(last.year() - first.year()) + 1;
                (first, years.clamp(1, MOST_YEARS) * 366)
            }
            _ => (civil::date(2024, 1, 1), 7),
        };
        let starts: Vec<i64> = (0..days)
            .filter(|&far| self.works_on(later(first, far)))
            .collect();
        // As many again, so that the last start has its followers.
        let followers = (days..days * 2 + 14).filter(|&far| self.works_on(later(first, far)));
        let open: Vec<i64> = starts.iter().copied().chain(followers).collect();
        let count = starts.len();
        if count == 0 {
            return vec![0.0];
        }
        let mut sums = vec![0];
        for (at, day) in open.iter().enumerate() {
            sums.push(sums[at] + day);
        }
        // The sum of open[at + after] - open[at] over all starts.
        let mean = |after: usize| {
            let total: i64 = sums[after + count] - sums[after] - sums[count];
            total as f64 / count as f64
        };
        (0..=count.min(open.len() - count).min(MOST_OFFSETS))
            .map(mean)
            .collect()
    }
}

/// Closed days in a row after which the offices count as open again.
const MOST_CLOSED: i64 = 400;

/// Working days that are walked one by one.
const MOST_STEPS: f64 = 20_000.0;

/// Years whose working days are taken as starts.
const MOST_YEARS: i64 = 4;

/// Offsets that are averaged; what is longer goes on by whole weeks.
const MOST_OFFSETS: usize = 520;

fn later(date: civil::Date, days: i64) -> civil::Date {
    date.saturating_add(days.days())
}

fn day_length(calendar: &Calendar) -> Option<f64> {
    let span = calendar.day.as_ref()?.0.value?;
    let minutes = match span.unit {
        TimeUnit::Minute => span.min,
        TimeUnit::Hour => span.min * 60.0,
        _ => return None,
    };
    (minutes > 0.0 && minutes <= DAY).then_some(minutes)
}
