//! Handlers of the pages before a placement.

pub mod applicant;
pub mod calendar;
pub mod coordinator;
