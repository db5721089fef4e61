//! A [`Scene`] as a PNG, drawn with the embedded font: the same scene gives the same bytes on every machine.

use super::face::face;
use super::ink::{Curve, Ink, Words, pour, rgb};
use super::scene::{Colour, Scene, Style};
use std::collections::BTreeMap;
use std::io::{self, Write};
use tiny_skia::{Color, FillRule, Paint, Path, PathBuilder, Pixmap, Stroke, StrokeDash, Transform};

/// The largest picture, in pixels.
pub const MOST_PIXELS: u64 = 150_000_000;
/// Writes a scene as a picture, `scale` dots to a pixel of the scene and `dpi` dots to an inch.
///
/// Fails where the picture would have more than [`MOST_PIXELS`], and where writing fails.
pub fn write(scene: &Scene, scale: f64, dpi: u32, out: &mut impl Write) -> io::Result<()> {
    let whole = |length: f64| (length * scale).ceil().clamp(1.0, 1e9) as u32;
    let (width, height) = (whole(scene.width), whole(scene.height));
    let pixels = u64::from(width) * u64::from(height);
    let map = (pixels <= MOST_PIXELS)
        .then(|| Pixmap::new(width, height))
        .flatten();
    let Some(map) = map else {
        let said = format!("the picture would be {width} x {height}, more than can be drawn");
        return Err(io::Error::new(io::ErrorKind::InvalidInput, said));
    };
    let mut canvas = Canvas {
        map,
        scale: scale as f32,
        outlines: BTreeMap::new(),
    };
    canvas.map.fill(Color::WHITE);
    pour(scene, &mut |ink| canvas.put(&ink));
    encode(&canvas.map, dpi, out)
}

struct Canvas {
    map: Pixmap,
    scale: f32,
    /// Outlines of glyphs that have been drawn: by weight and number.
    outlines: BTreeMap<(bool, u32), Option<Path>>,
}

impl Canvas {
    fn put(&mut self, ink: &Ink) {
        match ink {
            Ink::Outline(curves, style) => self.outline(curves, *style),
            Ink::Words(words) => self.words(words),
        }
    }

    fn outline(&mut self, curves: &[Curve], style: Style) {
        let Some(path) = path(curves) else {
            return;
        };
        let transform = Transform::from_scale(self.scale, self.scale);
        if let Some(fill) = style.fill {
            self.map
                .fill_path(&path, &paint(fill), FillRule::Winding, transform, None);
        }
        if let Some(colour) = style.stroke {
            let dashes =
                |(dash, gap): (f64, f64)| StrokeDash::new(vec![dash as f32, gap as f32], 0.0);
            let stroke = Stroke {
                width: style.width as f32,
                line_join: tiny_skia::LineJoin::Round,
                dash: style.dash.and_then(dashes),
                ..Stroke::default()
            };
            self.map
                .stroke_path(&path, &paint(colour), &stroke, transform, None);
        }
    }

    fn words(&mut self, words: &Words) {
        let paint = paint(words.fill);
        let across = words.size * words.stretch;
        let mut x = words.at[0];
        for (glyph, _) in &words.glyphs {
            let drawn = || path(&face(words.bold).outline(glyph.id));
            let outline = self
                .outlines
                .entry((words.bold, glyph.id))
                .or_insert_with(drawn);
            if let Some(outline) = outline {
                let place = Transform::from_row(across, 0.0, 0.0, -words.size, x, words.at[1])
                    .post_scale(self.scale, self.scale);
                self.map
                    .fill_path(outline, &paint, FillRule::Winding, place, None);
            }
            x += glyph.advance * across;
        }
    }
}

fn paint(colour: Colour) -> Paint<'static> {
    let [red, green, blue] = rgb(colour);
    let mut paint = Paint {
        anti_alias: true,
        ..Paint::default()
    };
    paint.set_color_rgba8(red, green, blue, 255);
    paint
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

/// The paper is white all over, so that a picture needs no transparency.
fn encode(map: &Pixmap, dpi: u32, out: &mut impl Write) -> io::Result<()> {
    let opaque: Vec<u8> = map
        .data()
        .chunks_exact(4)
        .flat_map(|pixel| [pixel[0], pixel[1], pixel[2]])
        .collect();
    let mut encoder = png::Encoder::new(out, map.width(), map.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    let per_metre = (f64::from(dpi) / 0.0254).round() as u32;
    encoder.set_pixel_dims(Some(png::PixelDimensions {
        xppu: per_metre,
        yppu: per_metre,
        unit: png::Unit::Meter,
    }));
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&opaque)?;
    writer.finish()?;
    Ok(())
}
