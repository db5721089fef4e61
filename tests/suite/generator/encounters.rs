//! What brings the applicant and offices together at the end of some generated cases: inspections by several bodies, and fees
//! at several steps. From a source of its own, so that nothing else changes with it.

use rand::{RngExt as _, SeedableRng as _};
use rand_pcg::Pcg64Mcg;
use serde_json::{Value, json};

/// Steps that a generated procedure may have before more are added.
const FULL: usize = 50;

/// Adds inspections to some cases, and payments to some.
pub(super) fn encounters(file: &mut Value, seed: u64) {
    let mut rng = Pcg64Mcg::seed_from_u64(seed ^ 0x7369_7465);
    let steps = file["steps"].as_array().map_or(0, Vec::len);
    if steps > FULL {
        return;
    }
    if rng.random_bool(0.35) {
        inspections(file, &mut rng);
    }
    if rng.random_bool(0.35) {
        payments(file, &mut rng);
    }
}

/// One desk of each agency.
fn desks(file: &Value) -> Vec<Value> {
    let mut desks: Vec<[&Value; 2]> = Vec::new();
    for role in file["roles"].as_array().into_iter().flatten() {
        let known = |desk: &[&Value; 2]| desk[1] == &role["agency"];
        if !role["agency"].is_null() && !desks.iter().any(known) {
            desks.push([&role["id"], &role["agency"]]);
        }
    }
    desks.into_iter().map(|[id, _]| id.clone()).collect()
}

fn list<'a>(file: &'a mut Value, key: &str) -> &'a mut Vec<Value> {
    let list = file.as_object_mut().unwrap().entry(key);
    list.or_insert_with(|| json!([])).as_array_mut().unwrap()
}

/// What the last end follows, and what it follows from now on.
fn end_behind(file: &mut Value, behind: Value) {
    if let Some(end) = list(file, "ends").last_mut() {
        end["after"] = behind;
    }
}

fn at_the_end(file: &Value) -> Value {
    let ends = file["ends"].as_array();
    ends.and_then(|ends| ends.last())
        .map_or(Value::Null, |end| end["after"].clone())
}

/// A gateway with a branch that refuses or sends back; what goes on follows the other one.
fn gateway(file: &mut Value, id: &str, after: &Value, back_to: Option<&str>) -> Value {
    let mut no = json!({"id": "no"});
    if let Some(step) = back_to {
        no["back_to"] = step.into();
    } else {
        let end =
            json!({"id": format!("{id}-end"), "kind": "refused", "after": [format!("{id}.no")]});
        list(file, "ends").insert(0, end);
    }
    let gateway = json!({"id": id, "name": {"en": "In order?", "zh": "是否合格？"}, "after": after,
        "branches": [{"id": "yes"}, no]});
    list(file, "gateways").push(gateway);
    json!([format!("{id}.yes")])
}

/// Two or three bodies look at one site, one after the other or side by side.
fn inspections(file: &mut Value, rng: &mut Pcg64Mcg) {
    let desks: Vec<Value> = desks(file)
        .into_iter()
        .take(2 + rng.random_range(0..2))
        .collect();
    let start = at_the_end(file);
    let beside = rng.random_bool(0.5);
    // Other work behind the first inspection, beside the next one: the row cannot be put side by side then.
    let aside = !beside && rng.random_bool(0.4);
    let mut at = start.clone();
    let mut all = Vec::new();
    for (number, role) in desks.iter().enumerate() {
        let id = format!("look-{number}");
        let mut look = json!({"id": id, "kind": "inspect", "role": role, "with": "申请人", "work": "1 h", "wait": "3 wd",
            "name": {"en": format!("Look at the site ({number})"), "zh": format!("现场检查（{number}）")},
            "after": if beside { start.clone() } else { at.clone() }});
        match rng.random_range(0..10) {
            0 => look["visit"] = "厂房".into(),
            1 => {}
            _ => look["visit"] = "现场".into(),
        }
        list(file, "steps").push(look);
        at = json!([id]);
        all.push(id.clone());
        let last = number + 1 == desks.len();
        if aside && number == 0 {
            let step = json!({"id": "aside", "kind": "record", "role": desks[0], "after": at, "work": "5 min",
                "name": {"en": "Keep the register", "zh": "登记台账"}});
            list(file, "steps").push(step);
        }
        if !beside && !aside && !last && rng.random_bool(0.25) {
            let note = format!("note-{number}");
            let step = json!({"id": note, "kind": "record", "role": desks[0], "after": at, "work": "5 min",
                "name": {"en": format!("Note it down ({number})"), "zh": format!("记录（{number}）")}});
            list(file, "steps").push(step);
            at = json!([note]);
        }
        if !beside && !aside && !last && rng.random_bool(0.15) {
            at = gateway(file, &format!("site-{number}"), &at, None);
        }
    }
    let mut behind = if beside { json!(all) } else { at };
    // Beside others, an inspection that is sent back alone would be waited for for ever.
    if aside {
        behind = json!([all.last(), "aside"]);
    } else if !beside && rng.random_bool(0.25) {
        behind = gateway(file, "site-again", &behind, Some(&all[0]));
    }
    end_behind(file, behind);
    if rng.random_bool(0.2) {
        let kind = ["never-merge", "four-eyes"][rng.random_range(0..2)];
        list(file, "constraints").push(json!({"kind": kind, "steps": all}));
    }
    if rng.random_bool(0.15) {
        let fact = format!("one-joint-visit({}, {})", all[0], all[1]);
        list(file, "answers").push(json!({"fact": fact, "answer": "no", "by": "议会"}));
    }
}

/// Two fees, at one desk or at two.
fn payments(file: &mut Value, rng: &mut Pcg64Mcg) {
    let desks = desks(file);
    let other = rng.random_range(0..5);
    let outside = json!({"id": "测绘公司", "kind": "third-party"});
    let collector = match other {
        0 | 1 => desks[1].clone(),
        2 => outside["id"].clone(),
        _ => desks[0].clone(),
    };
    if other == 2 {
        list(file, "roles").push(outside);
    }
    let mut at = at_the_end(file);
    for (number, role) in [desks[0].clone(), collector].into_iter().enumerate() {
        let id = format!("fee-{number}");
        let currency = if number == 1 && rng.random_bool(0.3) {
            "USD"
        } else {
            "CNY"
        };
        let kind = if rng.random_bool(0.5) {
            "record"
        } else {
            "pay"
        };
        let mut step = json!({"id": id, "kind": kind, "role": role,
            "with": "申请人", "after": at, "work": "5 min", "fee": format!("{} {currency}", 20 + number),
            "name": {"en": format!("Pay the fee ({number})"), "zh": format!("缴费（{number}）")}});
        if step["kind"] == "pay" && rng.random_bool(0.15) {
            step.as_object_mut().unwrap().remove("fee");
        }
        if rng.random_bool(0.4) {
            step["visit"] = "大厅0".into();
        }
        list(file, "steps").push(step);
        at = json!([id]);
        if number == 0 && rng.random_bool(0.2) {
            at = gateway(file, "paid", &at, None);
        }
    }
    end_behind(file, at);
    if rng.random_bool(0.15) {
        let answer =
            json!({"fact": "may-be-paid-with(fee-1, fee-0)", "answer": "no", "by": "议会"});
        list(file, "answers").push(answer);
    }
}
