//! Tables as a workbook, a sheet each: headings that stay in view, filters, numbers as numbers. Texts are written as
//! texts, so that none is a formula, whatever it starts with. No clock: the same tables give the same bytes.

use super::{Cell, Grid};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use std::io::{Error, Result, Write};

/// The most characters that a cell can hold.
const LONGEST: usize = 32_767;
/// A4.
const PAPER: u8 = 9;

/// Writes a workbook.
///
/// # Errors
/// Those of `out`.
pub fn write(grids: &[Grid], out: &mut impl Write) -> Result<()> {
    let bytes = workbook(grids).map_err(Error::other)?;
    out.write_all(&bytes)
}

fn workbook(grids: &[Grid]) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // Programs want a date here; a workbook made twice must not differ by it.
    let date = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(
        &DocProperties::new()
            .set_author("redtape")
            .set_creation_datetime(&date),
    );
    for grid in grids {
        fill(book.add_worksheet(), grid)?;
    }
    book.save_to_buffer()
}

fn fill(sheet: &mut Worksheet, grid: &Grid) -> std::result::Result<(), XlsxError> {
    let heading = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_background_color("#E6EDF4")
        .set_border_bottom(FormatBorder::Thin)
        .set_align(FormatAlign::Top);
    let text = Format::new()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_num_format("@");
    let number = Format::new()
        .set_align(FormatAlign::Top)
        .set_num_format("#,##0.##");
    let whole = Format::new()
        .set_align(FormatAlign::Top)
        .set_num_format("#,##0");
    sheet
        .set_name(&grid.title)?
        .set_landscape()
        .set_paper_size(PAPER)
        .set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, 0)?.set_freeze_panes(1, 2)?;
    for (column, (name, width)) in (0_u16..).zip(&grid.columns) {
        sheet.set_column_width(column, f64::from(*width))?;
        sheet.write_string_with_format(0, column, name, &heading)?;
    }
    for (row, cells) in (1_u32..).zip(&grid.rows) {
        for (column, cell) in (0_u16..).zip(cells) {
            match cell {
                Cell::Text(words) => {
                    let words: String = words.chars().take(LONGEST / 2).collect();
                    sheet.write_string_with_format(row, column, words, &text)?;
                }
                Cell::Number(value) => {
                    let format = if value.fract() == 0.0 {
                        &whole
                    } else {
                        &number
                    };
                    sheet.write_number_with_format(row, column, *value, format)?;
                }
                Cell::Empty => {}
            }
        }
    }
    let (last, columns) = (grid.rows.len() as u32, grid.columns.len() as u16);
    if last > 0 && columns > 0 {
        sheet.autofilter(0, 0, last, columns - 1)?;
    }
    Ok(())
}
