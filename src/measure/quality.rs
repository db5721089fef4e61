//! What controls catch: rejection rates with their bounds, and the cases a year that a control stops.
//!
//! A rate that was counted only on cases that the earlier desks had passed is *marginal*: it says
//! what this desk catches after the others. Bounds are those of Clopper and Pearson, "The use of
//! confidence or fiducial limits illustrated in the case of the binomial", Biometrika 26 (1934):
//! exact, never too narrow.

use super::figure::{Figure, Unit, Values};
use super::reach::first_round;
use super::time::steps;
use crate::graph::Graph;
use crate::message::Message;
use crate::model::{Decisions, Evidence, Id, Procedure, Step};
use statrs::distribution::{Beta, ContinuousCDF};

/// A desk whose rejection rate is surely below this share of the cases it sees adds little: 3 %.
pub const RUBBER_STAMP: f64 = 0.03;

/// Decisions below which nothing is said of a desk's rate.
pub const ENOUGH: u64 = 100;

/// How sure a one-sided bound is, a fraction of 1.
const CONFIDENCE: f64 = 0.95;

/// The one-sided 95 % upper bound (Clopper-Pearson) of a rate, a fraction of 1; 1 where nothing was
/// counted. For `rejected` = 0 it is 1 - 0.05^(1/n), about 3/n.
pub fn upper_bound(rejected: u64, n: u64) -> f64 {
    if rejected >= n {
        return 1.0;
    }
    quantile(rejected as f64 + 1.0, (n - rejected) as f64, CONFIDENCE).unwrap_or(1.0)
}

/// The one-sided 95 % lower bound (Clopper-Pearson) of a rate, a fraction of 1.
pub fn lower_bound(rejected: u64, n: u64) -> f64 {
    if rejected == 0 || n == 0 {
        return 0.0;
    }
    let rejected = rejected.min(n);
    let below = quantile(
        rejected as f64,
        (n - rejected) as f64 + 1.0,
        1.0 - CONFIDENCE,
    );
    below.unwrap_or(0.0)
}

fn quantile(a: f64, b: f64, at: f64) -> Option<f64> {
    Some(Beta::new(a, b).ok()?.inverse_cdf(at).clamp(0.0, 1.0))
}

/// What a desk rejected among the cases it was counted on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rejection {
    /// Refused or returned.
    pub rejected: u64,
    /// Decisions counted.
    pub n: u64,
    /// Whether only cases were counted that the given steps had passed.
    pub marginal: bool,
    /// How sure the count is.
    pub evidence: Option<Evidence>,
}

impl Rejection {
    /// The share rejected, a fraction of 1; none where nothing was counted.
    pub fn rate(&self) -> Option<f64> {
        (self.n > 0).then(|| self.rejected as f64 / self.n as f64)
    }

    /// The one-sided 95 % upper bound of the rate, a fraction of 1.
    pub fn upper(&self) -> f64 {
        upper_bound(self.rejected, self.n)
    }

    /// The one-sided 95 % lower bound of the rate, a fraction of 1.
    pub fn lower(&self) -> f64 {
        lower_bound(self.rejected, self.n)
    }

    /// Whether enough was counted to say that the desk rejects almost nothing.
    pub fn rubber_stamp(&self) -> bool {
        // The bound is never below the rate, and takes long to find.
        let low = self.rate().is_some_and(|rate| rate < RUBBER_STAMP);
        low && self.n >= ENOUGH && self.upper() < RUBBER_STAMP
    }

    /// One count of a step.
    pub fn of(counted: &Decisions, step: &Step) -> Self {
        Self {
            rejected: counted.rejected,
            n: counted.n,
            marginal: counted
                .given
                .as_ref()
                .is_some_and(|given| !given.is_empty()),
            evidence: counted.evidence.or(step.evidence),
        }
    }
}

/// What a step rejected among the cases that the `given` steps had passed; without `given`, the
/// marginal count with the most decisions, else the plain one. Counts are never pooled: the same
/// cases may be in both.
pub fn rejection(step: &Step, given: Option<&[Id]>) -> Option<Rejection> {
    let all = step.decisions.iter().flatten();
    let counted = match given {
        Some(given) => all
            .filter(|counted| same(counted.given.as_deref().unwrap_or(&[]), given))
            .max_by_key(|counted| counted.n),
        None => all.max_by_key(|counted| {
            (
                counted
                    .given
                    .as_ref()
                    .is_some_and(|given| !given.is_empty()),
                counted.n,
            )
        }),
    };
    counted.map(|counted| Rejection::of(counted, step))
}

fn same(a: &[Id], b: &[Id]) -> bool {
    let sorted = |ids: &[Id]| {
        let mut ids = ids.to_vec();
        ids.sort();
        ids.dedup();
        ids
    };
    sorted(a) == sorted(b)
}

/// Share of cases that no counted desk rejects in the first round, a fraction of 1: first-pass yield.
///
/// A first round ends with its first rejection, so the desks' shares add: 1 - the sum of reach x
/// rate. Reach is the probability of coming to the desk in the first round, else the counted share.
pub fn first_pass(procedure: &Procedure, graph: &Graph) -> Figure {
    let reached = first_round(graph);
    let desks: Vec<_> = (steps(procedure, graph))
        .filter_map(|(node, step)| {
            let counted = rejection(step, None).filter(|counted| counted.n > 0)?;
            Some((counted, reached[node.index()].or(step.share)))
        })
        .collect();
    if desks.is_empty() {
        return Figure::missing(Unit::Share, Message::new("why-no-decisions"));
    }
    let passed = |rate: &dyn Fn(&Rejection) -> f64| -> Option<f64> {
        let stopped = |(counted, reach): &(Rejection, Option<f64>)| Some((*reach)? * rate(counted));
        let stopped: f64 = desks.iter().map(stopped).sum::<Option<f64>>()?;
        Some((1.0 - stopped).max(0.0))
    };
    let rate = |counted: &Rejection| counted.rate().unwrap_or(0.0);
    let (Some(min), Some(max), mean) = (
        passed(&Rejection::upper),
        passed(&Rejection::lower),
        passed(&rate),
    ) else {
        return Figure::missing(Unit::Share, Message::new("why-no-reach"));
    };
    let values = Values {
        min,
        typical: None,
        max,
        mean,
    };
    let evidence = desks.iter().filter_map(|(counted, _)| counted.evidence);
    Figure::of(values, Unit::Share, evidence.max())
}

/// Cases a year that a control stops today and that none of the `remaining` controls is known to
/// stop: cases a year x reach x marginal rejection rate, with its 95 % bounds.
///
/// Exact where the rate was counted on cases that all remaining controls had passed. Where some
/// remaining control was not among those, it may catch them too, so the least is none. Where the
/// rate was counted behind a control that does not remain, nothing can be said.
pub fn stops(procedure: &Procedure, graph: &Graph, step: &Step, remaining: &[Id]) -> Figure {
    let missing = |why| Figure::missing(Unit::Count, Message::new(why));
    let behind_remaining = |counted: &&Decisions| {
        let mut given = counted.given.iter().flatten();
        counted.n > 0 && given.all(|id| remaining.contains(id))
    };
    if step
        .decisions
        .iter()
        .flatten()
        .all(|counted| counted.n == 0)
    {
        return missing("why-no-decisions");
    }
    let passed = |counted: &&Decisions| counted.given.as_ref().map(Vec::len);
    let Some(counted) = (step.decisions.iter().flatten())
        .filter(behind_remaining)
        .max_by_key(|counted| (passed(counted), counted.n))
    else {
        return missing("why-not-marginal");
    };
    let reached = graph
        .node(&step.id)
        .and_then(|node| first_round(graph)[node.index()]);
    let Some(reach) = step.share.or(reached) else {
        return missing("why-no-reach");
    };
    let all = stops_a_year(procedure, counted.rejected, counted.n);
    let given = counted.given.as_deref().unwrap_or(&[]);
    let others_may = counted.given.is_none() || remaining.iter().any(|id| !given.contains(id));
    let value = all.value.map(|value| {
        let stopped = value.map(|cases| cases * reach);
        if others_may {
            Values {
                min: 0.0,
                mean: None,
                ..stopped
            }
        } else {
            stopped
        }
    });
    let evidence = counted.evidence.or(step.evidence).or(procedure.evidence);
    Figure {
        value,
        evidence: all.evidence.max(evidence),
        ..all
    }
}

/// Cases a year that a control with this count stops if every case comes to it: cases a year x rate,
/// from the lower to the upper 95 % bound, the counted rate as the mean.
pub fn stops_a_year(procedure: &Procedure, rejected: u64, n: u64) -> Figure {
    if n == 0 {
        return Figure::missing(Unit::Count, Message::new("why-no-decisions"));
    }
    let Some(cases) = procedure.cases_per_year else {
        return Figure::missing(Unit::Count, Message::new("why-no-cases"));
    };
    let values = Values {
        min: cases * lower_bound(rejected, n),
        typical: None,
        max: cases * upper_bound(rejected, n),
        mean: Some(cases * rejected.min(n) as f64 / n as f64),
    };
    Figure::of(values, Unit::Count, procedure.evidence)
}
