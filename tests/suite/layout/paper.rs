//! Laws of folding and of pages: nothing is lost, nothing is cut, no type is too small.

use super::*;
use redtape::draw::fold::{Folded, Letters, fold};
use redtape::draw::geometry::Rect;
use redtape::draw::paper::LEAST_TYPE;
use redtape::draw::scene::text;
use redtape::draw::{Format, Pages, Paper, face, pages, pdf, raster};
use std::collections::BTreeMap;

fn papers() -> [Paper; 4] {
    [Format::A3, Format::A4]
        .map(|format| [Paper::portrait(format), Paper::landscape(format)])
        .concat()
        .try_into()
        .unwrap()
}

/// Calls `see` with every item, those in groups included.
fn each<'a>(items: &'a [Item], see: &mut impl FnMut(&'a Item)) {
    for item in items {
        see(item);
        if let Item::Group(group) = item {
            each(&group.items, see);
        }
    }
}

fn folding_loses_nothing(placed: &Placed, folded: &Folded, name: &str) {
    let mut seen = vec![0; placed.nodes.len()];
    folded
        .tiles
        .iter()
        .flat_map(|tile| &tile.nodes)
        .for_each(|&node| seen[node] += 1);
    assert!(seen.iter().all(|&count| count == 1), "{name}: {seen:?}");
    for flow in 0..placed.flows.len() {
        let pieces = folded.tiles.iter().enumerate();
        let pieces = pieces.flat_map(|(at, tile)| tile.pieces.iter().map(move |piece| (at, piece)));
        let pieces: Vec<_> = pieces.filter(|(_, piece)| piece.flow == flow).collect();
        let signed = |tile: usize, letter: &str, other: usize| {
            let mut connectors = folded.tiles[tile].connectors.iter();
            connectors.any(|known| {
                known
                    .letters
                    .get(letter)
                    .is_some_and(|tiles| tiles.contains(&other))
            })
        };
        match pieces.as_slice() {
            [(_, whole)] => assert!(
                whole.begins.is_none() && whole.goes_on.is_none(),
                "{name} {flow}"
            ),
            [(from, first), (to, second)] => {
                let (first, second) = if first.begins.is_none() {
                    (first, second)
                } else {
                    (second, first)
                };
                let (from, to) = if pieces[0].1.begins.is_none() {
                    (*from, *to)
                } else {
                    (*to, *from)
                };
                let letter = first.goes_on.as_deref().unwrap();
                assert_eq!(second.begins.as_deref(), Some(letter), "{name} {flow}");
                assert!(
                    signed(from, letter, to) && signed(to, letter, from),
                    "{name} {flow} {letter}"
                );
            }
            other => panic!("{name}: flow {flow} is in {} pieces", other.len()),
        }
    }
}

/// On a tile every node stands in its own lane, the lanes of nodes are as broad as in the whole diagram, and flows begin
/// and end at the outlines of their nodes.
fn tiles_fit_together(placed: &Placed, folded: &Folded, name: &str) {
    let direction = placed.direction;
    for tile in &folded.tiles {
        let on_tile = |rect: &Rect| {
            let by = tile.thin.shift(direction, rect);
            rect.shifted(by.x, by.y)
        };
        let across = |rect: &Rect| match direction {
            Direction::LeftRight => (rect.y, rect.bottom()),
            Direction::TopDown => (rect.x, rect.right()),
        };
        for &at in &tile.nodes {
            let node = &placed.nodes[at];
            let middle = across(&node.rect).0.midpoint(across(&node.rect).1);
            let lanes = placed.lanes.iter().map(|lane| across(&lane.rect));
            let (from, to) = lanes
                .clone()
                .find(|&(from, to)| from <= middle && middle <= to)
                .unwrap();
            let (low, high) = (tile.thin.place(from), tile.thin.place(to));
            assert!(
                (high - low - (to - from)).abs() < 1e-6,
                "{name}: a lane is thin"
            );
            let (near, far) = across(&on_tile(&node.rect));
            assert!(low <= near && far <= high, "{name}: {}", node.node.id);
        }
        for piece in &tile.pieces {
            let flow = &placed.sheet.flows[placed.flows[piece.flow].flow];
            let touches = |id: &str, point: Point| {
                let mut all = placed.nodes.iter().filter(|node| !node.ghost);
                let node = all.find(|node| node.node.id == id).unwrap();
                let rect = on_tile(&node.rect);
                let inside = |at: f64, from: f64, to: f64| from - 0.6 <= at && at <= to + 0.6;
                inside(point.x, rect.x, rect.right()) && inside(point.y, rect.y, rect.bottom())
            };
            let (first, last) = (piece.points[0], piece.points[piece.points.len() - 1]);
            assert!(
                piece.begins.is_some() || touches(&flow.from, first),
                "{name}: {flow:?}"
            );
            assert!(
                piece.goes_on.is_some() || touches(&flow.to, last),
                "{name}: {flow:?}"
            );
        }
    }
}

/// A hundred steps at twenty agencies: no page is spent on lanes in which nothing is done.
#[test]
fn the_long_march_needs_few_pages() {
    let p = crate::procedures::named("cn-guangzhou-investment-project");
    let sheet = redtape::draw::version::sheet(&p, redtape::draw::version::View::default());
    let mut counts = Vec::new();
    for direction in DIRECTIONS {
        let placed = layout_one(&sheet, direction);
        let mut fewest = usize::MAX;
        for paper in papers() {
            let pages = pages(&[&placed], Parts::default(), paper);
            pages_are_whole(&placed, &pages, "long march");
            if paper.width.max(paper.height) > 1000.0 {
                fewest = fewest.min(pages.scenes.len());
            }
        }
        let folded = fold(&placed, |_| 1600.0, 1100.0, &mut Letters::after(&[&placed]));
        folding_loses_nothing(&placed, &folded, "long march");
        tiles_fit_together(&placed, &folded, "long march");
        counts.push(fewest);
    }
    assert!(
        counts.iter().all(|&pages| pages <= 8),
        "{counts:?} pages of A3"
    );
}

fn pages_are_whole(placed: &Placed, pages: &Pages, name: &str) {
    let mut steps: BTreeMap<&str, usize> = BTreeMap::new();
    for scene in &pages.scenes {
        each(&scene.items, &mut |item| match item {
            Item::Text(text) => {
                assert!(
                    text.size * pages.scale >= LEAST_TYPE - 1e-9,
                    "{name}: {} in {}",
                    text.text,
                    text.size
                );
                let left = match text.anchor {
                    Anchor::Start => text.at.x,
                    Anchor::Middle => text.at.x - text.length / 2.0,
                    Anchor::End => text.at.x - text.length,
                };
                let inside =
                    left >= 0.0 && left + text.length <= scene.width && text.at.y <= scene.height;
                assert!(
                    inside,
                    "{name}: {} at {left}, {} is beyond the paper of {} x {}",
                    text.text, text.at.y, scene.width, scene.height
                );
            }
            Item::Group(group) if matches!(group.role, "step" | "gateway" | "event" | "ghost") => {
                *steps.entry(group.step.as_deref().unwrap()).or_default() += 1;
            }
            _ => {}
        });
    }
    for node in &placed.nodes {
        let drawn = placed
            .nodes
            .iter()
            .filter(|other| other.node.id == node.node.id)
            .count();
        assert_eq!(
            steps.get(node.node.id.as_str()),
            Some(&drawn),
            "{name}: {}",
            node.node.id
        );
    }
}

#[test]
fn folded_sheets_lose_nothing_and_stay_legible() {
    for seed in 0..12 {
        let (steps, lanes) = (5 + (seed as usize * 11) % 90, 2 + seed as usize % 16);
        let sheet = Generator::sheet(seed, steps, lanes);
        for direction in DIRECTIONS {
            let placed = layout_one(&sheet, direction);
            for (along, broad) in [(900.0, 600.0), (1800.0, 1200.0), (100.0, 100.0)] {
                let folded = fold(&placed, |_| along, broad, &mut Letters::after(&[&placed]));
                let name = format!("{seed} {direction:?} {along}");
                folding_loses_nothing(&placed, &folded, &name);
                tiles_fit_together(&placed, &folded, &name);
            }
            for paper in papers() {
                let name = format!("{seed} {direction:?} {paper:?}");
                pages_are_whole(&placed, &pages(&[&placed], Parts::default(), paper), &name);
            }
        }
    }
}

/// 25 steps with all small print in at least 6 points: the diagram and the figures on one sheet of A3, and what explains
/// them on a second one.
#[test]
fn the_example_fits_a3() {
    let placed = layout_one(&restaurant::before(), Direction::TopDown);
    let bare = Parts {
        table: false,
        ..Parts::default()
    };
    let fewest = |parts: Parts| {
        [Paper::portrait(Format::A3), Paper::landscape(Format::A3)]
            .map(|paper| pages(&[&placed], parts, paper).scenes.len())
    };
    assert!(
        fewest(bare).iter().all(|&pages| pages <= 2),
        "{:?}",
        fewest(bare)
    );
    let plain = Parts {
        legend: false,
        ..bare
    };
    assert!(fewest(plain).contains(&1), "{:?}", fewest(plain));
}

#[test]
fn pictures_and_pages_are_the_same_every_time() {
    let placed = layout_one(&restaurant::after(), Direction::LeftRight);
    let scenes = pages(&[&placed], Parts::default(), Paper::landscape(Format::A4));
    let document = || {
        let leaf = |scene| pdf::Leaf {
            scene,
            scale: scenes.scale,
        };
        pdf::document(&scenes.scenes.iter().map(leaf).collect::<Vec<_>>()).unwrap()
    };
    let bytes = document();
    assert!(bytes == document());
    let holds = |what: &[u8]| bytes.windows(what.len()).any(|part| part == what);
    // What lets a reader select and search the text, and a screen reader speak it.
    for what in [
        "/ToUnicode",
        "/Lang",
        "/Title",
        "NotoSansCJKsc-Regular",
        "NotoSansCJKsc-Bold",
    ] {
        assert!(holds(what.as_bytes()), "{what}");
    }
    let picture = || {
        let mut bytes = Vec::new();
        raster::write(&scenes.scenes[0], 1.0, 96, &mut bytes).unwrap();
        bytes
    };
    assert!(picture() == picture() && picture().starts_with(b"\x89PNG"));
    assert_eq!(
        face::missing(&scenes.scenes),
        std::collections::BTreeSet::new()
    );
}

#[test]
fn what_the_font_lacks_is_named_and_never_an_empty_box() {
    let picture = |words: &str| {
        let mut line = text(
            super::Point { x: 10.0, y: 30.0 },
            Anchor::Start,
            20.0,
            "#000000",
            words,
        );
        if let Item::Text(text) = &mut line {
            text.length = 0.0;
        }
        let scene = Scene {
            width: 60.0,
            height: 40.0,
            items: vec![line],
            ..Scene::default()
        };
        let mut bytes = Vec::new();
        raster::write(&scene, 1.0, 96, &mut bytes).unwrap();
        (
            face::missing([&scene]).into_iter().collect::<String>(),
            bytes,
        )
    };
    assert_eq!(picture("审").0, "");
    let (named, drawn) = picture("ก");
    assert_eq!(named, "ก");
    assert!(drawn == picture("〓").1 && drawn != picture(" ").1);
}

#[test]
fn a_picture_that_is_too_large_is_refused() {
    let scene = Scene {
        width: 1e6,
        height: 1e6,
        ..Scene::default()
    };
    assert!(raster::write(&scene, 1.0, 96, &mut Vec::new()).is_err());
}

#[test]
fn hostile_names_stay_inside_mermaid_quotes() {
    let mut sheet = restaurant::before();
    let hostile = "x\"] --> evil\n  click n0 \"javascript:alert(1)\" %%{init: {}}%% <script>";
    sheet.title.main = hostile.to_owned();
    sheet.nodes[1].name.main = hostile.to_owned();
    sheet.lanes[0].name.main = hostile.to_owned();
    sheet.flows[0].label = hostile.to_owned();
    let mut bytes = Vec::new();
    redtape::draw::mermaid::write(&sheet, &mut bytes).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let harmless = |line: &str| {
        !line.trim_start().starts_with("click") && !line.contains("%%") && !line.contains("<script")
    };
    assert!(text.lines().all(harmless), "{text}");
    // Every quote that opens closes on its line.
    assert!(
        text.lines().all(|line| line.matches('"').count() % 2 == 0),
        "{text}"
    );
}
