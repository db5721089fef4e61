//! `reuse-entered-data`: what was given once is filled in from there.
//!
//! Target: the step at which the fields are given, the step that asks them again; the form that asks again, where it is
//! one, and the fields. A form from which every field has gone stays: it may carry a declaration.

use super::precondition::wrong_target;
use super::sharing::{
    AVAILABLE_BEFORE, ask_about_law, handed_in, may_share, not_mandated, parties, two,
};
use super::{Precondition, Rewrite, Target, edit};
use crate::context::Context;
use crate::custody::Party;
use crate::fact::Verdict;
use crate::finding::Finding;
use crate::measure::vector::Component;
use crate::message::{Arg, Message};
use crate::model::{DocumentKind, Entry, Id, Procedure, Step};

/// The rewrite.
pub(super) static REWRITE: Rewrite = Rewrite {
    id: "reuse-entered-data",
    answers: &["duplicate-data-entry"],
    act: "act-reuse-entered-data",
    lowers: Component::Fields,
    trades: None,
    targets,
    preconditions: &[
        &AVAILABLE_BEFORE,
        &SAME_OFFICE,
        &NOT_MANDATED,
        &FORM_NOT_SHARED,
    ],
    apply,
    page: include_str!("../../docs/rewrites/reuse-entered-data.md"),
};

static SAME_OFFICE: Precondition = Precondition {
    id: "same-office",
    check: same_office,
};

static NOT_MANDATED: Precondition = Precondition {
    id: "not-mandated",
    check: mandate,
};

static FORM_NOT_SHARED: Precondition = Precondition {
    id: "form-not-shared",
    check: form_not_shared,
};

fn targets(_: &Context<'_>, finding: &Finding) -> Vec<Target> {
    vec![Target {
        steps: finding.steps.clone(),
        items: finding.items.clone(),
    }]
}

/// A target, read.
struct Again<'a> {
    steps: [&'a Step; 2],
    form: Option<&'a Id>,
    fields: &'a [Id],
}

fn again<'a>(cx: &Context<'a>, target: &'a Target) -> Option<Again<'a>> {
    let steps = two(cx, target)?;
    let (head, rest) = target.items.split_first()?;
    let carries = |field: &Id| {
        let form = cx.procedure.document(head);
        form.is_some_and(|form| {
            form.kind == Some(DocumentKind::Form)
                && form.carries.iter().flatten().any(|known| known == field)
        })
    };
    let form = !rest.is_empty() && handed_in(steps[1], head).is_some() && rest.iter().all(carries);
    let typed = |field: &Id| entries(steps[1], field).next().is_some();
    if form {
        Some(Again {
            steps,
            form: Some(head),
            fields: rest,
        })
    } else {
        let fields = &target.items;
        fields.iter().all(typed).then_some(Again {
            steps,
            form: None,
            fields,
        })
    }
}

fn entries<'a>(step: &'a Step, field: &Id) -> impl Iterator<Item = &'a Entry> {
    step.enters
        .iter()
        .flatten()
        .filter(move |entry| entry.field == *field)
}

fn same_office(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some(again) = again(cx, target) else {
        return wrong_target();
    };
    let [a, b] = givers(cx, &again);
    let verdicts = again.fields.iter().map(|field| {
        if again.form.is_none() && one_system(&again, field) {
            return Verdict::Holds(Message::new("same-system").with("field", Arg::name(field)));
        }
        may_share(cx, &a, &b, field)
    });
    Verdict::all(
        verdicts,
        Message::new("same-office").with("party", Arg::name(b.id())),
    )
}

/// Whose data has to reach whom. Two systems of one agency are two parties too, so for what is typed the desks count, or
/// the steps where one desk types twice.
fn givers(cx: &Context<'_>, again: &Again<'_>) -> [Party; 2] {
    let parties = parties(cx, again.steps);
    if again.form.is_some() || parties[0] != parties[1] {
        return parties;
    }
    let [first, later] = again.steps.map(|step| cx.procedure.desk(step).clone());
    if first == later {
        again.steps.map(|step| Party::Step(step.id.clone()))
    } else {
        [Party::Role(first), Party::Role(later)]
    }
}

/// Whether a field goes into one named system at both steps.
fn one_system(again: &Again<'_>, field: &Id) -> bool {
    let [first, later] = again.steps;
    let known =
        |system: &String| entries(first, field).any(|entry| entry.system.as_ref() == Some(system));
    entries(later, field).all(|entry| entry.system.as_ref().is_some_and(known))
}

fn mandate(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some(again) = again(cx, target) else {
        return wrong_target();
    };
    let [a, b] = parties(cx, again.steps);
    let later = again.steps[1];
    not_mandated(cx, later, again.fields, again.form, |field| {
        ask_about_law(cx, &a, &b, later, field)
    })
}

/// A form that other steps ask too keeps its fields: they may be new there.
fn form_not_shared(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some(again) = again(cx, target) else {
        return wrong_target();
    };
    let Some(form) = again.form else {
        return Verdict::Holds(Message::new("typed-only-here"));
    };
    let asks = |step: &&Step| {
        let mut needs = step.needs.iter().flatten();
        step.id != again.steps[1].id && needs.any(|need| need.document() == form)
    };
    let message = |key| Message::new(key).with("form", Arg::name(form));
    match cx.procedure.steps.iter().find(asks) {
        Some(step) => {
            Verdict::Fails(message("form-asked-elsewhere").with("step", Arg::name(&step.id)))
        }
        None => Verdict::Holds(message("form-asked-only-here")),
    }
}

fn apply(cx: &Context<'_>, target: &Target) -> Procedure {
    let mut p = cx.procedure.clone();
    let Some(again) = again(cx, target) else {
        return p;
    };
    if let Some(form) = again.form {
        let documents = p.documents.iter_mut().flatten();
        let forms = documents.filter(|document| document.id == *form);
        for fields in forms.filter_map(|document| document.carries.as_mut()) {
            fields.retain(|field| !again.fields.contains(field));
        }
    }
    let once = again.steps[0].id == again.steps[1].id;
    if let Some(step) = p.step_mut(&again.steps[1].id) {
        if let Some(entries) = step.enters.as_mut().filter(|_| again.form.is_none()) {
            let mut kept = Vec::new();
            entries.retain(|entry| {
                let first = once && !kept.contains(&entry.field);
                kept.push(entry.field.clone());
                first || !again.fields.contains(&entry.field)
            });
        }
        edit::mark(step, REWRITE.id);
    }
    p
}
