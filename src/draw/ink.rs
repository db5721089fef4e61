//! A [`Scene`] as ink: what a picture and a page of paper have in common. Arcs and rounded corners become cubic
//! curves, and lines of text become glyphs with a place.

use super::face::{Glyph, face};
use super::geometry::{Point, Rect};
use super::scene::{Anchor, Colour, Item, Scene, Segment, Style, Text};
use std::f64::consts::{PI, TAU};
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// A piece of an outline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Curve {
    Move([f32; 2]),
    Line([f32; 2]),
    Cubic([f32; 2], [f32; 2], [f32; 2]),
    Close,
}

/// A line of text.
#[derive(Debug, Clone)]
pub(super) struct Words {
    /// Left end of the base line, in pixels.
    pub(super) at: [f32; 2],
    /// Font size in pixels.
    pub(super) size: f32,
    pub(super) bold: bool,
    pub(super) fill: Colour,
    /// By how much it is drawn narrower than the font would have it; 1 or less.
    pub(super) stretch: f32,
    pub(super) text: String,
    /// The glyphs, each with the bytes of `text` that it shows.
    pub(super) glyphs: Vec<(Glyph, Range<usize>)>,
}

/// Something that leaves a mark.
#[derive(Debug, Clone)]
pub(super) enum Ink {
    /// An outline, in pixels.
    Outline(Vec<Curve>, Style),
    /// A line of text.
    Words(Words),
}

/// Hands on the ink of a scene, from back to front.
pub(super) fn pour(scene: &Scene, put: &mut impl FnMut(Ink)) {
    let page = Rect {
        x: 0.0,
        y: 0.0,
        w: scene.width,
        h: scene.height,
    };
    put(Ink::Outline(rectangle(&page, 0.0), Style::fill("#ffffff")));
    pour_items(&scene.items, put);
}

fn pour_items(items: &[Item], put: &mut impl FnMut(Ink)) {
    for item in items {
        match item {
            Item::Group(group) => pour_items(&group.items, put),
            Item::Rect(rect, radius, style) => {
                put(Ink::Outline(rectangle(rect, *radius), *style));
            }
            Item::Path(segments, style) => put(Ink::Outline(curves(segments), *style)),
            Item::Text(text) => {
                let words = words(text);
                if !words.glyphs.is_empty() {
                    put(Ink::Words(words));
                }
            }
        }
    }
}

/// Letters and their marks as one character each, where there is one.
pub(super) fn composed(text: &str) -> String {
    text.nfc().collect()
}

fn words(text: &Text) -> Words {
    let face = face(text.bold);
    let line = composed(&text.text);
    let glyphs: Vec<_> = line
        .char_indices()
        .filter_map(|(at, c)| Some((face.glyph(c)?, at..at + c.len_utf8())))
        .collect();
    let natural: f32 = glyphs.iter().map(|(glyph, _)| glyph.advance).sum();
    let natural = f64::from(natural) * text.size;
    let stretch = if text.length > 0.0 && natural > text.length {
        text.length / natural
    } else {
        1.0
    };
    let back = match text.anchor {
        Anchor::Start => 0.0,
        Anchor::Middle => natural * stretch / 2.0,
        Anchor::End => natural * stretch,
    };
    Words {
        at: [(text.at.x - back) as f32, text.at.y as f32],
        size: text.size as f32,
        bold: text.bold,
        fill: text.fill,
        stretch: stretch as f32,
        text: line,
        glyphs,
    }
}

fn at(x: f64, y: f64) -> [f32; 2] {
    [x as f32, y as f32]
}

fn rectangle(rect: &Rect, radius: f64) -> Vec<Curve> {
    let (left, top, right, bottom) = (rect.x, rect.y, rect.right(), rect.y + rect.h);
    let r = radius.min(rect.w / 2.0).min(rect.h / 2.0).max(0.0);
    let point = |x, y| Point { x, y };
    if r == 0.0 {
        return vec![
            Curve::Move(at(left, top)),
            Curve::Line(at(right, top)),
            Curve::Line(at(right, bottom)),
            Curve::Line(at(left, bottom)),
            Curve::Close,
        ];
    }
    curves(&[
        Segment::Move(point(left + r, top)),
        Segment::Line(point(right - r, top)),
        Segment::Arc(r, true, point(right, top + r)),
        Segment::Line(point(right, bottom - r)),
        Segment::Arc(r, true, point(right - r, bottom)),
        Segment::Line(point(left + r, bottom)),
        Segment::Arc(r, true, point(left, bottom - r)),
        Segment::Line(point(left, top + r)),
        Segment::Arc(r, true, point(left + r, top)),
        Segment::Close,
    ])
}

fn curves(segments: &[Segment]) -> Vec<Curve> {
    let mut out = Vec::with_capacity(segments.len());
    let mut from = Point { x: 0.0, y: 0.0 };
    for segment in segments {
        match *segment {
            Segment::Move(to) => out.push(Curve::Move(at(to.x, to.y))),
            Segment::Line(to) => out.push(Curve::Line(at(to.x, to.y))),
            Segment::Arc(radius, clockwise, to) => arc(from, radius, clockwise, to, &mut out),
            Segment::Close => out.push(Curve::Close),
        }
        if let Segment::Move(to) | Segment::Line(to) | Segment::Arc(_, _, to) = *segment {
            from = to;
        }
    }
    out
}

/// The short arc from one point to another, in pieces of at most a quarter of the circle.
fn arc(from: Point, radius: f64, clockwise: bool, to: Point, out: &mut Vec<Curve>) {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let chord = dx.hypot(dy);
    if chord < 1e-6 || radius < 1e-6 {
        out.push(Curve::Line(at(to.x, to.y)));
        return;
    }
    let radius = radius.max(chord / 2.0);
    let away = (radius * radius - chord * chord / 4.0).max(0.0).sqrt() / chord;
    let side = if clockwise { 1.0 } else { -1.0 };
    let centre = Point {
        x: f64::midpoint(from.x, to.x) - side * away * dy,
        y: f64::midpoint(from.y, to.y) + side * away * dx,
    };
    let start = (from.y - centre.y).atan2(from.x - centre.x);
    let end = (to.y - centre.y).atan2(to.x - centre.x);
    let mut sweep = (end - start).rem_euclid(TAU);
    if !clockwise {
        sweep -= TAU;
    }
    let pieces = (sweep.abs() / (PI / 2.0) - 1e-9).ceil().max(1.0);
    let step = sweep / pieces;
    let handle = 4.0 / 3.0 * (step / 4.0).tan() * radius;
    for piece in 0..pieces as u32 {
        let (a, b) = (
            start + step * f64::from(piece),
            start + step * f64::from(piece + 1),
        );
        let on = |angle: f64| {
            (
                centre.x + radius * angle.cos(),
                centre.y + radius * angle.sin(),
            )
        };
        let ((ax, ay), (bx, by)) = (on(a), on(b));
        out.push(Curve::Cubic(
            at(ax - handle * a.sin(), ay + handle * a.cos()),
            at(bx + handle * b.sin(), by - handle * b.cos()),
            at(bx, by),
        ));
    }
}

/// The three parts of a colour written as `#rrggbb`.
pub(super) fn rgb(colour: Colour) -> [u8; 3] {
    let part = |at: usize| {
        let digits = colour.get(at..at + 2).unwrap_or("00");
        u8::from_str_radix(digits, 16).unwrap_or(0)
    };
    [part(1), part(3), part(5)]
}
