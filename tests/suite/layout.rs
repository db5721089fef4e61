//! Laws of the layout and of the SVG, over a real-looking example and over random sheets.

mod generator;
mod laws;
mod restaurant;

use generator::{Generator, simplified};
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
            assert_eq!(laws::covered(placed), Vec::<String>::new(), "{name} {side}");
            let bends = laws::bends(placed) as f64 / placed.flows.len() as f64;
            let crossed = laws::crossings(placed);
            println!(
                "{name} {side}: {bends:.2} bends a flow, {crossed} crossings, {:.2} empty",
                laws::emptiness(placed)
            );
            assert!(
                bends <= 2.5 && crossed <= crossings,
                "{name} {side}: {bends} bends, {crossed} crossings"
            );
        }
        unchanged_nodes_stay(&first, &second);
    }
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

#[test]
fn random_sheets_keep_all_laws() {
    let mut covered = 0;
    for seed in 0..150 {
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
                for pair in laws::covered(placed) {
                    covered += 1;
                    println!("seed {seed} {direction:?} {name}: {pair}");
                }
            }
            unchanged_nodes_stay(&first, &second);
        }
    }
    assert_eq!(covered, 0, "unrelated flows lie on each other");
}
#[test]
fn zz_debug() {
    let before = Generator::sheet(147, 5 + (147 * 7) % 56, 3 + 147 % 10);
    let p = layout_one(&before, Direction::LeftRight);
    for f in &p.flows {
        let d = &p.sheet.flows[f.flow];
        if ["g3", "g7", "s4"].contains(&d.from.as_str()) {
            println!(
                "{} -> {} {:?}",
                d.from,
                d.to,
                f.points.iter().map(|p| (p.x, p.y)).collect::<Vec<_>>()
            );
        }
    }
    std::fs::write("/tmp/d.svg", svg_of(&[&p])).unwrap();
}
