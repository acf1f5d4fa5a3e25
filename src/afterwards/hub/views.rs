//! The pages of the hub.

use askama::Template;
use time::Date;

use super::links::{applicant_links, coordinator_links};
use super::store::{Listed, in_areas, over};
use crate::afterwards::attendance::store::marks;
use crate::afterwards::attendance::views::{facts, standing};
use crate::afterwards::certificate::store::newest;
use crate::afterwards::feedback::model::{FromParticipant, Recommended};
use crate::afterwards::feedback::store::{given, recommended_each};
use crate::afterwards::model::Side;
use crate::afterwards::touch::figures;
use crate::afterwards::touch::store::counts;
use crate::dates;
use crate::db::AnyConnection;
use crate::error::Error;
use crate::opportunities as offered;
use crate::placements::{Placed, PlacementState};
use crate::web::components::{Cell, InsetText, SummaryList, Table};
use crate::web::layout::Link;

/// The participant's page.
#[derive(Template)]
#[template(path = "afterwards/participant.html")]
pub struct ParticipantHub {
    back: String,
    title: String,
    facts: SummaryList,
    /// The certificate's file and the page that checks it, once there is one.
    certificate: Option<(String, String)>,
    links: Vec<Link>,
    over: bool,
}

impl ParticipantHub {
    /// The page on `today`.
    pub fn load(db: &mut AnyConnection, placed: &Placed, today: Date) -> Result<Self, Error> {
        let about = offered::by_id(db, placed.opportunity_id)?;
        let known = newest(db, placed.id)?.filter(|known| known.withdrawn_at.is_none());
        let path = format!("/applications/{}", placed.application);
        Ok(Self {
            title: about.title,
            facts: SummaryList::new()
                .row("With", about.organisation)
                .row("Dates", dates::days(placed.first_day, placed.last_day))
                .row("Where it stands", own_standing(placed, today)),
            certificate: known.map(|known| (format!("{path}/certificate.pdf"), known.path())),
            links: applicant_links(placed, today),
            over: today > placed.last_day,
            back: path,
        })
    }
}

/// Where a placement stands, for who came.
fn own_standing(placed: &Placed, today: Date) -> &'static str {
    match placed.state {
        PlacementState::Agreed if today < placed.first_day => "Not begun yet",
        PlacementState::Agreed if today <= placed.last_day => "Under way",
        PlacementState::Agreed => "Over, the organisation still writes down who came",
        state => standing(state),
    }
}

/// A coordinator's page of one placement.
#[derive(Template)]
#[template(path = "afterwards/placement.html")]
pub struct CoordinatorHub {
    title: String,
    name: String,
    facts: SummaryList,
    attendance: Option<SummaryList>,
    links: Vec<Link>,
    quote: Option<InsetText>,
}

impl CoordinatorHub {
    /// The page on `today`.
    pub fn load(db: &mut AnyConnection, placed: &Placed, name: String, today: Date) -> Result<Self, Error> {
        let known = marks(db, placed.id)?;
        let said = given::<FromParticipant>(db, placed.id, Side::Participant)?;
        let quote = said.filter(|said| said.may_quote).and_then(|said| said.answers.words);
        Ok(Self {
            title: placed.title.clone(),
            name,
            facts: SummaryList::new()
                .row("Application", placed.application.as_str())
                .row("Dates", dates::days(placed.first_day, placed.last_day))
                .row("Where it stands", standing(placed.state)),
            attendance: (!known.is_empty()).then(|| facts(&known)),
            links: coordinator_links(placed, today),
            quote: quote.map(InsetText::new),
        })
    }
}

/// What has begun at a coordinator's organisations, and what people say afterwards.
#[derive(Template)]
#[template(path = "afterwards/organisation.html")]
pub struct OrganisationHub {
    placements: Option<Table>,
    recommended: Vec<String>,
    destinations: Option<Table>,
}

impl OrganisationHub {
    /// The page of these organisations.
    pub fn load(db: &mut AnyConnection, organisations: &[i64], listed: &[Listed]) -> Result<Self, Error> {
        let shares = recommended_each(db, organisations)?.into_values().map(Recommended::words).collect();
        let columns = Table::new("Placements that have begun")
            .column("Placement")
            .column("Dates")
            .column("Application")
            .column("State")
            .responsive();
        let table = listed.iter().fold(columns, |table, one| {
            table.row([
                Cell::link(
                    one.title.as_str(),
                    format!("/coordinate/opportunities/{}/attendance", one.opportunity),
                ),
                Cell::from(dates::days(one.first_day, one.last_day)),
                Cell::link(
                    one.application.as_str(),
                    format!("/coordinate/placements/{}/afterwards", one.reference),
                ),
                Cell::from(standing(one.state)),
            ])
        });
        Ok(Self {
            placements: (!listed.is_empty()).then_some(table),
            recommended: shares,
            destinations: figures::table(&counts(db, organisations)?),
        })
    }
}

/// The figures of the organisations of an area.
#[derive(Template)]
#[template(path = "afterwards/area.html")]
pub struct AreaHub {
    organisations: Option<Table>,
    destinations: Option<Table>,
}

/// Fewer people than this are not told as a number.
const FEWEST: i64 = 5;

impl AreaHub {
    /// The page of these areas.
    pub fn load(db: &mut AnyConnection, areas: &[i64]) -> Result<Self, Error> {
        let found = in_areas(db, areas)?;
        let ids: Vec<i64> = found.iter().map(|(id, _)| *id).collect();
        let (over, shares) = (over(db, &ids)?, recommended_each(db, &ids)?);
        let mut table = Table::new("Organisations")
            .hide_caption()
            .column("Organisation")
            .column(Cell::numeric("Completed"))
            .column(Cell::numeric("Did not come"))
            .column("Would recommend it")
            .responsive();
        for (id, name) in &found {
            let (completed, missed) = over.get(id).copied().unwrap_or_default();
            let share = shares.get(id).copied();
            table = table.row([
                Cell::from(name.as_str()),
                Cell::numeric(told(completed)),
                Cell::numeric(told(missed)),
                Cell::from(share.map_or_else(|| "Fewer than 5 answers".to_owned(), Recommended::words)),
            ]);
        }
        Ok(Self {
            organisations: (!found.is_empty()).then_some(table),
            destinations: figures::table(&counts(db, &ids)?),
        })
    }
}

/// A number of people as it may be told.
fn told(count: i64) -> String {
    match count {
        0 => "0".to_owned(),
        count if count < FEWEST => "Fewer than 5".to_owned(),
        count => count.to_string(),
    }
}
