//! A round that is open, one placement in it, and somebody of 16 who has sent an application for it.

use std::collections::BTreeMap;

use diesel::prelude::*;
use practise::applications::{self, ApplicationState, Guardian, Level, Name, SchoolContact, Step};
use practise::confirmations::{self, Confirmation, Kind};
use practise::db::Instant;
use practise::db::schema::{application, application_answer, application_choice, application_claim, link};
use practise::links::Purpose;
use practise::opportunities::{self, NewOpportunity, NewRound, OpportunityState, Phase, RoundState, Support};
use practise::policies::key_of;
use practise::prioritisation::Policy;
use practise::tx::Tx;
use time::Duration;
use time::macros::date;

use crate::support::app::TestApp;
use crate::support::page::Page;

pub const APPLICANT: &str = "amina@example.org";
pub const GUARDIAN: &str = "sam@example.org";
pub const SCHOOL: &str = "head.of.year@school.example.org";
/// The round closes so long after the first moment.
pub const OPEN_FOR: Duration = Duration::days(30);

/// The numbers of what every test needs.
#[derive(Clone, Copy)]
pub struct World {
    pub round: i64,
    pub opportunity: i64,
}

impl World {
    pub fn new(test: &TestApp) -> Self {
        let area = test.area("YH");
        let organisation = test.organisation("RR8", "Leeds Teaching Hospitals", area);
        let now = test.now();
        test.write(|tx| {
            let policy = key_of(&Policy::built_in().unwrap().remove(0));
            let round = opportunities::add_round(
                tx,
                &NewRound {
                    reference: "2027-02-yorkshire",
                    name: "Yorkshire, spring 2027",
                    area_id: None,
                    opens_at: now.plus(-Duration::days(1)),
                    closes_at: now.plus(OPEN_FOR),
                    answer_days: 7,
                    policy: &policy,
                },
            )?;
            assert!(opportunities::save_round_state(tx, round, Phase::Planned, RoundState::Open)?);
            let opportunity = opportunities::add_opportunity(
                tx,
                &NewOpportunity {
                    round_id: round,
                    organisation_id: organisation,
                    slug: "ward-week",
                    title: "A week on a ward",
                    family: "nursing",
                    summary: "See how a ward works.",
                    activities: "You follow a nurse and talk with patients.",
                    limits: "You will not see operations.",
                    first_day: date!(2027 - 07 - 05),
                    last_day: date!(2027 - 07 - 09),
                    town: "Leeds",
                    outcode: "LS1",
                    minimum_age: 16,
                    places: 3,
                    local_areas: &[],
                    reserves: BTreeMap::new(),
                    support: &[Support::Travel],
                    dress: "Flat shoes.",
                    state: OpportunityState::Published,
                },
            )?;
            Ok(Self { round, opportunity })
        })
    }

    /// An application in `state`, with two claims and an answer that the applicant is not sure of.
    pub fn application(self, test: &TestApp, email: &str, state: ApplicationState) -> i64 {
        let person = test.person(email);
        test.write(|tx| self.add(tx, person, state))
    }

    fn add(self, tx: &mut Tx<'_>, person: i64, state: ApplicationState) -> Result<i64, practise::error::Error> {
        let id = diesel::insert_into(application::table)
            .values((
                application::public_ref.eq(tx.env.random.reference()?),
                application::person_id.eq(person),
                application::round_id.eq(self.round),
                application::state.eq(state),
                application::live.eq(true),
                application::area.eq("LS9"),
                application::statements.eq("[]"),
                application::created_at.eq(tx.now),
                application::changed_at.eq(tx.now),
                application::state_since.eq(tx.now),
                application::submitted_at.eq(tx.now),
            ))
            .returning(application::id)
            .get_result(tx.db)?;
        let name = serde_json::to_string(&Name {
            first: "Amina".to_owned(),
            last: "Khan".to_owned(),
        })?;
        let circumstances =
            r#"{"free_school_meals":"yes","pupil_premium":"not_sure","first_generation":"yes","school":"Carr Bank, Leeds"}"#;
        for (step, answer) in [(Step::Name, name.as_str()), (Step::Circumstances, circumstances)] {
            diesel::insert_into(application_answer::table)
                .values((
                    application_answer::application_id.eq(id),
                    application_answer::step.eq(step),
                    application_answer::answer.eq(answer),
                    application_answer::saved_at.eq(tx.now),
                ))
                .execute(tx.db)?;
        }
        diesel::insert_into(application_choice::table)
            .values((
                application_choice::application_id.eq(id),
                application_choice::position.eq(1),
                application_choice::opportunity_id.eq(self.opportunity),
            ))
            .execute(tx.db)?;
        for criterion in ["free_school_meals", "first_generation_30"] {
            diesel::insert_into(application_claim::table)
                .values((
                    application_claim::application_id.eq(id),
                    application_claim::criterion.eq(criterion),
                    application_claim::level.eq(Level::Declared),
                ))
                .execute(tx.db)?;
        }
        Ok(id)
    }

    /// An application whose guardian and school were asked just now.
    pub fn asked(self, test: &TestApp) -> i64 {
        let id = self.application(test, APPLICANT, ApplicationState::AwaitingConfirmation);
        test.write(|tx| confirmations::ask(tx, id, Some(&guardian(GUARDIAN)), Some(&school())));
        id
    }
}

pub fn guardian(email: &str) -> Guardian {
    Guardian {
        name: "Sam Khan".to_owned(),
        relationship: "mother".to_owned(),
        email: email.to_owned(),
    }
}

pub fn school() -> SchoolContact {
    SchoolContact {
        name: "Jo Bell".to_owned(),
        role: "Head of year 11".to_owned(),
        organisation: "Carr Bank Academy".to_owned(),
        email: SCHOOL.to_owned(),
    }
}

pub fn state(test: &TestApp, id: i64) -> (ApplicationState, Option<String>) {
    let found = test.read(|db| applications::application_by_id(db, id));
    (found.state, found.reason)
}

pub fn confirmation(test: &TestApp, id: i64, kind: Kind) -> Confirmation {
    let all = test.read(|db| confirmations::of_application(db, id));
    all.into_iter().find(|confirmation| confirmation.kind == kind).unwrap()
}

pub fn claims(test: &TestApp, id: i64) -> BTreeMap<String, Level> {
    test.read(|db| applications::claims(db, id))
}

/// What was done to an application as the audit log has it, oldest first; not who looked at it.
pub fn acts(test: &TestApp, id: i64) -> Vec<String> {
    test.read(|db| practise::audit::timeline(db, "application", id))
        .into_iter()
        .map(|entry| entry.act)
        .filter(|act| act != practise::audit::SEEN)
        .collect()
}

/// The latest link of a purpose: the nonce, and when it was used.
pub fn latest_link(test: &TestApp, purpose: Purpose) -> (Vec<u8>, Option<Instant>) {
    test.read(|db| {
        Ok(link::table
            .filter(link::purpose.eq(purpose))
            .order(link::id.desc())
            .select((link::nonce, link::used_at))
            .first(db)?)
    })
}

/// Opens the newest link that an address was sent.
pub async fn open(test: &TestApp, address: &str) -> Page {
    let link = test.mail().await.latest_for(address).link();
    test.client().open(&link).await
}

/// The guardian says yes with their newest link.
pub async fn agree(test: &TestApp) -> Page {
    let form = open(test, GUARDIAN).await.form();
    form.choose("agree", "yes")
        .set("full-name", "Samira Khan")
        .set("relationship", "mother")
        .choose("statement", "yes")
        .submit()
        .await
}

/// The school answers with its newest link: meals yes, premium yes, share of meals no.
pub async fn confirm(test: &TestApp) -> Page {
    let form = open(test, SCHOOL).await.form();
    form.choose("on-roll", "yes")
        .choose("free-school-meals", "yes")
        .choose("pupil-premium", "yes")
        .choose("meals-share", "no")
        .set("meals-year", "2025/26")
        .choose("fit", "yes")
        .set("full-name", "Jo Bell")
        .set("role", "Head of year 11")
        .submit()
        .await
}
