//! What a process keeps of the register follows every change, on every instance, on both databases; and what a page costs.

use diesel::prelude::*;
use practise::db::schema::{organisation, pledge};
use practise::opportunities::listed;
use practise::pledges::{CommitmentKind, PledgeState};
use practise::register::events::{add_event, cancel_event, event_by_ref};
use practise::register::{Register, version};

use super::{event, recorded, told};
use crate::support::app::TestApp;
use crate::support::plans::{listen, scans};
use crate::support::run::on_both;

/// The names on the register, and how many activities and case studies each has.
fn seen(test: &TestApp, register: &Register) -> Vec<(String, usize, usize)> {
    test.read(|db| {
        let index = register.index(db)?;
        let one = |entry: &practise::register::Entry| (entry.name.clone(), entry.activities.len(), entry.studies.len());
        Ok(index.entries().iter().map(one).collect())
    })
}

on_both! {
    async fn what_is_kept_follows_every_change_that_can_be_seen(test: TestApp) {
        let register = Register::default();
        assert!(seen(&test, &register).is_empty());
        let id = test.organisation("ONE", "One", test.area("AREA"));
        assert!(seen(&test, &register).is_empty(), "an organisation without a commitment is not on the register");
        test.committed(id, CommitmentKind::Practise);
        assert_eq!(seen(&test, &register), [("One".to_owned(), 0, 0)]);
        test.write(|tx| Ok(diesel::update(organisation::table.find(id)).set(organisation::name.eq("Eins")).execute(tx.db)?));
        assert_eq!(seen(&test, &register)[0].0, "Eins");
        let reference = test.write(|tx| add_event(tx, id, &event(&test, 3)));
        told(&test, id, "A visit");
        assert_eq!(seen(&test, &register), [("Eins".to_owned(), 1, 1)]);
        test.write(|tx| {
            let event = event_by_ref(tx.db, &reference)?;
            cancel_event(tx, event.id)
        });
        assert_eq!(seen(&test, &register), [("Eins".to_owned(), 0, 1)]);
        test.write(|tx| Ok(diesel::update(pledge::table).set(pledge::state.eq(PledgeState::AwaitingChampion)).execute(tx.db)?));
        assert!(seen(&test, &register).is_empty(), "what is not public is not shown");
    }

    async fn what_is_taken_back_makes_nothing_anew(test: TestApp) {
        let id = test.organisation("ONE", "One", test.area("AREA"));
        let before = test.read(version);
        let failed: Result<(), practise::error::Error> = test.ledger().write_now(practise::tx::Actor::Operator, |tx| {
            add_event(tx, id, &event(&test, 3))?;
            Err(practise::error::Error::NotFound)
        });
        assert!(failed.is_err());
        assert_eq!(test.read(version), before);
        test.write(|tx| add_event(tx, id, &event(&test, 3)));
        assert_ne!(test.read(version), before);
    }

    async fn every_instance_answers_alike_at_once(test: TestApp) {
        let other = test.another();
        for number in 1..4 {
            let id = test.organisation(&format!("O{number}"), &format!("Trust {number}"), test.area(&format!("A{number}")));
            test.committed(id, CommitmentKind::Practise);
            for app in [&test, &other] {
                let page = app.client().get("/organisations?q=trust").await;
                page.should_say(&if number == 1 { "1 organisation".to_owned() } else { format!("{number} organisations") });
            }
        }
    }

    async fn a_page_needs_at_most_5_queries_each_by_an_index(test: TestApp) {
        let id = test.organisation("ONE", "One", test.area("AREA"));
        recorded(&test, id);
        let register = Register::default();
        test.read(|db| register.index(db));
        let pledges = vec![1_i64, 2];
        let mut db = test.db().connect();
        let queries = listen(&mut db);
        // An organisation's page.
        let now = test.now();
        register.index(&mut db).unwrap();
        practise::register::said(&mut db, &pledges).unwrap();
        listed(&mut db, id, now, 20).unwrap();
        practise::register::answers(&mut db, id, now).unwrap();
        practise::afterwards::recommended(&mut db, id, Some((now.date(), now.date()))).unwrap();
        let asked = queries.try_iter().collect::<Vec<String>>();
        assert_eq!(asked.len(), 5, "{asked:#?}");
        // Pages beside it.
        practise::organisations::contact_of(&mut db, id).unwrap();
        practise::opportunities::listed_by_ids(&mut db, &pledges).unwrap();
        practise::register::case_studies::case_study_by_slug(&mut db, "none").unwrap_err();
        let beside: Vec<String> = queries.try_iter().collect();
        assert_eq!(beside.len(), 3, "{beside:#?}");
        let scans: Vec<String> = asked.iter().chain(&beside).flat_map(|query| scans(&mut db, query)).collect();
        assert!(scans.is_empty(), "{scans:#?}");
    }
}
