//! References: each names a part that is there.
//!
//! Pointers are those of the long forms; the loader cuts them to what the file has.

use super::SHOWN;
use super::names::{Kinds, Names};
use crate::lookup::Table;
use crate::message::Message;
use crate::model::figure::Time;
use crate::model::flow::{After, Branch, Gateway};
use crate::model::id::Id;
use crate::model::procedure::Procedure;
use crate::model::repeat::repeated;
use crate::model::step::{Need, Step};
use crate::source::{Fault, Faults};

/// What a reference may name, and how messages call it.
#[derive(Clone, Copy)]
struct Named {
    key: &'static str,
    kinds: Kinds,
}

const fn named(key: &'static str, kinds: Kinds) -> Named {
    Named { key, kinds }
}

const AGENCY: Named = named("agency", Kinds::AGENCY);
const ROLE: Named = named("role", Kinds::ROLE);
const DOCUMENT: Named = named("document", Kinds::DOCUMENT);
const FIELD: Named = named("field", Kinds::FIELD);
const MATERIAL: Named = named("document-or-field", Kinds::MATERIAL);
const CRITERION: Named = named("criterion", Kinds::CRITERION);
const LAW: Named = named("law", Kinds::LAW);
const SOURCE: Named = named("source", Kinds::SOURCE);
const STEP: Named = named("step", Kinds::STEP);
const GATEWAY: Named = named("gateway", Kinds::GATEWAY);
const PROTECTED: Named = named("end-step-or-document", Kinds::PROTECTED);

/// The references of a procedure, and what they may name.
struct References<'a> {
    names: Names<'a>,
    gateways: Table<&'a str, &'a Gateway>,
    branches: Table<(&'a str, &'a str), &'a Branch>,
    faults: &'a mut Faults,
}

/// Where something stands; put into words only where something is wrong with it.
type Pointer<'a> = std::fmt::Arguments<'a>;

pub(super) fn check<'a>(p: &'a Procedure, names: Names<'a>, faults: &'a mut Faults) {
    let gateways = || p.gateways.iter().flatten();
    let branches = gateways().flat_map(|gateway| {
        let named = |branch: &'a Branch| ((gateway.id.as_str(), branch.id.as_str()), branch);
        gateway.branches.iter().map(named)
    });
    let mut references = References {
        names,
        gateways: gateways()
            .map(|gateway| (gateway.id.as_str(), gateway))
            .collect(),
        branches: branches.collect(),
        faults,
    };
    references.people(p);
    references.material(p);
    for (index, step) in p.steps.iter().enumerate() {
        references.step(index, step);
    }
    references.flow(p);
    references.setting(p);
}

impl<'a> References<'a> {
    fn one(&mut self, pointer: Pointer<'_>, named: Named, id: &str) {
        let known = self.names.kinds(id).meet(named.kinds);
        if !known && !id.is_empty() && !self.faults.is_full() {
            self.dangling(pointer, named, id);
        }
    }

    /// Notes that nothing of the kind has this id, with the nearest one that something has.
    fn dangling(&mut self, pointer: Pointer<'_>, named: Named, id: &str) {
        let what = || Message::new(named.key);
        let hint = match self.names.nearest(id, named.kinds) {
            Some(near) => Message::new("did-you-mean").with("name", near),
            None => Message::new("declare").with("what", what()).with("id", id),
        };
        let message = Message::new("dangling").with("what", what()).with("id", id);
        self.faults
            .push(Fault::at(pointer.to_string(), message).hint(hint));
    }

    fn opt(&mut self, pointer: Pointer<'_>, key: &str, named: Named, id: Option<&Id>) {
        if let Some(id) = id {
            self.one(format_args!("{pointer}/{key}"), named, id);
        }
    }

    fn source(&mut self, pointer: Pointer<'_>, id: Option<&Id>) {
        self.opt(pointer, "source", SOURCE, id);
    }

    fn list(&mut self, pointer: Pointer<'_>, key: &str, named: Named, ids: Option<&Vec<Id>>) {
        let Some(ids) = ids else { return };
        let repeated = repeated(ids.iter());
        for (index, id) in ids.iter().enumerate() {
            let pointer = format_args!("{pointer}/{key}/{index}");
            if repeated.binary_search(&index).is_ok() {
                self.listed_twice(pointer, id);
            }
            self.one(pointer, named, id);
        }
    }

    /// Nothing stands twice in a list of references.
    fn listed_twice(&mut self, pointer: Pointer<'_>, id: &str) {
        if !id.is_empty() {
            self.faults.push(Fault::at(
                pointer.to_string(),
                Message::new("listed-twice").with("id", id),
            ));
        }
    }

    fn time(&mut self, pointer: Pointer<'_>, key: &str, time: Option<&Time>) {
        let source = time.and_then(|time| time.0.source.as_ref());
        self.source(format_args!("{pointer}/{key}"), source);
    }

    fn people(&mut self, p: &Procedure) {
        for (index, role) in p.roles.iter().enumerate() {
            let at = format_args!("/roles/{index}");
            self.opt(at, "agency", AGENCY, role.agency.as_ref());
            self.time(at, "capacity", role.capacity.as_ref());
            self.opt(at, "superior", ROLE, role.superior.as_ref());
            self.list(at, "competent_for", CRITERION, role.competent_for.as_ref());
            self.list(at, "separate_from", ROLE, role.separate_from.as_ref());
        }
    }

    fn material(&mut self, p: &Procedure) {
        for (index, field) in p.fields.iter().flatten().enumerate() {
            let at = format_args!("/fields/{index}");
            self.list(at, "held_by", AGENCY, field.held_by.as_ref());
            self.list(at, "law", LAW, field.law.as_ref());
        }
        for (index, document) in p.documents.iter().flatten().enumerate() {
            let at = format_args!("/documents/{index}");
            self.list(at, "carries", FIELD, document.carries.as_ref());
            self.time(at, "validity", document.validity.as_ref());
            self.opt(at, "issued_by", AGENCY, document.issued_by.as_ref());
            self.list(at, "held_by", AGENCY, document.held_by.as_ref());
            self.list(at, "law", LAW, document.law.as_ref());
        }
        for (index, criterion) in p.criteria.iter().flatten().enumerate() {
            let at = format_args!("/criteria/{index}");
            self.list(at, "reads", MATERIAL, criterion.reads.as_ref());
            self.list(at, "protects", PROTECTED, criterion.protects.as_ref());
            self.list(at, "law", LAW, criterion.law.as_ref());
        }
    }

    fn step(&mut self, index: usize, step: &Step) {
        let at = format_args!("/steps/{index}");
        self.one(format_args!("{at}/role"), ROLE, &step.role);
        self.opt(at, "with", ROLE, step.with.as_ref());
        self.list(at, "criteria", CRITERION, step.criteria.as_ref());
        let needs = step.needs.as_deref().unwrap_or_default();
        let repeated = repeated(needs.iter().map(Need::document));
        for (n, need) in needs.iter().enumerate() {
            let pointer = format_args!("{at}/needs/{n}/document");
            if repeated.binary_search(&n).is_ok() {
                self.listed_twice(pointer, need.document());
            }
            self.one(pointer, DOCUMENT, need.document());
            self.opt(
                format_args!("{at}/needs/{n}"),
                "from",
                AGENCY,
                need.0.from.as_ref(),
            );
            self.list(
                format_args!("{at}/needs/{n}"),
                "law",
                LAW,
                need.0.law.as_ref(),
            );
        }
        self.list(at, "reads", MATERIAL, step.reads.as_ref());
        self.list(at, "produces", DOCUMENT, step.produces.as_ref());
        for (n, entry) in step.enters.iter().flatten().enumerate() {
            self.one(format_args!("{at}/enters/{n}/field"), FIELD, &entry.field);
        }
        for (n, decisions) in step.decisions.iter().flatten().enumerate() {
            self.list(
                format_args!("{at}/decisions/{n}"),
                "given",
                STEP,
                decisions.given.as_ref(),
            );
            self.source(
                format_args!("{at}/decisions/{n}"),
                decisions.source.as_ref(),
            );
        }
        self.list(at, "law", LAW, step.law.as_ref());
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
            self.list(at, "law", LAW, wait.law.as_ref());
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
            self.opt(at, "on", CRITERION, gateway.on.as_ref());
            self.source(at, gateway.source.as_ref());
            for (b, branch) in gateway.branches.iter().enumerate() {
                self.opt(
                    format_args!("{at}/branches/{b}"),
                    "back_to",
                    STEP,
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
        let repeated = repeated(after.refs().iter());
        for (index, reference) in after.refs().iter().enumerate() {
            if reference.id.is_empty() || self.faults.is_full() {
                continue;
            }
            let pointer = format_args!("{at}/after{}/{index}", after.pointer());
            if repeated.binary_search(&index).is_ok() {
                self.listed_twice(pointer, &reference.text());
            }
            let gateway = self.gateways.get(&*reference.id).copied();
            match (gateway, &reference.branch) {
                (None, None) => self.one(pointer, STEP, &reference.id),
                (None, Some(_)) => self.dangling(pointer, GATEWAY, &reference.id),
                (Some(gateway), None) => self.no_branch_named(pointer, gateway),
                (Some(gateway), Some(branch)) => self.branch(pointer, gateway, branch),
            }
        }
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
            self.list(at, "steps", STEP, Some(&constraint.steps));
            self.list(at, "law", LAW, constraint.law.as_ref());
        }
        for (index, same) in p.same_person.iter().flatten().enumerate() {
            let at = format_args!("/same_person/{index}");
            self.list(at, "steps", STEP, Some(&same.steps));
            self.source(at, same.source.as_ref());
        }
        for (index, change) in p.changes.iter().flatten().enumerate() {
            let at = format_args!("/changes/{index}");
            self.source(at, change.source.as_ref());
        }
        if let Some(limit) = &p.limit {
            self.list(format_args!("/limit"), "law", LAW, limit.law.as_ref());
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
