//! Pages in a real browser: accessible at every width, with and without scripts.

use crate::support::app::TestApp;
use crate::support::browser::{Browser, Scripts, with_browser};
use crate::support::db::Backend;
use crate::support::nu;
use crate::support::run::{Fixture, run};

/// Public pages, each with a name for its picture.
const PAGES: [(&str, &str); 1] = [("/no-such-page", "not-found")];

async fn every_page_is_accessible(browser: Browser) {
    for (path, name) in PAGES {
        browser.goto(path).await;
        browser.assert_accessible(name).await;
    }
}

#[test]
fn pages_are_accessible_with_scripts() {
    run(Backend::Sqlite, |test: TestApp| async move {
        with_browser(&test, Scripts::On, every_page_is_accessible).await;
    });
}

#[test]
fn pages_are_accessible_without_scripts() {
    run(Backend::Sqlite, |test: TestApp| async move {
        with_browser(&test, Scripts::Off, every_page_is_accessible).await;
    });
}

#[test]
fn pages_are_valid_html() {
    run(Backend::Sqlite, |test: TestApp| async move {
        for (path, _) in PAGES {
            nu::assert_valid(&test.client().get(path).await).await;
        }
    });
}

/// The measures themselves: a page that breaks every bar is seen to.
#[test]
fn a_page_that_is_wrong_is_found_out() {
    run(Backend::Sqlite, |backend: Backend| async move {
        let test = TestApp::start(backend).await;
        let wrong = "<!doctype html><html><body><p id=a><p id=a><img src=x><div style='width:2000px'>x</div></body></html>";
        assert!(!nu::errors(wrong).await.is_empty());
        with_browser(&test, Scripts::On, |browser| async move {
            browser.goto("/healthz").await;
            browser.run(&format!("document.documentElement.innerHTML = `{wrong}`")).await;
            let found = browser.axe().await.join(" ");
            assert!(found.contains("image-alt") && found.contains("html-has-lang"), "{found}");
            browser.resize(crate::support::browser::NARROW).await;
            assert_eq!(browser.run("return innerWidth").await, 320);
            assert!(browser.overflow().await > 1000);
        })
        .await;
    });
}

#[test]
fn without_scripts_no_page_runs_one() {
    for (scripts, expected) in [(Scripts::On, "scripts run"), (Scripts::Off, "")] {
        run(Backend::Sqlite, |test: TestApp| async move {
            with_browser(&test, scripts, |browser| async move {
                let page = "data:text/html,<p id=said></p><script>document.getElementById('said').textContent='scripts run'</script>";
                browser.open_address(page).await;
                assert_eq!(browser.text("body").await, expected);
            })
            .await;
        });
    }
}
