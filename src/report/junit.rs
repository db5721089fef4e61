//! A check against targets as `JUnit` XML: a suite for each file, a case for each target. What is not measurable is a
//! failure, or skipped where that was allowed; never a pass.

use super::check::{Check, Line, Outcome};
use std::io::{Result, Write};

/// Writes the document.
///
/// # Errors
/// Those of `out`.
pub fn write(check: &Check<'_>, out: &mut impl Write) -> Result<()> {
    let lines = check.lines();
    let mut suites: Vec<(&str, Vec<&Line<'_>>)> = Vec::new();
    for line in &lines {
        let file = line.file.unwrap_or(check.targets_file);
        match suites.iter_mut().find(|(name, _)| *name == file) {
            Some((_, cases)) => cases.push(line),
            None => suites.push((file, vec![line])),
        }
    }
    let all: Vec<&Line<'_>> = lines.iter().collect();
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    let (failures, _) = counts(check, &all);
    // The count of what was skipped is known of a suite only.
    writeln!(
        out,
        r#"<testsuites name="redtape check" tests="{}" failures="{failures}" errors="0" time="0">"#,
        all.len()
    )?;
    for (file, cases) in &suites {
        let (failures, skipped) = counts(check, cases);
        writeln!(
            out,
            r#"  <testsuite name="{}" errors="0" tests="{}" failures="{failures}" skipped="{skipped}" time="0">"#,
            escaped(file),
            cases.len()
        )?;
        for case in cases {
            write_case(check, case, out)?;
        }
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

/// How many count as missed, and how many as skipped.
fn counts(check: &Check<'_>, cases: &[&Line<'_>]) -> (usize, usize) {
    let count = |outcome| {
        let those = cases.iter().filter(|case| case.outcome == Some(outcome));
        those.count()
    };
    let (missed, open) = (count(Outcome::Fail), count(Outcome::NotMeasurable));
    if check.strict {
        (missed + open, 0)
    } else {
        (missed, open)
    }
}

fn write_case(check: &Check<'_>, case: &Line<'_>, out: &mut impl Write) -> Result<()> {
    let name = escaped(&format!("{}: {}", case.target, case.name));
    let class = escaped(case.procedure.unwrap_or("portfolio"));
    write!(
        out,
        r#"    <testcase name="{name}" classname="{class}" time="0""#
    )?;
    let said = escaped(&case.sentence(check.lang));
    match case.outcome {
        Some(Outcome::NotMeasurable) if !check.strict => {
            writeln!(out, "><skipped message=\"{said}\"/></testcase>")
        }
        Some(Outcome::Fail | Outcome::NotMeasurable) => {
            let kind = case.result;
            writeln!(
                out,
                "><failure type=\"{kind}\" message=\"{said}\">{said}</failure></testcase>"
            )
        }
        _ => writeln!(out, "/>"),
    }
}

/// Text that XML 1.0 can hold, in an attribute or between tags.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' | '\r' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}
