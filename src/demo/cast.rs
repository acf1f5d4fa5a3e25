//! Invented people: names put together from two lists, addresses at `example.org`, one for each number.

use time::Date;

use crate::applications::{Name, Situation};

const FIRST: [&str; 20] = [
    "Amara", "Ben", "Chloe", "Dev", "Ella", "Farid", "Grace", "Hamza", "Isla", "Jude", "Kezia", "Liam", "Maya", "Noah", "Olu", "Priya",
    "Quinn", "Rosa", "Sami", "Tess",
];
const LAST: [&str; 20] = [
    "Ashdown",
    "Brightwell",
    "Copperfield",
    "Dunmore",
    "Elmhurst",
    "Fairweather",
    "Goldsmith",
    "Hartwell",
    "Inglewood",
    "Juniper",
    "Kestrel",
    "Larkspur",
    "Meadowcroft",
    "Northgate",
    "Oakenfold",
    "Pennington",
    "Quillfeather",
    "Ravenscroft",
    "Silverdale",
    "Thistlewood",
];
const POSTCODES: [&str; 12] = [
    "LS8 4AB", "S5 8QT", "NE6 1AA", "M14 5RQ", "L8 3XB", "B29 6SY", "NG7 1FR", "CB1 3NF", "SE5 0EG", "OX4 2PG", "SO16 4HX", "EX4 6PX",
];

/// One invented person.
pub(super) struct Person {
    /// From 0.
    pub number: usize,
    /// The name.
    pub name: Name,
    /// The address.
    pub email: String,
    /// The date of birth.
    pub born: Date,
    /// What they do now.
    pub situation: Situation,
    /// Where they live.
    pub postcode: &'static str,
}

/// The person with this number, as seen on `today`: every pathway and every age from 14 to 59.
pub(super) fn person(number: usize, today: Date) -> Person {
    let name = Name {
        first: FIRST[number % 20].to_owned(),
        last: LAST[(number / 20 + number) % 20].to_owned(),
    };
    let (situation, age) = match number % 10 {
        0..=3 => (Situation::AtSchool, 14 + number % 5),
        4 | 5 => (Situation::NotInEducationOrWork, 16 + number % 9),
        6 => (Situation::CareerChange, 24 + number % 30),
        7 => (Situation::FormerProfessional, 30 + number % 30),
        8 => (Situation::ReturningToWork, 25 + number % 35),
        _ => (Situation::SomethingElse, 18 + number % 40),
    };
    let year = today.year() - i32::try_from(age).unwrap_or(20);
    let month = time::Month::try_from(u8::try_from(number % 12 + 1).unwrap_or(1)).unwrap_or(time::Month::January);
    let day = u8::try_from(number % 28 + 1).unwrap_or(1);
    let email = format!("{}.{}.{number}@example.org", name.first.to_lowercase(), name.last.to_lowercase());
    let born = Date::from_calendar_date(year, month, day).unwrap_or(today);
    Person {
        number,
        name,
        email,
        born,
        situation,
        postcode: POSTCODES[number % 12],
    }
}
