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
    let mut out = String::with_capacity(text.len().min(4 * LONGEST));
    for c in text.chars().take(LONGEST) {
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
    let lines = fill(&pieces, size, max_width);
    if lines.len() > max_lines {
        return cut(lines, size, max_width, max_lines);
    }
    Wrapped {
        lines: balance(&pieces, size, max_width, lines),
        cut: false,
    }
}

/// One line, cut with `…` when it is too wide.
pub fn fit(text: &str, size: f64, max_width: f64) -> String {
    wrap(text, size, max_width, 1)
        .lines
        .pop()
        .unwrap_or_default()
}

/// The text in pieces between which a line may end; no piece is wider than a line.
fn pieces(text: &str, size: f64, max_width: f64) -> Vec<String> {
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

fn push_piece(piece: &str, size: f64, max_width: f64, out: &mut Vec<String>) {
    if width(piece.trim_end(), size) <= max_width {
        out.push(piece.to_owned());
        return;
    }
    let mut part = String::new();
    for c in piece.chars() {
        if !part.is_empty() && width(&part, size) + advance(c) * size > max_width {
            out.push(std::mem::take(&mut part));
        }
        part.push(c);
    }
    out.push(part);
}

/// Greedy filling; the white space at the end of a line does not count.
fn fill(pieces: &[String], size: f64, max_width: f64) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0.0;
    for piece in pieces {
        let bare = width(piece.trim_end(), size);
        if !line.is_empty() && used + bare > max_width {
            lines.push(line.trim_end().to_owned());
            line.clear();
            used = 0.0;
        }
        line.push_str(piece);
        used += width(piece, size);
    }
    lines.push(line.trim_end().to_owned());
    lines.retain(|line| !line.is_empty());
    lines
}

/// The narrowest filling with the same number of lines.
fn balance(pieces: &[String], size: f64, max_width: f64, filled: Vec<String>) -> Vec<String> {
    let (mut low, mut high, mut best) = (0.0, max_width, filled);
    for _ in 0..12 {
        let middle = f64::midpoint(low, high);
        let lines = fill(pieces, size, middle);
        let widest = lines
            .iter()
            .map(|line| width(line, size))
            .fold(0.0, f64::max);
        if lines.len() == best.len() && widest <= middle {
            high = middle;
            best = lines;
        } else {
            low = middle;
        }
    }
    best
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
