//! A portal in which there is one of everything, and everybody who asks for it.

use diesel::prelude::*;
use practise::applications::{Step, application_by_id};
use practise::db::AnyConnection;
use practise::db::schema::{
    allocation_run, application, application_answer, certificate, concern, expense_claim, message, offer, opportunity, organisation,
    person, placement, pledge, pledge_review, proposal,
};
use practise::error::Error;
use practise::monitoring::count_new;
use practise::pledges::CommitmentKind;
use practise::preparation::plan;
use practise::tx::Tx;
use time::Duration;
use time::macros::date;

use crate::confirmations::world as confirmations;
use crate::equality;
use crate::hosting;
use crate::national::{drawn_round, example};
use crate::pledges::world as pledges;
use crate::register;
use crate::support::app::TestApp;
use crate::support::client::Client;

/// The portal, the references of what is in it, and the browsers of ten people.
pub struct World {
    pub test: TestApp,
    /// Of an application that waits for its confirmations, and that has an offer and a placement besides.
    pub application: String,
    /// Of the placement on offer that it is for.
    pub opportunity: String,
    /// The public reference of who coordinates the organisation beside the one who asks.
    pub coordinator: String,
    /// That of a second champion of the organisation.
    pub champion: String,
    /// That of a second lead of its area.
    pub lead: String,
    /// Of the proposal to its coordinators.
    pub proposal: String,
    /// Of the placement that came of it.
    pub placement: String,
    /// Of a pledge of the organisation that is due for its review.
    pub pledge: String,
    /// The organisation's part of addresses.
    pub slug: String,
    /// Of a concern about the organisation.
    pub concern: String,
    /// Of a signing of the organisation that the applicant fills in.
    pub signing: String,
    /// Of a signing of the organisation that waits for the area's approval.
    pub asked: String,
    /// The slug of the organisation that offers the placement, which is on the register.
    pub organisation: String,
    /// The reference of an event of the organisation.
    pub event: String,
    /// The slug of a draft of a case study of the organisation.
    pub draft: String,
    /// The slug of a case study of it that is published.
    pub told: String,
    /// Of a claim for money about it.
    pub claim: String,
    /// The number of a certificate of it.
    pub certificate: String,
    /// The reference of a round that the organisation runs by itself and that has not opened.
    pub round: String,
    people: Vec<(Who, Client)>,
}

/// The reference of a round that is drawn.
pub const DRAWN: &str = "DRAWN";

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Nobody that the portal knows.
    Visitor,
    /// Whose application it is.
    Applicant,
    /// Another applicant.
    Stranger,
    /// Who coordinates the organisation.
    Coordinator,
    /// Who coordinates another organisation.
    Outsider,
    /// Who is the organisation's champion.
    Champion,
    /// The champion of another organisation, in another area.
    OtherChampion,
    /// Who leads the organisation's area.
    AreaLead,
    /// Who leads another area.
    OtherLead,
    /// Who is of the national team.
    National,
}

/// All of them.
pub const EVERYBODY: &[Who] = &[
    Who::Visitor,
    Who::Applicant,
    Who::Stranger,
    Who::Coordinator,
    Who::Outsider,
    Who::Champion,
    Who::OtherChampion,
    Who::AreaLead,
    Who::OtherLead,
    Who::National,
];

impl World {
    pub async fn new(test: TestApp) -> Self {
        let made = confirmations::World::new(&test);
        let applied = made.asked(&test);
        let (proposal, placement) = test.write(|tx| add_outcome(tx, made, applied));
        let (claim, certificate) = test.write(|tx| add_afterwards(tx, applied));
        test.write(|tx| add_birth(tx, applied));
        test.write(|tx| equality::add(tx, &[("sex", "female"); 30]));
        count_new(test.ledger()).unwrap();
        let (application, opportunity, ours, area) = test.read(|db| references(db, applied, made.opportunity));
        let elsewhere = test.area("ELSEWHERE");
        let theirs = test.organisation("OTHER", "Another trust", elsewhere);
        test.coordinator("coordinator@example.org", ours);
        test.coordinator("outsider@example.org", theirs);
        let other = test.coordinator("coordinator2@example.org", ours);
        let reference = |id: i64| test.read(|db| Ok(person::table.find(id).select(person::public_ref).get_result(db)?));
        let coordinator = reference(other);
        test.champion("champion@example.org", ours);
        test.champion("other.champion@example.org", theirs);
        let champion = reference(test.champion("champion2@example.org", ours));
        test.area_lead("lead@example.org", area);
        let lead = reference(test.area_lead("lead2@example.org", area));
        test.area_lead("other.lead@example.org", elsewhere);
        test.national("national@example.org");
        drawn_round(&test, DRAWN, &example());
        let signing = pledges::sent(&test, confirmations::APPLICANT, ours, &[CommitmentKind::HealthAmbassador]);
        pledges::back(&test, pledges::SIGNATORY, "pledge.signatory", "Change it.").await;
        pledges::sent(&test, "starter@example.org", ours, &[CommitmentKind::Practise]);
        pledges::yes(&test, pledges::SIGNATORY, "pledge.signatory").await;
        pledges::yes(&test, pledges::CHAMPION, "pledge.champion").await;
        pledges::yes(&test, "lead@example.org", "pledge.approval").await;
        let asked = pledges::sent(&test, "starter@example.org", ours, &[CommitmentKind::HealthAmbassador]);
        pledges::yes(&test, pledges::SIGNATORY, "pledge.signatory").await;
        pledges::yes(&test, pledges::CHAMPION, "pledge.champion").await;
        let (pledge, slug, concern) = test.write(|tx| add_due(tx, ours));
        let (event, draft, told) = register::done(&test, ours);
        let round = hosting::planned(&test, ours);
        hosting::packed(&test, made.opportunity);
        let organisation = test.read(|db| Ok(organisation::table.find(ours).select(organisation::slug).first(db)?));
        let people = vec![
            (Who::Visitor, test.client()),
            (Who::Applicant, test.sign_in(confirmations::APPLICANT).await),
            (Who::Stranger, test.sign_in("stranger@example.org").await),
            (Who::Coordinator, test.sign_in("coordinator@example.org").await),
            (Who::Outsider, test.sign_in("outsider@example.org").await),
            (Who::Champion, test.sign_in("champion@example.org").await),
            (Who::OtherChampion, test.sign_in("other.champion@example.org").await),
            (Who::AreaLead, test.sign_in("lead@example.org").await),
            (Who::OtherLead, test.sign_in("other.lead@example.org").await),
            (Who::National, test.sign_in("national@example.org").await),
        ];
        Self {
            test,
            application,
            opportunity,
            coordinator,
            champion,
            lead,
            proposal,
            placement,
            signing,
            asked,
            pledge,
            slug,
            concern,
            organisation,
            event,
            draft,
            told,
            claim,
            certificate,
            round,
            people,
        }
    }

    pub fn everybody(&self) -> &[(Who, Client)] {
        &self.people
    }

    pub fn visitor(&self) -> &Client {
        &self.people[0].1
    }
}

fn references(db: &mut AnyConnection, applied: i64, offered: i64) -> Result<(String, String, i64, i64), Error> {
    let of_application = application::table.find(applied).select(application::public_ref).first(db)?;
    let (of_opportunity, ours, area) = opportunity::table
        .inner_join(organisation::table)
        .filter(opportunity::id.eq(offered))
        .select((opportunity::public_ref, organisation::id, organisation::area_id))
        .first(db)?;
    Ok((of_application, of_opportunity, ours, area))
}

/// A claim for money and a certificate of the application's placement; answers the claim's reference and the certificate's number.
fn add_afterwards(tx: &mut Tx<'_>, applied: i64) -> Result<(String, String), Error> {
    let id: i64 = placement::table
        .filter(placement::application_id.eq(applied))
        .select(placement::id)
        .get_result(tx.db)?;
    let printed = serde_json::json!({
        "name": "Ada Okafor",
        "title": "A week on the ward",
        "organisation": "Northtown Teaching Hospitals",
        "days": [date!(2027 - 06 - 14)],
        "hours": 6,
        "activities": "Followed a nurse.",
        "values": [],
    });
    let (claim, number) = (tx.env.random.reference()?, tx.env.random.reference()?);
    diesel::insert_into(expense_claim::table)
        .values((
            expense_claim::public_ref.eq(&claim),
            expense_claim::placement_id.eq(id),
            expense_claim::kind.eq("travel"),
            expense_claim::on_day.eq(date!(2027 - 06 - 14)),
            expense_claim::pence.eq(450),
            expense_claim::note.eq("Bus"),
            expense_claim::state.eq("sent"),
            expense_claim::sent_at.eq(tx.now),
        ))
        .execute(tx.db)?;
    diesel::insert_into(certificate::table)
        .values((
            certificate::placement_id.eq(id),
            certificate::number.eq(&number),
            certificate::body.eq(printed.to_string()),
            certificate::issued_at.eq(tx.now),
        ))
        .execute(tx.db)?;
    Ok((claim, number))
}

/// A review of the organisation's pledge that is due, and a concern about the organisation; answers the references and the organisation's slug.
fn add_due(tx: &mut Tx<'_>, ours: i64) -> Result<(String, String, String), Error> {
    let (id, reference): (i64, String) = pledge::table
        .filter(pledge::organisation_id.eq(ours))
        .filter(pledge::state.eq("published"))
        .select((pledge::id, pledge::public_ref))
        .first(tx.db)?;
    diesel::update(pledge::table.find(id))
        .set(pledge::state.eq("due_for_review"))
        .execute(tx.db)?;
    diesel::insert_into(pledge_review::table)
        .values((
            pledge_review::pledge_id.eq(id),
            pledge_review::number.eq(1),
            pledge_review::due_on.eq(tx.now.date()),
            pledge_review::state.eq("due"),
            pledge_review::reminders.eq(1),
            pledge_review::answers.eq("null"),
            pledge_review::chases.eq(0),
        ))
        .execute(tx.db)?;
    let concern_ref = tx.env.random.reference()?;
    diesel::insert_into(concern::table)
        .values((
            concern::public_ref.eq(&concern_ref),
            concern::organisation_id.eq(ours),
            concern::kind.eq("practise"),
            concern::body.eq("They never answer."),
            concern::state.eq("open"),
            concern::made_at.eq(tx.now),
        ))
        .execute(tx.db)?;
    let slug = organisation::table.find(ours).select(organisation::slug).get_result(tx.db)?;
    Ok((reference, slug, concern_ref))
}

/// Somebody of 16, who may be asked everything.
fn add_birth(tx: &mut Tx<'_>, applied: i64) -> Result<usize, Error> {
    let answer = (
        application_answer::application_id.eq(applied),
        application_answer::step.eq(Step::DateOfBirth),
        application_answer::answer.eq(serde_json::to_string(&date!(2010 - 03 - 01))?),
        application_answer::saved_at.eq(tx.now),
    );
    Ok(diesel::insert_into(application_answer::table).values(answer).execute(tx.db)?)
}

/// A proposal that was approved, its offer, and the placement that came of it, with its tasks; answers the references of proposal and placement.
fn add_outcome(tx: &mut Tx<'_>, made: confirmations::World, applied: i64) -> Result<(String, String), Error> {
    let none = "0".repeat(64);
    let run: i64 = diesel::insert_into(allocation_run::table)
        .values((
            (
                allocation_run::round_id.eq(made.round),
                allocation_run::number.eq(1),
                allocation_run::cause.eq("closed"),
                allocation_run::engine.eq("practise/1"),
                allocation_run::policy_sha256.eq(&none),
                allocation_run::list_sha256.eq(&none),
                allocation_run::seed.eq(&none),
            ),
            (
                allocation_run::input_sha256.eq(&none),
                allocation_run::output_sha256.eq(&none),
                allocation_run::previous_sha256.eq(&none),
                allocation_run::input.eq("{}"),
                allocation_run::output.eq("{}"),
                allocation_run::created_at.eq(tx.now),
            ),
        ))
        .returning(allocation_run::id)
        .get_result(tx.db)?;
    let (proposal_id, reference): (i64, String) = diesel::insert_into(proposal::table)
        .values((
            proposal::public_ref.eq(tx.env.random.reference()?),
            proposal::opportunity_id.eq(made.opportunity),
            proposal::application_id.eq(applied),
            proposal::run_id.eq(run),
            proposal::state.eq("approved"),
            proposal::created_at.eq(tx.now),
            proposal::decided_at.eq(tx.now),
        ))
        .returning((proposal::id, proposal::public_ref))
        .get_result(tx.db)?;
    let offered: i64 = diesel::insert_into(offer::table)
        .values((
            offer::public_ref.eq(tx.env.random.reference()?),
            offer::proposal_id.eq(proposal_id),
            offer::application_id.eq(applied),
            offer::opportunity_id.eq(made.opportunity),
            offer::state.eq("accepted"),
            offer::made_at.eq(tx.now),
            offer::expires_at.eq(tx.now.plus(Duration::days(7))),
        ))
        .returning(offer::id)
        .get_result(tx.db)?;
    let (placed, placement): (i64, String) = diesel::insert_into(placement::table)
        .values((
            placement::public_ref.eq(tx.env.random.reference()?),
            placement::application_id.eq(applied),
            placement::opportunity_id.eq(made.opportunity),
            placement::offer_id.eq(offered),
            placement::state.eq("agreed"),
            placement::agreed_at.eq(tx.now),
        ))
        .returning((placement::id, placement::public_ref))
        .get_result(tx.db)?;
    plan(tx, placed)?;
    let application = application_by_id(tx.db, applied)?;
    for (from, body) in [("coordinator", "Hello."), ("applicant", "Good morning.")] {
        diesel::insert_into(message::table)
            .values((
                message::application_id.eq(applied),
                message::opportunity_id.eq(made.opportunity),
                message::sender_kind.eq(from),
                message::sender_id.eq(application.person_id),
                message::body.eq(body),
                message::sent_at.eq(tx.now),
            ))
            .execute(tx.db)?;
    }
    Ok((reference, placement))
}
