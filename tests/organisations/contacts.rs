//! The single point of contact of an area: its lead says who it is, everybody sees it.

use crate::support::app::TestApp;
use crate::support::run::on_both;

on_both! {
    async fn a_lead_names_the_contact_and_everybody_sees_it(test: TestApp) {
        let area = test.area("Y63");
        test.organisation("XA1", "Northby Hospitals", area);
        test.area_lead("lead@example.org", area);
        test.client().get("/areas/Y63").await.should_be(200).should_say("This area has not named a contact yet").should_say("Northby Hospitals");
        let lead = test.sign_in("lead@example.org").await;
        lead.get("/lead/contact").await.should_say("Nobody is named yet");
        let page = lead.get("/lead/contact/Y63").await;
        let page = page.form().set("name", "").set("email", "team@").set("phone", "call us").submit().await;
        page.should_be(422);
        let wrong: Vec<String> = page.error_summary().into_iter().map(|(_, words)| words).collect();
        assert_eq!(wrong.len(), 3, "{wrong:?}");
        assert_eq!(page.attributes("#email", "value"), ["team@"], "what was typed is kept");
        let page = page.form().set("name", "Work experience team").set("email", "team@example.org").set("phone", "0113 496 0000").submit().await;
        page.should_be(200).should_say("Everybody can see the new contact now").should_say("Work experience team");
        test.pass(time::Duration::minutes(5));
        let public = test.client().get("/areas/Y63?fresh").await;
        public.should_say("Work experience team").should_say("team@example.org").should_say("0113 496 0000");
        let again = lead.get("/lead/contact/Y63").await;
        assert_eq!(again.attributes("#name", "value"), ["Work experience team"]);
        again.form().set("phone", "").submit().await.should_be(200);
        assert!(!test.client().get("/areas/Y63?fresh").await.text().contains("0113"));
    }

    async fn another_areas_contact_is_not_there(test: TestApp) {
        let (own, other) = (test.area("Y63"), test.area("Y56"));
        test.area_lead("lead@example.org", own);
        test.area_lead("other@example.org", other);
        let lead = test.sign_in("lead@example.org").await;
        let form = lead.get("/lead/contact/Y63").await.form().set("name", "X").set("email", "x@example.org");
        let sent = lead.post("/lead/contact/Y56", &form.pairs()).await;
        sent.should_be(404);
        lead.get("/lead/contact/Y56").await.should_be(404);
        lead.get("/areas/NONE").await.should_be(404);
        assert!(!test.client().get("/areas/Y56").await.text().contains("x@example.org"));
    }

    async fn a_large_area_shows_its_first_organisations_and_how_many_there_are(test: TestApp) {
        let area = test.area("Y63");
        for number in 0..201 {
            test.organisation(&format!("X{number:03}"), &format!("Trust number {number:03}"), area);
        }
        let page = test.client().get("/areas/Y63").await;
        page.should_be(200).should_say("There are 201").should_say("Trust number 199");
        assert!(!page.text().contains("Trust number 200"));
    }
}
