//! The canonical text of a file: keys in the format's order, short values on one line.

use super::part::Part;
use super::procedure::Procedure;
use serde_json::Value;
use unicode_width::UnicodeWidthStr;

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
    let mut line = String::new();
    let mut room = Some(WIDTH.saturating_sub(indent + used + 1));
    flat(value, &mut room, &mut line);
    match value {
        Value::Object(map) if room.is_none() && !map.is_empty() => {
            let members = map.iter().map(|(key, value)| (Some(key.as_str()), value));
            block(['{', '}'], members, indent, out);
        }
        Value::Array(list) if room.is_none() && !list.is_empty() => {
            block(
                ['[', ']'],
                list.iter().map(|value| (None, value)),
                indent,
                out,
            );
        }
        scalar if room.is_none() => out.push_str(&scalar.to_string()),
        _ => out.push_str(&line),
    }
}

/// Writes the members of an object or list, each on a line of its own.
fn block<'a>(
    [open, close]: [char; 2],
    members: impl Iterator<Item = (Option<&'a str>, &'a Value)>,
    indent: usize,
    out: &mut String,
) {
    out.push(open);
    for (index, (key, member)) in members.enumerate() {
        out.push_str(if index == 0 { "\n" } else { ",\n" });
        out.push_str(&" ".repeat(indent + 2));
        let key = key.map_or(String::new(), |key| format!("{}: ", quoted(key)));
        out.push_str(&key);
        layout(member, indent + 2, key.width() + 1, out);
    }
    out.push('\n');
    out.push_str(&" ".repeat(indent));
    out.push(close);
}

fn quoted(text: &str) -> String {
    Value::String(text.to_owned()).to_string()
}

/// Writes a value on one line, with a space after each comma and colon, until there is no room left.
///
/// Without a bound on what is tried, deep values would be written once for each level.
fn flat(value: &Value, room: &mut Option<usize>, out: &mut String) {
    match value {
        Value::Array(list) => {
            put("[", room, out);
            for (index, member) in list.iter().enumerate() {
                put(if index == 0 { "" } else { ", " }, room, out);
                flat(member, room, out);
                if room.is_none() {
                    return;
                }
            }
            put("]", room, out);
        }
        Value::Object(map) => {
            put("{", room, out);
            for (index, (key, member)) in map.iter().enumerate() {
                put(if index == 0 { "" } else { ", " }, room, out);
                word(key, room, out);
                put(": ", room, out);
                flat(member, room, out);
                if room.is_none() {
                    return;
                }
            }
            put("}", room, out);
        }
        Value::String(text) => word(text, room, out),
        scalar => put(&scalar.to_string(), room, out),
    }
}

/// A text in quotes; one of more bytes than the room can have is not even looked at.
fn word(text: &str, room: &mut Option<usize>, out: &mut String) {
    if room.is_some_and(|room| text.len() <= room * 4) {
        put(&quoted(text), room, out);
    } else {
        *room = None;
    }
}

/// Writes a piece where there is room for it, and takes the room.
fn put(piece: &str, room: &mut Option<usize>, out: &mut String) {
    *room = room.and_then(|room| room.checked_sub(piece.width()));
    if room.is_some() {
        out.push_str(piece);
    }
}
