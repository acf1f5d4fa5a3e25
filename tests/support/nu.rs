//! The Nu HTML checker: a page is right, or the test says where it is not.

use std::net::TcpListener;
use std::sync::OnceLock;
use std::time::Duration;

use serde_json::Value;

use super::helper::Helper;
use super::page::Page;
use super::source::root;

struct Checker {
    address: String,
    /// Kept: the checker ends with it.
    _helper: Helper,
}

/// The checker as a server: one start for all pages.
fn checker() -> &'static Checker {
    static CHECKER: OnceLock<Checker> = OnceLock::new();
    CHECKER.get_or_init(|| {
        let jar = root().join("node_modules/vnu-jar/build/dist/vnu.jar");
        assert!(jar.exists(), "the HTML checker is missing: `make test` installs it");
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let arguments = [
            "-Dnu.validator.servlet.bind-address=127.0.0.1",
            "-cp",
            jar.to_str().unwrap(),
            "nu.validator.servlet.Main",
            &port.to_string(),
        ];
        // It writes to its error output, which is joined to what we read.
        let joined = [&["-c", "exec \"$@\" 2>&1", "sh", "java"], &arguments[..]].concat();
        let helper = Helper::start("sh", &joined, "Checker service started");
        Checker {
            address: format!("http://127.0.0.1:{port}/?out=json"),
            _helper: helper,
        }
    })
}

/// What the checker says about the roles of a table's parts. They are needed: on a narrow screen the style makes blocks of them, and some
/// screen readers then no longer know that they belong to a table.
const ROLES_OF_TABLES: [&str; 2] = [
    "The “role” attribute must not be used on a “t",
    "element which has a “table” ancestor with no “role” attribute",
];

/// Every error that the checker finds, as `line: words`.
pub async fn errors(html: &str) -> Vec<String> {
    let checker = tokio::task::spawn_blocking(checker).await.unwrap();
    let request = reqwest::Client::new().post(&checker.address).timeout(Duration::from_secs(60));
    let request = request
        .header("user-agent", "practise-tests")
        .header("content-type", "text/html; charset=utf-8");
    let answer: Value = request.body(html.to_owned()).send().await.unwrap().json().await.unwrap();
    let messages = answer["messages"].as_array().expect("the checker should answer with messages");
    let known = |message: &Value| {
        ROLES_OF_TABLES
            .iter()
            .all(|words| message["message"].as_str().is_some_and(|text| text.contains(words)))
    };
    messages
        .iter()
        .filter(|message| message["type"] != "info" && !known(message))
        .map(|message| format!("{}: {} ({})", message["lastLine"], message["message"], message["extract"]))
        .collect()
}

/// Every error of a page, with its path.
pub async fn page_errors(page: &Page) -> Vec<String> {
    errors(&page.body())
        .await
        .into_iter()
        .map(|error| format!("{} {error}", page.path))
        .collect()
}

/// Fails unless the page is valid HTML.
pub async fn assert_valid(page: &Page) {
    let errors = page_errors(page).await;
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}
