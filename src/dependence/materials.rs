//! What a step uses, takes in and makes.

use crate::model::{Id, Procedure, Step};
use std::collections::BTreeSet;

/// The documents and fields of one step.
pub(super) struct Materials<'a> {
    /// Documents asked or drawn from the dossier.
    needs: BTreeSet<&'a Id>,
    /// Fields on those documents.
    carried: BTreeSet<&'a Id>,
    /// Documents and fields that the step or its criteria read.
    reads: BTreeSet<&'a Id>,
    /// Documents that it makes.
    produces: BTreeSet<&'a Id>,
    /// Fields on the documents that it makes.
    stated: BTreeSet<&'a Id>,
    /// Fields typed into a system.
    enters: BTreeSet<&'a Id>,
    /// Everything that it needs or reads.
    uses: BTreeSet<&'a Id>,
    /// Fields that it asks or types itself.
    own: BTreeSet<&'a Id>,
}

impl<'a> Materials<'a> {
    pub(super) fn of(p: &'a Procedure, step: &'a Step) -> Self {
        let needs: BTreeSet<&Id> = step
            .needs
            .iter()
            .flatten()
            .map(crate::model::Need::document)
            .collect();
        let produces: BTreeSet<&Id> = step.produces.iter().flatten().collect();
        let on = |documents: &BTreeSet<&'a Id>| -> BTreeSet<&'a Id> {
            let documents = documents.iter().filter_map(|id| p.document(id));
            documents
                .flat_map(|document| document.carries.iter().flatten())
                .collect()
        };
        let criteria = step.criteria.iter().flatten();
        let criteria = criteria.filter_map(|id| p.criterion(id));
        let examined = criteria.flat_map(|criterion| criterion.reads.iter().flatten());
        let reads = step.reads.iter().flatten().chain(examined).collect();
        let enters = step.enters.iter().flatten();
        let enters: BTreeSet<&Id> = enters.map(|entry| &entry.field).collect();
        let carried = on(&needs);
        Self {
            stated: on(&produces),
            uses: &needs | &reads,
            own: &carried | &enters,
            carried,
            reads,
            enters,
            needs,
            produces,
        }
    }

    fn writes_nothing(&self) -> bool {
        self.produces.is_empty() && self.enters.is_empty()
    }

    fn writes(&self, id: &Id) -> bool {
        self.produces.contains(id) || self.enters.contains(id)
    }

    // Most steps have nothing to do with each other: nothing is put together before something is found.

    /// What this step uses and `other` makes.
    pub(super) fn needs_made_by(&self, other: &Self) -> BTreeSet<&'a Id> {
        if other.writes_nothing() {
            return BTreeSet::new();
        }
        let made = self.uses.iter().filter(|id| other.produces.contains(*id));
        let stated = |id: &&&Id| {
            let field = other.enters.contains(**id) || other.stated.contains(**id);
            field && !self.own.contains(**id)
        };
        let read = self.reads.iter().filter(stated);
        // What is typed at one step may be printed on what the other asks for.
        let typed = self.carried.iter().filter(|id| other.enters.contains(*id));
        made.chain(read).chain(typed).copied().collect()
    }

    /// What this step reads, does not ask itself, and `other` asks.
    pub(super) fn needs_taken_in_by(&self, other: &Self) -> BTreeSet<&'a Id> {
        let taken_in = |id: &&&Id| {
            let foreign = !self.needs.contains(**id) && !self.own.contains(**id);
            foreign && (other.needs.contains(**id) || other.carried.contains(**id))
        };
        let taken_in: BTreeSet<&Id> = self.reads.iter().filter(taken_in).copied().collect();
        if taken_in.is_empty() {
            return taken_in;
        }
        &taken_in - &self.needs_made_by(other)
    }

    /// What both of them make or type.
    pub(super) fn written_by_both(&self, other: &Self) -> BTreeSet<&'a Id> {
        let made = self
            .produces
            .iter()
            .filter(|id| other.produces.contains(*id));
        let typed = self.enters.iter().filter(|id| other.enters.contains(*id));
        made.chain(typed).copied().collect()
    }

    /// What this step uses and `other` makes anew afterwards.
    pub(super) fn uses_before_change_by(&self, other: &Self) -> BTreeSet<&'a Id> {
        let changed: BTreeSet<&Id> = self
            .uses
            .iter()
            .filter(|id| other.writes(id))
            .copied()
            .collect();
        if changed.is_empty() {
            return changed;
        }
        &changed - &self.written_by_both(other)
    }

    /// What this step uses, with the fields on it.
    pub(super) fn used(&self) -> BTreeSet<&'a Id> {
        &self.uses | &self.carried
    }

    /// What this step makes or types.
    pub(super) fn written(&self) -> BTreeSet<&'a Id> {
        &(&self.produces | &self.stated) | &self.enters
    }
}
