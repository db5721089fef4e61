//! Where a step stands in the flow, who does it and where.

use super::{applied, made_of, target, verdict};
use redtape::model::{Procedure, Ref};
use serde_json::{Value, json};

const ADJACENT: [&str; 2] = ["merge-adjacent-steps", "nothing-between"];
const ONE_DESK: [&str; 2] = ["merge-steps-of-one-desk", "one-place"];

#[test]
fn only_neighbours_are_merged_as_neighbours() {
    let p = made_of(json!([{"id": "a"}, {"id": "b"}, {"id": "c"}]), json!({}));
    assert_eq!(verdict(&p, ADJACENT, &target(&["a", "b"], &[])), "holds");
    assert_eq!(verdict(&p, ADJACENT, &target(&["a", "c"], &[])), "fails");
    let line = ["parallelise-independent-steps", "join-expressible"];
    assert_eq!(verdict(&p, line, &target(&["a", "b"], &[])), "holds");
    assert_eq!(verdict(&p, line, &target(&["a", "c"], &[])), "fails");
    // Whichever of one comes, comes after it.
    let end = json!({"ends": [{"id": "done", "kind": "granted", "after": {"any": ["b"]}}]});
    let p = made_of(json!([{"id": "a"}, {"id": "b"}]), end);
    assert_eq!(verdict(&p, line, &target(&["a", "b"], &[])), "holds");
}

#[test]
fn one_desk_at_one_place_does_both() {
    let two = |first: Value, second: Value| {
        let mut steps = json!([{"id": "a"}, {"id": "b"}]);
        for (step, more) in steps
            .as_array_mut()
            .unwrap()
            .iter_mut()
            .zip([first, second])
        {
            let step = step.as_object_mut().unwrap();
            step.extend(more.as_object().unwrap().clone());
        }
        let p = made_of(steps, json!({}));
        [ADJACENT, ONE_DESK]
            .map(|precondition| verdict(&p, precondition, &target(&["a", "b"], &[])))
    };
    assert_eq!(two(json!({}), json!({})), ["holds"; 2]);
    assert_eq!(two(json!({}), json!({"role": "clerk"})), ["fails"; 2]);
    assert_eq!(two(json!({}), json!({"with": "owner"})), ["fails"; 2]);
    let [hall, annexe] = ["hall", "annexe"].map(|place| json!({"visit": place, "with": "owner"}));
    assert_eq!(two(hall.clone(), annexe), ["fails"; 2]);
    assert_eq!(two(hall.clone(), hall.clone()), ["holds"; 2]);
    let nowhere = json!({"with": "owner"});
    assert_eq!(two(hall.clone(), nowhere.clone()), ["holds"; 2]);
    assert_eq!(two(nowhere, hall), ["holds"; 2]);
}

/// A procedure in which `b` is in a branch that not every case takes.
fn seldom() -> Procedure {
    made_of(
        json!([{"id": "a"}, {"id": "b", "after": ["which.yes"]}, {"id": "c", "after": {"any": ["b", "which.no"]}}]),
        json!({"gateways": [{"id": "which", "after": ["a"], "branches": [{"id": "yes"}, {"id": "no"}]}]}),
    )
}

#[test]
fn what_not_every_case_has_is_not_done_in_every_case() {
    let alike = ["merge-steps-of-one-desk", "repeated-alike"];
    let p = seldom();
    assert_eq!(verdict(&p, alike, &target(&["a", "c"], &[])), "holds");
    assert_eq!(verdict(&p, alike, &target(&["a", "b"], &[])), "fails");
    assert_eq!(verdict(&p, alike, &target(&["b", "c"], &[])), "fails");
}

#[test]
fn what_builds_on_a_step_between_waits_for_it() {
    let p = made_of(
        json!([{"id": "a"}, {"id": "b", "role": "clerk", "produces": ["map"]}, {"id": "c", "reads": ["map"]}]),
        json!({"documents": [{"id": "map", "kind": "internal"}]}),
    );
    let waits = ["merge-steps-of-one-desk", "waits-for-nothing-between"];
    assert_eq!(verdict(&p, waits, &target(&["a", "c"], &[])), "fails");
}

/// `b`, for which `a` and `x` are waited, is followed by what waits for it or for another step, whichever comes.
#[test]
fn a_step_is_taken_out_only_where_what_follows_can_follow_what_came_before() {
    let p = made_of(
        json!([{"id": "s"}, {"id": "a", "after": ["both.a"]}, {"id": "x", "after": ["both.x"]},
            {"id": "b", "after": ["a", "x"]}, {"id": "z", "after": ["which.no"]}, {"id": "e", "after": {"any": ["b", "z"]}}]),
        json!({"gateways": [{"id": "which", "after": ["s"], "branches": [{"id": "yes"}, {"id": "no"}]},
            {"id": "both", "kind": "parallel", "after": ["which.yes"], "branches": [{"id": "a"}, {"id": "x"}]}]}),
    );
    let spliced = ["drop-empty-step", "can-be-spliced"];
    assert_eq!(verdict(&p, spliced, &target(&["b"], &[])), "fails");
    assert_eq!(verdict(&p, spliced, &target(&["z"], &[])), "holds");
    let spliced = ["merge-steps-of-one-desk", "can-be-spliced"];
    assert_eq!(verdict(&p, spliced, &target(&["a", "b"], &[])), "fails");
}

/// A procedure in which cases are sent back to `back`.
fn returns(steps: Value, back: &str, more: Value) -> Procedure {
    let mut file = json!({
        "gateways": [{"id": "fault", "after": ["last"], "branches": [{"id": "no"}, {"id": "yes", "back_to": back}]}],
        "ends": [{"id": "done", "kind": "granted", "after": ["fault.no"]}]});
    file.as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    made_of(steps, file)
}

#[test]
fn what_cases_come_back_to_stays() {
    let steps =
        json!([{"id": "a"}, {"id": "b", "kind": "sign-off", "role": "head"}, {"id": "last"}]);
    for (back, spliced, signs) in [("a", "holds", "holds"), ("b", "fails", "fails")] {
        let p = returns(steps.clone(), back, json!({}));
        let said = |precondition| verdict(&p, precondition, &target(&["b"], &[]));
        assert_eq!(
            said(["drop-empty-step", "can-be-spliced"]),
            spliced,
            "{back}"
        );
        assert_eq!(
            said(["sample-approval", "nothing-else-done"]),
            signs,
            "{back}"
        );
    }
}

#[test]
fn a_step_that_does_something_is_not_empty() {
    let steps = json!([{"id": "a"}, {"id": "b", "criteria": ["lawful"]}]);
    let p = made_of(steps, json!({"criteria": [{"id": "lawful"}]}));
    let nothing = ["drop-empty-step", "does-nothing"];
    assert_eq!(
        verdict(&p, nothing, &target(&["a"], &[])),
        "does-nothing(a)"
    );
    assert_eq!(verdict(&p, nothing, &target(&["b"], &[])), "fails");
}

#[test]
fn what_rests_on_a_correction_is_repeated() {
    let documents = json!({"documents": [{"id": "plan", "kind": "proof"}]});
    let repeated = ["correct-in-place", "need-not-be-repeated"];
    for (read, said) in [
        (json!(["plan"]), "fails"),
        (json!([]), "need-not-be-repeated(b, fault)"),
    ] {
        let steps = json!([{"id": "a"}, {"id": "b", "reads": read},
            {"id": "c", "kind": "submit", "role": "owner", "needs": ["plan"]}, {"id": "last"}]);
        let p = returns(steps, "b", documents.clone());
        // The plan is given behind the step that reads it, at the first step that is done again or at a later one.
        for first in ["c", "last"] {
            let said = if first == "c" { said } else { "fails" };
            let target = target(&["b", first], &["fault"]);
            assert_eq!(verdict(&p, repeated, &target), said, "{read} {first}");
        }
        // Nothing comes back to the step that is done first.
        assert_eq!(
            verdict(&p, repeated, &target(&["a", "c"], &["fault"])),
            "fails"
        );
    }
}

/// What is given once nothing comes back any more corrects nothing.
#[test]
fn what_is_given_behind_the_return_is_no_correction() {
    let p = made_of(
        json!([{"id": "a"}, {"id": "b", "reads": ["plan"]}, {"id": "c"}, {"id": "last"},
            {"id": "e", "kind": "submit", "role": "owner", "needs": ["plan"], "after": ["fault.no"]}]),
        json!({"documents": [{"id": "plan", "kind": "proof"}],
            "gateways": [{"id": "fault", "after": ["last"], "branches": [{"id": "no"}, {"id": "yes", "back_to": "b"}]}]}),
    );
    let repeated = ["correct-in-place", "need-not-be-repeated"];
    let said = verdict(&p, repeated, &target(&["b", "c"], &["fault"]));
    assert_eq!(said, "need-not-be-repeated(b, fault)");
}

#[test]
fn an_approval_is_gone_past_only_where_nothing_waits_for_it_and_for_others() {
    let past = ["sample-approval", "can-go-past"];
    let signed = |after: Value, joined: Value| {
        let p = made_of(
            json!([{"id": "s"}, {"id": "a", "after": ["s"]}, {"id": "sign", "kind": "sign-off", "role": "head", "after": after},
                {"id": "e", "after": joined}]),
            json!({}),
        );
        verdict(&p, past, &target(&["sign"], &[]))
    };
    assert_eq!(signed(json!(["a"]), json!(["sign"])), "holds");
    assert_eq!(signed(json!(["s"]), json!(["a", "sign"])), "fails");
    let starts = made_of(
        json!([{"id": "sign", "kind": "sign-off", "role": "head"}, {"id": "e"}]),
        json!({}),
    );
    assert_eq!(verdict(&starts, past, &target(&["sign"], &[])), "fails");
    let either = made_of(
        json!([{"id": "s"}, {"id": "z", "after": ["which.no"]},
            {"id": "sign", "kind": "sign-off", "role": "head", "after": ["which.yes"]}, {"id": "e", "after": {"any": ["z", "sign"]}}]),
        json!({"gateways": [{"id": "which", "after": ["s"], "branches": [{"id": "yes"}, {"id": "no"}]}]}),
    );
    assert_eq!(verdict(&either, past, &target(&["sign"], &[])), "holds");
}

#[test]
fn a_check_of_one_of_several_ways_that_all_go_on_refuses_nothing() {
    let moves = ["move-knockout-earlier", "refusal-moves-along"];
    for (kind, said) in [
        ("exclusive", "holds"),
        ("parallel", "fails"),
        ("inclusive", "fails"),
    ] {
        let p = made_of(
            json!([{"id": "a"}, {"id": "look", "kind": "check", "role": "clerk"}, {"id": "e", "after": ["verdict.yes"]}]),
            json!({"gateways": [{"id": "verdict", "kind": kind, "after": ["look"], "branches": [{"id": "yes"}, {"id": "no"}]}],
                "ends": [{"id": "done", "kind": "granted", "after": ["e"]}, {"id": "refused", "kind": "refused", "after": ["verdict.no"]}]}),
        );
        let target = target(&["a", "look"], &["verdict"]);
        assert_eq!(verdict(&p, moves, &target), said, "{kind}");
    }
}

#[test]
fn a_step_that_would_go_ahead_of_two_asks_about_both() {
    let stops = json!([{"n": 100, "rejected": 20}]);
    let p = made_of(
        json!([{"id": "s"}, {"id": "look", "kind": "check", "role": "clerk", "decisions": stops,
            "criteria": ["solvent"]},
            {"id": "type", "role": "member"}, {"id": "file", "role": "assessor"}]),
        json!({"criteria": [{"id": "solvent", "protects": ["done"]}]}),
    );
    let lost = ["parallelise-independent-steps", "knockout-would-be-lost"];
    let asked = verdict(&p, lost, &target(&["look", "type", "file"], &[]));
    assert_eq!(
        asked,
        "may-start-before(type, look) may-start-before(file, type)"
    );
}

/// Rows of a check that builds on some of what is before it.
#[test]
fn what_a_check_builds_on_moves_with_it_and_the_rest_goes_behind() {
    let p = made_of(
        json!([{"id": "s"}, {"id": "a", "role": "clerk"}, {"id": "draw", "role": "member", "produces": ["map"]},
            {"id": "c", "role": "head"}, {"id": "look", "kind": "check", "role": "assessor", "reads": ["map"]},
            {"id": "e", "after": ["verdict.yes"]}]),
        json!({"documents": [{"id": "map", "kind": "internal"}],
            "gateways": [{"id": "verdict", "after": ["look"], "branches": [{"id": "yes"}, {"id": "no"}]}],
            "ends": [{"id": "done", "kind": "granted", "after": ["e"]}, {"id": "refused", "kind": "refused", "after": ["verdict.no"]}]}),
    );
    let row = target(&["a", "draw", "c", "look"], &["verdict"]);
    let moved = applied(&p, "move-knockout-earlier", &row);
    let after = |id: &str| {
        let refs = moved.step(id).unwrap().after.as_ref().unwrap().refs();
        refs.iter().map(Ref::text).collect::<Vec<_>>().join(" ")
    };
    let order = ["draw", "look", "a", "c", "e"].map(after);
    assert_eq!(order, ["s", "draw", "verdict.yes", "a", "c"]);
    for precondition in ["refusal-moves-along", "not-waited-for"] {
        let alone = target(&["look"], &["verdict"]);
        assert_eq!(
            verdict(&p, ["move-knockout-earlier", precondition], &alone),
            "fails"
        );
    }
}

/// Who is refused is told so, and uses nothing of what comes later now; what a granted case uses does not matter to it.
#[test]
fn a_refusal_that_uses_nothing_of_what_is_passed_can_move() {
    let refused = |read: Value| {
        let p = made_of(
            json!([{"id": "s"}, {"id": "a", "role": "clerk", "produces": ["map"]}, {"id": "look", "kind": "check", "role": "assessor"},
                {"id": "e", "after": ["verdict.yes"], "reads": ["map"]},
                {"id": "tell", "kind": "notify", "after": ["verdict.no"], "reads": read}]),
            json!({"documents": [{"id": "map", "kind": "internal"}],
                "gateways": [{"id": "verdict", "after": ["look"], "branches": [{"id": "yes"}, {"id": "no"}]}],
                "ends": [{"id": "done", "kind": "granted", "after": ["e"]}, {"id": "refused", "kind": "refused", "after": ["tell"]}]}),
        );
        let moves = ["move-knockout-earlier", "refusal-needs-nothing"];
        verdict(&p, moves, &target(&["a", "look"], &["verdict"]))
    };
    assert_eq!(refused(json!([])), "holds");
    assert_eq!(refused(json!(["map"])), "fails");
}

/// A constraint is about the steps that it names: two of those that become one, or a body that comes, not others.
#[test]
fn what_is_kept_apart_from_another_step_may_be_merged_with_this_one() {
    let kept = |steps: [&str; 2]| {
        made_of(
            json!([{"id": "s"}, {"id": "a"}, {"id": "b"}]),
            json!({"constraints": [{"kind": "never-merge", "steps": steps}]}),
        )
    };
    let merge = ["merge-adjacent-steps", "no-constraint-keeps-apart"];
    assert_eq!(
        verdict(&kept(["s", "a"]), merge, &target(&["a", "b"], &[])),
        "holds"
    );
    assert_eq!(
        verdict(&kept(["a", "b"]), merge, &target(&["a", "b"], &[])),
        "fails"
    );
    let inspected = |steps: [&str; 2]| {
        made_of(
            json!([{"id": "s"}, {"id": "a", "kind": "inspect", "with": "owner"},
                {"id": "b", "kind": "inspect", "role": "member", "with": "owner"}]),
            json!({"constraints": [{"kind": "never-merge", "steps": steps}]}),
        )
    };
    let join = ["join-inspections", "no-constraint-keeps-apart"];
    assert_eq!(
        verdict(&inspected(["s", "a"]), join, &target(&["a", "b"], &[])),
        "holds"
    );
    assert_eq!(
        verdict(&inspected(["a", "b"]), join, &target(&["a", "b"], &[])),
        "fails"
    );
}

/// Three in a hundred are few; that so few cases show it is no proof.
#[test]
fn as_many_rejections_as_count_for_few_are_asked_about() {
    let counted = |rejected: u32| {
        let p = made_of(
            json!([{"id": "a", "kind": "sign-off", "role": "clerk", "decisions": [{"n": 100, "rejected": rejected}]},
                {"id": "b", "kind": "sign-off", "role": "head"}]),
            json!({}),
        );
        verdict(
            &p,
            ["remove-redundant-approval", "rejects-few"],
            &target(&["a", "b"], &[]),
        )
    };
    assert_eq!(counted(3), "rejects-few(a)");
    assert_eq!(counted(4), "fails");
}
