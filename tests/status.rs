//! The status page: words for every state, and what it shows of a ranked application.

use std::collections::BTreeSet;

use diesel::prelude::*;
use practise::applications::status::{self, Explanation};
use practise::applications::{self, ApplicationState, Guardian, Level, Situation, of_state};
use practise::confirmations;
use practise::db::schema::{allocation_run, application, standing};
use practise::web::layout::{Layout, render};

use crate::confirmations::world::{APPLICANT, GUARDIAN, World};
use crate::journeys::world as journeys;
use crate::support::app::TestApp;
use crate::support::run::on_both;

#[test]
fn every_state_has_words_of_its_own() {
    let sentences: BTreeSet<&str> = ApplicationState::ALL.iter().map(|state| of_state(*state).sentence).collect();
    assert_eq!(sentences.len(), ApplicationState::ALL.len());
    for state in ApplicationState::ALL {
        let words = of_state(*state);
        for sentence in [words.sentence, words.next].iter().flat_map(|text| text.split(". ")) {
            assert!(sentence.split_whitespace().count() <= 20, "{state}: {sentence}");
        }
    }
}

fn shown(test: &TestApp, id: i64) -> String {
    let now = test.now();
    test.read(|db| {
        let application = applications::application_by_id(db, id)?;
        let found = status::found(db, application.person_id, &application.reference)?;
        Ok(render(&status::page(db, &found, now)?, &Layout::default())?)
    })
}

on_both! {
    async fn whoever_waits_sees_who_has_it_and_since_when(test: TestApp) {
        let id = World::new(&test).asked(&test);
        let page = shown(&test, id);
        for words in ["Waiting for answers", "Your parent or guardian", "Your school, college or adviser", "11 January 2027", "ask-again/guardian"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(page.contains("We asked your parent or guardian"));
        assert!(!page.contains("Sam Khan"));
        assert!(page.contains("/withdraw"));
        assert!(!page.contains(APPLICANT));
    }

    async fn whoever_named_a_wrong_address_is_told_and_can_correct_it(test: TestApp) {
        let id = World::new(&test).asked(&test);
        let back = "Our email to them came back";
        assert!(!shown(&test, id).contains(back));
        test.letter_comes_back(GUARDIAN);
        let page = shown(&test, id);
        assert_eq!(page.matches(back).count(), 1, "of two who were asked: {page}");
        assert!(!page.contains(GUARDIAN));
        let wanted = Guardian { name: "Sam Khan".to_owned(), relationship: "father".to_owned(), email: "sam.khan@example.org".to_owned() };
        test.write(|tx| confirmations::ask(tx, id, Some(&wanted), None));
        assert!(!shown(&test, id).contains(back), "another address was asked");
    }

    async fn whoever_is_ranked_sees_why_they_stand_there(test: TestApp) {
        let world = World::new(&test);
        let id = world.application(&test, APPLICANT, ApplicationState::Waiting);
        let explanation = Explanation {
            counted: vec!["free school meals".to_owned()],
            not_counted: vec!["pupil premium: nobody has confirmed it yet".to_owned()],
            would_change: vec!["Ask your school about pupil premium.".to_owned()],
            sentences: vec!["A week on a ward had 3 places and 9 applicants.".to_owned()],
        };
        test.write(|tx| {
            let run: i64 = diesel::insert_into(allocation_run::table)
                .values((
                    (
                        allocation_run::round_id.eq(world.round),
                        allocation_run::number.eq(1),
                        allocation_run::cause.eq("closed"),
                        allocation_run::engine.eq("practise/1"),
                        allocation_run::policy_sha256.eq("0"),
                        allocation_run::list_sha256.eq("0"),
                        allocation_run::seed.eq("0"),
                    ),
                    (
                        allocation_run::input_sha256.eq("0"),
                        allocation_run::output_sha256.eq("0"),
                        allocation_run::previous_sha256.eq("0"),
                        allocation_run::input.eq("{}"),
                        allocation_run::output.eq("{}"),
                        allocation_run::created_at.eq(tx.now),
                    ),
                ))
                .returning(allocation_run::id)
                .get_result(tx.db)?;
            diesel::insert_into(standing::table)
                .values((
                    standing::application_id.eq(id),
                    standing::opportunity_id.eq(world.opportunity),
                    standing::run_id.eq(run),
                    standing::choice.eq(1),
                    standing::band.eq("priority"),
                    standing::lottery.eq("0aaee3b0".repeat(8)),
                    standing::draw_position.eq(7_i64),
                    standing::status.eq("not_offered"),
                    standing::waiting_position.eq(1_i64),
                    standing::explanation.eq(serde_json::to_string(&explanation)?),
                ))
                .execute(tx.db)?;
            Ok(())
        });
        let page = shown(&test, id);
        for words in ["0AAEE3B0", "free school meals", "nobody has confirmed it yet", "Ask your school about pupil premium.", "had 3 places and 9 applicants", "Waiting list"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(!page.contains("0AAEE3B00"), "8 digits of the lottery number");
    }

    async fn whoever_is_ranked_reads_what_could_change_it(test: TestApp) {
        let world = journeys::World::new(&test, &[1]);
        let apply = |name: &str, situation| world.applicant_in(situation, &format!("{name}@example.org"), &[0]);
        let declared = [apply("ann", Situation::CareerChange), apply("ben", Situation::CareerChange)];
        let none = apply("cat", Situation::SomethingElse);
        let rejected = apply("dee", Situation::FormerProfessional);
        let unsaid = apply("eve", Situation::CareerChange);
        test.write(|tx| {
            applications::set_claim(tx, rejected, "former_professional", Level::Rejected)?;
            diesel::update(application::table.find(unsaid)).set(application::statements.eq("[]")).execute(tx.db)?;
            Ok(())
        });
        world.rank().await;
        let waits = declared.into_iter().find(|id| world.state(*id) != ApplicationState::Proposed).unwrap();
        let expected = [
            (waits, "Nobody has confirmed your answer about changing career yet. If you get a place, it must be confirmed before your first day."),
            (none, "If one of the circumstances on our list fits you, tell us when you next apply."),
            (rejected, "about having been a registered professional is wrong, contact us. Your answer could then count in your next round. You would then be in the priority group."),
            (unsaid, "counts next time if you also tell us that you want to work in health or care. You would then be in the priority group."),
        ];
        let coordinator = test.sign_in(journeys::COORDINATOR).await;
        let (list, _) = coordinator.get("/coordinate").await.links().into_iter().find(|(href, _)| href.starts_with("/coordinate/opportunities/")).unwrap();
        let list = coordinator.get(&list).await;
        for (id, words) in expected {
            list.should_say(words);
            let page = shown(&test, id);
            assert!(page.contains("What could change this") && page.contains(words), "{words}: {page}");
            assert!(page.contains("it goes to the next person on the waiting list"));
            for (_, other) in expected.iter().filter(|(other, _)| *other != id) {
                let shared = *other == expected[1].1 && id != waits;
                assert!(shared || !page.contains(other), "{other}: {page}");
            }
        }
    }

    async fn an_application_that_ended_says_why_and_offers_no_way_to_withdraw(test: TestApp) {
        let id = World::new(&test).application(&test, APPLICANT, ApplicationState::Ineligible);
        test.write(|tx| {
            diesel::update(application::table.find(id)).set(application::reason.eq("guardian_said_no")).execute(tx.db)?;
            Ok(())
        });
        let page = shown(&test, id);
        assert!(page.contains("they do not agree") && page.contains("does not count against you"));
        assert!(!page.contains("/withdraw"));
    }
}
