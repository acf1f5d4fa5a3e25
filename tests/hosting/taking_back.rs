//! A placement is taken back: everything at it ends, people fall to their other choices, and a file is only for those who come.

use practise::applications::ApplicationState;

use super::{packed, reference};
use crate::journeys::world::{COORDINATOR, World};
use crate::support::app::TestApp;
use crate::support::run::on_both;

fn multipart(fields: &[(String, String)], name: &str, body: &[u8]) -> Vec<u8> {
    let mut all = Vec::new();
    for (field, value) in fields.iter().filter(|(field, _)| field.starts_with('_')) {
        all.extend(format!("--XX\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n").bytes());
    }
    all.extend(
        format!("--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/html\r\n\r\n").bytes(),
    );
    all.extend(body);
    all.extend(b"\r\n--XX--\r\n");
    all
}

on_both! {
    async fn whoever_had_a_place_falls_to_the_next_choice_and_is_told(test: TestApp) {
        let world = World::new(&test, &[1, 1, 1]);
        let placed = world.applicant("placed@example.org", &[0, 1]);
        world.rank().await;
        world.approve().await;
        world.accept("placed@example.org").await.should_be(200);
        assert_eq!(world.state(placed), ApplicationState::Placed);
        let client = test.sign_in(COORDINATOR).await;
        let path = format!("/coordinate/opportunities/{}/withdraw", reference(&test, world.placements[0]));
        let page = client.get(&path).await;
        page.should_say("1 person has agreed to come");
        page.form().submit().await.should_be(422).should_say("Select why you take it back");
        page.form().choose("reason", "infection").submit().await.should_be(200).should_say("The placement is withdrawn");
        client.get(&path).await.form().choose("reason", "staff").submit().await.should_be(409);
        assert_eq!(world.state(placed), ApplicationState::CancelledByOrganisation);
        assert_eq!(world.taken(world.placements[0]), 0);
        let mail = world.mail("placed@example.org", "opportunity.withdrawn").await;
        assert!(mail.text().contains("An infection keeps visitors away."), "{}", mail.text());
        test.client().get("/work-experience/ward").await.should_be(404);
        world.holds();
    }

    async fn offers_and_proposals_there_move_on_to_other_choices(test: TestApp) {
        let world = World::new(&test, &[1, 1, 1]);
        let one = world.applicant("one@example.org", &[0, 1]);
        let two = world.applicant("two@example.org", &[0, 2]);
        world.rank().await;
        // Whoever comes first is offered the place; the other waits for it and has their second choice.
        let proposed: i64 = test.read(|db| {
            use diesel::prelude::*;
            use practise::db::schema::proposal;
            Ok(proposal::table.filter(proposal::opportunity_id.eq(world.placements[0])).select(proposal::application_id).get_result(db)?)
        });
        let holder = if proposed == one { ("one@example.org", one, 1) } else { ("two@example.org", two, 2) };
        let reference_of = test.read(|db| {
            use diesel::prelude::*;
            use practise::db::schema::proposal;
            Ok(proposal::table.filter(proposal::application_id.eq(holder.1)).select(proposal::public_ref).get_result::<String>(db)?)
        });
        let client = test.sign_in(COORDINATOR).await;
        client.get(&format!("/coordinate/proposals/{reference_of}")).await.form().choose("decision", "approve").submit().await.should_be(200);
        assert_eq!(world.state(holder.1), ApplicationState::Offered);
        let path = format!("/coordinate/opportunities/{}/withdraw", reference(&test, world.placements[0]));
        client.get(&path).await.form().choose("reason", "building").submit().await.should_be(200);
        // The offer has ended, and its holder comes within the places of their second choice.
        assert_eq!(world.state(holder.1), ApplicationState::Proposed);
        let mail = world.mail(holder.0, "opportunity.withdrawn").await;
        assert!(mail.text().contains("The offer has ended.") && mail.text().contains("another of your choices"), "{}", mail.text());
        assert!(!world.link(holder.0, "offer.made").await.has("input[name=answer]"), "the offer's link is over");
        world.holds();
    }

    async fn before_the_draw_a_choice_goes_and_the_rest_stays(test: TestApp) {
        let world = World::new(&test, &[1, 1]);
        let both = world.applicant("both@example.org", &[0, 1]);
        let only = world.applicant("only@example.org", &[0]);
        let client = test.sign_in(COORDINATOR).await;
        let path = format!("/coordinate/opportunities/{}/withdraw", reference(&test, world.placements[0]));
        client.get(&path).await.form().choose("reason", "staff").submit().await.should_be(200);
        assert_eq!(world.state(both), ApplicationState::Ready);
        assert_eq!(world.state(only), ApplicationState::CancelledByOrganisation);
        world.mail("only@example.org", "opportunity.withdrawn").await;
        world.rank().await;
        assert_eq!(world.state(both), ApplicationState::Proposed);
        world.holds();
    }

    async fn a_pack_is_a_pdf_and_only_for_those_who_come(test: TestApp) {
        let world = World::new(&test, &[1]);
        packed(&test, world.placements[0]);
        let placed = world.applicant("placed@example.org", &[0]);
        let waits = world.applicant("waits@example.org", &[0]);
        world.rank().await;
        world.approve().await;
        let (came, other) = if world.state(placed) == ApplicationState::Offered {
            (("placed@example.org", placed), ("waits@example.org", waits))
        } else {
            (("waits@example.org", waits), ("placed@example.org", placed))
        };
        let of = |id: i64| format!("/applications/{}/pack.pdf", world.application(id).reference);
        test.sign_in(came.0).await.get(&of(came.1)).await.should_be(404);
        world.accept(came.0).await.should_be(200);
        let file = test.sign_in(came.0).await.get(&of(came.1)).await;
        file.should_be(200);
        assert_eq!(file.header("content-disposition"), "attachment; filename=\"pack.pdf\"");
        test.sign_in(other.0).await.get(&of(other.1)).await.should_be(404);
        test.sign_in(other.0).await.get(&of(came.1)).await.should_be(404);

        let client = test.sign_in(COORDINATOR).await;
        let path = format!("/coordinate/opportunities/{}/pack", reference(&test, world.placements[0]));
        let page = client.get(&path).await;
        let pairs = page.form_to(&path).pairs();
        let send = |name: &str, body: &[u8], pairs: &[(String, String)]| {
            client.ask("POST", &path).body("multipart/form-data; boundary=XX", multipart(pairs, name, body)).send()
        };
        send("pack.pdf", b"<html>", &pairs).await.should_be(422).should_say("The file must be a PDF");
        let large = [b"%PDF-".to_vec(), vec![b' '; 5 * 1024 * 1024]].concat();
        send("pack.pdf", &large, &pairs).await.should_be(422).should_say("5 MB or smaller");
        send("pack.pdf", b"%PDF-1.7 new", &[]).await.should_be(403);
        send("../Ward week.pdf", b"%PDF-1.7 new", &pairs).await.should_be(200).should_say("The file is saved");
        let file = test.sign_in(came.0).await.get(&of(came.1)).await;
        assert_eq!(file.header("content-disposition"), "attachment; filename=\"Ward week.pdf\"");
        assert_eq!(file.header("x-content-type-options"), "nosniff");
        test.client().ask("POST", &path).body("multipart/form-data; boundary=XX", "x").stay().send().await.should_be(303);
    }
}
