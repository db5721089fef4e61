//! DOT: what Graphviz reads is what was meant, whatever the names.

use crate::golden::{files, repository};
use redtape::draw::sheet::{Flow, Lane, Name, Node, Sheet};
use redtape::draw::{dot, version};
use redtape::message::Lang;
use redtape::model;
use redtape::source::Source;

fn text(sheet: &Sheet) -> String {
    let mut out = Vec::new();
    dot::write(sheet, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn named(name: &str) -> Sheet {
    let node = |id: &str| Node {
        id: id.to_owned(),
        name: Name::new(name, ""),
        ..Node::default()
    };
    Sheet {
        title: Name::new(name, ""),
        lanes: vec![Lane {
            id: "l".to_owned(),
            name: Name::new(name, ""),
        }],
        nodes: vec![node("a"), node("b")],
        flows: vec![Flow {
            from: "a".to_owned(),
            to: "b".to_owned(),
            label: name.to_owned(),
            ..Flow::default()
        }],
        ..Sheet::default()
    }
}

/// The strings and what stands outside them, by the quoting rule of the DOT language alone.
fn outside_strings(text: &str) -> String {
    let mut out = String::new();
    let (mut inside, mut escaped) = (false, false);
    for c in text.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' if inside => escaped = true,
            '"' => {
                inside = !inside;
                out.push(c);
            }
            c if !inside => out.push(c),
            _ => {}
        }
    }
    assert!(!inside, "a string does not end: {text}");
    out
}

#[test]
fn no_name_escapes_from_its_quotes() {
    let plain = outside_strings(&text(&named("plain")));
    for name in [
        "x\", color=\"red",
        "back\\",
        "back\\\"]; evil [label=\"",
        "two\nlines",
        "<b>bold</b>",
        "\u{0}\u{7}\u{1b}",
        "} subgraph { ]",
        "名称“引号”",
    ] {
        assert_eq!(outside_strings(&text(&named(name))), plain, "{name}");
    }
}

#[test]
fn every_real_procedure_is_read_back_with_its_nodes_and_flows() {
    for path in files("procedures", "json") {
        if path.to_string_lossy().ends_with(".reform.json") {
            continue;
        }
        let source = Source::from_bytes("x", std::fs::read(&path).unwrap()).unwrap();
        let procedure = model::load(&source).unwrap();
        let zh = version::View {
            lang: Lang::Zh,
            ..version::View::default()
        };
        let sheet = version::sheet(&procedure, zh);
        let text = text(&sheet);
        let graph = graphviz_rust::parse(&text).unwrap();
        let graphviz_rust::dot_structures::Graph::DiGraph { stmts, .. } = graph else {
            panic!("no digraph");
        };
        let edges = stmts
            .iter()
            .filter(|stmt| matches!(stmt, graphviz_rust::dot_structures::Stmt::Edge(_)));
        assert_eq!(edges.count(), sheet.flows.len(), "{}", path.display());
    }
    assert!(repository("procedures").exists());
}
