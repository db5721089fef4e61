//! All figures of one procedure.

use super::base::Base;
use super::calendar::Length;
use super::complexity::Complexity;
use super::convention::Convention;
use super::counts::Counts;
use super::figure::{Figure, Note, Notes, Unit};
use super::structure::Item;
use super::time::{Aspect, Range, Rule, Terms, steps};
use super::told::Told;
use super::workload::{Workload, Year};
use super::{data, quality};
use crate::graph::Graph;
use crate::message::Message;
use crate::model::{Id, Money, Procedure};
use rust_decimal::prelude::ToPrimitive;
use std::collections::BTreeSet;

/// The figures of one procedure; every figure says its unit and what is missing.
#[derive(Debug, Clone, PartialEq)]
pub struct Measures {
    /// The counts.
    pub counts: Counts,
    /// Work of all steps.
    pub hands_on: Figure,
    /// Waiting in all steps.
    pub waiting: Figure,
    /// Waits that a law prescribes.
    pub statutory_waiting: Figure,
    /// From the start to an end.
    pub lead_time: Figure,
    /// Time in which the applicant has the case: from start to end as though all else took none.
    pub applicant_time: Figure,
    /// Time in which others have the case: from start to end as though the applicant took none.
    pub agency_time: Figure,
    /// Share of the lead time in which somebody works on the case, a fraction of 1; hands-on time
    /// may exceed 1 where several work at once.
    pub value_added: Figure,
    /// Fees of one case.
    pub cost: Figure,
    /// The fees of a year.
    pub cost_a_year: Figure,
    /// Work of each role in a year, and of the applicant.
    pub workload: Workload,
    /// Share of cases that no counted desk rejects.
    pub first_pass: Figure,
    /// How hard the flow is to follow.
    pub complexity: Complexity,
}

/// A line of a table of figures.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The measure: `lead-time`, `steps` ...
    pub key: &'static str,
    /// Its name.
    pub label: Message,
    /// The figure.
    pub figure: Figure,
}

/// Measures a procedure; times as `convention` counts them.
pub fn measure(procedure: &Procedure, graph: &Graph, convention: Convention) -> Measures {
    measure_on(&Base::of(procedure, graph), procedure, graph, convention)
}

/// Measures a version; `base` is that of its net.
pub fn measure_on(
    base: &Base,
    procedure: &Procedure,
    graph: &Graph,
    convention: Convention,
) -> Measures {
    let ruler = Ruler::new(base, procedure, graph);
    let clock = |aspect| ruler.figure(ruler.terms(aspect, |_| true), Rule::Longest);
    let Told {
        counts,
        hands_on,
        waiting,
        lead_time,
        cost,
        workload,
    } = Told::of(base, procedure, graph, convention);
    Measures {
        counts: Counts::of(procedure, graph, base, counts),
        value_added: ruler.value_added(&hands_on, &lead_time),
        hands_on,
        waiting,
        statutory_waiting: ruler.sum(Aspect::Statutory),
        lead_time,
        applicant_time: clock(Aspect::Applicant),
        agency_time: clock(Aspect::Office),
        cost_a_year: a_year(procedure, &cost),
        cost,
        workload,
        first_pass: quality::first_pass(procedure, graph),
        complexity: Complexity::with(graph, base.structure()),
    }
}

/// A figure of one case times the cases of a year.
pub fn a_year(procedure: &Procedure, one_case: &Figure) -> Figure {
    let Some(cases) = procedure.cases_per_year else {
        return Figure::missing(one_case.unit.clone(), Message::new("why-no-cases"));
    };
    Figure {
        value: one_case.value.map(|value| value.map(|part| part * cases)),
        ..one_case.clone()
    }
}

impl Measures {
    /// Every figure, in the order of the tables.
    pub fn rows(&self) -> Vec<Row> {
        let mut rows = self.counts.rows();
        rows.extend(self.times());
        rows.extend(self.burden());
        rows.push(Row::new(
            "first-pass-yield",
            "measure-first-pass",
            &self.first_pass,
        ));
        rows.extend(self.complexity.rows());
        rows
    }

    fn times(&self) -> Vec<Row> {
        vec![
            Row::new("hands-on", "measure-hands-on", &self.hands_on),
            Row::new("waiting", "measure-waiting", &self.waiting),
            Row::new(
                "statutory-waiting",
                "measure-statutory-waiting",
                &self.statutory_waiting,
            ),
            Row::new("lead-time", "measure-lead-time", &self.lead_time),
            Row::new(
                "applicant-time",
                "measure-applicant-time",
                &self.applicant_time,
            ),
            Row::new("agency-time", "measure-agency-time", &self.agency_time),
            Row::new("value-added", "measure-value-added", &self.value_added),
        ]
    }

    fn burden(&self) -> Vec<Row> {
        let work = &self.workload;
        vec![
            Row::new("cost", "measure-cost", &self.cost),
            Row::new("cost-a-year", "measure-cost-a-year", &self.cost_a_year),
            Row::new(
                "applicant-hours",
                "measure-applicant-hours",
                &work.applicant_hours,
            ),
            Row::new("agency-hours", "measure-agency-hours", &work.agency_hours),
            Row::new(
                "applicant-cost",
                "measure-applicant-cost",
                &work.applicant_cost,
            ),
            Row::new("agency-cost", "measure-agency-cost", &work.agency_cost),
        ]
    }
}

impl Row {
    /// A line for a figure.
    pub fn new(key: &'static str, label: &'static str, figure: &Figure) -> Self {
        Self {
            key,
            label: Message::new(label),
            figure: figure.clone(),
        }
    }
}

/// What times are measured with.
pub(super) struct Ruler<'a> {
    procedure: &'a Procedure,
    graph: &'a Graph,
    pub(super) base: &'a Base,
}

impl<'a> Ruler<'a> {
    pub(super) fn new(base: &'a Base, procedure: &'a Procedure, graph: &'a Graph) -> Self {
        Self {
            procedure,
            graph,
            base,
        }
    }

    /// What all steps add of an aspect.
    pub(super) fn sum(&self, aspect: Aspect) -> Figure {
        self.figure(self.terms(aspect, |_| true), Rule::Sum)
    }

    pub(super) fn workload(&self) -> Workload {
        let Base { clock, .. } = self.base;
        Workload::of(self.procedure, self.graph, self.base.visits(), clock)
    }

    pub(super) fn year(&self) -> Year<'a> {
        let Base { clock, .. } = self.base;
        Year::of(self.procedure, self.graph, self.base.visits(), clock)
    }

    pub(super) fn terms(
        &self,
        aspect: Aspect,
        asked: impl Fn(&crate::model::Step) -> bool,
    ) -> Terms {
        Terms::of(self.procedure, self.graph, &self.base.clock, aspect, asked)
    }

    pub(super) fn total(&self, terms: &Terms, rule: Rule) -> Result<(Range, Notes), Message> {
        self.base.total(self.graph, &terms.of_node, rule)
    }

    fn figure(&self, mut terms: Terms, rule: Rule) -> Figure {
        if terms.of == 0 {
            return Figure::missing(Unit::WorkingDays, Message::new("why-none-stated"));
        }
        if self.unknown_in_block(&terms) {
            terms.notes.insert(Note::UnknownInBlock);
        }
        let total = self.total(&terms, rule).map(|(range, notes)| {
            terms.notes |= notes;
            range
        });
        terms.figure(&self.base.clock, total)
    }

    /// Whether a step of unknown length lies elsewhere than in the outermost row.
    fn unknown_in_block(&self, terms: &Terms) -> bool {
        let Some(structure) = self.base.structure().filter(|_| !terms.unknown.is_empty()) else {
            return false;
        };
        let outer: BTreeSet<&Id> = (structure.rows[structure.root].items.iter())
            .filter_map(|item| match *item {
                Item::Node(node) => Some(&self.graph.net[node].id),
                _ => None,
            })
            .collect();
        terms.unknown.iter().any(|id| !outer.contains(id))
    }

    pub(super) fn lead(&self, convention: Convention) -> Figure {
        let mut terms = self.terms(Aspect::Elapsed, |_| true);
        convention.apply(self.procedure, self.graph, &self.base.clock, &mut terms);
        self.figure(terms, convention.rule())
    }

    /// Fees of the steps as often as they are passed, and of the documents handed in, once each.
    pub(super) fn cost(&self) -> Figure {
        let none = || Figure::missing(Unit::Money(String::new()), Message::new("why-no-fees"));
        let (mut terms, mut currencies) = self.fees();
        let papers: BTreeSet<&str> = (data::asked(self.procedure).iter())
            .map(|asked| asked.need.document().as_str())
            .collect();
        let fees: Vec<&Money> = (papers.iter())
            .filter_map(|id| self.procedure.document(id)?.fee.as_ref())
            .collect();
        currencies.extend(fees.iter().map(|fee| fee.currency.as_str()));
        let currency = match currencies.iter().collect::<Vec<_>>()[..] {
            [] => return none(),
            [one] => Unit::Money((*one).to_owned()),
            _ => return Figure::missing(none().unit, Message::new("why-currencies")),
        };
        let total = match self.total(&terms, Rule::Sum) {
            Ok((range, notes)) => {
                terms.notes |= notes;
                range
            }
            Err(why) => return Figure::missing(currency, why),
        };
        let papers: f64 = fees.iter().map(|fee| amount(fee)).sum();
        let values = total.values(|fees| fees.work + papers);
        Figure {
            notes: terms.notes,
            evidence: self.procedure.evidence,
            ..Figure::sum(values, currency, terms.of + fees.len(), terms.unknown)
        }
    }

    /// What each step costs, as though money were working minutes, and the currencies.
    fn fees(&self) -> (Terms, BTreeSet<&'a str>) {
        let mut terms = self.terms(Aspect::Elapsed, |_| false);
        let mut currencies = BTreeSet::new();
        for (node, step) in steps(self.procedure, self.graph) {
            match &step.fee {
                Some(fee) => {
                    currencies.insert(fee.currency.as_str());
                    terms.of_node[node.index()] = Range::exactly(Length {
                        work: amount(fee),
                        calendar: 0.0,
                    });
                }
                None if step.takes_money() => {
                    terms.unknown.insert(step.id.clone());
                }
                None => continue,
            }
            terms.of += 1;
        }
        (terms, currencies)
    }
}

fn amount(money: &Money) -> f64 {
    money.amount.to_f64().unwrap_or(0.0)
}
