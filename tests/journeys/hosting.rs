//! A coordinator plans a round and writes a placement in a real browser; every page is held to the bars of accessibility, and its HTML to the checker.

mod whole;

use super::walk::{Walk, walk};
use crate::support::app::TestApp;
use crate::support::browser::{DESKTOP, PHONE, Scripts};
use crate::support::db::Backend;
use crate::support::run::run;

const COORDINATOR: &str = "co@trust.example.org";
const SUPERVISOR: &str = "audit@college.example.org";

impl Walk<'_> {
    async fn enter_date(&self, name: &str, parts: [&str; 3]) {
        for (part, value) in ["day", "month", "year"].into_iter().zip(parts) {
            self.fill(&[(&format!("{name}-{part}"), value)]).await;
        }
    }

    async fn select(&self, name: &str, value: &str) {
        let option = self.browser.element(&format!("[name='{name}'] option[value='{value}']")).await;
        option.click().await.unwrap();
    }

    /// From an empty page to an open round with one placement; `promise` makes the supervisor's fingerprint for a reference. Answers the round's path.
    async fn host(&self, promise: impl Fn(&str) -> String) -> String {
        self.browser.goto("/coordinate/rounds/new").await;
        self.look("host-round-new").await;
        self.error("Confirm and save", "host-round-new").await;
        self.fill(&[("name", "Spring round"), ("answer-days", "7")]).await;
        self.enter_date("opens", ["12", "1", "2027"]).await;
        self.select("opens-hour", "9").await;
        self.enter_date("closes", ["1", "2", "2027"]).await;
        self.select("closes-hour", "17").await;
        self.press("Confirm and save").await;
        self.look("host-round").await;
        let round = self.browser.path().await;
        let reference = round.rsplit('/').next().unwrap().to_owned();
        self.browser.goto(&format!("/coordinate/opportunities/new?round={reference}")).await;
        self.look("host-begin").await;
        self.press("Continue").await;
        self.write_it().await;
        self.browser.goto(&format!("{round}/supervisor")).await;
        self.look("host-supervisor").await;
        self.error("Send the link", "host-supervisor").await;
        self.fill(&[("name", "Head of audit"), ("email", SUPERVISOR)]).await;
        self.press("Send the link").await;
        self.open(SUPERVISOR).await;
        self.look("host-promise").await;
        self.error("Send the fingerprint", "host-promise").await;
        self.fill(&[("commitment", &promise(&reference))]).await;
        self.press("Send the fingerprint").await;
        self.look("host-promised").await;
        self.browser.goto(&format!("{round}/open")).await;
        self.look("host-open").await;
        self.press("Open the round").await;
        self.look("host-round-open").await;
        for page in ["copy", "close"] {
            self.browser.goto(&format!("{round}/{page}")).await;
            self.look(&format!("host-round-{page}")).await;
        }
        for page in ["", "/rounds"] {
            self.browser.goto(&format!("/coordinate{page}")).await;
            self.look(&format!("host-list{}", page.replace('/', "-"))).await;
        }
        self.browser.goto("/work-experience").await;
        assert!(self.browser.text("main").await.contains("A week in the pharmacy"));
        round
    }

    async fn write_it(&self) {
        self.look("host-what").await;
        self.error("Save and continue", "host-what").await;
        self.fill(&[
            ("title", "A week in the pharmacy"),
            ("summary", "See how medicines reach people."),
            ("town", "Leeds"),
            ("outcode", "LS9"),
        ])
        .await;
        self.select("family", "pharmacy").await;
        self.press("Save and continue").await;
        self.look("host-edit").await;
        let path = self.browser.path().await;
        let go = async |page: &str| self.browser.goto(&format!("{path}/{page}")).await;
        go("days").await;
        self.look("host-days").await;
        self.error("Save and continue", "host-days").await;
        self.choose(&[("kind", "block")]).await;
        self.enter_date("first", ["14", "6", "2027"]).await;
        self.enter_date("last", ["18", "6", "2027"]).await;
        self.fill(&[("start", "9am"), ("finish", "4pm"), ("meeting-point", "Main entrance")])
            .await;
        self.press("Save and continue").await;
        go("places").await;
        self.look("host-places").await;
        self.error("Save and continue", "host-places").await;
        self.fill(&[("places", "4"), ("minimum-age", "16")]).await;
        self.press("Save and continue").await;
        go("work").await;
        self.look("host-work").await;
        self.fill(&[
            ("activities", "You will follow a pharmacist."),
            ("limits", "You will not give medicines."),
        ])
        .await;
        self.press("Save and continue").await;
        go("care").await;
        self.look("host-care").await;
        self.error("Save and continue", "host-care").await;
        self.fill(&[
            ("supervisor", "Sam Taylor"),
            ("supervisor-job", "Pharmacist"),
            ("supervisor-email", "sam@trust.example.org"),
            ("risks", "Medicines are strong."),
        ])
        .await;
        self.choose(&[("risk-confirmed", "yes"), ("insurance-confirmed", "yes")]).await;
        self.press("Save and continue").await;
        go("pack").await;
        self.look("host-pack").await;
        let base = path.trim_end_matches("/edit").to_owned();
        for page in ["pack", "copy", "withdraw", "preview", "publish"] {
            self.browser.goto(&format!("{base}/{page}")).await;
            self.look(&format!("host-{page}-page")).await;
        }
        self.press("Publish").await;
        self.look("host-published").await;
    }
}

/// A trust with its coordinator.
fn trust(test: &TestApp) {
    let area = test.area("YH");
    let ours = test.organisation("RR8", "Leeds Trust", area);
    test.coordinator(COORDINATOR, ours);
}

fn hosting(name: &'static str, scripts: Scripts, size: (u32, u32), thorough: bool) {
    run(Backend::Sqlite, |test: TestApp| async move {
        trust(&test);
        walk(&test, name, scripts, size, thorough, |walk| async move {
            let client = walk.test.sign_in(COORDINATOR).await;
            walk.browser.take_cookies(&client).await;
            walk.host(|_| "a1".repeat(32)).await;
        })
        .await;
    });
}

#[test]
fn a_coordinator_hosts_on_a_phone_without_scripts() {
    hosting("hosting-phone", Scripts::Off, PHONE, true);
}

#[test]
fn a_coordinator_hosts_on_a_desktop_with_scripts() {
    hosting("hosting-desktop", Scripts::On, DESKTOP, false);
}
