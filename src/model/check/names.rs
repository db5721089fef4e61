//! The declared ids, by what they name.

use crate::lookup::Table;
use crate::model::id::Id;
use crate::model::part::nearest;
use crate::model::procedure::Procedure;
use std::collections::{BTreeMap, BTreeSet};

/// Kinds of part that have an id: one bit for each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Kinds(u16);

impl Kinds {
    pub(super) const STEP: Self = Self(1);
    pub(super) const GATEWAY: Self = Self(1 << 1);
    pub(super) const END: Self = Self(1 << 2);
    pub(super) const FIELD: Self = Self(1 << 3);
    pub(super) const DOCUMENT: Self = Self(1 << 4);
    pub(super) const ROLE: Self = Self(1 << 5);
    pub(super) const AGENCY: Self = Self(1 << 6);
    pub(super) const CRITERION: Self = Self(1 << 7);
    pub(super) const LAW: Self = Self(1 << 8);
    pub(super) const SOURCE: Self = Self(1 << 9);
    const CHANNEL: Self = Self(1 << 10);
    const CASE_CLASS: Self = Self(1 << 11);
    /// What shares the names of the flow.
    pub(super) const FLOW: Self = Self::STEP.or(Self::GATEWAY).or(Self::END);
    /// What steps work on, which shares its names too.
    pub(super) const MATERIAL: Self = Self::FIELD.or(Self::DOCUMENT);
    /// What a criterion can protect.
    pub(super) const PROTECTED: Self = Self::END.or(Self::STEP).or(Self::DOCUMENT);

    const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether a kind is among both.
    pub(super) fn meet(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The kinds among which an id of this kind is used once.
    pub(super) fn namespace(self) -> Self {
        let shared = [Self::FLOW, Self::MATERIAL];
        let shared = shared.into_iter().find(|kinds| kinds.meet(self));
        shared.unwrap_or(self)
    }
}

/// A declared id.
#[derive(Clone, Copy)]
pub(super) struct Declared<'a> {
    pub(super) id: &'a Id,
    pub(super) kind: Kinds,
    /// The list of the file, and the place in it.
    pub(super) list: &'static str,
    pub(super) index: usize,
}

/// Every declared id but those of branches, one namespace after the other, that of the flow first.
pub(super) fn declared<'a>(p: &'a Procedure, note: &mut impl FnMut(Declared<'a>)) {
    list("steps", Kinds::STEP, Some(&p.steps), |s| &s.id, note);
    let gateways = p.gateways.as_ref();
    list("gateways", Kinds::GATEWAY, gateways, |g| &g.id, note);
    list("ends", Kinds::END, Some(&p.ends), |e| &e.id, note);
    list("fields", Kinds::FIELD, p.fields.as_ref(), |f| &f.id, note);
    let documents = p.documents.as_ref();
    list("documents", Kinds::DOCUMENT, documents, |d| &d.id, note);
    list("roles", Kinds::ROLE, Some(&p.roles), |r| &r.id, note);
    let agencies = p.agencies.as_ref();
    list("agencies", Kinds::AGENCY, agencies, |a| &a.id, note);
    let criteria = p.criteria.as_ref();
    list("criteria", Kinds::CRITERION, criteria, |c| &c.id, note);
    list("laws", Kinds::LAW, p.laws.as_ref(), |l| &l.id, note);
    let sources = p.sources.as_ref();
    list("sources", Kinds::SOURCE, sources, |s| &s.id, note);
    let channels = p.channels.as_ref();
    list("channels", Kinds::CHANNEL, channels, |c| &c.id, note);
    let classes = p.case_classes.as_ref();
    list("case_classes", Kinds::CASE_CLASS, classes, |c| &c.id, note);
}

fn list<'a, T>(
    list: &'static str,
    kind: Kinds,
    parts: Option<&'a Vec<T>>,
    id: fn(&T) -> &Id,
    note: &mut impl FnMut(Declared<'a>),
) {
    for (index, part) in parts.into_iter().flatten().enumerate() {
        note(Declared {
            id: id(part),
            kind,
            list,
            index,
        });
    }
}

/// What each declared id names.
pub(super) struct Names<'a> {
    procedure: &'a Procedure,
    kinds: Table<&'a str, Kinds>,
    /// The names of some kinds in order: looked at only where one is misspelt.
    ordered: BTreeMap<Kinds, BTreeSet<&'a str>>,
}

impl<'a> Names<'a> {
    /// No names yet.
    pub(super) fn of(procedure: &'a Procedure) -> Self {
        let mut count = 0;
        declared(procedure, &mut |_| count += 1);
        Self {
            procedure,
            kinds: Table::with_capacity_and_hasher(count, rustc_hash::FxBuildHasher),
            ordered: BTreeMap::new(),
        }
    }

    /// Adds an id; what it named so far.
    pub(super) fn add(&mut self, id: &'a str, kind: Kinds) -> Kinds {
        let kinds = self.kinds.entry(id).or_default();
        let before = *kinds;
        *kinds = before.or(kind);
        before
    }

    /// What an id names.
    pub(super) fn kinds(&self, id: &str) -> Kinds {
        self.kinds.get(id).copied().unwrap_or_default()
    }

    /// The id of such a part that is nearest to a misspelt one.
    pub(super) fn nearest(&mut self, id: &str, kinds: Kinds) -> Option<&'a str> {
        let procedure = self.procedure;
        let ordered = self.ordered.entry(kinds).or_insert_with(|| {
            let mut names = BTreeSet::new();
            declared(procedure, &mut |part| {
                if part.kind.meet(kinds) {
                    names.insert(part.id.as_str());
                }
            });
            names
        });
        nearest(id, ordered.iter().copied())
    }
}
