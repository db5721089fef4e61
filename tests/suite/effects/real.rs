//! Effects held to the figures of real procedures.

use super::time::saved;
use super::{exactly, near, weighed};
use crate::cases::{procedure, root};
use crate::generator::generated;
use crate::procedures::{all, named};
use redtape::diff::Table;
use redtape::effect::{Effect, Way};
use redtape::graph::Graph;
use redtape::measure::difference::{shifted, unchanged};
use redtape::measure::figure::State;
use redtape::measure::measures::Row;
use redtape::measure::{Convention, measure};
use redtape::model::Procedure;

/// The effect of a layer is that of the figures of its versions, and those of single changes add up to it where the
/// figures are counts.
#[test]
fn effects_are_those_of_the_figures_of_every_real_procedure() {
    let (mut measured, mut drawn) = (0, 0);
    for p in all() {
        let name = p.id.to_string();
        let (result, now, effects) = weighed(&p);
        let table = Table::after(&now, &p, &result, Convention::Plain);
        for one in effects
            .if_answered
            .moves
            .iter()
            .filter(|one| one.key != "free-pairs")
        {
            let line = table.lines.iter().find(|line| line.key == one.key).unwrap();
            assert_eq!(one.before, line.now, "{name} {}", one.key);
            assert_eq!(one.after, line.if_answered, "{name} {}", one.key);
            if let (Some(less), Some(told)) = (one.less.known(), line.less_if_answered.known()) {
                let means = less.mean.zip(told.mean);
                assert!(
                    means.is_none_or(|(a, b)| (a - b).abs() < 1e-6),
                    "{name} {}",
                    one.key
                );
                measured += 1;
            }
        }
        for one in &effects.sure.moves {
            let line = table.lines.iter().find(|line| line.key == one.key);
            assert!(
                line.is_none_or(|line| line.sure == one.after),
                "{name} {}",
                one.key
            );
        }
        let changes = result.if_answered.derivation.len();
        let Some(each) = effects.each else {
            assert!(p.steps.len() * changes > 10_000, "{name}");
            continue;
        };
        assert_eq!(each.len(), changes);
        for key in ["steps", "sign-offs", "free-pairs"] {
            let less = |effect: &Effect| effect.of(key).unwrap().less.value.unwrap().min;
            let sum: f64 = each.iter().map(less).sum();
            assert!(
                (sum - less(&effects.if_answered)).abs() < 1e-9,
                "{name} {key}"
            );
        }
        // What the drawn cases save in the mean is the difference of the expectations.
        let last = &result.if_answered.procedure;
        let lead = |p: &Procedure| measure(p, &Graph::of(p), Convention::Plain).lead_time;
        let (was, is) = (lead(&p).known(), lead(last).known());
        let means = was.and_then(|was| was.mean).zip(is.and_then(|is| is.mean));
        if let (Some(saved), Some((was, is))) = (saved(&p, last), means) {
            near(saved.mean.unwrap(), was - is, 0.05 * was);
            drawn += 1;
        }
    }
    assert!(measured > 40 && drawn > 0, "{measured} {drawn}");
}

/// Domestic declarations at TU/e: the third signature stops cases that nobody else is known to stop; the figure
/// stands beside what is saved. Of the request and the payment only means are known, so that what they save side by
/// side cannot be said.
#[test]
fn the_third_signature_of_a_declaration_shows_what_it_stops_beside_what_it_costs() {
    let (result, _, effects) = weighed(&named("nl-tue-domestic-declaration"));
    let each = effects.each.unwrap();
    let ids: Vec<&str> = (result.if_answered.derivation.iter())
        .map(|entry| entry.proposal.rewrite.id)
        .collect();
    assert_eq!(
        ids,
        // The signature that stands for it is not made a notice as well.
        ["remove-redundant-approval", "parallelise-independent-steps"]
    );
    let value = each[0].lost[0].stopped.known().unwrap();
    near(value.mean.unwrap(), 14.13, 0.01);
    assert!(value.min > 10.0 && value.max < 20.0);
    let removed = &each[0].of("lead-time").unwrap().less;
    assert_eq!(
        removed.state(),
        State::Floor,
        "a case comes to the unknown step less often"
    );
    let beside = each[1].of("lead-time").unwrap().less.why.clone();
    assert_eq!(beside.unwrap().key, "why-spread-unknown");
    assert!(each[1].lost.is_empty());
    assert_eq!(effects.sure.moving(Way::Better).count(), 0);
}

/// Shanghai: the fields, documents and the two days that its reform saved, none of it with a law to change.
#[test]
fn shanghai_saves_fields_documents_and_two_days() {
    let (result, _, effects) = weighed(&named("cn-shanghai-start-business"));
    let all = &effects.if_answered;
    assert_eq!(exactly(&all.of("fields").unwrap().less), 12.0);
    assert_eq!(exactly(&all.of("documents").unwrap().less), 8.0);
    assert_eq!(exactly(&all.of("lead-time").unwrap().less), 2.0);
    for entry in &result.if_answered.derivation {
        assert!(redtape::effect::laws_to_change(&entry.proposal).is_empty());
    }
    let p = procedure(&root().join("procedures/cn-shanghai-start-business.json"));
    let agree = redtape::effect::owners(&p, &result.if_answered.derivation[0].proposal, None);
    assert!(!agree.is_empty());
}

/// What versions share is found once; each change still has the figures that its versions have when they are measured alone.
fn each_is_as_measured_alone(p: &Procedure) -> usize {
    let (result, _, effects) = weighed(p);
    let versions = result.versions.unwrap_or_default();
    let alone = |p: &Procedure| measure(p, &Graph::of(p), Convention::Plain);
    let each = effects.each.unwrap_or_default();
    for (effect, pair) in each.iter().zip(versions.windows(2)) {
        let (p, q) = (&pair[0].procedure, &pair[1].procedure);
        let (was, is) = (alone(p), alone(q));
        let (before, after) = (was.rows(), is.rows());
        for one in effect.moves.iter().filter(|one| one.key != "free-pairs") {
            let figure = |rows: &[Row]| {
                let row = rows.iter().find(|row| row.key == one.key);
                row.map(|row| row.figure.clone())
            };
            assert_eq!(Some(&one.before), figure(&before).as_ref(), "{}", one.key);
            assert_eq!(Some(&one.after), figure(&after).as_ref(), "{}", one.key);
        }
        let hours = shifted(&was.workload, &is.workload, &unchanged(p, q));
        assert_eq!(effect.hours, hours);
    }
    each.len()
}

#[test]
fn single_changes_have_the_figures_of_their_versions_measured_alone() {
    let real: usize = all().iter().map(each_is_as_measured_alone).sum();
    let made: usize = (0..60)
        .map(|seed| each_is_as_measured_alone(&generated(seed)))
        .sum();
    assert!(real > 100 && made > 60, "{real} and {made} changes");
}
