//! Who came on which day, and what a placement comes to.

use practise::afterwards::close_recorded;
use practise::applications::ApplicationState as State;
use practise::placements::{PlacementState, years_of};
use time::Duration;

use super::{ANN, FIRST, LAST, came, completed, days, opportunity_ref, placed, placement_of, until};
use crate::journeys::world::{COLLEAGUE, COORDINATOR, World, number};
use crate::support::app::TestApp;
use crate::support::run::on_both;

const BEN: &str = "ben@example.org";

on_both! {
    async fn a_day_is_recorded_for_everybody_and_corrected_until_it_is_closed(test: TestApp) {
        let (world, people) = placed(&test, &[ANN, BEN]).await;
        let path = format!("/coordinate/opportunities/{}/attendance", opportunity_ref(&test, world.placements[0]));
        test.sign_in(COORDINATOR).await.get(&path).await.should_be(409).should_say("has not begun yet");

        until(&test, FIRST + Duration::DAY);
        let coordinator = test.sign_in(COORDINATOR).await;
        let page = coordinator.get(&path).await;
        page.should_be(200).should_say("Who came on Tuesday 15 June 2027?").should_say("ann Okafor").should_say("ben Okafor");
        page.form().submit().await.should_be(422).should_say("Select at least one answer");
        coordinator.get(&format!("{path}?day=2027-06-16")).await.should_be(404);
        let [ann, ben] = [people[0].1, people[1].1].map(|id| placement_of(&test, id).0);
        let form = page.form().choose(&format!("mark-{ann}"), "came").choose(&format!("mark-{ben}"), "absent_untold");
        let saved = form.submit().await;
        assert_eq!(saved.path, format!("{path}?day=2027-06-15"));
        saved.should_say("The attendance is saved");
        assert_eq!(saved.form().value(&format!("mark-{ben}")), Some("absent_untold"));
        // The other coordinator knows better; the same again adds nothing.
        let colleague = test.sign_in(COLLEAGUE).await;
        let better = colleague.get(&path).await.form().choose(&format!("mark-{ben}"), "absent_told");
        better.submit().await.should_be(200);
        let log = "SELECT count(*) AS number FROM audit WHERE act = 'attendance.recorded'";
        assert_eq!(number(&test, log), 3);
        better.submit().await.should_be(200);
        assert_eq!(number(&test, log), 3);
        // A day that has not begun, or is none of the placement's, is refused, and so is what no page of ours sends.
        let forged = |day: &str| page.form().forge("day", day).choose(&format!("mark-{ann}"), "came");
        forged("2027-06-16").submit().await.should_be(409);
        forged("2027-06-13").submit().await.should_be(409);
        forged("soon").submit().await.should_be(400);
        page.form().forge("mark-nobody", "came").submit().await.should_be(404);
        page.form().forge(&format!("mark-{ann}"), "perhaps").submit().await.should_be(400);
        world.holds();
    }

    async fn a_placement_is_completed_once_and_counts(test: TestApp) {
        let (world, id, reference) = completed(&test).await;
        let person = world.application(id).person_id;
        assert_eq!((world.state(id), placement_of(&test, id).1), (State::Completed, PlacementState::Completed));
        assert_eq!(test.read(|db| years_of(db, person, None)), [2027], "it takes the one place in a year");
        assert!(test.read(|db| practise::applications::answers(db, id)).emergency_contact.is_none());
        let coordinator = test.sign_in(COORDINATOR).await;
        let closed = coordinator.get(&format!("/coordinate/placements/{reference}/attendance")).await;
        closed.should_say("cannot be changed any more").should_say("Absent, told us");
        assert!(!closed.has("input[type=radio]"));
        let again = coordinator.get(&format!("/coordinate/placements/{reference}/close")).await;
        assert_eq!(again.path, format!("/coordinate/placements/{reference}/afterwards"));
        assert!(test.read(practise::audit::verify).is_ok());
    }

    async fn who_came_on_no_day_did_not_attend_and_is_told(test: TestApp) {
        let (world, people) = placed(&test, &[ANN]).await;
        let id = people[0].1;
        let client = test.sign_in(ANN).await;
        let own = format!("/applications/{}", world.application(id).reference);
        let emergency = client.get(&format!("{own}/emergency-contact")).await.form();
        let emergency = emergency.set("name", "Bo Okafor").set("relationship", "Mother").set("phone", "07700 900 982");
        emergency.submit().await.should_be(200);
        assert!(test.read(|db| practise::applications::answers(db, id)).emergency_contact.is_some());
        until(&test, LAST);
        let (reference, _) = placement_of(&test, id);
        let coordinator = test.sign_in(COORDINATOR).await;
        let path = format!("/coordinate/placements/{reference}");
        let mut form = coordinator.get(&format!("{path}/attendance")).await.form();
        for day in days() {
            form = form.choose(&format!("mark-{day}"), "absent_untold");
        }
        form.submit().await.should_be(200);
        let ask = coordinator.get(&format!("{path}/close")).await;
        ask.form().submit().await.should_be(409).should_say("on the day after its last day");
        until(&test, LAST + Duration::DAY);
        let coordinator = test.sign_in(COORDINATOR).await;
        let ask = coordinator.get(&format!("{path}/close")).await;
        ask.should_say("counts as not attended").form().submit().await.should_be(200);
        assert_eq!((world.state(id), placement_of(&test, id).1), (State::DidNotAttend, PlacementState::DidNotAttend));
        assert_eq!(world.mail(ANN, "placement.did_not_attend").await.subject(), "Your placement was recorded as not attended");
        assert!(test.read(|db| practise::applications::answers(db, id)).emergency_contact.is_none(), "nobody needs it any more");
        for page in ["certificate", "feedback"] {
            coordinator.get(&format!("{path}/{page}")).await.should_be(409);
        }
        test.sign_in(ANN).await.get(&format!("{own}/feedback")).await.should_be(409);
    }

    async fn of_two_coordinators_at_once_one_closes_it(test: TestApp) {
        let (world, id, reference) = came(&test).await;
        let path = format!("/coordinate/placements/{reference}/close");
        let one = test.sign_in(COORDINATOR).await.get(&path).await.form();
        let other = test.sign_in(COLLEAGUE).await.get(&path).await.form();
        let (one, other) = tokio::join!(one.submit(), other.submit());
        let mut both = [one.status, other.status];
        both.sort_unstable();
        assert_eq!(both, [200, 409]);
        let log = "SELECT count(*) AS number FROM audit WHERE act = 'placement.completed'";
        assert_eq!((number(&test, log), world.state(id)), (1, State::Completed));
    }

    async fn a_week_later_what_is_recorded_closes_by_itself_and_nothing_else(test: TestApp) {
        let (world, id, _) = came(&test).await;
        let run = || close_recorded(test.ledger()).unwrap();
        until(&test, LAST + Duration::days(7));
        assert_eq!((run(), world.state(id)), ("0 placements closed".to_owned(), State::Placed));
        until(&test, LAST + Duration::days(8));
        assert_eq!((run(), world.state(id)), ("1 placements closed".to_owned(), State::Completed));
        assert_eq!(run(), "0 placements closed");
    }

    async fn a_used_place_never_comes_free(test: TestApp) {
        // Two have the places, a third waits. One is done; then the other gives theirs back, and one place comes free.
        let world = World::new(&test, &[2]);
        let people = [ANN, BEN, "cat@example.org"].map(|email| (email, world.applicant(email, &[0])));
        world.rank().await;
        for mail in world.mails(COORDINATOR, "proposal.asked").await {
            test.client().open(&mail.link()).await.form().choose("decision", "approve").submit().await;
        }
        let offered = world.of_state(&people, State::Offered);
        let waits = world.of_state(&people, State::Waiting)[0].1;
        for (email, _) in &offered {
            world.accept(email).await.should_say("Your place is agreed");
        }
        test.write(|tx| {
            let id = practise::placements::placed_as(tx.db, offered[0].1)?.unwrap().id;
            practise::placements::close(tx, id, PlacementState::Completed)?;
            practise::applications::change_state(tx, offered[0].1, State::Placed, State::Completed, None)
        });
        test.write(|tx| {
            let leaving = practise::applications::application_by_id(tx.db, offered[1].1)?;
            practise::rounds::leave(tx, &leaving, "by_applicant")
        });
        assert_eq!((world.state(offered[0].1), world.state(waits)), (State::Completed, State::Proposed));
        let open = "SELECT count(*) AS number FROM proposal WHERE state = 'open'";
        assert_eq!(number(&test, open), 1, "one place came free, not two");
    }
}
