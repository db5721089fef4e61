//! Ids: unique in their namespace.

use crate::message::Message;
use crate::model::procedure::Procedure;
use crate::model::text::Id;
use crate::source::{Fault, Faults};
use std::collections::BTreeMap;

/// Where an id is declared; its pointer is put into words only where something is wrong with it.
#[derive(Clone, Copy)]
struct Place {
    list: &'static str,
    index: usize,
    /// The branch, where it is one of a gateway.
    branch: Option<usize>,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { list, index, .. } = self;
        match self.branch {
            None => write!(f, "/{list}/{index}/id"),
            Some(branch) => write!(f, "/{list}/{index}/branches/{branch}/id"),
        }
    }
}

/// Notes ids that are used twice; whether those of steps, gateways and ends are used once each.
pub(super) fn check(procedure: &Procedure, faults: &mut Faults) -> bool {
    let mut unique = true;
    for (index, namespace) in namespaces(procedure).into_iter().enumerate() {
        let mut first: BTreeMap<&Id, Place> = BTreeMap::new();
        for (place, id) in namespace.into_iter().filter(|(_, id)| !id.is_empty()) {
            if let Some(earlier) = first.get(id) {
                unique &= index != 0;
                let message = Message::new("duplicate-id").with("id", id.to_string());
                let hint = Message::new("id-stands-at").with("pointer", earlier.to_string());
                faults.push(Fault::at(place.to_string(), message).hint(hint));
            } else {
                first.insert(id, place);
            }
        }
    }
    unique
}

type Declared<'a> = Vec<(Place, &'a Id)>;

/// Every declared id with its place, one list for each namespace, that of the flow first.
fn namespaces(procedure: &Procedure) -> Vec<Declared<'_>> {
    let p = procedure;
    let nodes = declared("steps", &p.steps, |step| &step.id)
        .chain(declared_in("gateways", p.gateways.as_ref(), |gateway| {
            &gateway.id
        }))
        .chain(declared("ends", &p.ends, |end| &end.id));
    let material = declared_in("fields", p.fields.as_ref(), |field| &field.id).chain(declared_in(
        "documents",
        p.documents.as_ref(),
        |document| &document.id,
    ));
    let mut all = vec![
        nodes.collect(),
        material.collect(),
        declared("roles", &p.roles, |role| &role.id).collect(),
        declared_in("agencies", p.agencies.as_ref(), |agency| &agency.id).collect(),
        declared_in("criteria", p.criteria.as_ref(), |criterion| &criterion.id).collect(),
        declared_in("laws", p.laws.as_ref(), |law| &law.id).collect(),
        declared_in("sources", p.sources.as_ref(), |source| &source.id).collect(),
        declared_in("channels", p.channels.as_ref(), |channel| &channel.id).collect(),
        declared_in("case_classes", p.case_classes.as_ref(), |class| &class.id).collect(),
    ];
    for (index, gateway) in p.gateways.iter().flatten().enumerate() {
        let branches = gateway.branches.iter().enumerate();
        all.push(
            branches
                .map(|(b, branch)| {
                    let place = Place {
                        list: "gateways",
                        index,
                        branch: Some(b),
                    };
                    (place, &branch.id)
                })
                .collect(),
        );
    }
    all
}

fn declared<'a, T>(
    list: &'static str,
    parts: &'a [T],
    id: fn(&T) -> &Id,
) -> impl Iterator<Item = (Place, &'a Id)> {
    parts.iter().enumerate().map(move |(index, part)| {
        let place = Place {
            list,
            index,
            branch: None,
        };
        (place, id(part))
    })
}

fn declared_in<'a, T>(
    list: &'static str,
    parts: Option<&'a Vec<T>>,
    id: fn(&T) -> &Id,
) -> impl Iterator<Item = (Place, &'a Id)> {
    declared(list, parts.map_or(&[], Vec::as_slice), id)
}
