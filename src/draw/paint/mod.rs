//! From placed sheets to a [`Scene`]: title, figures, diagram, table, legend, questions, foot.

mod alone;
mod chips;
mod diagram;
mod figures;
mod glyphs;
mod legend;
mod nodes;
mod pages;
mod table;
pub(super) mod theme;
mod tile;

pub use alone::{diagram_alone, legend_alone};
pub use pages::{Pages, pages};

use super::geometry::{Direction, Point};
use super::layout::Placed;
use super::layout::form::SMALL_SIZE;
use super::scene::{Anchor, Group, Item, Scene, bold, text};
use super::sheet::{Name, Sheet};
use super::text::{clean, width, wrap};
use super::words;

/// White border around everything.
const MARGIN: f64 = 24.0;
/// Space between the parts of a page.
const SPACE: f64 = 12.0;
/// Font size of the title.
const TITLE: f64 = 20.0;
/// Least width of a page's texts.
const NARROWEST: f64 = 560.0;

/// Which parts a page has besides the diagram, its title and its foot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts {
    /// The figures strip.
    pub figures: bool,
    /// The step table.
    pub table: bool,
    /// The legend and the open questions.
    pub legend: bool,
}

impl Default for Parts {
    fn default() -> Self {
        Parts {
            figures: true,
            table: true,
            legend: true,
        }
    }
}

/// One page with one or more placed sheets: left-right sheets one above the other, top-down
/// sheets side by side. Figures, table, questions and foot are those of the last sheet.
pub fn compose(placed: &[&Placed], parts: Parts) -> Scene {
    let Some(last) = placed.last() else {
        return Scene::default();
    };
    let sheet = &last.sheet;
    let title = title_of(placed);
    let (diagrams, wide, high) = diagrams(placed);
    let (table, table_width, table_height) = table(last, wide, high, parts.table);
    let beside = last.direction == Direction::TopDown && table_width > 0.0;
    let room = (if beside {
        wide + SPACE + table_width
    } else {
        wide.max(table_width)
    })
    .max(NARROWEST);
    let mut page = Page {
        items: Vec::new(),
        y: MARGIN,
        widest: room,
    };
    page.add(title_lines(&title, room));
    if parts.figures {
        page.add(figures::figures(sheet, room));
    }
    if beside {
        let mut group = table;
        for item in &mut group {
            item.shift(wide + SPACE, diagram_top(placed));
        }
        page.add((
            [diagrams, group].concat(),
            high.max(table_height + diagram_top(placed)),
        ));
    } else {
        page.add((diagrams, high));
        page.add((table, table_height));
    }
    if parts.legend {
        page.add(legend::legend(placed, room, false));
        for question in legend::questions(sheet, room.min(1100.0)) {
            page.add(question);
            page.y -= SPACE;
        }
        page.y += if sheet.questions.is_empty() {
            0.0
        } else {
            SPACE
        };
    }
    page.foot(sheet, room);
    Scene {
        width: page.widest + 2.0 * MARGIN,
        height: page.y - SPACE + MARGIN,
        lang: sheet.lang.tag(),
        title: clean(&format!("{} {}", title.main, title.second)),
        desc: description(placed),
        items: page.items,
    }
}

/// A page with both sheets has a heading above each, so its own title is neither's.
fn title_of(placed: &[&Placed]) -> Name {
    match placed {
        [one] => one.sheet.title.clone(),
        _ => placed
            .last()
            .map_or_else(Name::default, |last| words::BOTH.name(&last.sheet)),
    }
}

/// The title in large type, from (0, 0) on; and its height.
fn title_lines(title: &Name, room: f64) -> (Vec<Item>, f64) {
    let mut items = Vec::new();
    let mut y = 0.0;
    for line in wrap(&title.main, TITLE, room / 1.05, 2).lines {
        let at = Point {
            x: 0.0,
            y: y + TITLE,
        };
        items.push(bold(at, Anchor::Start, TITLE, theme::INK, &line));
        y += TITLE * 1.3;
    }
    for line in wrap(&title.second, 13.0, room, 2).lines {
        let at = Point {
            x: 0.0,
            y: y + 13.0,
        };
        items.push(text(at, Anchor::Start, 13.0, theme::GREY, &line));
        y += 17.0;
    }
    (items, y)
}

/// The lines of the foot.
fn foot_lines(sheet: &Sheet, room: f64) -> Vec<String> {
    let entries = sheet.foot.iter();
    entries
        .flat_map(|entry| wrap(entry, SMALL_SIZE, room, 3).lines)
        .collect()
}

/// Height of the headings above the diagrams of a page with several.
fn diagram_top(placed: &[&Placed]) -> f64 {
    if placed.len() > 1 { 26.0 } else { 0.0 }
}

/// The diagrams, their headings above them when there are several; with width and height.
fn diagrams(placed: &[&Placed]) -> (Vec<Item>, f64, f64) {
    let top = diagram_top(placed);
    let (mut items, mut wide, mut high) = (Vec::new(), 0.0_f64, 0.0_f64);
    for one in placed {
        let (x, y) = match one.direction {
            _ if items.is_empty() => (0.0, 0.0),
            Direction::LeftRight => (0.0, high + SPACE),
            Direction::TopDown => (wide + SPACE, 0.0),
        };
        let mut group = Item::Group(Group {
            role: "diagram",
            items: diagram::diagram(one),
            ..Group::default()
        });
        group.shift(x, y + top);
        if top > 0.0 {
            let line = clean(&format!(
                "{} {}",
                one.sheet.title.main, one.sheet.title.second
            ));
            let fitted = super::text::fit(&line, 14.0, one.width.max(200.0) / 1.05);
            items.push(bold(
                Point { x, y: y + 16.0 },
                Anchor::Start,
                14.0,
                theme::INK,
                &fitted,
            ));
        }
        items.push(group);
        wide = wide.max(x + one.width);
        high = high.max(y + top + one.height);
    }
    (items, wide, high)
}

fn table(last: &Placed, wide: f64, high: f64, wanted: bool) -> (Vec<Item>, f64, f64) {
    match last.direction {
        _ if !wanted => (Vec::new(), 0.0, 0.0),
        Direction::TopDown => table::beside(&last.sheet, high.max(400.0)),
        Direction::LeftRight => table::below(&last.sheet, wide.max(NARROWEST)),
    }
}

/// What the picture shows, in words: for each sheet its title and its steps in file order.
fn description(placed: &[&Placed]) -> String {
    let mut out = Vec::new();
    for one in placed {
        out.push(clean(&format!(
            "{} {}:",
            one.sheet.title.main, one.sheet.title.second
        )));
        for node in one
            .sheet
            .nodes
            .iter()
            .filter(|node| !node.shape.is_gateway())
            .take(200)
        {
            let change = node
                .change
                .map(|change| words::change(change).in_lang(one.sheet.lang))
                .unwrap_or_default();
            let step = clean(&format!(
                "{} {} {} {change}",
                node.number, node.name.main, node.duration
            ));
            out.push(format!("{step};"));
        }
    }
    out.join(" ")
}

/// A page that grows downwards.
struct Page {
    items: Vec<Item>,
    y: f64,
    widest: f64,
}

impl Page {
    fn add(&mut self, (items, height): (Vec<Item>, f64)) {
        if items.is_empty() {
            return;
        }
        for mut item in items {
            item.shift(MARGIN, self.y);
            self.items.push(item);
        }
        self.y += height + SPACE;
    }

    fn foot(&mut self, sheet: &Sheet, room: f64) {
        let page = sheet
            .page
            .map(|(n, m)| words::page(sheet.lang, n, m))
            .unwrap_or_default();
        let left = room - width(&page, SMALL_SIZE) - SPACE;
        let mut items = Vec::new();
        let mut y = 0.0;
        if !page.is_empty() {
            items.push(text(
                Point { x: room, y: 10.0 },
                Anchor::End,
                SMALL_SIZE,
                theme::GREY,
                &page,
            ));
        }
        for line in foot_lines(sheet, left) {
            let at = Point {
                x: 0.0,
                y: y + 10.0,
            };
            items.push(text(at, Anchor::Start, SMALL_SIZE, theme::GREY, &line));
            y += 13.0;
        }
        self.add((items, y.max(13.0)));
    }
}
