//! Controls: what a check or sign-off examines, what it catches after the others, what hangs on its
//! verdict, and which other one covers it.

mod caught;
mod chain;
mod cover;
mod gate;

pub use caught::{Caught, caught};
pub use chain::chains;
pub(crate) use chain::related;
pub use cover::{Cover, Place, best_cover, covers, stands_for};
pub(crate) use cover::{least_caught_first, shared};
pub use gate::{Gate, Own, gate, verdict};
pub(crate) use gate::{followers, refuses};

use crate::context::Context;
use crate::fact::Fact;
use crate::model::{Id, Step};

/// What a step is stated to examine; empty where the file states nothing.
pub fn criteria(step: &Step) -> &[Id] {
    step.criteria.as_deref().unwrap_or(&[])
}

/// The name of the fact that a role is competent for a criterion.
const COMPETENT: &str = "competent";

/// The fact that a role is competent for a criterion.
pub fn competence(role: &Id, criterion: &Id) -> Fact {
    Fact::new(COMPETENT, [role, criterion])
}

/// Whether a role may decide on a criterion, stated or answered; nothing where nobody said.
pub fn competent(cx: &Context<'_>, role: &Id, criterion: &Id) -> Option<bool> {
    if cx.procedure.is_competent(role, criterion) {
        return Some(true);
    }
    if !cx.facts.has(COMPETENT) {
        return None;
    }
    let answer = cx.facts.answer(&competence(role, criterion));
    answer.map(|given| given.yes)
}

/// Whether `upper` is above `lower` in the line of superiors.
pub fn reports_to(cx: &Context<'_>, lower: &Step, upper: &Step) -> bool {
    cx.procedure.is_above(&upper.role, &lower.role)
}
