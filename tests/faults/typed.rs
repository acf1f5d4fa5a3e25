//! What somebody types can do no more than be read: rows 22 to 25 and 28.

use diesel::prelude::*;
use practise::db::schema::round;
use practise::mail::Transport;

use super::applying::{Person, apply, confirm, open_round, rank};
use crate::support::app::TestApp;
use crate::support::db::Backend;
use crate::support::page::Page;
use crate::support::run::on_both;
use crate::support::tables::counts;

const SCRIPT: &str = "\"><script>alert(1)</script>";

/// Fails if what was typed has become an element. (That a page has no script or event handler of its own is checked for every answer.)
fn is_text(page: &Page) {
    let body = page.body();
    assert!(!body.contains("<script>alert") && !body.contains("\"><script"), "{}", page.path);
    assert!(!page.has("img[onerror], script:not([src])"), "{}", page.path);
}

/// The pages that somebody can follow from `page`, and what they show.
async fn visit(client: &crate::support::client::Client, paths: &[String]) -> usize {
    let mut told = 0;
    for path in paths {
        let page = client.get(path).await;
        page.should_be(200);
        is_text(&page);
        told += usize::from(page.text().contains(SCRIPT));
    }
    told
}

on_both! {
    async fn row_22_what_is_typed_is_shown_as_text_on_every_page_and_in_every_mail(test: TestApp) {
        let id = open_round(&test, "R22");
        let area = test.area("XSS");
        let hospital = test.organisation("RXS", SCRIPT, area);
        test.coordinator("coordinator@rxs.example.org", hospital);
        test.placement(id, "ward", |new| {
            new.organisation_id = hospital;
            (new.title, new.summary, new.activities, new.limits, new.dress, new.town) = (SCRIPT, SCRIPT, SCRIPT, SCRIPT, SCRIPT, SCRIPT);
        });
        test.write(|tx| Ok(diesel::update(round::table.find(id)).set(round::name.eq(SCRIPT)).execute(tx.db)?));
        let person = Person { email: "ada@example.org", guardian: "bo@example.org", school: "head@school.example", words: SCRIPT };
        let client = test.client();
        let (mut pages, mut told) = (0, 0);
        let mut seen = |page: &Page| {
            is_text(page);
            pages += 1;
            told += usize::from(page.text().contains(SCRIPT) || page.body().contains("&#60;script&#62;"));
        };
        let sent = apply(&test, &client, "ward", person, &mut seen).await;
        confirm(&test, person, &mut seen).await;
        assert!(pages > 15 && told > 8, "{told} of {pages} pages show what was typed");
        let own = sent.path.trim_end_matches("/submitted").to_owned();
        let theirs = ["", "/withdraw"].map(|end| format!("{own}{end}"));
        let public = ["/work-experience", "/work-experience/ward", "/apply/ward", "/apply/ward/check", "/how-places-are-given/draws"].map(str::to_owned);
        assert!(visit(&client, &theirs).await + visit(&client, &public).await + visit(&client, &["/my-applications".to_owned()]).await >= 5);

        rank(&test, id);
        let coordinator = test.sign_in("coordinator@rxs.example.org").await;
        let list = coordinator.get("/coordinate").await;
        let paths: Vec<String> = list.links().into_iter().map(|(href, _)| href).filter(|href| href.starts_with("/coordinate/")).collect();
        assert!(paths.len() >= 2, "a proposal and a ranked list: {paths:?}");
        assert!(visit(&coordinator, &paths).await + visit(&coordinator, &["/coordinate".to_owned()]).await >= 3);
        let link = test.mail().await.latest_for("coordinator@rxs.example.org").link();
        let proposal = paths.iter().find(|path| path.contains("/proposals/")).unwrap();
        is_text(&coordinator.get(proposal).await.form().choose("decision", "approve").submit().await);
        is_text(&test.client().open(&link).await);
        let again = test.sign_in(person.email).await;
        assert_eq!(visit(&again, &[own.clone(), format!("{own}/offer"), "/how-places-are-given/draws".to_owned()]).await, 3);
        is_text(&again.get(&format!("{own}/offer")).await.form().choose("answer", "accept").submit().await);
        let calendar = again.get(&format!("{own}/placement.ics")).await;
        assert_eq!(calendar.header("content-type").split(';').next(), Some("text/calendar"));

        let mail = test.mail().await;
        let mut shown = 0;
        for mail in mail.all() {
            let html = mail.html();
            assert!(!html.contains("<script") && !mail.subject().contains("script"), "{}: {html}", mail.kind);
            shown += usize::from(html.contains("script"));
        }
        assert!(shown >= 5, "{shown} mails show what was typed");
        for number in 1..=mail.all().len() {
            let page = test.client().get(&format!("/dev/mail/{number}")).await;
            page.should_be(200);
            is_text(&page);
        }
    }

    async fn row_23_what_is_typed_is_never_part_of_a_statement(test: TestApp) {
        let id = open_round(&test, "R23");
        test.placement(id, "ward", |_| {});
        let words = "'); DELETE FROM application; -- \\' OR '1'='1' $1 %s";
        let person = Person { email: "o'neil@example.org", guardian: "bo@example.org", school: "head@school.example", words };
        let client = test.client();
        let sent = apply(&test, &client, "ward", person, &mut |_| ()).await;
        let own = client.get(sent.path.trim_end_matches("/submitted")).await;
        own.should_be(200);
        assert_eq!(counts(&test)["application"], 1);
        let before = counts(&test);
        let nasty = ["'", "%27%20OR%201=1--", "ward'--", "%27;DROP%20TABLE%20round;--", "1%20UNION%20SELECT%201", "%25", "_"];
        for nasty in nasty {
            client.get(&format!("/work-experience/{nasty}")).await.should_be(404);
            client.get(&format!("/applications/{nasty}")).await.should_be(404);
            client.get(&format!("/applications/{nasty}/check")).await.should_be(404);
            client.get(&format!("/links/{nasty}")).await.should_be(404);
            let list = client.get(&format!("/work-experience?after={nasty}&page={nasty}")).await;
            list.should_be(200).should_say("A week on the ward");
        }
        let asked = client.get("/sign-out").await.form_to("/sign-out").submit().await;
        asked.should_be(200);
        let email = test.client().get("/sign-in").await.form();
        email.set("email", "x' OR '1'='1").submit().await.should_be(422);
        assert_eq!(test.mail().await.to("x' or '1'='1").len(), 0);
        let after = counts(&test);
        for table in ["application", "application_answer", "round", "opportunity", "person", "outbox"] {
            assert_eq!(after[table], before[table], "{table}");
        }
    }

    async fn row_24_nothing_typed_becomes_a_header_of_a_mail(test: TestApp) {
        let form = test.client().get("/sign-in").await.form();
        for email in ["ada@example.org\r\nBcc: eve@elsewhere.example", "ada@example.org\nX: y", "ada@example.org\0", "a\u{1b}@example.org"] {
            let page = form.clone().set("email", email).submit().await;
            assert!(matches!(page.status, 400 | 422), "{email:?}: {}", page.status);
        }
        assert_eq!(counts(&test)["outbox"], 0);
        let id = open_round(&test, "R24");
        test.placement(id, "ward", |_| {});
        let words = "Bcc: eve@elsewhere.example =?utf-8?q?=0D=0ABcc:_eve?=";
        let person = Person { email: "ada@example.org", guardian: "bo@example.org", school: "head@school.example", words };
        apply(&test, &test.client(), "ward", person, &mut |_| ()).await;
        let mail = test.mail().await;
        assert_eq!(mail.all().len(), 4);
        for mail in mail.all() {
            let parsed = mailparse::parse_mail(mail.raw()).unwrap();
            let mut names: Vec<String> = parsed.headers.iter().map(|header| header.get_key().to_lowercase()).collect();
            names.sort_unstable();
            let fixed = ["auto-submitted", "content-type", "date", "from", "message-id", "mime-version", "subject", "to"];
            for name in &names {
                assert!(fixed.contains(&name.as_str()) || name == "x-auto-response-suppress", "{}: {names:?}", mail.kind);
            }
            assert!(!mail.subject().contains("eve"), "{}", mail.kind);
            assert_eq!(mail.header("To").matches('@').count(), 1, "{}", mail.kind);
        }
    }

    async fn row_28_what_no_keyboard_writes_is_refused_on_both_databases_alike(test: TestApp) {
        let client = test.client();
        let page = client.get("/sign-in").await;
        let token = &page.attributes("input[name='_csrf']", "value")[0];
        for bytes in ["%00", "a%00b", "%FF%FE", "%C3%28", "%ED%A0%80", "%1B", "%7F", "%EF%BF%BD"] {
            let body = format!("_csrf={token}&_key=k&next=&email=ada%40example.org{bytes}");
            let sent = client.ask("POST", "/sign-in").body("application/x-www-form-urlencoded", body).send().await;
            assert!(matches!(sent.status, 400 | 422), "{bytes}: {}", sent.status);
            let named = client.ask("POST", "/sign-in").body("application/x-www-form-urlencoded", format!("_csrf={token}&_key=k&email{bytes}=x")).send().await;
            assert!(matches!(named.status, 400 | 422), "{bytes}: {}", named.status);
        }
        let raw = [b"_csrf=".as_slice(), token.as_bytes(), b"&_key=k&email=\xff\xfe"].concat();
        client.ask("POST", "/sign-in").body("application/x-www-form-urlencoded", raw).send().await.should_be(400);
        for path in ["/work-experience/%00", "/work-experience/%FF", "/work-experience?after=%00", "/links/%C3%28", "/applications/%00/check"] {
            client.get(path).await.should_be(400);
        }
        assert_eq!(counts(&test)["outbox"], 0);
    }

    async fn row_25_too_much_is_refused_early(backend: Backend) {
        let test = TestApp::builder(backend).start();
        let client = test.client();
        let page = client.get("/sign-in").await;
        let token = &page.attributes("input[name='_csrf']", "value")[0];
        let body = format!("_csrf={token}&_key=k&email={}", "a".repeat(70_000));
        let sent = client.ask("POST", "/sign-in").body("application/x-www-form-urlencoded", body).send().await;
        sent.should_be(413);
        // Announced sizes are believed, so nothing of it is read; a body without a size is not read either: no browser sends a form so.
        let to = test.config().listen;
        let announced = "POST /sign-in HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 99999999999\r\n\r\nemail=a";
        assert_eq!(crate::support::process::ask(to, announced).unwrap().status, 413);
        let chunk = format!("{:x}\r\n{}\r\n", 60_000, "a".repeat(60_000));
        let chunked = format!(
            "POST /sign-in HTTP/1.1\r\nHost: {{host}}\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n{chunk}{chunk}0\r\n\r\n"
        );
        assert_eq!(crate::support::process::ask(to, &chunked).unwrap().status, 411);
        let head = format!("GET / HTTP/1.1\r\nHost: {{host}}\r\nX-Long: {}\r\n\r\n", "a".repeat(200_000));
        let refused = crate::support::process::ask(to, &head).map_or(400, |reply| reply.status);
        assert!((400..500).contains(&refused), "a head without end: {refused}");
        // Fields have their own ends, told in words.
        let form = client.get("/sign-in").await.form();
        form.set("email", format!("{}@example.org", "a".repeat(300))).submit().await.should_be(422);
        client.get("/").await.should_be(200);
        assert_eq!(counts(&test)["outbox"], 0);
    }
}

/// The sender that the operator sets is read before anything is served: a mistake in it ends the program, and no header can hide in it.
#[test]
fn row_24_the_sender_has_no_second_line() {
    let test = practise::config::Config::from_variables(&std::collections::BTreeMap::from([(
        "PRACTISE_MAIL_FROM".to_owned(),
        "Practise <no-reply@example.org>\r\nBcc: eve@elsewhere.example".to_owned(),
    )]));
    assert!(Transport::from_config(&test.unwrap()).is_err());
}

#[test]
fn the_words_of_row_22_would_be_a_script_if_they_were_not_escaped() {
    let html = scraper::Html::parse_document(&format!("<input value=\"{SCRIPT}\">"));
    assert_eq!(html.select(&crate::support::page::selector("script")).count(), 1);
}
