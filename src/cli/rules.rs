//! `redtape rules`: every rule with the rewrites that answer it.

use super::exit::{CLEAN, Failure};
use super::print;
use redtape::{rewrites, rules};
use std::fmt::Write;

pub(crate) fn run() -> Result<u8, Failure> {
    let width = rules::ALL
        .iter()
        .map(|rule| rule.id.len())
        .max()
        .unwrap_or(0);
    let mut text = String::new();
    for rule in rules::ALL {
        let answers = rewrites::ALL
            .iter()
            .filter(|rewrite| rewrite.answers.contains(&rule.id));
        let answers: Vec<_> = answers.map(|rewrite| rewrite.id).collect();
        let arrow = if answers.is_empty() { "" } else { "-> " };
        let severity = rule.severity.word();
        let line = format!(
            "{:width$}  {severity:6}  {arrow}{}",
            rule.id,
            answers.join(", ")
        );
        let _ = writeln!(text, "{}", line.trim_end());
    }
    print::text(&text)?;
    Ok(CLEAN)
}
