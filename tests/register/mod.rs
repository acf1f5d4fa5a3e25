//! The register of organisations with commitments: its pages, its files, what is recorded for it, and that it follows every change.

mod against_the_rules;
mod files;
mod kept;
mod pages;
mod recording;

use practise::pledges::CommitmentKind;
use practise::register::case_studies::{NewCaseStudy, add_case_study, case_study_by_slug, publish_case_study};
use practise::register::events::{EventKind, EventState, NewEvent, add_event};
use time::Duration;

use crate::support::app::TestApp;
use crate::support::pledges::NewPledge;

/// An event that took place some days ago.
pub fn event(test: &TestApp, days_ago: i64) -> NewEvent {
    NewEvent {
        title: "A visit to Northtown School".to_owned(),
        on_day: (test.now().plus(-Duration::days(days_ago))).date(),
        kind: EventKind::SchoolVisit,
        reached: 30,
        state: EventState::Done,
    }
}

/// A case study to write.
pub fn study(title: &str) -> NewCaseStudy {
    NewCaseStudy {
        title: title.to_owned(),
        body: "We went to a school.\n\nThey asked us about our jobs.".to_owned(),
    }
}

/// A case study of an organisation that is published; answers its slug.
pub fn told(test: &TestApp, organisation: i64, title: &str) -> String {
    test.write(|tx| {
        let slug = add_case_study(tx, organisation, &study(title))?;
        let id = case_study_by_slug(tx.db, &slug)?.id;
        publish_case_study(tx, id)?;
        Ok(slug)
    })
}

/// Puts an organisation on the register, with one of everything; answers the reference of an event, and the slugs of a draft and of a case study
/// that is published.
pub fn recorded(test: &TestApp, organisation: i64) -> (String, String, String) {
    test.committed(organisation, CommitmentKind::Practise);
    let mut pledge = NewPledge::published(CommitmentKind::HealthAmbassador, test.now().plus(-Duration::days(40)));
    pledge.jobs = &["Nurse", "Porter", "Nurse"];
    pledge.clauses = vec![("activities", "We visit schools near us.", Some(6))];
    test.pledge(organisation, &pledge);
    done(test, organisation)
}

/// What an organisation that has signed has done: an event, a draft of a case study, and a case study that is published; answers the reference of the
/// first and the slugs of the others.
pub fn done(test: &TestApp, organisation: i64) -> (String, String, String) {
    let reference = test.write(|tx| add_event(tx, organisation, &event(test, 20)));
    let draft = test.write(|tx| add_case_study(tx, organisation, &study("Not yet told")));
    (reference, draft, told(test, organisation, "What a visit did"))
}
