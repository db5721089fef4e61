//! Procedures that were taken apart and put together wrongly: bytes say which one, and what becomes of it.

use redtape::generate::{Recipe, procedure};
use redtape::model::{Procedure, load};
use redtape::source::Source;
use serde_json::{Value, json};

/// Procedures that are changed; all others are made up.
const REAL: [&str; 4] = [
    include_str!("../../tests/format/every-key.json"),
    include_str!("../../procedures/pt-start-business.json"),
    include_str!("../../procedures/cn-shanghai-start-business.json"),
    include_str!("../../procedures/nl-wabo-receipt.json"),
];
/// Changes of one procedure at the most.
const MOST: usize = 12;
/// Bytes of a change: what, where, and from where.
const EACH: usize = 5;

fn text(number: u8) -> String {
    match REAL.get(usize::from(number % 16)) {
        Some(text) => (*text).to_owned(),
        None => procedure(
            Recipe {
                seed: u64::from(number),
                steps: Some(17),
            },
            u64::from(number),
        ),
    }
}

/// A sound procedure.
pub(super) fn seed(number: u8) -> Procedure {
    let source = Source {
        name: "seed".to_owned(),
        text: text(number),
    };
    load(&source).expect("a seed is sound")
}

/// The text of a procedure that was changed as the bytes say.
pub(super) fn mutated(bytes: &[u8]) -> String {
    let (first, rest) = bytes.split_first().unwrap_or((&0, &[]));
    let mut whole: Value = serde_json::from_str(&text(*first)).expect("a seed is JSON");
    for change in rest.chunks_exact(EACH).take(MOST) {
        let mut places = Vec::new();
        collect(&whole, String::new(), &mut places);
        let pick = |high: u8, low: u8| {
            let number = usize::from(high) << 8 | usize::from(low);
            places[number % places.len()].clone()
        };
        let (at, from) = (pick(change[1], change[2]), pick(change[3], change[4]));
        apply(&mut whole, change[0], &at, &from);
    }
    whole.to_string()
}

fn collect(value: &Value, at: String, places: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (key, inner) in members {
                let key = key.replace('~', "~0").replace('/', "~1");
                collect(inner, format!("{at}/{key}"), places);
            }
        }
        Value::Array(list) => {
            for (number, inner) in list.iter().enumerate() {
                collect(inner, format!("{at}/{number}"), places);
            }
        }
        _ => {}
    }
    places.push(at);
}

fn apply(whole: &mut Value, what: u8, at: &str, from: &str) {
    let source = whole.pointer(from).cloned().unwrap_or_default();
    match what % 8 {
        0 => remove(whole, at),
        1 | 2 => put(whole, at, source),
        3 => put(whole, at, odd(what >> 3)),
        4 => {
            if let Some(Value::Array(list)) = whole.pointer_mut(at) {
                list.push(source);
            }
        }
        5 => {
            if let Some(Value::Array(list)) = whole.pointer_mut(at) {
                list.reverse();
            }
        }
        _ => {
            let key = from.rsplit('/').next().unwrap_or_default().to_owned();
            if let Some(Value::Object(members)) = whole.pointer_mut(at) {
                members.insert(key, source);
            }
        }
    }
}

fn put(whole: &mut Value, at: &str, value: Value) {
    if let Some(place) = whole.pointer_mut(at) {
        *place = value;
    }
}

fn remove(whole: &mut Value, at: &str) {
    let Some((outer, last)) = at.rsplit_once('/') else {
        return;
    };
    match whole.pointer_mut(outer) {
        Some(Value::Object(members)) => {
            members.shift_remove(&last.replace("~1", "/").replace("~0", "~"));
        }
        Some(Value::Array(list)) => {
            if let Ok(number) = last.parse::<usize>()
                && number < list.len()
            {
                list.remove(number);
            }
        }
        _ => {}
    }
}

/// Values that people seldom write.
fn odd(number: u8) -> Value {
    match number % 20 {
        0 => Value::Null,
        1 => json!(0),
        2 => json!(-1),
        3 => json!(1e300),
        4 => json!(9_007_199_254_740_993_u64),
        5 => json!(""),
        6 => json!("x".repeat(5000)),
        7 => json!([]),
        8 => json!({}),
        9 => json!(true),
        10 => json!("0 wd"),
        11 => json!("999999999 cd"),
        12 => json!("1 min"),
        13 => json!(0.5),
        14 => json!("\u{202e}=1+1\u{0}<script>"),
        15 => json!("9999-12-31"),
        16 => json!(["a", "a"]),
        17 => json!("99999999999999 EUR"),
        18 => json!(1),
        _ => json!("常"),
    }
}
