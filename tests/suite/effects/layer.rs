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
    // A second change: a document that nothing uses.
    value["documents"]
        .as_array_mut()
        .unwrap()
        .push(json!({"id": "photo", "kind": "proof"}));
    value["steps"][0]["needs"] = json!(["form", "photo"]);
    value["complete"] = json!([
        "documents",
        "fields",
        "criteria",
        "constraints",
        "laws",
        "competences"
    ]);
    let p = read(&value);
    let (result, _, effects) = weighed(&p);
    let entries = result.if_answered.derivation.iter();
    assert_eq!(result.if_answered.derivation.len(), 2);
    outlay(
        &p,
        entries.map(|entry| &entry.proposal),
        &effects.if_answered,
    )
}

#[test]
fn the_cost_of_a_set_is_the_sum_of_what_is_stated_and_a_floor_where_not_all_is() {
    let one = json!([{"change": "remove-redundant-approval", "one_off": "20000 EUR"}]);
    let floor = paid(&one).unwrap();
    assert_eq!((floor.stated, floor.of), (1, 2));
    assert_eq!(floor.sums[0].text(), "20000 EUR");
    // The clerk's 10 minutes less the head's and the desk's for those that the clerk refused: 6567 EUR a year.
    assert_eq!(floor.pays_back.unit, Unit::Years);
    near(
        floor.pays_back.known().unwrap().min,
        20_000.0 / 6_567.0,
        0.01,
    );

    let both = |currency: &str| {
        json!([{"change": "remove-redundant-approval", "one_off": "20000 EUR"},
            {"change": "drop-unused", "one_off": format!("1000.50 {currency}")}])
    };
    let sum = paid(&both("EUR")).unwrap();
    assert_eq!((sum.stated, sum.of), (2, 2));
    assert_eq!(sum.sums.len(), 1);
    assert_eq!(sum.sums[0].text(), "21000.50 EUR");

    let two = paid(&both("USD")).unwrap();
    let texts: Vec<String> = two.sums.iter().map(redtape::model::Money::text).collect();
    assert_eq!(
        texts,
        ["20000 EUR", "1000.50 USD"],
        "currencies are never summed"
    );
    assert_eq!(two.pays_back.state(), State::NotMeasurable);
    assert!(paid(&json!([])).is_none());
}
