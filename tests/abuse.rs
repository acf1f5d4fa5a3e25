//! What somebody could try with what they rightly have: a session, a role, a link, an application.

use std::sync::Barrier;
use std::thread;

use askama::Template;
use diesel::prelude::*;
use practise::auth::{Grant, Role, SignedIn, person_for_email, revoke, signed_in as person_of};
use practise::config::Config;
use practise::confirmations::{ask, call_off};
use practise::db::schema::{audit as log, confirmation, link, outbox, role_grant, session};
use practise::error::Error;
use practise::links::{self, Purpose};
use practise::tx::Actor;
use time::Duration;

use crate::confirmations::world::{self as asked, GUARDIAN};
use crate::journeys::world::{COORDINATOR, World};
use crate::support::app::TestApp;
use crate::support::run::on_both;
use crate::support::tables::refusals;

fn letters(test: &TestApp) -> i64 {
    test.read(|db| Ok(outbox::table.count().get_result(db)?))
}

on_both! {
    async fn asking_for_what_is_of_others_is_not_found_and_written_down(test: TestApp) {
        let world = World::new(&test, &[1]);
        let ann = world.applicant("ann@example.org", &[0]);
        world.rank().await;
        let colleague = test.sign_in(COORDINATOR).await;
        let (proposal, _) = colleague.get("/coordinate").await.links().into_iter().find(|(href, _)| href.starts_with("/coordinate/proposals/")).unwrap();
        let (list, _) = colleague.get("/coordinate").await.links().into_iter().find(|(href, _)| href.starts_with("/coordinate/opportunities/")).unwrap();
        let area = test.area("E54000060");
        let elsewhere = test.organisation("RX1", "Another Trust", area);
        let outsider = test.coordinator("out@other.example.org", elsewhere);
        let out = test.sign_in("out@other.example.org").await;
        out.get(&proposal).await.should_be(404);
        out.get(&list).await.should_be(404);
        let own = format!("/applications/{}", world.application(ann).reference);
        for page in ["", "/offer", "/leave"] {
            out.get(&format!("{own}{page}")).await.should_be(404);
        }
        let found = refusals(&test, 5).await;
        assert!(found.iter().all(|(by, ..)| *by == Some(outsider)), "{found:?}");
        let mut kinds: Vec<&str> = found.iter().map(|(_, kind, _)| kind.as_str()).collect();
        kinds.sort_unstable();
        assert_eq!(kinds, ["application", "application", "application", "opportunity", "proposal"]);
        // What nobody has is nobody's secret: it leaves no trace.
        out.get("/coordinate/proposals/NOPE-NOPE-NOPE").await.should_be(404);
        assert_eq!(refusals(&test, 5).await.len(), 5);
        world.holds();
    }

    async fn a_role_taken_away_while_the_page_was_open_decides_nothing(test: TestApp) {
        let world = World::new(&test, &[1]);
        let ann = world.applicant("ann@example.org", &[0]);
        world.rank().await;
        let id = test.person(COORDINATOR);
        let before: practise::auth::Coordinator = test.read(|db| person_of(db, id)).unwrap().try_into().unwrap();
        assert_eq!(test.read(|db| before.again(db)).organisations, before.organisations);
        let form = world.link(COORDINATOR, "proposal.asked").await.form().choose("decision", "approve");
        let held: i64 = test.read(|db| Ok(role_grant::table.filter(role_grant::person_id.eq(id)).select(role_grant::id).first(db)?));
        test.write(|tx| revoke(tx, held));
        assert!(matches!(test.ledger().db.read_now(|db| before.again(db)), Err(Error::Forbidden)));
        form.submit().await.should_be(404);
        assert_eq!(world.state(ann), practise::applications::ApplicationState::Proposed);
        world.holds();
    }

    async fn a_new_role_begins_with_a_new_session(test: TestApp) {
        let client = test.sign_in("ada@example.org").await;
        let open = || test.read(|db| Ok(session::table.filter(session::person_id.is_not_null()).count().get_result::<i64>(db)?));
        assert_eq!(open(), 1);
        let area = test.area("E54000054");
        let trust = test.organisation("RR8", "Leeds Teaching Hospitals", area);
        test.coordinator("ada@example.org", trust);
        assert_eq!(open(), 0, "a session of before has the longer rest of an applicant");
        assert!(client.get("/coordinate").await.path.starts_with("/sign-in"));
    }

    async fn letters_in_somebody_s_name_are_few_in_a_day(test: TestApp) {
        let world = asked::World::new(&test);
        let id = world.asked(&test);
        let again = |number: usize| {
            test.ledger().write_now(Actor::Operator, |tx| {
                call_off(tx, id)?;
                let guardian = practise::applications::Guardian {
                    name: "Sam Khan".to_owned(),
                    relationship: "Father".to_owned(),
                    email: format!("stranger{number}@example.org"),
                };
                ask(tx, id, Some(&guardian), None)
            })
        };
        let before = letters(&test);
        let sent = (0..20).take_while(|number| again(*number).is_ok()).count();
        assert!((8..=12).contains(&sent), "{sent}");
        assert!(matches!(again(99), Err(Error::Conflict(_))));
        assert_eq!(letters(&test) - before, i64::try_from(sent).unwrap());
        test.pass(Duration::DAY + Duration::SECOND);
        again(100).unwrap();
    }

    async fn nobody_speaks_for_themselves(test: TestApp) {
        let world = asked::World::new(&test);
        let id = world.application(&test, asked::APPLICANT, practise::applications::ApplicationState::AwaitingConfirmation);
        let own = format!(" {} ", asked::APPLICANT.to_uppercase());
        let school = practise::applications::SchoolContact {
            email: own.clone(),
            ..asked::school()
        };
        for (guardian, school) in [(Some(asked::guardian(&own)), None), (None, Some(school))] {
            let asking = test.ledger().write_now(Actor::Operator, |tx| ask(tx, id, guardian.as_ref(), school.as_ref()));
            assert!(matches!(asking, Err(Error::Conflict(_))));
        }
        assert_eq!(letters(&test), 0);
    }

    async fn a_consent_is_kept_with_the_neighbourhood_that_it_came_from(test: TestApp) {
        let id = asked::World::new(&test).asked(&test);
        let link = test.mail().await.latest_for(GUARDIAN).link();
        let form = test.client().open(&link).await.form().choose("agree", "yes").choose("statement", "yes");
        form.set("full-name", "Sam Khan").set("relationship", "Father").submit().await.should_be(200);
        let kept: Vec<(String, Option<String>)> = test.read(|db| {
            let rows = confirmation::table.filter(confirmation::application_id.eq(id)).order(confirmation::kind);
            Ok(rows.select((confirmation::kind, confirmation::address_prefix)).load(db)?)
        });
        assert_eq!(kept[0], ("guardian".to_owned(), Some("127.0.0.0/24".to_owned())));
        assert!(kept[1..].iter().all(|(_, from)| from.is_none()), "{kept:?}");
    }

    async fn one_press_is_one_act_and_a_corrected_form_is_another(test: TestApp) {
        let client = test.client();
        let form = client.get("/sign-in").await.form().set("email", "ada@example.org");
        form.submit().await;
        form.submit().await;
        assert_eq!(letters(&test), 1, "pressed twice");
        form.set("email", "grace@example.org").submit().await;
        assert_eq!(letters(&test), 2, "the same page with another address is another letter");
        assert_eq!(test.mail().await.latest_for("grace@example.org").kind, "auth.sign_in");
    }

    async fn a_refused_post_leaves_the_cache_alone(test: TestApp) {
        let client = test.client();
        client.get("/").await.should_be(200);
        let kept = test.pages().get("/").expect("the start page is kept");
        client.ask("POST", "/sign-in").form(&[("email".to_owned(), "x".to_owned())]).stay().send().await.should_be(403);
        client.ask("POST", "/nothing").form(&[]).stay().send().await.should_be(404);
        assert_eq!(test.pages().get("/"), Some(kept));
        client.get("/sign-in").await.form().set("email", "ada@example.org").submit().await.should_be(200);
        assert_eq!(test.pages().get("/"), None, "what was taken may have changed any page");
    }

    async fn twenty_tries_a_day_are_enough_for_an_address_however_many_letters(test: TestApp) {
        let mut words = Vec::new();
        for _ in 0..5 {
            let client = test.client();
            client.get("/sign-in").await.form().set("email", "ada@example.org").submit().await;
            let code = test.mail().await.latest_for("ada@example.org").code();
            let wrong = if code == "000000" { "000001" } else { "000000" };
            for _ in 0..5 {
                let page = client.get("/sign-in/code").await.form_to("/sign-in/code").set("code", wrong).submit().await;
                page.should_be(422);
                words.push(page.error_summary()[0].1.clone());
            }
            if words.len() > 20 {
                // The right code does not help any more; the link of the letter does.
                let page = client.get("/sign-in/code").await.form_to("/sign-in/code").set("code", &code).submit().await;
                page.should_be(422).should_say("too many times");
                let link = test.mail().await.latest_for("ada@example.org").link();
                client.open(&link).await.form().submit().await.should_be(200);
                assert_eq!(client.get("/sign-in").await.path, "/my-applications");
            }
        }
        let refused = test.read(|db| Ok(log::table.filter(log::act.eq("sign_in.refused")).count().get_result::<i64>(db)?));
        assert_eq!((words.len(), refused), (25, 20), "tries after the twentieth are not even looked at");
    }

    async fn people_and_links_made_at_the_same_moment_are_one(test: TestApp) {
        let barrier = Barrier::new(6);
        let made: Vec<(i64, i64)> = thread::scope(|scope| {
            let threads: Vec<_> = (0..6)
                .map(|_| {
                    let ledger = test.ledger().clone();
                    let barrier = &barrier;
                    scope.spawn(move || {
                        barrier.wait();
                        ledger
                            .write_now(Actor::System, |tx| {
                                let person = person_for_email(tx, "ada@example.org")?;
                                Ok((person, links::issue(tx, Purpose::Offer, 7, "ada@example.org", Duration::DAY)?))
                            })
                            .unwrap()
                    })
                })
                .collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert!(made.iter().all(|(person, _)| *person == made[0].0), "{made:?}");
        let live: i64 = test.read(|db| Ok(link::table.filter(link::superseded_at.is_null()).count().get_result(db)?));
        assert_eq!(live, 1, "of six links the last lives");
    }
}

/// What a paragraph of a letter ends with can be followed in its HTML part; what somebody wrote into the middle of one cannot.
#[test]
fn the_address_of_our_own_page_is_a_link_in_a_letter() {
    #[derive(Template)]
    #[template(
        source = "Subject: Hello\n\nDear {{ name }}, all is well.\n\nSee it here: {{ page }}\n",
        ext = "txt"
    )]
    struct Words<'a> {
        name: &'a str,
        page: &'a str,
    }
    let words = Words {
        name: "https://evil.example/",
        page: "https://practise.example.org/my-applications",
    };
    let letter = practise::mail::compose("test.letter", 1, "ada@example.org", &words).unwrap();
    assert!(
        letter.text.contains("See it here: https://practise.example.org/my-applications\n"),
        "{}",
        letter.text
    );
    assert_eq!(letter.html.matches("<a href=").count(), 1);
    assert!(
        letter.html.contains("<a href=\"https://practise.example.org/my-applications\""),
        "{}",
        letter.html
    );
}

/// Without a secret of its own, and with mail in a folder, the portal is for the machine that it runs on.
#[test]
fn development_is_for_one_machine() {
    let problems = |name: &str, value: &str| {
        let variables = [(name.to_owned(), value.to_owned())].into();
        Config::from_variables(&variables)
            .err()
            .map(|problems| format!("{problems:?}"))
            .unwrap_or_default()
    };
    assert_eq!(problems("PRACTISE_LISTEN", "127.0.0.1:8080"), "");
    for (name, value) in [
        ("PRACTISE_LISTEN", "0.0.0.0:8080"),
        ("PRACTISE_PUBLIC_URL", "https://practise.example.org"),
    ] {
        assert!(problems(name, value).contains("must be production"), "{name}={value}");
    }
}

/// The roles of somebody without any.
#[test]
fn nobody_coordinates_without_a_role() {
    let viewer = SignedIn {
        id: 1,
        email: "ada@example.org".to_owned(),
        grants: vec![Grant {
            role: Role::AreaLead,
            organisation_id: None,
            area_id: Some(1),
        }],
    };
    assert!(matches!(practise::auth::Coordinator::try_from(viewer), Err(Error::Forbidden)));
}
