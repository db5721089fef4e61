//! Strict JSON (RFC 8259) in one pass, without a copy of what can be borrowed.
//!
//! Numbers stay as they are written, keys that stand twice stay both, and every value knows its place. What is no JSON
//! ends the pass without a word: `syntax` finds the words.

use super::node::{Arena, Bytes, Kind, Member, Node};

/// The most brackets and members around a value.
const MAX_DEPTH: usize = 512;

/// The tree of a text; nothing where it is not strict JSON, or too deep.
pub(super) fn tree<'a>(text: &'a str, arena: &'a Arena) -> Option<Node<'a>> {
    let mut scanner = Scanner {
        text,
        arena,
        at: 0,
        // No list has more elements than there are commas, and one: a long one is not moved while it grows.
        elements: Vec::with_capacity(commas(text) + 1),
        members: Vec::new(),
    };
    let root = scanner.value(0)?;
    scanner.blanks();
    (scanner.at == text.len()).then_some(root)
}

/// How many commas a text has, counted in pieces of which a byte holds the count: many are compared at once then.
fn commas(text: &str) -> usize {
    let counts = text.as_bytes().chunks(255).map(|piece| {
        let commas = piece.iter().map(|byte| u8::from(*byte == b','));
        usize::from(commas.sum::<u8>())
    });
    counts.sum()
}

struct Scanner<'a> {
    text: &'a str,
    /// Where the lists and objects go that have been read to their end.
    arena: &'a Arena,
    /// How many bytes have been read.
    at: usize,
    /// The elements so far of all open lists, those of the innermost last.
    elements: Vec<Node<'a>>,
    /// The members so far of all open objects, those of the innermost last.
    members: Vec<Member<'a>>,
}

impl<'a> Scanner<'a> {
    fn next(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn blanks(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.next() {
            self.at += 1;
        }
    }

    /// Reads a sign, if it stands here.
    fn take(&mut self, sign: u8) -> bool {
        let here = self.next() == Some(sign);
        self.at += usize::from(here);
        here
    }

    /// Reads a value that stands within so many brackets and members, and the blanks before it.
    fn value(&mut self, depth: usize) -> Option<Node<'a>> {
        if depth > MAX_DEPTH {
            return None;
        }
        self.blanks();
        let start = self.at;
        let kind = match self.next()? {
            b'"' => Kind::Text(self.string()?),
            b'{' => Kind::Object(self.object(depth)?),
            b'[' => Kind::List(self.list(depth)?),
            b't' => self.word("true", Kind::Flag(true))?,
            b'f' => self.word("false", Kind::Flag(false))?,
            b'n' => self.word("null", Kind::Null)?,
            _ => Kind::Number(self.number()?),
        };
        let span = Bytes::new(start, self.at);
        Some(Node { kind, span })
    }

    fn word(&mut self, word: &str, kind: Kind<'a>) -> Option<Kind<'a>> {
        let here = self.text.as_bytes()[self.at..].starts_with(word.as_bytes());
        self.at += word.len();
        here.then_some(kind)
    }

    fn list(&mut self, depth: usize) -> Option<&'a [Node<'a>]> {
        let first = self.elements.len();
        self.at += 1;
        self.blanks();
        let mut open = !self.take(b']');
        while open {
            let element = self.value(depth + 1)?;
            self.elements.push(element);
            open = self.goes_on(b']')?;
        }
        let list = self.arena.alloc_slice_copy(&self.elements[first..]);
        self.elements.truncate(first);
        Some(list)
    }

    fn object(&mut self, depth: usize) -> Option<&'a [Member<'a>]> {
        let first = self.members.len();
        self.at += 1;
        self.blanks();
        let mut open = !self.take(b'}');
        while open {
            let member = self.member(depth + 2)?;
            self.members.push(member);
            open = self.goes_on(b'}')?;
        }
        let object = self.arena.alloc_slice_copy(&self.members[first..]);
        self.members.truncate(first);
        Some(object)
    }

    /// Whether another entry follows in a list or object, by the comma or the closing bracket that stands here.
    fn goes_on(&mut self, close: u8) -> Option<bool> {
        self.blanks();
        let more = self.take(b',');
        (more || self.take(close)).then_some(more)
    }

    fn member(&mut self, depth: usize) -> Option<Member<'a>> {
        self.blanks();
        let start = self.at;
        if self.next() != Some(b'"') {
            return None;
        }
        let key = self.string()?;
        let key_span = Bytes::new(start, self.at);
        self.blanks();
        if !self.take(b':') {
            return None;
        }
        let value = self.value(depth)?;
        Some(Member {
            key,
            key_span,
            value,
        })
    }

    /// Reads a text from its opening quotation mark on.
    fn string(&mut self) -> Option<&'a str> {
        let start = self.at;
        let mut escaped = false;
        self.at += 1;
        loop {
            self.at += plain(&self.text.as_bytes()[self.at..]);
            match self.next()? {
                b'"' => break,
                b'\\' => {
                    escaped = true;
                    // What is escaped is looked at when it is resolved.
                    self.at = self.text.len().min(self.at + 2);
                }
                _ => return None,
            }
        }
        self.at += 1;
        if escaped {
            let resolved: String = serde_json::from_str(&self.text[start..self.at]).ok()?;
            return Some(self.arena.alloc_str(&resolved));
        }
        Some(&self.text[start + 1..self.at - 1])
    }

    fn number(&mut self) -> Option<&'a str> {
        let start = self.at;
        self.take(b'-');
        if !self.take(b'0') {
            self.digits()?;
        }
        if self.take(b'.') {
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.next() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.next() {
                self.at += 1;
            }
            self.digits()?;
        }
        Some(&self.text[start..self.at])
    }

    /// Reads one digit or more.
    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.next() {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }
}

/// How many bytes of a text come before one that is a quotation mark, a backslash or a control character.
fn plain(bytes: &[u8]) -> usize {
    let (words, rest) = bytes.as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        let special = special(u64::from_le_bytes(*word));
        if special != 0 {
            return index * 8 + special.trailing_zeros() as usize / 8;
        }
    }
    let special = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..=0x1f);
    bytes.len() - rest.len() + rest.iter().position(special).unwrap_or(rest.len())
}

/// Eight bytes at once: the lowest bit that is set is the highest of the first byte that is special.
fn special(word: u64) -> u64 {
    const ONES: u64 = u64::MAX / 0xff;
    // What a subtraction borrows reaches bytes behind the first special one only.
    let below = |word: u64, bound: u64| word.wrapping_sub(ONES * bound) & !word;
    let is = |byte: u8| below(word ^ (ONES * u64::from(byte)), 1);
    (is(b'"') | is(b'\\') | below(word, 0x20)) & (ONES * 0x80)
}
