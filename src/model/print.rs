//! The canonical text of a file: keys in the format's order, short values on one line.

use super::part::Part;
use super::procedure::Procedure;
use serde_json::Value;

/// Values that fit this many columns stay on one line.
const WIDTH: usize = 120;

/// The canonical text of a procedure file, with a line break at its end.
pub fn print(procedure: &Procedure) -> String {
    let mut out = pretty(&procedure.write());
    out.push('\n');
    out
}

/// JSON laid out as `redtape fmt` does it, without a line break at its end.
pub fn pretty(value: &Value) -> String {
    let mut out = String::new();
    layout(value, 0, 0, &mut out);
    out
}

/// Writes a value that starts `used` columns into a line of its own indentation.
fn layout(value: &Value, indent: usize, used: usize, out: &mut String) {
    let flat = flat(value);
    let fits = indent + used + unicode_width::UnicodeWidthStr::width(flat.as_str()) < WIDTH;
    let members: Vec<(Option<&str>, &Value)> = match value {
        Value::Object(map) if !fits => map
            .iter()
            .map(|(key, value)| (Some(key.as_str()), value))
            .collect(),
        Value::Array(list) if !fits => list.iter().map(|value| (None, value)).collect(),
        _ => {
            out.push_str(&flat);
            return;
        }
    };
    let (open, close) = if value.is_object() {
        ('{', '}')
    } else {
        ('[', ']')
    };
    out.push(open);
    for (index, (key, member)) in members.iter().enumerate() {
        out.push_str(if index == 0 { "\n" } else { ",\n" });
        out.push_str(&" ".repeat(indent + 2));
        let key = key.map_or(String::new(), |key| format!("{}: ", quoted(key)));
        out.push_str(&key);
        layout(member, indent + 2, key.chars().count() + 1, out);
    }
    out.push('\n');
    out.push_str(&" ".repeat(indent));
    out.push(close);
}

fn quoted(text: &str) -> String {
    Value::String(text.to_owned()).to_string()
}

/// A value on one line, with a space after each comma and colon.
fn flat(value: &Value) -> String {
    match value {
        Value::Array(list) => format!("[{}]", list.iter().map(flat).collect::<Vec<_>>().join(", ")),
        Value::Object(map) => {
            let members = map
                .iter()
                .map(|(key, value)| format!("{}: {}", quoted(key), flat(value)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(", "))
        }
        scalar => scalar.to_string(),
    }
}
