//! A drawing as plain data: shapes with a place, a style and the step they belong to.
//!
//! Nothing here knows of SVG; a PNG or PDF can be made from the same scene.

use super::geometry::{Point, Rect};
use super::text;

/// A colour as `#rrggbb`.
pub type Colour = &'static str;

/// How a shape is filled and outlined.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Style {
    /// Fill; none when the inside stays as it is.
    pub fill: Option<Colour>,
    /// Outline.
    pub stroke: Option<Colour>,
    /// Width of the outline, in pixels.
    pub width: f64,
    /// Lengths of dash and gap; none for a solid outline.
    pub dash: Option<(f64, f64)>,
}

impl Style {
    /// A filled shape without outline.
    pub fn fill(colour: Colour) -> Self {
        Style {
            fill: Some(colour),
            ..Style::default()
        }
    }

    /// An outline without fill.
    pub fn stroke(colour: Colour, width: f64) -> Self {
        Style {
            stroke: Some(colour),
            width,
            ..Style::default()
        }
    }

    /// The same with a fill.
    #[must_use]
    pub fn filled(self, colour: Colour) -> Self {
        Style {
            fill: Some(colour),
            ..self
        }
    }

    /// The same with dashes.
    #[must_use]
    pub fn dashed(self, dash: (f64, f64)) -> Self {
        Style {
            dash: Some(dash),
            ..self
        }
    }
}

/// Which point of a line of text its place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// Its left end.
    Start,
    /// Its middle.
    Middle,
    /// Its right end.
    End,
}

/// A line of text.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    /// Place of its anchor on the base line.
    pub at: Point,
    /// What `at` is.
    pub anchor: Anchor,
    /// Font size in pixels.
    pub size: f64,
    /// Heavier.
    pub bold: bool,
    /// Colour.
    pub fill: Colour,
    /// The text.
    pub text: String,
    /// Width that it was measured to have, which no font may exceed.
    pub length: f64,
}

/// A piece of an outline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Segment {
    /// Start of a new line.
    Move(Point),
    /// Straight on.
    Line(Point),
    /// Part of a circle of this radius, the short way, clockwise or not.
    Arc(f64, bool, Point),
    /// Back to the start.
    Close,
}

/// Something drawn.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// A rectangle with rounded corners of some radius.
    Rect(Rect, f64, Style),
    /// An outline.
    Path(Vec<Segment>, Style),
    /// A line of text.
    Text(Text),
    /// Items that belong together.
    Group(Group),
}

/// Items that belong together.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Group {
    /// What it shows: `lane`, `step`, `gateway`, `flow`, `legend` ...
    pub role: &'static str,
    /// Id of the step that it shows.
    pub step: Option<String>,
    /// Its full text, for those who point at it or cannot see it.
    pub title: Option<String>,
    /// The items, from back to front.
    pub items: Vec<Item>,
}

/// A drawing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scene {
    /// Width in pixels.
    pub width: f64,
    /// Height in pixels.
    pub height: f64,
    /// BCP 47 tag of the main language.
    pub lang: &'static str,
    /// Title.
    pub title: String,
    /// Description for those who cannot see it.
    pub desc: String,
    /// The items, from back to front.
    pub items: Vec<Item>,
}

/// A line of text, measured.
pub fn text(at: Point, anchor: Anchor, size: f64, fill: Colour, text: &str) -> Item {
    let length = text::width(text, size);
    Item::Text(Text {
        at,
        anchor,
        size,
        bold: false,
        fill,
        text: text.to_owned(),
        length,
    })
}

/// A heavier line of text, measured. The bold face is 5 % wider.
pub fn bold(at: Point, anchor: Anchor, size: f64, fill: Colour, text: &str) -> Item {
    let length = text::width(text, size) * 1.05;
    Item::Text(Text {
        at,
        anchor,
        size,
        bold: true,
        fill,
        text: text.to_owned(),
        length,
    })
}

/// A line through points, in coordinates from the corner `origin`.
pub fn line(origin: Point, points: &[(f64, f64)], style: Style) -> Item {
    let shift = |&(x, y): &(f64, f64)| Point {
        x: origin.x + x,
        y: origin.y + y,
    };
    let mut points = points.iter().map(shift);
    let first = points.next().map(Segment::Move);
    Item::Path(
        first.into_iter().chain(points.map(Segment::Line)).collect(),
        style,
    )
}

/// A closed outline through points, in coordinates from the corner `origin`.
pub fn outline(origin: Point, points: &[(f64, f64)], style: Style) -> Item {
    match line(origin, points, style) {
        Item::Path(mut segments, style) => {
            segments.push(Segment::Close);
            Item::Path(segments, style)
        }
        other => other,
    }
}

/// A circle.
pub fn circle(centre: Point, radius: f64, style: Style) -> Item {
    let (left, right) = (
        Point {
            x: centre.x - radius,
            ..centre
        },
        Point {
            x: centre.x + radius,
            ..centre
        },
    );
    let segments = vec![
        Segment::Move(left),
        Segment::Arc(radius, true, right),
        Segment::Arc(radius, true, left),
        Segment::Close,
    ];
    Item::Path(segments, style)
}

impl Item {
    /// Moves it by `dx` and `dy`.
    pub fn shift(&mut self, dx: f64, dy: f64) {
        let moved = |point: &mut Point| {
            point.x += dx;
            point.y += dy;
        };
        match self {
            Item::Rect(rect, ..) => *rect = rect.shifted(dx, dy),
            Item::Text(text) => moved(&mut text.at),
            Item::Group(group) => group.items.iter_mut().for_each(|item| item.shift(dx, dy)),
            Item::Path(segments, _) => segments.iter_mut().for_each(|segment| match segment {
                Segment::Move(point) | Segment::Line(point) | Segment::Arc(_, _, point) => {
                    moved(point);
                }
                Segment::Close => {}
            }),
        }
    }
}
