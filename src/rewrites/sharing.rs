//! Preconditions of rewrites that spare the applicant what an office has: reuse and fetching.

use super::precondition::{steps, wrong_target};
use super::{Precondition, Target, edit};
use crate::context::Context;
use crate::custody::{Party, party};
use crate::fact::{Fact, Verdict};
use crate::message::{Arg, Message};
use crate::model::{DocumentForm, Id, Law, Listed, Mandate, Need, Procedure, Step};

/// The first of two steps always comes before the second, and no newer version of the items is made between.
pub(super) static AVAILABLE_BEFORE: Precondition = Precondition {
    id: "available-before",
    check: available_before,
};

/// The two steps of a target.
pub(super) fn two<'a>(cx: &Context<'a>, target: &Target) -> Option<[&'a Step; 2]> {
    steps(cx, target)?.try_into().ok()
}

/// The need of a step for a document that the applicant hands in.
pub(super) fn handed_in<'a>(step: &'a Step, document: &Id) -> Option<&'a Need> {
    let mut needs = step.needs.iter().flatten();
    needs.find(|need| need.document() == document && need.0.from.is_none())
}

fn available_before(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some([first, later]) = two(cx, target) else {
        return wrong_target();
    };
    let names = |key| {
        Message::new(key)
            .with("first", Arg::name(&first.id))
            .with("later", Arg::name(&later.id))
    };
    if !cx.always_before(&first.id, &later.id) {
        return Verdict::Fails(names("not-always-given-before"));
    }
    let anew = |step: &&Step| {
        let makes = |id: &Id| target.items.contains(id);
        step.id != first.id
            && step.id != later.id
            && step.produces.iter().flatten().any(makes)
            && !cx.always_before(&step.id, &first.id)
            && (cx.leads(&step.id, &later.id) || cx.concurrent(&step.id, &later.id))
    };
    match cx.procedure.steps.iter().find(anew) {
        Some(step) => Verdict::Fails(names("made-anew-between").with("step", Arg::name(&step.id))),
        None => Verdict::Holds(names("always-given-before")),
    }
}

/// Whether what one party has may be used by another: theirs it is if they are one, else it is asked.
pub(super) fn may_share(cx: &Context<'_>, a: &Party, b: &Party, item: &Id) -> Verdict {
    if a == b {
        return Verdict::Holds(Message::new("same-office").with("party", Arg::name(a.id())));
    }
    cx.ask(sharing(a, b, item))
}

/// The fact that two parties may share an item, the same whichever of them is named first.
fn sharing(a: &Party, b: &Party, item: &Id) -> Fact {
    let (a, b) = if a <= b { (a, b) } else { (b, a) };
    Fact::new("may-share", [a.id(), b.id(), item])
}

/// The laws of a need, an item and a step: one of them may want the item given there.
fn laws_about<'a>(cx: &Context<'a>, step: &'a Step, item: &Id, form: Option<&Id>) -> Vec<&'a Law> {
    let p = cx.procedure;
    let needs = step.needs.iter().flatten();
    let needs = needs.filter(|need| need.document() == item || Some(need.document()) == form);
    let documents = [Some(item), form]
        .into_iter()
        .flatten()
        .filter_map(|id| p.document(id));
    let lists = needs
        .map(|need| need.0.law.as_ref())
        .chain(documents.map(|document| document.law.as_ref()))
        .chain([p.field(item).and_then(|field| field.law.as_ref())]);
    let stated = lists.flatten().flatten();
    let stated = stated.filter_map(|id| p.law(id));
    stated.chain(p.laws_of(step)).collect()
}

/// Whether no law wants the items given at a step: it fails where one does, holds where the file lists every law,
/// and else rests on what `else_ask` finds out about an item.
pub(super) fn not_mandated(
    cx: &Context<'_>,
    step: &Step,
    items: &[Id],
    form: Option<&Id>,
    else_ask: impl Fn(&Id) -> Verdict,
) -> Verdict {
    let laws = || {
        let about = |item| {
            laws_about(cx, step, item, form)
                .into_iter()
                .map(move |law| (item, law))
        };
        items.iter().flat_map(about)
    };
    let law = laws().find(|(_, law)| law.prescribes(Mandate::Document));
    let named = |message: Message| message.with("step", Arg::name(&step.id));
    if let Some((item, law)) = law {
        let message = named(Message::new("law-wants-it-given"));
        return Verdict::Fails(
            message
                .with("item", Arg::name(item))
                .with("law", Arg::name(&law.id)),
        );
    }
    let none = named(Message::new("no-law-wants-it-given"));
    // A law that nobody has read may want it: what is asked of the item says so of the law too.
    if cx.procedure.lists_all(Listed::Laws) && !laws().any(|(_, law)| law.is_unread()) {
        return Verdict::Holds(none);
    }
    Verdict::all(items.iter().map(else_ask), none)
}

/// What to ask about a law that the file may not list: whether the parties may share the item, which says so of the law
/// too; where they are one, whether it need not be given.
pub(super) fn ask_about_law(
    cx: &Context<'_>,
    a: &Party,
    b: &Party,
    step: &Step,
    item: &Id,
) -> Verdict {
    if a == b {
        cx.ask(Fact::new("need-not-be-given", [&step.id, item]))
    } else {
        cx.ask(sharing(a, b, item))
    }
}

/// Whether a need asks for more than a plain copy or data, or leaves that open.
pub(super) fn wants_original(need: &Need) -> bool {
    !matches!(
        need.0.form,
        Some(DocumentForm::Copy | DocumentForm::Electronic)
    )
}

/// Who receives what is given at each of two steps.
pub(super) fn parties<'a>(cx: &Context<'a>, [first, later]: [&'a Step; 2]) -> [Party; 2] {
    [party(cx, first), party(cx, later)]
}

/// Whether a need is met by what an office passes on. An original shown at the desk, an identity card for instance, may
/// prove what a record does not.
pub(super) fn record_suffices(cx: &Context<'_>, step: &Step, need: &Need) -> Verdict {
    let original = [
        DocumentForm::Original,
        DocumentForm::CertifiedCopy,
        DocumentForm::NotarisedCopy,
    ];
    if need.0.form.is_some_and(|form| original.contains(&form)) {
        return cx.ask(Fact::new("need-not-be-given", [&step.id, need.document()]));
    }
    let message = Message::new("no-original-asked").with("document", Arg::name(need.document()));
    Verdict::Holds(message.with("step", Arg::name(&step.id)))
}

/// Lets an office get a document itself that it asked from the applicant.
pub(super) fn fetch(p: &mut Procedure, step: &Id, document: &Id, from: &Id, rewrite: &str) {
    if let Some(step) = p.step_mut(step) {
        let needs = step.needs.iter_mut().flatten();
        for need in needs.filter(|need| need.document() == document) {
            need.0.from = Some(from.clone());
        }
        edit::mark(step, rewrite);
    }
}
