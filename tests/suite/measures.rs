//! Figures: known answers.

use redtape::graph::Graph;
use redtape::measure::calendar::{Clock, Length};
use redtape::measure::figure::{Figure, Note, State, Unit, Values};
use redtape::measure::quality::{ENOUGH, stops_a_year, upper_bound};
use redtape::measure::{Convention, Measures, measure};
use redtape::message::{Ids, Lang};
use redtape::model::{Evidence, Procedure, load};
use redtape::source::Source;

mod by_law;
mod corpus;
mod counts;
mod paths;
mod shapes;
mod year;

fn loaded(text: &str) -> Procedure {
    let source = Source {
        name: "test".to_owned(),
        text: text.to_owned(),
    };
    load(&source).unwrap_or_else(|faults| panic!("{}", source.explain(&faults, Lang::En)))
}

fn real(id: &str) -> Procedure {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("procedures");
    loaded(&std::fs::read_to_string(folder.join(format!("{id}.json"))).unwrap())
}

fn measured(procedure: &Procedure, convention: Convention) -> Measures {
    measure(procedure, &Graph::of(procedure), convention)
}

fn said(figure: &Figure) -> String {
    figure.message().say(Lang::En, &Ids)
}

/// A file with these steps, gateways and ends, more keys before them.
fn file(more: &str, steps: &str, gateways: &str, ends: &str) -> Procedure {
    loaded(&format!(
        r#"{{"redtape": 1, "id": "t", "name": "t", {more} "roles": [{{"id": "clerk"}}],
            "steps": [{steps}], "gateways": [{gateways}], "ends": [{ends}]}}"#
    ))
}

/// A step by the clerk: id, what it follows as JSON, elapsed time.
fn step(id: &str, after: &str, elapsed: &str) -> String {
    let after = if after.is_empty() {
        String::new()
    } else {
        format!(r#""after": {after}, "#)
    };
    format!(r#"{{"id": "{id}", "kind": "review", "role": "clerk", {after}"elapsed": "{elapsed}"}}"#)
}

#[track_caller]
fn close(figure: &Figure, unit: &Unit, mean: f64) {
    assert_eq!(
        (&figure.unit, figure.state()),
        (unit, State::Known),
        "{}",
        said(figure)
    );
    let found = figure.value.unwrap().mean.unwrap();
    assert!((found - mean).abs() < 1e-9, "{found}, expected {mean}");
}

#[test]
fn shanghai_takes_22_calendar_days_as_doing_business_counts() {
    let found = measured(
        &real("cn-shanghai-start-business"),
        Convention::DoingBusiness,
    );
    assert_eq!(found.lead_time.value, Some(Values::exactly(22.0)));
    assert_eq!(said(&found.lead_time), "22 cd");
    assert_eq!(said(&found.counts.steps), "7");
    assert_eq!(found.hands_on.state(), State::NotMeasurable);
}

/// Dumas and others, "Fundamentals of business process management", ch. 7:
/// 1 / (1 - 0.2) + max(1, 3) + 3 + 0.6 * 1 + 0.4 * 2 = 8.65.
#[test]
fn the_textbook_credit_application_takes_8_65_working_days() {
    let steps = [
        step("check", "", "1 wd"),
        step("income", r#"["ok.yes"]"#, "1 wd"),
        step("history", r#"["ok.yes"]"#, "3 wd"),
        step("assess", r#"["income", "history"]"#, "3 wd"),
        step("offer", r#"["verdict.yes"]"#, "1 wd"),
        step("reject", r#"["verdict.no"]"#, "2 wd"),
    ];
    let gateways = r#"
        {"id": "ok", "after": ["check"], "branches": [{"id": "yes", "p": 0.8}, {"id": "no", "p": 0.2, "back_to": "check"}]},
        {"id": "verdict", "after": ["assess"], "branches": [{"id": "yes", "p": 0.6}, {"id": "no", "p": 0.4}]}"#;
    let ends = r#"{"id": "offered", "after": ["offer"]}, {"id": "rejected", "after": ["reject"]}"#;
    let found = measured(
        &file("", &steps.join(","), gateways, ends),
        Convention::Plain,
    );
    close(&found.lead_time, &Unit::WorkingDays, 8.65);
    // The bounds take no loop: 1 + 3 + 3 + 1 and 1 + 3 + 3 + 2.
    assert_eq!(said(&found.lead_time), "8.65 wd expected (8..9 wd)");
    assert!(found.lead_time.notes.contains(Note::LoopsNotTaken));
}

#[test]
fn angono_hands_off_nine_times_between_desks_and_seven_between_offices() {
    let found = measured(&real("ph-angono-building-permit"), Convention::Plain);
    assert_eq!(said(&found.counts.handoffs), "9");
    assert_eq!(said(&found.counts.handoffs_between_agencies), "7");
    assert_eq!(
        said(&found.hands_on),
        "at least 66 min, 9 of 10 steps known"
    );
    assert!(!found.hands_on.within(1_000.0), "a floor passes no ceiling");
    // No wait is stated, so nothing is fully known of the lead time.
    assert_eq!(found.lead_time.known, 0);
}

#[test]
fn where_every_step_says_that_nobody_waits_the_waiting_is_nothing() {
    let waits = |wait: &str| {
        let step =
            format!(r#"{{"id": "a", "kind": "review", "role": "clerk", "work": "10 min"{wait}}}"#);
        measured(
            &file("", &step, "", r#"{"id": "e", "after": ["a"]}"#),
            Convention::Plain,
        )
        .waiting
    };
    close(&waits(r#", "wait": []"#), &Unit::WorkingDays, 0.0);
    assert_eq!(waits("").state(), State::NotMeasurable);
}

#[test]
fn none_rejected_of_n_bounds_the_rate_by_about_three_nths() {
    for n in [ENOUGH, 500, 10_000] {
        let exact = 1.0 - 0.05_f64.powf(1.0 / n as f64);
        assert!((upper_bound(0, n) - exact).abs() < 1e-9);
        assert!((upper_bound(0, n) * n as f64 / 3.0 - 1.0).abs() < 0.02);
    }
    // Clopper and Pearson, one-sided 95 %: 1 of 10 is at most 39.4 %.
    assert!((upper_bound(1, 10) - 0.3942).abs() < 1e-4);
    assert_eq!(upper_bound(0, 0).to_bits(), 1.0_f64.to_bits());
}

#[test]
fn what_a_control_stops_needs_the_cases_of_a_year() {
    let mut procedure = file(
        "",
        &step("a", "", "1 wd"),
        "",
        r#"{"id": "z", "after": ["a"]}"#,
    );
    assert_eq!(
        stops_a_year(&procedure, 31, 2747).state(),
        State::NotMeasurable
    );
    procedure.cases_per_year = Some(1200.0);
    let stops = stops_a_year(&procedure, 31, 2747).value.unwrap();
    assert!((stops.mean.unwrap() - 1200.0 * 31.0 / 2747.0).abs() < 1e-9);
    assert!(stops.min < 13.0 && stops.max > 14.0);
}

#[test]
fn two_currencies_never_add_and_the_weakest_evidence_stays() {
    let money = |currency: &str, evidence| {
        let unit = Unit::Money(currency.to_owned());
        Figure::of(Values::exactly(10.0), unit, Some(evidence))
    };
    let euro = money("EUR", Evidence::Observed);
    assert_eq!(
        euro.add(&money("USD", Evidence::Stated)).state(),
        State::NotMeasurable
    );
    let sum = euro.add(&money("EUR", Evidence::Estimated));
    assert_eq!(
        (said(&sum).as_str(), sum.evidence),
        ("20 EUR", Some(Evidence::Estimated))
    );
}

#[test]
fn a_difference_is_measurable_when_what_is_unknown_stays_the_same() {
    let floor = |value, id: &str| {
        let unknown = std::collections::BTreeSet::from([id.into()]);
        Figure::sum(Values::exactly(value), Unit::Minutes, 10, unknown)
    };
    let before = floor(66.0, "release");
    assert_eq!(
        said(&before.difference(&floor(40.0, "release"), |_| true)),
        "26 min"
    );
    let changed = before.difference(&floor(40.0, "release"), |_| false);
    let others = before.difference(&floor(40.0, "pay"), |_| true);
    assert_eq!(changed.state(), State::NotMeasurable);
    assert_eq!(others.state(), State::NotMeasurable);
    assert_eq!(
        before.message().say(Lang::Zh, &Ids),
        "至少 66 分钟（共 10 个环节，已知 9 个）"
    );
}

const GOLDEN_WEEK: &str = r#""calendar": {"day": "8 h", "holidays": ["2026-10-01", "2026-10-02", "2026-10-05",
    "2026-10-06", "2026-10-07"], "make_up": ["2026-09-27", "2026-10-10"]},"#;

#[test]
fn three_working_days_across_a_holiday_week_take_ten() {
    let one = step("a", "", "3 wd");
    let end = r#"{"id": "z", "after": ["a"]}"#;
    let clock = Clock::of(&file(GOLDEN_WEEK, &one, "", end));
    let from = |day, work| {
        let start = jiff::civil::date(2026, 9, day);
        clock.calendar_days_from(
            start,
            Length {
                work,
                calendar: 0.0,
            },
        )
    };
    // Wednesday 30 September, Thursday 8 and Friday 9 October are worked; the third day is over
    // when the offices open on Saturday 10 October, a make-up day: ten days later.
    assert!((from(30, 3.0 * 480.0) - 10.0).abs() < 1e-9);
    // Without them: Monday 7 September to Thursday 10.
    assert!((from(7, 3.0 * 480.0) - 3.0).abs() < 1e-9);
    // Half a day from the opening hour is four hours, whatever the day.
    assert!((from(30, 240.0) - 4.0 / 24.0).abs() < 1e-9);
}

#[test]
fn working_days_become_calendar_days_by_the_week_not_by_a_factor() {
    let steps = [step("a", "", "1 wd"), step("b", r#"["a"]"#, "2 cd")];
    let end = r#"{"id": "z", "after": ["b"]}"#;
    let found = measured(&file("", &steps.join(","), "", end), Convention::Plain);
    // One day from Monday to Thursday, three from Friday: 1.4; two more days of the calendar.
    close(&found.lead_time, &Unit::CalendarDays, 3.4);
    assert!(found.lead_time.notes.contains(Note::DefaultDay));
    assert!(found.lead_time.notes.contains(Note::MixedClocks));
}
