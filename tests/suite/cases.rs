//! The cases of rules and rewrites: directories of plain files that a clerk can read.

use crate::golden::golden;
use redtape::fact::{Facts, Verdict};
use redtape::message::Lang;
use redtape::model::{Procedure, load, print};
use redtape::simplify::{Layer, Options, Proposal, proposals, simplify};
use redtape::source::Source;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// The project's folder.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Loads a procedure file, and says what is wrong with it if it does not load.
pub(crate) fn procedure(path: &Path) -> Procedure {
    let text = std::fs::read_to_string(path).unwrap();
    let source = Source {
        name: path.display().to_string(),
        text,
    };
    load(&source).unwrap_or_else(|faults| panic!("{}", source.explain(&faults, Lang::En)))
}

/// `(rule or rewrite, case, folder)` of every case, in order of name.
pub(crate) fn cases(kind: &str) -> Vec<(String, String, PathBuf)> {
    let folders = |path: PathBuf| {
        let mut names: Vec<PathBuf> = std::fs::read_dir(path)
            .into_iter()
            .flatten()
            .map(|entry| entry.unwrap().path())
            .collect();
        names.retain(|path| path.is_dir());
        names.sort();
        names
    };
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    let owners = folders(root().join("tests").join(kind));
    owners
        .iter()
        .flat_map(|owner| {
            folders(owner.clone())
                .into_iter()
                .map(move |case| (name(owner), name(&case), case))
        })
        .collect()
}

#[test]
fn rules_fire_and_stay_quiet() {
    for (rule, case, folder) in cases("rules") {
        let p = procedure(&folder.join("procedure.json"));
        let found = simplify(
            &p,
            &Options {
                facts: Facts::of(&p),
                ..Options::default()
            },
        )
        .unwrap()
        .findings;
        let mut text = String::new();
        for finding in found.iter().filter(|finding| finding.rule == rule) {
            let _ = writeln!(
                text,
                "{} [{}, {}]",
                finding.id(),
                finding.severity.word(),
                finding.confidence.word()
            );
            let _ = writeln!(text, "  {}", finding.message.say(Lang::En, &p));
            for label in &finding.labels {
                let _ = writeln!(
                    text,
                    "  - {}: {}",
                    label.at,
                    label.message.say(Lang::En, &p)
                );
            }
        }
        assert_eq!(
            case.starts_with("fires-"),
            !text.is_empty(),
            "{rule}/{case}: {text}"
        );
        assert!(
            case.starts_with("fires-") || case.starts_with("quiet-"),
            "{rule}/{case}"
        );
        golden(&folder.join("findings.txt"), &text);
    }
}

#[test]
fn rewrites_apply_ask_and_decline() {
    for (rewrite, case, folder) in cases("rewrites") {
        let p = procedure(&folder.join("procedure.json"));
        let options = Options {
            facts: Facts::of(&p),
            ..Options::default()
        };
        let all = proposals(&p, &options).unwrap();
        let own: Vec<_> = all
            .iter()
            .filter(|proposal| proposal.rewrite.id == rewrite)
            .collect();
        let text: String = own.iter().map(|proposal| log(proposal, &p)).collect();
        if case.starts_with("applies-") {
            let result = simplify(&p, &options).unwrap();
            assert!(result.undone.is_empty(), "{rewrite}/{case}: undone");
            let applied = result
                .sure
                .derivation
                .iter()
                .any(|entry| entry.proposal.rewrite.id == rewrite);
            assert!(applied, "{rewrite}/{case} does not apply:\n{text}");
            golden(
                &folder.join("after.json"),
                &print::print(&result.sure.procedure),
            );
        } else {
            let (layer, precondition) = expected(&case);
            let alone = own
                .iter()
                .any(|proposal| stops_alone(proposal, layer, precondition));
            assert!(
                alone,
                "{rewrite}/{case}: {precondition} alone does not decide:\n{text}"
            );
        }
        golden(&folder.join("log.txt"), &text);
    }
}

fn expected(case: &str) -> (Layer, &str) {
    // What follows the precondition after two hyphens tells several cases of it apart.
    let strip = |prefix| {
        case.strip_prefix(prefix)
            .map(|rest: &str| rest.split("--").next().unwrap_or(rest))
    };
    match (strip("blocked-by-"), strip("asks-")) {
        (Some(precondition), _) => (Layer::Blocked, precondition),
        (_, Some(precondition)) => (Layer::IfAnswered, precondition),
        _ => panic!("{case}: a case is applies-, blocked-by- or asks-"),
    }
}

/// Whether this precondition puts the proposal into the layer and every other one holds.
fn stops_alone(proposal: &Proposal, layer: Layer, precondition: &str) -> bool {
    let others = proposal
        .verdicts
        .iter()
        .filter(|(id, _)| *id != precondition);
    let others_hold = others
        .into_iter()
        .all(|(_, verdict)| matches!(verdict, Verdict::Holds(_)));
    proposal.layer() == layer && others_hold
}

fn log(proposal: &Proposal, p: &Procedure) -> String {
    let layer = match proposal.layer() {
        Layer::Sure => "sure",
        Layer::IfAnswered => "if answered yes",
        Layer::Blocked => "blocked",
    };
    let mut text = format!("{}: {layer}\n", proposal.id());
    for (id, verdict) in &proposal.verdicts {
        let said = match verdict {
            Verdict::Holds(message) => format!("holds: {}", message.say(Lang::En, p)),
            Verdict::Fails(message) => format!("fails: {}", message.say(Lang::En, p)),
            Verdict::Unknown(facts) => {
                let asked: Vec<_> = facts
                    .iter()
                    .map(|fact| format!("{} {}", fact.text(), fact.question().say(Lang::En, p)))
                    .collect();
                format!("asks: {}", asked.join(" / "))
            }
        };
        let _ = writeln!(text, "  {id} {said}");
    }
    text
}

/// Preconditions that only ask of what was read: a no to their question is a dependency, so that the order is not proposed any more
/// (`why` says so).
const ONLY_ASK: [(&str, &str); 5] = [
    ("circulate-in-parallel", "independent"),
    ("circulate-in-parallel", "knockout-would-be-lost"),
    ("merge-steps-of-one-desk", "waits-for-nothing-between"),
    ("parallelise-independent-steps", "independent"),
    ("parallelise-independent-steps", "knockout-would-be-lost"),
];

#[test]
fn each_rule_and_each_precondition_has_its_cases() {
    let names = |kind: &str, owner: &str| -> Vec<String> {
        let cases = cases(kind).into_iter();
        cases
            .filter(|(of, _, _)| of == owner)
            .map(|(_, case, _)| case)
            .collect()
    };
    let has = |cases: &[String], start: &str| cases.iter().any(|case| case.starts_with(start));
    let mut missing = Vec::new();
    for rule in redtape::rules::ALL {
        let cases = names("rules", rule.id);
        let wanted = ["fires-", "quiet-"].into_iter();
        missing.extend(
            wanted
                .filter(|start| !has(&cases, start))
                .map(|start| format!("{}/{start}", rule.id)),
        );
    }
    for rewrite in redtape::rewrites::ALL {
        let cases = names("rewrites", rewrite.id);
        if !has(&cases, "applies-") {
            missing.push(format!("{}/applies-", rewrite.id));
        }
        for precondition in rewrite.preconditions {
            let name = format!("blocked-by-{}", precondition.id);
            if !has(&cases, &name) && !ONLY_ASK.contains(&(rewrite.id, precondition.id)) {
                missing.push(format!("{}/{name}", rewrite.id));
            }
        }
    }
    // What any real procedure leaves open, a case asks.
    for p in crate::procedures::all() {
        let options = Options {
            facts: Facts::of(&p),
            ..Options::default()
        };
        for proposal in proposals(&p, &options).unwrap() {
            let cases = names("rewrites", proposal.rewrite.id);
            let open = proposal.verdicts.iter();
            let open = open.filter(|(_, verdict)| matches!(verdict, Verdict::Unknown(_)));
            for (precondition, _) in open {
                let name = format!("asks-{precondition}");
                if !has(&cases, &name) {
                    missing.push(format!("{}/{name}", proposal.rewrite.id));
                }
            }
        }
    }
    missing.sort();
    missing.dedup();
    assert!(missing.is_empty(), "no case: {missing:#?}");
}
