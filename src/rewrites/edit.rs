//! Edits of a procedure that several rewrites share. They edit the model, never the net.

use crate::message::{Lang, words};
use crate::model::step::NeedFigure;
use crate::model::{After, DocumentForm, Id, Need, Origin, Procedure, Ref, Step, Text};

/// Calls `change` on the `after` of every step, gateway and end.
fn each_after(p: &mut Procedure, mut change: impl FnMut(&mut After)) {
    let steps = p.steps.iter_mut().filter_map(|step| step.after.as_mut());
    let gateways = p
        .gateways
        .iter_mut()
        .flatten()
        .map(|gateway| &mut gateway.after);
    let ends = p.ends.iter_mut().map(|end| &mut end.after);
    steps.chain(gateways).chain(ends).for_each(&mut change);
}

/// Lets everything that follows `old` follow `new` instead.
pub fn follow_instead(p: &mut Procedure, old: &Ref, new: &[Ref]) {
    each_after(p, |after| {
        let refs = after.refs_mut();
        let Some(at) = refs.iter().position(|reference| reference == old) else {
            return;
        };
        refs.splice(at..=at, new.iter().cloned());
        let mut seen = std::collections::BTreeSet::new();
        refs.retain(|reference| seen.insert(reference.clone()));
    });
}

/// What follows `old` and cannot wait for several in its stead, because it waits for others in another way.
pub fn cannot_wait_for_more<'a>(p: &'a Procedure, old: &Ref) -> Option<&'a Id> {
    let follows = p.waiting().filter(|(_, after)| after.refs().contains(old));
    let mut stuck =
        follows.filter(|(_, after)| after.refs().len() > 1 && !matches!(after, After::All(_)));
    stuck.next().map(|(id, _)| id)
}

/// Lets everything that follows `old` wait for all of `new` instead.
///
/// Needs [`cannot_wait_for_more`] to find nothing.
pub fn wait_for_all(p: &mut Procedure, old: &Ref, new: &[Ref]) {
    each_after(p, |after| {
        if *after.refs() == [old.clone()] {
            *after = After::All(new.to_vec());
        }
    });
    follow_instead(p, old, new);
}

/// Whether what follows `id` can follow its predecessors instead: the ways of waiting must agree.
pub fn can_be_bypassed(p: &Procedure, id: &Id) -> bool {
    let Some(step) = p.step(id) else { return false };
    let Some(after) = &step.after else {
        return starts_cleanly(p, id);
    };
    let single = after.refs().len() == 1;
    let own = Ref::step(id.clone());
    let followers = p.steps.iter().filter_map(|step| step.after.as_ref());
    let followers = followers.chain(p.gateways.iter().flatten().map(|gateway| &gateway.after));
    let followers = followers.chain(p.ends.iter().map(|end| &end.after));
    let agrees = |follower: &After| {
        let alone = follower.refs().len() == 1;
        single || alone || std::mem::discriminant(follower) == std::mem::discriminant(after)
    };
    followers
        .filter(|follower| follower.refs().contains(&own))
        .all(agrees)
}

/// A starting step can go when one step follows it, and nothing else: several starts are alternatives, several
/// followers are not.
fn starts_cleanly(p: &Procedure, id: &Id) -> bool {
    let own = Ref::step(id.clone());
    let alone = |after: &After| !after.refs().contains(&own) || after.refs().len() == 1;
    let only_steps = p
        .gateways
        .iter()
        .flatten()
        .all(|gateway| !gateway.after.refs().contains(&own))
        && p.ends.iter().all(|end| !end.after.refs().contains(&own));
    let steps = || p.steps.iter().filter_map(|step| step.after.as_ref());
    let followers = steps().filter(|after| after.refs().contains(&own));
    only_steps && followers.count() < 2 && steps().all(alone)
}

/// Takes a step out of the flow: what followed it follows its predecessors. The step is returned.
///
/// Needs [`can_be_bypassed`].
pub fn take_out(p: &mut Procedure, id: &Id) -> Option<Step> {
    let at = p.steps.iter().position(|step| step.id == *id)?;
    let step = p.steps.remove(at);
    let own = Ref::step(id.clone());
    match &step.after {
        Some(after) => {
            // A follower that waited for this step alone now waits as this step did.
            each_after(p, |follower| {
                if follower.refs() == [own.clone()] {
                    *follower = after.clone();
                }
            });
            follow_instead(p, &own, after.refs());
        }
        None => {
            for other in &mut p.steps {
                if other
                    .after
                    .as_ref()
                    .is_some_and(|after| after.refs() == [own.clone()])
                {
                    other.after = None;
                }
            }
        }
    }
    Some(step)
}

/// Replaces every mention of step `old` outside the flow by `new`: constraints, counts, returns.
pub fn rename_mentions(p: &mut Procedure, old: &Id, new: &Id) {
    let swap = |ids: &mut Vec<Id>| {
        for id in ids.iter_mut().filter(|id| *id == old) {
            *id = new.clone();
        }
        let mut seen = std::collections::BTreeSet::new();
        ids.retain(|id| seen.insert(id.clone()));
    };
    p.constraints
        .iter_mut()
        .flatten()
        .for_each(|constraint| swap(&mut constraint.steps));
    p.same_person
        .iter_mut()
        .flatten()
        .for_each(|same| swap(&mut same.steps));
    if let Some(same) = &mut p.same_person {
        same.retain(|same| same.steps.len() > 1);
    }
    p.criteria
        .iter_mut()
        .flatten()
        .filter_map(|criterion| criterion.protects.as_mut())
        .for_each(swap);
    for step in &mut p.steps {
        step.decisions
            .iter_mut()
            .flatten()
            .filter_map(|decisions| decisions.given.as_mut())
            .for_each(swap);
    }
    for branch in p
        .gateways
        .iter_mut()
        .flatten()
        .flat_map(|gateway| &mut gateway.branches)
    {
        if branch.back_to.as_ref() == Some(old) {
            branch.back_to = Some(new.clone());
        }
    }
}

/// What was counted behind the step, or of who did it, says nothing of a flow without it.
pub fn forget_counts(p: &mut Procedure, gone: &Id) {
    for step in &mut p.steps {
        if let Some(counts) = &mut step.decisions {
            let behind = |given: &Vec<Id>| given.contains(gone);
            counts.retain(|counted| !counted.given.as_ref().is_some_and(behind));
        }
        if step.decisions.as_ref().is_some_and(Vec::is_empty) {
            step.decisions = None;
        }
    }
    if let Some(same) = &mut p.same_person {
        same.retain(|same| !same.steps.contains(gone));
    }
}

/// Forgets a step that is gone and that no other one stands for: what was counted with it, and that criteria protect it.
///
/// Constraints that name it are not touched: such a step stays.
pub fn forget(p: &mut Procedure, gone: &Id) {
    forget_counts(p, gone);
    let protected = p.criteria.iter_mut().flatten();
    for protects in protected.filter_map(|criterion| criterion.protects.as_mut()) {
        protects.retain(|id| id != gone);
    }
}

/// Notes on a step that a rewrite changed it.
pub fn mark(step: &mut Step, rewrite: &str) {
    let origin = step.origin.get_or_insert_with(empty_origin);
    origin
        .rewrites
        .get_or_insert_with(Vec::new)
        .push(rewrite.to_owned());
}

/// Lets a step no longer be a visit of its own: what is done there is done at another one, and not online.
pub fn no_visit_of_its_own(step: &mut Step) {
    step.visit = None;
    step.online.get_or_insert(false);
}

/// Notes on a step that others were merged into it.
pub fn mark_merged(step: &mut Step, others: &[Id], rewrite: &str) {
    let mut merged = step.original();
    merged.extend(
        others
            .iter()
            .filter(|id| !merged.contains(id))
            .cloned()
            .collect::<Vec<_>>(),
    );
    let origin = step.origin.get_or_insert_with(empty_origin);
    origin.merged = Some(merged);
    mark(step, rewrite);
}

fn empty_origin() -> Origin {
    Origin {
        merged: None,
        rewrites: None,
        extra: serde_json::Map::new(),
    }
}

/// Adds to a list what it does not have yet; a list that is unknown on both sides stays unknown.
pub fn union<T: PartialEq + Clone>(into: &mut Option<Vec<T>>, from: Option<&Vec<T>>) {
    let Some(from) = from else { return };
    let list = into.get_or_insert_with(Vec::new);
    for item in from {
        if !list.contains(item) {
            list.push(item.clone());
        }
    }
}

/// Adds what another step asks. A document that both ask is asked once, in as many copies and in as
/// strict a form as either asks it.
pub fn union_needs(into: &mut Option<Vec<Need>>, from: Option<&Vec<Need>>) {
    let Some(from) = from else { return };
    let list = into.get_or_insert_with(Vec::new);
    for need in from {
        match list
            .iter_mut()
            .find(|known| known.document() == need.document())
        {
            Some(known) => meet_both(&mut known.0, &need.0),
            None => list.push(need.clone()),
        }
    }
}

fn meet_both(known: &mut NeedFigure, other: &NeedFigure) {
    known.copies = known.copies.max(other.copies);
    known.form = stricter(known.form, other.form);
    if known.from != other.from {
        known.from = None;
    }
    union(&mut known.law, other.law.as_ref());
    known.evidence = known.evidence.max(other.evidence);
}

fn stricter(a: Option<DocumentForm>, b: Option<DocumentForm>) -> Option<DocumentForm> {
    const ORDER: [DocumentForm; 5] = [
        DocumentForm::Original,
        DocumentForm::NotarisedCopy,
        DocumentForm::CertifiedCopy,
        DocumentForm::Copy,
        DocumentForm::Electronic,
    ];
    ORDER
        .into_iter()
        .find(|form| a == Some(*form) || b == Some(*form))
}

/// Lets everything that follows `old` follow `new` as well, whichever comes.
pub fn follow_either(p: &mut Procedure, old: &Ref, new: &Ref) {
    each_after(p, |after| {
        if after.refs().contains(old) {
            let refs = after.refs().iter().chain([new]).cloned();
            *after = After::Any(refs.collect());
        }
    });
}

/// An id for something that a rewrite adds beside `id`: no step, gateway or end has it.
pub fn new_id(p: &Procedure, id: &Id, what: &str) -> Id {
    let start: String = id.chars().take(LONGEST_START).collect();
    let taken = |new: &str| {
        let ends = p.ends.iter().any(|end| end.id == *new);
        p.step(new).is_some() || p.gateway(new).is_some() || ends
    };
    let plain = format!("{start}-{what}");
    let numbered = (2..).map(|number| format!("{start}-{what}-{number}"));
    let mut ids = std::iter::once(plain.clone()).chain(numbered);
    Id::from(ids.find(|new| !taken(new)).unwrap_or(plain).as_str())
}

/// Characters of an id that a new one starts with: with what is added it stays within 64.
const LONGEST_START: usize = 48;

/// A text in every language.
pub fn said(key: &'static str) -> Text {
    let texts = Lang::ALL.map(|lang| (lang.tag().to_owned(), words(key, lang).to_owned()));
    Text::Many(texts.into())
}
