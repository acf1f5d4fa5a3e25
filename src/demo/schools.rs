//! The demonstration's register: some forty real secondary schools in the towns of its placements, through the same import as real use.

use crate::applications::Attended;
use crate::db::AnyConnection;
use crate::error::Error;
use crate::schools::import::{self, Given, SourceFile};
use crate::schools::{self, Lookup, Wanted, Years};
use crate::tx::Tx;

/// Names, towns, postcodes and shares of pupils with free school meals: published facts of January 2019 and of 2022 to 2023.
const FILE: &str = include_str!("../../data/demo/schools.csv");
const SOURCE: &str = "Department for Education, Schools, pupils and their characteristics";

/// Fills the register.
pub(super) fn add_schools(tx: &mut Tx<'_>) -> Result<(), Error> {
    let file = SourceFile {
        name: "data/demo/schools.csv".to_owned(),
        bytes: FILE.as_bytes().to_vec(),
    };
    let given = Given {
        census_year: None,
        source: Some(SOURCE.to_owned()),
    };
    let register =
        import::read(&[file], &given).map_err(|problems| Error::internal(format!("{} problems in its schools", problems.len())))?;
    import::import(tx, &register)?;
    Ok(())
}

/// The school that the person with this number went to for five years; for one in seven one that is not in the register.
pub(super) fn attended(db: &mut AnyConnection, number: usize, this_year: i32) -> Result<Attended, Error> {
    let until = number.is_multiple_of(2).then_some(this_year - 1);
    let years = Years {
        from: Some(until.unwrap_or(this_year) - 5),
        to: until,
    };
    let lines: Vec<&str> = FILE.lines().skip(1).collect();
    let urn = lines[number % lines.len()].split(',').next().and_then(|urn| urn.parse().ok());
    let found = match urn.filter(|_| number % 7 != 3) {
        Some(urn) => schools::look_up(db, &Wanted::Urn(urn))?,
        None => Lookup::TooMany,
    };
    Ok(match found {
        Lookup::Chosen { school, shares } => Attended::in_register(&school, &shares, years, this_year),
        Lookup::Matches { .. } | Lookup::TooMany => Attended::typed("Invented Academy, Exampleton".to_owned(), years),
    })
}
