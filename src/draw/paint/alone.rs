//! Parts of a page as pictures of their own, for a page that is not a sheet.

use super::super::layout::Placed;
use super::super::scene::{Item, Scene};
use super::super::text::clean;
use super::{MARGIN, description, diagrams, legend};

/// The diagram without title, figures, legend and foot. Two sheets that were laid out together have equal
/// coordinates.
pub fn diagram_alone(placed: &Placed) -> Scene {
    let (mut items, width, height) = diagrams(&[placed]);
    shift(&mut items);
    let title = &placed.sheet.title;
    Scene {
        width: width + 2.0 * MARGIN,
        height: height + 2.0 * MARGIN,
        lang: placed.sheet.lang.tag(),
        title: clean(&format!("{} {}", title.main, title.second)),
        desc: description(&[placed]),
        items,
    }
}

/// The legend of placed sheets, at most as wide as `room`, in pixels.
pub fn legend_alone(placed: &[&Placed], room: f64) -> Scene {
    let (mut items, height) = legend::legend(placed, room, false);
    shift(&mut items);
    Scene {
        width: room + 2.0 * MARGIN,
        height: height + 2.0 * MARGIN,
        lang: placed.last().map_or("en", |one| one.sheet.lang.tag()),
        items,
        ..Scene::default()
    }
}

fn shift(items: &mut [Item]) {
    for item in items {
        item.shift(MARGIN, MARGIN);
    }
}
