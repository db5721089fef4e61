//! Measuring and wrapping text without a font at hand.
//!
//! Widths are those of Noto Sans CJK SC, the font that drawings are made with; the SVG carries
//! them as `textLength`, so that another font cannot make a text run out of its box.

mod advances;

use unicode_linebreak::{BreakOpportunity, linebreaks};
use unicode_width::UnicodeWidthChar;

/// Longest text that is looked at, in characters; what follows is cut.
const LONGEST: usize = 2_000;

/// Lines of a text that was fitted into a width.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wrapped {
    /// The lines, none of them wider than asked for.
    pub lines: Vec<String>,
    /// Whether the end of the text had to be left out (the last line then ends in `…`).
    pub cut: bool,
}

/// Advance width of one character, in em.
pub fn advance(c: char) -> f64 {
    let code = c as usize;
    let thousandths = match code {
        0x20..=0x7e => advances::ASCII[code - 0x20],
        0xa0..=0x24f => advances::LATIN[code - 0xa0],
        _ => other_advance(c),
    };
    f64::from(thousandths) / 1000.0
}

fn other_advance(c: char) -> u16 {
    if let Ok(found) = advances::SIGNS.binary_search_by_key(&c, |&(sign, _)| sign) {
        return advances::SIGNS[found].1;
    }
    match (c.width(), c.width_cjk()) {
        (Some(0) | None, _) => 0,
        (Some(1), _) if c.is_alphanumeric() => 620,
        (_, Some(2)) => 1000,
        _ => 620,
    }
}

/// Width of a line of text at a font size, in the unit of `size`.
pub fn width(text: &str, size: f64) -> f64 {
    text.chars().map(advance).sum::<f64>() * size
}

/// One line of text as it may be drawn: white space and control characters become single spaces,
/// and characters that would reorder the line (bidirectional overrides) are dropped.
pub fn clean(text: &str) -> String {
    let end = text.char_indices().nth(LONGEST);
    one_line(end.map_or(text, |(at, _)| &text[..at]))
}

/// The same of a text of any length.
pub fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}') {
            continue;
        }
        let drawable = !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}');
        if drawable && !c.is_whitespace() {
            out.push(c);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.trim().to_owned()
}

/// Fits a text into at most `max_lines` lines of `max_width`, breaking where UAX #14 allows it
/// and inside a word only when the word alone is wider than a line. Lines are balanced: as narrow
/// as the number of lines permits.
pub fn wrap(text: &str, size: f64, max_width: f64, max_lines: usize) -> Wrapped {
    let text = clean(text);
    if text.is_empty() || max_lines == 0 {
        return Wrapped::default();
    }
    let pieces = pieces(&text, size, max_width);
    let filled = fill(&pieces, max_width);
    if filled.len() > max_lines {
        return cut(lines(&pieces, &filled), size, max_width, max_lines);
    }
    Wrapped {
        lines: lines(&pieces, &balance(&pieces, max_width, filled)),
        cut: false,
    }
}

/// The lines of a text of any length, each filled as far as it goes; they break as those of [`wrap`] do.
pub fn flow(text: &str, size: f64, max_width: f64) -> Vec<String> {
    let text = one_line(text);
    if text.is_empty() {
        return Vec::new();
    }
    let pieces = pieces(&text, size, max_width);
    lines(&pieces, &fill(&pieces, max_width))
}

/// One line, cut with `…` when it is too wide.
pub fn fit(text: &str, size: f64, max_width: f64) -> String {
    wrap(text, size, max_width, 1)
        .lines
        .pop()
        .unwrap_or_default()
}

/// A piece of text within which no line ends.
struct Piece {
    text: String,
    /// Its width, and its width without the white space at its end.
    full: f64,
    bare: f64,
}

impl Piece {
    fn of(text: &str, size: f64) -> Self {
        Self {
            text: text.to_owned(),
            full: width(text, size),
            bare: width(text.trim_end(), size),
        }
    }
}

/// The text in pieces between which a line may end; no piece is wider than a line.
fn pieces(text: &str, size: f64, max_width: f64) -> Vec<Piece> {
    let mut out = Vec::new();
    let mut from = 0;
    for (at, kind) in linebreaks(text) {
        if kind == BreakOpportunity::Allowed || at == text.len() {
            push_piece(&text[from..at], size, max_width, &mut out);
            from = at;
        }
    }
    out
}

fn push_piece(text: &str, size: f64, max_width: f64, out: &mut Vec<Piece>) {
    let piece = Piece::of(text, size);
    if piece.bare <= max_width {
        out.push(piece);
        return;
    }
    let (mut part, mut used) = (String::new(), 0.0);
    for c in text.chars() {
        let wide = advance(c) * size;
        if !part.is_empty() && used + wide > max_width {
            out.push(Piece::of(&part, size));
            part.clear();
            used = 0.0;
        }
        part.push(c);
        used += wide;
    }
    out.push(Piece::of(&part, size));
}

/// A line: the place after its last piece, and its width without the white space at its end.
#[derive(Clone, Copy)]
struct Line {
    end: usize,
    width: f64,
}

/// Greedy filling; the white space at the end of a line does not count.
fn fill(pieces: &[Piece], max_width: f64) -> Vec<Line> {
    let mut lines = Vec::new();
    let (mut used, mut width) = (0.0, 0.0);
    for (at, piece) in pieces.iter().enumerate() {
        if used > 0.0 && used + piece.bare > max_width {
            lines.push(Line { end: at, width });
            used = 0.0;
        }
        width = used + piece.bare;
        used += piece.full;
    }
    lines.push(Line {
        end: pieces.len(),
        width,
    });
    lines
}

/// The narrowest filling with the same number of lines.
fn balance(pieces: &[Piece], max_width: f64, filled: Vec<Line>) -> Vec<Line> {
    if filled.len() < 2 {
        return filled;
    }
    let (mut low, mut high, mut best) = (0.0, max_width, filled);
    for _ in 0..12 {
        let middle = f64::midpoint(low, high);
        let lines = fill(pieces, middle);
        let widest = lines.iter().map(|line| line.width).fold(0.0, f64::max);
        if lines.len() == best.len() && widest <= middle {
            high = middle;
            best = lines;
        } else {
            low = middle;
        }
    }
    best
}

/// The texts of lines.
fn lines(pieces: &[Piece], filled: &[Line]) -> Vec<String> {
    let mut from = 0;
    let each = filled.iter().map(|line| {
        let text: String = pieces[from..line.end]
            .iter()
            .map(|piece| piece.text.as_str())
            .collect();
        from = line.end;
        text.trim_end().to_owned()
    });
    each.filter(|line| !line.is_empty()).collect()
}

fn cut(mut lines: Vec<String>, size: f64, max_width: f64, max_lines: usize) -> Wrapped {
    lines.truncate(max_lines);
    if let Some(last) = lines.last_mut() {
        while !last.is_empty() && width(last, size) + advance('…') * size > max_width {
            last.pop();
        }
        last.truncate(last.trim_end().len());
        last.push('…');
    }
    Wrapped { lines, cut: true }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_starts_with_a_closing_mark() {
        let text = "申请人应当提交营业执照、身份证明、租赁合同，以及食品安全管理制度。";
        for max_width in 20..200 {
            let wrapped = wrap(text, 12.0, f64::from(max_width).max(24.0), 99);
            assert_eq!(wrapped.lines.concat(), text);
            for line in &wrapped.lines {
                assert!(!line.starts_with(['、', '，', '。']), "{line}");
            }
        }
    }

    #[test]
    fn a_word_wider_than_the_line_is_broken() {
        let wrapped = wrap("Donaudampfschifffahrtsgesellschaft", 10.0, 60.0, 9);
        assert!(wrapped.lines.len() > 1);
        assert!(wrapped.lines.iter().all(|line| width(line, 10.0) <= 60.0));
    }

    #[test]
    fn what_does_not_fit_is_cut_with_an_ellipsis() {
        let wrapped = wrap("one two three four five six seven", 10.0, 50.0, 2);
        assert!(wrapped.cut && wrapped.lines.len() == 2);
        assert!(wrapped.lines[1].ends_with('…'));
    }

    #[test]
    fn controls_and_overrides_are_not_drawn() {
        assert_eq!(clean("a\u{202e}b\r\n\u{0}c"), "ab c");
    }
}
