//! The figures of a procedure now, after what is sure, and if every question is answered yes.

use crate::graph::Graph;
use crate::measure::difference::{differences, unchanged};
use crate::measure::figure::Figure;
use crate::measure::workload::Workload;
use crate::measure::{Convention, Measures, measure, measure_on};
use crate::message::Message;
use crate::model::Procedure;
use crate::simplify::{Outcome, Simplification};

/// One measure in its three versions, and what each change takes off it.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The measure: `lead-time`, `steps` ...
    pub key: &'static str,
    /// Its name.
    pub label: Message,
    /// As the procedure is now.
    pub now: Figure,
    /// After what is sure.
    pub sure: Figure,
    /// If every question is answered yes.
    pub if_answered: Figure,
    /// How much less it is after what is sure.
    pub less_sure: Figure,
    /// How much less it is if every question is answered yes.
    pub less_if_answered: Figure,
}

/// Every measure, in the order of the tables.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The lines.
    pub lines: Vec<Line>,
    /// The work of a year.
    pub work: Work,
}

/// The work of a year in the three versions.
#[derive(Debug, Clone, PartialEq)]
pub struct Work {
    /// As the procedure is now.
    pub now: Workload,
    /// After what is sure.
    pub sure: Workload,
    /// If every question is answered yes.
    pub if_answered: Workload,
}

/// The measures that a meeting looks at first.
const HEAD: [&str; 9] = [
    "steps",
    "sign-offs",
    "hand-offs",
    "visits",
    "documents",
    "fields",
    "lead-time",
    "hands-on",
    "cost",
];

/// The measures that describe the net, not the procedure.
const NOT_HEAD: [&str; 5] = ["size", "control-flow", "connectivity", "density", "nesting"];

impl Table {
    /// Measures a procedure and what came of it; times as `convention` counts them.
    pub fn of(p: &Procedure, result: &Simplification, convention: Convention) -> Self {
        let now = measure(p, &Graph::of(p), convention);
        Self::after(&now, p, result, convention)
    }

    /// The same where the procedure has been measured already.
    pub fn after(
        now: &Measures,
        p: &Procedure,
        result: &Simplification,
        convention: Convention,
    ) -> Self {
        let (sure, if_answered) = (&result.sure.procedure, &result.if_answered.procedure);
        let changed = |more: bool, before: &Measures, after: &Outcome| {
            if more {
                let (p, net) = (&after.procedure, &after.net);
                measure_on(net.base(p), p, &net.graph, convention)
            } else {
                before.clone()
            }
        };
        let certain = result.sure.derivation.len();
        let waiting = result.if_answered.derivation.len() > certain;
        let after_sure = changed(certain > 0, now, &result.sure);
        let after_all = changed(waiting, &after_sure, &result.if_answered);
        let first = differences(now, &after_sure, &unchanged(p, sure));
        let second = differences(now, &after_all, &unchanged(p, if_answered));
        let lines = first.into_iter().zip(second);
        let lines = lines.map(|(sure, if_answered)| Line {
            key: sure.key,
            label: sure.label,
            now: sure.before,
            sure: sure.after,
            if_answered: if_answered.after,
            less_sure: sure.less,
            less_if_answered: if_answered.less,
        });
        Self {
            lines: lines.collect(),
            work: Work {
                now: now.workload.clone(),
                sure: after_sure.workload,
                if_answered: after_all.workload,
            },
        }
    }

    /// The lines that a meeting looks at first, and any other that changes; how hard the flow is to
    /// follow is for the full report.
    pub fn head(&self) -> impl Iterator<Item = &Line> {
        let told = |line: &Line| line.now.message() != line.if_answered.message();
        let changes = move |line: &Line| told(line) || line.now.message() != line.sure.message();
        let lines = self.lines.iter();
        lines.filter(move |line| {
            HEAD.contains(&line.key) || changes(line) && !NOT_HEAD.contains(&line.key)
        })
    }
}
