//! Every page in a real browser: accessible at every width, empty and with errors, with and without scripts.

use practise::opportunities::OpportunityState;
use time::Duration;

use crate::access::open_pages;
use crate::access::world::World;
use crate::applications::journey;
use crate::pages::PUBLIC;
use crate::support::app::TestApp;
use crate::support::browser::{Browser, NARROW, PHONE, Scripts, with_browser};
use crate::support::db::Backend;
use crate::support::nu;
use crate::support::run::{Fixture, run};

/// `/apply/{slug}/check` → `apply-slug-check`: a file's name for a page's picture.
fn name(path: &str) -> String {
    let name = path.trim_matches('/').replace(['/', '.'], "-").replace(['{', '}'], "");
    if name.is_empty() { "start".to_owned() } else { name }
}

/// True if the page's own form has something to type or to choose; other forms only have a button, and pressing it ends something.
async fn asks(browser: &Browser) -> bool {
    let script = "return document.querySelectorAll('main form[method=post] :is(input:not([type=hidden]), textarea, select)').length > 0";
    browser.run(script).await == true
}

#[test]
fn every_page_is_accessible() {
    run(Backend::Sqlite, |test: TestApp| async move {
        let world = &World::new(test).await;
        with_browser(&world.test, Scripts::On, |browser| async move {
            let mut problems = Vec::new();
            // Pages for development are for whoever writes the portal, at a desk.
            for page in open_pages(world)
                .await
                .into_iter()
                .filter(|page| !page.template.starts_with("/dev/"))
            {
                browser.take_cookies(page.client).await;
                browser.goto(&page.path).await;
                let name = format!("{}-{:?}", name(page.template), page.who).to_lowercase();
                problems.extend(browser.problems(&name).await);
                if asks(&browser).await {
                    let button = browser.element("main form button:not([type=button])").await;
                    browser.press(&button).await;
                    problems.extend(browser.problems(&format!("{name}-sent-empty")).await);
                }
            }
            assert!(problems.is_empty(), "{}", problems.join("\n"));
        })
        .await;
    });
}

#[test]
fn public_pages_are_accessible_without_scripts() {
    run(Backend::Sqlite, |test: TestApp| async move {
        with_browser(&test, Scripts::Off, |browser| async move {
            let mut problems = Vec::new();
            for path in PUBLIC.into_iter().chain(["/sign-in", "/no-such-page"]) {
                browser.goto(path).await;
                problems.extend(browser.problems(&format!("{}-without-scripts", name(path))).await);
            }
            assert!(problems.is_empty(), "{}", problems.join("\n"));
        })
        .await;
    });
}

#[test]
fn every_page_is_valid_html() {
    run(Backend::Sqlite, |test: TestApp| async move {
        let world = World::new(test).await;
        let mut problems = nu::page_errors(&world.visitor().get("/no-such-page").await).await;
        for open in open_pages(&world).await {
            let page = open.client.get(&open.path).await;
            problems.extend(nu::page_errors(&page).await);
            if page.has("main form[method='post'] input:not([type='hidden']), main form[method='post'] textarea") {
                problems.extend(nu::page_errors(&page.first_form().submit().await).await);
            }
        }
        assert!(problems.is_empty(), "{}", problems.join("\n"));
    });
}

/// Signing in as somebody does who has a phone, and perhaps no scripts and no mouse.
#[test]
fn signing_in_works_with_and_without_scripts() {
    for scripts in [Scripts::On, Scripts::Off] {
        run(Backend::Sqlite, |test: TestApp| async move {
            let portal = test.clone();
            with_browser(&test, scripts, |browser| async move {
                browser.resize(PHONE).await;
                browser.goto("/my-applications").await;
                assert_eq!(browser.h1().await, "Log in");
                browser.click("Continue").await;
                assert_eq!(browser.text(".nhsuk-error-summary a").await, "Enter your email address");
                if scripts == Scripts::On {
                    assert_eq!(browser.focus().await, "div.nhsuk-error-summary");
                }
                browser.fill("email", "amina@example.org").await;
                browser.choose("shared-computer", "yes").await;
                browser.click("Continue").await;
                assert_eq!(browser.h1().await, "Check your email");
                browser
                    .fill("code", &portal.mail().await.latest_for("amina@example.org").code())
                    .await;
                browser.click("Continue").await;
                assert_eq!(browser.path().await, "/my-applications");
            })
            .await;
        });
    }
}

/// A page that is sent after its session has ended, by a real browser; and the other pages that say more than they usually do.
#[test]
fn what_was_typed_comes_back_in_a_real_browser() {
    for scripts in [Scripts::On, Scripts::Off] {
        run(Backend::Sqlite, |test: TestApp| async move {
            let round = test.open_round("R1");
            for slug in ["ward", "lab"] {
                test.placement(round, slug, |_| {});
            }
            test.placement(round, "paused", |new| new.state = OpportunityState::Paused);
            let client = test.client();
            let tasks = journey::begin(&test, &client, "2010").await.path;
            let choices = client.get(&format!("{tasks}/choices")).await.form();
            let lab = choices
                .choices("choice-2")
                .into_iter()
                .find(|(_, words)| words.contains("ward lab"));
            choices.choose("choice-2", &lab.unwrap().0).submit().await.should_be(200);
            let portal = test.clone();
            with_browser(&test, scripts, |browser| async move {
                let mut problems = Vec::new();
                browser.goto("/apply/paused").await;
                problems.extend(browser.problems("paused").await);
                browser.goto("/sign-in").await;
                browser.fill("email", "ada@gmial.com").await;
                browser.click("Continue").await;
                assert!(browser.text("main").await.contains("Did you mean ada@gmail.com?"));
                problems.extend(browser.problems("sign-in-slip").await);

                browser.take_cookies(&client).await;
                browser.goto(&format!("{tasks}/choices")).await;
                browser.click("Move down A week on the ward ward").await;
                problems.extend(browser.problems("choices-order").await);
                browser.goto(&format!("{tasks}/reasons")).await;
                browser.fill("interest", "People, \"and\" care").await;
                portal.pass(Duration::hours(20));
                browser.click("Save and continue").await;
                assert_eq!(browser.h1().await, "Log in");
                problems.extend(browser.problems("logged-out").await);
                browser.fill("email", journey::EMAIL).await;
                browser.click("Continue").await;
                browser.fill("code", &portal.mail().await.latest_for(journey::EMAIL).code()).await;
                browser.click("Continue").await;
                assert_eq!(browser.path().await, format!("{tasks}/reasons"));
                let typed = browser.run("return document.getElementById('interest').value").await;
                assert_eq!(typed, "People, \"and\" care");
                problems.extend(browser.problems("typed-before").await);
                assert!(problems.is_empty(), "{}", problems.join("\n"));
            })
            .await;
        });
    }
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
            browser.resize(NARROW).await;
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
