//! Real procedures without what was made up to have a workflow of the source.

use redtape::message::Lang;
use redtape::model::{Procedure, load, print};
use redtape::source::Source;
use serde_json::Value;
use std::collections::BTreeSet;

/// Whether a part of a file, or the whole file, was made up to have a workflow.
pub(super) fn is_constructed(value: &Value) -> bool {
    value["evidence"] == "constructed"
}

/// The procedure without the documents and needs that were constructed, and without what mentions them.
pub(super) fn without_constructed(p: &Procedure) -> Procedure {
    let mut value: Value = serde_json::from_str(&print::print(p)).expect("JSON");
    let documents = value["documents"].as_array().cloned().unwrap_or_default();
    let gone: BTreeSet<String> = documents
        .iter()
        .filter(|document| is_constructed(document))
        .filter_map(|document| Some(document["id"].as_str()?.to_owned()))
        .collect();
    drop_constructed(&mut value, &gone);
    let source = Source {
        name: format!("{} without what was constructed", p.id),
        text: value.to_string(),
    };
    load(&source).unwrap_or_else(|faults| panic!("{}", source.explain(&faults, Lang::En)))
}

pub(super) fn drop_constructed(value: &mut Value, gone: &BTreeSet<String>) {
    let mentions = |item: &Value| {
        let named = item.as_str().or_else(|| item["document"].as_str());
        named.is_some_and(|id| gone.contains(id))
    };
    match value {
        Value::Array(list) => {
            // A constructed step or gateway is part of the flow: without it there is none.
            let in_flow = |item: &Value| item.get("after").is_some() || item.get("kind").is_some();
            let document = |item: &Value| item["id"].as_str().is_some_and(|id| gone.contains(id));
            list.retain(|item| {
                !mentions(item) && !document(item) && (!is_constructed(item) || in_flow(item))
            });
            for item in list.iter_mut() {
                drop_constructed(item, gone);
            }
        }
        Value::Object(map) => {
            for (_, item) in map.iter_mut() {
                drop_constructed(item, gone);
            }
            map.retain(|_, item| item.as_array().is_none_or(|list| !list.is_empty()));
        }
        _ => {}
    }
}
