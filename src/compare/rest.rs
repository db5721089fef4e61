//! What changed besides the steps: limits, laws, roles, criteria, papers, gateways and the like.

use super::called::member as member_name;
use crate::message::{Arg, Message};
use crate::model::Procedure;
use crate::model::part::Part;
use serde_json::{Map, Value};

/// Members of a file that are no part of what the procedure is, or are told elsewhere.
const SILENT: [&str; 12] = [
    "redtape",
    "id",
    "name",
    "description",
    "as_of",
    "certified",
    "evidence",
    "sources",
    "reported",
    "steps",
    "changes",
    "answers",
];
/// Members of an element that are no change of it.
const NAMES: [&str; 5] = ["id", "name", "description", "after", "evidence"];
/// Characters of a value that are shown.
const SHOWN: usize = 80;

/// What differs, in the order of the file.
pub(super) fn changes(before: &Procedure, after: &Procedure) -> Vec<Message> {
    let (was, is) = (before.write(), after.write());
    let (Some(was), Some(is)) = (was.as_object(), is.as_object()) else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for key in keys(was, is) {
        if !SILENT.contains(&key.as_str()) {
            member(key, was.get(key), is.get(key), &mut all);
        }
    }
    all
}

/// The keys of both, those of the first first.
fn keys<'v>(a: &'v Map<String, Value>, b: &'v Map<String, Value>) -> Vec<&'v String> {
    let more = b.keys().filter(|key| !a.contains_key(*key));
    a.keys().chain(more).collect()
}

fn member(key: &str, was: Option<&Value>, is: Option<&Value>, all: &mut Vec<Message>) {
    if was == is {
        return;
    }
    let list = |value: Option<&Value>| value.and_then(Value::as_array).cloned();
    let (old, new) = (list(was), list(is));
    if old.is_some() || new.is_some() {
        let (old, new) = (old.unwrap_or_default(), new.unwrap_or_default());
        return items(key, &old, &new, all);
    }
    let object = |value: Option<&Value>| value.and_then(Value::as_object).cloned();
    match (object(was), object(is)) {
        (Some(was), Some(is)) => {
            for inner in keys(&was, &is) {
                let (was, is) = (was.get(inner), is.get(inner));
                if was != is {
                    all.push(differs(member_name(key), inner, was, is));
                }
            }
        }
        _ => all.push(differs(member_name(key), "", was, is)),
    }
}

/// What is in only one of two lists, and of what has an id what differs.
fn items(key: &str, old: &[Value], new: &[Value], all: &mut Vec<Message>) {
    let id = |value: &Value| value.get("id").and_then(Value::as_str).map(str::to_owned);
    let find = |list: &[Value], item: &Value| -> Option<Value> {
        let same = |other: &&Value| match id(item) {
            Some(own) => id(other).as_ref() == Some(&own),
            None => *other == item,
        };
        list.iter().find(same).cloned()
    };
    let only = |word: &'static str, item: &Value| {
        let named = id(item).unwrap_or_else(|| shown(Some(item)));
        Message::new(word)
            .with("list", member_name(key))
            .with("item", named)
    };
    for item in old {
        let now = find(new, item);
        match (now.as_ref().and_then(Value::as_object), item.as_object()) {
            (Some(is), Some(was)) => {
                let own = Message::new("rest-of")
                    .with("list", member_name(key))
                    .with("item", id(item).unwrap_or_default());
                for inner in keys(was, is) {
                    let (was, is) = (was.get(inner), is.get(inner));
                    if was != is && !NAMES.contains(&inner.as_str()) {
                        all.push(differs(own.clone().into(), inner, was, is));
                    }
                }
            }
            _ if now.is_some() => {}
            _ => all.push(only("rest-gone", item)),
        }
    }
    let added = new.iter().filter(|item| find(old, item).is_none());
    all.extend(added.map(|item| only("rest-new", item)));
}

fn differs(of: Arg, member: &str, was: Option<&Value>, is: Option<&Value>) -> Message {
    Message::new("rest-differs")
        .with("of", of)
        .with("member", member_name(member))
        .with("was", shown(was))
        .with("is", shown(is))
}

/// A value as the file writes it, cut where it is long.
fn shown(value: Option<&Value>) -> String {
    let text = value.map_or_else(|| "–".to_owned(), Value::to_string);
    if text.chars().count() <= SHOWN {
        return text;
    }
    let cut: String = text.chars().take(SHOWN).collect();
    format!("{cut}…")
}
