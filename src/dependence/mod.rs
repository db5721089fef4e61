//! Why one step has to wait for another: data, people, law and safeguards.
//!
//! Two steps stand in an order that matters when the later one uses what the earlier one makes or
//! takes in, when one desk does both, when a rule prescribes the order, when the earlier one is a
//! safeguard of the later one, or when one of them keeps its place in time. All the rest is habit:
//! it may change, once somebody has said that nothing else stands behind it.

mod last_word;
mod materials;
mod party;
mod series;
mod unused;
mod uses;

pub use last_word::{finds_out, grants};
pub use series::{Series, Why, chains};
pub use unused::{
    LeftOver, left_over, lists_every_use, nobody_uses, readers_stated, used_by_nobody,
};
pub use uses::{Uses, documents_used, given_at};

use crate::context::Context;
use crate::fact::{Fact, Verdict};
use crate::message::{Arg, Message};
use crate::model::{
    ConstraintKind, DocumentKind, End, EndKind, Id, Listed, Procedure, RoleKind, Step, StepKind,
};
use materials::Materials;
use party::Party;
use std::collections::{BTreeMap, VecDeque};

/// Steps between two others beyond which no explanation is looked for.
const LONGEST: usize = 256;

/// Why `later` directly waits for `earlier`; empty where nothing in the file makes it.
fn reasons<'a>(cx: &Context<'_>, earlier: &Party<'a>, later: &Party<'a>) -> Vec<Message> {
    let (x, y) = (earlier.step, later.step);
    let all = materials(earlier, later)
        .chain(desk(earlier, later))
        .chain(prescribed(cx.procedure, earlier, later))
        .chain(safeguard(cx, x, y))
        .chain(last_word::last_word(cx, x, y))
        .chain(case_order(earlier, later))
        .chain(answered(cx, x, y));
    let pair = |message: Message| {
        message
            .with("a", Arg::name(&x.id))
            .with("b", Arg::name(&y.id))
    };
    all.map(pair).collect()
}

/// Whether `later` directly waits for `earlier`: whether there are [`reasons`]. What is found out most easily comes first.
fn waits<'a>(cx: &Context<'_>, earlier: &Party<'a>, later: &Party<'a>) -> bool {
    let (x, y) = (earlier.step, later.step);
    answered(cx, x, y).is_some()
        || case_order(earlier, later).is_some()
        || last_word::last_word(cx, x, y).is_some()
        || safeguard(cx, x, y).is_some()
        || prescribed(cx.procedure, earlier, later).next().is_some()
        || desk(earlier, later).is_some()
        || materials(earlier, later).next().is_some()
}

/// Why `later` has to come after `earlier`, directly or by way of steps between them: the reasons
/// along the shortest way. None where nothing in the file makes it wait.
pub fn why_in_order(cx: &Context<'_>, earlier: &Id, later: &Id) -> Option<Vec<Message>> {
    let between = |step: &&Step| {
        let from = step.id == *earlier || cx.leads(earlier, &step.id);
        from && (step.id == *later || cx.leads(&step.id, later))
    };
    let steps: Vec<&Step> = cx.procedure.steps.iter().filter(between).collect();
    let start = steps.iter().position(|step| step.id == *earlier)?;
    let goal = steps.iter().position(|step| step.id == *later)?;
    if steps.len() > LONGEST || start == goal {
        return None;
    }
    let parties = steps.iter().map(|step| Party::of(cx.procedure, step));
    let parties: Vec<Party<'_>> = parties.collect();
    let mut came_from = BTreeMap::from([(start, (start, Vec::new()))]);
    let mut open = VecDeque::from([start]);
    while let Some(at) = open.pop_front() {
        for next in 0..steps.len() {
            let ahead = cx.leads(&steps[at].id, &steps[next].id);
            if came_from.contains_key(&next) || !ahead {
                continue;
            }
            let reasons = reasons(cx, &parties[at], &parties[next]);
            if !reasons.is_empty() {
                came_from.insert(next, (at, reasons));
                open.push_back(next);
            }
        }
    }
    let mut way = Vec::new();
    let mut at = goal;
    while at != start {
        let (from, reasons) = came_from.get(&at)?;
        way.push(reasons.clone());
        at = *from;
    }
    Some(way.into_iter().rev().flatten().collect())
}

/// Why `later` may not be done at another time, before `earlier`; empty where nothing in the file speaks against it.
///
/// Besides what makes it wait: what somebody outside does in between, as to build, it may be about.
pub fn waits_for(cx: &Context<'_>, earlier: &Step, later: &Step) -> Vec<Message> {
    let p = cx.procedure;
    let parties = [earlier, later].map(|step| Party::of(p, step));
    let mut out = reasons(cx, &parties[0], &parties[1]);
    out.extend(may_be_about(cx, earlier, later));
    out
}

/// That the later step may be about what the earlier one does: somebody outside does it, as to build, and not only hands in
/// or pays.
pub fn may_be_about(cx: &Context<'_>, earlier: &Step, later: &Step) -> Option<Message> {
    let p = cx.procedure;
    let outside = p.role(p.desk(earlier)).and_then(|role| role.kind);
    let outside = matches!(outside, Some(RoleKind::Applicant | RoleKind::ThirdParty));
    let works = outside && !matches!(earlier.kind, StepKind::Submit | StepKind::Pay);
    works.then(|| {
        let message = Message::new("may-be-about").with("a", Arg::name(&earlier.id));
        message.with("b", Arg::name(&later.id))
    })
}

/// Steps that may come between two others: before the second and not always before the first.
pub fn between<'a>(
    cx: &Context<'a>,
    first: &Step,
    second: &Step,
) -> impl Iterator<Item = &'a Step> {
    let steps = cx.procedure.steps.iter();
    steps.filter(move |step| {
        cx.leads(&step.id, &second.id) && !cx.always_before(&step.id, &first.id)
    })
}

/// Whether the applicant alone does something between two steps, whichever comes first: what the later one looks at may
/// have changed.
pub fn applicant_works_between(cx: &Context<'_>, a: &Step, b: &Step) -> bool {
    let between = |from: &Step, step: &Step, to: &Step| {
        cx.leads(&from.id, &step.id) && cx.leads(&step.id, &to.id)
    };
    let alone = cx.once(|| Alone::of(cx.procedure));
    let mut alone = alone.0.iter().map(|&at| &cx.procedure.steps[at]);
    alone.any(|step| between(a, step, b) || between(b, step, a))
}

/// The places in the file of the steps that the applicant does alone.
struct Alone(Vec<usize>);

impl Alone {
    fn of(p: &Procedure) -> Self {
        let alone = |&at: &usize| p.is_applicant(p.desk(&p.steps[at]));
        Self((0..p.steps.len()).filter(alone).collect())
    }
}

/// Whether the file declares that it lists all that can make one step wait for another.
pub fn all_listed(p: &Procedure) -> bool {
    let all = [
        Listed::Documents,
        Listed::Fields,
        Listed::Criteria,
        Listed::Constraints,
        Listed::Laws,
    ];
    all.into_iter().all(|list| p.lists_all(list))
}

/// Whether a criterion is there to protect what a step does.
///
/// A decision is protected by everything examined before it. Where the file does not say what a
/// criterion protects, it protects every sign-off and every product; where it names an end, it
/// protects the outputs handed over on the way there.
pub fn protects(cx: &Context<'_>, criterion: &Id, step: &Step) -> bool {
    protects_listed(cx, listed(cx.procedure, criterion), step)
}

/// What the file says that a criterion protects.
fn listed<'a>(p: &'a Procedure, criterion: &Id) -> Option<&'a Vec<Id>> {
    let criterion = p.criterion(criterion)?;
    criterion.protects.as_ref()
}

fn protects_listed(cx: &Context<'_>, list: Option<&Vec<Id>>, step: &Step) -> bool {
    let p = cx.procedure;
    let makes = |id: &Id| step.produces.iter().flatten().any(|made| made == id);
    let Some(list) = list else {
        return step.signs() || step.produces.iter().flatten().next().is_some();
    };
    if step.kind == StepKind::Decide || list.iter().any(|id| *id == step.id || makes(id)) {
        return true;
    }
    let output = |id: &Id| {
        p.document(id)
            .is_some_and(|document| document.kind == Some(DocumentKind::Output))
    };
    let end = |id: &Id| p.ends.iter().any(|end| end.id == *id) && cx.leads(&step.id, id);
    step.produces.iter().flatten().any(output) && list.iter().any(end)
}

/// What a criterion protects: the ends that it [`protects_end`], and the steps that it [`protects`].
pub fn protected<'a>(cx: &Context<'a>, criterion: &Id) -> Vec<&'a Id> {
    let p = cx.procedure;
    let list = listed(p, criterion);
    let ends = (p.ends.iter())
        .filter(|end| protects_end(p, criterion, end))
        .map(|end| &end.id);
    let steps = p.steps.iter();
    let steps = steps.filter(|step| protects_listed(cx, list, step));
    ends.chain(steps.map(|step| &step.id)).collect()
}

/// Whether a criterion is there to protect what comes out: every end at which the applicant gets something. Who is
/// refused on one ground need not have been examined on the others, unless the criterion names that end.
pub fn protects_end(p: &Procedure, criterion: &Id, end: &End) -> bool {
    let refusal = matches!(end.kind, Some(EndKind::Refused | EndKind::Abandoned));
    !refusal || listed(p, criterion).is_some_and(|list| list.contains(&end.id))
}

/// What the later step uses, and the earlier one makes or takes in.
fn materials<'a>(earlier: &Party<'a>, later: &Party<'a>) -> impl Iterator<Item = Message> {
    let (x, y) = (earlier.materials(), later.materials());
    let kinds = (!x.is_apart_from(y)).then_some([
        ("waits-for-product", Materials::needs_made_by as Common<'a>),
        ("waits-for-papers", Materials::needs_taken_in_by),
        ("both-write", Materials::written_by_both),
        ("used-before-change", Materials::changed_after_use_at),
    ]);
    let kinds = kinds.into_iter().flatten();
    let items = kinds.map(move |(key, common)| (key, common(y, x)));
    let items = items.filter(|(_, items)| !items.is_empty());
    items.map(|(key, items)| Message::new(key).with("items", Arg::names(items)))
}

/// What two steps have in common.
type Common<'a> = fn(&Materials<'a>, &Materials<'a>) -> Vec<&'a Id>;

/// One desk works on one step of a case after the other; so does the applicant alone.
fn desk(earlier: &Party<'_>, later: &Party<'_>) -> Option<Message> {
    (earlier.desk == later.desk)
        .then(|| Message::new("one-desk-in-turn").with("desk", Arg::name(earlier.desk)))
}

/// What a constraint or a law says about the order of the two.
fn prescribed(
    p: &Procedure,
    earlier: &Party<'_>,
    later: &Party<'_>,
) -> impl Iterator<Item = Message> {
    let ordering = [
        ConstraintKind::Order,
        ConstraintKind::FourEyes,
        ConstraintKind::IndependentAppeal,
    ];
    let about_both = p.constraints.iter().flatten().filter(move |constraint| {
        let both = [&earlier.step.id, &later.step.id];
        ordering.contains(&constraint.kind) && both.iter().all(|id| constraint.steps.contains(id))
    });
    let constrained = about_both.map(|constraint| {
        Message::new("constraint-orders").with("kind", Message::new(constraint.kind.key()))
    });
    let laws = earlier.ordered_by.iter();
    let both = laws.filter(move |law| later.ordered_by.iter().any(|other| other.id == law.id));
    let by_law = both.map(|law| Message::new("law-orders").with("law", Arg::name(&law.id)));
    constrained.chain(by_law)
}

/// What the earlier step examines to protect the later one.
fn safeguard(cx: &Context<'_>, earlier: &Step, later: &Step) -> Option<Message> {
    let examined = earlier.criteria.iter().flatten();
    let protecting: Vec<&Id> = examined
        .filter(|criterion| protects(cx, criterion, later))
        .collect();
    (!protecting.is_empty())
        .then(|| Message::new("protected-by").with("criteria", Arg::names(protecting)))
}

/// The order that lies in what the steps are.
fn case_order(earlier: &Party<'_>, later: &Party<'_>) -> Option<Message> {
    let (x, y) = (earlier.step, later.step);
    let fixed = |party: &Party<'_>| {
        let told = |key| Message::new(key).with("step", Arg::name(&party.step.id));
        party.place.map(told)
    };
    let fixed = fixed(earlier).or_else(|| fixed(later));
    if fixed.is_some() {
        return fixed;
    }
    let agencies = earlier.agency.zip(later.agency);
    let same = agencies.is_some_and(|(a, b)| a == b);
    let inside = !later.meets;
    let signs_on = y.signs() && (same || later.is_above(earlier));
    let key = if y.kind == StepKind::Notify {
        "tells-what-was-done"
    } else if y.kind == StepKind::Inspect && earlier.alone {
        "inspects-what-was-done"
    } else if x.signs() && later.alone {
        "acts-on-permission"
    } else if inside && x.kind == StepKind::Submit && agencies.is_none_or(|_| same) {
        "works-on-what-was-submitted"
    } else if inside && same && earlier.meets {
        "taken-in-by-agency"
    } else if inside && signs_on && (x.is_control() || x.kind == StepKind::Inspect) {
        "signs-on-what-was-examined"
    } else {
        return None;
    };
    Some(Message::new(key))
}

/// The questions whether a step may start, and whether it may grant, before another.
const MAY_GO_FIRST: [&str; 2] = ["may-start-before", "may-grant-before"];

/// That somebody said that the later step has to wait, or may not grant what the earlier one may still stop.
fn answered(cx: &Context<'_>, earlier: &Step, later: &Step) -> Option<Message> {
    let p = cx.procedure;
    let given = |name: &&&str| cx.facts.has(name);
    let mut names = MAY_GO_FIRST.iter().filter(given).peekable();
    names.peek()?;
    let may_stop = grants(p, later) && finds_out(p, earlier);
    let [starts, _] = MAY_GO_FIRST;
    let mut asked = names.filter(|name| may_stop || **name == starts);
    asked.find_map(
        |name| match cx.ask(Fact::new(name, [&later.id, &earlier.id])) {
            Verdict::Fails(message) => Some(message),
            _ => None,
        },
    )
}
