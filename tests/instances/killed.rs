//! Rows 1 and 38 with several instances: one after the other is killed while people send their applications through the others.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::fleet::Fleet;
use super::{how_many, longer};
use crate::faults::kills::{Draft, TOKEN, is_whole, prepare};
use crate::support::process::{ask, get, post};

/// People who send at the same time.
pub const PEOPLE: usize = 4;

/// Sends a draft the way its owner does, and notes whether the answer was the page that says so; the last status, or nothing if the line was cut.
pub fn press(to: SocketAddr, draft: &mut Draft) -> Option<u16> {
    if draft.key.is_none() {
        let page = ask(to, &get(&format!("{}/check", draft.path), &draft.cookie)).ok()?;
        if page.status != 200 {
            return Some(page.status);
        }
        let text = page.text();
        let key = text.split("name=\"_key\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        draft.key = Some(key.expect("the page should have a form").to_owned());
    }
    let pairs = [("_csrf", TOKEN), ("_key", draft.key.as_deref().unwrap())];
    let answer = ask(to, &post(&format!("{}/check", draft.path), &draft.cookie, &pairs)).ok()?;
    draft.confirmed |= answer.status == 303 && answer.header("location").ends_with("/equality");
    Some(answer.status)
}

/// Waits until `done` has come to `most`.
pub fn wait_for(done: &AtomicUsize, most: usize) {
    let started = Instant::now();
    while done.load(Ordering::SeqCst) < most {
        assert!(
            started.elapsed() < Duration::from_secs(240),
            "{} of {most}",
            done.load(Ordering::SeqCst)
        );
        std::thread::sleep(Duration::from_millis(2));
    }
}

#[test]
fn an_instance_that_is_killed_loses_nothing_that_was_confirmed_and_doubles_nothing() {
    let (kills, drafts) = (3 * longer(), 72 * longer());
    let mut fleet = Fleet::start(how_many(), |_| ());
    let test = fleet.portal();
    let waiting = Mutex::new(prepare(&test, drafts));
    let (begun, sent) = (Mutex::new(Vec::new()), AtomicUsize::new(0));
    let to = fleet.public();
    std::thread::scope(|scope| {
        for _ in 0..PEOPLE {
            scope.spawn(|| {
                while let Some(mut draft) = { waiting.lock().unwrap().pop_front() } {
                    press(to, &mut draft);
                    begun.lock().unwrap().push(draft);
                    sent.fetch_add(1, Ordering::SeqCst);
                }
            });
        }
        for kill in 0..kills {
            wait_for(&sent, drafts * (kill + 1) / (kills + 2));
            let number = kill % fleet.serving.len();
            fleet.kill(number);
            fleet.begin(number);
        }
    });
    let mut begun: VecDeque<Draft> = begun.into_inner().unwrap().into();
    let confirmed = begun.iter().filter(|draft| draft.confirmed).count();
    for draft in begun.iter().filter(|draft| draft.confirmed) {
        assert!(is_whole(&test, draft), "{} was confirmed and is gone", draft.path);
    }
    let stored = begun.iter().filter(|draft| is_whole(&test, draft)).count();
    // Whoever was not told presses again, with the same form, at whichever instance.
    for draft in &mut begun {
        if !draft.confirmed {
            press(to, draft);
        }
        assert!(draft.confirmed, "{}", draft.path);
        assert!(is_whole(&test, draft), "{}", draft.path);
    }
    println!(
        "{kills} kills of {} instances: {confirmed} of {drafts} confirmed at once, {} stored without a word, 0 lost, 0 doubled",
        fleet.serving.len(),
        stored - confirmed
    );
    assert!(
        confirmed * 10 >= drafts * 6,
        "most people should not notice: {confirmed} of {drafts}"
    );
}
