//! The name of who is proposed is shown only to whoever asks for it, and the applicant can see who did.

use practise::audit::SeenPage;
use time::Duration;

use super::{proposals, ranked};
use crate::journeys::world::{COLLEAGUE, COORDINATOR, number};
use crate::support::app::TestApp;
use crate::support::run::on_both;

on_both! {
    async fn the_name_is_shown_when_asked_for_and_the_applicant_is_told(test: TestApp) {
        let world = ranked(&test, 1, 1).await;
        let one = proposals(&test).remove(0);
        let names = || number(&test, "SELECT count(*) AS number FROM sensitive_read WHERE page = 'name'");
        let client = test.sign_in(COORDINATOR).await;
        let page = client.get(&one.path()).await;
        let link = world.link(COLLEAGUE, "proposal.asked").await;
        for hidden in [&page, &link] {
            assert!(!hidden.body().contains("Okafor") && !hidden.body().contains("person1"), "{}", hidden.path);
        }
        assert_eq!(names(), 0);

        // Signed in.
        let shown = page.form().press("Show the name").await;
        shown.should_be(200).should_say("The name is person1 Okafor");
        assert_eq!(names(), 1);
        // It stays for the hour, with what is wrong too, and for nobody else.
        shown.form().submit().await.should_be(422).should_say("person1 Okafor");
        assert!(!test.client().open(&world.mails(COLLEAGUE, "proposal.asked").await[0].link()).await.body().contains("Okafor"));
        assert!(!test.sign_in(COLLEAGUE).await.get(&one.path()).await.body().contains("Okafor"));

        // By the link: looking changes nothing, asking shows it, and the link still decides.
        let address = link.path.clone();
        for method in ["GET", "HEAD", "OPTIONS"] {
            test.client().ask(method, &address).stay().send().await;
        }
        assert_eq!(names(), 1);
        let shown = link.form().press("Show the name").await;
        shown.should_be(200).should_say("The name is person1 Okafor");
        assert_eq!(names(), 2);
        assert_eq!(number(&test, "SELECT count(*) AS number FROM audit WHERE act = 'proposal.name_shown'"), 2);

        // After the hour it is hidden again.
        test.pass(Duration::hours(1));
        assert!(!test.client().get(&address).await.body().contains("Okafor"));
        shown.form().choose("decision", "approve").submit().await.should_say("Approved");

        let own = format!("/applications/{}/who-looked", world.application(one.application_id).reference);
        let looked = test.sign_in("person1@example.org").await.get(&own).await;
        let told = SeenPage::ALL.iter().filter(|page| **page == SeenPage::Name).count();
        assert_eq!(told, 1);
        let rows = looked.texts("tbody tr");
        assert_eq!(rows.iter().filter(|row| row.ends_with("Your name")).count(), 2, "{rows:?}");
        assert!(rows.iter().any(|row| row.contains("Not your name")), "{rows:?}");
        assert!(!looked.body().contains("co.one") && !looked.body().contains("co.two"));
        world.holds();
    }
}
