//! What is what in two files: by what a person said, by id, by what the file says of itself, by content.
//!
//! Every match says how it was found, so that a reader can correct it.

use super::alike;
use super::translate;
use crate::model::{Id, Procedure, Step, Text};
use std::collections::{BTreeMap, BTreeSet};

/// The least score at which two steps count as the same.
pub(super) const ALIKE: f64 = 0.6;
/// The least likeness of names at which two other things do.
const SAME_NAME: f64 = 0.85;

/// What can be matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// An agency.
    Agency,
    /// A role.
    Role,
    /// A field.
    Field,
    /// A document.
    Document,
    /// A criterion.
    Criterion,
    /// A law.
    Law,
    /// An end.
    End,
    /// A gateway.
    Gateway,
    /// A step.
    Step,
}

impl Kind {
    /// Every kind, each after those that its matches rest on.
    pub const ALL: [Self; 9] = [
        Self::Agency,
        Self::Role,
        Self::Field,
        Self::Document,
        Self::Criterion,
        Self::Law,
        Self::End,
        Self::Gateway,
        Self::Step,
    ];

    /// Its word in the data form, and the end of its key in the catalogue.
    pub fn word(self) -> &'static str {
        match self {
            Self::Agency => "agency",
            Self::Role => "role",
            Self::Field => "field",
            Self::Document => "document",
            Self::Criterion => "criterion",
            Self::Law => "law",
            Self::End => "end",
            Self::Gateway => "gateway",
            Self::Step => "step",
        }
    }
}

/// How a match was found.
#[derive(Debug, Clone, PartialEq)]
pub enum How {
    /// A person said so.
    Told,
    /// Both have the same id.
    Id,
    /// The version after says from which steps it was merged.
    Origin,
    /// Both name the same concept.
    Concept,
    /// Their names are alike; how much, 0 to 1.
    Name(f64),
    /// What they are made of is alike: the score, 0 to 1, and by what.
    Alike(f64, Vec<(&'static str, f64)>),
    /// All that the step examined, or made, is in the other step now.
    Absorbed,
}

/// Two things that are the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// What they are.
    pub kind: Kind,
    /// The id in the version before.
    pub before: Id,
    /// The id in the version after, as that file has it.
    pub after: Id,
    /// How that was found.
    pub how: How,
}

/// What a person said of the matches.
#[derive(Debug, Clone, Default)]
pub struct Orders {
    /// Ids before and after that are the same.
    pub same: Vec<(Id, Id)>,
    /// Ids, before or after, that are matched with nothing.
    pub apart: BTreeSet<Id>,
}

/// What is what.
#[derive(Debug, Clone, Default)]
pub struct Matching {
    /// The matches, kind by kind.
    pub matches: Vec<Match>,
    /// What is only in the version before.
    pub gone: Vec<(Kind, Id)>,
    /// What is only in the version after.
    pub new: Vec<(Kind, Id)>,
}

/// A thing as far as it can be recognised without its surroundings.
pub(super) struct Thing<'a> {
    pub(super) id: &'a Id,
    name: Option<&'a Text>,
    concept: Option<&'a str>,
}

impl Matching {
    /// Matches two files.
    pub fn of(before: &Procedure, after: &Procedure, orders: &Orders) -> Self {
        let mut found = Self::default();
        for kind in Kind::ALL {
            found.told(kind, before, after, orders);
            found.by_id(kind, before, after, orders);
            if kind == Kind::Step {
                found.steps(before, after, orders);
            } else if kind != Kind::Gateway {
                found.by_name(kind, before, after, orders);
            }
        }
        for kind in Kind::ALL {
            let open = |all: Vec<Thing<'_>>, taken: BTreeSet<&Id>| -> Vec<(Kind, Id)> {
                let open = all.into_iter().filter(|thing| !taken.contains(thing.id));
                open.map(|thing| (kind, thing.id.clone())).collect()
            };
            let gone = open(things(kind, before), found.taken(kind, |one| &one.before));
            let new = open(things(kind, after), found.taken(kind, |one| &one.after));
            found.gone.extend(gone);
            found.new.extend(new);
        }
        found
    }

    /// The matches of one kind.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Match> {
        self.matches.iter().filter(move |one| one.kind == kind)
    }

    fn taken(&self, kind: Kind, side: fn(&Match) -> &Id) -> BTreeSet<&Id> {
        self.of_kind(kind).map(side).collect()
    }

    fn add(&mut self, kind: Kind, before: &Id, after: &Id, how: How) {
        self.matches.push(Match {
            kind,
            before: before.clone(),
            after: after.clone(),
            how,
        });
    }

    fn told(&mut self, kind: Kind, before: &Procedure, after: &Procedure, orders: &Orders) {
        let (old, new) = (things(kind, before), things(kind, after));
        for (a, b) in &orders.same {
            let there = |all: &[Thing<'_>], id: &Id| all.iter().any(|thing| thing.id == id);
            if there(&old, a) && there(&new, b) {
                self.add(kind, a, b, How::Told);
            }
        }
    }

    fn by_id(&mut self, kind: Kind, before: &Procedure, after: &Procedure, orders: &Orders) {
        let new: BTreeSet<&Id> = things(kind, after).iter().map(|thing| thing.id).collect();
        for thing in things(kind, before) {
            let free = !orders.apart.contains(thing.id)
                && !self.taken(kind, |one| &one.before).contains(thing.id)
                && !self.told_of(kind, thing.id);
            if free && new.contains(thing.id) {
                self.add(kind, thing.id, thing.id, How::Id);
            }
        }
    }

    /// Whether a person said what an element of the version after is.
    fn told_of(&self, kind: Kind, after: &Id) -> bool {
        let mut told = self.of_kind(kind).filter(|one| one.how == How::Told);
        told.any(|one| one.after == *after)
    }

    fn free<'t>(
        &self,
        kind: Kind,
        all: Vec<Thing<'t>>,
        side: fn(&Match) -> &Id,
        orders: &Orders,
    ) -> Vec<Thing<'t>> {
        let taken = self.taken(kind, side);
        let free =
            |thing: &Thing<'_>| !taken.contains(thing.id) && !orders.apart.contains(thing.id);
        all.into_iter().filter(free).collect()
    }

    fn by_name(&mut self, kind: Kind, before: &Procedure, after: &Procedure, orders: &Orders) {
        let old = self.free(kind, things(kind, before), |one| &one.before, orders);
        let new = self.free(kind, things(kind, after), |one| &one.after, orders);
        let mut pairs = Vec::new();
        for a in &old {
            for b in &new {
                let concept = a.concept.is_some() && a.concept == b.concept;
                let name = a.name.zip(b.name);
                let name = name.map_or(0.0, |(a, b)| alike::names(a, b));
                if concept {
                    pairs.push((2.0, a.id, b.id, How::Concept));
                } else if name >= SAME_NAME {
                    pairs.push((name, a.id, b.id, How::Name(name)));
                }
            }
        }
        self.best(kind, pairs);
    }

    /// Takes the best pairs first, each thing once; ties in the order given.
    fn best(&mut self, kind: Kind, mut pairs: Vec<(f64, &Id, &Id, How)>) {
        pairs.sort_by(|a, b| b.0.total_cmp(&a.0));
        let (mut old, mut new) = (BTreeSet::new(), BTreeSet::new());
        for (_, a, b, how) in pairs {
            if !old.contains(a) && !new.contains(b) {
                old.insert(a);
                new.insert(b);
                self.add(kind, a, b, how);
            }
        }
    }

    fn steps(&mut self, before: &Procedure, after: &Procedure, orders: &Orders) {
        self.by_origin(before, after, orders);
        // Steps are compared in one vocabulary: that of the version before.
        let words = translate::translated(before, after, self);
        let pairs: BTreeMap<&Id, &Step> = (after.steps.iter().zip(&words.steps))
            .map(|(own, said)| (&own.id, said))
            .collect();
        let old = self.free(
            Kind::Step,
            things(Kind::Step, before),
            |one| &one.before,
            orders,
        );
        let new = self.free(
            Kind::Step,
            things(Kind::Step, after),
            |one| &one.after,
            orders,
        );
        let mut alike = Vec::new();
        for a in &old {
            for b in &new {
                let steps = before.step(a.id).zip(pairs.get(b.id));
                let Some(found) = steps.map(|(a, b)| alike::steps(a, b)) else {
                    continue;
                };
                if found.score >= ALIKE {
                    alike.push((found.score, a.id, b.id, How::Alike(found.score, found.by)));
                }
            }
        }
        self.best(Kind::Step, alike);
        self.absorbed(before, &pairs, orders);
    }

    fn by_origin(&mut self, before: &Procedure, after: &Procedure, orders: &Orders) {
        for step in &after.steps {
            for id in step.original() {
                let taken = self.taken(Kind::Step, |one| &one.before).contains(&id);
                let apart = orders.apart.contains(&id) || orders.apart.contains(&step.id);
                if !taken && !apart && before.step(&id).is_some() {
                    self.add(Kind::Step, &id, &step.id, How::Origin);
                }
            }
        }
    }

    /// A step that is gone, but all of whose criteria (else outputs) are in one other step, is part of that.
    fn absorbed(&mut self, before: &Procedure, after: &BTreeMap<&Id, &Step>, orders: &Orders) {
        let old = self.free(
            Kind::Step,
            things(Kind::Step, before),
            |one| &one.before,
            orders,
        );
        for thing in old {
            let Some(step) = before.step(thing.id) else {
                continue;
            };
            let content =
                |step: &Step| -> [BTreeSet<Id>; 2] { [alike::criteria(step), alike::made(step)] };
            let all = content(step);
            let Some(part) = all.iter().position(|set| !set.is_empty()) else {
                continue;
            };
            // What the other step had before is nothing that it took over.
            let own = |id: &Id| -> BTreeSet<Id> {
                let parts = self.of_kind(Kind::Step).filter(|one| one.after == *id);
                let parts = parts.filter_map(|one| before.step(&one.before));
                parts.flat_map(|step| content(step)[part].clone()).collect()
            };
            let holds = |id: &Id, step: &Step| {
                all[part].is_subset(&content(step)[part]) && !all[part].is_subset(&own(id))
            };
            let mut into = after
                .iter()
                .filter(|(id, step)| !orders.apart.contains(**id) && holds(id, step));
            if let Some((id, _)) = into.next() {
                self.add(Kind::Step, thing.id, id, How::Absorbed);
            }
        }
    }
}

/// The things of one kind, in file order.
pub(super) fn things(kind: Kind, p: &Procedure) -> Vec<Thing<'_>> {
    fn all<'p, T: 'p>(
        list: impl IntoIterator<Item = &'p T>,
        thing: impl Fn(&'p T) -> (&'p Id, Option<&'p Text>, Option<&'p String>),
    ) -> Vec<Thing<'p>> {
        let things = list.into_iter().map(thing);
        things
            .map(|(id, name, concept)| Thing {
                id,
                name,
                concept: concept.map(String::as_str),
            })
            .collect()
    }
    match kind {
        Kind::Agency => all(p.agencies.iter().flatten(), |one| {
            (&one.id, one.name.as_ref(), one.concept.as_ref())
        }),
        Kind::Role => all(&p.roles, |one| (&one.id, one.name.as_ref(), None)),
        Kind::Field => all(p.fields.iter().flatten(), |one| {
            (&one.id, one.name.as_ref(), one.concept.as_ref())
        }),
        Kind::Document => all(p.documents.iter().flatten(), |one| {
            (&one.id, one.name.as_ref(), one.concept.as_ref())
        }),
        Kind::Criterion => all(p.criteria.iter().flatten(), |one| {
            (&one.id, one.name.as_ref(), None)
        }),
        Kind::Law => all(p.laws.iter().flatten(), |one| {
            (&one.id, one.cite.as_ref().or(one.name.as_ref()), None)
        }),
        Kind::End => all(&p.ends, |one| (&one.id, one.name.as_ref(), None)),
        Kind::Gateway => all(p.gateways.iter().flatten(), |one| {
            (&one.id, one.name.as_ref(), None)
        }),
        Kind::Step => all(&p.steps, |one| (&one.id, one.name.as_ref(), None)),
    }
}

/// Whether some element of a version that can be matched has this id.
pub(super) fn knows(p: &Procedure, id: &Id) -> bool {
    let mut all = Kind::ALL.iter().flat_map(|kind| things(*kind, p));
    all.any(|thing| thing.id == id)
}

/// The ids of one kind, in file order.
pub(super) fn ids(kind: Kind, p: &Procedure) -> Vec<&Id> {
    things(kind, p).into_iter().map(|thing| thing.id).collect()
}
