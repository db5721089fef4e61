//! What laws prescribe of a step: by the laws that it cites, by those on which what it examines rests, and by constraints.
//!
//! The one place that says so: rules, rewrites, guarantees and comparisons ask here.

use super::{
    ConstraintKind, Id, Law, Mandate, Procedure, Step, Time, WaitFigure, WaitKind, listed,
};
use enumset::EnumSet;

/// What a step has to wait by law.
#[derive(Debug, Clone, PartialEq)]
pub struct WaitByLaw<'a> {
    /// The waits that are prescribed: each by its kind or its law, or all of them where the step has to wait. One that cites a
    /// law of which nothing is said counts as prescribed.
    pub waits: Vec<&'a WaitFigure>,
    /// The time of the step, of which the wait is an unknown part.
    pub elapsed: Option<&'a Time>,
    /// Whether a constraint or a law makes the step wait, whatever times it states.
    pub step: bool,
}

impl WaitByLaw<'_> {
    /// Whether anything has to be waited.
    pub fn any(&self) -> bool {
        self.step || !self.waits.is_empty() || self.elapsed.is_some()
    }
}

impl Law {
    /// Whether the law is known to prescribe something of this kind.
    pub fn prescribes(&self, mandate: Mandate) -> bool {
        let mut all = self.mandates.iter().flatten();
        all.any(|known| *known == mandate)
    }

    /// Whether nothing says what it prescribes: nobody has read it yet.
    pub fn is_unread(&self) -> bool {
        self.mandates.is_none()
    }
}

impl Procedure {
    /// The laws that a step cites.
    pub fn cited<'a>(&'a self, step: &'a Step) -> impl Iterator<Item = &'a Law> {
        self.laws_among(step.law.as_ref())
    }

    /// The laws on which what a step examines rests.
    pub fn grounds<'a>(&'a self, step: &'a Step) -> impl Iterator<Item = &'a Law> {
        let examined = listed(step.criteria.as_ref()).iter();
        let examined = examined.filter_map(|id| self.criterion(id));
        examined.flat_map(|criterion| self.laws_among(criterion.law.as_ref()))
    }

    /// The laws that a step rests on: those that it cites, and those of what it examines.
    pub fn laws_of<'a>(&'a self, step: &'a Step) -> impl Iterator<Item = &'a Law> {
        self.cited(step).chain(self.grounds(step))
    }

    /// The laws that prescribe something of a step.
    pub fn prescribing<'a>(
        &'a self,
        step: &'a Step,
        mandate: Mandate,
    ) -> impl Iterator<Item = &'a Law> {
        self.laws_of(step)
            .filter(move |law| law.prescribes(mandate))
    }

    /// All that laws prescribe of a step.
    pub fn mandates(&self, step: &Step) -> EnumSet<Mandate> {
        let mut all = EnumSet::new();
        self.laws_of(step)
            .for_each(|law| all.extend(law.mandates.iter().flatten().copied()));
        all
    }

    /// The laws of a step of which nothing is said, each once.
    pub fn unread<'a>(&'a self, step: &'a Step) -> Vec<&'a Law> {
        let mut unread: Vec<&Law> = Vec::new();
        for law in self.laws_of(step).filter(|law| law.is_unread()) {
            if unread.iter().all(|known| known.id != law.id) {
                unread.push(law);
            }
        }
        unread
    }

    /// What a step has to wait by law. A hearing takes as long as it takes, if the file says how long.
    pub fn wait_by_law<'a>(&'a self, step: &'a Step) -> WaitByLaw<'a> {
        self.wait_by(self.mandates(step), step)
    }

    /// The same of a step of which laws prescribe this.
    pub(crate) fn wait_by<'a>(
        &'a self,
        mandates: EnumSet<Mandate>,
        step: &'a Step,
    ) -> WaitByLaw<'a> {
        let mut constraints = self.constraints_of(ConstraintKind::StatutoryWait);
        let constrained = constraints.any(|known| known.steps.contains(&step.id));
        let has_to = constrained || mandates.contains(Mandate::MinimumWait);
        let all = has_to || mandates.contains(Mandate::Hearing);
        let stated = step.wait.iter().flat_map(|waits| &waits.0);
        let waits = stated.filter(|wait| all || self.is_prescribed(wait));
        WaitByLaw {
            waits: waits.collect(),
            elapsed: step.elapsed.as_ref().filter(|_| all),
            step: has_to,
        }
    }

    /// Whether a wait is prescribed by what it says itself.
    fn is_prescribed(&self, wait: &WaitFigure) -> bool {
        let mut laws = self.laws_among(wait.law.as_ref());
        wait.kind == Some(WaitKind::Statutory)
            || laws.any(|law| law.is_unread() || law.prescribes(Mandate::MinimumWait))
    }

    fn laws_among<'a>(&'a self, ids: Option<&'a Vec<Id>>) -> impl Iterator<Item = &'a Law> {
        listed(ids).iter().filter_map(|id| self.law(id))
    }
}
