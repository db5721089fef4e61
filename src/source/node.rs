//! The values of a text, where each stands, and the way from a JSON Pointer to one of them.

use super::Place;
use std::ops::Range;

/// Where the tree of a text is kept: it goes as a whole, not value by value.
pub type Arena = bumpalo::Bump;

/// A value of a text.
#[derive(Debug, Clone, Copy)]
pub struct Node<'a> {
    /// What it is.
    pub kind: Kind<'a>,
    /// Where it stands.
    pub(super) span: Bytes,
}

/// The kinds of value.
#[derive(Debug, Clone, Copy)]
pub enum Kind<'a> {
    /// A text, its escapes resolved.
    Text(&'a str),
    /// A number as it is written.
    Number(&'a str),
    /// `true` or `false`.
    Flag(bool),
    /// `null`.
    Null,
    /// A list.
    List(&'a [Node<'a>]),
    /// An object: its members in the order of the text, those of one key too.
    Object(&'a [Member<'a>]),
}

/// A member of an object.
#[derive(Debug, Clone, Copy)]
pub struct Member<'a> {
    /// Its key, escapes resolved.
    pub key: &'a str,
    /// Where the key stands.
    pub(super) key_span: Bytes,
    /// Its value.
    pub value: Node<'a>,
}

/// Bytes of a text, which has no more than [`super::MAX_BYTES`] of them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bytes {
    start: u32,
    end: u32,
}

impl Bytes {
    pub(super) fn new(start: usize, end: usize) -> Self {
        Self {
            start: start as u32,
            end: end as u32,
        }
    }
}

impl From<Bytes> for Range<usize> {
    fn from(bytes: Bytes) -> Self {
        bytes.start as usize..bytes.end as usize
    }
}

/// Where a JSON Pointer leads: the pointer as the file has it, and the byte range of its key or value.
///
/// Short forms leave out members and indices that long forms have: those are skipped.
pub fn locate(root: &Node<'_>, pointer: &str, place: Place) -> (String, Range<usize>) {
    let mut node = root;
    let mut written = String::new();
    let mut span = root.span;
    for token in pointer.split('/').skip(1) {
        let name = token.replace("~1", "/").replace("~0", "~");
        let inner = match &node.kind {
            Kind::Object(members) => last_member(members, &name).map(|member| {
                let key = (place == Place::Key).then_some(member.key_span);
                (&member.value, key)
            }),
            Kind::List(elements) => {
                let index = name.parse::<usize>().ok();
                index
                    .and_then(|index| elements.get(index))
                    .map(|element| (element, None))
            }
            _ => None,
        };
        if let Some((inner, key)) = inner {
            node = inner;
            span = key.unwrap_or(inner.span);
            written.push('/');
            written.push_str(token);
        }
    }
    (written, span.into())
}

fn last_member<'a>(members: &'a [Member<'a>], name: &str) -> Option<&'a Member<'a>> {
    members.iter().rev().find(|member| member.key == name)
}

/// A JSON Pointer's token with its reserved characters escaped (RFC 6901).
pub fn escape(token: &str) -> String {
    token.replace('~', "~0").replace('/', "~1")
}
