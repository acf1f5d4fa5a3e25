//! The pages of one opportunity: what there is to write, one part of it, and all of it before it is published.

use askama::Template;

use crate::dates::{days, weekday};
use crate::hosting::model::{Plan, Section};
use crate::hosting::sections::Context;
use crate::hosting::state::{Act, Extent};
use crate::opportunities::{OpportunityState, Support, family_name, pathway_words};
use crate::web::components::{FieldError, Html, SummaryList, Tag, TagColour, TaskList, TaskStatus};
use crate::web::form::Errors;

/// A state of an opportunity, as coordinators see it.
pub fn tag(state: OpportunityState) -> Tag {
    match state {
        OpportunityState::Draft => Tag::new("Draft", TagColour::Grey),
        OpportunityState::Published => Tag::new("Published", TagColour::Green),
        OpportunityState::Paused => Tag::new("Paused", TagColour::Yellow),
        OpportunityState::Closed => Tag::new("Closed", TagColour::Blue),
        OpportunityState::Withdrawn => Tag::new("Withdrawn", TagColour::Red),
    }
}

/// The title, or words for a draft that has none yet.
pub fn title(plan: &Plan) -> String {
    match plan.opportunity.title.as_str() {
        "" => "A new placement".to_owned(),
        title => title.to_owned(),
    }
}

/// What there is to write and to do.
#[derive(Template)]
#[template(path = "hosting/edit.html")]
pub struct EditPage {
    title: String,
    base: String,
    tag: Tag,
    extent: &'static str,
    round: String,
    round_path: String,
    tasks: TaskList,
    can: Vec<(&'static str, &'static str)>,
    is_draft: bool,
    is_over: bool,
}

impl EditPage {
    fn path(&self, page: &str) -> String {
        format!("{}/{page}", self.base)
    }

    pub fn new(context: &Context) -> Self {
        let plan = &context.plan;
        let (state, phase) = (plan.opportunity.state, plan.round.state.phase());
        let tasks = Section::ALL.iter().fold(TaskList::new("part"), |list, section| {
            let status = if plan.is_complete(*section, &context.policy) {
                TaskStatus::Completed
            } else {
                TaskStatus::Incomplete
            };
            list.task(section.title(), format!("{}/{section}", plan.path()), status)
        });
        let buttons = [
            (Act::Pause, "pause", "Pause applications"),
            (Act::Resume, "resume", "Take applications again"),
            (Act::Close, "close", "Take no more applications"),
        ];
        Self {
            title: title(plan),
            base: format!("/coordinate/opportunities/{}", plan.opportunity.reference),
            tag: tag(state),
            extent: plan.extent().words(),
            round: plan.round.name.clone(),
            round_path: format!("/coordinate/rounds/{}", plan.round.reference),
            tasks,
            can: buttons
                .into_iter()
                .filter(|(act, ..)| act.is_possible(state, phase))
                .map(|(_, path, words)| (path, words))
                .collect(),
            is_draft: state == OpportunityState::Draft,
            is_over: state == OpportunityState::Withdrawn,
        }
    }
}

/// One part of an opportunity.
#[derive(Template)]
#[template(path = "hosting/section.html")]
pub struct SectionPage {
    title: &'static str,
    caption: String,
    body: Html,
    /// What can no longer change, if anything cannot.
    fixed: Option<&'static str>,
    can_change: bool,
    pack: Option<String>,
    back: String,
    errors: Vec<FieldError>,
}

impl SectionPage {
    pub fn new(section: Section, context: &Context, body: Html, errors: Errors) -> Self {
        let extent = context.extent();
        let plan = &context.plan;
        let pack = format!("/coordinate/opportunities/{}/pack", plan.opportunity.reference);
        Self {
            title: section.title(),
            caption: title(plan),
            body,
            fixed: (extent != Extent::Everything).then(|| extent.words()),
            can_change: section.can_change(extent),
            pack: (section == Section::Pack && section.can_change(extent)).then_some(pack),
            back: plan.path(),
            errors: errors.0,
        }
    }
}

/// All of it, before it is published.
#[derive(Template)]
#[template(path = "hosting/check.html")]
pub struct CheckPage {
    title: String,
    heading: &'static str,
    base: String,
    parts: Vec<(&'static str, SummaryList)>,
    missing: Vec<(String, String)>,
    is_draft: bool,
}

impl CheckPage {
    fn path(&self, page: &str) -> String {
        format!("{}/{page}", self.base)
    }

    pub fn new(context: &Context) -> Self {
        let plan = &context.plan;
        let missing = plan.missing(&context.policy).into_iter();
        let is_draft = plan.opportunity.state == OpportunityState::Draft;
        Self {
            title: title(plan),
            heading: if is_draft {
                "Check before you publish"
            } else {
                "All about this placement"
            },
            base: format!("/coordinate/opportunities/{}", plan.opportunity.reference),
            parts: Section::ALL
                .iter()
                .map(|section| (section.title(), part(*section, context)))
                .collect(),
            missing: missing
                .map(|(section, words)| (format!("{}/{section}", plan.path()), words))
                .collect(),
            is_draft,
        }
    }
}

fn given(text: &str) -> String {
    if text.is_empty() {
        "Not given yet".to_owned()
    } else {
        text.to_owned()
    }
}

/// One part as rows, with the way to change it.
fn part(section: Section, context: &Context) -> SummaryList {
    let (plan, one, detail) = (&context.plan, &context.plan.opportunity, &context.plan.detail);
    let yes = |is: bool| if is { "Yes" } else { "Not yet" };
    let list = SummaryList::new();
    let list = match section {
        Section::What => list
            .row("Round", plan.round.name.as_str())
            .row("Title", given(&one.title))
            .row("Kind of work", family_name(&one.family).unwrap_or("Not given yet"))
            .row("What it is", given(&one.summary))
            .row("Where", format!("{} ({})", given(&one.town), given(&one.outcode))),
        Section::Days if detail.weekdays.is_empty() => list.row("Days", "Not given yet"),
        Section::Days => list
            .row("Dates", days(one.first_day, one.last_day))
            .row("Days", plan.days().iter().map(|day| weekday(*day)).collect::<Vec<_>>().join(", "))
            .row("Times", format!("{} to {}", one.start_time, one.finish_time))
            .row("Meeting point", given(&detail.meeting_point)),
        Section::Places if one.places == 0 => list.row("Places", "Not given yet"),
        Section::Places => {
            let list = list
                .row("Places", one.places.to_string())
                .row("Age on the first day", format!("{} or over", one.minimum_age))
                .row(
                    "Local areas",
                    if one.local_areas.is_empty() {
                        "None".to_owned()
                    } else {
                        one.local_areas.join(", ")
                    },
                );
            one.reserves.iter().fold(list, |list, (pathway, count)| {
                list.row(format!("Kept for {}", pathway_words(pathway)), count.to_string())
            })
        }
        Section::Work => {
            let support: Vec<&str> = one.support.iter().copied().map(Support::words).collect();
            list.row("What people do", given(&one.activities))
                .row("What people do not see", given(&one.limits))
                .row(
                    "Support",
                    if support.is_empty() {
                        "None named".to_owned()
                    } else {
                        support.join(", ")
                    },
                )
                .row("What to wear", given(&one.dress))
        }
        Section::Care => list
            .row("Supervisor", given(&detail.supervisor))
            .row("Job of the supervisor", given(&detail.supervisor_job))
            .row("Risks for young people", given(&detail.risks))
            .row("Risk assessment reviewed", yes(detail.risk_confirmed_at.is_some()))
            .row("Insurance confirmed", yes(detail.insurance_confirmed_at.is_some())),
        Section::Pack => list
            .row("Text", given(&detail.pack))
            .row("File", plan.file.clone().unwrap_or_else(|| "None".to_owned())),
    };
    list.change(format!("{}/{section}", plan.path()), section.title())
}
