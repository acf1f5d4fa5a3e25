//! What becomes of applications that are not complete when their round closes.

use practise::applications::{ApplicationState, Level};
use practise::confirmations::{self, Closing, ConfirmationState, Kind};

use super::world::{APPLICANT, GUARDIAN, SCHOOL, World, agree, claims, confirm, confirmation, open, school, state};
use crate::support::app::TestApp;
use crate::support::run::on_both;

on_both! {
    async fn without_a_guardians_answer_an_application_ends(test: TestApp) {
        let world = World::new(&test);
        let id = world.asked(&test);
        confirm(&test).await;
        let closing = test.write(|tx| confirmations::at_closing(tx, world.round));
        assert_eq!(closing, Closing { guardian_did_not_answer: 1, ..Closing::default() });
        assert_eq!(state(&test, id), (ApplicationState::Ineligible, Some("guardian_did_not_answer".to_owned())));
        assert_eq!(open(&test, GUARDIAN).await.h1(), "Nothing is needed from you");
        assert_eq!(test.mail().await.latest_for(APPLICANT).kind, "application.guardian_did_not_answer");
        let again = test.write(|tx| confirmations::at_closing(tx, world.round));
        assert_eq!(again, Closing::default());
    }

    async fn the_silence_of_a_school_holds_nobody_back(test: TestApp) {
        let world = World::new(&test);
        let id = world.asked(&test);
        agree(&test).await;
        let closing = test.write(|tx| confirmations::at_closing(tx, world.round));
        assert_eq!(closing, Closing { ready_without_school: 1, ..Closing::default() });
        assert_eq!(state(&test, id).0, ApplicationState::Ready);
        assert_eq!(test.mail().await.latest_for(APPLICANT).kind, "application.ready_without_school");
        // It can still confirm, for the first day; what is ranked stays as it was.
        assert_eq!(confirm(&test).await.h1(), "We have your answers");
        assert_eq!(confirmation(&test, id, Kind::School).state, ConfirmationState::Given);
        assert_eq!(claims(&test, id)["first_generation_30"], Level::Declared);
    }

    async fn a_draft_is_not_part_of_the_round(test: TestApp) {
        let world = World::new(&test);
        let draft = world.application(&test, APPLICANT, ApplicationState::Draft);
        let ready = world.application(&test, "ready@example.org", ApplicationState::Ready);
        let waiting = world.application(&test, "adult@example.org", ApplicationState::AwaitingConfirmation);
        test.write(|tx| confirmations::ask(tx, waiting, None, Some(&school())));
        let closing = test.write(|tx| confirmations::at_closing(tx, world.round));
        assert_eq!(closing, Closing { not_submitted: 1, ready_without_school: 1, ..Closing::default() });
        assert_eq!(state(&test, draft).0, ApplicationState::NotSubmitted);
        assert_eq!(state(&test, ready).0, ApplicationState::Ready);
        let mail = test.mail().await;
        assert_eq!(mail.kinds_for(APPLICANT), ["application.not_submitted"]);
        assert_eq!(mail.to(SCHOOL).len(), 1);
        assert!(mail.to("ready@example.org").is_empty());
    }

    async fn a_withdrawn_application_asks_nobody(test: TestApp) {
        let id = World::new(&test).asked(&test);
        test.write(|tx| confirmations::call_off(tx, id));
        assert_eq!(open(&test, GUARDIAN).await.h1(), "Nothing is needed from you");
        assert_eq!(confirmation(&test, id, Kind::Guardian).state, ConfirmationState::Cancelled);
        assert_eq!(confirmations::chase(test.ledger()).unwrap(), "0 reminded");
    }
}
