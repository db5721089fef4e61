//! Counts: what is counted by hand.

use super::{loaded, real, said};
use redtape::graph::Graph;
use redtape::measure::counts::Counts;
use redtape::measure::figure::{Figure, State};
use redtape::measure::{Convention, measure};
use redtape::model::Procedure;

fn counts(p: &Procedure) -> Counts {
    measure(p, &Graph::of(p), Convention::default()).counts
}

#[track_caller]
fn is(figure: &Figure, count: f64) {
    let value = figure.known().unwrap_or_else(|| panic!("{}", said(figure)));
    assert!(
        value.is_fixed() && (value.min - count).abs() < 1e-9,
        "{}",
        said(figure)
    );
}

/// The charter: ENG-INS-ENG-BFP-MPDC-BFP'-MPDC'-BO-TREAS-ENG', each a person of its own; the offices
/// are ENG BFP MPDC BFP MPDC ENG TREAS ENG.
#[test]
fn angono_changes_desks_nine_times_and_offices_seven_times() {
    let counts = counts(&real("ph-angono-building-permit"));
    is(&counts.steps, 10.0);
    is(&counts.interactions, 10.0);
    is(&counts.handoffs, 9.0);
    is(&counts.handoffs_between_agencies, 7.0);
    is(&counts.agencies, 4.0);
    is(&counts.desks, 9.0);
    // Only the engineering personnel have the case back after one other desk.
    is(&counts.returns, 1.0);
    is(&counts.visits, 10.0);
    is(&counts.payments, 1.0);
    is(&counts.inspections, 1.0);
}

/// By hand, of those that carry no order of payment (internal): 4 at receive, 1, 2, 2, fire-receipt,
/// zoning-receipt, two certificates, permit-receipt.
#[test]
fn angono_asks_fourteen_papers_and_nine_different_ones() {
    let counts = counts(&real("ph-angono-building-permit"));
    // The site inspection says nothing of papers.
    assert_eq!(said(&counts.documents), "at least 14, 9 of 10 steps known");
    assert_eq!(
        said(&counts.distinct_documents),
        "at least 9, 9 of 10 steps known"
    );
    // The application form says nothing of its fields, at two steps.
    assert_eq!(counts.fields.state(), State::Floor);
    assert_eq!(counts.fields_rekeyed.state(), State::NotMeasurable);
    // Every desk of the municipality: no step says whether it rests on a law.
    assert_eq!(
        said(&counts.legal_steps),
        "not measurable: the file does not say"
    );
}

#[test]
fn the_university_signs_three_times_at_most_and_five_boxes_sign() {
    let counts = counts(&real("nl-tue-domestic-declaration"));
    is(&counts.sign_offs, 5.0);
    is(&counts.levels, 3.0);
    is(&counts.agencies, 1.0);
    assert_eq!(
        said(&counts.visits),
        "not measurable: the file does not say"
    );
}

#[test]
fn two_sign_offs_in_a_row_by_one_role_are_one_level() {
    let p = loaded(
        r#"{"redtape": 1, "id": "x", "name": "x", "roles": [{"id": "a"}, {"id": "b"}],
        "steps": [{"id": "s1", "kind": "sign-off", "role": "a"},
          {"id": "s2", "kind": "sign-off", "role": "a", "after": ["s1"]},
          {"id": "t1", "kind": "sign-off", "role": "b", "after": ["s2"]},
          {"id": "t2", "kind": "sign-off", "role": "a", "after": ["t1"]}],
        "ends": [{"id": "e", "after": ["t2"]}]}"#,
    );
    let counts = counts(&p);
    is(&counts.sign_offs, 4.0);
    is(&counts.levels, 3.0);
    is(&counts.handoffs, 2.0);
    // a a | b | a: the case comes back from b.
    is(&counts.returns, 1.0);
    // Nobody says where a and b belong.
    assert_eq!(counts.agencies.state(), State::NotMeasurable);
    assert_eq!(
        said(&counts.handoffs_between_agencies),
        "at least 0, 2 of 4 steps known"
    );
}

const CLAIM: &str = r#"{"redtape": 1, "id": "x", "name": "x", "complete": ["documents", "fields", "laws"],
    "agencies": [{"id": "city", "government": "g"}, {"id": "registry", "government": "g"}],
    "roles": [{"id": "owner", "kind": "applicant"}, {"id": "desk", "agency": "city"}],
    "laws": [{"id": "l"}],
    "fields": [{"id": "name"}, {"id": "address"}],
    "documents": [{"id": "f1", "kind": "form", "carries": ["name", "address"], "law": ["l"]},
      {"id": "f2", "kind": "form", "carries": ["name"]},
      {"id": "extract", "kind": "proof", "issued_by": "registry"},
      {"id": "note", "kind": "internal"}, {"id": "stamp", "kind": "internal"}],
    "steps": [{"id": "apply", "kind": "submit", "role": "owner", "with": "desk", "visit": "hall",
        "needs": ["f1", {"document": "extract", "copies": 3}], "law": ["l"]},
      {"id": "type", "kind": "record", "role": "desk", "after": ["apply"],
        "enters": [{"field": "name", "system": "s"}], "produces": ["note", "stamp"]},
      {"id": "again", "kind": "submit", "role": "owner", "online": true, "after": ["type"], "needs": ["f2"]},
      {"id": "read", "kind": "check", "role": "desk", "after": ["again"], "needs": ["note"]}],
    "ends": [{"id": "done", "after": ["read"]}]}"#;

#[test]
fn papers_and_fields_are_counted_where_everything_is_said() {
    let counts = counts(&loaded(CLAIM));
    is(&counts.documents, 5.0);
    is(&counts.distinct_documents, 3.0);
    is(&counts.fields, 3.0);
    is(&counts.fields_repeated, 1.0);
    is(&counts.fields_rekeyed, 1.0);
    is(&counts.forms, 2.0);
    is(&counts.online_share, 0.5);
    is(&counts.visits, 1.0);
    is(&counts.unused_outputs, 1.0);
    is(&counts.legal_steps, 0.25);
    is(&counts.legal_documents, 1.0 / 3.0);
    // The extract is held; of the two forms nobody says who else holds them.
    assert_eq!(said(&counts.documents_held), "1..3");
}

#[test]
fn the_applicant_alone_is_a_carrier() {
    // owner with desk = desk; desk; owner alone; desk.
    is(&counts(&loaded(CLAIM)).handoffs, 2.0);
}

/// Three bodies come one by one, then at one joint visit: the papers are still asked, and each body is still there.
#[test]
fn a_joint_visit_counts_once_and_drops_no_paper() {
    let folder =
        crate::cases::root().join("tests/rewrites/join-inspections/applies-three-side-by-side");
    let [before, after] = ["procedure.json", "after.json"]
        .map(|file| counts(&crate::cases::procedure(&folder.join(file))));
    let visited = |counts: &Counts| counts.visits.value.and_then(|value| value.point());
    assert_eq!([visited(&before), visited(&after)], [Some(3.0), Some(1.0)]);
    is(&before.inspections, 3.0);
    is(&after.inspections, 1.0);
    for same in [
        |counts: &Counts| counts.interactions.clone(),
        |counts: &Counts| counts.documents.clone(),
    ] {
        assert_eq!(said(&same(&before)), said(&same(&after)));
    }
    is(&after.agencies, 3.0);
}

/// What is paid in all stays what it is, to the cent; two payments become one.
#[test]
fn paying_once_saves_a_payment_and_no_money() {
    let folder = crate::cases::root().join("tests/rewrites/pay-once/applies-with-application");
    let [before, after] =
        ["procedure.json", "after.json"].map(|file| crate::cases::procedure(&folder.join(file)));
    is(&counts(&before).payments, 2.0);
    is(&counts(&after).payments, 1.0);
    let paid = |p: &Procedure| said(&measure(p, &Graph::of(p), Convention::Plain).cost);
    assert_eq!(paid(&before), paid(&after));
    assert!(paid(&before).contains("55 EUR"), "{}", paid(&before));
    let visits = |p: &Procedure| counts(p).visits.value.and_then(|value| value.point());
    assert_eq!([visits(&before), visits(&after)], [Some(2.0), Some(1.0)]);
}
