//! `move-knockout-earlier`: a check that stops many cases comes before dear steps that it does not wait for.
//!
//! Target: a row of steps from a dear one to the check, in their present order; the gateway that asks for the verdict
//! as its item. What the check waits for stays before it; the others follow the branch by which a passed case goes on.

use super::precondition::{laws_read, steps, wrong_target};
use super::{Precondition, Rewrite, Target, edit};
use crate::context::Context;
use crate::control::{competence, competent, criteria, refuses};
use crate::dependence::{Series, Uses, all_listed, protects, why_in_order};
use crate::fact::{Fact, Verdict};
use crate::finding::Finding;
use crate::measure::vector::Component;
use crate::message::{Arg, Message};
use crate::model::{
    After, Branch, DocumentKind, Gateway, GatewayKind, Id, Law, Mandate, Procedure, Ref, Step,
};

/// The rewrite.
pub(super) static REWRITE: Rewrite = Rewrite {
    id: "move-knockout-earlier",
    answers: &["late-knockout"],
    act: "act-move-knockout-earlier",
    lowers: Component::InVain,
    trades: None,
    targets,
    preconditions: &[
        &REFUSAL_MOVES_ALONG,
        &NOT_WAITED_FOR,
        &REFUSAL_NEEDS_NOTHING,
        &COMPETENT,
    ],
    apply,
    page: include_str!("../../docs/rewrites/move-knockout-earlier.md"),
};

static REFUSAL_MOVES_ALONG: Precondition = Precondition {
    id: "refusal-moves-along",
    check: refusal_moves_along,
};

static NOT_WAITED_FOR: Precondition = Precondition {
    id: "not-waited-for",
    check: not_waited_for,
};

static REFUSAL_NEEDS_NOTHING: Precondition = Precondition {
    id: "refusal-needs-nothing",
    check: refusal_needs_nothing,
};

static COMPETENT: Precondition = Precondition {
    id: "competent",
    check: may_decide,
};

/// The row from the first dear step to the check, as far as they stand in one.
fn targets(cx: &Context<'_>, finding: &Finding) -> Vec<Target> {
    let Some((control, dear)) = finding.steps.split_last() else {
        return Vec::new();
    };
    let own = [Ref::step(control.clone())];
    let mut gateways = cx.procedure.gateways.iter().flatten();
    let gateway = gateways.find(|gateway| gateway.after.refs() == own);
    let row = dear.iter().find_map(|dear| row(cx, dear, control));
    // Where none of them stands in a row with the check, the pair says what stands in the way.
    let steps = row.or_else(|| Some(vec![dear.first()?.clone(), control.clone()]));
    let target = steps.map(|steps| Target {
        steps,
        items: gateway
            .into_iter()
            .map(|gateway| gateway.id.clone())
            .collect(),
    });
    target.into_iter().collect()
}

/// The steps from one to another, where each is directly and alone followed by the next.
fn row(cx: &Context<'_>, from: &Id, to: &Id) -> Option<Vec<Id>> {
    let mut row = vec![from.clone()];
    while row.last() != Some(to) {
        let next = cx.sole_follower(row.last()?)?;
        if row.contains(&next.id) {
            return None;
        }
        row.push(next.id.clone());
    }
    Some(row)
}

/// A row with the gateway behind it.
struct Late<'a> {
    series: Series<'a>,
    control: &'a Step,
    gateway: &'a Gateway,
    /// The branch by which a passed case goes on.
    on: Ref,
    /// The others.
    refusing: Vec<&'a Branch>,
}

impl<'a> Late<'a> {
    /// The parts, or what keeps the check and its refusal from moving.
    fn of(cx: &Context<'a>, target: &Target) -> Result<Self, Verdict> {
        let parts = steps(cx, target).and_then(|steps| Some((*steps.last()?, steps)));
        let Some((control, steps)) = parts.filter(|(_, steps)| steps.len() > 1) else {
            return Err(wrong_target());
        };
        let fails = |key: &'static str| {
            let message = Message::new(key).with("a", Arg::name(&steps[0].id));
            Err(Verdict::Fails(message.with("step", Arg::name(&control.id))))
        };
        if row(cx, &steps[0].id, &control.id).as_ref() != Some(&target.steps) {
            return fails("not-in-one-row");
        }
        let gateway = target.items.first().and_then(|id| cx.procedure.gateway(id));
        let own = Ref::step(control.id.clone());
        let followers = cx
            .procedure
            .waiting()
            .filter(|(_, after)| after.refs().contains(&own));
        let Some(gateway) = gateway.filter(|_| followers.count() == 1) else {
            return fails("no-refusal-drawn");
        };
        let reference = |branch: &Branch| Ref {
            id: gateway.id.clone(),
            branch: Some(branch.id.clone()),
        };
        let refusing =
            |branch: &&Branch| branch.back_to.is_some() || refuses(cx, &reference(branch));
        let (refusing, on): (Vec<&Branch>, Vec<&Branch>) =
            gateway.branches.iter().partition(refusing);
        let ([on], true) = (&on[..], is_exclusive(gateway)) else {
            return fails("verdict-not-alone");
        };
        if refusing.is_empty() {
            return fails("no-refusal-drawn");
        }
        Ok(Self {
            on: reference(on),
            series: Series::of(cx, steps),
            control,
            gateway,
            refusing,
        })
    }

    fn count(&self) -> usize {
        self.series.steps.len() - 1
    }

    /// Places in the row of what can come behind the check.
    fn behind(&self) -> Vec<usize> {
        let last = self.count();
        (0..last)
            .filter(|&at| !self.series.waits(last, at))
            .collect()
    }

    /// Places in the row of what comes before the check still, and the check.
    fn ahead(&self) -> Vec<usize> {
        let last = self.count();
        (0..=last)
            .filter(|&at| at == last || self.series.waits(last, at))
            .collect()
    }

    fn about(&self, key: &'static str) -> Message {
        Message::new(key)
            .with("a", Arg::name(&self.series.steps[0].id))
            .with("step", Arg::name(&self.control.id))
    }
}

fn is_exclusive(gateway: &Gateway) -> bool {
    gateway
        .kind
        .is_none_or(|kind| kind == GatewayKind::Exclusive)
}

/// The steps stand in a row, and the check is followed by the gateway alone, one branch of which goes on.
///
/// That a case returns to the first step of the row makes the others wait for it ([`Series`]); to another one, it
/// breaks the row.
fn refusal_moves_along(cx: &Context<'_>, target: &Target) -> Verdict {
    let about = |late: &Late<'_>| {
        let message = late.about("refusal-follows-alone");
        message.with("gateway", Arg::name(&late.gateway.id))
    };
    Late::of(cx, target).map_or_else(|verdict| verdict, |late| Verdict::Holds(about(&late)))
}

/// Nothing in the file makes the check wait for what it goes ahead of.
fn not_waited_for(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some(row) = steps(cx, target).filter(|row| row.len() > 1) else {
        return wrong_target();
    };
    let control = row[row.len() - 1];
    let series = Series::of(cx, row.clone());
    let last = row.len() - 1;
    if series.waits(last, 0) {
        let mut why = series.why(cx.procedure).waits(cx, last, 0).into_iter();
        let why = why.next().or_else(|| {
            why_in_order(cx, &row[0].id, &control.id)?
                .into_iter()
                .next()
        });
        let waits = || Message::new("waits-all-the-same").with("a", Arg::name(&row[0].id));
        return Verdict::Fails(why.unwrap_or_else(|| waits().with("b", Arg::name(&control.id))));
    }
    let none = Message::new("lists-show-no-dependency");
    if all_listed(cx.procedure) {
        return laws_read(cx, row, none);
    }
    let moves = |at: &usize| *at == last || series.waits(last, *at);
    let asked = (0..=last).filter(moves).filter_map(|later| {
        let passed = (0..later).rev().find(|earlier| !moves(earlier))?;
        // What builds on another step that moves is meant by the question about that one.
        let builds = (passed + 1..later).any(|at| series.waits(later, at));
        (!builds).then(|| {
            cx.ask(Fact::new(
                "may-start-before",
                [&row[later].id, &row[passed].id],
            ))
        })
    });
    Verdict::all(asked, none)
}

/// Whether some refused case would end without what comes behind the check.
fn ends_refused(cx: &Context<'_>, late: &Late<'_>) -> bool {
    let mut ends = cx.procedure.ends.iter();
    ends.any(|end| late.leads_to(cx, &end.id))
}

/// The law that prescribes a step, or a hearing there, where some refused case would end without it.
fn prescribing<'a>(cx: &Context<'a>, late: &Late<'_>, step: &'a Step) -> Option<&'a Law> {
    if !ends_refused(cx, late) {
        return None;
    }
    let mandates = [Mandate::Step, Mandate::Hearing].into_iter();
    let mut laws = mandates.flat_map(|mandate| cx.procedure.prescribing(step, mandate));
    laws.next()
}

/// What a refused case comes to uses nothing, is protected by nothing, hands over nothing that comes later now, and no
/// law prescribes that for it.
fn refusal_needs_nothing(cx: &Context<'_>, target: &Target) -> Verdict {
    // That the refusal cannot move is said once, by the precondition that is about it.
    let Ok(late) = Late::of(cx, target) else {
        return Verdict::Holds(Message::new("no-refusal-moves"));
    };
    let behind: Vec<&Step> = late
        .behind()
        .into_iter()
        .map(|at| late.series.steps[at])
        .collect();
    let p = cx.procedure;
    let output = |id: &Id| {
        p.document(id)
            .is_some_and(|known| known.kind == Some(DocumentKind::Output))
    };
    for step in &behind {
        if let Some(made) = step.produces.iter().flatten().find(|made| output(made)) {
            let message = late
                .about("refused-get-output")
                .with("document", Arg::name(made));
            return Verdict::Fails(message.with("maker", Arg::name(&step.id)));
        }
        if let Some(other) = on_refusal(cx, &late)
            .into_iter()
            .find(|other| needs(cx, step, other))
        {
            let message = late
                .about("refusal-needs")
                .with("other", Arg::name(&other.id));
            return Verdict::Fails(message.with("maker", Arg::name(&step.id)));
        }
        if let Some(law) = prescribing(cx, &late, step) {
            let message = Message::new("refusal-skips-prescribed").with("law", Arg::name(&law.id));
            return Verdict::Fails(message.with("other", Arg::name(&step.id)));
        }
        let names_refusal = |criterion: &&Id| {
            let listed = p
                .criterion(criterion)
                .and_then(|known| known.protects.as_ref());
            let ends = p.ends.iter().filter(|end| late.leads_to(cx, &end.id));
            ends.into_iter()
                .any(|end| listed.is_some_and(|listed| listed.contains(&end.id)))
        };
        if let Some(criterion) = criteria(step).iter().find(names_refusal) {
            return Verdict::Fails(
                late.about("refusal-protected")
                    .with("criterion", Arg::name(criterion)),
            );
        }
    }
    let skipped = behind.into_iter().filter(|_| ends_refused(cx, &late));
    laws_read(cx, skipped, late.about("refusal-uses-nothing"))
}

impl Late<'_> {
    /// Whether a refusing branch that does not return the case leads to an element.
    fn leads_to(&self, cx: &Context<'_>, id: &Id) -> bool {
        let branches = self
            .refusing
            .iter()
            .filter(|branch| branch.back_to.is_none());
        let mut branches = branches.map(|branch| Ref {
            id: self.gateway.id.clone(),
            branch: Some(branch.id.clone()),
        });
        branches.any(|branch| {
            let followers = crate::control::followers(cx, &branch);
            followers
                .into_iter()
                .any(|(first, _)| *first == *id || cx.leads(first, id))
        })
    }
}

/// The steps of a case that is refused.
fn on_refusal<'a>(cx: &Context<'a>, late: &Late<'_>) -> Vec<&'a Step> {
    let steps = cx.procedure.steps.iter();
    steps.filter(|step| late.leads_to(cx, &step.id)).collect()
}

/// Whether a step uses what an earlier one makes or takes in, or is protected by what that one examines.
fn needs(cx: &Context<'_>, earlier: &Step, later: &Step) -> bool {
    let uses = Uses::of(cx);
    let mut nodes = cx.node(&earlier.id).zip(cx.node(&later.id)).into_iter();
    nodes.any(|(earlier, later)| uses.changes(earlier, later))
        || criteria(earlier)
            .iter()
            .any(|criterion| protects(cx, criterion, later))
}

/// Who refuses before anybody else has looked has to be competent to.
fn may_decide(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some(control) = target.steps.last().and_then(|id| cx.step(id)) else {
        return wrong_target();
    };
    let about = |key| Message::new(key).with("role", Arg::name(&control.role));
    let each = criteria(control).iter().map(|criterion| {
        let about = |key| about(key).with("criterion", Arg::name(criterion));
        match competent(cx, &control.role, criterion) {
            Some(true) => Verdict::Holds(about("role-competent-for")),
            Some(false) => Verdict::Fails(about("role-not-competent")),
            None => cx.ask(competence(&control.role, criterion)),
        }
    });
    Verdict::all(each, about("role-competent"))
}

fn apply(cx: &Context<'_>, target: &Target) -> Procedure {
    let mut p = cx.procedure.clone();
    let Ok(late) = Late::of(cx, target) else {
        return p;
    };
    let entry = late.series.steps[0].after.clone();
    let id = |at: usize| late.series.steps[at].id.clone();
    let (ahead, behind) = (late.ahead(), late.behind());
    let Some(&last) = behind.last() else { return p };
    edit::follow_instead(&mut p, &late.on, &[Ref::step(id(last))]);
    let mut follow = |row: &[usize], first: Option<After>| {
        let mut after = first;
        for &at in row {
            if let Some(step) = p.step_mut(&id(at)).filter(|step| step.after != after) {
                step.after = after;
                edit::mark(step, REWRITE.id);
            }
            after = Some(After::All(vec![Ref::step(id(at))]));
        }
    };
    follow(&ahead, entry);
    follow(&behind, Some(After::All(vec![late.on.clone()])));
    p
}
