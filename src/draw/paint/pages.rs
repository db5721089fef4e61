//! Sheets on paper: what does not fit on one page goes on on the next, folded, and never in smaller type.

use super::{MARGIN, Parts, SPACE, description, foot_lines, title_lines, title_of};
use super::{figures, legend, table, theme, tile};
use crate::draw::fold::{Folded, Letters, fold};
use crate::draw::geometry::{Direction, Point};
use crate::draw::layout::Placed;
use crate::draw::layout::form::SMALL_SIZE;
use crate::draw::paper::{BORDER, Paper};
use crate::draw::scene::{Anchor, Item, Scene, bold, text};
use crate::draw::sheet::Sheet;
use crate::draw::text::{clean, fit};
use crate::draw::words;

/// Sheets on pages, and how large they are printed.
#[derive(Debug, Clone, PartialEq)]
pub struct Pages {
    /// The pages.
    pub scenes: Vec<Scene>,
    /// Points to a pixel.
    pub scale: f64,
}

/// Space between tiles, in which their signs can be told apart.
const BETWEEN: f64 = 16.0;
/// Font size of the title on all pages but the first.
const RUNNING: f64 = 13.0;
/// Height of the title of one of several diagrams.
const HEADING: f64 = 22.0;
/// Line distance of the foot.
const FOOT_LEAD: f64 = 13.0;
/// Room for the number of the page.
const PAGE_NUMBER: f64 = 120.0;

/// Placed sheets on paper: as few pages as type of [`LEAST_TYPE`](crate::draw::paper::LEAST_TYPE) permits, on these as
/// few tiles, and then the largest type that fits.
pub fn pages(placed: &[&Placed], parts: Parts, paper: Paper) -> Pages {
    let mut best = Pages {
        scenes: Vec::new(),
        scale: Paper::LEAST_SCALE,
    };
    let mut fewest = (usize::MAX, usize::MAX);
    for scale in Paper::scales().filter(|_| !placed.is_empty()) {
        let (scenes, tiles) = Pager::new(placed, paper, scale).all(placed, parts);
        let needed = (scenes.len(), tiles);
        if needed <= fewest {
            fewest = needed;
            best = Pages { scenes, scale };
        }
    }
    best
}

/// Fills pages from top to bottom. All lengths are pixels, the upper left corner of the paper being (0, 0).
struct Pager<'a> {
    sheet: &'a Sheet,
    /// Stands on every page but the first, which has a larger title of its own.
    title: String,
    /// Width and height.
    paper: (f64, f64),
    border: f64,
    foot: Vec<String>,
    /// Where the foot begins.
    bottom: f64,
    pages: Vec<Vec<Item>>,
    /// Where the next part goes, on the last page.
    x: f64,
    y: f64,
    /// Lower end of what stands side by side at this height.
    low: f64,
}

impl<'a> Pager<'a> {
    fn new(placed: &[&'a Placed], paper: Paper, scale: f64) -> Self {
        let sheet = &placed[placed.len() - 1].sheet;
        let border = (BORDER / scale).max(MARGIN);
        let (width, height) = (paper.width / scale, paper.height / scale);
        let title = title_of(placed);
        let foot = foot_lines(sheet, width - 2.0 * border - PAGE_NUMBER);
        Self {
            sheet,
            title: clean(&format!("{} {}", title.main, title.second)),
            paper: (width, height),
            border,
            bottom: height - border - foot.len().max(1) as f64 * FOOT_LEAD - SPACE,
            foot,
            pages: vec![Vec::new()],
            x: border,
            y: border,
            low: border,
        }
    }

    fn room(&self) -> f64 {
        self.paper.0 - 2.0 * self.border
    }

    /// Height that is left on this page.
    fn left(&self) -> f64 {
        self.bottom - self.y
    }

    /// Height of a page that is not the first.
    fn whole(&self) -> f64 {
        self.bottom - self.border - RUNNING - SPACE
    }

    fn put(&mut self, page: usize, items: impl IntoIterator<Item = Item>, x: f64, y: f64) {
        for mut item in items {
            item.shift(x, y);
            self.pages[page].push(item);
        }
    }

    fn turn(&mut self) {
        let line = fit(&self.title, RUNNING, self.room() / 1.05);
        let at = Point {
            x: self.border,
            y: self.border + RUNNING,
        };
        self.pages
            .push(vec![bold(at, Anchor::Start, RUNNING, theme::INK, &line)]);
        self.x = self.border;
        self.y = self.border + RUNNING + SPACE;
        self.low = self.y;
    }

    /// Ends what stands side by side.
    fn below(&mut self) {
        self.x = self.border;
        self.y = self.low;
    }

    /// Places a part below all others, on a new page if it does not fit here.
    fn add(&mut self, (items, height): (Vec<Item>, f64)) {
        if items.is_empty() {
            return;
        }
        self.below();
        if height > self.left() && self.left() < self.whole() {
            self.turn();
        }
        self.put(self.pages.len() - 1, items, self.border, self.y);
        self.y += height + SPACE;
        self.low = self.y;
    }

    fn all(mut self, placed: &[&Placed], parts: Parts) -> (Vec<Scene>, usize) {
        let room = self.room();
        self.add(title_lines(&title_of(placed), room));
        if parts.figures {
            self.add(figures::figures(self.sheet, room));
        }
        let mut letters = Letters::after(placed);
        let folded: Vec<Folded> = placed
            .iter()
            .map(|one| self.fold(one, &mut letters))
            .collect();
        let tiles = folded.iter().map(|folded| folded.tiles.len()).sum();
        let cut = folded
            .iter()
            .flat_map(|folded| &folded.tiles)
            .any(|tile| !tile.connectors.is_empty());
        // A first page on which no diagram fits has room for what explains it.
        let early = folded
            .first()
            .zip(placed.first())
            .is_some_and(|(folded, placed)| {
                let first = folded.tiles.first();
                first.is_some_and(|one| {
                    tile::size(placed.direction, folded, one).1 + HEADING > self.left()
                })
            });
        if early && parts.legend {
            self.explain(placed, cut);
        }
        for (one, folded) in placed.iter().zip(&folded) {
            self.diagram(one, folded, placed.len() > 1);
        }
        if parts.table && parts.legend && self.table_beside(placed) {
            self.explain(placed, cut);
            return (self.finish(placed), tiles);
        }
        if parts.legend && !early {
            self.explain(placed, cut);
        }
        if parts.table {
            self.table();
        }
        (self.finish(placed), tiles)
    }

    /// The legend and the open questions.
    fn explain(&mut self, placed: &[&Placed], cut: bool) {
        let room = self.room();
        self.add(legend::legend(placed, room, cut));
        for question in legend::questions(self.sheet, room.min(1100.0)) {
            self.add(question);
        }
    }

    fn fold(&self, placed: &Placed, letters: &mut Letters) -> Folded {
        match placed.direction {
            Direction::LeftRight => fold(placed, |_| self.room(), self.whole() - HEADING, letters),
            Direction::TopDown => {
                let side_by_side = ((self.room() + BETWEEN) / (placed.width + BETWEEN))
                    .floor()
                    .max(1.0);
                let (first, other) = (self.left() - HEADING, self.whole() - HEADING);
                let first = if first < other / 3.0 { other } else { first };
                let along = |row: usize| {
                    if (row as f64) < side_by_side {
                        first
                    } else {
                        other
                    }
                };
                fold(placed, along, self.room(), letters)
            }
        }
    }

    /// A diagram in tiles: one below the other where it runs left to right, side by side where it runs down.
    fn diagram(&mut self, placed: &Placed, folded: &Folded, headed: bool) {
        let tiles = folded.tiles.iter().enumerate();
        let down = placed.direction == Direction::TopDown;
        // Tiles side by side keep their upper edges level, so all of them leave room for the heading.
        let room = |at: usize| {
            if headed && (at == 0 || down) {
                HEADING
            } else {
                0.0
            }
        };
        let sizes: Vec<(f64, f64)> = tiles
            .map(|(at, one)| {
                let (w, h) = tile::size(placed.direction, folded, one);
                (w, h + room(at))
            })
            .collect();
        // All places are known before the signs are drawn, which name pages.
        let places: Vec<_> = sizes
            .iter()
            .map(|&size| self.place(placed.direction, size))
            .collect();
        let page: Vec<usize> = places.iter().map(|(page, ..)| page + 1).collect();
        for (at, (on, x, y)) in places.into_iter().enumerate() {
            if at == 0 && headed {
                let heading = heading(&placed.sheet, sizes[0].0.max(300.0));
                self.put(on, [heading], x, y);
            }
            self.put(on, [tile::tile(placed, folded, at, &page)], x, y + room(at));
        }
    }

    /// Finds a place for a tile: page and upper left corner.
    fn place(&mut self, direction: Direction, (w, h): (f64, f64)) -> (usize, f64, f64) {
        let beside = direction == Direction::TopDown && self.x > self.border;
        if beside && self.x + w > self.border + self.room() + 0.5
            || direction == Direction::LeftRight
        {
            self.below();
        }
        if self.y + h > self.bottom + 0.5 && self.left() < self.whole() {
            self.turn();
        }
        let place = (self.pages.len() - 1, self.x, self.y);
        self.low = self.low.max(self.y + h + BETWEEN);
        match direction {
            Direction::LeftRight => self.below(),
            Direction::TopDown => self.x += w + BETWEEN,
        }
        place
    }

    /// Puts the table beside the last tiles of a sheet that runs down, if all of it fits there.
    fn table_beside(&mut self, placed: &[&Placed]) -> bool {
        let down = placed
            .last()
            .is_some_and(|last| last.direction == Direction::TopDown);
        let (items, wide, _) = table::beside(self.sheet, self.left());
        let fits = down
            && self.x > self.border
            && !items.is_empty()
            && self.x + wide <= self.border + self.room();
        if fits {
            let (x, y) = (self.x, self.y);
            self.put(self.pages.len() - 1, items, x, y);
            self.low = self.bottom;
        }
        fits
    }

    /// The step table below all else, or on as many pages as it needs.
    fn table(&mut self) {
        self.below();
        let room = self.room();
        let (items, _, height) = table::below(self.sheet, room);
        if height <= self.left() || height <= self.whole() {
            return self.add((items, height));
        }
        for (items, wide, high) in table::blocks(self.sheet, self.whole()) {
            let (page, x, y) = self.place(Direction::TopDown, (wide, high));
            self.put(page, items, x, y);
        }
    }

    /// The pages with their feet.
    fn finish(mut self, placed: &[&Placed]) -> Vec<Scene> {
        let (width, height) = self.paper;
        let count = self.pages.len();
        let pages = std::mem::take(&mut self.pages);
        let mut out = Vec::new();
        for (number, mut items) in pages.into_iter().enumerate() {
            let page = words::page(self.sheet.lang, number as u32 + 1, count as u32);
            let top = self.bottom + SPACE;
            let line = |x: f64, at: usize, anchor: Anchor, line: &str| {
                let y = top + 10.0 + at as f64 * FOOT_LEAD;
                text(Point { x, y }, anchor, SMALL_SIZE, theme::GREY, line)
            };
            items.push(line(width - self.border, 0, Anchor::End, &page));
            let lines = self.foot.iter().enumerate();
            items.extend(lines.map(|(at, words)| line(self.border, at, Anchor::Start, words)));
            out.push(Scene {
                width,
                height,
                lang: self.sheet.lang.tag(),
                title: self.title.clone(),
                desc: if number == 0 {
                    description(placed)
                } else {
                    page
                },
                items,
            });
        }
        out
    }
}

/// The title of one of several diagrams.
fn heading(sheet: &Sheet, room: f64) -> Item {
    let line = clean(&format!("{} {}", sheet.title.main, sheet.title.second));
    let line = fit(&line, 14.0, room / 1.05);
    let at = Point { x: 0.0, y: 14.0 };
    bold(at, Anchor::Start, 14.0, theme::INK, &line)
}
