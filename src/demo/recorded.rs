//! What organisations did for their commitments, recorded as their own people would: events and case studies.

use diesel::prelude::*;
use time::{Date, Duration};

use crate::db::schema::organisation;
use crate::error::Error;
use crate::register::case_studies::{NewCaseStudy, add_case_study, case_study_by_slug, publish_case_study};
use crate::register::events::{EventKind, EventState, NewEvent, add_event};
use crate::tx::Tx;

const EVENTS: [(&str, EventKind); 6] = [
    ("What a day on the ward is like", EventKind::Talk),
    ("A visit to a secondary school", EventKind::SchoolVisit),
    ("The town's careers fair", EventKind::CareersFair),
    ("Behind the scenes of the hospital", EventKind::OpenDay),
    ("Questions to our apprentices", EventKind::Online),
    ("Six weeks with a mentor", EventKind::Mentoring),
];

const STUDIES: [(&str, &str); 3] = [
    (
        "From a school talk to an apprenticeship",
        "Two of our healthcare assistants spoke to a class of 28 pupils. They brought a dummy arm and let everybody find a pulse.\n\nFour pupils came to us for a week in the summer. One of them is now an apprentice on the ward that she saw.",
    ),
    (
        "Evening visits for people in work",
        "People who want to change to a health job can seldom come in the day. So we opened our laboratory on three evenings.\n\n31 people came. What they asked about most was pay while training, so next time somebody from the pay office joins us.",
    ),
    (
        "What we learned from a careers fair that went badly",
        "Our table had leaflets and nobody to talk to. Hardly anybody stopped.\n\nThe next time a porter and a student nurse stood there, with a wheelchair to try. The queue did not end until we packed up.",
    ),
];

/// Records between none and 8 events for each organisation, one that is still to come for some, and case studies for most.
pub(super) fn add_recorded(tx: &mut Tx<'_>, today: Date) -> Result<(), Error> {
    let organisations: Vec<i64> = organisation::table.order(organisation::id).select(organisation::id).load(tx.db)?;
    for (number, id) in organisations.into_iter().enumerate() {
        for event in 0..number * 5 % 9 {
            let (title, kind) = EVENTS[(number + event) % EVENTS.len()];
            let days = i64::try_from(event * 37 + number * 3 + 2).map_err(Error::internal)?;
            let reached = i32::try_from(12 + (number * 17 + event * 29) % 110).map_err(Error::internal)?;
            add_event(tx, id, &of(title, kind, today - Duration::days(days), reached, EventState::Done))?;
        }
        if number.is_multiple_of(3) {
            let (title, kind) = EVENTS[number % EVENTS.len()];
            add_event(tx, id, &of(title, kind, today + Duration::days(24), 0, EventState::Planned))?;
        }
        if number % 4 != 3 {
            let (title, body) = STUDIES[number % STUDIES.len()];
            let new = NewCaseStudy {
                title: title.to_owned(),
                body: body.to_owned(),
            };
            let slug = add_case_study(tx, id, &new)?;
            let study = case_study_by_slug(tx.db, &slug)?;
            publish_case_study(tx, study.id)?;
        }
    }
    Ok(())
}

fn of(title: &str, kind: EventKind, on_day: Date, reached: i32, state: EventState) -> NewEvent {
    NewEvent {
        title: title.to_owned(),
        on_day,
        kind,
        reached,
        state,
    }
}
