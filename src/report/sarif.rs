//! A check against targets as SARIF 2.1.0: a rule for each target, a result for each target and file. A miss is of
//! kind `fail`, what is not measurable `open`, never `pass`.

use super::check::{Check, Line, Outcome};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io::{Result, Write};

/// Where the schema of the form is.
const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// Writes the log.
///
/// # Errors
/// Those of `out`.
pub fn write(check: &Check<'_>, out: &mut impl Write) -> Result<()> {
    let lines = check.lines();
    let rules: Vec<Value> = (0..check.targets.targets.len())
        .map(|number| rule(check, number, &lines))
        .collect();
    let results: Vec<Value> = lines.iter().map(|line| result(check, line)).collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "redtape",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "language": check.lang.tag(),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)
}

fn rule_id(number: usize, measure: &str) -> String {
    format!("target-{number}/{measure}")
}

fn level(severity: &str) -> &'static str {
    match severity {
        "high" => "error",
        "medium" => "warning",
        _ => "note",
    }
}

fn rule(check: &Check<'_>, number: usize, lines: &[Line<'_>]) -> Value {
    let target = &check.targets.targets[number];
    let named = lines.iter().find(|line| line.target == number + 1);
    let name = named.map_or_else(|| target.measure.clone(), |line| line.name.clone());
    let source = target.source.as_ref().or(check.targets.source.as_ref());
    let source = source.map_or(name.as_str(), |source| source.say(check.lang));
    json!({
        "id": rule_id(number + 1, &target.measure),
        "shortDescription": {"text": name},
        "fullDescription": {"text": source},
        "defaultConfiguration": {"level": level(target.weight().word())},
    })
}

fn result(check: &Check<'_>, line: &Line<'_>) -> Value {
    let (kind, level) = match line.outcome {
        Some(Outcome::Pass) => ("pass", "none"),
        Some(Outcome::Fail) => ("fail", level(line.severity)),
        _ => ("open", "none"),
    };
    let file = line.file.unwrap_or(check.targets_file);
    let mut location = json!({
        "physicalLocation": {
            "artifactLocation": {"uri": uri(file)},
            "region": {"startLine": 1},
        },
    });
    if let Some(procedure) = line.procedure {
        location["logicalLocations"] = json!([{"name": procedure, "kind": "object"}]);
    }
    json!({
        "ruleId": rule_id(line.target, line.measure),
        "ruleIndex": line.target - 1,
        "kind": kind,
        "level": level,
        "message": {"text": format!("{}: {}", line.name, line.sentence(check.lang))},
        "locations": [location],
        "partialFingerprints": {
            "target/v1": format!("{}:{}", line.procedure.unwrap_or("portfolio"), line.target),
        },
        "properties": {"due": line.due, "by": line.by, "remedy": line.remedy},
    })
}

/// A path as a URI reference (RFC 3986): what is not plain is written in hexadecimal digits.
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.replace('\\', "/").bytes() {
        let plain = byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte);
        if plain {
            out.push(char::from(byte));
        } else {
            // Writing into a text cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
