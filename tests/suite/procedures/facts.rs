//! Known answers: what the sources count is in the files.

use super::named;
use redtape::model::{Evidence, Need, Procedure, Step, StepKind, Time, TimeUnit};
use std::collections::{BTreeMap, BTreeSet};

fn step<'a>(p: &'a Procedure, id: &str) -> &'a Step {
    p.steps
        .iter()
        .find(|step| step.id == id)
        .unwrap_or_else(|| panic!("{}: no step {id}", p.id))
}

/// Calendar days of an exact elapsed time.
fn days(time: &Time) -> f64 {
    let span = time.0.value.expect("a value");
    assert_eq!(span.unit, TimeUnit::CalendarDay);
    span.min
}

fn agency<'a>(p: &'a Procedure, step: &Step) -> &'a str {
    let role = p
        .roles
        .iter()
        .find(|role| role.id == step.role)
        .expect("a role");
    role.agency.as_deref().unwrap_or("")
}

#[test]
fn shanghai_takes_seven_steps_and_twenty_two_days_one_after_the_other() {
    let p = named("cn-shanghai-start-business");
    assert_eq!(p.steps.len(), 7);
    let sum: f64 = p
        .steps
        .iter()
        .map(|step| days(step.elapsed.as_ref().expect("a time")))
        .sum();
    assert!((sum - 22.0).abs() < f64::EPSILON, "{sum}");
    let serial = p.steps.windows(2).all(|pair| {
        let after = pair[1].after.as_ref().expect("a predecessor");
        after.refs().len() == 1 && after.refs()[0].id == pair[0].id
    });
    assert!(serial);
}

#[test]
fn the_tax_invoices_of_shanghai_need_the_chop_that_is_made_before() {
    let p = named("cn-shanghai-start-business");
    assert_eq!(
        step(&p, "make-chop")
            .produces
            .as_deref()
            .unwrap_or_default(),
        ["chop"]
    );
    let needs = step(&p, "get-invoices")
        .needs
        .as_deref()
        .unwrap_or_default();
    assert!(needs.iter().any(|need| *need.document() == "chop"));
}

#[test]
fn newborn_papers_are_asked_at_all_seven_matters_of_five_units() {
    let p = named("cn-newborn");
    for paper in ["parents-ids", "marriage-certificate", "household-booklet"] {
        let asks = |step: &&Step| {
            step.needs
                .iter()
                .flatten()
                .any(|need| *need.document() == paper)
        };
        assert_eq!(p.steps.iter().filter(asks).count(), 7, "{paper}");
    }
    let units: BTreeSet<&str> = p.steps.iter().map(|step| agency(&p, step)).collect();
    assert_eq!(units.len(), 5);
}

#[test]
fn the_third_signature_at_the_university_stops_one_in_ninety() {
    let p = named("nl-tue-domestic-declaration");
    let third = &step(&p, "approve-third")
        .decisions
        .as_deref()
        .unwrap_or_default()[0];
    assert_eq!((third.n, third.rejected), (2747, 31));
    let supervisor: Vec<_> = p.steps.iter().filter(|s| s.role == "supervisor").collect();
    let decided = supervisor
        .iter()
        .flat_map(|step| step.decisions.iter().flatten());
    let (n, rejected) = decided.fold((0, 0), |(n, rejected), d| (n + d.n, rejected + d.rejected));
    assert_eq!((n, rejected), (10_285, 286));
}

#[test]
fn the_receipt_phase_counts_who_did_two_steps() {
    let p = named("nl-wabo-receipt");
    let shares: BTreeMap<_, _> = p
        .same_person
        .iter()
        .flatten()
        .map(|s| (s.steps[0].as_str(), s.share))
        .collect();
    assert_eq!(
        shares,
        BTreeMap::from([
            ("confirm", 0.827),
            ("t02-check", 0.789),
            ("t06-stop-advice", 0.982)
        ])
    );
}

#[test]
fn angono_has_nine_hand_offs_between_desks_and_seven_between_offices() {
    let p = named("ph-angono-building-permit");
    let desks = p
        .steps
        .windows(2)
        .filter(|pair| pair[0].role != pair[1].role)
        .count();
    let offices = p
        .steps
        .windows(2)
        .filter(|pair| agency(&p, &pair[0]) != agency(&p, &pair[1]))
        .count();
    assert_eq!((p.steps.len(), desks, offices), (10, 9, 7));
    for paper in ["plans", "cost-estimate"] {
        let asks = |step: &&Step| {
            step.needs
                .iter()
                .flatten()
                .any(|need| *need.document() == paper)
        };
        assert_eq!(p.steps.iter().filter(asks).count(), 3, "{paper}");
    }
    let minutes = p
        .steps
        .iter()
        .filter_map(|step| step.work.as_ref()?.0.value);
    let sum: f64 = minutes.map(|span| span.min).sum();
    assert!((sum - 66.0).abs() < f64::EPSILON, "{sum}");
}

#[test]
fn quezon_city_holds_five_of_the_six_papers_it_asks() {
    let p = named("ph-quezon-construction-permit");
    let city: BTreeSet<&str> = p
        .agencies
        .iter()
        .flatten()
        .filter(|a| a.government.is_some())
        .map(|a| &*a.id)
        .collect();
    let asked = step(&p, "file").needs.iter().flatten().map(Need::document);
    let papers = asked.filter(|id| **id != "permit-form").filter_map(|id| {
        let document = p
            .documents
            .iter()
            .flatten()
            .find(|document| document.id == *id)?;
        Some(
            document
                .issued_by
                .as_deref()
                .is_some_and(|by| city.contains(by)),
        )
    });
    let held: Vec<bool> = papers.collect();
    assert_eq!(
        (held.len(), held.iter().filter(|held| **held).count()),
        (6, 5)
    );
}

#[test]
fn the_long_march_has_its_published_size() {
    let p = named("cn-guangzhou-investment-project");
    let approves = |step: &&Step| {
        matches!(
            step.kind,
            StepKind::Check | StepKind::Review | StepKind::SignOff
        )
    };
    assert_eq!(p.steps.iter().filter(approves).count(), 100);
    assert_eq!(p.agencies.as_deref().unwrap_or_default().len(), 20);
    assert_eq!(p.evidence, Some(Evidence::Constructed));
    assert!(
        p.steps
            .iter()
            .all(|step| step.elapsed.is_none() && step.work.is_none() && step.wait.is_none())
    );
}

#[test]
fn bayambang_sends_the_owner_to_eight_desks_at_six_places_and_back_to_the_first() {
    let p = named("ph-bayambang-business-permit");
    let places: Vec<&str> = p
        .steps
        .iter()
        .filter_map(|step| step.visit.as_deref())
        .collect();
    assert_eq!((p.steps.len(), places.len()), (8, 8));
    assert_eq!(places.iter().collect::<BTreeSet<_>>().len(), 6);
    assert_eq!(places.first(), places.last());
    assert!(
        p.steps
            .iter()
            .all(|step| step.elapsed.is_none() && step.work.is_none())
    );
}

#[test]
fn delhi_publishes_days_for_six_steps_and_rupees_for_four() {
    let p = named("in-delhi-building-permit");
    assert_eq!(p.steps.len(), 6);
    assert!(p.steps.iter().all(|step| step.elapsed.is_some()));
    assert_eq!(p.steps.iter().filter(|step| step.fee.is_some()).count(), 4);
    assert!((days(step(&p, "decide").elapsed.as_ref().expect("a time")) - 60.0).abs() < 1e-9);
    let papers = step(&p, "apply").needs.as_deref().unwrap_or_default();
    assert_eq!(papers.len(), 11);
}

#[test]
fn the_four_stages_hold_the_approvals_of_the_circular() {
    let p = named("cn-construction-four-stages");
    let mut stages: BTreeMap<&str, usize> = BTreeMap::new();
    for stage in p.steps.iter().filter_map(|step| step.stage.as_deref()) {
        *stages.entry(stage).or_default() += 1;
    }
    assert_eq!(
        stages,
        BTreeMap::from([
            ("acceptance", 7),
            ("construction-permit", 5),
            ("planning-and-land", 4),
            ("works-permit", 2)
        ])
    );
}

#[test]
fn the_two_rows_of_the_burden_sheet_are_ten_hours_each() {
    let p = named("us-beans-from-jordan");
    let hours = |id: &str| {
        let work = step(&p, id).work.as_ref().expect("a time");
        let span = work.0.value.expect("a value");
        assert_eq!(span.unit, TimeUnit::Hour);
        span.min
    };
    let cases = p.cases_per_year.expect("a number");
    for row in ["request-certificate", "issue-certificate"] {
        assert!((hours(row) * cases - 10.0).abs() < 1e-9);
    }
}
