//! Facts, their patterns and answers.

use redtape::fact::{Fact, Facts, Given};

#[test]
fn one_answer_serves_all_items_that_are_asked_at_once() {
    let answer = |yes| Given {
        yes,
        ..Given::default()
    };
    let mut facts = Facts::default();
    facts.add("may-share(tax,  town, *)", answer(true));
    facts.add("may-share(tax, town, health-record)", answer(false));
    let said = |item| {
        let fact = Fact::new("may-share", ["tax", "town", item]);
        facts.answer(&fact).map(|given| given.yes)
    };
    assert_eq!(said("address"), Some(true));
    assert_eq!(
        said("health-record"),
        Some(false),
        "the exact answer goes before the pattern"
    );
    let elsewhere = Fact::new("may-share", ["tax", "police", "address"]);
    assert_eq!(facts.answer(&elsewhere), None);
}
