//! A sheet as an Excel workbook: every cell is text, never a number or a formula.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook};

use super::Sheet;
use crate::db::Instant;
use crate::error::Error;

/// The most characters that a cell can hold.
const LONGEST: usize = 32_767;

/// The file's bytes.
pub fn write(sheet: &Sheet, made_at: Instant) -> Result<Vec<u8>, Error> {
    let mut book = Workbook::new();
    book.set_properties(&DocProperties::new().set_creation_datetime(&moment(made_at)?));
    let page = book.add_worksheet();
    page.set_name(sheet.name).map_err(Error::internal)?;
    let bold = Format::new().set_bold();
    for (column, head) in (0..).zip(&sheet.head) {
        page.write_string_with_format(0, column, *head, &bold).map_err(Error::internal)?;
    }
    for (line, row) in (1..).zip(&sheet.rows) {
        for (column, cell) in (0..).zip(row) {
            let text: String = cell.chars().take(LONGEST).collect();
            page.write_string(line, column, text).map_err(Error::internal)?;
        }
    }
    page.set_freeze_panes(1, 0).map_err(Error::internal)?;
    book.save_to_buffer().map_err(Error::internal)
}

fn moment(at: Instant) -> Result<ExcelDateTime, Error> {
    let at = at.utc();
    let year = u16::try_from(at.year()).map_err(Error::internal)?;
    ExcelDateTime::from_ymd(year, at.month().into(), at.day())
        .and_then(|day| day.and_hms(u16::from(at.hour()), at.minute(), f64::from(at.second())))
        .map_err(Error::internal)
}
