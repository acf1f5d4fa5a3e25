//! Fifty people at once: some read what is there for everybody, some fill in their application, some decide.

use std::io::{BufReader, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use crate::cast::{Cast, Own, drafts};
use crate::data::{Portal, TOKEN};
use crate::load::kept;
use crate::pages;
use crate::process::{connect, get, post, reply};

/// Of fifty, those who read what is there for everybody, and those who fill in their application. The others are coordinators.
const READERS: usize = 20;
const APPLICANTS: usize = 20;
const ALL: usize = 50;
/// Stands in a form for the number of the press of its button: as many digits as it has.
const NUMBER: &str = "00000000";

/// What somebody does again and again.
struct Person {
    /// Requests, and whether they are forms that are sent.
    turns: Vec<(String, bool)>,
}

/// How long answers took, in milliseconds, in order of size.
#[derive(Default)]
pub struct Times {
    pub reads: Vec<f64>,
    pub writes: Vec<f64>,
}

impl Times {
    fn add(mut self, other: Self) -> Self {
        self.reads.extend(other.reads);
        self.writes.extend(other.writes);
        self
    }
}

/// The time within which so many of a hundred came.
pub fn within(times: &[f64], of_hundred: usize) -> f64 {
    times[(times.len() * of_hundred).div_ceil(100) - 1]
}

/// The fifty of a portal.
pub struct Crowd(Vec<Person>);

impl Crowd {
    pub fn of(portal: &Portal, cast: &Cast) -> Self {
        let opened = |page: &pages::Page| (get(&page.path, &page.cookie), false);
        let public: Vec<_> = pages::public(cast).iter().map(opened).collect();
        let desk: Vec<_> = pages::coordinator(cast).iter().map(opened).collect();
        let mut people = Vec::new();
        for number in 0..READERS {
            people.push(begun_at(number, &public));
        }
        let drafts = drafts(portal);
        assert!(drafts.len() > APPLICANTS, "{} drafts", drafts.len());
        // The first has all answers already, and is the one whose pages are measured one by one.
        for (number, draft) in drafts[1..=APPLICANTS].iter().enumerate() {
            people.push(begun_at(number, &filling_in(draft)));
        }
        for number in people.len()..ALL {
            people.push(begun_at(number, &desk));
        }
        Self(people)
    }

    /// Lets them all go on for so long, each with this pause after each answer. Everybody has been everywhere once before it counts.
    pub fn run(&self, to: SocketAddr, pause: Duration, time: Duration) -> Times {
        let presses = AtomicU32::new(0);
        let mut times = std::thread::scope(|scope| {
            let threads: Vec<_> = self
                .0
                .iter()
                .enumerate()
                .map(|(number, person)| {
                    let (presses, first) = (&presses, pause.mul_f64(number as f64 / ALL as f64));
                    scope.spawn(move || {
                        std::thread::sleep(first);
                        person.go_on(to, presses, pause, time)
                    })
                })
                .collect();
            let done = threads.into_iter().map(|thread| thread.join().unwrap());
            done.fold(Times::default(), Times::add)
        });
        times.reads.sort_by(f64::total_cmp);
        times.writes.sort_by(f64::total_cmp);
        times
    }
}

/// The same turns, from another one on.
fn begun_at(number: usize, turns: &[(String, bool)]) -> Person {
    let mut turns = turns.to_vec();
    let count = turns.len();
    turns.rotate_left(number % count);
    Person { turns }
}

/// Opens one's application and two of its questions, and answers them.
fn filling_in(draft: &Own) -> Vec<(String, bool)> {
    let path = format!("/applications/{}", draft.reference);
    let read = |page: &str| (get(&format!("{path}{page}"), &draft.cookie), false);
    let sent = |page: &str, answers: &[(&str, &str)]| {
        let own = [("_csrf", TOKEN), ("_key", NUMBER)];
        (post(&format!("{path}{page}"), &draft.cookie, &[&own, answers].concat()), true)
    };
    vec![
        (get("/my-applications", &draft.cookie), false),
        read(""),
        read("/contact"),
        sent("/contact", &[("postcode", "LS9 7TF"), ("phone", "")]),
        read("/reasons"),
        sent(
            "/reasons",
            &[("interest", "I want to help people."), ("learn", "How a ward works.")],
        ),
    ]
}

impl Person {
    fn go_on(&self, to: SocketAddr, presses: &AtomicU32, pause: Duration, time: Duration) -> Times {
        let mut browser = BufReader::new(connect(to).unwrap());
        for turn in &self.turns {
            once(&mut browser, to, turn, presses);
        }
        let (started, mut times) = (Instant::now(), Times::default());
        for turn in self.turns.iter().cycle() {
            if started.elapsed() >= time {
                break;
            }
            let took = once(&mut browser, to, turn, presses);
            if turn.1 { &mut times.writes } else { &mut times.reads }.push(took);
            std::thread::sleep(pause);
        }
        times
    }
}

/// Asks once; answers the milliseconds until the whole answer was there.
fn once(browser: &mut BufReader<TcpStream>, to: SocketAddr, (request, sends): &(String, bool), presses: &AtomicU32) -> f64 {
    let number = format!("{:08}", presses.fetch_add(1, Ordering::Relaxed) + 1);
    let request = kept(request)
        .replace("{host}", &to.to_string())
        .replace(&format!("_key={NUMBER}"), &format!("_key={number}"));
    let started = Instant::now();
    browser.get_mut().write_all(request.as_bytes()).unwrap();
    let reply = reply(browser).unwrap();
    let took = started.elapsed().as_secs_f64() * 1e3;
    let wanted = if *sends { 303 } else { 200 };
    assert_eq!(reply.status, wanted, "{request}: {}", reply.text());
    took
}
