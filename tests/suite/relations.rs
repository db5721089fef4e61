//! Relations between nodes: known answers, and what runs of the token game say.

use crate::nets::Net;
use petgraph::graph::NodeIndex;
use redtape::graph::{Graph, Join, Split};
use redtape::measure::relations::Relations;

/// apply, then fire beside (water or none), joined; decide; verdict; a return to apply.
fn permit() -> Graph {
    Net::new()
        .xor("complete")
        .and("fork")
        .and("join")
        .xor("dry")
        .xor("m")
        .xor("verdict")
        .end("granted")
        .end("refused")
        .row(&[
            "start", "apply", "check", "complete", "fork", "fire", "join", "decide", "verdict",
            "issue", "granted",
        ])
        .row(&["fork", "dry", "water", "m", "join"])
        .row(&["dry", "m"])
        .row(&["verdict", "letter", "refused"])
        .back("complete", "apply", None)
        .build()
}

fn with(ask: impl Fn(&Relations, &dyn Fn(&str) -> NodeIndex)) {
    let relations = Relations::of(&permit()).unwrap();
    ask(&relations, &|id| relations.node(&id.into()).unwrap());
}

#[test]
fn paths() {
    with(|r, id| {
        assert!(r.leads(id("check"), id("apply")) && !r.leads_forward(id("check"), id("apply")));
        assert!(r.leads(id("apply"), id("apply")) && !r.leads(id("fire"), id("fire")));
        assert!(r.dominates(id("check"), id("issue")) && !r.dominates(id("fire"), id("decide")));
        assert!(
            r.post_dominates(id("decide"), id("apply"))
                && !r.post_dominates(id("issue"), id("apply"))
        );
        assert!(
            r.on_every_path(id("apply"), id("check"), id("apply")),
            "around the loop"
        );
        assert!(
            !r.on_every_path(id("issue"), id("decide"), id("apply")),
            "no such path"
        );
        assert!(r.on_every_path(id("dry"), id("m"), id("granted")));
        assert!(!r.on_every_path(id("dry"), id("water"), id("granted")));
    });
}

#[test]
fn runs() {
    with(|r, id| {
        assert!(
            r.always_before(id("fire"), id("decide")),
            "though not on every path"
        );
        assert!(
            !r.always_before(id("water"), id("decide")),
            "only when it is not dry"
        );
        assert!(
            r.always_after(id("fire"), id("apply")) && !r.always_after(id("issue"), id("apply"))
        );
        assert!(r.always_after_to(id("issue"), id("apply"), id("granted")));
        assert!(!r.always_after_to(id("issue"), id("apply"), id("refused")));
    });
}

#[test]
fn together_or_never() {
    with(|r, id| {
        assert!(r.concurrent(id("fire"), id("water")) && r.concurrent(id("m"), id("fire")));
        assert!(!r.concurrent(id("fire"), id("decide")) && !r.concurrent(id("water"), id("m")));
        assert!(
            r.exclusive(id("issue"), id("letter")) && r.exclusive(id("granted"), id("refused"))
        );
        assert!(!r.exclusive(id("fire"), id("water")) && !r.exclusive(id("apply"), id("letter")));
    });
}

#[test]
fn inclusive_branches_run_together_and_the_merge_after_them() {
    let graph = Net::new()
        .xor("enter")
        .gate("which", Join::Any, Split::Some)
        .gate("merge", Join::Some, Split::All)
        .and("fork")
        .and("join")
        .xor("again")
        .end("done")
        .row(&[
            "start", "enter", "fork", "which", "a", "merge", "then", "join", "again", "done",
        ])
        .row(&["which", "b", "merge"])
        .row(&["fork", "other", "join"])
        .back("again", "enter", None)
        .build();
    let r = Relations::of(&graph).unwrap();
    let id = |id: &str| graph.node(id).unwrap();
    assert!(r.concurrent(id("a"), id("b")) && r.concurrent(id("merge"), id("other")));
    assert!(r.concurrent(id("then"), id("other")) && !r.concurrent(id("merge"), id("a")));
    assert!(!r.concurrent(id("then"), id("b")) && !r.always_before(id("a"), id("then")));
    assert!(r.always_before(id("other"), id("again")) && r.always_before(id("merge"), id("again")));
}

#[test]
fn a_long_row_in_moderate_time() {
    let ids: Vec<String> = (0..2_500).map(|step| format!("s{step}")).collect();
    let row: Vec<&str> = ids.iter().map(String::as_str).collect();
    let graph = Net::new()
        .end("done")
        .row(&["start", row[0]])
        .row(&row)
        .row(&[row[2_499], "done"])
        .build();
    let began = std::time::Instant::now();
    let r = Relations::of(&graph).unwrap();
    assert!(began.elapsed() < std::time::Duration::from_secs(2));
    assert!(r.dominates(NodeIndex::new(3), NodeIndex::new(2_400)));
}
