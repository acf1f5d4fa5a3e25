//! What there is to do before somebody of 16 comes, and what is not asked of an adult.

use diesel::prelude::*;
use practise::applications::application_by_ref;
use practise::db::schema::placement_task;
use practise::my_data::everything;
use practise::preparation::{Task, chase, clear_over, plan_due};
use time::Duration;
use time::macros::{date, time};

use super::{place, placed, until, with_plan};
use crate::journeys::pages::{EMAIL, GUARDIAN, begin_with_code, first_half, guardian_agrees, school_confirms, second_half};
use crate::journeys::world::{COORDINATOR, World};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::run::on_both;

/// Somebody of 16 who has accepted their place: their browser, and the path of their application.
async fn of_16(test: &TestApp, world: &World) -> (Client, String) {
    let client = test.client();
    let tasks = begin_with_code(test, &client).await;
    first_half(&client, &tasks).await;
    second_half(&client, &tasks.path).await.form().submit().await.should_be(200);
    guardian_agrees(test).await;
    school_confirms(test).await;
    world.rank().await;
    world.approve().await.should_be(200);
    world.accept(EMAIL).await.should_say("Your place is agreed");
    (client, tasks.path)
}

fn kept_details(test: &TestApp) -> i64 {
    let rows = placement_task::table.filter(placement_task::detail.is_not_null());
    test.read(|db| Ok(rows.count().get_result(db)?))
}

on_both! {
    async fn everybody_does_their_part(test: TestApp) {
        let world = World::new(&test, &[1, 1]);
        with_plan(&test, world.placements[0]);
        let (client, path) = of_16(&test, &world).await;
        let letter = world.mail(EMAIL, "placement.confirmed").await;
        assert!(letter.text().contains(&format!("{path}/placement")));

        // The applicant.
        let hub = client.get(&path).await.follow("Get ready for your placement").await;
        hub.should_say("Main entrance, north wing").should_say("Sam Green, Ward manager").should_say("Monday 14 June 2027");
        hub.should_say("By 28 May 2027").should_say("Your parent or guardian reads about risks and agrees");
        let pack = hub.follow("Read what to know before you come").await;
        pack.should_say("Tie back long hair.");
        assert!(!pack.body().contains("pack.pdf"), "there is no file");
        let wrong = pack.form().submit().await;
        assert_eq!(wrong.should_be(422).error_summary()[0].1, "Tick the box when you have done this");
        let hub = wrong.form().choose("done", "yes").submit().await;
        let agreement = hub.follow("Sign the confidentiality agreement").await;
        let wrong = agreement.form().submit().await;
        assert_eq!(wrong.should_be(422).error_summary(), [("#full-name".to_owned(), "Enter your full name".to_owned())]);
        wrong.form().set("full-name", "Ada Okafor").submit().await.should_be(200);
        client.get(&agreement.path).await.should_say("You have signed this as Ada Okafor.");
        let travel = hub.follow("Say if you need help with travel").await;
        let wrong = travel.form().choose("help", "yes").submit().await;
        assert_eq!(wrong.should_be(422).error_summary()[0].1, "Select what kind of help you need");
        wrong.form().choose("kinds", "fares").submit().await.should_be(200);
        let health = hub.follow("Tell the organisation about your health").await;
        assert!(!health.has("textarea") && !health.has("input[type=text]"), "nothing about health is asked here");
        let hub = health.form().choose("done", "yes").submit().await;
        assert_eq!(hub.texts(".nhsuk-task-list__status").iter().filter(|words| *words == "Completed").count(), 4);

        // The guardian: opening changes nothing, no is a no, and yes is a yes.
        let page = world.link(GUARDIAN, "placement.risk_notice").await;
        page.should_say("You may meet people who are ill. You wear gloves.");
        assert!(!page.text().contains("Okafor"));
        let wrong = page.form().submit().await;
        wrong.should_be(422).should_say("Select yes if you agree");
        test.pass(Duration::days(5));
        assert_eq!(chase(test.ledger()).unwrap(), "1 reminded");
        assert_eq!(chase(test.ledger()).unwrap(), "0 reminded");
        let page = world.link(GUARDIAN, "placement.risk_notice").await;
        let said = page.form().choose("agree", "yes").set("full-name", "Bo Okafor").submit().await;
        assert_eq!(said.h1(), "You agreed");
        page.form().choose("agree", "no").set("full-name", "Bo Okafor").submit().await;
        assert_eq!(world.agreed(), 1, "a spent link changes nothing");

        // The coordinator.
        let coordinator = test.sign_in(COORDINATOR).await;
        let list = coordinator.get("/coordinate").await.follow("Agreed placements: who comes, and what is left to do").await;
        list.should_say("Ada Okafor").should_say("4 by you, 1 by them").should_say("Not asked yet");
        let hub = list.follow("Ada Okafor").await;
        hub.should_say("Under 18").should_say("Done: Bus or train fares").should_say("Sam Green");
        let action = hub.follow("Changes that help the person").await;
        action.should_say("Step-free rooms");
        let wrong = action.form().set("by-day", "1").set("by-month", "7").set("by-year", "2027").submit().await;
        let messages: Vec<String> = wrong.should_be(422).error_summary().into_iter().map(|(_, words)| words).collect();
        assert_eq!(messages, ["Enter what you will do", "The day must be before the placement begins", "Select yes if it is done"]);
        let hub = wrong.form().set("action", "Ward 2 has no steps.").set("by-month", "6").choose("done", "no").submit().await;
        hub.should_say("Not done: Ward 2 has no steps.").should_say("1 June 2027");
        hub.follow("Pass or badge ready").await.form().choose("done", "yes").submit().await.should_be(200);
        test.sign_in(EMAIL).await.get(&format!("{path}/placement")).await.should_say("Ward 2 has no steps. By 1 June 2027.");

        // The sheet of a day.
        let sheet = coordinator.get("/coordinate/day/2027-06-14").await;
        sheet.should_say("Who comes on Monday 14 June 2027").should_say("Ada Okafor").should_say("Sam Green, Ward manager");
        sheet.should_say("Ward 2 has no steps. (not done yet)").should_say("Call in an emergency");
        assert!(!sheet.text().contains(EMAIL), "nothing that is not needed");
        for (day, status) in [("2027-06-13", 200), ("2027-06-31", 404), ("today", 404)] {
            let page = coordinator.get(&format!("/coordinate/day/{day}")).await;
            assert!(!page.should_be(status).text().contains("Ada"), "{day}");
        }
        let looks = test.sign_in(EMAIL).await.get(&format!("{path}/who-looked")).await;
        looks.should_say("A list with your name on it").should_say("Your name, what is left to do, and the days that you came");

        // What is kept, and what goes when it is over.
        let application = test.read(|db| application_by_ref(db, path.rsplit('/').next().unwrap()));
        let all = test.read(|db| everything(db, application.person_id, test.now())).json().to_string();
        for words in ["confidentiality-1", "\"fares\"", "Ward 2 has no steps."] {
            assert!(all.contains(words), "{words}");
        }
        assert_eq!(kept_details(&test), 4);
        clear_over(test.ledger()).unwrap();
        assert_eq!(kept_details(&test), 4, "not before it is over");
        until(&test, date!(2027 - 06 - 19), time!(9:00));
        assert_eq!(clear_over(test.ledger()).unwrap(), "1 placements cleared");
        assert_eq!(kept_details(&test), 2, "the signature and the guardian's yes stay");
        world.holds();
    }

    async fn a_guardian_s_no_gives_the_place_back(test: TestApp) {
        let world = World::new(&test, &[1, 1]);
        with_plan(&test, world.placements[0]);
        let (client, path) = of_16(&test, &world).await;
        let page = world.link(GUARDIAN, "placement.risk_notice").await;
        let said = page.form().choose("agree", "no").set("full-name", "Bo Okafor").submit().await;
        assert_eq!(said.h1(), "You did not agree");
        assert_eq!(world.agreed(), 0);
        client.get(&path).await.should_say("Your parent or guardian told us that they no longer agree.");
        assert_eq!(client.get(&format!("{path}/placement")).await.path, path);
        world.mail(EMAIL, "application.left").await;
        world.holds();
    }

    async fn what_is_not_needed_is_not_asked(test: TestApp) {
        let world = World::new(&test, &[1]);
        let ann = world.applicant("ann@example.org", &[0]);
        world.rank().await;
        place(&world, &[("ann@example.org", ann)]).await;
        let tasks = |id: i64| {
            let of = placement_task::table.filter(placement_task::placement_id.eq(id)).filter(placement_task::state.ne("not_needed"));
            test.read(|db| Ok(of.select(placement_task::task).order(placement_task::task).load::<Task>(db)?))
        };
        let id = placed(&test, ann).id;
        // She has asked for changes and for help with travel.
        let mut before = vec![
            Task::Confidentiality, Task::EmergencyContact, Task::Health, Task::Travel, Task::Adjustments, Task::TravelHelp, Task::Pass,
            Task::Supervisor,
        ];
        let sorted = |tasks: &[Task]| {
            let mut names: Vec<&str> = tasks.iter().map(|task| task.as_str()).collect();
            names.sort_unstable();
            names.into_iter().map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(sorted(&tasks(id)), sorted(&before));
        // A pack that is written later is to be read, an adult needs nobody's leave.
        with_plan(&test, world.placements[0]);
        assert_eq!(plan_due(test.ledger()).unwrap(), "1 planned");
        assert_eq!(plan_due(test.ledger()).unwrap(), "0 planned");
        before.push(Task::ReadPack);
        assert_eq!(sorted(&tasks(id)), sorted(&before));
        // Help that is not needed after all is not prepared.
        let client = test.sign_in("ann@example.org").await;
        let path = format!("/applications/{}/placement", world.application(ann).reference);
        client.get(&format!("{path}/travel")).await.form().choose("help", "no").submit().await.should_be(200);
        before.retain(|task| *task != Task::TravelHelp);
        assert_eq!(sorted(&tasks(id)), sorted(&before));
        client.get(&format!("{path}/pass")).await.should_be(404);
        client.get(&format!("{path}/nonsense")).await.should_be(404);
    }
}
