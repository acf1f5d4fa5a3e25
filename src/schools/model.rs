//! What a school is, and which of its figures is used for somebody who was there.

use std::cmp::Reverse;
use std::fmt;

use serde::{Deserialize, Serialize};
use time::Date;

use crate::text_enum;

text_enum! {
    /// The pupils that a school is for, as the register codes them.
    pub enum Phase {
        /// The register does not say, as for most special and independent schools.
        NotApplicable = "not_applicable",
        /// Under 5.
        Nursery = "nursery",
        /// To 11.
        Primary = "primary",
        /// A middle school that counts as primary.
        MiddleDeemedPrimary = "middle_deemed_primary",
        /// From 11.
        Secondary = "secondary",
        /// A middle school that counts as secondary.
        MiddleDeemedSecondary = "middle_deemed_secondary",
        /// Sixth forms and colleges.
        SixteenPlus = "sixteen_plus",
        /// All ages.
        AllThrough = "all_through",
    }
}

text_enum! {
    /// Whether a school is there.
    pub enum SchoolState {
        /// It is open, even if it is going to close.
        Open = "open",
        /// It is closed.
        Closed = "closed",
        /// It is going to open.
        Proposed = "proposed",
    }
}

/// What the register says of a school.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Its name.
    pub name: String,
    /// The town of its address.
    pub town: Option<String>,
    /// The postcode of its address.
    pub postcode: Option<String>,
    /// The local authority that it lies in.
    pub authority: Option<String>,
    /// The pupils that it is for.
    pub phase: Option<Phase>,
    /// Its kind in the register's words, such as `Voluntary aided school`.
    pub kind: Option<String>,
    /// Whether it is there.
    pub state: SchoolState,
    /// Its first day, if known.
    pub opened_on: Option<Date>,
    /// Its last day, if known.
    pub closed_on: Option<Date>,
}

impl Facts {
    /// True if somebody who applies can have gone there last: not to a primary school, nor to one that has not opened yet.
    pub fn can_be_picked(&self) -> bool {
        self.state != SchoolState::Proposed && !matches!(self.phase, Some(Phase::Nursery | Phase::Primary))
    }
}

/// A school of the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct School {
    /// Its number here.
    pub id: i64,
    /// Its unique reference number, up to 7 digits, which never changes.
    pub urn: i32,
    /// What the register says of it.
    pub facts: Facts,
}

impl School {
    /// The name and the town, or else the local authority: `Haverstock School, London`.
    pub fn name_and_town(&self) -> String {
        match self.facts.town.as_ref().or(self.facts.authority.as_ref()) {
            Some(town) => format!("{}, {town}", self.facts.name),
            None => self.facts.name.clone(),
        }
    }

    /// Where it is, and that it is closed if it is: `London, NW3 2BQ, Camden. Closed in 2019`.
    pub fn place(&self) -> String {
        let Facts {
            town,
            postcode,
            authority,
            state,
            closed_on,
            ..
        } = &self.facts;
        let authority = authority.as_ref().filter(|authority| town.as_ref() != Some(*authority));
        let parts: Vec<&str> = [town.as_ref(), postcode.as_ref(), authority]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect();
        let place = parts.join(", ");
        match (state, closed_on) {
            (SchoolState::Closed, Some(day)) => format!("{place}. Closed in {}", day.year()),
            (SchoolState::Closed, None) => format!("{place}. Closed"),
            (SchoolState::Open | SchoolState::Proposed, _) => place,
        }
    }
}

/// A share in hundredths of one percent, from 0 to 10,000, so that 29.96% is never taken for 30%.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "i32", into = "i32")]
pub struct Percent(i32);

impl Percent {
    /// The share of so many whole percent; more than 100 are 100.
    pub const fn whole(percent: u8) -> Self {
        Self(if percent > 100 { 10_000 } else { percent as i32 * 100 })
    }

    /// Hundredths of one percent.
    pub const fn hundredths(self) -> i32 {
        self.0
    }

    /// Reads `0`, `12`, `28.5` or `28.55`.
    ///
    /// # Errors
    /// What is wrong with it, in words that go on after "“28.555” ".
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        const NONE: &str = "is not a number of percent";
        let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole) || !digits(fraction) || whole.len() > 3 {
            return Err(NONE);
        }
        if fraction.len() > 2 {
            return Err("has more than 2 digits after the point");
        }
        let whole: i32 = whole.parse().map_err(|_| NONE)?;
        let hundredths: i32 = format!("{fraction:0<2}").parse().map_err(|_| NONE)?;
        Self::try_from(whole * 100 + hundredths)
    }
}

impl TryFrom<i32> for Percent {
    type Error = &'static str;

    fn try_from(hundredths: i32) -> Result<Self, Self::Error> {
        if (0..=10_000).contains(&hundredths) {
            Ok(Self(hundredths))
        } else {
            Err("is not between 0 and 100 percent")
        }
    }
}

impl From<Percent> for i32 {
    fn from(percent: Percent) -> Self {
        percent.0
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, hundredths) = (self.0 / 100, self.0 % 100);
        match (hundredths, hundredths % 10) {
            (0, _) => write!(f, "{whole}%"),
            (_, 0) => write!(f, "{whole}.{}%", hundredths / 10),
            _ => write!(f, "{whole}.{hundredths:02}%"),
        }
    }
}

/// The share of a school's pupils who could have free school meals, at one school census.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// The year of the census, which is taken in January: 2023 is the school year 2022 to 2023.
    pub census_year: i32,
    /// The share.
    pub value: Percent,
    /// Who published it and where.
    pub source: String,
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} in January {} (source: {})", self.value, self.census_year, self.source)
    }
}

/// The years in which somebody was at a school, as far as they told us.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Years {
    /// The year in which they began there.
    pub from: Option<i32>,
    /// The year in which they left; nothing if they still go there.
    pub to: Option<i32>,
}

impl Years {
    /// The first and last census at which they were there. Somebody who began in September 2021 was first counted in January 2022. Nothing if
    /// no year is known.
    fn censuses(self, this_year: i32) -> Option<(i32, i32)> {
        let last = match (self.from, self.to) {
            (None, None) => return None,
            (_, Some(to)) => to,
            (Some(_), None) => this_year,
        };
        Some((self.from.map_or(last, |from| from + 1), last))
    }

    /// True if they were there at the census of this year.
    pub fn cover(self, census_year: i32, this_year: i32) -> bool {
        self.censuses(this_year)
            .is_some_and(|(first, last)| (first..=last).contains(&census_year))
    }
}

/// The figure that the rule about a school looks at: of the censuses at which somebody was there the one with the highest share; if there is
/// none, the census nearest to their time there, and of two that are as near the later one. Nothing if the school has no figure.
pub fn used(shares: &[Share], years: Years, this_year: i32) -> Option<&Share> {
    let there = shares.iter().filter(|share| years.cover(share.census_year, this_year));
    there.max_by_key(|share| (share.value, share.census_year)).or_else(|| {
        let (first, last) = years.censuses(this_year).unwrap_or((this_year, this_year));
        let away = |year: i32| (first - year).max(year - last);
        shares
            .iter()
            .min_by_key(|share| (away(share.census_year), Reverse(share.census_year)))
    })
}

/// What a page wants to know of the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// The schools that have these words in their name, town, postcode or local authority.
    Words(String),
    /// The school with this reference number.
    Urn(i32),
}

/// What the register answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// Schools with the words: the open ones first, by name. `more` says that there are others.
    Matches {
        /// At most 10.
        schools: Vec<School>,
        /// There are others.
        more: bool,
    },
    /// So many that a list would help nobody.
    TooMany,
    /// The school that was chosen, with all its figures.
    Chosen {
        /// The school.
        school: School,
        /// Its figures, in no order.
        shares: Vec<Share>,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(census_year: i32, percent: u8) -> Share {
        Share {
            census_year,
            value: Percent::whole(percent),
            source: "made up".to_owned(),
        }
    }

    fn year(shares: &[Share], from: Option<i32>, to: Option<i32>) -> Option<i32> {
        used(shares, Years { from, to }, 2026).map(|share| share.census_year)
    }

    #[test]
    fn a_census_of_the_years_there_comes_before_every_other() {
        let shares = [share(2019, 40), share(2022, 20), share(2023, 25)];
        assert_eq!(
            year(&shares, Some(2019), Some(2024)),
            Some(2023),
            "the highest of those, not of all"
        );
        assert_eq!(year(&shares, Some(2018), Some(2024)), Some(2019));
        assert_eq!(year(&shares, Some(2021), Some(2022)), Some(2022));
        assert_eq!(year(&shares, Some(2022), None), Some(2023), "still there");
    }

    #[test]
    fn otherwise_the_nearest_census_is_used() {
        let shares = [share(2019, 40), share(2023, 25)];
        assert_eq!(year(&shares, None, None), Some(2023));
        assert_eq!(year(&shares, Some(2010), Some(2015)), Some(2019));
        assert_eq!(year(&shares, Some(2020), Some(2021)), Some(2023), "two years away both: the later");
        assert_eq!(year(&shares, None, Some(2020)), Some(2019));
        assert_eq!(year(&shares, Some(2024), None), Some(2023));
        assert_eq!(year(&[], Some(2024), None), None);
    }

    #[test]
    fn percents_are_read_and_written_exactly() {
        for (text, hundredths, words) in [
            ("0", 0, "0%"),
            ("12", 1200, "12%"),
            ("28.5", 2850, "28.5%"),
            ("29.96", 2996, "29.96%"),
        ] {
            let percent = Percent::parse(text).unwrap();
            assert_eq!((percent.hundredths(), percent.to_string().as_str()), (hundredths, words));
        }
        for wrong in ["", ".5", "5.", "-1", "100.01", "1e2", "28.555", "z", "1 0"] {
            assert!(Percent::parse(wrong).is_err(), "{wrong}");
        }
        assert!(Percent::parse("29.99").unwrap() < Percent::whole(30));
    }
}
