//! Work of each role in a year, against its capacity, in the three versions.

use super::Report;
use super::effects::{actor, is_known};
use super::effects_data::group_word;
use super::value::{Value, value};
use crate::measure::workload::{Load, Workload};
use crate::message::{Arg, Message, words};
use comfy_table::presets::NOTHING;
use serde::Serialize;
use std::io::{Result, Write};

/// The years of a role now, after what is sure, and if every question is answered yes; none where it
/// has no work any more.
pub(super) struct Years<'t> {
    /// Of the first version that has it.
    pub(super) first: &'t Load,
    /// Of each version.
    pub(super) all: [Option<&'t Load>; 3],
}

pub(super) fn years<'t>(report: &'t Report<'_>) -> Vec<Years<'t>> {
    let table = report.table();
    let versions = [&table.work.now, &table.work.sure, &table.work.if_answered];
    let mut years: Vec<Years<'t>> = Vec::new();
    for load in versions.iter().flat_map(|work| &work.roles) {
        let known = years.iter().any(|year| year.first.role == load.role);
        if !known {
            let find = |work: &&'t Workload| work.roles.iter().find(|one| one.role == load.role);
            years.push(Years {
                first: load,
                all: versions.each_ref().map(find),
            });
        }
    }
    years
}

/// Writes the table of the roles of which something is known; nothing where that is none.
pub(super) fn write(report: &Report<'_>, out: &mut impl Write) -> Result<()> {
    let years = years(report);
    let told = |year: &&Years<'_>| {
        let mut loads = year.all.iter().flatten();
        loads.any(|load| is_known(&load.hours))
    };
    if !years.iter().any(|year| told(&year)) {
        return Ok(());
    }
    let say = |message: &Message| message.say(report.lang, report);
    writeln!(out, "\n{}", words("report-work", report.lang))?;
    let mut grid = comfy_table::Table::new();
    grid.load_style(NOTHING);
    let heads = [
        "column-role",
        "column-now",
        "column-sure",
        "column-if-answered",
    ];
    grid.set_header(heads.map(|key| words(report.key(key), report.lang)));
    for year in years.iter().filter(told) {
        let role = Message::new("work-role")
            .with("role", actor(report, &year.first.role))
            .with("group", Message::new(year.first.group.key()));
        let shown = |load: Option<&Load>| load.map_or("0".to_owned(), |load| say(&cell(load)));
        let now = shown(year.all[0]);
        let after = |at: usize| Some(shown(year.all[at])).filter(|text| *text != now);
        let after = |at: usize| after(at).unwrap_or_else(|| "=".to_owned());
        grid.add_row([say(&role), now.clone(), after(1), after(2)]);
    }
    for line in grid.to_string().lines() {
        writeln!(out, "  {}", line.trim_end())?;
    }
    for line in unused_capacities(report, &years) {
        writeln!(out, "  {}", say(&line))?;
    }
    let silent: Vec<Arg> = (years.iter().filter(|year| !told(year)))
        .map(|year| actor(report, &year.first.role))
        .collect();
    if !silent.is_empty() {
        let why = years.iter().find(|year| !told(year));
        let why = why.and_then(|year| year.first.hours.why.clone());
        let line = Message::new("work-unknown")
            .with("roles", silent)
            .with("why", why.unwrap_or(Message::new("why-nothing-known")));
        writeln!(out, "  {}", say(&line))?;
    }
    Ok(())
}

/// Capacities that the file states and that no hours are set against, and why.
pub(super) fn unused_capacities(report: &Report<'_>, years: &[Years<'_>]) -> Vec<Message> {
    let unused = years.iter().filter_map(|year| {
        let role = report.procedure.role(&year.first.role)?;
        let stated = role.capacity.as_ref()?.0.value?;
        let why = year.first.capacity.why.clone()?;
        let line = Message::new("work-capacity-unused").with("role", actor(report, &role.id));
        Some(line.with("capacity", stated.text()).with("why", why))
    });
    unused.collect()
}

/// `120 h of 100 h, overtime 20 h`.
pub(super) fn cell(load: &Load) -> Message {
    let hours = load.hours.short();
    if !is_known(&load.capacity) {
        return Message::new("work-cell").with("hours", hours);
    }
    let over = load.overtime.value.map_or(0.0, |over| over.max);
    let key = if over > 0.0 {
        "work-cell-overtime"
    } else {
        "work-cell-capacity"
    };
    let message = Message::new(key).with("hours", hours);
    let message = message.with("capacity", load.capacity.short());
    if over > 0.0 {
        message.with("overtime", load.overtime.short())
    } else {
        message
    }
}

/// The year of a role as data.
#[derive(Serialize)]
pub(super) struct Data {
    role: String,
    group: &'static str,
    now: Option<Year>,
    sure: Option<Year>,
    if_answered: Option<Year>,
}

#[derive(Serialize)]
struct Year {
    hours: Value,
    capacity: Value,
    used: Value,
    overtime: Value,
    cost: Value,
}

pub(super) fn data(report: &Report<'_>) -> Vec<Data> {
    let year = |load: Option<&Load>| {
        load.map(|load| Year {
            hours: value(report, &load.hours),
            capacity: value(report, &load.capacity),
            used: value(report, &load.used),
            overtime: value(report, &load.overtime),
            cost: value(report, &load.cost),
        })
    };
    let rows = years(report).into_iter().map(|years| Data {
        role: years.first.role.to_string(),
        group: group_word(years.first.group),
        now: year(years.all[0]),
        sure: year(years.all[1]),
        if_answered: year(years.all[2]),
    });
    rows.collect()
}
