//! Targets that stand against each other: which, how sure that is, and which change of the one stands against the other.

use super::{Alone, Goal, Standoff, name, verdict};
use crate::measure::Measures;
use crate::measure::figure::Figure;
use crate::message::{Arg, Message};
use crate::model::target::Target;
use crate::report::{Report, proposal};
use crate::target::{bar_of, contradict, figure, judge, load};

impl Standoff {
    /// Whether a target is one of them.
    pub(super) fn is_about(&self, target: usize) -> bool {
        self.ways.iter().any(|way| way.target == target)
    }
}

pub(super) fn lines(report: &Report<'_>, goal: &Goal) -> Vec<Message> {
    let mut lines = contradictions(report, goal);
    for standoff in goal.standoffs.iter().filter(|one| !is_plain(goal, one)) {
        lines.push(headline(report, goal, standoff));
        for way in &standoff.ways {
            let others = standoff.ways.iter().filter(|one| one.target != way.target);
            for other in others {
                lines.extend(against(report, goal, way, other.target));
            }
        }
    }
    lines
}

/// Whether two targets ask of one figure what no number is.
fn is_contradiction(goal: &Goal, a: &Target, b: &Target) -> bool {
    let (Some(now), Some(then)) = (goal.curve.first(), goal.curve.last()) else {
        return false;
    };
    let bar = |target: &Target| bar_of(target, now, then, goal.day);
    let bars = bar(a).zip(bar(b));
    a.measure == b.measure && bars.is_some_and(|(a, b)| contradict(a, b))
}

/// Whether no search is needed to see that these targets cannot be met together.
fn is_plain(goal: &Goal, standoff: &Standoff) -> bool {
    let all = &goal.targets.targets;
    let targets: Vec<&Target> = (standoff.ways.iter())
        .filter_map(|way| all.get(way.target))
        .collect();
    matches!(targets[..], [a, b] if is_contradiction(goal, a, b))
}

/// Pairs of a ceiling and a floor that no figure is within.
fn contradictions(report: &Report<'_>, goal: &Goal) -> Vec<Message> {
    let Some(then) = goal.curve.last() else {
        return Vec::new();
    };
    let all = &goal.targets.targets;
    let pairs = (0..all.len()).flat_map(|b| (0..b).map(move |a| (&all[a], &all[b])));
    let pairs = pairs.filter(|(a, b)| is_contradiction(goal, a, b));
    let told = pairs.map(|(a, b)| {
        Message::new("targets-contradict")
            .with("a", name(a, then, report.lang))
            .with("b", name(b, then, report.lang))
    });
    told.collect()
}

fn headline(report: &Report<'_>, goal: &Goal, standoff: &Standoff) -> Message {
    let named = standoff.ways.iter().filter_map(|way| {
        let target = goal.targets.targets.get(way.target)?;
        let said = name(target, way.curve.last()?, report.lang);
        Some(Arg::from(Message::new("quoted").with("text", said)))
    });
    let key = if standoff.proven {
        "clash-proven"
    } else {
        "clash-bounded"
    };
    let proof = Message::new(key)
        .with("of", goal.of)
        .with("tried", goal.tried);
    Message::new("targets-clash")
        .with("targets", named.collect::<Vec<_>>())
        .with("proof", proof)
}

/// What becomes of another target when one is met, and the changes that take it farther away.
fn against(report: &Report<'_>, goal: &Goal, way: &Alone, other: usize) -> Vec<Message> {
    let all = &goal.targets.targets;
    let (Some(target), Some(other)) = (all.get(way.target), all.get(other)) else {
        return Vec::new();
    };
    let (Some(now), Some(then)) = (way.curve.first(), way.curve.last()) else {
        return Vec::new();
    };
    let named = |target| name(target, then, report.lang);
    let shown = |measures: &Measures| {
        let figure = figure(other, measures);
        figure.map_or_else(|| Arg::from(""), |figure: Figure| figure.message().into())
    };
    let key = if way.changes.is_empty() {
        "clash-as-is"
    } else {
        "clash-way"
    };
    let acts = way.changes.iter();
    let acts = acts.map(|change| Arg::from(proposal::act(report.procedure, change)));
    let said = Message::new(key)
        .with("target", named(target))
        .with("acts", acts.collect::<Vec<_>>())
        .with("other", named(other))
        .with("then", shown(then))
        .with("verdict", verdict(&judge(other, now, then, goal.day)));
    let mut lines = vec![said];
    for (change, pair) in way.changes.iter().zip(way.curve.windows(2)) {
        let (was, is) = (load(other, now, &pair[0]), load(other, now, &pair[1]));
        if was.zip(is).is_some_and(|(was, is)| is > was) {
            let line = Message::new("clash-against")
                .with("other", named(other))
                .with("act", proposal::act(report.procedure, change))
                .with("from", shown(&pair[0]))
                .with("to", shown(&pair[1]));
            lines.push(line);
        }
    }
    lines
}
