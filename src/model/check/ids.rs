//! Ids: unique in their namespace.

use crate::message::Message;
use crate::model::procedure::Procedure;
use crate::model::text::Id;
use crate::source::{Fault, Faults};
use std::collections::BTreeMap;

/// Notes ids that are used twice; whether those of steps, gateways and ends are used once each.
pub(super) fn check(procedure: &Procedure, faults: &mut Faults) -> bool {
    let mut unique = true;
    for (index, namespace) in namespaces(procedure).into_iter().enumerate() {
        let mut first: BTreeMap<&Id, String> = BTreeMap::new();
        for (pointer, id) in namespace.into_iter().filter(|(_, id)| !id.is_empty()) {
            if let Some(earlier) = first.get(id) {
                unique &= index != 0;
                let message = Message::new("duplicate-id").with("id", id.to_string());
                let hint = Message::new("id-stands-at").with("pointer", earlier.as_str());
                faults.push(Fault::at(pointer, message).hint(hint));
            } else {
                first.insert(id, pointer);
            }
        }
    }
    unique
}

type Declared<'a> = Vec<(String, &'a Id)>;

/// Every declared id with its pointer, one list for each namespace, that of the flow first.
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
                .map(|(b, branch)| (format!("/gateways/{index}/branches/{b}/id"), &branch.id))
                .collect(),
        );
    }
    all
}

fn declared<'a, T>(
    list: &'a str,
    parts: &'a [T],
    id: fn(&T) -> &Id,
) -> impl Iterator<Item = (String, &'a Id)> {
    parts
        .iter()
        .enumerate()
        .map(move |(index, part)| (format!("/{list}/{index}/id"), id(part)))
}

fn declared_in<'a, T>(
    list: &'a str,
    parts: Option<&'a Vec<T>>,
    id: fn(&T) -> &Id,
) -> impl Iterator<Item = (String, &'a Id)> {
    declared(list, parts.map_or(&[], Vec::as_slice), id)
}
