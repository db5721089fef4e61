//! Scenes as the pages of a PDF: text stays text, set in the embedded font, of which only the glyphs in use are kept.
//!
//! No date and no random number goes into it: the same scenes give the same bytes.

use super::face::face;
use super::ink::{Curve, Ink, Words, pour, rgb};
use super::scene::{Colour, Scene, Style};
use krilla::Document;
use krilla::color::rgb::Color;
use krilla::geom::{Path, PathBuilder, Point, Transform};
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, LineJoin, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::text::{Font, GlyphId, KrillaGlyph};

/// A page: a scene, and how many points one of its pixels takes.
#[derive(Debug, Clone, Copy)]
pub struct Leaf<'a> {
    /// What is on it.
    pub scene: &'a Scene,
    /// Points to a pixel: 0.75 is the size on the screen.
    pub scale: f64,
}

/// Why there is no PDF: a fault of ours, for any scene can be written.
#[derive(Debug, Clone)]
pub struct Fault(String);

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Fault {}

/// The bytes of a document with these pages; its title and language are those of the first.
pub fn document(leaves: &[Leaf<'_>]) -> Result<Vec<u8>, Fault> {
    let fault = |what: &str| Fault(what.to_owned());
    let mut document = Document::new();
    if let Some(first) = leaves.first() {
        let about = Metadata::new()
            .title(first.scene.title.clone())
            .language(first.scene.lang.to_owned())
            .creator("redtape".to_owned());
        document.set_metadata(about);
    }
    let font = |bold: bool| Font::new(face(bold).bytes.into(), 0);
    let (Some(regular), Some(bold)) = (font(false), font(true)) else {
        return Err(fault("the embedded font cannot be read"));
    };
    for leaf in leaves {
        let (width, height) = (
            leaf.scene.width * leaf.scale,
            leaf.scene.height * leaf.scale,
        );
        let settings = PageSettings::from_wh(width as f32, height as f32);
        let mut page = document.start_page_with(settings.ok_or_else(|| fault("an empty page"))?);
        let mut surface = page.surface();
        let scale = leaf.scale as f32;
        surface.push_transform(&Transform::from_scale(scale, scale));
        pour(leaf.scene, &mut |ink| match ink {
            Ink::Outline(curves, style) => outline(&mut surface, &curves, style),
            Ink::Words(words) => {
                let font = if words.bold { &bold } else { &regular };
                line(&mut surface, &words, font.clone());
            }
        });
        surface.pop();
        surface.finish();
        page.finish();
    }
    document
        .finish()
        .map_err(|error| Fault(format!("{error:?}")))
}

fn outline(surface: &mut Surface<'_>, curves: &[Curve], style: Style) {
    let Some(path) = path(curves) else {
        return;
    };
    surface.set_fill(style.fill.map(fill));
    surface.set_stroke(style.stroke.map(|colour| Stroke {
        paint: ink(colour).into(),
        width: style.width as f32,
        line_join: LineJoin::Round,
        opacity: NormalizedF32::ONE,
        dash: style.dash.map(|(dash, gap)| StrokeDash {
            array: vec![dash as f32, gap as f32],
            offset: 0.0,
        }),
        ..Stroke::default()
    }));
    if style.fill.is_some() || style.stroke.is_some() {
        surface.draw_path(&path);
    }
}

fn line(surface: &mut Surface<'_>, words: &Words, font: Font) {
    let glyph = |(glyph, range): &(super::face::Glyph, std::ops::Range<usize>)| KrillaGlyph {
        glyph_id: GlyphId::new(glyph.id),
        text_range: range.clone(),
        x_advance: glyph.advance,
        x_offset: 0.0,
        y_offset: 0.0,
        y_advance: 0.0,
        location: None,
    };
    let glyphs: Vec<KrillaGlyph> = words.glyphs.iter().map(glyph).collect();
    surface.set_fill(Some(fill(words.fill)));
    surface.set_stroke(None);
    let place = Transform::from_row(words.stretch, 0.0, 0.0, 1.0, words.at[0], words.at[1]);
    surface.push_transform(&place);
    surface.draw_glyphs(
        Point::from_xy(0.0, 0.0),
        &glyphs,
        font,
        &words.text,
        words.size,
        false,
    );
    surface.pop();
}

fn ink(colour: Colour) -> Color {
    let [red, green, blue] = rgb(colour);
    Color::new(red, green, blue)
}

fn fill(colour: Colour) -> Fill {
    Fill {
        paint: ink(colour).into(),
        opacity: NormalizedF32::ONE,
        rule: krilla::paint::FillRule::NonZero,
    }
}

fn path(curves: &[Curve]) -> Option<Path> {
    let mut path = PathBuilder::new();
    for curve in curves {
        match *curve {
            Curve::Move([x, y]) => path.move_to(x, y),
            Curve::Line([x, y]) => path.line_to(x, y),
            Curve::Cubic(a, b, c) => path.cubic_to(a[0], a[1], b[0], b[1], c[0], c[1]),
            Curve::Close => path.close(),
        }
    }
    path.finish()
}
