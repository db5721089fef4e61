//! Laws that hold for every real procedure.

use super::{measured, real};
use redtape::measure::Convention;
use redtape::measure::figure::State;
use redtape::message::{Ids, Lang, words};

fn ids() -> Vec<String> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("procedures");
    let entries = std::fs::read_dir(folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    let mut ids: Vec<String> = names
        .filter(|name| !name.ends_with(".reform.json"))
        .filter_map(|name| Some(name.strip_suffix(".json")?.to_owned()))
        .collect();
    ids.sort();
    ids
}

#[test]
fn every_figure_has_its_points_in_order_and_says_what_is_missing() {
    for id in ids() {
        let procedure = real(&id);
        for convention in [Convention::Plain, Convention::DoingBusiness] {
            for row in measured(&procedure, convention).rows() {
                let figure = row.figure;
                let name = format!("{id} {}", row.key);
                if let Some(value) = figure.value {
                    assert!(
                        value.min >= 0.0 && value.min <= value.max,
                        "{name} {value:?}"
                    );
                    assert!(!value.max.is_nan(), "{name}");
                    assert!(value.mean.is_none_or(f64::is_finite), "{name} {value:?}");
                }
                let missing = figure.state() == State::NotMeasurable;
                assert_eq!(missing, figure.why.is_some(), "{name}");
                for lang in Lang::ALL {
                    let said = figure.message().say(lang, &Ids);
                    assert!(!said.contains('{'), "{name}: {said}");
                    assert_ne!(words(row.label.key, lang), row.label.key, "{name}");
                }
            }
        }
    }
}
