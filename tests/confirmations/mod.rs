//! Guardians and schools: asked, answering, reminded, and what becomes of an application that waits for them.

mod closing;
mod links;
pub mod world;

use practise::applications::{ApplicationState, Level};
use practise::confirmations::{self, Answers, ConfirmationState, Kind, WORDING_VERSION, next_chase};
use practise::error::Error;
use practise::tx::Actor;
use time::Duration;

use self::world::{APPLICANT, GUARDIAN, OPEN_FOR, SCHOOL, World, acts, agree, claims, confirm, confirmation, guardian, open, state};
use crate::support::app::{TestApp, first_moment};
use crate::support::run::on_both;

on_both! {
    async fn a_yes_and_a_confirmation_complete_the_application(test: TestApp) {
        let id = World::new(&test).asked(&test);
        let page = agree(&test).await;
        page.should_be(200);
        assert_eq!(page.h1(), "You agreed");
        assert_eq!(state(&test, id).0, ApplicationState::AwaitingConfirmation, "the school has not answered");
        let given = confirmation(&test, id, Kind::Guardian);
        assert_eq!(given.state, ConfirmationState::Given);
        assert_eq!(given.answered_name.as_deref(), Some("Samira Khan"));
        assert_eq!(given.answered_relationship.as_deref(), Some("mother"));
        assert_eq!(given.wording_version.as_deref(), Some(WORDING_VERSION));
        assert_eq!(given.answered_at, Some(test.now()));

        let page = confirm(&test).await;
        assert_eq!(page.h1(), "We have your answers");
        assert_eq!(state(&test, id).0, ApplicationState::Ready);
        let claims = claims(&test, id);
        assert_eq!(claims["free_school_meals"], Level::Confirmed);
        assert_eq!(claims["pupil_premium"], Level::Confirmed, "the applicant was not sure; the school is");
        assert_eq!(claims["first_generation_30"], Level::Rejected);
        let Some(Answers::School(answers)) = confirmation(&test, id, Kind::School).answers else { panic!("a school's answers") };
        assert_eq!((answers.meals_year.as_deref(), answers.fit), (Some("2025 to 2026"), Some(true)));
        let mail = test.mail().await;
        assert_eq!(mail.kinds_for(APPLICANT), ["application.ready"]);
    }

    async fn what_a_school_cannot_say_stays_as_it_was_declared(test: TestApp) {
        let id = World::new(&test).asked(&test);
        let form = open(&test, SCHOOL).await.form();
        let page = form
            .choose("on-roll", "yes")
            .choose("free-school-meals", "cannot_say")
            .choose("pupil-premium", "no")
            .choose("meals-share", "cannot_say")
            .choose("fit", "no")
            .set("full-name", "Jo Bell")
            .set("role", "Head of year 11")
            .submit()
            .await;
        page.should_be(200);
        let claims = claims(&test, id);
        assert_eq!(claims["free_school_meals"], Level::Declared);
        assert_eq!(claims["first_generation_30"], Level::Declared);
        assert!(!claims.contains_key("pupil_premium"), "nobody claimed it");
        agree(&test).await;
        assert_eq!(state(&test, id).0, ApplicationState::Ready, "a school's doubt is for the coordinator to ask about");
    }

    async fn a_no_of_the_guardian_ends_the_application_kindly(test: TestApp) {
        let id = World::new(&test).asked(&test);
        let form = open(&test, GUARDIAN).await.form();
        let page = form.choose("agree", "no").set("reason", "Exams").set("full-name", "Sam Khan").set("relationship", "father").submit().await;
        assert_eq!(page.h1(), "You did not agree");
        assert_eq!(state(&test, id), (ApplicationState::Ineligible, Some("guardian_said_no".to_owned())));
        assert_eq!(confirmation(&test, id, Kind::School).state, ConfirmationState::Cancelled);
        assert_eq!(open(&test, SCHOOL).await.h1(), "Nothing is needed from you");
        let mail = test.mail().await;
        assert_eq!(mail.kinds_for(APPLICANT), ["application.guardian_said_no"]);
        let letter = mail.latest_for(APPLICANT).text();
        assert!(letter.contains("This does not count against you.") && !letter.contains("Exams"), "{letter}");
    }

    async fn consent_is_taken_back_as_easily_as_it_was_given(test: TestApp) {
        let id = World::new(&test).asked(&test);
        let page = agree(&test).await;
        let page = page.form().press("I no longer agree").await;
        page.should_be(200);
        assert_eq!(page.h1(), "You no longer agree");
        assert_eq!(state(&test, id), (ApplicationState::Withdrawn, Some("consent_withdrawn".to_owned())));
        assert_eq!(confirmation(&test, id, Kind::Guardian).state, ConfirmationState::Refused);
        assert_eq!(confirmation(&test, id, Kind::School).state, ConfirmationState::Cancelled);
        assert_eq!(test.mail().await.kinds_for(APPLICANT), ["application.consent_taken_back"]);
        assert!(acts(&test, id).contains(&"consent.withdrawn".to_owned()));
    }

    async fn a_form_with_gaps_comes_back_with_what_is_wrong(test: TestApp) {
        let id = World::new(&test).asked(&test);
        let form = open(&test, GUARDIAN).await.form();
        let page = form.choose("agree", "yes").set("full-name", " ").set("relationship", "aunt").submit().await;
        page.should_be(422);
        let ids: Vec<String> = page.error_summary().into_iter().map(|(href, _)| href).collect();
        assert_eq!(ids.len(), 2, "{ids:?}");
        assert_eq!(page.form().value("relationship"), Some("aunt"));
        let page = open(&test, SCHOOL).await.form().choose("on-roll", "yes").choose("meals-share", "yes").set("meals-year", "2031").submit().await;
        page.should_be(422).should_say("School year must not be in the future").should_say("Enter your role");
        assert_eq!(confirmation(&test, id, Kind::Guardian).state, ConfirmationState::Waiting);
    }

    async fn nobody_consents_for_themselves(test: TestApp) {
        let world = World::new(&test);
        let id = world.application(&test, APPLICANT, ApplicationState::AwaitingConfirmation);
        let own = guardian(" Amina@Example.org ");
        let refused = test.ledger().write_now(Actor::Operator, |tx| confirmations::ask(tx, id, Some(&own), None));
        assert!(matches!(refused, Err(Error::Conflict(_))), "{refused:?}");
    }

    async fn whoever_is_not_on_the_roll_names_somebody_else(test: TestApp) {
        let id = World::new(&test).asked(&test);
        agree(&test).await;
        let form = open(&test, SCHOOL).await.form();
        let page = form.choose("on-roll", "no").set("full-name", "Jo Bell").set("role", "Registrar").submit().await;
        page.should_be(200);
        assert_eq!(state(&test, id).0, ApplicationState::AwaitingConfirmation);
        assert_eq!(claims(&test, id)["free_school_meals"], Level::Declared);
        assert_eq!(test.mail().await.latest_for(APPLICANT).kind, "application.school_not_on_roll");

        let reference = test.read(|db| practise::applications::application_by_id(db, id)).reference;
        let path = format!("/applications/{reference}/ask-again/school");
        let browser = test.sign_in(APPLICANT).await;
        let form = browser.get(&path).await.form_to(&path);
        let form = form.set("full-name", "Kim Lee").set("relationship", "Tutor, City College");
        let ask = form.set("email", "kim@college.example.org");
        assert_eq!(ask.submit().await.redirects, [format!("/applications/{reference}")]);
        let waiting = confirmation(&test, id, Kind::School);
        assert_eq!((waiting.state, waiting.email.as_str()), (ConfirmationState::Waiting, "kim@college.example.org"));
        assert_eq!(open(&test, "kim@college.example.org").await.h1(), "What can you confirm?");
        for _ in 0..2 {
            browser.get(&path).await.form_to(&path).submit().await;
        }
        let page = browser.get(&path).await.form_to(&path).submit().await;
        page.should_be(422).should_say("3 times today");
        let stranger = test.sign_in("stranger@example.org").await;
        stranger.get(&path).await.should_be(404);
    }

    async fn reminders_go_out_on_days_5_and_12_and_2_days_before_closing(test: TestApp) {
        let id = World::new(&test).asked(&test);
        let sent = async |test: &TestApp| {
            confirmations::chase(test.ledger()).unwrap();
            test.mail().await.to(GUARDIAN).len()
        };
        assert_eq!(sent(&test).await, 1, "nothing is due yet");
        test.pass(Duration::days(5) - Duration::SECOND);
        assert_eq!(sent(&test).await, 1);
        test.pass(Duration::SECOND);
        assert_eq!(sent(&test).await, 2);
        assert_eq!(sent(&test).await, 2, "run again, it finds nothing");
        assert!(test.mail().await.latest_for(GUARDIAN).subject().starts_with("Reminder: "));
        test.pass(-Duration::days(3));
        assert_eq!(sent(&test).await, 2, "a clock that went back reminds nobody");
        test.pass(Duration::days(10));
        assert_eq!(sent(&test).await, 3);
        test.pass(Duration::days(16));
        assert_eq!(sent(&test).await, 4);
        test.pass(Duration::days(1));
        assert_eq!(sent(&test).await, 4);
        let chased = confirmation(&test, id, Kind::Guardian);
        assert_eq!((chased.chases, chased.next_chase_at), (3, None));
    }

    async fn whoever_has_answered_is_not_reminded(test: TestApp) {
        World::new(&test).asked(&test);
        agree(&test).await;
        test.pass(Duration::days(13));
        assert_eq!(confirmations::chase(test.ledger()).unwrap(), "1 reminded");
        assert_eq!(test.mail().await.to(GUARDIAN).len(), 1);
        test.pass(OPEN_FOR);
        assert_eq!(confirmations::chase(test.ledger()).unwrap(), "0 reminded", "nobody is reminded after closing");
    }
}

#[test]
fn a_reminder_that_was_missed_is_not_made_up_for() {
    let (asked, closes) = (first_moment(), first_moment().plus(Duration::days(30)));
    let after = |days| next_chase(asked, asked.plus(Duration::days(days)), closes);
    assert_eq!(after(0), Some(asked.plus(Duration::days(5))));
    assert_eq!(after(5), Some(asked.plus(Duration::days(12))));
    assert_eq!(after(13), Some(asked.plus(Duration::days(28))));
    assert_eq!(after(28), None);
    let soon = asked.plus(Duration::days(3));
    assert_eq!(
        next_chase(asked, asked, soon),
        Some(asked.plus(Duration::days(1))),
        "a round that closes in 3 days"
    );
    assert_eq!(
        next_chase(asked, asked, asked.plus(Duration::days(2))),
        None,
        "too late for a reminder"
    );
}
