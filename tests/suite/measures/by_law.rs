//! Waits by law, shares of the lead time, capacity in the calendar's units: known answers.

use super::{close, file, loaded, measured, said};
use redtape::measure::figure::{State, Unit};
use redtape::measure::workload::Load;
use redtape::measure::{Convention, Measures};
use redtape::model::Procedure;

fn of(more: &str, steps: &str) -> Measures {
    let ends = r#"{"id": "done", "after": ["b"]}"#;
    measured(&file(more, steps, "", ends), Convention::Plain)
}

fn waits(more: &str, a: &str) -> Measures {
    let steps = format!(
        r#"{{"id": "a", "kind": "check", "role": "clerk", {a}}},
            {{"id": "b", "kind": "issue", "role": "clerk", "after": ["a"], "wait": "3 cd"}}"#
    );
    of(more, &steps)
}

const WAITS: &str = r#""laws": [{"id": "l", "cite": "Act", "mandates": ["minimum-wait"]}],"#;

#[test]
fn a_wait_by_law_is_one_by_its_kind_its_law_its_constraint_or_the_law_of_its_step() {
    let kind = waits("", r#""wait": [{"time": "14 cd", "kind": "statutory"}]"#);
    close(&kind.statutory_waiting, &Unit::CalendarDays, 14.0);
    let law = waits(
        WAITS,
        r#""wait": [{"time": "14 cd", "law": ["l"]}, {"time": "2 cd", "kind": "queue"}]"#,
    );
    close(&law.statutory_waiting, &Unit::CalendarDays, 14.0);
    let step = waits(WAITS, r#""law": ["l"], "wait": "14 cd""#);
    close(&step.statutory_waiting, &Unit::CalendarDays, 14.0);
    let constraint = r#""constraints": [{"kind": "statutory-wait", "steps": ["a"]}],"#;
    let constrained = waits(constraint, r#""wait": "14 cd""#);
    close(&constrained.statutory_waiting, &Unit::CalendarDays, 14.0);
    let none = waits(WAITS, r#""wait": "14 cd""#);
    assert_eq!(none.statutory_waiting.state(), State::NotMeasurable);
}

#[test]
fn a_wait_by_law_that_is_a_part_of_the_time_of_a_step_is_not_known() {
    let part = waits(WAITS, r#""law": ["l"], "elapsed": "20 cd""#);
    assert!(
        part.statutory_waiting.known().is_none(),
        "{}",
        said(&part.statutory_waiting)
    );
}

const ONE_AFTER_THE_OTHER: &str = r#"{"id": "a", "kind": "check", "role": "clerk", "work": "1..4 h", "wait": "0..3 h"},
    {"id": "b", "kind": "issue", "role": "clerk", "after": ["a"], "work": "1 h", "wait": []}"#;

/// The most work stands beside the least waiting of the same case: 5 h of 5 h, not 5 h of 2 h.
#[test]
fn the_share_of_work_sets_the_work_of_a_case_against_its_own_time() {
    let share = of("", ONE_AFTER_THE_OTHER).value_added;
    let value = share.known().unwrap();
    assert!((value.max - 1.0).abs() < 1e-9, "{value:?}");
    assert!((value.min - 2.0 / 5.0).abs() < 1e-9, "{value:?}");
}

/// Half the cases take ten minutes of ten, the others an hour of five: no case works for longer than it lasts.
#[test]
fn bounds_of_different_ways_are_no_bounds_of_a_share() {
    let steps = r#"{"id": "a", "kind": "check", "role": "clerk", "work": "10 min", "wait": []},
        {"id": "b", "kind": "issue", "role": "clerk", "after": ["g.y"], "work": "50 min", "wait": "4 h"}"#;
    let gateways = r#"{"id": "g", "after": ["a"], "branches": [{"id": "y", "p": 0.5}, {"id": "n", "p": 0.5}]}"#;
    let ends = r#"{"id": "done", "after": ["b"]}, {"id": "no", "after": ["g.n"]}"#;
    let share = measured(&file("", steps, gateways, ends), Convention::Plain).value_added;
    let value = share.known().unwrap();
    let mean = (10.0 + 25.0) / (10.0 + 25.0 + 120.0);
    assert!((value.mean.unwrap() - mean).abs() < 1e-9, "{value:?}");
    assert!(
        !value.max.is_finite() && !value.min.is_finite(),
        "{value:?}"
    );
    assert!(!said(&share).contains(".."), "{}", said(&share));
}

#[test]
fn work_side_by_side_is_no_share_of_the_time_in_which_somebody_works() {
    let steps = r#"{"id": "a", "kind": "submit", "role": "clerk", "work": "1 min", "wait": []},
        {"id": "x", "kind": "check", "role": "clerk", "after": ["a"], "work": "2 h", "wait": []},
        {"id": "y", "kind": "check", "role": "clerk", "after": ["a"], "work": "2 h", "wait": []},
        {"id": "b", "kind": "issue", "role": "clerk", "after": ["x", "y"], "work": "1 min", "wait": []}"#;
    let share = of("", steps).value_added;
    assert_eq!(share.state(), State::NotMeasurable);
    assert!(said(&share).contains("side by side"), "{}", said(&share));
}

fn role(calendar: &str, capacity: &str) -> Load {
    let p: Procedure = loaded(&format!(
        r#"{{"redtape": 1, "id": "t", "name": "t", "cases_per_year": 100, {calendar}
        "roles": [{{"id": "r", "capacity": "{capacity}"}}],
        "steps": [{{"id": "a", "kind": "check", "role": "r", "work": "1 h", "wait": []}}],
        "ends": [{{"id": "done", "after": ["a"]}}]}}"#
    ));
    let year = measured(&p, Convention::Plain).workload;
    year.roles.into_iter().next().unwrap()
}

/// A week is five days of seven hours.
#[test]
fn capacity_in_the_units_of_the_calendar_is_what_the_stated_calendar_gives() {
    let stated = r#""calendar": {"day": "7 h", "week": 5},"#;
    let hours = |capacity: &str| role(stated, capacity).capacity;
    close(&hours("2 wk"), &Unit::Hours, 70.0);
    close(&hours("14 cd"), &Unit::Hours, 70.0);
    close(&hours("12 mo"), &Unit::Hours, 365.2425 / 7.0 * 35.0);
    close(&hours("10 wd"), &Unit::Hours, 70.0);
    close(&role(stated, "2 wk").overtime, &Unit::Hours, 30.0);
    for silent in [
        "",
        r#""calendar": {"day": "7 h"},"#,
        r#""calendar": {"week": 5},"#,
    ] {
        let load = role(silent, "2 wk");
        assert_eq!(load.capacity.state(), State::NotMeasurable, "{silent}");
        assert!(
            said(&load.capacity).contains("calendar.week"),
            "{}",
            said(&load.capacity)
        );
    }
}
