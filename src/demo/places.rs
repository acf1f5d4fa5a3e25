//! Real NHS trusts with invented placements.

use time::{Date, Duration};

use super::plans::plan;
use crate::auth::{self, Grant, Role};
use crate::error::Error;
use crate::opportunities::{self as offered, NewOpportunity, OpportunityState, Support};
use crate::organisations::{AreaKind, NewArea, NewOrganisation, OrganisationKind, add_area, add_organisation};
use crate::tx::Tx;

/// NHS regions: code and name (Organisation Data Service, 2026).
const REGIONS: [(&str, &str); 7] = [
    ("Y56", "London"),
    ("Y58", "South West"),
    ("Y59", "South East"),
    ("Y60", "Midlands"),
    ("Y61", "East of England"),
    ("Y62", "North West"),
    ("Y63", "North East and Yorkshire"),
];

/// A real trust: code, name, region, town, postcode of the main site, and neighbouring outcodes.
struct Trust {
    code: &'static str,
    name: &'static str,
    region: &'static str,
    town: &'static str,
    postcode: &'static str,
    local: &'static [&'static str],
}

const fn trust(
    code: &'static str,
    name: &'static str,
    region: &'static str,
    town: &'static str,
    postcode: &'static str,
    local: &'static [&'static str],
) -> Trust {
    Trust {
        code,
        name,
        region,
        town,
        postcode,
        local,
    }
}

/// Twelve trusts over all regions (Organisation Data Service, April 2026).
const TRUSTS: [Trust; 12] = [
    trust(
        "RR8",
        "Leeds Teaching Hospitals NHS Trust",
        "Y63",
        "Leeds",
        "LS9 7TF",
        &["LS7", "LS8", "LS9", "LS14"],
    ),
    trust(
        "RHQ",
        "Sheffield Teaching Hospitals NHS Foundation Trust",
        "Y63",
        "Sheffield",
        "S5 7AU",
        &["S3", "S4", "S5", "S9"],
    ),
    trust(
        "RTD",
        "The Newcastle upon Tyne Hospitals NHS Foundation Trust",
        "Y63",
        "Newcastle upon Tyne",
        "NE7 7DN",
        &["NE6", "NE7"],
    ),
    trust(
        "R0A",
        "Manchester University NHS Foundation Trust",
        "Y62",
        "Manchester",
        "M13 9WL",
        &["M13", "M14", "M12"],
    ),
    trust(
        "REM",
        "Liverpool University Hospitals NHS Foundation Trust",
        "Y62",
        "Liverpool",
        "L7 8XP",
        &["L6", "L7", "L8"],
    ),
    trust(
        "RRK",
        "University Hospitals Birmingham NHS Foundation Trust",
        "Y60",
        "Birmingham",
        "B15 2GW",
        &["B15", "B29", "B9"],
    ),
    trust(
        "RX1",
        "Nottingham University Hospitals NHS Trust",
        "Y60",
        "Nottingham",
        "NG7 2UH",
        &["NG5", "NG7"],
    ),
    trust(
        "RGT",
        "Cambridge University Hospitals NHS Foundation Trust",
        "Y61",
        "Cambridge",
        "CB2 0QQ",
        &["CB1", "CB2"],
    ),
    trust(
        "RJ1",
        "Guy's and St Thomas' NHS Foundation Trust",
        "Y56",
        "London",
        "SE1 7EH",
        &["SE1", "SE5", "SE11"],
    ),
    trust(
        "RTH",
        "Oxford University Hospitals NHS Foundation Trust",
        "Y59",
        "Oxford",
        "OX3 9DU",
        &["OX3", "OX4"],
    ),
    trust(
        "RHM",
        "University Hospital Southampton NHS Foundation Trust",
        "Y59",
        "Southampton",
        "SO16 6YD",
        &["SO15", "SO16"],
    ),
    trust(
        "RH8",
        "Royal Devon University Healthcare NHS Foundation Trust",
        "Y58",
        "Exeter",
        "EX2 5DW",
        &["EX2", "EX4"],
    ),
];

/// A kind of placement: title, family, what people do, what they will not see, least age, places, clothes.
type Kind = (&'static str, &'static str, &'static str, &'static str, i32, i32, &'static str);

const KINDS: [Kind; 10] = [
    (
        "Ward week: nursing and therapies",
        "nursing",
        "Shadow nurses and therapists on a ward for older people. Help at mealtimes, talk with patients and join the daily team meeting.",
        "You will not see theatres or intensive care, and you will not give personal care.",
        16,
        4,
        "Plain dark trousers, a plain top and flat shoes. No jewellery.",
    ),
    (
        "A week in the laboratory",
        "healthcare-science",
        "Follow a blood sample from the door to the result. See how scientists check machines and report findings.",
        "You will not handle samples or chemicals yourself.",
        15,
        3,
        "Long trousers and closed shoes. We lend you a white coat.",
    ),
    (
        "Pharmacy from prescription to patient",
        "pharmacy",
        "Shadow pharmacists and technicians. See how medicines are ordered, checked and explained.",
        "You will not prepare or give medicines.",
        16,
        2,
        "Smart, plain clothes and flat shoes.",
    ),
    (
        "Behind the scenes: estates and facilities",
        "estates",
        "Spend days with porters, caterers, engineers and cleaners. Learn how a hospital keeps going.",
        "You will not enter plant rooms without your supervisor.",
        14,
        5,
        "Sturdy closed shoes and clothes that can get dirty.",
    ),
    (
        "Office week: how a hospital is run",
        "management",
        "Join meetings about beds, budgets and people. Make a small project and show it on the last day.",
        "You will not see patients' records.",
        14,
        4,
        "Smart, plain clothes.",
    ),
    (
        "Therapies: getting people moving",
        "allied-health",
        "Shadow physiotherapists and occupational therapists in the gym and on the wards.",
        "You will not lift or move patients.",
        16,
        3,
        "Sports shoes and a plain top.",
    ),
    (
        "Imaging: seeing inside",
        "allied-health",
        "See how radiographers prepare people for scans and read the pictures with doctors.",
        "You will stay behind the screen. You will not enter a room while a scanner works.",
        17,
        2,
        "Smart, plain clothes without metal.",
    ),
    (
        "Digital health: data that helps",
        "health-informatics",
        "Work with the digital team on a made-up data set. See how an electronic record is built.",
        "You will not see real patients' data.",
        15,
        4,
        "Whatever you feel well in.",
    ),
    (
        "Return to practice: back on the ward",
        "nursing",
        "Two weeks with a named mentor for people who trained as nurses or midwives before.",
        "You will not have patients of your own.",
        18,
        3,
        "We lend you a uniform.",
    ),
    (
        "Try healthcare support work",
        "healthcare-support",
        "Work next to healthcare support workers. Learn what they do and how to apply for the job.",
        "You will not give personal care on your own.",
        18,
        4,
        "Plain dark trousers, a plain top and flat shoes.",
    ),
];

/// The organisations with their numbers and the trusts that they are.
pub(super) struct Places {
    organisations: Vec<(i64, &'static Trust)>,
}

/// Adds areas, organisations, and their people: two coordinators and a champion each, a lead per area, and one person of the national team.
pub(super) fn add_places(tx: &mut Tx<'_>) -> Result<Places, Error> {
    let national = auth::person_for_email(tx, "national@practise.example.org")?;
    let everywhere = Grant {
        role: Role::National,
        organisation_id: None,
        area_id: None,
    };
    auth::grant(tx, national, &everywhere)?;
    let mut areas = Vec::new();
    for (code, name) in REGIONS {
        let id = add_area(
            tx,
            &NewArea {
                code,
                name,
                kind: AreaKind::Region,
                opened_on: None,
            },
        )?;
        let lead = auth::person_for_email(tx, &format!("lead.{}@area.example.org", code.to_lowercase()))?;
        auth::grant(
            tx,
            lead,
            &Grant {
                role: Role::AreaLead,
                organisation_id: None,
                area_id: Some(id),
            },
        )?;
        areas.push((code, id));
    }
    let mut organisations = Vec::new();
    for trust in &TRUSTS {
        let area_id = areas
            .iter()
            .find(|(code, _)| *code == trust.region)
            .map(|(_, id)| *id)
            .ok_or(Error::NotFound)?;
        let (name, town, postcode) = (trust.name, trust.town, trust.postcode);
        let id = add_organisation(
            tx,
            &NewOrganisation {
                code: trust.code,
                name,
                kind: OrganisationKind::NhsTrust,
                area_id,
                town,
                postcode,
            },
        )?;
        let code = trust.code.to_lowercase();
        for (who, role) in [
            ("coordinator", Role::Coordinator),
            ("coordinator2", Role::Coordinator),
            ("champion", Role::Champion),
        ] {
            let person = auth::person_for_email(tx, &format!("{who}@{code}.example.org"))?;
            auth::grant(
                tx,
                person,
                &Grant {
                    role,
                    organisation_id: Some(id),
                    area_id: None,
                },
            )?;
        }
        organisations.push((id, trust));
    }
    Ok(Places { organisations })
}

impl Places {
    /// The trust at a place of the list, as it signs a commitment: its number and its code.
    pub(super) fn signer(&self, index: usize) -> (i64, &'static str) {
        let (id, trust) = self.organisations[index % self.organisations.len()];
        (id, trust.code)
    }
}

/// Adds ten opportunities to a round, the first on `first_day`, over the trusts in turn from the one at `offset`; answers their numbers.
pub(super) fn add_opportunities(
    tx: &mut Tx<'_>,
    places: &Places,
    round_id: i64,
    first_day: Date,
    offset: usize,
) -> Result<Vec<i64>, Error> {
    let mut added = Vec::new();
    for (index, (title, family, activities, limits, minimum_age, count, dress)) in KINDS.into_iter().enumerate() {
        let (organisation_id, trust) = places.organisations[(index + offset) % places.organisations.len()];
        let weeks = i64::try_from(index % 3).map_err(Error::internal)?;
        let first_day = first_day.saturating_add(Duration::weeks(weeks));
        let last_day = first_day.saturating_add(Duration::days(4));
        let reserves = if index % 5 == 0 {
            [("return_to_practice".to_owned(), 1)].into()
        } else {
            std::collections::BTreeMap::new()
        };
        let (outcode, _) = trust.postcode.split_once(' ').unwrap_or((trust.postcode, ""));
        let slug = crate::organisations::slug(&format!("{title} {} {first_day}", trust.town));
        let id = offered::add_opportunity(
            tx,
            &NewOpportunity {
                round_id,
                organisation_id,
                slug: &slug,
                title,
                family,
                summary: &format!("5 days at {}, with a named supervisor.", trust.name),
                activities,
                limits,
                first_day,
                last_day,
                town: trust.town,
                outcode,
                minimum_age,
                places: count,
                local_areas: if index % 2 == 0 { trust.local } else { &[] },
                reserves,
                support: if index % 3 == 0 {
                    &[Support::Travel, Support::Food, Support::Adjustments]
                } else {
                    &[Support::Travel, Support::Adjustments]
                },
                dress,
                state: OpportunityState::Published,
            },
        )?;
        offered::put_detail(tx, id, &plan(trust.code, trust.postcode, minimum_age, tx.now))?;
        added.push(id);
    }
    Ok(added)
}
