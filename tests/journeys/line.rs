//! From the first page to the agreed placement.

use practise::app_jobs::jobs;
use practise::applications::{ApplicationState, application_by_ref};
use practise::jobs::{Guard, run_due};
use practise::opportunities::{self as offered, Phase};
use practise::rounds;
use time::Duration;

use super::pages::{
    EMAIL, GUARDIAN, SCHOOL, begin_with_code, begin_with_link, first_half, guardian_agrees, open_link, school_confirms, second_half, send,
};
use super::world::{COLLEAGUE, COORDINATOR, NUMBER, SUPERVISOR, World, number, reveal, signed_in};
use crate::support::app::TestApp;
use crate::support::run::on_both;

/// The file is a calendar with an event on each of the placement's days (RFC 5545).
fn check_calendar(text: &str) {
    assert!(text.lines().all(|line| line.len() <= 75), "lines are folded: {text}");
    let lines: Vec<String> = text.replace("\r\n ", "").split("\r\n").map(str::to_owned).collect();
    let mut open = Vec::new();
    for line in lines.iter().filter(|line| !line.is_empty()) {
        let (name, value) = line.split_once(':').unwrap_or_else(|| panic!("{line:?} has no value"));
        match name {
            "BEGIN" => open.push(value.to_owned()),
            "END" => assert_eq!(open.pop().as_deref(), Some(value)),
            _ => assert!(!open.is_empty(), "{line:?} is outside"),
        }
    }
    assert!(open.is_empty());
    assert_eq!(
        (lines[0].as_str(), lines.iter().filter(|line| *line == "BEGIN:VEVENT").count()),
        ("BEGIN:VCALENDAR", 5)
    );
    assert!(lines.contains(&"VERSION:2.0".to_owned()), "{text}");
    // 9am to 4pm in June is an hour earlier in UTC.
    for day in 14..=18 {
        for line in [format!("DTSTART:202706{day}T080000Z"), format!("DTEND:202706{day}T150000Z")] {
            assert!(lines.contains(&line), "{line}: {text}");
        }
    }
    assert_eq!(lines.iter().filter(|line| *line == "SUMMARY:A week on the ward ward").count(), 5);
    for name in ["UID:", "DTSTAMP:20270"] {
        assert_eq!(lines.iter().filter(|line| line.starts_with(name)).count(), 5, "{name}: {text}");
    }
}

on_both! {
    async fn somebody_of_16_gets_a_place_through_the_pages_and_the_mail_alone(test: TestApp) {
        let world = World::new(&test, &[1, 1]);
        let client = test.client();
        let tasks = begin_with_code(&test, &client).await;
        first_half(&client, &tasks).await;

        // They come back on another computer, and what they saved is there.
        let client = test.sign_in(EMAIL).await;
        let list = client.get("/my-applications").await;
        let reference = tasks.path.rsplit('/').next().unwrap().to_owned();
        let tasks = list.follow(&format!("Round R1, {reference}")).await;
        assert_eq!(client.get(&format!("{}/name", tasks.path)).await.form().value("first-name"), Some("Ada"));
        let check = second_half(&client, &tasks.path).await;
        send(&check).await;

        assert_eq!(guardian_agrees(&test).await.h1(), "You agreed");
        assert_eq!(school_confirms(&test).await.h1(), "We have your answers");
        assert_eq!(test.mail().await.latest_for(EMAIL).kind, "application.ready");
        world.rank().await;

        let mail = test.mail().await;
        for coordinator in [COORDINATOR, COLLEAGUE] {
            assert_eq!(mail.kinds_for(coordinator), ["proposal.asked", "proposals.list"]);
        }
        let dashboard = signed_in(&test, COORDINATOR).await.get("/coordinate").await;
        dashboard.should_say("Waiting for your decision").should_say("0 of 1").should_say("A week on the ward ward");

        let proposal = world.link(COORDINATOR, "proposal.asked").await;
        proposal.should_say("Somebody comes next for a place with you").should_say(&reference);
        assert!(!proposal.text().contains("Okafor") && !proposal.text().contains("Ada"), "a coordinator sees no name");
        world.approve().await.should_be(200).should_say("Approved");
        assert_eq!(world.link(COLLEAGUE, "proposal.asked").await.h1(), "Approved", "a colleague sees what was decided");

        client.get(&tasks.path).await.should_say("Answer the offer");
        world.accept(EMAIL).await.should_be(200).should_say("Your place is agreed");
        assert_eq!((world.agreed(), world.taken(world.placements[0])), (1, 1));
        check_calendar(&world.mail(EMAIL, "placement.confirmed").await.attachment(".ics").text);
        let confirmed = world.mail(COORDINATOR, "placement.confirmed.coordinator").await;
        check_calendar(&confirmed.attachment(".ics").text);

        // The applicant's page, and the file from the page.
        let status = client.get(&tasks.path).await;
        status.should_say("Your placement").should_say("What counted").should_say("14 to 18 June 2027");
        let file = client.get(&format!("{}/placement.ics", tasks.path)).await;
        file.should_be(200);
        check_calendar(&file.body());

        // The coordinator's pages: the list, and how to reach who comes, but for signed-in people only.
        let coordinator = signed_in(&test, COORDINATOR).await;
        let dashboard = coordinator.get("/coordinate").await;
        dashboard.should_say("Nothing waits for you").should_say("1 of 1");
        let ranking = dashboard.follow("A week on the ward ward").await;
        ranking.should_say("Place agreed").should_say("Counted:").should_say("1 of 1 places are agreed");
        let person = ranking.follow(&reference).await;
        person.should_say("Ada Okafor").should_say(EMAIL).should_say("Step-free rooms");
        assert!(confirmed.text().contains(&person.path), "the mail leads to the same page");
        assert!(!world.link(COORDINATOR, "proposal.asked").await.text().contains("Okafor"));

        let round = test.read(|db| offered::round_by_id(db, world.round));
        assert_eq!(round.state.phase(), Phase::Settled);
        world.holds();
    }

    async fn the_scheduler_closes_the_round_and_the_link_in_the_mail_signs_in(test: TestApp) {
        let world = World::new(&test, &[1, 1]);
        let client = test.client();
        let tasks = begin_with_link(&test, &client).await;
        first_half(&client, &tasks).await;
        send(&second_half(&client, &tasks.path).await).await;
        guardian_agrees(&test).await;
        school_confirms(&test).await;

        let run = || run_due(test.ledger(), &jobs(), "one", Guard::Clock).unwrap();
        let phase = || test.read(|db| offered::round_by_id(db, world.round)).state.phase();
        run();
        assert_eq!(phase(), Phase::Open, "not before its time");
        test.pass(Duration::days(22));
        for ran in run() {
            assert!(ran.outcome.is_ok(), "{ran:?}");
        }
        assert_eq!(phase(), Phase::Closed);
        // A wrong number is refused, and the link still works.
        let link = test.mail().await.latest_for(SUPERVISOR).link();
        let wrong = test.client().open(&link).await.form().set("value", "0".repeat(64)).submit().await;
        wrong.should_be(422).should_say("The number must be the one that you promised");
        reveal(&test).await.should_say("Your number is public");
        assert_eq!(phase(), Phase::Ranked);
        test.pass(Duration::minutes(11));
        run();
        assert_eq!(test.mail().await.kinds_for(COORDINATOR), ["proposal.asked", "proposals.list"]);

        world.approve().await.should_say("Approved");
        // From the page this time, signed in.
        let client = test.sign_in(EMAIL).await;
        let status = client.get(&tasks.path).await;
        let offer = status.follow("Answer the offer").await;
        offer.should_say("You are offered a place");
        let wrong = offer.form().submit().await;
        wrong.should_be(422).should_say("Select whether you want this place");
        let agreed = offer.form().choose("answer", "accept").submit().await;
        assert_eq!(agreed.path, tasks.path);
        agreed.should_say("Your placement");
        assert_eq!(world.agreed(), 1);
        world.holds();
    }

    async fn nothing_happens_twice_however_often_a_button_is_pressed(test: TestApp) {
        let world = World::new(&test, &[1, 1]);
        let client = test.client();
        let tasks = begin_with_code(&test, &client).await;
        first_half(&client, &tasks).await;
        let check = second_half(&client, &tasks.path).await;
        let totals = || {
            let tables = ["application", "confirmation", "proposal", "offer", "placement", "outbox", "audit", "allocation_run"];
            tables.map(|table| number(&test, &format!("SELECT count(*) AS number FROM {table}")))
        };
        let mut forms = vec![check.form()];
        check.form().submit().await.should_be(200);
        let guardian = open_link(&test, GUARDIAN).await.form().choose("agree", "yes").set("full-name", "Bo").set("relationship", "Mother");
        forms.push(guardian.choose("statement", "yes"));
        forms[1].submit().await.should_be(200);
        let school = open_link(&test, SCHOOL).await.form();
        let school = school.choose("on-roll", "yes").choose("free-school-meals", "yes").choose("pupil-premium", "no");
        forms.push(school.choose("fit", "yes").set("full-name", "Mx Green").set("role", "Careers leader"));
        forms[2].submit().await.should_be(200);
        test.write(|tx| {
            let round = offered::round_by_id(tx.db, world.round)?;
            rounds::close(tx, &round)
        });
        forms.push(open_link(&test, SUPERVISOR).await.form().set("value", NUMBER));
        forms[3].submit().await.should_be(200);
        forms.push(world.link(COORDINATOR, "proposal.asked").await.form().choose("decision", "approve"));
        forms.push(world.link(COLLEAGUE, "proposal.asked").await.form().choose("decision", "decline").choose("reason", "place_gone"));
        forms[4].submit().await.should_be(200);
        forms.push(world.link(EMAIL, "offer.made").await.form().choose("answer", "accept"));
        forms[6].submit().await.should_say("Your place is agreed");
        test.mail().await;

        let before = totals();
        for form in &forms {
            for _ in 0..2 {
                let again = form.submit().await;
                assert!(again.status == 200, "{}: {} {}", form.action(), again.status, again.text());
            }
        }
        assert_eq!(totals(), before);
        let state = test.read(|db| application_by_ref(db, tasks.path.rsplit('/').next().unwrap())).state;
        assert_eq!(state, ApplicationState::Placed);
        world.holds();
    }
}
