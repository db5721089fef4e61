//! The page for those who read one page: from what to what, and what has to be asked first.

use super::geometry::{Point, Rect};
use super::layout::form::SMALL_SIZE;
use super::paint::theme;
use super::scene::{Anchor, Colour, Group, Item, Scene, Style, bold, line, text};
use super::sheet::Lang;
use super::text::{fit, width, wrap};

/// One figure, in words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Big {
    /// What is counted or measured.
    pub label: String,
    /// Now.
    pub before: String,
    /// After what is sure.
    pub after: String,
    /// If every question is answered yes, with the words for that; empty where that changes nothing.
    pub if_yes: String,
}

/// A question on the agenda.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Matter {
    /// `?1`
    pub number: String,
    /// The question.
    pub text: String,
    /// What an answer unlocks.
    pub unlocks: String,
}

/// What the page says, all in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The language.
    pub lang: Lang,
    /// The name of the procedure.
    pub title: String,
    /// What the page is.
    pub subtitle: String,
    /// Figures in large type.
    pub large: Vec<Big>,
    /// Figures below them.
    pub small: Vec<Big>,
    /// The heading above the questions.
    pub agenda_title: String,
    /// The questions, the one that unlocks most first.
    pub agenda: Vec<Matter>,
    /// Where questions go that the page has no room for.
    pub more: String,
    /// Where it all comes from.
    pub foot: Vec<String>,
}

/// A4 upright, in pixels.
const PAGE: (f64, f64) = (793.7, 1122.5);
const BORDER: f64 = 48.0;
const GAP: f64 = 14.0;
/// The smallest type of a figure.
const SMALLEST: u32 = 11;

/// The page, of the size of A4 at 96 dots to an inch.
pub fn scene(summary: &Summary) -> Scene {
    let room = PAGE.0 - 2.0 * BORDER;
    let foot = summary.foot.iter();
    let foot: Vec<String> = foot
        .flat_map(|entry| wrap(entry, SMALL_SIZE, room, 3).lines)
        .collect();
    let bottom = PAGE.1 - BORDER - foot.len() as f64 * 13.0;
    let mut items = Vec::new();
    let mut y = BORDER;
    for title in wrap(&summary.title, 24.0, room / 1.05, 2).lines {
        items.push(heavy((BORDER, y + 24.0), 24.0, theme::INK, &title));
        y += 32.0;
    }
    items.push(plain(
        (BORDER, y + 13.0),
        13.0,
        theme::GREY,
        &summary.subtitle,
    ));
    y = figures(summary, room, y + 34.0, &mut items);
    agenda(summary, room, (y + 14.0, bottom - 20.0), &mut items);
    for (at, words) in foot.iter().enumerate() {
        let at = (BORDER, bottom + 10.0 + at as f64 * 13.0);
        items.push(plain(at, SMALL_SIZE, theme::GREY, words));
    }
    Scene {
        width: PAGE.0,
        height: PAGE.1,
        lang: summary.lang.tag(),
        title: summary.title.clone(),
        desc: description(summary),
        items,
    }
}

fn plain((x, y): (f64, f64), size: f64, colour: Colour, words: &str) -> Item {
    text(Point { x, y }, Anchor::Start, size, colour, words)
}

fn heavy((x, y): (f64, f64), size: f64, colour: Colour, words: &str) -> Item {
    bold(Point { x, y }, Anchor::Start, size, colour, words)
}

/// The figures from a height on, two in a row; returns where they end.
fn figures(summary: &Summary, room: f64, mut y: f64, items: &mut Vec<Item>) -> f64 {
    let wide = (room - GAP) / 2.0;
    for (figures, h, largest) in [(&summary.large, 132.0, 36), (&summary.small, 92.0, 22)] {
        for (at, big) in figures.iter().enumerate() {
            let frame = Rect {
                x: BORDER + (at % 2) as f64 * (wide + GAP),
                y: y + (at / 2) as f64 * (h + GAP),
                w: wide,
                h,
            };
            items.push(tile(big, frame, largest));
        }
        y += figures.len().div_ceil(2) as f64 * (h + GAP);
    }
    y
}

/// One figure in its frame, in type of at most a size.
fn tile(big: &Big, frame: Rect, largest: u32) -> Item {
    let (left, room) = (frame.x + 14.0, frame.w - 28.0);
    let edge = Style::stroke(theme::BORDER, 1.0).filled(theme::LANES[0]);
    let mut items = vec![Item::Rect(frame, 6.0, edge)];
    let label = fit(&big.label, 13.0, room / 1.05);
    items.push(heavy((left, frame.y + 24.0), 13.0, theme::GREY, &label));
    let middle = frame.y + frame.h / 2.0 + 3.0;
    items.extend(values(big, (left, middle), room, largest));
    if !big.if_yes.is_empty() {
        let words = fit(&big.if_yes, 12.0, room);
        items.push(plain(
            (left, frame.bottom() - 12.0),
            12.0,
            theme::GREY,
            &words,
        ));
    }
    Item::Group(Group {
        role: "figure",
        items,
        ..Group::default()
    })
}

/// `before → after` as large as the room permits; one value where nothing changes.
fn values(big: &Big, (left, middle): (f64, f64), room: f64, largest: u32) -> Vec<Item> {
    let same = big.before == big.after;
    let gap = |size: f64| if same { 0.0 } else { 1.6 * size };
    let needs = |size: f64| {
        let after = if same { 0.0 } else { width(&big.after, size) };
        (width(&big.before, size) + after) * 1.05 + gap(size)
    };
    let mut sizes = (SMALLEST..=largest).rev().map(f64::from);
    let fitting = sizes.find(|&size| needs(size) <= room);
    let size = fitting.unwrap_or(f64::from(SMALLEST));
    let share = if fitting.is_some() || same {
        room
    } else {
        (room - gap(size)) / 2.0
    };
    let base = middle + size * 0.36;
    let before = fit(&big.before, size, share / 1.05);
    let mut items = vec![heavy((left, base), size, theme::INK, &before)];
    if same {
        return items;
    }
    let x = left + width(&before, size) * 1.05 + 0.35 * size;
    let (y, long, tip) = (base - size * 0.34, 0.9 * size, size * 0.25);
    let style = Style::stroke(theme::GREY, (size / 14.0).max(1.2));
    let head = [(long - tip, -tip), (long, 0.0), (long - tip, tip)];
    items.push(line(Point { x, y }, &[(0.0, 0.0), (long, 0.0)], style));
    items.push(line(Point { x, y }, &head, style));
    let after = fit(&big.after, size, share / 1.05);
    items.push(heavy(
        (x + long + 0.35 * size, base),
        size,
        theme::BRANCH,
        &after,
    ));
    items
}

/// The questions that fit between two heights.
fn agenda(summary: &Summary, room: f64, (mut y, bottom): (f64, f64), items: &mut Vec<Item>) {
    if summary.agenda.is_empty() {
        return;
    }
    items.push(heavy(
        (BORDER, y + 15.0),
        15.0,
        theme::INK,
        &summary.agenda_title,
    ));
    y += 28.0;
    for (at, matter) in summary.agenda.iter().enumerate() {
        let lines = wrap(&matter.text, 12.0, room - 150.0, 3).lines;
        let height = lines.len().max(1) as f64 * 16.0 + 8.0;
        let more = at + 1 < summary.agenda.len();
        if y + height + if more { 18.0 } else { 0.0 } > bottom {
            items.push(plain((BORDER, y + 12.0), 12.0, theme::GREY, &summary.more));
            return;
        }
        let base = y + 12.0;
        items.push(heavy((BORDER, base), 12.0, theme::INK, &matter.number));
        for (at, words) in lines.iter().enumerate() {
            let at = (BORDER + 32.0, base + at as f64 * 16.0);
            items.push(plain(at, 12.0, theme::INK, words));
        }
        let unlocks = fit(&matter.unlocks, SMALL_SIZE, 112.0);
        let x = BORDER + room - width(&unlocks, SMALL_SIZE);
        items.push(plain((x, base), SMALL_SIZE, theme::GREY, &unlocks));
        y += height;
        let thin = Style::stroke(theme::BORDER, 0.6);
        items.push(line(
            Point {
                x: BORDER,
                y: y - 4.0,
            },
            &[(0.0, 0.0), (room, 0.0)],
            thin,
        ));
    }
}

fn description(summary: &Summary) -> String {
    let figures = summary.large.iter().chain(&summary.small);
    let figures = figures.map(|big| format!("{}: {} → {}", big.label, big.before, big.after));
    let agenda = summary.agenda.iter();
    let agenda = agenda.map(|matter| format!("{} {}", matter.number, matter.text));
    figures.chain(agenda).collect::<Vec<_>>().join("; ")
}
