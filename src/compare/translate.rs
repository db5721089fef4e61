//! The version after, put into the ids of the version before.

use super::matching::{Kind, Match, Matching};
use crate::model::{After, Id, Origin, Procedure, Step};
use std::collections::{BTreeMap, BTreeSet};

/// New ids by old ones, for each namespace of ids.
#[derive(Default)]
struct Words {
    agencies: BTreeMap<Id, Id>,
    roles: BTreeMap<Id, Id>,
    material: BTreeMap<Id, Id>,
    criteria: BTreeMap<Id, Id>,
    laws: BTreeMap<Id, Id>,
    flow: BTreeMap<Id, Id>,
}

/// The version after, every matched element under its id before; steps say which ones became part of them.
pub(super) fn translated(before: &Procedure, after: &Procedure, found: &Matching) -> Procedure {
    let words = Words::of(before, after, found);
    let mut said = after.clone();
    words.declarations(&mut said);
    for step in &mut said.steps {
        words.step(step);
    }
    words.flow(&mut said);
    for (step, own) in said.steps.iter_mut().zip(&after.steps) {
        let parts = found.of_kind(Kind::Step).filter(|one| one.after == own.id);
        let parts = parts.filter(|one| {
            words.flow.get(&one.after) == Some(&one.before) || !words.is_split(one, found)
        });
        let mut parts: Vec<&Step> = parts.filter_map(|one| before.step(&one.before)).collect();
        // The step's own part comes first.
        parts.sort_by_key(|part| part.id != step.id);
        let origins: Vec<Id> = parts.iter().flat_map(|part| part.original()).collect();
        let rewrites = step.origin.take().and_then(|origin| origin.rewrites);
        let merged = match parts[..] {
            [] => None,
            [one] => one.origin.as_ref().and_then(|origin| origin.merged.clone()),
            _ => Some(origins),
        };
        step.origin = (merged.is_some() || rewrites.is_some()).then(|| Origin {
            merged,
            rewrites,
            ..<Origin as crate::model::part::Part>::placeholder()
        });
    }
    said
}

impl Words {
    fn of(before: &Procedure, after: &Procedure, found: &Matching) -> Self {
        let mut words = Self::default();
        for kind in Kind::ALL {
            let map = words.of_kind(kind);
            // Of several that one became, that with its id is it, else the first; the others are new.
            let mut heirs: BTreeMap<&Id, &Id> = BTreeMap::new();
            for one in found.of_kind(kind) {
                if one.before == one.after || !heirs.contains_key(&one.before) {
                    heirs.insert(&one.before, &one.after);
                }
            }
            let first = |before: &Id, after: &Id| heirs.get(before).copied() == Some(after);
            for one in found
                .of_kind(kind)
                .filter(|one| first(&one.before, &one.after))
            {
                // Of several steps that became one, the one with its id gives the id, else the first.
                if one.before == one.after || !map.contains_key(&one.after) {
                    map.insert(one.after.clone(), one.before.clone());
                }
            }
        }
        words.freshen(before, after);
        words
    }

    /// Whether a step became several, of which this is not the one that has its id now.
    fn is_split(&self, one: &Match, found: &Matching) -> bool {
        let mut others = found.of_kind(Kind::Step);
        others.any(|other| {
            other.before == one.before
                && other.after != one.after
                && self.flow.get(&other.after) == Some(&one.before)
        })
    }

    fn of_kind(&mut self, kind: Kind) -> &mut BTreeMap<Id, Id> {
        match kind {
            Kind::Agency => &mut self.agencies,
            Kind::Role => &mut self.roles,
            Kind::Field | Kind::Document => &mut self.material,
            Kind::Criterion => &mut self.criteria,
            Kind::Law => &mut self.laws,
            Kind::End | Kind::Gateway | Kind::Step => &mut self.flow,
        }
    }

    /// What has no match but an id that the version before gives to something else gets an id of its own.
    fn freshen(&mut self, before: &Procedure, after: &Procedure) {
        let ids = |p: &Procedure, kind| -> BTreeSet<Id> {
            super::matching::ids(kind, p).into_iter().cloned().collect()
        };
        for kind in Kind::ALL {
            // Kinds that share their ids.
            let spaces: &[Kind] = match kind {
                Kind::Field | Kind::Document => &[Kind::Field, Kind::Document],
                Kind::End | Kind::Gateway | Kind::Step => &[Kind::End, Kind::Gateway, Kind::Step],
                _ => &[kind],
            };
            let old: BTreeSet<Id> = (spaces.iter())
                .flat_map(|kind| ids(before, *kind))
                .collect();
            let new = ids(after, kind);
            let map = self.of_kind(kind);
            for id in &new {
                if !map.contains_key(id) && old.contains(id) {
                    let taken = |fresh: &Id| old.contains(fresh) || new.contains(fresh);
                    let mut fresh = (2_usize..).map(|n| Id::from(format!("{id}-{n}")));
                    let fresh = fresh.find(|fresh| !taken(fresh));
                    map.extend(fresh.map(|fresh| (id.clone(), fresh)));
                }
            }
        }
    }

    fn declarations(&self, p: &mut Procedure) {
        for agency in p.agencies.iter_mut().flatten() {
            one(&self.agencies, &mut agency.id);
        }
        for role in &mut p.roles {
            one(&self.roles, &mut role.id);
            each(&self.agencies, role.agency.iter_mut());
            each(&self.roles, role.superior.iter_mut());
            each(&self.criteria, role.competent_for.iter_mut().flatten());
            each(&self.roles, role.separate_from.iter_mut().flatten());
        }
        for field in p.fields.iter_mut().flatten() {
            one(&self.material, &mut field.id);
            each(&self.agencies, field.held_by.iter_mut().flatten());
            each(&self.laws, field.law.iter_mut().flatten());
        }
        for document in p.documents.iter_mut().flatten() {
            one(&self.material, &mut document.id);
            each(&self.material, document.carries.iter_mut().flatten());
            each(&self.agencies, document.issued_by.iter_mut());
            each(&self.agencies, document.held_by.iter_mut().flatten());
            each(&self.laws, document.law.iter_mut().flatten());
        }
        for criterion in p.criteria.iter_mut().flatten() {
            one(&self.criteria, &mut criterion.id);
            each(&self.material, criterion.reads.iter_mut().flatten());
            for id in criterion.protects.iter_mut().flatten() {
                let flow = self.flow.contains_key(id);
                one(if flow { &self.flow } else { &self.material }, id);
            }
            each(&self.laws, criterion.law.iter_mut().flatten());
        }
        for law in p.laws.iter_mut().flatten() {
            one(&self.laws, &mut law.id);
        }
        for constraint in p.constraints.iter_mut().flatten() {
            each(&self.flow, constraint.steps.iter_mut());
            each(&self.laws, constraint.law.iter_mut().flatten());
        }
        for share in p.same_person.iter_mut().flatten() {
            each(&self.flow, share.steps.iter_mut());
        }
    }

    fn step(&self, step: &mut Step) {
        one(&self.flow, &mut step.id);
        one(&self.roles, &mut step.role);
        each(&self.roles, step.with.iter_mut());
        each(&self.criteria, step.criteria.iter_mut().flatten());
        for need in step.needs.iter_mut().flatten() {
            one(&self.material, &mut need.0.document);
            each(&self.agencies, need.0.from.iter_mut());
            each(&self.laws, need.0.law.iter_mut().flatten());
        }
        each(&self.material, step.reads.iter_mut().flatten());
        each(&self.material, step.produces.iter_mut().flatten());
        let entered = step.enters.iter_mut().flatten();
        each(&self.material, entered.map(|entry| &mut entry.field));
        let waits = step.wait.iter_mut().flat_map(|waits| &mut waits.0);
        each(
            &self.laws,
            waits.flat_map(|wait| wait.law.iter_mut().flatten()),
        );
        let counts = step.decisions.iter_mut().flatten();
        each(
            &self.flow,
            counts.flat_map(|count| count.given.iter_mut().flatten()),
        );
        each(&self.laws, step.law.iter_mut().flatten());
        if let Some(after) = &mut step.after {
            self.after(after);
        }
    }

    fn flow(&self, p: &mut Procedure) {
        for gateway in p.gateways.iter_mut().flatten() {
            one(&self.flow, &mut gateway.id);
            each(&self.criteria, gateway.on.iter_mut());
            self.after(&mut gateway.after);
            let back = gateway.branches.iter_mut();
            each(
                &self.flow,
                back.flat_map(|branch| branch.back_to.iter_mut()),
            );
        }
        for end in &mut p.ends {
            one(&self.flow, &mut end.id);
            self.after(&mut end.after);
        }
    }

    fn after(&self, after: &mut After) {
        each(&self.flow, after.refs_mut().iter_mut().map(|to| &mut to.id));
    }
}

fn one(words: &BTreeMap<Id, Id>, id: &mut Id) {
    if let Some(word) = words.get(id) {
        id.clone_from(word);
    }
}

fn each<'i>(words: &BTreeMap<Id, Id>, ids: impl Iterator<Item = &'i mut Id>) {
    for id in ids {
        one(words, id);
    }
}
