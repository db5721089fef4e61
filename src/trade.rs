//! What a change gives up: declared by the rewrite as data, decided by a person, and left out of the guarantees;
//! all the rest they still hold it to.

use crate::message::{Arg, Message};
use crate::model::Id;

/// One thing that a trading rewrite gives up. Nothing else may be lost.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relaxed {
    /// What a step examined before the outcome, it examines after it.
    AfterOutcome {
        /// The step.
        step: Id,
        /// What it examines; none where the file does not say.
        criterion: Option<Id>,
    },
    /// What a step examined in every case, it examines in a sample.
    Sample {
        /// The step.
        step: Id,
        /// What it examines; none where the file does not say.
        criterion: Option<Id>,
    },
    /// A step that approved is told only, and examines nothing any more.
    Notice {
        /// The step.
        step: Id,
        /// What it examined; none where the file does not say.
        criterion: Option<Id>,
    },
    /// A law that prescribes a step has to be changed.
    Law {
        /// The step.
        step: Id,
        /// The law.
        law: Id,
    },
}

impl Relaxed {
    /// The step of the version before that it is about.
    pub fn step(&self) -> &Id {
        match self {
            Self::AfterOutcome { step, .. }
            | Self::Sample { step, .. }
            | Self::Notice { step, .. }
            | Self::Law { step, .. } => step,
        }
    }

    /// The same of another step: one that is part of the step now.
    #[must_use]
    pub fn of(&self, part: Id) -> Self {
        let mut same = self.clone();
        match &mut same {
            Self::AfterOutcome { step, .. }
            | Self::Sample { step, .. }
            | Self::Notice { step, .. }
            | Self::Law { step, .. } => *step = part,
        }
        same
    }

    /// The criterion that the step no longer examines in every case before the outcome.
    pub fn criterion(&self) -> Option<&Id> {
        match self {
            Self::AfterOutcome { criterion, .. }
            | Self::Sample { criterion, .. }
            | Self::Notice { criterion, .. } => criterion.as_ref(),
            Self::Law { .. } => None,
        }
    }

    /// The law that would have to change.
    pub fn law(&self) -> Option<&Id> {
        match self {
            Self::Law { law, .. } => Some(law),
            _ => None,
        }
    }

    /// Its word in data.
    pub fn word(&self) -> &'static str {
        match self {
            Self::AfterOutcome { .. } => "after-outcome",
            Self::Sample { .. } => "sample",
            Self::Notice { .. } => "notice",
            Self::Law { .. } => "law",
        }
    }

    /// What is given up, in words.
    pub fn message(&self) -> Message {
        let (stated, unstated) = match self {
            Self::AfterOutcome { .. } => {
                ("relaxed-after-outcome", "relaxed-after-outcome-unstated")
            }
            Self::Sample { .. } => ("relaxed-sample", "relaxed-sample-unstated"),
            Self::Notice { .. } => ("relaxed-notice", "relaxed-notice-unstated"),
            Self::Law { law, .. } => {
                let message = Message::new("relaxed-law").with("law", Arg::name(law));
                return message.with("step", Arg::name(self.step()));
            }
        };
        let message = match self.criterion() {
            Some(criterion) => Message::new(stated).with("criterion", Arg::name(criterion)),
            None => Message::new(unstated),
        };
        message.with("step", Arg::name(self.step()))
    }
}

/// Whether what a step examines is among what is given up.
pub fn gives_up(relaxed: &[Relaxed], step: &Id, criterion: &Id) -> bool {
    let mut about = relaxed.iter().filter(|relaxed| relaxed.step() == step);
    about.any(|relaxed| relaxed.criterion() == Some(criterion))
}
