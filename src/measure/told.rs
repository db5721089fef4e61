//! The figures that a change is told by: those of [`Measures`] that what a change does shows in.
//!
//! Every change of a derivation is measured; the clocks of the parties and the shape of the flow, of which
//! nothing is said there, would take most of the time.

use super::counts::Basic;
use super::figure::Figure;
use super::measures::{Measures, Ruler};
use super::time::Aspect;
use super::workload::Workload;
use super::{Base, Convention};
use crate::graph::Graph;
use crate::model::Procedure;

/// A part of [`Measures`]; each figure is that of the same name there.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// The counts.
    pub counts: Basic,
    /// Work of all steps.
    pub hands_on: Figure,
    /// Waiting in all steps.
    pub waiting: Figure,
    /// From the start to an end.
    pub lead_time: Figure,
    /// Fees of one case.
    pub cost: Figure,
    /// Work of each role in a year, and of the applicant.
    pub workload: Workload,
}

impl Told {
    /// Measures a version; `base` is that of its net.
    pub fn of(base: &Base, p: &Procedure, graph: &Graph, convention: Convention) -> Self {
        let ruler = Ruler::new(base, p, graph);
        Self {
            counts: Basic::of(p, graph, base),
            hands_on: ruler.sum(Aspect::HandsOn),
            waiting: ruler.sum(Aspect::Waiting),
            lead_time: ruler.lead(convention),
            cost: ruler.cost(),
            workload: ruler.workload(),
        }
    }
}

impl Told {
    /// The figures of a version in which every step stands and takes what it did in the one that these are of, and
    /// only papers differ.
    #[must_use]
    pub fn with_papers_of(&self, base: &Base, p: &Procedure, graph: &Graph) -> Self {
        Self {
            counts: Basic::of(p, graph, base),
            cost: Ruler::new(base, p, graph).cost(),
            ..self.clone()
        }
    }
}

impl From<&Measures> for Told {
    fn from(all: &Measures) -> Self {
        Self {
            counts: Basic::from(&all.counts),
            hands_on: all.hands_on.clone(),
            waiting: all.waiting.clone(),
            lead_time: all.lead_time.clone(),
            cost: all.cost.clone(),
            workload: all.workload.clone(),
        }
    }
}
