//! What the changes of a layer do together, and what gets worse by one: worked out by hand.

use super::{near, read, weighed};
use redtape::effect::{Way, outlay};
use redtape::measure::figure::{State, Unit};
use serde_json::{Value, json};

/// 1,000 cases a year. The clerk and the head examine the same one after the other, ten minutes each and two days; each
/// refuses one of a hundred. The desk takes in and issues.
pub(super) fn permit() -> Value {
    let refusing = json!([{"id": "y", "p": 0.99}, {"id": "n", "p": 0.01}]);
    json!({
        "redtape": 1, "id": "p", "name": "Permit", "cases_per_year": 1000, "calendar": {"day": "8 h", "week": 5},
        "complete": ["documents", "fields", "criteria", "constraints", "laws", "competences"],
        "agencies": [{"id": "city", "government": "x"}],
        "roles": [
            {"id": "cit", "kind": "applicant", "hourly": "20 EUR"},
            {"id": "desk", "agency": "city", "hourly": "40 EUR"},
            {"id": "clerk", "agency": "city", "superior": "head", "competent_for": ["c1"], "hourly": "40 EUR"},
            {"id": "head", "agency": "city", "competent_for": ["c1"], "hourly": "40 EUR"}],
        "documents": [{"id": "form", "kind": "form"}, {"id": "lic", "kind": "output", "issued_by": "city"}],
        "criteria": [{"id": "c1", "reads": ["form"], "protects": ["ok"]}],
        "steps": [
            {"id": "apply", "kind": "submit", "role": "cit", "with": "desk", "needs": ["form"], "work": "10 min", "wait": []},
            {"id": "s1", "kind": "sign-off", "role": "clerk", "after": ["apply"], "criteria": ["c1"], "work": "10 min", "wait": "2 wd",
                "decisions": [{"n": 1000, "rejected": 5}]},
            {"id": "s2", "kind": "sign-off", "role": "head", "after": ["g1.y"], "criteria": ["c1"], "work": "10 min", "wait": "2 wd",
                "decisions": [{"n": 1000, "rejected": 5, "given": ["s1"]}]},
            {"id": "issue", "kind": "issue", "role": "desk", "after": ["g2.y"], "produces": ["lic"], "work": "5 min", "wait": "1 wd"}],
        "gateways": [{"id": "g1", "after": ["s1"], "branches": refusing}, {"id": "g2", "after": ["s2"], "branches": refusing}],
        "ends": [{"id": "ok", "kind": "granted", "after": ["issue"]}, {"id": "no", "kind": "refused", "after": {"any": ["g1.n", "g2.n"]}}],
        "changes": [{"change": "remove-redundant-approval", "one_off": "20000 EUR"}]
    })
}

/// Desk, clerk, head, desk: no return. Without the clerk the case goes from the desk to the head and back.
#[test]
fn a_way_back_that_comes_of_a_change_is_told_as_worse() {
    let p = read(&permit());
    let (_, _, effects) = weighed(&p);
    let returns = effects.sure.of("returns").unwrap();
    assert_eq!(returns.way(), Way::Worse, "{returns:?}");
    near(returns.less.known().unwrap().min, -1.0, 1e-9);
}

/// A case that the head refuses is refused by the head in both versions: nobody saves the day of issuing as well.
#[test]
fn what_is_decided_by_chance_is_decided_alike_in_both_versions() {
    let p = read(&permit());
    let (_, _, effects) = weighed(&p);
    let lead = effects.sure.of("lead-time").unwrap();
    let less = lead.less.known().unwrap();
    let (sign, issue) = (2.0 + 10.0 / 480.0, 1.0 + 5.0 / 480.0);
    near(less.max, sign, 1e-6);
    // One of a hundred passed by the clerk no more goes on to the head and is issued.
    near(less.min, -issue, 1e-6);
}

fn paid(changes: &Value) -> Option<redtape::effect::Outlay> {
    let mut value = permit();
    value["changes"] = changes.clone();
    // Two more changes: five minutes at which nothing may be done, and that need not come before the head.
    let filing = json!({"id": "file", "kind": "record", "role": "desk", "after": ["apply"], "work": "5 min", "wait": []});
    let steps = value["steps"].as_array_mut().unwrap();
    steps.insert(1, filing);
    steps[2]["after"] = json!(["file"]);
    let p = read(&value);
    let (result, _, effects) = weighed(&p);
    let entries = &result.if_answered.derivation;
    let ids: Vec<&str> = entries
        .iter()
        .map(|entry| entry.proposal.rewrite.id)
        .collect();
    assert_eq!(ids.len(), 3, "{ids:?}");
    let proposals = entries.iter().map(|entry| &entry.proposal);
    outlay(&p, proposals, &effects.if_answered)
}

#[test]
fn the_cost_of_a_set_is_the_sum_of_what_is_stated_and_a_floor_where_not_all_is() {
    let one = json!([{"change": "remove-redundant-approval", "one_off": "20000 EUR"}]);
    let floor = paid(&one).unwrap();
    assert_eq!((floor.stated, floor.of), (1, 3));
    assert_eq!(floor.sums[0].text(), "20000 EUR");
    // The clerk's 10 minutes less the head's and the desk's for those that the clerk refused, 6567 EUR a year, and 5 minutes
    // of a thousand cases, 3333 EUR.
    assert_eq!(floor.pays_back.unit, Unit::Years);
    near(
        floor.pays_back.known().unwrap().min,
        20_000.0 / 9_900.33,
        1e-3,
    );

    let all = |currency: &str| {
        json!([{"change": "remove-redundant-approval", "one_off": "20000 EUR"},
            {"change": "parallelise-independent-steps", "one_off": "0 EUR"},
            {"change": "drop-empty-step", "one_off": format!("1000.50 {currency}")}])
    };
    let sum = paid(&all("EUR")).unwrap();
    assert_eq!((sum.stated, sum.of), (3, 3));
    assert_eq!(sum.sums.len(), 1);
    assert_eq!(sum.sums[0].text(), "21000.50 EUR");

    let two = paid(&all("USD")).unwrap();
    let texts: Vec<String> = two.sums.iter().map(redtape::model::Money::text).collect();
    assert_eq!(
        texts,
        ["20000 EUR", "1000.50 USD"],
        "currencies are never summed"
    );
    assert_eq!(two.pays_back.state(), State::NotMeasurable);
    assert!(paid(&json!([])).is_none());
}
