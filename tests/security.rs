//! What the portal does about requests that no browser of good will sends, and about its own faults.

use std::io::{Read as _, Write as _};
use std::net::{IpAddr, SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::from_fn;
use actix_web::{App, HttpResponse, test as server, web};
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use practise::app::route_table;
use practise::config::Limits;
use practise::db::blocking;
use practise::db::schema::{outbox, session};
use practise::web::client::Client as Address;
use practise::web::page_cache::PageCache;
use practise::web::routes::Access;
use practise::web::{errors, request_log, security};

use crate::support::app::TestApp;
use crate::support::db::Backend;
use crate::support::run::on_both;

/// Sends `text` as it is, and reads until the server closes; the time that took, too.
fn raw(test: &TestApp, text: &str) -> (String, Duration) {
    let address: SocketAddr = test.address().trim_start_matches("http://").parse().unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    let started = Instant::now();
    stream.write_all(text.replace("HOST", &address.to_string()).as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    (String::from_utf8(answer).unwrap(), started.elapsed())
}

fn sessions(test: &TestApp) -> i64 {
    test.read(|db| Ok(session::table.count().get_result(db)?))
}

fn few(limits: Limits) -> Limits {
    Limits {
        pages_per_minute: 5,
        posts_per_minute: 3,
        sign_ins_per_account: 2,
        sign_ins_per_minute: 4,
        guesses_per_minute: 3,
        ..limits
    }
}

fn limited(backend: Backend) -> TestApp {
    TestApp::builder(backend)
        .configure(|config| config.limits = few(config.limits))
        .start()
}

/// A path of a route, with something in the place of its parameters.
fn example(path: &str) -> String {
    let parts = path
        .split('/')
        .map(|part| if part.starts_with('{') { "XXXX-XXXX-XXXX" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

on_both! {
    async fn only_our_own_host_is_answered(test: TestApp) {
        let client = test.client();
        for host in ["evil.example", "127.0.0.1", "localhost", "127.0.0.1:1", "", "evil.example@127.0.0.1", "127.0.0.1:80/"] {
            client.ask("GET", "/sign-in").header("host", host).send().await.should_be(421);
        }
        client.ask("GET", "/healthz").header("host", "10.0.0.7").send().await.should_be(200);
        let (port, own) = (test.config().listen.port(), test.config().listen.to_string());
        for host in [own.clone(), format!("localhost:{port}"), format!("LOCALHOST:{port}")] {
            client.ask("GET", "/sign-in").header("host", &host).send().await.should_be(200);
        }
        let (answer, _) = raw(&test, &format!("GET /sign-in HTTP/1.1\r\nHost: {own}\r\nHost: evil.example\r\nConnection: close\r\n\r\n"));
        assert!(answer.starts_with("HTTP/1.1 421 ") || answer.starts_with("HTTP/1.1 400 "), "{answer}");
        let (answer, _) = raw(&test, "GET http://evil.example/sign-in HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n");
        assert!(answer.starts_with("HTTP/1.1 421 "), "{answer}");
    }

    async fn links_in_mail_never_follow_the_host(test: TestApp) {
        let client = test.client();
        let port = test.config().listen.port();
        let page = client.get("/sign-in").await;
        let pairs = page.form().set("email", "ada@example.com").pairs();
        let host = format!("localhost:{port}");
        let ask = client.ask("POST", "/sign-in").form(&pairs).header("host", &host).header("origin", &format!("http://{host}"));
        ask.header("x-forwarded-host", "evil.example").header("forwarded", "host=evil.example").stay().send().await.should_be(303);
        assert!(test.mail().await.latest_for("ada@example.com").link().starts_with(&test.config().public_url));
    }

    async fn production_has_one_host_and_its_own_cookie(backend: Backend) {
        let test = TestApp::builder(backend).production().start();
        let client = test.client();
        let page = client.get("/sign-in").await;
        page.should_be(200);
        assert_eq!(page.header("strict-transport-security"), "max-age=31536000; includeSubDomains");
        let cookie = page.header("set-cookie");
        assert!(cookie.starts_with("__Host-portal=") && cookie.contains("; Secure"), "{cookie}");
        let own = test.config().listen.to_string();
        client.ask("GET", "/sign-in").header("host", &own).send().await.should_be(421);
        client.ask("GET", "/sign-in").header("host", "practise.example.org:443").send().await.should_be(200);
        client.ask("GET", "/sign-in").header("host", "practise.example.org:8080").send().await.should_be(421);
    }

    async fn only_the_methods_of_a_page_are_answered(test: TestApp) {
        let client = test.client();
        for method in ["OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "BREW"] {
            let page = client.ask(method, "/sign-in").send().await;
            page.should_be(405);
            assert_eq!(page.header("allow"), "GET, HEAD, POST", "{method}");
        }
        assert_eq!(client.ask("POST", "/healthz").form(&[]).send().await.should_be(405).header("allow"), "GET, HEAD");
        assert_eq!(client.get("/sign-out/everywhere").await.should_be(405).header("allow"), "POST");
    }

    async fn head_is_get_without_body_and_without_effect(test: TestApp) {
        let client = test.client();
        let head = client.ask("HEAD", "/sign-in").send().await;
        head.should_be(200);
        assert!(head.bytes.is_empty());
        assert_eq!((sessions(&test), head.header("set-cookie")), (0, ""));
        let get = client.get("/sign-in").await;
        assert_eq!(head.header("content-length"), get.header("content-length"));
        assert_eq!(sessions(&test), 1);
    }

    async fn a_form_of_another_site_is_refused(test: TestApp) {
        let client = test.client();
        client.get("/sign-in").await;
        for entry in route_table().iter().filter(|entry| entry.method == "POST") {
            let path = example(entry.path);
            let ask = || client.ask("POST", &path).form(&[]).stay();
            ask().header("sec-fetch-site", "cross-site").send().await.should_be(403);
            ask().header("sec-fetch-site", "same-site").send().await.should_be(403);
            ask().header("origin", "https://evil.example").send().await.should_be(403);
            ask().header("origin", &format!("{}.evil.example", test.config().public_url)).without("sec-fetch-site").send().await.should_be(403);
            if !matches!(entry.access, Access::Link) {
                // Our own page's headers do not help without its token.
                let page = ask().send().await;
                assert!(matches!(page.status, 403 | 303 | 404), "{path} took a form without its token: {}", page.status);
                assert_ne!(page.status, 200);
            }
        }
        assert_eq!(sessions(&test), 1);
    }

    async fn a_form_needs_the_token_of_its_session(test: TestApp) {
        let client = test.client();
        let form = client.get("/sign-in").await.form().set("email", "ada@example.com");
        let other = test.client().get("/sign-in").await.form();
        for changed in [form.clone().forge("_csrf", ""), form.clone().forge("_csrf", other.value("_csrf").unwrap()), form.clone().without("_csrf")] {
            changed.submit().await.should_be(403).should_say("we could not take your form");
        }
        form.clone().without("_key").submit().await.should_be(400);
        form.clone().forge("colour", "red").submit().await.should_be(400);
        assert_eq!(test.read(|db| Ok(outbox::table.count().get_result::<i64>(db)?)), 0);
        // Pages of ours send no referrer: browsers then write the origin as `null`.
        client.ask("POST", "/sign-in").form(&form.pairs()).header("origin", "null").stay().send().await.should_be(303);
        client.ask("POST", "/sign-in").form(&form.pairs()).header("origin", "null").header("sec-fetch-site", "cross-site").send().await.should_be(403);
    }

    async fn a_body_is_a_form_and_not_too_large(test: TestApp) {
        let client = test.client();
        for kind in ["text/plain", "application/json", "multipart/form-data; boundary=x", ""] {
            client.ask("POST", "/sign-in").body(kind, "a=b").send().await.should_be(415);
        }
        let large = "a".repeat(64 * 1024 + 1);
        client.ask("POST", "/sign-in").body("application/x-www-form-urlencoded", large).send().await.should_be(413).should_say("too long");
        // By what it says of itself, before a byte of it arrived.
        let head = "POST /sign-in HTTP/1.1\r\nHost: HOST\r\nContent-Type: application/x-www-form-urlencoded\r\n";
        let (answer, took) = raw(&test, &format!("{head}Content-Length: 1000000000\r\n\r\n"));
        assert!(answer.starts_with("HTTP/1.1 413 ") && took < Duration::from_secs(9), "{took:?} {answer}");
        // Without saying how long it is.
        let chunk = format!("4000\r\n{}\r\n", "a".repeat(0x4000)).repeat(5);
        let (answer, _) = raw(&test, &format!("{head}Transfer-Encoding: chunked\r\n\r\n{chunk}"));
        assert!(answer.starts_with("HTTP/1.1 411 "), "{answer}");
    }

    async fn slow_clients_are_cut_and_others_are_not(backend: Backend) {
        let test = TestApp::builder(backend).configure(|config| config.limits.body_deadline = Duration::from_secs(2)).start();
        let slow: Vec<_> = [
            ("POST /sign-in HTTP/1.1\r\nHost: HOST\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 9\r\n\r\nemail", "HTTP/1.1 408 "),
            ("GET /sign-in HTTP/1.1\r\nHost: HO", "HTTP/1.1 408 "),
            ("", ""),
            ("GET /healthz HTTP/1.1\r\nHost: HOST\r\n\r\n", "HTTP/1.1 200 "),
            ("GET /healthz HTTP/1.1\r\nHost: HOST\r\n\r\nGET /healthz HTTP/1.1\r\nHo", "HTTP/1.1 200 "),
        ]
        .into_iter()
        .map(|(text, begins)| {
            let address = test.address().to_owned();
            std::thread::spawn(move || {
                let address: SocketAddr = address.trim_start_matches("http://").parse().unwrap();
                let mut stream = TcpStream::connect(address).unwrap();
                stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
                let started = Instant::now();
                stream.write_all(text.replace("HOST", &address.to_string()).as_bytes()).unwrap();
                let mut answer = String::new();
                stream.read_to_string(&mut answer).unwrap();
                (answer, begins, started.elapsed())
            })
        })
        .collect();
        let started = Instant::now();
        test.client().get("/sign-in").await.should_be(200);
        assert!(started.elapsed() < Duration::from_secs(1));
        for thread in slow {
            let (answer, begins, took) = thread.join().unwrap();
            assert!(answer.starts_with(begins), "{answer}");
            assert!(took < Duration::from_secs(15), "{took:?}: {answer}");
        }
    }

    async fn what_cannot_be_read_is_refused(test: TestApp) {
        let client = test.client();
        for path in ["/%00", "/sign-in?next=%00", "/sign-in?next=%0d%0aSet-Cookie:x", "/sign-in?next=%ff", "/%C3%28", "/sign-in?next=%ed%a0%80", "/%7f", "/a%C2%80"] {
            client.get(path).await.should_be(400);
        }
        let form = client.get("/sign-in").await.form();
        for bytes in ["%00", "%ff", "%0", "a%08b", "%ed%a0%80", "\u{1}"] {
            let body = form.pairs().iter().filter(|(name, _)| name != "email").map(|(name, value)| format!("{name}={value}&")).collect::<String>();
            let ask = client.ask("POST", "/sign-in").body("application/x-www-form-urlencoded", format!("{body}email={bytes}"));
            let page = ask.send().await;
            assert!(matches!(page.status, 400 | 422), "{bytes:?}: {}", page.status);
        }
        let ask = client.ask("POST", "/sign-in").body("application/x-www-form-urlencoded", vec![b'a', b'=', 0xff]);
        ask.send().await.should_be(400);
    }

    async fn no_file_is_reached_by_its_path(test: TestApp) {
        for path in ["/assets/../Cargo.toml", "/assets/..%2fCargo.toml", "/assets/%2e%2e/Cargo.toml", "/..%2f..%2fetc%2fpasswd", "/assets/....//Cargo.toml", "/.git/config", "/assets/", "//etc/passwd"] {
            let (answer, _) = raw(&test, &format!("GET {path} HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n"));
            assert!(answer.starts_with("HTTP/1.1 404 "), "{path}: {answer}");
        }
    }

    async fn a_changed_cookie_is_no_cookie(test: TestApp) {
        let client = test.client();
        client.get("/sign-in?next=/healthz").await.form().set("email", "ada@example.com").submit().await;
        client.open(&test.mail().await.latest_for("ada@example.com").link()).await.form().submit().await.should_be(200);
        let signed_in = |page: &crate::support::page::Page| page.has("form[action='/sign-out/everywhere']");
        assert!(signed_in(&client.get("/sign-out").await));
        let (name, value) = client.cookies().into_iter().next().unwrap();
        let mut last: Vec<char> = value.chars().collect();
        let end = last.len() - 1;
        last[end] = if last[end] == 'A' { 'B' } else { 'A' };
        let first = format!("{}{}", if value.starts_with('A') { 'B' } else { 'A' }, &value[1..]);
        for changed in [last.into_iter().collect(), first, String::from("x"), value[..end].to_owned(), format!("{value}{value}"), "%00%ff".to_owned(), "\"".to_owned()] {
            let thief = test.client();
            thief.set_cookie(&name, &changed);
            let page = thief.get("/sign-out").await;
            page.should_be(200);
            assert!(!signed_in(&page), "{changed}");
        }
        let other = test.client();
        other.set_cookie("__Host-portal", &value);
        assert!(!signed_in(&other.get("/sign-out").await), "the name counts too");
    }

    async fn too_many_pages_and_posts_have_to_wait(backend: Backend) {
        let test = limited(backend);
        let client = test.client();
        for _ in 0..5 {
            test.client().get("/nothing").await.should_be(404);
        }
        let page = client.get("/nothing").await;
        page.should_be(429).should_say("You have tried too many times");
        let wait: u64 = page.header("retry-after").parse().unwrap();
        assert!((1..=12).contains(&wait), "{wait}");
        client.get("/healthz").await.should_be(200);
        client.get("/robots.txt").await.should_be(200);
        // Nobody is believed who says that they come from elsewhere.
        client.ask("GET", "/nothing").header("x-forwarded-for", "192.0.2.1").send().await.should_be(429);
        for _ in 0..3 {
            client.ask("POST", "/nothing").form(&[]).send().await.should_be(404);
        }
        client.ask("POST", "/nothing").form(&[]).send().await.should_be(429);
    }

    async fn a_school_with_one_address_is_counted_by_session(backend: Backend) {
        let test = limited(backend);
        let (one, two) = (test.client(), test.client());
        one.get("/sign-in").await.should_be(200);
        two.get("/sign-in").await.should_be(200);
        for _ in 0..5 {
            one.get("/nothing").await.should_be(404);
        }
        one.get("/nothing").await.should_be(429);
        two.get("/nothing").await.should_be(404);
    }

    async fn sessions_that_are_collected_do_not_widen_the_limit_of_an_address_for_ever(backend: Backend) {
        let test = TestApp::builder(backend)
            .configure(|config| config.limits.posts_per_minute = 1)
            .start();
        // Fifty people behind one address, each with a session and a form of their own.
        let mut taken = 0;
        for _ in 0..60 {
            let client = test.client();
            client.get("/sign-in").await.should_be(200);
            let page = client.ask("POST", "/nothing").form(&[]).send().await;
            taken += i32::from(page.status == 404);
            if page.status == 429 {
                break;
            }
        }
        assert!((50..60).contains(&taken), "{taken} posts were taken");
    }

    async fn addresses_behind_a_trusted_proxy_are_told_apart(backend: Backend) {
        let test = TestApp::builder(backend)
            .configure(|config| {
                config.limits = few(config.limits);
                config.trusted_proxies = 1;
            })
            .start();
        let client = test.client();
        let from = async |address: &str| client.ask("GET", "/nothing").header("x-forwarded-for", address).send().await.status;
        for spoofed in ["198.51.100.1", "198.51.100.2", "198.51.100.3", "198.51.100.4", "198.51.100.5"] {
            assert_eq!(from(&format!("{spoofed}, 192.0.2.1")).await, 404);
        }
        assert_eq!(from("198.51.100.6, 192.0.2.1").await, 429, "only the last address is the proxy's word");
        assert_eq!(from("192.0.2.1, 192.0.2.2").await, 404);
    }

    async fn sign_in_mails_are_few_for_each_account(backend: Backend) {
        // Pages and posts are not what is counted here.
        let generous = |limits: Limits| Limits { pages_per_minute: 100, posts_per_minute: 100, ..few(limits) };
        let test = TestApp::builder(backend).configure(|config| config.limits = generous(config.limits)).start();
        for (email, status) in [("ada@example.com", 303), ("ADA@example.com", 303), ("ada@example.com", 429), ("grace@example.com", 303), ("x@example.com", 429)] {
            let client = test.client();
            let form = client.get("/sign-in").await.form().set("email", email);
            let page = client.ask("POST", "/sign-in").form(&form.pairs()).stay().send().await;
            page.should_be(status);
        }
    }

    async fn a_locked_database_is_503_and_nothing_typed_is_lost(test: TestApp) {
        let client = test.client();
        let form = client.get("/sign-in").await.form().set("email", "ada@example.com");
        let mut lock = test.db().connect();
        let (begin, is_file) = match lock {
            practise::db::AnyConnection::Sqlite(_) => ("BEGIN IMMEDIATE", true),
            practise::db::AnyConnection::Postgres(_) => ("BEGIN; LOCK TABLE session, sign_in, submission IN ACCESS EXCLUSIVE MODE", false),
        };
        lock.batch_execute(begin).unwrap();
        // A page that would keep something, for somebody without a session.
        let page = test.client().get("/sign-in").await;
        page.should_be(503);
        assert!(!page.header("retry-after").is_empty());
        let page = form.submit().await;
        page.should_be(503).should_say("Sorry, the service is unavailable");
        let again = page.form();
        assert_eq!(again.value("email"), Some("ada@example.com"));
        if is_file {
            client.get("/sign-out").await.should_be(200);
        }
        lock.batch_execute("ROLLBACK").unwrap();
        let page = again.submit().await;
        assert_eq!((page.status, page.path.as_str()), (200, "/sign-in/code"));
        assert_eq!(test.mail().await.to("ada@example.com").len(), 1);
    }

    async fn a_panic_is_one_visitors_error_page(test: TestApp) {
        async fn on_the_worker() -> HttpResponse {
            panic!("in a handler")
        }
        async fn behind_it() -> Result<HttpResponse, practise::error::Error> {
            blocking::<(), _>(|| panic!("behind a handler")).await.map(|()| HttpResponse::new(actix_web::http::StatusCode::OK))
        }
        let parts = web::Data::new(practise::app::App::new(test.config().clone(), test.ledger().clone()));
        let service = server::init_service(
            App::new()
                .app_data(parts)
                .route("/worker", web::get().to(on_the_worker))
                .route("/behind", web::get().to(behind_it))
                .route("/well", web::get().to(HttpResponse::Ok))
                .wrap(from_fn(errors::pages))
                .wrap(from_fn(security::headers))
                .wrap(from_fn(request_log::record)),
        )
        .await;
        for path in ["/worker", "/behind"] {
            let answer = match server::try_call_service(&service, server::TestRequest::get().uri(path).to_request()).await {
                Ok(answer) => answer.into_parts().1,
                Err(error) => error.error_response(),
            };
            assert_eq!(answer.status(), 500, "{path}");
            assert_eq!(answer.headers().get("cache-control").unwrap(), "no-store");
            assert!(answer.headers().contains_key("content-security-policy"));
            let body = actix_web::body::to_bytes(answer.into_body()).await.unwrap();
            let body = String::from_utf8(body.to_vec()).unwrap();
            assert!(body.contains("Sorry, there is a problem with the service") && !body.contains("a handler"), "{body}");
            let reference = body.split("app-unbroken\">").nth(1).unwrap().split('<').next().unwrap();
            assert_eq!(reference.len(), 14, "{reference}");
        }
        let answer = server::call_service(&service, server::TestRequest::get().uri("/well").to_request()).await;
        assert_eq!(answer.status(), 200);
    }
}

fn headers(lines: &[&str]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for line in lines {
        headers.append(HeaderName::from_static("x-forwarded-for"), HeaderValue::from_str(line).unwrap());
    }
    headers
}

#[test]
fn a_client_is_told_by_trusted_proxies_only() {
    let peer: SocketAddr = "10.0.0.1:1234".parse().unwrap();
    let of = |lines: &[&str], proxies| Address::of(&headers(lines), Some(peer), proxies).0.to_string();
    assert_eq!(of(&["192.0.2.1"], 0), "10.0.0.1");
    assert_eq!(of(&["192.0.2.1"], 1), "192.0.2.1");
    assert_eq!(of(&["203.0.113.9, 192.0.2.1"], 1), "192.0.2.1");
    assert_eq!(of(&["203.0.113.9, 192.0.2.1", "10.0.0.2"], 2), "192.0.2.1");
    assert_eq!(of(&["192.0.2.1:4711"], 1), "192.0.2.1");
    assert_eq!(of(&["[2001:db8::1]:4711"], 1), "2001:db8::1");
    for (lines, proxies) in [(&[][..], 1), (&["192.0.2.1"][..], 2), (&["unknown"][..], 1)] {
        assert_eq!(of(lines, proxies), "10.0.0.1");
    }
}

#[test]
fn an_address_is_cut_short_for_records_and_counted_by_subscriber() {
    let of = |text: &str| Address(text.parse().unwrap());
    assert_eq!(of("203.0.113.77").prefix(), "203.0.113.0/24");
    assert_eq!(of("2001:db8:1:2:3:4:5:6").prefix(), "2001:db8:1::/48");
    assert_eq!(of("2001:db8:1:2:3:4:5:6").network(), "2001:db8:1:2::".parse::<IpAddr>().unwrap());
    assert_eq!(of("203.0.113.77").network(), "203.0.113.77".parse::<IpAddr>().unwrap());
}

#[test]
fn a_page_is_not_kept_if_something_changed_while_it_was_made() {
    let (pages, page) = (PageCache::default(), web::Bytes::from_static(b"page"));
    let before = pages.before();
    pages.clear();
    pages.keep("/a", &page, before);
    assert_eq!(pages.get("/a"), None);
    pages.keep("/a", &page, pages.before());
    assert_eq!(pages.get("/a"), Some(page));
    pages.clear();
    assert_eq!(pages.get("/a"), None);
}
