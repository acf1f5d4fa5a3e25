//! What the status page is made of.

use time::Date;

use crate::db::Instant;

/// One choice with what the last run says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChoiceFacts {
    /// Which choice it is, from 1.
    pub position: i32,
    /// The opportunity.
    pub opportunity_id: i64,
    /// Its part of the address.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// The organisation.
    pub organisation: String,
    /// The town.
    pub town: String,
    /// The first day.
    pub first_day: Date,
    /// The last day.
    pub last_day: Date,
    /// When a day starts, in words.
    pub start_time: String,
    /// When a day ends, in words.
    pub finish_time: String,
    /// Why a coordinator declined it, from the list of reasons.
    pub declined: Option<String>,
    /// Once ranked.
    pub standing: Option<StandingFacts>,
}

/// What the last run says of a choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandingFacts {
    /// The band of priority.
    pub band: String,
    /// The lottery number, 64 hexadecimal digits.
    pub lottery: String,
    /// Position in the draw, from 1.
    pub draw_position: i64,
    /// `offered`, `not_needed`, `not_offered` or `struck`.
    pub status: String,
    /// Why, as JSON.
    pub explanation: String,
}

/// A guardian or school that was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedFacts {
    /// `guardian` or `school`.
    pub kind: String,
    /// True if their mail service has refused our letter.
    pub address_refused: bool,
    /// `waiting`, `given`, `refused` or `cancelled`.
    pub state: String,
    /// When they were asked.
    pub asked_at: Instant,
    /// When they answered.
    pub answered_at: Option<Instant>,
}

impl StandingFacts {
    /// The first 8 digits of the lottery number, as they are read out: enough to find it in the published list.
    pub fn short_lottery(&self) -> String {
        self.lottery.chars().take(8).collect::<String>().to_ascii_uppercase()
    }

    /// The band in words.
    pub fn band_words(&self) -> &str {
        match self.band.as_str() {
            "priority" => "Priority group",
            "open" => "Everybody else",
            other => other,
        }
    }
}
