//! Emailed links: a look changes nothing, an answer counts once, and a new link goes only to the address on file.

use askama::Template;
use diesel::prelude::*;
use practise::audit::{self, Seen};
use practise::db::schema::{audit as log, link, outbox};
use practise::db::{AnyConnection, Instant};
use practise::error::Error;
use practise::links::{self, Answer, Handler, Handlers, Link, Page, Posted, Purpose};
use practise::mail;
use practise::tx::Tx;
use serde_json::json;
use time::Duration;

use crate::support::app::TestApp;
use crate::support::db::Backend;
use crate::support::run::on_both;

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% extends "shells/content.html" %}{% import "components/macros.html" as c %}{% block title %}{{ title }}{% endblock %}
{%- block body %}{{ c::heading(title) }}<form method="post">{{ c::form_fields() }}<input name="yes" id="yes">{{ c::button("Send") }}</form>{% endblock %}"#
)]
struct Said {
    title: &'static str,
}

#[derive(Template)]
#[template(ext = "txt", source = "Subject: Your offer\n\n[[Answer]]\n")]
struct Words;

/// Takes `yes=yes`, and says so in the audit log.
struct Offers;

impl Handler for Offers {
    fn ask(&self, _: &mut AnyConnection, _: &Link, _: Instant) -> Result<(Page, Option<Seen>), Error> {
        Ok((Box::new(Said { title: "Do you want it?" }), None))
    }

    fn outcome(&self, _: &mut AnyConnection, link: &Link) -> Result<Page, Error> {
        Ok(Box::new(Said {
            title: if link.used_at.is_some() {
                "You said yes"
            } else {
                "Somebody else answered"
            },
        }))
    }

    fn answer(&self, tx: &mut Tx<'_>, link: &Link, posted: &Posted) -> Result<Answer, Error> {
        match posted.form.get("yes") {
            Some("yes") if links::spend(tx, link.id, "yes")? => {
                audit::record(tx, "test.accepted", "link", link.id, &json!({}))?;
                Ok(Answer::Done)
            }
            Some("yes") => Ok(Answer::Done),
            Some("crash") => {
                links::spend(tx, link.id, "yes")?;
                Err(Error::conflict("That cannot be done."))
            }
            _ => Ok(Answer::Invalid(Box::new(Said { title: "Select yes" }))),
        }
    }

    fn resend(&self, tx: &mut Tx<'_>, link: &Link) -> Result<(), Error> {
        letter(tx, &link.recipient)
    }
}

/// Answers by opening the session of person 1.
struct SignIns;

impl Handler for SignIns {
    fn ask(&self, db: &mut AnyConnection, link: &Link, now: Instant) -> Result<(Page, Option<Seen>), Error> {
        Offers.ask(db, link, now)
    }

    fn outcome(&self, db: &mut AnyConnection, link: &Link) -> Result<Page, Error> {
        Offers.outcome(db, link)
    }

    fn answer(&self, tx: &mut Tx<'_>, link: &Link, _: &Posted) -> Result<Answer, Error> {
        links::spend(tx, link.id, "signed in")?;
        Ok(Answer::SignIn {
            person_id: link.subject_id,
            shared_computer: false,
            next: "/dev/mail".to_owned(),
        })
    }

    fn resend(&self, _: &mut Tx<'_>, _: &Link) -> Result<(), Error> {
        Ok(())
    }
}

fn letter(tx: &mut Tx<'_>, to: &str) -> Result<(), Error> {
    let link = links::issue(tx, Purpose::Offer, 7, to, Duration::days(3))?;
    let letter = mail::compose("offer.made", 1, to, &Words)?.with_link(link);
    mail::enqueue(tx, &letter)?;
    Ok(())
}

fn app(backend: Backend) -> TestApp {
    TestApp::builder(backend)
        .links(Handlers::default().with(Purpose::Offer, Offers).with(Purpose::SignIn, SignIns))
        .start()
}

/// A link to `to`, from the mail.
async fn mailed(app: &TestApp, to: &str) -> String {
    app.write(|tx| letter(tx, to));
    app.mail().await.latest_for(to).link()
}

/// Everything that an answer changes.
fn traces(app: &TestApp) -> (Vec<Option<Instant>>, i64, i64) {
    app.read(|db| {
        Ok((
            link::table.order(link::id).select(link::used_at).load(db)?,
            log::table.filter(log::act.eq("test.accepted")).count().get_result(db)?,
            outbox::table.count().get_result(db)?,
        ))
    })
}

fn path(link: &str) -> String {
    link[link.find("/links/").unwrap()..].to_owned()
}

fn form(yes: &str) -> Vec<(String, String)> {
    vec![("yes".to_owned(), yes.to_owned())]
}

on_both! {
    async fn a_look_changes_nothing_however_often(backend: Backend) {
        let app = app(backend);
        let at = path(&mailed(&app, "ada@school.example").await);
        let before = traces(&app);
        for method in ["GET", "HEAD", "OPTIONS", "GET", "HEAD"] {
            let page = app.client().ask(method, &at).send().await;
            page.should_be(if method == "OPTIONS" { 405 } else { 200 });
            assert_eq!(page.header("cache-control"), "no-store");
            assert_eq!(page.header("referrer-policy"), "no-referrer");
            assert_eq!(page.header("set-cookie"), "", "a link's page opens no session");
        }
        assert_eq!(traces(&app), before);
        let page = app.client().get(&at).await;
        assert_eq!(page.h1(), "Do you want it?");
        let token = at.rsplit('/').next().unwrap();
        assert!(!page.body().contains(token), "the token should stay out of the page");
    }

    async fn an_answer_counts_once_and_pressing_again_shows_what_came_of_it(backend: Backend) {
        let app = app(backend);
        let link = mailed(&app, "ada@school.example").await;
        let page = app.client().open(&link).await.form().set("yes", "yes").submit().await;
        assert_eq!(page.should_be(200).h1(), "You said yes");
        let after = traces(&app);
        assert_eq!(after.1, 1);
        app.pass(Duration::minutes(1));
        for _ in 0..3 {
            let page = app.client().post(&path(&link), &form("yes")).await;
            assert_eq!(page.should_be(200).h1(), "You said yes");
        }
        assert_eq!(traces(&app), after);
    }

    async fn a_wrong_answer_is_told_and_one_that_fails_changes_nothing(backend: Backend) {
        let app = app(backend);
        let link = mailed(&app, "ada@school.example").await;
        let before = traces(&app);
        let page = app.client().post(&path(&link), &form("perhaps")).await;
        assert_eq!(page.should_be(422).h1(), "Select yes");
        app.client().post(&path(&link), &form("crash")).await.should_be(409);
        assert_eq!(traces(&app), before);
    }

    async fn an_overtaken_link_leads_to_the_newer_one_or_shows_what_came_of_it(backend: Backend) {
        let app = app(backend);
        let first = mailed(&app, "ada@school.example").await;
        let second = mailed(&app, "ada@school.example").await;
        assert_ne!(first, second);
        assert_eq!(app.client().open(&first).await.should_be(200).h1(), "There is a newer link");
        app.client().post(&path(&first), &form("yes")).await.should_be(200);
        assert_eq!(traces(&app).1, 0);
        assert_eq!(app.client().open(&second).await.h1(), "Do you want it?");
        app.write(|tx| links::supersede(tx, Purpose::Offer, 7));
        for link in [first, second] {
            assert_eq!(app.client().open(&link).await.should_be(200).h1(), "Somebody else answered");
        }
    }

    async fn an_expired_link_offers_a_new_one_to_the_same_address_three_times_an_hour(backend: Backend) {
        let app = TestApp::builder(backend)
            .links(Handlers::default().with(Purpose::Offer, Offers))
            .configure(|config| config.limits.reissues_per_hour = 3)
            .start();
        let link = mailed(&app, "ada@school.example").await;
        app.pass(Duration::days(3) - Duration::microseconds(1));
        assert_eq!(app.client().open(&link).await.h1(), "Do you want it?");
        app.pass(Duration::microseconds(1));
        let page = app.client().open(&link).await;
        assert_eq!(page.should_be(200).h1(), "This link has expired");
        app.client().post(&path(&link), &form("yes")).await.should_be(200);
        assert_eq!(traces(&app).1, 0, "too late by no time at all is too late");
        for _ in 0..5 {
            let page = app.client().open(&link).await.form().submit().await;
            assert_eq!(page.should_be(200).h1(), "Check your email", "the same whether a mail was sent or not");
        }
        let mailbox = app.mail().await;
        assert_eq!(mailbox.all().len(), 4, "the first, and three new ones");
        assert_eq!(mailbox.to("ada@school.example").len(), 4);
        let fresh = mailbox.latest_for("ada@school.example").link();
        assert_eq!(app.client().open(&fresh).await.h1(), "Do you want it?");
    }

    async fn a_token_of_another_purpose_or_of_nobody_is_unknown(backend: Backend) {
        let app = app(backend);
        mailed(&app, "ada@school.example").await;
        let nonce: Vec<u8> = app.read(|db| Ok(link::table.select(link::nonce).first(db)?));
        let other = links::token(&app.ledger().env().keys, Purpose::SignIn, &nonce);
        for token in [other.as_str(), &"A".repeat(43), "short", "%2e%2e%2f"] {
            let page = app.client().get(&format!("/links/{token}")).await;
            assert_eq!(page.should_be(404).h1(), "We do not know this link");
            app.client().post(&format!("/links/{token}"), &form("yes")).await.should_be(404);
            app.client().post(&format!("/links/{token}/again"), &[]).await.should_be(404);
        }
    }

    async fn guessing_is_cut_short_while_real_links_still_work(backend: Backend) {
        let app = TestApp::builder(backend)
            .links(Handlers::default().with(Purpose::Offer, Offers))
            .configure(|config| config.limits.guesses_per_minute = 10)
            .start();
        let link = mailed(&app, "ada@school.example").await;
        for n in 0..10 {
            app.client().get(&format!("/links/{n:A>43}")).await.should_be(404);
        }
        let page = app.client().get(&format!("/links/{}", "B".repeat(43))).await;
        page.should_be(429);
        assert_ne!(page.header("retry-after"), "");
        assert_eq!(app.client().open(&link).await.should_be(200).h1(), "Do you want it?");
    }

    async fn only_a_sign_in_link_opens_a_session_and_only_by_an_answer(backend: Backend) {
        let app = app(backend);
        let token = app.write(|tx| {
            let person = practise::auth::person_for_email(tx, "ada@school.example")?;
            let id = links::issue(tx, Purpose::SignIn, person, "ada@school.example", Duration::minutes(30))?;
            Ok(links::by_id(tx.db, id)?.token(&tx.env.keys))
        });
        let client = app.client();
        client.get(&format!("/links/{token}")).await.should_be(200);
        assert!(client.cookies().is_empty());
        let page = client.ask("POST", &format!("/links/{token}")).form(&form("")).stay().send().await;
        page.should_be(303);
        assert_eq!(page.header("location"), "/dev/mail");
        assert!(!client.cookies().is_empty());
    }

    async fn in_development_the_mail_can_be_read_and_its_link_followed(backend: Backend) {
        let app = app(backend);
        let link = mailed(&app, "ada@school.example").await;
        let list = app.client().get("/dev/mail").await;
        list.should_be(200).should_say("ada@school.example");
        let mail = app.client().get("/dev/mail/1").await;
        assert_eq!(mail.should_be(200).h1(), "Your offer");
        assert!(mail.links().iter().any(|(_, href)| *href == link), "{:?}", mail.links());
        app.client().get("/dev/mail/99").await.should_be(404);
    }

    async fn in_production_there_is_no_page_of_mail(backend: Backend) {
        let app = TestApp::builder(backend).production().start();
        for at in ["/dev/mail", "/dev/mail/1"] {
            app.client().get(at).await.should_be(404);
        }
    }
}
