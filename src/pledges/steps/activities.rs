//! Step `activities`: what the ambassadors plan for the year, each with its month.

use time::{Date, Month};

use super::parts::{check_words, heading, lines, one_line, paragraph};
use super::rows::{Rows, Sent, add_button};
use super::{Question, Row};
use crate::pledges::answers::ActivityAnswer;
use crate::pledges::draft::Draft;
use crate::web::components::{Fieldset, Html, Input, Legend, Select, Size};
use crate::web::form::Errors;

const FIELDS: (&str, &str) = ("title", "month");
const LEAST: usize = 5;
const MOST: usize = 20;

/// What do you plan this year?
pub struct Activities;

fn rows_of(sent: &Sent) -> Rows {
    Rows::read(sent, FIELDS, MOST)
}

/// The first days of this month and the eleven after it.
fn months(today: Date) -> Vec<Date> {
    let count = today.year() * 12 + i32::from(u8::from(today.month())) - 1;
    let first = |count: i32| {
        let month = u8::try_from(count.rem_euclid(12) + 1).ok()?;
        Date::from_calendar_date(count.div_euclid(12), Month::try_from(month).ok()?, 1).ok()
    };
    (count..count + 12).filter_map(first).collect()
}

fn value(month: Date) -> String {
    format!("{}-{:02}", month.year(), u8::from(month.month()))
}

/// A month in words.
pub fn month_words(month: Date) -> String {
    format!("{} {}", month.month(), month.year())
}

impl Question for Activities {
    type Form = Sent;
    type Answer = Vec<ActivityAnswer>;

    fn title(&self, _: &Draft) -> String {
        "What do your ambassadors plan this year?".to_owned()
    }

    fn filled(&self, draft: &Draft) -> Sent {
        let known = draft.answers.activities.iter().flatten();
        Rows::sent(known.map(|one| (one.title.clone(), value(one.month))), FIELDS)
    }

    fn only_looks(&self, form: &Sent, _: &Draft) -> bool {
        rows_of(form).adds
    }

    fn read(&self, form: &Sent, draft: &Draft) -> Result<Vec<ActivityAnswer>, Errors> {
        let mut errors = Errors::default();
        let mut found = Vec::new();
        for ((title, month), number) in rows_of(form).typed.iter().zip(1..) {
            let title = one_line(title);
            if title.is_empty() && month.is_empty() {
                continue;
            }
            let empty = format!("Enter what activity {number} is");
            check_words(&mut errors, &format!("title-{number}"), &title, 150, (&empty, "Activity"));
            match months(draft.today).into_iter().find(|known| value(*known) == *month) {
                Some(month) => found.push(ActivityAnswer { title, month }),
                None => errors.add(&format!("month-{number}"), format!("Select the month of activity {number}")),
            }
        }
        if errors.is_empty() && found.len() < LEAST {
            errors.add(&format!("title-{}", found.len() + 1), format!("Plan at least {LEAST} activities"));
        }
        errors.or(|| found)
    }

    fn body(&self, form: &Sent, errors: &Errors, draft: &Draft) -> Html {
        let rows = rows_of(form);
        let shown = rows.shown(LEAST, MOST);
        let mut parts = vec![
            heading(self.title(draft)),
            paragraph(format!(
                "Plan at least {LEAST} activities in the next 12 months. Everybody can read them on the public register."
            )),
        ];
        for index in 0..shown {
            let (title, month) = rows.at(index);
            let ids = (format!("title-{}", index + 1), format!("month-{}", index + 1));
            let wrong = (errors.get(&ids.0).map(str::to_owned), errors.get(&ids.1).map(str::to_owned));
            let mut select = Select::new(ids.1, "Month").item("", "Select a month");
            for month in months(draft.today) {
                select = select.item(value(month), month_words(month));
            }
            let fields = Html::join([
                Html::of(Input::new(ids.0, "What is it?").value(title).error(wrong.0)),
                Html::of(select.selected(month).error(wrong.1)),
            ]);
            let legend = Legend::new(format!("Activity {}", index + 1)).size(Size::S);
            parts.push(Html::of(Fieldset::new(legend, fields)));
        }
        parts.extend(add_button(shown, MOST));
        Html::join(parts)
    }

    fn rows(&self, draft: &Draft) -> Vec<Row> {
        let said = draft.answers.activities.as_ref();
        let said = said.map(|known| lines(known.iter().map(|one| format!("{}, {}", one.title, month_words(one.month)))));
        vec![("Activities this year".to_owned(), said)]
    }
}
