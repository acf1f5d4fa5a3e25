//! From a placement to the page that says it was sent, in a browser, on both databases.

use diesel::prelude::*;
use practise::applications::{ApplicationState, Level, application_by_ref, choices, claims};
use practise::db::schema::{application, application_answer, opportunity};
use practise::opportunities::OpportunityState;
use time::Duration;

use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::form::Form;
use crate::support::page::Page;
use crate::support::run::on_both;

pub const EMAIL: &str = "ada@example.org";

/// Fills in a date of birth.
pub fn born(form: Form, day: &str, month: &str, year: &str) -> Form {
    form.set("date-of-birth-day", day)
        .set("date-of-birth-month", month)
        .set("date-of-birth-year", year)
}

/// From the placement at `ward` to the task list, with the emailed code.
pub async fn begin(test: &TestApp, client: &Client, year: &str) -> Page {
    let check = client.get("/apply/ward").await.follow("Start now").await;
    let email = born(check.form(), "1", "March", year)
        .choose("can-come", "yes")
        .choose("other-placement", "no")
        .submit()
        .await;
    assert_eq!(email.path, "/apply/ward/email");
    let code = email.form().set("email", EMAIL).submit().await;
    assert_eq!(code.path, "/apply/ward/code");
    code.form()
        .set("code", test.mail().await.latest_for(EMAIL).code())
        .press("Continue")
        .await
}

/// Answers every question of somebody under 18 at school; ends at the page on which answers are checked.
pub async fn answer_all(client: &Client, tasks: &Page) -> Page {
    let page = client.get(&format!("{}/name", tasks.path)).await;
    let page = page.form().set("first-name", "  Ada ").set("last-name", "Okafor").submit().await;
    assert!(page.path.ends_with("/contact"), "the date of birth is known: {}", page.path);
    let page = page.form().set("postcode", "ls97tf").submit().await;
    let page = page.form().choose("situation", "at_school").submit().await;
    let form = page
        .form()
        .choose("free-school-meals", "yes")
        .choose("meals-when", "before_september_2026")
        .choose("pupil-premium", "not_sure")
        .choose("first-generation", "prefer_not_to_say");
    let page = form.submit().await;
    let page = page.form().choose("families", "nursing").choose("applying", "yes").submit().await;
    let page = page
        .form()
        .set("interest", "People.\r\nAnd care.")
        .set("learn", "How a ward works")
        .submit()
        .await;
    assert!(page.path.ends_with("/choices"), "{}", page.path);
    let page = page.form().submit().await;
    let page = page.form().choose("all-days", "yes").submit().await;
    let page = page.form().submit().await;
    let form = page
        .form()
        .set("organisation", "Hill School")
        .set("name", "Mx Green")
        .set("role", "Careers leader");
    let page = form.set("email", "green@school.example").submit().await;
    let form = page
        .form()
        .set("name", "Bo Okafor")
        .set("relationship", "Mother")
        .set("email", "bo@example.org");
    form.submit().await
}

pub fn reference(page: &Page) -> String {
    page.path.split('/').nth(2).unwrap().to_owned()
}

on_both! {
    async fn somebody_under_18_applies_from_start_to_end(test: TestApp) {
        let round = test.open_round("R1");
        let ward = test.placement(round, "ward", |_| {});
        let client = test.client();
        let tasks = begin(&test, &client, "2010").await;
        assert_eq!(tasks.h1(), "Your application");
        tasks.should_say("Round R1").should_say("You chose 1, and you can choose up to 5");
        let check = answer_all(&client, &tasks).await;
        assert!(check.path.ends_with("/check"), "{}", check.path);
        check.should_say("Ada Okafor").should_say("LS9 7TF").should_say("Not provided");
        let received = check.form().submit().await;
        received.should_be(200).should_say("We have received your application");
        let sent = received.form().choose("answer", "no").submit().await;
        sent.should_be(200).should_say("Application sent").should_say(&reference(&sent));

        let (stored, chosen, claimed) = test.read(|db| {
            let stored = application_by_ref(db, &reference(&sent))?;
            let (chosen, claimed) = (choices(db, stored.id)?, claims(db, stored.id)?);
            Ok((stored, chosen, claimed))
        });
        assert_eq!(stored.state, ApplicationState::AwaitingConfirmation);
        assert_eq!(stored.submitted_at, Some(test.now()));
        assert_eq!(chosen, [ward]);
        assert_eq!(claimed.into_iter().collect::<Vec<_>>(), [("free_school_meals".to_owned(), Level::Declared)]);
        let kept: (Option<String>, String) =
            test.read(|db| Ok(application::table.find(stored.id).select((application::area, application::statements)).first(db)?));
        assert_eq!(kept, (Some("LS9".to_owned()), r#"["applying_for_healthcare_programme"]"#.to_owned()));
        let mail = test.mail().await;
        assert_eq!(mail.latest_for(EMAIL).kind, "application.submitted");
        assert_eq!(mail.to("bo@example.org").len(), 1);
        assert_eq!(mail.to("green@school.example").len(), 1);
    }

    async fn an_application_is_sent_once_however_often_the_button_is_pressed(test: TestApp) {
        let round = test.open_round("R1");
        test.placement(round, "ward", |_| {});
        let client = test.client();
        let tasks = begin(&test, &client, "2010").await;
        let check = answer_all(&client, &tasks).await;
        let other_tab = client.get(&check.path).await;
        let first = check.form().submit().await;
        let again = check.form().submit().await;
        let third = other_tab.form().submit().await;
        assert_eq!((&again.path, &third.path), (&first.path, &first.path));
        assert_eq!(test.mail().await.kinds_for(EMAIL), ["auth.sign_in", "application.submitted"]);
        let changed = client.get(&format!("{}/name", tasks.path)).await;
        assert_eq!(changed.path, tasks.path, "what was sent stays as it is");
    }

    async fn a_change_leads_back_to_the_answers(test: TestApp) {
        let round = test.open_round("R1");
        test.placement(round, "ward", |_| {});
        let client = test.client();
        let tasks = begin(&test, &client, "2010").await;
        let check = answer_all(&client, &tasks).await;
        let name = client.get(&format!("{}/name?from=check", tasks.path)).await;
        assert_eq!(name.form().value("first-name"), Some("Ada"));
        let back = name.form().set("first-name", "Adaeze").submit().await;
        assert_eq!(back.path, check.path);
        back.should_say("Adaeze Okafor");
        // Another situation opens the question that depends on it.
        let situation = client.get(&format!("{}/situation?from=check", tasks.path)).await;
        let aims = situation.form().choose("situation", "something_else").submit().await;
        assert!(aims.path.ends_with("/aims?from=check"), "{}", aims.path);
        aims.should_say("Are you interested in working in health?");
    }

    async fn somebody_too_young_learns_it_at_once(test: TestApp) {
        let round = test.open_round("R1");
        test.placement(round, "ward", |_| {});
        test.placement(round, "young", |new| new.minimum_age = 14);
        let page = test.client().get("/apply/ward/check").await;
        let page = born(page.form(), "1", "3", "2012").choose("can-come", "yes").choose("other-placement", "no").submit().await;
        page.should_be(200).should_say("You will be 15 on the first day. This placement is for people aged 16 or over.");
        assert!(page.error_summary().is_empty());
        assert!(page.links().iter().any(|(href, _)| href == "/apply/young"));
    }

    async fn what_is_wrong_is_told_and_what_was_typed_is_kept(test: TestApp) {
        let round = test.open_round("R1");
        test.placement(round, "ward", |_| {});
        let client = test.client();
        let tasks = begin(&test, &client, "2010").await;
        let page = client.get(&format!("{}/name", tasks.path)).await.form().set("last-name", "Okafor").submit().await;
        page.should_be(422);
        assert_eq!(page.error_summary(), [("#first-name".to_owned(), "Enter your first name".to_owned())]);
        assert_eq!(page.form().value("last-name"), Some("Okafor"));
        let forged = client.get(&format!("{}/situation", tasks.path)).await.form().forge("situation", "king").submit().await;
        forged.should_be(422);
        assert_eq!(forged.error_summary(), [("#situation".to_owned(), "Select what you do now".to_owned())]);
        let unknown = client.get(&format!("{}/name", tasks.path)).await.form().forge("admin", "yes").submit().await;
        unknown.should_be(400);
        let long = client.get(&format!("{}/reasons", tasks.path)).await;
        let long = long.form().set("interest", "é".repeat(501)).set("learn", "é".repeat(500)).submit().await;
        assert_eq!(long.error_summary(), [("#interest".to_owned(), "What interests you must be 500 characters or less".to_owned())]);
    }

    async fn a_person_has_one_application_in_a_round(test: TestApp) {
        let round = test.open_round("R1");
        test.placement(round, "ward", |_| {});
        test.placement(round, "other", |_| {});
        let client = test.client();
        let tasks = begin(&test, &client, "2010").await;
        let check = client.get("/apply/other/check").await;
        let again = born(check.form(), "1", "3", "2010").choose("can-come", "yes").choose("other-placement", "no").submit().await;
        assert_eq!(again.path, tasks.path);
        again.should_say("You chose 2, and you can choose up to 5");
        let live: i64 = test.read(|db| Ok(application::table.count().get_result(db)?));
        assert_eq!(live, 1);
    }

    async fn nobody_else_finds_an_application(test: TestApp) {
        let round = test.open_round("R1");
        test.placement(round, "ward", |_| {});
        let client = test.client();
        let tasks = begin(&test, &client, "2010").await;
        let stranger = test.sign_in("stranger@example.org").await;
        for page in ["", "/name", "/check", "/submitted", "/withdraw"] {
            stranger.get(&format!("{}{page}", tasks.path)).await.should_be(404);
        }
        client.get(&format!("{}/no-such-step", tasks.path)).await.should_be(404);
        client.get("/applications/2222-2222-2222").await.should_be(404);
    }

    async fn an_incomplete_or_late_application_is_not_sent(test: TestApp) {
        let round = test.open_round("R1");
        test.placement(round, "ward", |_| {});
        let client = test.client();
        let tasks = begin(&test, &client, "2010").await;
        let check = answer_all(&client, &tasks).await;
        test.write(|tx| {
            diesel::update(opportunity::table).set(opportunity::state.eq(OpportunityState::Paused)).execute(tx.db)?;
            Ok(())
        });
        check.form().submit().await.should_be(409).should_say("Some questions still need an answer");
        client.get(&tasks.path).await.should_say("There is a problem");
        test.write(|tx| {
            diesel::update(opportunity::table).set(opportunity::state.eq(OpportunityState::Published)).execute(tx.db)?;
            Ok(())
        });
        // The session rests for at most 20 hours, so the time passes in steps.
        for _ in 0..22 {
            test.pass(Duration::hours(19));
            client.get(&tasks.path).await.should_be(200);
        }
        test.pass(Duration::hours(19));
        test.pass(Duration::hours(19) * 5);
        let late = test.sign_in(EMAIL).await.get(&check.path).await.form().submit().await;
        late.should_be(409).should_say("This round is closed");
        let state = test.read(|db| Ok(application_by_ref(db, &reference(&tasks))?.state));
        assert_eq!(state, ApplicationState::Draft);
    }

    async fn a_deleted_draft_keeps_no_answer(test: TestApp) {
        let round = test.open_round("R1");
        test.placement(round, "ward", |_| {});
        let client = test.client();
        let tasks = begin(&test, &client, "2010").await;
        let list = tasks.follow("Delete this draft").await.form().submit().await;
        assert_eq!(list.path, "/my-applications");
        list.should_say("Your draft is deleted").should_say("Withdrawn");
        let answers: i64 = test.read(|db| Ok(application_answer::table.count().get_result(db)?));
        assert_eq!(answers, 0);
    }

    async fn a_sent_application_can_be_taken_back(test: TestApp) {
        let round = test.open_round("R1");
        test.placement(round, "ward", |_| {});
        let client = test.client();
        let tasks = begin(&test, &client, "2010").await;
        answer_all(&client, &tasks).await.form().submit().await;
        let page = client.get(&format!("{}/withdraw", tasks.path)).await;
        let list = page.form().submit().await;
        list.should_say("You have taken back your application");
        page.form().submit().await.should_be(200);
        assert_eq!(test.mail().await.latest_for(EMAIL).kind, "application.withdrawn");
        let state = test.read(|db| Ok(application_by_ref(db, &reference(&tasks))?.state));
        assert_eq!(state, ApplicationState::Withdrawn);
        let fresh = client.get("/apply/ward/check").await;
        let fresh = born(fresh.form(), "1", "3", "2010").choose("can-come", "yes").choose("other-placement", "no").submit().await;
        assert_ne!(fresh.path, tasks.path, "they can apply again");
    }

    async fn a_placement_that_cannot_be_had_says_why_and_offers_the_nearest_others(test: TestApp) {
        let round = test.open_round("R1");
        let paused = test.placement(round, "ward", |_| {});
        for (slug, day) in [("early", 1), ("a", 8), ("b", 9), ("c", 10), ("d", 15), ("e", 16), ("late", 28)] {
            test.placement(round, slug, |new| {
                new.first_day = time::Date::from_calendar_date(2027, time::Month::June, day).unwrap();
                new.last_day = new.first_day;
            });
        }
        let planned = test.round("R2", test.now().plus(Duration::days(3)));
        test.placement(planned, "planned", |_| {});
        let change = |state: OpportunityState, taken: i32| {
            test.write(|tx| {
                diesel::update(opportunity::table.find(paused))
                    .set((opportunity::state.eq(state), opportunity::places_taken.eq(taken)))
                    .execute(tx.db)?;
                Ok(())
            });
        };
        let client = test.client();
        for (state, taken, why) in [
            (OpportunityState::Paused, 0, "The organisation has stopped taking applications for it for now."),
            (OpportunityState::Published, 5, "All of its places are taken."),
            (OpportunityState::Closed, 0, "Applications closed at the end of"),
        ] {
            change(state, taken);
            let page = client.get("/apply/ward/check").await;
            assert_eq!(page.path, "/apply/ward", "there is nothing to check");
            page.should_be(200).should_say(why).should_say("Other placements that are open");
            let others: Vec<String> = page.links().into_iter().map(|(href, _)| href).filter(|href| href.starts_with("/apply/")).collect();
            // Of those with the nearest first days, by first day: 14 June is the day.
            assert_eq!(others, ["/apply/a", "/apply/b", "/apply/c", "/apply/d", "/apply/e"], "{why}");
        }
        let early = client.get("/apply/planned").await;
        early.should_say("You can apply from 14 January 2027").should_say("Other placements that are open");
    }

    async fn several_reasons_are_told_together_and_what_is_offered_fits(test: TestApp) {
        let round = test.open_round("R1");
        test.placement(round, "ward", |_| {});
        test.placement(round, "young", |new| new.minimum_age = 14);
        test.placement(round, "next-year", |new| {
            new.minimum_age = 14;
            new.first_day = time::macros::date!(2028 - 01 - 10);
            new.last_day = new.first_day;
        });
        let page = test.client().get("/apply/ward/check").await;
        page.should_say("Have you had a placement through this service in 2027, or do you have one?");
        let missing = born(page.form(), "1", "3", "2012").submit().await;
        missing.should_be(422);
        assert_eq!(missing.error_summary().len(), 2, "{:?}", missing.error_summary());
        let page = born(page.form(), "1", "3", "2012").choose("can-come", "no").choose("other-placement", "yes").submit().await;
        page.should_be(200)
            .should_say("This placement is for people aged 16 or over.")
            .should_say("You told us that you cannot come")
            .should_say("You can have 1 placement in a year, and you have one in 2027.");
        let others: Vec<String> = page.links().into_iter().map(|(href, _)| href).filter(|href| href.starts_with("/apply/")).collect();
        assert_eq!(others, ["/apply/next-year"], "young is in the same year, and ward is this one");
    }

    async fn only_the_wrong_part_of_a_date_is_marked(test: TestApp) {
        let round = test.open_round("R1");
        test.placement(round, "ward", |_| {});
        let client = test.client();
        let tasks = begin(&test, &client, "2010").await;
        for (day, month, year, marked) in [
            ("", "", "", "day month year"),
            ("27", "", "2007", "month"),
            ("", "3", "", "day year"),
            ("27", "13", "2007", "month"),
            ("32", "3", "2007", "day"),
            ("27", "3", "07", "year"),
            ("31", "April", "2007", "day month year"),
            ("27", "3", "2030", "year"),
        ] {
            let page = client.get(&format!("{}/date-of-birth", tasks.path)).await;
            let page = born(page.form(), day, month, year).submit().await;
            page.should_be(422);
            let names = page.attributes("input.nhsuk-input--error", "name");
            let parts: Vec<&str> = names.iter().map(|name| name.trim_start_matches("date-of-birth-")).collect();
            assert_eq!(parts.join(" "), marked, "{day} {month} {year}");
            assert_eq!(page.error_summary()[0].0, format!("#date-of-birth-{}", parts[0]), "the summary leads to the first wrong part");
            assert_eq!(page.form().value("date-of-birth-year"), Some(year));
        }
    }

    async fn choices_can_be_put_in_another_order_by_links(test: TestApp) {
        let round = test.open_round("R1");
        for slug in ["ward", "lab", "kitchen"] {
            test.placement(round, slug, |_| {});
        }
        let client = test.client();
        let tasks = begin(&test, &client, "2010").await;
        let path = format!("{}/choices", tasks.path);
        let form = client.get(&path).await.form();
        let find = |name: &str, words: &str| form.choices(name).into_iter().find(|(_, label)| label.contains(words)).unwrap().0;
        let (ward, lab, kitchen) = (find("choice-1", "ward ward"), find("choice-1", "ward lab"), find("choice-1", "ward kitchen"));
        form.choose("choice-2", &lab).choose("choice-3", &kitchen).submit().await.should_be(200);
        let page = client.get(&path).await.follow("Move up A week on the ward kitchen").await;
        page.should_say("Your order, not saved yet");
        let page = page.follow("Move up A week on the ward kitchen").await;
        let order = |page: &Page| ["choice-1", "choice-2", "choice-3"].map(|name| page.form().value(name).unwrap().to_owned());
        assert_eq!(order(&page), [kitchen.clone(), ward.clone(), lab.clone()]);
        assert_eq!(order(&client.get(&path).await), [ward.clone(), lab.clone(), kitchen.clone()], "nothing is saved by looking");
        page.form().submit().await.should_be(200);
        assert_eq!(order(&client.get(&path).await), [kitchen.clone(), ward.clone(), lab.clone()]);
        for nonsense in ["2,2,3", "1,2", "0,1,2", "1,2,3,4", "x", "3,2,1,"] {
            let page = client.get(&format!("{path}?order={nonsense}")).await;
            page.should_be(200);
            if nonsense != "3,2,1," {
                assert_eq!(order(&page)[0], kitchen, "{nonsense}");
            }
        }
    }

    async fn roles_of_the_catalogue_are_kept_with_the_aims(test: TestApp) {
        let round = test.open_round("R1");
        test.placement(round, "ward", |_| {});
        let client = test.client();
        let tasks = begin(&test, &client, "2010").await;
        answer_all(&client, &tasks).await;
        let form = client.get(&format!("{}/aims?from=check", tasks.path)).await.form();
        assert!(form.choices("role-1").len() > 90, "every role of the catalogue");
        let twice = form.clone().choose("role-1", "midwife").choose("role-2", "midwife").submit().await;
        twice.should_be(422).should_say("Second role must be different from the first role");
        let forged = form.clone().forge("role-1", "king").submit().await;
        forged.should_be(422).should_say("Select a role from the list");
        let check = form.choose("role-1", "midwife").choose("role-2", "adult-nurse").set("course", "Midwifery BSc").submit().await;
        check.should_say("Midwife").should_say("Adult nurse").should_say("Midwifery BSc");
    }

    async fn a_draft_in_the_list_says_by_when_to_send_it(test: TestApp) {
        let round = test.open_round("R1");
        test.placement(round, "ward", |_| {});
        let client = test.client();
        begin(&test, &client, "2010").await;
        // On another device: only the address is needed.
        let elsewhere = test.sign_in(EMAIL).await;
        let list = elsewhere.get("/my-applications").await;
        list.should_say("Go on where you stopped, and send it by the end of 31 January 2027");
    }
}
