//! Figures in words.

use super::{Figure, Note, State, Unit, Values};
use crate::message::{Arg, Message, decimal};
use crate::model::Evidence;

impl Unit {
    fn key(&self) -> &'static str {
        match self {
            Self::Count => "unit-count",
            Self::Minutes => "unit-minutes",
            Self::WorkingDays => "unit-working-days",
            Self::CalendarDays => "unit-calendar-days",
            Self::Hours => "unit-hours",
            Self::Share => "unit-share",
            Self::Years => "unit-years",
            Self::Money(_) => "unit-money",
        }
    }

    /// A value in this unit, in words; a share as a percentage.
    pub fn show(&self, value: f64) -> Message {
        self.text(self.number(value))
    }

    fn text(&self, value: impl Into<Arg>) -> Message {
        let message = Message::new(self.key()).with("value", value);
        match self {
            Self::Money(currency) => message.with("currency", currency.as_str()),
            _ => message,
        }
    }

    fn number(&self, value: f64) -> f64 {
        if *self == Self::Share {
            100.0 * value
        } else {
            value
        }
    }
}

impl Note {
    /// The note in words.
    pub fn message(self) -> Message {
        Message::new(match self {
            Self::DefaultDay => "note-default-day",
            Self::MeanMonth => "note-mean-month",
            Self::TypicalForMean => "note-typical",
            Self::MiddleForMean => "note-middle",
            Self::Triangular => "note-triangular",
            Self::Draws => "note-draws",
            Self::MeanFloor => "note-mean-floor",
            Self::LoopsNotTaken => "note-loops",
            Self::MixedClocks => "note-mixed-clocks",
            Self::UnknownInBlock => "note-unknown-in-block",
            Self::DoingBusiness => "note-doing-business",
            Self::DefaultVisit => "note-default-visit",
            Self::SameCases => "note-same-cases",
        })
    }
}

impl Figure {
    /// The figure in words: `66 min`, `3..5 wd`, `8.65 wd expected`, `at least 66 min, 9 of 10
    /// steps known`, `not measurable: ...`.
    pub fn message(&self) -> Message {
        match (self.state(), self.value) {
            (State::Known, Some(value)) => self.known_value(value),
            (State::Floor, Some(value)) => self.floor(value),
            _ => match &self.why {
                Some(why) => Message::new("figure-missing").with("why", why.clone()),
                None => Message::new("figure-missing-plain"),
            },
        }
    }

    /// The same where there is little room: of a floor, not how much of it is known.
    pub fn short(&self) -> Message {
        match (self.state(), self.value) {
            (State::Floor, Some(value)) => {
                let least = value
                    .mean
                    .filter(|_| !value.is_fixed())
                    .unwrap_or(value.min);
                Message::new("figure-floor-short").with("value", self.unit.show(least))
            }
            _ => self.message(),
        }
    }

    /// What is known of the expectation is told rather than of the least, where the two differ.
    fn floor(&self, value: Values) -> Message {
        let expected = value.mean.filter(|_| !value.is_fixed());
        let key = match expected {
            Some(_) => "figure-floor-expected",
            None => "figure-floor",
        };
        Message::new(key)
            .with("value", self.unit.show(expected.unwrap_or(value.min)))
            .with("known", self.known)
            .with("of", self.of)
    }

    fn known_value(&self, value: Values) -> Message {
        if value.is_fixed() {
            return self.unit.show(value.min);
        }
        let range = value.max.is_finite().then(|| {
            let (min, max) = (self.unit.number(value.min), self.unit.number(value.max));
            self.unit
                .text(format!("{}..{}", decimal(min), decimal(max)))
        });
        match (value.mean, range) {
            (Some(mean), Some(range)) => Message::new("figure-expected-range")
                .with("mean", self.unit.show(mean))
                .with("range", range),
            (Some(mean), None) => {
                Message::new("figure-expected").with("mean", self.unit.show(mean))
            }
            (None, Some(range)) => range,
            (None, None) => {
                Message::new("figure-at-least").with("value", self.unit.show(value.min))
            }
        }
    }

    /// How sure it is and how it was come by, in words; nothing where there is nothing to say.
    pub fn remarks(&self) -> Vec<Arg> {
        let sure = self.evidence.map(|evidence| {
            Message::new(match evidence {
                Evidence::Observed => "evidence-observed",
                Evidence::Stated => "evidence-stated",
                Evidence::Estimated => "evidence-estimated",
                Evidence::Constructed => "evidence-constructed",
                Evidence::Default => "evidence-default",
            })
        });
        let notes = self.notes.iter().map(Note::message);
        sure.into_iter().chain(notes).map(Arg::from).collect()
    }
}
