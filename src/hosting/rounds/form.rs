//! The page of a round: its name, when it opens and closes, and how long people have to answer.

use time::Duration;

use crate::dates::{at_british_hour, british_hour};
use crate::db::Instant;
use crate::hosting::fields::Fields;
use crate::web::components::{Html, Input, Select};
use crate::web::form::Errors;

const NAME: usize = 60;
/// Applications are taken for so many days at most.
const LONGEST: i64 = 180;

/// What a round is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewWindow {
    /// Its name.
    pub name: String,
    /// When it opens.
    pub opens_at: Instant,
    /// When it closes.
    pub closes_at: Instant,
    /// Days to answer an offer.
    pub answer_days: i32,
}

/// The fields of a round that is there.
pub fn filled(round: &crate::opportunities::Round) -> Fields {
    let (opens, opens_hour) = british_hour(round.opens_at);
    let (closes, closes_hour) = british_hour(round.closes_at);
    Fields::default()
        .with("name", round.name.as_str())
        .with_date("opens", opens)
        .with("opens-hour", opens_hour.to_string())
        .with_date("closes", closes)
        .with("closes-hour", closes_hour.to_string())
        .with("answer-days", round.answer_days.to_string())
}

/// The page's fields.
pub fn body(fields: &Fields, errors: &Errors) -> Html {
    Html::join([
        Html::of(
            Input::new("name", "Name of the round")
                .hint("Applicants see it, such as Spring 2027")
                .value(fields.get("name"))
                .error(errors.get("name")),
        ),
        Html::of(fields.date_input("opens", "On which day does it open?", errors)),
        Html::of(hour("opens-hour", "At what time does it open?", fields, errors)),
        Html::of(fields.date_input("closes", "On which day does it close?", errors)),
        Html::of(hour("closes-hour", "At what time does it close?", fields, errors)),
        Html::of(
            Input::new("answer-days", "How many days do people have to answer an offer?")
                .hint("7 is usual")
                .value(fields.get("answer-days"))
                .numeric()
                .width(2)
                .error(errors.get("answer-days")),
        ),
    ])
}

fn hour(name: &str, label: &str, fields: &Fields, errors: &Errors) -> Select {
    let words = |hour: u8| match hour {
        0 => "midnight".to_owned(),
        1..=11 => format!("{hour}am"),
        12 => "midday".to_owned(),
        _ => format!("{}pm", hour - 12),
    };
    (0..24)
        .fold(Select::new(name, label).item("", "Select a time"), |select, hour| {
            select.item(hour.to_string(), words(hour))
        })
        .selected(fields.get(name))
        .error(errors.get(name))
}

/// The round that was typed.
///
/// # Errors
/// Everything that is wrong.
pub fn read(fields: &Fields, now: Instant) -> Result<NewWindow, Errors> {
    let mut errors = Errors::default();
    let name = fields.needed("name", "Enter the name of the round", "Name of the round", NAME, &mut errors);
    let opens = fields.date("opens", "The day on which it opens", &mut errors);
    let opens_hour = clock("opens-hour", "Select at what time it opens", fields, &mut errors);
    let closes = fields.date("closes", "The day on which it closes", &mut errors);
    let closes_hour = clock("closes-hour", "Select at what time it closes", fields, &mut errors);
    let answer_days = fields.number("answer-days", "How many days people have", 1..=60, &mut errors);
    let (Some(opens), Some(opens_hour), Some(closes), Some(closes_hour), Some(answer_days)) =
        (opens, opens_hour, closes, closes_hour, answer_days)
    else {
        return Err(errors);
    };
    let (opens_at, closes_at) = (at_british_hour(opens, opens_hour), at_british_hour(closes, closes_hour));
    if closes_at <= opens_at {
        errors.add("closes-day", "The round must close after it opens");
    } else if closes_at <= now {
        errors.add("closes-day", "The round must close in the future");
    } else if closes_at.since(opens_at) > Duration::days(LONGEST) {
        errors.add("closes-day", format!("The round must close within {LONGEST} days of its opening"));
    }
    errors.or(|| NewWindow {
        name,
        opens_at,
        closes_at,
        answer_days,
    })
}

fn clock(name: &str, ask: &str, fields: &Fields, errors: &mut Errors) -> Option<u8> {
    let found = fields.get(name).parse().ok().filter(|hour| *hour < 24);
    if found.is_none() {
        errors.add(name, ask);
    }
    found
}
