//! Blocks and expected visits: known answers, and the laws of flow.

use crate::drawn_nets::drawn;
use crate::nets::Net;
use redtape::graph::{Graph, Join, NodeKind, Split};
use redtape::measure::markov::{Missing, Visits, visits};
use redtape::measure::soundness::{Limits, Soundness, decide};
use redtape::measure::structure::{Item, Kind, Structure, Tangle};
use std::collections::BTreeMap;

fn solved(graph: &Graph) -> (Structure, Visits) {
    let structure = Structure::of(graph).unwrap();
    let found = visits(graph, &structure);
    (structure, found)
}

#[track_caller]
fn close(graph: &Graph, expected: &[(&str, f64)]) {
    let (_, found) = solved(graph);
    for &(id, wanted) in expected {
        let node = graph.node(id).unwrap();
        let visits = found.of_node[node.index()].unwrap();
        assert!(
            (visits - wanted).abs() < 1e-12,
            "{id}: {visits}, expected {wanted}"
        );
    }
}

#[test]
fn a_return_probability_p_gives_one_by_one_minus_p_visits() {
    for p in [0.0, 0.1, 0.5, 0.9] {
        let graph = Net::new()
            .xor("ok")
            .end("done")
            .row(&["start", "check"])
            .row(&["check", "ok"])
            .flow("ok", "done", Some(1.0 - p))
            .back("ok", "check", Some(p))
            .build();
        close(&graph, &[("check", 1.0 / (1.0 - p)), ("done", 1.0)]);
    }
}

/// Check the application (1 day, again with probability 0.2); income (1) beside credit history
/// (3); assess (3); offer (1) in 0.6 of the cases, reject (2) in the others.
fn credit() -> Graph {
    Net::new()
        .xor("ok")
        .xor("verdict")
        .and("join")
        .end("offered")
        .end("rejected")
        .row(&["start", "check", "ok"])
        .back("ok", "check", Some(0.2))
        .node("fork", NodeKind::Fork, Join::Any, Split::All)
        .flow("ok", "fork", Some(0.8))
        .row(&["fork", "income", "join", "assess", "verdict"])
        .row(&["fork", "history", "join"])
        .row(&["offer", "offered"])
        .row(&["reject", "rejected"])
        .flow("verdict", "offer", Some(0.6))
        .flow("verdict", "reject", Some(0.4))
        .build()
}

/// Lead time from the inside out, all steps of fixed length.
fn lead(graph: &Graph, days: &BTreeMap<&str, f64>) -> f64 {
    let (structure, found) = solved(graph);
    let mut blocks = vec![0.0; structure.blocks.len()];
    let row = |row: usize, blocks: &[f64]| -> f64 {
        (structure.rows[row].items.iter())
            .map(|item| match *item {
                Item::Node(node) => days
                    .get(graph.net[node].id.as_str())
                    .copied()
                    .unwrap_or(0.0),
                Item::Block(block) => blocks[block],
                Item::Flow(_) => 0.0,
            })
            .sum()
    };
    for number in structure.inward_out() {
        let block = &structure.blocks[number];
        let mut ready = vec![0.0; block.corners.len()];
        let mut whole = 0.0;
        for (branch, share) in block.branches.iter().zip(&found.of_branch[number]) {
            let length: f64 = row(branch.row, &blocks);
            match block.kind {
                Kind::Choice => whole += length * share.unwrap(),
                Kind::Parallel => {
                    ready[branch.to] = f64::max(ready[branch.to], ready[branch.from] + length);
                    whole = ready[block.exit];
                }
                other => panic!("{other:?}"),
            }
        }
        blocks[number] = whole;
    }
    row(structure.root, &blocks)
}

#[test]
fn the_textbook_credit_application_takes_8_65_days() {
    // Dumas and others, "Fundamentals of business process management", ch. 7:
    // 1 / (1 - 0.2) + max(1, 3) + 3 + 0.6 * 1 + 0.4 * 2 = 8.65.
    let days = [
        ("check", 1.0),
        ("income", 1.0),
        ("history", 3.0),
        ("assess", 3.0),
        ("offer", 1.0),
        ("reject", 2.0),
    ];
    let graph = credit();
    assert!((lead(&graph, &days.into()) - 8.65).abs() < 1e-12);
    close(
        &graph,
        &[
            ("check", 1.25),
            ("history", 1.0),
            ("offered", 0.6),
            ("rejected", 0.4),
        ],
    );
}

#[test]
fn two_loops_that_overlap() {
    // a, b, c; back to a with 0.3; else d; back to b with 0.4; else done. By hand:
    // a = 1 + 0.3 c, b = a + 0.4 d, c = b, d = 0.7 c, so b (1 - 0.3 - 0.28) = 1.
    let graph = Net::new()
        .xor("early")
        .xor("late")
        .end("done")
        .row(&["start", "a", "b", "c", "early"])
        .flow("early", "done", Some(0.0))
        .row(&["d", "late"])
        .flow("early", "d", Some(0.7))
        .flow("late", "done", Some(0.6))
        .back("early", "a", Some(0.3))
        .back("late", "b", Some(0.4))
        .build();
    let b = 1.0 / 0.42;
    close(
        &graph,
        &[
            ("a", 1.0 + 0.3 * b),
            ("b", b),
            ("c", b),
            ("d", 0.7 * b),
            ("done", 1.0),
        ],
    );
}

#[test]
fn choices_that_do_not_nest() {
    let graph = Net::new()
        .xor("g")
        .xor("h")
        .xor("m")
        .end("z-end")
        .end("w-end")
        .row(&["start", "g"])
        .row(&["x", "h"])
        .row(&["y", "m", "w", "w-end"])
        .row(&["z", "z-end"])
        .flow("g", "x", Some(0.5))
        .flow("g", "y", Some(0.5))
        .flow("h", "z", Some(0.4))
        .flow("h", "m", Some(0.6))
        .build();
    close(
        &graph,
        &[("x", 0.5), ("w", 0.8), ("w-end", 0.8), ("z-end", 0.2)],
    );
}

#[test]
fn an_unknown_probability_spoils_only_its_own_branches() {
    let graph = Net::new()
        .xor("which")
        .xor("m")
        .end("done")
        .row(&["start", "apply", "which", "a", "m", "issue", "done"])
        .row(&["which", "b", "m"])
        .build();
    let (_, found) = solved(&graph);
    assert_eq!(
        found.missing,
        [Missing::Probability(graph.node("which").unwrap())]
    );
    let of = |id: &str| found.of_node[graph.node(id).unwrap().index()];
    assert_eq!(
        (of("apply"), of("a"), of("b"), of("issue")),
        (Some(1.0), None, None, Some(1.0))
    );
}

#[test]
fn a_loop_that_is_never_left_is_named() {
    let graph = Net::new()
        .xor("ok")
        .end("done")
        .row(&["start", "check", "ok"])
        .flow("ok", "done", Some(0.0))
        .back("ok", "check", Some(1.0))
        .build();
    let (_, found) = solved(&graph);
    assert!(
        matches!(&found.missing[..], [Missing::ClosedLoop(nodes)] if nodes.contains(&graph.node("ok").unwrap()))
    );
    assert!(found.of_node.iter().all(Option::is_none));
}

#[test]
fn parallel_steps_that_cross_are_a_network_of_events() {
    // a, b; c after a; d after a and b; e after c and d: no nesting, yet a longest path.
    let all = |net: Net, id: &str| net.node(id, NodeKind::Step, Join::All, Split::All);
    let net = all(all(Net::new().end("done"), "d"), "e");
    let graph = net
        .row(&["start", "f", "a", "c", "e", "done"])
        .row(&["f", "b", "d", "e"])
        .row(&["a", "d"])
        .build();
    let (structure, _) = solved(&graph);
    assert_eq!(structure.blocks.len(), 1);
    assert_eq!(structure.blocks[0].kind, Kind::Parallel);
    let days = [("a", 2.0), ("b", 3.0), ("c", 1.5), ("d", 1.0), ("e", 1.0)];
    assert!((lead(&graph, &days.into()) - 5.0).abs() < 1e-12);
    close(&graph, &[("d", 1.0), ("e", 1.0)]);
}

#[test]
fn a_loop_across_a_parallel_block_is_not_measurable() {
    let graph = Net::new()
        .and("fork")
        .and("join")
        .xor("ok")
        .xor("m")
        .and("late")
        .end("done")
        .row(&["start", "m", "a", "fork", "b", "join", "done"])
        .row(&["fork", "c", "ok", "join"])
        .row(&["ok", "late", "m"])
        .build();
    let structure = Structure::of(&graph).unwrap();
    assert_eq!(structure.tangles().len(), 1);
    assert_eq!(structure.tangles()[0].0, Tangle::LoopAcrossParallel);
    let found = visits(&graph, &structure);
    assert!(matches!(
        found.missing[..],
        [Missing::Tangled(Tangle::LoopAcrossParallel, _)]
    ));
}

#[test]
fn long_rows_loops_and_nests_are_quick() {
    let mut net = Net::new().end("done").row(&["start", "s0"]);
    for step in 0..2_500 {
        let id = |kind: &str, step: usize| format!("{kind}{step}");
        net = net
            .xor(&id("g", step))
            .row(&[&id("s", step), &id("g", step)])
            .row(&[&id("s", step + 1)])
            .back(&id("g", step), "s0", Some(0.0001))
            .flow(&id("g", step), &id("s", step + 1), Some(0.9999));
    }
    let graph = net.row(&["s2500", "done"]).build();
    let (_, found) = solved(&graph);
    let first = found.of_node[graph.node("s0").unwrap().index()].unwrap();
    assert!((first - 0.9999_f64.powi(-2_500)).abs() < 1e-9, "{first}");
}

#[test]
fn visits_obey_the_laws_of_flow() {
    let mut tried = 0;
    for seed in 0..3_000 {
        let mut graph = drawn(seed);
        if decide(&graph, Limits { states: 5_000 }) != Soundness::Sound {
            continue;
        }
        for node in graph.net.node_indices() {
            let outs = graph.out_flows(node);
            for (at, &flow) in outs.iter().enumerate() {
                // Shares 1 : 2 : 3 ...
                let share = (at + 1) as f64 * 2.0 / (outs.len() * (outs.len() + 1)) as f64;
                graph.net[flow].p = Some(share);
            }
        }
        let (structure, found) = solved(&graph);
        if !found.missing.is_empty() {
            continue;
        }
        tried += 1;
        laws(&graph, &structure, &found, seed);
    }
    assert!(tried > 800, "{tried}");
}

fn laws(graph: &Graph, structure: &Structure, found: &Visits, seed: u64) {
    let mut of_flow = vec![f64::NAN; graph.net.edge_count()];
    for (row, visits) in structure.rows.iter().zip(&found.of_row) {
        for item in &row.items {
            if let Item::Flow(flow) = item {
                of_flow[flow.index()] = visits.unwrap();
            }
        }
    }
    let same = |a: f64, b: f64| assert!((a - b).abs() < 1e-9, "{seed}: {a} and {b}");
    let inclusive = graph
        .net
        .node_weights()
        .any(|node| node.split == Split::Some);
    let mut ended = 0.0;
    for node in graph.net.node_indices() {
        let visits = found.of_node[node.index()].unwrap();
        let ins: Vec<f64> = graph
            .in_flows(node)
            .iter()
            .map(|flow| of_flow[flow.index()])
            .collect();
        for flow in graph.out_flows(node) {
            let alone = graph.out_flows(node).len() == 1;
            let p = graph.net[flow].p.unwrap();
            let share = if graph.net[node].split == Split::All || alone {
                1.0
            } else {
                p
            };
            same(of_flow[flow.index()], visits * share);
        }
        match graph.net[node].join {
            _ if ins.is_empty() => same(visits, 1.0),
            Join::Any => same(visits, ins.iter().sum()),
            Join::All => ins.iter().for_each(|&flow| same(visits, flow)),
            Join::Some if inclusive => {}
            Join::Some => assert!(ins.iter().all(|&flow| flow <= visits + 1e-9)),
        }
        if graph.net[node].kind == NodeKind::End {
            ended += visits;
        }
    }
    same(ended, 1.0);
}
