//! Somebody of 16 applies for two placements, through the pages and the mail alone.

use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::page::Page;

pub const EMAIL: &str = "ada@example.org";
pub const GUARDIAN: &str = "bo@example.org";
pub const SCHOOL: &str = "green@school.example";

/// From the list of placements to the page that asks for an email address.
pub async fn find(client: &Client) -> Page {
    let list = client.get("/work-experience").await;
    let placement = list.follow("A week on the ward ward").await;
    let check = placement.follow("Apply").await.follow("Start now").await;
    let form = check
        .form()
        .set("date-of-birth-day", "1")
        .set("date-of-birth-month", "March")
        .set("date-of-birth-year", "2011");
    let email = form.choose("can-come", "yes").choose("other-placement", "no").submit().await;
    assert_eq!(email.path, "/apply/ward/email");
    email
}

/// To the task list, with the code from the mail.
pub async fn begin_with_code(test: &TestApp, client: &Client) -> Page {
    let code = find(client).await.form().set("email", EMAIL).submit().await;
    code.form()
        .set("code", test.mail().await.latest_for(EMAIL).code())
        .press("Continue")
        .await
}

/// To the task list, with the link from the mail.
pub async fn begin_with_link(test: &TestApp, client: &Client) -> Page {
    find(client).await.form().set("email", EMAIL).submit().await.should_be(200);
    let link = test.mail().await.latest_for(EMAIL).link();
    let begin = client.open(&link).await.form().submit().await;
    assert_eq!(begin.path, "/apply/ward/begin");
    begin.form().submit().await
}

/// Answers the first half: who they are and what they do now.
pub async fn first_half(client: &Client, tasks: &Page) -> Page {
    let page = client.get(&format!("{}/name", tasks.path)).await;
    let page = page.form().set("first-name", "Ada").set("last-name", "Okafor").submit().await;
    let page = page.form().set("postcode", "ls97tf").submit().await;
    let page = page.form().choose("situation", "at_school").submit().await;
    let form = page.form().choose("free-school-meals", "yes").choose("pupil-premium", "not_sure");
    let form = form.choose("meals-when", "before_september_2026");
    form.choose("first-generation", "prefer_not_to_say").submit().await
}

/// Answers the rest from the task list on; ends at the page on which answers are checked.
pub async fn second_half(client: &Client, tasks: &str) -> Page {
    let page = client.get(&format!("{tasks}/aims")).await;
    let page = page.form().choose("families", "nursing").choose("applying", "yes").submit().await;
    let page = page
        .form()
        .set("interest", "People.\r\nAnd care.")
        .set("learn", "How a ward works")
        .submit()
        .await;
    assert!(page.path.ends_with("/choices"), "{}", page.path);
    let form = page.form();
    let (lab, _) = form
        .choices("choice-2")
        .into_iter()
        .find(|(_, words)| words.contains("ward lab"))
        .unwrap();
    let page = form.choose("choice-2", &lab).submit().await;
    let page = page.form().choose("all-days", "yes").submit().await;
    let page = page.form().set("adjustments", "Step-free rooms").submit().await;
    let form = page
        .form()
        .set("organisation", "Hill School")
        .set("name", "Mx Green")
        .set("role", "Careers leader");
    let page = form.set("email", SCHOOL).submit().await;
    let form = page
        .form()
        .set("name", "Bo Okafor")
        .set("relationship", "Mother")
        .set("email", GUARDIAN);
    let check = form.submit().await;
    assert!(check.path.ends_with("/check"), "{}", check.path);
    check
}

/// Sends the checked answers and leaves the equality questions; ends at the page that says it was sent.
pub async fn send(check: &Page) -> Page {
    let received = check.form().submit().await;
    received.should_be(200).should_say("We have received your application");
    let sent = received.form().choose("answer", "no").submit().await;
    sent.should_be(200).should_say("Application sent");
    sent
}

/// The guardian's page, from the mail.
pub async fn open_link(test: &TestApp, to: &str) -> Page {
    let link = test.mail().await.latest_for(to).link();
    test.client().open(&link).await
}

/// The guardian says yes.
pub async fn guardian_agrees(test: &TestApp) -> Page {
    let form = open_link(test, GUARDIAN).await.form();
    let form = form
        .choose("agree", "yes")
        .set("full-name", "Bo Okafor")
        .set("relationship", "Mother");
    form.choose("statement", "yes").submit().await
}

/// The school says yes to everything.
pub async fn school_confirms(test: &TestApp) -> Page {
    let form = open_link(test, SCHOOL).await.form();
    let form = form
        .choose("on-roll", "yes")
        .choose("free-school-meals", "yes")
        .choose("pupil-premium", "yes");
    let form = form.choose("fit", "yes");
    form.set("full-name", "Mx Green").set("role", "Careers leader").submit().await
}
