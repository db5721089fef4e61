//! Procedures made up to the scale asked for: every matter goes to an agency of its own, which takes it in (asking the
//! same form, licence and plan each time), examines it and signs it.

use std::fmt::Write as _;

/// Matters of three steps each, one behind the other, over at most `agencies` agencies; one step more at the start.
pub(crate) fn procedure(steps: usize, agencies: usize) -> String {
    let mut roles = String::from(r#"{"id": "owner", "kind": "applicant"}"#);
    let mut list = String::new();
    for agency in 0..agencies {
        let comma = if agency == 0 { "" } else { "," };
        let _ = write!(
            list,
            r#"{comma}{{"id": "agency{agency}", "government": "city"}}"#
        );
        for (role, superior) in [("window", "officer"), ("officer", "chief"), ("chief", "")] {
            let superior = if superior.is_empty() {
                String::new()
            } else {
                format!(r#", "superior": "{superior}{agency}""#)
            };
            let _ = write!(
                roles,
                r#", {{"id": "{role}{agency}", "agency": "agency{agency}"{superior}}}"#
            );
        }
    }
    let mut text = format!(
        r#"{{"redtape": 1, "id": "made-up", "name": "Made up", "agencies": [{list}], "roles": [{roles}],
        "documents": [{{"id": "form", "kind": "form", "carries": ["name", "address"]}},
            {{"id": "licence", "kind": "proof"}}, {{"id": "plan", "kind": "proof"}}],
        "fields": [{{"id": "name"}}, {{"id": "address"}}],
        "criteria": [{{"id": "complete", "reads": ["form", "plan"]}}, {{"id": "lawful", "reads": ["plan"]}}],
        "steps": [{{"id": "s0", "name": "Prepare the project", "kind": "record", "role": "owner", "elapsed": "5 cd"}}"#
    );
    for step in 1..steps {
        let agency = (step - 1) / 3 % agencies;
        let body = match (step - 1) % 3 {
            0 => format!(
                r#""kind": "submit", "role": "owner", "with": "window{agency}", "visit": "in-person", "elapsed": "1 cd",
                "needs": [{{"document": "form"}}, {{"document": "licence", "form": "copy"}}, {{"document": "plan", "form": "copy"}}]"#
            ),
            1 => format!(
                r#""kind": "review", "role": "officer{agency}", "criteria": ["complete", "lawful"], "elapsed": "3..8 cd""#
            ),
            _ => format!(
                r#""kind": "sign-off", "role": "chief{agency}", "criteria": ["lawful"], "elapsed": "2 cd""#
            ),
        };
        let before = step - 1;
        let _ = write!(
            text,
            r#", {{"id": "s{step}", "name": "Matter {} at agency {agency}", {body}, "after": ["s{before}"]}}"#,
            (step - 1) / 3
        );
    }
    let last = steps - 1;
    let _ = write!(
        text,
        r#"], "ends": [{{"id": "done", "after": ["s{last}"]}}]}}"#
    );
    text
}
