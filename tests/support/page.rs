//! A page as a reader sees it: its heading, its words, its forms.

use reqwest::header::HeaderMap;
use scraper::{ElementRef, Html, Selector};

use super::client::Client;
use super::form::Form;

/// What came back for a request, after following where it led.
pub struct Page {
    /// The status, such as 200.
    pub status: u16,
    /// The path (and query) that it was found at.
    pub path: String,
    /// The `Location` of each redirect on the way.
    pub redirects: Vec<String>,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as it came.
    pub bytes: Vec<u8>,
    html: Html,
    client: Client,
}

/// A selector of our own making: a mistake in it is a mistake of the test.
pub fn selector(css: &str) -> Selector {
    Selector::parse(css).unwrap_or_else(|error| panic!("{css} is not a selector: {error}"))
}

/// The words of an element, with single spaces.
pub fn words(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Page {
    pub(super) fn new(client: Client, status: u16, path: String, redirects: Vec<String>, headers: HeaderMap, bytes: Vec<u8>) -> Self {
        let html = Html::parse_document(&String::from_utf8_lossy(&bytes));
        Self {
            status,
            path,
            redirects,
            headers,
            bytes,
            html,
            client,
        }
    }

    /// The body as text.
    pub fn body(&self) -> String {
        String::from_utf8(self.bytes.clone()).expect("the body should be UTF-8")
    }

    /// The value of a header; empty if it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// True if the body is HTML.
    pub fn is_html(&self) -> bool {
        self.header("content-type").starts_with("text/html")
    }

    /// The one heading of the page.
    pub fn h1(&self) -> String {
        let found = self.texts("h1");
        assert_eq!(found.len(), 1, "{} should have one h1, has {found:?}", self.path);
        let whole = found.into_iter().next().unwrap();
        // A caption stands inside the heading, and names what the page belongs to.
        let caption = self.texts("h1 [class*='nhsuk-caption']").concat();
        whole.strip_prefix(&caption).unwrap_or(&whole).trim().to_owned()
    }

    /// The words of the window's title.
    pub fn title(&self) -> String {
        self.texts("head title").concat()
    }

    /// The words of the page's own part.
    pub fn text(&self) -> String {
        self.texts("main").concat()
    }

    /// The words of every element that `css` selects.
    pub fn texts(&self, css: &str) -> Vec<String> {
        self.html.select(&selector(css)).map(words).collect()
    }

    /// An attribute of every element that `css` selects and that has it.
    pub fn attributes(&self, css: &str, attribute: &str) -> Vec<String> {
        self.html
            .select(&selector(css))
            .filter_map(|element| element.attr(attribute))
            .map(str::to_owned)
            .collect()
    }

    /// True if `css` selects something.
    pub fn has(&self, css: &str) -> bool {
        self.html.select(&selector(css)).next().is_some()
    }

    /// Fails, with the page's words, unless they contain `words`.
    pub fn should_say(&self, words: &str) -> &Self {
        assert!(
            self.text().contains(words),
            "{} should say {words:?}, says:\n{}",
            self.path,
            self.text()
        );
        self
    }

    /// Fails unless the status is `status`.
    pub fn should_be(&self, status: u16) -> &Self {
        assert_eq!(self.status, status, "{} {:?}: {}", self.path, self.redirects, self.text());
        self
    }

    /// The error summary: where each line leads, and its words. Empty if there is none.
    pub fn error_summary(&self) -> Vec<(String, String)> {
        self.html
            .select(&selector(".nhsuk-error-summary a"))
            .map(|link| (link.attr("href").unwrap_or_default().to_owned(), words(link)))
            .collect()
    }

    /// Every link in the page's own part: where it leads, and its words.
    pub fn links(&self) -> Vec<(String, String)> {
        self.html
            .select(&selector("main a[href]"))
            .map(|link| (link.attr("href").unwrap().to_owned(), words(link)))
            .collect()
    }

    /// Follows the link with these words, anywhere on the page.
    pub async fn follow(&self, link: &str) -> Page {
        let found = self.html.select(&selector("a[href]")).find(|element| words(*element) == link);
        let element = found.unwrap_or_else(|| panic!("{} has no link {link:?}; it has {:?}", self.path, self.links()));
        let target = self.resolve(element.attr("href").unwrap());
        self.client.get(&target).await
    }

    /// The only form in the page's own part.
    pub fn form(&self) -> Form {
        let mut forms = self.forms("main form");
        assert_eq!(
            forms.len(),
            1,
            "{} should have one form in its main part: {}",
            self.path,
            self.text()
        );
        forms.remove(0)
    }

    /// The first form in the page's own part.
    pub fn first_form(&self) -> Form {
        let first = self.forms("main form").into_iter().next();
        first.unwrap_or_else(|| panic!("{} has no form: {}", self.path, self.text()))
    }

    /// The form, anywhere on the page, that is sent to `action`.
    pub fn form_to(&self, action: &str) -> Form {
        let forms = self.forms("form");
        let actions: Vec<String> = forms.iter().map(|form| form.action().to_owned()).collect();
        let found = forms.into_iter().find(|form| form.action() == action);
        found.unwrap_or_else(|| panic!("{} has no form to {action}; it has {actions:?}", self.path))
    }

    fn forms(&self, css: &str) -> Vec<Form> {
        self.html
            .select(&selector(css))
            .map(|form| Form::read(form, self.resolve(form.attr("action").unwrap_or_default()), self.client.clone()))
            .collect()
    }

    /// A reference on this page as a path of our own.
    fn resolve(&self, reference: &str) -> String {
        let base = url::Url::parse("http://base.invalid").unwrap().join(&self.path).unwrap();
        let target = base
            .join(reference)
            .unwrap_or_else(|error| panic!("{reference:?} on {} is not an address: {error}", self.path));
        assert_eq!(target.host_str(), Some("base.invalid"), "{reference} leads away");
        target[url::Position::BeforePath..url::Position::AfterQuery].to_owned()
    }

    /// The document, for what has no method here.
    pub fn document(&self) -> &Html {
        &self.html
    }
}
