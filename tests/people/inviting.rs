//! Invitations to roles, and the end of roles.

use diesel::prelude::*;
use practise::auth::{Grant, Role, held};
use practise::db::schema::{audit, invitation, person};
use time::Duration;

use crate::support::app::TestApp;
use crate::support::run::on_both;

fn coordinates(test: &TestApp, email: &str, organisation_id: i64) -> bool {
    let person = test.person(email);
    let wanted = Grant {
        role: Role::Coordinator,
        organisation_id: Some(organisation_id),
        area_id: None,
    };
    test.read(|db| held(db, person, &wanted)).is_some()
}

fn states(test: &TestApp) -> Vec<String> {
    test.read(|db| Ok(invitation::table.order(invitation::id).select(invitation::state).load(db)?))
}

on_both! {
    async fn a_champion_invites_a_coordinator_who_says_yes(test: TestApp) {
        let ours = test.organisation("RR8", "Leeds Hospitals", test.area("Y63"));
        test.champion("champion@example.org", ours);
        let champion = test.sign_in("champion@example.org").await;
        let page = champion.get("/coordinate/people").await;
        page.should_be(200).should_say("Leeds Hospitals");
        let page = page.form_to("/coordinate/people").set("email", "New@Example.org").submit().await;
        page.should_be(200).should_say("We have sent the invitation").should_say("new@example.org: coordinator for Leeds Hospitals");
        assert!(!coordinates(&test, "new@example.org", ours), "not before the yes");
        let mail = test.mail().await;
        let letter = mail.latest_for("new@example.org");
        assert!(letter.text().contains("coordinator for Leeds Hospitals"), "{}", letter.text());
        let link = letter.link();
        let page = test.client().open(&link).await;
        page.should_be(200).should_say("You are invited to be coordinator for Leeds Hospitals");
        assert!(!coordinates(&test, "new@example.org", ours), "looking gives nothing");
        page.form().submit().await.should_be(422).should_say("Select yes or no");
        let page = page.form().choose("answer", "yes").submit().await;
        page.should_be(200).should_say("You are coordinator for Leeds Hospitals now");
        assert!(coordinates(&test, "new@example.org", ours));
        assert_eq!(states(&test), ["accepted"]);
        let coordinator = test.sign_in("new@example.org").await;
        let page = coordinator.get("/coordinate/people").await;
        page.should_be(200).should_say("champion@example.org");
        assert!(!page.has("form[action='/coordinate/people']"), "a coordinator only sees");
        let said: Vec<String> = test.read(|db| Ok(audit::table.select(audit::detail).load(db)?));
        assert!(said.iter().all(|detail| !detail.contains('@')), "no address in the log");
    }

    async fn a_no_gives_nothing_and_a_late_yes_neither(test: TestApp) {
        let ours = test.organisation("RR8", "Leeds Hospitals", test.area("Y63"));
        test.champion("champion@example.org", ours);
        let champion = test.sign_in("champion@example.org").await;
        for email in ["no@example.org", "late@example.org", "back@example.org"] {
            champion.get("/coordinate/people").await.form_to("/coordinate/people").set("email", email).submit().await.should_be(200);
        }
        let mail = test.mail().await;
        let links = ["no@example.org", "late@example.org", "back@example.org"].map(|email| mail.latest_for(email).link());
        test.client().open(&links[0]).await.form().choose("answer", "no").submit().await.should_say("You have declined the invitation");
        let late = test.client().open(&links[1]).await;
        let back = test.client().open(&links[2]).await;
        // The champion takes the third back.
        let page = champion.get("/coordinate/people").await;
        let handles = page.attributes("input[name='invitation']", "value");
        assert_eq!(handles.len(), 2);
        let form = page.form_to("/invitations/withdraw").forge("invitation", &handles[1]);
        form.submit().await.should_say("The invitation is not open any more");
        back.form().choose("answer", "yes").submit().await.should_say("This invitation is not open");
        test.pass(Duration::days(14));
        late.form().choose("answer", "yes").submit().await;
        for email in ["no@example.org", "late@example.org", "back@example.org"] {
            assert!(!coordinates(&test, email, ours), "{email}");
        }
        assert_eq!(states(&test), ["declined", "open", "withdrawn"]);
    }

    async fn a_coordinator_who_is_removed_is_out_at_once(test: TestApp) {
        let area = test.area("Y63");
        let (ours, theirs) = (test.organisation("RR8", "Leeds Hospitals", area), test.organisation("XA1", "Northby Hospitals", area));
        test.champion("champion@example.org", ours);
        test.champion("other@example.org", theirs);
        test.coordinator("gone@example.org", ours);
        test.coordinator("gone@example.org", theirs);
        let gone = test.sign_in("gone@example.org").await;
        gone.get("/coordinate").await.should_be(200);
        let champion = test.sign_in("champion@example.org").await;
        let page = champion.get("/coordinate/people").await;
        let (address, _) = page.links().into_iter().find(|(_, words)| words.starts_with("Remove")).unwrap();
        let page = champion.get(&address).await;
        page.should_say("gone@example.org").should_say("Leeds Hospitals");
        assert!(!page.text().contains("Northby"), "what another champion decides is not shown");
        page.form().submit().await.should_say("They do not have the role any more");
        assert!(!coordinates(&test, "gone@example.org", ours) && coordinates(&test, "gone@example.org", theirs));
        gone.get("/coordinate").await.should_say("Log in");
        champion.get(&address).await.should_be(404);
        let other = test.sign_in("other@example.org").await;
        other.get(&address).await.should_be(200);
    }

    async fn leads_and_the_national_team_take_back_what_they_gave(test: TestApp) {
        let (here, there) = (test.area("Y63"), test.area("Y60"));
        let (ours, theirs) = (test.organisation("RR8", "Leeds Hospitals", here), test.organisation("XA1", "Northby Hospitals", there));
        test.champion("champion@example.org", ours);
        test.champion("other@example.org", theirs);
        test.area_lead("lead@example.org", here);
        test.national("national@example.org");
        test.national("second@example.org");
        let champion = test.sign_in("champion@example.org").await;
        champion.get("/coordinate/people").await.should_be(200);
        let lead = test.sign_in("lead@example.org").await;
        let page = lead.get("/lead/people").await;
        assert_eq!(page.attributes("a[href$='/remove']", "href").len(), 1, "none of another area");
        let page = page.follow("Remove champion@example.org").await;
        page.should_say("champion for Leeds Hospitals");
        page.form().submit().await.should_be(200).should_say("They do not have the role any more");
        champion.get("/coordinate/people").await.should_say("Log in");
        let national = test.sign_in("national@example.org").await;
        let page = national.get("/national/people").await;
        assert_eq!(page.attributes("a[href$='/remove']", "href").len(), 2, "not oneself");
        let own = test.read(|db| Ok(person::table.filter(person::email.eq("national@example.org")).select(person::public_ref).get_result::<String>(db)?));
        national.get(&format!("/national/people/{own}/remove")).await.should_be(409);
        let removes = page.attributes("a[href$='/remove']", "href");
        for page in removes {
            national.get(&page).await.form().submit().await.should_be(200);
        }
        lead.get("/lead/people").await.should_say("Log in");
        assert_eq!(national.get("/national/people").await.attributes("a[href$='/remove']", "href").len(), 0);
    }

    async fn nobody_invites_beyond_their_own(test: TestApp) {
        let (here, there) = (test.area("Y63"), test.area("Y56"));
        let ours = test.organisation("RR8", "Leeds Hospitals", here);
        test.organisation("XL1", "London Hospitals", there);
        test.champion("champion@example.org", ours);
        test.area_lead("lead@example.org", here);
        test.national("national@example.org");
        let champion = test.sign_in("champion@example.org").await;
        let form = champion.get("/coordinate/people").await.form_to("/coordinate/people").set("email", "x@example.org");
        form.forge("place", "XL1").submit().await.should_be(404);
        let lead = test.sign_in("lead@example.org").await;
        let page = lead.get("/lead/people").await.form_to("/lead/people").set("email", "x@example.org").set("place", "XL1").submit().await;
        page.should_be(422).should_say("Enter the code of an organisation in your area");
        assert_eq!(page.attributes("#email", "value"), ["x@example.org"]);
        page.form_to("/lead/people").set("place", " rr8 ").submit().await.should_say("We have sent the invitation");
        let national = test.sign_in("national@example.org").await;
        let page = national.get("/national/people").await.form_to("/national/people").set("email", "y@example.org").set("place", "Y99").submit().await;
        page.should_be(422);
        page.form_to("/national/people").set("place", "Y56").submit().await.should_say("We have sent the invitation");
        assert_eq!(states(&test), ["open", "open"]);
        let mail = test.mail().await;
        test.client().open(&mail.latest_for("y@example.org").link()).await.form().choose("answer", "yes").submit().await.should_say("area lead for Area Y56");
        let person = test.person("y@example.org");
        let wanted = Grant { role: Role::AreaLead, organisation_id: None, area_id: Some(there) };
        assert!(test.read(|db| held(db, person, &wanted)).is_some());
        national.get("/national/people").await.form_to("/national/people").set("email", "y@example.org").set("place", "Y56").submit().await.should_be(409);
    }

    async fn the_same_invitation_again_is_one(test: TestApp) {
        let ours = test.organisation("RR8", "Leeds Hospitals", test.area("Y63"));
        test.champion("champion@example.org", ours);
        let champion = test.sign_in("champion@example.org").await;
        for _ in 0..2 {
            champion.get("/coordinate/people").await.form_to("/coordinate/people").set("email", "new@example.org").submit().await.should_be(200);
        }
        assert_eq!(states(&test), ["open"]);
        let mail = test.mail().await;
        assert_eq!(mail.to("new@example.org").len(), 2);
        let first = mail.to("new@example.org")[0].link();
        test.client().open(&first).await.should_say("newer");
    }

    async fn an_old_invitation_forgets_its_address(test: TestApp) {
        let ours = test.organisation("RR8", "Leeds Hospitals", test.area("Y63"));
        test.champion("champion@example.org", ours);
        let champion = test.sign_in("champion@example.org").await;
        champion.get("/coordinate/people").await.form_to("/coordinate/people").set("email", "new@example.org").submit().await.should_be(200);
        practise::access::forget_old(test.ledger()).unwrap();
        assert_eq!(states(&test), ["open"]);
        test.pass(Duration::days(91));
        practise::access::forget_old(test.ledger()).unwrap();
        assert_eq!(states(&test), ["withdrawn"]);
        let addresses: Vec<String> = test.read(|db| Ok(invitation::table.select(invitation::email).load(db)?));
        assert_eq!(addresses, [""]);
    }
}
