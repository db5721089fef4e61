//! Small drawn signs, as outlines: a font may lack the characters.
//!
//! Each fills a square of 12 pixels whose upper left corner is `at`.

use crate::draw::geometry::Point;
use crate::draw::scene::{Colour, Item, Segment, Style, circle, line, outline};
use crate::draw::sheet::{Change, Mark, Shape};

fn by(at: Point, x: f64, y: f64) -> Point {
    Point {
        x: at.x + x,
        y: at.y + y,
    }
}

/// A person: the place and size of the head, how wide the shoulders are.
fn person(at: Point, head: Point, [round, shoulders]: [f64; 2], colour: Colour) -> Vec<Item> {
    let body = vec![
        Segment::Move(by(at, head.x - shoulders, 11.2)),
        Segment::Arc(shoulders, true, by(at, head.x + shoulders, 11.2)),
        Segment::Close,
    ];
    vec![
        circle(by(at, head.x, head.y), round, Style::fill(colour)),
        Item::Path(body, Style::fill(colour)),
    ]
}

/// The sign of a mark.
pub(super) fn mark(mark: Mark, at: Point, colour: Colour) -> Vec<Item> {
    let thin = Style::stroke(colour, 1.2);
    match mark {
        // A seal.
        Mark::SignOff => vec![
            outline(
                at,
                &[(1.5, 1.5), (10.5, 1.5), (10.5, 10.5), (1.5, 10.5)],
                thin,
            ),
            line(at, &[(3.5, 4.2), (8.5, 4.2)], thin),
            line(at, &[(6.0, 4.2), (6.0, 8.8)], thin),
            line(at, &[(3.5, 8.8), (8.5, 8.8)], thin),
        ],
        // A tick.
        Mark::Check => vec![line(
            at,
            &[(1.5, 6.5), (4.5, 10.0), (10.5, 2.0)],
            Style::stroke(colour, 1.7),
        )],
        // A magnifying glass.
        Mark::Inspection => {
            vec![
                circle(by(at, 5.0, 5.0), 3.6, thin),
                line(at, &[(7.7, 7.7), (11.0, 11.0)], Style::stroke(colour, 1.9)),
            ]
        }
        Mark::Visit => person(at, Point { x: 6.0, y: 3.3 }, [2.2, 4.2], colour),
        Mark::JointVisit => [2.9, 9.1]
            .into_iter()
            .flat_map(|x| person(at, Point { x, y: 4.6 }, [1.9, 2.8], colour))
            .collect(),
        // A coin.
        Mark::Payment => vec![
            circle(by(at, 6.0, 6.0), 4.8, thin),
            line(at, &[(3.9, 3.4), (6.0, 6.0), (8.1, 3.4)], thin),
            line(at, &[(6.0, 6.0), (6.0, 9.2)], thin),
            line(at, &[(4.0, 7.2), (8.0, 7.2)], Style::stroke(colour, 1.0)),
        ],
        // An hourglass.
        Mark::Wait => vec![
            outline(
                at,
                &[(2.5, 1.5), (9.5, 1.5), (2.5, 10.5), (9.5, 10.5)],
                thin,
            ),
            outline(
                at,
                &[(6.0, 6.0), (9.0, 10.5), (3.0, 10.5)],
                Style::fill(colour),
            ),
        ],
    }
}

/// A sheet of paper.
pub(super) fn document(at: Point, colour: Colour) -> Vec<Item> {
    let thin = Style::stroke(colour, 1.1);
    vec![
        outline(
            at,
            &[(1.5, 1.0), (5.5, 1.0), (8.5, 4.0), (8.5, 11.0), (1.5, 11.0)],
            thin,
        ),
        line(at, &[(5.5, 1.0), (5.5, 4.0), (8.5, 4.0)], thin),
    ]
}

/// An arrow in a circle: once more.
pub(super) fn again(at: Point, colour: Colour) -> Vec<Item> {
    let thin = Style::stroke(colour, 1.3);
    let arc = vec![
        Segment::Move(by(at, 8.4, 3.6)),
        Segment::Arc(3.6, false, by(at, 1.6, 6.0)),
        Segment::Arc(3.6, false, by(at, 8.6, 7.6)),
    ];
    vec![
        Item::Path(arc, thin),
        outline(
            at,
            &[(9.8, 1.2), (9.8, 5.2), (6.2, 4.2)],
            Style::fill(colour),
        ),
    ]
}

/// Two upright lines: at the same time.
pub(super) fn siblings(at: Point, colour: Colour) -> Vec<Item> {
    let thick = Style::stroke(colour, 1.6);
    vec![
        line(at, &[(3.0, 1.5), (3.0, 10.5)], thick),
        line(at, &[(6.5, 1.5), (6.5, 10.5)], thick),
    ]
}

/// The sign of a change.
pub(super) fn change(change: Change, at: Point, colour: Colour) -> Vec<Item> {
    let thick = Style::stroke(colour, 1.7);
    match change {
        Change::Removed => vec![
            line(at, &[(2.5, 2.5), (9.5, 9.5)], thick),
            line(at, &[(9.5, 2.5), (2.5, 9.5)], thick),
        ],
        Change::Merged => vec![
            line(at, &[(1.5, 2.0), (6.0, 6.0), (1.5, 10.0)], thick),
            line(at, &[(6.0, 6.0), (11.0, 6.0)], thick),
        ],
        Change::Moved => vec![
            line(at, &[(1.0, 6.0), (9.0, 6.0)], thick),
            line(at, &[(6.0, 2.5), (10.0, 6.0), (6.0, 9.5)], thick),
        ],
        Change::Parallel => vec![
            line(at, &[(1.5, 3.5), (10.5, 3.5)], thick),
            line(at, &[(1.5, 8.5), (10.5, 8.5)], thick),
        ],
        Change::Added => vec![
            line(at, &[(6.0, 1.5), (6.0, 10.5)], thick),
            line(at, &[(1.5, 6.0), (10.5, 6.0)], thick),
        ],
        Change::Changed => vec![outline(
            at,
            &[(6.0, 2.0), (10.5, 10.0), (1.5, 10.0)],
            Style::stroke(colour, 1.5),
        )],
    }
}

/// The sign inside a gateway; `at` is its centre.
pub(super) fn gateway(shape: Shape, at: Point, colour: Colour) -> Vec<Item> {
    let thick = Style::stroke(colour, 2.0);
    match shape {
        Shape::Exclusive => {
            vec![
                line(at, &[(-5.0, -5.0), (5.0, 5.0)], thick),
                line(at, &[(5.0, -5.0), (-5.0, 5.0)], thick),
            ]
        }
        Shape::Parallel => {
            vec![
                line(at, &[(0.0, -7.0), (0.0, 7.0)], thick),
                line(at, &[(-7.0, 0.0), (7.0, 0.0)], thick),
            ]
        }
        Shape::Inclusive => vec![circle(at, 6.0, thick)],
        Shape::Start | Shape::Step | Shape::End => Vec::new(),
    }
}
