//! Two rounds as the portal itself makes them, with everything that belongs to them: one that takes applications, and one whose places are proposed.
//! Everything else is copied from these (`copies.rs`).

use std::collections::BTreeMap;

use diesel::prelude::*;
use practise::applications::{
    self, Aims, Availability, Choices, Circumstances, Contact, Guardian, MealsWhen, Name, Needs, Owner, Postcode, Reasons, SchoolContact,
    Situation, Step, YesNo,
};
use practise::auth::{Grant, Role, grant, person_for_email};
use practise::db::schema::{area, commitment_text, organisation, outbox, pledge, pledge_clause, proposal, signing};
use practise::opportunities::{
    self as offered, FAMILIES, NewOpportunity, NewRound, OpportunityState, PolicyKey, Support, add_opportunity, add_round, round_by_id,
};
use practise::pledges::{CommitmentKind, PledgeState, newest};
use practise::prioritisation::{Policy, lottery};
use practise::rounds::{self, Supervisor};
use practise::tx::{Actor, Ledger, Tx};
use serde_json::{Value, to_value};
use time::{Date, Duration, Month};

/// Applications of a round.
pub const EACH: usize = 200;
/// Placements of a round, and organisations that offer them.
pub const OFFERED: usize = 20;
/// The round that takes applications.
pub const OPEN: &str = "GROW-OPEN";
/// The round whose places are proposed.
const PROPOSED: &str = "GROW-DONE";
/// Places of a placement: there are fewer than people who ask for one.
const PLACES: i32 = 5;
/// Days until the placements of both rounds.
const AHEAD: i64 = 120;
/// The number that the supervisor of a round has promised.
pub const NUMBER: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
const OUTCODES: [&str; 6] = ["LS9", "S5", "M13", "L7", "B15", "NG7"];

/// The numbers of the two rounds, and of two people who see more than one organisation.
pub struct Template {
    pub open: i64,
    pub proposed: i64,
    /// The placements of the open round.
    pub placements: Vec<i64>,
    pub national: i64,
    pub lead: i64,
}

/// Makes them in an empty database.
pub fn make(ledger: &Ledger) -> Template {
    let (organisations, area_id) = ledger.write_now(Actor::Operator, |tx| Ok(organisations(tx))).unwrap();
    let (open, placements) = round_with_applications(ledger, OPEN, &organisations);
    let (proposed, _) = round_with_applications(ledger, PROPOSED, &organisations);
    let [national, lead] = ledger
        .write_now(Actor::Operator, |tx| {
            let round = round_by_id(tx.db, proposed)?;
            rounds::close(tx, &round)?;
            rounds::reveal_missing(tx, &round.reference, NUMBER)?;
            // All letters have left, and the coordinators are late with their decisions.
            diesel::update(outbox::table)
                .set((
                    outbox::state.eq("sent"),
                    outbox::attempts.eq(1),
                    outbox::finished_at.eq(outbox::created_at.nullable()),
                ))
                .execute(tx.db)?;
            diesel::update(proposal::table)
                .set(proposal::created_at.eq(tx.now.plus(-Duration::days(4))))
                .execute(tx.db)?;
            let mut add = |email: &str, role, area_id| {
                let person = person_for_email(tx, email)?;
                let role = Grant {
                    role,
                    organisation_id: None,
                    area_id,
                };
                grant(tx, person, &role).map(|_| person)
            };
            Ok([
                add("national@example.org", Role::National, None)?,
                add("lead@example.org", Role::AreaLead, Some(area_id))?,
            ])
        })
        .unwrap();
    Template {
        open,
        proposed,
        placements,
        national,
        lead,
    }
}

/// Who applied, numbered; `round` keeps those of two rounds apart.
pub fn address(round: &str, number: usize) -> String {
    format!("{}{number}@example.org", round.to_lowercase())
}

/// Organisations, each with its coordinator; they are the first people of all.
fn organisations(tx: &mut Tx<'_>) -> (Vec<i64>, i64) {
    let area_id: i64 = diesel::insert_into(area::table)
        .values((area::code.eq("E1"), area::name.eq("North"), area::kind.eq("region")))
        .returning(area::id)
        .get_result(tx.db)
        .unwrap();
    let add = |number: usize| -> i64 {
        diesel::insert_into(organisation::table)
            .values((
                organisation::code.eq(format!("T{number}")),
                organisation::name.eq(format!("Northtown Hospitals Trust {number}")),
                organisation::slug.eq(format!("trust-{number}")),
                organisation::kind.eq("nhs_trust"),
                organisation::area_id.eq(area_id),
                organisation::town.eq("Northtown"),
                organisation::postcode.eq("LS9 7TF"),
            ))
            .returning(organisation::id)
            .get_result(tx.db)
            .unwrap()
    };
    let ids: Vec<i64> = (1..=OFFERED).map(add).collect();
    for id in &ids {
        let person = person_for_email(tx, &format!("coordinator{id}@trust.example.org")).unwrap();
        let role = Grant {
            role: Role::Coordinator,
            organisation_id: Some(*id),
            area_id: None,
        };
        grant(tx, person, &role).unwrap();
    }
    let words = newest(CommitmentKind::Practise).unwrap();
    let text = (
        commitment_text::kind.eq(CommitmentKind::Practise),
        commitment_text::version.eq(&words.version),
        commitment_text::sha256.eq(words.sha256()),
        commitment_text::body.eq(&words.body),
        commitment_text::in_force_from.eq(words.in_force_from),
    );
    let text: i64 = diesel::insert_into(commitment_text::table)
        .values(text)
        .returning(commitment_text::id)
        .get_result(tx.db)
        .unwrap();
    for id in &ids {
        commit(tx, *id, text);
    }
    // What is copied is found by these numbers.
    assert_eq!(ids, (1..=ids.len() as i64).collect::<Vec<_>>());
    (ids, area_id)
}

/// The commitment of an organisation.
fn commit(tx: &mut Tx<'_>, organisation_id: i64, text_id: i64) {
    let person = person_for_email(tx, &format!("coordinator{organisation_id}@trust.example.org")).unwrap();
    let signing_id: i64 = diesel::insert_into(signing::table)
        .values((
            signing::public_ref.eq(format!("S-{organisation_id}")),
            signing::started_by.eq(person),
            signing::created_at.eq(tx.now),
            signing::changed_at.eq(tx.now),
        ))
        .returning(signing::id)
        .get_result(tx.db)
        .unwrap();
    let pledge_id: i64 = diesel::insert_into(pledge::table)
        .values((
            pledge::public_ref.eq(format!("P-{organisation_id}")),
            pledge::signing_id.eq(signing_id),
            pledge::organisation_id.eq(organisation_id),
            pledge::kind.eq(CommitmentKind::Practise),
            pledge::text_id.eq(text_id),
            pledge::state.eq(PledgeState::Published),
            pledge::state_since.eq(tx.now),
            pledge::created_at.eq(tx.now),
            pledge::published_at.eq(tx.now.plus(-Duration::days(40))),
        ))
        .returning(pledge::id)
        .get_result(tx.db)
        .unwrap();
    let clause = (
        pledge_clause::pledge_id.eq(pledge_id),
        pledge_clause::clause.eq("requests"),
        pledge_clause::statement.eq("We write to schools near us each autumn."),
        pledge_clause::promised.eq(20),
    );
    diesel::insert_into(pledge_clause::table).values(clause).execute(tx.db).unwrap();
}

fn round_with_applications(ledger: &Ledger, reference: &str, organisations: &[i64]) -> (i64, Vec<i64>) {
    let policy = Policy::built_in().unwrap().remove(0);
    let policy = PolicyKey {
        sha256: policy.sha256_hex(),
        id: policy.id,
        version: policy.version,
    };
    let (round, placements) = ledger
        .write_now(Actor::Operator, |tx| {
            let opens_at = tx.now.plus(-Duration::days(20));
            let round = add_round(
                tx,
                &NewRound {
                    reference,
                    name: reference,
                    area_id: None,
                    opens_at,
                    closes_at: opens_at.plus(Duration::days(40)),
                    answer_days: 7,
                    policy: &policy,
                },
            )?;
            let placements = organisations
                .iter()
                .enumerate()
                .map(|(number, id)| placement(tx, round, *id, number))
                .collect::<Result<Vec<_>, _>>()?;
            let planned = round_by_id(tx.db, round)?;
            let promise = hex::encode(lottery::commitment(reference, NUMBER));
            let supervisor = Supervisor {
                name: "independent supervisor",
                email: "supervisor@example.org",
                commitment: &promise,
            };
            rounds::open(tx, &planned, &supervisor)?;
            Ok((round, placements))
        })
        .unwrap();
    for number in 0..EACH {
        send(ledger, &address(reference, number), number, &placements);
    }
    (round, placements)
}

/// Somebody new begins an application, fills it in and sends it, in two transactions.
pub fn send(ledger: &Ledger, email: &str, number: usize, placements: &[i64]) {
    let person = ledger.write_now(Actor::Operator, |tx| person_for_email(tx, email)).unwrap();
    ledger
        .write_now(Actor::Person(person), |tx| {
            apply(tx, person, email, number, placements);
            Ok(())
        })
        .unwrap();
}

fn placement(tx: &mut Tx<'_>, round_id: i64, organisation_id: i64, number: usize) -> Result<i64, practise::error::Error> {
    let family = FAMILIES[number % FAMILIES.len()];
    let first_day = tx.now.date() + Duration::days(AHEAD);
    add_opportunity(
        tx,
        &NewOpportunity {
            round_id,
            organisation_id,
            slug: &format!("growing-{round_id}-{number}"),
            title: &format!("A week on ward {number}"),
            family: family.0,
            summary: "See how a team looks after people in hospital. You will meet nurses, porters and doctors.",
            activities: "You will follow a nurse for a day.\nYou will help to serve lunch.",
            limits: "You will not see people being washed or treated.",
            first_day,
            last_day: first_day + Duration::days(4),
            town: "Northtown",
            outcode: OUTCODES[number % OUTCODES.len()],
            minimum_age: 16,
            places: PLACES,
            local_areas: &["LS9", "LS10"],
            reserves: BTreeMap::new(),
            support: &[Support::Travel, Support::Food],
            dress: "Wear dark trousers and flat shoes. We lend you a top.",
            state: OpportunityState::Published,
        },
    )
}

/// Of ten people eight are adults whose application is sent, one is at school and waits for a guardian and a school, and one has not sent theirs.
fn apply(tx: &mut Tx<'_>, person: i64, email: &str, number: usize, placements: &[i64]) {
    let young = number % 10 == 8;
    let age = if young { 16 } else { 36 };
    let born = Date::from_calendar_date(tx.now.date().year() - age, Month::January, 1).unwrap();
    let chosen: Vec<_> = (0..1 + number % 3)
        .map(|turn| offered::by_id(tx.db, placements[(number * 7 + turn * 5) % placements.len()]).unwrap())
        .collect();
    let reference = applications::begin(tx, person, &chosen[0], Some(born)).unwrap();
    let id = applications::application_by_ref(tx.db, &reference).unwrap().id;
    let choices = Choices(chosen.iter().map(|one| one.reference.clone()).collect());
    for (step, answer) in answers(number, young, choices) {
        applications::put(tx, id, step, &answer.to_string()).unwrap();
    }
    if number % 10 != 9 {
        let owner = Owner {
            id: person,
            email: email.to_owned(),
        };
        applications::submit(tx, &owner, &reference).unwrap();
    }
}

fn answers(number: usize, young: bool, choices: Choices) -> Vec<(Step, Value)> {
    let situations = [Situation::CareerChange, Situation::FormerProfessional, Situation::SomethingElse];
    let situation = if young {
        Situation::AtSchool
    } else {
        situations[number % situations.len()]
    };
    let name = Name {
        first: format!("Ada{number}"),
        last: "Okafor".to_owned(),
    };
    let contact = Contact {
        phone: None,
        postcode: Postcode::parse(&format!("{} 7TF", OUTCODES[number % OUTCODES.len()])).unwrap(),
    };
    let aims = Aims {
        families: vec!["nursing".to_owned()],
        roles: Vec::new(),
        course: None,
        applying: number.is_multiple_of(2),
    };
    let reasons = Reasons {
        interest: "I like to work with people, and I have looked after my grandmother for two years.".to_owned(),
        learn: "How a ward works from morning to evening.".to_owned(),
    };
    let availability = Availability {
        all_days: true,
        except: None,
    };
    let mut all = vec![
        (Step::Name, to_value(name)),
        (Step::Contact, to_value(contact)),
        (Step::Situation, to_value(situation)),
        (Step::Aims, to_value(aims)),
        (Step::Reasons, to_value(reasons)),
        (Step::Choices, to_value(choices)),
        (Step::Availability, to_value(availability)),
        (Step::Needs, to_value(Needs::default())),
    ];
    if young {
        let circumstances = Circumstances {
            free_school_meals: YesNo::Yes,
            meals_when: Some(MealsWhen::Before),
            pupil_premium: YesNo::NotSure,
            first_generation: YesNo::PreferNotToSay,
        };
        let school = SchoolContact {
            name: "Mx Green".to_owned(),
            role: "Careers leader".to_owned(),
            organisation: "Hill School".to_owned(),
            email: format!("school{number}@school.example"),
        };
        let guardian = Guardian {
            name: "Bo Okafor".to_owned(),
            relationship: "Mother".to_owned(),
            email: format!("guardian{number}@example.org"),
        };
        all.push((Step::Circumstances, to_value(circumstances)));
        all.push((Step::School, to_value(school)));
        all.push((Step::Guardian, to_value(guardian)));
    }
    all.into_iter().map(|(step, value)| (step, value.unwrap())).collect()
}
