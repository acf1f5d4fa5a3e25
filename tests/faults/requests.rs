//! Requests that no page of ours would make: rows 20, 21, 29 to 31, 33 and 46.

use askama::Template;
use practise::app::route_table;
use practise::audit::Seen;
use practise::db::{AnyConnection, Instant};
use practise::error::Error;
use practise::links::{self, Answer, Handler, Handlers, Link, Page, Posted, Purpose};
use practise::mail;
use practise::tx::Tx;
use time::Duration;

use crate::support::app::TestApp;
use crate::support::db::Backend;
use crate::support::run::on_both;
use crate::support::tables::counts;

on_both! {
    async fn row_20_signing_in_makes_a_new_session_and_ends_the_one_before(test: TestApp) {
        let client = test.client();
        client.get("/sign-in").await;
        let planted = client.stolen();
        let page = client.get("/sign-in").await.form().set("email", "ada@example.org").submit().await;
        let code = test.mail().await.latest_for("ada@example.org").code();
        page.form().set("code", code).press("Continue").await.should_be(200);
        assert_ne!(client.cookies(), planted.cookies());
        client.get("/my-applications").await.should_be(200);
        let theirs = planted.get("/my-applications").await;
        assert!(theirs.path.starts_with("/sign-in"), "the session that an attacker planted is not signed in: {}", theirs.path);
        // Signing out ends it on the server, not only in this browser.
        let copy = client.stolen();
        client.get("/sign-out").await.form_to("/sign-out").submit().await;
        assert!(copy.get("/my-applications").await.path.starts_with("/sign-in"));
    }

    async fn row_21_every_form_needs_its_own_pages_token_and_no_other_sites_origin(test: TestApp) {
        let victim = test.sign_in("ada@example.org").await;
        let token = victim.get("/sign-out").await.attributes("input[name='_csrf']", "value")[0].clone();
        let stranger = test.client().get("/sign-in").await.attributes("input[name='_csrf']", "value")[0].clone();
        let before = counts(&test);
        let posts: Vec<_> = route_table().into_iter().filter(|entry| entry.method == "POST").collect();
        assert!(posts.len() > 10);
        for entry in &posts {
            let path = entry.path.replace("{token}", &"A".repeat(43)).replace("{slug}", "ward").replace("{reference}", "2222-2222-2222");
            let path = path.replace("{step}", "name").replace("{kind}", "guardian").replace("{file}", "x").replace("{id}", "1");
            let pairs = |token: &str| vec![("_csrf".to_owned(), token.to_owned()), ("_key".to_owned(), "k".to_owned())];
            // Another site's form, with the right token even.
            for (name, value) in [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site")] {
                let page = victim.ask("POST", &path).header(name, value).form(&pairs(&token)).stay().send().await;
                assert_eq!(page.status, 403, "{path} with {name}: {value}");
            }
            // A link is a secret of its own; every other form has the session's.
            if !path.starts_with("/links/") {
                for pairs in [pairs(""), pairs(&stranger), pairs("x"), vec![]] {
                    let page = victim.ask("POST", &path).form(&pairs).stay().send().await;
                    // What is not there is not found, whatever is posted; nothing is done in either case.
                    assert!(matches!(page.status, 303 | 403 | 404), "{path}: {}", page.status);
                }
            }
        }
        assert_eq!(counts(&test), before);
        victim.get("/my-applications").await.should_be(200);
    }

    async fn row_29_no_path_leads_to_a_file(test: TestApp) {
        for path in [
            "/assets/../Cargo.toml", "/assets/..%2fCargo.toml", "/assets/%2e%2e/%2e%2e/etc/passwd", "/../../etc/passwd", "/assets/....//....//etc/passwd",
            "/assets//etc/passwd", "/assets/..\\..\\Cargo.toml", "/assets/%5c..%5c..%5cCargo.toml", "/how-places-are-given/..%2f..%2fCargo.toml",
            "/how-places-are-given/%2fetc%2fpasswd", "/.env", "/var/practise.db", "/assets/",
        ] {
            let request = format!("GET {path} HTTP/1.1\r\nHost: {{host}}\r\nConnection: close\r\n\r\n");
            let reply = crate::support::process::ask(test.config().listen, &request).unwrap();
            assert!(matches!(reply.status, 400 | 404), "{path}: {}", reply.status);
            assert!(!reply.text().contains("[package]") && !reply.text().contains("root:"), "{path}");
        }
    }

    async fn row_30_a_cookie_that_was_changed_is_nobodys(test: TestApp) {
        let client = test.sign_in("ada@example.org").await;
        let (name, value) = client.cookies().into_iter().next().unwrap();
        let flip = |at: usize| {
            let mut bytes = value.clone().into_bytes();
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            String::from_utf8(bytes).unwrap()
        };
        let last = value.len() - 1;
        for forged in [flip(0), flip(20), flip(last), value[..last].to_owned(), format!("{value}A"), "x".repeat(5000), "%00".to_owned(), "1".to_owned()] {
            let thief = test.client();
            thief.set_cookie(&name, &forged);
            let page = thief.get("/my-applications").await;
            assert!(page.path.starts_with("/sign-in"), "{forged}: {} {}", page.status, page.path);
        }
        let thief = test.client();
        thief.set_cookie(&name, &value);
        thief.get("/my-applications").await.should_be(200);
    }

    async fn row_31_only_our_own_host_is_answered_and_links_name_no_other(backend: Backend) {
        let test = TestApp::builder(backend).production().start();
        let own = test.config().public_url.trim_start_matches("https://").to_owned();
        let to = test.config().listen;
        let status = |head: &str| crate::support::process::ask(to, &format!("{head}Connection: close\r\n\r\n")).unwrap().status;
        assert_eq!(status(&format!("GET / HTTP/1.1\r\nHost: {own}\r\n")), 200);
        for head in [
            "GET / HTTP/1.1\r\nHost: evil.example\r\n".to_owned(),
            format!("GET / HTTP/1.1\r\nHost: {own}.evil.example\r\n"),
            format!("GET / HTTP/1.1\r\nHost: {own}@evil.example\r\n"),
            format!("GET / HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: {own}\r\n"),
            format!("GET / HTTP/1.1\r\nHost: {own}\r\nHost: evil.example\r\n"),
            "GET / HTTP/1.1\r\n".to_owned(),
        ] {
            let status = status(&head);
            assert!(matches!(status, 400 | 421), "{head}: {status}");
        }
        let client = test.client();
        let page = client.get("/sign-in").await;
        let sent = client
            .ask("POST", "/sign-in")
            .header("x-forwarded-host", "evil.example")
            .header("forwarded", "host=evil.example;proto=http")
            .form(&page.form().set("email", "ada@example.org").pairs());
        sent.send().await.should_be(200);
        let mail = test.mail().await;
        let mail = mail.latest_for("ada@example.org");
        assert!(mail.link().starts_with("https://practise.example.org/links/"));
        assert!(!mail.html().contains("evil.example"));
    }

    async fn row_33_nobody_is_led_to_another_site(test: TestApp) {
        let ways = [
            "https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example", "/%09/evil.example", "///evil.example", "https:evil.example",
            "/\t/evil.example", "javascript:alert(1)", "/x\r\nLocation: https://evil.example", "http:/evil.example", " //evil.example",
        ];
        for (index, way) in ways.into_iter().enumerate() {
            let client = test.client();
            let query: String = url::form_urlencoded::byte_serialize(way.as_bytes()).collect();
            let page = client.get(&format!("/sign-in?next={query}")).await;
            if page.status == 400 {
                continue;
            }
            let email = format!("person{index}@example.org");
            // Once by what the page keeps of it, and once by a form that says it itself.
            let forged = page.form().set("email", &email).forge("next", way).submit().await;
            if forged.status == 400 {
                continue;
            }
            let code = test.mail().await.latest_for(&email).code();
            // Each redirect of every answer is checked to be a path of our own.
            let home = forged.form().set("code", code).press("Continue").await;
            assert!(matches!(home.status, 200 | 400 | 404), "{way}: {}", home.status);
            for location in &home.redirects {
                assert!(location.starts_with('/') && !location.starts_with("//") && !location.contains("\\"), "{way}: {location}");
                assert_eq!(url::Url::parse("https://own.example").unwrap().join(location).unwrap().host_str(), Some("own.example"), "{way}");
            }
        }
    }

    async fn row_46_a_panic_is_one_visitors_error_page(backend: Backend) {
        let test = TestApp::builder(backend).links(Handlers::default().with(Purpose::Offer, Panics)).start();
        for subject in [READING, RENDERING] {
            test.write(|tx| {
                let link = links::issue(tx, Purpose::Offer, subject, "ada@example.org", Duration::days(1))?;
                mail::enqueue(tx, &mail::compose("offer.made", 1, "ada@example.org", &Words)?.with_link(link))
            });
            let link = test.mail().await.latest_for("ada@example.org").link();
            let client = test.client();
            let before = counts(&test);
            // The promises of every answer hold for these, too: policy, no-store, one heading, a language.
            let page = client.open(&link).await;
            page.should_be(500).should_say("Sorry, there is a problem");
            assert!(!page.body().contains("knows more than it says"), "what a panic says is not for visitors");
            let path = link[link.find("/links/").unwrap()..].to_owned();
            client.post(&path, &[("yes".to_owned(), "yes".to_owned())]).await.should_be(500);
            assert_eq!(counts(&test), before, "nothing of a change that panicked is kept");
            for _ in 0..3 {
                test.client().get("/sign-in").await.should_be(200);
                test.client().get("/work-experience").await.should_be(200);
            }
            assert_eq!(test.client().get("/sign-in").await.form().set("email", "bo@example.org").submit().await.status, 200, "writing goes on");
        }
    }
}

const READING: i64 = 1;
const RENDERING: i64 = 2;

#[derive(Template)]
#[template(ext = "txt", source = "Subject: Your offer\n\n[[Answer]]\n")]
struct Words;

/// A handler with defects in each of its parts.
struct Panics;

#[derive(Template)]
#[template(ext = "html", source = "{{ trap }}")]
struct Trapped {
    trap: Trap,
}

struct Trap;

impl std::fmt::Display for Trap {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        panic!("this panic knows more than it says")
    }
}

impl Handler for Panics {
    fn ask(&self, _: &mut AnyConnection, link: &Link, _: Instant) -> Result<(Page, Option<Seen>), Error> {
        assert!(link.subject_id == RENDERING, "this panic knows more than it says");
        Ok((Box::new(Trapped { trap: Trap }), None))
    }

    fn outcome(&self, db: &mut AnyConnection, link: &Link) -> Result<Page, Error> {
        Ok(self.ask(db, link, link.created_at)?.0)
    }

    fn answer(&self, tx: &mut Tx<'_>, link: &Link, _: &Posted) -> Result<Answer, Error> {
        if link.subject_id == RENDERING {
            return Ok(Answer::Invalid(Box::new(Trapped { trap: Trap })));
        }
        links::spend(tx, link.id, "yes")?;
        panic!("this panic knows more than it says")
    }

    fn resend(&self, _: &mut Tx<'_>, _: &Link) -> Result<(), Error> {
        Ok(())
    }
}
