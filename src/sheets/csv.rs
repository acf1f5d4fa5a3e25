//! A sheet as CSV (RFC 4180): every cell in quotation marks.

use csv::{QuoteStyle, Terminator, WriterBuilder};

use super::Sheet;
use crate::error::Error;

/// The mark of UTF-8, without which Excel reads another alphabet.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// The bytes of a sheet's file.
pub fn write(sheet: &Sheet) -> Result<Vec<u8>, Error> {
    records(MARK, &sheet.head, &sheet.rows)
}

/// The bytes of a file for programs, which need no mark: its head, and rows with a cell for each column.
///
/// # Errors
/// `Internal` if a row has more or fewer cells than the head.
pub fn csv<R, C>(head: &[&str], rows: R) -> Result<Vec<u8>, Error>
where
    R: IntoIterator<Item = C>,
    C: AsRef<[String]>,
{
    records(&[], head, rows)
}

fn records<R, C>(start: &[u8], head: &[&str], rows: R) -> Result<Vec<u8>, Error>
where
    R: IntoIterator<Item = C>,
    C: AsRef<[String]>,
{
    let mut writer = WriterBuilder::new()
        .quote_style(QuoteStyle::Always)
        .terminator(Terminator::CRLF)
        .from_writer(start.to_vec());
    writer.write_record(head).map_err(Error::internal)?;
    for row in rows {
        let cells = row.as_ref().iter().map(|cell| safe(cell));
        writer.write_record(cells).map_err(Error::internal)?;
    }
    writer.into_inner().map_err(Error::internal)
}

/// A cell that no spreadsheet takes for a formula: one that begins like a formula, also after spaces, gets an apostrophe in front.
fn safe(cell: &str) -> String {
    let begins = cell.trim_start_matches([' ', '\u{a0}', '\u{feff}']).chars().next();
    if matches!(begins, Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠')) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_begins_like_a_formula_and_every_one_is_read_back() {
        let cells = [
            "=1+1",
            "+44",
            "-1",
            "@SUM(A1)",
            "Bus 4",
            "\t=1",
            "\r=1",
            " =1",
            "＝1",
            "a \"b\", c",
            "Zoë",
            "two\nlines",
            "",
        ];
        let sheet = Sheet {
            name: "List",
            head: vec!["Cell"],
            rows: cells.iter().map(|cell| vec![(*cell).to_owned()]).collect(),
        };
        let bytes = write(&sheet).unwrap();
        assert!(bytes.starts_with(b"\xef\xbb\xbf\"Cell\"\r\n\"'=1+1\"\r\n"));
        let mut reader = csv::ReaderBuilder::new().from_reader(&bytes[3..]);
        let read: Vec<String> = reader.records().map(|row| row.unwrap()[0].to_owned()).collect();
        assert_eq!(read.len(), cells.len());
        for (read, cell) in read.iter().zip(cells) {
            assert!(!read.starts_with(['=', '+', '-', '@', '\t', '\r', ' ', '＝']), "{read:?}");
            assert_eq!(read.strip_prefix('\'').unwrap_or(read), cell);
        }
    }
}
