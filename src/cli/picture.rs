//! Drawings as files: one picture, or as many as there are pages.

use super::args::{Orientation, Print};
use super::exit::Failure;
use super::print;
use anyhow::{Context, anyhow};
use redtape::draw::{Paper, Parts, Placed, Scene, compose, face, pages, pdf, prose, raster, svg};
use redtape::message::{Ids, Lang, Message};
use redtape::report::{Report, minutes};
use std::path::{Path, PathBuf};

/// What a drawing is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Svg,
    Png,
    Pdf,
    Dot,
    Mermaid,
    Html,
}

/// Points to a pixel on the screen.
pub(crate) const ON_SCREEN: f64 = 0.75;

/// Placed sheets as the pages of a file of their form.
pub(crate) fn draw(
    placed: &[&Placed],
    form: Form,
    how: Print,
    lang: Lang,
) -> Result<Vec<Vec<u8>>, Failure> {
    let (scenes, scale) = match (how.paper, form) {
        (None, Form::Svg | Form::Png) => (vec![compose(placed, Parts::default())], ON_SCREEN),
        (paper, _) => {
            let format = paper.map(Into::into).unwrap_or_default();
            let on = |paper| pages(placed, Parts::default(), paper);
            let (upright, level) = (
                || on(Paper::portrait(format)),
                || on(Paper::landscape(format)),
            );
            let chosen = match how.orientation {
                Some(Orientation::Portrait) => upright(),
                Some(Orientation::Landscape) => level(),
                None => {
                    let (upright, level) = (upright(), level());
                    let worth = |pages: &redtape::draw::Pages| (pages.scenes.len(), -pages.scale);
                    if worth(&upright) < worth(&level) {
                        upright
                    } else {
                        level
                    }
                }
            };
            (chosen.scenes, chosen.scale)
        }
    };
    written(&scenes, scale, form, how.dpi, lang)
}

/// Scenes as the pages of a file, `scale` points to a pixel; one file for all of a PDF, else one each.
pub(crate) fn written(
    scenes: &[Scene],
    scale: f64,
    form: Form,
    dpi: u32,
    lang: Lang,
) -> Result<Vec<Vec<u8>>, Failure> {
    if form != Form::Svg {
        warn_of_missing(scenes, lang);
    }
    if form == Form::Pdf {
        let leaves: Vec<_> = scenes
            .iter()
            .map(|scene| pdf::Leaf { scene, scale })
            .collect();
        return Ok(vec![pdf::document(&leaves).context("drawing")?]);
    }
    let one = |scene: &Scene| {
        let mut bytes = Vec::new();
        match form {
            Form::Png => raster::write(scene, f64::from(dpi) * scale / 72.0, dpi, &mut bytes),
            _ => svg::write(scene, &mut bytes),
        }
        .context("drawing")?;
        Ok(bytes)
    };
    scenes.iter().map(one).collect()
}

/// The minutes of a meeting as the pages of a PDF.
pub(crate) fn minutes(report: &Report<'_>, command: &str) -> Result<Vec<u8>, Failure> {
    let scenes = prose::scenes(&minutes::prose(report, command));
    let mut files = written(&scenes, ON_SCREEN, Form::Pdf, 0, report.lang)?;
    Ok(files.pop().unwrap_or_default())
}

/// Characters that the font does not have are named, for the picture shows but a sign in their place.
fn warn_of_missing(scenes: &[Scene], lang: Lang) {
    let missing = face::missing(scenes);
    if missing.is_empty() {
        return;
    }
    let named = |c: &char| format!("{c} (U+{:04X})", u32::from(*c));
    let list = missing.iter().map(named).collect::<Vec<_>>().join(", ");
    print::error(
        &Message::new("characters-missing")
            .with("characters", list)
            .say(lang, &Ids),
    );
}

/// The name of page `number` of `count`: `sheet-2.png` where there are several.
pub(crate) fn page_name(path: &Path, number: usize, count: usize) -> PathBuf {
    if count == 1 {
        return path.to_owned();
    }
    let part =
        |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    let (stem, ending) = (part(path.file_stem()), part(path.extension()));
    path.with_file_name(format!("{stem}-{number}.{ending}"))
}

/// The form that the name of a file asks for.
pub(crate) fn form(path: &Path) -> Result<Form, Failure> {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("svg") => Ok(Form::Svg),
        Some("png") => Ok(Form::Png),
        Some("pdf") => Ok(Form::Pdf),
        Some("dot") => Ok(Form::Dot),
        Some("mmd") => Ok(Form::Mermaid),
        Some("html") => Ok(Form::Html),
        _ => {
            let name = path.display();
            Err(Failure::Io(anyhow!(
                "{name}: the name ends in .svg, .png, .pdf, .html, .dot or .mmd"
            )))
        }
    }
}
