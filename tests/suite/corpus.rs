//! A golden line per real procedure: what was found, what is proposed, and what comes of the lead time.

use crate::golden::{golden, repository};
use redtape::diff::Table;
use redtape::fact::Facts;
use redtape::measure::Convention;
use redtape::message::Lang;
use redtape::simplify::{Options, Outcome, simplify};
use std::collections::BTreeMap;
use std::fmt::Write as _;

fn counted<'a>(ids: impl Iterator<Item = &'a str>) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    ids.for_each(|id| *counts.entry(id).or_default() += 1);
    let each = counts.iter().map(|(id, count)| format!("{id} {count}"));
    let each: Vec<String> = each.collect();
    if each.is_empty() {
        "none".to_owned()
    } else {
        each.join(", ")
    }
}

#[test]
fn each_procedure_gives_what_it_gave() {
    let mut text = String::new();
    for p in crate::procedures::all() {
        let options = Options {
            facts: Facts::of(&p),
            ..Options::default()
        };
        let result = simplify(&p, &options).unwrap();
        let rewrites = |outcome: &Outcome| {
            let entries = outcome.derivation.iter();
            counted(entries.map(|entry| entry.proposal.rewrite.id))
        };
        let table = Table::of(&p, &result, Convention::Plain);
        let lead = table.lines.iter().find(|line| line.key == "lead-time");
        let say = |figure: &redtape::measure::figure::Figure| figure.message().say(Lang::En, &p);
        let _ = writeln!(text, "{}", p.id);
        let findings = result.findings.iter();
        let _ = writeln!(
            text,
            "  findings: {}",
            counted(findings.map(|finding| finding.rule))
        );
        let _ = writeln!(text, "  sure: {}", rewrites(&result.sure));
        let _ = writeln!(text, "  if answered: {}", rewrites(&result.if_answered));
        let blocked = result.blocked.iter();
        let blocked = counted(blocked.map(|proposal| proposal.rewrite.id));
        let _ = writeln!(
            text,
            "  blocked: {blocked}; questions: {}",
            result.questions.len()
        );
        if let Some(lead) = lead {
            let _ = writeln!(
                text,
                "  lead time: {} -> {} -> {}",
                say(&lead.now),
                say(&lead.sure),
                say(&lead.if_answered)
            );
        }
    }
    golden(&repository("tests/golden/corpus.txt"), &text);
}
