//! What enters the engine: a round's frozen list, its opportunities, its numbers and its policy.

use crate::applications::{self, ApplicationState, Entrant};
use crate::db::AnyConnection;
use crate::error::Error;
use crate::opportunities::{self as offered, Opportunity, Round};
use crate::prioritisation::{self, InputError, RoundInput};

/// The engine's complaints as one internal error: what the portal feeds it was checked before.
pub fn refused(problems: &[InputError]) -> Error {
    Error::internal(listed(problems))
}

/// All problems in one line.
pub fn listed(problems: &[InputError]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// The round as the engine will take it, before anybody has applied or any number is known: enough to check its placements.
pub fn planned(db: &mut AnyConnection, round: &Round) -> Result<RoundInput, Error> {
    let unknown = |name: &str| prioritisation::Contribution {
        name: name.to_owned(),
        kind: prioritisation::Kind::Commit,
        value: "0".repeat(64),
    };
    let opportunities = offered::of_round(db, round.id)?;
    Ok(RoundInput {
        round_id: round.reference.clone(),
        contributions: vec![unknown("portal"), unknown("supervisor")],
        opportunities: opportunities.iter().map(opportunity).collect::<Result<_, _>>()?,
        applicants: Vec::new(),
    })
}

/// The round as the engine takes it, from the applications that are ready.
pub fn input(db: &mut AnyConnection, round: &Round) -> Result<RoundInput, Error> {
    let planned = planned(db, round)?;
    let mut entrants = applications::entrants(db, round.id, &[ApplicationState::Ready])?;
    // What was withdrawn since somebody chose it is no choice any more.
    let is_there = |choice: &String| planned.opportunities.iter().any(|one| one.reference == *choice);
    for entrant in &mut entrants {
        entrant.choices.retain(is_there);
    }
    let contributions = offered::contributions(db, round.id)?
        .into_iter()
        .map(|contribution| {
            let value = contribution
                .value
                .ok_or_else(|| Error::conflict("A number for the draw is still missing."))?;
            Ok(prioritisation::Contribution {
                name: contribution.name,
                kind: prioritisation::Kind::Commit,
                value,
            })
        })
        .collect::<Result<_, Error>>()?;
    Ok(RoundInput {
        contributions,
        applicants: entrants.into_iter().map(applicant).collect(),
        ..planned
    })
}

fn opportunity(opportunity: &Opportunity) -> Result<prioritisation::Opportunity, Error> {
    Ok(prioritisation::Opportunity {
        reference: opportunity.reference.clone(),
        places: u32::try_from(opportunity.places).map_err(Error::internal)?,
        reserves: opportunity.reserves.clone(),
        areas: opportunity.local_areas.clone(),
    })
}

fn applicant(entrant: Entrant) -> prioritisation::Applicant {
    let level = |level| match level {
        applications::Level::Declared => prioritisation::Level::Declared,
        applications::Level::Confirmed => prioritisation::Level::Confirmed,
        applications::Level::Rejected => prioritisation::Level::Rejected,
    };
    prioritisation::Applicant {
        reference: entrant.reference,
        choices: entrant.choices,
        area: entrant.area.unwrap_or_default(),
        statements: entrant.statements,
        claims: entrant.claims.into_iter().map(|(criterion, at)| (criterion, level(at))).collect(),
    }
}
