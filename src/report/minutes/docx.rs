//! A text as a document of Office Open XML (ISO/IEC 29500), which word processors open.
//!
//! No date and no random number goes into it: the same text gives the same bytes.

use crate::draw::prose::{Block, Prose, Said, Tone};
use crate::draw::sheet::Lang;
use crate::draw::text::one_line;
use std::fmt::Write as _;
use std::io::{Cursor, Error, Result, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// The parts that are the same in every document: their names and what is in them.
const FIXED: [(&str, &str); 4] = [
    (
        "[Content_Types].xml",
        include_str!("docx/content-types.xml"),
    ),
    ("_rels/.rels", include_str!("docx/package.rels")),
    (
        "word/_rels/document.xml.rels",
        include_str!("docx/document.rels"),
    ),
    ("word/footer1.xml", include_str!("docx/footer.xml")),
];
const STYLES: &str = include_str!("docx/styles.xml");
/// The width that A4 leaves between its borders, in twentieths of a point.
const ROOM: usize = 9638;

/// Writes a text as a document.
pub(super) fn write(prose: &Prose, out: &mut impl Write) -> Result<()> {
    let mut parts = ZipWriter::new(Cursor::new(Vec::new()));
    let lang = match prose.lang {
        Lang::En => "en-GB",
        Lang::Zh => "zh-CN",
    };
    let about = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><cp:coreProperties \
         xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title><dc:language>{lang}</dc:language>\
         </cp:coreProperties>",
        escaped(&prose.title)
    );
    let styles = STYLES.replace("{lang}", lang);
    let body = body(prose);
    let own = [
        ("word/styles.xml", &styles),
        ("word/document.xml", &body),
        ("docProps/core.xml", &about),
    ];
    let own = own.iter().map(|(name, text)| (*name, text.as_str()));
    for (name, text) in FIXED.into_iter().chain(own) {
        let begun = parts.start_file(name, SimpleFileOptions::default());
        begun.map_err(Error::other)?;
        parts.write_all(text.trim_end().as_bytes())?;
    }
    let whole = parts.finish().map_err(Error::other)?;
    out.write_all(whole.get_ref())
}

fn body(prose: &Prose) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><w:document \
         xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
         xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><w:body>",
    );
    paragraph(&mut xml, "Title", &run(Tone::Plain, &prose.title));
    for block in &prose.blocks {
        match block {
            Block::Heading(text) => paragraph(&mut xml, "Heading1", &run(Tone::Plain, text)),
            Block::Paragraph(said) => paragraph(&mut xml, "Normal", &runs(said)),
            Block::Item(mark, said) => {
                let marked = format!(
                    "{}<w:r><w:tab/></w:r>{}",
                    run(Tone::Plain, mark),
                    runs(said)
                );
                paragraph(&mut xml, "ListParagraph", &marked);
            }
            Block::Table(heads, rows) => table(&mut xml, heads, rows),
        }
    }
    xml.push_str(
        "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId2\"/><w:pgSz w:w=\"11906\" w:h=\"16838\"/>\
         <w:pgMar w:top=\"1134\" w:right=\"1134\" w:bottom=\"1134\" w:left=\"1134\" w:header=\"567\" w:footer=\"567\" \
         w:gutter=\"0\"/></w:sectPr></w:body></w:document>",
    );
    xml
}

fn paragraph(xml: &mut String, style: &str, inside: &str) {
    let _ = write!(
        xml,
        "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{inside}</w:p>"
    );
}

/// Texts, each on a line of its own.
fn runs(said: &[Said]) -> String {
    let lines: Vec<String> = said.iter().map(|(tone, text)| run(*tone, text)).collect();
    lines.join("<w:r><w:br/></w:r>")
}

fn run(tone: Tone, text: &str) -> String {
    let how = match tone {
        Tone::Plain => "",
        Tone::Strong => "<w:rPr><w:b/></w:rPr>",
        Tone::Small => "<w:rPr><w:color w:val=\"4B5563\"/><w:sz w:val=\"18\"/></w:rPr>",
        Tone::Struck => "<w:rPr><w:strike/><w:color w:val=\"4B5563\"/><w:sz w:val=\"18\"/></w:rPr>",
    };
    let text = escaped(text);
    format!("<w:r>{how}<w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

/// A table whose first column is twice as wide as the others, and whose head stands on each page.
fn table(xml: &mut String, heads: &[String], rows: &[Vec<String>]) {
    let wide = ROOM / (heads.len() + 1);
    let widths = (0..heads.len()).map(|at| if at == 0 { 2 * wide } else { wide });
    xml.push_str("<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/><w:tblW w:w=\"5000\" w:type=\"pct\"/></w:tblPr><w:tblGrid>");
    for width in widths.clone() {
        let _ = write!(xml, "<w:gridCol w:w=\"{width}\"/>");
    }
    xml.push_str("</w:tblGrid>");
    for (at, cells) in std::iter::once(heads)
        .chain(rows.iter().map(Vec::as_slice))
        .enumerate()
    {
        let (how, shade, tone) = if at == 0 {
            let shade = "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"E6EDF4\"/>";
            ("<w:tblHeader/>", shade, Tone::Strong)
        } else {
            ("", "", Tone::Plain)
        };
        let _ = write!(xml, "<w:tr><w:trPr><w:cantSplit/>{how}</w:trPr>");
        for (text, width) in cells.iter().zip(widths.clone()) {
            let _ = write!(
                xml,
                "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{shade}</w:tcPr>"
            );
            paragraph(xml, "Cell", &run(tone, text));
            xml.push_str("</w:tc>");
        }
        xml.push_str("</w:tr>");
    }
    xml.push_str("</w:tbl>");
}

/// A text in which nothing is markup, and without what no XML may contain.
fn escaped(text: &str) -> String {
    let text = one_line(text).replace('&', "&amp;");
    text.replace('<', "&lt;").replace('>', "&gt;")
}
