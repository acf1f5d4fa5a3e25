//! A real browser: Chromium without a window, driven by chromedriver.

use std::future::Future;
use std::sync::OnceLock;
use std::time::Duration;

use futures_util::FutureExt;
use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::{By, ChromiumLikeCapabilities, Cookie, DesiredCapabilities, WebDriver, WebElement};
use tokio::sync::Semaphore;

use super::app::TestApp;
use super::client::Client;
use super::helper::Helper;
use super::source::root;

/// A phone's screen: width and height in CSS pixels.
pub const PHONE: (u32, u32) = (360, 800);
/// The narrowest screen, and a desktop's screen at 400 %.
pub const NARROW: (u32, u32) = (320, 800);
/// A desktop's screen.
pub const DESKTOP: (u32, u32) = (1280, 900);

/// Whether pages may run scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scripts {
    /// As usual.
    On,
    /// Every page has to work without them.
    Off,
}

/// Browsers at once: each takes some 200 MB.
static PLACES: Semaphore = Semaphore::const_new(2);

struct Driver {
    address: String,
    /// Kept: chromedriver ends with it.
    _helper: Helper,
}

fn driver() -> &'static Driver {
    static DRIVER: OnceLock<Driver> = OnceLock::new();
    DRIVER.get_or_init(|| {
        let helper = Helper::start("chromedriver", &["--port=0"], "started successfully on port");
        let port = helper.ready.trim_end_matches('.').rsplit(' ').next().unwrap().to_owned();
        Driver {
            address: format!("http://127.0.0.1:{port}"),
            _helper: helper,
        }
    })
}

/// An open browser.
#[derive(Clone)]
pub struct Browser {
    driver: WebDriver,
    address: String,
    scripts: Scripts,
}

/// Opens a browser on the portal, hands it to `body`, and closes it, whatever happens in between.
pub async fn with_browser<F: Future<Output = ()>>(test: &TestApp, scripts: Scripts, body: impl FnOnce(Browser) -> F) {
    let _place = PLACES.acquire().await.unwrap();
    let profile = tempfile::Builder::new().prefix("practise-browser-").tempdir().unwrap();
    let browser = Browser::open(test.address(), scripts, &profile).await;
    let outcome = std::panic::AssertUnwindSafe(body(browser.clone())).catch_unwind().await;
    let closed = browser.driver.quit().await;
    if let Err(panic) = outcome {
        std::panic::resume_unwind(panic);
    }
    closed.unwrap();
}

impl Browser {
    async fn open(address: &str, scripts: Scripts, profile: &TempDir) -> Self {
        let driver = tokio::task::spawn_blocking(driver).await.unwrap();
        let mut wanted = DesiredCapabilities::chrome();
        for argument in [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            &format!("--user-data-dir={}", profile.path().display()),
        ] {
            wanted.add_arg(argument).unwrap();
        }
        let driver = WebDriver::builder(&driver.address, wanted)
            .request_timeout(Duration::from_secs(60))
            .await
            .unwrap();
        let browser = Self {
            driver,
            address: address.to_owned(),
            scripts,
        };
        browser.resize(DESKTOP).await;
        browser.allow_scripts(scripts).await;
        browser
    }

    /// Gives the screen another size. Windows cannot be as narrow as a phone; the screen that pages see can.
    pub async fn resize(&self, (width, height): (u32, u32)) {
        let metrics = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.driver
            .cdp()
            .send_raw("Emulation.setDeviceMetricsOverride", metrics)
            .await
            .unwrap();
    }

    async fn allow_scripts(&self, scripts: Scripts) {
        let off = json!({"value": scripts == Scripts::Off});
        self.driver
            .cdp()
            .send_raw("Emulation.setScriptExecutionDisabled", off)
            .await
            .unwrap();
    }

    /// Goes on with somebody's session, and with nobody's if they have none.
    pub async fn take_cookies(&self, client: &Client) {
        self.goto("/healthz").await;
        self.driver.delete_all_cookies().await.unwrap();
        for (name, value) in client.cookies() {
            let mut cookie = Cookie::new(name, value);
            cookie.set_path("/");
            self.driver.add_cookie(cookie).await.unwrap();
        }
    }

    /// Opens a path of the portal.
    pub async fn goto(&self, path: &str) {
        self.open_address(&format!("{}{path}", self.address)).await;
    }

    /// Opens any address, such as that of a link in a mail.
    pub async fn open_address(&self, address: &str) {
        self.driver.goto(address).await.unwrap();
    }

    /// The path that is open, with its query.
    pub async fn path(&self) -> String {
        let url = self.driver.current_url().await.unwrap();
        url[url::Position::BeforePath..url::Position::AfterQuery].to_owned()
    }

    /// The one element that `css` selects, waiting for it a little.
    pub async fn element(&self, css: &str) -> WebElement {
        use thirtyfour::extensions::query::ElementQueryable;
        self.driver
            .query(By::Css(css))
            .first()
            .await
            .unwrap_or_else(|error| panic!("{css}: {error}"))
    }

    /// The words of the one element that `css` selects.
    pub async fn text(&self, css: &str) -> String {
        self.element(css).await.text().await.unwrap()
    }

    /// The page's heading.
    pub async fn h1(&self) -> String {
        self.text("h1").await
    }

    /// Types into the field of this name, in place of what is there.
    pub async fn fill(&self, name: &str, value: &str) {
        let field = self.element(&format!("[name='{name}']:not([type='hidden'])")).await;
        field.clear().await.unwrap();
        field.send_keys(value).await.unwrap();
    }

    /// Ticks the answer of this name and value, by its label, as a finger does.
    pub async fn choose(&self, name: &str, value: &str) {
        let id = self
            .element(&format!("[name='{name}'][value='{value}']"))
            .await
            .id()
            .await
            .unwrap()
            .unwrap();
        self.element(&format!("label[for='{id}']")).await.click().await.unwrap();
    }

    /// Presses the button or follows the link with these words, in the page's own part.
    pub async fn click(&self, words: &str) {
        let quoted = format!("\"{words}\"");
        let path = format!("//main//*[self::a or self::button][normalize-space()={quoted}]");
        let element = self.driver.find(By::XPath(path.as_str())).await;
        let element = element.unwrap_or_else(|error| panic!("{words:?}: {error}"));
        self.press(&element).await;
    }

    /// Presses an element, and waits for the page that it leads to: on a busy machine the press is done before the old page is gone. A press that
    /// leads nowhere is given up after three seconds.
    pub async fn press(&self, element: &WebElement) {
        let page = async || self.driver.find(By::Tag("html")).await.map(|html| html.element_id().to_string());
        let before = page().await.ok();
        element.click().await.unwrap();
        for _ in 0..60 {
            if page().await.is_ok_and(|now| Some(now) != before) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Runs a script of the test's own in the page; the page's policy does not hold for it.
    pub async fn run(&self, script: &str) -> Value {
        self.driver.execute(script, Vec::new()).await.unwrap().json().clone()
    }

    /// What axe-core finds wrong with the page: rule, place, and what to do about it.
    pub async fn axe(&self) -> Vec<String> {
        let axe =
            std::fs::read_to_string(root().join("node_modules/axe-core/axe.min.js")).expect("axe-core is missing: `make test` installs it");
        // Scripts of the page that were left out stay so; only ours runs, and it needs promises.
        self.allow_scripts(Scripts::On).await;
        self.run(&axe).await;
        let script = "const done = arguments[arguments.length - 1];
            axe.run(document, { resultTypes: ['violations'] }).then(found => done(found.violations), error => done([{ id: String(error), nodes: [] }]));";
        let found = self.driver.execute_async(script, Vec::new()).await.unwrap();
        self.allow_scripts(self.scripts).await;
        let violations = found.json().as_array().expect("axe should answer with a list").clone();
        violations
            .iter()
            .flat_map(|violation| {
                let nodes = violation["nodes"].as_array().cloned().unwrap_or_default();
                let places = nodes
                    .iter()
                    .map(|node| format!("{} {}: {}", violation["id"], node["target"], node["failureSummary"]))
                    .collect::<Vec<_>>();
                if places.is_empty() {
                    vec![violation["id"].to_string()]
                } else {
                    places
                }
            })
            .collect()
    }

    /// How many pixels the page is wider than the screen.
    pub async fn overflow(&self) -> i64 {
        let mut wide = 0;
        // The menu is folded by a script a moment after the screen has changed: what is too wide then is too wide.
        for _ in 0..20 {
            let found = self
                .run("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
                .await;
            wide = found.as_i64().unwrap();
            if wide <= 0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        wide
    }

    /// The element that has the keyboard, as `tag.class` by its first class.
    pub async fn focus(&self) -> String {
        let found = self
            .run("const a = document.activeElement; return [a.tagName.toLowerCase(), a.classList[0]].join('.')")
            .await;
        found.as_str().unwrap().to_owned()
    }

    /// Keeps a picture of the page in `target/screenshots/`.
    pub async fn screenshot(&self, name: &str, width: u32) {
        let folder = root().join("target/screenshots");
        std::fs::create_dir_all(&folder).unwrap();
        self.driver.screenshot(&folder.join(format!("{name}-{width}.png"))).await.unwrap();
    }

    /// What is wrong with the open page, in its state as it is, by the bars of every page: axe's violations, and sideways scrolling at any
    /// width. Keeps pictures of it under `name`.
    pub async fn problems(&self, name: &str) -> Vec<String> {
        let mut problems = Vec::new();
        for size in [NARROW, PHONE, DESKTOP] {
            self.resize(size).await;
            let overflow = self.overflow().await;
            if overflow > 0 {
                problems.push(format!("{name} is {overflow} px wider than a screen of {} px", size.0));
            }
            if size != NARROW {
                self.screenshot(name, size.0).await;
            }
            // A phone's width differs from the narrowest only in where lines break.
            if size != PHONE {
                problems.extend(
                    self.axe()
                        .await
                        .into_iter()
                        .map(|violation| format!("{name} at {} px: {violation}", size.0)),
                );
            }
        }
        problems
    }

    /// Fails if anything is wrong with the open page.
    pub async fn assert_accessible(&self, name: &str) {
        let problems = self.problems(name).await;
        assert!(problems.is_empty(), "{}", problems.join("\n"));
    }
}
