//! Effects of changes: worked out by hand on small procedures, and held to the figures of real ones.
#![allow(
    clippy::float_cmp,
    reason = "what is exact in both versions is exact between them"
)]

use crate::cases::{procedure, root};
use crate::procedures::{all, named};
use redtape::diff::Table;
use redtape::effect::{Effect, Effects, Way, pays_back, terms};
use redtape::fact::Facts;
use redtape::graph::Graph;
use redtape::measure::cases::Cases;
use redtape::measure::difference::unchanged;
use redtape::measure::figure::{Figure, State, Unit, Values};
use redtape::measure::workload::Group;
use redtape::measure::{Base, Convention, Measures, measure};
use redtape::message::Lang;
use redtape::model::{Procedure, load};
use redtape::simplify::{Options, Simplification, simplify};
use redtape::source::Source;
use serde_json::{Value, json};

fn read(value: &Value) -> Procedure {
    let source = Source {
        name: "procedure.json".to_owned(),
        text: value.to_string(),
    };
    load(&source).unwrap_or_else(|faults| panic!("{}", source.explain(&faults, Lang::En)))
}

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

fn saved(before: &Procedure, after: &Procedure) -> Option<Values> {
    let cases = |version| {
        let graph = Graph::of(version);
        Cases::of(before, version, &graph, &Base::of(version, &graph))
    };
    let same = unchanged(before, after);
    Some(cases(before)?.saved(&cases(after)?, &same)?.0)
}

fn near(is: f64, expected: f64, within: f64) {
    assert!((is - expected).abs() <= within, "{is}, not {expected}");
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

fn options(p: &Procedure) -> Options {
    Options {
        facts: Facts::of(p),
        ..Options::default()
    }
}

fn weighed(p: &Procedure) -> (Simplification, Measures, Effects) {
    let options = options(p);
    let result = simplify(p, &options).unwrap();
    let now = measure(p, &Graph::of(p), Convention::Plain);
    let effects = Effects::of(p, &now, &result, &options.facts, Convention::Plain).unwrap();
    (result, now, effects)
}

/// The change by the rewrite of a case whose file is changed first.
fn only(case: &str, change: impl Fn(&mut Value)) -> (Procedure, Simplification, Effect) {
    let path = root()
        .join("tests/rewrites")
        .join(case)
        .join("procedure.json");
    let mut value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    change(&mut value);
    let p = read(&value);
    let (result, _, effects) = weighed(&p);
    let mut derivation = result.if_answered.derivation.iter();
    let at = derivation.position(|entry| case.starts_with(entry.proposal.rewrite.id));
    let effect = effects.each.unwrap().swap_remove(at.unwrap());
    (p, result, effect)
}

fn exactly(figure: &Figure) -> f64 {
    let value = figure.known().unwrap_or_else(|| panic!("{figure:?}"));
    assert!(value.is_fixed(), "{figure:?}");
    value.min
}

fn set(value: &mut Value, list: &str, id: &str, key: &str, to: Value) {
    let list = value[list].as_array_mut().unwrap();
    let one = list.iter_mut().find(|one| one["id"] == id).unwrap();
    one[key] = to;
}

/// 1000 cases a year; the officer signs in 6 minutes (100 h), the head in 12 (200 h). When the head signs for both,
/// the officer has 100 h less and the head 100 h more.
#[test]
fn hours_go_to_whom_the_work_goes_and_the_front_line_is_told() {
    let change = |front: bool| {
        move |value: &mut Value| {
            value["cases_per_year"] = json!(1000);
            set(value, "steps", "officer-sign", "work", json!("6 min"));
            set(value, "steps", "head-sign", "work", json!("12 min"));
            set(value, "roles", "head", "front_line", json!(front));
        }
    };
    let case = "merge-sign-offs/applies-head";
    let (_, _, effect) = only(case, change(false));
    near(exactly(&effect.hours[&Group::BackOffice]), 100.0, 1e-6);
    near(exactly(&effect.hours[&Group::Superiors]), -100.0, 1e-6);
    assert!(!effect.onto_front_line());
    assert_eq!(effect.handed.len(), 1);
    assert_eq!(
        (effect.handed[0].from.as_ref(), effect.handed[0].to.as_ref()),
        ("officer", "head")
    );

    let (_, _, effect) = only(case, change(true));
    near(exactly(&effect.hours[&Group::FrontLine]), -100.0, 1e-6);
    assert!(effect.onto_front_line());
    // Without any figure of work it is still told.
    let (_, _, effect) = only(case, |value| {
        set(value, "roles", "head", "front_line", json!(true));
    });
    assert!(
        effect
            .hours
            .values()
            .all(|less| less.state() == State::NotMeasurable)
    );
    assert!(effect.onto_front_line());
}

/// The officer caught 5 of 1000 that the head would see too: between none and the upper bound of 1.05 % of
/// 1000 cases a year get past, for nobody counted what the head would catch of them.
#[test]
fn a_control_that_goes_says_what_nobody_stops_any_more() {
    let (p, _, effect) = only("remove-redundant-approval/applies-officer", |value| {
        value["cases_per_year"] = json!(1000);
    });
    assert_eq!(effect.lost.len(), 1);
    let lost = &effect.lost[0];
    assert_eq!((lost.step.as_ref(), &lost.into), ("officer-sign", &None));
    let value = lost.stopped.known().unwrap();
    near(value.min, 0.0, 1e-9);
    near(
        value.max,
        1000.0 * redtape::measure::quality::upper_bound(5, 1000),
        1e-6,
    );
    assert_eq!(exactly(&effect.of("steps").unwrap().less), 1.0);
    assert_eq!(effect.of("sign-offs").unwrap().way(), Way::Better);
    assert_eq!(
        effect.of("agency-cost").unwrap().way(),
        Way::Unknown,
        "{}",
        p.id
    );
}

/// 100 h a year at 48 EUR have paid for 2400 EUR in half a year; for what is paid in another currency, or saves
/// nothing that is known, nothing is said.
#[test]
fn a_change_has_paid_for_itself_when_the_staff_cost_saved_has() {
    let with = |one_off: &'static str, hourly: bool| {
        only("remove-redundant-approval/applies-officer", move |value| {
            value["cases_per_year"] = json!(1000);
            value["changes"] = json!([
                {"change": "remove-redundant-approval", "one_off": "1 EUR"},
                {"change": "remove-redundant-approval(officer-sign, head-sign; cover)",
                 "one_off": one_off, "approved_by": "Council"},
            ]);
            set(value, "steps", "officer-sign", "work", json!("6 min"));
            set(value, "steps", "head-sign", "work", json!("6 min"));
            if hourly {
                set(value, "roles", "officer", "hourly", json!("48 EUR"));
                set(value, "roles", "head", "hourly", json!("90 EUR"));
            }
        })
    };
    let years = |(p, result, effect): &(Procedure, Simplification, Effect)| {
        let mut proposals = result
            .if_answered
            .derivation
            .iter()
            .map(|entry| &entry.proposal);
        let proposal = proposals
            .find(|one| one.rewrite.id == "remove-redundant-approval")
            .unwrap();
        let term = terms(p, proposal).unwrap_or_else(|| panic!("{}", proposal.id()));
        assert!(term.approved_by.is_some(), "the closest name counts");
        pays_back(term, effect)
    };
    let figure = years(&with("2400 EUR", true));
    assert_eq!(figure.unit, Unit::Years);
    near(exactly(&figure), 0.5, 1e-6);
    assert_eq!(years(&with("2400 CNY", true)).state(), State::NotMeasurable);
    assert_eq!(
        years(&with("2400 EUR", false)).state(),
        State::NotMeasurable
    );
}

/// A step that can be done online too is a visit for those who come; nobody says how many: it is not told.
#[test]
fn an_online_channel_that_nobody_uses_cuts_no_visit() {
    let visits = |channels: &Value, online: Option<bool>| {
        let mut step = json!({"id": "apply", "kind": "submit", "role": "owner", "with": "desk", "visit": "hall"});
        if let Some(online) = online {
            step["online"] = json!(online);
        }
        let mut value = json!({
            "redtape": 1, "id": "small", "name": "Small", "cases_per_year": 600,
            "roles": [{"id": "owner", "kind": "applicant"}, {"id": "desk"}],
            "steps": [step], "ends": [{"id": "done", "after": ["apply"]}],
        });
        if !channels.is_null() {
            value["channels"] = channels.clone();
        }
        let p = read(&value);
        let measures = measure(&p, &Graph::of(&p), Convention::Plain);
        (measures.counts.visits, measures.workload.applicant_hours)
    };
    let counter = json!([{"id": "counter"}]);
    let taken =
        |share: f64| json!([{"id": "counter"}, {"id": "web", "online": true, "share": share}]);
    let silent = json!([{"id": "web", "online": true}]);
    assert_eq!(exactly(&visits(&Value::Null, None).0), 1.0);
    assert_eq!(exactly(&visits(&taken(0.0), Some(true)).0), 1.0);
    assert_eq!(exactly(&visits(&taken(0.25), Some(true)).0), 0.75);
    assert_eq!(
        exactly(&visits(&taken(0.25), None).0),
        1.0,
        "it is done in person only"
    );
    for channels in [&Value::Null, &counter, &silent] {
        assert_eq!(
            visits(channels, Some(true)).0.state(),
            State::NotMeasurable,
            "{channels}"
        );
        assert_ne!(
            visits(channels, Some(true)).1.state(),
            State::Known,
            "{channels}"
        );
    }
    // 600 cases, 141 minutes each.
    near(exactly(&visits(&Value::Null, None).1), 1410.0, 1e-6);
    let some = visits(&taken(0.25), Some(true)).1;
    assert_eq!(
        some.state(),
        State::NotMeasurable,
        "what it takes online is not stated"
    );
}

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
        [
            "remove-redundant-approval",
            "parallelise-independent-steps",
            "downgrade-to-notice"
        ]
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
