//! The embedded font: which characters it has, how wide they are, and their outlines.
//!
//! `fonts/make.sh` makes both faces; they are read when the first picture needs them.

use super::ink::{Curve, composed};
use super::scene::{Item, Scene};
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::outline::{DrawSettings, OutlineGlyphCollection, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Drawn where the font has no such character: the sign that typesetters put for a missing type.
const STAND_IN: char = '〓';
const UNITS: f32 = 1000.0;

static REGULAR: LazyLock<Option<Face>> =
    LazyLock::new(|| Face::of(include_bytes!("fonts/NotoSansCJKsc-Regular.otf")));
static BOLD: LazyLock<Option<Face>> =
    LazyLock::new(|| Face::of(include_bytes!("fonts/NotoSansCJKsc-Bold.otf")));

/// One face of the font.
pub(super) struct Face {
    /// The font file.
    pub(super) bytes: &'static [u8],
    font: FontRef<'static>,
    metrics: GlyphMetrics<'static>,
    outlines: OutlineGlyphCollection<'static>,
}

/// The face of that weight.
pub(super) fn face(bold: bool) -> &'static Face {
    let face = if bold { &BOLD } else { &REGULAR };
    face.as_ref().expect("an embedded font can be read")
}

/// A character as it is drawn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Glyph {
    /// Its number in the font.
    pub(super) id: u32,
    /// Its advance width, in em.
    pub(super) advance: f32,
}

impl Face {
    fn of(bytes: &'static [u8]) -> Option<Self> {
        let font = FontRef::new(bytes).ok()?;
        Some(Self {
            bytes,
            metrics: font.glyph_metrics(Size::unscaled(), LocationRef::default()),
            outlines: font.outline_glyphs(),
            font,
        })
    }

    fn has(&self, c: char) -> bool {
        self.font.charmap().map(c).is_some()
    }

    /// How a character is drawn; none where it is not to be seen.
    pub(super) fn glyph(&self, c: char) -> Option<Glyph> {
        if unseen(c) {
            return None;
        }
        let charmap = self.font.charmap();
        let id = charmap.map(c).or_else(|| charmap.map(STAND_IN))?;
        Some(Glyph {
            id: id.to_u32(),
            advance: self.metrics.advance_width(id)? / UNITS,
        })
    }

    /// The outline of a glyph, in em, upwards.
    pub(super) fn outline(&self, id: u32) -> Vec<Curve> {
        let mut pen = Pen::default();
        let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
        if let Some(glyph) = self.outlines.get(GlyphId::new(id)) {
            // An outline that ends in a fault is drawn as far as it goes.
            let _ = glyph.draw(settings, &mut pen);
        }
        pen.0
    }
}

/// Joins, selects or separates characters, and leaves no mark itself.
fn unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// The characters of drawings that the font does not have, in order; a picture shows a sign in their place.
pub fn missing<'a>(scenes: impl IntoIterator<Item = &'a Scene>) -> BTreeSet<char> {
    let mut found = BTreeSet::new();
    for scene in scenes {
        collect(&scene.items, &mut found);
    }
    found
}

fn collect(items: &[Item], found: &mut BTreeSet<char>) {
    for item in items {
        match item {
            Item::Group(group) => collect(&group.items, found),
            Item::Text(text) => {
                let face = face(text.bold);
                let composed = composed(&text.text);
                found.extend(composed.chars().filter(|&c| !unseen(c) && !face.has(c)));
            }
            Item::Rect(..) | Item::Path(..) => {}
        }
    }
}

/// Takes an outline over; remembers the last point, which a quadratic curve starts at.
#[derive(Default)]
struct Pen(Vec<Curve>, [f32; 2]);

impl Pen {
    fn put(&mut self, curve: Curve, end: [f32; 2]) {
        self.0.push(curve);
        self.1 = end;
    }
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        let end = [x / UNITS, y / UNITS];
        self.put(Curve::Move(end), end);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let end = [x / UNITS, y / UNITS];
        self.put(Curve::Line(end), end);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        let (start, handle, end) = (self.1, [cx / UNITS, cy / UNITS], [x / UNITS, y / UNITS]);
        let towards =
            |from: [f32; 2]| [0, 1].map(|at| from[at] + (handle[at] - from[at]) * 2.0 / 3.0);
        self.put(Curve::Cubic(towards(start), towards(end), end), end);
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        let em = |x: f32, y: f32| [x / UNITS, y / UNITS];
        let end = em(x, y);
        self.put(Curve::Cubic(em(ax, ay), em(bx, by), end), end);
    }

    fn close(&mut self) {
        self.0.push(Curve::Close);
    }
}
