//! Certificates: made when a placement is completed, checked by anybody, withdrawn with a reason.

use super::{ANN, LAST, came, completed};
use crate::journeys::world::COORDINATOR;
use crate::my_data::download::words;
use crate::support::app::TestApp;
use crate::support::run::on_both;

on_both! {
    async fn a_certificate_is_made_downloaded_checked_and_withdrawn(test: TestApp) {
        let (world, id, reference) = completed(&test).await;
        let path = format!("/coordinate/placements/{reference}");
        let own = format!("/applications/{}", world.application(id).reference);
        let (coordinator, participant) = (test.sign_in(COORDINATOR).await, test.sign_in(ANN).await);
        participant.get(&format!("{own}/certificate.pdf")).await.should_be(409).should_say("There is no certificate yet");
        // Both write down a value that they saw; the coordinator prints one of them.
        for (client, page, value, note) in [
            (&participant, format!("{own}/values"), "compassion", "Sat with a man who was afraid"),
            (&coordinator, format!("{path}/values"), "respect", "Knocked before each door"),
        ] {
            let empty = client.get(&page).await.form().submit().await;
            empty.should_be(422).should_say("Select which value was seen").should_say("Enter what was done");
            let form = client.get(&page).await.form().choose("value", value).choose("day", "2027-06-15").set("note", note);
            form.submit().await.should_be(200).should_say(note);
        }
        participant.get(&format!("{own}/values")).await.should_say("Knocked before each door").should_say("The organisation wrote on 15 June 2027");

        let page = coordinator.get(&format!("{path}/certificate")).await;
        page.should_say("ann Okafor").should_say("17 June 2027");
        assert!(page.form().value("activities").unwrap().contains("You will follow a nurse"), "begins with what is known");
        let wrong = page.form().set("hours", "many").set("activities", "").submit().await;
        wrong.should_be(422).should_say("Hours must be a whole number from 1 to 1000").should_say("Enter what the person did");
        let form = page.form().set("hours", "28").set("activities", "Followed a nurse.\nHelped to serve lunch.");
        let made = form.choose("values", "Compassion").submit().await;
        made.should_be(200).should_say("The certificate is made").should_say("ann Okafor");
        let check = made.links().into_iter().find(|(href, _)| href.starts_with("/certificates/")).unwrap().0;
        let number = check.rsplit('/').next().unwrap().to_owned();
        let letter = world.mail(ANN, "certificate.issued").await;
        assert!(letter.text().contains(&number) && letter.subject() == "Your certificate is ready");
        // It is made once: the same page sent again, by whoever, makes no second one.
        form_again(&test, &format!("{path}/certificate")).await;

        let file = participant.get(&format!("{own}/certificate.pdf")).await;
        assert_eq!((file.status, file.header("content-type")), (200, "application/pdf"));
        assert!(file.header("content-disposition").contains("certificate.pdf") && file.header("cache-control").contains("no-store"));
        let printed = words(&file.bytes);
        for said in ["Certificate of work experience", "ann Okafor", "14 to 17 June 2027, 4 days in all", "28", "Helped to serve lunch.",
            "Compassion", "Sat with a man who was afraid", &number, "not a promise of a job"] {
            assert!(printed.contains(said), "{said} should be in: {printed}");
        }
        assert!(!printed.contains("Knocked"), "it was not chosen");
        assert!(file.bytes.windows(15).any(|part| part == b"/StructTreeRoot"), "the file is tagged");
        coordinator.get(&format!("{path}/certificate.pdf")).await.should_be(200);

        let public = test.client().get(&check).await;
        public.should_be(200).should_say("This certificate is valid").should_say("A week on the ward ward").should_say("14 to 18 June 2027");
        assert!(!public.text().contains("Okafor") && !public.text().contains("ann"));
        test.client().get("/certificates/AAAA-BBBB-CCCC").await.should_be(404).should_say("We do not know this certificate");

        let ask = coordinator.get(&format!("{path}/certificate/withdraw")).await;
        ask.form().submit().await.should_be(422).should_say("Select why you withdraw it");
        let again = ask.form().choose("reason", "mistake").submit().await;
        again.should_be(200).should_say("Make the certificate");
        test.client().get(&check).await.should_say("This certificate was withdrawn");
        participant.get(&format!("{own}/certificate.pdf")).await.should_be(409).should_say("withdrawn");
        assert!(world.mail(ANN, "certificate.withdrawn").await.text().contains("Something in it was wrong"));
        ask.form().choose("reason", "asked").submit().await.should_be(409);
        // Another one has another number.
        let other = again.form().submit().await;
        let other = other.links().into_iter().find(|(href, _)| href.starts_with("/certificates/")).unwrap().0;
        assert_ne!(other, check);
        test.client().get(&other).await.should_say("This certificate is valid");
    }

    async fn what_is_not_completed_has_no_certificate(test: TestApp) {
        let (_, _, reference) = came(&test).await;
        let coordinator = test.sign_in(COORDINATOR).await;
        coordinator.get(&format!("/coordinate/placements/{reference}/certificate")).await.should_be(409).should_say("Close the placement first");
        assert_eq!(test.now().date(), LAST.next_day().unwrap());
    }
}

async fn form_again(test: &TestApp, path: &str) {
    let colleague = test.sign_in(crate::journeys::world::COLLEAGUE).await;
    let token = colleague.get("/sign-in").await.attributes("input[name='_csrf']", "value").remove(0);
    let pairs = [("_csrf", token.as_str()), ("_key", "one"), ("activities", "Another"), ("hours", "")];
    let pairs: Vec<_> = pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    colleague
        .post(path, &pairs)
        .await
        .should_be(409)
        .should_say("This placement has a certificate");
}
