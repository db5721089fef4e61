//! What a step uses, takes in and makes.

use crate::model::{Id, Need, Procedure, Step, listed};

/// Documents and fields, each once, in the order of their ids: of few, a list is read faster than a tree.
type Ids<'a> = Vec<&'a Id>;

/// The documents and fields of one step.
pub(super) struct Materials<'a> {
    /// Documents asked or drawn from the dossier.
    needs: Ids<'a>,
    /// Fields on those documents.
    carried: Ids<'a>,
    /// Documents and fields that the step or its criteria read.
    reads: Ids<'a>,
    /// Documents that it makes.
    produces: Ids<'a>,
    /// Fields on the documents that it makes.
    stated: Ids<'a>,
    /// Fields typed into a system.
    enters: Ids<'a>,
    bits: Bits,
}

/// The bits of ids in some of the lists: most steps have nothing to do with each other, and that is seen at a glance.
#[derive(Default)]
struct Bits {
    /// Of what it needs or reads, and of the fields on what it needs.
    used: u64,
    /// Of what it or its criteria read.
    read: u64,
    /// Of what it asks or draws from the dossier, and of the fields on it.
    asked: u64,
    /// Of what it makes or types, and of the fields on what it makes.
    written: u64,
}

fn bits<'a>(ids: impl Iterator<Item = &'a Id>) -> u64 {
    ids.fold(0, |bits, id| bits | id.bit())
}

fn once<'a>(ids: impl IntoIterator<Item = &'a Id>) -> Ids<'a> {
    let mut ids: Ids<'a> = ids.into_iter().collect();
    if ids.len() > 1 {
        ids.sort_unstable();
        ids.dedup();
    }
    ids
}

impl<'a> Materials<'a> {
    pub(super) fn of(p: &'a Procedure, step: &'a Step) -> Self {
        let needs = once(listed(step.needs.as_ref()).iter().map(Need::document));
        let produces = once(listed(step.produces.as_ref()));
        let on = |documents: &[&'a Id]| -> Ids<'a> {
            let documents = documents.iter().filter_map(|id| p.document(id));
            once(documents.flat_map(|document| listed(document.carries.as_ref())))
        };
        let criteria = listed(step.criteria.as_ref()).iter();
        let criteria = criteria.filter_map(|id| p.criterion(id));
        let examined = criteria.flat_map(|criterion| listed(criterion.reads.as_ref()));
        let entered = listed(step.enters.as_ref()).iter();
        let mut materials = Self {
            carried: on(&needs),
            stated: on(&produces),
            reads: once(listed(step.reads.as_ref()).iter().chain(examined)),
            enters: once(entered.map(|entry| &entry.field)),
            needs,
            produces,
            bits: Bits::default(),
        };
        let asked = materials.needs.iter().chain(&materials.carried);
        materials.bits = Bits {
            used: bits(materials.used()),
            read: bits(materials.reads.iter().copied()),
            asked: bits(asked.copied()),
            written: bits(materials.written()),
        };
        materials
    }

    /// Everything that it needs or reads.
    fn uses(&self) -> impl Iterator<Item = &'a Id> + '_ {
        self.needs.iter().chain(&self.reads).copied()
    }

    /// Whether it is a field that this step asks or types itself.
    fn is_own(&self, id: &Id) -> bool {
        self.carried.contains(&id) || self.enters.contains(&id)
    }

    fn writes(&self, id: &Id) -> bool {
        self.produces.contains(&id) || self.enters.contains(&id)
    }

    /// What this step uses and `other` makes.
    pub(super) fn needs_made_by(&self, other: &Self) -> Ids<'a> {
        if self.bits.used & other.bits.written == 0 {
            return Ids::new();
        }
        let made = self.uses().filter(|id| other.produces.contains(id));
        let stated = |id: &&&Id| {
            let field = other.enters.contains(id) || other.stated.contains(id);
            field && !self.is_own(id)
        };
        let read = self.reads.iter().filter(stated);
        // What is typed at one step may be printed on what the other asks for.
        let typed = self.carried.iter().filter(|id| other.enters.contains(id));
        once(made.chain(read.chain(typed).copied()))
    }

    /// What this step reads, does not ask itself, and `other` asks.
    pub(super) fn needs_taken_in_by(&self, other: &Self) -> Ids<'a> {
        if self.bits.read & other.bits.asked == 0 {
            return Ids::new();
        }
        let taken_in = |id: &&&Id| {
            let foreign = !self.needs.contains(id) && !self.is_own(id);
            foreign && (other.needs.contains(id) || other.carried.contains(id))
        };
        let taken_in = once(self.reads.iter().filter(taken_in).copied());
        but_for(taken_in, || self.needs_made_by(other))
    }

    /// What both of them make or type.
    pub(super) fn written_by_both(&self, other: &Self) -> Ids<'a> {
        if self.bits.written & other.bits.written == 0 {
            return Ids::new();
        }
        let made = self
            .produces
            .iter()
            .filter(|id| other.produces.contains(id));
        let typed = self.enters.iter().filter(|id| other.enters.contains(id));
        once(made.chain(typed).copied())
    }

    /// What `other` uses and this step makes anew afterwards.
    pub(super) fn changed_after_use_at(&self, other: &Self) -> Ids<'a> {
        if other.bits.used & self.bits.written == 0 {
            return Ids::new();
        }
        let changed = once(other.uses().filter(|id| self.writes(id)));
        but_for(changed, || self.written_by_both(other))
    }

    /// Whether it is seen at a glance that neither step makes or asks what the other one uses or makes.
    pub(super) fn is_apart_from(&self, other: &Self) -> bool {
        let handled = |bits: &Bits| (bits.used | bits.asked, bits.written);
        let ((used, written), (others, by_other)) = (handled(&self.bits), handled(&other.bits));
        (used | written) & (others | by_other) == 0
    }

    /// What this step uses, with the fields on it; some perhaps twice.
    pub(super) fn used(&self) -> impl Iterator<Item = &'a Id> + '_ {
        self.uses().chain(self.carried.iter().copied())
    }

    /// What this step makes or types; some perhaps twice.
    pub(super) fn written(&self) -> impl Iterator<Item = &'a Id> + '_ {
        let made = self.produces.iter().chain(&self.stated);
        made.chain(&self.enters).copied()
    }
}

/// Some ids without others, which are put together only where there are some.
fn but_for<'a>(mut ids: Ids<'a>, others: impl FnOnce() -> Ids<'a>) -> Ids<'a> {
    if !ids.is_empty() {
        let others = others();
        ids.retain(|id| !others.contains(id));
    }
    ids
}
