//! Which of the known layouts a file has, told by its header.

use super::record::Problem;
use super::table::Table;

/// A layout with the places of the columns that are read.
pub enum Layout {
    /// Establishments of Get Information about Schools: 133 columns.
    Register(RegisterColumns),
    /// Its links: which school came after which.
    Links {
        /// The school.
        urn: usize,
        /// The other one.
        other: usize,
        /// What the other one is to it.
        kind: usize,
    },
    /// Shares of one year, as the Department for Education publishes them: a reference number, a name, a local authority, a share.
    Shares {
        /// The school.
        urn: usize,
        /// Its name.
        name: usize,
        /// Its local authority.
        authority: usize,
        /// The share.
        share: usize,
    },
    /// Schools with shares of several years, each in a column that names its year: `pct_fsm_jan2019`, `pct_fsm_2022_23`.
    Years {
        /// The school.
        urn: usize,
        /// Its name.
        name: usize,
        /// Its town.
        town: usize,
        /// Its postcode.
        postcode: usize,
        /// Its kind, if the file has it.
        kind: Option<usize>,
        /// The years of censuses with their columns.
        shares: Vec<(i32, usize)>,
    },
}

/// The columns of the register that are read.
pub struct RegisterColumns {
    pub urn: usize,
    pub authority: usize,
    pub name: usize,
    pub kind: usize,
    pub status: usize,
    pub opened: usize,
    pub closed: usize,
    pub phase: usize,
    pub census: usize,
    pub share: usize,
    pub town: usize,
    pub postcode: usize,
}

/// The layout of a table.
///
/// # Errors
/// That its header is of no known layout, or which columns of its layout are missing.
pub fn of(table: &Table) -> Result<Layout, Vec<Problem>> {
    let has = |column: &str| table.position(column).is_some();
    let mut missing = Missing {
        table,
        problems: Vec::new(),
    };
    let layout = if has("EstablishmentName") {
        Layout::Register(RegisterColumns {
            urn: missing.column("URN"),
            authority: missing.column("LA (name)"),
            name: missing.column("EstablishmentName"),
            kind: missing.column("TypeOfEstablishment (name)"),
            status: missing.column("EstablishmentStatus (code)"),
            opened: missing.column("OpenDate"),
            closed: missing.column("CloseDate"),
            phase: missing.column("PhaseOfEducation (code)"),
            census: missing.column("CensusDate"),
            share: missing.column("PercentageFSM"),
            town: missing.column("Town"),
            postcode: missing.column("Postcode"),
        })
    } else if has("LinkURN") {
        Layout::Links {
            urn: missing.column("URN"),
            other: missing.column("LinkURN"),
            kind: missing.column("LinkType"),
        }
    } else if has("fsm_prop") {
        Layout::Shares {
            urn: missing.column("urn"),
            name: missing.column("school_name"),
            authority: missing.column("la_name"),
            share: missing.column("fsm_prop"),
        }
    } else {
        let shares: Vec<(i32, usize)> = table
            .columns()
            .zip(0..)
            .filter_map(|(name, at)| Some((year_of(name)?, at)))
            .collect();
        if shares.is_empty() {
            return Err(vec![table.problem(
                None,
                "its header is of no known layout. It should be the register (133 columns, with EstablishmentName), its links (with LinkURN), \
                 shares of one year (urn, school_name, la_name, fsm_prop), or of several (urn, name, town, postcode, pct_fsm_2022_23 and so on)",
            )]);
        }
        Layout::Years {
            urn: missing.column("urn"),
            name: missing.column("name"),
            town: missing.column("town"),
            postcode: missing.column("postcode"),
            kind: table.position("school_type"),
            shares,
        }
    };
    if missing.problems.is_empty() {
        Ok(layout)
    } else {
        Err(missing.problems)
    }
}

/// Collects the columns that are not there.
struct Missing<'a> {
    table: &'a Table,
    problems: Vec<Problem>,
}

impl Missing<'_> {
    fn column(&mut self, name: &str) -> usize {
        self.table.position(name).unwrap_or_else(|| {
            self.problems.push(self.table.problem(Some(name), "is missing"));
            0
        })
    }
}

/// The year of the census that a column of shares names; nothing for any other column.
fn year_of(column: &str) -> Option<i32> {
    let rest = column.strip_prefix("pct_fsm_")?;
    rest.strip_prefix("jan").map_or_else(|| census_year(rest), year)
}

/// Reads the year of a census: `2023`, or the school year that it lies in, such as `2022/23`, `2022-23` or `2022_23`.
pub fn census_year(text: &str) -> Option<i32> {
    let Some((first, second)) = text.split_once(['/', '-', '_']) else {
        return year(text);
    };
    let census = year(first)? + 1;
    let ends = format!("{census:04}");
    (second == ends || second == &ends[2..]).then_some(census)
}

fn year(text: &str) -> Option<i32> {
    let digits = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|year| digits && (1990..2100).contains(year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_those_of_the_census_in_january() {
        for (text, found) in [
            ("2023", Some(2023)),
            ("2022/23", Some(2023)),
            ("2022-2023", Some(2023)),
            ("1999_00", Some(2000)),
            ("2022/24", None),
            ("23", None),
            ("0023", None),
            ("", None),
        ] {
            assert_eq!(census_year(text), found, "{text}");
        }
        assert_eq!(year_of("pct_fsm_jan2019"), Some(2019));
        assert_eq!(year_of("pct_fsm_2022_23"), Some(2023));
        assert_eq!(year_of("pct_fsm_ever6_jan2019"), None);
    }
}
