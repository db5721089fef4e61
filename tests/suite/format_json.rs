//! The values of a text: what `serde_json` reads is read, and as it reads it.

use redtape::model::load;
use redtape::source::Source;
use serde_json::Value;

/// A procedure with a member of its own, as it is written.
fn source(own: &str) -> Source {
    let text = format!(
        r#"{{"redtape": 1, "id": "p", "name": "P", "x-own": {own}, "roles": [{{"id": "r"}}],
        "steps": [{{"id": "a", "kind": "check", "role": "r"}}], "ends": [{{"id": "e", "after": ["a"]}}]}}"#
    );
    Source::from_bytes("own.json", text.into_bytes()).unwrap()
}

/// What is read of a member of the file's own, if the file is read.
fn read(own: &str) -> Option<Value> {
    load(&source(own)).ok()?.extra.remove("x-own")
}

/// What may stand in a text, or may not.
#[rustfmt::skip]
const SIGNS: &[&str] = &[
    "", "\"", "\\\"", "\\\\", "\\/\\b\\f\\n\\r\\t", "\\u0041", "\\ud83d\\ude00", "\\ud83d", "\\ude00", "\\u12", "\\x",
    "\\", "\\长", "\\\u{1f}", "\0", "\u{1f}", " ", "!", "#", "[", "]", "\u{7f}", "\u{80}", "é", "长", "😀", "\n", "\t",
];

/// Values, and what is none.
#[rustfmt::skip]
const OTHERS: &[&str] = &[
    "[]", "{}", "[ ]", "{ }", "[[],{}]", "true", "false", "null", "truer", "nul", "TRUE", "0", "-0", "-0.0", "00", "-",
    "1.", ".1", "1.5", "-1.25e+3", "1E-2", "1e", "1e+", "+1", "1_000", "0x1", "12345678901234567890", "5e-324",
    "1e-999", "123456789012345678901234567890", "0.1", "0.30000000000000004", "[1,]", "[,1]", "[1 2]", "{\"a\":1,}",
    "{\"a\"}", "{\"a\" 1}", "{a:1}", "{1:1}", "[1}", "{\"a\":1]", "1 2", "", "\u{a0}1", "1\u{b}", "\r\n\t 1 \r\n\t",
    "//1", "/*1*/1",
];

#[test]
fn own_values_are_read_as_serde_json_reads_them() {
    let same = |own: &str| assert_eq!(read(own), serde_json::from_str(own).ok(), "{own}");
    // A special sign at every place of the eight bytes that are looked at together, and behind them.
    for before in 0..20 {
        for after in [0, 1, 7, 8, 9] {
            for sign in SIGNS {
                let text = format!("\"{}{sign}{}\"", "a".repeat(before), "长".repeat(after));
                same(&format!("[{text}, {{{text} : {text}}}]"));
            }
        }
    }
    for other in OTHERS {
        same(other);
        same(&format!("[{other}]"));
        same(&format!("{{\"a\":{other}}}"));
    }
}

#[test]
fn members_count_twice_towards_the_depth() {
    let own =
        |members: usize, inner: &str| "{\"a\":".repeat(members) + inner + &"}".repeat(members);
    // The file and its member are the first two levels.
    assert!(read(&own(255, "1")).is_some());
    assert!(read(&own(255, "{}")).is_some());
    assert!(read(&own(254, "[[[]]]")).is_some());
    for deep in [own(256, "1"), own(255, "[1]"), own(254, "[[[1]]]")] {
        let faults = load(&source(&deep)).unwrap_err();
        assert_eq!(
            format!("{:?}", faults[0].message)
                .matches("json-depth")
                .count(),
            1
        );
    }
}
