//! Random sheets from a fixed seed: structured procedures with exclusive and parallel blocks,
//! rework and long names, and what a simplification might make of them.

use rand::{Rng, RngExt as _, SeedableRng};
use rand_pcg::Pcg64Mcg;
use redtape::draw::sheet::{Change, Documents, Flow, Lane, Lang, Mark, Name, Node, Shape, Sheet};

const NAMES: [(&str, &str); 8] = [
    ("受理", "Accept"),
    (
        "实质审查申请材料的完整性",
        "Check the completeness of the documents handed in",
    ),
    ("科长审批", "Section chief signs"),
    ("出具一次性补正通知书", "Issue a correction notice"),
    (
        "现场核查（消防、卫生、环保）联合踏勘意见",
        "Joint inspection on site (fire, health, environment)",
    ),
    (
        "Rechtsbehelfsbelehrungsverzichtserklärung",
        "Donaudampfschifffahrtsgesellschaftskapitän",
    ),
    ("缴费", ""),
    ("“一件事”联合申请", "One joint application"),
];

/// A generated sheet.
pub(super) struct Generator {
    rng: Pcg64Mcg,
    sheet: Sheet,
    lanes: usize,
    steps: usize,
}

fn node(id: String, lane: usize, shape: Shape) -> Node {
    Node {
        id,
        lane,
        shape,
        ..Node::default()
    }
}

impl Generator {
    /// A procedure of about `steps` steps on `lanes` lanes.
    pub(super) fn sheet(seed: u64, steps: usize, lanes: usize) -> Sheet {
        let rng = Pcg64Mcg::seed_from_u64(seed);
        let lane = |at: usize| Lane {
            id: format!("l{at}"),
            name: Name::new(format!("第{at}部门"), format!("Agency {at}")),
        };
        let sheet = Sheet {
            lang: Lang::Zh,
            second: Some(Lang::En),
            lanes: (0..lanes).map(lane).collect(),
            title: Name::new("生成的流程", "A generated procedure"),
            ..Sheet::default()
        };
        let mut made = Generator {
            rng,
            sheet,
            lanes,
            steps,
        };
        made.sheet.nodes.push(node("start".into(), 0, Shape::Start));
        let mut last = "start".to_owned();
        while made.steps > 0 {
            last = made.block(&last, 0, "");
        }
        made.sheet.nodes.push(node("end".into(), 0, Shape::End));
        made.flow(&last, "end", "", false);
        made.sheet
    }

    fn flow(&mut self, from: &str, to: &str, label: &str, rework: bool) {
        let critical = self.rng.random_bool(0.4);
        self.sheet.flows.push(Flow {
            from: from.into(),
            to: to.into(),
            label: label.into(),
            rework,
            critical,
        });
    }

    fn step(&mut self, from: &str, label: &str) -> String {
        self.steps = self.steps.saturating_sub(1);
        let id = format!("s{}", self.sheet.nodes.len());
        let previous = self.sheet.nodes.last().map_or(0, |node| node.lane);
        let lane = if self.rng.random_bool(0.5) {
            previous
        } else {
            self.rng.random_range(0..self.lanes)
        };
        let (zh, en) = NAMES[self.rng.random_range(0..NAMES.len())];
        let marks = [
            Mark::SignOff,
            Mark::Check,
            Mark::Inspection,
            Mark::Visit,
            Mark::Payment,
            Mark::Wait,
        ];
        let count = self.rng.random_range(0..3);
        self.sheet.nodes.push(Node {
            number: format!("{}", self.sheet.nodes.len()),
            name: Name::new(zh, en),
            duration: if self.rng.random_bool(0.7) {
                "15 个工作日".into()
            } else {
                String::new()
            },
            marks: (0..count)
                .map(|_| marks[self.rng.random_range(0..marks.len())])
                .collect(),
            documents: Documents {
                asked: self.rng.random_range(0..12),
                again: self.rng.random_range(0..3),
            },
            critical: self.rng.random_bool(0.3),
            ..node(id.clone(), lane, Shape::Step)
        });
        self.flow(from, &id, label, false);
        id
    }

    fn gateway(&mut self, from: &str, label: &str, shape: Shape) -> String {
        let id = format!("g{}", self.sheet.nodes.len());
        let lane = self.sheet.nodes.last().map_or(0, |node| node.lane);
        let mut made = node(id.clone(), lane, shape);
        if shape != Shape::Parallel && self.rng.random_bool(0.7) {
            made.name = Name::new("材料是否齐全且符合法定形式？", "Complete and in due form?");
        }
        self.sheet.nodes.push(made);
        self.flow(from, &id, label, false);
        id
    }

    /// Adds a block after `from` and returns its last node.
    fn block(&mut self, from: &str, depth: usize, label: &str) -> String {
        let kind = self.rng.random_range(0..10);
        match kind {
            0 | 1 if depth < 3 && self.steps > 3 => {
                self.branches(from, depth, label, Shape::Parallel)
            }
            2 | 3 if depth < 3 && self.steps > 3 => {
                self.branches(from, depth, label, Shape::Exclusive)
            }
            4 if depth < 3 && self.steps > 3 => self.branches(from, depth, label, Shape::Inclusive),
            5 => self.rework(from, label),
            _ => self.step(from, label),
        }
    }

    fn branches(&mut self, from: &str, depth: usize, label: &str, shape: Shape) -> String {
        let split = self.gateway(from, label, shape);
        let lane = self.sheet.nodes.last().map_or(0, |node| node.lane);
        let count = if self.rng.random_bool(0.1) {
            6
        } else {
            self.rng.random_range(2..4)
        };
        let mut ends = Vec::new();
        for branch in 0..count {
            let text = if shape == Shape::Parallel {
                String::new()
            } else {
                format!("情形{branch} case 25%")
            };
            let skip = shape != Shape::Parallel && branch > 0 && self.rng.random_bool(0.3);
            ends.push(if skip {
                (split.clone(), text)
            } else {
                (self.block(&split, depth + 1, &text), String::new())
            });
        }
        let id = format!("g{}", self.sheet.nodes.len());
        self.sheet.nodes.push(node(id.clone(), lane, shape));
        for (end, text) in ends {
            self.flow(&end, &id, &text, false);
        }
        id
    }

    fn rework(&mut self, from: &str, label: &str) -> String {
        let check = self.step(from, label);
        let gate = self.gateway(&check, "", Shape::Exclusive);
        let fix = self.step(&gate, "否 no");
        self.flow(&fix, &check, "", true);
        self.step(&gate, "是 yes")
    }
}

/// What a simplification might leave of a sheet: steps removed, merged, moved to other lanes,
/// some added. Only nodes that carry a change may change places.
pub(super) fn simplified(before: &Sheet, seed: u64) -> Sheet {
    let mut rng = Pcg64Mcg::seed_from_u64(seed ^ 0x5eed);
    let mut after = before.clone();
    let steps: Vec<String> = before
        .nodes
        .iter()
        .filter(|node| node.shape == Shape::Step)
        .map(|node| node.id.clone())
        .collect();
    for id in &steps {
        match rng.random_range(0..12) {
            0 | 1 => remove(&mut after, id),
            2 => relocate(&mut after, id, &mut rng),
            3 => merge_with_next(&mut after, id),
            4 => insert_after(&mut after, id),
            5 => edit(&mut after, id, |node| node.change = Some(Change::Changed)),
            _ => {}
        }
    }
    after
}

fn edit(sheet: &mut Sheet, id: &str, change: impl FnOnce(&mut Node)) {
    if let Some(node) = sheet.nodes.iter_mut().find(|node| node.id == id) {
        change(node);
    }
}

fn remove(sheet: &mut Sheet, id: &str) {
    let Some(next) = sheet
        .flows
        .iter()
        .find(|flow| flow.from == id && !flow.rework)
        .map(|flow| flow.to.clone())
    else {
        return;
    };
    let loops = sheet
        .flows
        .iter()
        .any(|flow| flow.rework && (flow.from == id || flow.to == id));
    if loops {
        return;
    }
    sheet.nodes.retain(|node| node.id != id);
    sheet.flows.retain(|flow| flow.from != id);
    sheet
        .flows
        .iter_mut()
        .filter(|flow| flow.to == id)
        .for_each(|flow| flow.to.clone_from(&next));
}

fn relocate(sheet: &mut Sheet, id: &str, rng: &mut impl Rng) {
    let lane = rng.random_range(0..sheet.lanes.len());
    edit(sheet, id, |node| {
        node.lane = lane;
        node.change = Some(Change::Moved);
    });
}

fn merge_with_next(sheet: &mut Sheet, id: &str) {
    let next = sheet
        .flows
        .iter()
        .find(|flow| flow.from == id && !flow.rework)
        .map(|flow| flow.to.clone());
    let Some(next) = next.filter(|next| next.starts_with('s') && next != "start") else {
        return;
    };
    let (count, before) = (sheet.nodes.len(), id.to_owned());
    remove(sheet, &next);
    if sheet.nodes.len() < count {
        edit(sheet, id, |node| {
            node.id = format!("m-{before}");
            node.number = format!("{}+", node.number);
            node.anchor = Some(before.clone());
            node.change = Some(Change::Merged);
        });
        for flow in &mut sheet.flows {
            for end in [&mut flow.from, &mut flow.to]
                .into_iter()
                .filter(|end| **end == before)
            {
                *end = format!("m-{before}");
            }
        }
    }
}

fn insert_after(sheet: &mut Sheet, id: &str) {
    let fresh = format!("n-{id}");
    let Some(lane) = sheet
        .nodes
        .iter()
        .find(|node| node.id == id)
        .map(|node| node.lane)
    else {
        return;
    };
    let added = Node {
        number: "N".into(),
        name: Name::new("告知承诺", "Notice and commitment"),
        change: Some(Change::Added),
        question: Some(1),
        open: true,
        ..node(fresh.clone(), lane, Shape::Step)
    };
    sheet.nodes.push(added);
    sheet
        .flows
        .iter_mut()
        .filter(|flow| flow.from == id)
        .for_each(|flow| flow.from.clone_from(&fresh));
    sheet.flows.push(Flow {
        from: id.into(),
        to: fresh,
        ..Flow::default()
    });
}
