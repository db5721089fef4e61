//! What a value of a file is changed into.

use serde_json::{Value, json};

/// What stands in for a value of any kind.
pub(super) fn wrong_kinds() -> Vec<Value> {
    vec![
        json!(null),
        json!(true),
        json!(""),
        json!(1.5),
        json!([]),
        json!([null]),
        json!({}),
    ]
}

/// Forms of every type, right and wrong.
pub(super) fn forms() -> Vec<Value> {
    let mut forms = texts();
    forms.extend(figures_and_lists());
    forms
}

fn texts() -> Vec<Value> {
    let long = ["长".repeat(64), "长".repeat(65)];
    let texts = [
        "",
        " ",
        "a b",
        "nobody",
        "x.y",
        "5 wd",
        "5  wd",
        " 5 wd",
        "1..3 wd",
        "1/2/3 h",
        "1/2 h",
        "5. wd",
        ".5 wd",
        "1e3 wd",
        "٣ wd",
        "1234567890 wd",
        "5 d",
        "12 EUR",
        "12 eur",
        "+12 EUR",
        "2026-03-01",
        "2026-02-30",
        "2026-3-01",
        "20260301T1",
        "line\nbreak",
        "bell\u{7}",
        "\u{ffff}",
        "cafe\u{301}s",
        "Ⓐ",
        "ก็",
    ];
    let long = long.iter().map(String::as_str);
    texts
        .into_iter()
        .chain(long)
        .map(|text| json!(text))
        .collect()
}

fn figures_and_lists() -> Vec<Value> {
    vec![
        json!(null),
        json!(true),
        json!(0),
        json!(-0.0),
        json!(-1),
        json!(1.5),
        json!(1.0),
        json!(1e300),
        json!(9e15),
        json!(8_999_999_999_999_999_u64),
        json!([]),
        json!([[]]),
        json!([null]),
        json!(["nobody"]),
        json!([{}]),
        json!({}),
        json!({"x-own": null}),
        json!({"any": []}),
        json!({"any": ["nobody"], "some": []}),
        json!({"en": "a"}),
        json!({"en": ""}),
        json!({"EN": "a"}),
        json!({"en-": "a"}),
        json!({"time": "5 wd", "value": "5 wd"}),
        json!({"value": "5 wd"}),
        json!({"p90": "5 wd"}),
        json!({"time": "5 wd"}),
        json!({"document": "form"}),
        json!({"list": "laws"}),
    ]
}
