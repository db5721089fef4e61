//! A sheet as Mermaid text: lanes are subgraphs. Names of the file stand only in quoted texts, where every character
//! that Mermaid or the page around it could take for something else is written as its number.

use super::sheet::{Change, Flow, Node, Shape, Sheet};
use super::words;
use std::io::{self, Write};

/// Writes a sheet.
///
/// # Errors
/// Those of `out`.
pub fn write(sheet: &Sheet, out: &mut impl Write) -> io::Result<()> {
    writeln!(
        out,
        "---\ntitle: {}\n---\nflowchart LR",
        quoted(&sheet.title.main)
    )?;
    let last = sheet.lanes.len().saturating_sub(1);
    for (place, lane) in sheet.lanes.iter().enumerate() {
        writeln!(out, "  subgraph lane{place}[{}]", quoted(&lane.name.main))?;
        let numbered = sheet.nodes.iter().enumerate();
        for (at, node) in numbered.filter(|(_, node)| node.lane.min(last) == place) {
            writeln!(out, "    {}", drawn(sheet, at, node))?;
        }
        writeln!(out, "  end")?;
    }
    let ends = |flow: &Flow| {
        let place = |id: &str| sheet.nodes.iter().position(|node| node.id == id);
        Some((place(&flow.from)?, place(&flow.to)?))
    };
    let mut critical = Vec::new();
    let known = sheet
        .flows
        .iter()
        .filter_map(|flow| Some((flow, ends(flow)?)));
    for (at, (flow, (from, to))) in known.enumerate() {
        let arrow = if flow.rework { "-.->" } else { "-->" };
        let label = if flow.label.is_empty() {
            String::new()
        } else {
            format!("|{}|", quoted(&flow.label))
        };
        writeln!(out, "  n{from} {arrow}{label} n{to}")?;
        if flow.critical {
            critical.push(at.to_string());
        }
    }
    if !critical.is_empty() {
        writeln!(out, "  linkStyle {} stroke-width:3px", critical.join(","))?;
    }
    writeln!(out, "  classDef open stroke-dasharray:6 4")?;
    writeln!(out, "  classDef removed stroke-dasharray:2 3")?;
    writeln!(out, "  classDef critical stroke-width:3px")
}

fn drawn(sheet: &Sheet, at: usize, node: &Node) -> String {
    let text = label(sheet, node);
    let (open, close) = match node.shape {
        Shape::Step => ("[", "]"),
        Shape::Start | Shape::End => ("([", "])"),
        Shape::Exclusive | Shape::Parallel | Shape::Inclusive => ("{", "}"),
    };
    let class = match node {
        _ if node.open => ":::open",
        _ if node.change == Some(Change::Removed) => ":::removed",
        _ if node.critical => ":::critical",
        _ => "",
    };
    format!("n{at}{open}{text}{close}{class}")
}

/// Number and name, time, what becomes of it, and the number of the question on which that hangs.
fn label(sheet: &Sheet, node: &Node) -> String {
    let mark = match node.shape {
        Shape::Exclusive => "X",
        Shape::Parallel => "+",
        Shape::Inclusive => "O",
        _ => "",
    };
    let head = [mark, &node.number, &node.name.main].map(str::trim);
    let head: Vec<&str> = head.into_iter().filter(|part| !part.is_empty()).collect();
    let mut lines = vec![head.join(" ")];
    lines.extend(Some(node.duration.clone()).filter(|duration| !duration.is_empty()));
    if let Some(change) = node.change {
        let word = words::change(change).in_lang(sheet.lang);
        let question = node.question.map(|number| format!(" ?{number}"));
        lines.push(format!("({word}{})", question.unwrap_or_default()));
    }
    let lines: Vec<String> = lines.iter().map(|line| escaped(line)).collect();
    format!("\"{}\"", lines.join("<br/>"))
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text))
}

/// Letters, digits, blanks and harmless signs as they are, all else as `#number;`.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in super::text::clean(text).chars() {
        let harmless = matches!(
            c,
            ' ' | ',' | '.' | '(' | ')' | '+' | '-' | '/' | '?' | '!' | ':' | '\'' | '_'
        );
        if c.is_alphanumeric() || harmless || !c.is_ascii() {
            out.push(c);
        } else {
            out.push('#');
            out.push_str(&u32::from(c).to_string());
            out.push(';');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn nothing_leaves_the_quotes() {
        let hostile = "a\"] --> b[\"`x`\n%%{init: {}}%% <img onerror=1> #lt; 审批";
        let safe = escaped(hostile);
        assert!(
            !safe.contains(['"', '`', '<', '>', '%', '{', '[', ']', '\n', '=']),
            "{safe}"
        );
        assert!(
            safe.contains("#34;") && safe.contains("#35;lt#59;") && safe.contains("审批"),
            "{safe}"
        );
    }
}
