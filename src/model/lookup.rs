//! Finding parts by id, and what follows from a part alone.

use super::{
    After, Agency, ConstraintKind, Criterion, Document, Field, Gateway, Id, Key, Law, Listed,
    Procedure, Risk, Role, RoleKind, Step, StepKind, Text, step::Exclusion,
};
use crate::message::{Lang, Names};
use std::collections::BTreeSet;

impl Procedure {
    /// The step with this id.
    pub fn step(&self, id: &(impl Key + ?Sized)) -> Option<&Step> {
        Id::find(id, &self.steps, |step| &step.id)
    }

    /// The step with this id, to edit.
    pub fn step_mut(&mut self, id: &str) -> Option<&mut Step> {
        self.steps.iter_mut().find(|step| step.id == *id)
    }

    /// The gateway with this id.
    pub fn gateway(&self, id: &(impl Key + ?Sized)) -> Option<&Gateway> {
        Id::find(id, listed(self.gateways.as_ref()), |gateway| &gateway.id)
    }

    /// Every element that waits for others, with what it waits for: steps, gateways, ends.
    pub fn waiting(&self) -> impl Iterator<Item = (&Id, &After)> {
        let steps = self.steps.iter();
        let steps = steps.filter_map(|step| Some((&step.id, step.after.as_ref()?)));
        let gateways = self.gateways.iter().flatten();
        let gateways = gateways.map(|gateway| (&gateway.id, &gateway.after));
        let ends = self.ends.iter().map(|end| (&end.id, &end.after));
        steps.chain(gateways).chain(ends)
    }

    /// The role with this id.
    pub fn role(&self, id: &(impl Key + ?Sized)) -> Option<&Role> {
        Id::find(id, &self.roles, |role| &role.id)
    }

    /// The agency with this id.
    pub fn agency(&self, id: &(impl Key + ?Sized)) -> Option<&Agency> {
        Id::find(id, listed(self.agencies.as_ref()), |agency| &agency.id)
    }

    /// The document with this id.
    pub fn document(&self, id: &(impl Key + ?Sized)) -> Option<&Document> {
        Id::find(id, listed(self.documents.as_ref()), |document| &document.id)
    }

    /// The field with this id.
    pub fn field(&self, id: &(impl Key + ?Sized)) -> Option<&Field> {
        Id::find(id, listed(self.fields.as_ref()), |field| &field.id)
    }

    /// The criterion with this id.
    pub fn criterion(&self, id: &(impl Key + ?Sized)) -> Option<&Criterion> {
        Id::find(id, listed(self.criteria.as_ref()), |criterion| {
            &criterion.id
        })
    }

    /// The law with this id.
    pub fn law(&self, id: &(impl Key + ?Sized)) -> Option<&Law> {
        Id::find(id, listed(self.laws.as_ref()), |law| &law.id)
    }

    /// Whether the file declares this kind of list exhaustive: only then does absence mean none.
    pub fn lists_all(&self, list: Listed) -> bool {
        self.complete
            .iter()
            .flatten()
            .any(|complete| complete.0.list == list)
    }

    /// Whether a role is the applicant.
    pub fn is_applicant(&self, role: &Id) -> bool {
        let role = self.role(role);
        role.is_some_and(|role| role.kind == Some(RoleKind::Applicant))
    }

    /// The role at whose desk a step is done: not the applicant's where somebody else is there.
    pub fn desk<'a>(&'a self, step: &'a Step) -> &'a Id {
        match &step.with {
            Some(with) if self.is_applicant(&step.role) => with,
            _ => &step.role,
        }
    }

    /// The agency at whose desk a step is done.
    pub fn agency_of(&self, step: &Step) -> Option<&Agency> {
        self.agency(self.role(self.desk(step))?.agency.as_ref()?)
    }

    /// Whether the applicant takes part in a step.
    pub fn meets_applicant(&self, step: &Step) -> bool {
        // What the step says itself is looked at first: this is asked of every step again and again.
        step.visit.is_some()
            || step.kind == StepKind::Submit
            || self.is_applicant(&step.role)
            || (step.with.as_ref()).is_some_and(|with| self.is_applicant(with))
    }

    /// Inspections, those that come at one joint visit counted once.
    pub fn inspections(&self) -> usize {
        let inspections = self.steps.iter();
        let inspections = inspections.filter(|step| step.kind == StepKind::Inspect);
        let (joint, alone): (Vec<&Step>, Vec<&Step>) =
            inspections.partition(|step| step.joint.is_some());
        let joint: BTreeSet<&Id> = joint
            .into_iter()
            .filter_map(|step| step.joint.as_ref())
            .collect();
        alone.len() + joint.len()
    }

    /// Whether two agencies are stated to belong to the same government; nothing where the file does not say.
    pub fn same_government(&self, a: &str, b: &str) -> Option<bool> {
        let of = |id: &str| {
            self.agency(id)
                .and_then(|agency| agency.government.as_ref())
        };
        if a == b {
            Some(true)
        } else {
            Some(of(a)? == of(b)?)
        }
    }

    /// Whether a role is stated competent for a criterion.
    pub fn is_competent(&self, role: &str, criterion: &str) -> bool {
        self.role(role).is_some_and(|role| {
            role.competent_for
                .iter()
                .flatten()
                .any(|known| *known == *criterion)
        })
    }

    /// What the file says of the risk of a step; where it says nothing of the step, what it says of the whole.
    pub fn risk_of<'a, T>(
        &'a self,
        step: &'a Step,
        of: impl Fn(&'a Risk) -> Option<T>,
    ) -> Option<T> {
        let own = step.risk.as_ref().and_then(&of);
        own.or_else(|| self.risk.as_ref().and_then(&of))
    }

    /// Whether one role is above another in the line of superiors.
    pub fn is_above(&self, upper: &Id, lower: &Id) -> bool {
        let above = |role: &&Id| self.role(role).and_then(|role| role.superior.as_ref());
        // A line that runs in a circle is not longer than there are roles.
        let mut line = std::iter::successors(above(&lower), above).take(self.roles.len());
        line.any(|role| role == upper)
    }

    /// How far two roles are stated to be apart.
    pub fn apart(&self, a: &Id, b: &Id) -> Apart {
        let stated = |a: &Id, b: &Id| {
            let role = self.role(a);
            role.is_some_and(|role| role.separate_from.iter().flatten().any(|known| known == b))
        };
        if a == b {
            Apart::One
        } else if stated(a, b) || stated(b, a) {
            Apart::Separate
        } else {
            Apart::Two
        }
    }

    /// Constraints of one kind.
    pub fn constraints_of(&self, kind: ConstraintKind) -> impl Iterator<Item = &super::Constraint> {
        self.constraints
            .iter()
            .flatten()
            .filter(move |constraint| constraint.kind == kind)
    }

    /// Every id with its name, where it has one. Of parts with one id the first here is meant.
    pub fn names(&self) -> impl Iterator<Item = (&Id, Option<&Text>)> {
        let steps = self.steps.iter().map(|part| (&part.id, part.name.as_ref()));
        let gateways = self.gateways.iter().flatten();
        let gateways = gateways.map(|part| (&part.id, part.name.as_ref()));
        let ends = self.ends.iter().map(|part| (&part.id, part.name.as_ref()));
        let documents = self.documents.iter().flatten();
        let documents = documents.map(|part| (&part.id, part.name.as_ref()));
        let fields = self.fields.iter().flatten();
        let fields = fields.map(|part| (&part.id, part.name.as_ref()));
        let roles = self.roles.iter().map(|part| (&part.id, part.name.as_ref()));
        let agencies = self.agencies.iter().flatten();
        let agencies = agencies.map(|part| (&part.id, part.name.as_ref()));
        let criteria = self.criteria.iter().flatten();
        let criteria = criteria.map(|part| (&part.id, part.name.as_ref()));
        let laws = self.laws.iter().flatten();
        let laws = laws.map(|part| (&part.id, part.cite.as_ref()));
        let classes = self.case_classes.iter().flatten();
        let classes = classes.map(|part| (&part.id, part.name.as_ref()));
        let people = roles.chain(agencies);
        let flow = steps.chain(gateways).chain(ends);
        flow.chain(documents.chain(fields))
            .chain(people)
            .chain(criteria.chain(laws))
            .chain(classes)
    }
}

/// How far two roles are stated to be apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Apart {
    /// They are one role.
    One,
    /// They are two roles, which may share a person.
    Two,
    /// They are stated to share no person.
    Separate,
}

impl Names for Procedure {
    fn name(&self, id: &str, lang: Lang) -> String {
        let named = self.names().find(|(known, _)| *known == id);
        let name = named.and_then(|(_, name)| name);
        name.map_or_else(|| id.to_owned(), |name| name.say(lang).to_owned())
    }
}

impl Procedure {
    /// The share of its cases for which the applicant comes to a step in person, 0 to 1: all where only a place
    /// is given; where it can be done online too, those that no online channel takes up. Nothing where the file
    /// does not say how many those are. None for what is done where he is met anyway ([`Self::met_anyway`]).
    pub fn share_in_person(&self, step: &Step) -> Option<f64> {
        match (&step.visit, step.online) {
            (None, _) => Some(0.0),
            _ if self.met_anyway(step) => Some(0.0),
            (Some(_), Some(true)) => Some(1.0 - self.take_up()?),
            (Some(_), _) => Some(1.0),
        }
    }

    /// Whether the applicant is met there already for another step of the same joint visit: each such visit counts once.
    pub fn met_anyway(&self, step: &Step) -> bool {
        let earlier = self.steps.iter().take_while(|other| other.id != step.id);
        step.joint.is_some()
            && earlier
                .filter(|other| other.visit.is_some())
                .any(|other| other.comes_with(step))
    }

    /// The share of the cases that use an online channel; nothing where the file does not say.
    fn take_up(&self) -> Option<f64> {
        let online = self.channels.iter().flatten();
        let mut online = online
            .filter(|channel| channel.online == Some(true))
            .peekable();
        online.peek()?;
        let taken = online.map(|channel| channel.share).sum::<Option<f64>>()?;
        Some(taken.min(1.0))
    }
}

impl Step {
    /// The ids of the steps of the original file that this one stands for, its own first.
    pub fn original(&self) -> Vec<Id> {
        let merged = self
            .origin
            .as_ref()
            .and_then(|origin| origin.merged.clone());
        merged
            .filter(|merged| !merged.is_empty())
            .unwrap_or_else(|| vec![self.id.clone()])
    }

    /// Whether a rewrite put the step behind the outcome that it used to stand before.
    pub fn is_audit(&self) -> bool {
        let origin = self.origin.iter();
        let mut rewrites = origin.flat_map(|origin| origin.rewrites.iter().flatten());
        self.kind == StepKind::Check && rewrites.any(|rewrite| rewrite == "replace-with-commitment")
    }

    /// Whether the step is a control: it examines or decides.
    pub fn is_control(&self) -> bool {
        matches!(
            self.kind,
            StepKind::Check | StepKind::Review | StepKind::SignOff | StepKind::Decide
        )
    }

    /// Whether something is paid here: it has a fee, or is a payment of which the file does not say how much.
    pub fn takes_money(&self) -> bool {
        let fee = self.fee.as_ref().map(|fee| !fee.amount.is_zero());
        fee.unwrap_or(self.pays.unwrap_or(self.kind == StepKind::Pay))
    }

    /// Whether something is paid here, and nobody says how much.
    pub fn takes_unknown_sum(&self) -> bool {
        self.fee.is_none() && self.takes_money()
    }

    /// Whether both are done at one joint visit.
    pub fn comes_with(&self, other: &Self) -> bool {
        self.joint.is_some() && self.joint == other.joint
    }

    /// Whether the step is a sign-off or the decision itself.
    pub fn signs(&self) -> bool {
        matches!(self.kind, StepKind::SignOff | StepKind::Decide)
    }
}

impl ConstraintKind {
    /// The key of its name in the message catalogue.
    pub fn key(self) -> &'static str {
        match self {
            Self::FourEyes => "constraint-four-eyes",
            Self::NeverMerge => "constraint-never-merge",
            Self::Order => "constraint-order",
            Self::IndependentAppeal => "constraint-independent-appeal",
            Self::StatutoryWait => "constraint-statutory-wait",
        }
    }
}

impl Exclusion {
    /// The key of its name in the message catalogue.
    pub fn key(self) -> &'static str {
        match self {
            Self::NationalSecurity => "exclusion-national-security",
            Self::Secrets => "exclusion-secrets",
            Self::PublicSafety => "exclusion-public-safety",
            Self::PrudentialFinance => "exclusion-prudential-finance",
            Self::Environment => "exclusion-environment",
            Self::HealthLifeProperty => "exclusion-health-life-property",
            Self::Sensitive => "exclusion-sensitive",
        }
    }
}

/// The entries of a list that a file may leave out.
pub fn listed<T>(list: Option<&Vec<T>>) -> &[T] {
    list.map_or(&[], Vec::as_slice)
}
