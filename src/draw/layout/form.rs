//! The form of a node: how large it is and what stands where in it, before it has a place.
//!
//! Everything is relative to the node's centre. A form covers not only the outline but also the
//! question of a gateway and the branch texts right after it, so that the router, which never
//! enters a foreign form, keeps clear of them without knowing them.

use super::labels::{Branch, branch_reach, branches};
use crate::draw::geometry::{Direction, Reach, Rect};
use crate::draw::sheet::{Change, Documents, Mark, Name, Node, Shape, Sheet};
use crate::draw::text::{self, wrap};
use crate::draw::words;

/// Width of a step's box.
pub const STEP_WIDTH: f64 = 156.0;
/// Half the diagonal of a gateway.
pub const GATEWAY_HALF: f64 = 20.0;
/// Font size of names.
pub const NAME_SIZE: f64 = 12.5;
/// Line distance of names.
pub const NAME_LEAD: f64 = 15.0;
/// Font size of second-language names, badges and other small print.
pub const SMALL_SIZE: f64 = 10.0;
/// Line distance of small print.
pub const SMALL_LEAD: f64 = 12.5;
/// Height of a row of chips.
pub const CHIP_ROW: f64 = 16.0;
/// Font size of gateway questions.
pub const QUESTION_SIZE: f64 = 11.0;
/// Line distance of gateway questions.
pub const QUESTION_LEAD: f64 = 13.5;
/// Free space between the outline and a text.
const PAD: f64 = 6.0;
/// Widest gateway question.
const QUESTION_WIDTH: f64 = 78.0;
/// Gap between the number of documents and the sign that some are asked again.
pub(in crate::draw) const AGAIN_GAP: f64 = 3.0;
/// Most lines of the name of a step, a start or an end.
const NAME_LINES: usize = 5;
/// Gap between chips of one row.
const CHIP_GAP: f64 = 5.0;

/// A small piece of information in a box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChipKind {
    /// Step number.
    Number(String),
    /// What happens.
    Mark(Mark),
    /// How many documents, and whether one is asked again.
    Documents(Documents),
    /// Lead time.
    Duration(String),
    /// Change badge with its text.
    Badge(Change, String),
    /// Number of the question that the change hangs on.
    Question(String),
    /// Letter of concurrent siblings.
    Siblings(String),
}

/// A chip and its place, relative to the node's centre.
#[derive(Debug, Clone, PartialEq)]
pub struct Chip {
    /// What it says.
    pub kind: ChipKind,
    /// Where.
    pub rect: Rect,
}

/// A block of lines, relative to the node's centre.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Block {
    /// Lines in the main language.
    pub main: Vec<String>,
    /// Lines in the second language.
    pub second: Vec<String>,
    /// Bounds of all lines.
    pub rect: Rect,
    /// Whether a line was cut, so that the full text must be given elsewhere.
    pub cut: bool,
}

/// The form of a node.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Form {
    /// The outline's bounds.
    pub core: Rect,
    /// Name of a step or end, question of a gateway.
    pub name: Block,
    /// Chips.
    pub chips: Vec<Chip>,
    /// Branch texts after it, one per outgoing flow that has any.
    pub branches: Vec<Branch>,
    /// Whether each outgoing flow is an alternative that needs a side of its own.
    pub splits: bool,
    /// Whether there are more alternatives than sides, so that they leave by a comb.
    pub comb: bool,
    /// Everything together.
    pub reach: Reach,
}

/// Measures every node of a sheet.
pub fn forms(sheet: &Sheet, direction: Direction) -> Vec<Form> {
    let out = super::union::flows_by_source(sheet);
    sheet
        .nodes
        .iter()
        .zip(&out)
        .map(|(node, out)| {
            let mut form = if node.shape.is_gateway() {
                gateway(sheet, node)
            } else {
                boxed(sheet, node)
            };
            branches(sheet, node, out, direction, &mut form);
            settle(&mut form, direction);
            form
        })
        .collect()
}

/// Gives the box a new height (that of the same node on the other sheet, when that is larger).
pub fn stretch(form: &mut Form, w: f64, h: f64, direction: Direction) {
    let grow = (h - form.core.h) / 2.0;
    form.core = Rect {
        x: -w / 2.0,
        y: -h / 2.0,
        w,
        h,
    };
    let top = form.name.rect.y;
    for chip in &mut form.chips {
        chip.rect.y += if chip.rect.y < top { -grow } else { grow };
    }
    settle(form, direction);
}

/// Works out the reach from the parts.
fn settle(form: &mut Form, direction: Direction) {
    let mut reach = direction.reach(&form.core);
    if !form.name.rect.w.eq(&0.0) {
        reach = reach.max(direction.reach(&form.name.rect));
    }
    for chip in &form.chips {
        reach = reach.max(direction.reach(&chip.rect));
    }
    form.reach = reach.max(branch_reach(form, direction));
}

fn chip_width(kind: &ChipKind) -> f64 {
    match kind {
        ChipKind::Number(text) | ChipKind::Duration(text) => text::width(text, SMALL_SIZE),
        ChipKind::Mark(_) => 12.0,
        ChipKind::Documents(documents) => {
            let again = if documents.again > 0 {
                AGAIN_GAP + 11.0 + text::width(&documents.again.to_string(), SMALL_SIZE)
            } else {
                0.0
            };
            11.0 + text::width(&documents.asked.to_string(), SMALL_SIZE) + again
        }
        ChipKind::Badge(_, text) => text::width(text, SMALL_SIZE) + 20.0,
        ChipKind::Question(text) => text::width(text, SMALL_SIZE) + 8.0,
        ChipKind::Siblings(text) => text::width(text, SMALL_SIZE) + 13.0,
    }
}

/// What a node's chips say, in reading order; the badge comes right after the number, so that it
/// stands at the same place in every box.
fn chip_kinds(sheet: &Sheet, node: &Node) -> Vec<ChipKind> {
    let mut kinds = Vec::new();
    if !node.number.is_empty() {
        kinds.push(ChipKind::Number(text::fit(&node.number, SMALL_SIZE, 70.0)));
    }
    if let Some(change) = node.change {
        kinds.push(ChipKind::Badge(change, words::change(change).line(sheet)));
    }
    if let Some(number) = node.question {
        kinds.push(ChipKind::Question(format!("?{number}")));
    }
    kinds.extend(node.marks.iter().take(6).map(|&mark| ChipKind::Mark(mark)));
    if node.documents.asked > 0 || node.documents.again > 0 {
        kinds.push(ChipKind::Documents(node.documents));
    }
    if let Some(letter) = node.siblings {
        kinds.push(ChipKind::Siblings(text::clean(&letter.to_string())));
    }
    if !node.duration.is_empty() {
        kinds.push(ChipKind::Duration(text::fit(
            &node.duration,
            SMALL_SIZE,
            STEP_WIDTH - 2.0 * PAD,
        )));
    }
    kinds
}

/// Packs chips into rows of a given width, the duration at the right end of the first row that
/// has room for it; returns them from (0, 0) on, and the number of rows.
fn pack(kinds: Vec<ChipKind>, width: f64) -> (Vec<Chip>, usize) {
    let mut chips: Vec<Chip> = Vec::new();
    let mut used: Vec<f64> = Vec::new();
    let (last, first): (Vec<_>, Vec<_>) = kinds
        .into_iter()
        .partition(|kind| matches!(kind, ChipKind::Duration(_)));
    let held = last.first().map_or(0.0, |kind| chip_width(kind) + CHIP_GAP);
    for kind in first {
        let w = chip_width(&kind);
        // The first row keeps room for the duration, unless the chip would not fit there anyway.
        let room = |row: usize| if row == 0 { width - held } else { width };
        let row = match used.len() {
            0 => 0,
            rows if used[rows - 1] + w > room(rows - 1) => rows,
            rows => rows - 1,
        };
        if row == used.len() {
            used.push(0.0);
        }
        let rect = Rect {
            x: used[row],
            y: row as f64 * CHIP_ROW,
            w,
            h: CHIP_ROW - 2.0,
        };
        used[row] += w + CHIP_GAP;
        chips.push(Chip { kind, rect });
    }
    for kind in last {
        let w = chip_width(&kind);
        let row = used
            .iter()
            .position(|&used| used + w <= width)
            .unwrap_or(used.len());
        if row == used.len() {
            used.push(0.0);
        }
        chips.push(Chip {
            kind,
            rect: Rect {
                x: width - w,
                y: row as f64 * CHIP_ROW,
                w,
                h: CHIP_ROW - 2.0,
            },
        });
    }
    (chips, used.len())
}

/// The name in both languages, its lines counted from y = 0 and centred on x = 0.
fn name_block(name: &Name, size: f64, lead: f64, width: f64, lines: usize) -> Block {
    let main = wrap(&name.main, size, width, lines);
    let second = wrap(&name.second, SMALL_SIZE, width, 2);
    let widest = (main.lines.iter().map(|line| text::width(line, size)))
        .chain(
            second
                .lines
                .iter()
                .map(|line| text::width(line, SMALL_SIZE)),
        )
        .fold(0.0, f64::max);
    let h = main.lines.len() as f64 * lead + second.lines.len() as f64 * SMALL_LEAD;
    let rect = Rect {
        x: -widest / 2.0,
        y: 0.0,
        w: widest,
        h,
    };
    Block {
        main: main.lines,
        second: second.lines,
        rect,
        cut: main.cut || second.cut,
    }
}

/// A step, a start or an end: one row of chips above the name, further ones below it.
fn boxed(sheet: &Sheet, node: &Node) -> Form {
    let is_step = node.shape == Shape::Step;
    let inner = STEP_WIDTH - 2.0 * PAD - if is_step { 0.0 } else { 16.0 };
    let mut name = name_block(&node.name, NAME_SIZE, NAME_LEAD, inner, NAME_LINES);
    let (mut chips, rows) = pack(chip_kinds(sheet, node), inner);
    let pad = if is_step { 3.0 } else { 7.0 };
    let least = if is_step { 46.0 } else { 32.0 };
    let filled = rows as f64 * CHIP_ROW + name.rect.h + 2.0 * pad + 2.0;
    let h = filled.max(least);
    let narrow = rows == 0 && !is_step;
    let w = if narrow {
        (name.rect.w + 32.0).max(64.0)
    } else {
        STEP_WIDTH
    };
    let top = -h / 2.0 + pad;
    let above = rows.min(1) as f64 * CHIP_ROW;
    name.rect.y = top + above + (h - filled) / 2.0;
    let below = h / 2.0 - pad + 1.0 - rows as f64 * CHIP_ROW;
    for chip in &mut chips {
        let start = if chip.rect.y < CHIP_ROW { top } else { below };
        chip.rect = chip.rect.shifted(-inner / 2.0, start);
    }
    Form {
        core: Rect {
            x: -w / 2.0,
            y: -h / 2.0,
            w,
            h,
        },
        name,
        chips,
        ..Form::default()
    }
}

/// A diamond with its question to the upper left, above the line that comes in from the left and
/// left of the one that comes in from above.
fn gateway(sheet: &Sheet, node: &Node) -> Form {
    let half = GATEWAY_HALF;
    let mut name = name_block(&node.name, QUESTION_SIZE, QUESTION_LEAD, QUESTION_WIDTH, 3);
    name.rect.x = -14.0 - name.rect.w;
    name.rect.y = -8.0 - name.rect.h;
    let (chips, rows) = pack(chip_kinds(sheet, node), QUESTION_WIDTH + 12.0);
    let width = chips
        .iter()
        .map(|chip| chip.rect.right())
        .fold(0.0, f64::max);
    let top = name.rect.y - rows as f64 * CHIP_ROW;
    let chips = chips
        .into_iter()
        .map(|chip| Chip {
            rect: chip.rect.shifted(-14.0 - width, top),
            ..chip
        })
        .collect();
    let core = Rect {
        x: -half,
        y: -half,
        w: 2.0 * half,
        h: 2.0 * half,
    };
    Form {
        core,
        name,
        chips,
        ..Form::default()
    }
}
