//! Papers that the applicant carries from desk to desk, and things that nobody uses: each from a source of its own, so
//! that nothing else changes with it.

use rand::{RngExt as _, SeedableRng as _};
use rand_pcg::Pcg64Mcg;
use serde_json::{Value, json};

/// Acts of a desk to which somebody may come for no more than to bring papers.
const AT_A_DESK: [&str; 5] = ["check", "review", "sign-off", "decide", "record"];

fn push(file: &mut Value, list: &str, item: Value) {
    let list = file.as_object_mut().unwrap().entry(list);
    let list = list.or_insert_with(|| json!([]));
    list.as_array_mut().unwrap().push(item);
}

/// In one file of four: what a desk makes is carried to the step that comes next, to which the applicant comes with it.
pub(super) fn carried(file: &mut Value, seed: u64) {
    let mut rng = Pcg64Mcg::seed_from_u64(seed ^ 0x6361_7272);
    if !rng.random_bool(0.25) {
        return;
    }
    let steps = file["steps"].as_array().unwrap().clone();
    for (at, step) in steps.iter().enumerate() {
        let before = step["after"].as_array().filter(|refs| refs.len() == 1);
        let before = before.and_then(|refs| refs[0].as_str());
        let maker = if rng.random_bool(0.7) {
            steps[..at]
                .iter()
                .position(|other| Some(other["id"].as_str().unwrap()) == before)
        } else {
            // One of another branch, or one that comes later.
            Some(rng.random_range(0..steps.len())).filter(|&maker| maker != at)
        };
        let kind = step["kind"].as_str().unwrap();
        let free = step["needs"].is_null() && step["produces"].is_null() && step["fee"].is_null();
        let at_desk = AT_A_DESK.contains(&kind) && step["role"] != "申请人";
        let Some(maker) = maker.filter(|&maker| steps[maker]["role"] != "申请人") else {
            continue;
        };
        if !(at_desk && free && rng.random_bool(0.5)) {
            continue;
        }
        let paper = format!("carried{at}");
        let mut document = json!({"id": paper, "kind": "proof"});
        let role = file["roles"].as_array().unwrap().iter();
        let mut role = role.filter(|role| role["id"] == steps[maker]["role"]);
        let agency = role.next().map(|role| role["agency"].clone());
        if let Some(agency) = agency.filter(|agency| !agency.is_null() && rng.random_bool(0.5)) {
            document["issued_by"] = agency;
        }
        push(file, "documents", document);
        push(&mut file["steps"][maker], "produces", json!(paper));
        let step = &mut file["steps"][at];
        step["needs"] = if rng.random_bool(0.2) {
            json!([{"document": paper, "form": "original"}])
        } else {
            json!([paper])
        };
        step["with"] = "申请人".into();
        step["visit"] = "大厅0".into();
    }
}

fn everything_is_listed(file: &mut Value) {
    for list in ["documents", "fields", "criteria"] {
        let listed = file["complete"].as_array().into_iter().flatten();
        if listed.into_iter().all(|known| known != list) {
            push(file, "complete", json!(list));
        }
    }
}

/// Nothing is listed whole, but every step says what it reads.
fn every_reader_says_what(file: &mut Value) {
    if let Some(complete) = file.get_mut("complete").and_then(Value::as_array_mut) {
        complete.retain(|list| list != "documents" && list != "fields" && list != "criteria");
    }
    for step in file["steps"].as_array_mut().into_iter().flatten() {
        if step["reads"].is_null() {
            step["reads"] = json!([]);
        }
    }
}

/// In one file of five: papers, fields and minutes that nobody uses, where all that is used is listed.
pub(super) fn left_over(file: &mut Value, seed: u64) {
    let mut rng = Pcg64Mcg::seed_from_u64(seed ^ 0x6c65_6674);
    if !rng.random_bool(0.2) {
        return;
    }
    if rng.random_bool(0.5) {
        everything_is_listed(file);
    } else {
        every_reader_says_what(file);
    }
    for criterion in file["criteria"].as_array_mut().into_iter().flatten() {
        if criterion["reads"].is_null() {
            criterion["reads"] = json!([]);
        }
    }
    for document in file["documents"].as_array_mut().into_iter().flatten() {
        if document["carries"].is_null() {
            document["carries"] = json!([]);
        }
    }
    let count = file["steps"].as_array().unwrap().len();
    for at in 0..count {
        let step = &mut file["steps"][at];
        let asks = step["role"] == "申请人" || step["with"] == "申请人";
        if !rng.random_bool(0.2) {
            continue;
        }
        let item = format!("unused{at}");
        match (asks, rng.random_bool(0.5)) {
            (true, true) => {
                push(step, "needs", json!(item));
                push(file, "documents", json!({"id": item, "kind": "proof"}));
            }
            (true, false) => {
                let form = format!("{item}-form");
                push(step, "needs", json!(form));
                push(
                    file,
                    "documents",
                    json!({"id": form, "kind": "form", "carries": [item]}),
                );
                push(file, "fields", json!({"id": item}));
            }
            (false, _) => {
                push(step, "produces", json!(item));
                push(file, "documents", json!({"id": item, "kind": "internal"}));
            }
        }
    }
}
