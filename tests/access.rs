//! Who may do what: every route of the table, asked for by everybody. A route that this test does not know fails it.

use practise::app::route_table;
use practise::web::routes::{Access, Entry};

use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::db::Backend;
use crate::support::page::Page;
use crate::support::run::on_both;
use crate::support::tables::counts;

/// A token that nobody was sent.
const UNKNOWN: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// What a path names, and so whose it is.
#[derive(Clone, Copy)]
enum Names {
    /// Nothing that belongs to anybody, such as a public page; the path has no parameter, or the function fills it.
    Nobodys(fn(&World) -> String),
    /// Something of the applicant: another applicant is told that it is not there.
    Applicants(fn(&World) -> String),
    /// Something of the organisation: coordinators of another are told that it is not there.
    Organisations(fn(&World) -> String),
    /// A link: the test only ever knows [`UNKNOWN`]; the tests of each purpose know real ones.
    Link,
}

/// A path's template, what a real one names, and what a form has to hold so that it gets as far as looking for that.
struct Way {
    path: &'static str,
    names: Names,
    form: &'static [(&'static str, &'static str)],
}

/// A way to a page without parameters.
const fn page(path: &'static str) -> Way {
    Way { path, names: Names::Nobodys(|_| String::new()), form: &[] }
}

/// Every path of the portal.
const WAYS: &[Way] = &[page("/healthz")];

/// The portal with everybody who asks.
struct World {
    test: TestApp,
    visitor: Client,
    applicant: Option<Client>,
    stranger: Option<Client>,
    coordinator: Option<Client>,
    outsider: Option<Client>,
}

impl World {
    async fn new(test: TestApp) -> Self {
        let area = test.area("EXAMPLE");
        for (email, code) in [("coordinator@example.org", "OURS"), ("outsider@example.org", "OTHERS")] {
            let organisation = test.organisation(code, code, area);
            test.coordinator(email, organisation);
        }
        let visitor = test.client();
        let mut world = Self { test, visitor, applicant: None, stranger: None, coordinator: None, outsider: None };
        // Signing in is a feature like any other: before there is a route for it, nobody can.
        if route_table().iter().any(|entry| entry.path == "/sign-in") {
            world.applicant = Some(world.test.sign_in("applicant@example.org").await);
            world.stranger = Some(world.test.sign_in("stranger@example.org").await);
            world.coordinator = Some(world.test.sign_in("coordinator@example.org").await);
            world.outsider = Some(world.test.sign_in("outsider@example.org").await);
        }
        world
    }

    /// Everybody, with what to call them.
    fn everybody(&self) -> Vec<(&'static str, &Client)> {
        let mut everybody = vec![("a visitor", &self.visitor)];
        let signed_in = [
            ("the applicant", &self.applicant),
            ("another applicant", &self.stranger),
            ("the coordinator", &self.coordinator),
            ("another's coordinator", &self.outsider),
        ];
        everybody.extend(signed_in.into_iter().filter_map(|(who, client)| Some((who, client.as_ref()?))));
        everybody
    }
}

/// What came of asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// The handler did its work, or said what was wrong with the form.
    LetIn,
    SentToSignIn,
    Forbidden,
    NotThere,
}

fn outcome(page: &Page) -> Outcome {
    match page.status {
        303 if page.header("location").starts_with("/sign-in") => Outcome::SentToSignIn,
        200..400 | 400 | 409 | 410 | 422 => Outcome::LetIn,
        403 => Outcome::Forbidden,
        404 => Outcome::NotThere,
        status => panic!("{} answers {status}", page.path),
    }
}

/// What should come of `who` asking for a route of this access that names something of somebody.
fn expected(access: Access, names: Names, who: &str) -> Outcome {
    let staff = who.contains("coordinator");
    match access {
        Access::Public | Access::Development => Outcome::LetIn,
        Access::Link => Outcome::NotThere,
        Access::Applicant | Access::Coordinator if who == "a visitor" => Outcome::SentToSignIn,
        Access::Coordinator if !staff => Outcome::Forbidden,
        Access::Applicant if matches!(names, Names::Applicants(_)) && who != "the applicant" => Outcome::NotThere,
        Access::Coordinator if matches!(names, Names::Organisations(_)) && who != "the coordinator" => Outcome::NotThere,
        Access::Applicant | Access::Coordinator => Outcome::LetIn,
    }
}

fn way(entry: &Entry) -> &'static Way {
    WAYS.iter().find(|way| way.path == entry.path).unwrap_or_else(|| panic!("tests/access.rs knows no way to {}", entry.path))
}

/// A real path in place of the template.
fn filled(way: &Way, world: &World) -> String {
    let fill = |fill: fn(&World) -> String| if way.path.contains('{') { fill(world) } else { way.path.to_owned() };
    let path = match way.names {
        Names::Nobodys(path) | Names::Applicants(path) | Names::Organisations(path) => fill(path),
        Names::Link => way.path.replace("{token}", UNKNOWN),
    };
    assert!(!path.contains('{') && path.starts_with('/'), "{} has a parameter that tests/access.rs does not fill: {path}", way.path);
    path
}

/// Asks as a browser would: a form carries the session's token, so that only the access decides.
async fn ask(entry: &Entry, way: &Way, path: &str, client: &Client) -> Page {
    if entry.method == "GET" {
        return client.ask("GET", path).stay().send().await;
    }
    let tokens = client.get("/sign-in").await.attributes("input[name='_csrf']", "value");
    let token = tokens.first().cloned().unwrap_or_default();
    let mut form = vec![("_csrf".to_owned(), token), ("_key".to_owned(), "a-key-of-this-test".to_owned())];
    form.extend(way.form.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    client.ask("POST", path).form(&form).stay().send().await
}

on_both! {
    async fn every_route_lets_in_whom_the_table_says(test: TestApp) {
        let world = World::new(test).await;
        let mut wrong = Vec::new();
        // Reading before writing: a form may end what the others would read.
        let mut table = route_table();
        table.sort_by_key(|entry| (entry.method, entry.path == "/sign-out"));
        for entry in &table {
            let way = way(entry);
            let path = filled(way, &world);
            // Those who are let in come last, for the same reason.
            for (who, client) in world.everybody().into_iter().rev() {
                let found = outcome(&ask(entry, way, &path, client).await);
                let expected = expected(entry.access, way.names, who);
                if found != expected {
                    wrong.push(format!("{} {path} by {who}: {found:?}, should be {expected:?}", entry.method));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    async fn reading_changes_nothing(test: TestApp) {
        let world = World::new(test).await;
        let before = counts(&world.test);
        for entry in route_table().iter().filter(|entry| entry.method == "GET") {
            let path = filled(way(entry), &world);
            for (_, client) in world.everybody() {
                for method in ["GET", "HEAD", "OPTIONS"] {
                    client.ask(method, &path).stay().send().await;
                }
            }
        }
        assert_eq!(counts(&world.test), before);
    }

    async fn a_method_that_is_not_in_the_table_is_refused(test: TestApp) {
        let world = World::new(test).await;
        for entry in route_table() {
            let path = filled(way(&entry), &world);
            let posts = route_table().iter().any(|other| other.path == entry.path && other.method == "POST");
            for method in ["PUT", "DELETE", "PATCH", "POST"].into_iter().filter(|method| !posts || *method != "POST") {
                let page = world.visitor.ask(method, &path).stay().send().await;
                assert!([403, 404, 405].contains(&page.status), "{method} {path} answers {}", page.status);
            }
        }
    }

    async fn what_is_for_development_is_not_there_in_production(backend: Backend) {
        let test = TestApp::builder(backend).production().start();
        let world = World::new(test).await;
        for entry in route_table().iter().filter(|entry| entry.access == Access::Development) {
            let page = world.visitor.ask(entry.method, &filled(way(entry), &world)).stay().send().await;
            assert_eq!(page.status, 404, "{} {}", entry.method, entry.path);
        }
    }
}

#[test]
fn every_way_leads_somewhere() {
    let table = route_table();
    for way in WAYS {
        assert!(table.iter().any(|entry| entry.path == way.path), "{} is no route any more", way.path);
    }
}
