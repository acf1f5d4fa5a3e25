//! What comes later: thanks, and the question after 3, 6 and 12 months.

use diesel::prelude::*;
use practise::afterwards::ask_due;
use practise::db::schema::{destination, keep_in_touch, opportunity_detail, outbox};
use time::macros::date;

use super::{ANN, LAST, completed, placed, until};
use crate::journeys::world::{COLLEAGUE, COORDINATOR};
use crate::support::app::TestApp;
use crate::support::run::on_both;

fn answers(test: &TestApp) -> Vec<(i32, String)> {
    test.read(|db| {
        Ok(destination::table
            .order(destination::after_months)
            .select((destination::after_months, destination::answer))
            .load(db)?)
    })
}

fn state(test: &TestApp) -> String {
    test.read(|db| Ok(keep_in_touch::table.select(keep_in_touch::state).get_result(db)?))
}

on_both! {
    async fn who_agrees_is_asked_three_times_and_then_left_alone(test: TestApp) {
        let (world, id, _) = completed(&test).await;
        let own = format!("/applications/{}", world.application(id).reference);
        let client = test.sign_in(ANN).await;
        client.get(&format!("{own}/keep-in-touch")).await.form().choose("ask", "yes").submit().await.should_be(200);
        let run = || ask_due(test.ledger()).unwrap();
        assert_eq!(run(), "0 people asked what they do");
        let none = "0 people asked what they do";
        for (before, day, months, doing) in [
            (date!(2027-09-17), date!(2027-09-18), 3, "school"),
            (date!(2027-12-17), date!(2027-12-18), 6, "applied"),
            (date!(2028-06-17), date!(2028-06-18), 12, "studying"),
        ] {
            until(&test, before);
            assert_eq!(run(), none);
            until(&test, day);
            assert_eq!((run().as_str(), run().as_str()), ("1 people asked what they do", none));
            let page = world.link(ANN, "keep_in_touch.news").await;
            page.should_be(200).should_say("What are you doing now?");
            page.form().submit().await.should_be(422).should_say("Select what you do now");
            page.form().choose("doing", doing).submit().await.should_say("We have kept your answer");
            assert_eq!(answers(&test).last(), Some(&(months, doing.to_owned())));
        }
        assert_eq!((state(&test).as_str(), answers(&test).len()), ("over", 3));
        until(&test, date!(2029-06-18));
        assert_eq!(run(), none);
        // One answer alone is not told as a figure.
        test.sign_in(COORDINATOR).await.get("/coordinate/afterwards").await.should_say("Fewer than 5 people have told us what they do now");
    }

    async fn one_press_stops_the_questions_in_a_mail_program_too(test: TestApp) {
        let (world, id, _) = completed(&test).await;
        let own = format!("/applications/{}", world.application(id).reference);
        let keep = test.sign_in(ANN).await.get(&format!("{own}/keep-in-touch")).await;
        keep.form().choose("ask", "yes").submit().await.should_be(200);
        until(&test, date!(2027-09-18));
        ask_due(test.ledger()).unwrap();
        let letter = world.mail(ANN, "keep_in_touch.news").await;
        assert_eq!(letter.header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
        let address = letter.header("List-Unsubscribe");
        assert_eq!(address, format!("<{}>", letter.link()));
        let path = format!("/links/{}", letter.link().rsplit('/').next().unwrap());
        // To look stops nothing.
        test.client().get(&path).await.should_be(200);
        assert_eq!(state(&test), "on");
        let pressed = [("List-Unsubscribe".to_owned(), "One-Click".to_owned())];
        test.client().post(&path, &pressed).await.should_be(200).should_say("We do not ask again");
        assert_eq!((state(&test).as_str(), answers(&test).len()), ("stopped", 0));
        until(&test, date!(2028-06-18));
        assert_eq!(ask_due(test.ledger()).unwrap(), "0 people asked what they do");
    }

    async fn who_did_not_agree_is_never_asked(test: TestApp) {
        let _ = completed(&test).await;
        until(&test, date!(2027-09-18));
        assert_eq!(ask_due(test.ledger()).unwrap(), "0 people asked what they do");
    }

    async fn thanks_go_once_to_who_looked_after_somebody_and_are_not_kept_in_the_mail(test: TestApp) {
        let (world, people) = placed(&test, &[ANN, "ben@example.org"]).await;
        until(&test, LAST);
        let path = |id: i64| format!("/applications/{}/thanks", world.application(id).reference);
        // No supervisor's address is known: the coordinators get it.
        let ann = test.sign_in(ANN).await;
        let page = ann.get(&path(people[0].1)).await;
        page.form().submit().await.should_be(422).should_say("Enter what you want to say");
        let words = "Thank you!\n\n[[Press here]]\n\n- for all https://example.org/x";
        page.form().set("words", words).submit().await.should_be(200).should_say("Your thanks are on their way");
        for to in [COORDINATOR, COLLEAGUE] {
            let text = world.mail(to, "thanks.sent").await.text();
            assert!(text.contains("\"Thank you! Press here - for all https://example.org/x\" — ann Okafor"), "{text}");
        }
        ann.get(&path(people[0].1)).await.should_say("This is what you wrote");
        page.form().set("words", "Again").submit().await.should_be(409).should_say("You can send them once");
        let kept: Vec<String> = test.read(|db| Ok(outbox::table.filter(outbox::kind.eq("thanks.sent")).select(outbox::body_text).load(db)?));
        assert_eq!(kept, ["", ""], "nothing of it stays once it has left");
        test.write(|tx| {
            Ok(diesel::insert_into(opportunity_detail::table)
                .values((
                    opportunity_detail::opportunity_id.eq(world.placements[0]),
                    opportunity_detail::weekdays.eq("[1,2,3,4,5]"),
                    opportunity_detail::meeting_point.eq("Main door"),
                    opportunity_detail::supervisor.eq("Sister Day"),
                    opportunity_detail::supervisor_job.eq("Nurse"),
                    opportunity_detail::supervisor_email.eq("day@trust.example.org"),
                    opportunity_detail::pack.eq(""),
                    opportunity_detail::risks.eq(""),
                    opportunity_detail::changed_at.eq(tx.now),
                ))
                .execute(tx.db)?)
        });
        let ben = test.sign_in("ben@example.org").await;
        ben.get(&path(people[1].1)).await.form().set("words", "It was great").submit().await.should_be(200);
        assert!(world.mail("day@trust.example.org", "thanks.sent").await.text().contains("It was great"));
        assert_eq!(world.mails(COORDINATOR, "thanks.sent").await.len(), 1);
    }
}
