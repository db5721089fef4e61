//! Bad input: every fault at once, each with its place, in both languages; exit code 2, nothing on standard output.

use crate::golden::{folders, golden, redtape, repository};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg32;
use redtape::message::Lang;
use redtape::model::load;
use redtape::source::{Arena, MAX_FAULTS, Source};
use std::fmt::Write as _;
use std::time::{Duration, Instant};

#[test]
fn every_bad_file_says_what_is_golden() {
    let cases = folders("tests/format");
    let cases: Vec<_> = cases
        .iter()
        .filter(|path| {
            path.file_name()
                .unwrap()
                .to_str()
                .unwrap()
                .starts_with("bad-")
        })
        .collect();
    assert!(cases.len() > 50);
    for folder in cases {
        let run = redtape(folder, &["validate", "procedure.json"], b"");
        assert_eq!(
            (run.code, run.stdout.as_str()),
            (Some(2), ""),
            "{}",
            folder.display()
        );
        assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
        let chinese = redtape(folder, &["validate", "procedure.json", "--lang", "zh"], b"");
        golden(
            &folder.join("faults.txt"),
            &(run.stderr + "\n" + &chinese.stderr),
        );
    }
}

/// What is said of a text, and that saying it takes no longer than a reader waits.
fn said(text: String) -> String {
    said_of(text.into_bytes())
}

fn said_of(bytes: Vec<u8>) -> String {
    let start = Instant::now();
    let said = match Source::from_bytes("huge.json", bytes) {
        Err((source, fault)) => source.explain(&[fault], Lang::En),
        Ok(source) => match load(&source) {
            Ok(_) => "no fault".to_owned(),
            Err(faults) => source.explain(&faults, Lang::En),
        },
    };
    assert!(
        start.elapsed() < Duration::from_mins(1),
        "took {:?}",
        start.elapsed()
    );
    said
}

/// A procedure whose steps, gateways and end are written by the caller.
fn file(steps: &str, gateways: &str, end: &str) -> String {
    format!(
        r#"{{"redtape": 1, "id": "p", "name": "P", "roles": [{{"id": "r"}}], "steps": [{steps}],
        "gateways": [{gateways}], "ends": [{{"id": "end", "after": [{end}]}}]}}"#
    )
}

#[test]
fn a_file_of_more_than_64_mib_is_refused_before_it_is_read() {
    let said = said_of(vec![b' '; (64 << 20) + 1]);
    assert_eq!(said, "error: huge.json: the file is larger than 64 MiB\n");
    let path = tempfile::NamedTempFile::new().unwrap();
    path.as_file().set_len(1 << 40).unwrap();
    let run = redtape(
        &repository("."),
        &["validate", path.path().to_str().unwrap()],
        b"",
    );
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("larger than 64 MiB"));
}

#[test]
fn more_than_100_000_steps_are_refused() {
    let step = r#"{"id": "a", "kind": "check", "role": "r"}"#;
    let said = said(file(&vec![step; 100_001].join(","), "", r#""a""#));
    assert!(
        said.contains("more than 100000 entries in one list (/steps)"),
        "{said}"
    );
}

#[test]
fn a_chain_of_100_000_steps_is_read() {
    let mut steps = r#"{"id": "s0", "kind": "check", "role": "r"}"#.to_owned();
    for step in 1..100_000 {
        let _ = write!(
            steps,
            r#",{{"id":"s{step}","kind":"check","role":"r","after":["s{}"]}}"#,
            step - 1
        );
    }
    assert_eq!(said(file(&steps, "", r#""s99999""#)), "no fault");
    let circle = steps.replacen(r#""r"}"#, r#""r","after":["s99999"]}"#, 1);
    let said = said(file(&circle, "", r#""s99999""#));
    assert!(said.contains("-> ..."), "{said}");
}

#[test]
fn many_returns_are_checked_in_one_pass() {
    let mut steps = r#"{"id": "s0", "kind": "check", "role": "r"}"#.to_owned();
    let mut gateways = String::new();
    for step in 0..20_000 {
        let comma = if step == 0 { "" } else { "," };
        let _ = write!(
            steps,
            r#",{{"id":"s{}","kind":"check","role":"r","after":["g{step}.y"]}}"#,
            step + 1
        );
        let _ = write!(
            gateways,
            r#"{comma}{{"id":"g{step}","after":["s{step}"],"branches":[{{"id":"y"}},{{"id":"n","back_to":"s0"}}]}}"#
        );
    }
    assert_eq!(said(file(&steps, &gateways, r#""s20000""#)), "no fault");
}

#[test]
fn depth_bombs_are_refused() {
    for (open, close) in [("[", "]"), ("{\"x-a\":", "}")] {
        for depth in [600, 1_000_000] {
            let bomb = open.repeat(depth) + "1" + &close.repeat(depth);
            assert!(said(bomb.clone()).contains("stand too deep"), "{open}");
            let own = file("", "", "").replacen('{', &format!("{{\"x-deep\": {bomb}, "), 1);
            assert!(said(own).contains("stand too deep"), "{open}");
            assert!(said(open.repeat(depth)).contains("stand too deep"));
        }
    }
}

#[test]
fn depth_is_counted_to_the_level() {
    let own = |lists: usize| {
        let deep = "[".repeat(lists) + &"]".repeat(lists);
        let text = file(r#"{"id": "a", "kind": "check", "role": "r"}"#, "", r#""a""#);
        said(text.replacen('{', &format!("{{\"x-deep\": {deep}, "), 1))
    };
    // The file itself is the first level.
    assert_eq!(own(511), "no fault");
    assert!(own(512).contains("stand too deep"));
}

#[test]
fn a_text_of_more_than_20_000_characters_is_refused() {
    let named = |name: &str| {
        let step = format!(r#"{{"id": "a", "name": {name}, "kind": "check", "role": "r"}}"#);
        said(file(&step, "", r#""a""#))
    };
    let (most, more) = ("长".repeat(20_000), "长".repeat(20_001));
    assert_eq!(named(&format!("\"{most}\"")), "no fault");
    assert_eq!(named(&format!("{{\"zh\": \"{most}\"}}")), "no fault");
    let refused = "a text of more than 20000 characters (/steps/0/name";
    assert!(named(&format!("\"{more}\"")).contains(refused));
    assert!(named(&format!("{{\"zh\": \"{more}\"}}")).contains(refused));
}

#[test]
fn the_deepest_own_value_that_is_read_is_printed_in_time() {
    let deep = "[".repeat(500) + &format!("\"{}\"", "长".repeat(1 << 20)) + &"]".repeat(500);
    let text = file(r#"{"id": "a", "kind": "check", "role": "r"}"#, "", r#""a""#).replacen(
        '{',
        &format!("{{\"x-deep\": {deep}, "),
        1,
    );
    let source = Source::from_bytes("deep.json", text.into_bytes()).unwrap();
    let start = Instant::now();
    let printed = redtape::model::print::print(&load(&source).unwrap());
    assert!(printed.len() > 3 << 20);
    assert!(
        start.elapsed() < Duration::from_secs(20),
        "took {:?}",
        start.elapsed()
    );
}

#[test]
fn millions_of_faults_are_counted_not_kept() {
    for text in [
        file(&vec!["0"; 1 << 19].join(","), "", ""),
        file(&vec!["0"; 30_000].join(","), "", ""),
        file(
            r#"{"id": "a", "kind": "check", "role": "r"}"#,
            "",
            &vec![r#""b""#; 30_000].join(","),
        ),
        format!(
            "{{{}}}",
            (0..50_000)
                .map(|n| format!("\"k{n}\": 1"))
                .collect::<Vec<_>>()
                .join(",")
        ),
        file(
            &vec![r#"{"id": "a", "kind": "check", "role": "r"}"#; 30_000].join(",\n"),
            "",
            r#""a""#,
        ),
        format!(
            "{{\"name\": {{{}}}}}",
            (0..100_000)
                .map(|n| format!("\"en-{n:08}\": 1"))
                .collect::<Vec<_>>()
                .join(",")
        ),
    ] {
        let said = said(text);
        assert!(
            said.matches("error: ").count() <= MAX_FAULTS + 1,
            "{}",
            &said[..500]
        );
    }
}

#[test]
fn a_very_long_line_or_name_is_shown_in_part() {
    let long = "长".repeat(1 << 20);
    for text in [
        file(
            &format!(r#"{{"id": "{long}", "kind": "check", "role": "r"}}"#),
            "",
            r#""a""#,
        ),
        file(
            &format!(
                r#"{{"id": "a", "{long}": 1, "kind": "{long}", "role": "r", "work": "{long}"}}"#
            ),
            "",
            r#""a""#,
        ),
        format!("\"{long}"),
        format!("{{\"{long}\" 1}}"),
    ] {
        let said = said(text);
        assert!(said.contains("huge.json:"), "{}", &said[..200]);
        assert!(said.lines().all(|line| line.chars().count() < 1_000));
    }
}

#[test]
fn several_files_are_all_told_of() {
    let folder = repository("tests/format");
    let args = [
        "validate",
        "bad-empty/procedure.json",
        "bad-null/procedure.json",
        "bad-money/procedure.json",
    ];
    let run = redtape(&folder, &args, b"");
    assert_eq!(run.code, Some(2));
    assert!(args[1..].iter().all(|file| run.stderr.contains(file)));
}

#[test]
fn what_cannot_be_read_is_exit_code_4() {
    let folder = repository("tests");
    for (file, said) in [
        ("no-such-file.json", "no-such-file.json"),
        ("suite", "is a folder"),
    ] {
        let run = redtape(&folder, &["validate", file], b"");
        assert_eq!((run.code, run.stdout.as_str()), (Some(4), ""), "{file}");
        assert!(run.stderr.contains(said), "{}", run.stderr);
    }
}

#[test]
fn standard_input_is_a_file() {
    let run = redtape(&repository("."), &["validate", "-"], b"{} x");
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    assert!(
        run.stderr.starts_with("error: <stdin>:1:4: "),
        "{}",
        run.stderr
    );
}

#[test]
fn what_is_json_is_what_serde_json_says_and_nothing_makes_it_stop() {
    let text = std::fs::read_to_string(repository("tests/format/every-key.json")).unwrap();
    let text: String = text.chars().take(2_000).collect::<String>()
        + "\"a\\u00e9\\\\\\ud83d\\ude00\": [-0.5e+3, 1e-2, true]";
    let pieces = [
        "", ",", ":", "{", "}", "[", "]", "\"", "\\", "\\u", "\\ud83d", "\\x", "0", "-", "01",
        ".5", "1.", "1e", "e", "+", "//", "/*", "#", "\n", "\t", "\r", "\u{0}", "\u{1b}", "\u{a0}",
        "\u{2028}", "“", "，", "'", "null", "NaN", "Infinity", "tru", "\u{feff}", "长",
    ];
    let mut random = Pcg32::seed_from_u64(7);
    for _ in 0..6_000 {
        let mut at = || text.floor_char_boundary(random.random_range(0..=text.len()));
        let (one, other) = (at(), at());
        let (start, end) = (one.min(other), one.max(other));
        let piece = pieces[random.random_range(0..pieces.len())];
        // A short piece of the file with something put in or taken out: most is not JSON, some is.
        let start = text.floor_char_boundary(end.saturating_sub(24).max(start));
        let changed = match random.random_range(0..3) {
            0 => format!("[{piece}]"),
            1 => format!("{{\"a\": [1, {piece} \"b\"]}}"),
            _ => format!("{}{piece}", &text[start..end]),
        };
        let source = Source {
            name: "changed".into(),
            text: changed.clone(),
        };
        let strict = serde_json::from_str::<serde_json::Value>(&changed);
        let range = strict
            .as_ref()
            .is_err_and(|error| error.to_string().starts_with("number out of range"));
        assert!(
            range || source.parse(&Arena::new()).is_some() == strict.is_ok(),
            "{changed:?}: {strict:?}"
        );
        if let Err(faults) = load(&source) {
            for lang in Lang::ALL {
                assert!(
                    source.explain(&faults, lang).contains("changed"),
                    "{changed:?}"
                );
            }
        }
    }
}
