//! Mergers: what moves to the successor, and what stays.

use diesel::prelude::*;
use practise::auth::{Grant, Role, held};
use practise::db::schema::{commitment_text, opportunity, organisation, pledge, round, round_owner, signing};
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

    async fn the_national_team_merges_on_a_page(test: TestApp) {
        let area = test.area("Y63");
        let (old, new) = (test.organisation("RR8", "Leeds Hospitals", area), test.organisation("XA1", "Northby Hospitals", area));
        test.coordinator("coordinator@example.org", old);
        let run: i64 = test.write(|tx| Ok(diesel::insert_into(round::table).values((
            round::public_ref.eq("OWNED"), round::name.eq("Spring"), round::state.eq("planned"), round::opens_at.eq(tx.now),
            round::closes_at.eq(tx.now.plus(time::Duration::DAY)), round::answer_days.eq(7), round::policy_id.eq("p"),
            round::policy_version.eq("1"), round::policy_sha256.eq("0"), round::created_at.eq(tx.now),
        )).returning(round::id).get_result(tx.db)?));
        test.write(|tx| Ok(diesel::insert_into(round_owner::table).values((round_owner::round_id.eq(run), round_owner::organisation_id.eq(old))).execute(tx.db)?));
        test.national("national@example.org");
        let national = test.sign_in("national@example.org").await;
        let page = national.get("/national/organisations/merge").await;
        page.form().submit().await.should_be(422).should_say("Enter the code of the organisation that ends").should_say("Enter the last day");
        let typed = |old: &str, new: &str, month: &str| {
            page.form().set("old", old).set("new", new).set("on-day", "10").set("on-month", month).set("on-year", "2027")
        };
        typed("RR8", "RR8", "1").submit().await.should_be(422).should_say("An organisation cannot merge into itself");
        typed("NONE", "RR8", "1").submit().await.should_be(422).should_say("No organisation has the code NONE");
        typed("RR8", "XA1", "13").submit().await.should_be(422).should_say("The last day must be a real date");
        let check = typed("rr8", "xa1", "January").submit().await;
        check.should_be(200).should_say("Leeds Hospitals, RR8").should_say("Northby Hospitals, XA1").should_say("10 January 2027");
        let closed = || test.read(|db| Ok(organisation::table.find(old).select(organisation::successor_id).get_result::<Option<i64>>(db)?));
        assert_eq!(closed(), None, "only looked at");
        check.form().submit().await.should_be(200).should_say("The organisations are one now");
        assert_eq!(closed(), Some(new));
        assert_eq!(test.read(|db| Ok(round_owner::table.select(round_owner::organisation_id).get_result::<i64>(db)?)), new);
        typed("RR8", "XA1", "1").submit().await.should_be(422).should_say("RR8 has a successor already");
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
            Ok(diesel::update(round::table).set(round::state.eq("settled")).execute(tx.db)?)
        });
        assert_eq!(merged(&test, &code, "NEW").unwrap().opportunities, 0);
        assert_eq!(test.read(|db| Ok(about.get_result::<i64>(db)?)), old);
    }
}
