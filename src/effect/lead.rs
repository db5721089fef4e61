//! How much sooner a case ends.

use super::{NOTHING, Point, Same, drawn, without_bounds};
use crate::measure::Convention;
use crate::measure::cases::Cases;
use crate::measure::figure::{Figure, Note, Values};
use crate::message::Message;
use crate::model::Id;

/// What the same cases save: nine of ten within the range, the mean that of all cases.
///
/// The mean is the difference of the two expectations where both are known, for expectations subtract
/// exactly; the range is never one of bounds, which may be those of different cases.
pub(super) fn saved(before: &Point<'_>, after: &Point<'_>, same: &Same) -> Figure {
    let (was, is) = (&before.told.lead_time, &after.told.lead_time);
    let plainly = before.convention == Convention::Plain;
    if plainly && was.value.is_some() && before.as_long_as(after) {
        return drawn(Values::exactly(0.0), was.unit.clone(), was, is);
    }
    let plain = was.difference(is, |id| same.contains(id));
    let fixed = |figure: &Figure| figure.known().is_some_and(|value| value.is_fixed());
    if fixed(was) && fixed(is) && plain.known().is_some() {
        return plain;
    }
    let cases = |point: &Point<'_>| plainly.then(|| point.cases().cloned()).flatten();
    let pair = cases(before).zip(cases(after));
    let per_case = pair.and_then(|(before, after): (Cases, Cases)| before.saved(&after, same));
    let Some((values, unit)) = per_case else {
        if let Some(least) = expected(before, after, same) {
            return least;
        }
        let spread = [was, is].map(|figure| figure.notes.contains(Note::MeanFloor));
        if plain.known().is_none() && spread.contains(&true) {
            return Figure::missing(is.unit.clone(), Message::new("why-spread-unknown"));
        }
        let blocks = [before, after].map(|point| point.blocks.choices || point.blocks.parallel);
        return if blocks.contains(&true) {
            without_bounds(plain)
        } else {
            plain
        };
    };
    let expected = plain.known().and_then(|less| less.mean);
    let mean = expected.or(values.mean).filter(|_| !values.is_fixed());
    let values = match mean {
        Some(mean) => Values {
            mean: Some(mean),
            ..values
        },
        None => Values::exactly(values.min),
    };
    drawn(values, unit, was, is)
}

/// The expectation of what is saved where steps of unknown length are the same unchanged steps, stand
/// beside nothing and are come to as often as before: they cancel out. Where a case comes to them less
/// often, what is saved is at least that of the known ones.
fn expected(before: &Point<'_>, after: &Point<'_>, same: &Same) -> Option<Figure> {
    let (was, is) = (&before.told.lead_time, &after.told.lead_time);
    let comparable = was.unknown == is.unknown
        && was.unknown.is_subset(same)
        && !was.unknown.is_empty()
        && was.unit == is.unit
        && ![was, is]
            .iter()
            .any(|figure| figure.notes.contains(Note::MeanFloor));
    let mean = was.value?.mean? - is.value?.mean?;
    if !comparable {
        return None;
    }
    let rounds = |point: &Point<'_>, id: &Id| -> Option<f64> {
        let graph = &point.net.graph;
        let node = point.net.relations.node(id)?;
        let alone = !crate::graph::step_nodes(graph)
            .any(|other| point.net.relations.concurrent(node, other));
        point.base().visits()?.of_node[node.index()].filter(|_| alone)
    };
    let mut less_often = false;
    for id in &was.unknown {
        let (before, after) = (rounds(before, id)?, rounds(after, id)?);
        if after > before + NOTHING {
            return None;
        }
        less_often |= after < before - NOTHING;
    }
    let values = Values {
        min: f64::NEG_INFINITY,
        typical: None,
        max: f64::INFINITY,
        mean: Some(mean),
    };
    let known = drawn(values, was.unit.clone(), was, is);
    let known = Figure {
        notes: known.notes - Note::SameCases,
        ..known
    };
    Some(if less_often {
        Figure {
            known: is.known,
            of: is.of,
            unknown: is.unknown.clone(),
            ..known
        }
    } else {
        known
    })
}
