//! Column types that both databases share: a UTC time, and enums as text.

use std::fmt;

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Timestamp;
use diesel::sqlite::{Sqlite, SqliteValue};
use serde::{Deserialize, Serialize};
use time::{Date, Duration, OffsetDateTime, PrimitiveDateTime, Time};

use super::AnyBackend;

/// A moment in UTC, exact to the microsecond: what both databases keep alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, AsExpression, FromSqlRow, Serialize, Deserialize)]
#[diesel(sql_type = Timestamp)]
#[serde(transparent)]
pub struct Instant(PrimitiveDateTime);

impl Instant {
    /// The moment of a date and a time of day in UTC.
    pub fn new(at: PrimitiveDateTime) -> Self {
        let micros = at.microsecond();
        Self(at.replace_microsecond(micros).unwrap_or(at))
    }

    /// Midnight at the start of `date`, UTC.
    pub fn midnight(date: Date) -> Self {
        Self(date.midnight())
    }

    /// This moment moved by `by`; at the ends of the calendar it stays where it is.
    #[must_use]
    pub fn plus(self, by: Duration) -> Self {
        Self(self.0.checked_add(by).unwrap_or(self.0))
    }

    /// The time from `earlier` to this moment (negative if `earlier` is later).
    pub fn since(self, earlier: Self) -> Duration {
        self.0 - earlier.0
    }

    /// The date and time in UTC.
    pub fn utc(self) -> PrimitiveDateTime {
        self.0
    }

    /// The date in UTC.
    pub fn date(self) -> Date {
        self.0.date()
    }
}

impl Instant {
    /// Reads `2027-01-11 09:00:00` with up to nine digits of a second after a point.
    fn parse(text: &str) -> Option<Self> {
        let number = |from: usize, to: usize| -> Option<u32> {
            let digits = text.as_bytes().get(from..to)?;
            digits.iter().try_fold(0, |sum: u32, digit| {
                digit.is_ascii_digit().then(|| sum * 10 + u32::from(digit - b'0'))
            })
        };
        let small = |from: usize| number(from, from + 2).and_then(|found| u8::try_from(found).ok());
        let signs = [(4, b'-'), (7, b'-'), (10, b' '), (13, b':'), (16, b':')];
        if !signs.iter().all(|(at, sign)| text.as_bytes().get(*at) == Some(sign)) {
            return None;
        }
        let month = time::Month::try_from(small(5)?).ok()?;
        let date = Date::from_calendar_date(i32::try_from(number(0, 4)?).ok()?, month, small(8)?).ok()?;
        let nanos = match text.as_bytes().get(19) {
            None => 0,
            Some(b'.') if (21..=29).contains(&text.len()) => {
                let digits = u32::try_from(text.len()).ok()? - 20;
                number(20, text.len())? * 10_u32.pow(9 - digits)
            }
            Some(_) => return None,
        };
        let clock = Time::from_hms_nano(small(11)?, small(14)?, small(17)?, nanos).ok()?;
        Some(Self::new(PrimitiveDateTime::new(date, clock)))
    }
}

impl From<OffsetDateTime> for Instant {
    fn from(at: OffsetDateTime) -> Self {
        let utc = at.to_offset(time::UtcOffset::UTC);
        Self::new(PrimitiveDateTime::new(utc.date(), utc.time()))
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}T{:02}:{:02}:{:02}.{:06}Z",
            self.0.date(),
            self.0.hour(),
            self.0.minute(),
            self.0.second(),
            self.0.microsecond()
        )
    }
}

impl<DB> ToSql<Timestamp, DB> for Instant
where
    DB: Backend,
    PrimitiveDateTime: ToSql<Timestamp, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        <PrimitiveDateTime as ToSql<Timestamp, DB>>::to_sql(&self.0, out)
    }
}

impl FromSql<Timestamp, Pg> for Instant {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(Self::new(<PrimitiveDateTime as FromSql<Timestamp, Pg>>::from_sql(value)?))
    }
}

impl FromSql<Timestamp, AnyBackend> for Instant {
    fn from_sql(value: <AnyBackend as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        value.from_sql::<Self, Timestamp>()
    }
}

/// `SQLite` keeps a moment as text. diesel tries one format after another; ours is always the first, and reading it here takes a tenth of the time.
impl FromSql<Timestamp, Sqlite> for Instant {
    fn from_sql(mut value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        Ok(Self::parse(value.read_text()).ok_or("not a moment as this program writes it")?)
    }
}

/// Declares a fieldless enum whose variants have one name each, in the database and in JSON: `as_str`, `ALL`, `FromStr`,
/// `Display`, serde and diesel `Text` on both databases. An unknown name is an error that says which type it is not.
///
/// ```ignore
/// text_enum! { /// Doc comment.
///     pub enum RoundState { Planned = "planned", Open = "open" } }
/// ```
#[macro_export]
macro_rules! text_enum {
    ($(#[$meta:meta])* $vis:vis enum $name:ident { $($(#[$vmeta:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, ::diesel::deserialize::FromSqlRow,
            ::diesel::expression::AsExpression, ::serde::Serialize, ::serde::Deserialize)]
        #[diesel(sql_type = ::diesel::sql_types::Text)]
        $vis enum $name { $($(#[$vmeta])* #[serde(rename = $text)] $variant),+ }

        impl $name {
            /// Every variant, in the order of its declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name in the database and in JSON.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = String;
            fn from_str(text: &str) -> Result<Self, String> {
                match text { $($text => Ok(Self::$variant),)+ _ => Err(format!("not a {}", stringify!($name))) }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result { f.write_str(self.as_str()) }
        }

        impl<DB> ::diesel::serialize::ToSql<::diesel::sql_types::Text, DB> for $name
        where DB: ::diesel::backend::Backend, str: ::diesel::serialize::ToSql<::diesel::sql_types::Text, DB> {
            fn to_sql<'b>(&'b self, out: &mut ::diesel::serialize::Output<'b, '_, DB>) -> ::diesel::serialize::Result {
                <str as ::diesel::serialize::ToSql<::diesel::sql_types::Text, DB>>::to_sql(self.as_str(), out)
            }
        }

        impl ::diesel::deserialize::FromSql<::diesel::sql_types::Text, ::diesel::sqlite::Sqlite> for $name {
            fn from_sql(mut value: ::diesel::sqlite::SqliteValue<'_, '_, '_>) -> ::diesel::deserialize::Result<Self> {
                Ok(value.read_text().parse()?)
            }
        }

        impl ::diesel::deserialize::FromSql<::diesel::sql_types::Text, ::diesel::pg::Pg> for $name {
            fn from_sql(value: ::diesel::pg::PgValue<'_>) -> ::diesel::deserialize::Result<Self> {
                Ok(::std::str::from_utf8(value.as_bytes())?.parse()?)
            }
        }

        impl ::diesel::deserialize::FromSql<::diesel::sql_types::Text, $crate::db::AnyBackend> for $name {
            fn from_sql(value: <$crate::db::AnyBackend as ::diesel::backend::Backend>::RawValue<'_>) -> ::diesel::deserialize::Result<Self> {
                value.from_sql::<Self, ::diesel::sql_types::Text>()
            }
        }
    };
}
