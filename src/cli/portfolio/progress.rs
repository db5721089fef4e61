//! Progress on a terminal; nothing in a pipe.

use super::input::Input;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;

/// How far the work is.
pub(crate) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// A bar on standard error where that is a terminal, with the remaining time where the end is known.
    pub(crate) fn of(input: &Input) -> Self {
        if !std::io::stderr().is_terminal() {
            return Self {
                bar: ProgressBar::hidden(),
            };
        }
        let (bar, form) = match input.of {
            Some(of) => (
                ProgressBar::new(of),
                "{bar:30} {percent}% {msg} {elapsed} + {eta}",
            ),
            None => (ProgressBar::no_length(), "{spinner} {msg} {elapsed}"),
        };
        if let Ok(style) = ProgressStyle::with_template(form) {
            bar.set_style(style);
        }
        Self { bar }
    }

    /// Shows how many procedures have been read.
    pub(crate) fn show(&self, input: &Input, procedures: u64) {
        self.bar.set_position(input.done());
        if !self.bar.is_hidden() {
            let seconds = self.bar.elapsed().as_secs_f64().max(0.001);
            let rate = (procedures as f64 / seconds).round();
            self.bar.set_message(format!("{procedures} ({rate}/s)"));
        }
    }

    /// Takes the bar away.
    pub(crate) fn end(&self) {
        self.bar.finish_and_clear();
    }
}
