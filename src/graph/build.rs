//! From the file's `after` lists to nodes and flows.

use super::{Flow, Graph, Join, Node, NodeKind, Split, probabilities};
use crate::lookup::Table;
use crate::model::{After, Gateway, GatewayKind, Id, Procedure, Ref};
use petgraph::graph::{DiGraph, NodeIndex};
use std::collections::{BTreeMap, BTreeSet};

/// The net of a procedure that the loader accepted.
pub(super) fn build(p: &Procedure) -> Graph {
    let mut builder = Builder::default();
    builder.nodes(p);
    builder.flows(p);
    builder.finish()
}

/// A flow to be: from a node (and branch of it) to a node.
struct Arc {
    from: NodeIndex,
    branch: usize,
    to: NodeIndex,
    flow: Flow,
}

#[derive(Default)]
struct Builder {
    net: DiGraph<Node, Flow>,
    by_id: Table<Id, NodeIndex>,
    /// The silent nodes that wait for a list.
    silent: BTreeMap<List, NodeIndex>,
    arcs: Vec<Arc>,
}

/// How and for what an element waits, whatever the order of the list.
type List = (u8, Vec<Ref>);

fn list(after: &After) -> List {
    let kind = match after {
        After::All(_) => 0,
        After::Any(_) => 1,
        After::Some(_) => 2,
    };
    let mut refs = after.refs().to_vec();
    refs.sort();
    (kind, refs)
}

fn join(after: &After) -> Join {
    match after {
        After::All(refs) if refs.len() > 1 => Join::All,
        After::Some(refs) if refs.len() > 1 => Join::Some,
        _ => Join::Any,
    }
}

/// What decides how elements wait.
struct Waits<'p> {
    gateways: BTreeMap<&'p str, &'p Gateway>,
    /// Elements to which cases are sent back.
    returned: BTreeSet<&'p str>,
    /// Lists of several for which several elements wait: a node of their own keeps the net well nested.
    shared: BTreeSet<List>,
}

impl<'p> Waits<'p> {
    fn of(p: &'p Procedure) -> Self {
        let gateways = p.gateways.iter().flatten();
        let branches = gateways.clone().flat_map(|gateway| &gateway.branches);
        let mut seen = BTreeSet::new();
        let lists = p.waiting().filter(|(_, after)| after.refs().len() > 1);
        let lists = lists.map(|(_, after)| list(after));
        Self {
            gateways: gateways.map(|g| (g.id.as_str(), g)).collect(),
            returned: branches
                .filter_map(|branch| branch.back_to.as_deref())
                .collect(),
            shared: lists.filter(|list| !seen.insert(list.clone())).collect(),
        }
    }
}

impl Builder {
    fn add(&mut self, id: &Id, kind: NodeKind, join: Join, split: Split) -> NodeIndex {
        let node = self.net.add_node(Node {
            id: id.clone(),
            kind,
            join,
            split,
        });
        if kind != NodeKind::Start {
            self.by_id.insert(id.clone(), node);
        }
        node
    }

    fn nodes(&mut self, p: &Procedure) {
        self.add(&Id::from(""), NodeKind::Start, Join::Any, Split::One);
        for step in &p.steps {
            self.add(&step.id, NodeKind::Step, Join::Any, Split::All);
        }
        for gateway in p.gateways.iter().flatten() {
            let split = match gateway.kind.unwrap_or(GatewayKind::Exclusive) {
                GatewayKind::Exclusive => Split::One,
                GatewayKind::Inclusive => Split::Some,
                GatewayKind::Parallel => Split::All,
            };
            self.add(&gateway.id, NodeKind::Gateway, Join::Any, split);
        }
        for end in &p.ends {
            self.add(&end.id, NodeKind::End, Join::Any, Split::All);
        }
    }

    fn flows(&mut self, p: &Procedure) {
        let waits = Waits::of(p);
        self.starts(p);
        for step in &p.steps {
            if let Some(after) = &step.after {
                self.after(&step.id, after, &waits);
            }
        }
        for gateway in p.gateways.iter().flatten() {
            self.after(&gateway.id, &gateway.after, &waits);
            self.returns(gateway);
        }
        for end in &p.ends {
            self.after(&end.id, &end.after, &waits);
        }
    }

    fn starts(&mut self, p: &Procedure) {
        let starting: Vec<_> = p.steps.iter().filter(|step| step.after.is_none()).collect();
        let only = starting.len() == 1;
        for (branch, step) in starting.into_iter().enumerate() {
            let to = self.by_id[&step.id];
            let flow = Flow {
                p: only.then_some(1.0),
                ..Flow::default()
            };
            self.arcs.push(Arc {
                from: NodeIndex::new(0),
                branch,
                to,
                flow,
            });
        }
    }

    fn after(&mut self, id: &Id, after: &After, waits: &Waits<'_>) {
        let element = self.by_id[id];
        let join = join(after);
        let several = after.refs().len() > 1;
        let shared = several && waits.shared.contains(&list(after));
        if !shared && (join == Join::Any || !waits.returned.contains(id.as_str())) {
            self.net[element].join = join;
            self.incoming(after, element, waits);
            return;
        }
        // A silent node waits instead, for all that wait for the same.
        let known = self.silent.get(&list(after)).copied();
        let silent = known.filter(|_| shared).unwrap_or_else(|| {
            let silent = self.net.add_node(Node {
                id: id.clone(),
                kind: NodeKind::Join,
                join,
                split: Split::All,
            });
            self.silent.insert(list(after), silent);
            self.incoming(after, silent, waits);
            silent
        });
        self.arcs.push(Arc {
            from: silent,
            branch: 0,
            to: element,
            flow: Flow {
                p: Some(1.0),
                ..Flow::default()
            },
        });
    }

    /// The flows from what is waited for to the node that waits.
    fn incoming(&mut self, after: &After, to: NodeIndex, waits: &Waits<'_>) {
        for reference in after.refs() {
            let Some(&from) = self.by_id.get(&reference.id) else {
                continue;
            };
            let gateway = waits.gateways.get(reference.id.as_str());
            let plain = || {
                let certain = Flow {
                    p: Some(1.0),
                    ..Flow::default()
                };
                (0, certain)
            };
            let (branch, flow) = match (gateway, &reference.branch) {
                (Some(gateway), Some(branch)) => branch_flow(gateway, branch),
                _ => plain(),
            };
            self.arcs.push(Arc {
                from,
                branch,
                to,
                flow,
            });
        }
    }

    fn returns(&mut self, gateway: &Gateway) {
        for branch in &gateway.branches {
            let target = branch
                .back_to
                .as_ref()
                .and_then(|target| self.by_id.get(target));
            if let Some(&to) = target {
                let (index, flow) = branch_flow(gateway, &branch.id);
                let from = self.by_id[&gateway.id];
                self.arcs.push(Arc {
                    from,
                    branch: index,
                    to,
                    flow: Flow {
                        rework: true,
                        ..flow
                    },
                });
            }
        }
    }

    /// Adds the arcs in file order of their origin; a branch with several followers gets a fork.
    fn finish(mut self) -> Graph {
        self.arcs.sort_by_key(|arc| (arc.from, arc.branch));
        let mut arcs = std::mem::take(&mut self.arcs).into_iter().peekable();
        while let Some(arc) = arcs.next() {
            let same = |next: &Arc| next.from == arc.from && next.branch == arc.branch;
            let gateway = self.net[arc.from].kind == NodeKind::Gateway;
            let mut followers = vec![arc.to];
            while let Some(next) = arcs.next_if(|next| gateway && same(next)) {
                followers.push(next.to);
            }
            if followers.len() == 1 {
                self.net.add_edge(arc.from, arc.to, arc.flow);
                continue;
            }
            let id = self.net[arc.from].id.clone();
            let fork = self.net.add_node(Node {
                id,
                kind: NodeKind::Fork,
                join: Join::Any,
                split: Split::All,
            });
            self.net.add_edge(arc.from, fork, arc.flow);
            for to in followers {
                self.net.add_edge(
                    fork,
                    to,
                    Flow {
                        p: Some(1.0),
                        ..Flow::default()
                    },
                );
            }
        }
        Graph::with(self.net, NodeIndex::new(0))
    }
}

fn branch_flow(gateway: &Gateway, branch: &str) -> (usize, Flow) {
    let index = gateway
        .branches
        .iter()
        .position(|known| known.id == *branch)
        .unwrap_or(0);
    let p = probabilities(gateway).get(index).copied().flatten();
    (
        index,
        Flow {
            branch: Some(branch.into()),
            p,
            rework: false,
        },
    )
}
