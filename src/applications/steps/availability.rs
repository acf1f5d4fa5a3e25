//! Step `availability`.

use serde::Deserialize;
use validator::Validate;

use super::parts::{heading, paragraph, points, yes_no, yes_no_value};
use super::{Question, Row};
use crate::applications::answers::Availability;
use crate::applications::draft::Draft;
use crate::applications::forms::text;
use crate::dates;
use crate::web::components::{Html, Input, Legend, Radios, Size};
use crate::web::form::Errors;

/// What the page sends.
#[derive(Debug, Default, Deserialize, Validate)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct AvailabilityForm {
    all_days: String,
    #[serde(deserialize_with = "text::line")]
    #[validate(custom(
        function = "text::at_most::<200>",
        message = "Days when you cannot come must be 200 characters or less"
    ))]
    except: String,
}

/// When can you come?
pub struct AvailabilityQuestion;

impl Question for AvailabilityQuestion {
    type Form = AvailabilityForm;
    type Answer = Availability;
    const TITLE: &'static str = "When can you come?";

    fn filled(draft: &Draft) -> AvailabilityForm {
        draft
            .answers
            .availability
            .as_ref()
            .map_or_else(AvailabilityForm::default, |known| AvailabilityForm {
                all_days: yes_no_value(Some(known.all_days)),
                except: known.except.clone().unwrap_or_default(),
            })
    }

    fn read(form: &AvailabilityForm, _: &Draft) -> Result<Availability, Errors> {
        let mut errors = Errors::default();
        let all_days = yes_no(&form.all_days);
        match all_days {
            None => errors.add("all-days", "Select whether you can come on all days"),
            Some(false) if form.except.is_empty() => errors.add("except", "Enter the days when you cannot come"),
            Some(false) => errors.check(form, &["except"]),
            Some(true) => {}
        }
        let all_days = all_days == Some(true);
        errors.or(|| Availability {
            all_days,
            except: text::optional(&form.except).filter(|_| !all_days),
        })
    }

    fn body(form: &AvailabilityForm, errors: &Errors, draft: &Draft) -> Html {
        let chosen = draft.chosen();
        let dates = chosen
            .iter()
            .map(|placement| format!("{}: {}", placement.title, dates::days(placement.first_day, placement.last_day)));
        let except = Input::new("except", "If not, which days can you not come?")
            .hint("For example, the mornings of 6 and 7 August")
            .value(&form.except)
            .error(errors.get("except"));
        Html::join([
            heading(Self::TITLE),
            paragraph("You chose:"),
            points(dates),
            Html::of(
                Radios::new("all-days", Legend::new("Can you come on all of these days?").size(Size::M))
                    .checked(&form.all_days)
                    .error(errors.get("all-days"))
                    .item("yes", "Yes, on all of them")
                    .item("no", "No, not on all of them"),
            ),
            Html::of(except),
        ])
    }

    fn rows(draft: &Draft) -> Vec<Row> {
        let answer = draft.answers.availability.as_ref().map(|known| match &known.except {
            Some(except) => format!("Not on all days: {except}").into(),
            None => "On all days".into(),
        });
        vec![("When you can come", answer)]
    }
}
