//! `drop-unused`: what nobody uses is no longer asked, given or made.
//!
//! Target: the step; the document, or the fields.

use super::precondition::{steps, wrong_target};
use super::sharing::not_mandated;
use super::{Precondition, Rewrite, Target, edit};
use crate::context::Context;
use crate::dependence::used_by_nobody;
use crate::fact::{Fact, Verdict};
use crate::finding::Finding;
use crate::measure::data::entered_at;
use crate::measure::vector::Component;
use crate::message::{Arg, Message};
use crate::model::{Id, Need, Procedure, Step};

/// The rewrite.
pub(super) static REWRITE: Rewrite = Rewrite {
    id: "drop-unused",
    answers: &["unused-document", "unused-field", "unused-output"],
    act: "act-drop-unused",
    lowers: Component::Unused,
    trades: None,
    targets,
    preconditions: &[&USED_BY_NOBODY, &NOT_MANDATED],
    apply,
    page: include_str!("../../docs/rewrites/drop-unused.md"),
};

static USED_BY_NOBODY: Precondition = Precondition {
    id: "used-by-nobody",
    check: nobody,
};

static NOT_MANDATED: Precondition = Precondition {
    id: "not-mandated",
    check: mandate,
};

fn targets(_: &Context<'_>, finding: &Finding) -> Vec<Target> {
    vec![Target {
        steps: finding.steps.clone(),
        items: finding.items.clone(),
    }]
}

fn one<'a>(cx: &Context<'a>, target: &Target) -> Option<&'a Step> {
    let [step] = steps(cx, target)?[..] else {
        return None;
    };
    (!target.items.is_empty()).then_some(step)
}

fn nobody(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some(step) = one(cx, target) else {
        return wrong_target();
    };
    let none = Message::new("every-use-listed").with("item", Arg::names(&target.items));
    let each = target.items.iter();
    Verdict::all(each.map(|item| used_by_nobody(cx, &step.id, item)), none)
}

/// A form that a law prescribes is prescribed with its fields; a record may have to be kept though nobody reads it.
fn mandate(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some(step) = one(cx, target) else {
        return wrong_target();
    };
    let made = |item: &Id| step.produces.iter().flatten().any(|made| made == item);
    let ask = |item: &Id| {
        cx.ask(if made(item) {
            Fact::new("need-not-be-made", [&step.id, item])
        } else {
            Fact::new("need-not-be-given", [&step.id, item])
        })
    };
    let given = entered_at(cx.procedure, step).into_iter();
    let forms = given.filter(|entered| target.items.contains(entered.field));
    let mut forms: Vec<Option<&Id>> = forms.map(|entered| entered.form).collect();
    forms.push(None);
    let none = Message::new("no-law-wants-it-given").with("step", Arg::name(&step.id));
    let each = forms.into_iter();
    let laws = each.map(|form| not_mandated(cx, step, &target.items, form, ask));
    // Who lists every law has not said that no audit or court will want the record.
    let records = target.items.iter().filter(|item| made(item)).map(ask);
    Verdict::all(laws.chain(records), none)
}

fn apply(cx: &Context<'_>, target: &Target) -> Procedure {
    let mut p = cx.procedure.clone();
    let Some(step) = one(cx, target) else {
        return p;
    };
    let given = entered_at(cx.procedure, step);
    for document in p.documents.iter_mut().flatten() {
        let asked = |id: &Id| given.iter().any(|entered| entered.form == Some(id));
        if asked(&document.id)
            && let Some(fields) = &mut document.carries
        {
            fields.retain(|field| !target.items.contains(field));
        }
    }
    let typed = cx.procedure.is_applicant(&step.role);
    let (id, goes) = (&step.id, |item: &Id| target.items.contains(item));
    if let Some(step) = p.step_mut(id) {
        drop_from(&mut step.needs, |need: &Need| goes(need.document()));
        drop_from(&mut step.produces, goes);
        if typed {
            drop_from(&mut step.enters, |entry| goes(&entry.field));
        }
        edit::mark(step, REWRITE.id);
    }
    p
}

fn drop_from<T>(list: &mut Option<Vec<T>>, goes: impl Fn(&T) -> bool) {
    if let Some(list) = list {
        list.retain(|item| !goes(item));
    }
}
