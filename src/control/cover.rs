//! Which control stands where another one stands, and examines what it examines.

use super::{caught, competent, criteria, gate, reports_to};
use crate::context::Context;
use crate::dependence::{changed_by, protected, used_by};
use crate::fact::Fact;
use crate::message::{Arg, Message};
use crate::model::{Id, Step};
use std::collections::BTreeSet;

/// Where the covering control stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// After the other one on every way.
    Later,
    /// Before the other one on every way.
    Earlier,
}

/// How one control stands for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cover {
    /// Where it stands.
    pub place: Place,
    /// Whether the file says what the criteria read, so that changes between the two would show.
    pub reads_known: bool,
}

/// Whether `b` stands on every way on which `a` stands, and nothing in between changes what `a` looks at.
///
/// As the later one it lies on every way from `a`, further rounds included, to each end and step that a
/// criterion of `a` protects; the ways that the refusal of `a` opens go with `a`. As the earlier one it
/// lies on every way to `a` from whatever changes what `a` looks at.
///
/// # Errors
/// Why it does not.
pub fn stands_for(cx: &Context<'_>, a: &Step, b: &Step) -> Result<Cover, Message> {
    let pair = |key| {
        Message::new(key)
            .with("a", Arg::name(&a.id))
            .with("b", Arg::name(&b.id))
    };
    if cx.concurrent(&a.id, &b.id) {
        return Err(pair("at-the-same-time"));
    }
    let place = if cx.leads(&a.id, &b.id) {
        Place::Later
    } else if cx.always_before(&b.id, &a.id) {
        Place::Earlier
    } else {
        return Err(pair("not-on-its-way"));
    };
    if let Some(missed) = missed(cx, a, b, place) {
        return Err(pair("way-around").with("what", Arg::name(&missed)));
    }
    if let Some(changer) = changed_between(cx, a, b, place) {
        return Err(pair("changed-between").with("step", Arg::name(&changer.id)));
    }
    let reads = |id: &Id| {
        let criterion = cx.procedure.criterion(id);
        criterion.is_some_and(|criterion| criterion.reads.is_some())
    };
    Ok(Cover {
        place,
        reads_known: criteria(a).iter().all(reads) && !criteria(a).is_empty(),
    })
}

/// What the later one of the two does not stand before, although a criterion of `a` protects it.
fn missed(cx: &Context<'_>, a: &Step, b: &Step, place: Place) -> Option<String> {
    if place == Place::Earlier {
        return None;
    }
    let around = cx.escapes(&a.id, &b.id, gate(cx, a).refusing());
    let ends = cx.procedure.ends.iter().map(|end| end.id.0.as_str());
    let protected = criteria(a).iter().flat_map(|id| protected(cx, id));
    let mut missed = ends
        .chain(protected)
        .filter(|id| a.id != **id && cx.leads(&a.id, id));
    missed.find(|id| around.contains(*id)).map(str::to_owned)
}

/// A step that may change what `a` looks at between the one control and the other.
fn changed_between<'a>(cx: &Context<'a>, a: &Step, b: &Step, place: Place) -> Option<&'a Step> {
    let used = used_by(cx.procedure, a);
    let others = cx.procedure.steps.iter();
    let mut others = others.filter(|step| step.id != a.id && step.id != b.id);
    others.find(|step| {
        let between = cx.concurrent(&step.id, &a.id)
            || cx.concurrent(&step.id, &b.id)
            || place == Place::Earlier
            || cx.leads(&a.id, &step.id) && cx.leads(&step.id, &b.id);
        // The dear questions last.
        between
            && !changed_by(cx.procedure, step).is_disjoint(&used)
            && (place == Place::Later
                || cx.concurrent(&step.id, &a.id)
                || cx.concurrent(&step.id, &b.id)
                || cx.escapes(&step.id, &b.id, &[]).contains(a.id.0.as_str()))
    })
}

/// Whether `b` is stated to examine all that `a` is stated to examine.
pub fn covers(a: &Step, b: &Step) -> bool {
    criteria(a).iter().all(|id| criteria(b).contains(id))
}

/// The sign-off among `others` that can best stand for `a`: one that examines the same, is competent,
/// stands above `a`, comes later, is near; first among those that stand on its way at all.
pub fn best_cover<'a>(
    cx: &Context<'a>,
    a: &Step,
    others: impl Iterator<Item = &'a Step>,
) -> Option<&'a Step> {
    let signing = others.filter(|b| b.id != a.id && b.signs());
    let mut ranked: Vec<_> = signing.map(|b| (rank(cx, a, b), b)).collect();
    ranked.sort_by(|one, other| one.0.cmp(&other.0));
    // Whether one stands on the way is dear to find out, so it is asked of the best ones first.
    let stands = ranked.iter().find(|(_, b)| stands_for(cx, a, b).is_ok());
    stands.or(ranked.first()).map(|(_, b)| *b)
}

/// The lower, the better.
fn rank(cx: &Context<'_>, a: &Step, b: &Step) -> impl Ord + use<> {
    let denied = |fact: &Fact| cx.facts.answer(fact).is_some_and(|given| !given.yes);
    let beyond = Fact::new("examines-nothing-beyond", [&a.id, &b.id]);
    let able: Vec<Option<bool>> = criteria(a)
        .iter()
        .map(|criterion| competent(cx, &b.role, criterion))
        .collect();
    let distance = cx.place(&a.id).abs_diff(cx.place(&b.id));
    (
        !covers(a, b),
        denied(&beyond) || able.contains(&Some(false)),
        able.iter().any(|able| *able != Some(true)),
        !reports_to(cx, a, b),
        // One that is out of place but comes later explains best why it does not do.
        !cx.leads(&a.id, &b.id),
        distance,
        b.id.clone(),
    )
}

/// Steps in the order in which they should go: what catches least first, what is not counted last.
pub(crate) fn least_caught_first(cx: &Context<'_>, steps: &mut [&Step]) {
    let bound = |step: &Step| caught(cx, step).map_or(f64::INFINITY, |caught| caught.count.upper());
    steps.sort_by(|a, b| bound(a).total_cmp(&bound(b)));
}

/// Criteria that both of two steps are stated to examine.
pub(crate) fn shared(a: &Step, b: &Step) -> BTreeSet<Id> {
    let both = criteria(a).iter().filter(|id| criteria(b).contains(id));
    both.cloned().collect()
}
