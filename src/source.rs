//! The text of a file, its syntax tree, and the way from a JSON Pointer to a place in the text.

use crate::message::{Ids, Lang, Message};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use jsonc_parser::ast::{Object, ObjectProp};
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};
use std::fmt::Write as _;
use std::ops::Range;

/// A node of the syntax tree.
pub type Node<'a> = jsonc_parser::ast::Value<'a>;

/// The largest file that is read, in bytes (64 MiB).
pub const MAX_BYTES: usize = 64 << 20;

/// The longest piece of one line that a message shows, in characters.
const SHOWN: usize = 160;

/// A named text.
#[derive(Debug, Clone)]
pub struct Source {
    /// The file's name as the user gave it.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// Which end of a member a fault is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The member's key.
    Key,
    /// The member's value, or an array's element.
    Value,
}

/// One thing that is wrong with an input.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// JSON Pointer (RFC 6901) of the offending value; empty for the whole text.
    pub pointer: String,
    /// Key or value of that pointer.
    pub place: Place,
    /// Byte range in the text; found from the pointer when the syntax tree is at hand.
    pub span: Option<Range<usize>>,
    /// What is wrong.
    pub message: Message,
    /// What was expected, or what to do.
    pub hint: Option<Message>,
}

impl Fault {
    /// A fault of the value at `pointer`.
    pub fn at(pointer: impl Into<String>, message: Message) -> Self {
        Self {
            pointer: pointer.into(),
            place: Place::Value,
            span: None,
            message,
            hint: None,
        }
    }

    /// Adds what was expected or what to do.
    #[must_use]
    pub fn hint(mut self, hint: Message) -> Self {
        self.hint = Some(hint);
        self
    }

    /// The same fault, about the key instead of the value.
    #[must_use]
    pub fn on_key(mut self) -> Self {
        self.place = Place::Key;
        self
    }

    fn spanning(span: Range<usize>, message: Message) -> Self {
        Self {
            span: Some(span),
            ..Self::at("", message)
        }
    }
}

impl Source {
    /// A source from bytes; a fault where they are not UTF-8 text of a permitted size.
    pub fn from_bytes(name: &str, bytes: Vec<u8>) -> Result<Self, (Self, Fault)> {
        let source = |text: String| Self {
            name: name.to_owned(),
            text,
        };
        if bytes.len() > MAX_BYTES {
            let fault = Fault::at("", Message::new("too-large").with("limit", "64 MiB"));
            return Err((source(String::new()), fault));
        }
        match String::from_utf8(bytes) {
            Ok(text) if text.starts_with('\u{feff}') => {
                let fault = Fault::spanning(0..3, Message::new("byte-order-mark"));
                Err((source(text), fault.hint(Message::new("save-without-mark"))))
            }
            Ok(text) => Ok(source(text)),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
                let fault = Fault::spanning(at..at, Message::new("not-utf-8"));
                Err((source(text), fault.hint(Message::new("save-as-utf-8"))))
            }
        }
    }

    /// The syntax tree of strict JSON (no comments, no trailing commas).
    pub fn parse(&self) -> Result<Node<'_>, Fault> {
        let strict = ParseOptions {
            allow_comments: false,
            allow_loose_object_property_names: false,
            allow_trailing_commas: false,
            allow_missing_commas: false,
            allow_single_quoted_strings: false,
            allow_hexadecimal_numbers: false,
            allow_unary_plus_numbers: false,
            allow_bare_decimal_point_numbers: false,
            allow_non_finite_numbers: false,
            allow_extended_string_escapes: false,
        };
        match parse_to_ast(&self.text, &CollectOptions::default(), &strict) {
            Ok(result) => result
                .value
                .ok_or_else(|| Fault::spanning(0..0, Message::new("empty-file"))),
            Err(error) => {
                let range = error.range();
                let reason = Message::new("not-json").with("reason", error.kind().to_string());
                Err(Fault::spanning(range.start..range.end, reason)
                    .hint(Message::new("strict-json")))
            }
        }
    }

    /// Line and column of a byte offset, both from 1; columns count characters, not bytes.
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let before = &self.text.as_bytes()[..offset.min(self.text.len())];
        let start = before
            .iter()
            .rposition(|&byte| byte == b'\n')
            .map_or(0, |at| at + 1);
        let line = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
        (
            line,
            String::from_utf8_lossy(&before[start..]).chars().count() + 1,
        )
    }

    /// The faults as a reader sees them: place, line, caret, hint; in the order of the text.
    pub fn explain(&self, faults: &[Fault], lang: Lang) -> String {
        let root = self.parse().ok();
        let mut placed: Vec<_> = faults
            .iter()
            .map(|fault| (span_of(root.as_ref(), fault), fault))
            .collect();
        placed.sort_by_key(|(span, _)| span.start);
        let mut out = String::new();
        for (span, fault) in placed {
            let _ = writeln!(out, "{}", self.explain_one(&span, fault, lang));
        }
        out
    }

    fn explain_one(&self, span: &Range<usize>, fault: &Fault, lang: Lang) -> String {
        let (line, column) = self.line_column(span.start);
        let (shown, caret) = self.offending_line(span);
        let title = fault.message.say(lang, &Ids);
        let pointer = if fault.pointer.is_empty() {
            String::new()
        } else {
            format!("({})", fault.pointer)
        };
        let head = format!("{}:{line}:{column}: {title} {pointer}", self.name);
        let snippet = Snippet::source(shown)
            .line_start(line)
            .annotation(AnnotationKind::Primary.span(caret));
        let mut group = Group::with_title(
            Level::ERROR
                .with_name(Some(error_word(lang)))
                .primary_title(head.trim_end()),
        );
        group = group.element(snippet);
        let hint = fault.hint.as_ref().map(|hint| hint.say(lang, &Ids));
        if let Some(hint) = &hint {
            group = group.element(
                Level::HELP
                    .with_name(Some(hint_word(lang)))
                    .message(hint.as_str()),
            );
        }
        Renderer::plain().render(&[group])
    }

    /// The line that holds the start of a span, cut to what fits, and the span within it.
    fn offending_line(&self, span: &Range<usize>) -> (String, Range<usize>) {
        let text = &self.text;
        let start = (0..=span.start.min(text.len()))
            .rev()
            .find(|&at| text.is_char_boundary(at))
            .unwrap_or(0);
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let before: String = text[line_start..start]
            .chars()
            .rev()
            .take(SHOWN / 2)
            .collect();
        let before: String = before.chars().rev().collect();
        let after: String = text[start..line_end]
            .trim_end()
            .chars()
            .take(SHOWN)
            .collect();
        let width = span.end.saturating_sub(span.start).min(after.len());
        let width = (width..=after.len())
            .find(|&at| after.is_char_boundary(at))
            .unwrap_or(after.len());
        let caret =
            before.len()..before.len() + width.max(usize::from(!after.is_empty() && width > 0));
        (clean(&(before + &after)), caret)
    }
}

fn span_of(root: Option<&Node<'_>>, fault: &Fault) -> Range<usize> {
    let found = root.and_then(|root| span_at(root, &fault.pointer, fault.place));
    fault.span.clone().or(found).unwrap_or(0..0)
}

/// Control characters would move the caret or the terminal: each becomes one space of its length.
fn clean(line: &str) -> String {
    line.chars()
        .flat_map(|c| {
            if c.is_control() {
                vec![' '; c.len_utf8()]
            } else {
                vec![c]
            }
        })
        .collect()
}

fn error_word(lang: Lang) -> &'static str {
    crate::message::words("error", lang)
}

fn hint_word(lang: Lang) -> &'static str {
    crate::message::words("hint", lang)
}

/// The byte range of the key or value that a JSON Pointer names.
pub fn span_at(root: &Node<'_>, pointer: &str, place: Place) -> Option<Range<usize>> {
    let mut node = root;
    let mut key = None;
    for token in pointer.split('/').skip(1) {
        let token = token.replace("~1", "/").replace("~0", "~");
        key = None;
        node = match node {
            Node::Object(object) => {
                let member = last_member(object, &token)?;
                key = Some(member.name.range());
                &member.value
            }
            Node::Array(array) => array.elements.get(token.parse::<usize>().ok()?)?,
            _ => return None,
        };
    }
    let range = if place == Place::Key {
        key.unwrap_or_else(|| node.range())
    } else {
        node.range()
    };
    Some(range.start..range.end)
}

fn last_member<'a, 'b>(object: &'b Object<'a>, name: &str) -> Option<&'b ObjectProp<'a>> {
    object
        .properties
        .iter()
        .rev()
        .find(|member| member.name.as_str() == name)
}

/// A JSON Pointer's token with its reserved characters escaped (RFC 6901).
pub fn escape(token: &str) -> String {
    token.replace('~', "~0").replace('/', "~1")
}
