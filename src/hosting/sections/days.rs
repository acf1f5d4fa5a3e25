//! On which days people come, at what times, and where to.

use time::{Date, Weekday};

use super::Context;
use crate::hosting::fields::Fields;
use crate::hosting::model::{Plan, WORKING_WEEK};
use crate::web::components::{Checkboxes, Html, Input, Radios, Textarea};
use crate::web::form::Errors;

/// Monday first.
const WEEK: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];
/// Days from the first to the last at most.
const LONGEST: i64 = 366;
const TIME: usize = 20;
const MEETING_POINT: usize = 300;

pub(super) fn filled(plan: &Plan) -> Fields {
    let (one, detail) = (&plan.opportunity, &plan.detail);
    let mut fields = Fields::default()
        .with("start", one.start_time.as_str())
        .with("finish", one.finish_time.as_str())
        .with("meeting-point", detail.meeting_point.as_str());
    if detail.weekdays.is_empty() {
        return fields;
    }
    let block = detail.weekdays == WORKING_WEEK;
    fields = fields.with("kind", if block { "block" } else { "weekly" });
    for day in detail.weekdays.iter().filter(|_| !block) {
        fields = fields.with("weekdays", day.number_from_monday().to_string());
    }
    fields.with_date("first", one.first_day).with_date("last", one.last_day)
}

pub(super) fn body(fields: &Fields, errors: &Errors, context: &Context) -> Html {
    let mut parts = Vec::new();
    if context.is_free() {
        let kind = Radios::new("kind", "How do people come?")
            .item("block", "A block of days, Monday to Friday")
            .item("weekly", "The same days each week")
            .checked(fields.get("kind"))
            .error(errors.get("kind"));
        let days = WEEK.iter().fold(
            Checkboxes::new("weekdays", "If it is the same days each week, on which days?").small(),
            |boxes, day| boxes.item(day.number_from_monday().to_string(), day.to_string()),
        );
        parts.extend([
            Html::of(kind),
            Html::of(days.checked(fields.all("weekdays")).error(errors.get("weekdays"))),
            Html::of(fields.date_input("first", "First day", errors)),
            Html::of(fields.date_input("last", "Last day", errors)),
        ]);
    }
    let time = |name: &str, label: &str, hint: &str| {
        Html::of(
            Input::new(name, label)
                .hint(hint)
                .value(fields.get(name))
                .width(10)
                .error(errors.get(name)),
        )
    };
    parts.extend([
        time("start", "When does a day start?", "Such as 9am"),
        time("finish", "When does a day end?", "Such as 4:30pm"),
        Html::of(
            Textarea::new("meeting-point", "Where do people come to on the first day?")
                .hint("Only people with an agreed placement see this")
                .value(fields.get("meeting-point"))
                .rows(3)
                .error(errors.get("meeting-point")),
        ),
    ]);
    Html::join(parts)
}

pub(super) fn read(fields: &Fields, context: &Context, plan: &mut Plan, errors: &mut Errors) {
    if context.is_free() {
        let weekdays = weekdays(fields, errors);
        let first = fields.date("first", "The first day", errors);
        let last = fields.date("last", "The last day", errors);
        if let (Some(first), Some(last)) = (first, last) {
            plan.detail.weekdays = weekdays;
            (plan.opportunity.first_day, plan.opportunity.last_day) = (first, last);
            check(plan, first, last, errors);
        }
    }
    let (one, detail) = (&mut plan.opportunity, &mut plan.detail);
    one.start_time = fields.needed("start", "Enter when a day starts", "When a day starts", TIME, errors);
    one.finish_time = fields.needed("finish", "Enter when a day ends", "When a day ends", TIME, errors);
    detail.meeting_point = fields.text("meeting-point", "Where people come to", MEETING_POINT, errors);
    if detail.meeting_point.is_empty() {
        errors.add("meeting-point", "Enter where people come to on the first day");
    }
}

fn weekdays(fields: &Fields, errors: &mut Errors) -> Vec<Weekday> {
    let ticked = fields.all("weekdays");
    match fields.get("kind") {
        "block" => WORKING_WEEK.to_vec(),
        "weekly" => {
            let is_ticked = |day: &Weekday| ticked.contains(&day.number_from_monday().to_string().as_str());
            let days: Vec<Weekday> = WEEK.into_iter().filter(is_ticked).collect();
            if days.is_empty() {
                errors.add("weekdays", "Select the days of the week on which people come");
            }
            days
        }
        _ => {
            errors.add("kind", "Select how people come");
            Vec::new()
        }
    }
}

/// The first and the last day have to be days on which people come, in the future of the round.
fn check(plan: &Plan, first: Date, last: Date, errors: &mut Errors) {
    if last < first {
        errors.add("last-day", "The last day must not be before the first day");
    } else if (last - first).whole_days() >= LONGEST {
        errors.add("last-day", format!("The last day must be within {LONGEST} days of the first day"));
    } else if first <= plan.round.closes_at.date() {
        errors.add("first-day", "The first day must be after the round closes");
    } else if !plan.detail.weekdays.is_empty() {
        let days = plan.days();
        let comes = |day: Date, days: &[Date]| days.contains(&day) && plan.detail.weekdays.contains(&day.weekday());
        if !comes(first, &days) {
            errors.add("first-day", "The first day must be one on which people come, and no bank holiday");
        } else if !comes(last, &days) {
            errors.add("last-day", "The last day must be one on which people come, and no bank holiday");
        }
    }
}
