//! Step `attended-school`: the school is looked for in the register by its name, town or postcode, and picked from a list; asked of those who would be
//! the first in their family to go to university.

use serde::Deserialize;
use validator::Validate;

use super::parts::{heading, paragraph, row_of_lines};
use super::{Question, Row};
use crate::applications::attended::{Attended, LEAST_SHARE};
use crate::applications::draft::Draft;
use crate::applications::forms::text;
use crate::schools::{Lookup, Wanted, Years};
use crate::web::components::{Button, Html, Input, Legend, Radios, Size};
use crate::web::form::Errors;

/// The answer for a school that the register does not have.
const NOT_LISTED: &str = "not-listed";
/// Nobody who applies left school before this year.
const FIRST_YEAR: i32 = 1940;

/// What the page sends.
#[derive(Debug, Default, Deserialize, Validate)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct AttendedForm {
    /// The words to look for.
    #[serde(deserialize_with = "text::line")]
    #[validate(custom(
        function = "text::at_most::<150>",
        message = "Name, town or postcode must be 150 characters or less"
    ))]
    school: String,
    /// Sent by the button that looks for them.
    find: String,
    /// The reference number of the school that was picked, or [`NOT_LISTED`].
    picked: String,
    /// The school that is not in the list.
    #[serde(deserialize_with = "text::line")]
    #[validate(custom(
        function = "text::at_most::<150>",
        message = "Name and town of your school must be 150 characters or less"
    ))]
    other_school: String,
    #[serde(deserialize_with = "text::line")]
    from_year: String,
    #[serde(deserialize_with = "text::line")]
    to_year: String,
}

impl AttendedForm {
    fn urn(&self) -> Option<i32> {
        self.picked.parse().ok()
    }

    /// The button was pressed with something to look for; without, it is as if the form was sent.
    fn looks(&self) -> bool {
        !self.find.is_empty() && !self.school.is_empty()
    }

    /// The year in a field that can be left empty.
    fn year(&self, id: &str, this_year: i32, errors: &mut Errors) -> Option<i32> {
        let (text, what) = if id == "from-year" {
            (&self.from_year, "Year you started there")
        } else {
            (&self.to_year, "Year you left")
        };
        if text.is_empty() {
            return None;
        }
        let digits = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        match text.parse::<i32>() {
            Ok(year) if digits && year > this_year => errors.add(id, format!("{what} must not be in the future")),
            Ok(year) if digits && year < FIRST_YEAR => errors.add(id, format!("{what} must be {FIRST_YEAR} or later")),
            Ok(year) if digits => return Some(year),
            _ => errors.add(id, format!("{what} must be 4 numbers, like 2021")),
        }
        None
    }

    fn years(&self, this_year: i32, errors: &mut Errors) -> Years {
        let from = self.year("from-year", this_year, errors);
        let to = self.year("to-year", this_year, errors);
        if let (Some(from), Some(to)) = (from, to)
            && from > to
        {
            errors.add("to-year", "Year you left must not be before the year you started");
        }
        Years { from, to }
    }
}

/// Which school did you go to?
pub struct AttendedQuestion;

impl Question for AttendedQuestion {
    type Form = AttendedForm;
    type Answer = Attended;
    const TITLE: &'static str = "Which school did you go to?";

    fn filled(draft: &Draft) -> AttendedForm {
        let Some(known) = &draft.answers.attended else {
            return AttendedForm::default();
        };
        let year = |year: Option<i32>| year.map(|year| year.to_string()).unwrap_or_default();
        AttendedForm {
            picked: known.urn.map_or_else(|| NOT_LISTED.to_owned(), |urn| urn.to_string()),
            other_school: if known.urn.is_none() { known.name.clone() } else { String::new() },
            from_year: year(known.years.from),
            to_year: year(known.years.to),
            ..AttendedForm::default()
        }
    }

    fn asks_register(form: &AttendedForm) -> Option<Wanted> {
        match form.urn() {
            Some(urn) if !form.looks() => Some(Wanted::Urn(urn)),
            _ if form.school.is_empty() => None,
            _ => Some(Wanted::Words(form.school.clone())),
        }
    }

    fn only_looks(form: &AttendedForm, draft: &Draft) -> bool {
        form.looks() && matches!(&draft.lookup, Some(Lookup::Matches { schools, .. }) if !schools.is_empty())
    }

    fn read(form: &AttendedForm, draft: &Draft) -> Result<Attended, Errors> {
        let mut errors = Errors::default();
        errors.check(form, &["school"]);
        let this_year = draft.today.year();
        let found = match &draft.lookup {
            Some(Lookup::Chosen { school, shares }) => Some((school, shares)),
            lookup => {
                if let Some((id, words)) = not_chosen(form, lookup.as_ref()) {
                    errors.add(id, words);
                }
                None
            }
        };
        errors.check(form, &["other_school"]);
        let years = form.years(this_year, &mut errors);
        errors.or(|| match found {
            Some((school, shares)) => Attended::in_register(school, shares, years, this_year),
            None => Attended::typed(form.other_school.clone(), years),
        })
    }

    fn body(form: &AttendedForm, errors: &Errors, draft: &Draft) -> Html {
        let search = Input::new("school", "Name, town or postcode of your school")
            .hint("The one you go to now, or went to last")
            .no_spellcheck()
            .value(&form.school)
            .error(errors.get("school"));
        let mut parts = vec![
            heading(Self::TITLE),
            paragraph(format!(
                "You said that you would be the first in your family to go to university. That counts if at least {LEAST_SHARE} of pupils at \
                 your school could have free school meals."
            )),
            paragraph(
                "We look it up in the school census of a year when you were there. If we do not have that year, we use the nearest one.",
            ),
            Html::of(search),
            Html::of(Button::new("Find school").secondary().sends("find", "school")),
        ];
        if let Some(list) = list(form, errors, draft) {
            parts.push(list);
        }
        let searched = draft.lookup.is_some() || !form.picked.is_empty() || !form.other_school.is_empty() || !errors.is_empty();
        if searched {
            parts.extend(details(form, errors));
        }
        Html::join(parts)
    }

    fn rows(draft: &Draft) -> Vec<Row> {
        let Some(known) = &draft.answers.attended else {
            return vec![("Your school", None)];
        };
        let names = [&known.name, &known.place].into_iter().filter(|line| !line.is_empty()).cloned();
        let share = match (&known.share, known.urn) {
            (Some(share), _) => share.words(),
            (None, Some(_)) => "We do not have a figure for this school. We ask your school for it.".to_owned(),
            (None, None) => "We do not know this school. We ask your school for it.".to_owned(),
        };
        let mut rows: Vec<Row> = vec![
            ("Your school", Some(row_of_lines(names))),
            ("Pupils who could have free school meals", Some(share.into())),
        ];
        if let Some(years) = years_in_words(known.years) {
            rows.insert(1, ("When you were at this school", Some(years.into())));
        }
        rows
    }
}

/// What is wrong with a form in which no school of the register is picked: nothing if another one is named.
fn not_chosen(form: &AttendedForm, lookup: Option<&Lookup>) -> Option<(&'static str, &'static str)> {
    let listed = form.looks() || form.urn().is_some();
    match lookup {
        _ if !listed && !form.other_school.is_empty() => None,
        _ if !listed && form.picked == NOT_LISTED => Some(("other-school", "Enter the name and town of your school")),
        Some(Lookup::TooMany) => Some(("school", "Too many schools have these words: add the town or the postcode")),
        Some(Lookup::Matches { schools, .. }) if schools.is_empty() => Some((
            "school",
            "We cannot find your school: use other words, or tell us its name and town below",
        )),
        Some(_) => Some(("picked", "Select your school, or that it is not in this list")),
        None => Some(("school", "Enter the name, town or postcode of your school")),
    }
}

/// The schools to pick from: what was found, or what was picked before.
fn list(form: &AttendedForm, errors: &Errors, draft: &Draft) -> Option<Html> {
    let (schools, more): (Vec<(String, String, String)>, bool) = match (&draft.lookup, &draft.answers.attended) {
        (Some(Lookup::Matches { schools, more }), _) => (
            schools
                .iter()
                .map(|school| (school.urn.to_string(), school.facts.name.clone(), school.place()))
                .collect(),
            *more,
        ),
        (Some(Lookup::Chosen { school, .. }), _) => (vec![(school.urn.to_string(), school.facts.name.clone(), school.place())], false),
        (
            None,
            Some(Attended {
                urn: Some(urn),
                name,
                place,
                ..
            }),
        ) => (vec![(urn.to_string(), name.clone(), place.clone())], false),
        (Some(Lookup::TooMany) | None, _) => return None,
    };
    if schools.is_empty() {
        return None;
    }
    let radios = Radios::new("picked", Legend::new("Select your school").size(Size::M))
        .checked(&form.picked)
        .error(errors.get("picked"));
    let radios = if more {
        radios.hint("There are others. To see them, add a word to what you look for")
    } else {
        radios
    };
    let radios = schools
        .into_iter()
        .fold(radios, |radios, (urn, name, place)| radios.item(urn, name).item_hint(place));
    Some(Html::of(radios.divider("or").item(NOT_LISTED, "My school is not in this list")))
}

/// What is asked beside the school itself.
fn details(form: &AttendedForm, errors: &Errors) -> [Html; 3] {
    let year = |id: &str, label: &str, hint: &str, value: &str| {
        Html::of(
            Input::new(id, label)
                .hint(hint)
                .width(4)
                .numeric()
                .value(value)
                .error(errors.get(id)),
        )
    };
    [
        Html::of(
            Input::new("other-school", "If you cannot find your school, its name and town")
                .value(&form.other_school)
                .error(errors.get("other-school")),
        ),
        year(
            "from-year",
            "Year you started there (optional)",
            "For example, 2021",
            &form.from_year,
        ),
        year(
            "to-year",
            "Year you left (optional)",
            "Leave this empty if you still go there",
            &form.to_year,
        ),
    ]
}

fn years_in_words(years: Years) -> Option<String> {
    match (years.from, years.to) {
        (None, None) => None,
        (Some(from), None) => Some(format!("From {from} until now")),
        (None, Some(to)) => Some(format!("Until {to}")),
        (Some(from), Some(to)) => Some(format!("{from} to {to}")),
    }
}
