//! Somebody's browser, as far as HTTP goes: cookies, the headers that a browser adds, redirects; and what must hold for every answer.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use reqwest::Method;
use reqwest::header::{CONTENT_TYPE, COOKIE, HOST, LOCATION, SET_COOKIE};

use super::page::Page;
use super::promises;

/// One person's browser. Clones share its cookies.
#[derive(Clone)]
pub struct Client(Rc<Inner>);

struct Inner {
    http: reqwest::Client,
    /// Where the server really listens: `http://127.0.0.1:PORT`.
    address: String,
    /// What the server believes to be its address.
    public_url: String,
    cookies: RefCell<BTreeMap<String, String>>,
}

/// A request that is put together by hand.
#[must_use]
pub struct Ask {
    client: Client,
    method: Method,
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    follow: bool,
}

impl Client {
    /// A browser without cookies, for a server that listens at `address` and believes to be `public_url`.
    pub fn new(address: &str, public_url: &str) -> Self {
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .user_agent("practise-tests")
            .timeout(std::time::Duration::from_secs(60))
            .build()
            .unwrap();
        let (address, public_url) = (address.to_owned(), public_url.to_owned());
        Self(Rc::new(Inner {
            http,
            address,
            public_url,
            cookies: RefCell::default(),
        }))
    }

    /// Opens `path`, as if it was typed or followed.
    pub async fn get(&self, path: &str) -> Page {
        self.ask("GET", path).send().await
    }

    /// Opens the address of a link in a mail.
    pub async fn open(&self, address: &str) -> Page {
        let path = address.strip_prefix(&self.0.public_url);
        self.get(path.unwrap_or_else(|| panic!("{address} should begin with {}", self.0.public_url)))
            .await
    }

    /// Posts these pairs to `path`, as a form of our own would.
    pub async fn post(&self, path: &str, pairs: &[(String, String)]) -> Page {
        self.ask("POST", path).form(pairs).send().await
    }

    /// A request with any method, and with the headers that a browser would add to it.
    pub fn ask(&self, method: &str, path: &str) -> Ask {
        let mut headers = vec![
            ("accept".to_owned(), "text/html,application/xhtml+xml,*/*;q=0.8".to_owned()),
            ("sec-fetch-dest".to_owned(), "document".to_owned()),
            ("sec-fetch-mode".to_owned(), "navigate".to_owned()),
            (
                "sec-fetch-site".to_owned(),
                if method == "POST" { "same-origin" } else { "none" }.to_owned(),
            ),
        ];
        if method == "POST" {
            // As browsers do for pages whose Referrer-Policy is `no-referrer`.
            headers.push(("origin".to_owned(), "null".to_owned()));
        }
        Ask {
            client: self.clone(),
            method: method.parse().unwrap(),
            path: path.to_owned(),
            headers,
            body: Vec::new(),
            follow: true,
        }
    }

    /// The cookies that the browser holds.
    pub fn cookies(&self) -> BTreeMap<String, String> {
        self.0.cookies.borrow().clone()
    }

    /// Puts a cookie into the browser, or another in its place.
    pub fn set_cookie(&self, name: &str, value: &str) {
        self.0.cookies.borrow_mut().insert(name.to_owned(), value.to_owned());
    }

    /// Another browser with the same cookies: a copy of them, as a thief would have.
    pub fn stolen(&self) -> Client {
        let copy = Self::new(&self.0.address, &self.0.public_url);
        *copy.0.cookies.borrow_mut() = self.cookies();
        copy
    }

    fn keep(&self, header: &str) {
        let mut parts = header.split(';').map(str::trim);
        let (name, value) = parts
            .next()
            .and_then(|pair| pair.split_once('='))
            .expect("a cookie should have a name");
        let over = parts.any(|part| part.eq_ignore_ascii_case("max-age=0") || part.to_lowercase().contains("1970"));
        let mut cookies = self.0.cookies.borrow_mut();
        if over || value.is_empty() {
            cookies.remove(name);
        } else {
            cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}

impl Ask {
    /// Sends `name` with `value`, in place of what a browser would send.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self = self.without(name);
        self.headers.push((name.to_lowercase(), value.to_owned()));
        self
    }

    /// Leaves a header out.
    pub fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        self
    }

    /// Sends a body.
    pub fn body(mut self, kind: &str, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self.header(CONTENT_TYPE.as_str(), kind)
    }

    /// Sends pairs as a form.
    pub fn form(self, pairs: &[(String, String)]) -> Self {
        let body: String = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        self.body("application/x-www-form-urlencoded", body)
    }

    /// Stays at a redirect.
    pub fn stay(mut self) -> Self {
        self.follow = false;
        self
    }

    /// Sends it, follows redirects, and holds what comes back to the promises that every answer keeps.
    pub async fn send(self) -> Page {
        let mut redirects = Vec::new();
        let (mut ask, mut method) = (self, String::new());
        loop {
            method = if method.is_empty() { ask.method.to_string() } else { method };
            let page = ask.once(redirects.clone()).await;
            promises::keep(&page, ask.method.as_str());
            let location = page.header(LOCATION.as_str()).to_owned();
            if !(300..400).contains(&page.status) || location.is_empty() || !ask.follow {
                return page;
            }
            redirects.push(location.clone());
            assert!(redirects.len() < 10, "{method} {} goes round in circles: {redirects:?}", page.path);
            ask = ask.client.ask("GET", &location);
        }
    }

    async fn once(&self, redirects: Vec<String>) -> Page {
        let inner = &self.client.0;
        let mut request = inner.http.request(self.method.clone(), format!("{}{}", inner.address, self.path));
        let host = inner.public_url.split("://").nth(1).unwrap();
        if !self.headers.iter().any(|(name, _)| name == "host") {
            request = request.header(HOST, host);
        }
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let cookies: Vec<String> = inner
            .cookies
            .borrow()
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        if !cookies.is_empty() {
            request = request.header(COOKIE, cookies.join("; "));
        }
        let response = request
            .body(self.body.clone())
            .send()
            .await
            .unwrap_or_else(|error| panic!("{} {}: {error:?}", self.method, self.path));
        for header in response.headers().get_all(SET_COOKIE) {
            self.client.keep(header.to_str().unwrap());
        }
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = response.bytes().await.unwrap().to_vec();
        Page::new(self.client.clone(), status, self.path.clone(), redirects, headers, body)
    }
}
