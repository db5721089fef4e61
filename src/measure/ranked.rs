//! The figures by which a portfolio ranks procedures and adds them up: those of [`Measures`](super::Measures) of the same
//! name. Of a million procedures nothing else is measured.

use super::counts::Burden;
use super::figure::Figure;
use super::measures::Ruler;
use super::time::Aspect;
use super::workload::Group;
use super::{Base, Convention};
use crate::graph::Graph;
use crate::model::Procedure;

/// A part of [`Measures`](super::Measures).
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    /// The counts.
    pub counts: Burden,
    /// Work of all steps.
    pub hands_on: Figure,
    /// From the start to an end.
    pub lead_time: Figure,
    /// Fees of one case.
    pub cost: Figure,
    /// Hours a year of the applicants.
    pub applicant_hours: Figure,
    /// Hours a year of all staff.
    pub agency_hours: Figure,
}

impl Ranked {
    /// Measures a version; `base` is that of its net.
    pub fn of(base: &Base, p: &Procedure, graph: &Graph, convention: Convention) -> Self {
        let ruler = Ruler::new(base, p, graph);
        let year = ruler.year();
        Self {
            counts: Burden::of(p, graph, base),
            hands_on: ruler.sum(Aspect::HandsOn),
            lead_time: ruler.lead(convention),
            cost: ruler.cost(),
            applicant_hours: year.hours(|group| group == Group::Applicant),
            agency_hours: year.hours(Group::is_staff),
        }
    }
}
