//! What changes save of time, worked out by hand on small procedures.

use super::{near, read};
use redtape::graph::Graph;
use redtape::measure::Base;
use redtape::measure::cases::Cases;
use redtape::measure::difference::unchanged;
use redtape::measure::figure::Values;
use redtape::model::Procedure;
use serde_json::{Value, json};

/// A procedure of one role with these steps, all of which its end waits for that `last` names.
fn of_steps(steps: &Value, last: &[&str]) -> Procedure {
    read(&json!({
        "redtape": 1, "id": "small", "name": "Small", "evidence": "constructed",
        "roles": [{"id": "clerk"}], "steps": steps, "ends": [{"id": "done", "after": last}],
    }))
}

fn step(id: &str, after: &[&str], elapsed: &str) -> Value {
    let mut step = json!({"id": id, "kind": "record", "role": "clerk", "elapsed": elapsed});
    if !after.is_empty() {
        step["after"] = json!(after);
    }
    step
}

pub(super) fn saved(before: &Procedure, after: &Procedure) -> Option<Values> {
    let cases = |version| {
        let graph = Graph::of(version);
        Cases::of(before, version, &graph, &Base::of(version, &graph))
    };
    let same = unchanged(before, after);
    Some(cases(before)?.saved(&cases(after)?, &same)?.0)
}

/// Two steps of 0 to 10 days, symmetric: side by side a case saves the shorter of the two. With U the
/// uniform distribution, E min = 10 (1/2 - 7/60); P(min <= q) = 1 - (1 - F(q))², F(q) = 2 (q/10)² below 5.
#[test]
fn steps_side_by_side_save_in_each_case_what_the_shorter_one_takes() {
    let row = [step("a", &[], "0/5/10 wd"), step("b", &["a"], "0/5/10 wd")];
    let (before, after) = (
        of_steps(&json!(row), &["b"]),
        json!([
            {"id": "open", "kind": "record", "role": "clerk", "elapsed": "0 wd"},
            step("a", &["open"], "0/5/10 wd"), step("b", &["open"], "0/5/10 wd"),
        ]),
    );
    let saved = saved(&before, &of_steps(&after, &["a", "b"]));
    // The new step is in one version only and takes no time.
    let saved = saved.unwrap();
    near(saved.mean.unwrap(), 10.0 * (0.5 - 7.0 / 60.0), 0.25);
    near(saved.min, 1.125, 0.35);
    near(saved.max, 6.656, 0.45);
}

/// Beside a third branch only the slack that it leaves is saved, in each case: two steps of 2 days, in a row or
/// side by side, beside one of 0 to 10 days save max(4, Z) - max(2, Z). The difference of the bounds would
/// be 4 - 2 = 2 at the least and 10 - 10 = 0 at the most.
#[test]
fn beside_a_longer_branch_only_slack_is_saved() {
    let steps = |b_after: &str, z: &str| {
        let steps = json!([
            step("open", &[], "1 wd"),
            step("a", &["open"], "2 wd"),
            step("b", &[b_after], "2 wd"),
            step("z", &["open"], z),
        ]);
        let last: &[&str] = if b_after == "a" {
            &["b", "z"]
        } else {
            &["a", "b", "z"]
        };
        of_steps(&steps, last)
    };
    let fixed = |z: &str| saved(&steps("a", z), &steps("open", z)).unwrap();
    assert_eq!((fixed("10 wd").min, fixed("10 wd").max), (0.0, 0.0));
    assert_eq!((fixed("3 wd").min, fixed("3 wd").max), (1.0, 1.0));
    assert_eq!((fixed("1 wd").min, fixed("1 wd").max), (2.0, 2.0));
    let drawn = fixed("0/5/10 wd");
    assert_eq!((drawn.min, drawn.max), (0.0, 2.0));
    // E max(4, Z) - E max(2, Z) = integral of F from 2 to 4 = 2 (4³ - 2³) / 300.
    near(drawn.mean.unwrap(), 2.0 * 56.0 / 300.0, 0.06);
}

/// A step that goes saves its work and its wait.
#[test]
fn a_step_that_goes_saves_its_wait_too() {
    let of = |ids: &[&str]| {
        let mut last: Vec<&str> = Vec::new();
        let mut steps = Vec::new();
        for id in ids {
            let mut one = json!({"id": id, "kind": "record", "role": "clerk", "work": "1 h", "wait": "1..3 wd"});
            if !last.is_empty() {
                one["after"] = json!(last);
            }
            last = vec![id];
            steps.push(one);
        }
        of_steps(&json!(steps), &last)
    };
    let saved = saved(&of(&["a", "b", "c"]), &of(&["a", "c"])).unwrap();
    near(saved.mean.unwrap(), 2.0 + 1.0 / 8.0, 0.05);
    assert!(
        saved.min > 1.0 + 1.0 / 8.0 && saved.max < 3.0 + 1.0 / 8.0,
        "{saved:?}"
    );
}

/// A merged step works as long as both did: the same case saves the second wait, no more, no less.
#[test]
fn a_merged_step_saves_the_second_wait_and_nothing_by_chance() {
    let step = |id: &str, work: &str, wait: &str| json!({"id": id, "kind": "record", "role": "clerk", "work": work, "wait": wait});
    let mut second = step("b", "2..6 h", "2 wd");
    second["after"] = json!(["a"]);
    let before = of_steps(&json!([step("a", "1..3 h", "1..2 wd"), second]), &["b"]);
    let mut merged = step("a", "3..9 h", "1..2 wd");
    merged["origin"] = json!({"merged": ["a", "b"]});
    let after = of_steps(&json!([merged]), &["a"]);
    let saved = saved(&before, &after).unwrap();
    near(saved.min, 2.0, 1e-9);
    near(saved.max, 2.0, 1e-9);
}

/// What is of unknown length cancels out in a row, never beside others.
#[test]
fn an_unknown_step_cancels_out_only_where_it_stands_beside_nothing() {
    let unknown = |after: &[&str]| {
        let mut step = json!({"id": "u", "kind": "record", "role": "clerk"});
        if !after.is_empty() {
            step["after"] = json!(after);
        }
        step
    };
    let row = |b_after: &str, last: &[&str]| {
        let steps = [
            unknown(&[]),
            step("a", &["u"], "2 wd"),
            step("b", &[b_after], "3 wd"),
        ];
        of_steps(&json!(steps), last)
    };
    let fixed = saved(&row("a", &["b"]), &row("u", &["a", "b"])).unwrap();
    assert_eq!((fixed.min, fixed.max), (2.0, 2.0));
    let beside = |b_after: &str, last: &[&str]| {
        let open = step("open", &[], "1 wd");
        let steps = [
            open,
            unknown(&["open"]),
            step("a", &["open"], "2 wd"),
            step("b", &[b_after], "3 wd"),
        ];
        of_steps(&json!(steps), last)
    };
    assert_eq!(
        saved(&beside("a", &["b", "u"]), &beside("open", &["a", "b", "u"])),
        None
    );
}
