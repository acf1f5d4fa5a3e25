//! Many press at the same moment, through two instances of the portal on one database: each thing happens once.

use std::time::{Duration as Wait, Instant as Stopwatch};

use futures_util::future::join_all;
use practise::applications::ApplicationState as State;
use practise::rounds::ProposalState;

use super::{list, proposals, ranked};
use crate::journeys::world::{COLLEAGUE, COORDINATOR, number};
use crate::support::app::TestApp;
use crate::support::form::Form;
use crate::support::run::on_both;
use crate::support::tables::counts;

/// A minute is more than any of these should take on a slow machine.
const BOUND: Wait = Wait::from_secs(60);

fn decided(test: &TestApp) -> i64 {
    number(test, "SELECT count(*) AS number FROM audit WHERE act = 'proposal.decided'")
}

on_both! {
    async fn a_hundred_acceptances_of_the_last_place_make_one_placement(test: TestApp) {
        let world = ranked(&test, 100, 100).await;
        let client = test.sign_in(COORDINATOR).await;
        let mut page = client.get(&list(&world)).await;
        for next in [true, false] {
            let ticked = page.follow("Select everybody who waits on this page").await;
            ticked.form().submit().await.should_say("50 people are approved");
            if next {
                page = client.get(&list(&world)).await.follow("Next page of the list").await;
            }
        }
        world.lower_places(world.placements[0], 1);
        let other = test.another();
        let mail = test.mail().await;
        let mut forms: Vec<Form> = Vec::new();
        for number in 1..=100 {
            let link = mail.latest_for(&format!("person{number}@example.org")).link();
            let at = if number % 2 == 0 { &test } else { &other };
            let path = link.strip_prefix(test.address()).unwrap();
            forms.push(at.client().get(path).await.form().choose("answer", "accept"));
        }
        let started = Stopwatch::now();
        let answers = join_all(forms.iter().map(|form| form.submit())).await;
        let took = started.elapsed();
        println!("100 acceptances at once: {took:.1?}");
        assert!(took < BOUND, "{took:?}");
        assert_eq!(answers.iter().filter(|page| page.status == 200).count(), 1);
        for page in answers.iter().filter(|page| page.status != 200) {
            page.should_be(409).should_say("All places of this placement have been taken").should_say("See how things are now");
        }
        assert_eq!((world.agreed(), world.taken(world.placements[0])), (1, 1));
        assert_eq!(number(&test, "SELECT count(*) AS number FROM outbox WHERE kind = 'placement.confirmed'"), 1);
        // Pressed again by all, and by who has it: nothing changes.
        let before = counts(&test);
        let again = join_all(forms.iter().map(|form| form.submit())).await;
        assert_eq!(again.iter().filter(|page| page.status == 200).count(), 1, "who has it sees it");
        assert_eq!(counts(&test), before);
        world.holds();
    }

    async fn twenty_decisions_of_one_proposal_by_links_and_pages_make_one(test: TestApp) {
        let world = ranked(&test, 1, 2).await;
        let one = proposals(&test).remove(0);
        let other = test.another();
        let link = world.mails(COORDINATOR, "proposal.asked").await.remove(0).link();
        let path = link.strip_prefix(test.address()).unwrap().to_owned();
        let signed_in = [test.sign_in(COORDINATOR).await, other.sign_in(COLLEAGUE).await];
        let mut forms = Vec::new();
        for number in 0..20_usize {
            let page = match number % 4 {
                0 => test.client().get(&path).await,
                1 => other.client().get(&path).await,
                at => signed_in[at - 2].get(&one.path()).await,
            };
            let form = page.form();
            forms.push(if number % 3 == 0 {
                form.choose("decision", "decline").choose("reason", "place_gone")
            } else {
                form.choose("decision", "approve")
            });
        }
        let started = Stopwatch::now();
        let answers = join_all(forms.iter().map(|form| form.submit())).await;
        assert!(started.elapsed() < BOUND);
        assert_eq!(decided(&test), 1);
        let now = proposals(&test).into_iter().find(|known| known.id == one.id).unwrap();
        let heading = if now.state == ProposalState::Approved { "Approved" } else { "Declined" };
        for page in &answers {
            // Whoever was late sees what was decided, by whom and when: by the link its outcome, signed in a page that leads there.
            if page.status == 200 {
                assert_eq!(page.h1(), heading);
                page.should_say("a coordinator at Northtown Teaching Hospitals, at 9am on 11 January 2027");
            } else {
                page.should_be(409).should_say(&format!("This was {} already, by a coordinator at Northtown", heading.to_lowercase()));
            }
        }
        let told = world.mails("person1@example.org", "offer.made").await.len() + world.mails("person2@example.org", "offer.made").await.len();
        let declined = number(&test, "SELECT count(*) AS number FROM outbox WHERE kind = 'proposal.declined'");
        assert_eq!(i64::try_from(told).unwrap() + declined, 1);
        // A colleague who comes later sees who it was.
        signed_in[1].get(&one.path()).await.should_say("Decided by co.");
        // Doubled, replayed, and out of their turn: nothing changes.
        let before = counts(&test);
        join_all(forms.iter().map(|form| form.submit())).await;
        assert_eq!((counts(&test), decided(&test)), (before, 1));
        world.holds();
    }

    async fn knowing_somebody_and_deciding_about_them_at_once_is_one_or_the_other(test: TestApp) {
        let world = ranked(&test, 1, 1).await;
        let one = proposals(&test).remove(0);
        let page = test.sign_in(COORDINATOR).await.get(&one.path()).await;
        let decide = page.form().choose("decision", "approve");
        let knows = page.form();
        let colleague = test.sign_in(COLLEAGUE).await.get(&one.path()).await.form().choose("decision", "approve");
        let (first, second, third) = tokio::join!(decide.submit(), knows.press("I know this person"), colleague.submit());
        assert_eq!(decided(&test), 1);
        assert_eq!(world.state(one.application_id), State::Offered);
        let known = number(&test, "SELECT count(*) AS number FROM proposal_conflict");
        let now = proposals(&test).remove(0);
        if known == 1 {
            assert_eq!(now.decided_by, Some(test.person(COLLEAGUE)), "who knows them has not decided");
            assert_eq!((first.status, second.status, third.status), (409, 403, 200));
        } else {
            second.should_be(409);
        }
        world.holds();
    }
}
