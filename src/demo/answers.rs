//! What an invented person answers.

use super::cast::Person;
use super::schools::attended;
use crate::applications::{
    self, Aims, Availability, Choices, Circumstances, Contact, Guardian, MealsWhen, Name, Needs, Postcode, Reasons, SchoolContact,
    Situation, Step, YesNo, age_on,
};
use crate::error::Error;
use crate::opportunities::{self as offered, Opportunity};
use crate::tx::Tx;

const INTERESTS: [&str; 4] = [
    "I looked after my grandmother and want to see how a team does it.",
    "I like science and want to know how it helps people every day.",
    "My work ends soon and I have always wanted to do something for people.",
    "I was good at this before and I want to find out how it has changed.",
];

/// What a person can choose in a round, best first: one to five placements for which they are old enough on the first day.
pub(super) fn possible(tx: &mut Tx<'_>, round_id: i64, person: &Person) -> Result<Vec<Opportunity>, Error> {
    let all = offered::of_round(tx.db, round_id)?;
    let mut fitting: Vec<Opportunity> = all
        .into_iter()
        .filter(|one| age_on(person.born, one.first_day) >= one.minimum_age)
        .collect();
    let turn = (person.number * 7) % fitting.len().max(1);
    fitting.rotate_left(turn);
    fitting.truncate(1 + person.number % 5);
    Ok(fitting)
}

/// Answers every step that this person needs, the way the pages keep them.
pub(super) fn answer_all(tx: &mut Tx<'_>, id: i64, person: &Person, chosen: &[Opportunity]) -> Result<(), Error> {
    let number = person.number;
    let circumstances = circumstances(number);
    let attended = match circumstances.first_generation {
        YesNo::Yes => Some(attended(tx.db, number, tx.now.date().year())?),
        _ => None,
    };
    let mut put = |step, answer: serde_json::Value| applications::put(tx, id, step, &answer.to_string());
    put(Step::Name, serde_json::to_value(&person.name)?)?;
    put(Step::DateOfBirth, serde_json::to_value(person.born)?)?;
    let phone = number.is_multiple_of(3).then(|| format!("07700 900{:03}", number % 1000));
    let postcode = Postcode::parse(person.postcode).map_err(Error::internal)?;
    put(Step::Contact, serde_json::to_value(Contact { phone, postcode })?)?;
    put(Step::Situation, serde_json::to_value(person.situation)?)?;
    let young = matches!(person.situation, Situation::AtSchool | Situation::NotInEducationOrWork);
    if young {
        put(Step::Circumstances, serde_json::to_value(circumstances)?)?;
        if let Some(attended) = &attended {
            put(Step::Attended, serde_json::to_value(attended)?)?;
        }
    }
    let aims = Aims {
        families: vec!["nursing".to_owned()],
        roles: if number.is_multiple_of(3) {
            vec!["adult-nurse".to_owned()]
        } else {
            Vec::new()
        },
        course: number.is_multiple_of(2).then(|| "Adult nursing".to_owned()),
        applying: !number.is_multiple_of(11),
    };
    put(Step::Aims, serde_json::to_value(aims)?)?;
    let reasons = Reasons {
        interest: INTERESTS[number % 4].to_owned(),
        learn: "What a normal day is like, and how to get in.".to_owned(),
    };
    put(Step::Reasons, serde_json::to_value(reasons)?)?;
    put(
        Step::Choices,
        serde_json::to_value(Choices(chosen.iter().map(|one| one.reference.clone()).collect()))?,
    )?;
    let except = number.is_multiple_of(9).then(|| "The first morning, because of an exam".to_owned());
    put(
        Step::Availability,
        serde_json::to_value(Availability {
            all_days: except.is_none(),
            except,
        })?,
    )?;
    let adjustments = number.is_multiple_of(13).then(|| "I use a wheelchair".to_owned());
    put(
        Step::Needs,
        serde_json::to_value(Needs {
            travel: number.is_multiple_of(4),
            adjustments,
            interpreter: None,
        })?,
    )?;
    let Name { last, .. } = &person.name;
    if chosen.first().is_some_and(|first| age_on(person.born, first.first_day) < 19) {
        let school = SchoolContact {
            name: "Alex Careers".to_owned(),
            role: "Careers lead".to_owned(),
            organisation: attended.map_or_else(|| "Invented Academy".to_owned(), |attended| attended.name),
            email: format!("careers.{number}@school.example.org"),
        };
        put(Step::School, serde_json::to_value(school)?)?;
        let guardian = Guardian {
            name: format!("Sam {last}"),
            relationship: "Parent".to_owned(),
            email: format!("parent.{number}@home.example.org"),
        };
        put(Step::Guardian, serde_json::to_value(guardian)?)?;
    }
    Ok(())
}

fn circumstances(number: usize) -> Circumstances {
    let answer = |at: usize| match at % 4 {
        0 => YesNo::Yes,
        1 => YesNo::No,
        2 => YesNo::NotSure,
        _ => YesNo::PreferNotToSay,
    };
    let free_school_meals = answer(number / 2);
    Circumstances {
        free_school_meals,
        meals_when: (free_school_meals == YesNo::Yes).then(|| MealsWhen::ALL[number % MealsWhen::ALL.len()]),
        pupil_premium: answer(number / 3),
        first_generation: answer(number / 5),
    }
}
