//! Papers, fees, visits and inspections.

use super::{applied, made_of, target, verdict};
use redtape::model::{Id, Procedure};
use serde_json::{Value, json};

const SIGNS: [&str; 2] = ["sample-approval", "nothing-else-done"];

/// A signature with these needs, a step before it and one after it.
fn signed(first: Value, needs: Value, later: Value) -> String {
    let with = |mut step: Value, more: Value| {
        let own = step.as_object_mut().unwrap();
        own.extend(more.as_object().unwrap().clone());
        step
    };
    let steps = json!([
        with(json!({"id": "first"}), first),
        {"id": "sign", "kind": "sign-off", "role": "head", "needs": needs},
        with(json!({"id": "later"}), later)]);
    let p = made_of(
        steps,
        json!({"documents": [{"id": "plan", "kind": "internal"}, {"id": "map", "kind": "internal"}],
            "criteria": [{"id": "drawn", "reads": ["plan"]}, {"id": "mapped", "reads": ["map"]}]}),
    );
    verdict(&p, SIGNS, &target(&["sign"], &[]))
}

#[test]
fn a_signature_that_brings_papers_along_is_more_than_one() {
    let none = || json!({});
    assert_eq!(signed(none(), json!([]), none()), "holds");
    let fetched = json!([{"document": "plan", "from": "tax"}]);
    assert_eq!(signed(none(), fetched, none()), "fails");
    // Where a later step uses it and nothing before has it.
    let plan = || json!(["plan"]);
    assert_eq!(signed(none(), plan(), json!({"reads": ["plan"]})), "fails");
    assert_eq!(signed(none(), plan(), json!({"needs": ["plan"]})), "fails");
    assert_eq!(
        signed(none(), plan(), json!({"criteria": ["drawn"]})),
        "fails"
    );
    assert_eq!(
        signed(
            json!({"produces": ["map"]}),
            plan(),
            json!({"reads": ["plan"]})
        ),
        "fails"
    );
    for other in [
        json!({"reads": ["map"]}),
        json!({"criteria": ["mapped"]}),
        json!({"produces": ["map"]}),
    ] {
        assert_eq!(signed(none(), plan(), other), "holds");
    }
    assert_eq!(
        signed(
            json!({"produces": ["plan"]}),
            plan(),
            json!({"reads": ["plan"]})
        ),
        "holds"
    );
    assert_eq!(signed(json!({"reads": ["plan"]}), plan(), none()), "holds");
}

#[test]
fn what_is_paid_makes_a_sum_only_where_all_of_it_is_known() {
    let paid = |first: Value, second: Value| {
        let mut steps = json!([{"id": "a", "kind": "pay", "role": "owner"}, {"id": "b", "kind": "pay", "role": "owner"}]);
        for (step, fee) in steps
            .as_array_mut()
            .unwrap()
            .iter_mut()
            .zip([first, second])
        {
            if !fee.is_null() {
                step["fee"] = fee;
            }
        }
        let sum = ["merge-adjacent-steps", "fees-add-up"];
        verdict(&made_of(steps, json!({})), sum, &target(&["a", "b"], &[]))
    };
    assert_eq!(paid(json!("5 EUR"), json!("7 EUR")), "holds");
    assert_eq!(paid(json!("5 EUR"), Value::Null), "fails");
    assert_eq!(paid(Value::Null, json!("5 EUR")), "fails");
    assert_eq!(paid(json!("5 EUR"), json!("7 USD")), "fails");
    // Nothing is claimed of what is not known of either; what costs nothing is in any currency.
    assert_eq!(paid(Value::Null, Value::Null), "holds");
    assert_eq!(paid(json!("0 EUR"), json!("7 USD")), "holds");
}

#[test]
fn a_fee_of_nothing_adds_nothing_to_another_currency() {
    for (fees, sum) in [
        (["0 EUR", "7 USD"], "7 USD"),
        (["7 USD", "0 EUR"], "7 USD"),
        (["5 USD", "7 USD"], "12 USD"),
    ] {
        let steps = json!([{"id": "a", "kind": "pay", "role": "owner", "fee": fees[0]},
            {"id": "b", "kind": "pay", "role": "owner", "fee": fees[1]}]);
        let p = applied(
            &made_of(steps, json!({})),
            "merge-adjacent-steps",
            &target(&["a", "b"], &[]),
        );
        assert_eq!(
            p.step("a").unwrap().fee.as_ref().unwrap().text(),
            sum,
            "{fees:?}"
        );
    }
}

/// A form that is handed in twice, and what is said of it at the second step and of the document.
fn twice(need: Value, document: Value) -> Procedure {
    let mut form = json!({"id": "form", "kind": "form"});
    form.as_object_mut()
        .unwrap()
        .extend(document.as_object().unwrap().clone());
    made_of(
        json!([{"id": "a", "kind": "submit", "role": "owner", "with": "desk", "needs": ["form"]},
            {"id": "b", "kind": "submit", "role": "owner", "with": "assessor", "needs": [need, "plan"]}]),
        json!({"documents": [form, {"id": "plan", "kind": "proof"}, {"id": "map", "kind": "proof"}],
            "laws": [{"id": "act", "cite": "Act 1", "mandates": ["document"]}]}),
    )
}

#[test]
fn a_paper_that_a_law_wants_given_is_given() {
    let wanted = |need: Value, document: Value| {
        let p = twice(need, document);
        verdict(
            &p,
            ["reuse-document", "not-mandated"],
            &target(&["a", "b"], &["form"]),
        )
    };
    assert_eq!(
        wanted(json!("form"), json!({})),
        "copy-suffices(a, b, form)"
    );
    let need = json!({"document": "form", "law": ["act"]});
    assert_eq!(wanted(need, json!({})), "fails");
    assert_eq!(wanted(json!("form"), json!({"law": ["act"]})), "fails");
}

#[test]
fn only_what_the_applicant_hands_in_at_both_is_reused() {
    let office = ["reuse-document", "same-office"];
    let said = |need: Value, item: &str| {
        verdict(
            &twice(need, json!({})),
            office,
            &target(&["a", "b"], &[item]),
        )
    };
    assert_eq!(said(json!("form"), "form"), "may-share(tax, town, form)");
    assert_eq!(said(json!("form"), "map"), "fails");
    assert_eq!(
        said(json!({"document": "form", "from": "town"}), "form"),
        "fails"
    );
}

/// What comes back between the two may be corrected there; what comes back before both or behind both is not.
#[test]
fn a_paper_that_is_corrected_between_is_asked_about() {
    let back = |to: &str| {
        let copy = json!([{"document": "form", "form": "copy"}]);
        let p = made_of(
            json!([{"id": "s"}, {"id": "a", "kind": "submit", "role": "owner", "with": "desk", "needs": copy},
                {"id": "m"}, {"id": "b", "kind": "submit", "role": "owner", "with": "desk", "needs": copy}, {"id": "z"}, {"id": "last"}]),
            json!({"documents": [{"id": "form", "kind": "form"}],
                "gateways": [{"id": "fault", "after": ["last"], "branches": [{"id": "no"}, {"id": "yes", "back_to": to}]}],
                "ends": [{"id": "done", "kind": "granted", "after": ["fault.no"]}]}),
        );
        verdict(
            &p,
            ["reuse-document", "copy-suffices"],
            &target(&["a", "b"], &["form"]),
        )
    };
    for to in ["s", "a", "z"] {
        assert_eq!(back(to), "holds", "{to}");
    }
    for to in ["m", "b"] {
        assert_eq!(back(to), "copy-suffices(a, b, form)", "{to}");
    }
}

#[test]
fn what_is_made_here_is_fetched_only_where_it_is_made_before() {
    let made = |maker: &str| {
        let mut steps = json!([{"id": "a"}, {"id": "b", "kind": "submit", "role": "owner", "with": "desk", "needs": ["map"]},
            {"id": "c"}]);
        let own = steps
            .as_array_mut()
            .unwrap()
            .iter_mut()
            .find(|step| step["id"] == maker);
        own.unwrap()["produces"] = json!(["map"]);
        let p = made_of(
            steps,
            json!({"documents": [{"id": "map", "kind": "proof", "held_by": ["town"]}]}),
        );
        verdict(
            &p,
            ["fetch-internally", "made-before"],
            &target(&["b"], &["map"]),
        )
    };
    assert_eq!(made("a"), "holds");
    assert_eq!(made("b"), "fails");
    assert_eq!(made("c"), "fails");
}

#[test]
fn who_comes_for_more_than_papers_comes() {
    let p = made_of(
        json!([{"id": "a", "kind": "inspect", "with": "owner", "visit": "hall"}]),
        json!({}),
    );
    let nothing = ["convert-step-to-internal", "comes-for-nothing-else"];
    assert_eq!(verdict(&p, nothing, &target(&["a"], &[])), "fails");
}

#[test]
fn what_is_typed_elsewhere_asks_both_offices() {
    let p = made_of(
        json!([{"id": "a", "enters": [{"field": "name", "system": "one"}]},
            {"id": "b", "role": "assessor", "enters": [{"field": "name", "system": "two"}, {"field": "town"}]}]),
        json!({"fields": [{"id": "name"}, {"id": "town"}]}),
    );
    let again = target(&["a", "b"], &["name"]);
    let said = verdict(&p, ["reuse-entered-data", "not-mandated"], &again);
    assert_eq!(said, "may-share(tax, town, name)");
    // What is typed there for the first time stays.
    let after = applied(&p, "reuse-entered-data", &again);
    let typed = after.step("b").unwrap().enters.as_ref().unwrap();
    let typed: Vec<&Id> = typed.iter().map(|entry| &entry.field).collect();
    assert_eq!(typed, [&Id::from("town")]);
}

#[test]
fn what_one_step_types_twice_it_types_once() {
    let p = made_of(
        json!([{"id": "a", "enters": [{"field": "name", "system": "one"}, {"field": "town"}, {"field": "name", "system": "two"}]}]),
        json!({"fields": [{"id": "name"}, {"id": "town"}],
            "roles": [{"id": "desk", "agency": "town"}, {"id": "one", "kind": "system", "agency": "town"},
                {"id": "two", "kind": "system", "agency": "town"}]}),
    );
    let after = applied(&p, "reuse-entered-data", &target(&["a", "a"], &["name"]));
    let typed = after.step("a").unwrap().enters.as_ref().unwrap();
    let typed: Vec<_> = typed.iter().map(|entry| entry.system.as_deref()).collect();
    assert_eq!(typed, [Some("one"), None], "the first time stays");
}

#[test]
fn fields_come_from_a_form_that_carries_them_and_that_no_law_wants() {
    let form = |kind: &str, asked: Value, item: &str| {
        let p = made_of(
            json!([{"id": "a", "kind": "submit", "role": "owner", "with": "desk", "needs": ["form"]},
                {"id": "b", "kind": "submit", "role": "owner", "with": "assessor", "needs": [asked]}]),
            json!({"documents": [{"id": "form", "kind": kind, "carries": ["name"]}, {"id": "plan", "kind": "proof"}],
                "fields": [{"id": "name"}, {"id": "town"}],
                "laws": [{"id": "act", "cite": "Act 1", "mandates": ["document"]}]}),
        );
        let again = target(&["a", "b"], &["form", item]);
        verdict(&p, ["reuse-entered-data", "not-mandated"], &again)
    };
    assert_eq!(
        form("form", json!("form"), "name"),
        "may-share(tax, town, name)"
    );
    assert_eq!(
        form("form", json!("form"), "town"),
        "fails",
        "another field"
    );
    assert_eq!(form("proof", json!("form"), "name"), "fails", "no form");
    assert_eq!(
        form("form", json!("plan"), "name"),
        "fails",
        "not asked there"
    );
    let wanted = json!({"document": "form", "law": ["act"]});
    assert_eq!(
        form("form", wanted, "name"),
        "fails",
        "a law wants it given"
    );
}
