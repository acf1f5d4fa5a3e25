//! What somebody can do with what is kept about them, and what goes without being asked.

mod command;
pub mod download;
pub mod erase;
mod looks;
mod retention;
mod waiting;

use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::page::Page;

/// Shows again who they are, with the code from the mail; ends where `next` leads.
pub async fn prove(test: &TestApp, client: &Client, email: &str, path: &str) -> Page {
    let asked = client.get(path).await.form().press("Email me a code").await;
    assert_eq!(asked.path, "/my-data/code");
    let mail = test.mail().await;
    let letter = mail.latest_for(email);
    assert_eq!(letter.kind, "auth.proof");
    assert!(!letter.text().contains("/links/"), "the letter has a code and no link");
    asked.form().set("code", letter.code()).press("Continue").await
}
