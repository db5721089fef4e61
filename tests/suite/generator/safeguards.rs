//! What must never be lost, planted in generated procedures, each in one of the ways in which a file may say it.

use rand::{RngExt as _, SeedableRng as _};
use rand_pcg::Pcg64Mcg;
use serde_json::{Value, json};

/// Plants safeguards in every fifth procedure, from a source of its own so that nothing else changes with it.
pub(super) fn safeguards(file: &mut Value, seed: u64) {
    if !seed.is_multiple_of(5) {
        return;
    }
    let mut rng = Pcg64Mcg::seed_from_u64(seed ^ 0x7361_6665);
    let laws = [
        json!({"id": "wait-act", "cite": "期限法", "mandates": ["minimum-wait"]}),
        json!({"id": "unread-act", "cite": "未读之法"}),
        json!({"id": "hearing-act", "cite": "听证法", "mandates": ["hearing"]}),
        json!({"id": "signing-act", "cite": "签署法", "mandates": ["signatory"]}),
    ];
    push(file, "laws", laws);
    let steps = file["steps"].as_array().map_or(0, Vec::len);
    for at in 0..steps {
        if rng.random_bool(0.12) {
            wait(file, at, &mut rng);
        }
        if rng.random_bool(0.06) {
            let law = ["hearing-act", "unread-act"][rng.random_range(0..2)];
            push(&mut file["steps"][at], "law", [json!(law)]);
        }
        if rng.random_bool(0.04) {
            file["steps"][at]["calls"] = json!("another-procedure");
        }
        if rng.random_bool(0.04) {
            file["steps"][at]["risk"] = json!({"exclusions": ["sensitive"]});
        }
    }
    for criterion in file["criteria"].as_array_mut().into_iter().flatten() {
        if rng.random_bool(0.15) {
            let law = ["signing-act", "unread-act"][rng.random_range(0..2)];
            criterion["law"] = json!([law]);
        }
        if rng.random_bool(0.3) {
            criterion["discretionary"] = rng.random_bool(0.5).into();
        }
    }
    let roles: Vec<String> = (file["roles"].as_array().into_iter().flatten())
        .filter(|role| role["kind"] != "applicant")
        .map(|role| role["id"].as_str().unwrap_or_default().to_owned())
        .collect();
    for role in file["roles"].as_array_mut().into_iter().flatten() {
        let other = &roles[rng.random_range(0..roles.len())];
        if rng.random_bool(0.2) && role["kind"] != "applicant" && role["id"] != *other {
            role["separate_from"] = json!([other]);
        }
    }
}

/// A wait that a law prescribes, said in one of six ways.
fn wait(file: &mut Value, at: usize, rng: &mut Pcg64Mcg) {
    let id = file["steps"][at]["id"].clone();
    let step = &mut file["steps"][at];
    if let Some(step) = step.as_object_mut() {
        step.remove("elapsed");
    }
    let constraint = json!({"kind": "statutory-wait", "steps": [id]});
    match rng.random_range(0..6) {
        0 => step["wait"] = json!({"time": "14 cd", "kind": "statutory"}),
        1 => step["wait"] = json!({"time": "14 cd", "law": ["wait-act"]}),
        2 => step["wait"] = json!({"time": "14 cd", "law": ["unread-act"]}),
        3 => {
            step["wait"] = json!("14 cd");
            push(step, "law", [json!("wait-act")]);
        }
        4 => {
            step["wait"] = json!("14 cd");
            push(file, "constraints", [constraint]);
        }
        _ => {
            if let Some(step) = step.as_object_mut() {
                step.remove("wait");
                step.remove("work");
            }
            step["elapsed"] = json!("14 cd");
            push(file, "constraints", [constraint]);
        }
    }
}

fn push(of: &mut Value, key: &str, more: impl IntoIterator<Item = Value>) {
    let list = of[key].as_array().cloned().unwrap_or_default();
    let all = list.into_iter().chain(more);
    of[key] = all.collect::<Vec<Value>>().into();
}
