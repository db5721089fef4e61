//! Decisions of a meeting: what they do, that a file of them does the same again, and what is said of one that is at fault.

mod faults;

use crate::generator::generated;
use crate::golden::{self, repository};
use crate::procedures::named;
use rand::seq::{IndexedRandom as _, SliceRandom as _};
use rand::{RngExt as _, SeedableRng as _};
use rand_pcg::Pcg64Mcg;
use redtape::decision::{Decided, with_known};
use redtape::fact::Facts;
use redtape::model::Procedure;
use redtape::model::decision::{Decisions, load_decisions};
use redtape::model::part::Part as _;
use redtape::simplify::{
    Entry, Layer, Options, Outcome, Simplification, Standing, Waivers, simplify,
};
use redtape::source::Source;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;

const SHANGHAI: &str = "cn-shanghai-start-business";
const HASH: &str = "0000000000000000000000000000000000000000000000000000000000000000";

fn decisions(p: &Procedure, list: Value) -> Decided {
    let mut all = Decisions::none(&p.id, HASH).write();
    all["decisions"] = list;
    Decided::of(read(&all.to_string()))
}

fn read(text: &str) -> Decisions {
    let Ok(source) = Source::from_bytes("d.json", text.as_bytes().to_vec()) else {
        panic!("text")
    };
    with_known(|known| load_decisions(&source, known)).unwrap_or_else(|faults| {
        let said = source.explain(&faults, redtape::message::Lang::En);
        panic!("{said}\n{text}")
    })
}

fn decided(p: &Procedure, decided: &Decided) -> Simplification {
    let options = decided.apply(Facts::of(p), Waivers::of(p, None));
    simplify(p, &options).unwrap()
}

fn plain(p: &Procedure, facts: Facts) -> Simplification {
    let options = Options {
        facts,
        waivers: Waivers::of(p, None),
        ..Options::default()
    };
    simplify(p, &options).unwrap()
}

fn ids(entries: &[Entry]) -> Vec<String> {
    entries.iter().map(|entry| entry.proposal.id()).collect()
}

fn same(one: &Outcome, other: &Outcome) -> bool {
    ids(&one.derivation) == ids(&other.derivation) && one.procedure == other.procedure
}

fn now() -> &'static str {
    "2026-11-25T14:03:20Z"
}

fn accept(id: &str) -> Value {
    json!({"at": now(), "by": "chair", "accept": id})
}

fn yes(fact: &str) -> Value {
    json!({"at": now(), "by": "chair", "answer": {"fact": fact, "answer": "yes", "by": "registry"}})
}

/// Procedures that the laws hold for.
fn subjects() -> Vec<Procedure> {
    let real = [
        SHANGHAI,
        "pt-start-business",
        "ph-bayambang-business-permit",
    ];
    let real = real.into_iter().map(named);
    real.chain((0..25).map(generated)).collect()
}

/// SHA-256 of the procedure's file.
fn input() -> String {
    use sha2::{Digest, Sha256};
    use std::fmt::Write;
    let text = std::fs::read(repository(&format!("procedures/{SHANGHAI}.json"))).unwrap();
    Sha256::digest(text)
        .iter()
        .fold(String::new(), |mut hex, byte| {
            write!(hex, "{byte:02x}").unwrap();
            hex
        })
}

#[test]
fn nothing_is_done_before_it_is_accepted_and_what_could_be_is_what_it_was() {
    for p in subjects() {
        let before = plain(&p, Facts::of(&p));
        let none = decided(&p, &decisions(&p, json!([])));
        assert!(none.sure.derivation.is_empty(), "{}", p.id);
        assert_eq!(none.sure.procedure, p);
        assert!(same(&none.if_answered, &before.if_answered), "{}", p.id);
    }
}

#[test]
fn when_everything_sure_is_accepted_the_result_is_that_of_no_meeting() {
    let mut some = 0;
    for p in subjects() {
        let mut facts = Facts::of(&p);
        let open = plain(&p, facts.clone()).questions;
        let answers: Vec<Value> = open.iter().map(|open| yes(&open.text())).collect();
        facts.0.extend(decisions(&p, json!(answers)).answers().0);
        let without = plain(&p, facts);
        let mut all = answers;
        all.extend(ids(&without.sure.derivation).iter().map(|id| accept(id)));
        let with = decided(&p, &decisions(&p, json!(all)));
        assert!(same(&with.sure, &without.sure), "{}", p.id);
        assert!(same(&with.if_answered, &without.if_answered), "{}", p.id);
        some += without.sure.derivation.len();
    }
    assert!(some > 100, "only {some} proposals were accepted");
}

/// A meeting that decides at random about what it is shown, each time about what came of the decisions before.
fn meeting(p: &Procedure, random: &mut Pcg64Mcg) -> Decided {
    let mut list: Vec<Value> = Vec::new();
    for _ in 0..12 {
        let so_far = decisions(p, json!(list));
        let shown = decided(p, &so_far);
        let waiting = &shown.if_answered.derivation[shown.sure.derivation.len()..];
        let proposal = waiting.choose(random).map(|entry| entry.proposal.id());
        let one = match random.random_range(0..8) {
            0..=2 => proposal.map(|id| accept(&id)),
            3 => proposal.map(
                |id| json!({"at": now(), "by": "chair", "reject": id, "why": "not this year"}),
            ),
            4 | 5 => (shown.questions.choose(random)).map(|open| yes(&open.text())),
            6 => shown.findings.choose(random).map(|finding| {
                json!({"at": now(), "by": "chair", "keep":
                    {"finding": finding.id(), "why": "kept", "by": "chair", "until": "2027-12-31"}})
            }),
            _ => so_far
                .last()
                .last()
                .map(|last| json!({"at": now(), "by": "chair", "undo": last})),
        };
        list.extend(one);
    }
    decisions(p, json!(list))
}

#[test]
fn a_file_of_decisions_gives_what_the_meeting_saw() {
    let mut random = Pcg64Mcg::seed_from_u64(4);
    let mut counts = [0; 3];
    for p in subjects() {
        let held = meeting(&p, &mut random);
        let saw = decided(&p, &held);
        let text = held.decisions.text();
        let again = Decided::of(read(&text));
        assert_eq!(again, held);
        assert_eq!(
            again.decisions.text(),
            text,
            "the file is written as it was"
        );
        let replayed = decided(&p, &again);
        assert!(same(&replayed.sure, &saw.sure) && same(&replayed.if_answered, &saw.if_answered));
        assert_eq!(replayed.waived, saw.waived);
        assert!(saw.undone.is_empty(), "{}: a guarantee was broken", p.id);

        let ballot = held.ballot();
        let done: BTreeSet<String> = ids(&saw.sure.derivation).into_iter().collect();
        assert!(done.is_subset(&ballot.accepted), "{}: done unasked", p.id);
        let all: BTreeSet<String> = ids(&saw.if_answered.derivation).into_iter().collect();
        assert!(
            all.is_disjoint(&ballot.rejected),
            "{}: rejected and there",
            p.id
        );
        assert!(
            saw.sure
                .derivation
                .iter()
                .all(|entry| entry.proposal.layer() == Layer::Sure)
        );
        let rejected = saw.rejected.iter().map(redtape::simplify::Proposal::id);
        assert!(
            rejected
                .collect::<BTreeSet<_>>()
                .is_subset(&ballot.rejected)
        );
        let kept = saw.waived.iter();
        assert!(kept.clone().all(|one| one.standing != Standing::Expired));
        counts[0] += done.len();
        counts[1] += saw.rejected.len();
        counts[2] += held.kept().count();
    }
    assert!(
        counts.iter().all(|count| *count > 5),
        "too little was decided: {counts:?}"
    );
}

#[test]
fn the_order_of_decisions_about_different_things_does_not_matter() {
    let mut random = Pcg64Mcg::seed_from_u64(5);
    for p in subjects().into_iter().take(8) {
        let facts: Vec<Value> = (plain(&p, Facts::of(&p)).questions.iter())
            .map(|open| yes(&open.text()))
            .collect();
        let answered = decided(&p, &decisions(&p, json!(facts)));
        let accepted = ids(&answered.if_answered.derivation);
        let mut list = facts;
        list.extend(accepted.iter().step_by(2).map(|id| accept(id)));
        let one = decided(&p, &decisions(&p, json!(list)));
        list.shuffle(&mut random);
        let other = decided(&p, &decisions(&p, json!(list)));
        assert!(same(&one.sure, &other.sure) && same(&one.if_answered, &other.if_answered));
    }
}

#[test]
fn what_was_taken_back_does_not_hold_and_what_stood_before_it_does_again() {
    let p = named(SHANGHAI);
    let merge = "merge-adjacent-steps(a, b)";
    let reject = json!({"at": now(), "by": "mayor", "reject": merge, "why": "no"});
    let undo = |number: usize| json!({"at": now(), "by": "chair", "undo": number});
    let holding = |list: Value| -> Vec<usize> {
        let decided = decisions(&p, list);
        decided.holding().map(|(number, _)| number).collect()
    };
    assert_eq!(
        holding(json!([accept(merge), reject])),
        [2],
        "the later one holds"
    );
    assert_eq!(
        holding(json!([accept(merge), reject, undo(2)])),
        [1],
        "the earlier one again"
    );
    assert_eq!(holding(json!([accept(merge), reject, undo(1)])), [2]);
    assert!(holding(json!([accept(merge), undo(1)])).is_empty());
    let fact = |text: &str| yes(text);
    let twice = json!([fact("may-share(a, b, c)"), fact("may-share(a,b,c)")]);
    assert_eq!(holding(twice), [2], "one fact, written in two ways");
}

#[test]
fn the_report_and_the_minutes_tell_what_was_decided_in_both_languages() {
    let p = named(SHANGHAI);
    let folder = tempfile::tempdir().unwrap();
    let procedure = repository(&format!("procedures/{SHANGHAI}.json"));
    std::fs::copy(procedure, folder.path().join("p.json")).unwrap();
    let first = plain(&p, Facts::of(&p));
    let asked: Vec<Value> = first
        .questions
        .iter()
        .map(|open| yes(&open.text()))
        .collect();
    let entries = ids(&first.if_answered.derivation);
    let (done, refused) = (&entries[0], &entries[entries.len() - 1]);
    let mut list = asked;
    list.push(accept(done));
    list.push(json!({"at": now(), "by": "Ann <b>|</b>", "reject": refused, "why": "we *need* it"}));
    let all = json!({"redtape_decisions": 1, "procedure": SHANGHAI, "input_sha256": input(), "decisions": list});
    std::fs::write(folder.path().join("d.json"), all.to_string()).unwrap();
    for lang in ["en", "zh"] {
        told(folder.path(), lang);
    }
}

/// A file of a document.
fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    std::io::read_to_string(archive.by_name(name).unwrap()).unwrap()
}

/// The minutes for word processors and for printers say the same.
fn on_paper(folder: &Path, lang: &str) {
    let document = std::fs::read(folder.join("minutes.docx")).unwrap();
    for name in ["[Content_Types].xml", "word/styles.xml", "word/footer1.xml"] {
        roxmltree::Document::parse(&part(&document, name)).unwrap();
    }
    let body = part(&document, "word/document.xml");
    let body = roxmltree::Document::parse(&body).unwrap();
    let texts = body.descendants().filter_map(|node| node.text());
    let texts = texts.collect::<Vec<_>>().join("\n");
    for said in [
        "Ann <b>|</b>",
        "we *need* it",
        "simplify p.json --decisions d.json",
        &input()[..16],
    ] {
        assert!(texts.contains(said), "{said}: {texts}");
    }
    let paper = std::fs::read(folder.join("minutes.pdf")).unwrap();
    let holds = |what: &str| {
        paper
            .windows(what.len())
            .any(|bytes| bytes == what.as_bytes())
    };
    assert!(paper.starts_with(b"%PDF-") && holds("/ToUnicode"));
    assert!(holds(&format!("/Lang({lang})")));
}

/// The results in a language tell who rejected what and why, whatever characters that is written with.
fn told(folder: &Path, lang: &str) {
    let args = [
        "simplify",
        "p.json",
        "--decisions",
        "d.json",
        "--out",
        lang,
        "--lang",
        lang,
        "--as-of",
        "2026-01-01",
        "--also",
        "html",
        "--also",
        "xlsx",
        "--also",
        "pdf",
    ];
    let ran = golden::redtape(folder, &args, b"");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let file = |name: &str| std::fs::read_to_string(folder.join(lang).join(name)).unwrap();
    let data: Value = serde_json::from_str(&file("report.json")).unwrap();
    assert_eq!(data["sure"].as_array().unwrap().len(), 1);
    assert_eq!(data["sure"][0]["decision"]["decided"], "accepted");
    assert_eq!(data["rejected"][0]["decision"]["why"], "we *need* it");
    let page = file("minutes.html");
    assert!(
        page.contains("Ann &lt;b&gt;|&lt;&#x2f;b&gt;") && !page.contains("<b>"),
        "{page}"
    );
    let words = file("minutes.md");
    assert!(
        words.contains(r"Ann \<b\>\|\</b\>") && words.contains(r"we \*need\* it"),
        "{words}"
    );
    for text in [&page, &words] {
        assert!(
            text.contains("simplify p.json --decisions d.json"),
            "{text}"
        );
        assert!(text.contains(&input()[..16]), "{text}");
    }
    on_paper(&folder.join(lang), lang);
    assert!(file("report.txt").contains("we *need* it"));
    assert!(file("report.html").contains("class=\"tag rejected\""));
}
