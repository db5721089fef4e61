//! To whom papers are handed at a step, who made them, and which agency already has them.

use crate::context::Context;
use crate::model::{Agency, DocumentKind, Id, Need, Procedure, RoleKind, Step, StepKind};

/// Who works with what the applicant gives at a step.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Party {
    /// An agency of the file.
    Agency(Id),
    /// A role whose agency the file does not name.
    Role(Id),
    /// A step of which the file does not say who receives what is handed in.
    Step(Id),
}

impl Party {
    /// The id of the agency, role or step.
    pub fn id(&self) -> &Id {
        match self {
            Self::Agency(id) | Self::Role(id) | Self::Step(id) => id,
        }
    }
}

/// The role that receives what is handed in at a step: the desk, or where the applicant acts alone the desk that
/// takes the case up next. Nothing where several may.
pub fn receiver<'a>(cx: &Context<'a>, step: &'a Step) -> Option<&'a Id> {
    let p = cx.procedure;
    let office = |desk: &&Id| !p.is_applicant(desk);
    if let Some(own) = Some(p.desk(step)).filter(office) {
        return Some(own);
    }
    let mut open = vec![cx.node(&step.id)?];
    let mut seen = vec![false; cx.graph.net.node_count()];
    let mut found = None;
    while let Some(node) = open.pop() {
        if std::mem::replace(&mut seen[node.index()], true) {
            continue;
        }
        let desk = cx.step_at(node).map(|step| p.desk(step));
        if let Some(desk) = desk.filter(office) {
            if found.is_some_and(|other| other != desk) {
                return None;
            }
            found = Some(desk);
            continue;
        }
        open.extend(cx.onward(node));
    }
    found
}

/// The agency that receives what is handed in at a step.
pub fn receiving_agency<'a>(cx: &Context<'a>, step: &'a Step) -> Option<&'a Agency> {
    let role = cx.procedure.role(receiver(cx, step)?)?;
    cx.procedure.agency(role.agency.as_deref()?)
}

/// Who receives what is handed in at a step, as exactly as the file says.
pub fn party<'a>(cx: &Context<'a>, step: &'a Step) -> Party {
    if let Some(agency) = receiving_agency(cx, step) {
        return Party::Agency(agency.id.clone());
    }
    let role = receiver(cx, step).cloned().map(Party::Role);
    role.unwrap_or_else(|| Party::Step(step.id.clone()))
}

/// How an agency comes to have a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// It issues it.
    Issues,
    /// It is stated to hold it.
    Holds,
}

/// An agency that has a document which another desk asks from the applicant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Holder<'a> {
    /// The agency.
    pub agency: &'a Agency,
    /// How it comes to have the document.
    pub origin: Origin,
    /// Whether the file says that it is the asking agency itself or one of the same government; else the file leaves
    /// that open.
    pub same_government: bool,
}

/// The agency from which the office could get a document asked at a step: its own agency first, then one that is stated
/// to be of the same government, then one of which the file does not say. Agencies of another
/// government, and firms and notaries, are none.
pub fn holder<'a>(cx: &Context<'a>, step: &'a Step, document: &str) -> Option<Holder<'a>> {
    let p = cx.procedure;
    let receiver = receiver(cx, step).and_then(|role| p.role(role));
    if receiver.is_some_and(|role| role.kind == Some(RoleKind::ThirdParty)) {
        return None;
    }
    let own = receiving_agency(cx, step);
    let known = |agency: &Agency| match own {
        Some(own) => p.same_government(&own.id, &agency.id),
        None => None,
    };
    let mut best: Option<(u8, Holder<'a>)> = None;
    for (agency, origin) in having(cx, document) {
        let rank = match known(agency) {
            Some(true) if own.is_some_and(|own| own.id == agency.id) => 0,
            Some(true) => 1,
            None if origin != Origin::Holds => 2,
            _ => continue,
        };
        if best.as_ref().is_none_or(|(known, _)| rank < *known) {
            let holder = Holder {
                agency,
                origin,
                same_government: rank < 2,
            };
            best = Some((rank, holder));
        }
    }
    best.map(|(_, holder)| holder)
}

/// Public agencies that have a document: those that issue or hold it.
fn having<'a>(cx: &Context<'a>, document: &str) -> Vec<(&'a Agency, Origin)> {
    let p = cx.procedure;
    let Some(known) = p.document(document) else {
        return Vec::new();
    };
    let issues = known.issued_by.iter().map(|id| (id, Origin::Issues));
    let holds = known.held_by.iter().flatten();
    issues
        .chain(holds.map(|id| (id, Origin::Holds)))
        .filter_map(|(id, origin)| Some((p.agency(id)?, origin)))
        .filter(|(agency, _)| is_public(cx, agency))
        .collect()
}

/// An agency of which every role is a firm's or a notary's is no office.
fn is_public(cx: &Context<'_>, agency: &Agency) -> bool {
    let roles = cx.procedure.roles.iter();
    let mut own = roles
        .filter(|role| role.agency.as_ref() == Some(&agency.id))
        .peekable();
    own.peek().is_none() || own.any(|role| role.kind != Some(RoleKind::ThirdParty))
}

/// The earlier step from which the applicant carries a document to a step that asks it: the first that has always made
/// it by then, else the first that may have. Nothing where no desk is handed it, because the applicant acts alone.
pub fn carried_from<'a>(cx: &Context<'a>, step: &Step, document: &Id) -> Option<&'a Step> {
    let p = cx.procedure;
    if p.is_applicant(p.desk(step)) && step.kind != StepKind::Submit {
        return None;
    }
    let makes = |maker: &&Step| {
        let mut made = maker.produces.iter().flatten();
        made.any(|made| made == document) && maker.id != step.id && cx.leads(&maker.id, &step.id)
    };
    let makers = p.steps.iter().filter(makes);
    makers.min_by_key(|maker| {
        let sure = cx.always_before(&maker.id, &step.id);
        (!sure, cx.place(&maker.id), &maker.id)
    })
}

/// Whether the applicant comes to a desk and, as far as the file says, gives it nothing and takes nothing from it, because
/// the desk gets all papers itself.
pub fn comes_for_papers_fetched(p: &Procedure, step: &Step) -> bool {
    let acts_there = [
        StepKind::Check,
        StepKind::Review,
        StepKind::SignOff,
        StepKind::Decide,
        StepKind::Record,
    ];
    let internal = |id: &Id| {
        let kind = p.document(id).and_then(|document| document.kind);
        kind == Some(DocumentKind::Internal)
    };
    let fetched = |need: &Need| need.0.from.is_some() || internal(need.document());
    let needs = step.needs.as_deref().unwrap_or_default();
    acts_there.contains(&step.kind)
        && step.visit.is_some()
        && !p.is_applicant(&step.role)
        && needs.iter().any(|need| need.0.from.is_some())
        && needs.iter().all(fetched)
        && step.produces.iter().flatten().all(internal)
        && step.fee.is_none()
}
