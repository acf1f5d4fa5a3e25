//! What an event is.

use time::Date;

use crate::text_enum;

text_enum! {
    /// The kind of an event.
    pub enum EventKind {
        /// A visit to a school or college.
        SchoolVisit = "school_visit",
        /// A careers fair.
        CareersFair = "careers_fair",
        /// A talk.
        Talk = "talk",
        /// People come to the organisation.
        OpenDay = "open_day",
        /// Mentoring.
        Mentoring = "mentoring",
        /// Online.
        Online = "online",
        /// Anything else.
        Other = "other",
    }
}

impl EventKind {
    /// The kind in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::SchoolVisit => "School or college visit",
            Self::CareersFair => "Careers fair",
            Self::Talk => "Talk",
            Self::OpenDay => "Open day",
            Self::Mentoring => "Mentoring",
            Self::Online => "Online event",
            Self::Other => "Something else",
        }
    }
}

text_enum! {
    /// Where an event stands.
    pub enum EventState {
        /// It is still to come.
        Planned = "planned",
        /// It took place.
        Done = "done",
        /// It did not take place, or was recorded by mistake.
        Cancelled = "cancelled",
    }
}

impl EventState {
    /// The state in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Planned => "Planned",
            Self::Done => "Done",
            Self::Cancelled => "Cancelled",
        }
    }
}

/// What is recorded of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEvent {
    /// What it is called.
    pub title: String,
    /// The day.
    pub on_day: Date,
    /// The kind.
    pub kind: EventKind,
    /// How many people were reached; 0 while it is planned.
    pub reached: i32,
    /// Planned or done.
    pub state: EventState,
}

/// An event that is recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its number.
    pub id: i64,
    /// Its public reference.
    pub reference: String,
    /// Whose it is.
    pub organisation_id: i64,
    /// The name of the organisation.
    pub organisation: String,
    /// What is recorded.
    pub recorded: NewEvent,
}
