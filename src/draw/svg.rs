//! A [`Scene`] as SVG 1.1: text stays text, numbers have at most two decimals, and the same scene
//! gives the same bytes.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::scene::{Anchor, Group, Item, Scene, Segment, Style, Text};

/// Fonts, the embedded one first; then what the systems of readers have.
const FONTS: &str = "'Noto Sans CJK SC','Noto Sans SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',\
'Hiragino Sans GB','WenQuanYi Zen Hei','Noto Sans','Segoe UI','Helvetica Neue',Arial,sans-serif";

/// Writes a scene.
pub fn write(scene: &Scene, out: &mut impl Write) -> io::Result<()> {
    let mut text = String::new();
    let (w, h) = (number(scene.width), number(scene.height));
    let lang = escape(scene.lang);
    // Writing to a `String` cannot fail.
    let _ = write!(
        text,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\" \
         role=\"img\" aria-labelledby=\"title desc\" lang=\"{lang}\" xml:lang=\"{lang}\" font-family=\"{FONTS}\">\n<title id=\"title\">{}</title>\n<desc id=\"desc\">{}</desc>\n\
         <rect width=\"{w}\" height=\"{h}\" fill=\"#ffffff\"/>\n",
        escape(&scene.title),
        escape(&scene.desc),
    );
    for item in &scene.items {
        write_item(item, &mut text);
        // A large sheet is handed on piece by piece.
        out.write_all(text.as_bytes())?;
        text.clear();
    }
    out.write_all(text.as_bytes())?;
    out.write_all(b"</svg>\n")
}

fn write_item(item: &Item, out: &mut String) {
    match item {
        Item::Rect(rect, radius, style) => {
            let [x, y, w, h] = [rect.x, rect.y, rect.w, rect.h].map(number);
            let _ = write!(
                out,
                "<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\""
            );
            if *radius > 0.0 {
                let _ = write!(out, " rx=\"{}\"", number(*radius));
            }
            write_style(style, out);
            out.push_str("/>\n");
        }
        Item::Path(segments, style) => {
            out.push_str("<path d=\"");
            for segment in segments {
                write_segment(segment, out);
            }
            out.push('"');
            write_style(style, out);
            out.push_str("/>\n");
        }
        Item::Text(text) => write_text(text, out),
        Item::Group(group) => write_group(group, out),
    }
}

fn write_group(group: &Group, out: &mut String) {
    let _ = write!(out, "<g class=\"{}\"", escape(group.role));
    if let Some(step) = &group.step {
        let _ = write!(out, " data-step=\"{}\"", escape(step));
    }
    out.push_str(">\n");
    if let Some(title) = &group.title {
        let _ = writeln!(out, "<title>{}</title>", escape(title));
    }
    for item in &group.items {
        write_item(item, out);
    }
    out.push_str("</g>\n");
}

fn write_segment(segment: &Segment, out: &mut String) {
    let _ = match segment {
        Segment::Move(p) => write!(out, "M{} {}", number(p.x), number(p.y)),
        Segment::Line(p) => write!(out, "L{} {}", number(p.x), number(p.y)),
        Segment::Arc(radius, clockwise, p) => {
            let (r, sweep) = (number(*radius), u8::from(*clockwise));
            write!(out, "A{r} {r} 0 0 {sweep} {} {}", number(p.x), number(p.y))
        }
        Segment::Close => write!(out, "Z"),
    };
}

fn write_style(style: &Style, out: &mut String) {
    let _ = write!(out, " fill=\"{}\"", style.fill.unwrap_or("none"));
    if let Some(stroke) = style.stroke {
        let _ = write!(
            out,
            " stroke=\"{stroke}\" stroke-width=\"{}\" stroke-linejoin=\"round\"",
            number(style.width)
        );
        if let Some((dash, gap)) = style.dash {
            let _ = write!(
                out,
                " stroke-dasharray=\"{} {}\"",
                number(dash),
                number(gap)
            );
        }
    }
}

fn write_text(text: &Text, out: &mut String) {
    if text.text.is_empty() {
        return;
    }
    let [x, y, size] = [text.at.x, text.at.y, text.size].map(number);
    let _ = write!(
        out,
        "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" fill=\"{}\"",
        text.fill
    );
    match text.anchor {
        Anchor::Start => {}
        Anchor::Middle => out.push_str(" text-anchor=\"middle\""),
        Anchor::End => out.push_str(" text-anchor=\"end\""),
    }
    if text.bold {
        out.push_str(" font-weight=\"700\"");
    }
    if text.length > 0.0 {
        let _ = write!(
            out,
            " textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\"",
            number(text.length)
        );
    }
    let _ = writeln!(out, ">{}</text>", escape(&text.text));
}

/// At most two decimals, without trailing zeros and without a negative zero; what is not finite is 0.
fn number(value: f64) -> Number {
    Number((value * 100.0).round() as i64)
}

/// A number in hundredths. Written digit by digit: a sheet has thousands of them.
#[derive(Clone, Copy)]
struct Number(i64);

impl std::fmt::Display for Number {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, rest) = (self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100);
        match (rest / 10, rest % 10) {
            (0, 0) => write!(out, "{sign}{whole}"),
            (tenths, 0) => write!(out, "{sign}{whole}.{tenths}"),
            _ => write!(out, "{sign}{whole}.{rest:02}"),
        }
    }
}

/// Text for XML: markup escaped, and characters that XML 1.0 forbids replaced by U+FFFD.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
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
    out
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
            assert_eq!(number(value).to_string(), expected, "{value}");
        }
    }

    #[test]
    fn markup_and_controls_cannot_leave_the_text() {
        assert_eq!(
            escape("<a b=\"c\">&'\u{0}\u{ffff}"),
            "&lt;a b=&quot;c&quot;&gt;&amp;&#39;\u{fffd}\u{fffd}"
        );
    }
}
