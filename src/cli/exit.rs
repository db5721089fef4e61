//! Exit codes, and what a failed command says.

use super::print;

/// Nothing to report.
pub(crate) const CLEAN: u8 = 0;
/// Findings at or above the threshold, or a file that is not in canonical form.
pub(crate) const FINDINGS: u8 = 1;
/// Bad input.
pub(crate) const BAD_INPUT: u8 = 2;
/// A bug of ours.
pub(crate) const BUG: u8 = 3;
/// Reading or writing failed.
pub(crate) const IO: u8 = 4;

/// Why a command stopped.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The input is at fault; the text explains every fault.
    Input(String),
    /// A file could not be read or written.
    Io(anyhow::Error),
    /// The reader of our output went away: nobody is left to tell.
    Closed,
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        let closed = error
            .downcast_ref::<std::io::Error>()
            .map(std::io::Error::kind);
        if closed == Some(std::io::ErrorKind::BrokenPipe) {
            Self::Closed
        } else {
            Self::Io(error)
        }
    }
}

impl Failure {
    /// Tells the user, and gives the exit code.
    pub(crate) fn report(self) -> u8 {
        match self {
            Self::Input(text) => {
                print::error(text.trim_end());
                BAD_INPUT
            }
            Self::Io(error) => {
                print::error(&format!("{error:#}"));
                IO
            }
            Self::Closed => CLEAN,
        }
    }
}
