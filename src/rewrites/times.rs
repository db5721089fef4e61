//! The times and fees of a step that does what two did.

use super::Precondition;
use super::precondition::{steps, wrong_target};
use crate::fact::Verdict;
use crate::message::{Arg, Message};
use crate::model::{
    Evidence, Money, Procedure, Span, Step, Time, TimeFigure, WaitFigure, WaitKind, Waits,
};

/// The fee of both; nothing where they are in two currencies, which never add: what is not known of the sum is not
/// known of one of them either. A fee of nothing is in any currency.
pub(super) fn sum_money(a: Option<&Money>, b: Option<&Money>) -> Option<Money> {
    let nothing = |fee: &Money| fee.amount.is_zero();
    match (a, b) {
        (Some(a), Some(b)) if a.currency == b.currency => Some(Money {
            amount: a.amount + b.amount,
            currency: a.currency.clone(),
        }),
        (Some(a), Some(b)) if nothing(b) => Some(a.clone()),
        (Some(a), Some(b)) => nothing(a).then(|| b.clone()),
        (a, b) => a.or(b).cloned(),
    }
}

/// What is paid at the steps that become one is in one currency, and nothing that is paid is of unknown amount beside it.
pub(super) static FEES_ADD_UP: Precondition = Precondition {
    id: "fees-add-up",
    check: |cx, target| match steps(cx, target) {
        Some(steps) => fees_add_up(&steps),
        None => wrong_target(),
    },
};

/// Whether what is paid at these steps makes one sum, or nothing of it is known.
pub(super) fn fees_add_up(steps: &[&Step]) -> Verdict {
    let paid = steps.iter().filter(|step| step.takes_money());
    let (stated, open): (Vec<&Step>, Vec<&Step>) =
        paid.copied().partition(|step| step.fee.is_some());
    let fees: Vec<&Money> = stated.iter().filter_map(|step| step.fee.as_ref()).collect();
    let other = fees.iter().find(|fee| fee.currency != fees[0].currency);
    if let Some(other) = other {
        let message = Message::new("two-currencies").with("a", fees[0].text());
        return Verdict::Fails(message.with("b", other.text()));
    }
    match open.first().filter(|_| !stated.is_empty()) {
        Some(step) => {
            Verdict::Fails(Message::new("amount-not-stated").with("step", Arg::name(&step.id)))
        }
        None => Verdict::Holds(Message::new("fees-make-one-sum")),
    }
}

/// Work adds up; the wait is the first step's, and what the second waits by law or for the applicant stays: neither is the
/// office's to save.
///
/// Where one of them gives only its elapsed time, work and wait cannot be told apart: the elapsed times add up and
/// nothing is claimed to be saved. A figure that one of them lacks is unknown of the merged step.
pub(super) fn merge(p: &Procedure, step: &mut Step, gone: &Step) {
    let kept = not_ours(p, gone);
    if step.elapsed.is_some() || gone.elapsed.is_some() {
        step.elapsed = step
            .elapsed
            .as_ref()
            .zip(gone.elapsed.as_ref())
            .and_then(|(a, b)| sum(a, b, step.evidence, gone.evidence));
        step.work = None;
        let all = [not_ours(p, step), kept].concat();
        let none = all.is_empty() || step.elapsed.is_some();
        step.wait = (!none).then_some(Waits(all));
        return;
    }
    step.work = step
        .work
        .as_ref()
        .zip(gone.work.as_ref())
        .and_then(|(a, b)| sum(a, b, step.evidence, gone.evidence));
    if !kept.is_empty() {
        step.wait.get_or_insert(Waits(Vec::new())).0.extend(kept);
    }
}

/// What a step waits by law or for the applicant.
fn not_ours(p: &Procedure, step: &Step) -> Vec<WaitFigure> {
    let by_law = p.wait_by_law(step).waits;
    let waits = step.wait.iter().flat_map(|waits| &waits.0);
    let kept = waits.filter(|wait| {
        let prescribed = by_law.iter().any(|known| std::ptr::eq(*known, *wait));
        prescribed || wait.kind == Some(WaitKind::Applicant)
    });
    kept.cloned().collect()
}

/// The sum of two times in one unit; nothing where their units or figures do not allow one.
fn sum(
    a: &Time,
    b: &Time,
    a_default: Option<Evidence>,
    b_default: Option<Evidence>,
) -> Option<Time> {
    let (x, y) = (&a.0, &b.0);
    let value = x.value.zip(y.value).and_then(|(x, y)| sum_spans(x, y));
    let mean = x
        .mean
        .zip(y.mean)
        .filter(|(x, y)| x.unit == y.unit)
        .map(|(x, y)| crate::model::Amount {
            value: x.value + y.value,
            unit: x.unit,
        });
    if value.is_none() && mean.is_none() {
        return None;
    }
    let evidence = x.evidence.or(a_default).max(y.evidence.or(b_default));
    let sources = (x.source == y.source).then(|| x.source.clone()).flatten();
    Some(Time(TimeFigure {
        value,
        mean,
        evidence,
        source: sources,
        ..Time::exactly(Span {
            min: 0.0,
            typical: None,
            max: 0.0,
            unit: crate::model::TimeUnit::Minute,
        })
        .0
    }))
}

fn sum_spans(a: Span, b: Span) -> Option<Span> {
    let typical = a.typical.zip(b.typical).map(|(a, b)| a + b);
    (a.unit == b.unit).then_some(Span {
        min: a.min + b.min,
        typical,
        max: a.max + b.max,
        unit: a.unit,
    })
}
