//! Somebody at a browser who holds every page that they reach to the bars of accessibility, and its HTML to the checker.

use std::time::Duration as Wait;

use crate::support::app::TestApp;
use crate::support::browser::{Browser, NARROW, Scripts, with_browser};
use crate::support::nu;

/// One walk through the portal.
pub struct Walk<'a> {
    pub test: &'a TestApp,
    pub browser: Browser,
    /// Before every picture's name.
    name: &'static str,
    size: (u32, u32),
    /// Also ask the HTML checker and look at the narrowest screen: once is enough.
    thorough: bool,
    found: std::cell::RefCell<Vec<String>>,
}

impl Walk<'_> {
    /// Looks at the open page. What is wrong is gathered, so that one run names all of it.
    pub async fn look(&self, page: &str) {
        let mut sizes = vec![self.size];
        if self.thorough {
            sizes.push(NARROW);
        }
        for size in sizes {
            self.browser.resize(size).await;
            self.browser.screenshot(&format!("{}-{page}", self.name), size.0).await;
            let wide = self.browser.overflow().await;
            if wide > 0 {
                self.wrong(format!("{page} is {wide} px too wide at {} px", size.0));
            }
        }
        self.browser.resize(self.size).await;
        for violation in self.browser.axe().await {
            self.wrong(format!("{page}: {violation}"));
        }
        if self.thorough {
            // No script has run, so this is what was sent.
            let html = self
                .browser
                .run("return '<!doctype html>' + document.documentElement.outerHTML")
                .await;
            for error in nu::errors(html.as_str().unwrap()).await {
                self.wrong(format!("{page}: {error}"));
            }
        }
    }

    fn wrong(&self, words: String) {
        // Also said at once: a later step may stop the walk.
        eprintln!("{}: {words}", self.name);
        self.found.borrow_mut().push(words);
    }

    /// Presses a button and waits until its words are those of another page, or of the same one with an error.
    pub async fn press(&self, words: &str) {
        self.browser.click(words).await;
        tokio::time::sleep(Wait::from_millis(20)).await;
    }

    /// Sends the page as it is, looks at what is wrong with it, and goes on.
    pub async fn error(&self, button: &str, page: &str) {
        if !self.thorough {
            return;
        }
        self.press(button).await;
        assert!(!self.browser.text(".nhsuk-error-summary").await.is_empty(), "{page}");
        self.look(&format!("{page}-error")).await;
    }

    pub async fn fill(&self, fields: &[(&str, &str)]) {
        for (name, value) in fields {
            self.browser.fill(name, value).await;
        }
    }

    pub async fn choose(&self, fields: &[(&str, &str)]) {
        for (name, value) in fields {
            self.browser.choose(name, value).await;
        }
    }

    /// Opens the link of the newest mail to an address.
    pub async fn open(&self, to: &str) {
        let link = self.test.mail().await.latest_for(to).link();
        self.browser.open_address(&link).await;
    }

    /// The newest mail of a kind.
    pub async fn open_kind(&self, to: &str, kind: &str) {
        let mail = self.test.mail().await;
        let link = mail.to(to).into_iter().rfind(|mail| mail.kind == kind).unwrap().link();
        self.browser.open_address(&link).await;
    }
}

/// Opens a browser on a screen of this size, lets somebody walk, and fails with everything that was wrong on the way.
pub async fn walk<'a, F: Future<Output = ()>>(
    test: &'a TestApp,
    name: &'static str,
    scripts: Scripts,
    size: (u32, u32),
    thorough: bool,
    body: impl FnOnce(std::rc::Rc<Walk<'a>>) -> F,
) {
    with_browser(test, scripts, |browser| async move {
        browser.resize(size).await;
        let walk = std::rc::Rc::new(Walk {
            test,
            browser,
            name,
            size,
            thorough,
            found: std::cell::RefCell::default(),
        });
        body(std::rc::Rc::clone(&walk)).await;
        let found = walk.found.borrow();
        assert!(found.is_empty(), "{} things are wrong:\n{}", found.len(), found.join("\n"));
    })
    .await;
}
