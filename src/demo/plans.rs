//! What is planned for the placements of the demonstration.

use time::Weekday;

use crate::db::Instant;
use crate::opportunities::Detail;

/// What every trust of the demonstration plans: a working week with a supervisor at the main entrance.
pub(super) fn plan(code: &str, postcode: &str, minimum_age: i32, now: Instant) -> Detail {
    let young = minimum_age < 18;
    Detail {
        weekdays: vec![
            Weekday::Monday,
            Weekday::Tuesday,
            Weekday::Wednesday,
            Weekday::Thursday,
            Weekday::Friday,
        ],
        meeting_point: format!("The main entrance, {postcode}. Ask for the work experience team."),
        supervisor: "Sam Taylor".to_owned(),
        supervisor_job: "Work experience lead".to_owned(),
        supervisor_email: Some(format!("supervisor.{}@trust.example.org", code.to_lowercase())),
        pack: "Bring a drink and something to eat.\n\nDo not tell anybody who you saw here.".to_owned(),
        risks: if young {
            "People are ill here, so you wash your hands often. You are never alone with patients.".to_owned()
        } else {
            String::new()
        },
        risk_confirmed_at: young.then_some(now),
        insurance_confirmed_at: Some(now),
    }
}
