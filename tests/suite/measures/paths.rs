//! Critical paths, complexity, and published totals: known answers.

use super::{file, real, step};
use redtape::graph::Graph;
use redtape::measure::complexity::Complexity;
use redtape::measure::critical::{
    Critical, Criticality, MOST_SCENARIOS, Timeline, critical, criticality,
};
use redtape::measure::reconcile::{Agreement, reconcile};
use redtape::message::{Ids, Lang};
use redtape::model::{Id, Procedure};
use std::fmt::Write as _;

fn paths(procedure: &Procedure) -> Critical {
    critical(procedure, &Graph::of(procedure)).unwrap()
}

fn often(procedure: &Procedure) -> Criticality {
    criticality(procedure, &Graph::of(procedure)).unwrap()
}

fn slacks(line: &Timeline) -> Vec<(&str, f64)> {
    (line.steps.iter())
        .map(|step| (step.id.as_ref(), step.slack))
        .collect()
}

/// Twelve steps, in days; the longest path is a c g j k l.
///
/// ```text
/// step      a  b  c  d  e  f  g  h  i  j  k  l
/// takes     2  3  5  1  4  2  6  8  3  2  1  2
/// after        a  a  a  b  c  c  d  ef gh ij k
/// earliest  0  2  2  2  5  7  7  3  9 13 15 16     ends at 16 + 2 = 18
/// latest    0  5  2  4  8 10  7  5 12 13 15 16     l 18 - 2; k 16 - 1; i 15 - 3; j 15 - 2; ...
/// slack     0  3  0  2  3  3  0  2  3  0  0  0     c: min(f 10, g 7) - 5 = 2
/// ```
#[test]
fn slacks_of_twelve_parallel_steps_are_those_worked_by_hand() {
    let takes = [
        ("a", "", 2),
        ("b", r#"["a"]"#, 3),
        ("c", r#"["a"]"#, 5),
        ("d", r#"["a"]"#, 1),
        ("e", r#"["b"]"#, 4),
        ("f", r#"["c"]"#, 2),
        ("g", r#"["c"]"#, 6),
        ("h", r#"["d"]"#, 8),
        ("i", r#"["e", "f"]"#, 3),
        ("j", r#"["g", "h"]"#, 2),
        ("k", r#"["i", "j"]"#, 1),
        ("l", r#"["k"]"#, 2),
    ];
    let steps = takes.map(|(id, after, days)| step(id, after, &format!("{days} wd")));
    let end = r#"{"id": "z", "after": ["l"]}"#;
    let procedure = file("", &steps.join(","), "", end);
    let (found, often) = (paths(&procedure), often(&procedure));
    let slack = [0.0, 3.0, 0.0, 2.0, 3.0, 3.0, 0.0, 2.0, 3.0, 0.0, 0.0, 0.0];
    let starts = [
        0.0, 2.0, 2.0, 2.0, 5.0, 7.0, 7.0, 3.0, 9.0, 13.0, 15.0, 16.0,
    ];
    let line = &found.likeliest;
    assert!((line.length - 18.0).abs() < 1e-9);
    for ((step, slack), start) in line.steps.iter().zip(slack).zip(starts) {
        assert!((step.slack - slack).abs() < 1e-9, "{step:?}");
        assert!((step.start - start).abs() < 1e-9, "{step:?}");
    }
    assert_eq!((often.scenarios, often.more), (1, false));
    assert_eq!(found.likeliest, found.longest);
}

/// A quick decision (0.7, 1 day) or a review (0.3, 6 days), beside a payment of 3 days.
#[test]
fn criticality_is_the_share_of_cases_without_slack() {
    let steps = [
        step("a", "", "1 wd"),
        step("pay", r#"["a"]"#, "3 wd"),
        step("quick", r#"["g.quick"]"#, "1 wd"),
        step("review", r#"["g.review"]"#, "6 wd"),
        step("both", r#"["pay", "m"]"#, "1 wd"),
        step("m", r#"{"any": ["quick", "review"]}"#, "0 wd"),
        step("g0", r#"["a"]"#, "0 wd"),
    ];
    let gateways = r#"{"id": "g", "after": ["g0"], "branches": [{"id": "quick", "p": 0.7}, {"id": "review", "p": 0.3}]}"#;
    let end = r#"{"id": "z", "after": ["both"]}"#;
    let procedure = file("", &steps.join(","), gateways, end);
    let (found, often) = (paths(&procedure), often(&procedure));
    let share = |id: &str| often.of_step[&Id::from(id)];
    assert!((share("pay") - 0.7).abs() < 1e-9);
    assert!((share("review") - 0.3).abs() < 1e-9);
    assert!(share("quick").abs() < 1e-9);
    assert!((share("a") - 1.0).abs() < 1e-9);
    assert!((found.likeliest.length - 5.0).abs() < 1e-9);
    assert!((found.longest.length - 8.0).abs() < 1e-9);
    assert_eq!(found.likeliest.probability, Some(0.7));
    assert!(slacks(&found.likeliest).contains(&("quick", 2.0)));
    assert_eq!((often.scenarios, often.more), (2, false));
}

/// Rows of a step, a choice of two, and a merge: 2 ^ 500 scenarios in 2,500 elements.
#[test]
fn more_scenarios_than_can_be_looked_at_are_bounded_and_said_so() {
    let (mut steps, mut gateways) = (String::new(), String::new());
    for n in 0..500 {
        let after = match n {
            0 => String::new(),
            _ => format!(r#"{{"any": ["b{0}", "c{0}"]}}"#, n - 1),
        };
        let parts = [
            step(&format!("a{n}"), &after, "1 wd"),
            step(&format!("d{n}"), &format!(r#"["a{n}"]"#), "1 wd"),
            step(&format!("b{n}"), &format!(r#"["g{n}.b"]"#), "1 wd"),
            step(&format!("c{n}"), &format!(r#"["g{n}.c"]"#), "2 wd"),
        ];
        let comma = if n == 0 { "" } else { "," };
        write!(steps, "{comma}{}", parts.join(",")).unwrap();
        write!(
            gateways,
            r#"{comma}{{"id": "g{n}", "after": ["d{n}"], "branches": [{{"id": "b", "p": 0.9}}, {{"id": "c"}}]}}"#
        )
        .unwrap();
    }
    let end = r#"{"id": "z", "after": {"any": ["b499", "c499"]}}"#;
    let procedure = file("", &steps, &gateways, end);
    let (found, often) = (paths(&procedure), often(&procedure));
    assert_eq!((often.scenarios, often.more), (MOST_SCENARIOS, true));
    assert!(often.covered < 0.01);
    assert!((found.likeliest.length - 1500.0).abs() < 1e-6);
    assert!((found.longest.length - 2000.0).abs() < 1e-6);
}

#[test]
fn complexity_of_the_textbook_gateways() {
    let steps = [
        step("a", "", "1 wd"),
        step("b", r#"["x.b"]"#, "1 wd"),
        step("c", r#"["x.c"]"#, "1 wd"),
        step("d", r#"["b"]"#, "1 wd"),
        step("e", r#"["b"]"#, "1 wd"),
        step("f", r#"["d", "e"]"#, "1 wd"),
    ];
    let gateways =
        r#"{"id": "x", "after": ["a"], "branches": [{"id": "b", "p": 0.5}, {"id": "c"}]}"#;
    let end = r#"{"id": "z", "after": {"any": ["f", "c"]}}"#;
    let found = Complexity::of(&Graph::of(&file("", &steps.join(","), gateways, end)));
    // Exclusive of two: 2; parallel: 1. Nodes a b c d e f x z; flows ax xb xc bd be df ef fz cz.
    assert!((found.control_flow - 3.0).abs() < 1e-9);
    assert_eq!((found.nodes, found.flows), (8, 9));
    assert_eq!(found.connectivity, Some(9.0 / 8.0));
    assert_eq!(found.density, Some(9.0 / 56.0));
    assert_eq!(found.depth, Some(2), "the parallel block is in the choice");
}

#[test]
fn published_totals_are_told_beside_the_computed_ones() {
    let procedure = real("cn-shanghai-start-business");
    let found = reconcile(&procedure, &Graph::of(&procedure));
    let said: Vec<String> = (found.iter())
        .map(|one| one.message.say(Lang::En, &Ids))
        .collect();
    assert_eq!(said[0], "computed 22 cd, published 22 cd");
    assert_eq!(said[1], "computed 7, published 7");
    assert_eq!(found[0].agreement, Agreement::Agrees);
    // An older count of nine steps, and the days after the reform, speak of something else.
    assert_eq!(found[3].agreement, Agreement::NotComparable);
    assert_eq!(found[5].agreement, Agreement::NotComparable);
    let angono = real("ph-angono-building-permit");
    let found = reconcile(&angono, &Graph::of(&angono));
    assert_eq!(
        found[0].agreement,
        Agreement::Agrees,
        "66 min, one step unknown"
    );
}
