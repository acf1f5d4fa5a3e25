//! What people read, whole: a change of words is seen as one. What is drawn at random is left out.

use diesel::prelude::*;
use insta::{Settings, assert_snapshot};
use practise::db::schema::{application, standing};
use scraper::ElementRef;

use super::pages::{EMAIL, begin_with_code, first_half, guardian_agrees, school_confirms, second_half};
use super::world::{COORDINATOR, World};
use crate::support::app::TestApp;
use crate::support::db::Backend;
use crate::support::page::{Page, selector, words};
use crate::support::run::run;

/// What stands on a page, a line for each piece.
const PIECES: &str = "h1, h2, h3, p, li, dt, dd, caption, th, td, label, legend, button, summary, .nhsuk-hint, .nhsuk-tag";

/// The title and the words of a page, in their order, each with what it is.
pub fn outline(page: &Page) -> String {
    let pieces = selector(PIECES);
    let main = selector("main");
    let main = page.document().select(&main).next().unwrap();
    let whole = |element: &ElementRef<'_>| {
        // A piece inside a piece is a line of its own, unless words would be lost.
        let inner: String = element.select(&pieces).map(words).collect();
        inner.split_whitespace().collect::<String>() != words(*element).split_whitespace().collect::<String>() || inner.is_empty()
    };
    let inside = |element: &ElementRef<'_>| {
        let of_pieces = |parent: ElementRef<'_>| pieces.matches(&parent) && whole(&parent);
        element.ancestors().filter_map(ElementRef::wrap).any(of_pieces)
    };
    let shown = main.select(&pieces).filter(whole).filter(|element| !inside(element));
    let lines = shown.map(|element| format!("{}: {}", element.value().name(), words(element)));
    format!("title: {}\n{}", page.title(), lines.collect::<Vec<_>>().join("\n"))
}

/// Keeps the snapshots in `tests/snapshots`.
pub fn settings() -> Settings {
    let mut settings = Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings
}

/// Leaves out what was drawn at random: the address, the tokens of links, the reference, and the lottery number.
fn settled(test: &TestApp, text: &str) -> String {
    let drawn: Vec<String> = test.read(|db| Ok(application::table.select(application::public_ref).load(db)?));
    let lottery: Vec<String> = test.read(|db| Ok(standing::table.select(standing::lottery).load(db)?));
    let mut text = text.replace(test.address(), "[PORTAL]");
    for reference in drawn {
        text = text.replace(&reference, "[REFERENCE]");
    }
    for number in lottery {
        text = text.replace(&number[..8].to_uppercase(), "[LOTTERY]");
    }
    without_tokens(&text)
}

/// A text whose links have no tokens.
pub fn without_tokens(text: &str) -> String {
    let parts = text
        .split("/links/")
        .enumerate()
        .map(|(index, part)| match (index, part.find(char::is_whitespace)) {
            (0, _) => part.to_owned(),
            (_, Some(end)) => format!("[TOKEN]{}", &part[end..]),
            (_, None) => "[TOKEN]".to_owned(),
        });
    parts.collect::<Vec<_>>().join("/links/")
}

#[test]
fn what_people_read_is_as_it_was() {
    run(Backend::Sqlite, |backend: Backend| async move {
        let test = TestApp::builder(backend).seeded("what people read").start();
        let world = World::new(&test, &[1, 1]);
        let _bound = settings().bind_to_scope();
        let outline = |page: &Page| settled(&test, &outline(page));
        let client = test.client();
        assert_snapshot!("page_start", outline(&client.get("/").await));
        assert_snapshot!("page_placement", outline(&client.get("/work-experience/ward").await));
        let tasks = begin_with_code(&test, &client).await;
        assert_snapshot!("page_tasks", outline(&tasks));
        first_half(&client, &tasks).await;
        let check = second_half(&client, &tasks.path).await;
        assert_snapshot!("page_check", outline(&check));
        check.form().submit().await.should_be(200);
        guardian_agrees(&test).await;
        school_confirms(&test).await;
        world.rank().await;
        assert_snapshot!("page_status_ranked", outline(&client.get(&tasks.path).await));
        assert_snapshot!("mail_approve", letter(&test, COORDINATOR, "proposal.asked").await);
        assert_snapshot!("page_proposal", outline(&world.link(COORDINATOR, "proposal.asked").await));
        world.approve().await.should_be(200);
        assert_snapshot!("mail_offer", letter(&test, EMAIL, "offer.made").await);
        assert_snapshot!("page_offer", outline(&world.link(EMAIL, "offer.made").await));
    });
}

/// The subject and the text of the newest mail of a kind.
async fn letter(test: &TestApp, to: &str, kind: &str) -> String {
    let mail = test.mail().await;
    let mail = mail.to(to).into_iter().rfind(|mail| mail.kind == kind).unwrap();
    settled(test, &format!("Subject: {}\n\n{}", mail.subject(), mail.text()))
}
