//! What a process keeps to search: it follows every change, on every instance, on both databases.

use diesel::prelude::*;
use practise::db::schema::{opportunity, organisation, round};
use practise::error::Error;
use practise::opportunities::{Listing, OpportunityState, Page, Phase, Wanted, round_by_id, save_round_state, search, take_place, version};

use crate::support::app::TestApp;
use crate::support::run::on_both;

/// The numbers of all placements that `listing` finds.
fn found(test: &TestApp, listing: &Listing, words: &str) -> Vec<i64> {
    let wanted = Wanted {
        words: words.to_owned(),
        ..Wanted::default()
    };
    let page = Page { after: None, size: 100 };
    test.read(|db| {
        Ok(search(&*listing.index(db)?, &wanted, test.now(), page)
            .hits
            .iter()
            .map(|hit| hit.id)
            .collect())
    })
}

fn set_state(test: &TestApp, id: i64, state: OpportunityState) {
    test.write(|tx| {
        let done = diesel::update(opportunity::table.find(id))
            .set(opportunity::state.eq(state))
            .execute(tx.db)?;
        Ok(done)
    });
}

on_both! {
    async fn what_is_kept_follows_every_change_that_a_search_can_see(test: TestApp) {
        let listing = Listing::default();
        assert_eq!(found(&test, &listing, ""), [0_i64; 0]);
        let round = test.open_round("r1");
        let (one, two) = (test.placement(round, "one", |_| {}), test.placement(round, "two", |_| {}));
        assert_eq!(found(&test, &listing, ""), [one, two]);
        test.write(|tx| Ok(diesel::update(opportunity::table.find(one)).set(opportunity::title.eq("Déjà vu")).execute(tx.db)?));
        assert_eq!(found(&test, &listing, "DEJA"), [one]);
        let organisation = test.read(|db| Ok(opportunity::table.find(two).select(opportunity::organisation_id).get_result::<i64>(db)?));
        test.write(|tx| Ok(diesel::update(organisation::table.find(organisation)).set(organisation::name.eq("Southtown Hospice")).execute(tx.db)?));
        assert_eq!(found(&test, &listing, "hospice"), [two]);
        set_state(&test, two, OpportunityState::Paused);
        assert_eq!(found(&test, &listing, ""), [one]);
        set_state(&test, two, OpportunityState::Published);
        assert_eq!(found(&test, &listing, ""), [one, two]);
        test.write(|tx| Ok(diesel::delete(opportunity::table.find(two)).execute(tx.db)?));
        assert_eq!(found(&test, &listing, ""), [one]);
        test.write(|tx| Ok(diesel::update(round::table.find(round)).set(round::opens_at.eq(tx.now.plus(time::Duration::SECOND))).execute(tx.db)?));
        assert_eq!(found(&test, &listing, ""), [0_i64; 0]);
        test.pass(time::Duration::SECOND);
        assert_eq!(found(&test, &listing, ""), [one]);
        test.write(|tx| {
            let closed = round_by_id(tx.db, round)?.state.close(tx.now)?;
            save_round_state(tx, round, Phase::Open, closed)
        });
        assert_eq!(found(&test, &listing, ""), [0_i64; 0]);
    }

    async fn what_no_search_can_see_makes_nothing_anew(test: TestApp) {
        let round = test.open_round("r1");
        let id = test.placement(round, "one", |_| {});
        let before = test.read(version);
        assert!(test.write(|tx| take_place(tx, id)));
        assert_eq!(test.read(version), before, "a place that is taken is no change of the list");
        let failed: Result<(), Error> = test.ledger().write_now(practise::tx::Actor::Operator, |tx| {
            diesel::update(opportunity::table.find(id)).set(opportunity::town.eq("X")).execute(tx.db)?;
            Err(Error::NotFound)
        });
        assert!(failed.is_err());
        assert_eq!(test.read(version), before, "what was taken back is no change either");
        test.placement(round, "two", |_| {});
        assert_ne!(test.read(version), before);
    }

    async fn what_is_kept_is_made_once_for_one_state(test: TestApp) {
        let round = test.open_round("r1");
        test.placement(round, "one", |_| {});
        let listing = Listing::default();
        let first = test.read(|db| listing.index(db));
        let again = test.read(|db| listing.clone().index(db));
        assert!(std::sync::Arc::ptr_eq(&first, &again), "a clone shares what is kept");
        test.placement(round, "two", |_| {});
        assert!(!std::sync::Arc::ptr_eq(&first, &test.read(|db| listing.index(db))));
    }

    async fn a_great_list_is_made_anew_behind_the_question(test: TestApp) {
        let round = test.open_round("r1");
        test.placements(round, 1_001);
        let listing = Listing::behind(test.ledger().db.clone());
        let first = test.read(|db| listing.index(db));
        test.placement(round, "last", |_| {});
        let meanwhile = test.read(|db| listing.index(db));
        assert!(std::sync::Arc::ptr_eq(&first, &meanwhile), "nobody waits");
        let made = (0..600).find_map(|_| {
            std::thread::sleep(std::time::Duration::from_millis(50));
            let now = test.read(|db| listing.index(db));
            (!std::sync::Arc::ptr_eq(&first, &now)).then_some(now)
        });
        assert_eq!(made.expect("it is made within half a minute").len(), 1_002);
    }

    async fn two_that_change_the_list_at_once_do_not_wait_for_each_other_for_ever(test: TestApp) {
        let round = test.open_round("r1");
        let ids: Vec<i64> = (0..2).map(|number| test.placement(round, &format!("p{number}"), |_| {})).collect();
        let before = test.read(version);
        // One half begins with a placement, the other with the round: if the number were counted at once, each would hold what the other waits for.
        std::thread::scope(|scope| {
            for turn in 0..4 {
                let (ledger, ids) = (test.ledger().clone(), &ids);
                scope.spawn(move || {
                    for _ in 0..10 {
                        let done = ledger.write_now(practise::tx::Actor::Operator, |tx| {
                            let town = diesel::update(opportunity::table.find(ids[turn % 2])).set(opportunity::town.eq(format!("T{turn}")));
                            let closes = diesel::update(round::table.find(round)).set(round::closes_at.eq(round::closes_at));
                            if turn % 2 == 0 {
                                town.execute(tx.db)?;
                                closes.execute(tx.db)?;
                            } else {
                                closes.execute(tx.db)?;
                                town.execute(tx.db)?;
                            }
                            Ok(())
                        });
                        done.unwrap();
                    }
                });
            }
        });
        assert_ne!(test.read(version), before);
    }

    async fn every_instance_answers_alike_at_once(test: TestApp) {
        let other = test.another();
        let round = test.open_round("r1");
        for number in 0..3 {
            test.placement(round, &format!("p{number}"), |_| {});
            for app in [&test, &other] {
                let page = app.client().get("/work-experience?q=ward").await;
                assert_eq!(page.texts("main h2").len(), number + 1);
            }
        }
    }
}
