//! Signing in by an emailed code or link, and what ends a session.

use diesel::prelude::*;
use practise::audit;
use practise::auth::{end_sessions_of, likely_meant, own_path, revoke};
use practise::db::schema::{audit as log, outbox, person, role_grant, session, sign_in};
use practise::links::sign_in_code;
use time::Duration;

use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::run::on_both;

const ADDRESS: &str = "ada@example.com";

/// Asks for a code in `client`; lands on the page that wants it.
async fn ask(client: &Client, email: &str) -> Page {
    let page = client.get("/sign-in?next=/healthz").await.form().set("email", email).submit().await;
    page.should_be(200);
    assert_eq!(page.path, "/sign-in/code");
    page
}

/// Enters `code` on the page that wants it.
async fn enter(client: &Client, code: &str) -> Page {
    client
        .get("/sign-in/code")
        .await
        .form_to("/sign-in/code")
        .set("code", code)
        .submit()
        .await
}

async fn signed_in(test: &TestApp, email: &str) -> Client {
    let client = test.client();
    ask(&client, email).await;
    let code = test.mail().await.latest_for(email).code();
    assert_eq!(enter(&client, &code).await.path, "/healthz");
    client
}

/// The page about logging out has its button only for somebody who is signed in.
async fn is_signed_in(client: &Client) -> bool {
    let page = client.get("/sign-out").await;
    page.should_be(200);
    page.has("form[action='/sign-out/everywhere']")
}

/// A code that is not this one.
fn another(code: &str) -> String {
    let last = if code.ends_with('7') { '8' } else { '7' };
    format!("{}{last}", &code[..5])
}

/// The acts in the audit log, oldest first.
fn acts(test: &TestApp) -> Vec<String> {
    test.read(|db| Ok(log::table.order(log::seq).select(log::act).load(db)?))
}

fn mails(test: &TestApp) -> i64 {
    test.read(|db| Ok(outbox::table.count().get_result(db)?))
}

on_both! {
    async fn a_code_signs_in_however_it_is_typed(test: TestApp) {
        let client = test.client();
        let page = ask(&client, "  Ada@Example.com ").await;
        page.should_say(ADDRESS);
        let code = test.mail().await.latest_for(ADDRESS).code();
        let page = enter(&client, &format!(" {} - {} ", &code[..3], &code[3..])).await;
        assert_eq!((page.status, page.path.as_str()), (200, "/healthz"));
        assert!(is_signed_in(&client).await);
        assert_eq!(acts(&test), ["session.opened"]);
        assert!(test.read(audit::verify).is_ok());
    }

    async fn a_link_signs_in_where_its_button_is_pressed(test: TestApp) {
        let asking = test.client();
        ask(&asking, ADDRESS).await;
        let link = test.mail().await.latest_for(ADDRESS).link();
        let phone = test.client();
        let page = phone.open(&link).await;
        page.should_be(200);
        assert!(!page.text().contains(ADDRESS));
        assert!(!is_signed_in(&phone).await, "to open the link does nothing");
        assert_eq!(page.form().submit().await.path, "/healthz");
        assert!(is_signed_in(&phone).await);
        assert!(!is_signed_in(&asking).await);
        // Spent: it shows so, for the phone as for anybody, and so is the code.
        let page = test.client().open(&link).await;
        assert_eq!(page.h1(), "This link has been used");
        assert!(!page.has("main form"));
        assert_eq!(asking.get("/sign-in/code").await.path, "/sign-in");
    }

    async fn a_code_uses_up_its_link(test: TestApp) {
        signed_in(&test, ADDRESS).await;
        let link = test.mail().await.latest_for(ADDRESS).link();
        assert_eq!(test.client().open(&link).await.h1(), "This link has been used");
    }

    async fn a_session_gets_a_new_number_at_sign_in(test: TestApp) {
        let client = test.client();
        ask(&client, ADDRESS).await;
        let thief = client.stolen();
        let code = test.mail().await.latest_for(ADDRESS).code();
        enter(&client, &code).await;
        assert!(is_signed_in(&client).await);
        assert_ne!(client.cookies(), thief.cookies());
        assert!(!is_signed_in(&thief).await, "who planted or copied the number before has nothing");
    }

    async fn five_wrong_codes_are_enough(test: TestApp) {
        let client = test.client();
        ask(&client, ADDRESS).await;
        let code = test.mail().await.latest_for(ADDRESS).code();
        for left in [4, 3, 2] {
            let page = enter(&client, &another(&code)).await;
            page.should_be(422);
            assert_eq!(page.error_summary(), [("#code".to_owned(), format!("Code does not match the one we sent. You can try {left} more times"))]);
        }
        for words in ["You can try 1 more time", "Code was wrong too many times", "Code was wrong too many times"] {
            enter(&client, &another(&code)).await.should_be(422).should_say(words);
        }
        enter(&client, &code).await.should_be(422).should_say("Code was wrong too many times");
        assert!(!is_signed_in(&client).await);
        assert_eq!(acts(&test), ["sign_in.refused"; 5]);
        // A new letter has a new code, and that one works.
        let page = client.get("/sign-in/code").await.form_to("/sign-in/code").press("Send a new email").await;
        page.should_be(200).should_say("We have sent a new email");
        let fresh = test.mail().await.latest_for(ADDRESS).code();
        assert_eq!(enter(&client, &fresh).await.path, "/healthz");
    }

    async fn a_code_without_six_digits_is_no_try(test: TestApp) {
        let client = test.client();
        ask(&client, ADDRESS).await;
        for (typed, words) in [("", "Enter the code from the email"), ("12345", "Code must be 6 numbers"), ("abcdef", "Code must be 6 numbers")] {
            let page = enter(&client, typed).await;
            page.should_be(422);
            assert_eq!(page.error_summary(), [("#code".to_owned(), words.to_owned())]);
        }
        assert_eq!(test.read(|db| Ok(sign_in::table.select(sign_in::tries).load::<i32>(db)?)), [0]);
    }

    async fn an_address_is_checked_and_kept_on_the_page(test: TestApp) {
        let client = test.client();
        for (typed, words) in [
            ("", "Enter your email address"),
            ("ada", "Enter an email address in the correct format, like name@example.com"),
            (&format!("{}@example.com", "a".repeat(250)), "Email address must be 254 characters or less"),
        ] {
            let page = client.get("/sign-in?next=/healthz").await.form().set("email", typed).choose("shared-computer", "This is a shared computer").submit().await;
            page.should_be(422);
            assert_eq!(page.error_summary(), [("#email".to_owned(), words.to_owned())]);
            let form = page.form();
            assert_eq!((form.value("email"), form.value("next"), form.value("shared-computer")), (Some(typed), Some("/healthz"), Some("yes")));
        }
        assert_eq!(mails(&test), 0);
    }

    async fn an_address_that_looks_like_a_slip_is_shown_once_more_and_never_refused(test: TestApp) {
        let client = test.client();
        let page = client.get("/sign-in?next=/healthz").await.form().set("email", " ada@gmial.com ").submit().await;
        page.should_be(200).should_say("You typed ada@gmial.com. Did you mean ada@gmail.com?");
        assert_eq!((page.path.as_str(), mails(&test)), ("/sign-in", 0));
        assert!(page.error_summary().is_empty(), "it is no error");
        let form = page.form();
        assert_eq!((form.value("email"), form.value("next")), (Some("ada@gmial.com"), Some("/healthz")));
        // Another slip is another warning; the right one is not.
        form.clone().set("email", "ada@hotmial.com").submit().await.should_say("Did you mean ada@hotmail.com?");
        assert_eq!(form.clone().set("email", "ada@gmail.com").submit().await.path, "/sign-in/code");
        let meant = form.submit().await;
        assert_eq!(meant.path, "/sign-in/code");
        meant.should_say("ada@gmial.com");
        assert_eq!(test.mail().await.to("ada@gmial.com").len(), 1);
    }

    async fn code_and_link_die_in_time(test: TestApp) {
        let area = test.area("E54000054");
        let trust = test.organisation("RR8", "Leeds Teaching Hospitals", area);
        test.coordinator("staff@example.com", trust);
        for (email, minutes) in [(ADDRESS, 30), ("staff@example.com", 10)] {
            let (early, late) = (test.client(), test.client());
            ask(&early, email).await;
            let first = test.mail().await.latest_for(email).clone();
            ask(&late, email).await;
            let second = test.mail().await.latest_for(email).clone();
            let words = format!("The code works for 10 minutes and the link for {minutes} minutes.");
            assert!(second.text().contains(&words), "{}", second.text());
            // Codes live alike, whoever asks: their end tells nobody who has a role.
            test.pass(Duration::minutes(10) - Duration::MICROSECOND);
            enter(&early, &first.code()).await.should_be(200);
            assert!(is_signed_in(&early).await);
            test.pass(Duration::MICROSECOND);
            enter(&late, &second.code()).await.should_be(422).should_say("Code has expired");
            if minutes > 10 {
                test.pass(Duration::minutes(minutes - 10) - Duration::MICROSECOND);
                assert!(late.open(&second.link()).await.form().buttons().contains(&"Continue"), "the link still lives");
                test.pass(Duration::MICROSECOND);
            }
            let page = late.open(&second.link()).await;
            assert!(!page.form().buttons().contains(&"Continue"), "at its last second a link is dead");
        }
    }

    async fn nobody_learns_whether_an_address_is_known(test: TestApp) {
        test.person("known@example.com");
        let area = test.area("E54000054");
        let trust = test.organisation("RR8", "Leeds Teaching Hospitals", area);
        test.coordinator("staff@example.com", trust);
        let mut answers = Vec::new();
        for email in ["known@example.com", "staff@example.com", "stranger@example.com"] {
            let page = ask(&test.client(), email).await;
            answers.push((page.status, page.redirects.clone(), page.text().replace(email, "X"), page.headers.len()));
        }
        assert_eq!(answers[0], answers[1]);
        assert_eq!(answers[0], answers[2]);
        assert_eq!(mails(&test), 3, "everybody gets a letter");
        let known: i64 = test.read(|db| Ok(person::table.count().get_result(db)?));
        assert_eq!(known, 2, "nobody becomes a person by being asked for");
    }

    async fn nobody_is_led_to_another_site(test: TestApp) {
        for (next, end) in [
            ("https://evil.example/", "/my-applications"),
            ("//evil.example/", "/my-applications"),
            ("/%5Cevil.example/", "/my-applications"),
            ("/sign-out", "/my-applications"),
            ("/healthz%3Fa=b", "/healthz?a=b"),
        ] {
            let client = test.client();
            client.get(&format!("/sign-in?next={next}")).await.form().set("email", ADDRESS).submit().await;
            let code = test.mail().await.latest_for(ADDRESS).code();
            let page = enter(&client, &code).await;
            assert_eq!(page.redirects.last().map(String::as_str), Some(end), "{next}");
        }
        // A form that somebody changed leads nowhere else either.
        let client = test.client();
        client.get("/sign-in").await.form().set("email", ADDRESS).forge("next", "https://evil.example/").submit().await;
        let code = test.mail().await.latest_for(ADDRESS).code();
        assert_eq!(enter(&client, &code).await.redirects.last().map(String::as_str), Some("/my-applications"));
    }

    async fn logging_out_ends_the_session_on_the_server(test: TestApp) {
        let client = signed_in(&test, ADDRESS).await;
        let thief = client.stolen();
        let page = client.get("/sign-out").await.form_to("/sign-out").submit().await;
        assert_eq!(page.h1(), "You have logged out");
        assert!(!is_signed_in(&client).await);
        assert!(!is_signed_in(&thief).await);
        assert_eq!(acts(&test), ["session.opened", "session.ended"]);
    }

    async fn logging_out_everywhere_ends_every_session(test: TestApp) {
        let (here, there) = (signed_in(&test, ADDRESS).await, signed_in(&test, ADDRESS).await);
        let other = signed_in(&test, "grace@example.com").await;
        here.get("/sign-out").await.form_to("/sign-out/everywhere").submit().await.should_be(200);
        assert!(!is_signed_in(&here).await);
        assert!(!is_signed_in(&there).await);
        assert!(is_signed_in(&other).await);
    }

    async fn a_session_rests_no_longer_than_it_may(test: TestApp) {
        let area = test.area("E54000054");
        let trust = test.organisation("RR8", "Leeds Teaching Hospitals", area);
        test.coordinator("staff@example.com", trust);
        let own = signed_in(&test, ADDRESS).await;
        let shared = test.client();
        shared.get("/sign-in").await.form().set("email", ADDRESS).choose("shared-computer", "This is a shared computer").submit().await;
        enter(&shared, &test.mail().await.latest_for(ADDRESS).code()).await;
        let staff = signed_in(&test, "staff@example.com").await;
        test.pass(Duration::minutes(29));
        assert!(is_signed_in(&shared).await && is_signed_in(&staff).await);
        test.pass(Duration::minutes(29));
        assert!(is_signed_in(&shared).await && is_signed_in(&staff).await, "use renews it");
        test.pass(Duration::minutes(30));
        assert!(!is_signed_in(&shared).await);
        assert!(!is_signed_in(&staff).await);
        test.pass(Duration::hours(18));
        assert!(is_signed_in(&own).await);
        test.pass(Duration::hours(20));
        assert!(!is_signed_in(&own).await);
    }

    async fn staff_sign_in_every_twelve_hours(test: TestApp) {
        let area = test.area("E54000054");
        let trust = test.organisation("RR8", "Leeds Teaching Hospitals", area);
        test.coordinator("staff@example.com", trust);
        let staff = signed_in(&test, "staff@example.com").await;
        for _ in 0..35 {
            test.pass(Duration::minutes(20));
            assert!(is_signed_in(&staff).await);
        }
        test.pass(Duration::minutes(20));
        assert!(!is_signed_in(&staff).await);
    }

    async fn a_role_that_is_taken_away_is_gone_at_once(test: TestApp) {
        let area = test.area("E54000054");
        let trust = test.organisation("RR8", "Leeds Teaching Hospitals", area);
        let id = test.coordinator("staff@example.com", trust);
        let client = signed_in(&test, "staff@example.com").await;
        let grant: i64 = test.read(|db| Ok(role_grant::table.filter(role_grant::person_id.eq(id)).select(role_grant::id).first(db)?));
        test.write(|tx| revoke(tx, grant));
        assert!(!is_signed_in(&client).await);
    }

    async fn a_disabled_person_has_no_session_and_gets_none(test: TestApp) {
        let client = signed_in(&test, ADDRESS).await;
        test.write(|tx| {
            diesel::update(person::table).set(person::disabled_at.eq(tx.now)).execute(tx.db)?;
            Ok(())
        });
        assert!(!is_signed_in(&client).await);
        let id: i64 = test.read(|db| Ok(person::table.select(person::id).first(db)?));
        test.write(|tx| end_sessions_of(tx, id));
        let client = test.client();
        ask(&client, ADDRESS).await;
        let code = test.mail().await.latest_for(ADDRESS).code();
        enter(&client, &code).await.should_be(409).should_say("This account is closed");
        assert!(!is_signed_in(&client).await);
        let open: i64 = test.read(|db| Ok(session::table.filter(session::person_id.is_not_null()).count().get_result(db)?));
        assert_eq!(open, 0);
    }

    async fn a_second_press_lands_where_the_first_did(test: TestApp) {
        let client = test.client();
        let form = client.get("/sign-in").await.form().set("email", ADDRESS);
        let (first, second) = (form.submit().await, form.submit().await);
        assert_eq!((first.path.as_str(), second.path.as_str()), ("/sign-in/code", "/sign-in/code"));
        assert_eq!(mails(&test), 1, "one letter");
        let code = test.mail().await.latest_for(ADDRESS).code();
        let form = client.get("/sign-in/code").await.form_to("/sign-in/code").set("code", &code);
        // Both presses leave with the cookie of before; the browser then holds the newer one.
        let before = client.stolen();
        form.submit().await;
        let late = before.ask("POST", "/sign-in/code").form(&form.pairs()).stay().send().await;
        assert_eq!((late.status, late.header("location")), (303, "/sign-in/code"));
        assert_eq!(late.header("set-cookie"), "", "the new cookie stays");
        assert_eq!(client.get("/sign-in/code").await.redirects, ["/my-applications"]);
        assert_eq!(acts(&test), ["session.opened"]);
    }

    async fn a_code_works_only_where_it_was_asked_for(test: TestApp) {
        let asking = test.client();
        ask(&asking, ADDRESS).await;
        let code = test.mail().await.latest_for(ADDRESS).code();
        let other = test.client();
        ask(&other, "grace@example.com").await;
        let hers = test.mail().await.latest_for("grace@example.com").code();
        if code != hers {
            enter(&other, &code).await.should_be(422);
        }
        assert!(!is_signed_in(&other).await);
    }

    async fn a_newer_letter_overtakes_the_one_before(test: TestApp) {
        let client = test.client();
        ask(&client, ADDRESS).await;
        let old = test.mail().await.latest_for(ADDRESS).clone();
        ask(&client, "grace@example.com").await;
        assert_eq!(test.client().open(&old.link()).await.h1(), "This link has been used");
        let new = test.mail().await.latest_for("grace@example.com").code();
        if old.code() != new {
            enter(&client, &old.code()).await.should_be(422);
        }
        enter(&client, &new).await.should_be(200);
    }

    async fn a_code_is_nowhere_in_the_database(test: TestApp) {
        ask(&test.client(), ADDRESS).await;
        let code = test.mail().await.latest_for(ADDRESS).code();
        let (id, nonce): (i64, Vec<u8>) = test.read(|db| Ok(sign_in::table.select((sign_in::id, sign_in::nonce)).first(db)?));
        assert_eq!(sign_in_code(&test.ledger().env().keys, id, &nonce), code);
        let stored: Vec<(String, String)> = test.read(|db| Ok(outbox::table.select((outbox::body_text, outbox::body_html)).load(db)?));
        assert!(stored.iter().all(|(text, html)| !text.contains(&code) && !html.contains(&code)));
    }

    async fn a_session_keeps_a_number_and_no_person(test: TestApp) {
        let client = signed_in(&test, ADDRESS).await;
        // Each of these writes the session again: a form gets its token, a message waits for the next page.
        client.get("/sign-out").await.should_be(200);
        client.get("/work-experience").await.should_be(200);
        assert!(is_signed_in(&client).await);
        let kept: Vec<String> = test.read(|db| Ok(session::table.filter(session::person_id.is_not_null()).select(session::data).load(db)?));
        assert_eq!(kept.len(), 1);
        assert!(kept[0].contains("person") && !kept[0].contains(ADDRESS) && !kept[0].contains("viewer"), "{kept:?}");
    }

    async fn who_has_to_sign_in_comes_back_to_the_page(test: TestApp) {
        let page = test.client().get("/coordinate?state=open").await;
        assert_eq!(page.redirects, ["/sign-in?next=%2Fcoordinate%3Fstate%3Dopen"]);
        assert_eq!(page.form().value("next"), Some("/coordinate?state=open"));
    }
}

#[test]
fn slips_are_noticed_and_real_addresses_are_not() {
    for (typed, meant) in [
        ("ada@gmial.com", "ada@gmail.com"),
        ("ada@gmail.co", "ada@gmail.com"),
        ("Ada@GMAIL.CON", "Ada@gmail.com"),
        ("ada@hotmial.co.uk", "ada@hotmail.co.uk"),
        ("ada@yaho.co.uk", "ada@yahoo.co.uk"),
        ("ada@outlok.com", "ada@outlook.com"),
        ("ada@icluod.com", "ada@icloud.com"),
        ("ada@nhs.nte", "ada@nhs.net"),
    ] {
        assert_eq!(likely_meant(typed).as_deref(), Some(meant), "{typed}");
    }
    for right in [
        "ada@gmail.com",
        "ada@ymail.com",
        "ada@mail.com",
        "ada@school.example",
        "ada@example.org",
        "ada@trust.nhs.uk",
        "@gmial.com",
        "ada",
        "ada@me.uk",
    ] {
        assert_eq!(likely_meant(right), None, "{right}");
    }
}

#[test]
fn only_plain_paths_are_our_own() {
    for path in ["/", "/a", "/a?b=c#d", "/%2F%2Fevil.example"] {
        assert_eq!(own_path(path), Some(path));
    }
    for path in [
        "",
        "a",
        "//a",
        "/\\a",
        "\\\\a",
        "https://a",
        "javascript:alert(1)",
        "/a\nb",
        "/a b",
        "/a\tb",
        "/sign-in",
        "/sign-out",
        " /a",
    ] {
        assert_eq!(own_path(path), None, "{path:?}");
    }
    assert_eq!(own_path(&format!("/{}", "a".repeat(500))), None);
}
