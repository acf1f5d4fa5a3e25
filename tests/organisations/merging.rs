//! Mergers: what moves to the successor, and what stays.

use diesel::prelude::*;
use practise::auth::{Grant, Role, held};
use practise::db::schema::{commitment_text, opportunity, organisation, pledge, signing};
use practise::error::Error;
use practise::organisations::{Merged, merge};
use practise::tx::{Actor, Tx};
use time::macros::date;

use crate::confirmations::world::World;
use crate::support::app::TestApp;
use crate::support::run::on_both;

/// An organisation's commitment in a state.
fn add_pledge(tx: &mut Tx<'_>, organisation_id: i64, kind: &str, state: &str, by: i64) -> Result<i64, Error> {
    let text: i64 = diesel::insert_into(commitment_text::table)
        .values((
            commitment_text::kind.eq(kind),
            commitment_text::version.eq(tx.env.random.reference()?),
            commitment_text::sha256.eq("0".repeat(64)),
            commitment_text::body.eq("Words."),
            commitment_text::in_force_from.eq(date!(2026 - 01 - 01)),
        ))
        .returning(commitment_text::id)
        .get_result(tx.db)?;
    let signing_id: i64 = diesel::insert_into(signing::table)
        .values((
            signing::public_ref.eq(tx.env.random.reference()?),
            signing::started_by.eq(by),
            signing::organisation_id.eq(organisation_id),
            signing::created_at.eq(tx.now),
            signing::changed_at.eq(tx.now),
        ))
        .returning(signing::id)
        .get_result(tx.db)?;
    Ok(diesel::insert_into(pledge::table)
        .values((
            pledge::public_ref.eq(tx.env.random.reference()?),
            pledge::signing_id.eq(signing_id),
            pledge::organisation_id.eq(organisation_id),
            pledge::kind.eq(kind),
            pledge::text_id.eq(text),
            pledge::state.eq(state),
            pledge::state_since.eq(tx.now),
            pledge::created_at.eq(tx.now),
        ))
        .returning(pledge::id)
        .get_result(tx.db)?)
}

/// The state of each commitment of an organisation, with its successor.
fn pledges(test: &TestApp, organisation_id: i64) -> Vec<(String, String, Option<i64>)> {
    let rows = pledge::table.filter(pledge::organisation_id.eq(organisation_id)).order(pledge::id);
    test.read(|db| Ok(rows.select((pledge::kind, pledge::state, pledge::successor_id)).load(db)?))
}

fn merged(test: &TestApp, old: &str, new: &str) -> Result<Merged, Error> {
    test.ledger()
        .write_now(Actor::Operator, |tx| merge(tx, old, new, date!(2027 - 01 - 10)))
}

on_both! {
    async fn people_placements_and_commitments_go_to_the_successor(test: TestApp) {
        let made = World::new(&test);
        let about = opportunity::table.find(made.opportunity).select(opportunity::organisation_id);
        let old: i64 = test.read(|db| Ok(about.get_result(db)?));
        let code: String = test.read(|db| Ok(organisation::table.find(old).select(organisation::code).get_result(db)?));
        let new = test.organisation("NEW", "The New Trust", test.area("NEWAREA"));
        let both = test.coordinator("both@example.org", old);
        test.coordinator("both@example.org", new);
        let champion = test.champion("champion@example.org", old);
        let [published, waiting, lapsed] = test.write(|tx| Ok([
            add_pledge(tx, old, "practise", "published", champion)?,
            add_pledge(tx, old, "health_ambassador", "awaiting_champion", champion)?,
            add_pledge(tx, old, "health_ambassador", "lapsed", champion)?,
        ]));
        let browser = test.sign_in("champion@example.org").await;
        let done = merged(&test, &code, "NEW").unwrap();
        assert_eq!(done, Merged { roles: 2, invitations: 0, opportunities: 1, pledges: 2, letters: 2 });
        let is = organisation::table.find(old).select((organisation::closed_on, organisation::successor_id));
        assert_eq!(test.read(|db| Ok(is.get_result::<(Option<time::Date>, Option<i64>)>(db)?)), (Some(date!(2027 - 01 - 10)), Some(new)));
        assert_eq!(test.read(|db| Ok(about.get_result::<i64>(db)?)), new);
        for (person, role) in [(champion, Role::Champion), (both, Role::Coordinator)] {
            for (organisation_id, has) in [(old, false), (new, true)] {
                let wanted = Grant { role, organisation_id: Some(organisation_id), area_id: None };
                assert_eq!(test.read(|db| held(db, person, &wanted)).is_some(), has, "{role} of {organisation_id}");
            }
        }
        let theirs = pledges(&test, old);
        let states: Vec<&str> = theirs.iter().map(|(_, state, _)| state.as_str()).collect();
        assert_eq!(states, ["succeeded_by", "withdrawn", "lapsed"], "{published} {waiting} {lapsed}");
        let ours = pledges(&test, new);
        assert_eq!(ours.iter().map(|(kind, state, _)| (kind.as_str(), state.as_str())).collect::<Vec<_>>(), [("practise", "draft"), ("health_ambassador", "draft")]);
        let drafts: Vec<i64> = test.read(|db| Ok(pledge::table.filter(pledge::organisation_id.eq(new)).order(pledge::id).select(pledge::id).load(db)?));
        assert_eq!([theirs[0].2, theirs[1].2, theirs[2].2], [Some(drafts[0]), Some(drafts[1]), None]);
        let mail = test.mail().await;
        let letter = mail.latest_for("champion@example.org").text();
        assert!(letter.contains("/pledge") && letter.contains("The New Trust"), "{letter}");
        browser.get("/my-applications").await.should_say("Log in");
        assert!(merged(&test, &code, "NEW").is_err(), "once is enough");
        assert!(merged(&test, "NEW", &code).is_err(), "nothing merges into what is closed");
        assert!(merged(&test, "NEW", "NEW").is_err());
        assert!(merged(&test, "NEW", "NOBODY").is_err());
    }

    async fn a_successor_that_has_signed_is_not_asked_to_begin_anew(test: TestApp) {
        let area = test.area("HERE");
        let (old, new) = (test.organisation("OLD", "The Old Trust", area), test.organisation("NEW", "The New Trust", area));
        let champion = test.champion("champion@example.org", new);
        let has = test.write(|tx| {
            add_pledge(tx, old, "practise", "due_for_review", champion)?;
            add_pledge(tx, new, "practise", "published", champion)
        });
        merged(&test, "OLD", "NEW").unwrap();
        assert_eq!(pledges(&test, old), [("practise".to_owned(), "succeeded_by".to_owned(), Some(has))]);
        assert_eq!(pledges(&test, new), [("practise".to_owned(), "published".to_owned(), None)]);
    }

    async fn a_placement_that_is_over_stays_with_whom_it_was(test: TestApp) {
        let made = World::new(&test);
        let about = opportunity::table.find(made.opportunity).select(opportunity::organisation_id);
        let old: i64 = test.read(|db| Ok(about.get_result(db)?));
        let code: String = test.read(|db| Ok(organisation::table.find(old).select(organisation::code).get_result(db)?));
        test.organisation("NEW", "The New Trust", test.area("NEWAREA"));
        test.write(|tx| {
            let days = (opportunity::first_day.eq(date!(2026 - 05 - 04)), opportunity::last_day.eq(date!(2026 - 05 - 08)));
            diesel::update(opportunity::table.find(made.opportunity)).set(days).execute(tx.db)?;
            Ok(diesel::update(practise::db::schema::round::table).set(practise::db::schema::round::state.eq("settled")).execute(tx.db)?)
        });
        assert_eq!(merged(&test, &code, "NEW").unwrap().opportunities, 0);
        assert_eq!(test.read(|db| Ok(about.get_result::<i64>(db)?)), old);
    }
}
