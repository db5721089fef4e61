//! How much two things of two files are alike.

use crate::model::{Id, Step, Text};
use std::collections::BTreeSet;

/// How much two names are alike in the language in which they are most: 0 to 1, as shared pairs of letters
/// (Sørensen and Dice).
pub(super) fn names(a: &Text, b: &Text) -> f64 {
    let tagged = |text: &Text| -> Vec<(Option<String>, String)> {
        match text {
            Text::One(text) => vec![(None, text.to_lowercase())],
            Text::Many(texts) => (texts.iter())
                .map(|(tag, text)| (Some(tag.clone()), text.to_lowercase()))
                .collect(),
        }
    };
    let mut most = 0.0_f64;
    for (tag, one) in tagged(a) {
        for (other_tag, other) in tagged(b) {
            if tag.is_none() || other_tag.is_none() || tag == other_tag {
                most = most.max(strsim::sorensen_dice(&one, &other));
            }
        }
    }
    most
}

/// The share of what two sets have in common; nothing where both are empty.
pub(super) fn sets(a: &BTreeSet<Id>, b: &BTreeSet<Id>) -> Option<f64> {
    let all = a.union(b).count();
    (all > 0).then(|| a.intersection(b).count() as f64 / all as f64)
}

/// What a step examines.
pub(super) fn criteria(step: &Step) -> BTreeSet<Id> {
    step.criteria.iter().flatten().cloned().collect()
}

/// What a step makes.
pub(super) fn made(step: &Step) -> BTreeSet<Id> {
    step.produces.iter().flatten().cloned().collect()
}

/// What a step asks.
pub(super) fn asked(step: &Step) -> BTreeSet<Id> {
    let needs = step.needs.iter().flatten();
    needs.map(|need| need.document().clone()).collect()
}

/// How two steps are alike: the score, 0 to 1, and by what, each from 0 to 1.
pub(super) struct Likeness {
    pub(super) score: f64,
    pub(super) by: Vec<(&'static str, f64)>,
}

/// Weighs what both steps could have in common; the second is in the words of the first's file.
pub(super) fn steps(a: &Step, b: &Step) -> Likeness {
    let named = a.name.as_ref().zip(b.name.as_ref());
    let flag = |same: bool| Some(if same { 1.0 } else { 0.0 });
    let parts = [
        ("alike-name", 3.0, named.map(|(a, b)| names(a, b))),
        ("alike-kind", 1.0, flag(a.kind == b.kind)),
        ("alike-role", 1.5, flag(a.role == b.role)),
        ("alike-criteria", 3.0, sets(&criteria(a), &criteria(b))),
        ("alike-made", 3.0, sets(&made(a), &made(b))),
        ("alike-asked", 1.5, sets(&asked(a), &asked(b))),
    ];
    let known: Vec<(&'static str, f64, f64)> = (parts.into_iter())
        .filter_map(|(key, weight, part)| Some((key, weight, part?)))
        .collect();
    let weights: f64 = known.iter().map(|(_, weight, _)| weight).sum();
    let score: f64 = known.iter().map(|(_, weight, part)| weight * part).sum();
    let by = known.into_iter().filter(|(_, _, part)| *part > 0.0);
    Likeness {
        score: score / weights,
        by: by.map(|(key, _, part)| (key, part)).collect(),
    }
}
