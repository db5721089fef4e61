//! Times over loops and parallel branches.

use super::{close, file, measured, real, said, step};
use redtape::measure::Convention;
use redtape::measure::figure::{Note, State, Unit};

/// Two loops that overlap, one of which may be entered past `b`: `g1` and `g2` both return to `a`.
///
/// a -> g1: 0.5 to b, 0.3 to c, 0.2 back to a; b -> c -> g2: 0.6 to the end, 0.4 back to a. Visits:
/// A = 1 + 0.2 A + 0.4 C, B = 0.5 A, C = B + 0.3 A = 0.8 A. So A (1 - 0.2 - 0.32) = 1,
/// A = 1 / 0.48, B = 0.5 / 0.48, C = 0.8 / 0.48; with a = 1, b = 2, c = 3 wd:
/// (1 + 1 + 2.4) / 0.48 = 55 / 6.
#[test]
fn an_unstructured_loop_is_solved_by_its_equations() {
    let steps = [
        step("a", "", "1 wd"),
        step("b", r#"["g1.b"]"#, "2 wd"),
        step("c", r#"{"any": ["b", "g1.c"]}"#, "3 wd"),
    ];
    let gateways = r#"
        {"id": "g1", "after": ["a"], "branches": [{"id": "b", "p": 0.5}, {"id": "c", "p": 0.3}, {"id": "again", "p": 0.2, "back_to": "a"}]},
        {"id": "g2", "after": ["c"], "branches": [{"id": "done", "p": 0.6}, {"id": "again", "p": 0.4, "back_to": "a"}]}"#;
    let end = r#"{"id": "z", "after": ["g2.done"]}"#;
    let found = measured(
        &file("", &steps.join(","), gateways, end),
        Convention::Plain,
    );
    close(&found.lead_time, &Unit::WorkingDays, 55.0 / 6.0);
    // No loop taken: a, c at least; a, b, c at most.
    assert_eq!(said(&found.lead_time), "9.17 wd expected (4..6 wd)");
}

fn two_branches(first: &str, second: &str) -> redtape::measure::Measures {
    let steps = [
        step("a", "", "0 wd"),
        step("b", r#"["a"]"#, first),
        step("c", r#"["a"]"#, second),
        step("d", r#"["b", "c"]"#, "0 wd"),
    ];
    let end = r#"{"id": "z", "after": ["d"]}"#;
    measured(&file("", &steps.join(","), "", end), Convention::Plain)
}

/// Two independent branches 0/3/6: each has the mean 3, their maximum more. For the symmetric
/// triangle on 0..1 the mean of the larger of two is 1/2 + 7/60 = 37/60, so 3.7 of 6.
#[test]
fn the_expected_maximum_is_more_than_the_maximum_of_the_means() {
    let found = two_branches("0/3/6 wd", "0/3/6 wd").lead_time;
    close(&found, &Unit::WorkingDays, 3.7);
    assert!(found.notes.contains(Note::Triangular) && !found.notes.contains(Note::Draws));
    let value = found.value.unwrap();
    assert!(value.min.abs() < 1e-9 && (value.max - 6.0).abs() < 1e-9);
}

/// The same twice over, held apart by a step in between that goes to both: not one split and one
/// join, so it is drawn; the same draws each time, and near what integration gives for the parts.
#[test]
fn a_network_of_branches_is_drawn_with_a_fixed_seed() {
    let steps = [
        step("a", "", "0 wd"),
        step("b", r#"["a"]"#, "0/3/6 wd"),
        step("c", r#"["a"]"#, "0/3/6 wd"),
        step("d", r#"["b"]"#, "0 wd"),
        step("e", r#"["b", "c"]"#, "0 wd"),
        step("f", r#"["d", "e"]"#, "0 wd"),
    ];
    let end = r#"{"id": "z", "after": ["f"]}"#;
    let procedure = file("", &steps.join(","), "", end);
    let found = measured(&procedure, Convention::Plain).lead_time;
    assert!(found.notes.contains(Note::Draws));
    let mean = found.value.unwrap().mean.unwrap();
    assert!((mean - 3.7).abs() < 0.05, "{mean}");
    assert_eq!(found, measured(&procedure, Convention::Plain).lead_time);
}

/// Branches b and c with 0.5 each, at least one: (0.25 * 3 + 0.25 * 3 + 0.25 * 3.7) / 0.75.
#[test]
fn an_inclusive_block_takes_at_least_one_branch() {
    let steps = [
        step("a", "", "0 wd"),
        step("b", r#"["g.b"]"#, "0/3/6 wd"),
        step("c", r#"["g.c"]"#, "0/3/6 wd"),
        step("d", r#"{"some": ["b", "c"]}"#, "0 wd"),
    ];
    let gateway = r#"{"id": "g", "kind": "inclusive", "after": ["a"], "branches": [{"id": "b", "p": 0.5}, {"id": "c", "p": 0.5}]}"#;
    let end = r#"{"id": "z", "after": ["d"]}"#;
    let procedure = file("", &steps.join(","), gateway, end);
    let found = measured(&procedure, Convention::Plain).lead_time;
    close(&found, &Unit::WorkingDays, (3.0 + 3.0 + 3.7) / 3.0);
}

#[test]
fn a_branch_that_outlasts_all_others_needs_no_draws() {
    let found = two_branches("1..2 wd", "3/4/8 wd").lead_time;
    close(&found, &Unit::WorkingDays, 4.0);
    assert!(!found.notes.contains(Note::Draws) && !found.notes.contains(Note::Triangular));
}

#[test]
fn a_step_without_time_makes_a_floor_and_never_counts_as_zero() {
    let steps = r#"{"id": "a", "kind": "check", "role": "clerk", "elapsed": "2 wd"},
        {"id": "b", "kind": "check", "role": "clerk", "after": ["a"]}"#;
    let end = r#"{"id": "z", "after": ["b"]}"#;
    let found = measured(&file("", steps, "", end), Convention::Plain);
    assert_eq!(said(&found.lead_time), "at least 2 wd, 1 of 2 steps known");
    assert_eq!(found.hands_on.state(), State::NotMeasurable);
    assert_eq!(said(&found.cost), "not measurable: no fee is given");
}

#[test]
fn a_mean_alone_is_an_expectation_without_an_upper_bound() {
    let steps = r#"{"id": "a", "kind": "check", "role": "clerk", "elapsed": {"mean": "2.5 wd", "median": "1 wd"}}"#;
    let end = r#"{"id": "z", "after": ["a"]}"#;
    let found = measured(&file("", steps, "", end), Convention::Plain);
    assert_eq!(said(&found.lead_time), "2.5 wd expected");
    assert!(!found.lead_time.within(1e9), "nothing bounds it");
    let university = measured(&real("nl-tue-domestic-declaration"), Convention::Plain);
    let lead = said(&university.lead_time);
    assert!(
        lead.starts_with("at least 1") && lead.ends_with("cd expected, 8 of 9 steps known"),
        "{lead}"
    );
}

#[test]
fn the_clocks_of_applicant_and_offices_run_side_by_side_in_parallel_branches() {
    let found = two_branches("5 wd", "3 wd");
    assert_eq!(said(&found.agency_time), "5 wd");
    assert_eq!(said(&found.lead_time), "5 wd");
}

#[test]
fn a_median_alone_adds_up_to_nothing() {
    let steps = r#"{"id": "a", "kind": "check", "role": "clerk", "elapsed": {"median": "2 wd"}}"#;
    let end = r#"{"id": "z", "after": ["a"]}"#;
    let found = measured(&file("", steps, "", end), Convention::Plain);
    assert_eq!(found.lead_time.state(), State::NotMeasurable);
}

#[test]
fn steps_at_the_same_time_start_on_consecutive_days_the_longest_first() {
    let steps = [
        step("a", "", "1 h"),
        step("b", r#"["a"]"#, "2 cd"),
        step("c", r#"["a"]"#, "5 cd"),
        step("d", r#"["a"]"#, "4 cd"),
        step("e", r#"["b", "c", "d"]"#, "1 cd"),
    ];
    let end = r#"{"id": "z", "after": ["e"]}"#;
    let procedure = file("", &steps.join(","), "", end);
    // 1 (at least) + max(5, 1 + 4, 2 + 2) + 1.
    let found = measured(&procedure, Convention::DoingBusiness);
    close(&found.lead_time, &Unit::CalendarDays, 7.0);
}
