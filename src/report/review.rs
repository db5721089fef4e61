//! The list of the procedures of a review, as a page.

use crate::message::{Ids, Lang, Message, words};
use minijinja::{AutoEscape, Environment, Value, context};
use std::io::{Error, Result, Write};

/// A procedure of the folder.
pub struct Row {
    /// The name of its file, without the ending.
    pub name: String,
    /// Where it is decided about.
    pub address: String,
    /// What it is called.
    pub title: String,
    /// How many steps it has, where it can be read.
    pub steps: Option<usize>,
    /// How many decisions hold.
    pub holding: usize,
    /// When the last one was recorded.
    pub last: Option<String>,
    /// Why it cannot be opened.
    pub fault: Option<String>,
}

/// Writes the list.
///
/// # Errors
/// Those of `out`.
pub fn index(folder: &str, rows: Vec<Row>, lang: Lang, out: &mut impl Write) -> Result<()> {
    let mut templates = Environment::new();
    // Names come from files: nothing of them is markup.
    templates.set_auto_escape_callback(|_| AutoEscape::Html);
    let row = |row: Row| {
        context! {
            name => row.name,
            address => row.address,
            title => row.title,
            steps => row.steps,
            holding => row.holding,
            last => row.last,
            fault => row.fault,
        }
    };
    let title = Message::new("review-folder").with("folder", folder);
    let other = match lang {
        Lang::En => ("zh", "中文"),
        Lang::Zh => ("en", "English"),
    };
    let page = templates.render_str(
        include_str!("review.html"),
        context! {
            lang => lang.tag(),
            title => title.say(lang, &Ids),
            rows => rows.into_iter().map(row).collect::<Vec<Value>>(),
            other_lang => other.0,
            other => other.1,
            procedure => words("review-procedure", lang),
            steps => words("review-steps", lang),
            holding => words("review-standing", lang),
            last => words("review-last", lang),
            at_fault => words("review-at-fault", lang),
            empty => words("review-empty", lang),
        },
    );
    out.write_all(page.map_err(Error::other)?.as_bytes())
}
