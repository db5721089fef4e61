//! Spreadsheets: what `redtape new` makes of them, and what it says of those that are wrong.

use crate::golden::{files, golden, redtape, repository};
use redtape::exchange::spreadsheet::{COLUMNS, read, template};
use redtape::model::print::print;

#[test]
fn the_template_is_in_canonical_form() {
    let path = repository("src/exchange/spreadsheet/template.json");
    golden(&path, &print(&template("my-procedure")));
}

#[test]
fn the_template_sheet_has_every_column_and_makes_a_procedure() {
    let text = std::fs::read_to_string(repository("docs/steps-template.csv")).unwrap();
    let header: Vec<_> = text.lines().next().unwrap().split(',').collect();
    assert_eq!(header, COLUMNS.map(|column| column.header));
    let procedure = read("permit", &text).unwrap();
    golden(
        &repository("tests/format/sheets/template.json"),
        &print(&procedure),
    );
}

#[test]
fn every_form_of_sheet_makes_the_same_procedure() {
    let rows = [
        "id,kind,role,after",
        "a,submit,申请人,",
        "b,check,窗口,",
        "c,issue,窗口,a; b",
    ];
    let plain = rows.join("\n");
    let procedure = read("p", &plain).unwrap();
    for same in [
        format!("\u{feff}{plain}"),
        rows.join("\r\n") + "\r\n",
        plain.replace(',', "\t"),
        plain.replace("a; b", "\"a; b\"").replace(',', ";"),
        plain.replace('\n', "\n\n"),
        plain.replace('\n', "\n,,,\n"),
    ] {
        assert_eq!(read("p", &same).unwrap(), procedure, "{same:?}");
    }
}

#[test]
fn every_sheet_says_what_is_golden() {
    for path in files("tests/format/sheets", "csv") {
        let name = path.file_name().unwrap().to_str().unwrap();
        let folder = path.parent().unwrap();
        let run = redtape(folder, &["new", "sheet", "--from", name], b"");
        let stem = path.with_extension("");
        if name.starts_with("bad-") {
            assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{name}");
            let chinese = redtape(
                folder,
                &["new", "sheet", "--from", name, "--lang", "zh"],
                b"",
            );
            golden(
                &stem.with_extension("txt"),
                &(run.stderr + "\n" + &chinese.stderr),
            );
        } else {
            assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{name}");
            golden(&stem.with_extension("json"), &run.stdout);
        }
    }
}

#[test]
fn no_sheet_makes_it_stop() {
    let template = std::fs::read_to_string(repository("docs/steps-template.csv")).unwrap();
    let bytes = template.as_bytes();
    for cut in (0..bytes.len()).step_by(11) {
        let _ = read("p", &String::from_utf8_lossy(&bytes[..cut]));
        let mut changed = bytes.to_vec();
        changed[cut] = b"\",;\n\t x0"[cut % 8];
        let _ = read("p", &String::from_utf8_lossy(&changed));
    }
    for text in [
        "",
        "\n\n",
        "\"",
        "id\n\"",
        "\0\0",
        ",,,\n,,,",
        "id,kind,role\n\0,\0,\0",
        "id;id;id\n1;2;3",
    ] {
        assert!(read("p", text).is_err(), "{text:?}");
    }
}
