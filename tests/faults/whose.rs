//! Row 35: what belongs to somebody else is not found, whoever asks.

use super::applying::{Person, apply, confirm, open_round, rank};
use crate::support::app::TestApp;
use crate::support::run::on_both;
use crate::support::tables::{counts_but_refusals, refusals};

on_both! {
    async fn row_35_nobody_reaches_another_persons_or_organisations_things(test: TestApp) {
        let round = open_round(&test, "R35");
        let area = test.area("IDOR");
        let mut emails = Vec::new();
        for code in ["ONE", "TWO"] {
            let hospital = test.organisation(code, code, area);
            let email = format!("coordinator@{}.example.org", code.to_lowercase());
            test.coordinator(&email, hospital);
            test.placement(round, &code.to_lowercase(), |new| new.organisation_id = hospital);
            emails.push(email);
        }
        let (mut own, mut applicants) = (Vec::new(), Vec::new());
        for slug in ["one", "two"] {
            let (email, guardian, school) = (format!("ada@{slug}.example"), format!("bo@{slug}.example"), format!("head@{slug}.example"));
            let person = Person { email: &email, guardian: &guardian, school: &school, words: "Words" };
            let client = test.client();
            let sent = apply(&test, &client, slug, person, &mut |_| ()).await;
            confirm(&test, person, &mut |_| ()).await;
            own.push(sent.path.trim_end_matches("/submitted").to_owned());
            applicants.push(email);
        }
        rank(&test, round);
        let mut coordinators = Vec::new();
        let mut things: Vec<Vec<String>> = Vec::new();
        for email in &emails {
            let client = test.sign_in(email).await;
            let links = client.get("/coordinate").await.links();
            things.push(links.into_iter().map(|(href, _)| href).filter(|href| href.starts_with("/coordinate/")).collect());
            coordinators.push(client);
        }
        // Lists that everybody has of their own things stand at the same address for both.
        let shared: Vec<String> = things[0].iter().filter(|path| things[1].contains(path)).cloned().collect();
        things.iter_mut().for_each(|own| own.retain(|path| !shared.contains(path)));
        for (mine, theirs) in [(0, 1), (1, 0)] {
            assert!(things[mine].len() >= 2, "{:?}", things[mine]);
            for path in &things[mine] {
                coordinators[mine].get(path).await.should_be(200);
            }
            for path in &things[theirs] {
                coordinators[mine].get(path).await.should_be(404);
            }
            let proposal = things[theirs].iter().find(|path| path.contains("/proposals/")).unwrap();
            // Their own form, sent to the other's address.
            let own_proposal = things[mine].iter().find(|path| path.contains("/proposals/")).unwrap();
            let pairs = coordinators[mine].get(own_proposal).await.form().choose("decision", "approve").pairs();
            let before = counts_but_refusals(&test);
            coordinators[mine].post(proposal, &pairs).await.should_be(404);
            assert_eq!(counts_but_refusals(&test), before);
        }
        for (mine, theirs) in [(0, 1), (1, 0)] {
            let client = test.sign_in(&applicants[mine]).await;
            client.get(&own[mine]).await.should_be(200);
            let pairs = client.get("/sign-out").await.form_to("/sign-out").pairs();
            let before = counts_but_refusals(&test);
            for end in ["", "/check", "/submitted", "/withdraw", "/offer", "/placement.ics", "/name", "/ask-again/guardian"] {
                client.get(&format!("{}{end}", own[theirs])).await.should_be(404);
            }
            for end in ["/check", "/withdraw", "/name", "/ask-again/guardian"] {
                let page = client.post(&format!("{}{end}", own[theirs]), &pairs).await;
                assert!(matches!(page.status, 400 | 404), "{end}: {}", page.status);
            }
            for thing in things.iter().flatten() {
                assert_eq!(client.get(thing).await.status, 403, "{thing}: only coordinators");
            }
            assert_eq!(counts_but_refusals(&test), before);
        }
        // Two coordinators asked for two things each and posted one; two applicants read eight pages each. Every one of them is written down.
        assert!(refusals(&test, 22).await.len() >= 22);
    }
}
