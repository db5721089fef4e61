//! The share of the lead time in which somebody works.

use super::calendar::Length;
use super::figure::{Figure, Unit, Values};
use super::measures::Ruler;
use super::structure::{Item, Kind};
use super::time::{Aspect, Rule, value};
use crate::message::Message;

impl Ruler<'_> {
    /// Work put on the clock of the lead time, then work / lead time.
    ///
    /// The least work stands against the most waiting and the other way round, of one and the same way: where a case has a
    /// choice of ways, whose least and most are those of different cases, only the expectation is told. Work side by side
    /// adds up to more than the time in which somebody works.
    pub(super) fn value_added(&self, work: &Figure, lead: &Figure) -> Figure {
        let missing = |why| Figure::missing(Unit::Share, Message::new(why));
        let minutes = match work.unit {
            Unit::Minutes => 1.0,
            Unit::Hours => 60.0,
            Unit::WorkingDays => self.base.clock.day,
            _ => return missing("why-calendar-work"),
        };
        let (Some(worked), Some(led)) = (work.known(), lead.known()) else {
            let why = work.why.clone().or_else(|| lead.why.clone());
            let why = why.unwrap_or(Message::new("why-not-all-known"));
            return Figure::missing(Unit::Share, why);
        };
        if self.works_side_by_side() {
            return missing("why-side-by-side");
        }
        let on_clock = |length: Length| value(&self.base.clock, &lead.unit, length);
        let worked = worked.map(|part| {
            on_clock(Length {
                work: part * minutes,
                calendar: 0.0,
            })
        });
        let share = |part: f64, whole: f64| (whole > 0.0).then(|| part / whole);
        let both = |a: Option<f64>, b: Option<f64>| a.zip(b).and_then(|(a, b)| share(a, b));
        if led.max <= 0.0 {
            return missing("why-no-lead-time");
        }
        let mean = both(worked.mean, led.mean);
        let values = match self.bounds_of_one_way(led, &on_clock) {
            Some((min, max)) => Values {
                min,
                typical: both(worked.typical, led.typical),
                max,
                mean,
            },
            None if mean.is_some() => Values {
                min: f64::NEG_INFINITY,
                typical: None,
                max: f64::INFINITY,
                mean,
            },
            None => return missing("why-different-ways"),
        };
        Figure {
            notes: work.notes | lead.notes,
            ..Figure::of(values, Unit::Share, work.evidence.max(lead.evidence))
        }
    }

    /// Least and most of work / lead time where every case goes the same way, one step after the other.
    fn bounds_of_one_way(
        &self,
        lead: Values,
        on_clock: &dyn Fn(Length) -> f64,
    ) -> Option<(f64, f64)> {
        if !self.base.structure()?.blocks.is_empty() {
            return None;
        }
        let total = |aspect| self.total(&self.terms(aspect, |_| true), Rule::Sum).ok();
        let (work, wait) = (total(Aspect::HandsOn)?.0, total(Aspect::Waiting)?.0);
        // A convention may count the lead time in another way.
        let near = |a: f64, b: f64| (a - b).abs() <= 1e-6 * b.abs().max(1.0);
        let plain = near(on_clock(work.min + wait.min), lead.min)
            && (near(on_clock(work.max + wait.max), lead.max) || !lead.max.is_finite());
        let share = |work: Length, wait: Length| {
            let whole = on_clock(work + wait);
            (whole > 0.0 && whole.is_finite()).then(|| on_clock(work) / whole)
        };
        let most = share(work.max, wait.min)?;
        let least = share(work.min, wait.max).unwrap_or(0.0);
        plain.then_some((least, most))
    }

    /// Whether several steps with work run beside each other.
    fn works_side_by_side(&self) -> bool {
        let Some(structure) = self.base.structure() else {
            return false;
        };
        let terms = self.terms(Aspect::HandsOn, |_| true);
        let mut works = vec![false; structure.rows.len()];
        let mut has = vec![false; structure.blocks.len()];
        let of_row = |row: usize, has: &[bool]| {
            structure.rows[row].items.iter().any(|item| match *item {
                Item::Node(node) => terms.of_node[node.index()].max.work > 0.0,
                Item::Block(block) => has[block],
                Item::Flow(_) => false,
            })
        };
        for number in structure.inward_out() {
            let block = &structure.blocks[number];
            for branch in &block.branches {
                works[branch.row] = of_row(branch.row, &has);
            }
            let working = block.branches.iter().filter(|branch| works[branch.row]);
            let count = working.count();
            has[number] = count > 0;
            if block.kind != Kind::Choice && count > 1 {
                return true;
            }
        }
        false
    }
}
