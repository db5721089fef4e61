//! A sheet as DOT text: lanes are clusters, so that any Graphviz can draw it.
//!
//! graphviz-rust prints what it is given and escapes nothing: quoting is ours.

use super::sheet::{Change, Node, Shape, Sheet};
use super::words;
use graphviz_rust::dot_generator::stmt;
use graphviz_rust::dot_structures::{
    Attribute, Edge, EdgeTy, Graph, GraphAttributes, Id, Node as DotNode, NodeId, Stmt, Subgraph,
    Vertex,
};
use graphviz_rust::printer::{DotPrinter, PrinterContext};
use std::io::{self, Write};

/// Writes a sheet.
///
/// # Errors
/// Those of `out`.
pub fn write(sheet: &Sheet, out: &mut impl Write) -> io::Result<()> {
    let graph = graph(sheet);
    let text = graph.print(&mut PrinterContext::default());
    writeln!(out, "{text}")
}

fn graph(sheet: &Sheet) -> Graph {
    let mut stmts = vec![
        stmt!(GraphAttributes::Graph(vec![
            set("label", &sheet.title.main),
            set("rankdir", "LR"),
            set("newrank", "true"),
        ])),
        stmt!(GraphAttributes::Node(vec![
            set("shape", "box"),
            set("style", "rounded"),
        ])),
    ];
    for (place, lane) in sheet.lanes.iter().enumerate() {
        let last = sheet.lanes.len() - 1;
        let here = sheet
            .nodes
            .iter()
            .filter(|node| node.lane.min(last) == place);
        let mut inside = vec![stmt!(GraphAttributes::Graph(vec![set(
            "label",
            &lane.name.main
        )]))];
        inside.extend(here.map(|node| stmt!(drawn(sheet, node))));
        stmts.push(stmt!(Subgraph {
            id: quoted(&format!("cluster_{}", lane.id)),
            stmts: inside,
        }));
    }
    stmts.extend(sheet.flows.iter().map(|flow| {
        let mut attributes = Vec::new();
        if !flow.label.is_empty() {
            attributes.push(set("label", &flow.label));
        }
        if flow.rework {
            attributes.push(set("style", "dashed"));
            attributes.push(set("constraint", "false"));
        }
        if flow.critical {
            attributes.push(set("penwidth", "2.5"));
        }
        let end = |id: &str| Vertex::N(NodeId(quoted(id), None));
        stmt!(Edge {
            ty: EdgeTy::Pair(end(&flow.from), end(&flow.to)),
            attributes,
        })
    }));
    Graph::DiGraph {
        id: quoted(&sheet.title.main),
        strict: false,
        stmts,
    }
}

fn drawn(sheet: &Sheet, node: &Node) -> DotNode {
    let mut attributes = vec![set("label", &label(sheet, node))];
    if let Some(shape) = match node.shape {
        Shape::Step => None,
        Shape::Start | Shape::End => Some("ellipse"),
        Shape::Exclusive | Shape::Parallel | Shape::Inclusive => Some("diamond"),
    } {
        attributes.push(set("shape", shape));
    }
    if node.open {
        attributes.push(set("style", "rounded,dashed"));
    } else if node.change == Some(Change::Removed) {
        attributes.push(set("style", "rounded,dotted"));
    }
    if node.critical {
        attributes.push(set("penwidth", "2.5"));
    }
    DotNode {
        id: NodeId(quoted(&node.id), None),
        attributes,
    }
}

/// Number and name, what becomes of it, and the number of the question on which that hangs.
fn label(sheet: &Sheet, node: &Node) -> String {
    let mark = match node.shape {
        Shape::Exclusive => "X ",
        Shape::Parallel => "+ ",
        Shape::Inclusive => "O ",
        _ => "",
    };
    let mut lines = vec![
        format!("{mark}{} {}", node.number, node.name.main)
            .trim()
            .to_owned(),
    ];
    if !node.duration.is_empty() {
        lines.push(node.duration.clone());
    }
    if let Some(change) = node.change {
        let word = words::change(change).in_lang(sheet.lang);
        let question = node.question.map(|number| format!(" ?{number}"));
        lines.push(format!("[{word}{}]", question.unwrap_or_default()));
    }
    lines.join("\n")
}

fn set(name: &str, value: &str) -> Attribute {
    Attribute(Id::Plain(name.to_owned()), quoted(value))
}

fn quoted(text: &str) -> Id {
    Id::Escaped(quote(text))
}

/// A quoted string that ends where it ends: quotes and backslashes escaped, line breaks as `\n`, no
/// other control character.
pub fn quote(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
