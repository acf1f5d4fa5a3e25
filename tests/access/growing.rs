//! More of everything: rows of a [`World`] copied under other numbers, each with what belongs to it.

use std::collections::BTreeMap;

use diesel::prelude::*;
use practise::applications::status::Explanation;
use practise::audit::{ReaderRole, Seen, SeenPage, saw_in};
use practise::db::schema::{
    allocation_run, application, invitation, opportunity, opportunity_detail, organisation, placement, role_grant, round, standing,
};
use practise::policies;
use practise::tx::{Actor, Tx};

use super::world::{DRAWN, World};
use crate::national::{adopt, drawn_round, example};
use crate::support::session;
use crate::support::tables::columns;

/// From this number on rows are copies: those of the first time have numbers from here, those of the second from twice this, and so on.
const COPIES: i64 = 1_000;
/// So far from each other are several copies of one row of one time.
const APART: i64 = 100_000;
/// Texts of which no two rows of a table have the same.
const NAMES: [&str; 4] = ["public_ref", "slug", "code", "message_id"];

/// The numbers of what is copied.
#[derive(Clone, Copy)]
struct Of {
    application: i64,
    round: i64,
    opportunity: i64,
    organisation: i64,
    placement: i64,
    own_round: i64,
}

/// Columns and what their copies have instead.
type Set<'s> = &'s [(&'s str, String)];

/// Copies the rows of a table that fit a condition and are no copies: the numbers in `shifted` grow by `by`.
fn copy(tx: &mut Tx<'_>, by: i64, table: &str, condition: &str, shifted: &[&str], set: Set<'_>) {
    let columns = columns(table);
    let value = |column: &String| match set.iter().find(|(name, _)| name == column) {
        Some((_, value)) => value.clone(),
        None if shifted.contains(&column.as_str()) => format!("{column} + {by}"),
        None if NAMES.contains(&column.as_str()) => format!("{column} || '-{by}'"),
        None => column.clone(),
    };
    let values: Vec<String> = columns.iter().map(value).collect();
    let originals = if columns[0] == "id" {
        format!("id < {COPIES}")
    } else {
        "1 = 1".to_owned()
    };
    let statement = format!(
        "INSERT INTO {table} ({}) SELECT {} FROM {table} WHERE {condition} AND {originals}",
        columns.join(", "),
        values.join(", ")
    );
    let copied = diesel::sql_query(&statement).execute(tx.db);
    let copied = copied.unwrap_or_else(|error| panic!("{statement}: {error}"));
    assert!(copied > 0, "nothing was copied: {statement}");
}

/// What somebody would read about a choice.
fn add_standing(tx: &mut Tx<'_>, of: Of) {
    let known = standing::table.filter(standing::application_id.eq(of.application));
    if known.count().get_result::<i64>(tx.db).unwrap() > 0 {
        return;
    }
    let explanation = Explanation {
        counted: vec!["free school meals".to_owned()],
        not_counted: Vec::new(),
        would_change: Vec::new(),
        sentences: vec!["A week on a ward had 3 places and 9 applicants.".to_owned()],
    };
    let run = allocation_run::table.filter(allocation_run::round_id.eq(of.round));
    let run: i64 = run.select(allocation_run::id).get_result(tx.db).unwrap();
    diesel::insert_into(standing::table)
        .values((
            standing::application_id.eq(of.application),
            standing::opportunity_id.eq(of.opportunity),
            standing::run_id.eq(run),
            standing::choice.eq(1),
            standing::band.eq("priority"),
            standing::lottery.eq("0aaee3b0".repeat(8)),
            standing::draw_position.eq(7_i64),
            standing::priority_position.eq(1_i64),
            standing::status.eq("offered"),
            standing::explanation.eq(serde_json::to_string(&explanation).unwrap()),
        ))
        .execute(tx.db)
        .unwrap();
}

/// Placements on offer: in the round that people apply in, in the round of the organisation's own, one that has begun, and one of the other
/// organisation.
fn add_opportunities(tx: &mut Tx<'_>, by: i64, of: Of) {
    let condition = format!("id = {}", of.opportunity);
    let own = [("round_id", of.own_round.to_string())];
    let begun = [("first_day", "'2027-01-04'".to_owned()), ("last_day", "'2027-01-08'".to_owned())];
    let theirs = [("organisation_id", (of.organisation + by).to_string())];
    for (by, set) in [
        (by, &[][..]),
        (by + APART, &own[..]),
        (by + 2 * APART, &begun[..]),
        (by + 3 * APART, &theirs[..]),
    ] {
        copy(tx, by, "opportunity", &condition, &["id"], set);
        let details = format!("opportunity_id = {}", of.opportunity);
        copy(tx, by, "opportunity_detail", &details, &["opportunity_id"], &[]);
    }
}

/// An application at a placement on offer with all that came before a decision.
fn add_application(tx: &mut Tx<'_>, by: i64, of: Of, opportunity: i64, shifted: &[&str]) {
    let here = [("opportunity_id", opportunity.to_string())];
    copy(tx, by, "application", &format!("id = {}", of.application), shifted, &[]);
    let condition = format!("application_id = {}", of.application);
    copy(tx, by, "application_answer", &condition, &["application_id"], &[]);
    copy(
        tx,
        by,
        "application_choice",
        &format!("{condition} AND position = 1"),
        &["application_id"],
        &here,
    );
    copy(tx, by, "application_claim", &condition, &["application_id"], &[]);
    copy(tx, by, "confirmation", &condition, &["id", "application_id"], &[]);
    let ranked = format!("{condition} AND opportunity_id = {}", of.opportunity);
    copy(tx, by, "standing", &ranked, &["application_id", "priority_position"], &here);
}

/// A further application of the same person in another round, with the placement that came of it.
fn add_placed(tx: &mut Tx<'_>, by: i64, of: Of, opportunity: i64) {
    copy(tx, by, "round", &format!("id = {}", of.round), &["id"], &[]);
    add_application(tx, by, of, opportunity, &["id", "round_id"]);
    let here = [("opportunity_id", opportunity.to_string())];
    let condition = format!("application_id = {}", of.application);
    copy(tx, by, "proposal", &condition, &["id", "application_id"], &here);
    copy(tx, by, "offer", &condition, &["id", "proposal_id", "application_id"], &here);
    copy(tx, by, "placement", &condition, &["id", "application_id", "offer_id"], &here);
    copy(tx, by, "message", &condition, &["id", "application_id"], &here);
    let condition = format!("placement_id = {}", of.placement);
    copy(tx, by, "placement_task", &condition, &["placement_id"], &[]);
    copy(tx, by, "expense_claim", &condition, &["id", "placement_id"], &[]);
    copy(
        tx,
        by,
        "certificate",
        &condition,
        &["id", "placement_id"],
        &[("number", format!("number || '-{by}'"))],
    );
}

/// Somebody else whose proposal has waited for long, and one that was decided out of order.
fn add_waiting(tx: &mut Tx<'_>, by: i64, of: Of, opportunity: i64) {
    let person = format!("id = (SELECT person_id FROM application WHERE id = {})", of.application);
    copy(tx, by, "person", &person, &["id"], &[("email", format!("'{by}.' || email"))]);
    add_application(tx, by, of, opportunity, &["id", "person_id"]);
    let open = [
        ("opportunity_id", opportunity.to_string()),
        ("state", "'open'".to_owned()),
        ("created_at", "'2026-12-01 09:00:00'".to_owned()),
        ("decided_at", "NULL".to_owned()),
    ];
    let condition = format!("application_id = {}", of.application);
    copy(tx, by, "proposal", &condition, &["id", "application_id"], &open);
    let passed = format!(
        "INSERT INTO out_of_order (proposal_id, passed, reason, decided_at) \
         SELECT id, 1, 'waits_for_information', created_at FROM proposal WHERE application_id = {}",
        of.application + by
    );
    diesel::sql_query(passed).execute(tx.db).unwrap();
}

/// Another choice of the application, another message in its thread, reported, and another look at it.
fn add_to_application(tx: &mut Tx<'_>, time: i64, by: i64, of: Of) {
    let condition = format!("application_id = {}", of.application);
    let place = [("position", (1 + time).to_string())];
    let first = format!("{condition} AND position = 1");
    copy(tx, by, "application_choice", &first, &["opportunity_id"], &place);
    let ranked = format!("{condition} AND opportunity_id = {}", of.opportunity);
    copy(tx, by, "standing", &ranked, &["opportunity_id", "priority_position"], &[]);
    copy(
        tx,
        by + 2 * APART,
        "message",
        &condition,
        &["id"],
        &[("flagged_at", "sent_at".to_owned())],
    );
    let look = Seen {
        by: Actor::Person(by),
        role: ReaderRole::Coordinator,
        organisation_id: Some(of.organisation),
        page: SeenPage::List,
        applications: vec![of.application],
    };
    saw_in(tx, &look).unwrap();
}

/// An organisation like ours with its commitments, and what else ours has done and was told.
fn add_organisation(tx: &mut Tx<'_>, by: i64, of: Of) {
    let ours = format!("organisation_id = {}", of.organisation);
    copy(tx, by, "organisation", &format!("id = {}", of.organisation), &["id"], &[]);
    copy(tx, by, "signing", &ours, &["id", "organisation_id"], &[]);
    let signings = format!("signing_id IN (SELECT id FROM signing WHERE {ours} AND id < {COPIES})");
    copy(tx, by, "signing_answer", &signings, &["signing_id"], &[]);
    copy(tx, by, "pledge_signature", &signings, &["id", "signing_id"], &[]);
    copy(tx, by, "pledge", &ours, &["id", "signing_id", "organisation_id"], &[]);
    let pledges = format!("pledge_id IN (SELECT id FROM pledge WHERE {ours} AND id < {COPIES})");
    copy(tx, by, "pledge_clause", &pledges, &["pledge_id"], &[]);
    copy(tx, by, "pledge_review", &pledges, &["id", "pledge_id"], &[]);
    let over = [
        ("state", "'withdrawn'".to_owned()),
        ("ended_at", "created_at".to_owned()),
        ("reason", "'Over.'".to_owned()),
    ];
    copy(tx, by + APART, "signing", &ours, &["id"], &[]);
    copy(
        tx,
        by + APART,
        "pledge",
        &format!("{ours} AND published_at IS NOT NULL"),
        &["id", "signing_id"],
        &over,
    );
    for table in ["concern", "event", "case_study"] {
        copy(tx, by, table, &ours, &["id"], &[]);
    }
}

impl World {
    fn numbers(&self) -> Of {
        self.test.read(|db| {
            let (application, round): (i64, i64) = application::table
                .filter(application::public_ref.eq(&self.application))
                .select((application::id, application::round_id))
                .get_result(db)?;
            let (opportunity, organisation): (i64, i64) = opportunity::table
                .filter(opportunity::public_ref.eq(&self.opportunity))
                .select((opportunity::id, opportunity::organisation_id))
                .get_result(db)?;
            let placement = placement::table.filter(placement::public_ref.eq(&self.placement));
            let own = round::table.filter(round::public_ref.eq(&self.round));
            Ok(Of {
                application,
                round,
                opportunity,
                organisation,
                placement: placement.select(placement::id).get_result(db)?,
                own_round: own.select(round::id).get_result(db)?,
            })
        })
    }

    /// Adds one or more of everything that lists show, for the first, second, third or fourth time.
    pub fn grow(&self, time: i64) {
        let (of, by) = (self.numbers(), time * COPIES);
        self.test.write(|tx| {
            add_standing(tx, of);
            // Somebody comes on every working day.
            let plan = opportunity_detail::table.find(of.opportunity);
            diesel::update(plan)
                .set(opportunity_detail::weekdays.eq("[1,2,3,4,5]"))
                .execute(tx.db)?;
            add_organisation(tx, by, of);
            add_opportunities(tx, by, of);
            add_placed(tx, by, of, of.opportunity);
            add_placed(tx, by + APART, of, of.opportunity + by + 2 * APART);
            add_waiting(tx, by + 2 * APART, of, of.opportunity);
            add_waiting(tx, by + 3 * APART, of, of.opportunity + by);
            add_placed(tx, by + 4 * APART, of, of.opportunity + by + 3 * APART);
            add_to_application(tx, time, by, of);
            copy(tx, by + 2 * APART, "round", &format!("id = {}", of.own_round), &["id"], &[]);
            copy(
                tx,
                by + 2 * APART,
                "round_owner",
                &format!("round_id = {}", of.own_round),
                &["round_id"],
                &[],
            );
            let dead = [
                ("state", "'dead'".to_owned()),
                ("link_id", "NULL".to_owned()),
                ("sign_in_id", "NULL".to_owned()),
                ("last_error", "'550'".to_owned()),
            ];
            copy(tx, by, "outbox", "state = 'sent'", &["id"], &dead);
            Ok(())
        });
        self.add_people(by, of);
        let drawn = drawn_round(&self.test, &format!("{DRAWN}-{by}"), &example());
        adopt(&self.test, drawn, &policies::shipped().unwrap()[0]);
    }

    /// Further people of every role, and some who are invited; another browser of each who asks.
    fn add_people(&self, by: i64, of: Of) {
        let area: i64 = self.test.read(|db| {
            Ok(organisation::table
                .find(of.organisation)
                .select(organisation::area_id)
                .get_result(db)?)
        });
        self.test.coordinator(&format!("coordinator.{by}@example.org"), of.organisation);
        self.test.champion(&format!("champion.{by}@example.org"), of.organisation);
        self.test.area_lead(&format!("lead.{by}@example.org"), area);
        self.test.national(&format!("national.{by}@example.org"));
        self.test.write(|tx| {
            let places = [
                ("coordinator", Some(of.organisation), None),
                ("champion", Some(of.organisation), None),
                ("area_lead", None, Some(area)),
            ];
            for (role, organisation, area) in places {
                diesel::insert_into(invitation::table)
                    .values((
                        invitation::email.eq(format!("invited.{role}.{by}@example.org")),
                        invitation::role.eq(role),
                        invitation::organisation_id.eq(organisation),
                        invitation::area_id.eq(area),
                        invitation::state.eq("open"),
                        invitation::invited_at.eq(tx.now),
                    ))
                    .execute(tx.db)?;
            }
            Ok(())
        });
        // Those who ask have their role elsewhere too. A role that is granted as usual would end their sessions.
        let (organisation, elsewhere) = (Some(of.organisation + by), self.test.area(&format!("AREA-{by}")));
        for (email, role, organisation, area) in [
            ("coordinator@example.org", "coordinator", organisation, None),
            ("champion@example.org", "champion", organisation, None),
            ("lead@example.org", "area_lead", None, Some(elsewhere)),
        ] {
            let person = self.test.person(email);
            session::open(self.test.ledger(), Some(person), &BTreeMap::new());
            self.test.write(|tx| {
                let row = (
                    role_grant::person_id.eq(person),
                    role_grant::role.eq(role),
                    role_grant::organisation_id.eq(organisation),
                    role_grant::area_id.eq(area),
                    role_grant::granted_at.eq(tx.now),
                );
                Ok(diesel::insert_into(role_grant::table).values(row).execute(tx.db)?)
            });
        }
    }
}
