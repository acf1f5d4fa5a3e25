//! What only the real program shows: how it stops (row 39), and what it writes into its log (row 43).

use std::io::{BufReader, Write};
use std::rc::Rc;
use std::time::{Duration, Instant};

use super::applying::{Person, answer_all, ask_for_code, open_round};
use crate::support::app::{SECRET, TestApp};
use crate::support::client::Client;
use crate::support::db::{Backend, TestDb};
use crate::support::process::{Program, ask, connect, get, reply};
use crate::support::run::on_both;

/// The address of a test's database, as the program's setting.
pub fn address(db: &TestDb) -> String {
    match db.url() {
        practise::config::DatabaseUrl::Sqlite(path) => format!("sqlite:{path}"),
        practise::config::DatabaseUrl::Postgres(url) => url.clone(),
    }
}

/// The newest mail in the folder whose headers name `to`.
fn newest(folder: &std::path::Path, to: &str) -> String {
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "eml"));
    files.sort();
    let mails = files.iter().rev().map(|path| std::fs::read_to_string(path).unwrap());
    mails
        .into_iter()
        .find(|mail| mail.contains(&format!("To: {to}")))
        .unwrap_or_default()
}

/// The text part of a mail.
fn words(mail: &str) -> String {
    let parsed = mailparse::parse_mail(mail.as_bytes()).unwrap();
    parsed
        .parts()
        .find(|part| part.ctype.mimetype == "text/plain")
        .unwrap()
        .get_body()
        .unwrap()
}

/// Waits for the mail worker.
pub async fn mail_to(folder: &std::path::Path, to: &str) -> String {
    for _ in 0..600 {
        if folder.exists() {
            let mail = newest(folder, to);
            if !mail.is_empty() {
                return words(&mail);
            }
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("no mail to {to}")
}

on_both! {
    async fn row_39_a_request_under_way_is_finished_before_the_program_stops(backend: Backend) {
        let db = TestDb::migrated(backend);
        let folder = tempfile::tempdir().unwrap();
        let mut serving = Program::new(&address(&db), SECRET, folder.path()).serve();
        let page = ask(serving.listen, &get("/sign-in", "")).unwrap();
        let cookie = page.header("set-cookie").split(';').next().unwrap().to_owned();
        let html = scraper::Html::parse_document(&page.text());
        let hidden = |name: &str| {
            let selector = crate::support::page::selector(&format!("input[name='{name}']"));
            html.select(&selector).next().unwrap().attr("value").unwrap().to_owned()
        };
        let body = format!("_csrf={}&_key={}&next=&email=ada%40example.org", hidden("_csrf"), hidden("_key"));
        let (first, second) = body.split_at(body.len() / 2);
        let mut slow = connect(serving.listen).unwrap();
        let head = format!(
            "POST /sign-in HTTP/1.1\r\nHost: {}\r\nCookie: {cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{first}",
            serving.listen,
            body.len()
        );
        slow.write_all(head.as_bytes()).unwrap();
        std::thread::sleep(Duration::from_millis(500));
        let told = Instant::now();
        serving.terminate();
        std::thread::sleep(Duration::from_secs(3));
        assert!(ask(serving.listen, &get("/healthz", "")).is_err(), "nobody new is let in");
        assert!(serving.end(Duration::from_millis(1)).is_none(), "it waits for what has begun");
        slow.write_all(second.as_bytes()).unwrap();
        let answer = reply(&mut BufReader::new(slow)).unwrap();
        assert_eq!((answer.status, answer.header("location")), (303, "/sign-in/code"));
        let status = serving.end(Duration::from_secs(15)).expect("it should stop");
        assert!(told.elapsed() < Duration::from_secs(15), "{:?}", told.elapsed());
        assert_eq!(status.code(), Some(0));
        // What was promised is there: the mail has left, or waits for the next start.
        let serving = Program::new(&address(&db), SECRET, folder.path()).serve();
        mail_to(&folder.path().join("mail"), "ada@example.org").await;
        drop(serving);
    }

    async fn row_43_no_name_address_token_or_answer_is_in_the_log(backend: Backend) {
        let db = Rc::new(TestDb::migrated(backend));
        let folder = tempfile::tempdir().unwrap();
        let test = TestApp::on(Rc::clone(&db)).real_time().start();
        let round = open_round(&test, "R43");
        test.placement(round, "ward", |_| {});
        drop(test);
        let mut program = Program::new(&address(&db), SECRET, folder.path());
        // More than an operator would ever ask for.
        program.set("RUST_LOG", "practise=trace,info");
        program.set("PRACTISE_LOG", "json");
        let mut serving = program.serve();
        let mail = folder.path().join("mail");
        let client = Client::new(&program.address(), &program.address());
        let person = Person {
            email: "canary.applicant@example.org",
            guardian: "canary.guardian@example.org",
            school: "canary.school@example.org",
            words: "Kanarienvogel",
        };
        let code = ask_for_code(&client, "ward", person.email).await;
        let text = mail_to(&mail, person.email).await;
        let digits = text.lines().map(str::trim).find(|line| line.len() == 6 && line.bytes().all(|b| b.is_ascii_digit())).unwrap().to_owned();
        let wrong = code.form().set("code", if digits == "424242" { "242424" } else { "424242" }).press("Continue").await;
        let tasks = wrong.form().set("code", digits.as_str()).press("Continue").await;
        let cookies = client.cookies();
        let check = answer_all(&client, &tasks.path, person, &mut |_| ()).await;
        let csrf = check.attributes("input[name='_csrf']", "value");
        check.form().submit().await.should_say("We have received your application");
        let mut secrets = vec![digits, "424242".to_owned(), "canary".to_owned(), "Kanarienvogel".to_owned(), "LS9 7TF".to_owned(), "2010".to_owned()];
        for to in [person.guardian, person.school] {
            let text = mail_to(&mail, to).await;
            let link = text.split_whitespace().find(|word| word.contains("/links/")).unwrap();
            client.open(link).await.should_be(200);
            client.open(&format!("{link}x")).await.should_be(404);
            secrets.push(link.rsplit('/').next().unwrap().to_owned());
        }
        client.get("/sign-in?next=/canary").await;
        client.get("/canary/canary?canary=canary").await.should_be(404);
        client.ask("POST", "/sign-in").header("origin", "https://canary.example").form(&[]).send().await.should_be(403);
        client.ask("GET", "/").header("user-agent", "canary").send().await;
        client.get(&format!("{}/name", tasks.path)).await;
        secrets.extend(cookies.into_values().map(|value| value.chars().rev().take(40).collect::<String>().chars().rev().collect()));
        secrets.extend(csrf);
        secrets.push(tasks.path.rsplit('/').next().unwrap().to_owned());
        serving.terminate();
        assert_eq!(serving.end(Duration::from_secs(15)).and_then(|status| status.code()), Some(0));
        let log = program.log();
        assert!(log.lines().count() > 30 && log.contains("/apply/{slug}/code"), "the log should tell of the journey: {log}");
        for secret in secrets {
            let found = log.lines().find(|line| line.to_lowercase().contains(&secret.to_lowercase()));
            // A date may hold a year that somebody was born in.
            assert!(found.is_none() || secret == "2010", "{secret}: {found:?}");
        }
    }
}
