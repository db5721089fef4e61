//! Text that flows over pages: headings, paragraphs, numbered items and tables, set as scenes the size of A4.
//!
//! A paragraph and an item stay on one page unless they are long, a row always; a heading stays with what it heads, and a
//! table repeats its head.

use super::geometry::{Point, Rect};
use super::paint::theme;
use super::scene::{Anchor, Colour, Item, Scene, Style, bold, line, text};
use super::sheet::Lang;
use super::text::{clean, fit, flow, width};
use super::words;

/// How a text is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// As the text that is to be read.
    Plain,
    /// Heavier.
    Strong,
    /// As small print.
    Small,
    /// As small print that no longer holds.
    Struck,
}

/// A text and how it is set; it is broken into lines, and begins on one of its own.
pub type Said = (Tone, String);

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Heads what follows.
    Heading(String),
    /// Texts that belong together.
    Paragraph(Vec<Said>),
    /// The same with a number or a sign before them.
    Item(String, Vec<Said>),
    /// Names of columns, and rows; each row begins with what it is about.
    Table(Vec<String>, Vec<Vec<String>>),
}

/// A whole text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prose {
    /// The language.
    pub lang: Lang,
    /// What stands above it, and in small print on every page.
    pub title: String,
    /// Its parts, in order.
    pub blocks: Vec<Block>,
}

/// A4 upright, in pixels.
const PAGE: (f64, f64) = (793.7, 1122.5);
const BORDER: f64 = 68.0;
/// How far items stand in.
const INSET: f64 = 36.0;
const TITLE: f64 = 24.0;
const HEADING: f64 = 17.0;
/// Of the foot.
const FOOT: f64 = 11.0;
/// Between two blocks.
const GAP: f64 = 7.0;
/// On each side of a cell.
const PAD: f64 = 6.0;
/// What is not higher than this stays on one page.
const TOGETHER: f64 = 300.0;
/// How many lines of what is higher stay together.
const KEPT: usize = 3;

/// A line of the page, or of a row of a table.
struct Strip {
    height: f64,
    /// What is on it, its upper left corner being (0, 0).
    items: Vec<Item>,
}

/// Strips that stay together unless they are many.
struct Lump {
    strips: Vec<Strip>,
    /// Whether it stays with what follows.
    heads: bool,
    /// Repeated above it where it begins a page: the head of its table.
    running: Option<usize>,
}

impl Lump {
    /// Height of what may not be parted at its beginning.
    fn held(&self) -> f64 {
        let height = |count: usize| {
            let strips = self.strips.iter().take(count);
            strips.map(|strip| strip.height).sum::<f64>()
        };
        let whole = height(self.strips.len());
        if whole <= TOGETHER {
            whole
        } else {
            height(KEPT)
        }
    }
}

/// The text on pages.
pub fn scenes(prose: &Prose) -> Vec<Scene> {
    let room = PAGE.0 - 2.0 * BORDER;
    let title = (flow(&prose.title, TITLE, room / 1.05).into_iter())
        .map(|words| strip(0.0, TITLE, TITLE * 1.35, theme::INK, &words, true));
    let mut lumps = vec![Lump {
        strips: title.collect(),
        heads: true,
        running: None,
    }];
    for block in &prose.blocks {
        lump(block, room, &mut lumps);
    }
    let pages = fill(&lumps);
    let count = pages.len() as u32;
    let all = pages.into_iter().zip(1..);
    all.map(|(items, number)| page(prose, items, number, count))
        .collect()
}

/// A page with its foot.
fn page(prose: &Prose, mut items: Vec<Item>, number: u32, count: u32) -> Scene {
    let of = words::page(prose.lang, number, count);
    let y = PAGE.1 - BORDER / 2.0;
    let left = Point { x: BORDER, y };
    let right = Point {
        x: PAGE.0 - BORDER,
        y,
    };
    let room = right.x - left.x - 2.0 * width(&of, FOOT);
    let name = fit(&prose.title, FOOT, room);
    items.push(text(left, Anchor::Start, FOOT, theme::GREY, &name));
    items.push(text(right, Anchor::End, FOOT, theme::GREY, &of));
    Scene {
        width: PAGE.0,
        height: PAGE.1,
        lang: prose.lang.tag(),
        title: clean(&prose.title),
        desc: of,
        items,
    }
}

/// Puts lumps onto pages.
fn fill(lumps: &[Lump]) -> Vec<Vec<Item>> {
    let (top, bottom) = (BORDER, PAGE.1 - BORDER);
    let mut pages: Vec<Vec<Item>> = vec![Vec::new()];
    let mut y = top;
    for (at, lump) in lumps.iter().enumerate() {
        let heads = lumps[at..].iter().take_while(|lump| lump.heads).count();
        let held = lumps[at..].iter().take(heads + 1).map(Lump::held);
        let turns = y > top && y + held.sum::<f64>() > bottom;
        let running = lump.running.filter(|_| turns);
        let strips = running.into_iter().flat_map(|head| &lumps[head].strips);
        if turns {
            pages.push(Vec::new());
            y = top;
        }
        for strip in strips.chain(&lump.strips) {
            if y > top && y + strip.height > bottom {
                pages.push(Vec::new());
                y = top;
            }
            if y <= top && strip.items.is_empty() {
                continue;
            }
            let placed = strip.items.iter().cloned().map(|mut item| {
                item.shift(BORDER, y);
                item
            });
            if let Some(page) = pages.last_mut() {
                page.extend(placed);
            }
            y += strip.height;
        }
    }
    pages
}

fn lump(block: &Block, room: f64, lumps: &mut Vec<Lump>) {
    let mut push = |strips: Vec<Strip>, heads: bool, running: Option<usize>| {
        lumps.push(Lump {
            strips,
            heads,
            running,
        });
        lumps.len() - 1
    };
    match block {
        Block::Heading(words) => {
            let lines = flow(words, HEADING, room / 1.05).into_iter();
            let lines =
                lines.map(|words| strip(0.0, HEADING, HEADING * 1.4, theme::BRANCH, &words, true));
            let above = Strip {
                height: 2.0 * GAP,
                items: Vec::new(),
            };
            push(std::iter::once(above).chain(lines).collect(), true, None);
        }
        Block::Paragraph(said) => {
            push(paragraph(said, 0.0, room), false, None);
        }
        Block::Item(mark, said) => {
            let mut strips = paragraph(said, INSET, room);
            if let Some(first) = strips.first_mut() {
                let (size, lead, colour) = type_of(Tone::Plain);
                let at = Point {
                    x: INSET - 10.0,
                    y: base(size, lead),
                };
                let mark = text(at, Anchor::End, size, colour, &clean(mark));
                first.items.insert(0, mark);
            }
            push(strips, false, None);
        }
        Block::Table(heads, rows) => {
            let head = push(vec![row(heads, room, true)], true, None);
            for cells in rows {
                push(vec![row(cells, room, false)], false, Some(head));
            }
        }
    }
}

/// Size, line distance and colour.
fn type_of(tone: Tone) -> (f64, f64, Colour) {
    match tone {
        Tone::Plain | Tone::Strong => (14.0, 20.0, theme::INK),
        Tone::Small | Tone::Struck => (12.0, 17.0, theme::GREY),
    }
}

/// Where letters stand in a line.
fn base(size: f64, lead: f64) -> f64 {
    f64::midpoint(lead, size) - 0.1 * size
}

fn strip(x: f64, size: f64, lead: f64, colour: Colour, words: &str, is_bold: bool) -> Strip {
    let at = Point {
        x,
        y: base(size, lead),
    };
    let set = if is_bold { bold } else { text };
    Strip {
        height: lead,
        items: vec![set(at, Anchor::Start, size, colour, words)],
    }
}

/// Lines that stand in by some pixels, and the space below them.
fn paragraph(said: &[Said], inset: f64, room: f64) -> Vec<Strip> {
    let mut strips = Vec::new();
    for (tone, words) in said {
        let (size, lead, colour) = type_of(*tone);
        let heavy = *tone == Tone::Strong;
        let wide = (room - inset) / if heavy { 1.05 } else { 1.0 };
        for words in flow(words, size, wide) {
            let mut strip = strip(inset, size, lead, colour, &words, heavy);
            if *tone == Tone::Struck {
                let from = Point {
                    x: inset,
                    y: base(size, lead) - 0.33 * size,
                };
                let style = Style::stroke(colour, 0.8);
                let long = width(&words, size);
                strip
                    .items
                    .push(line(from, &[(0.0, 0.0), (long, 0.0)], style));
            }
            strips.push(strip);
        }
    }
    if let Some(last) = strips.last_mut() {
        last.height += GAP;
    }
    strips
}

/// A row of a table: its first cell is twice as wide as the others.
fn row(cells: &[String], room: f64, is_head: bool) -> Strip {
    let (size, lead, colour) = (12.5, 17.0, theme::INK);
    let wide = room / (cells.len() + 1) as f64;
    let mut items = Vec::new();
    let mut most = 1;
    for (at, words) in cells.iter().enumerate() {
        let (x, w) = match at {
            0 => (0.0, 2.0 * wide),
            at => ((at + 1) as f64 * wide, wide),
        };
        let inside = (w - 2.0 * PAD) / if is_head { 1.05 } else { 1.0 };
        let lines = flow(words, size, inside);
        most = most.max(lines.len());
        for (down, words) in lines.iter().enumerate() {
            let at = Point {
                x: x + PAD,
                y: PAD / 2.0 + base(size, lead) + down as f64 * lead,
            };
            let set = if is_head { bold } else { text };
            items.push(set(at, Anchor::Start, size, colour, words));
        }
    }
    let height = most as f64 * lead + PAD;
    if is_head {
        let behind = Rect {
            x: 0.0,
            y: 0.0,
            w: room,
            h: height,
        };
        items.insert(0, Item::Rect(behind, 0.0, Style::fill(theme::HEADS[0])));
    }
    let below = Point { x: 0.0, y: height };
    let thin = Style::stroke(theme::BORDER, 0.6);
    items.push(line(below, &[(0.0, 0.0), (room, 0.0)], thin));
    Strip { height, items }
}
