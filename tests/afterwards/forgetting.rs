//! What comes after a placement is in the download, and goes when its person goes.

use diesel::prelude::*;
use practise::db::schema::{attendance, certificate, expense_claim, feedback, keep_in_touch, observation, person, thanks};
use practise::my_data::{Cause, erase_person, everything};

use super::{ANN, completed};
use crate::journeys::world::COORDINATOR;
use crate::my_data::erase::found;
use crate::support::app::TestApp;
use crate::support::run::on_both;

on_both! {
    async fn everything_is_in_the_download_and_nothing_is_left_but_what_is_counted(test: TestApp) {
        let (world, id, reference) = completed(&test).await;
        let (ann, coordinator) = (test.sign_in(ANN).await, test.sign_in(COORDINATOR).await);
        let own = format!("/applications/{}", world.application(id).reference);
        let path = format!("/coordinate/placements/{reference}");
        let form = ann.get(&format!("{own}/values")).await.form();
        form.choose("value", "quality").choose("day", "2027-06-14").set("note", "Canaryvalue").submit().await.should_be(200);
        let form = ann.get(&format!("{own}/thanks")).await.form();
        form.set("words", "Canarythanks").submit().await.should_be(200);
        let form = ann.get(&format!("{own}/expenses")).await.form();
        let form = form.choose("kind", "travel").choose("day", "2027-06-14").set("amount", "4");
        form.set("note", "Canarybus").submit().await.should_be(200);
        let form = ann.get(&format!("{own}/feedback")).await.form();
        let form = form.choose("expected", "yes").choose("careers", "yes").choose("looked-after", "yes").choose("recommend", "yes");
        let form = form.choose("plans", "same").choose("keep-in-touch", "yes").set("words", "Canarywords").choose("may-quote", "yes");
        form.submit().await.should_be(200);
        let form = coordinator.get(&format!("{path}/feedback")).await.form();
        let form = form.choose("prepared", "yes").choose("took-part", "yes").choose("again", "yes").set("words", "Canaryabout");
        form.submit().await.should_be(200);
        let form = coordinator.get(&format!("{path}/certificate")).await.form();
        let made = form.set("activities", "Canaryprinted").choose("values", "Commitment to quality of care").submit().await;
        let check = made.links().into_iter().find(|(href, _)| href.starts_with("/certificates/")).unwrap().0;
        test.mail().await;

        let who = test.read(|db| Ok(person::table.filter(person::email.eq(ANN)).select(person::id).get_result::<i64>(db)?));
        let all = test.read(|db| everything(db, who, test.now())).json();
        let placement = &all["applications"][0]["placements"][0];
        assert_eq!(placement["attendance"].as_array().unwrap().len(), 5);
        assert_eq!(placement["certificate"][0]["number"], check.rsplit('/').next().unwrap());
        let text = placement.to_string();
        let canaries = ["Canaryvalue", "Canarythanks", "Canarybus", "Canarywords", "Canaryabout", "Canaryprinted"];
        for word in canaries {
            assert!(text.contains(word), "{word} should be in the download");
            assert_ne!(found(&test, word), Vec::<String>::new(), "{word} should be there before");
        }

        assert!(test.write(|tx| erase_person(tx, who, Cause::Request)));
        test.mail().await;
        for word in canaries {
            assert_eq!(found(&test, word), Vec::<String>::new(), "{word} should be gone");
        }
        let left = test.read(|db| {
            Ok([
                attendance::table.count().get_result::<i64>(db)?,
                observation::table.count().get_result(db)?,
                thanks::table.count().get_result(db)?,
                keep_in_touch::table.count().get_result(db)?,
                feedback::table.count().get_result(db)?,
                certificate::table.count().get_result(db)?,
            ])
        });
        assert_eq!(left, [0, 0, 0, 0, 2, 1], "answers are counted, and the certificate can be checked");
        let claim: (String, Option<String>, i32) =
            test.read(|db| Ok(expense_claim::table.select((expense_claim::state, expense_claim::reason, expense_claim::pence)).get_result(db)?));
        assert_eq!(claim, ("refused".to_owned(), Some("erased".to_owned()), 400));
        test.client().get(&check).await.should_be(200).should_say("This certificate is valid");
        coordinator.get(&format!("{path}/certificate.pdf")).await.should_be(404);
        coordinator.get(&format!("{path}/afterwards")).await.should_be(200);
        assert!(test.read(practise::audit::verify).is_ok());
    }
}
