//! Who may do what: every route of the table, asked for by everybody. A route that this test does not know fails it.

mod growing;
pub mod world;

use practise::app::route_table;
use practise::web::routes::{Access, Entry};

use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::db::Backend;
use crate::support::page::Page;
use crate::support::run::on_both;
use crate::support::tables::counts_but_refusals;
use world::{Who, World};

/// A token that nobody was sent.
const UNKNOWN: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Whose something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Belongs {
    /// To nobody, or to whoever asks.
    ToAnybody,
    /// To the applicant: another is told that it is not there.
    ToTheApplicant,
    /// To the organisation: whoever has the role in another is told that it is not there.
    ToTheOrganisation,
    /// To the area: the lead of another is told that it is not there.
    ToTheArea,
    /// To nobody at all: there is no such thing. Tests of links and of mail know real ones.
    IsNotThere,
    /// The same, but reading says the same for everything, so that nobody learns what there is.
    IsNotTold,
}

/// A path's template, whose it is what it names, and what to put in place of its parts.
struct Way {
    path: &'static str,
    belongs: Belongs,
    part: fn(&World) -> &str,
}

/// A page without parts.
const fn page(path: &'static str) -> Way {
    Way {
        path,
        belongs: Belongs::ToAnybody,
        part: |_| "",
    }
}

/// A page about a placement on offer.
const fn offered(path: &'static str) -> Way {
    Way {
        path,
        belongs: Belongs::ToAnybody,
        part: |_| "ward-week",
    }
}

/// A page about the applicant's application.
const fn applied(path: &'static str) -> Way {
    Way {
        path,
        belongs: Belongs::ToTheApplicant,
        part: |world| &world.application,
    }
}

/// A page about the placement that was agreed.
const fn placed(path: &'static str) -> Way {
    Way {
        path,
        belongs: Belongs::ToTheOrganisation,
        part: |world| &world.placement,
    }
}

/// A page about a signing that the applicant has begun.
const fn signed(path: &'static str) -> Way {
    Way {
        path,
        belongs: Belongs::ToTheApplicant,
        part: |world| &world.signing,
    }
}

/// A page about a pledge of the organisation that is due for its review.
const fn of_pledge(path: &'static str, belongs: Belongs) -> Way {
    Way {
        path,
        belongs,
        part: |world| &world.pledge,
    }
}

/// A page about an event of the organisation.
const fn recorded(path: &'static str) -> Way {
    Way {
        path,
        belongs: Belongs::ToTheOrganisation,
        part: |world| &world.event,
    }
}

/// A page about a case study of the organisation.
const fn written(path: &'static str) -> Way {
    Way {
        path,
        belongs: Belongs::ToTheOrganisation,
        part: |world| &world.draft,
    }
}

/// A page about the list of an opportunity of the organisation.
const fn ranked(path: &'static str) -> Way {
    Way {
        path,
        belongs: Belongs::ToTheOrganisation,
        part: |world| &world.opportunity,
    }
}

/// A page about a round that is drawn.
const fn drawn(path: &'static str) -> Way {
    Way {
        path,
        belongs: Belongs::ToAnybody,
        part: |_| world::DRAWN,
    }
}

/// A page about a round of the organisation's own.
const fn run(path: &'static str) -> Way {
    Way {
        path,
        belongs: Belongs::ToTheOrganisation,
        part: |world| &world.round,
    }
}

/// A page on which the organisation hosts: about the placement that it offers.
const fn hosted(path: &'static str) -> Way {
    Way {
        path,
        belongs: Belongs::ToTheOrganisation,
        part: |world| &world.opportunity,
    }
}

/// Every path of the portal.
const WAYS: &[Way] = &[
    page("/"),
    page("/how-places-are-given"),
    page("/how-places-are-given/draws"),
    drawn("/how-places-are-given/draws/{round}"),
    drawn("/how-places-are-given/draws/{round}/counts.json"),
    Way {
        path: "/how-places-are-given/{file}",
        belongs: Belongs::IsNotThere,
        part: |_| "no-such-policy.toml",
    },
    page("/privacy"),
    page("/privacy/young-people"),
    page("/cookies"),
    page("/accessibility"),
    page("/terms"),
    page("/help"),
    page("/healthz"),
    page("/readyz"),
    page("/sign-in"),
    page("/sign-in/code"),
    page("/sign-out"),
    page("/sign-out/everywhere"),
    Way {
        path: "/links/{token}",
        belongs: Belongs::IsNotThere,
        part: |_| UNKNOWN,
    },
    Way {
        path: "/links/{token}/again",
        belongs: Belongs::IsNotTold,
        part: |_| UNKNOWN,
    },
    page("/careers"),
    page("/careers/courses"),
    page("/careers/for-advisers"),
    page("/careers/what-could-suit-me"),
    Way {
        path: "/careers/roles/{role}",
        belongs: Belongs::ToAnybody,
        part: |_| "adult-nurse",
    },
    Way {
        path: "/careers/{family}",
        belongs: Belongs::ToAnybody,
        part: |_| "nursing",
    },
    page("/work-experience"),
    page("/work-experience/map.svg"),
    page("/saved-searches/new"),
    page("/saved-searches/sent"),
    offered("/work-experience/{slug}"),
    offered("/apply/{slug}"),
    offered("/apply/{slug}/check"),
    offered("/apply/{slug}/email"),
    offered("/apply/{slug}/code"),
    offered("/apply/{slug}/begin"),
    page("/my-applications"),
    page("/my-data"),
    page("/my-data/code"),
    page("/my-data/download"),
    page("/my-data/delete"),
    page("/my-data/deleted"),
    applied("/applications/{reference}"),
    applied("/applications/{reference}/check"),
    applied("/applications/{reference}/submitted"),
    applied("/applications/{reference}/waiting"),
    applied("/applications/{reference}/who-looked"),
    applied("/applications/{reference}/withdraw"),
    applied("/applications/{reference}/emergency-contact"),
    applied("/applications/{reference}/equality"),
    applied("/applications/{reference}/equality/questions"),
    applied("/applications/{reference}/{step}"),
    applied("/applications/{reference}/ask-again/{kind}"),
    applied("/applications/{reference}/leave"),
    applied("/applications/{reference}/offer"),
    applied("/applications/{reference}/afterwards"),
    applied("/applications/{reference}/feedback"),
    applied("/applications/{reference}/values"),
    applied("/applications/{reference}/thanks"),
    applied("/applications/{reference}/expenses"),
    applied("/applications/{reference}/keep-in-touch"),
    applied("/applications/{reference}/certificate.pdf"),
    page("/coordinate/afterwards"),
    page("/coordinate/rounds"),
    page("/coordinate/rounds/new"),
    run("/coordinate/rounds/{reference}"),
    run("/coordinate/rounds/{reference}/edit"),
    run("/coordinate/rounds/{reference}/copy"),
    run("/coordinate/rounds/{reference}/supervisor"),
    run("/coordinate/rounds/{reference}/open"),
    run("/coordinate/rounds/{reference}/close"),
    run("/coordinate/rounds/{reference}/cancel"),
    page("/coordinate/opportunities/new"),
    hosted("/coordinate/opportunities/{reference}/edit"),
    hosted("/coordinate/opportunities/{reference}/edit/{section}"),
    hosted("/coordinate/opportunities/{reference}/preview"),
    hosted("/coordinate/opportunities/{reference}/publish"),
    hosted("/coordinate/opportunities/{reference}/pause"),
    hosted("/coordinate/opportunities/{reference}/resume"),
    hosted("/coordinate/opportunities/{reference}/close"),
    hosted("/coordinate/opportunities/{reference}/withdraw"),
    hosted("/coordinate/opportunities/{reference}/copy"),
    hosted("/coordinate/opportunities/{reference}/pack"),
    hosted("/coordinate/opportunities/{reference}/pack/remove"),
    hosted("/coordinate/opportunities/{reference}/pack.pdf"),
    applied("/applications/{reference}/pack.pdf"),
    Way {
        path: "/coordinate/opportunities/{reference}/attendance",
        belongs: Belongs::ToTheOrganisation,
        part: |world| &world.opportunity,
    },
    placed("/coordinate/placements/{reference}/afterwards"),
    placed("/coordinate/placements/{reference}/attendance"),
    placed("/coordinate/placements/{reference}/close"),
    placed("/coordinate/placements/{reference}/feedback"),
    placed("/coordinate/placements/{reference}/values"),
    placed("/coordinate/placements/{reference}/certificate"),
    placed("/coordinate/placements/{reference}/certificate/withdraw"),
    placed("/coordinate/placements/{reference}/certificate.pdf"),
    page("/coordinate/claims"),
    page("/coordinate/claims.csv"),
    Way {
        path: "/coordinate/claims/{reference}",
        belongs: Belongs::ToTheOrganisation,
        part: |world| &world.claim,
    },
    page("/lead/afterwards"),
    Way {
        path: "/certificates/{number}",
        belongs: Belongs::ToAnybody,
        part: |world| &world.certificate,
    },
    applied("/applications/{reference}/placement.ics"),
    applied("/applications/{reference}/placement"),
    applied("/applications/{reference}/placement/{task}"),
    applied("/applications/{reference}/still-coming"),
    page("/coordinate/placements"),
    placed("/coordinate/placements/{reference}"),
    placed("/coordinate/placements/{reference}/tasks/{task}"),
    Way {
        path: "/coordinate/day/{date}",
        belongs: Belongs::ToAnybody,
        part: |_| "2027-07-05",
    },
    applied("/applications/{reference}/messages"),
    applied("/applications/{reference}/messages/{number}/report"),
    page("/coordinate/messages"),
    placed("/coordinate/placements/{reference}/messages"),
    placed("/coordinate/placements/{reference}/messages/{number}/report"),
    page("/coordinate/reported-messages"),
    page("/lead/reported-messages"),
    page("/my-calendar"),
    Way {
        path: "/calendar/{token}.ics",
        belongs: Belongs::IsNotThere,
        part: |_| UNKNOWN,
    },
    page("/coordinate"),
    ranked("/coordinate/opportunities/{reference}"),
    ranked("/coordinate/opportunities/{reference}/export.csv"),
    ranked("/coordinate/opportunities/{reference}/export.xlsx"),
    ranked("/coordinate/opportunities/{reference}/print"),
    ranked("/coordinate/opportunities/{reference}/people"),
    Way {
        path: "/coordinate/proposals/{reference}",
        belongs: Belongs::ToTheOrganisation,
        part: |world| &world.proposal,
    },
    page("/coordinate/people"),
    Way {
        path: "/coordinate/people/{person}/remove",
        belongs: Belongs::ToTheOrganisation,
        part: |world| &world.coordinator,
    },
    page("/lead/people"),
    Way {
        path: "/lead/people/{person}/remove",
        belongs: Belongs::ToTheArea,
        part: |world| &world.champion,
    },
    Way {
        path: "/national/people/{person}/remove",
        belongs: Belongs::ToAnybody,
        part: |world| &world.lead,
    },
    page("/national/organisations/merge"),
    page("/second-factor/new-codes"),
    page("/lead/contact"),
    Way {
        path: "/lead/contact/{area}",
        belongs: Belongs::ToTheArea,
        part: |_| "YH",
    },
    Way {
        path: "/areas/{code}",
        belongs: Belongs::ToAnybody,
        part: |_| "YH",
    },
    page("/invitations/withdraw"),
    page("/your-account"),
    page("/your-account/sessions"),
    page("/second-factor"),
    page("/second-factor/set-up"),
    page("/second-factor/qr.svg"),
    page("/second-factor/codes"),
    page("/national/people"),
    page("/pledge"),
    page("/pledge/email"),
    page("/pledge/code"),
    page("/pledge/begin"),
    signed("/pledge/{reference}"),
    signed("/pledge/{reference}/check"),
    signed("/pledge/{reference}/sent"),
    signed("/pledge/{reference}/{step}"),
    of_pledge("/pledges/{reference}/verify", Belongs::ToAnybody),
    of_pledge("/pledges/{reference}/certificate.pdf", Belongs::ToAnybody),
    of_pledge("/pledges/{reference}/badge.svg", Belongs::ToAnybody),
    page("/coordinate/pledges"),
    of_pledge("/coordinate/pledges/{reference}", Belongs::ToTheOrganisation),
    of_pledge("/coordinate/pledges/{reference}/review", Belongs::ToTheOrganisation),
    of_pledge("/coordinate/pledges/{reference}/withdraw", Belongs::ToTheOrganisation),
    Way {
        path: "/organisations/{slug}/concern",
        belongs: Belongs::ToAnybody,
        part: |world| &world.slug,
    },
    Way {
        path: "/organisations/{slug}/concern/sent",
        belongs: Belongs::ToAnybody,
        part: |world| &world.slug,
    },
    page("/lead/decisions"),
    page("/lead/concerns"),
    Way {
        path: "/lead/concerns/{reference}",
        belongs: Belongs::ToTheArea,
        part: |world| &world.concern,
    },
    of_pledge("/lead/reviews/{reference}", Belongs::ToTheArea),
    page("/lead/pledges"),
    Way {
        path: "/lead/pledges/{reference}",
        belongs: Belongs::ToTheArea,
        part: |world| &world.asked,
    },
    page("/national/capacity"),
    page("/organisations"),
    page("/organisations.csv"),
    page("/organisations.json"),
    page("/organisations.schema.json"),
    page("/organisations.atom"),
    page("/organisations/map.svg"),
    Way {
        path: "/organisations/{slug}",
        belongs: Belongs::ToAnybody,
        part: |world| &world.organisation,
    },
    Way {
        path: "/case-studies/{slug}",
        belongs: Belongs::ToAnybody,
        part: |world| &world.told,
    },
    page("/coordinate/events"),
    page("/coordinate/events/new"),
    recorded("/coordinate/events/{reference}"),
    recorded("/coordinate/events/{reference}/cancel"),
    page("/coordinate/case-studies"),
    page("/coordinate/case-studies/new"),
    written("/coordinate/case-studies/{slug}"),
    written("/coordinate/case-studies/{slug}/edit"),
    written("/coordinate/case-studies/{slug}/publish"),
    written("/coordinate/case-studies/{slug}/take-down"),
    page("/national/equality"),
    Way {
        path: "/national/equality/{year}",
        belongs: Belongs::ToAnybody,
        part: |_| "2027",
    },
    page("/national/operations"),
    page("/national/operations/letters"),
    Way {
        path: "/national/operations/letters/{number}",
        belongs: Belongs::IsNotThere,
        part: |_| "999999",
    },
    page("/national/operations/erasing"),
    page("/national/policy"),
    drawn("/national/policy/{round}"),
    drawn("/national/policy/{round}/adopt"),
    page("/dev/mail"),
    Way {
        path: "/dev/mail/{id}",
        belongs: Belongs::IsNotThere,
        part: |_| "999999",
    },
];

/// What came of asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// The handler did its work, or said what was wrong with the form.
    LetIn,
    SentToSignIn,
    Forbidden,
    NotThere,
}

/// True if whoever is not signed in is asked to sign in.
fn is_guarded(access: Access) -> bool {
    // Pages that everybody may read lead to signing in as part of what they do.
    !matches!(access, Access::Public | Access::Link | Access::Development)
}

fn outcome(page: &Page, access: Access) -> Outcome {
    match page.status {
        303 if is_guarded(access) && page.header("location").starts_with("/sign-in") => Outcome::SentToSignIn,
        200..400 | 409 | 410 | 422 => Outcome::LetIn,
        403 => Outcome::Forbidden,
        404 => Outcome::NotThere,
        status => panic!("{} answers {status}: {}", page.path, page.text()),
    }
}

/// Who has the role that a route asks for.
fn have_the_role(access: Access) -> &'static [Who] {
    match access {
        Access::Coordinator => &[Who::Coordinator, Who::Outsider],
        Access::Champion => &[Who::Champion, Who::OtherChampion],
        Access::Member => &[Who::Coordinator, Who::Outsider, Who::Champion, Who::OtherChampion],
        Access::AreaLead => &[Who::AreaLead, Who::OtherLead],
        Access::National => &[Who::National],
        Access::Public | Access::Applicant | Access::Link | Access::Development => world::EVERYBODY,
    }
}

/// What should come of `who` asking for a route.
fn expected(entry: &Entry, belongs: Belongs, who: Who) -> Outcome {
    let stranger = match belongs {
        Belongs::ToTheApplicant => who != Who::Applicant,
        Belongs::ToTheOrganisation => !matches!(who, Who::Coordinator | Who::Champion),
        Belongs::ToTheArea => who != Who::AreaLead,
        Belongs::IsNotThere => true,
        Belongs::IsNotTold => entry.method == "POST",
        Belongs::ToAnybody => false,
    };
    if is_guarded(entry.access) && who == Who::Visitor {
        Outcome::SentToSignIn
    } else if !have_the_role(entry.access).contains(&who) {
        Outcome::Forbidden
    } else if stranger {
        Outcome::NotThere
    } else {
        Outcome::LetIn
    }
}

fn way(entry: &Entry) -> &'static Way {
    WAYS.iter()
        .find(|way| way.path == entry.path)
        .unwrap_or_else(|| panic!("tests/access knows no way to {}", entry.path))
}

/// A path in place of the template. Parts that say which page of one thing have the same name everywhere.
fn filled(way: &Way, world: &World) -> String {
    let step = if way.path.starts_with("/pledge/") { "signatory" } else { "contact" };
    let path = way
        .path
        .replace("{step}", step)
        .replace("{kind}", "guardian")
        .replace("{section}", "what");
    let task = if way.path.starts_with("/coordinate/") { "pass" } else { "travel" };
    // The first message is the coordinator's, the second the applicant's: each side reports the other's.
    let number = if way.path.starts_with("/coordinate/") { "2" } else { "1" };
    let path = path
        .replace("{task}", task)
        .replace("messages/{number}", &format!("messages/{number}"));
    match (path.find('{'), path.find('}')) {
        (Some(open), Some(close)) => format!("{}{}{}", &path[..open], (way.part)(world), &path[close + 1..]),
        _ => path,
    }
}

/// Asks as a browser would: a form carries the session's token, so that only the access decides.
async fn ask(method: &str, path: &str, client: &Client) -> Page {
    if method != "POST" {
        return client.ask(method, path).stay().send().await;
    }
    let tokens = client.get("/sign-in").await.attributes("input[name='_csrf']", "value");
    let token = tokens.first().cloned().expect("a page with a form should have the session's token");
    let form = [("_csrf".to_owned(), token), ("_key".to_owned(), format!("a-key-for-{path}"))];
    client.ask("POST", path).form(&form).stay().send().await
}

/// A page that can be read.
pub struct OpenPage<'w> {
    /// The path's template.
    pub template: &'static str,
    /// The path.
    pub path: String,
    /// The first person who is let in.
    pub who: Who,
    /// Their browser.
    pub client: &'w Client,
}

/// Every page of the portal that can be read.
pub async fn open_pages(world: &World) -> Vec<OpenPage<'_>> {
    let mut pages = Vec::new();
    for entry in table().iter().filter(|entry| entry.method == "GET") {
        let (way, path) = (way(entry), filled(way(entry), world));
        for (who, client) in world.everybody() {
            let page = client.ask("GET", &path).stay().send().await;
            if expected(entry, way.belongs, *who) == Outcome::LetIn && page.status == 200 && page.is_html() {
                pages.push(OpenPage {
                    template: way.path,
                    path,
                    who: *who,
                    client,
                });
                break;
            }
        }
    }
    assert!(pages.len() > 10, "hardly any page can be read: {}", pages.len());
    pages
}

/// The table in an order in which no route takes away what a later one needs: first what reads, last what signs out.
fn table() -> Vec<Entry> {
    let mut table = route_table();
    table.sort_by_key(|entry| {
        (
            entry.method,
            ["/sign-out/everywhere", "/sign-out"].iter().position(|path| *path == entry.path),
        )
    });
    table
}

on_both! {
    async fn every_route_lets_in_whom_the_table_says(test: TestApp) {
        let world = World::new(test).await;
        let mut wrong = Vec::new();
        for entry in table() {
            let way = way(&entry);
            let path = filled(way, &world);
            for (who, client) in world.everybody() {
                let found = outcome(&ask(entry.method, &path, client).await, entry.access);
                let expected = expected(&entry, way.belongs, *who);
                if found != expected {
                    wrong.push(format!("{} {path} by {who:?}: {found:?}, should be {expected:?}", entry.method));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    async fn reading_changes_nothing(test: TestApp) {
        let world = World::new(test).await;
        let before = counts_but_refusals(&world.test);
        for entry in route_table().iter().filter(|entry| entry.method == "GET") {
            let path = filled(way(entry), &world);
            for (_, client) in world.everybody() {
                for method in ["GET", "HEAD", "OPTIONS"] {
                    ask(method, &path, client).await;
                }
            }
        }
        assert_eq!(counts_but_refusals(&world.test), before);
    }

    async fn a_method_that_is_not_in_the_table_is_refused(test: TestApp) {
        let world = World::new(test).await;
        let table = route_table();
        for way in WAYS {
            let path = filled(way, &world);
            let known = |method: &str| table.iter().any(|entry| entry.path == way.path && entry.method == method);
            for method in ["PUT", "DELETE", "PATCH", "TRACE", "POST", "GET"].into_iter().filter(|method| !known(method)) {
                let page = ask(method, &path, world.visitor()).await;
                // Where two templates fit a path, the other may ask to sign in first.
                let refused = [404, 405].contains(&page.status) || page.header("location").starts_with("/sign-in");
                assert!(refused, "{method} {path} answers {}", page.status);
            }
        }
    }

    async fn what_is_for_development_is_not_there_in_production(backend: Backend) {
        let test = TestApp::builder(backend).production().start();
        for entry in route_table().iter().filter(|entry| entry.access == Access::Development) {
            let path = entry.path.replace("{id}", "1");
            let page = test.client().ask(entry.method, &path).stay().send().await;
            assert_eq!(page.status, 404, "{} {path}", entry.method);
        }
    }
}

#[test]
fn every_way_leads_somewhere() {
    let table = route_table();
    for way in WAYS {
        assert!(
            table.iter().any(|entry| entry.path == way.path),
            "{} is no route any more",
            way.path
        );
    }
}
