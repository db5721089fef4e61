//! The once-only map: who asks what that somebody of the same government already holds.
//!
//! Only what carries a `concept` is the same in two procedures, and only agencies of one stated `government` are
//! claimed to be able to share: all else is left out, and counted as left out.

use super::record::Digest;
use super::summary::increase;
use super::tasks::{self, TasksAt};
use super::who::Few;
use crate::context::Context;
use crate::measure::data;
use crate::message::Lang;
use crate::model::{Agency, Id, Procedure};
use crate::{custody, model};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Whether an item is a document or a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ItemKind {
    /// A document.
    Document,
    /// A field.
    Field,
}

/// An agency that other procedures name too.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgencyNote {
    /// Its concept.
    pub concept: String,
    /// Its name.
    pub name: String,
    /// Its government, where the file states one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub government: Option<String>,
}

/// An item that an agency asks from the applicant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// The concept of the item.
    pub item: String,
    /// Its kind.
    pub kind: ItemKind,
    /// Its name.
    pub name: String,
    /// The concept of the agency that asks it.
    pub by: String,
    /// At how many steps.
    pub times: u64,
}

/// An item that an agency issues, makes or holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Held {
    /// The concept of the item.
    pub item: String,
    /// The concept of the agency that has it.
    pub by: String,
}

/// What one procedure says of itself.
pub(super) struct Said {
    pub(super) agencies: Vec<AgencyNote>,
    pub(super) asked: Vec<Asked>,
    pub(super) held: Vec<Held>,
    pub(super) tasks: Vec<TasksAt>,
    /// Names of the items of `tasks` that nobody asks, by their concepts.
    pub(super) names: BTreeMap<String, String>,
    /// Items asked of which the file does not say which concept they are, or by which agency of a concept.
    pub(super) unnamed: u64,
}

/// Collects what a procedure says of itself.
pub(super) fn said(cx: &Context<'_>, lang: Lang) -> Said {
    let p = cx.procedure;
    let (asked, unnamed) = asked(cx, lang);
    let agencies = p.agencies.iter().flatten();
    let tasks = tasks::of(p, lang);
    let agencies = agencies.filter_map(|agency| {
        Some(AgencyNote {
            concept: agency.concept.clone()?,
            name: name(agency.name.as_ref(), &agency.id, lang),
            government: agency.government.clone(),
        })
    });
    Said {
        agencies: agencies.collect(),
        names: names(p, &tasks, &asked, lang),
        asked,
        held: held(p),
        tasks,
        unnamed,
    }
}

/// What the items of some steps are called; the first name in the order of texts, but for items that have one in `asked`.
fn names(
    p: &Procedure,
    tasks: &[TasksAt],
    asked: &[Asked],
    lang: Lang,
) -> BTreeMap<String, String> {
    let mut wanted: BTreeSet<&str> = tasks.iter().flat_map(TasksAt::items).collect();
    for asked in asked {
        wanted.remove(asked.item.as_str());
    }
    let documents = p.documents.iter().flatten();
    let documents = documents.map(|it| (it.concept.as_ref(), it.name.as_ref(), &it.id));
    let fields = p.fields.iter().flatten();
    let fields = fields.map(|it| (it.concept.as_ref(), it.name.as_ref(), &it.id));
    let mut names = BTreeMap::new();
    for (concept, called, id) in documents.chain(fields) {
        if let Some(concept) = concept.filter(|concept| wanted.contains(concept.as_str())) {
            first_name(&mut names, concept, &name(called, id, lang));
        }
    }
    names
}

/// Keeps the first name of a concept in the order of texts.
pub(super) fn first_name(names: &mut BTreeMap<String, String>, concept: &str, name: &str) {
    match names.get_mut(concept) {
        Some(known) if name < known.as_str() => name.clone_into(known),
        Some(_) => {}
        None => {
            names.insert(concept.to_owned(), name.to_owned());
        }
    }
}

fn name(name: Option<&model::Text>, id: &Id, lang: Lang) -> String {
    name.map_or_else(|| id.to_string(), |name| name.say(lang).to_owned())
}

fn asked(cx: &Context<'_>, lang: Lang) -> (Vec<Asked>, u64) {
    let p = cx.procedure;
    let mut asked: BTreeMap<(String, String), Asked> = BTreeMap::new();
    let mut unnamed = 0;
    let mut count =
        |concept: Option<&String>, kind, name: String, by: Option<&String>| match (concept, by) {
            (Some(concept), Some(by)) => {
                let entry = asked.entry((concept.clone(), by.clone()));
                let entry = entry.or_insert_with(|| Asked {
                    item: concept.clone(),
                    kind,
                    name: name.clone(),
                    by: by.clone(),
                    times: 0,
                });
                entry.times += 1;
                entry.name = entry.name.clone().min(name);
            }
            _ => unnamed += 1,
        };
    for step in &p.steps {
        let by = custody::receiving_agency(cx, step);
        let by = by.and_then(|agency| agency.concept.as_ref());
        for need in data::asked_at(p, step).iter().map(|asked| asked.need) {
            if let Some(it) = p.document(need.document()) {
                let name = name(it.name.as_ref(), &it.id, lang);
                count(it.concept.as_ref(), ItemKind::Document, name, by);
            }
        }
        let entered = data::entered_at(p, step).into_iter();
        for entry in entered.filter(|entry| entry.by_applicant) {
            if let Some(it) = p.field(entry.field) {
                let name = name(it.name.as_ref(), &it.id, lang);
                count(it.concept.as_ref(), ItemKind::Field, name, by);
            }
        }
    }
    (asked.into_values().collect(), unnamed)
}

fn held(p: &Procedure) -> Vec<Held> {
    let mut held = BTreeSet::new();
    let mut has = |concept: Option<&String>, agency: Option<&Agency>| {
        if let (Some(item), Some(by)) = (concept, agency.and_then(|agency| agency.concept.as_ref()))
        {
            held.insert(Held {
                item: item.clone(),
                by: by.clone(),
            });
        }
    };
    for document in p.documents.iter().flatten() {
        let holders = document.held_by.iter().flatten();
        for agency in document.issued_by.iter().chain(holders) {
            has(document.concept.as_ref(), p.agency(agency));
        }
    }
    for field in p.fields.iter().flatten() {
        for agency in field.held_by.iter().flatten() {
            has(field.concept.as_ref(), p.agency(agency));
        }
    }
    for step in &p.steps {
        for made in step.produces.iter().flatten() {
            let concept = p.document(made).and_then(|made| made.concept.as_ref());
            has(concept, p.agency_of(step));
        }
    }
    held.into_iter().collect()
}

/// In how many procedures, and how often in all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Times {
    /// Procedures.
    pub procedures: u64,
    /// Times in all of them.
    pub times: u64,
    /// The first of these procedures.
    #[serde(default)]
    pub first: Few,
}

impl Times {
    fn add(&mut self, other: &Self) {
        increase(&mut self.procedures, other.procedures);
        increase(&mut self.times, other.times);
        self.first.add(&other.first);
    }
}

/// What all procedures say of one item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// Its kind.
    pub kind: ItemKind,
    /// Its name; where procedures differ the first in the order of texts.
    pub name: String,
    /// Who asks it, by the agency's concept.
    pub asked: BTreeMap<String, Times>,
}

impl Known {
    /// How often an agency asks it.
    fn at(&mut self, agency: &str) -> &mut Times {
        self.asked.entry(agency.to_owned()).or_default()
    }
}

/// The map of a portfolio.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OnceOnly {
    /// Items that are asked, by concept.
    pub asked: BTreeMap<String, Known>,
    /// Who has which item: agencies by the item's concept.
    pub held: BTreeMap<String, BTreeSet<String>>,
    /// Items asked that cannot be placed on the map, for want of a concept.
    pub unnamed: u64,
}

/// An item that one agency asks although another, or it itself, has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chance<'a> {
    /// The concept of the item.
    pub item: &'a str,
    /// What is known of it.
    pub known: &'a Known,
    /// The concept of the agency that asks.
    pub asks: &'a str,
    /// Concepts of the agencies of its government that have it.
    pub holders: Vec<&'a str>,
    /// In how many procedures it asks it, and how often.
    pub times: &'a Times,
}

impl OnceOnly {
    /// Adds what one procedure says.
    pub(super) fn take(&mut self, digest: &Digest) {
        for ask in &digest.asks {
            let known = self.item(&ask.item, ask.kind, &ask.name);
            let times = known.at(&ask.by);
            increase(&mut times.procedures, 1);
            increase(&mut times.times, ask.times);
            times.first.take(&digest.id, &digest.name);
        }
        for Held { item, by } in &digest.holds {
            self.held_by(item, std::iter::once(by));
        }
        increase(&mut self.unnamed, digest.unnamed);
    }

    /// Adds another map.
    pub(super) fn add(&mut self, other: &Self) {
        for (item, more) in &other.asked {
            let known = self.item(item, more.kind, &more.name);
            for (agency, times) in &more.asked {
                known.at(agency).add(times);
            }
        }
        for (item, by) in &other.held {
            self.held_by(item, by.iter());
        }
        increase(&mut self.unnamed, other.unnamed);
    }

    fn held_by<'a>(&mut self, item: &str, agencies: impl Iterator<Item = &'a String>) {
        if !self.held.contains_key(item) {
            self.held.insert(item.to_owned(), BTreeSet::new());
        }
        if let Some(known) = self.held.get_mut(item) {
            for agency in agencies {
                if !known.contains(agency) {
                    known.insert(agency.clone());
                }
            }
        }
    }

    /// What is known of an item, of which something more is said.
    fn item(&mut self, item: &str, kind: ItemKind, name: &str) -> &mut Known {
        let new = || Known {
            kind,
            name: name.to_owned(),
            asked: BTreeMap::new(),
        };
        let known = self.asked.entry(item.to_owned()).or_insert_with(new);
        known.kind = known.kind.min(kind);
        if name < known.name.as_str() {
            name.clone_into(&mut known.name);
        }
        known
    }

    /// What could be asked once only, what is asked in most procedures first; `government` tells that of an agency's
    /// concept.
    pub(super) fn chances<'a>(
        &'a self,
        government: &dyn Fn(&str) -> Option<&'a str>,
    ) -> Vec<Chance<'a>> {
        let same =
            |a: &str, b: &str| a == b || government(a).is_some_and(|of| government(b) == Some(of));
        let mut chances = Vec::new();
        for (item, known) in &self.asked {
            for (asks, times) in &known.asked {
                let holders = self.held.get(item).into_iter().flatten();
                let holders: Vec<_> = (holders.map(String::as_str))
                    .filter(|holder| same(asks, holder))
                    .collect();
                if !holders.is_empty() {
                    chances.push(Chance {
                        item,
                        known,
                        asks,
                        holders,
                        times,
                    });
                }
            }
        }
        chances
            .sort_by_key(|chance| std::cmp::Reverse((chance.times.procedures, chance.times.times)));
        chances
    }
}
