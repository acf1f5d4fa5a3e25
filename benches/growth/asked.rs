//! What is asked of the portal, as each of the people who use it.

use std::collections::BTreeMap;

use diesel::prelude::*;
use practise::db::AnyConnection;
use practise::db::schema::{application, opportunity, organisation, placement, proposal, role_grant, round};
use practise::tx::Ledger;

use super::copies::{ONE_OF, SHIFT};
use super::process::get;
use super::session;
use super::template::Template;

/// Pages of a kind, each about something else.
pub const EACH: usize = 30;

/// Requests of one kind.
pub struct Question {
    pub name: &'static str,
    pub requests: Vec<String>,
}

/// Makes the questions about one database: the same kinds in the same order for all.
pub fn questions(ledger: &Ledger, template: &Template) -> Vec<Question> {
    let mut asked = Asked {
        ledger,
        questions: Vec::new(),
    };
    asked.by_anybody();
    asked.by_applicants();
    asked.by_coordinators();
    let lead = asked.cookie(template.lead, true);
    asked.numbered("an area's open decisions", &lead, |_| "/lead/decisions".to_owned());
    let national = asked.cookie(template.national, true);
    asked.numbered("how the portal is (operations)", &national, |_| "/national/operations".to_owned());
    asked.questions
}

struct Asked<'a> {
    ledger: &'a Ledger,
    questions: Vec<Question>,
}

impl Asked<'_> {
    fn read<T>(&self, f: impl FnOnce(&mut AnyConnection) -> QueryResult<T>) -> T {
        self.ledger.db.read_now(|db| Ok(f(db)?)).unwrap()
    }

    /// Some of many, from all parts of the database.
    fn spread<T>(all: Vec<T>) -> Vec<T> {
        let step = (all.len() / EACH).max(1);
        all.into_iter().step_by(step).take(EACH).collect()
    }

    /// A question asked as somebody, as often as others; `path` is given the number of the turn.
    fn numbered(&mut self, name: &'static str, cookie: &str, path: impl Fn(usize) -> String) {
        self.ask(name, (0..EACH).map(|number| (path(number), cookie.to_owned())).collect());
    }

    fn ask(&mut self, name: &'static str, paths: Vec<(String, String)>) {
        assert!(!paths.is_empty(), "{name}");
        let kept = |(path, cookie): &(String, String)| get(path, cookie).replace("Connection: close\r\n", "");
        self.questions.push(Question {
            name,
            requests: paths.iter().map(kept).collect(),
        });
    }

    /// Public pages. Each has another address each time, so that none is one that is kept.
    fn by_anybody(&mut self) {
        let slugs = |at: &'static str| {
            move |db: &mut AnyConnection| -> QueryResult<Vec<String>> {
                opportunity::table
                    .inner_join(round::table)
                    .filter(round::state.eq(at))
                    .order(opportunity::id)
                    .select(opportunity::slug)
                    .load(db)
            }
        };
        self.numbered("the start page", "", |number| format!("/?n={number}"));
        let open = Self::spread(self.read(slugs("open")));
        self.numbered("a placement on offer", "", |number| {
            format!("/work-experience/{}?n={number}", open[number % open.len()])
        });
        let over = Self::spread(self.read(slugs("settled")));
        self.numbered("a placement that is over, and others", "", |number| {
            format!("/work-experience/{}?n={number}", over[number % over.len()])
        });
        self.numbered("placements, the list", "", |number| format!("/work-experience?n={number}"));
        self.numbered("placements, two words", "", |number| {
            format!("/work-experience?q=ward+nurse&n={number}")
        });
        self.numbered("placements, near an outcode", "", |number| {
            format!("/work-experience?place=LS9&n={number}")
        });
        self.numbered("a family of careers", "", |number| format!("/careers/nursing?n={number}"));
        self.numbered("the register, searched", "", |number| format!("/organisations?q=trust&n={number}"));
        let members = self.read(|db| {
            let all: Vec<(i64, String)> = organisation::table
                .order(organisation::id)
                .select((organisation::id, organisation::slug))
                .load(db)?;
            Ok(all
                .into_iter()
                .filter(|(id, _)| is_at_work(*id))
                .map(|(_, slug)| slug)
                .collect::<Vec<_>>())
        });
        let members = Self::spread(members);
        self.numbered("an organisation of the register", "", |number| {
            format!("/organisations/{}?n={number}", members[number % members.len()])
        });
        self.numbered("the draws and their results", "", |number| {
            format!("/how-places-are-given/draws?n={number}")
        });
        self.numbered("whether the program is ready", "", |_| "/readyz".to_owned());
    }

    fn by_applicants(&mut self) {
        let of_state = |states: &'static [&'static str]| {
            move |db: &mut AnyConnection| -> QueryResult<Vec<(String, i64)>> {
                application::table
                    .filter(application::state.eq_any(states.to_vec()))
                    .order(application::id)
                    .select((application::public_ref, application::person_id))
                    .load(db)
            }
        };
        let waiting = self.signed_in(of_state(&["proposed"]));
        let came = self.signed_in(of_state(&["completed"]));
        let path = |of: &[(String, String)], to: &str| -> Vec<(String, String)> {
            of.iter()
                .map(|(reference, cookie)| (format!("/applications/{reference}{to}"), cookie.clone()))
                .collect()
        };
        self.ask("status, while a decision is awaited", path(&waiting, ""));
        self.ask("status, after a placement", path(&came, ""));
        self.ask("who looked at somebody's data", path(&came, "/who-looked"));
        let mine = came.iter().map(|(_, cookie)| ("/my-applications".to_owned(), cookie.clone()));
        self.ask("an applicant's applications", mine.collect());
    }

    /// References with the cookies of whose they are.
    fn signed_in(&self, found: impl FnOnce(&mut AnyConnection) -> QueryResult<Vec<(String, i64)>>) -> Vec<(String, String)> {
        Self::spread(self.read(found))
            .into_iter()
            .map(|(reference, person)| (reference, self.cookie(person, false)))
            .collect()
    }

    fn by_coordinators(&mut self) {
        let members = self.read(|db| {
            let all: Vec<i64> = organisation::table.order(organisation::id).select(organisation::id).load(db)?;
            Ok(all.into_iter().filter(|id| is_at_work(*id)).collect::<Vec<_>>())
        });
        let members: BTreeMap<i64, String> = Self::spread(members)
            .into_iter()
            .map(|organisation| (organisation, self.cookie(self.coordinator(organisation), true)))
            .collect();
        let ids: Vec<i64> = members.keys().copied().collect();
        let own = |path: &str| -> Vec<(String, String)> { members.values().map(|cookie| (path.to_owned(), cookie.clone())).collect() };
        self.ask("a coordinator's dashboard", own("/coordinate"));
        let with_cookies = |found: Vec<(String, i64)>, start: &str| -> Vec<(String, String)> {
            found
                .into_iter()
                .map(|(reference, organisation)| (format!("{start}/{reference}"), members[&organisation].clone()))
                .collect()
        };
        let ranked = self.read(|db| {
            opportunity::table
                .inner_join(round::table)
                .filter(round::state.eq("offering").or(round::state.eq("ranked")))
                .filter(opportunity::organisation_id.eq_any(&ids))
                .order(opportunity::id)
                .select((opportunity::public_ref, opportunity::organisation_id))
                .load(db)
        });
        self.ask("a ranked list", with_cookies(ranked, "/coordinate/opportunities"));
        let proposals = self.read(|db| {
            proposal::table
                .inner_join(opportunity::table)
                .filter(proposal::state.eq("open"))
                .filter(opportunity::organisation_id.eq_any(&ids))
                .order(proposal::id)
                .select((proposal::public_ref, opportunity::organisation_id))
                .load(db)
        });
        let proposals = Self::spread(proposals);
        self.ask("a proposal, before it is decided", with_cookies(proposals, "/coordinate/proposals"));
        let placements = self.read(|db| {
            placement::table
                .inner_join(opportunity::table)
                .filter(opportunity::organisation_id.eq_any(&ids))
                .order(placement::id)
                .select((placement::public_ref, opportunity::organisation_id))
                .load(db)
        });
        let placements = Self::spread(placements);
        self.ask(
            "a placement, as its coordinator sees it",
            with_cookies(placements, "/coordinate/placements"),
        );
        self.ask("an organisation's placements", own("/coordinate/placements"));
        self.ask("an organisation's messages", own("/coordinate/messages"));
        self.ask("an organisation's people who came", own("/coordinate/afterwards"));
    }

    fn coordinator(&self, organisation: i64) -> i64 {
        self.read(|db| {
            let of = role_grant::table.filter(role_grant::organisation_id.eq(organisation));
            of.select(role_grant::person_id).first(db)
        })
    }

    /// An open session with everything proven, as the cookie of its browser.
    fn cookie(&self, person: i64, staff: bool) -> String {
        let state = BTreeMap::from([
            ("person", person.to_string()),
            ("shared", "false".to_owned()),
            ("staff", staff.to_string()),
            ("second_factor", staff.to_string()),
            ("csrf", "\"a token\"".to_owned()),
        ]);
        session::open(self.ledger, Some(person), &state)
    }
}

/// True if an organisation is of a group that has rounds at the moment: those have as many things of each kind, however many groups there are.
fn is_at_work(organisation: i64) -> bool {
    (organisation / SHIFT as i64) % ONE_OF as i64 == 0
}
