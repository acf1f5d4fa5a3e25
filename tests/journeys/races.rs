//! Several people press a button at the same moment.

use futures_util::future::join_all;
use practise::applications::ApplicationState as State;

use super::world::{COLLEAGUE, COORDINATOR, World, number, signed_in};
use crate::support::app::TestApp;
use crate::support::run::on_both;

on_both! {
    async fn two_coordinators_who_decide_at_once_make_one_decision(test: TestApp) {
        let world = World::new(&test, &[1]);
        let ann = world.applicant("ann@example.org", &[0]);
        world.rank().await;
        let one = world.link(COORDINATOR, "proposal.asked").await.form().choose("decision", "approve");
        let colleague = signed_in(&test, COLLEAGUE).await;
        let page = colleague.get("/coordinate").await;
        let (href, _) = page.links().into_iter().find(|(href, _)| href.starts_with("/coordinate/proposals/")).unwrap();
        let other = colleague.get(&href).await.form().choose("decision", "decline").choose("reason", "place_gone");
        let (by_link, by_page) = tokio::join!(one.submit(), other.submit());
        assert_eq!(number(&test, "SELECT count(*) AS number FROM audit WHERE act = 'proposal.decided'"), 1);
        let state = world.state(ann);
        by_link.should_be(200);
        if state == State::Offered {
            assert_eq!(by_link.h1(), "Approved");
            by_page.should_be(409).should_say("This was approved already, by a coordinator at Northtown Teaching Hospitals, at 9am on 11 January 2027.");
            colleague.get(&href).await.should_say("Approved");
        } else {
            assert_eq!((state, by_link.h1()), (State::Declined, "Declined".to_owned()));
            by_page.should_be(200).should_say("Declined");
        }
        let told = world.mails("ann@example.org", "offer.made").await.len() + world.mails("ann@example.org", "proposal.declined").await.len();
        assert_eq!(told, 1);
        world.holds();
    }

    async fn the_last_places_are_given_once_however_many_accept_at_once(test: TestApp) {
        let world = World::new(&test, &[20]);
        let people: Vec<(String, i64)> = (1..=20)
            .map(|number| {
                let email = format!("person{number}@example.org");
                let id = world.applicant(&email, &[0]);
                (email, id)
            })
            .collect();
        world.rank().await;
        let links: Vec<String> = world.mails(COORDINATOR, "proposal.asked").await.iter().map(|mail| mail.link()).collect();
        assert_eq!(links.len(), 20);
        for link in links {
            test.client().open(&link).await.form().choose("decision", "approve").submit().await.should_say("Approved");
        }
        world.lower_places(world.placements[0], 3);
        let mail = test.mail().await;
        let mut forms = Vec::new();
        for (email, _) in &people {
            let page = test.client().open(&mail.latest_for(email).link()).await;
            forms.push(page.form().choose("answer", "accept"));
        }
        let answers = join_all(forms.iter().map(|form| form.submit())).await;
        let yes = answers.iter().filter(|page| page.status == 200).count();
        assert_eq!((yes, world.agreed(), world.taken(world.placements[0])), (3, 3, 3));
        for page in answers.iter().filter(|page| page.status != 200) {
            page.should_be(409).should_say("All places of this placement have been taken");
        }
        let placed = people.iter().filter(|(_, id)| world.state(*id) == State::Placed).count();
        let confirmed = number(&test, "SELECT count(*) AS number FROM outbox WHERE kind = 'placement.confirmed'");
        assert_eq!((placed, confirmed), (3, 3));
        world.holds();
    }
}
