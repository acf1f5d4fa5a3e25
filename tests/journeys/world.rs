//! A round with placements, its coordinators, the supervisor of its draw, and people who apply.

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use practise::applications::{
    self, Aims, Application, ApplicationState, Availability, Choices, Contact, Name, Needs, Owner, Postcode, Reasons, Situation, Step,
};
use practise::db::schema::placement;
use practise::opportunities::{self as offered, NewOpportunity, Phase};
use practise::prioritisation::lottery;
use practise::rounds::{self, Supervisor};
use serde_json::{Value, to_value};
use time::Duration;
use time::macros::date;

use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::mailbox::Mail;
use crate::support::page::Page;

/// The number that the supervisor has promised.
pub const NUMBER: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
pub const SUPERVISOR: &str = "supervisor@example.org";
pub const COORDINATOR: &str = "co.one@trust.example.org";
pub const COLLEAGUE: &str = "co.two@trust.example.org";

/// An open round with its placements, the first at `/work-experience/ward`, all of one trust with two coordinators.
pub struct World {
    pub test: TestApp,
    pub round: i64,
    pub placements: Vec<i64>,
}

impl World {
    /// With a placement for each number of places.
    pub fn new(test: &TestApp, places: &[i32]) -> Self {
        let round = test.round("R1", test.now().plus(-Duration::days(1)));
        let promise = hex::encode(lottery::commitment("R1", NUMBER));
        test.write(|tx| {
            let planned = offered::round_by_id(tx.db, round)?;
            let supervisor = Supervisor {
                name: "independent supervisor",
                email: SUPERVISOR,
                commitment: &promise,
            };
            rounds::open(tx, &planned, &supervisor)
        });
        let mut placements = Vec::new();
        let mut trust = None;
        for (slug, places) in ["ward", "lab", "kitchen"].into_iter().zip(places) {
            let id = test.placement(round, slug, |new: &mut NewOpportunity<'_>| {
                new.places = *places;
                new.reserves.clear();
                new.organisation_id = *trust.get_or_insert(new.organisation_id);
            });
            placements.push(id);
        }
        for email in [COORDINATOR, COLLEAGUE] {
            test.coordinator(email, trust.unwrap());
        }
        Self {
            test: test.clone(),
            round,
            placements,
        }
    }

    /// An adult of the priority group whose application is complete; `choices` are positions in `placements`.
    pub fn applicant(&self, email: &str, choices: &[usize]) -> i64 {
        self.applicant_in(Situation::CareerChange, email, choices)
    }

    /// The same for an adult in this situation.
    pub fn applicant_in(&self, situation: Situation, email: &str, choices: &[usize]) -> i64 {
        let person = self.test.person(email);
        self.test.write(|tx| {
            let all: Vec<_> = choices
                .iter()
                .map(|at| offered::by_id(tx.db, self.placements[*at]))
                .collect::<Result<_, _>>()?;
            let reference = applications::begin(tx, person, &all[0], Some(date!(1990 - 03 - 01)))?;
            let id = applications::application_by_ref(tx.db, &reference)?.id;
            let first = email.split('@').next().unwrap().to_owned();
            let references = all.iter().map(|one| one.reference.clone()).collect();
            let answers: [(Step, Value); 8] = [
                (
                    Step::Name,
                    to_value(Name {
                        first,
                        last: "Okafor".to_owned(),
                    })?,
                ),
                (
                    Step::Contact,
                    to_value(Contact {
                        phone: None,
                        postcode: Postcode::parse("LS9 7TF").unwrap(),
                    })?,
                ),
                (Step::Situation, to_value(situation)?),
                (
                    Step::Aims,
                    to_value(Aims {
                        families: vec!["nursing".to_owned()],
                        roles: Vec::new(),
                        course: None,
                        applying: true,
                    })?,
                ),
                (
                    Step::Reasons,
                    to_value(Reasons {
                        interest: "People.".to_owned(),
                        learn: "How a ward works.".to_owned(),
                    })?,
                ),
                (Step::Choices, to_value(Choices(references))?),
                (
                    Step::Availability,
                    to_value(Availability {
                        all_days: true,
                        except: None,
                    })?,
                ),
                (
                    Step::Needs,
                    to_value(Needs {
                        travel: true,
                        adjustments: Some("Step-free rooms".to_owned()),
                        interpreter: None,
                    })?,
                ),
            ];
            for (step, answer) in answers {
                applications::put(tx, id, step, &answer.to_string())?;
            }
            applications::submit(
                tx,
                &Owner {
                    id: person,
                    email: email.to_owned(),
                },
                &reference,
            )?;
            Ok(id)
        })
    }

    /// Closes the round and reveals the supervisor's number through the emailed link.
    pub async fn rank(&self) {
        self.test.write(|tx| {
            let round = offered::round_by_id(tx.db, self.round)?;
            rounds::close(tx, &round)
        });
        reveal(&self.test).await.should_be(200).should_say("Your number is public");
    }

    pub fn application(&self, id: i64) -> Application {
        self.test.read(|db| applications::application_by_id(db, id))
    }

    pub fn state(&self, id: i64) -> ApplicationState {
        self.application(id).state
    }

    /// Whoever of these stands so.
    pub fn of_state(&self, people: &[(&'static str, i64)], state: ApplicationState) -> Vec<(&'static str, i64)> {
        people.iter().copied().filter(|(_, id)| self.state(*id) == state).collect()
    }

    /// How many placements are agreed.
    pub fn agreed(&self) -> i64 {
        self.test
            .read(|db| Ok(placement::table.filter(placement::state.eq("agreed")).count().get_result(db)?))
    }

    /// How many places of a placement are taken.
    pub fn taken(&self, opportunity: i64) -> i32 {
        self.test.read(|db| offered::by_id(db, opportunity)).places_taken
    }

    /// Lowers the number of places, as nothing in the portal does.
    pub fn lower_places(&self, opportunity: i64, places: i64) {
        self.test.write(|tx| {
            let statement = format!("UPDATE opportunity SET places = {places} WHERE id = {opportunity}");
            diesel::sql_query(statement).execute(tx.db)?;
            Ok(())
        });
    }

    /// The mails of a kind to an address, oldest first.
    pub async fn mails(&self, to: &str, kind: &str) -> Vec<Mail> {
        self.test
            .mail()
            .await
            .to(to)
            .into_iter()
            .filter(|mail| mail.kind == kind)
            .cloned()
            .collect()
    }

    /// The one mail of a kind to an address.
    pub async fn mail(&self, to: &str, kind: &str) -> Mail {
        let mut found = self.mails(to, kind).await;
        assert_eq!(found.len(), 1, "{to} should have one {kind}");
        found.remove(0)
    }

    /// The newest link of a kind, as a page in a browser that nobody is signed in with.
    pub async fn link(&self, to: &str, kind: &str) -> Page {
        let link = self
            .mails(to, kind)
            .await
            .last()
            .unwrap_or_else(|| panic!("{to} has no {kind}"))
            .link();
        self.test.client().open(&link).await
    }

    /// Approves the newest proposal from the coordinator's link, with a reason if somebody above still waits.
    pub async fn approve(&self) -> Page {
        let form = self.link(COORDINATOR, "proposal.asked").await.form().choose("decision", "approve");
        let asked = form.names().contains(&"passing".to_owned());
        let form = if asked {
            form.choose("passing", "waits_for_information")
        } else {
            form
        };
        form.submit().await
    }

    /// Says yes to the newest offer from the link.
    pub async fn accept(&self, email: &str) -> Page {
        self.link(email, "offer.made")
            .await
            .form()
            .choose("answer", "accept")
            .submit()
            .await
    }

    /// What must hold after every journey: the audit log is whole, every run can be checked, and no placement has more people than places.
    pub fn holds(&self) {
        let round = self.test.read(|db| offered::round_by_id(db, self.round));
        if !matches!(round.state.phase(), Phase::Planned | Phase::Open | Phase::Closed) {
            let bundle = self.test.read(|db| rounds::bundle(db, &round.reference, true));
            assert_eq!(bundle.check().unwrap(), [], "the round as its supervisor sees it");
        }
        let verified = self.test.read(practise::audit::verify);
        let (rows, _) = verified.unwrap_or_else(|broken| panic!("{broken}"));
        assert!(rows > 0);
        for id in &self.placements {
            let about = self.test.read(|db| offered::by_id(db, *id));
            let rows: i64 = self.test.read(|db| {
                let of = placement::table
                    .filter(placement::opportunity_id.eq(*id))
                    .filter(placement::state.ne_all(["given_back", "cancelled"]));
                Ok(of.count().get_result(db)?)
            });
            assert_eq!(rows, i64::from(about.places_taken), "{}", about.title);
            assert!(about.places_taken <= about.places, "{}", about.title);
        }
    }
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

/// A number that the database counts.
pub fn number(test: &TestApp, query: &str) -> i64 {
    test.read(|db| Ok(diesel::sql_query(query).get_result::<Number>(db)?.number))
}

/// The supervisor shows their number.
pub async fn reveal(test: &TestApp) -> Page {
    let link = test.mail().await.latest_for(SUPERVISOR).link();
    test.client().open(&link).await.form().set("value", NUMBER).submit().await
}

/// Signs in on this browser's behalf.
pub async fn signed_in(test: &TestApp, email: &str) -> Client {
    test.sign_in(email).await
}
