//! The survey's figures for the national team.

use practise::pledges::CommitmentKind;

use crate::pledges::world::{World, yes};
use crate::support::app::TestApp;
use crate::support::run::on_both;

on_both! {
    async fn an_area_has_figures_once_five_organisations_have_answered(test: TestApp) {
        World::new(&test);
        let north = test.area("NORTH");
        test.area_lead("north@example.org", north);
        test.national("national@example.org");
        for number in 1..=5 {
            let national = test.sign_in("national@example.org").await;
            let page = national.get("/national/capacity").await;
            assert!(!page.has("td.nhsuk-table__cell--numeric") || !page.text().contains("%"), "after {} organisations: {}", number - 1, page.text());
            let organisation = test.organisation(&format!("N{number}"), &format!("North {number}"), north);
            crate::pledges::world::sent(&test, &format!("starter{number}@example.org"), organisation, &[CommitmentKind::Practise]);
            yes(&test, crate::pledges::world::SIGNATORY, "pledge.signatory").await;
            yes(&test, crate::pledges::world::CHAMPION, "pledge.champion").await;
            yes(&test, "north@example.org", "pledge.approval").await.should_say("It is approved");
        }
        let page = test.sign_in("national@example.org").await.get("/national/capacity").await;
        page.should_say("Area NORTH").should_say("1200").should_say("400").should_say("100%").should_say("Not enough room for people");
    }
}
