//! Laws of the layout and of the SVG, over a real-looking example and over random sheets.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a failing test says where"
)]

mod generator;
mod laws;
mod legibility;
mod paper;
mod procedures;
mod restaurant;

use generator::{Generator, simplified};
use redtape::draw::geometry::Point;
use redtape::draw::layout::form::NAME_SIZE;
use redtape::draw::scene::{Anchor, Item, Scene};
use redtape::draw::sheet::{Change, Flow, Lane, Name, Node, Shape, Sheet};
use redtape::draw::{Direction, Parts, Placed, compose, layout_one, layout_pair, svg};

const DIRECTIONS: [Direction; 2] = [Direction::LeftRight, Direction::TopDown];

fn svg_of(placed: &[&Placed]) -> String {
    let mut bytes = Vec::new();
    svg::write(&compose(placed, Parts::default()), &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// Leaves the example's sheets in `target/tmp`, to be looked at.
#[test]
fn the_example_keeps_all_laws_and_bars() {
    let (before, after) = (restaurant::before(), restaurant::after());
    for direction in DIRECTIONS {
        let (first, second) = layout_pair(&before, &after, direction);
        let compact = layout_one(&after, direction);
        let side = if direction == Direction::LeftRight {
            "lr"
        } else {
            "td"
        };
        let pages: [(&str, Vec<&Placed>); 4] = [
            ("before", vec![&first]),
            ("after", vec![&second]),
            ("compact", vec![&compact]),
            ("both", vec![&first, &second]),
        ];
        for (name, placed) in pages {
            let path = format!("{}/{name}_{side}.svg", env!("CARGO_TARGET_TMPDIR"));
            std::fs::write(path, svg_of(&placed)).unwrap();
        }
        for (name, placed, crossings) in [
            ("before", &first, 1),
            ("after", &second, 4),
            ("compact", &compact, 4),
        ] {
            laws::check(placed, name);
            assert_eq!(
                legibility::covered(placed),
                Vec::<String>::new(),
                "{name} {side}"
            );
            let bends = legibility::bends(placed) as f64 / placed.flows.len() as f64;
            let crossed = legibility::crossings(placed);
            assert!(
                bends <= 2.5 && crossed <= crossings,
                "{name} {side}: {bends} bends, {crossed} crossings"
            );
        }
        if direction == Direction::TopDown {
            let pages =
                [&first, &second, &compact].map(|placed| compose(&[placed], Parts::default()));
            pages.iter().for_each(names_are_legible_on_a3);
            let empty = legibility::emptiness(&pages[2]);
            assert!(empty <= 0.6, "{empty} of the compact sheet are empty");
        }
        unchanged_nodes_stay(&first, &second);
    }
}

/// On A3, upright, with nothing cut off, names are set in at least 6 points.
fn names_are_legible_on_a3(scene: &Scene) {
    let scale = (841.9 / scene.width).min(1190.6 / scene.height);
    let points = NAME_SIZE * scale;
    assert!(
        points >= 6.0,
        "{} x {}: {points} points",
        scene.width,
        scene.height
    );
}

fn unchanged_nodes_stay(before: &Placed, after: &Placed) {
    for node in after
        .nodes
        .iter()
        .filter(|node| !node.ghost && node.node.change.is_none())
    {
        let old = before
            .nodes
            .iter()
            .find(|old| old.node.id == node.node.id && old.node.lane == node.node.lane);
        if let Some(old) = old {
            assert_eq!(old.rect, node.rect, "{} moved", node.node.id);
        }
    }
}

/// How many random pairs are looked at.
const SHEETS: u64 = 60;
/// Sheets among the first 2,000 on which flows once lay on each other: two that change places in a channel, or that turn
/// towards each other on a line of boxes.
const FOUND: [u64; 13] = [
    355, 527, 854, 875, 1026, 1069, 1079, 1247, 1494, 1627, 1702, 1743, 1985,
];

#[test]
fn random_sheets_keep_all_laws() {
    let mut covered = 0;
    for seed in (0..SHEETS).chain(FOUND) {
        let (steps, lanes) = (5 + (seed as usize * 7) % 56, 3 + seed as usize % 10);
        let before = Generator::sheet(seed, steps, lanes);
        let after = simplified(&before, seed);
        for direction in DIRECTIONS {
            let (first, second) = layout_pair(&before, &after, direction);
            let compact = layout_one(&after, direction);
            for (name, placed) in [
                ("before", &first),
                ("after", &second),
                ("compact", &compact),
            ] {
                laws::check(placed, &format!("seed {seed} {direction:?} {name}"));
                for pair in legibility::covered(placed) {
                    covered += 1;
                    println!("seed {seed} {direction:?} {name}: {pair}");
                }
            }
            unchanged_nodes_stay(&first, &second);
        }
    }
    assert_eq!(covered, 0, "unrelated flows lie on each other");
}
/// Well within the time limits of a release build; here only that nothing fails and that no flow
/// runs through a box.
#[test]
fn a_sheet_of_2500_nodes_is_drawn() {
    let before = Generator::sheet(7, 1_400, 40);
    assert!(before.nodes.len() >= 2_500);
    let placed = layout_one(&before, Direction::LeftRight);
    assert_eq!(placed.nodes.len(), before.nodes.len());
    laws::no_flow_runs_through_a_box(&placed, "2,500 nodes");
}

/// A procedure that never branches is the deepest for anything that walks along it.
#[test]
fn a_chain_of_20000_steps_is_drawn() {
    let mut sheet = Sheet {
        lanes: vec![Lane::default()],
        ..Sheet::default()
    };
    for at in 0..20_000 {
        sheet.nodes.push(Node {
            id: at.to_string(),
            ..Node::default()
        });
        sheet.flows.push(Flow {
            from: at.to_string(),
            to: (at + 1).to_string(),
            ..Flow::default()
        });
    }
    let placed = layout_one(&sheet, Direction::TopDown);
    assert_eq!(placed.flows.len(), 19_999);
    assert_eq!(legibility::bends(&placed), 0);
}

#[test]
fn the_same_sheet_gives_the_same_bytes() {
    let (before, after) = (restaurant::before(), restaurant::after());
    let draw = || {
        let (first, second) = layout_pair(&before, &after, Direction::TopDown);
        svg_of(&[&first, &second])
    };
    assert_eq!(draw(), draw());
}

/// Both directions give the same columns and the same tracks, only turned.
#[test]
fn top_down_is_left_right_transposed() {
    let rank = |values: Vec<f64>| -> Vec<usize> {
        let mut sorted = values.clone();
        sorted.sort_by(f64::total_cmp);
        sorted.dedup_by(|a, b| (*a - *b).abs() < 0.01);
        values
            .iter()
            .map(|value| {
                sorted
                    .iter()
                    .position(|other| (other - value).abs() < 0.01)
                    .unwrap()
            })
            .collect()
    };
    for seed in 0..20 {
        let sheet = Generator::sheet(seed, 30, 5);
        let [lr, td] = DIRECTIONS.map(|direction| layout_one(&sheet, direction));
        let along = |placed: &Placed, x: bool| {
            rank(
                placed
                    .nodes
                    .iter()
                    .map(|node| {
                        if x {
                            node.rect.centre().x
                        } else {
                            node.rect.centre().y
                        }
                    })
                    .collect(),
            )
        };
        assert_eq!(
            along(&lr, true),
            along(&td, false),
            "columns of seed {seed}"
        );
        assert_eq!(along(&lr, false), along(&td, true), "tracks of seed {seed}");
    }
}

/// Every text of a page lies on it, by its measured width.
#[test]
fn no_text_leaves_the_page() {
    for direction in DIRECTIONS {
        let (first, second) = layout_pair(&restaurant::before(), &restaurant::after(), direction);
        for placed in [vec![&first], vec![&second], vec![&first, &second]] {
            let scene = compose(&placed, Parts::default());
            scene
                .items
                .iter()
                .for_each(|item| text_lies_on(&scene, item));
        }
    }
}

fn text_lies_on(scene: &Scene, item: &Item) {
    match item {
        Item::Group(group) => group
            .items
            .iter()
            .for_each(|item| text_lies_on(scene, item)),
        Item::Text(text) => {
            let left = match text.anchor {
                Anchor::Start => text.at.x,
                Anchor::Middle => text.at.x - text.length / 2.0,
                Anchor::End => text.at.x - text.length,
            };
            let fits = left >= 0.0
                && left + text.length <= scene.width
                && text.at.y > 0.0
                && text.at.y < scene.height;
            assert!(fits, "{:?} leaves the page", text.text);
        }
        Item::Rect(..) | Item::Path(..) => {}
    }
}

fn hostile() -> Sheet {
    let names = [
        "</text><script>alert(1)</script>",
        "\u{0}\u{1}\u{b}\u{1b}[31m\u{7f}",
        "\" onload=\"x' & <!-- ]]> <![CDATA[",
        "\u{202e}override\u{2066}\u{feff}\u{fffe}\u{ffff}",
        "",
        "\u{301}\u{301}\u{301}\u{200d}\u{1f469}\u{200d}\u{1f4bb}",
    ];
    let mut sheet = Sheet {
        title: Name::new(names[0], names[2]),
        foot: vec![names[1].into(); 3],
        ..Sheet::default()
    };
    for (at, name) in names.iter().enumerate() {
        sheet.nodes.push(Node {
            id: (*name).into(),
            lane: at * 1000,
            number: name.repeat(50),
            name: Name::new(name.repeat(5_000), *name),
            duration: name.repeat(20),
            change: Some(Change::Moved),
            siblings: Some('<'),
            shape: [Shape::Step, Shape::Exclusive, Shape::End][at % 3],
            ..Node::default()
        });
        for to in names {
            sheet.flows.push(Flow {
                from: (*name).into(),
                to: to.into(),
                label: name.repeat(40),
                ..Flow::default()
            });
        }
    }
    sheet.nodes.push(sheet.nodes[0].clone());
    sheet.flows.push(Flow {
        from: "nowhere".into(),
        to: String::new(),
        ..Flow::default()
    });
    sheet
}

#[test]
fn hostile_names_stay_text() {
    for direction in DIRECTIONS {
        let placed = layout_one(&hostile(), direction);
        let text = svg_of(&[&placed]);
        assert!(!text.contains("<script") && !text.contains('\u{1b}'));
        let reordered = |line: &str| line.starts_with("<text") && line.contains('\u{202e}');
        assert!(!text.lines().any(reordered));
        is_well_formed(&text);
    }
    let (first, second) = layout_pair(&hostile(), &restaurant::after(), Direction::TopDown);
    is_well_formed(&svg_of(&[&first, &second]));
}

#[test]
fn nothing_at_all_is_drawn_too() {
    for direction in DIRECTIONS {
        let (first, second) = layout_pair(&Sheet::default(), &Sheet::default(), direction);
        is_well_formed(&svg_of(&[&first, &second]));
        is_well_formed(&svg_of(&[]));
    }
}

/// Tags nest, attributes are quoted, and nothing but the five named entities is used.
fn is_well_formed(text: &str) {
    let mut open = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        check_text(&rest[..start]);
        let end = start + rest[start..].find('>').unwrap();
        let tag = &rest[start + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "a tag closes that is not open");
            continue;
        }
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        check_attributes(attributes.trim_end_matches('/'));
        if !tag.ends_with('/') {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "not closed: {open:?}");
}

fn check_text(text: &str) {
    for part in text.split('&').skip(1) {
        assert!(
            ["amp;", "lt;", "gt;", "quot;", "#39;"]
                .iter()
                .any(|entity| part.starts_with(entity)),
            "&{part}"
        );
    }
    assert!(
        text.chars()
            .all(|c| c == '\n' || c >= ' ' && c != '\u{fffe}' && c != '\u{ffff}'),
        "{text:?}"
    );
}

fn check_attributes(text: &str) {
    let mut parts = text.split('"');
    while let Some(name) = parts.next().map(str::trim).filter(|name| !name.is_empty()) {
        assert!(name.ends_with('='), "{name:?} is not an attribute's name");
        check_text(parts.next().expect("an attribute has a value"));
    }
}
