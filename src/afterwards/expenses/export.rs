//! Claims as a CSV file (RFC 4180) for a finance department.

use csv::{QuoteStyle, Terminator, WriterBuilder};

use super::model::{WhyRefused, decimal};
use super::store::About;
use crate::error::Error;

/// The first row.
const HEAD: [&str; 10] = [
    "claim",
    "application",
    "name",
    "placement",
    "day",
    "kind",
    "pounds",
    "note",
    "state",
    "reason",
];

/// A claim with the claimant's name.
pub struct Line {
    /// The claim.
    pub about: About,
    /// Whose it is.
    pub name: String,
}

/// The file's bytes.
pub fn csv(lines: &[Line]) -> Result<Vec<u8>, Error> {
    let mut writer = WriterBuilder::new()
        .quote_style(QuoteStyle::Always)
        .terminator(Terminator::CRLF)
        .from_writer(Vec::new());
    writer.write_record(HEAD).map_err(Error::internal)?;
    for Line { about, name } in lines {
        let claim = &about.claim;
        let cells = [
            claim.reference.clone(),
            about.application.clone(),
            name.clone(),
            about.title.clone(),
            claim.on_day.to_string(),
            claim.kind.to_string(),
            decimal(i64::from(claim.pence)),
            claim.note.clone(),
            claim.state.to_string(),
            claim.reason.map(WhyRefused::as_str).unwrap_or_default().to_owned(),
        ];
        writer.write_record(cells.iter().map(|cell| safe(cell))).map_err(Error::internal)?;
    }
    writer.into_inner().map_err(Error::internal)
}

/// A cell that no spreadsheet takes for a formula.
fn safe(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::safe;

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(["=1+1", "@SUM(A1)", "Bus 4"].map(safe), ["'=1+1", "'@SUM(A1)", "Bus 4"]);
    }
}
