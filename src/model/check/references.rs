//! References: each names a part that is there.
//!
//! Pointers are those of the long forms; the loader cuts them to what the file has.

use super::SHOWN;
use crate::message::Message;
use crate::model::figure::Time;
use crate::model::flow::{After, Branch, Gateway};
use crate::model::part::nearest;
use crate::model::procedure::Procedure;
use crate::model::step::Step;
use crate::model::text::Id;
use crate::source::{Fault, Faults};
use std::collections::{BTreeMap, BTreeSet};

/// The declared ids, by what they name.
struct Names<'a> {
    agencies: BTreeSet<&'a str>,
    roles: BTreeSet<&'a str>,
    material: BTreeSet<&'a str>,
    documents: BTreeSet<&'a str>,
    fields: BTreeSet<&'a str>,
    criteria: BTreeSet<&'a str>,
    laws: BTreeSet<&'a str>,
    sources: BTreeSet<&'a str>,
    steps: BTreeSet<&'a str>,
    protected: BTreeSet<&'a str>,
    gateways: BTreeMap<&'a str, &'a Gateway>,
    branches: BTreeMap<(&'a str, &'a str), &'a Branch>,
    faults: &'a mut Faults,
}

/// Where something stands; put into words only where something is wrong with it.
type Pointer<'a> = std::fmt::Arguments<'a>;

fn ids<T>(parts: Option<&Vec<T>>, id: fn(&T) -> &Id) -> BTreeSet<&str> {
    parts
        .into_iter()
        .flatten()
        .map(|part| id(part).as_str())
        .collect()
}

pub(super) fn check<'a>(p: &'a Procedure, faults: &'a mut Faults) {
    let steps: BTreeSet<&str> = p.steps.iter().map(|step| step.id.as_str()).collect();
    let documents = ids(p.documents.as_ref(), |document| &document.id);
    let fields = ids(p.fields.as_ref(), |field| &field.id);
    let ends = p.ends.iter().map(|end| end.id.as_str());
    let gateways = || p.gateways.iter().flatten();
    let branches = gateways().flat_map(|gateway| {
        let named = |branch: &'a Branch| ((gateway.id.as_str(), branch.id.as_str()), branch);
        gateway.branches.iter().map(named)
    });
    let mut names = Names {
        agencies: ids(p.agencies.as_ref(), |agency| &agency.id),
        roles: p.roles.iter().map(|role| role.id.as_str()).collect(),
        material: documents.union(&fields).copied().collect(),
        criteria: ids(p.criteria.as_ref(), |criterion| &criterion.id),
        laws: ids(p.laws.as_ref(), |law| &law.id),
        sources: ids(p.sources.as_ref(), |source| &source.id),
        protected: ends
            .chain(steps.iter().copied())
            .chain(documents.iter().copied())
            .collect(),
        gateways: gateways()
            .map(|gateway| (gateway.id.as_str(), gateway))
            .collect(),
        branches: branches.collect(),
        documents,
        fields,
        steps,
        faults,
    };
    names.people(p);
    names.material(p);
    for (index, step) in p.steps.iter().enumerate() {
        names.step(index, step);
    }
    names.flow(p);
    names.setting(p);
}

impl<'a> Names<'a> {
    fn one(&mut self, pointer: Pointer<'_>, kind: &'static str, id: &str) {
        let known = self.known(kind);
        if id.is_empty() || known.contains(id) || self.faults.is_full() {
            return;
        }
        let hint = match nearest(id, known.iter().copied()) {
            Some(near) => Message::new("did-you-mean").with("name", near),
            None => Message::new("declare")
                .with("what", Message::new(kind))
                .with("id", id),
        };
        let message = Message::new("dangling")
            .with("what", Message::new(kind))
            .with("id", id);
        self.faults
            .push(Fault::at(pointer.to_string(), message).hint(hint));
    }

    fn known(&self, kind: &str) -> &BTreeSet<&str> {
        match kind {
            "agency" => &self.agencies,
            "role" => &self.roles,
            "document" => &self.documents,
            "field" => &self.fields,
            "document-or-field" => &self.material,
            "criterion" => &self.criteria,
            "law" => &self.laws,
            "source" => &self.sources,
            "step" => &self.steps,
            _ => &self.protected,
        }
    }

    fn opt(&mut self, pointer: Pointer<'_>, key: &str, kind: &'static str, id: Option<&Id>) {
        if let Some(id) = id {
            self.one(format_args!("{pointer}/{key}"), kind, id);
        }
    }

    fn source(&mut self, pointer: Pointer<'_>, id: Option<&Id>) {
        self.opt(pointer, "source", "source", id);
    }

    fn list(&mut self, pointer: Pointer<'_>, key: &str, kind: &'static str, ids: Option<&Vec<Id>>) {
        let mut seen = BTreeSet::new();
        for (index, id) in ids.into_iter().flatten().enumerate() {
            let pointer = format_args!("{pointer}/{key}/{index}");
            self.once(pointer, &mut seen, id);
            self.one(pointer, kind, id);
        }
    }

    /// Nothing stands twice in a list of references.
    fn once<T: Ord + Clone + std::fmt::Display>(
        &mut self,
        pointer: Pointer<'_>,
        seen: &mut BTreeSet<T>,
        id: T,
    ) {
        let known = !seen.insert(id.clone());
        let name = if known { id.to_string() } else { String::new() };
        if known && !name.is_empty() {
            self.faults.push(Fault::at(
                pointer.to_string(),
                Message::new("listed-twice").with("id", name),
            ));
        }
    }

    fn time(&mut self, pointer: Pointer<'_>, key: &str, time: Option<&Time>) {
        self.opt(
            format_args!("{pointer}/{key}"),
            "source",
            "source",
            time.and_then(|time| time.0.source.as_ref()),
        );
    }

    fn people(&mut self, p: &Procedure) {
        for (index, role) in p.roles.iter().enumerate() {
            let at = format_args!("/roles/{index}");
            self.opt(at, "agency", "agency", role.agency.as_ref());
            self.time(at, "capacity", role.capacity.as_ref());
            self.opt(at, "superior", "role", role.superior.as_ref());
            self.list(
                at,
                "competent_for",
                "criterion",
                role.competent_for.as_ref(),
            );
            self.list(at, "separate_from", "role", role.separate_from.as_ref());
        }
    }

    fn material(&mut self, p: &Procedure) {
        for (index, field) in p.fields.iter().flatten().enumerate() {
            let at = format_args!("/fields/{index}");
            self.list(at, "held_by", "agency", field.held_by.as_ref());
            self.list(at, "law", "law", field.law.as_ref());
        }
        for (index, document) in p.documents.iter().flatten().enumerate() {
            let at = format_args!("/documents/{index}");
            self.list(at, "carries", "field", document.carries.as_ref());
            self.time(at, "validity", document.validity.as_ref());
            self.opt(at, "issued_by", "agency", document.issued_by.as_ref());
            self.list(at, "held_by", "agency", document.held_by.as_ref());
            self.list(at, "law", "law", document.law.as_ref());
        }
        for (index, criterion) in p.criteria.iter().flatten().enumerate() {
            let at = format_args!("/criteria/{index}");
            self.list(at, "reads", "document-or-field", criterion.reads.as_ref());
            self.list(
                at,
                "protects",
                "end-step-or-document",
                criterion.protects.as_ref(),
            );
            self.list(at, "law", "law", criterion.law.as_ref());
        }
    }

    fn step(&mut self, index: usize, step: &Step) {
        let at = format_args!("/steps/{index}");
        self.one(format_args!("{at}/role"), "role", &step.role);
        self.opt(at, "with", "role", step.with.as_ref());
        self.list(at, "criteria", "criterion", step.criteria.as_ref());
        let mut seen = BTreeSet::new();
        for (n, need) in step.needs.iter().flatten().enumerate() {
            let pointer = format_args!("{at}/needs/{n}/document");
            self.once(pointer, &mut seen, need.document());
            self.one(pointer, "document", need.document());
            self.opt(
                format_args!("{at}/needs/{n}"),
                "from",
                "agency",
                need.0.from.as_ref(),
            );
            self.list(
                format_args!("{at}/needs/{n}"),
                "law",
                "law",
                need.0.law.as_ref(),
            );
        }
        self.list(at, "reads", "document-or-field", step.reads.as_ref());
        self.list(at, "produces", "document", step.produces.as_ref());
        for (n, entry) in step.enters.iter().flatten().enumerate() {
            self.one(format_args!("{at}/enters/{n}/field"), "field", &entry.field);
        }
        for (n, decisions) in step.decisions.iter().flatten().enumerate() {
            self.list(
                format_args!("{at}/decisions/{n}"),
                "given",
                "step",
                decisions.given.as_ref(),
            );
            self.source(
                format_args!("{at}/decisions/{n}"),
                decisions.source.as_ref(),
            );
        }
        self.list(at, "law", "law", step.law.as_ref());
        self.source(at, step.source.as_ref());
        self.time(at, "work", step.work.as_ref());
        self.time(at, "elapsed", step.elapsed.as_ref());
        self.waits(at, step);
        if let Some(risk) = &step.risk {
            self.source(format_args!("{at}/risk"), risk.source.as_ref());
        }
    }

    fn waits(&mut self, at: Pointer<'_>, step: &Step) {
        let waits = step.wait.as_ref().map_or(&[][..], |waits| &waits.0);
        for (index, wait) in waits.iter().enumerate() {
            let at = format_args!("{at}/wait/{index}");
            self.list(at, "law", "law", wait.law.as_ref());
            self.source(format_args!("{at}/time"), wait.time.0.source.as_ref());
        }
    }

    fn flow(&mut self, p: &'a Procedure) {
        for (index, step) in p.steps.iter().enumerate() {
            self.after(format_args!("/steps/{index}"), step.after.as_ref());
        }
        for (index, gateway) in p.gateways.iter().flatten().enumerate() {
            let at = format_args!("/gateways/{index}");
            self.after(at, Some(&gateway.after));
            self.opt(at, "on", "criterion", gateway.on.as_ref());
            self.source(at, gateway.source.as_ref());
            for (b, branch) in gateway.branches.iter().enumerate() {
                self.opt(
                    format_args!("{at}/branches/{b}"),
                    "back_to",
                    "step",
                    branch.back_to.as_ref(),
                );
            }
        }
        for (index, end) in p.ends.iter().enumerate() {
            self.after(format_args!("/ends/{index}"), Some(&end.after));
        }
    }

    fn after(&mut self, at: Pointer<'_>, after: Option<&'a After>) {
        let Some(after) = after else { return };
        let mut seen = BTreeSet::new();
        for (index, reference) in after.refs().iter().enumerate() {
            if reference.id.is_empty() || self.faults.is_full() {
                continue;
            }
            let pointer = format_args!("{at}/after{}/{index}", after.pointer());
            self.once(pointer, &mut seen, reference.text());
            let gateway = self.gateways.get(reference.id.as_str()).copied();
            match (gateway, &reference.branch) {
                (None, None) => self.one(pointer, "step", &reference.id),
                (None, Some(_)) => self.no_gateway(pointer, &reference.id),
                (Some(gateway), None) => self.no_branch_named(pointer, gateway),
                (Some(gateway), Some(branch)) => self.branch(pointer, gateway, branch),
            }
        }
    }

    fn no_gateway(&mut self, pointer: Pointer<'_>, id: &str) {
        let near = nearest(id, self.gateways.keys().copied());
        let message = Message::new("dangling")
            .with("what", Message::new("gateway"))
            .with("id", id);
        let fault = Fault::at(pointer.to_string(), message);
        let what = Message::new("gateway");
        let hint = near.map_or_else(
            || Message::new("declare").with("what", what).with("id", id),
            |near| Message::new("did-you-mean").with("name", near),
        );
        self.faults.push(fault.hint(hint));
    }

    fn no_branch_named(&mut self, pointer: Pointer<'_>, gateway: &Gateway) {
        let names = gateway.branches.iter().take(SHOWN);
        let names: Vec<_> = names
            .map(|branch| format!("{}.{}", gateway.id, branch.id))
            .collect();
        let hint = Message::new("name-a-branch").with("branches", names.join(", "));
        let message = Message::new("gateway-without-branch").with("id", gateway.id.to_string());
        self.faults
            .push(Fault::at(pointer.to_string(), message).hint(hint));
    }

    fn branch(&mut self, pointer: Pointer<'_>, gateway: &Gateway, branch: &Id) {
        let known = self.branches.get(&(gateway.id.as_str(), branch.as_str()));
        if known.is_some_and(|known| known.back_to.is_some()) {
            let message = Message::new("branch-returns").with("branch", branch.to_string());
            let hint = Message::new("branch-returns-hint");
            self.faults
                .push(Fault::at(pointer.to_string(), message).hint(hint));
        } else if known.is_none() {
            let known = gateway
                .branches
                .iter()
                .take(SHOWN)
                .map(|known| known.id.as_str());
            let message = Message::new("no-such-branch")
                .with("gateway", gateway.id.to_string())
                .with("branch", branch.to_string());
            let words = known.collect::<Vec<_>>().join(", ");
            let hint = Message::new("known-words").with("words", words);
            self.faults
                .push(Fault::at(pointer.to_string(), message).hint(hint));
        }
    }

    fn setting(&mut self, p: &Procedure) {
        for (index, complete) in p.complete.iter().flatten().enumerate() {
            let at = format_args!("/complete/{index}");
            self.source(at, complete.0.source.as_ref());
        }
        for (index, reported) in p.reported.iter().flatten().enumerate() {
            self.source(format_args!("/reported/{index}"), reported.source.as_ref());
        }
        for (index, constraint) in p.constraints.iter().flatten().enumerate() {
            let at = format_args!("/constraints/{index}");
            self.list(at, "steps", "step", Some(&constraint.steps));
            self.list(at, "law", "law", constraint.law.as_ref());
        }
        for (index, same) in p.same_person.iter().flatten().enumerate() {
            let at = format_args!("/same_person/{index}");
            self.list(at, "steps", "step", Some(&same.steps));
            self.source(at, same.source.as_ref());
        }
        for (index, change) in p.changes.iter().flatten().enumerate() {
            let at = format_args!("/changes/{index}");
            self.source(at, change.source.as_ref());
        }
        if let Some(limit) = &p.limit {
            self.list(format_args!("/limit"), "law", "law", limit.law.as_ref());
            self.time(
                format_args!("/limit"),
                "statutory",
                limit.statutory.as_ref(),
            );
            self.time(format_args!("/limit"), "promised", limit.promised.as_ref());
            self.source(format_args!("/limit"), limit.source.as_ref());
        }
        if let Some(risk) = &p.risk {
            self.source(format_args!("/risk"), risk.source.as_ref());
        }
    }
}
