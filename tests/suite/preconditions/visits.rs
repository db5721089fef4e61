//! Payments, visits and inspections: what may come together.

use super::{applied, made_of, target, verdict};
use redtape::fact::Facts;
use redtape::model::{Id, Procedure, Ref};
use redtape::simplify::{Options, proposals};
use serde_json::{Value, json};

/// Two payments at a visit each, which follow these.
fn due(first: Value, second: Value, share: Value) -> Procedure {
    let pays = |id: &str, after: Value| json!({"id": id, "kind": "pay", "role": "owner", "with": "desk", "visit": "hall", "fee": "5 EUR", "after": after});
    let mut second = pays("b", second);
    if !share.is_null() {
        second["share"] = share;
    }
    made_of(
        json!([{"id": "s"}, {"id": "x", "after": ["fork.x"]}, {"id": "y", "after": ["fork.y"]},
            pays("a", first), second, {"id": "e", "after": ["a", "b", "x", "y"]}]),
        json!({"gateways": [{"id": "fork", "kind": "parallel", "after": ["s"], "branches": [{"id": "x"}, {"id": "y"}]}]}),
    )
}

#[test]
fn what_follows_the_same_in_another_way_is_not_due_at_once() {
    let both = || json!(["x", "y"]);
    let either = || json!({"some": ["x", "y"]});
    let said = |p: &Procedure| verdict(p, ["pay-once", "always-both"], &target(&["a", "b"], &[]));
    assert_eq!(said(&due(both(), both(), Value::Null)), "holds");
    assert_eq!(said(&due(both(), either(), Value::Null)), "fails");
    assert_eq!(
        said(&due(json!(["x"]), json!({"some": ["x"]}), Value::Null)),
        "holds"
    );
    assert_eq!(said(&due(json!(["x"]), json!(["y"]), Value::Null)), "fails");
    // In every case, or in some.
    assert_eq!(said(&due(both(), both(), json!(1.0))), "holds");
    assert_eq!(said(&due(both(), both(), json!(0.5))), "fails");
}

#[test]
fn a_visit_goes_where_there_are_two() {
    let p = made_of(
        json!([{"id": "a", "with": "owner", "visit": "hall"}, {"id": "b", "with": "owner"}]),
        json!({}),
    );
    for precondition in ["always-before", "nothing-waited-for", "no-hearing"] {
        for steps in [["a", "b"], ["b", "a"]] {
            assert_eq!(
                verdict(&p, ["merge-visits", precondition], &target(&steps, &[])),
                "fails",
                "{precondition}"
            );
        }
    }
}

/// Steps at which somebody comes to look, with what is said of the later one.
fn looked_at(second: Value) -> Procedure {
    let mut later =
        json!({"id": "b", "kind": "inspect", "role": "member", "with": "owner", "visit": "site"});
    later
        .as_object_mut()
        .unwrap()
        .extend(second.as_object().unwrap().clone());
    made_of(
        json!([{"id": "s"}, {"id": "a", "kind": "inspect", "with": "owner", "visit": "site"}, later]),
        json!({}),
    )
}

#[test]
fn two_bodies_that_inspect_come_together_nobody_else() {
    let site = ["join-inspections", "one-site"];
    let two = target(&["a", "b"], &[]);
    assert_eq!(verdict(&looked_at(json!({})), site, &two), "holds");
    assert_eq!(
        verdict(&looked_at(json!({"role": "desk"})), site, &two),
        "fails"
    );
    assert_eq!(
        verdict(&looked_at(json!({"kind": "check"})), site, &two),
        "fails"
    );
}

#[test]
fn inspections_stand_beside_each_other_only_where_the_flow_can_say_so() {
    let beside = ["join-inspections", "can-stand-beside"];
    let two = target(&["a", "b"], &[]);
    assert_eq!(verdict(&looked_at(json!({})), beside, &two), "holds");
    let waits_for_both = looked_at(json!({"after": ["s", "a"]}));
    assert_eq!(verdict(&waits_for_both, beside, &two), "holds");
    let inspects = |id: &str, role: &str, after: Value| json!({"id": id, "kind": "inspect", "role": role, "with": "owner", "visit": "site", "after": after});
    let starts = made_of(
        json!([
            inspects("a", "desk", Value::Null),
            inspects("b", "member", json!(["a"]))
        ]),
        json!({}),
    );
    assert_eq!(verdict(&starts, beside, &two), "fails");
    let which = json!({"gateways": [{"id": "which", "after": ["a"], "branches": [{"id": "yes"}, {"id": "no"}]}]});
    let alternatives = made_of(
        json!([{"id": "s"}, inspects("a", "desk", json!(["s"])), {"id": "x", "after": ["which.yes"]},
            {"id": "y", "after": ["which.no"]}, inspects("b", "member", json!({"any": ["x", "y"]}))]),
        which.clone(),
    );
    assert_eq!(verdict(&alternatives, beside, &two), "fails");
    let joined = made_of(
        json!([{"id": "s"}, inspects("a", "desk", json!(["s"])), {"id": "y", "after": ["which.no"]},
            inspects("b", "member", json!(["which.yes"])), {"id": "e", "after": {"any": ["y", "b"]}}]),
        which,
    );
    assert_eq!(verdict(&joined, beside, &two), "fails");
}

/// Cases that come back to one of the two have the other once.
#[test]
fn what_a_return_parts_is_not_done_together() {
    let p = made_of(
        json!([{"id": "s"}, {"id": "a", "kind": "pay", "role": "owner", "fee": "5 EUR"},
            {"id": "b", "kind": "pay", "role": "owner", "fee": "5 EUR"}, {"id": "last"}]),
        json!({"gateways": [{"id": "fault", "after": ["last"], "branches": [{"id": "no"}, {"id": "yes", "back_to": "b"}]}],
            "ends": [{"id": "done", "kind": "granted", "after": ["fault.no"]}]}),
    );
    let both = ["pay-once", "always-both"];
    assert_eq!(verdict(&p, both, &target(&["a", "b"], &[])), "fails");
    assert_eq!(verdict(&p, both, &target(&["s", "a"], &[])), "holds");
}

/// What a step follows, in words.
fn follows(p: &Procedure, step: &str) -> String {
    let after = p.step(step).unwrap().after.as_ref().unwrap();
    let refs: Vec<String> = after.refs().iter().map(Ref::text).collect();
    refs.join(" ")
}

/// Inspections by two bodies that follow these.
fn inspected(first: Value, second: Value) -> Procedure {
    made_of(
        json!([{"id": "s"}, {"id": "plan", "role": "clerk", "after": ["s"]},
            {"id": "a", "kind": "inspect", "with": "owner", "visit": "site", "joint": "day", "after": first},
            {"id": "c", "kind": "inspect", "role": "assessor", "with": "owner", "visit": "site", "joint": "day", "after": first},
            {"id": "b", "kind": "inspect", "role": "member", "with": "owner", "visit": "site", "after": second},
            {"id": "e", "after": ["a", "b", "c", "plan"]}]),
        json!({}),
    )
}

#[test]
fn inspections_come_together_once_both_are_due() {
    let joined = |p: &Procedure| applied(p, "join-inspections", &target(&["a", "b"], &[]));
    // Each begins where the one begins that is due last, and so does what comes with it.
    let p = joined(&inspected(json!(["s"]), json!(["s", "plan"])));
    assert_eq!(["a", "b", "c"].map(|id| follows(&p, id)), ["s plan"; 3]);
    assert_eq!(["plan", "e"].map(|id| follows(&p, id)), ["s", "a b c plan"]);
    // Due at once, whichever comes: the flow stays.
    let either = json!({"some": ["s", "plan"]});
    let p = joined(&inspected(either.clone(), either));
    assert_eq!(["a", "b", "c"].map(|id| follows(&p, id)), ["s plan"; 3]);
    assert_eq!(follows(&p, "e"), "a b c plan");
    // In turn: the second begins where the first does.
    let p = joined(&inspected(json!(["s"]), json!(["s", "a"])));
    assert_eq!(["a", "b", "c"].map(|id| follows(&p, id)), ["s"; 3]);
    for id in ["a", "b", "c"] {
        assert_eq!(p.step(id).unwrap().joint, Some("day".into()), "{id}");
    }
}

/// The targets of a rewrite, as what the rules find leads to them.
fn proposed(p: &Procedure, rewrite: &str) -> Vec<String> {
    let options = Options {
        facts: Facts::of(p),
        ..Options::default()
    };
    let all = proposals(p, &options).unwrap().into_iter();
    let own = all.filter(|proposal| proposal.rewrite.id == rewrite);
    let mut all: Vec<String> = own
        .map(|proposal| {
            let steps: Vec<&str> = proposal.target.steps.iter().map(Id::as_str).collect();
            steps.join(" ")
        })
        .collect();
    all.sort();
    all
}

#[test]
fn bodies_that_inspect_one_after_the_other_settle_nothing_for_each_other() {
    let inspections = |role: &str| {
        made_of(
            json!([{"id": "s"}, {"id": "a", "kind": "inspect", "with": "owner", "visit": "site"},
                {"id": "b", "kind": "inspect", "role": role, "with": "owner", "visit": "site"}]),
            json!({}),
        )
    };
    assert_eq!(proposed(&inspections("member"), "merge-visits"), [""; 0]);
    assert_eq!(
        proposed(&inspections("member"), "join-inspections"),
        ["a b"]
    );
    assert_eq!(proposed(&inspections("desk"), "merge-visits"), ["a b"]);
}

#[test]
fn a_joint_visit_is_not_torn_apart() {
    let p = |joint: Value| {
        let mut steps = json!([{"id": "s"}, {"id": "a", "kind": "inspect", "with": "owner", "visit": "site"},
            {"id": "b", "kind": "inspect", "role": "member", "with": "owner", "visit": "site", "after": ["a"]},
            {"id": "c", "kind": "inspect", "role": "assessor", "with": "owner", "visit": "site", "after": ["a"]},
            {"id": "e", "after": ["b", "c"]}]);
        if !joint.is_null() {
            steps[2]["joint"] = joint.clone();
            steps[3]["joint"] = joint;
        }
        made_of(steps, json!({}))
    };
    assert_eq!(proposed(&p(json!("day")), "join-inspections"), [""; 0]);
    assert!(proposed(&p(Value::Null), "join-inspections").contains(&"a b".to_owned()));
}

#[test]
fn the_nearest_at_the_same_place_or_office_is_proposed() {
    let visit = |id: &str, place: &str| json!({"id": id, "with": "owner", "visit": place});
    let visits = json!([{"id": "s"}, visit("a", "hall"), visit("b", "annexe"), visit("c", "hall")]);
    let p = made_of(visits, json!({}));
    assert_eq!(proposed(&p, "merge-visits"), ["a b", "a c"]);
    let pays = |id: &str, with: &str| json!({"id": id, "kind": "pay", "role": "owner", "with": with, "fee": "5 EUR"});
    let paid = |of: [&str; 3]| {
        let steps = json!([{"id": "s"}, pays("a", of[0]), pays("b", of[1]), pays("c", of[2])]);
        proposed(&made_of(steps, json!({})), "pay-once")
    };
    assert!(paid(["desk", "member", "desk"]).contains(&"a c".to_owned()));
    assert!(paid(["desk", "member", "assessor"]).contains(&"b c".to_owned()));
    // An office rather than a firm.
    assert!(paid(["desk", "firm", "member"]).contains(&"a c".to_owned()));
    let inspects = |id: &str, role: &str, place: &str| json!({"id": id, "kind": "inspect", "role": role, "with": "owner", "visit": place});
    let steps = json!([{"id": "s"}, inspects("a", "desk", "site"), inspects("b", "member", "yard"), inspects("c", "assessor", "site")]);
    assert!(proposed(&made_of(steps, json!({})), "join-inspections").contains(&"a c".to_owned()));
}

/// Beside what is due at the same moment, the visit to the same place is proposed.
#[test]
fn what_is_due_at_once_hides_no_visit_to_the_same_place() {
    let visit =
        |id: &str, place: &str| json!({"id": id, "with": "owner", "visit": place, "after": ["a"]});
    let steps = json!([{"id": "s"}, {"id": "a", "with": "owner", "visit": "hall"}, visit("b", "annexe"), visit("c", "hall"),
        {"id": "e", "after": ["b", "c"]}]);
    let all = proposed(&made_of(steps, json!({})), "merge-visits");
    for two in ["a c", "b c"] {
        assert!(all.contains(&two.to_owned()), "{all:?}");
    }
    let inspects = |id: &str, role: &str, place: &str| json!({"id": id, "kind": "inspect", "role": role, "with": "owner", "visit": place, "after": ["s"]});
    let steps = json!([{"id": "s"}, inspects("a", "desk", "yard"), inspects("b", "member", "site"), inspects("c", "assessor", "site"),
        {"id": "e", "after": ["a", "b", "c"]}]);
    let all = proposed(&made_of(steps, json!({})), "join-inspections");
    assert!(all.contains(&"b c".to_owned()), "{all:?}");
}

/// What is done at another visit is known not to be one: a target on visits can then be met.
#[test]
fn a_visit_that_was_merged_is_known_not_to_be_one() {
    let pays = json!({"id": "c", "kind": "pay", "with": "owner", "visit": "hall", "fee": "2 EUR"});
    let p = made_of(
        json!([{"id": "a", "with": "owner", "visit": "hall", "fee": "1 EUR"}, {"id": "b", "with": "owner", "visit": "hall"}, pays]),
        json!({}),
    );
    let visits = |p: &redtape::model::Procedure| {
        let graph = redtape::graph::Graph::of(p);
        let all = redtape::measure::measure(p, &graph, redtape::measure::Convention::default());
        (
            all.counts.visits.state(),
            all.counts.visits.value.map(|value| value.max),
        )
    };
    let known = redtape::measure::figure::State::Known;
    assert_eq!(visits(&p), (known, Some(3.0)));
    let merged = applied(&p, "merge-visits", &target(&["a", "b"], &[]));
    assert_eq!(visits(&merged), (known, Some(2.0)));
    let paid = applied(&p, "pay-once", &target(&["a", "c"], &[]));
    assert_eq!(visits(&paid), (known, Some(2.0)));
}
