//! References: each names a part that is there.

use crate::message::Message;
use crate::model::figure::Time;
use crate::model::flow::After;
use crate::model::part::nearest;
use crate::model::procedure::Procedure;
use crate::model::step::Step;
use crate::model::text::Id;
use crate::source::Fault;
use std::collections::BTreeSet;

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
    faults: &'a mut Vec<Fault>,
}

fn ids<T>(parts: Option<&Vec<T>>, id: fn(&T) -> &Id) -> BTreeSet<&str> {
    parts
        .into_iter()
        .flatten()
        .map(|part| id(part).0.as_str())
        .collect()
}

pub(super) fn check(p: &Procedure, faults: &mut Vec<Fault>) {
    let steps: BTreeSet<&str> = p.steps.iter().map(|step| step.id.0.as_str()).collect();
    let documents = ids(p.documents.as_ref(), |document| &document.id);
    let fields = ids(p.fields.as_ref(), |field| &field.id);
    let ends = p.ends.iter().map(|end| end.id.0.as_str());
    let mut names = Names {
        agencies: ids(p.agencies.as_ref(), |agency| &agency.id),
        roles: p.roles.iter().map(|role| role.id.0.as_str()).collect(),
        material: documents.union(&fields).copied().collect(),
        criteria: ids(p.criteria.as_ref(), |criterion| &criterion.id),
        laws: ids(p.laws.as_ref(), |law| &law.id),
        sources: ids(p.sources.as_ref(), |source| &source.id),
        protected: ends
            .chain(steps.iter().copied())
            .chain(documents.iter().copied())
            .collect(),
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

impl Names<'_> {
    fn one(&mut self, pointer: impl Into<String>, kind: &'static str, id: &str) {
        let known = self.known(kind);
        if id.is_empty() || known.contains(id) {
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
        self.faults.push(Fault::at(pointer, message).hint(hint));
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

    fn opt(&mut self, pointer: &str, key: &str, kind: &'static str, id: Option<&Id>) {
        if let Some(id) = id {
            self.one(format!("{pointer}/{key}"), kind, id);
        }
    }

    fn list(&mut self, pointer: &str, key: &str, kind: &'static str, ids: Option<&Vec<Id>>) {
        for (index, id) in ids.into_iter().flatten().enumerate() {
            self.one(format!("{pointer}/{key}/{index}"), kind, id);
        }
    }

    fn time(&mut self, pointer: &str, key: &str, time: Option<&Time>) {
        self.opt(
            &format!("{pointer}/{key}"),
            "source",
            "source",
            time.and_then(|time| time.0.source.as_ref()),
        );
    }

    fn people(&mut self, p: &Procedure) {
        for (index, role) in p.roles.iter().enumerate() {
            let at = format!("/roles/{index}");
            self.opt(&at, "agency", "agency", role.agency.as_ref());
            self.opt(&at, "superior", "role", role.superior.as_ref());
            self.list(
                &at,
                "competent_for",
                "criterion",
                role.competent_for.as_ref(),
            );
            self.list(&at, "separate_from", "role", role.separate_from.as_ref());
        }
    }

    fn material(&mut self, p: &Procedure) {
        for (index, field) in p.fields.iter().flatten().enumerate() {
            let at = format!("/fields/{index}");
            self.list(&at, "held_by", "agency", field.held_by.as_ref());
            self.list(&at, "law", "law", field.law.as_ref());
        }
        for (index, document) in p.documents.iter().flatten().enumerate() {
            let at = format!("/documents/{index}");
            self.list(&at, "carries", "field", document.carries.as_ref());
            self.opt(&at, "issued_by", "agency", document.issued_by.as_ref());
            self.list(&at, "held_by", "agency", document.held_by.as_ref());
            self.list(&at, "law", "law", document.law.as_ref());
        }
        for (index, criterion) in p.criteria.iter().flatten().enumerate() {
            let at = format!("/criteria/{index}");
            self.list(&at, "reads", "document-or-field", criterion.reads.as_ref());
            self.list(
                &at,
                "protects",
                "end-step-or-document",
                criterion.protects.as_ref(),
            );
            self.list(&at, "law", "law", criterion.law.as_ref());
        }
    }

    fn step(&mut self, index: usize, step: &Step) {
        let at = format!("/steps/{index}");
        self.one(format!("{at}/role"), "role", &step.role);
        self.opt(&at, "with", "role", step.with.as_ref());
        self.list(&at, "criteria", "criterion", step.criteria.as_ref());
        for (n, need) in step.needs.iter().flatten().enumerate() {
            let long = need.0 != crate::model::step::Need::of(need.document().clone()).0;
            let pointer = format!("{at}/needs/{n}{}", if long { "/document" } else { "" });
            self.one(pointer, "document", need.document());
            self.list(
                &format!("{at}/needs/{n}"),
                "law",
                "law",
                need.0.law.as_ref(),
            );
        }
        self.list(&at, "reads", "document-or-field", step.reads.as_ref());
        self.list(&at, "produces", "document", step.produces.as_ref());
        for (n, entry) in step.enters.iter().flatten().enumerate() {
            self.one(format!("{at}/enters/{n}/field"), "field", &entry.field);
        }
        for (n, decisions) in step.decisions.iter().flatten().enumerate() {
            self.list(
                &format!("{at}/decisions/{n}"),
                "given",
                "step",
                decisions.given.as_ref(),
            );
            self.opt(
                &format!("{at}/decisions/{n}"),
                "source",
                "source",
                decisions.source.as_ref(),
            );
        }
        self.list(&at, "law", "law", step.law.as_ref());
        self.opt(&at, "source", "source", step.source.as_ref());
        self.time(&at, "work", step.work.as_ref());
        self.time(&at, "elapsed", step.elapsed.as_ref());
    }

    fn flow(&mut self, p: &Procedure) {
        for (index, step) in p.steps.iter().enumerate() {
            self.after(p, &format!("/steps/{index}"), step.after.as_ref());
        }
        for (index, gateway) in p.gateways.iter().flatten().enumerate() {
            let at = format!("/gateways/{index}");
            self.after(p, &at, Some(&gateway.after));
            self.opt(&at, "on", "criterion", gateway.on.as_ref());
            self.opt(&at, "source", "source", gateway.source.as_ref());
            for (b, branch) in gateway.branches.iter().enumerate() {
                self.opt(
                    &format!("{at}/branches/{b}"),
                    "back_to",
                    "step",
                    branch.back_to.as_ref(),
                );
            }
        }
        for (index, end) in p.ends.iter().enumerate() {
            self.after(p, &format!("/ends/{index}"), Some(&end.after));
        }
    }

    fn after(&mut self, p: &Procedure, at: &str, after: Option<&After>) {
        let Some(after) = after else { return };
        for (index, reference) in after.refs().iter().enumerate() {
            if reference.id.is_empty() {
                continue;
            }
            let pointer = format!("{at}/after{}/{index}", after.pointer());
            let gateway = p
                .gateways
                .iter()
                .flatten()
                .find(|gateway| gateway.id == reference.id);
            match (gateway, &reference.branch) {
                (None, None) => self.one(pointer, "step", &reference.id),
                (None, Some(_)) => self.no_gateway(pointer, p, &reference.id),
                (Some(gateway), None) => {
                    let names = gateway
                        .branches
                        .iter()
                        .map(|branch| format!("{}.{}", gateway.id, branch.id));
                    let hint = Message::new("name-a-branch")
                        .with("branches", names.collect::<Vec<_>>().join(", "));
                    let message =
                        Message::new("gateway-without-branch").with("id", reference.text());
                    self.faults.push(Fault::at(pointer, message).hint(hint));
                }
                (Some(gateway), Some(branch)) => {
                    let found = gateway.branches.iter().find(|known| known.id == *branch);
                    self.branch(
                        pointer,
                        gateway,
                        branch,
                        found.is_some_and(|found| found.back_to.is_some()),
                    );
                }
            }
        }
    }

    fn no_gateway(&mut self, pointer: String, p: &Procedure, id: &str) {
        let near = nearest(
            id,
            p.gateways
                .iter()
                .flatten()
                .map(|gateway| gateway.id.0.as_str()),
        );
        let message = Message::new("dangling")
            .with("what", Message::new("gateway"))
            .with("id", id);
        let fault = Fault::at(pointer, message);
        self.faults.push(match near {
            Some(near) => fault.hint(Message::new("did-you-mean").with("name", near)),
            None => fault,
        });
    }

    fn branch(
        &mut self,
        pointer: String,
        gateway: &crate::model::flow::Gateway,
        branch: &Id,
        returns: bool,
    ) {
        if returns {
            let message = Message::new("branch-returns").with("branch", branch.to_string());
            self.faults
                .push(Fault::at(pointer, message).hint(Message::new("branch-returns-hint")));
        } else if gateway.branches.iter().all(|known| known.id != *branch) {
            let known: Vec<_> = gateway
                .branches
                .iter()
                .map(|known| known.id.0.as_str())
                .collect();
            let message = Message::new("no-such-branch")
                .with("gateway", gateway.id.to_string())
                .with("branch", branch.to_string());
            let hint = Message::new("known-words").with("words", known.join(", "));
            self.faults.push(Fault::at(pointer, message).hint(hint));
        }
    }

    fn setting(&mut self, p: &Procedure) {
        for (index, reported) in p.reported.iter().flatten().enumerate() {
            self.opt(
                &format!("/reported/{index}"),
                "source",
                "source",
                reported.source.as_ref(),
            );
        }
        for (index, constraint) in p.constraints.iter().flatten().enumerate() {
            let at = format!("/constraints/{index}");
            self.list(&at, "steps", "step", Some(&constraint.steps));
            self.list(&at, "law", "law", constraint.law.as_ref());
        }
        for (index, same) in p.same_person.iter().flatten().enumerate() {
            let at = format!("/same_person/{index}");
            self.list(&at, "steps", "step", Some(&same.steps));
            self.opt(&at, "source", "source", same.source.as_ref());
        }
        if let Some(limit) = &p.limit {
            self.list("/limit", "law", "law", limit.law.as_ref());
            self.opt("/limit", "source", "source", limit.source.as_ref());
        }
        if let Some(risk) = &p.risk {
            self.opt("/risk", "source", "source", risk.source.as_ref());
        }
    }
}
