//! What is wrong with a text that is no strict JSON, in words for people.

use super::node::{Arena, Node};
use super::scan::tree;
use super::{Fault, Source};
use crate::message::Message;
use jsonc_parser::errors::ParseErrorKind as Kind;
use jsonc_parser::{CollectOptions, ParseOptions, ParseStringErrorKind, parse_to_ast};
use serde::de::IgnoredAny;
use serde_json::error::Category;

impl Source {
    /// The tree of strict JSON (RFC 8259); nothing where the text is none, of which [`Self::syntax_fault`] says why.
    pub fn parse<'a>(&'a self, arena: &'a Arena) -> Option<Node<'a>> {
        tree(&self.text, arena)
    }

    /// Why the text is no strict JSON: a lenient parser knows what people meant, and says so.
    pub fn syntax_fault(&self) -> Fault {
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
        let Err(error) = parse_to_ast(&self.text, &CollectOptions::default(), &strict) else {
            let empty = || Fault::whole(Message::new("empty-file"));
            return self.lenience().unwrap_or_else(empty);
        };
        let range = error.range();
        let (reason, hint) = self
            .sign(range.start)
            .unwrap_or_else(|| reason(error.kind()));
        // An open bracket is told where it stands, not with all that it holds.
        let end = if reason == "json-unclosed" {
            range.start + 1
        } else {
            range.end
        };
        not_json(range.start..end, reason, hint)
    }

    /// What the lenient parser lets pass and JSON does not: control characters in texts, blanks of other scripts,
    /// zeros before a number. Nothing for an empty text.
    fn lenience(&self) -> Option<Fault> {
        let error = serde_json::from_str::<IgnoredAny>(&self.text).err()?;
        if error.classify() == Category::Eof && self.text.trim().is_empty() {
            return None;
        }
        let mut lines = self.text.split_inclusive('\n');
        let before: usize = lines.by_ref().take(error.line() - 1).map(str::len).sum();
        // The column is that of the byte read last, from 1, or for control characters of the one before.
        let place = |column: usize| {
            let at = self.text.floor_char_boundary(before + column);
            (
                at,
                self.text[at..]
                    .chars()
                    .next()
                    .filter(char::is_ascii_control),
            )
        };
        let (last, next) = (
            place(error.column().saturating_sub(1)),
            place(error.column()),
        );
        let (at, reason, hint) = match (next, last) {
            ((at, Some(_)), _) | (_, (at, Some(_))) => (at, "json-control", None),
            (_, (at, None)) => {
                let (reason, hint) = self.sign(at).unwrap_or(("json-unexpected", None));
                (at, reason, hint)
            }
        };
        let end = at + self.text[at..].chars().next().map_or(0, char::len_utf8);
        Some(not_json(at..end, reason, hint))
    }

    /// What is known from the sign at a place alone.
    fn sign(&self, at: usize) -> Option<Reason> {
        let at = self.text.floor_char_boundary(at);
        let sign = self.text[at..].chars().next()?;
        match sign {
            '“' | '”' | '‘' | '’' | '「' | '」' | '＂' => {
                Some(("json-word", Some("json-quotes-hint")))
            }
            '，' | '：' | '｛' | '｝' | '［' | '］' | '、' | '；' => {
                Some(("json-wide", Some("json-wide-hint")))
            }
            '0'..='9' if self.text[..at].ends_with(|c: char| c.is_ascii_digit()) => {
                Some(("json-number", None))
            }
            _ if sign.is_alphabetic() && !self.text[..at].ends_with('"') => {
                Some(("json-word", Some("json-quotes-hint")))
            }
            _ if sign.is_whitespace() && !sign.is_ascii() => {
                Some(("json-wide", Some("json-wide-hint")))
            }
            _ => None,
        }
    }
}

/// What is wrong and what to do, as keys of the catalogue.
type Reason = (&'static str, Option<&'static str>);

fn not_json(
    span: std::ops::Range<usize>,
    reason: &'static str,
    hint: Option<&'static str>,
) -> Fault {
    let message = Message::new("not-json").with("reason", Message::new(reason));
    let fault = Fault::spanning(span, message);
    match hint {
        Some(hint) => fault.hint(Message::new(hint)),
        None => fault,
    }
}

/// The parser's word as a key of the catalogue, with a hint where one helps.
fn reason(kind: &Kind) -> Reason {
    match kind {
        Kind::CommentsNotAllowed | Kind::UnterminatedCommentBlock => {
            ("json-comment", Some("json-comment-hint"))
        }
        Kind::TrailingCommasNotAllowed => ("json-last-comma", Some("json-last-comma-hint")),
        Kind::ExpectedComma => ("json-comma", None),
        Kind::ExpectedColonAfterObjectKey => ("json-colon", None),
        Kind::ExpectedObjectValue
        | Kind::UnexpectedComma
        | Kind::UnexpectedCloseBrace
        | Kind::UnexpectedCloseBracket => ("json-value", None),
        Kind::ExpectedStringObjectProperty | Kind::UnexpectedTokenInObject => {
            ("json-key", Some("json-quotes-hint"))
        }
        Kind::SingleQuotedStringsNotAllowed | Kind::UnexpectedWord => {
            ("json-word", Some("json-quotes-hint"))
        }
        Kind::String(ParseStringErrorKind::UnterminatedStringLiteral) => ("json-open-text", None),
        Kind::String(_) => ("json-escape", Some("json-escape-hint")),
        Kind::MultipleRootJsonValues => ("json-trailing-text", None),
        Kind::UnterminatedArray | Kind::UnterminatedObject => ("json-unclosed", None),
        Kind::NestingDepthExceeded => ("json-depth", None),
        Kind::BareDecimalPointNumbersNotAllowed
        | Kind::ExpectedDigit
        | Kind::ExpectedDigitFollowingNegativeSign
        | Kind::ExpectedPlusMinusOrDigitInNumberLiteral
        | Kind::HexadecimalNumbersNotAllowed
        | Kind::NonFiniteNumbersNotAllowed
        | Kind::UnaryPlusNumbersNotAllowed => ("json-number", None),
        _ => ("json-unexpected", Some("json-unexpected-hint")),
    }
}
