//! Scenario refinement: whatever the gateways decide, the rewritten procedure reaches the same end
//! with the same outputs, and what was examined before something protected still is.
//!
//! A scenario fixes the branch of each gateway: at its first two visits, which may send the case back,
//! and at every later one, so that loops run 0, 1 and 2 times. Scenarios are enumerated, not interleavings: a token carries what was
//! done in its causal past, so that what merely happened to come earlier counts for nothing.
//! Beyond [`MOST`] scenarios a fixed sample is taken.

use petgraph::graph::{EdgeIndex, NodeIndex};
use rand::{RngExt as _, SeedableRng};
use rand_pcg::Pcg64Mcg;
use redtape::context::Context;
use redtape::control::competent;
use redtape::dependence::{protects, protects_end};
use redtape::graph::{Join, NodeKind, Split};
use redtape::guarantee::Pair;
use redtape::model::{DocumentKind, Gateway, GatewayKind, Id};
use redtape::trade::{Relaxed, gives_up};
use std::collections::{BTreeMap, BTreeSet};

/// Scenarios that are enumerated; of more, as many are drawn.
const MOST: usize = 48;

/// Firings after which a run is given up.
const LONGEST: usize = 5_000;

/// What a gateway decides: branches at the first visit, at the second, at every later one.
type Decided = [BTreeSet<String>; 3];

/// What gateways decide.
type Scenario = BTreeMap<String, Decided>;

/// Criteria examined, with whether a competent role did.
type Examined = BTreeSet<(Id, bool)>;

/// What one run came to.
#[derive(Debug, Default)]
struct Run {
    end: Option<String>,
    outputs: BTreeSet<Id>,
    /// Gateways to which the run came.
    asked: BTreeSet<String>,
    /// For each step and end reached, what was examined before it in the last round.
    past: BTreeMap<String, Examined>,
}

/// Holds a version against the one that was made of it, but for what is `relaxed`: what a step examined and need not
/// any more counts for nothing. A case that goes past a sample goes as one that the step has passed.
pub(crate) fn refines(
    before: &Context<'_>,
    after: &Context<'_>,
    relaxed: &[Relaxed],
) -> Result<(), String> {
    let pair = Pair::of(before, after, relaxed);
    let gone: Vec<&Gateway> = (before.procedure.gateways.iter().flatten())
        .filter(|gateway| after.procedure.gateway(&gateway.id).is_none())
        .collect();
    let new: Vec<&Gateway> = (after.procedure.gateways.iter().flatten())
        .filter(|gateway| before.procedure.gateway(&gateway.id).is_none())
        .collect();
    let known: Vec<Scenario> = scenarios(before);
    for scenario in known
        .iter()
        .flat_map(|scenario| with_each_way(scenario, &new))
    {
        let now = run(after, &scenario, &[]);
        let mut free = gone.clone();
        if !new.is_empty() {
            free.extend(asked_for_nothing(before, &now));
        }
        agrees(&pair, &scenario, &free, &now)?;
    }
    Ok(())
}

/// The gateways to which a run did not come.
fn asked_for_nothing<'a>(before: &Context<'a>, now: &Run) -> Vec<&'a Gateway> {
    let all = before.procedure.gateways.iter().flatten();
    all.filter(|gateway| !now.asked.contains(gateway.id.as_str()))
        .collect()
}

/// What a gateway that is gone decided, something else decides: one way to take it must agree.
fn agrees(
    pair: &Pair<'_>,
    scenario: &Scenario,
    gone: &[&Gateway],
    now: &Run,
) -> Result<(), String> {
    let mut lost = None;
    for scenario in with_each_way(scenario, gone) {
        match compare(pair, &run(pair.before, &scenario, pair.relaxed), now) {
            Ok(()) => return Ok(()),
            Err(why) => lost = lost.or(Some(format!("{why} in {scenario:?}"))),
        }
    }
    Err(lost.unwrap_or_default())
}

fn compare(pair: &Pair<'_>, was: &Run, is: &Run) -> Result<(), String> {
    if was.end != is.end || is.end.is_none() {
        return Err(format!("ends at {:?}, not at {:?}", is.end, was.end));
    }
    if was.outputs != is.outputs {
        return Err(format!("gives {:?}, not {:?}", is.outputs, was.outputs));
    }
    for (at, examined) in &was.past {
        let heir = pair.heir(at).map_or(at.as_str(), |heir| &heir.id);
        let kept = is.past.get(heir);
        let p = pair.before.procedure;
        let step = p.step(at);
        let end = p.ends.iter().find(|end| *end.id == *at);
        for (criterion, competent) in examined {
            // Who is refused on one ground need not have been examined on the others.
            let matters = step.is_none_or(|step| protects(pair.before, criterion, step))
                && end.is_none_or(|end| protects_end(p, criterion, end));
            let known = (criterion.clone(), *competent);
            if matters && kept.is_some_and(|kept| !kept.contains(&known)) {
                return Err(format!(
                    "{criterion} no longer examined before {heir} (competent: {competent})"
                ));
            }
        }
    }
    Ok(())
}

/// The ways to decide at one gateway.
fn ways(gateway: &Gateway) -> Vec<Decided> {
    let always = |set: BTreeSet<String>| [set.clone(), set.clone(), set];
    let named = |branch: &redtape::model::Branch| BTreeSet::from([branch.id.to_string()]);
    let onward: Vec<_> = (gateway.branches.iter())
        .filter(|branch| branch.back_to.is_none())
        .map(named)
        .collect();
    let back = gateway
        .branches
        .iter()
        .filter(|branch| branch.back_to.is_some());
    let all: BTreeSet<String> = onward.iter().flatten().cloned().collect();
    match gateway.kind.unwrap_or(GatewayKind::Exclusive) {
        GatewayKind::Parallel => vec![always(all)],
        GatewayKind::Inclusive => {
            let single = onward.into_iter().chain([all.clone()]);
            single.map(always).collect()
        }
        GatewayKind::Exclusive => {
            let straight = onward.iter().cloned().map(always);
            let returned = back.flat_map(|branch| {
                let back = named(branch);
                let ways = onward.iter().cloned();
                ways.flat_map(move |on| {
                    let once = [back.clone(), on.clone(), on.clone()];
                    [once, [back.clone(), back.clone(), on]]
                })
            });
            straight.chain(returned).collect()
        }
    }
}

fn scenarios(cx: &Context<'_>) -> Vec<Scenario> {
    let gateways: Vec<_> = cx.procedure.gateways.iter().flatten().collect();
    let ways: Vec<_> = gateways.iter().map(|gateway| ways(gateway)).collect();
    let count = ways
        .iter()
        .try_fold(1_usize, |product, ways| product.checked_mul(ways.len()));
    let read = |choose: &mut dyn FnMut(usize) -> usize| -> Scenario {
        let chosen = gateways
            .iter()
            .zip(&ways)
            .map(|(gateway, ways)| (gateway.id.to_string(), ways[choose(ways.len())].clone()));
        chosen.collect()
    };
    let Some(count) = count.filter(|&count| count <= MOST) else {
        let mut rng = Pcg64Mcg::seed_from_u64(ways.len() as u64);
        let drawn = (0..MOST).map(|_| read(&mut |of| rng.random_range(0..of)));
        return drawn.collect();
    };
    let numbered = (0..count).map(|number| {
        let mut rest = number;
        read(&mut |of| {
            let at = rest % of;
            rest /= of;
            at
        })
    });
    numbered.collect()
}

/// A scenario with every way that the given gateways could decide, the others as they are.
fn with_each_way(scenario: &Scenario, gone: &[&Gateway]) -> Vec<Scenario> {
    let mut all = vec![scenario.clone()];
    for gateway in gone {
        let ways = ways(gateway);
        let each = |scenario: Scenario| {
            let ways = ways.clone().into_iter();
            ways.map(move |way| {
                let mut scenario = scenario.clone();
                scenario.insert(gateway.id.to_string(), way);
                scenario
            })
            .collect::<Vec<_>>()
        };
        all = all.into_iter().flat_map(each).take(MOST).collect();
    }
    all
}

/// Plays the tokens of one scenario, in the order of the file.
struct Play<'a> {
    cx: &'a Context<'a>,
    scenario: &'a Scenario,
    relaxed: &'a [Relaxed],
    tokens: BTreeMap<EdgeIndex, Vec<Examined>>,
    visits: BTreeMap<NodeIndex, usize>,
    run: Run,
}

fn run(cx: &Context<'_>, scenario: &Scenario, relaxed: &[Relaxed]) -> Run {
    let mut play = Play {
        cx,
        scenario,
        relaxed,
        tokens: BTreeMap::new(),
        visits: BTreeMap::new(),
        run: Run::default(),
    };
    play.fire(cx.graph.start, Examined::new());
    for _ in 0..LONGEST {
        let Some((node, past)) = play.next() else {
            break;
        };
        play.fire(node, past);
    }
    play.run
}

impl Play<'_> {
    fn net(&self) -> &petgraph::graph::DiGraph<redtape::graph::Node, redtape::graph::Flow> {
        &self.cx.graph.net
    }

    fn marked(&self, node: NodeIndex) -> Vec<EdgeIndex> {
        let flows = self.cx.graph.in_flows(node).into_iter();
        flows
            .filter(|flow| {
                self.tokens
                    .get(flow)
                    .is_some_and(|tokens| !tokens.is_empty())
            })
            .collect()
    }

    /// Takes the tokens of the first node that can go on; inclusive merges wait until nothing else can.
    fn next(&mut self) -> Option<(NodeIndex, Examined)> {
        let order = self.cx.graph.order.clone();
        let ready = |play: &Self, node: NodeIndex, patient: bool| -> Vec<EdgeIndex> {
            let marked = play.marked(node);
            match play.net()[node].join {
                Join::All if marked.len() == play.cx.graph.in_flows(node).len() => marked,
                Join::Any => marked.into_iter().take(1).collect(),
                Join::Some if patient => marked,
                _ => Vec::new(),
            }
        };
        let found = [false, true].into_iter().find_map(|patient| {
            let nodes = order.iter().map(|&node| (node, ready(self, node, patient)));
            nodes.into_iter().find(|(_, flows)| !flows.is_empty())
        });
        let (node, flows) = found?;
        let mut past = Examined::new();
        for flow in flows {
            past.extend(self.tokens.get_mut(&flow)?.pop()?);
        }
        Some((node, past))
    }

    fn fire(&mut self, node: NodeIndex, mut past: Examined) {
        let known = self.net()[node].clone();
        if let Some(step) = self
            .cx
            .procedure
            .step(&known.id)
            .filter(|_| known.kind == NodeKind::Step)
        {
            let p = self.cx.procedure;
            let criteria = step.criteria.iter().flatten();
            for criterion in criteria.filter(|id| !gives_up(self.relaxed, &step.id, id)) {
                past.insert((criterion.clone(), false));
                if competent(self.cx, &step.role, criterion) == Some(true) {
                    past.insert((criterion.clone(), true));
                }
            }
            let output = |id: &&Id| {
                p.document(id)
                    .is_some_and(|d| d.kind == Some(DocumentKind::Output))
            };
            self.run
                .outputs
                .extend(step.produces.iter().flatten().filter(output).cloned());
        }
        if matches!(known.kind, NodeKind::Step | NodeKind::End) {
            self.run.past.insert(known.id.to_string(), past.clone());
        }
        if known.kind == NodeKind::End {
            self.run.end = Some(known.id.to_string());
            return;
        }
        if known.kind == NodeKind::Gateway {
            self.run.asked.insert(known.id.to_string());
        }
        let visit = self.visits.entry(node).or_default();
        let round = (*visit).min(2);
        *visit += 1;
        for flow in self.chosen(node, round) {
            self.tokens.entry(flow).or_default().push(past.clone());
        }
    }

    fn chosen(&self, node: NodeIndex, round: usize) -> Vec<EdgeIndex> {
        let flows = self.cx.graph.out_flows(node);
        let net = self.net();
        if net[node].split == Split::All {
            return flows;
        }
        if net[node].kind == NodeKind::Start {
            return flows.into_iter().take(1).collect();
        }
        let Some(decided) = self.scenario.get(&*net[node].id) else {
            return Vec::new();
        };
        let taken = |flow: &EdgeIndex| {
            let branch = net[*flow].branch.as_ref();
            branch.is_some_and(|branch| decided[round].contains(&**branch))
        };
        flows.into_iter().filter(taken).collect()
    }
}

/// A check and a decision, in a row or side by side.
fn checked(after: &str, ends: &str) -> redtape::model::Procedure {
    let text = format!(
        r#"{{"redtape": 1, "id": "x", "name": "x", "roles": [{{"id": "a"}}, {{"id": "b"}}], "criteria": [{{"id": "c"}}],
        "documents": [{{"id": "d", "kind": "output"}}],
        "steps": [{{"id": "s", "kind": "submit", "role": "a"}},
          {{"id": "check", "kind": "check", "role": "a", "after": ["s"], "criteria": ["c"]}},
          {{"id": "decide", "kind": "decide", "role": "b", "after": ["{after}"], "produces": ["d"]}}],
        "ends": [{{"id": "e", "after": {ends}}}]}}"#
    );
    let source = redtape::source::Source {
        name: "x".into(),
        text,
    };
    redtape::model::load(&source).unwrap()
}

#[test]
fn a_decision_beside_its_check_is_no_refinement() {
    let facts = redtape::fact::Facts::default();
    let row = checked("check", r#"["decide"]"#);
    let beside = checked("s", r#"["check", "decide"]"#);
    let row = Context::of(&row, &facts).unwrap();
    let beside = Context::of(&beside, &facts).unwrap();
    assert!(refines(&row, &row, &[]).is_ok());
    assert!(refines(&beside, &row, &[]).is_ok());
    let lost = refines(&row, &beside, &[]).unwrap_err();
    assert!(
        lost.starts_with("c no longer examined before decide"),
        "{lost}"
    );
}

#[test]
fn a_lost_output_is_no_refinement() {
    let facts = redtape::fact::Facts::default();
    let whole = checked("check", r#"["decide"]"#);
    let mut without = whole.clone();
    without.steps[2].produces = None;
    let whole = Context::of(&whole, &facts).unwrap();
    let without = Context::of(&without, &facts).unwrap();
    assert!(
        refines(&whole, &without, &[])
            .unwrap_err()
            .starts_with("gives")
    );
}
