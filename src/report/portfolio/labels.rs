//! What agencies, documents and fields are called: those of one name are told apart.

use crate::portfolio::Summary;
use std::collections::{BTreeMap, BTreeSet};

/// What concepts are called where several have the same name; each other one goes by its own.
#[derive(Default)]
pub(super) struct Labels<'a>(BTreeMap<&'a str, String>);

/// A concept, its name, and what else it may be told by.
type Named<'a> = (&'a str, &'a str, Option<&'a str>);

impl<'a> Labels<'a> {
    /// Those of agencies: by their government, else by their concept.
    pub(super) fn agencies(summary: &'a Summary) -> Self {
        let all = summary.agencies.iter();
        Self::of(all.map(|(concept, by)| {
            let agency = &by.agency;
            let government = agency.government.as_deref();
            (concept.as_str(), agency.name.as_str(), government)
        }))
    }

    /// Those of documents and fields that are asked: by their concept.
    pub(super) fn items(summary: &'a Summary) -> Self {
        let asked = summary.once_only.asked.iter();
        let asked = asked.map(|(concept, known)| (concept.as_str(), known.name.as_str()));
        let others = summary.names.iter();
        let others = others.filter(|(concept, _)| !summary.once_only.asked.contains_key(*concept));
        let others = others.map(|(concept, name)| (concept.as_str(), name.as_str()));
        Self::of(
            asked
                .chain(others)
                .map(|(concept, name)| (concept, name, None)),
        )
    }

    fn of(all: impl Iterator<Item = Named<'a>>) -> Self {
        let mut names: BTreeMap<&str, Vec<Named<'a>>> = BTreeMap::new();
        for named in all {
            names.entry(named.1).or_default().push(named);
        }
        let mut labels = BTreeMap::new();
        for (name, same) in names.into_iter().filter(|(_, same)| same.len() > 1) {
            let stated = same.iter().filter_map(|(_, _, by)| *by);
            let concepts = same.iter().map(|(concept, _, _)| *concept);
            let ways = [
                stated.clone().map(short).collect(),
                stated.collect(),
                concepts.clone().map(short).collect(),
                concepts.collect::<Vec<_>>(),
            ];
            let is_apart = |way: &&Vec<&str>| {
                way.len() == same.len() && way.iter().collect::<BTreeSet<_>>().len() == way.len()
            };
            // Concepts are all different.
            if let Some(way) = ways.iter().find(is_apart) {
                let labelled = same.iter().zip(way);
                labels.extend(labelled.map(|(of, by)| (of.0, format!("{name} ({by})"))));
            }
        }
        Self(labels)
    }

    /// What a concept of this name is called.
    pub(super) fn say(&self, concept: &str, name: &str) -> String {
        let label = self.0.get(concept);
        label.map_or_else(|| name.to_owned(), Clone::clone)
    }
}

/// The last two parts of an address, where it is one: the others are seldom what differs.
fn short(told: &str) -> &str {
    if !told.contains("://") {
        return told;
    }
    let slashes = told.rmatch_indices(['/', '#']);
    let start = slashes.map(|(at, _)| at + 1).nth(1);
    start.and_then(|at| told.get(at..)).unwrap_or(told)
}
