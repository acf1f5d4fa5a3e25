//! What people do through the pages, with every form filled in as a browser would: a complete application, a decision, an answer to an offer.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use scraper::{Html, Selector};

use crate::cast::Own;
use crate::process::{ask, get, post};

/// A browser as far as it is needed here: one cookie, and the page that is open.
struct Browser {
    to: SocketAddr,
    cookie: String,
    path: String,
    page: String,
}

impl Browser {
    fn new(to: SocketAddr, cookie: &str) -> Self {
        Self {
            to,
            cookie: cookie.to_owned(),
            path: String::new(),
            page: String::new(),
        }
    }

    fn follow(&mut self, mut request: String) {
        loop {
            let reply = ask(self.to, &request).unwrap();
            let cookie = reply.header("set-cookie");
            if !cookie.is_empty() {
                cookie.split(';').next().unwrap().clone_into(&mut self.cookie);
            }
            match reply.status {
                200 => {
                    self.page = reply.text();
                    return;
                }
                303 => {
                    reply.header("location").clone_into(&mut self.path);
                    request = get(&self.path, &self.cookie);
                }
                status => panic!("{}: {status}: {}", self.path, reply.text()),
            }
        }
    }

    fn open(&mut self, path: &str) {
        path.clone_into(&mut self.path);
        self.follow(get(path, &self.cookie));
    }

    /// Sends the form of the open page with these answers beside what it holds already.
    fn submit(&mut self, answers: &[(&str, &str)]) {
        let html = Html::parse_document(&self.page);
        let select = |css: &str| Selector::parse(css).unwrap();
        let form = html
            .select(&select("main form"))
            .next()
            .unwrap_or_else(|| panic!("{} has no form", self.path));
        let action = form.attr("action").unwrap_or_default();
        let action = if action.is_empty() { self.path.clone() } else { action.to_owned() };
        let held = select("input[type='hidden'], option[selected]");
        let kept: Vec<(String, String)> = form
            .select(&held)
            .filter_map(|field| {
                let list = || field.parent().and_then(|parent| parent.value().as_element()?.attr("name"));
                let name = field.attr("name").or_else(list)?;
                Some((name.to_owned(), field.attr("value")?.to_owned()))
            })
            .collect();
        let pairs: Vec<(&str, &str)> = kept
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .chain(answers.iter().copied())
            .collect();
        let request = post(&action, &self.cookie, &pairs);
        self.path = action;
        self.follow(request);
    }
}

/// The code in the mail to `email`, when it is there.
fn code(mail: &Path, email: &str) -> String {
    for _ in 0..1000 {
        let files = std::fs::read_dir(mail).into_iter().flatten().map(|file| file.unwrap().path());
        let mails = files
            .filter(|path| path.extension().is_some_and(|ending| ending == "eml"))
            .map(|path| std::fs::read_to_string(path).unwrap());
        if let Some(mail) = mails.into_iter().find(|mail| mail.contains(&format!("To: {email}"))) {
            let is_code = |line: &&str| line.len() == 6 && line.bytes().all(|byte| byte.is_ascii_digit());
            return mail.lines().map(str::trim).find(is_code).unwrap().to_owned();
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("no mail to {email}")
}

/// Applies for the placement at `slug`.
pub fn apply(to: SocketAddr, slug: &str, email: &str, mail: &Path) {
    let mut browser = Browser::new(to, "");
    browser.open(&format!("/apply/{slug}"));
    browser.open(&format!("/apply/{slug}/check"));
    browser.submit(&[
        ("date-of-birth-day", "1"),
        ("date-of-birth-month", "3"),
        ("date-of-birth-year", "2009"),
        ("can-come", "yes"),
        ("other-placement", "no"),
    ]);
    browser.submit(&[("email", email)]);
    let code = code(mail, email);
    browser.submit(&[("code", &code)]);
    let tasks = browser.path.clone();
    browser.open(&format!("{tasks}/name"));
    browser.submit(&[("first-name", "Ada"), ("last-name", "Okafor")]);
    browser.submit(&[("postcode", "LS9 7TF"), ("phone", "")]);
    browser.submit(&[("situation", "at_school")]);
    browser.submit(&[
        ("free-school-meals", "yes"),
        ("meals-when", "before_september_2026"),
        ("pupil-premium", "not_sure"),
        ("first-generation", "no"),
    ]);
    browser.submit(&[("families", "nursing"), ("applying", "yes"), ("course", "")]);
    browser.submit(&[("interest", "I want to help people."), ("learn", "How a ward works.")]);
    browser.submit(&[]);
    browser.submit(&[("all-days", "yes"), ("except", "")]);
    browser.submit(&[("adjustments", ""), ("interpreter", "")]);
    browser.submit(&[
        ("organisation", "Hill School"),
        ("name", "Mx Green"),
        ("role", "Careers leader"),
        ("email", "green@school.example"),
    ]);
    browser.submit(&[("name", "Bo Okafor"), ("relationship", "Mother"), ("email", "bo@home.example")]);
    assert!(browser.path.ends_with("/check"), "{}", browser.path);
    browser.submit(&[]);
    assert!(browser.path.ends_with("/equality"), "{}", browser.path);
}

/// Approves a proposal on its page, whoever waits above it.
pub fn approve(to: SocketAddr, proposal: &Own) {
    let mut browser = Browser::new(to, &proposal.cookie);
    browser.open(&format!("/coordinate/proposals/{}", proposal.reference));
    browser.submit(&[("decision", "approve"), ("passing", "waits_for_information")]);
    assert!(browser.page.contains("Approved"), "{}", browser.path);
}

/// Accepts the offer of an application.
pub fn accept(to: SocketAddr, application: &Own) {
    let mut browser = Browser::new(to, &application.cookie);
    browser.open(&format!("/applications/{}/offer", application.reference));
    browser.submit(&[("answer", "accept")]);
    assert!(browser.path.ends_with(&application.reference), "{}", browser.path);
}
