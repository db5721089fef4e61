//! Laws of the layout and of the SVG, over a real-looking example and over random sheets.

mod restaurant;

use redtape::draw::{Direction, Parts, Placed, compose, layout_one, layout_pair, svg};

const DIRECTIONS: [Direction; 2] = [Direction::LeftRight, Direction::TopDown];

fn svg_of(placed: &[&Placed], parts: Parts) -> String {
    let mut bytes = Vec::new();
    svg::write(&compose(placed, parts), &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// Leaves the example's sheets in `target/tmp`, to be looked at.
#[test]
fn the_example_is_drawn() {
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
            std::fs::write(path, svg_of(&placed, Parts::default())).unwrap();
        }
    }
}
