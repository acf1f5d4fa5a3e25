//! Whatever people do in whatever order, through the pages: places are never exceeded, nobody is placed twice in a round, whoever is approved was
//! reached from the top of the list or with a recorded reason, and the audit log is whole.

use std::collections::BTreeMap;
use std::time::Instant as Stopwatch;

use diesel::prelude::*;
use practise::app_jobs::jobs;
use practise::applications::ApplicationState as State;
use practise::db::schema::{application, placement};
use practise::jobs::{Guard, run_due};
use practise::rounds::ProposalState;
use time::Duration;

use super::{Proposed, list, organisation_of, passed, proposals};
use crate::journeys::world::{COLLEAGUE, COORDINATOR, World};
use crate::support::app::TestApp;
use crate::support::db::Backend;
use crate::support::run::on_both;

/// Each is a run of its own.
const SEEDS: [u64; 3] = [11, 29, 47];
/// What is done in each.
const STEPS: usize = 28;
const PEOPLE: usize = 10;
const CHAMPION: &str = "board@trust.example.org";

/// Numbers that look random and are the same each time (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).unwrap() % end
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        if of.is_empty() { None } else { Some(&of[self.below(of.len())]) }
    }
}

struct Run {
    test: TestApp,
    world: World,
    people: Vec<(String, i64)>,
    dice: Dice,
    /// How often each thing was really done.
    done: BTreeMap<&'static str, usize>,
}

impl Run {
    async fn new(test: TestApp, seed: u64) -> Self {
        let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        let world = World::new(&test, &[2, 1, 2]);
        let (organisation, _) = organisation_of(&world);
        test.champion(CHAMPION, organisation);
        let mut people = Vec::new();
        for number in 1..=PEOPLE {
            let email = format!("person{number}@example.org");
            let mut choices = vec![0, 1, 2];
            choices.rotate_left(dice.below(3));
            choices.truncate(1 + dice.below(3));
            people.push((email.clone(), world.applicant(&email, &choices)));
        }
        // Somebody thinks better of it before the round closes; nobody comes after.
        let (email, id) = dice.one(&people).unwrap();
        let own = format!("/applications/{}/withdraw", world.application(*id).reference);
        test.sign_in(email).await.get(&own).await.form().submit().await.should_be(200);
        world.rank().await;
        Self {
            test,
            world,
            people,
            dice,
            done: BTreeMap::new(),
        }
    }

    fn of(&self, state: ProposalState) -> Vec<Proposed> {
        proposals(&self.test).into_iter().filter(|one| one.state == state).collect()
    }

    fn people_in(&self, states: &[State]) -> Vec<(String, i64)> {
        let is = |id: &i64| states.contains(&self.world.state(*id));
        self.people.iter().filter(|(_, id)| is(id)).cloned().collect()
    }

    fn coordinator(&mut self) -> &'static str {
        [COORDINATOR, COLLEAGUE][self.dice.below(2)]
    }

    /// Somebody decides about somebody from the page, with or without a reason.
    async fn decide(&mut self) -> u16 {
        let open = self.of(ProposalState::Open);
        let (who, approve, reason) = (self.coordinator(), self.dice.below(4) != 0, self.dice.below(2) == 0);
        let Some(one) = self.dice.one(&open) else { return 0 };
        let page = self.test.sign_in(who).await.get(&one.path()).await;
        if page.status == 403 {
            return 403;
        }
        let form = if approve {
            page.form().choose("decision", "approve")
        } else {
            page.form().choose("decision", "decline").choose("reason", "place_gone")
        };
        let form = if reason && form.names().contains(&"passing".to_owned()) {
            form.choose("passing", "asked_to_choose")
        } else {
            form
        };
        form.submit().await.status
    }

    /// Somebody opens one of their letters, old or new, and approves.
    async fn decide_by_link(&mut self) -> u16 {
        let who = [COORDINATOR, COLLEAGUE, CHAMPION][self.dice.below(3)];
        let letters = self.world.mails(who, "proposal.asked").await;
        let Some(mail) = self.dice.one(&letters) else { return 0 };
        let page = self.test.client().open(&mail.link()).await;
        if !page.has("input[name=decision]") {
            return page.status;
        }
        let form = page.form().choose("decision", "approve");
        let (answer, again) = (form.submit().await, form.submit().await);
        assert_eq!(answer.status, again.status, "twice is once");
        answer.status
    }

    async fn approve_several(&mut self) -> u16 {
        let who = self.coordinator();
        let page = self.test.sign_in(who).await.get(&list(&self.world)).await;
        if !page.has("main form") {
            return 0;
        }
        let mut form = page.form();
        for (value, _) in form.choices("proposal") {
            if self.dice.below(3) != 0 {
                form = form.choose("proposal", &value);
            }
        }
        form.submit().await.status
    }

    async fn know(&mut self) -> u16 {
        let open = self.of(ProposalState::Open);
        let who = self.coordinator();
        let Some(one) = self.dice.one(&open) else { return 0 };
        let page = self.test.sign_in(who).await.get(&one.path()).await;
        if page.status != 200 {
            return page.status;
        }
        match page.form().press("I know this person").await.status {
            403 => 200,
            status => status,
        }
    }

    /// Somebody answers one of their letters with an offer, old or new.
    async fn answer(&mut self) -> u16 {
        let people = self.people_in(&[State::Offered, State::Offered, State::Placed, State::Withdrawn]);
        let accept = self.dice.below(4) != 0;
        let Some((email, _)) = self.dice.one(&people).cloned() else {
            return 0;
        };
        let letters = self.world.mails(&email, "offer.made").await;
        let Some(mail) = self.dice.one(&letters) else { return 0 };
        let page = self.test.client().open(&mail.link()).await;
        if !page.has("input[name=answer]") {
            return page.status;
        }
        let form = if accept {
            page.form().choose("answer", "accept")
        } else {
            page.form().choose("answer", "decline").choose("reason", "dates")
        };
        form.submit().await.status
    }

    /// Somebody leaves the list, or gives their place back.
    async fn leave(&mut self) -> u16 {
        let people = self.people_in(&[State::Placed, State::Offered, State::Proposed, State::Waiting, State::NotReached]);
        let Some((email, id)) = self.dice.one(&people).cloned() else {
            return 0;
        };
        let own = format!("/applications/{}/leave", self.world.application(id).reference);
        let page = self.test.sign_in(&email).await.get(&own).await;
        page.form().submit().await.status
    }

    fn let_time_pass(&mut self) -> u16 {
        self.test.pass(Duration::days(i64::try_from(1 + self.dice.below(5)).unwrap()));
        run_due(self.test.ledger(), &jobs(), "one", Guard::Clock).unwrap();
        200
    }

    async fn step(&mut self) {
        // Time does not stand still between two things that people do.
        self.test.pass(Duration::minutes(1));
        let before = proposals(&self.test);
        let (name, status) = match self.dice.below(12) {
            0..=2 => ("decided", self.decide().await),
            3 => ("decided by a link", self.decide_by_link().await),
            4 | 5 => ("approved several", self.approve_several().await),
            6 => ("knew somebody", self.know().await),
            7..=9 => ("answered", self.answer().await),
            10 => ("left", self.leave().await),
            _ => ("let time pass", self.let_time_pass()),
        };
        assert!([0, 200, 403, 409, 422].contains(&status), "{name}: {status}");
        if status == 200 {
            *self.done.entry(name).or_default() += 1;
        }
        self.check(&before, name);
    }

    /// What must hold after each step.
    fn check(&self, before: &[Proposed], step: &str) {
        self.world.holds();
        let people: Vec<i64> = self.test.read(|db| {
            let agreed = placement::table
                .inner_join(application::table)
                .filter(placement::state.eq("agreed"));
            Ok(agreed.select(application::person_id).load(db)?)
        });
        let mut once = people.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), people.len(), "after {step}: somebody is placed twice");

        let is_decided = |state| matches!(state, ProposalState::Approved | ProposalState::Declined);
        let now = proposals(&self.test);
        let recorded: BTreeMap<i64, i32> = passed(&self.test).into_iter().map(|(id, count, _)| (id, count)).collect();
        let newly: Vec<&Proposed> = before
            .iter()
            .filter(|one| one.state == ProposalState::Open)
            .filter(|one| now.iter().any(|later| later.id == one.id && is_decided(later.state)))
            .collect();
        for one in &newly {
            // Whoever was decided in the same press was decided first.
            let above = before.iter().filter(|other| {
                let waited =
                    other.state == ProposalState::Open && other.opportunity_id == one.opportunity_id && other.position < one.position;
                waited && !newly.iter().any(|same| same.id == other.id)
            });
            let count = i32::try_from(above.count()).unwrap();
            assert_eq!(
                recorded.get(&one.id).copied().unwrap_or_default(),
                count,
                "after {step}: {one:?} in {before:?}"
            );
        }
        for one in now.iter().filter(|one| !is_decided(one.state)) {
            assert!(!recorded.contains_key(&one.id), "after {step}: {one:?} is not decided");
        }
    }
}

on_both! {
    async fn nothing_that_people_do_in_any_order_breaks_what_must_hold(backend: Backend) {
        let started = Stopwatch::now();
        let mut done: BTreeMap<&'static str, usize> = BTreeMap::new();
        for seed in SEEDS {
            let test = TestApp::builder(backend).seeded(&format!("random people {seed}")).start();
            let mut run = Run::new(test, seed).await;
            for _ in 0..STEPS {
                run.step().await;
            }
            for (name, count) in run.done {
                *done.entry(name).or_default() += count;
            }
        }
        println!("{done:?} in {:.1?}", started.elapsed());
        for name in ["decided", "decided by a link", "approved several", "knew somebody", "answered", "left", "let time pass"] {
            assert!(done.contains_key(name), "nobody ever {name}: {done:?}");
        }
    }
}
