//! Mail: what goes over the wire, when it is tried again, and what a failing mail server costs.

use std::collections::BTreeSet;
use std::rc::Rc;
use std::time::Duration as Wait;

use askama::Template;
use diesel::prelude::*;
use mailparse::{MailHeaderMap, ParsedMail, parse_mail};
use practise::clock::Clock;
use practise::config::{Config, Environment, MailUrl, Secret};
use practise::db::Instant;
use practise::db::schema::{outbox, sign_in};
use practise::error::Error;
use practise::links::{self, Purpose};
use practise::mail::{Attachment, Sent, State, Transport, Trouble, compose, dead_letters, enqueue, refused, revive, send_due, wait, work};
use practise::random::Random;
use practise::tx::{Actor, Ledger, Tx};
use time::Duration;

use crate::support::app::first_moment;
use crate::support::db::{Backend, TestDb};
use crate::support::run::{Fixture, on_both};
use crate::support::smtp::{Does, Sink};

#[derive(Template)]
#[template(
    ext = "txt",
    source = "Subject: Answer by Friday\n\nDear {{ name }}\n\n- one\n- two\n\n[[Answer now]]\n"
)]
struct Ask<'a> {
    name: &'a str,
}

#[derive(Template)]
#[template(ext = "txt", source = "Subject: Your code\n\nThe code is:\n\n[[code]]\n\n[[Sign in]]\n")]
struct SignIn;

/// A letter whose words come half-way, and then fail.
#[derive(Template)]
#[template(ext = "txt", source = "Subject: Your place\n\nDear Ada\n\n{{ words }}\n\n[[Answer now]]\n")]
struct HalfWay {
    words: Fails,
}

struct Fails;

impl std::fmt::Display for Fails {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Err(std::fmt::Error)
    }
}

/// A portal without pages: a ledger whose clock stands still, and a mail server.
struct Post {
    ledger: Ledger,
    config: Config,
    sink: Sink,
    _db: Rc<TestDb>,
}

impl Fixture for Post {
    async fn start(backend: Backend) -> Self {
        let db = Rc::new(TestDb::migrated(backend));
        let sink = Sink::start().await;
        let mut config = Config::from_variables(&[("PRACTISE_PUBLIC_URL".to_owned(), "http://portal.example".to_owned())].into()).unwrap();
        config.mail = MailUrl::Smtp(Secret::new(sink.url()));
        let ledger = Ledger::new(&config, db.pools(), Clock::fixed(first_moment()), Random::seeded("mail"));
        Self {
            ledger,
            config,
            sink,
            _db: db,
        }
    }
}

impl Post {
    fn transport(&self) -> Transport {
        Transport::from_config(&self.config).unwrap()
    }

    fn write<T>(&self, f: impl FnOnce(&mut Tx<'_>) -> Result<T, Error>) -> T {
        self.ledger.write_now(Actor::System, f).unwrap()
    }

    /// Queues a letter with a link; answers its number.
    fn ask(&self, to: &str) -> i64 {
        self.write(|tx| {
            let letter = compose("offer.made", 1, to, &Ask { name: "Ada" })?;
            let link = links::issue(tx, Purpose::Offer, 7, to, Duration::days(3))?;
            enqueue(tx, &letter.with_link(link))
        })
    }

    async fn send(&self) -> Sent {
        send_due(&self.ledger, &self.transport(), 1000).await.unwrap()
    }

    fn state(&self, id: i64) -> (State, i32, Option<String>, Instant) {
        let read = |db: &mut practise::db::AnyConnection| {
            Ok(outbox::table
                .find(id)
                .select((outbox::state, outbox::attempts, outbox::last_error, outbox::due_at))
                .first(db)?)
        };
        self.ledger.db.read_now(read).unwrap()
    }

    fn pass(&self, by: Duration) {
        self.ledger.clock.advance(by);
    }
}

const fn sent(sent: usize, deferred: usize, dead: usize) -> Sent {
    Sent { sent, deferred, dead }
}

fn names(mail: &ParsedMail<'_>) -> Vec<String> {
    mail.headers.iter().map(mailparse::MailHeader::get_key).collect()
}

fn part(mail: &ParsedMail<'_>, kind: &str) -> String {
    mail.parts()
        .find(|part| part.ctype.mimetype == kind)
        .unwrap()
        .get_body()
        .unwrap()
        .replace("\r\n", "\n")
}

fn message_id(raw: &[u8]) -> String {
    parse_mail(raw).unwrap().headers.get_first_value("Message-ID").unwrap()
}

on_both! {
    async fn a_mail_has_its_fixed_headers_and_both_parts_have_the_link(post: Post) {
        post.ask("ada@school.example");
        assert_eq!(post.send().await, sent(1, 0, 0));
        let raw = post.sink.received().remove(0);
        let mail = parse_mail(&raw).unwrap();
        let mut found = names(&mail);
        found.sort();
        assert_eq!(found, ["Auto-Submitted", "Content-Type", "Date", "From", "MIME-Version", "Message-ID", "Subject", "To"]);
        let header = |name: &str| mail.headers.get_first_value(name).unwrap();
        assert_eq!(header("From"), "Practise <no-reply@practise.example.org>");
        assert_eq!(header("To"), "ada@school.example");
        assert_eq!(header("Subject"), "Answer by Friday");
        assert_eq!(header("Auto-Submitted"), "auto-generated");
        assert_eq!(header("Date"), "Mon, 11 Jan 2027 09:00:00 +0000");
        assert!(header("Message-ID").ends_with("@portal.example>"));
        assert_eq!(mail.ctype.mimetype, "multipart/alternative");
        let text = part(&mail, "text/plain");
        let link = text.lines().find(|line| line.starts_with("http://portal.example/links/")).unwrap().trim().to_owned();
        assert!(part(&mail, "text/html").contains(&format!("href=\"{link}\"")));
        let token = link.rsplit('/').next().unwrap().to_owned();
        let known = post.ledger.db.read_now(move |db| links::find(db, &token)).unwrap().unwrap();
        assert_eq!(known.recipient, "ada@school.example");
    }

    async fn a_calendar_file_is_attached_as_a_published_event(post: Post) {
        post.write(|tx| {
            let file = Attachment { name: "placement.ics", media_type: "text/calendar; method=PUBLISH; charset=utf-8", body: "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n".to_owned() };
            let letter = compose("placement.agreed", 1, "ada@school.example", &Ask { name: "Ada" })?;
            let link = links::issue(tx, Purpose::Offer, 7, "ada@school.example", Duration::days(3))?;
            enqueue(tx, &letter.with_link(link).with_attachment(file))
        });
        assert_eq!(post.send().await, sent(1, 0, 0));
        let raw = post.sink.received().remove(0);
        let mail = parse_mail(&raw).unwrap();
        assert_eq!(mail.ctype.mimetype, "multipart/mixed");
        let file = mail.parts().find(|part| part.ctype.mimetype == "text/calendar").unwrap();
        assert_eq!(file.ctype.params["method"], "PUBLISH");
        assert_eq!(file.get_content_disposition().params["filename"], "placement.ics");
        assert_eq!(file.get_body().unwrap(), "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n");
    }

    async fn nobody_can_add_a_header(post: Post) {
        post.ask("ada@school.example\r\nBcc: eve@elsewhere.example");
        post.ask("ada@school.example>\nX-Evil: yes");
        let name = "Ada\r\nBcc: eve@elsewhere.example\r\n\r\nhello";
        post.write(|tx| {
            let mut letter = compose("offer.made", 1, "bo@school.example", &Ask { name })?;
            letter.subject = "One\r\nBcc: eve@elsewhere.example".to_owned();
            letter.text = "words".to_owned();
            letter.html = "words".to_owned();
            enqueue(tx, &letter)
        });
        assert_eq!(post.send().await, sent(0, 0, 3));
        assert!(post.sink.received().is_empty());
        // What somebody typed stays in the body.
        post.write(|tx| {
            let letter = compose("offer.made", 1, "cy@school.example", &Ask { name })?;
            let link = links::issue(tx, Purpose::Offer, 7, "cy@school.example", Duration::days(3))?;
            enqueue(tx, &letter.with_link(link))
        });
        assert_eq!(post.send().await, sent(1, 0, 0));
        let raw = post.sink.received().remove(0);
        assert!(!names(&parse_mail(&raw).unwrap()).contains(&"Bcc".to_owned()));
        assert!(part(&parse_mail(&raw).unwrap(), "text/plain").contains("Bcc: eve@elsewhere.example"));
    }

    async fn a_transaction_that_fails_leaves_no_mail(post: Post) {
        let failed = post.ledger.write_now(Actor::System, |tx| {
            enqueue(tx, &compose("offer.made", 1, "ada@school.example", &Ask { name: "Ada" })?)?;
            Err::<(), _>(Error::BadRequest)
        });
        assert!(failed.is_err());
        assert_eq!(post.send().await, sent(0, 0, 0));
    }

    async fn row_47_a_letter_that_cannot_be_written_takes_its_change_back(post: Post) {
        post.ask("bo@school.example");
        let there = |db: &mut practise::db::AnyConnection| {
            let mails: i64 = outbox::table.count().get_result(db)?;
            let links: i64 = practise::db::schema::link::table.count().get_result(db)?;
            let rows: i64 = practise::db::schema::audit::table.count().get_result(db)?;
            Ok([mails, links, rows])
        };
        let before = post.ledger.db.read_now(there).unwrap();
        let failed = post.ledger.write_now(Actor::System, |tx| {
            let link = links::issue(tx, Purpose::Offer, 7, "ada@school.example", Duration::days(1))?;
            enqueue(tx, &compose("offer.made", 1, "ada@school.example", &Ask { name: "Ada" })?.with_link(link))?;
            practise::audit::record(tx, "offer.made", "offer", 7, &serde_json::json!({}))?;
            enqueue(tx, &compose("offer.made", 1, "eve@school.example", &HalfWay { words: Fails })?)
        });
        assert!(matches!(failed, Err(Error::Internal(_))), "{failed:?}");
        assert_eq!(post.ledger.db.read_now(there).unwrap(), before, "no letter, link or row of the log of what failed");
        assert_eq!(post.send().await, sent(1, 0, 0), "and nothing of it leaves");
        assert_eq!(post.sink.received().len(), 1);
    }

    async fn a_worker_killed_before_it_could_mark_a_mail_repeats_the_very_same(post: Post) {
        let id = post.ask("ada@school.example");
        post.sink.rule("*", Does::TakeAndHang);
        // The server has the mail; the worker dies before it hears so.
        let killed = tokio::time::timeout(Wait::from_millis(700), post.send()).await;
        assert!(killed.is_err());
        assert_eq!(post.sink.received().len(), 1);
        post.sink.rule("*", Does::Take);
        assert_eq!(post.send().await, sent(0, 0, 0), "the lease is not over");
        post.pass(Duration::minutes(2));
        assert_eq!(post.send().await, sent(1, 0, 0));
        let received = post.sink.received();
        assert_eq!(received.len(), 2);
        assert_eq!(received[0], received[1], "the same Message-ID, link and all else");
        assert_eq!(post.state(id).0, State::Sent);
    }

    async fn two_workers_send_each_mail_once(post: Post) {
        // Enough that the second has work left to do, however late a busy machine lets it begin.
        let count = 200;
        for n in 0..count {
            post.ask(&format!("p{n}@school{}.example", n % 5));
        }
        let (first, second) = tokio::join!(post.send(), post.send());
        assert_eq!(first.sent + second.sent, count);
        assert!(first.sent > 0 && second.sent > 0, "both should have worked: {first:?} {second:?}");
        let received = post.sink.received();
        let ids: BTreeSet<String> = received.iter().map(|raw| message_id(raw)).collect();
        assert_eq!((received.len(), ids.len()), (count, count));
    }

    async fn the_oldest_mail_leaves_first(post: Post) {
        let first: Vec<i64> = (0..3).map(|n| post.ask(&format!("p{n}@a.example"))).collect();
        post.pass(Duration::minutes(1));
        let last = post.ask("late@a.example");
        let came = send_due(&post.ledger, &post.transport(), 3).await.unwrap();
        assert_eq!(came, sent(3, 0, 0));
        assert!(first.iter().all(|id| post.state(*id).0 == State::Sent));
        assert_eq!(post.state(last).0, State::Queued);
    }

    async fn a_mail_that_is_put_off_is_tried_ever_more_rarely_for_three_days(post: Post) {
        let id = post.ask("ada@school.example");
        post.sink.rule("*", Does::Reply("451 try again, ada@school.example"));
        let begin = post.ledger.clock.now();
        let mut waits = Vec::new();
        loop {
            let now = post.ledger.clock.now();
            let came = post.send().await;
            let (state, _, error, due) = post.state(id);
            assert_eq!(error.as_deref(), Some("the mail server answered 451"), "a code, never the address");
            if state == State::Dead {
                assert_eq!(came, sent(0, 0, 1));
                break;
            }
            assert_eq!(came, sent(0, 1, 0));
            waits.push(due.since(now));
            post.pass(due.since(now) - Duration::microseconds(1));
            assert_eq!(post.send().await, sent(0, 0, 0), "not before its time");
            post.pass(Duration::microseconds(1));
        }
        let lasted = post.ledger.clock.now().since(begin);
        assert!(lasted >= Duration::hours(72) && lasted < Duration::hours(74), "{lasted}");
        let nominal = [1, 2, 4, 8, 16, 32, 60, 60, 60];
        for (wait, minutes) in waits.iter().zip(nominal) {
            let nominal = Duration::minutes(minutes);
            assert!(*wait >= nominal * 0.8 && *wait <= nominal * 1.2, "{wait} should be near {nominal}");
        }
        assert!(waits.windows(2).skip(6).any(|pair| pair[0] != pair[1]), "the waits should be scattered");
    }

    async fn a_mail_that_is_put_off_keeps_its_message_id(post: Post) {
        let id = post.ask("ada@school.example");
        let read = |db: &mut practise::db::AnyConnection| Ok(outbox::table.find(id).select(outbox::message_id).first::<String>(db)?);
        let before = post.ledger.db.read_now(read).unwrap();
        post.sink.rule("*", Does::Reply("452 no room"));
        assert_eq!(post.send().await, sent(0, 1, 0));
        post.pass(Duration::minutes(2));
        post.sink.rule("*", Does::Take);
        assert_eq!(post.send().await, sent(1, 0, 0));
        assert_eq!(message_id(&post.sink.received()[0]), before);
        assert_eq!(post.state(id).1, 2);
    }

    async fn a_refused_mail_is_a_dead_letter_at_once_and_can_be_tried_again(post: Post) {
        let id = post.ask("gone@school.example");
        post.sink.rule("*", Does::Reply("550 5.1.1 no such person gone@school.example"));
        assert_eq!(post.send().await, sent(0, 0, 1));
        post.pass(Duration::days(1));
        assert_eq!(post.send().await, sent(0, 0, 0), "never again by itself");
        let letters = post.ledger.db.read_now(dead_letters).unwrap();
        assert_eq!(letters.len(), 1);
        assert_eq!((letters[0].id, letters[0].attempts), (id, 1));
        assert_eq!(letters[0].reason.as_deref(), Some("the mail server answered 550"));
        let flagged = post.ledger.db.read_now(|db| refused(db, "gone@school.example")).unwrap();
        assert_eq!(flagged, letters[0].finished_at);
        assert_eq!(post.ledger.db.read_now(|db| refused(db, "ada@school.example")).unwrap(), None);
        post.sink.rule("*", Does::Take);
        post.write(|tx| revive(tx, id));
        assert!(matches!(post.ledger.write_now(Actor::Operator, |tx| revive(tx, id)), Err(Error::Conflict(_))));
        assert!(matches!(post.ledger.write_now(Actor::Operator, |tx| revive(tx, id + 1000)), Err(Error::NotFound)));
        assert_eq!(post.send().await, sent(1, 0, 0));
        assert!(post.ledger.db.read_now(dead_letters).unwrap().is_empty());
    }

    async fn a_host_that_hangs_or_cuts_the_line_holds_up_nobody_else(post: Post) {
        post.sink.rule("hangs.example", Does::Hang);
        post.sink.rule("cuts.example", Does::Cut);
        for n in 0..80 {
            post.ask(&format!("p{n}@hangs.example"));
        }
        let cut = post.ask("p@cuts.example");
        for n in 0..30 {
            post.ask(&format!("p{n}@fine.example"));
        }
        let transport = post.transport().waiting(Wait::from_secs(60));
        let all = send_due(&post.ledger, &transport, 1000);
        assert!(tokio::time::timeout(Wait::from_secs(8), all).await.is_err(), "some should still hang");
        assert_eq!(post.sink.received().len(), 30);
        assert_eq!(post.state(cut).0, State::Queued);
        assert_eq!(post.state(cut).2.as_deref(), Some("the mail server was not reached"));
    }

    async fn a_mail_that_hangs_is_given_back_in_time_and_its_connection_is_not_used_again(post: Post) {
        let id = post.ask("p@hangs.example");
        post.sink.rule("hangs.example", Does::Hang);
        let transport = post.transport().waiting(Wait::from_millis(300));
        assert_eq!(send_due(&post.ledger, &transport, 1).await.unwrap(), sent(0, 1, 0));
        assert_eq!(post.state(id).2.as_deref(), Some("the mail server did not answer in time"));
        post.ask("p@fine.example");
        assert_eq!(send_due(&post.ledger, &transport, 1).await.unwrap(), sent(1, 0, 0));
        assert_eq!(post.sink.connections(), 2);
        post.ask("q@fine.example");
        assert_eq!(send_due(&post.ledger, &transport, 1).await.unwrap(), sent(1, 0, 0));
        assert_eq!(post.sink.connections(), 2, "a connection that answered well is kept");
    }

    async fn after_an_hour_without_a_mail_server_all_mail_leaves_within_five_minutes(post: Post) {
        let nowhere = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = nowhere.local_addr().unwrap();
        drop(nowhere);
        let down = Config { mail: MailUrl::Smtp(Secret::new(format!("smtp://{address}?tls=none"))), ..post.config.clone() };
        let transport = Transport::from_config(&down).unwrap();
        for minute in 0..60 {
            if minute % 10 == 0 {
                post.ask(&format!("p{minute}@school.example"));
            }
            assert_eq!(send_due(&post.ledger, &transport, 1000).await.unwrap().sent, 0);
            post.pass(Duration::minutes(1));
        }
        let sink = Sink::start_on(address).await;
        for _ in 0..10 {
            post.pass(Duration::seconds(30));
            send_due(&post.ledger, &transport, 1000).await.unwrap();
        }
        assert_eq!(sink.received().len(), 6);
        assert!(post.ledger.db.read_now(dead_letters).unwrap().is_empty());
    }

    async fn a_sign_in_mail_that_is_too_late_is_dropped_and_an_overtaken_link_is_still_sent(post: Post) {
        let id = post.write(|tx| {
            let sign_in: i64 = diesel::insert_into(sign_in::table)
                .values((
                    sign_in::email.eq("ada@school.example"),
                    sign_in::nonce.eq(&[7_u8; 32][..]),
                    sign_in::session_key.eq("key"),
                    sign_in::next_path.eq("/"),
                    sign_in::shared_computer.eq(false),
                    sign_in::created_at.eq(tx.now),
                    sign_in::expires_at.eq(tx.now.plus(Duration::minutes(30))),
                ))
                .returning(sign_in::id)
                .get_result(tx.db)?;
            let link = links::issue(tx, Purpose::SignIn, sign_in, "ada@school.example", Duration::minutes(30))?;
            let letter = compose("sign_in", 1, "ada@school.example", &SignIn)?.with_link(link).with_code(sign_in);
            enqueue(tx, &letter)?;
            enqueue(tx, &letter)
        });
        assert_eq!(send_due(&post.ledger, &post.transport(), 1).await.unwrap(), sent(1, 0, 0));
        let raw = post.sink.received().remove(0);
        let code = part(&parse_mail(&raw).unwrap(), "text/plain").lines().find(|line| line.len() == 6 && line.bytes().all(|b| b.is_ascii_digit())).unwrap().to_owned();
        assert!(part(&parse_mail(&raw).unwrap(), "text/html").contains(&code));
        post.pass(Duration::minutes(30));
        assert_eq!(post.send().await, sent(0, 0, 1));
        assert_eq!(post.state(id).2.as_deref(), Some("expired"));

        post.ask("bo@school.example");
        post.write(|tx| links::supersede(tx, Purpose::Offer, 7));
        assert_eq!(post.send().await, sent(1, 0, 0));
    }

    async fn the_words_of_a_mail_go_when_it_has_left_unless_this_is_development(post: Post) {
        let text = |id: i64| {
            post.ledger.db.read_now(|db| Ok(outbox::table.find(id).select((outbox::body_text, outbox::body_html)).first::<(String, String)>(db)?)).unwrap()
        };
        let kept = post.ask("ada@school.example");
        post.send().await;
        assert!(text(kept).0.contains("Dear Ada"));
        let mut config = post.config.clone();
        config.environment = Environment::Production;
        let production = Transport::from_config(&config).unwrap();
        let gone = post.ask("bo@school.example");
        assert_eq!(send_due(&post.ledger, &production, 10).await.unwrap(), sent(1, 0, 0));
        assert_eq!(text(gone), (String::new(), String::new()));
    }

    async fn the_worker_sends_what_is_committed_and_ends_when_told(post: Post) {
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let worker = tokio::spawn(work(post.ledger.clone(), post.transport(), stopped));
        post.ask("ada@school.example");
        for _ in 0..200 {
            if !post.sink.received().is_empty() {
                break;
            }
            tokio::time::sleep(Wait::from_millis(50)).await;
        }
        assert_eq!(post.sink.received().len(), 1);
        stop.send(true).unwrap();
        tokio::time::timeout(Wait::from_secs(10), worker).await.unwrap().unwrap().unwrap();
    }
}

#[tokio::test]
async fn mail_into_a_folder_is_whole_files_in_the_order_of_writing() {
    let mut post = Post::start(Backend::Sqlite).await;
    let folder = tempfile::tempdir().unwrap();
    post.config.mail = MailUrl::File(folder.path().join("mail").to_str().unwrap().to_owned());
    let ids = [post.ask("ada@school.example"), post.ask("bo@school.example")];
    assert_eq!(post.send().await, sent(2, 0, 0));
    let mut found: Vec<_> = std::fs::read_dir(folder.path().join("mail"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    found.sort();
    assert_eq!(found, ids.map(|id| format!("{id:06}-offer.made.eml")));
    let raw = std::fs::read(folder.path().join("mail").join(&found[0])).unwrap();
    assert_eq!(
        parse_mail(&raw).unwrap().headers.get_first_value("To").unwrap(),
        "ada@school.example"
    );
}

#[test]
fn the_wait_doubles_up_to_a_limit_within_its_scatter() {
    let deferred = Trouble::Deferred(String::new());
    let minutes = |attempts, scatter| wait(&deferred, attempts, Duration::ZERO, scatter).unwrap().as_seconds_f64() / 60.0;
    let nominal: Vec<f64> = (1..=9).map(|attempts| minutes(attempts, 200)).collect();
    assert_eq!(nominal, [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0, 60.0]);
    assert_eq!((minutes(7, 0), minutes(7, 400), minutes(i32::MAX, 200)), (48.0, 72.0, 60.0));
    let away = Trouble::Unreachable(String::new());
    assert_eq!(
        wait(&away, 50, Duration::hours(71), 400),
        Some(Duration::seconds(288)),
        "under five minutes"
    );
    assert_eq!(wait(&deferred, 70, Duration::hours(72), 0), None);
    assert!(
        wait(&deferred, 3, Duration::hours(500), 0).is_some(),
        "an old letter that was revived gets its tries"
    );
    assert_eq!(wait(&Trouble::Refused(String::new()), 1, Duration::ZERO, 0), None);
}

#[test]
fn a_mail_address_that_cannot_be_used_is_told_without_its_password() {
    let problem = |url: &str, environment| {
        let mut config = Config::from_variables(&[].into()).unwrap();
        config.mail = MailUrl::Smtp(Secret::new(url));
        config.environment = environment;
        Transport::from_config(&config).err()
    };
    for url in [
        "smtp://mail.example",
        "smtp://user:p%40ss@mail.example:2525?tls=required",
        "smtps://user:pass@mail.example",
        "smtp://127.0.0.1:25?tls=none",
    ] {
        assert_eq!(problem(url, Environment::Production), None, "{url}");
    }
    assert_eq!(problem("smtp://mail.example?tls=none", Environment::Development), None);
    for url in [
        "smtp://user:secret@mail.example?tls=none",
        "smtp://user:secret@mail.example?tls=maybe",
        "smtp://user:secret@mail.example?speed=fast",
        "smtps://user:secret@mail.example?tls=none",
        "smtp://user@mail.example",
    ] {
        let words = problem(url, Environment::Production).unwrap_or_else(|| panic!("{url} should be refused"));
        assert!(words.starts_with("PRACTISE_MAIL_URL ") && !words.contains("secret"), "{words}");
    }
}
