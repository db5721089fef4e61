//! All figures of one procedure.

use super::calendar::{Clock, Length};
use super::convention::Convention;
use super::counts::Counts;
use super::figure::{Figure, Note, Unit, Values};
use super::markov::{Visits, visits};
use super::structure::{Item, Structure};
use super::time::{Aspect, Fold, Range, Rule, Terms, steps};
use super::{burden, data, quality};
use crate::graph::Graph;
use crate::message::Message;
use crate::model::{Money, Procedure, StepKind};
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
    /// Time in which the applicant has the case.
    pub applicant_time: Figure,
    /// Time in which others have the case.
    pub agency_time: Figure,
    /// Fees.
    pub cost: Figure,
    /// Hours that the applicants of a year spend.
    pub applicant_hours: Figure,
    /// Hours that the staff of a year spend.
    pub agency_hours: Figure,
    /// Share of cases that no counted desk rejects.
    pub first_pass: Figure,
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
    let ruler = Ruler::new(procedure, graph);
    let applicant = burden::applicant_minutes(procedure, graph, &ruler.clock);
    let applicant = ruler.figure(applicant, Rule::Sum);
    let staffed = |step: &crate::model::Step| !procedure.is_applicant(procedure.desk(step));
    let staff = ruler.terms(Aspect::HandsOn, staffed);
    let staff = ruler.figure(staff, Rule::Sum);
    let sum = |aspect| ruler.figure(ruler.terms(aspect, |_| true), Rule::Sum);
    Measures {
        counts: Counts::of(procedure, graph),
        hands_on: sum(Aspect::HandsOn),
        waiting: sum(Aspect::Waiting),
        statutory_waiting: sum(Aspect::Statutory),
        lead_time: ruler.lead(convention),
        applicant_time: sum(Aspect::Applicant),
        agency_time: sum(Aspect::Office),
        cost: ruler.cost(),
        applicant_hours: burden::hours_a_year(procedure, &ruler.clock, applicant),
        agency_hours: burden::hours_a_year(procedure, &ruler.clock, staff),
        first_pass: quality::first_pass(procedure),
    }
}

impl Measures {
    /// Every figure, in the order of the tables.
    pub fn rows(&self) -> Vec<Row> {
        let mut rows = self.counts.rows();
        rows.extend(self.times());
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
            Row::new("cost", "measure-cost", &self.cost),
            Row::new(
                "applicant-hours",
                "measure-applicant-hours",
                &self.applicant_hours,
            ),
            Row::new("agency-hours", "measure-agency-hours", &self.agency_hours),
            Row::new("first-pass", "measure-first-pass", &self.first_pass),
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
struct Ruler<'a> {
    procedure: &'a Procedure,
    graph: &'a Graph,
    clock: Clock,
    /// None where the net has no blocks: a node out of reach or without an end.
    blocks: Option<(Structure, Visits)>,
}

impl<'a> Ruler<'a> {
    fn new(procedure: &'a Procedure, graph: &'a Graph) -> Self {
        let blocks = Structure::of(graph).map(|structure| {
            let visits = visits(graph, &structure);
            (structure, visits)
        });
        Self {
            procedure,
            graph,
            clock: Clock::of(procedure),
            blocks,
        }
    }

    fn terms(&self, aspect: Aspect, asked: impl Fn(&crate::model::Step) -> bool) -> Terms {
        Terms::of(self.procedure, self.graph, &self.clock, aspect, asked)
    }

    fn total(&self, terms: &Terms, rule: Rule) -> Result<(Range, BTreeSet<Note>), Message> {
        let (structure, visits) = (self.blocks.as_ref())
            .map(|(structure, visits)| (structure, visits))
            .ok_or(Message::new("why-unsound"))?;
        Fold::new(self.graph, structure, visits, &self.clock).total(&terms.of_node, rule)
    }

    fn figure(&self, mut terms: Terms, rule: Rule) -> Figure {
        if terms.of == 0 {
            return Figure::missing(Unit::WorkingDays, Message::new("why-none-stated"));
        }
        if self.unknown_in_block(&terms) {
            terms.notes.insert(Note::UnknownInBlock);
        }
        let total = self.total(&terms, rule).map(|(range, notes)| {
            terms.notes.extend(notes);
            range
        });
        terms.figure(&self.clock, total)
    }

    /// Whether a step of unknown length lies elsewhere than in the outermost row.
    fn unknown_in_block(&self, terms: &Terms) -> bool {
        let Some((structure, _)) = &self.blocks else {
            return false;
        };
        let outer: BTreeSet<&str> = (structure.rows[structure.root].items.iter())
            .filter_map(|item| match *item {
                Item::Node(node) => Some(self.graph.net[node].id.as_str()),
                _ => None,
            })
            .collect();
        terms.unknown.iter().any(|id| !outer.contains(id.as_str()))
    }

    fn lead(&self, convention: Convention) -> Figure {
        let mut terms = self.terms(Aspect::Elapsed, |_| true);
        convention.apply(self.procedure, self.graph, &self.clock, &mut terms);
        self.figure(terms, convention.rule())
    }

    /// Fees of the steps as often as they are passed, and of the documents handed in, once each.
    fn cost(&self) -> Figure {
        let none = || Figure::missing(Unit::Money(String::new()), Message::new("why-no-fees"));
        let (mut terms, mut currencies) = self.fees();
        let papers: BTreeSet<&str> = (data::asked(self.procedure).iter())
            .map(|asked| asked.need.document().0.as_str())
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
                terms.notes.extend(notes);
                range
            }
            Err(why) => return Figure::missing(currency, why),
        };
        let papers: f64 = fees.iter().map(|fee| amount(fee)).sum();
        let values = Values {
            min: total.min.work + papers,
            typical: total.typical.map(|typical| typical.work + papers),
            max: total.max.work + papers,
            mean: total.mean.map(|mean| mean.work + papers),
        };
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
                None if step.kind == StepKind::Pay => {
                    terms.unknown.insert(step.id.to_string());
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
