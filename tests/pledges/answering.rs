//! Saying yes, sending back, reminders, and one decision however it is made.

use diesel::prelude::*;
use practise::auth::signed_in;
use practise::db::Instant;
use practise::db::schema::{capacity_survey, commitment_text, link, organisation, person, pledge, pledge_signature, signing_answer};
use practise::pledges::{self, CommitmentKind, PledgeState, newest, sign};
use time::Duration;
use time::macros::date;

use super::world::{BOTH, CHAMPION, COORDINATOR, LEAD, OTHER_LEAD, SIGNATORY, STARTER, World, answer, back, open, sent, yes};
use crate::support::app::TestApp;
use crate::support::run::on_both;

fn states(test: &TestApp) -> Vec<PledgeState> {
    test.read(|db| Ok(pledge::table.order(pledge::id).select(pledge::state).load(db)?))
}

on_both! {
    async fn three_yeses_put_it_on_the_register(test: TestApp) {
        let world = World::new(&test);
        let reference = world.sent(&test, BOTH);
        let page = open(&test, SIGNATORY, "pledge.signatory").await;
        page.should_say("How we do costs.").should_say("6 activities a year").should_say("School visit 5").should_say("Physicist");
        assert!(!page.text().contains("Ambassador Number"), "names stay with the organisation");
        assert!(test.mail().await.kinds_for(CHAMPION).is_empty(), "asked only when it is signed");
        yes(&test, SIGNATORY, "pledge.signatory").await.should_say("It is signed");
        assert_eq!(states(&test), [PledgeState::AwaitingChampion; 2]);
        yes(&test, CHAMPION, "pledge.champion").await.should_say("The champion said yes");
        assert_eq!(states(&test), [PledgeState::AwaitingAreaApproval; 2]);
        let roles: i64 = test.read(|db| Ok(practise::db::schema::role_grant::table.count().get_result(db)?));
        assert_eq!(roles, 2, "nobody has a role before the area approves");
        assert!(test.mail().await.to(OTHER_LEAD).is_empty());
        yes(&test, LEAD, "pledge.approval").await.should_say("It is approved");
        assert_eq!(states(&test), [PledgeState::Published; 2]);
        let dates: Vec<(Option<Instant>, Option<time::Date>)> = test.read(|db| Ok(pledge::table.select((pledge::published_at, pledge::review_on)).load(db)?));
        assert_eq!(dates, [(Some(test.now()), Some(date!(2028 - 01 - 11))); 2]);
        let mail = test.mail().await;
        for to in [STARTER, SIGNATORY, CHAMPION, COORDINATOR] {
            assert_eq!(mail.kinds_for(to).last(), Some(&"pledge.published"), "{to}");
        }
        let role = |email: &str| {
            test.read(|db| {
                let id = person::table.filter(person::email.eq(email)).select(person::id).get_result(db)?;
                Ok(signed_in(db, id)?.unwrap())
            })
        };
        assert_eq!(role(CHAMPION).champions(), [world.organisation]);
        assert_eq!(role(COORDINATOR).coordinates(), [world.organisation]);
        let (surveys, answers): (i64, i64) = test.read(|db| {
            Ok((capacity_survey::table.count().get_result(db)?, signing_answer::table.count().get_result(db)?))
        });
        assert_eq!((surveys, answers), (1, 0), "what was typed is not kept twice");
        test.sign_in(STARTER).await.get(&format!("/pledge/{reference}")).await.should_say("11 January 2028");
    }

    async fn the_exact_words_are_kept(test: TestApp) {
        World::new(&test).published(&test, BOTH).await;
        let kept: Vec<(CommitmentKind, String, String)> = test.read(|db| {
            Ok(commitment_text::table
                .order(commitment_text::id)
                .select((commitment_text::kind, commitment_text::sha256, commitment_text::body))
                .load(db)?)
        });
        assert_eq!(kept.len(), 2);
        for (kind, sha256, body) in kept {
            let text = newest(kind).unwrap();
            assert_eq!((sha256, body), (text.sha256(), text.body.clone()));
        }
    }

    async fn what_is_sent_back_is_changed_and_everybody_is_asked_anew(test: TestApp) {
        let world = World::new(&test);
        let reference = world.sent(&test, &[CommitmentKind::Practise]);
        yes(&test, SIGNATORY, "pledge.signatory").await;
        let page = open(&test, CHAMPION, "pledge.champion").await;
        page.form().choose("answer", "back").submit().await.should_be(422).should_say("Enter what has to change");
        page.form().submit().await.should_be(422).should_say("Select yes or send it back");
        back(&test, CHAMPION, "pledge.champion", "Name our\n\n[[partners]].").await.should_say("It was sent back");
        assert_eq!(states(&test), [PledgeState::Draft]);
        let mail = test.mail().await;
        let told = mail.latest_for(STARTER);
        assert!(told.text().contains("The champion on the board has sent back the Practise Commitment of Hill Hospital."));
        assert!(told.text().contains("This has to change: Name our partners."));
        let client = test.sign_in(STARTER).await;
        let tasks = client.get(&format!("/pledge/{reference}")).await;
        tasks.should_say("The champion on the board wrote: Name our");
        let partners = client.get(&format!("/pledge/{reference}/practise-partners?from=check")).await;
        let check = partners.form().set("statement", "Carr Bank Academy").submit().await;
        check.form().submit().await.should_be(200);
        assert_eq!(states(&test), [PledgeState::AwaitingSignatory], "the first yes was to other words");
        open(&test, SIGNATORY, "pledge.signatory").await.should_say("Carr Bank Academy");
        yes(&test, SIGNATORY, "pledge.signatory").await;
        yes(&test, CHAMPION, "pledge.champion").await;
        back(&test, LEAD, "pledge.approval", "Too few places.").await;
        assert_eq!(states(&test), [PledgeState::Draft]);
    }

    async fn the_page_and_the_link_make_one_decision(test: TestApp) {
        let world = World::new(&test);
        let reference = world.sent(&test, BOTH);
        yes(&test, SIGNATORY, "pledge.signatory").await;
        yes(&test, CHAMPION, "pledge.champion").await;
        let by_link = open(&test, LEAD, "pledge.approval").await.form().choose("answer", "back").set("reason", "No.");
        let lead = test.sign_in(LEAD).await;
        let list = lead.get("/lead/pledges").await;
        list.should_say("Hill Hospital").should_say("Less than a day");
        let page = list.follow("Hill Hospital").await;
        page.form().submit().await.should_be(422);
        let by_page = page.form().choose("answer", "yes");
        let (one, two) = tokio::join!(by_link.submit(), by_page.submit());
        let answered: Vec<u16> = vec![one.status, two.status];
        assert!(answered.iter().all(|status| [200, 409].contains(status)), "{answered:?}");
        let decided: i64 = test.read(|db| {
            Ok(pledge_signature::table
                .filter(pledge_signature::role.eq("area_lead"))
                .filter(pledge_signature::answered_at.is_not_null())
                .count()
                .get_result(db)?)
        });
        assert_eq!(decided, 1);
        let all = states(&test);
        assert!(all == [PledgeState::Published; 2] || all == [PledgeState::Draft; 2], "{all:?}");
        lead.get("/lead/pledges").await.should_say("Nothing waits for your approval");
        // Another area's lead is told that there is no such thing.
        test.sign_in(OTHER_LEAD).await.get(&format!("/lead/pledges/{reference}")).await.should_be(404);
    }

    async fn whoever_does_not_answer_is_reminded_and_then_others_are_told(test: TestApp) {
        let world = World::new(&test);
        test.national("national@example.org");
        world.sent(&test, &[CommitmentKind::Practise]);
        let chase = || pledges::chase(test.ledger()).unwrap();
        assert_eq!(chase(), "0 reminded");
        for (days, letters) in [(3, 2), (4, 3), (7, 4)] {
            test.pass(Duration::days(days));
            assert_eq!((chase(), chase()), ("1 reminded".to_owned(), "0 reminded".to_owned()));
            assert_eq!(test.mail().await.to(SIGNATORY).len(), letters);
        }
        assert_eq!(test.mail().await.kinds_for(STARTER), ["pledge.still_waiting"]);
        test.pass(Duration::days(13));
        yes(&test, SIGNATORY, "pledge.signatory").await.should_say("It is signed");
        yes(&test, CHAMPION, "pledge.champion").await;
        for days in [3, 4, 7] {
            test.pass(Duration::days(days));
            chase();
        }
        let mail = test.mail().await;
        assert_eq!(mail.to(LEAD).len(), 4);
        assert_eq!(mail.kinds_for("national@example.org"), ["pledge.approval"]);
        yes(&test, "national@example.org", "pledge.approval").await.should_say("It is approved");
    }

    async fn a_link_is_for_one_purpose_and_dies_with_its_role(test: TestApp) {
        let world = World::new(&test);
        world.sent(&test, BOTH);
        for _ in 0..3 {
            open(&test, SIGNATORY, "pledge.signatory").await.should_be(200);
        }
        assert_eq!(states(&test), [PledgeState::AwaitingSignatory; 2], "opening changes nothing");
        let page = open(&test, SIGNATORY, "pledge.signatory").await;
        yes(&test, SIGNATORY, "pledge.signatory").await;
        page.form().choose("answer", "back").set("reason", "Again").submit().await.should_say("It is signed");
        yes(&test, CHAMPION, "pledge.champion").await;
        test.write(|tx| {
            let lead = practise::auth::person_for_email(tx, LEAD)?;
            let here = organisation::table.find(world.organisation).select(organisation::area_id).get_result(tx.db)?;
            let role = practise::auth::Grant { role: practise::auth::Role::AreaLead, organisation_id: None, area_id: Some(here) };
            let held = practise::auth::held(tx.db, lead, &role)?.unwrap();
            practise::auth::revoke(tx, held)
        });
        open(&test, LEAD, "pledge.approval").await.should_be(404);
        let used: i64 = test.read(|db| Ok(link::table.filter(link::used_at.is_not_null()).filter(link::purpose.ne("sign_in")).count().get_result(db)?));
        assert_eq!(used, 2);
    }

    async fn who_took_over_signs_again_and_the_old_pledge_says_so(test: TestApp) {
        let world = World::new(&test);
        world.published(&test, &[CommitmentKind::Practise]).await;
        test.write(|tx| {
            Ok(diesel::update(organisation::table.find(world.organisation))
                .set(organisation::successor_id.eq(world.other))
                .execute(tx.db)?)
        });
        sent(&test, "new@example.org", world.other, &[CommitmentKind::Practise]);
        yes(&test, SIGNATORY, "pledge.signatory").await;
        yes(&test, CHAMPION, "pledge.champion").await;
        yes(&test, OTHER_LEAD, "pledge.approval").await.should_say("It is approved");
        let rows: Vec<(PledgeState, Option<i64>)> = test.read(|db| {
            Ok(pledge::table.order(pledge::id).select((pledge::state, pledge::successor_id)).load(db)?)
        });
        let new: i64 = test.read(|db| Ok(pledge::table.order(pledge::id.desc()).select(pledge::id).first(db)?));
        assert_eq!(rows, [(PledgeState::SucceededBy, Some(new)), (PledgeState::Published, None)]);
    }

    async fn two_who_sign_for_the_same_organisation_at_once_make_one_pledge(test: TestApp) {
        let world = World::new(&test);
        world.sent(&test, &[CommitmentKind::Practise]);
        let again = test.ledger().write_now(practise::tx::Actor::Operator, |tx| {
            let person = practise::auth::person_for_email(tx, "late@example.org")?;
            sign(tx, person, world.organisation, &[CommitmentKind::Practise], &|step| answer(step, date!(2027 - 01 - 01)))
        });
        let Err(practise::error::Error::Conflict(words)) = again else { panic!("{again:?}") };
        assert!(words.contains("has signed the Practise Commitment already"), "{words}");
    }
}
