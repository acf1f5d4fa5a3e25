//! Two areas with an organisation each, the people who sign, and everything that they would type.

use practise::auth::person_for_email;
use practise::error::Error;
use practise::pledges::{
    ActivityAnswer, AmbassadorAnswer, Barrier, ClauseAnswer, CommitmentKind, PersonAnswer, RunBy, Source, Step, Survey, newest, sign,
};

use crate::support::app::TestApp;
use crate::support::page::Page;

pub const STARTER: &str = "starter@example.org";
pub const SIGNATORY: &str = "signatory@example.org";
pub const CHAMPION: &str = "board@example.org";
pub const COORDINATOR: &str = "daily@example.org";
pub const LEAD: &str = "area.lead@example.org";
pub const OTHER_LEAD: &str = "elsewhere.lead@example.org";

pub const BOTH: &[CommitmentKind] = &[CommitmentKind::Practise, CommitmentKind::HealthAmbassador];

pub struct World {
    pub organisation: i64,
    pub other: i64,
}

impl World {
    pub fn new(test: &TestApp) -> Self {
        let (here, there) = (test.area("HERE"), test.area("THERE"));
        test.area_lead(LEAD, here);
        test.area_lead(OTHER_LEAD, there);
        Self {
            organisation: test.organisation("RHI", "Hill Hospital", here),
            other: test.organisation("RVA", "Valley Hospital", there),
        }
    }

    /// A signing of the organisation that was sent; answers its reference.
    pub fn sent(&self, test: &TestApp, commitments: &[CommitmentKind]) -> String {
        sent(test, STARTER, self.organisation, commitments)
    }

    /// The same, and everybody has said yes.
    pub async fn published(&self, test: &TestApp, commitments: &[CommitmentKind]) -> String {
        let reference = self.sent(test, commitments);
        yes(test, SIGNATORY, "pledge.signatory").await.should_say("It is signed");
        yes(test, CHAMPION, "pledge.champion").await.should_say("The champion said yes");
        yes(test, LEAD, "pledge.approval").await.should_say("It is approved");
        reference
    }
}

/// A signing that was sent by somebody for an organisation; answers its reference.
pub fn sent(test: &TestApp, starter: &str, organisation: i64, commitments: &[CommitmentKind]) -> String {
    test.write(|tx| {
        let person = person_for_email(tx, starter)?;
        let month = tx.now.date().replace_day(1).unwrap();
        sign(tx, person, organisation, commitments, &|step| answer(step, month))
    })
}

pub fn person(name: &str, job: &str, email: &str) -> PersonAnswer {
    PersonAnswer {
        name: name.to_owned(),
        job: job.to_owned(),
        email: email.to_owned(),
    }
}

pub fn survey() -> Survey {
    Survey {
        programme: true,
        requests: 240,
        places: 80,
        run_by: RunBy::Learning,
        barriers: vec![Barrier::Places, Barrier::Coordination],
        sources: vec![Source::Staff, Source::Schools],
        local_first: false,
        neet: true,
    }
}

/// What somebody answers to a step, as it is kept.
pub fn answer(step: &Step, month: time::Date) -> Result<String, Error> {
    let json = match step {
        Step::Commitments | Step::Organisation => panic!("{step} is answered already"),
        Step::Clause(kind, id) => {
            let clause = newest(*kind)?.clause(id).unwrap();
            serde_json::to_string(&ClauseAnswer {
                statement: format!("How we do {id}."),
                promised: clause.number.as_ref().map(|number| number.least + 1),
            })?
        }
        Step::Signatory => serde_json::to_string(&person("Sam Hill", "Chief executive", SIGNATORY))?,
        Step::Champion => serde_json::to_string(&person("Noor Shah", "Director of nursing", CHAMPION))?,
        Step::Coordinator => serde_json::to_string(&person("Jo Field", "Coordinator", COORDINATOR))?,
        Step::Ambassadors => serde_json::to_string(&ambassadors())?,
        Step::Activities => serde_json::to_string(&activities(month))?,
        Step::Capacity => serde_json::to_string(&survey())?,
    };
    Ok(json)
}

pub fn ambassadors() -> Vec<AmbassadorAnswer> {
    let jobs = ["Nurse", "Porter", "Nurse", "Physicist", "Midwife"];
    let one = |(index, job): (usize, &&str)| AmbassadorAnswer {
        name: format!("Ambassador Number{index}"),
        job: (*job).to_owned(),
    };
    jobs.iter().enumerate().map(one).collect()
}

fn activities(month: time::Date) -> Vec<ActivityAnswer> {
    let one = |number: i32| ActivityAnswer {
        title: format!("School visit {number}"),
        month,
    };
    (1..=5).map(one).collect()
}

/// The page of the newest link of a kind that somebody got.
pub async fn open(test: &TestApp, to: &str, kind: &str) -> Page {
    let mail = test.mail().await;
    let letter = mail.to(to).into_iter().rfind(|letter| letter.kind == kind);
    let link = letter
        .unwrap_or_else(|| panic!("{to} got no {kind}, but {:?}", mail.kinds_for(to)))
        .link();
    test.client().open(&link).await
}

/// Somebody says yes by their newest link of a kind.
pub async fn yes(test: &TestApp, to: &str, kind: &str) -> Page {
    open(test, to, kind).await.form().choose("answer", "yes").submit().await
}

/// Somebody sends it back by their newest link of a kind.
pub async fn back(test: &TestApp, to: &str, kind: &str, reason: &str) -> Page {
    let form = open(test, to, kind).await.form().choose("answer", "back").set("reason", reason);
    form.submit().await
}
