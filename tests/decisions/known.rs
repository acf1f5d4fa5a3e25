//! "I know this person": others decide, and whoever said so sees and does nothing more about it.

use practise::app_jobs::jobs;
use practise::applications::ApplicationState;
use practise::jobs::{Guard, run_due};
use time::Duration;

use super::{list, organisation_of, passed, proposals, ranked};
use crate::journeys::world::{COLLEAGUE, COORDINATOR, World, number};
use crate::support::app::TestApp;
use crate::support::run::on_both;

const CHAMPION: &str = "board@trust.example.org";
const LEAD: &str = "lead@area.example.org";

/// How many letters ask each of the four.
async fn asked(world: &World) -> [usize; 4] {
    let mut counts = [0; 4];
    for (count, to) in counts.iter_mut().zip([COORDINATOR, COLLEAGUE, CHAMPION, LEAD]) {
        *count = world.mails(to, "proposal.asked").await.len();
    }
    counts
}

on_both! {
    async fn it_goes_from_hand_to_hand_until_somebody_decides_who_does_not_know_them(test: TestApp) {
        let world = ranked(&test, 1, 1).await;
        let (organisation, area) = organisation_of(&world);
        test.champion(CHAMPION, organisation);
        test.area_lead(LEAD, area);
        let one = proposals(&test).remove(0);
        let own = format!("/applications/{}", world.application(one.application_id).reference);
        let applicant = test.sign_in("person1@example.org").await;
        applicant.get(&own).await.should_say("The coordinator at Northtown Teaching Hospitals");
        let old = world.link(COORDINATOR, "proposal.asked").await.form().choose("decision", "approve");

        let client = test.sign_in(COORDINATOR).await;
        let page = client.get(&one.path()).await;
        let decide = page.form().choose("decision", "approve");
        test.pass(Duration::minutes(5));
        let told = page.form().press("I know this person").await;
        told.should_be(403).should_say("We have asked a coordinator at Northtown Teaching Hospitals to decide");
        assert_eq!(asked(&world).await, [1, 2, 0, 0], "only whoever can act is asked");

        // From now on: nothing to see, nothing to do, by no way.
        decide.submit().await.should_be(409).should_say("You said that you know this person");
        page.form().press("Show the name").await.should_be(409);
        page.form().press("I know this person").await.should_be(403);
        old.submit().await.should_be(200).should_say("You said that you know this person");
        world.link(COORDINATOR, "proposal.asked").await.should_say("You said that you know this person");
        client.get("/coordinate").await.should_say("Nothing waits for you");
        let line = client.get(&list(&world)).await;
        line.should_say("A colleague decides").should_say("You know this person");
        assert!(!line.has("main form") && !line.links().iter().any(|(href, _)| *href == one.path()));
        assert_eq!(world.state(one.application_id), ApplicationState::Proposed);

        // The applicant sees who has it and since when, and no name.
        let status = applicant.get(&own).await;
        status.should_say("Another coordinator at Northtown Teaching Hospitals").should_say("said that they know you");
        assert!(!status.body().contains("co.one") && !status.body().contains("co.two"));

        // The other coordinator knows them too, by the link: the board's champion is asked, and then the area's lead.
        let link = world.link(COLLEAGUE, "proposal.asked").await;
        link.should_be(200).form().press("I know this person").await.should_be(200).should_say("We have asked a board member of Northtown Teaching Hospitals");
        assert_eq!(asked(&world).await, [1, 2, 1, 0]);
        test.sign_in("person1@example.org").await.get(&own).await.should_say("A board member of Northtown Teaching Hospitals");
        let letter = world.mail(CHAMPION, "proposal.asked").await.text();
        assert!(letter.contains("Dear colleague") && letter.contains("knows this person, so now we ask you"), "{letter}");

        // Silence is chased as ever, but never by a letter to somebody who cannot act.
        let run = || run_due(test.ledger(), &jobs(), "one", Guard::Clock).unwrap();
        test.pass(Duration::days(3));
        run();
        assert_eq!(asked(&world).await, [1, 2, 2, 0]);
        test.pass(Duration::days(4));
        run();
        assert_eq!(asked(&world).await, [1, 2, 3, 0], "the champion has it already");
        test.pass(Duration::days(7));
        run();
        assert_eq!(asked(&world).await, [1, 2, 4, 1], "after 14 days the area's lead too");
        test.pass(Duration::days(20));
        run();
        assert_eq!(asked(&world).await, [1, 2, 4, 1], "three reminders, no more");

        // An old link of somebody who knows them is not sent again; that of the champion is.
        world.link(CHAMPION, "proposal.asked").await.form().submit().await.should_be(200);
        assert_eq!(asked(&world).await, [1, 2, 5, 1]);
        world.link(CHAMPION, "proposal.asked").await.form().press("I know this person").await.should_say("the area lead for Northtown");
        assert_eq!(asked(&world).await, [1, 2, 5, 2]);
        test.sign_in("person1@example.org").await.get(&own).await.should_say("The area lead for Northtown Teaching Hospitals");
        world.link(LEAD, "proposal.asked").await.form().choose("decision", "approve").submit().await.should_say("Approved").should_say("Decided by the area lead for Northtown Teaching Hospitals");
        assert_eq!(world.state(one.application_id), ApplicationState::Offered);
        world.accept("person1@example.org").await.should_say("Your place is agreed");
        // Who knows them does not get their data afterwards either.
        let client = test.sign_in(COORDINATOR).await;
        let page = client.get(&one.path()).await;
        page.should_be(403).should_say("There is nothing left to decide");
        for path in [one.path(), list(&world), format!("{}/people", list(&world)), format!("{}/export.csv", list(&world))] {
            assert!(!client.get(&path).await.body().contains("Okafor"), "{path}");
        }
        assert_eq!(number(&test, "SELECT count(*) AS number FROM audit WHERE act = 'proposal.handed_on'"), 3);
        world.holds();
    }

    async fn who_is_known_is_passed_without_a_question(test: TestApp) {
        let world = ranked(&test, 3, 3).await;
        let all = proposals(&test);
        let client = test.sign_in(COORDINATOR).await;
        client.get(&all[0].path()).await.form().press("I know this person").await.should_be(403);
        let below = client.get(&all[1].path()).await;
        below.should_say("You know everybody above on the list who still waits");
        below.form().choose("decision", "approve").submit().await.should_say("Approved");
        // In one press too: what is true by itself is written down.
        client.get(&list(&world)).await.follow("Select everybody who waits on this page").await.form().submit().await.should_say("1 person is approved");
        let why = "colleague_decides".to_owned();
        let mut expected = [(all[1].id, 1, why.clone()), (all[2].id, 1, why)];
        expected.sort();
        assert_eq!(passed(&test), expected);
        // The colleague, who knows nobody, decides about the first without a question.
        test.sign_in(COLLEAGUE).await.get(&all[0].path()).await.form().choose("decision", "approve").submit().await.should_say("Approved");
        assert_eq!(passed(&test).len(), 2);
        world.holds();
    }

    async fn what_was_said_goes_when_the_applicant_is_erased(test: TestApp) {
        let world = ranked(&test, 1, 1).await;
        let one = proposals(&test).remove(0);
        test.sign_in(COORDINATOR).await.get(&one.path()).await.form().press("I know this person").await.should_be(403);
        assert_eq!(number(&test, "SELECT count(*) AS number FROM proposal_conflict"), 1);
        let person = test.person("person1@example.org");
        let known = test.read(|db| practise::my_data::everything(db, person, test.now()));
        assert!(format!("{known:?}").contains("said that they know you"));
        let teller = test.person(COORDINATOR);
        let told = test.read(|db| practise::my_data::everything(db, teller, test.now()));
        assert!(format!("{told:?}").contains(&one.reference));
        test.write(|tx| practise::my_data::erase_person(tx, person, practise::my_data::Cause::Operator));
        assert_eq!(number(&test, "SELECT count(*) AS number FROM proposal_conflict"), 0);
        world.holds();
    }
}
