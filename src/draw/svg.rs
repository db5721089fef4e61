//! A [`Scene`] as SVG 1.1: text stays text, numbers have at most two decimals, and the same scene
//! gives the same bytes.

use std::io::{self, Write};

use super::geometry::Point;
use super::scene::{Anchor, Group, Item, Scene, Segment, Style, Text};

/// Fonts, the embedded one first; then what the systems of readers have.
const FONTS: &str = "'Noto Sans CJK SC','Noto Sans SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',\
'Hiragino Sans GB','WenQuanYi Zen Hei','Noto Sans','Segoe UI','Helvetica Neue',Arial,sans-serif";

/// Writes a scene.
pub fn write(scene: &Scene, out: &mut impl Write) -> io::Result<()> {
    let mut page = Page::default();
    page.head(scene);
    for item in &scene.items {
        page.item(item);
        // A large sheet is handed on piece by piece.
        out.write_all(page.text.as_bytes())?;
        page.text.clear();
    }
    out.write_all(page.text.as_bytes())?;
    out.write_all(b"</svg>\n")
}

/// The text of a sheet as it grows. Put together piece by piece: a sheet has thousands of numbers, and a formatter
/// would take longer over them than the layout over the places.
#[derive(Default)]
struct Page {
    text: String,
    digits: itoa::Buffer,
}

impl Page {
    fn raw(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// Text for XML: markup escaped, and characters that XML 1.0 forbids replaced by U+FFFD.
    fn escaped(&mut self, text: &str) -> &mut Self {
        let out = &mut self.text;
        // The bytes of U+FFFE and U+FFFF start with 0xEF.
        let plain =
            |b: u8| b >= b' ' && b != 0xEF && !matches!(b, b'&' | b'<' | b'>' | b'"' | b'\'');
        if text.bytes().all(plain) {
            out.push_str(text);
            return self;
        }
        for c in text.chars() {
            match c {
                '&' => out.push_str("&amp;"),
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                '"' => out.push_str("&quot;"),
                '\'' => out.push_str("&#39;"),
                '\t' | '\n' | '\r' => out.push(' '),
                '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
                c if c.is_control() && c < '\u{20}' => out.push('\u{fffd}'),
                c => out.push(c),
            }
        }
        self
    }

    /// At most two decimals, without trailing zeros and without a negative zero; what is not finite is 0.
    fn number(&mut self, value: f64) -> &mut Self {
        let hundredths = (value * 100.0).round() as i64;
        if hundredths < 0 {
            self.text.push('-');
        }
        let (whole, rest) = (
            hundredths.unsigned_abs() / 100,
            hundredths.unsigned_abs() % 100,
        );
        self.text.push_str(self.digits.format(whole));
        if rest > 0 {
            self.text.push_str(if rest < 10 { ".0" } else { "." });
            let tenths_only = rest % 10 == 0;
            let decimals = if tenths_only { rest / 10 } else { rest };
            self.text.push_str(self.digits.format(decimals));
        }
        self
    }

    /// An attribute; its name is ours.
    fn attribute(&mut self, name: &str, value: &str) -> &mut Self {
        self.raw(" ").raw(name).raw("=\"").escaped(value).raw("\"")
    }

    /// An attribute that is a number.
    fn length(&mut self, name: &str, value: f64) -> &mut Self {
        self.raw(" ").raw(name).raw("=\"").number(value).raw("\"")
    }

    fn head(&mut self, scene: &Scene) {
        let (w, h) = (scene.width, scene.height);
        self.raw("<svg xmlns=\"http://www.w3.org/2000/svg\"")
            .length("width", w)
            .length("height", h);
        self.raw(" viewBox=\"0 0 ").number(w).raw(" ").number(h);
        self.raw("\" role=\"img\" aria-labelledby=\"title desc\"")
            .attribute("lang", scene.lang)
            .attribute("xml:lang", scene.lang);
        self.raw(" font-family=\"").raw(FONTS);
        self.raw("\">\n<title id=\"title\">").escaped(&scene.title);
        self.raw("</title>\n<desc id=\"desc\">")
            .escaped(&scene.desc);
        self.raw("</desc>\n<rect")
            .length("width", w)
            .length("height", h)
            .raw(" fill=\"#ffffff\"/>\n");
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Rect(rect, radius, style) => {
                self.raw("<rect").length("x", rect.x).length("y", rect.y);
                self.length("width", rect.w).length("height", rect.h);
                if *radius > 0.0 {
                    self.length("rx", *radius);
                }
                self.style(style).raw("/>\n");
            }
            Item::Path(segments, style) => {
                self.raw("<path d=\"");
                for segment in segments {
                    self.segment(segment);
                }
                self.raw("\"").style(style).raw("/>\n");
            }
            Item::Text(text) => self.words(text),
            Item::Group(group) => self.group(group),
        }
    }

    fn group(&mut self, group: &Group) {
        self.raw("<g").attribute("class", group.role);
        if let Some(step) = &group.step {
            self.attribute("data-step", step);
        }
        self.raw(">\n");
        if let Some(title) = &group.title {
            self.raw("<title>").escaped(title).raw("</title>\n");
        }
        for item in &group.items {
            self.item(item);
        }
        self.raw("</g>\n");
    }

    fn point(&mut self, p: Point) {
        self.number(p.x).raw(" ").number(p.y);
    }

    fn segment(&mut self, segment: &Segment) {
        match segment {
            Segment::Move(p) => self.raw("M").point(*p),
            Segment::Line(p) => self.raw("L").point(*p),
            Segment::Arc(radius, clockwise, p) => {
                self.raw("A").number(*radius).raw(" ").number(*radius);
                self.raw(if *clockwise { " 0 0 1 " } else { " 0 0 0 " })
                    .point(*p);
            }
            Segment::Close => {
                self.raw("Z");
            }
        }
    }

    fn style(&mut self, style: &Style) -> &mut Self {
        self.attribute("fill", style.fill.unwrap_or("none"));
        if let Some(stroke) = style.stroke {
            self.attribute("stroke", stroke)
                .length("stroke-width", style.width)
                .raw(" stroke-linejoin=\"round\"");
            if let Some((dash, gap)) = style.dash {
                self.raw(" stroke-dasharray=\"").number(dash);
                self.raw(" ").number(gap).raw("\"");
            }
        }
        self
    }

    fn words(&mut self, text: &Text) {
        if text.text.is_empty() {
            return;
        }
        self.raw("<text")
            .length("x", text.at.x)
            .length("y", text.at.y);
        self.length("font-size", text.size)
            .attribute("fill", text.fill);
        match text.anchor {
            Anchor::Start => {}
            Anchor::Middle => {
                self.raw(" text-anchor=\"middle\"");
            }
            Anchor::End => {
                self.raw(" text-anchor=\"end\"");
            }
        }
        if text.bold {
            self.raw(" font-weight=\"700\"");
        }
        if text.length > 0.0 {
            self.length("textLength", text.length)
                .raw(" lengthAdjust=\"spacingAndGlyphs\"");
        }
        self.raw(">").escaped(&text.text).raw("</text>\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_have_no_negative_zero() {
        let cases = [
            (-0.001, "0"),
            (1.005, "1"),
            (12.30, "12.3"),
            (-4.256, "-4.26"),
            (f64::NAN, "0"),
        ];
        for (value, expected) in cases {
            assert_eq!(Page::default().number(value).text, expected, "{value}");
        }
    }

    #[test]
    fn markup_and_controls_cannot_leave_the_text() {
        assert_eq!(
            Page::default().escaped("<a b=\"c\">&'\u{0}\u{ffff}").text,
            "&lt;a b=&quot;c&quot;&gt;&amp;&#39;\u{fffd}\u{fffd}"
        );
    }
}
