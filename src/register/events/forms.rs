//! An event as a browser sends it.

use serde::Deserialize;
use time::Date;

use super::model::{Event, EventKind, EventState, NewEvent};
use crate::web::form::Errors;
use crate::web::typed_day::TypedDay;

/// The longest title, in characters.
const TITLE: usize = 120;
/// The most people that one event can reach.
const MOST: i32 = 100_000;

/// The posted fields.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct EventForm {
    /// The number of the organisation, if there is a choice.
    pub organisation: String,
    /// What it is called.
    pub title: String,
    /// The kind.
    pub kind: String,
    /// The day.
    pub on_day: String,
    /// Its month: a number or a name.
    pub on_month: String,
    /// Its year.
    pub on_year: String,
    /// `yes` or `no`.
    pub done: String,
    /// How many people were reached.
    pub reached: String,
}

impl From<&Event> for EventForm {
    fn from(event: &Event) -> Self {
        let NewEvent {
            title,
            on_day,
            kind,
            reached,
            state,
        } = &event.recorded;
        let done = *state == EventState::Done;
        Self {
            organisation: event.organisation_id.to_string(),
            title: title.clone(),
            kind: kind.to_string(),
            on_day: on_day.day().to_string(),
            on_month: u8::from(on_day.month()).to_string(),
            on_year: on_day.year().to_string(),
            done: if done { "yes" } else { "no" }.to_owned(),
            reached: if done { reached.to_string() } else { String::new() },
        }
    }
}

impl EventForm {
    /// The event, as seen on `today`, or what is wrong.
    pub fn parse(&self, today: Date) -> Result<NewEvent, Errors> {
        let mut errors = Errors::default();
        let title = self.title.split_whitespace().collect::<Vec<_>>().join(" ");
        if title.is_empty() {
            errors.add("title", "Enter what the event is called");
        } else if title.chars().count() > TITLE {
            errors.add("title", format!("What the event is called must be {TITLE} characters or less"));
        }
        let kind = self.kind.parse::<EventKind>();
        if kind.is_err() {
            errors.add("kind", "Select what kind of event it is");
        }
        let day = self.day(&mut errors);
        let done = match self.done.as_str() {
            "yes" => Some(true),
            "no" => Some(false),
            _ => {
                errors.add("done", "Select whether it has taken place");
                None
            }
        };
        match (day, done) {
            (Some(day), Some(true)) if day > today => {
                errors.add("on-day", "The day of an event that has taken place must not be in the future");
            }
            (Some(day), Some(false)) if day < today => errors.add("on-day", "The day of an event that is to come must not be in the past"),
            _ => {}
        }
        let reached = if done == Some(true) { self.reached(&mut errors) } else { Some(0) };
        match (kind, day, done, reached) {
            (Ok(kind), Some(on_day), Some(done), Some(reached)) if errors.is_empty() => Ok(NewEvent {
                title,
                on_day,
                kind,
                reached,
                state: if done { EventState::Done } else { EventState::Planned },
            }),
            _ => Err(errors),
        }
    }

    fn reached(&self, errors: &mut Errors) -> Option<i32> {
        let typed = self.reached.trim().replace([',', ' '], "");
        let found = typed.parse().ok().filter(|number| (0..=MOST).contains(number));
        if typed.is_empty() {
            errors.add("reached", "Enter how many people came");
        } else if found.is_none() {
            errors.add("reached", format!("How many people came must be a number from 0 to {MOST}"));
        }
        found
    }

    fn day(&self, errors: &mut Errors) -> Option<Date> {
        let typed = TypedDay {
            name: "on",
            words: "The day of the event",
            missing: "Enter the day of the event",
            parts: [&self.on_day, &self.on_month, &self.on_year],
        };
        typed.parse(errors)
    }
}
