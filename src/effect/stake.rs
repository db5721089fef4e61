//! What a proposal hangs on besides its preconditions: the law, the risk, who must agree, what it costs.

use super::Effect;
use crate::fact::Verdict;
use crate::measure::figure::{Figure, State, Unit, Values};
use crate::message::{Arg, Message};
use crate::model::{Change, Evidence, Id, Money, Procedure, Risk, RiskLevel, Step};
use crate::simplify::Proposal;
use crate::trade::Relaxed;
use rust_decimal::prelude::ToPrimitive;
use std::collections::BTreeSet;

/// The steps that a proposal is about, as they were read.
fn touched<'a>(p: &'a Procedure, proposal: &'a Proposal) -> impl Iterator<Item = &'a Step> {
    let steps = proposal.target.steps.iter();
    steps.filter_map(|id| p.step(id))
}

/// Ids in the order in which they come, each once.
fn once<'a>(ids: impl Iterator<Item = &'a Id>) -> Vec<Id> {
    let mut seen = BTreeSet::new();
    ids.filter(|id| seen.insert(*id)).cloned().collect()
}

/// Laws that would have to change first: those that a trading rewrite declares. Any other that would go against a law
/// is blocked.
pub fn laws_to_change(proposal: &Proposal) -> Vec<Id> {
    once(proposal.relaxed.iter().filter_map(Relaxed::law))
}

/// Laws that the steps of a proposal rest on and that somebody should read before it is done.
pub fn laws_cited(p: &Procedure, proposal: &Proposal) -> Vec<Id> {
    once(touched(p, proposal).flat_map(|step| step.law.iter().flatten()))
}

/// Laws that block a proposal.
pub fn in_the_way(p: &Procedure, proposal: &Proposal) -> Vec<Id> {
    let mut laws = Vec::new();
    for (_, verdict) in &proposal.verdicts {
        let Verdict::Fails(message) = verdict else {
            continue;
        };
        for (_, arg) in &message.args {
            named(arg, &mut laws);
        }
    }
    let known = laws
        .iter()
        .filter(|id| p.laws.iter().flatten().any(|law| law.id == **id));
    once(known)
}

fn named(arg: &Arg, found: &mut Vec<Id>) {
    match arg {
        Arg::Name(id) => found.push(Id::from(id.as_str())),
        Arg::List(list) => list.iter().for_each(|arg| named(arg, found)),
        Arg::Message(message) => message.args.iter().for_each(|(_, arg)| named(arg, found)),
        Arg::Text(_) | Arg::Number(_) => {}
    }
}

/// Who must agree: the agencies of the steps, and those that would give a document; within one agency, and
/// where a role has none, the roles. The applicant is not asked.
pub fn owners(p: &Procedure, proposal: &Proposal, effect: Option<&Effect>) -> Vec<Id> {
    let roles = touched(p, proposal).flat_map(|step| std::iter::once(&step.role).chain(&step.with));
    let roles: Vec<_> = roles
        .filter(|id| !p.is_applicant(id))
        .filter_map(|id| p.role(id))
        .collect();
    let fetched = effect.into_iter().flat_map(|effect| &effect.fetched);
    let givers = fetched.filter_map(|fetched| p.document(&fetched.document)?.issued_by.as_ref());
    let agencies = roles.iter().filter_map(|role| role.agency.as_ref());
    let agencies = once(agencies.chain(givers));
    if agencies.len() == 1 {
        return once(roles.iter().map(|role| &role.id));
    }
    let alone = roles.iter().filter(|role| role.agency.is_none());
    once(agencies.iter().chain(alone.map(|role| &role.id)))
}

/// What may go wrong.
pub fn risks(p: &Procedure, proposal: &Proposal, effect: Option<&Effect>) -> Vec<Message> {
    let mut risks = Vec::new();
    for lost in effect.into_iter().flat_map(|effect| &effect.lost) {
        let key = match lost.stopped.state() {
            State::NotMeasurable => "risk-stops-unknown",
            _ => "risk-stops",
        };
        let message = Message::new(key).with("step", Arg::name(&lost.step));
        risks.push(message.with("figure", lost.stopped.message()));
    }
    for one in effect.into_iter().flat_map(|effect| &effect.unguarded) {
        let message = Message::new("risk-unguarded").with("step", Arg::name(&one.step));
        risks.push(message.with("controls", Arg::names(&one.controls)));
    }
    for step in touched(p, proposal) {
        risks.extend(step.risk.as_ref().and_then(|risk| stated(&step.id, risk)));
    }
    for fetched in effect.into_iter().flat_map(|effect| &effect.fetched) {
        let document = Arg::name(&fetched.document);
        risks.push(Message::new("risk-fetching").with("document", document));
    }
    let built = touched(p, proposal).filter(|step| {
        let evidence = step.evidence.or(p.evidence);
        matches!(evidence, Some(Evidence::Constructed | Evidence::Estimated))
    });
    let built: Vec<&Id> = built.map(|step| &step.id).collect();
    if !built.is_empty() {
        risks.push(Message::new("risk-estimates").with("steps", Arg::names(built)));
    }
    risks
}

/// The risk that the file states of a step; nothing where it states none.
fn stated(step: &Id, risk: &Risk) -> Option<Message> {
    let level = risk.level.map(|level| Message::new(word(level)));
    let excluded = risk.exclusions.iter().flatten().count() > 0;
    let key = if excluded {
        "risk-excluded"
    } else {
        "risk-stated"
    };
    let message = Message::new(key).with("step", Arg::name(step));
    match (level, excluded) {
        (_, true) => Some(message),
        (Some(level), false) => Some(message.with("level", level)),
        (None, false) => None,
    }
}

fn word(level: RiskLevel) -> &'static str {
    match level {
        RiskLevel::Low => "risk-low",
        RiskLevel::Medium => "risk-medium",
        RiskLevel::High => "risk-high",
    }
}

/// What the file says of the cost of a change.
pub type Term<'a> = &'a Change;

/// What the file says of the cost of a proposal, of its finding or of its rewrite: the closest of them.
pub fn terms<'a>(p: &'a Procedure, proposal: &Proposal) -> Option<Term<'a>> {
    let names = [
        proposal.id(),
        proposal.finding.id(),
        proposal.rewrite.id.to_owned(),
    ];
    let named = |name: &String| {
        p.changes
            .iter()
            .flatten()
            .find(|change| change.change == *name)
    };
    names.iter().find_map(named)
}

/// Years until what is saved in staff cost has paid for a change: its cost once / what it saves a year.
pub fn pays_back(term: Term<'_>, effect: &Effect) -> Figure {
    match &term.one_off {
        Some(cost) => years_until(cost, term.evidence, effect),
        None => Figure::missing(Unit::Years, Message::new("why-no-one-off")),
    }
}

/// What several changes cost once, as far as the file says so.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlay {
    /// The sum in each currency; what is stated once of several changes counts once.
    pub sums: Vec<Money>,
    /// The changes of which the file says it.
    pub stated: usize,
    /// All of them.
    pub of: usize,
    /// Years until what they save together has paid for them; at the least where not all are stated.
    pub pays_back: Figure,
}

/// What several changes cost once, and when they have paid for themselves; nothing where the file states none.
pub fn outlay<'a>(
    p: &Procedure,
    proposals: impl Iterator<Item = &'a Proposal>,
    together: &Effect,
) -> Option<Outlay> {
    let (mut stated, mut of) = (0, 0);
    let mut terms_of: Vec<Term<'_>> = Vec::new();
    for proposal in proposals {
        of += 1;
        let Some(term) = terms(p, proposal).filter(|term| term.one_off.is_some()) else {
            continue;
        };
        stated += 1;
        if !terms_of.iter().any(|known| known.change == term.change) {
            terms_of.push(term);
        }
    }
    let mut sums: Vec<Money> = Vec::new();
    for cost in terms_of.iter().filter_map(|term| term.one_off.as_ref()) {
        match sums.iter_mut().find(|sum| sum.currency == cost.currency) {
            Some(sum) => sum.amount = sum.amount.saturating_add(cost.amount),
            None => sums.push(cost.clone()),
        }
    }
    let evidence = terms_of.iter().filter_map(|term| term.evidence).max();
    let pays_back = match &sums[..] {
        [] => return None,
        [sum] => years_until(sum, evidence, together),
        _ => Figure::missing(Unit::Years, Message::new("why-currencies")),
    };
    Some(Outlay {
        sums,
        stated,
        of,
        pays_back,
    })
}

/// Years until what is saved in staff cost has paid for a cost.
fn years_until(cost: &Money, evidence: Option<Evidence>, effect: &Effect) -> Figure {
    let missing = |why| Figure::missing(Unit::Years, Message::new(why));
    let Some(saved) = effect.of("agency-cost").map(|moved| &moved.less) else {
        return missing("why-nothing-known");
    };
    let once = cost.amount.to_f64().unwrap_or(f64::INFINITY);
    let Some(less) = saved.known() else {
        let why = saved.why.clone();
        let why = why.unwrap_or(Message::new("why-not-all-known"));
        return Figure::missing(Unit::Years, Message::new("why-no-saving").with("why", why));
    };
    if saved.unit != Unit::Money(cost.currency.clone()) {
        return missing("why-currencies");
    }
    let years = |a_year: f64| {
        if a_year > 0.0 {
            once / a_year
        } else {
            f64::INFINITY
        }
    };
    if less.max <= 0.0 {
        return missing("why-saves-nothing");
    }
    let values = Values {
        min: years(less.max),
        typical: None,
        max: years(less.min),
        mean: less.point().map(years).filter(|years| years.is_finite()),
    };
    Figure {
        notes: saved.notes,
        ..Figure::of(values, Unit::Years, saved.evidence.max(evidence))
    }
}
