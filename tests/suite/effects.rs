//! Effects of changes: worked out by hand on small procedures, and held to the figures of real ones.
#![allow(
    clippy::float_cmp,
    reason = "what is exact in both versions is exact between them"
)]

mod layer;
mod real;
mod time;

use crate::cases::root;
use redtape::effect::{Effect, Effects, Way, pays_back, risks, terms};
use redtape::fact::Facts;
use redtape::graph::Graph;
use redtape::measure::figure::{Figure, State, Unit};
use redtape::measure::workload::Group;
use redtape::measure::{Convention, Measures, measure};
use redtape::message::Lang;
use redtape::model::{Id, Procedure, load};
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

fn near(is: f64, expected: f64, within: f64) {
    assert!((is - expected).abs() <= within, "{is}, not {expected}");
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
    let effects = Effects::of(p, &now, &result, Convention::Plain);
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

/// Who pays at once gives the same papers as before, known or not; so does who is inspected by all bodies at once.
#[test]
fn papers_that_nobody_knows_cancel_out_where_only_the_fee_or_the_day_changes() {
    let p = crate::procedures::named("in-delhi-building-permit");
    let (result, _, effects) = weighed(&p);
    let each = effects.each.as_ref().unwrap();
    let entries = result.if_answered.derivation.iter().zip(each);
    let mut paid = entries.filter(|(entry, _)| entry.proposal.rewrite.id == "pay-once");
    let (_, effect) = paid.next().unwrap();
    for (key, less) in [("payments", 1.0), ("documents", 0.0), ("fields", 0.0)] {
        assert_eq!(exactly(&effect.of(key).unwrap().less), less, "{key}");
    }
}

/// The file does not say what the inspection is for but for another paper, so that the permit may go ahead of it.
#[test]
fn a_grant_beside_what_may_stop_it_is_told_by_name() {
    let case = "tests/rewrites/parallelise-independent-steps/asks-knockout-would-be-lost--grant";
    let p = crate::cases::procedure(&root().join(case).join("procedure.json"));
    let (result, _, effects) = weighed(&p);
    let beside = &effects.if_answered.unguarded;
    assert_eq!((beside.len(), &*beside[0].step), (1, "sign"));
    let controls: Vec<&str> = beside[0].controls.iter().map(Id::as_str).collect();
    assert_eq!(controls, ["look"]);
    let proposal = &result.if_answered.derivation[0].proposal;
    let risks = risks(&p, proposal, effects.each.as_ref().map(|each| &each[0]));
    let told: Vec<String> = risks.iter().map(|risk| risk.say(Lang::En, &p)).collect();
    let said = "“Sign the permit” may be done before it is known whether the case is stopped at “Look at the stove”";
    assert!(told.iter().any(|risk| risk == said), "{told:?}");
    assert!(effects.sure.unguarded.is_empty());
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
    // 600 cases, 105 minutes each on the way and in the queue; what is done there is not stated.
    let way = visits(&Value::Null, None).1;
    assert_eq!(way.state(), State::Floor);
    near(way.value.unwrap().min, 1050.0, 1e-6);
    let some = visits(&taken(0.25), Some(true)).1;
    assert_eq!(
        some.state(),
        State::NotMeasurable,
        "what it takes online is not stated"
    );
}
