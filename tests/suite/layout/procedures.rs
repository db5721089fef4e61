//! The laws of the layout on the sheets of every real procedure, and that each badge says what the derivation did.

use super::{DIRECTIONS, laws, legibility, svg_of, unchanged_nodes_stay};
use crate::procedures::all;
use redtape::diff::{Diff, Table};
use redtape::draw::scene::Item;
use redtape::draw::sheet::{Change, Shape, Sheet};
use redtape::draw::version::{self, Lanes, View};
use redtape::draw::{Parts, Placed, compose, layout_one, layout_pair};
use redtape::fact::Facts;
use redtape::measure::Convention;
use redtape::message::Lang;
use redtape::model::{Procedure, Step};
use redtape::simplify::{Options, Simplification, simplify};
use std::collections::BTreeMap;

fn result(p: &Procedure) -> Simplification {
    let options = Options {
        facts: Facts::of(p),
        ..Options::default()
    };
    simplify(p, &options).unwrap()
}

fn pair(p: &Procedure, result: &Simplification, view: View) -> (Sheet, Sheet) {
    let diff = Diff::of(p, result);
    let table = Table::of(p, result, Convention::Plain);
    version::pair(&diff, Some(&table), &["provenance".to_owned()], view)
}

#[test]
fn every_procedure_keeps_all_laws() {
    let views = [(Lang::En, Lanes::Agency), (Lang::Zh, Lanes::Role)];
    for p in all() {
        let result = result(&p);
        for ((lang, lanes), direction) in views.into_iter().zip(DIRECTIONS) {
            let (before, after) = pair(&p, &result, View { lang, lanes });
            let (first, second) = layout_pair(&before, &after, direction);
            let compact = layout_one(&after, direction);
            for (name, placed) in [
                ("before", &first),
                ("after", &second),
                ("compact", &compact),
            ] {
                let what = format!("{} {direction:?} {name}", p.id);
                laws::check(placed, &what);
                assert_eq!(legibility::covered(placed), Vec::<String>::new(), "{what}");
            }
            unchanged_nodes_stay(&first, &second);
            let again = layout_pair(&before, &after, direction);
            assert_eq!(
                svg_of(&[&first, &second]),
                svg_of(&[&again.0, &again.1]),
                "{}",
                p.id
            );
        }
    }
}

/// The texts of a placed sheet that were cut; of names of merged steps only those of up to three.
fn cut(placed: &Placed) -> Vec<String> {
    let nodes = placed
        .nodes
        .iter()
        .filter(|node| !node.ghost && node.name.cut);
    let nodes = nodes.filter(|node| node.node.number.split('+').count() <= 3);
    let labels = placed.flows.iter().filter_map(|flow| flow.label.as_ref());
    let labels = labels.filter(|label| label.cut);
    let lanes = placed.lanes.iter().filter(|lane| lane.name.cut);
    let names = nodes.map(|node| node.node.name.main.clone());
    let all = names.chain(labels.map(|label| label.lines.join(" ")));
    all.chain(lanes.map(|lane| lane.title.clone())).collect()
}

/// The texts of figures and of the step table.
fn told(items: &[Item], inside: bool, found: &mut Vec<String>) {
    for item in items {
        match item {
            Item::Group(group) => {
                let inside = inside || matches!(group.role, "figure" | "row");
                told(&group.items, inside, found);
            }
            Item::Text(text) if inside => found.push(text.text.clone()),
            _ => {}
        }
    }
}

#[test]
fn no_name_of_a_real_procedure_is_cut() {
    for p in all() {
        let result = result(&p);
        for lang in [Lang::En, Lang::Zh] {
            let lanes = Lanes::Agency;
            let (before, after) = pair(&p, &result, View { lang, lanes });
            for direction in DIRECTIONS {
                let (first, second) = layout_pair(&before, &after, direction);
                for placed in [&first, &second] {
                    assert_eq!(cut(placed), Vec::<String>::new(), "{} {direction:?}", p.id);
                }
                let ghosts = second.nodes.iter().filter(|node| node.ghost);
                let mut texts = Vec::new();
                let scene = compose(&[&first, &second], Parts::default());
                told(&scene.items, false, &mut texts);
                texts.retain(|text| text.ends_with('…'));
                assert_eq!(texts, Vec::<String>::new(), "{} {direction:?}", p.id);
                let drawn = svg_of(&[&second]);
                for ghost in ghosts.filter(|ghost| ghost.node.shape == Shape::Step) {
                    let name = ghost.node.name.main.replace(['\'', '"', '&'], " ");
                    let last = name.split_whitespace().next_back().unwrap();
                    assert!(drawn.contains(last), "{}: {name}", p.id);
                }
            }
        }
    }
}

/// Where each row of the step table begins, in the order of the rows.
fn rows(items: &[Item], found: &mut Vec<i64>) {
    for item in items {
        if let Item::Group(group) = item {
            let text = group.items.iter().find_map(|item| match item {
                Item::Text(text) => Some(text.at.x as i64),
                _ => None,
            });
            found.extend(text.filter(|_| group.role == "row"));
            rows(&group.items, found);
        }
    }
}

/// Nine rows in three blocks are three times three; none stands alone in the last one.
#[test]
fn the_step_table_is_in_even_blocks() {
    let p = crate::procedures::named("id-jakarta-start-business");
    let (before, after) = pair(&p, &result(&p), View::default());
    let (first, second) = layout_pair(&before, &after, DIRECTIONS[0]);
    let scene = compose(&[&first, &second], Parts::default());
    let mut found = Vec::new();
    rows(&scene.items, &mut found);
    assert_eq!(found.len(), p.steps.len());
    let mut blocks: BTreeMap<i64, usize> = BTreeMap::new();
    for x in found {
        *blocks.entry(x).or_default() += 1;
    }
    assert_eq!(blocks.into_values().collect::<Vec<_>>(), [3, 3, 3]);
}

/// What the versions themselves say became of a step, not how it was drawn.
fn fate(p: &Procedure, after: &Procedure, id: &str) -> Option<Change> {
    let heir = after.steps.iter().find(|step| {
        let stands_for = step.original();
        step.id == *id || stands_for.iter().any(|original| *original == *id)
    });
    let Some(heir) = heir else {
        return Some(Change::Removed);
    };
    if heir.original().len() > 1 {
        return Some(Change::Merged);
    }
    let was = p.step(id).unwrap();
    let mut same = heir.clone();
    same.after.clone_from(&was.after);
    same.origin.clone_from(&was.origin);
    let moved = (&was.role, &was.with) != (&heir.role, &heir.with);
    let beside = heir.after != was.after
        && heir
            .origin
            .iter()
            .flat_map(|origin| origin.rewrites.iter().flatten())
            .any(|rewrite| rewrite == "parallelise-independent-steps");
    if moved {
        Some(Change::Moved)
    } else if beside {
        Some(Change::Parallel)
    } else if same != *was {
        Some(Change::Changed)
    } else {
        None
    }
}

#[test]
fn badges_say_what_became_of_each_step() {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for p in all() {
        let result = result(&p);
        let last = &result.if_answered.procedure;
        let (before, after) = pair(&p, &result, View::default());
        let steps = |sheet: &Sheet| {
            let nodes = sheet.nodes.clone().into_iter();
            nodes
                .filter(|node| node.shape == Shape::Step)
                .collect::<Vec<_>>()
        };
        for node in steps(&before) {
            let expected = fate(&p, last, &node.id);
            assert_eq!(node.change, expected, "{}: {}", p.id, node.id);
            *seen.entry(format!("{expected:?}")).or_default() += 1;
            // No procedure states enough for a sure change: each change hangs on a question.
            let waits = expected.is_some() && result.sure.derivation.is_empty();
            assert!(!waits || node.question.is_some(), "{}: {}", p.id, node.id);
        }
        for node in steps(&after) {
            let number = node.number.split('+').count();
            let stands_for = last.step(&node.id).unwrap().original().len();
            assert_eq!(number, stands_for, "{}: {}", p.id, node.number);
        }
        let is_new = |step: &&Step| step.original().iter().all(|id| p.step(id).is_none());
        let added = last.steps.iter().filter(is_new).count();
        assert_eq!(after.table.len(), p.steps.len() + added, "{}", p.id);
    }
    for change in ["Removed", "Merged", "Parallel", "Changed"] {
        let key = format!("Some({change})");
        assert!(seen.contains_key(&key), "no {change} among {seen:?}");
    }
}
