//! The account: its roles, and its sessions.

use crate::support::app::TestApp;
use crate::support::run::on_both;

on_both! {
    async fn an_account_shows_roles_and_ends_sessions(test: TestApp) {
        let area = test.area("Y63");
        let (one, two) = (test.organisation("RR8", "Leeds Hospitals", area), test.organisation("XA1", "Northby Hospitals", area));
        test.coordinator("many@example.org", one);
        test.champion("many@example.org", two);
        let (here, there, third) = (test.sign_in("many@example.org").await, test.sign_in("many@example.org").await, test.sign_in("many@example.org").await);
        let page = here.get("/your-account").await;
        page.should_be(200).should_say("coordinator for Leeds Hospitals").should_say("champion for Northby Hospitals");
        here.get("/coordinate").await.follow("Your account").await.should_be(200);
        let handles = page.attributes("input[name='session']", "value");
        assert_eq!(handles.len(), 4, "three sessions, and all others");
        let headings = page.texts("h3");
        let other = headings.iter().position(|words| words.starts_with("Another")).unwrap();
        page.form_to("/your-account/sessions").forge("session", &handles[other]).submit().await.should_say("You are logged out there");
        let page = here.get("/your-account").await;
        assert_eq!(page.texts("h3").len(), 2, "one of the three is over");
        page.form_to("/your-account/sessions").forge("session", "others").submit().await.should_say("You are logged out there");
        for browser in [&there, &third] {
            browser.get("/coordinate").await.should_say("Log in");
        }
        here.get("/coordinate").await.should_be(200);
    }

    async fn nobody_ends_the_session_of_another(test: TestApp) {
        let ours = test.organisation("RR8", "Leeds Hospitals", test.area("Y63"));
        test.coordinator("one@example.org", ours);
        test.coordinator("two@example.org", ours);
        let (one, two) = (test.sign_in("one@example.org").await, test.sign_in("two@example.org").await);
        let theirs = two.get("/your-account").await.attributes("input[name='session']", "value")[0].clone();
        let page = one.get("/your-account").await;
        page.form_to("/your-account/sessions").forge("session", &theirs).submit().await.should_be(404);
        two.get("/coordinate").await.should_be(200);
    }

    async fn an_applicant_has_an_account_without_roles(test: TestApp) {
        let somebody = test.sign_in("somebody@example.org").await;
        somebody.get("/your-account").await.should_be(200).should_say("You have no role in an organisation");
    }
}
