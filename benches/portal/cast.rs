//! Who and what of the demonstration the pages are asked about.

use std::collections::BTreeMap;

use diesel::prelude::*;
use practise::applications::{Step, put};
use practise::db::schema::{
    application, application_answer, offer, opportunity, organisation, placement, pledge, proposal, round, standing,
};
use time::Date;

use crate::data::Portal;

/// Something with a reference, and the session of whoever may see it.
pub struct Own {
    pub reference: String,
    pub cookie: String,
}

/// Everybody.
pub struct Cast {
    /// A placement that can be applied for from 16 on.
    pub slug: String,
    /// An organisation that has signed.
    pub organisation: String,
    /// A browser in which nobody is signed in.
    pub visitor: String,
    /// An application that is all but sent, and its questions.
    pub draft: Own,
    pub steps: Vec<Step>,
    /// Applications that wait on lists, that were offered a place, and whose place is agreed.
    pub waiting: Own,
    pub offered: Own,
    pub placed: Own,
    /// The same place for its coordinator, and its first day.
    pub placement: Own,
    pub day: Date,
    /// The longest ranked list.
    pub list: Own,
    /// Proposals that are to be decided, and that were approved.
    pub open: Vec<Own>,
    pub decided: Own,
}

const OPEN_ROUND: &str = "DEMO-SPRING";
const RANKED_ROUND: &str = "DEMO-WINTER";

impl Cast {
    pub fn of(portal: &Portal) -> Self {
        let (draft, steps) = draft(portal);
        let (placed, placement, day) = placed(portal);
        Self {
            slug: portal.read(|db| {
                let young = opportunity::table
                    .inner_join(round::table)
                    .filter(round::public_ref.eq(OPEN_ROUND))
                    .filter(opportunity::minimum_age.le(16));
                young.order(opportunity::id).select(opportunity::slug).first(db)
            }),
            organisation: portal.read(|db| {
                let signed = pledge::table.inner_join(organisation::table).filter(pledge::state.eq("published"));
                signed.order(pledge::id).select(organisation::slug).first(db)
            }),
            visitor: portal.session(None),
            draft,
            steps,
            waiting: applicant(portal, waiting(portal)),
            offered: applicant(portal, offered(portal).swap_remove(0)),
            placed,
            placement,
            day,
            list: list(portal),
            open: proposals(portal, false),
            decided: proposals(portal, true).swap_remove(0),
        }
    }
}

fn applicant(portal: &Portal, (reference, person): (String, i64)) -> Own {
    Own {
        reference,
        cookie: portal.session(Some(person)),
    }
}

fn coordinator(portal: &Portal, (reference, organisation): (String, i64)) -> Own {
    Own {
        reference,
        cookie: portal.coordinator(organisation),
    }
}

/// Of these the one that comes most often, and how often.
fn commonest<T: Ord + Clone>(all: &[T]) -> T {
    let mut counts: BTreeMap<&T, u32> = BTreeMap::new();
    for one in all {
        *counts.entry(one).or_default() += 1;
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count);
    most.unwrap().0.clone()
}

/// Drafts of the open round, with their owners.
pub fn drafts(portal: &Portal) -> Vec<Own> {
    let drafts: Vec<(String, i64)> = portal.read(|db| {
        let drafts = application::table
            .inner_join(round::table)
            .filter(round::public_ref.eq(OPEN_ROUND))
            .filter(application::state.eq("draft"));
        let columns = (application::public_ref, application::person_id);
        drafts.order(application::id).select(columns).load(db)
    });
    drafts.into_iter().map(|draft| applicant(portal, draft)).collect()
}

/// A draft that is given the answers of whoever of its round answered most questions.
fn draft(portal: &Portal) -> (Own, Vec<Step>) {
    let draft = drafts(portal).swap_remove(0);
    let answered: Vec<(i64, String, String)> = portal.read(|db| {
        let sent = application::table.inner_join(round::table);
        let sent = sent
            .filter(round::public_ref.eq(OPEN_ROUND))
            .filter(application::state.eq_any(["awaiting_confirmation", "ready"]))
            .select(application::id);
        let rows = application_answer::table.filter(application_answer::application_id.eq_any(sent));
        let columns = (
            application_answer::application_id,
            application_answer::step,
            application_answer::answer,
        );
        rows.order(application_answer::application_id).select(columns).load(db)
    });
    let ids: Vec<i64> = answered.iter().map(|(id, ..)| *id).collect();
    let most = commonest(&ids);
    let mut steps = Vec::new();
    portal.write(|tx| {
        let found = application::table.filter(application::public_ref.eq(&draft.reference));
        let id: i64 = found.select(application::id).first(tx.db)?;
        for (_, step, answer) in answered.iter().filter(|(id, ..)| *id == most) {
            let step: Step = step.parse().unwrap_or_else(|_| panic!("{step} is no step"));
            put(tx, id, step, answer)?;
            steps.push(step);
        }
        Ok(())
    });
    steps.sort();
    (draft, steps)
}

/// Somebody of the ranked round who still waits: the longest of these pages.
fn waiting(portal: &Portal) -> (String, i64) {
    portal.read(|db| {
        let waiting = standing::table
            .inner_join(application::table.inner_join(round::table))
            .filter(round::public_ref.eq(RANKED_ROUND))
            .filter(application::state.eq("waiting"));
        let columns = (application::public_ref, application::person_id);
        waiting.order(application::id).select(columns).first(db)
    })
}

fn offered(portal: &Portal) -> Vec<(String, i64)> {
    portal.read(|db| {
        let open = offer::table.inner_join(application::table).filter(offer::state.eq("open"));
        let columns = (application::public_ref, application::person_id);
        open.order(offer::id).select(columns).load(db)
    })
}

/// Applications that are offered a place at the moment.
pub fn offers(portal: &Portal) -> Vec<Own> {
    offered(portal).into_iter().map(|one| applicant(portal, one)).collect()
}

/// A place of the placement to which most people come: for the applicant, for the coordinator, and its first day.
fn placed(portal: &Portal) -> (Own, Own, Date) {
    type Row = (i64, (String, i64), (String, i64), Date);
    let agreed: Vec<Row> = portal.read(|db| {
        let agreed = placement::table
            .inner_join(application::table)
            .inner_join(opportunity::table)
            .filter(placement::state.eq("agreed"));
        let columns = (
            opportunity::id,
            (application::public_ref, application::person_id),
            (placement::public_ref, opportunity::organisation_id),
            opportunity::first_day,
        );
        agreed.order(placement::id).select(columns).load(db)
    });
    let ids: Vec<i64> = agreed.iter().map(|(id, ..)| *id).collect();
    let most = commonest(&ids);
    let (_, theirs, ours, day) = agreed.into_iter().find(|(id, ..)| *id == most).unwrap();
    (applicant(portal, theirs), coordinator(portal, ours), day)
}

fn list(portal: &Portal) -> Own {
    let lines: Vec<(String, i64)> = portal.read(|db| {
        let lines = standing::table
            .inner_join(opportunity::table.inner_join(round::table))
            .filter(round::public_ref.eq(RANKED_ROUND));
        lines.select((opportunity::public_ref, opportunity::organisation_id)).load(db)
    });
    coordinator(portal, commonest(&lines))
}

/// Proposals that are to be decided, or else those whose people have said yes.
pub fn proposals(portal: &Portal, decided: bool) -> Vec<Own> {
    let states = if decided { ("approved", "placed") } else { ("open", "proposed") };
    let found: Vec<(String, i64)> = portal.read(|db| {
        let found = proposal::table
            .inner_join(application::table)
            .inner_join(opportunity::table)
            .filter(proposal::state.eq(states.0))
            .filter(application::state.eq(states.1));
        let columns = (proposal::public_ref, opportunity::organisation_id);
        found.order(proposal::id).select(columns).load(db)
    });
    found.into_iter().map(|one| coordinator(portal, one)).collect()
}
