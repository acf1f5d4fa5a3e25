//! How what is typed is read.

use practise::applications::{Bar, ChoicesForm, DateParts, MOST, Postcode, age_on, bar, birth};
use practise::web::form::Errors;
use proptest::prelude::*;
use time::macros::date;
use time::{Date, Month};

use super::sample::placement;

const TODAY: Date = date!(2027 - 01 - 11);

/// The date, or where the message is and what it says.
fn read(day: &str, month: &str, year: &str) -> Result<Date, (String, String)> {
    let mut errors = Errors::default();
    let date = birth("born", DateParts { day, month, year }, TODAY, &mut errors);
    date.ok_or_else(|| {
        assert_eq!(errors.0.len(), 1);
        let error = errors.0.remove(0);
        (error.id, error.message)
    })
}

fn wrong(id: &str, message: &str) -> Result<Date, (String, String)> {
    Err((id.to_owned(), message.to_owned()))
}

#[test]
fn a_month_can_be_a_number_or_a_name() {
    for month in ["3", "03", "March", "march", "MAR"] {
        assert_eq!(read("27", month, "2007"), Ok(date!(2007 - 03 - 27)), "{month}");
    }
    assert_eq!(read("1", "Sept", "2007"), Ok(date!(2007 - 09 - 01)));
}

#[test]
fn what_is_wrong_with_a_date_is_told_missing_first() {
    assert_eq!(read("", "", ""), wrong("born-day", "Enter your date of birth"));
    assert_eq!(read("27", "", "2007"), wrong("born-month", "Date of birth must include a month"));
    assert_eq!(read("", "3", ""), wrong("born-day", "Date of birth must include a day and a year"));
    assert_eq!(read("27", "ma", "2007"), wrong("born-month", "Date of birth must be a real date"));
    assert_eq!(read("27", "13", "2007"), wrong("born-month", "Date of birth must be a real date"));
    assert_eq!(read("27", "3", "07"), wrong("born-year", "Year must include 4 numbers"));
    assert_eq!(read("29", "2", "2007"), wrong("born-day", "Date of birth must be a real date"));
    assert_eq!(read("x", "2", "2007"), wrong("born-day", "Date of birth must be a real date"));
    assert_eq!(read("11", "1", "2027"), wrong("born-year", "Date of birth must be in the past"));
    assert_eq!(read("10", "1", "2027"), Ok(date!(2027 - 01 - 10)));
    assert_eq!(read("1", "1", "1899"), wrong("born-year", "Check the year of your date of birth"));
}

#[test]
fn somebody_is_barred_until_the_birthday_itself() {
    let ward = placement("A");
    assert_eq!(bar(&ward, Some(date!(2011 - 06 - 14))), None);
    assert_eq!(
        bar(&ward, Some(date!(2011 - 06 - 15))),
        Some(Bar::TooYoung { minimum: 16, age: 15 })
    );
    assert_eq!(bar(&ward, None), None);
}

#[test]
fn choices_say_which_cannot_be_and_why() {
    let (mut paused, mut older) = (placement("P"), placement("O"));
    paused.state = practise::opportunities::OpportunityState::Paused;
    older.minimum_age = 18;
    let placements = [placement("A"), paused, older];
    let choose = |references: &[&str]| {
        let references: Vec<String> = references.iter().map(|reference| (*reference).to_owned()).collect();
        ChoicesForm::of(&references).read(&placements, Some(date!(2010 - 03 - 01)), MOST)
    };
    let errors = choose(&["", "A", "A", "P", "O"]).unwrap_err();
    let told: Vec<(&str, &str)> = errors.0.iter().map(|error| (error.id.as_str(), error.message.as_str())).collect();
    assert_eq!(
        told,
        [
            ("choice-3", "Third choice must be different from your other choices"),
            ("choice-4", "Fourth choice cannot be “Ward P”. It does not take applications now."),
            (
                "choice-5",
                "Fifth choice cannot be “Ward O”. You will be 17 on the first day. This placement is for people aged 18 or over."
            ),
        ]
    );
    assert_eq!(choose(&[]).unwrap_err().get("choice-1"), Some("Select your first choice"));
    assert_eq!(
        choose(&["NO"]).unwrap_err().get("choice-1"),
        Some("First choice must be a placement from the list")
    );
    assert_eq!(choose(&["", "", "A"]).unwrap().0, ["A"]);
}

#[test]
fn no_more_can_be_chosen_than_the_policy_lets() {
    let placements = ["A", "B", "C"].map(placement);
    let form = ChoicesForm::of(&["A", "B", "C"].map(str::to_owned));
    let born = Some(date!(2000 - 01 - 01));
    assert_eq!(form.read(&placements, born, 3).unwrap().0, ["A", "B", "C"]);
    let errors = form.read(&placements, born, 2).unwrap_err();
    assert_eq!(errors.get("choice-3"), Some("You can choose up to 2 placements"));
    for policy in practise::policies::shipped().unwrap() {
        assert_eq!(practise::policies::most_choices(&policy.sha256_hex()), Some(policy.max_choices));
    }
    assert_eq!(practise::policies::most_choices("no policy"), None);
}

#[test]
fn a_full_placement_cannot_be_chosen() {
    let mut full = placement("A");
    full.places_taken = full.places;
    assert_eq!(bar(&full, None), Some(Bar::Full));
}

/// A postcode in its usual form.
fn postcodes() -> impl Strategy<Value = String> {
    "[A-Z]{1,2}[0-9][0-9A-Z]? [0-9][A-Z]{2}"
}

proptest! {
    #[test]
    fn a_postcode_is_read_in_any_case_and_spacing(usual in postcodes(), spaces in prop::collection::vec("[ .()-]{0,2}", 8), lower: bool) {
        let compact = usual.replace(' ', "");
        let typed: String = compact.chars().zip(&spaces).flat_map(|(letter, space)| space.chars().chain([letter])).collect();
        let typed = if lower { typed.to_lowercase() } else { typed };
        let postcode = Postcode::parse(&typed).unwrap();
        prop_assert_eq!(postcode.as_str(), &usual);
        prop_assert_eq!(postcode.outcode(), usual.split(' ').next().unwrap());
    }

    #[test]
    fn whatever_is_typed_as_a_postcode_is_read_the_same_again_or_refused(typed in "\\PC{0,12}") {
        if let Ok(postcode) = Postcode::parse(&typed) {
            prop_assert_eq!(Postcode::parse(postcode.as_str()), Ok(postcode.clone()));
        }
    }

    #[test]
    fn every_date_in_the_past_is_read(year in 1900_i32..2027, day in 1_u16..=365) {
        let date = Date::from_ordinal_date(year, day).unwrap();
        let (number, name) = (u8::from(date.month()).to_string(), date.month().to_string());
        for month in [number, name.to_lowercase(), name[..3].to_owned()] {
            prop_assert_eq!(read(&date.day().to_string(), &month, &year.to_string()), Ok(date));
        }
    }

    #[test]
    fn whatever_is_typed_as_a_date_is_a_real_one_or_has_one_message(day in "\\PC{0,3}", month in "\\PC{0,10}", year in "\\PC{0,5}") {
        if let Ok(date) = read(&day, &month, &year) {
            prop_assert!(date < TODAY);
            prop_assert!(age_on(date, TODAY) >= 0);
            prop_assert!(Month::try_from(u8::from(date.month())).is_ok());
        }
    }

    #[test]
    fn choices_keep_their_order_and_have_none_twice(picks in prop::collection::vec(0_usize..7, MOST)) {
        // 0 stands for an empty field, 6 for a placement that is not there.
        let placements = ["A", "B", "C", "D", "E"].map(placement);
        let typed: Vec<String> = picks.iter().map(|pick| ["", "A", "B", "C", "D", "E", "Z"][*pick].to_owned()).collect();
        let filled: Vec<String> = typed.iter().filter(|reference| !reference.is_empty()).cloned().collect();
        let mut once = filled.clone();
        once.sort();
        once.dedup();
        let good = !filled.is_empty() && once.len() == filled.len() && !filled.contains(&"Z".to_owned());
        match ChoicesForm::of(&typed).read(&placements, Some(date!(2000 - 01 - 01)), MOST) {
            Ok(choices) => {
                prop_assert!(good);
                prop_assert_eq!(choices.0, filled);
            }
            Err(errors) => {
                prop_assert!(!good);
                prop_assert!(!errors.is_empty());
            }
        }
    }
}
