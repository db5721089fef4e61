//! Faults as a reader sees them: place, line, caret, hint.

use super::{Fault, Place, Source};
use crate::message::{Ids, Lang, words};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use std::fmt::Write as _;
use std::ops::Range;

/// The longest piece of a line that is shown before the place of a fault, in characters.
const SHOWN_BEFORE: usize = 60;
/// The longest piece of a line that is shown from the place of a fault on, in characters.
const SHOWN_AFTER: usize = 60;
/// The longest message or hint, in characters: it may quote the file.
const LONGEST: usize = 400;

/// A place in the text, found by going forward only.
struct Cursor<'a> {
    text: &'a str,
    offset: usize,
    line: usize,
    column: usize,
}

impl<'a> Cursor<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            offset: 0,
            line: 1,
            column: 1,
        }
    }

    /// Goes on to a byte offset that is not before the last one; line and column from 1, in characters.
    fn advance(&mut self, offset: usize) -> (usize, usize) {
        let to = self.text.floor_char_boundary(offset);
        for c in self.text[self.offset..to].chars() {
            if c == '\n' {
                self.line += 1;
                self.column = 1;
            } else {
                self.column += 1;
            }
        }
        self.offset = to;
        (self.line, self.column)
    }
}

impl Source {
    /// Line and column of a byte offset, both from 1; columns count characters, not bytes.
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        Cursor::new(&self.text).advance(offset)
    }

    /// The faults as a reader sees them: place, line, caret, hint; in the order of the text.
    pub fn explain(&self, faults: &[Fault], lang: Lang) -> String {
        let span = |fault: &Fault| fault.span.clone().unwrap_or(0..0);
        let mut placed: Vec<_> = faults.iter().map(|fault| (span(fault), fault)).collect();
        placed.sort_by_key(|(span, fault)| (fault.place == Place::Whole, span.start));
        let mut cursor = Cursor::new(&self.text);
        let mut out = String::new();
        for (span, fault) in placed {
            let said = match fault.place {
                Place::Whole => self.explain_whole(fault, lang),
                Place::Key | Place::Value => {
                    self.explain_one(cursor.advance(span.start), &span, fault, lang)
                }
            };
            let _ = writeln!(out, "{said}");
        }
        out
    }

    fn explain_whole(&self, fault: &Fault, lang: Lang) -> String {
        let title = shown(&fault.message.say(lang, &Ids));
        let mut out = format!("{}: {}: {title}", words("error", lang), self.name);
        if let Some(hint) = &fault.hint {
            let _ = write!(
                out,
                "\n  = {}: {}",
                words("hint", lang),
                shown(&hint.say(lang, &Ids))
            );
        }
        out
    }

    fn explain_one(
        &self,
        (line, column): (usize, usize),
        span: &Range<usize>,
        fault: &Fault,
        lang: Lang,
    ) -> String {
        let (piece, caret) = self.offending_piece(span);
        let title = shown(&fault.message.say(lang, &Ids));
        let pointer = if fault.pointer.is_empty() {
            String::new()
        } else {
            format!("({})", shown(&fault.pointer))
        };
        let head = format!("{}:{line}:{column}: {title} {pointer}", self.name);
        let level = Level::ERROR.with_name(Some(words("error", lang)));
        let snippet = Snippet::source(piece)
            .line_start(line)
            .annotation(AnnotationKind::Primary.span(caret));
        let mut group = Group::with_title(level.primary_title(head.trim_end())).element(snippet);
        let hint = fault.hint.as_ref().map(|hint| shown(&hint.say(lang, &Ids)));
        if let Some(hint) = &hint {
            let level = Level::HELP.with_name(Some(words("hint", lang)));
            group = group.element(level.message(hint.as_str()));
        }
        Renderer::plain().render(&[group])
    }

    /// The piece of a line around the start of a span, and the span within it.
    fn offending_piece(&self, span: &Range<usize>) -> (String, Range<usize>) {
        let start = self.text.floor_char_boundary(span.start);
        let (before, after) = self.text.split_at(start);
        let before = before
            .chars()
            .rev()
            .take(SHOWN_BEFORE)
            .take_while(|&c| c != '\n');
        let mut before: Vec<char> = before.collect();
        before.reverse();
        let before = plain(before);
        let mut piece: Vec<char> = after
            .chars()
            .take(SHOWN_AFTER)
            .take_while(|&c| c != '\n')
            .collect();
        while piece.last().is_some_and(|c| c.is_whitespace()) {
            piece.pop();
        }
        let mut bytes = 0;
        let marked = piece.iter().take_while(|c| {
            bytes += c.len_utf8();
            bytes <= span.len()
        });
        let marked = plain(marked.copied().collect()).len();
        let caret = before.len()..before.len() + marked;
        (before + &plain(piece), caret)
    }
}

/// Characters that would move the caret or command the terminal become a blank each.
fn plain(text: Vec<char>) -> String {
    text.into_iter()
        .map(|c| if commands(c) { ' ' } else { c })
        .collect()
}

/// Control characters, and those that turn the direction of writing.
pub fn commands(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

/// A message that may quote the file, on one line of limited length.
fn shown(text: &str) -> String {
    let mut out = plain(text.chars().take(LONGEST).collect());
    if text.chars().nth(LONGEST).is_some() {
        out.push('…');
    }
    out
}
