//! Keeping a commitment true: reviews that are asked for, sent, approved and sent back; lapse; withdrawal.

use diesel::prelude::*;
use practise::db::schema::{audit, case_study, event, pledge, pledge_review};
use practise::pledges::{CommitmentKind, PledgeState, review_due};
use time::Duration;
use time::macros::{date, datetime};

use super::public::references;
use super::world::{BOTH, CHAMPION, COORDINATOR, LEAD, OTHER_LEAD, World, open};
use crate::support::app::TestApp;
use crate::support::page::Page;
use crate::support::run::on_both;

fn states(test: &TestApp) -> Vec<PledgeState> {
    test.read(|db| Ok(pledge::table.order(pledge::id).select(pledge::state).load(db)?))
}

/// Lets time pass up to a day, and does what is due then. Twice, because the second time nothing may be left.
fn on(test: &TestApp, day: time::Date) -> String {
    test.pass(practise::db::Instant::midnight(day).since(test.now()));
    let done = review_due(test.ledger()).unwrap();
    assert_eq!(review_due(test.ledger()).unwrap(), "0 moved or reminded");
    done
}

/// Sends the review that a page asks for.
async fn send(page: &Page) -> Page {
    page.form().set("done", "We gave 60 places.").set("places", "60").submit().await
}

on_both! {
    async fn a_review_is_asked_for_sent_and_approved(test: TestApp) {
        let world = World::new(&test);
        world.published(&test, &[CommitmentKind::HealthAmbassador]).await;
        test.write(|tx| {
            for day in [date!(2027 - 03 - 01), date!(2027 - 12 - 01), date!(2026 - 12 - 01)] {
                diesel::insert_into(event::table)
                    .values((
                        event::public_ref.eq(tx.env.random.reference()?),
                        event::organisation_id.eq(world.organisation),
                        event::title.eq("A visit"),
                        event::on_day.eq(day),
                        event::kind.eq("school_visit"),
                        event::reached.eq(30),
                        event::state.eq("done"),
                        event::recorded_at.eq(tx.now),
                    ))
                    .execute(tx.db)?;
            }
            diesel::insert_into(case_study::table)
                .values((
                    case_study::slug.eq("a-visit"),
                    case_study::organisation_id.eq(world.organisation),
                    case_study::title.eq("A visit"),
                    case_study::body.eq("It went well."),
                    case_study::state.eq("published"),
                    case_study::written_at.eq(tx.now),
                    case_study::published_at.eq(practise::db::Instant::new(datetime!(2027-04-01 09:00))),
                ))
                .execute(tx.db)?;
            Ok(())
        });
        assert_eq!(on(&test, date!(2027 - 11 - 11)), "0 moved or reminded");
        assert_eq!(on(&test, date!(2027 - 11 - 12)), "1 moved or reminded", "60 days before");
        assert_eq!(states(&test), [PledgeState::DueForReview]);
        for (day, letters) in [(date!(2027 - 12 - 28), 2), (date!(2028 - 01 - 11), 3)] {
            on(&test, day);
            let mail = test.mail().await;
            assert_eq!(mail.kinds_for(CHAMPION).iter().filter(|kind| **kind == "pledge.review").count(), letters);
            assert_eq!(mail.kinds_for(COORDINATOR).iter().filter(|kind| **kind == "pledge.review").count(), letters);
        }
        let page = open(&test, CHAMPION, "pledge.review").await;
        page.should_say("2 of 6 activities a year").should_say("1 of 2 case studies a year").should_say("Not shown: fewer than 5 people");
        assert_eq!(page.form().value("places"), Some("80"), "filled in from the last survey");
        page.form().submit().await.should_be(422).should_say("Enter what you did this year");
        send(&page).await.should_say("Your review was sent");
        open(&test, COORDINATOR, "pledge.review").await.should_say("Your review was sent");
        let lead = test.sign_in(LEAD).await;
        let read = lead.get("/lead/pledges").await.follow("Hill Hospital").await;
        read.should_say("We gave 60 places.").should_say("2 of 6 activities a year");
        read.form().submit().await.should_be(422);
        read.form().choose("answer", "yes").submit().await.should_say("Your review is approved");
        assert_eq!(states(&test), [PledgeState::Published]);
        let next: Option<time::Date> = test.read(|db| Ok(pledge::table.select(pledge::review_on).first(db)?));
        assert_eq!(next, Some(date!(2029 - 01 - 11)));
        assert_eq!(test.mail().await.kinds_for(COORDINATOR).last(), Some(&"pledge.renewed"));
        assert_eq!(on(&test, date!(2028 - 12 - 01)), "1 moved or reminded", "and again a year later");
        let reviews: Vec<(i32, String)> = test.read(|db| {
            let rows = pledge_review::table.order(pledge_review::number);
            Ok(rows.select((pledge_review::number, pledge_review::state)).load(db)?)
        });
        assert_eq!(reviews, [(1, "approved".to_owned()), (2, "due".to_owned())]);
    }

    async fn what_is_not_reviewed_lapses_and_says_so(test: TestApp) {
        let world = World::new(&test);
        world.published(&test, BOTH).await;
        on(&test, date!(2028 - 01 - 11));
        let late = open(&test, CHAMPION, "pledge.review").await;
        assert_eq!(on(&test, date!(2028 - 02 - 10)), "0 moved or reminded", "the 30th day is in time");
        assert_eq!(on(&test, date!(2028 - 02 - 11)), "2 moved or reminded");
        assert_eq!(states(&test), [PledgeState::Lapsed; 2]);
        let mail = test.mail().await;
        for to in [CHAMPION, COORDINATOR, LEAD] {
            assert_eq!(mail.kinds_for(to).iter().filter(|kind| **kind == "pledge.lapsed").count(), 2, "{to}");
        }
        send(&late).await.should_say("Nothing is needed from you");
        assert_eq!(states(&test), [PledgeState::Lapsed; 2]);
        let reference = &references(&test)[0];
        let client = test.client();
        client.get(&format!("/pledges/{reference}/verify")).await.should_say("No longer in force. It was signed on 11 January 2027 and lapsed on 11 February 2028");
        assert!(client.get(&format!("/pledges/{reference}/badge.svg")).await.body().contains("Lapsed on 11 February 2028"));
        client.get("/organisations/rhi/concern").await.should_be(404);
        // It can be signed again; the lapsed pledge stays as it was.
        world.published(&test, &[CommitmentKind::Practise]).await;
        assert_eq!(states(&test), [PledgeState::Lapsed, PledgeState::Lapsed, PledgeState::Published]);
    }

    async fn what_is_sent_back_has_two_weeks_and_a_slow_area_lets_nothing_lapse(test: TestApp) {
        let world = World::new(&test);
        world.published(&test, &[CommitmentKind::Practise]).await;
        on(&test, date!(2028 - 02 - 09));
        let client = test.sign_in(COORDINATOR).await;
        let own = client.get("/coordinate/pledges").await.follow("Practise Commitment").await;
        own.should_say("10 February 2028");
        let page = own.follow("Write the review").await;
        send(&page).await.should_say("Your review was sent");
        for day in [date!(2028 - 02 - 12), date!(2028 - 02 - 16), date!(2028 - 02 - 23)] {
            assert_eq!(on(&test, day), "1 moved or reminded", "the area is reminded");
        }
        assert_eq!(on(&test, date!(2028 - 04 - 01)), "0 moved or reminded");
        assert_eq!(states(&test), [PledgeState::DueForReview]);
        let reference = references(&test).remove(0);
        test.sign_in(OTHER_LEAD).await.get(&format!("/lead/reviews/{reference}")).await.should_be(404);
        let lead = test.sign_in(LEAD).await;
        let read = lead.get(&format!("/lead/reviews/{reference}")).await;
        read.form().choose("answer", "back").set("reason", "Say more about costs.").submit().await.should_be(200);
        assert_eq!(on(&test, date!(2028 - 04 - 15)), "0 moved or reminded", "two weeks");
        let client = test.sign_in(COORDINATOR).await;
        let page = client.get(&format!("/coordinate/pledges/{reference}/review")).await;
        page.should_say("Say more about costs.").should_say("15 April 2028");
        assert_eq!(page.form().value("done"), Some("We gave 60 places."));
        assert_eq!(on(&test, date!(2028 - 04 - 16)), "1 moved or reminded");
        assert_eq!(states(&test), [PledgeState::Lapsed]);
    }

    async fn a_champion_withdraws_with_a_reason_and_it_stays_on_the_register(test: TestApp) {
        let world = World::new(&test);
        world.published(&test, &[CommitmentKind::Practise]).await;
        let reference = references(&test).remove(0);
        let path = format!("/coordinate/pledges/{reference}");
        let coordinator = test.sign_in(COORDINATOR).await;
        assert!(!coordinator.get(&path).await.text().contains("Withdraw this commitment"));
        coordinator.get(&format!("{path}/withdraw")).await.should_be(403);
        let champion = test.sign_in(CHAMPION).await;
        let page = champion.get(&path).await.follow("Withdraw this commitment").await;
        page.form().submit().await.should_be(422).should_say("Enter why you withdraw it");
        page.form().set("reason", "We move to another site.").submit().await.should_say("We move to another site.");
        assert_eq!(states(&test), [PledgeState::Withdrawn]);
        page.form().set("reason", "Again.").submit().await.should_be(409);
        test.client().get(&format!("/pledges/{reference}/verify")).await.should_say("withdrawn by the organisation on 11 January 2027");
        for to in [LEAD, COORDINATOR] {
            assert_eq!(test.mail().await.kinds_for(to).last(), Some(&"pledge.withdrawn"), "{to}");
        }
        let changes: Vec<String> = test.read(|db| {
            let rows = audit::table.filter(audit::act.eq("pledge.changed")).order(audit::seq);
            Ok(rows.select(audit::detail).load(db)?)
        });
        assert!(changes.last().unwrap().contains("withdrawn") && changes.iter().all(|detail| !detail.contains("site")));
    }

    async fn a_pledge_that_was_missed_for_long_is_asked_for_once(test: TestApp) {
        let world = World::new(&test);
        world.published(&test, &[CommitmentKind::Practise]).await;
        test.pass(Duration::days(380));
        assert_eq!(review_due(test.ledger()).unwrap(), "1 moved or reminded");
        let mail = test.mail().await;
        assert_eq!(mail.kinds_for(CHAMPION).iter().filter(|kind| **kind == "pledge.review").count(), 1);
        assert_eq!(mail.latest_for(CHAMPION).subject(), "Your commitment will lapse soon");
    }
}
