//! Steps merged with the same work inside.

use super::{Found, Seen};
use crate::finding::Severity;
use crate::measure::data;
use crate::message::{Arg, Message};
use crate::model::{Procedure, Step, Time, TimeUnit};
use std::collections::BTreeMap;

/// What one step or several hold, as far as the file says.
struct Inside {
    /// Hands-on time and waits by unit: minutes, working days, calendar days, months.
    time: Option<BTreeMap<TimeUnit, f64>>,
    documents: u64,
    visits: usize,
    fees: usize,
    entries: usize,
}

pub(super) fn look(seen: &Seen<'_, '_>, found: &mut Found) {
    let (before, after) = (seen.pair.before.procedure, seen.pair.after.procedure);
    for step in &after.steps {
        let parts = before.steps.iter();
        let parts: Vec<&Step> = parts
            .filter(|part| {
                seen.pair
                    .heir(&part.id)
                    .is_some_and(|heir| heir.id == step.id)
            })
            .collect();
        if parts.len() < 2 || examined_merge(&parts, step) {
            continue;
        }
        let names = Arg::names(parts.iter().map(|part| &part.id));
        let was = Inside::of(before, &parts);
        let is = Inside::of(after, &[step]);
        let (Some(time), Some(now)) = (&was.time, &is.time) else {
            let unknown = Message::new("unjudged-merge").with("steps", names);
            found.not_judged.push(unknown);
            continue;
        };
        let no_less = time.iter().all(|(unit, was)| {
            let now = now.get(unit).copied().unwrap_or(0.0);
            now >= was - 1e-9
        });
        let same = is.documents >= was.documents
            && is.visits >= was.visits
            && is.fees >= was.fees
            && is.entries >= was.entries;
        if no_less && same {
            let message = Message::new("trick-merged-same-work")
                .with("steps", names)
                .with("step", Arg::name(&step.id));
            let steps = parts.iter().map(|part| part.id.clone()).collect();
            found.add("merged-same-work", Severity::Medium, steps, message);
        }
    }
}

/// Whether this program merged them, at one desk: its preconditions were looked at, and nobody claims that
/// the work is less.
fn examined_merge(parts: &[&Step], step: &Step) -> bool {
    let rewrites = step
        .origin
        .as_ref()
        .and_then(|origin| origin.rewrites.as_ref());
    let ours = |id: &String| crate::rewrites::find(id).is_some();
    let one_desk = parts.iter().all(|part| part.role == step.role);
    one_desk && rewrites.is_some_and(|rewrites| rewrites.iter().any(ours))
}

impl Inside {
    fn of(p: &Procedure, steps: &[&Step]) -> Self {
        let mut time = Some(BTreeMap::new());
        for step in steps {
            let waits = step.wait.iter().flat_map(|waits| &waits.0);
            let waits = waits.map(|wait| &wait.time);
            let all: Vec<&Time> = (step.work.iter().chain(&step.elapsed))
                .chain(waits)
                .collect();
            time = time.filter(|_| !all.is_empty());
            for part in all {
                time = time.and_then(|mut sum: BTreeMap<TimeUnit, f64>| {
                    let (unit, value) = typical(part)?;
                    *sum.entry(unit).or_default() += value;
                    Some(sum)
                });
            }
        }
        let asked = steps.iter().flat_map(|step| data::asked_at(p, step));
        Self {
            time,
            documents: asked.map(|asked| asked.need.copies()).sum(),
            visits: steps.iter().filter(|step| step.visit.is_some()).count(),
            fees: steps.iter().filter(|step| step.fee.is_some()).count(),
            entries: steps
                .iter()
                .map(|step| step.enters.iter().flatten().count())
                .sum(),
        }
    }
}

/// The mean, else the typical value, else the middle, in one unit of its kind.
fn typical(time: &Time) -> Option<(TimeUnit, f64)> {
    let span = time.0.value.map(|span| {
        let middle = f64::midpoint(span.min, span.max);
        (span.unit, span.typical.unwrap_or(middle))
    });
    let mean = time.0.mean.map(|mean| (mean.unit, mean.value));
    let (unit, value) = mean.or(span)?;
    Some(match unit {
        TimeUnit::Hour => (TimeUnit::Minute, value * 60.0),
        TimeUnit::Week => (TimeUnit::CalendarDay, value * 7.0),
        other => (other, value),
    })
}
