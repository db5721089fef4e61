//! Work of each role in a year against its capacity, and what it costs.
//!
//! A year holds many cases, so the hours demanded are cases x expected visits x work of a visit;
//! the range is that of the work, not that of single cases. Where two parties are at a step, both
//! work. Systems work no hours that anybody is paid for.

mod tally;

use super::calendar::{Clock, Length};
use super::figure::{Figure, Unit, Values};
use super::markov::Visits;
use super::time::step::range;
use crate::graph::Graph;
use crate::message::Message;
use crate::model::{Id, Procedure, Role, RoleKind};
use rust_decimal::prelude::ToPrimitive;
use std::collections::{BTreeMap, BTreeSet};
use tally::{Places, Tally, ids, join, tallies};

/// On whose side hours are spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// The applicant.
    Applicant,
    /// Staff stated to meet applicants.
    FrontLine,
    /// Staff that others report to, and that is not front line.
    Superiors,
    /// All other staff.
    BackOffice,
    /// Others: notaries, engravers, banks.
    ThirdParties,
}

impl Group {
    /// Every group, in the order of tables.
    pub const ALL: [Self; 5] = [
        Self::Applicant,
        Self::FrontLine,
        Self::Superiors,
        Self::BackOffice,
        Self::ThirdParties,
    ];

    /// The key of its name in the message catalogue.
    pub fn key(self) -> &'static str {
        match self {
            Self::Applicant => "group-applicant",
            Self::FrontLine => "group-front-line",
            Self::Superiors => "group-superiors",
            Self::BackOffice => "group-back-office",
            Self::ThirdParties => "group-third-parties",
        }
    }

    /// Whether the administration pays for it.
    pub fn is_staff(self) -> bool {
        matches!(self, Self::FrontLine | Self::Superiors | Self::BackOffice)
    }

    /// The group of a role; none for a system.
    pub fn of(procedure: &Procedure, role: &Role) -> Option<Self> {
        let reports = |other: &Role| other.superior.as_ref() == Some(&role.id);
        match role.kind.unwrap_or(RoleKind::Staff) {
            RoleKind::Applicant => Some(Self::Applicant),
            RoleKind::ThirdParty => Some(Self::ThirdParties),
            RoleKind::System => None,
            RoleKind::Staff if role.front_line == Some(true) => Some(Self::FrontLine),
            RoleKind::Staff if procedure.roles.iter().any(reports) => Some(Self::Superiors),
            RoleKind::Staff => Some(Self::BackOffice),
        }
    }
}

/// The year of one role.
#[derive(Debug, Clone, PartialEq)]
pub struct Load {
    /// The role.
    pub role: Id,
    /// On whose side it is.
    pub group: Group,
    /// Hours demanded a year.
    pub hours: Figure,
    /// Hours it has a year.
    pub capacity: Figure,
    /// Hours demanded / capacity, a fraction of 1; above 1 there is overtime.
    pub used: Figure,
    /// Hours demanded beyond the capacity.
    pub overtime: Figure,
    /// What the hours cost at the role's hourly rate.
    pub cost: Figure,
}

/// The year of all roles.
#[derive(Debug, Clone, PartialEq)]
pub struct Workload {
    /// Roles that take part in some step, in file order.
    pub roles: Vec<Load>,
    /// Hours a year of each group that takes part.
    pub groups: BTreeMap<Group, Figure>,
    /// Hours a year of the applicants: respondents x responses x hours of a response, as the US
    /// Paperwork Reduction Act counts them.
    pub applicant_hours: Figure,
    /// Hours a year of all staff.
    pub agency_hours: Figure,
    /// What the hours of all staff cost in a year.
    pub agency_cost: Figure,
    /// What the hours of the applicants cost in a year, where the applicant has an hourly rate.
    pub applicant_cost: Figure,
}

/// What every role and group does in a year, before it is told.
pub(super) struct Year<'a> {
    procedure: &'a Procedure,
    /// The roles that take part in some step, in file order.
    roles: Vec<(&'a Role, Group, Tally)>,
}

impl<'a> Year<'a> {
    /// The work of a procedure; `visits` as [`super::markov::visits`] gives them, none where the net has no blocks.
    pub(super) fn of(
        p: &'a Procedure,
        graph: &Graph,
        visits: Option<&Visits>,
        clock: &Clock,
    ) -> Self {
        let tallies = tallies(p, graph, visits, clock);
        let roles = (p.roles.iter().zip(tallies))
            .filter_map(|(role, tally)| Some((role, Group::of(p, role)?, tally?)));
        Self {
            procedure: p,
            roles: roles.collect(),
        }
    }

    /// The hours of the groups.
    pub(super) fn hours(&self, such: impl Fn(Group) -> bool) -> Figure {
        let mut sum = Tally::default();
        for (_, _, tally) in self.roles.iter().filter(|(_, group, _)| such(*group)) {
            sum.merge(tally);
        }
        sum.hours(self.procedure)
    }

    /// What the hours of the groups cost.
    fn cost(&self, such: impl Fn(Group) -> bool) -> Figure {
        let roles = self.roles.iter().filter(|(_, group, _)| such(*group));
        total_cost(self.procedure, roles.map(|(role, _, tally)| (*role, tally)))
    }
}

impl Workload {
    /// The work of a procedure in a year; `visits` as [`super::markov::visits`] gives them, none
    /// where the net has no blocks.
    pub fn of(p: &Procedure, graph: &Graph, visits: Option<&Visits>, clock: &Clock) -> Self {
        let year = Year::of(p, graph, visits, clock);
        let roles = year.roles.iter();
        let present: BTreeSet<Group> = year.roles.iter().map(|(_, group, _)| *group).collect();
        Self {
            roles: roles
                .map(|(role, group, tally)| load(p, clock, role, *group, tally))
                .collect(),
            groups: (present.into_iter())
                .map(|group| (group, year.hours(|other| other == group)))
                .collect(),
            applicant_hours: year.hours(|group| group == Group::Applicant),
            agency_hours: year.hours(Group::is_staff),
            agency_cost: year.cost(Group::is_staff),
            applicant_cost: year.cost(|group| group == Group::Applicant),
        }
    }
}

fn load(p: &Procedure, clock: &Clock, role: &Role, group: Group, tally: &Tally) -> Load {
    let hours = tally.hours(p);
    let capacity = capacity(role, clock);
    let beyond = |demand: f64, limit: f64| (demand - limit).max(0.0);
    let share = |demand: f64, limit: f64| {
        if limit > 0.0 {
            demand / limit
        } else {
            f64::INFINITY
        }
    };
    Load {
        role: role.id.clone(),
        group,
        used: against(&hours, &capacity, Unit::Share, share),
        overtime: against(&hours, &capacity, Unit::Hours, beyond),
        cost: cost(role, &hours),
        hours,
        capacity,
    }
}

/// Days and weeks of the calendar hold the working time that the stated calendar gives them on the average.
fn capacity(role: &Role, clock: &Clock) -> Figure {
    let time = role.capacity.as_ref();
    let Some((range, note, _)) = time.and_then(|time| range(time, clock)) else {
        return Figure::missing(Unit::Hours, Message::new("why-no-capacity"));
    };
    let in_calendar = range.max.calendar > 0.0;
    let Some(of_calendar) = clock.stated_work_share().or((!in_calendar).then_some(0.0)) else {
        return Figure::missing(Unit::Hours, Message::new("why-capacity-calendar"));
    };
    let hours = |length: Length| (length.work + length.calendar * of_calendar) / 60.0;
    let values = range.values(hours);
    Figure {
        notes: note.into_iter().collect(),
        ..Figure::of(values, Unit::Hours, time.and_then(|time| time.0.evidence))
    }
}

/// Demand set against a limit: least demand against most limit, and so on.
fn against(demand: &Figure, limit: &Figure, unit: Unit, set: impl Fn(f64, f64) -> f64) -> Figure {
    let (Some(have), Some(most)) = (demand.value, limit.value) else {
        let why = demand.why.clone().or_else(|| limit.why.clone());
        return Figure::missing(unit, why.unwrap_or(Message::new("why-nothing-known")));
    };
    let both = |a: Option<f64>, b: Option<f64>| a.zip(b).map(|(a, b)| set(a, b));
    Figure {
        value: Some(Values {
            min: set(have.min, most.max),
            typical: both(have.typical, most.typical),
            max: set(have.max, most.min),
            mean: both(have.mean, most.mean).filter(|mean| mean.is_finite()),
        }),
        unit,
        evidence: demand.evidence.max(limit.evidence),
        notes: demand.notes | limit.notes,
        ..demand.clone()
    }
}

fn cost(role: &Role, hours: &Figure) -> Figure {
    let Some(rate) = &role.hourly else {
        let unit = Unit::Money(String::new());
        return Figure::missing(unit, Message::new("why-no-tariff"));
    };
    let unit = Unit::Money(rate.currency.clone());
    let by = rate.amount.to_f64().unwrap_or(0.0);
    match &hours.value {
        None => Figure {
            unit,
            ..hours.clone()
        },
        Some(value) => Figure {
            value: Some(value.map(|hours| hours * by)),
            unit,
            ..hours.clone()
        },
    }
}

/// What the hours of several roles cost: a floor where some have no rate, not measurable where none
/// has, or where the rates are in different currencies.
fn total_cost<'a>(p: &Procedure, roles: impl Iterator<Item = (&'a Role, &'a Tally)>) -> Figure {
    let missing = |why| Figure::missing(Unit::Money(String::new()), why);
    let mut total: Option<Figure> = None;
    let (mut steps, mut unknown) = (Places::new(), Places::new());
    let mut why = Message::new("why-no-tariff");
    for (role, tally) in roles {
        let cost = cost(role, &tally.hours(p));
        join(&mut steps, &tally.steps);
        if cost.value.is_none() {
            join(&mut unknown, &tally.steps);
            if role.hourly.is_some() {
                why = cost.why.unwrap_or(why);
            }
            continue;
        }
        join(&mut unknown, &tally.unknown);
        total = match total {
            None => Some(cost),
            Some(sum) if sum.unit == cost.unit => Some(sum.add(&cost)),
            Some(_) => return missing(Message::new("why-currencies")),
        };
    }
    total.map_or_else(
        || missing(why),
        |total| Figure {
            of: steps.len(),
            known: steps.len() - unknown.len(),
            unknown: ids(p, &unknown),
            ..total
        },
    )
}
