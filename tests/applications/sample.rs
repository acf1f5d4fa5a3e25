//! A placement and answers as plain values.

use practise::applications::{
    Aims, Answers, Availability, Choices, Circumstances, Contact, Guardian, MealsWhen, Name, Needs, Postcode, Reasons, SchoolContact,
    Situation, YesNo,
};
use practise::opportunities::{Opportunity, OpportunityState};
use time::Date;
use time::macros::date;

/// A published placement from 14 June 2027, for people aged 16 or over.
pub fn placement(reference: &str) -> Opportunity {
    Opportunity {
        id: 1,
        reference: reference.to_owned(),
        slug: reference.to_lowercase(),
        round_id: 1,
        organisation_id: 1,
        organisation: "Northtown Teaching Hospitals".to_owned(),
        title: format!("Ward {reference}"),
        family: "Nursing".to_owned(),
        summary: String::new(),
        activities: String::new(),
        limits: String::new(),
        first_day: date!(2027 - 06 - 14),
        last_day: date!(2027 - 06 - 18),
        start_time: "9am".to_owned(),
        finish_time: "4pm".to_owned(),
        town: "Northtown".to_owned(),
        outcode: "LS9".to_owned(),
        minimum_age: 16,
        places: 2,
        places_taken: 0,
        local_areas: Vec::new(),
        reserves: std::collections::BTreeMap::new(),
        support: Vec::new(),
        dress: String::new(),
        state: OpportunityState::Published,
    }
}

/// Every question answered, by a pupil born on `born` who chose placement `A`.
pub fn everything(born: Date) -> Answers {
    Answers {
        name: Some(Name {
            first: "Ada".to_owned(),
            last: "Okafor".to_owned(),
        }),
        date_of_birth: Some(born),
        contact: Some(Contact {
            phone: None,
            postcode: Postcode::parse("LS9 7TF").unwrap(),
        }),
        situation: Some(Situation::AtSchool),
        circumstances: Some(Circumstances {
            free_school_meals: YesNo::Yes,
            meals_when: Some(MealsWhen::Before),
            pupil_premium: YesNo::NotSure,
            first_generation: YesNo::PreferNotToSay,
        }),
        attended: None,
        aims: Some(Aims {
            families: vec!["nursing".to_owned()],
            roles: Vec::new(),
            course: None,
            applying: true,
        }),
        reasons: Some(Reasons {
            interest: "People".to_owned(),
            learn: "How a ward works".to_owned(),
        }),
        choices: Some(Choices(vec!["A".to_owned()])),
        availability: Some(Availability {
            all_days: true,
            except: None,
        }),
        needs: Some(Needs::default()),
        school: Some(SchoolContact {
            name: "Mx Green".to_owned(),
            role: "Careers leader".to_owned(),
            organisation: "Hill School".to_owned(),
            email: "green@school.example".to_owned(),
        }),
        guardian: Some(Guardian {
            name: "Bo Okafor".to_owned(),
            relationship: "Mother".to_owned(),
            email: "bo@example.org".to_owned(),
        }),
        emergency_contact: None,
    }
}
