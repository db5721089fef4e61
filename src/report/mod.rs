//! Reports: what came of a procedure, in words and as data.

mod gaps;
pub mod json;
mod proposal;
mod soundness;
mod table;
pub mod text;
mod why;

pub use gaps::gaps;
pub use soundness::unsound;
pub use table::{Line, Table};
pub use why::{Asked, why};

use crate::fact::Facts;
use crate::measure::Convention;
use crate::message::Lang;
use crate::model::Procedure;
use crate::simplify::{Entry, Simplification};

/// Everything that a report is made from.
pub struct Report<'a> {
    /// The procedure as it was read.
    pub procedure: &'a Procedure,
    /// What came of it.
    pub result: &'a Simplification,
    /// The answers that were used, those of the file included.
    pub answers: &'a Facts,
    /// How times are counted.
    pub convention: Convention,
    /// SHA-256 of the file as it was read, in hexadecimal digits.
    pub input: &'a str,
    /// The language of names and messages.
    pub lang: Lang,
}

impl Report<'_> {
    /// The rewrites that wait for an answer, in the order in which they would be applied.
    pub fn waiting(&self) -> &[Entry] {
        let sure = self.result.sure.derivation.len();
        self.result
            .if_answered
            .derivation
            .get(sure..)
            .unwrap_or(&[])
    }
}
