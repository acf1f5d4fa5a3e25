//! Rows 1 and 2: the program is killed again and again while people send their applications. What was confirmed is there, once, with its
//! audit row and its mails; what was not confirmed can be sent again.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::net::SocketAddr;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration as Wait, Instant};

use diesel::prelude::*;
use diesel::sql_types::Text;
use practise::applications::{self, Answers, ApplicationState, Step};
use practise::db::AnyConnection;
use practise::db::schema::{application, audit, outbox};
use practise::opportunities;
use time::macros::date;

use super::program::address;
use crate::support::app::{SECRET, TestApp};
use crate::support::db::{Backend, TestDb};
use crate::support::process::{Program, ask, get, post};
use crate::support::run::run;
use crate::support::session;

/// People who send drafts at the same time.
const PEOPLE: usize = 4;
/// The token of every session that is made here.
pub const TOKEN: &str = "the-token-of-every-session-here";

/// Kills on SQLite; a fifth of that on Postgres.
fn kills() -> usize {
    std::env::var("PRACTISE_KILLS")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(25)
}

/// Drafts that wait for each kill. The moments of the kills are spread over as long as these take.
fn drafts_for_each() -> usize {
    std::env::var("PRACTISE_DRAFTS")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(12)
}

/// Somebody's draft, complete, with the session in which it is sent.
#[derive(Clone)]
pub struct Draft {
    id: i64,
    email: String,
    pub path: String,
    pub cookie: String,
    young: bool,
    /// The key of the form, once a page was shown.
    pub key: Option<String>,
    /// Set when the page said that it was sent.
    pub confirmed: bool,
}

/// A small generator of the test's own: the same run for the same seed.
struct Moments(u64);

impl Moments {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

/// Makes drafts that only have to be sent, straight in the database.
pub fn prepare(test: &TestApp, count: usize) -> VecDeque<Draft> {
    let round = test.open_round("KILLS");
    let placement = test.placement(round, "ward", |_| {});
    let mut drafts = VecDeque::new();
    for number in 0..count {
        let (email, young) = (format!("person{number}@example.org"), number % 2 == 0);
        let (id, person, reference) = test.write(|tx| {
            let person = practise::auth::person_for_email(tx, &email)?;
            tx.actor = practise::tx::Actor::Person(person);
            let wanted = opportunities::by_id(tx.db, placement)?;
            let born = if young { date!(2010 - 03 - 01) } else { date!(1990 - 03 - 01) };
            let reference = applications::begin(tx, person, &wanted, Some(born))?;
            let begun = applications::application_by_ref(tx.db, &reference)?;
            for (step, answer) in answers(&wanted.reference, young, number) {
                applications::put(tx, begun.id, step, &answer)?;
            }
            Ok((begun.id, person, reference))
        });
        let state = BTreeMap::from([
            ("person", person.to_string()),
            ("shared", "false".to_owned()),
            ("staff", "false".to_owned()),
            ("csrf", format!("\"{TOKEN}\"")),
        ]);
        drafts.push_back(Draft {
            id,
            email,
            path: format!("/applications/{reference}"),
            cookie: session::open(test.ledger(), Some(person), &state),
            young,
            key: None,
            confirmed: false,
        });
    }
    drafts
}

/// Every answer that is asked for, as it is kept.
fn answers(placement: &str, young: bool, number: usize) -> Vec<(Step, String)> {
    let born = if young { date!(2010 - 03 - 01) } else { date!(1990 - 03 - 01) };
    let Answers {
        name,
        contact,
        situation,
        circumstances,
        aims,
        reasons,
        choices,
        availability,
        needs,
        school,
        guardian,
        ..
    } = crate::applications::sample::everything(born);
    let mut choices = choices.unwrap();
    choices.0 = vec![placement.to_owned()];
    let json = |value: serde_json::Value| value.to_string();
    let situation = if young {
        situation
    } else {
        Some(applications::Situation::CareerChange)
    };
    let mut all = vec![
        (Step::Name, json(serde_json::to_value(name.unwrap()).unwrap())),
        (Step::Contact, json(serde_json::to_value(contact.unwrap()).unwrap())),
        (Step::Situation, json(serde_json::to_value(situation.unwrap()).unwrap())),
        (Step::Aims, json(serde_json::to_value(aims.unwrap()).unwrap())),
        (Step::Reasons, json(serde_json::to_value(reasons.unwrap()).unwrap())),
        (Step::Choices, json(serde_json::to_value(choices).unwrap())),
        (Step::Availability, json(serde_json::to_value(availability.unwrap()).unwrap())),
        (Step::Needs, json(serde_json::to_value(needs.unwrap()).unwrap())),
    ];
    if young {
        let (mut school, mut guardian) = (school.unwrap(), guardian.unwrap());
        school.email = format!("school{number}@school.example");
        guardian.email = format!("guardian{number}@example.org");
        all.push((Step::Circumstances, json(serde_json::to_value(circumstances.unwrap()).unwrap())));
        all.push((Step::School, json(serde_json::to_value(school).unwrap())));
        all.push((Step::Guardian, json(serde_json::to_value(guardian).unwrap())));
    }
    all
}

/// Sends a draft the way its owner does; writes down how far it came.
fn send(to: SocketAddr, draft: &mut Draft) {
    if draft.key.is_none() {
        let Ok(page) = ask(to, &get(&format!("{}/check", draft.path), &draft.cookie)) else {
            return;
        };
        assert_eq!(page.status, 200, "{}: {}", draft.path, page.head);
        let text = page.text();
        let key = text.split("name=\"_key\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        draft.key = Some(key.expect("the page should have a form").to_owned());
    }
    let pairs = [("_csrf", TOKEN), ("_key", draft.key.as_deref().unwrap())];
    let Ok(answer) = ask(to, &post(&format!("{}/check", draft.path), &draft.cookie, &pairs)) else {
        return;
    };
    // 503: not stored, or stored and safe to press again.
    assert!(matches!(answer.status, 303 | 503), "{}: {}", draft.path, answer.head);
    draft.confirmed |= answer.status == 303 && answer.header("location").ends_with("/equality");
}

/// People send what waits, until the program is gone.
fn crowd(
    to: SocketAddr,
    waiting: &Arc<Mutex<VecDeque<Draft>>>,
    begun: &Arc<Mutex<Vec<Draft>>>,
    gone: &Arc<AtomicBool>,
) -> Vec<std::thread::JoinHandle<()>> {
    let person = || {
        let (waiting, begun, gone) = (Arc::clone(waiting), Arc::clone(begun), Arc::clone(gone));
        std::thread::spawn(move || {
            while !gone.load(Ordering::SeqCst) {
                let Some(mut draft) = waiting.lock().unwrap().pop_front() else {
                    break;
                };
                send(to, &mut draft);
                begun.lock().unwrap().push(draft);
            }
        })
    };
    (0..PEOPLE).map(|_| person()).collect()
}

/// What the database says of one application: when it was sent, rows of the audit log that say so, and the recipients of its mails.
fn stored(db: &mut AnyConnection, draft: &Draft) -> Result<(bool, i64, Vec<String>), practise::error::Error> {
    let (state, at): (ApplicationState, Option<practise::db::Instant>) = application::table
        .find(draft.id)
        .select((application::state, application::submitted_at))
        .first(db)?;
    assert_eq!(at.is_some(), state != ApplicationState::Draft, "{}: half sent", draft.path);
    let rows = audit::table
        .filter(audit::subject_kind.eq("application"))
        .filter(audit::subject_id.eq(draft.id))
        .filter(audit::act.eq("application.submitted"))
        .count()
        .get_result(db)?;
    let number = draft.email.trim_start_matches("person");
    let everybody = [
        draft.email.clone(),
        format!("guardian{number}"),
        format!("school{}", number.replace("example.org", "school.example")),
    ];
    let mut to: Vec<String> = outbox::table
        .filter(outbox::recipient.eq_any(everybody))
        .select(outbox::recipient)
        .load(db)?;
    to.sort_unstable();
    Ok((at.is_some(), rows, to))
}

/// True if the application was sent. Fails if it was sent by halves, or twice.
pub fn is_whole(test: &TestApp, draft: &Draft) -> bool {
    let (sent, rows, to) = test.read(|db| stored(db, draft));
    assert_eq!(rows, i64::from(sent), "{}: its row of the audit log", draft.path);
    let mails = usize::from(sent) * if draft.young { 3 } else { 1 };
    let mut once = to.clone();
    once.dedup();
    assert_eq!((to.len(), once.len()), (mails, mails), "{}: one mail for each: {to:?}", draft.path);
    sent
}

#[derive(QueryableByName)]
struct Integrity {
    #[diesel(sql_type = Text)]
    integrity_check: String,
}

/// What SQLite says of its file: `ok`, or what is wrong with it.
pub fn integrity(test: &TestApp) -> String {
    let found: Vec<Integrity> = test.read(|db| Ok(diesel::sql_query("PRAGMA integrity_check").load(db)?));
    found.into_iter().map(|row| row.integrity_check).collect::<Vec<_>>().join("\n")
}

fn killed(backend: Backend, kills: usize) {
    let db = Rc::new(TestDb::migrated(backend));
    let folder = tempfile::tempdir().unwrap();
    let test = TestApp::on(Rc::clone(&db)).real_time().start();
    let each = drafts_for_each();
    let mut drafts = prepare(&test, PEOPLE + kills * each);
    // Nobody else has the database open: what the program leaves behind is all that the next start finds.
    drop(test);
    let program = Program::new(&address(&db), SECRET, folder.path());
    let (mut moments, begun) = (Moments(20_270_111), Arc::new(Mutex::new(Vec::new())));
    // How long it takes here when nobody is killed; kills come between nothing and a few times that.
    let serving = program.serve();
    let waiting = Arc::new(Mutex::new(drafts.drain(..PEOPLE).collect()));
    let started = Instant::now();
    let people = crowd(serving.listen, &waiting, &begun, &Arc::default());
    people.into_iter().for_each(|person| person.join().unwrap());
    let usual = u64::try_from(started.elapsed().as_micros()).unwrap();
    let spread = usual * u64::try_from(each.div_ceil(PEOPLE)).unwrap();
    drop(serving);
    for _ in 0..kills {
        let serving = program.serve();
        let waiting = Arc::new(Mutex::new(drafts.drain(..each).collect()));
        let gone = Arc::new(AtomicBool::new(false));
        let people = crowd(serving.listen, &waiting, &begun, &gone);
        std::thread::sleep(Wait::from_micros(moments.below(spread)));
        serving.kill();
        gone.store(true, Ordering::SeqCst);
        people.into_iter().for_each(|person| person.join().unwrap());
        drafts.append(&mut waiting.lock().unwrap());
    }
    let mut begun = std::mem::take(&mut *begun.lock().unwrap());
    let confirmed = begun.iter().filter(|draft| draft.confirmed).count();
    assert!(
        confirmed > PEOPLE && confirmed < begun.len(),
        "{confirmed} of {} were confirmed: kills should fall in between",
        begun.len()
    );

    let test = TestApp::on(Rc::clone(&db)).real_time().start();
    let unconfirmed_but_stored = begun.iter().filter(|draft| is_whole(&test, draft) && !draft.confirmed).count();
    for draft in begun.iter().filter(|draft| draft.confirmed) {
        assert!(is_whole(&test, draft), "{} was confirmed and is gone", draft.path);
    }
    drop(test);

    // Whoever was not told presses again, with the same form; whoever had not come to it begins.
    let serving = program.serve();
    let killed_among = begun.len();
    begun.extend(drafts);
    for draft in &mut begun {
        if !draft.confirmed {
            send(serving.listen, draft);
        }
        assert!(draft.confirmed, "{}", draft.path);
        let page = ask(serving.listen, &get(&format!("{}/submitted", draft.path), &draft.cookie)).unwrap();
        assert!(page.status == 200 && page.text().contains("Application sent"), "{}", draft.path);
    }
    std::thread::sleep(Wait::from_secs(2));
    drop(serving);
    assert_eq!(program.run(&["audit", "verify"]).code(), Some(0), "{}", program.log());
    let test = TestApp::on(Rc::clone(&db)).real_time().start();
    for draft in &begun {
        assert!(is_whole(&test, draft), "{}", draft.path);
    }
    mails_are_kept(&test, folder.path());
    if backend == Backend::Sqlite {
        assert_eq!(integrity(&test), "ok");
    }
    println!(
        "{kills} kills: {killed_among} begun, {confirmed} confirmed at once, {unconfirmed_but_stored} stored without a word; {} confirmed in the end, 0 lost, 0 doubled",
        begun.len()
    );
}

/// Every mail of the outbox is in the folder or still to be sent, and a file has the Message-ID of its row: a repeat is the very same mail.
fn mails_are_kept(test: &TestApp, folder: &std::path::Path) {
    let rows: Vec<(i64, String, String)> =
        test.read(|db| Ok(outbox::table.select((outbox::id, outbox::state, outbox::message_id)).load(db)?));
    let rows: BTreeMap<i64, (String, String)> = rows.into_iter().map(|(id, state, message_id)| (id, (state, message_id))).collect();
    let files = std::fs::read_dir(folder.join("mail")).unwrap().map(|file| file.unwrap().path());
    let mut sent = BTreeSet::new();
    for path in files.filter(|path| path.extension().is_some_and(|ending| ending == "eml")) {
        let name = path.file_name().unwrap().to_str().unwrap();
        let id = name.split('-').next().unwrap().parse().unwrap();
        assert!(sent.insert(id), "two files for mail {id}");
        let (_, message_id) = rows.get(&id).expect("a mail should have a row");
        let mail = std::fs::read_to_string(&path).unwrap();
        assert!(mail.contains(&format!("Message-ID: {message_id}")), "mail {id}: {message_id}");
    }
    let waiting = rows.iter().filter(|(id, _)| !sent.contains(id));
    for (id, (state, _)) in waiting.clone() {
        assert_eq!(state, "queued", "mail {id} is neither in the folder nor waiting");
    }
    // Of a few, most have left. A killed worker leaves its lease behind, and the next one waits until that has run out: where a kill comes every second
    // or two, as in the long run, some thousands have (7,275 on SQLite, 8,652 on Postgres).
    assert!(
        sent.len() > waiting.count() || sent.len() > 2_500,
        "{} of {} mails have left",
        sent.len(),
        rows.len()
    );
}

#[test]
fn row_01_kill_9_loses_nothing_that_was_confirmed_and_repeats_nothing_on_sqlite() {
    run(Backend::Sqlite, |backend: Backend| async move { killed(backend, kills()) });
}

#[test]
fn row_01_kill_9_loses_nothing_that_was_confirmed_and_repeats_nothing_on_postgres() {
    run(
        Backend::Postgres,
        |backend: Backend| async move { killed(backend, kills().div_ceil(5)) },
    );
}
