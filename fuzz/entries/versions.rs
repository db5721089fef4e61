//! Procedures that are simplified, drawn, checked and compared.

use super::{LANGS, mutate, read, same_again};
use redtape::compare::{Orders, compare};
use redtape::diff::Diff;
use redtape::draw::version::{Lanes, View, pair};
use redtape::draw::{Direction, Parts, compose, dot, layout_one, layout_pair, mermaid, svg};
use redtape::fact::Facts;
use redtape::graph::Graph;
use redtape::measure::soundness::{Limits, decide};
use redtape::measure::{Convention, measure};
use redtape::message::Lang;
use redtape::model::target::Targets;
use redtape::model::{Date, Procedure};
use redtape::report::check::{Check, write_json as check_json, write_text as check_text};
use redtape::report::compare::{write_json, write_text};
use redtape::report::{Report, grid, html, json, junit, questions, sarif, text, unsound};
use redtape::simplify::{Options, Waivers, simplify};
use redtape::target::{Subject, check};
use std::sync::OnceLock;

/// States that are searched: a tenth of a second, so that many procedures are tried.
const STATES: Limits = Limits { states: 5_000 };

fn day() -> Date {
    Date("2026-06-01".parse().expect("a day"))
}

fn is_sound(p: &Procedure) -> bool {
    let graph = Graph::of(p);
    unsound(&graph, &decide(&graph, STATES)).is_none()
}

/// Load, analyse, simplify, draw: a procedure that was changed as the bytes say.
pub(super) fn whole(bytes: &[u8]) {
    let text = mutate::mutated(bytes);
    let Some(p) = read(text.as_bytes()) else {
        return;
    };
    same_again(&p);
    if is_sound(&p) {
        let facts = Facts::of(&p);
        simplified(&p, facts);
    }
}

/// Everything that `simplify` writes but for what needs the font.
pub(super) fn simplified(p: &Procedure, facts: Facts) {
    let options = Options {
        facts,
        waivers: Waivers::of(p, Some(day())),
        ..Options::default()
    };
    let Ok(result) = simplify(p, &options) else {
        return;
    };
    let undone = result.undone.iter().map(|undone| undone.proposal.id());
    let undone: Vec<_> = undone.collect();
    assert!(undone.is_empty(), "a guarantee was broken: {undone:?}");
    same_again(&result.sure.procedure);
    same_again(&result.if_answered.procedure);
    let now = measure(p, &Graph::of(p), Convention::default());
    let diff = Diff::of(p, &result);
    for (lang, lanes) in [(Lang::En, Lanes::Agency), (Lang::Zh, Lanes::Role)] {
        let report = Report {
            procedure: p,
            result: &result,
            now: &now,
            answers: &options.facts,
            convention: Convention::default(),
            input: "",
            lang,
            as_of: day(),
            goal: None,
            decided: None,
            measured: OnceLock::new(),
            weighed: OnceLock::new(),
            names: OnceLock::new(),
        };
        let mut out = Vec::new();
        text::write(&report, &mut out).expect("text");
        json::write(&report, &mut out).expect("data");
        questions::html(&report, &mut out).expect("form");
        grid::xlsx::write(&grid::grids(&[&report]), &mut out).expect("workbook");
        let (before, after) = pair(&diff, Some(report.table()), &[], View { lang, lanes });
        dot::write(&after, &mut out).expect("DOT");
        mermaid::write(&after, &mut out).expect("Mermaid");
        let (left, right) = layout_pair(&before, &after, Direction::LeftRight);
        svg::write(&compose(&[&left, &right], Parts::default()), &mut out).expect("sheet");
        html::write(&report, (&left, &right), &mut out).expect("page");
        let down = layout_one(&after, Direction::TopDown);
        svg::write(&compose(&[&down], Parts::default()), &mut out).expect("sheet");
    }
}

/// Two versions, one a line.
pub(super) fn compared(bytes: &[u8]) {
    let mut lines = bytes.split(|&byte| byte == b'\n');
    let versions = (lines.next().and_then(read), lines.next().and_then(read));
    let (Some(before), Some(after)) = versions else {
        return;
    };
    if !is_sound(&before) || !is_sound(&after) {
        return;
    }
    let orders = Orders::default();
    let Ok(compared) = compare(&before, &after, &orders, Convention::default()) else {
        return;
    };
    for lang in LANGS {
        write_text(&compared, lang, &mut Vec::new()).expect("text");
        write_json(&compared, lang, &mut Vec::new()).expect("data");
    }
}

/// Targets against a procedure, in every form.
pub(super) fn checked(targets: &Targets) {
    let procedures = [mutate::seed(0), mutate::seed(1)];
    let subjects = procedures.each_ref().map(|procedure| Subject {
        procedure,
        file: "p.json",
        before: Some(("before.json", procedure)),
        stages: &[],
    });
    let results = check(targets, &subjects, Convention::default(), day());
    let named = procedures
        .each_ref()
        .map(|procedure| ("p.json".to_owned(), procedure));
    for lang in LANGS {
        let check = Check {
            targets,
            targets_file: "t.json",
            procedures: &named,
            results: &results,
            as_of: day(),
            lang,
            strict: true,
        };
        let mut out = Vec::new();
        check_text(&check, &mut out).expect("text");
        check_json(&check, &mut out).expect("data");
        junit::write(&check, &mut out).expect("JUnit");
        sarif::write(&check, &mut out).expect("SARIF");
    }
}
