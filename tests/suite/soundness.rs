//! Soundness: known nets, runs that replay, size, and the law that taking a net apart changes nothing.

use crate::drawn_nets::drawn;
use crate::nets::Net;
use redtape::graph::{Graph, Join, NodeKind, Split};
use redtape::measure::soundness::{
    Fault, FaultKind, Limits, Soundness, Undecided, decide, search_whole,
};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

fn judge(graph: &Graph) -> Soundness {
    decide(graph, Limits::default())
}

#[track_caller]
fn fault(graph: &Graph) -> Fault {
    match judge(graph) {
        Soundness::Unsound(fault) => {
            assert_eq!(
                replay(graph, &fault),
                Some(fault.kind),
                "the run shows the fault"
            );
            fault
        }
        other => panic!("{other:?}"),
    }
}

/// Plays the run by the rules of the game, told again here, up to the violation it leads to.
fn replay(graph: &Graph, fault: &Fault) -> Option<FaultKind> {
    let mut tokens: BTreeMap<usize, usize> = BTreeMap::new();
    let Some((start, rest)) = fault.run.0.split_first() else {
        return Some(fault.kind);
    };
    assert_eq!(start.node, graph.start);
    let give = |tokens: &mut BTreeMap<usize, usize>, flows: &[petgraph::graph::EdgeIndex]| {
        for flow in flows {
            *tokens.entry(flow.index()).or_default() += 1;
        }
        tokens.values().any(|&count| count > 1)
    };
    give(&mut tokens, &start.flows);
    for firing in rest {
        let node = &graph.net[firing.node];
        let ins = graph.in_flows(firing.node);
        let full = |tokens: &BTreeMap<usize, usize>, flow: usize| tokens.contains_key(&flow);
        let mut taken: Vec<_> = ins
            .iter()
            .map(|flow| flow.index())
            .filter(|&flow| full(&tokens, flow))
            .collect();
        assert!(!taken.is_empty(), "{} moves without a token", node.id);
        match node.join {
            Join::All => assert_eq!(taken.len(), ins.len(), "{} does not wait", node.id),
            Join::Any => taken.truncate(1),
            Join::Some => {}
        }
        for flow in taken {
            tokens.remove(&flow);
        }
        let outs = graph.out_flows(firing.node);
        assert!(firing.flows.iter().all(|flow| outs.contains(flow)));
        match node.split {
            Split::All => assert_eq!(firing.flows, outs),
            Split::One => assert_eq!(firing.flows.len(), 1.min(outs.len())),
            Split::Some => assert!(!firing.flows.is_empty()),
        }
        if node.kind == NodeKind::End && !tokens.is_empty() {
            return Some(FaultKind::ImproperCompletion);
        }
        if give(&mut tokens, &firing.flows) {
            return Some(FaultKind::LackOfSynchronisation);
        }
    }
    (!tokens.is_empty()).then_some(match fault.kind {
        FaultKind::NoWayToEnd => FaultKind::NoWayToEnd,
        _ => FaultKind::Deadlock,
    })
}

#[test]
fn a_row_a_choice_a_loop_and_a_block_are_sound() {
    let graph = Net::new()
        .xor("ok")
        .and("fork")
        .and("join")
        .xor("verdict")
        .end("yes")
        .end("no")
        .row(&[
            "start", "apply", "check", "ok", "fork", "fire", "join", "decide", "verdict", "yes",
        ])
        .row(&["fork", "water", "join"])
        .row(&["verdict", "no"])
        .back("ok", "apply", None)
        .build();
    assert_eq!(judge(&graph), Soundness::Sound);
    assert_eq!(search_whole(&graph, Limits::default()), Soundness::Sound);
}

#[test]
fn a_join_that_waits_for_a_branch_not_taken_is_a_deadlock() {
    let graph = Net::new()
        .xor("which")
        .and("join")
        .end("done")
        .row(&["start", "which", "a", "join", "done"])
        .row(&["which", "b", "join"])
        .build();
    let fault = fault(&graph);
    assert_eq!(fault.kind, FaultKind::Deadlock);
    assert_eq!(
        fault.run.told(&graph),
        [("which", vec!["a"]), ("a", vec!["join"])]
    );
    assert_eq!(graph.net[fault.at].id, "join");
}

#[test]
fn two_tokens_on_one_flow_lack_synchronisation() {
    let graph = Net::new()
        .and("fork")
        .xor("merge")
        .end("done")
        .row(&["start", "fork", "a", "merge", "c", "d", "done"])
        .row(&["fork", "b", "merge"])
        .build();
    let fault = fault(&graph);
    assert_eq!(fault.kind, FaultKind::LackOfSynchronisation);
    assert_eq!(graph.net[fault.at].id, "c");
}

#[test]
fn an_end_inside_a_live_block_is_improper() {
    let graph = Net::new()
        .and("fork")
        .and("join")
        .xor("ok")
        .end("refused")
        .end("done")
        .row(&["start", "fork", "a", "ok", "join", "done"])
        .row(&["fork", "b", "join"])
        .row(&["ok", "refused"])
        .build();
    let fault = fault(&graph);
    assert_eq!(fault.kind, FaultKind::ImproperCompletion);
    assert_eq!(graph.net[fault.at].id, "refused");
}

#[test]
fn a_step_nothing_leads_to_is_dead_and_a_closed_loop_never_ends() {
    let dead = Net::new()
        .end("done")
        .row(&["start", "a", "done"])
        .row(&["b", "done"])
        .build();
    let found = fault(&dead);
    assert_eq!(
        (found.kind, dead.net[found.at].id.as_str()),
        (FaultKind::DeadNode, "b")
    );

    let closed = Net::new()
        .xor("which")
        .xor("again")
        .end("done")
        .row(&["start", "which", "done"])
        .row(&["which", "again", "x", "again"])
        .build();
    assert_eq!(fault(&closed).kind, FaultKind::NoWayToEnd);
}

#[test]
fn inclusive_gateways_match_or_are_searched() {
    let block = |join| {
        Net::new()
            .gate("which", Join::Any, Split::Some)
            .gate("join", join, Split::All)
            .end("done")
            .row(&["start", "which", "a", "join", "d", "e", "done"])
            .row(&["which", "b", "join"])
            .row(&["which", "c", "join"])
            .build()
    };
    assert_eq!(judge(&block(Join::Some)), Soundness::Sound);
    assert_eq!(
        search_whole(&block(Join::Some), Limits::default()),
        Soundness::Sound
    );
    assert_eq!(fault(&block(Join::All)).kind, FaultKind::Deadlock);
    assert_eq!(
        fault(&block(Join::Any)).kind,
        FaultKind::LackOfSynchronisation
    );

    // Beside another branch and inside a rework loop: what could come back only after both are
    // done does not hold the inner merge up.
    let nested = Net::new()
        .xor("enter")
        .and("fork")
        .and("join")
        .xor("again")
        .end("done")
        .gate("which", Join::Any, Split::Some)
        .gate("merge", Join::Some, Split::All)
        .row(&[
            "start", "enter", "fork", "which", "a", "merge", "join", "again", "done",
        ])
        .row(&["which", "b", "merge"])
        .row(&["fork", "other", "join"])
        .back("again", "enter", None)
        .build();
    assert_eq!(judge(&nested), Soundness::Sound);
    assert_eq!(search_whole(&nested, Limits::default()), Soundness::Sound);
}

/// Twenty agencies in parallel, each ten steps with a gateway that returns the case.
fn agencies(broken: bool) -> Graph {
    let mut net = Net::new()
        .and("fork")
        .and("join")
        .end("done")
        .row(&["start", "apply", "fork"])
        .row(&["join", "decide", "done"]);
    for agency in 0..20 {
        let id = |step: usize| format!("a{agency}s{step}");
        let gate = format!("g{agency}");
        net = net.xor(&gate).row(&["fork", &id(0)]);
        for step in 0..9 {
            net = net.row(&[&id(step), &id(step + 1)]);
        }
        net = net.row(&[&id(9), &gate, "join"]).back(&gate, &id(3), None);
        if broken && agency == 7 {
            net = net.row(&[&gate, "decide"]);
        }
    }
    net.build()
}

#[test]
fn twenty_agencies_in_parallel_at_once() {
    let began = Instant::now();
    assert_eq!(judge(&agencies(false)), Soundness::Sound);
    assert!(
        began.elapsed() < Duration::from_millis(200),
        "{:?}",
        began.elapsed()
    );

    // Broken in one agency, the net has too many states to search whole; a run is found all the
    // same, and cut down to the agency at fault.
    let graph = agencies(true);
    let Soundness::Unsound(found) = decide(&graph, Limits { states: 2_000 }) else {
        panic!("a branch that leaves the block is unsound");
    };
    assert_eq!(replay(&graph, &found), Some(found.kind));
    assert!(found.run.0.len() < 30, "{:?}", found.run.told(&graph));
}

#[test]
fn long_rows_and_deep_nests_without_recursion() {
    let ids: Vec<String> = (0..2_500).map(|step| format!("s{step}")).collect();
    let row: Vec<&str> = ids.iter().map(String::as_str).collect();
    let graph = Net::new()
        .end("done")
        .row(&["start", row[0]])
        .row(&row)
        .row(&[row[2_499], "done"])
        .build();
    assert_eq!(judge(&graph), Soundness::Sound);

    let mut net = Net::new()
        .end("done")
        .row(&["start", "f0"])
        .row(&["j0", "done"]);
    for level in 0..3_000 {
        let name = |kind: &str, level: usize| format!("{kind}{level}");
        net = net
            .row(&[&name("f", level), &name("x", level), &name("j", level)])
            .row(&[&name("f", level), &name("f", level + 1)])
            .row(&[&name("j", level + 1), &name("j", level)]);
    }
    net = net.row(&["f3000", "j3000"]);
    let mut graph = net.build();
    for node in graph.net.node_indices() {
        if graph.net[node].id.starts_with('j') {
            graph.net[node].join = Join::All;
        }
    }
    assert_eq!(judge(&graph), Soundness::Sound);
}

#[test]
fn large_unstructured_nets_take_linear_time() {
    let began = Instant::now();
    let mut net = Net::new().end("done").row(&["start", "s0"]);
    for step in 0..5_000 {
        let (gate, from, to) = (
            format!("g{step}"),
            format!("s{step}"),
            format!("s{}", step + 1),
        );
        net = net
            .xor(&gate)
            .row(&[&from, &gate, &to])
            .back(&gate, &format!("s{}", step / 2), None);
    }
    assert_eq!(
        judge(&net.row(&["s5000", "done"]).build()),
        Soundness::Sound
    );
    assert!(
        began.elapsed() < Duration::from_secs(2),
        "{:?}",
        began.elapsed()
    );
}

#[test]
fn beyond_the_limit_it_says_so() {
    // Either fork starts both rows: sound, but neither exclusive nor parallel in shape.
    let graph = Net::new()
        .xor("which")
        .and("f")
        .and("g")
        .xor("m")
        .xor("n")
        .and("join")
        .end("done")
        .row(&["start", "which", "f", "m", "a", "join", "done"])
        .row(&["which", "g", "n", "b", "join"])
        .row(&["f", "n"])
        .row(&["g", "m"])
        .build();
    assert_eq!(judge(&graph), Soundness::Sound);
    let few = decide(&graph, Limits { states: 3 });
    let Soundness::Undecided { reason, states } = few else {
        panic!("{few:?}");
    };
    assert_eq!(reason, Undecided::TooManyStates);
    assert!(states > 3);
}

#[test]
fn taking_a_net_apart_changes_no_verdict() {
    let mut seen = BTreeMap::new();
    // In 6307 a token goes around outside a region and comes to an inclusive merge within it.
    for seed in (0..4_000).chain([6_307]) {
        let graph = drawn(seed);
        let whole = search_whole(&graph, Limits { states: 20_000 });
        let apart = decide(&graph, Limits { states: 20_000 });
        let kind = match (&whole, &apart) {
            (Soundness::Undecided { .. }, _) => "undecided whole",
            (Soundness::Sound, Soundness::Sound) => "sound",
            (Soundness::Unsound(a), Soundness::Unsound(b)) => {
                assert_eq!(replay(&graph, a), Some(a.kind), "{seed}");
                assert_eq!(replay(&graph, b), Some(b.kind), "{seed}");
                "unsound"
            }
            _ => panic!("{seed}: whole {whole:?}, apart {apart:?}\n{graph:?}"),
        };
        *seen.entry(kind).or_insert(0) += 1;
    }
    assert!(seen["sound"] > 800 && seen["unsound"] > 800, "{seen:?}");
}
