//! A diagram as one page without any other file, to move about in.

use super::{LEGEND, SCRIPT, WORDS, environment, heirs, label, lanes, picture, policy};
use crate::draw::{Direction, Placed, diagram_alone, legend_alone};
use crate::message::{Lang, words};
use crate::model::Procedure;
use minijinja::{Value, context};
use std::collections::BTreeMap;
use std::io::{Error, Result, Write};

/// What is drawn.
pub struct Drawing<'a> {
    /// The placed sheet, or those of two versions that were laid out together.
    pub sheets: &'a [&'a Placed],
    /// The version drawn last.
    pub procedure: &'a Procedure,
    /// Where it comes from.
    pub foot: &'a [String],
    /// The language of the page.
    pub lang: Lang,
}

impl Drawing<'_> {
    /// Writes the page.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&self, out: &mut impl Write) -> Result<()> {
        let names = ["before", "after"];
        let pictures = self.sheets.iter().zip(names);
        let pictures = pictures.map(|(sheet, name)| picture(&diagram_alone(sheet), name));
        let mut pictures = pictures.collect::<Result<Vec<Value>>>()?.into_iter();
        let rows = |sheet: &&Placed| sheet.direction == Direction::LeftRight;
        let told = WORDS
            .into_iter()
            .map(|key| (label(key), words(key, self.lang)));
        let page = context! {
            lang => self.lang.tag(),
            title => self.procedure.name.say(self.lang),
            t => told.collect::<BTreeMap<_, _>>(),
            style => Value::from_safe_string(include_str!("report.css").to_owned()),
            script => Value::from_safe_string(SCRIPT.to_owned()),
            policy => Value::from_safe_string(policy(SCRIPT)),
            before => pictures.next(),
            after => pictures.next(),
            legend => picture(&legend_alone(self.sheets, LEGEND), "legend")?,
            rows => self.sheets.first().is_some_and(rows),
            lanes => self.sheets.first().map(|sheet| lanes(sheet)),
            heirs => heirs(self.procedure),
            foot => self.foot.to_vec(),
        };
        let page = environment()?.render_str(include_str!("drawing.html"), page);
        out.write_all(page.map_err(Error::other)?.as_bytes())
    }
}
