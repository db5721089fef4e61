//! One step as the order of steps sees it, computed once for many comparisons.

use super::materials::Materials;
use crate::model::{Id, Law, Mandate, Procedure, Step, StepKind};
use enumset::EnumSet;
use std::cell::OnceCell;

/// A step with what makes others wait for it.
pub(super) struct Party<'a> {
    pub(super) step: &'a Step,
    procedure: &'a Procedure,
    materials: OnceCell<Materials<'a>>,
    /// The role at whose desk it is done.
    pub(super) desk: &'a Id,
    /// Whether the applicant does it alone.
    pub(super) alone: bool,
    /// The agency of the desk, where an agency does it.
    pub(super) agency: Option<&'a Id>,
    /// Whether the applicant takes part.
    pub(super) meets: bool,
    /// Why it stays where it is in time: the key of the reason.
    pub(super) place: Option<&'static str>,
    /// Laws that prescribe an order and that it cites.
    pub(super) ordered_by: Vec<&'a Law>,
}

impl<'a> Party<'a> {
    pub(super) fn of(p: &'a Procedure, step: &'a Step) -> Self {
        let desk = p.desk(step);
        let alone = p.is_applicant(desk);
        let agency = p.agency_of(step).map(|agency| &agency.id);
        let mandates = p.mandates(step);
        let in_order = mandates.contains(Mandate::Order).then_some(Mandate::Order);
        Self {
            step,
            procedure: p,
            materials: OnceCell::new(),
            desk,
            alone,
            agency: agency.filter(|_| !alone),
            meets: p.meets_applicant(step),
            place: keeps_place(p, step, mandates),
            ordered_by: (in_order.into_iter())
                .flat_map(|order| p.prescribing(step, order))
                .collect(),
        }
    }

    /// Whether somebody does it who stands above who does another one in the reporting lines.
    pub(super) fn is_above(&self, other: &Party<'_>) -> bool {
        (self.procedure).is_above(&self.step.role, &other.step.role)
    }

    /// What it uses and makes: asked last, for most steps wait for a plainer reason.
    pub(super) fn materials(&self) -> &Materials<'a> {
        self.materials
            .get_or_init(|| Materials::of(self.procedure, self.step))
    }
}

fn keeps_place(p: &Procedure, step: &Step, by_law: EnumSet<Mandate>) -> Option<&'static str> {
    match step.kind {
        _ if by_law.contains(Mandate::Hearing) => Some("hearing-keeps-place"),
        _ if p.wait_by(by_law, step).any() => Some("waits-by-law"),
        _ if step.is_audit() => Some("audit-keeps-place"),
        StepKind::Wait => Some("wait-keeps-place"),
        StepKind::Decide => Some("decision-keeps-place"),
        _ => None,
    }
}
