//! What controls catch: rejection rates with their bounds, and the cases a year that a control stops.
//!
//! A rate that was counted only on cases that the earlier desks had passed is *marginal*: it says
//! what this desk catches after the others. Bounds are those of Clopper and Pearson, "The use of
//! confidence or fiducial limits illustrated in the case of the binomial", Biometrika 26 (1934):
//! exact, never too narrow.

use super::figure::{Figure, Unit, Values};
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

    /// Whether enough was counted to say that the desk rejects almost nothing.
    pub fn rubber_stamp(&self) -> bool {
        self.n >= ENOUGH && self.upper() < RUBBER_STAMP
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

/// Share of cases that no desk rejects at its first look, a fraction of 1: the rolled first-pass
/// yield, the product over the counted steps, as though their verdicts were independent.
pub fn first_pass(procedure: &Procedure) -> Figure {
    let looks: Vec<&Step> = (procedure.steps.iter())
        .filter(|step| step.decisions.is_some())
        .collect();
    let counted: Vec<Rejection> = (looks.iter())
        .filter_map(|step| rejection(step, None))
        .filter(|counted| counted.n > 0)
        .collect();
    if counted.is_empty() {
        return Figure::missing(Unit::Share, Message::new("why-no-decisions"));
    }
    let product = |pass: &dyn Fn(&Rejection) -> f64| counted.iter().map(pass).product::<f64>();
    let values = Values {
        min: product(&|counted| 1.0 - counted.upper()),
        typical: None,
        max: product(&|counted| 1.0 - lower_bound(counted.rejected, counted.n)),
        mean: Some(product(&|counted| 1.0 - counted.rate().unwrap_or(0.0))),
    };
    let evidence = counted.iter().filter_map(|counted| counted.evidence).max();
    Figure::of(values, Unit::Share, evidence)
}

/// Cases a year that a control with this count stops: cases a year x how often one case comes to the
/// control (`visits`) x rate, from the lower to the upper 95 % bound, the counted rate as the mean.
pub fn stops_a_year(procedure: &Procedure, visits: f64, rejected: u64, n: u64) -> Figure {
    if n == 0 {
        return Figure::missing(Unit::Count, Message::new("why-no-decisions"));
    }
    let Some(cases) = procedure.cases_per_year else {
        return Figure::missing(Unit::Count, Message::new("why-no-cases"));
    };
    let cases = cases * visits;
    let values = Values {
        min: cases * lower_bound(rejected, n),
        typical: None,
        max: cases * upper_bound(rejected, n),
        mean: Some(cases * rejected.min(n) as f64 / n as f64),
    };
    Figure::of(values, Unit::Count, procedure.evidence)
}
