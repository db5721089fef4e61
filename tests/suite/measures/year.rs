//! A year of work, what it costs, what controls stop, and what changes: known answers.

use super::{close, loaded, measured, real, said};
use redtape::graph::Graph;
use redtape::measure::difference::{differences, shifted, unchanged};
use redtape::measure::figure::{Note, State, Unit};
use redtape::measure::quality::stops;
use redtape::measure::workload::Group;
use redtape::measure::{Convention, Measures};
use redtape::model::{Id, Procedure};

/// 1,000 cases a year. The clerk sees 1 / (1 - 0.2) = 1.25 rounds of 30 min: 625 h of 500 h.
/// The head signs 0.25 h once: 250 h at 48 EUR.
const DESKS: &str = r#"{"redtape": 1, "id": "t", "name": "t", "cases_per_year": 1000, "evidence": "stated",
    "roles": [{"id": "owner", "kind": "applicant"},
      {"id": "clerk", "front_line": true, "superior": "head", "capacity": "500 h"},
      {"id": "head", "hourly": "48 EUR", "capacity": "400 h"}],
    "steps": [{"id": "apply", "kind": "check", "role": "clerk", "with": "owner", "visit": "hall", "work": "30 min", "wait": []},
      {"id": "sign", "kind": "sign-off", "role": "head", "after": ["ok.yes"], "work": "15 min", "wait": "3 h"}],
    "gateways": [{"id": "ok", "after": ["apply"],
      "branches": [{"id": "yes", "p": 0.8}, {"id": "no", "p": 0.2, "back_to": "apply"}]}],
    "ends": [{"id": "done", "after": ["sign"]}]}"#;

fn desks(change: &[(&str, &str)]) -> (Procedure, Measures) {
    let mut text = DESKS.to_owned();
    for (old, new) in change {
        assert!(text.contains(old), "{old}");
        text = text.replace(old, new);
    }
    let procedure = loaded(&text);
    let measures = measured(&procedure, Convention::Plain);
    (procedure, measures)
}

#[test]
fn hours_of_a_year_are_cases_times_visits_times_work() {
    let year = desks(&[]).1.workload;
    let [owner, clerk, head] = &year.roles[..] else {
        panic!("{:?}", year.roles)
    };
    close(&clerk.hours, &Unit::Hours, 625.0);
    close(&clerk.used, &Unit::Share, 1.25);
    close(&clerk.overtime, &Unit::Hours, 125.0);
    close(&head.hours, &Unit::Hours, 250.0);
    close(&head.overtime, &Unit::Hours, 0.0);
    assert_eq!(
        (owner.group, clerk.group, head.group),
        (Group::Applicant, Group::FrontLine, Group::Superiors)
    );
    // 57 travel + 48 queue + 30 at the desk, 1.25 times.
    close(
        &year.applicant_hours,
        &Unit::Hours,
        1000.0 * 1.25 * 135.0 / 60.0,
    );
    assert!(year.applicant_hours.notes.contains(Note::DefaultVisit));
    close(&year.agency_hours, &Unit::Hours, 875.0);
}

#[test]
fn money_without_a_rate_is_a_floor_and_without_any_not_measurable() {
    let year = desks(&[]).1.workload;
    close(
        &year.roles[2].cost,
        &Unit::Money("EUR".to_owned()),
        12_000.0,
    );
    assert_eq!(
        said(&year.agency_cost),
        "at least 12000 EUR, 1 of 2 steps known"
    );
    assert_eq!(
        said(&year.applicant_cost),
        "not measurable: no hourly rate is given"
    );
    let two = desks(&[(
        r#""capacity": "500 h""#,
        r#""capacity": "500 h", "hourly": "20 PHP""#,
    )]);
    assert_eq!(
        said(&two.1.workload.agency_cost),
        "not measurable: amounts in different currencies do not add"
    );
    let no_cases = desks(&[(r#""cases_per_year": 1000, "#, "")]).1.workload;
    assert_eq!(
        said(&no_cases.agency_hours),
        "not measurable: the number of cases a year is not given"
    );
}

/// Expected work 1.25 * 30 + 15 = 52.5 min; lead time 232.5 min.
#[test]
fn the_value_added_ratio_needs_every_hand_and_every_wait() {
    let found = desks(&[]).1;
    let ratio = found.value_added.known().unwrap().mean.unwrap();
    assert!((ratio - 52.5 / 232.5).abs() < 1e-9, "{ratio}");
    let silent = desks(&[(r#""work": "15 min", "#, "")]).1;
    assert_eq!(silent.value_added.state(), State::NotMeasurable);
    let shanghai = measured(&real("cn-shanghai-start-business"), Convention::Plain);
    assert_eq!(shanghai.value_added.state(), State::NotMeasurable);
}

#[test]
fn a_change_moves_hours_from_one_group_to_another() {
    let (before, old) = desks(&[]);
    let (after, new) = desks(&[
        (r#""work": "15 min""#, r#""work": "5 min""#),
        (r#""work": "30 min""#, r#""work": "40 min""#),
    ]);
    let same = unchanged(&before, &after);
    assert!(same.is_empty());
    let moved = shifted(&old.workload, &new.workload, &same);
    close(&moved[&Group::Superiors], &Unit::Hours, 1000.0 / 6.0);
    close(&moved[&Group::FrontLine], &Unit::Hours, -1250.0 / 6.0);
}

#[test]
fn what_is_unknown_on_both_sides_cancels_out_of_every_row() {
    let silent = (r#""work": "15 min", "#, "");
    let (before, old) = desks(&[silent]);
    let (after, new) = desks(&[silent, (r#""work": "30 min""#, r#""work": "10 min""#)]);
    let same = unchanged(&before, &after);
    assert_eq!(same.iter().collect::<Vec<_>>(), ["sign"]);
    let rows = differences(&old, &new, &same);
    let row = |key| rows.iter().find(|row| row.key == key).unwrap();
    assert_eq!(row("hands-on").before.state(), State::Floor);
    close(&row("hands-on").less, &Unit::Minutes, 25.0);
    close(&row("steps").less, &Unit::Count, 0.0);
    let (other, changed) = desks(&[silent, (r#""role": "head""#, r#""role": "clerk""#)]);
    let rows = differences(&old, &changed, &unchanged(&before, &other));
    let hands_on = rows.iter().find(|row| row.key == "hands-on").unwrap();
    assert_eq!(hands_on.less.state(), State::NotMeasurable);
}

fn tue() -> Procedure {
    real("nl-tue-domestic-declaration")
}

fn ids(ids: &[&str]) -> Vec<Id> {
    ids.iter().map(|id| Id::from(*id)).collect()
}

/// The third signature comes to 0.7917 * 2804/8997 * 2747/2804 = 24.17 % of 5,178.5 first rounds and
/// stops 31 of 2,747 of them: 14.1 a year.
#[test]
fn the_third_signature_stops_fourteen_declarations_a_year() {
    let p = tue();
    let third = p.step("approve-third").unwrap();
    let graph = Graph::of(&p);
    let stopped = stops(&p, &graph, third, &ids(&["administration", "budget-owner"]));
    let value = stopped.known().unwrap();
    let reach = 8997.0 / 11_364.0 * 2804.0 / 8997.0 * 2747.0 / 2804.0;
    let mean = 5178.5 * reach * 31.0 / 2747.0;
    assert!((value.mean.unwrap() - mean).abs() < 1e-6 && (mean - 14.13).abs() < 0.01);
    assert!(value.min < mean && mean < value.max && value.min > 0.0);
    // Behind one more control that the count knows nothing of, it may stop nothing.
    let more = ids(&["administration", "budget-owner", "audit"]);
    let value = stops(&p, &graph, third, &more).known().unwrap();
    assert!(value.min.abs() < 1e-12 && value.mean.is_none());
    // Without the budget owner it would have stopped more than was ever counted.
    let fewer = stops(&p, &graph, third, &ids(&["administration"]));
    assert_eq!(fewer.state(), State::NotMeasurable);
}

/// Published: 87.7 % of the cases were never rejected.
#[test]
fn first_pass_yield_of_the_university_is_near_the_published_one() {
    let found = measured(&tue(), Convention::Plain).first_pass;
    let value = found.known().unwrap();
    assert!((value.mean.unwrap() - 0.877).abs() < 0.005, "{value:?}");
    assert!(value.min < 0.877 && 0.877 < value.max, "{value:?}");
}
