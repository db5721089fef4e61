//! `redtape draw`: a procedure as a diagram.

use super::args::{Draw, Engine, Print};
use super::exit::{CLEAN, Failure};
use super::picture::{Form, draw, form, page_name};
use super::sum::hash;
use super::write::{write_result, write_results};
use super::{files, graphviz, print};
use anyhow::Context;
use redtape::diff::Diff;
use redtape::draw::version::View;
use redtape::draw::{
    Direction, Parts, Placed, Sheet, compose, layout_one, layout_pair, svg, version,
};
use redtape::message::{Ids, Lang, Message};
use redtape::model::Procedure;
use redtape::report::html::Drawing;
use redtape::source::Source;
use std::path::Path;

pub(crate) fn run(args: &Draw) -> Result<u8, Failure> {
    let lang = args.lang.into();
    let form = form(&args.out)?;
    let (sheets, procedure) = sheets(args, lang)?;
    if args.engine == Engine::Dot {
        let bytes = graphviz::draw(&sheets[sheets.len() - 1], form, lang)?;
        write_result(&args.out, &bytes)?;
        return Ok(CLEAN);
    }
    let drawn = Drawn {
        sheets: &sheets,
        procedure: &procedure,
        direction: args.direction.into(),
        lang,
    };
    write(&args.out, form, &drawn, args.print)?;
    Ok(CLEAN)
}

/// What is to be drawn.
pub(crate) struct Drawn<'a> {
    /// The sheet, or those of two versions.
    pub(crate) sheets: &'a [Sheet],
    /// The version drawn last.
    pub(crate) procedure: &'a Procedure,
    pub(crate) direction: Direction,
    pub(crate) lang: Lang,
}

/// Writes one sheet, or two beside each other; as text only the later one. On paper it may be several pages.
pub(crate) fn write(path: &Path, form: Form, drawn: &Drawn<'_>, how: Print) -> Result<(), Failure> {
    let Drawn {
        sheets,
        direction,
        lang,
        ..
    } = *drawn;
    let placed = match (form, sheets) {
        (Form::Dot, [.., last]) => return write_result(path, &dot(last)?),
        (Form::Mermaid, [.., last]) => return write_result(path, &mermaid(last)?),
        (_, [before, after]) => {
            let (before, after) = layout_pair(before, after, direction);
            vec![before, after]
        }
        (_, sheets) => (sheets.iter())
            .map(|sheet| layout_one(sheet, direction))
            .collect(),
    };
    let placed: Vec<&Placed> = placed.iter().collect();
    if form == Form::Html {
        return write_result(path, &page(drawn, &placed)?);
    }
    let pages = draw(&placed, form, how, lang)?;
    let named = (1..).zip(&pages);
    let named = named.map(|(number, bytes)| (page_name(path, number, pages.len()), &bytes[..]));
    write_results(&named.collect::<Vec<_>>())?;
    if pages.len() > 1 {
        let first = page_name(path, 1, pages.len()).display().to_string();
        let said = Message::new("wrote-pages")
            .with("first", first)
            .with("count", pages.len());
        print::text(&format!("{}\n", said.say(lang, &Ids)))?;
    }
    Ok(())
}

/// A page to move about in.
fn page(drawn: &Drawn<'_>, placed: &[&Placed]) -> Result<Vec<u8>, Failure> {
    let drawing = Drawing {
        sheets: placed,
        procedure: drawn.procedure,
        foot: drawn.sheets.last().map_or(&[], |sheet| &sheet.foot),
        lang: drawn.lang,
    };
    let mut bytes = Vec::new();
    drawing.write(&mut bytes).context("drawing")?;
    Ok(bytes)
}

/// The sheet of a procedure, or those of two versions of it, with where they come from in the foot, and the version
/// drawn last.
fn sheets(args: &Draw, lang: Lang) -> Result<(Vec<Sheet>, Procedure), Failure> {
    let view = View {
        lang,
        lanes: args.lanes.into(),
    };
    let (source, procedure) = files::procedure(&args.file, lang)?;
    let mut foot = vec![origin(&source, &procedure, lang)];
    let (mut sheets, last) = match &args.after {
        Some(path) => {
            let (source, after) = files::procedure(path, lang)?;
            foot.push(origin(&source, &after, lang));
            let diff = Diff::between(&procedure, &after);
            let (was, is) = version::pair(&diff, None, &[], view);
            (vec![was, is], after)
        }
        None => (vec![version::sheet(&procedure, view)], procedure),
    };
    foot.push(made_by(lang));
    for sheet in &mut sheets {
        sheet.foot.extend_from_slice(&foot);
    }
    Ok((sheets, last))
}

/// Which file a sheet was drawn from.
pub(crate) fn origin(source: &Source, procedure: &Procedure, lang: Lang) -> String {
    let sum = hash(source.text.as_bytes());
    Message::new("sheet-input")
        .with("id", procedure.id.as_str())
        .with("hash", sum.get(..16).unwrap_or_default())
        .with("version", env!("CARGO_PKG_VERSION"))
        .say(lang, &Ids)
}

/// How a sheet was made: the command, files by their names alone, without the place where it was written to.
pub(crate) fn made_by(lang: Lang) -> String {
    Message::new("sheet-command")
        .with("command", command())
        .say(lang, &Ids)
}

/// The command as it was typed, but for folders and the place written to.
pub(crate) fn command() -> String {
    let mut words = vec!["redtape".to_owned()];
    let mut typed = std::env::args_os()
        .skip(1)
        .map(|word| word.to_string_lossy().into_owned());
    while let Some(word) = typed.next() {
        if matches!(word.as_str(), "-o" | "--out") {
            typed.next();
        } else if !word.starts_with("--out=") {
            let name = Path::new(&word)
                .file_name()
                .filter(|_| word.contains('/') && !word.contains('('));
            words.push(name.map_or(word.clone(), |name| name.to_string_lossy().into_owned()));
        }
    }
    words.join(" ")
}

/// A sheet as Mermaid text.
pub(crate) fn mermaid(sheet: &Sheet) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    redtape::draw::mermaid::write(sheet, &mut bytes).context("drawing")?;
    Ok(bytes)
}

/// Placed sheets as one SVG.
pub(crate) fn drawn(placed: &[&Placed]) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    svg::write(&compose(placed, Parts::default()), &mut bytes).context("drawing")?;
    Ok(bytes)
}

/// A sheet as DOT.
pub(crate) fn dot(sheet: &Sheet) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    redtape::draw::dot::write(sheet, &mut bytes).context("drawing")?;
    Ok(bytes)
}
