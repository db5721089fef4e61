//! The flow of a generated procedure: blocks in rows, each block with one way in and one way out.

use super::Generator;
use serde_json::{Value, json};

/// Where the case stands: what the next element follows.
#[derive(Clone)]
pub(super) enum Cursor {
    Start,
    One(String),
    All(Vec<String>),
    Any(Vec<String>),
    Some(Vec<String>),
}

impl Cursor {
    fn after(&self) -> Value {
        match self {
            Self::Start => Value::Null,
            Self::One(at) => json!([at]),
            Self::All(refs) => json!(refs),
            Self::Any(refs) => json!({"any": refs}),
            Self::Some(refs) => json!({"some": refs}),
        }
    }
}

impl Generator {
    /// Everything from the start to the ends.
    pub(super) fn whole(&mut self) {
        let mut at = Cursor::Start;
        while self.left > 0 {
            at = self.block(&at, 0);
        }
        self.ends
            .push(json!({"id": "granted", "kind": "granted", "after": at.after()}));
    }

    pub(super) fn place(&mut self, mut step: Value, at: &Cursor) -> String {
        if !matches!(at, Cursor::Start) {
            step["after"] = at.after();
        }
        let id = step["id"].as_str().unwrap().to_owned();
        self.steps.push(step);
        self.left = self.left.saturating_sub(1);
        id
    }

    pub(super) fn step(&mut self, at: &Cursor) -> Cursor {
        let step = self.work();
        Cursor::One(self.place(step, at))
    }

    /// Steps one after the other.
    fn row(&mut self, at: &Cursor, most: usize) -> Cursor {
        let mut at = at.clone();
        for _ in 0..=self.below(most) {
            at = self.step(&at);
        }
        at
    }

    /// One block; inside parallel branches nothing ends.
    fn block(&mut self, at: &Cursor, depth: usize) -> Cursor {
        if depth > 2 || self.left < 4 || matches!(at, Cursor::Start) {
            return self.row(at, 3);
        }
        match self.below(20) {
            12 | 19 => self.signatures(at),
            13 => self.lone_gateway(at),
            14 => self.restart(at),
            15 | 18 if depth == 0 => self.late_check(at),
            16 => self.apart(at),
            17 => self.nothing(at),
            0..=3 => self.row(at, 4),
            4 | 5 => self.choice(at, depth),
            6 if depth == 0 => self.refusal(at),
            6 | 7 => self.rework(at),
            8 | 9 => self.fork(at, depth),
            10 => self.gateway_fork(at, depth),
            _ => self.inclusive(at, depth),
        }
    }

    pub(super) fn gateway(&mut self, at: &Cursor, kind: &str, branches: Vec<Value>) -> String {
        let id = format!("判断{}", self.gateways.len());
        let mut gateway = json!({"id": id, "name": {"en": "Which way?", "zh": "如何办理？"},
            "after": at.after(), "branches": branches});
        if kind != "exclusive" {
            gateway["kind"] = kind.into();
        }
        self.gateways.push(gateway);
        id
    }

    /// The ways out of branches, each with no step, a row, or a block.
    fn branches(&mut self, gateway: &str, count: usize, depth: usize) -> Vec<String> {
        let ways = 0..count;
        ways.map(|way| {
            let at = format!("{gateway}.b{way}");
            match self.below(3) {
                0 if way > 0 => at,
                1 => self.finish(&Cursor::One(at), depth),
                _ => {
                    let at = self.step(&Cursor::One(at));
                    self.single(&at)
                }
            }
        })
        .collect()
    }

    /// A block closed by a single reference.
    fn finish(&mut self, at: &Cursor, depth: usize) -> String {
        let at = self.block(at, depth + 1);
        self.single(&at)
    }

    fn single(&mut self, at: &Cursor) -> String {
        if let Cursor::One(at) = at {
            return at.clone();
        }
        let at = self.step(at);
        self.single(&at)
    }

    fn choice(&mut self, at: &Cursor, depth: usize) -> Cursor {
        let branches = if self.chance(0.5) {
            vec![
                json!({"id": "b0", "p": 0.75}),
                json!({"id": "b1", "p": 0.25}),
            ]
        } else {
            vec![
                json!({"id": "b0"}),
                json!({"id": "b1"}),
                json!({"id": "b2"}),
            ]
        };
        let count = branches.len();
        let gateway = self.gateway(at, "exclusive", branches);
        Cursor::Any(self.branches(&gateway, count, depth))
    }

    /// A control and what follows it when it refuses.
    fn refusal(&mut self, at: &Cursor) -> Cursor {
        let control = self.control();
        let at = Cursor::One(self.place(control, at));
        let branches = vec![
            json!({"id": "yes", "p": 0.9}),
            json!({"id": "no", "p": 0.1}),
        ];
        let gateway = self.gateway(&at, "exclusive", branches);
        if self.chance(0.5) {
            let last = self.gateways.len() - 1;
            let criterion = self.steps.last().unwrap()["criteria"][0].clone();
            if !criterion.is_null() {
                self.gateways[last]["on"] = criterion;
            }
        }
        let end = format!("refused{}", self.ends.len());
        self.ends
            .push(json!({"id": end, "kind": "refused", "after": [format!("{gateway}.no")]}));
        Cursor::One(format!("{gateway}.yes"))
    }

    /// Two signatures of one office in a row, over the same and, the first, something more.
    fn signatures(&mut self, at: &Cursor) -> Cursor {
        let (mut first, mut second) = (self.control(), self.control());
        let role = self.one(&self.roles.clone());
        let office = role.split('-').next().unwrap_or_default().to_owned();
        let colleagues = self.roles.iter();
        let colleagues = colleagues.filter(|other| other.starts_with(&format!("{office}-")));
        let other = self.one(&colleagues.cloned().collect::<Vec<_>>());
        for (step, role) in [(&mut first, role), (&mut second, other)] {
            step["role"] = role.into();
            step.as_object_mut().unwrap().remove("with");
        }
        let shared = second["criteria"][0].clone();
        let more = format!("c{}", self.below(self.criteria));
        first["criteria"] = if shared == more.as_str() {
            json!([shared])
        } else {
            json!([shared, more])
        };
        let first = self.place(first, at);
        second["id"] = format!("s{}", self.steps.len()).into();
        let second = self.place(second, &Cursor::One(first.clone()));
        self.signed_twice = Some([first, second.clone()]);
        Cursor::One(second)
    }

    /// A row that cases are sent back into.
    fn rework(&mut self, at: &Cursor) -> Cursor {
        let first = self.steps.len();
        let end = self.row(at, 3);
        let target = first + self.below(self.steps.len() - first);
        let target = self.steps[target]["id"].clone();
        let branches = vec![
            json!({"id": "on", "p": 0.8}),
            json!({"id": "again", "p": 0.2, "back_to": target}),
        ];
        let gateway = self.gateway(&end, "exclusive", branches);
        Cursor::One(format!("{gateway}.on"))
    }

    /// Branches that start from one step.
    fn fork(&mut self, at: &Cursor, depth: usize) -> Cursor {
        let from = Cursor::One(self.single(at));
        let count = 2 + self.below(3);
        let branches = 0..count;
        Cursor::All(
            branches
                .map(|_| {
                    let at = self.step(&from);
                    if self.chance(0.4) {
                        self.finish(&at, depth)
                    } else {
                        self.single(&at)
                    }
                })
                .collect(),
        )
    }

    fn gateway_fork(&mut self, at: &Cursor, depth: usize) -> Cursor {
        let branches = vec![json!({"id": "b0"}), json!({"id": "b1"})];
        let gateway = self.gateway(at, "parallel", branches);
        Cursor::All(self.branches(&gateway, 2, depth))
    }

    fn inclusive(&mut self, at: &Cursor, depth: usize) -> Cursor {
        let branches = vec![json!({"id": "b0", "p": 0.8}), json!({"id": "b1", "p": 0.5})];
        let gateway = self.gateway(at, "inclusive", branches);
        Cursor::Some(self.branches(&gateway, 2, depth))
    }
}
