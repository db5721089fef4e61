//! Answers to questions of fact as a file: the form that `redtape questions` writes, filled in.

use crate::model::Date;
use crate::source::Source;
use serde::{Deserialize, Deserializer};

/// A form.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sheet {
    /// The procedure that the form was made for.
    pub procedure: Option<String>,
    /// The file that it was made from; an answer stays true when a file changes.
    #[serde(rename = "input_sha256")]
    _input: Option<String>,
    /// What was asked.
    pub answers: Vec<Line>,
    /// For the reader of a form.
    #[serde(rename = "to_write")]
    _to_write: Option<Vec<String>>,
}

/// A question, and what was answered.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// The fact: `may-share(a, b, *)`.
    pub fact: String,
    /// `null` in a form that nobody has filled in; it may not be left out.
    #[serde(deserialize_with = "Option::deserialize")]
    pub answer: Option<YesNo>,
    /// Who answered.
    pub by: Option<String>,
    /// The day of the answer.
    #[serde(default, deserialize_with = "day")]
    pub on: Option<Date>,
    /// Where it stands.
    pub source: Option<String>,
    /// For the reader of a form.
    #[serde(rename = "question")]
    _question: Option<String>,
    #[serde(rename = "unlocks")]
    _unlocks: Option<Vec<String>>,
}

/// An answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum YesNo {
    /// It is so.
    Yes,
    /// It is not.
    No,
}

fn day<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Date>, D::Error> {
    let text = Option::<String>::deserialize(from)?;
    let day = text.filter(|text| !text.is_empty()).map(|text| {
        let day = text.parse();
        day.map_err(|_| serde::de::Error::custom(format!("{text} is not a day, as in 2026-03-01")))
    });
    Ok(day.transpose()?.map(Date))
}

/// Reads a form.
///
/// # Errors
/// The first fault, with its place in front.
pub fn read(source: &Source) -> Result<Sheet, String> {
    serde_json::from_str(&source.text).map_err(|error| {
        // The place is told in front, as for every other file.
        let text = error.to_string();
        let text = text.split(" at line ").next().unwrap_or(&text);
        let (line, column) = (error.line(), error.column());
        format!("{}:{line}:{column}: {text}", source.name)
    })
}
