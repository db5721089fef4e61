//! `fetch-internally`: the office gets a document from the agency that has it.
//!
//! Target: the step at which the document is asked; the document.

use super::precondition::{steps, wrong_target};
use super::sharing::{ask_about_law, fetch, handed_in, may_share, not_mandated, record_suffices};
use super::{Precondition, Rewrite, Target};
use crate::context::Context;
use crate::custody::{Holder, Party, holder, party};
use crate::fact::Verdict;
use crate::finding::Finding;
use crate::measure::vector::Component;
use crate::message::{Arg, Message};
use crate::model::{Id, Need, Procedure, Step};

/// The rewrite.
pub(super) static REWRITE: Rewrite = Rewrite {
    id: "fetch-internally",
    answers: &["document-held-by-government"],
    act: "act-fetch-internally",
    lowers: Component::Documents,
    trades: None,
    targets,
    preconditions: &[&MADE_BEFORE, &MAY_SHARE, &DATA_SUFFICES, &NOT_MANDATED],
    apply,
    page: include_str!("../../docs/rewrites/fetch-internally.md"),
};

static MADE_BEFORE: Precondition = Precondition {
    id: "made-before",
    check: made_before,
};

static MAY_SHARE: Precondition = Precondition {
    id: "may-share",
    check: sharing,
};

static DATA_SUFFICES: Precondition = Precondition {
    id: "data-suffices",
    check: data_suffices,
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

/// A target, read.
struct Asked<'a> {
    step: &'a Step,
    document: &'a Id,
    need: &'a Need,
    holder: Holder<'a>,
}

impl Asked<'_> {
    /// The agency that has the document and the desk that asks it.
    fn parties(&self, cx: &Context<'_>) -> [Party; 2] {
        [
            Party::Agency(self.holder.agency.id.clone()),
            party(cx, self.step),
        ]
    }
}

fn asked<'a>(cx: &Context<'a>, target: &'a Target) -> Option<Asked<'a>> {
    let [step] = steps(cx, target)?[..] else {
        return None;
    };
    let [document] = &target.items[..] else {
        return None;
    };
    Some(Asked {
        step,
        document,
        need: handed_in(step, document)?,
        holder: holder(cx, step, document)?,
    })
}

/// What this procedure makes itself has to be made by then in every case.
fn made_before(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some(asked) = asked(cx, target) else {
        return wrong_target();
    };
    let makes = |step: &&Step| {
        step.produces
            .iter()
            .flatten()
            .any(|made| made == asked.document)
    };
    let makers: Vec<&Step> = cx.procedure.steps.iter().filter(makes).collect();
    let named = |key| Message::new(key).with("document", Arg::name(asked.document));
    let Some(maker) = makers.first() else {
        return Verdict::Holds(named("not-made-here"));
    };
    let before =
        |step: &&&Step| step.id != asked.step.id && cx.always_before(&step.id, &asked.step.id);
    match makers.iter().find(before) {
        Some(maker) => Verdict::Holds(named("made-before").with("maker", Arg::name(&maker.id))),
        None => Verdict::Fails(
            named("not-made-before")
                .with("maker", Arg::name(&maker.id))
                .with("step", Arg::name(&asked.step.id)),
        ),
    }
}

fn sharing(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some(asked) = asked(cx, target) else {
        return wrong_target();
    };
    let [a, b] = asked.parties(cx);
    may_share(cx, &a, &b, asked.document)
}

fn data_suffices(cx: &Context<'_>, target: &Target) -> Verdict {
    match asked(cx, target) {
        Some(asked) => record_suffices(cx, asked.step, asked.need),
        None => wrong_target(),
    }
}

fn mandate(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some(asked) = asked(cx, target) else {
        return wrong_target();
    };
    let [a, b] = asked.parties(cx);
    not_mandated(cx, asked.step, &target.items, None, |document| {
        ask_about_law(cx, &a, &b, asked.step, document)
    })
}

fn apply(cx: &Context<'_>, target: &Target) -> Procedure {
    let mut p = cx.procedure.clone();
    let Some(asked) = asked(cx, target) else {
        return p;
    };
    let from = &asked.holder.agency.id;
    fetch(&mut p, &asked.step.id, asked.document, from, REWRITE.id);
    p
}
