//! Signings, pledges and what belongs to them in the database.

pub mod capacity;
pub mod concerns;
pub mod lists;
pub mod organisations;
pub mod people;
pub mod pledges;
pub mod promises;
pub mod reviews;
pub mod signatures;
pub mod signings;
pub mod texts;
pub mod years;
