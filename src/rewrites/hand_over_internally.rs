//! `hand-over-internally`: the office that made a document passes it on to the one that asks for it.
//!
//! Target: the step that makes the document, the later step that asks it; the document.

use super::precondition::wrong_target;
use super::sharing::{
    AVAILABLE_BEFORE, ask_about_law, fetch, handed_in, may_share, not_mandated, record_suffices,
    two,
};
use super::{Precondition, Rewrite, Target};
use crate::context::Context;
use crate::custody::{Party, party};
use crate::fact::Verdict;
use crate::finding::Finding;
use crate::measure::vector::Component;
use crate::model::{Id, Need, Procedure, Step};

/// The rewrite.
pub(super) static REWRITE: Rewrite = Rewrite {
    id: "hand-over-internally",
    answers: &["own-output-asked-back"],
    act: "act-hand-over-internally",
    lowers: Component::Documents,
    trades: None,
    targets,
    preconditions: &[&AVAILABLE_BEFORE, &MAY_SHARE, &DATA_SUFFICES, &NOT_MANDATED],
    apply,
    page: include_str!("../../docs/rewrites/hand-over-internally.md"),
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

/// Where the file does not name the maker's agency, there is nobody to get the document from.
fn targets(cx: &Context<'_>, finding: &Finding) -> Vec<Target> {
    let target = Target {
        steps: finding.steps.clone(),
        items: finding.items.clone(),
    };
    let named = asked(cx, &target).is_some();
    named.then_some(target).into_iter().collect()
}

/// A target, read.
struct Asked<'a> {
    step: &'a Step,
    need: &'a Need,
    /// The agency of the desk that makes the document.
    from: &'a Id,
}

impl Asked<'_> {
    fn document(&self) -> &Id {
        self.need.document()
    }

    /// The office that makes the document and the desk that asks it.
    fn parties(&self, cx: &Context<'_>) -> [Party; 2] {
        [Party::Agency(self.from.clone()), party(cx, self.step)]
    }
}

fn asked<'a>(cx: &Context<'a>, target: &'a Target) -> Option<Asked<'a>> {
    let [maker, step] = two(cx, target)?;
    let [document] = &target.items[..] else {
        return None;
    };
    let makes = maker.produces.iter().flatten().any(|made| made == document);
    Some(Asked {
        step,
        need: handed_in(step, document)?,
        from: &cx.procedure.agency_of(maker).filter(|_| makes)?.id,
    })
}

fn sharing(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some(asked) = asked(cx, target) else {
        return wrong_target();
    };
    let [a, b] = asked.parties(cx);
    may_share(cx, &a, &b, asked.document())
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
    if let Some(asked) = asked(cx, target) {
        fetch(
            &mut p,
            &asked.step.id,
            asked.document(),
            asked.from,
            REWRITE.id,
        );
    }
    p
}
