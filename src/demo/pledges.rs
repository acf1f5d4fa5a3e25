//! Commitments of the demonstration's trusts: some in force, one due for its review, one that lapsed, two on their way.

use time::Date;

use super::rounds::{answer_links, days};
use crate::auth::person_for_email;
use crate::db::Instant;
use crate::error::Error;
use crate::links::Purpose;
use crate::pledges::{
    self, ActivityAnswer, AmbassadorAnswer, Barrier, ClauseAnswer, CommitmentKind, PersonAnswer, RunBy, Source, Step, Survey, newest,
};
use crate::tx::{Actor, Ledger};

const BOTH: &[CommitmentKind] = &[CommitmentKind::Practise, CommitmentKind::HealthAmbassador];

/// Which trust signed what, how many days ago. The first has not been reviewed in time, the second is due.
pub(super) const LONG_AGO: [(usize, i64, &[CommitmentKind]); 7] = [
    (0, 426, &[CommitmentKind::Practise]),
    (1, 330, BOTH),
    (2, 250, BOTH),
    (3, 210, &[CommitmentKind::Practise]),
    (4, 180, BOTH),
    (5, 150, &[CommitmentKind::HealthAmbassador]),
    (6, 120, &[CommitmentKind::Practise]),
];

/// A trust as it signs: its number and its code.
pub(super) type Signer = (i64, &'static str);

/// One trust signs at a moment, and everybody says yes.
pub(super) fn sign(ledger: &Ledger, trust: Signer, kinds: &[CommitmentKind], at: Instant) -> Result<(), Error> {
    begin(ledger, trust, kinds, at)?;
    ledger.write_now(Actor::Operator, |tx| {
        for purpose in [Purpose::Signatory, Purpose::Champion, Purpose::PledgeApproval] {
            answer_links(tx, purpose, |_| Some(vec![("answer", "yes")]))?;
        }
        Ok(())
    })
}

/// Two trusts are on their way: one waits for its area, the other for its signatory. Then the yearly work is done once, as of now.
pub(super) fn on_their_way(ledger: &Ledger, area: Signer, signatory: Signer, now: Instant) -> Result<(), Error> {
    begin(ledger, area, BOTH, days(now, -6))?;
    ledger.write_now(Actor::Operator, |tx| {
        for purpose in [Purpose::Signatory, Purpose::Champion] {
            answer_links(tx, purpose, |_| Some(vec![("answer", "yes")]))?;
        }
        Ok(())
    })?;
    begin(ledger, signatory, &[CommitmentKind::Practise], days(now, -1))?;
    ledger.clock.advance(now.since(ledger.clock.now()));
    pledges::review_due(ledger)?;
    Ok(())
}

fn begin(ledger: &Ledger, (organisation_id, code): Signer, kinds: &[CommitmentKind], at: Instant) -> Result<(), Error> {
    ledger.clock.advance(at.since(ledger.clock.now()));
    let code = code.to_lowercase();
    ledger.write_now(Actor::Operator, |tx| {
        let person = person_for_email(tx, &format!("experience@{code}.example.org"))?;
        let month = tx.now.date().replace_day(1).map_err(Error::internal)?;
        pledges::sign(tx, person, organisation_id, kinds, &|step| answer(step, &code, month)).map(|_| ())
    })
}

fn person(name: &str, job: &str, who: &str, code: &str) -> PersonAnswer {
    PersonAnswer {
        name: name.to_owned(),
        job: job.to_owned(),
        email: format!("{who}@{code}.example.org"),
    }
}

/// What a trust answers to a step, as it is kept.
fn answer(step: &Step, code: &str, month: Date) -> Result<String, Error> {
    Ok(match step {
        Step::Commitments | Step::Organisation => return Err(Error::internal(format!("{step} is answered already"))),
        Step::Clause(kind, id) => {
            let clause = newest(*kind)?.clause(id);
            let number = clause.and_then(|clause| clause.number.as_ref());
            serde_json::to_string(&ClauseAnswer {
                statement: statement(id).to_owned(),
                promised: number.map(|number| promised(id, number.least)),
            })?
        }
        Step::Signatory => serde_json::to_string(&person("Robin Chapel", "Chief executive", "chief", code))?,
        Step::Champion => serde_json::to_string(&person("Sasha Moor", "Director of nursing", "champion", code))?,
        Step::Coordinator => serde_json::to_string(&person("Lee Garden", "Work experience coordinator", "coordinator", code))?,
        Step::Ambassadors => serde_json::to_string(&ambassadors())?,
        Step::Activities => serde_json::to_string(&activities(month))?,
        Step::Capacity => serde_json::to_string(&Survey {
            programme: true,
            requests: 240,
            places: 60,
            run_by: RunBy::Learning,
            barriers: vec![Barrier::Places, Barrier::Coordination, Barrier::Risk],
            sources: vec![Source::Individuals, Source::Staff, Source::Schools],
            local_first: true,
            neet: code.len() % 2 == 1,
        })?,
    })
}

/// What a trust of this size promises in a year.
fn promised(clause: &str, least: i32) -> i32 {
    match clause {
        "requests" => 24,
        "time" => 10,
        "partners" => 6,
        "case-study" => 1,
        _ => least + 1,
    }
}

fn statement(clause: &str) -> &'static str {
    match clause {
        "requests" => "Everybody applies in the same way, through this portal. We hold places for the groups of the commitment.",
        "careers" => "Each placement has an hour with our careers team about jobs on every floor, and the ways into them.",
        "before" => "We send a welcome pack, a map and a short film. Our coordinator calls everybody who is under 18.",
        "structure" => "Each day has a plan with a named supervisor and a task to do. People keep a diary.",
        "values" => "The first morning is about our values. People see how staff live them, and talk about it on the last day.",
        "contact" => "We write after 3 and 12 months, and help with applications for courses and jobs.",
        "partners" => "We work with schools in the poorest parts of our town, the job centre and a local charity.",
        "costs" => "We pay bus and train fares in advance. Lunch in the canteen is free.",
        "sharing" => "We ask everybody at the end, look at the answers twice a year, and share them with our schools.",
        "champion" => "Our champion reports to the board every 3 months, and comes to 2 events a year herself.",
        "coordinator" => "One mailbox for all requests. Our coordinator answers within a week and finds the right person.",
        "time" => "The hours are in each ambassador's job plan, agreed with their manager.",
        "activities" => "School visits, careers fairs, and an open day for parents in the summer.",
        "case-study" => "Our communications team writes it with the ambassador. It is on our website.",
        _ => "We ask at every staff meeting. Our ambassadors come from wards, labs, kitchens and offices.",
    }
}

fn ambassadors() -> Vec<AmbassadorAnswer> {
    let people = [
        ("Ash Rivers", "Staff nurse"),
        ("Bo Winter", "Porter"),
        ("Cam Fields", "Biomedical scientist"),
        ("Drew Lake", "Midwife"),
        ("Eli Stone", "Apprentice in catering"),
        ("Fran Brook", "Radiographer"),
    ];
    let one = |(name, job): (&str, &str)| AmbassadorAnswer {
        name: name.to_owned(),
        job: job.to_owned(),
    };
    people.map(one).to_vec()
}

fn activities(month: Date) -> Vec<ActivityAnswer> {
    let titles = [
        "Careers fair",
        "School visit",
        "Open day",
        "Talk at the job centre",
        "Online question hour",
    ];
    let one = |title: &str| ActivityAnswer {
        title: title.to_owned(),
        month,
    };
    titles.map(one).to_vec()
}
