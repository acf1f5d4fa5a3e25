//! What people send before a placement, and its way into a model.

use serde::Deserialize;
use time::Date;

use super::model::{CONFIDENTIALITY, Coming, Detail, Help, RISK_NOTICE, Task, TaskState};
use crate::dates::month;
use crate::web::form::Errors;

/// The longest name, in characters.
const NAME: usize = 100;
/// The longest relationship, in characters.
const RELATIONSHIP: usize = 60;
/// The longest description of what is done, in characters.
pub const ACTION: u32 = 500;

/// Any task of an applicant.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct TaskForm {
    /// The name that signs.
    pub full_name: String,
    /// `yes` or `no`: help with travel.
    pub help: String,
    /// The kinds of it.
    pub kinds: Vec<String>,
    /// `yes`: it was read, or given.
    pub done: String,
}

impl TaskForm {
    /// What is kept of the task, or what is wrong.
    ///
    /// # Errors
    /// The words for each field.
    pub fn parse(&mut self, task: Task) -> Result<Option<Detail>, Errors> {
        let mut errors = Errors::default();
        match task {
            Task::Confidentiality => {
                self.full_name = self.full_name.trim().to_owned();
                named(&mut errors, "full-name", &self.full_name);
                errors.or(|| {
                    Some(Detail::Signed {
                        name: self.full_name.clone(),
                        wording: CONFIDENTIALITY.to_owned(),
                    })
                })
            }
            Task::Travel => self.travel(errors),
            _ => {
                if self.done != "yes" {
                    errors.add("done", "Tick the box when you have done this");
                }
                errors.or(|| None)
            }
        }
    }

    fn travel(&self, mut errors: Errors) -> Result<Option<Detail>, Errors> {
        let kinds: Vec<Help> = self.kinds.iter().filter_map(|kind| kind.parse().ok()).collect();
        let help = match self.help.as_str() {
            "yes" => {
                if kinds.is_empty() {
                    errors.add("kinds", "Select what kind of help you need");
                }
                kinds
            }
            "no" => Vec::new(),
            _ => {
                errors.add("help", "Select yes if you need help with travel");
                Vec::new()
            }
        };
        errors.or(|| Some(Detail::Travel { help }))
    }
}

fn named(errors: &mut Errors, id: &str, name: &str) {
    if name.is_empty() {
        errors.add(id, "Enter your full name");
    } else if name.chars().count() > NAME {
        errors.add(id, format!("Full name must be {NAME} characters or less"));
    }
}

/// A guardian's answer to the risk notice.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct GuardianForm {
    /// `yes` or `no`.
    pub agree: String,
    /// The declared name.
    pub full_name: String,
    /// The declared relationship.
    pub relationship: String,
}

impl GuardianForm {
    /// Whether they agree, and what is kept of it.
    ///
    /// # Errors
    /// The words for each field.
    pub fn answer(&mut self) -> Result<(bool, Detail), Errors> {
        for field in [&mut self.full_name, &mut self.relationship] {
            *field = field.trim().to_owned();
        }
        let mut errors = Errors::default();
        let agrees = self.agree == "yes";
        if !agrees && self.agree != "no" {
            errors.add("agree", "Select yes if you agree");
        }
        named(&mut errors, "full-name", &self.full_name);
        if self.relationship.is_empty() {
            errors.add("relationship", "Enter your relationship to the person");
        } else if self.relationship.chars().count() > RELATIONSHIP {
            errors.add("relationship", format!("Relationship must be {RELATIONSHIP} characters or less"));
        }
        errors.or(|| {
            let detail = Detail::RiskNotice {
                agrees,
                name: self.full_name.clone(),
                relationship: self.relationship.clone(),
                wording: RISK_NOTICE.to_owned(),
            };
            (agrees, detail)
        })
    }
}

/// Whether somebody still comes.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ComingForm {
    /// `yes` or `gives_back`.
    pub coming: String,
}

impl ComingForm {
    /// The answer, or what is wrong.
    ///
    /// # Errors
    /// The words for the field.
    pub fn parse(&self) -> Result<Coming, Errors> {
        self.coming.parse().map_err(|_| {
            let mut errors = Errors::default();
            errors.add("coming", "Select whether you still come");
            errors
        })
    }
}

/// What an organisation does about a task.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ActionForm {
    /// What is done.
    pub action: String,
    /// By which day.
    pub by_day: String,
    /// Its month.
    pub by_month: String,
    /// Its year.
    pub by_year: String,
    /// `yes` or `no`.
    pub done: String,
}

/// What an organisation has said about a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// How far it is.
    pub state: TaskState,
    /// What is done, for tasks that need to be told what.
    pub what: Option<String>,
    /// By which day, likewise.
    pub by: Option<Date>,
}

impl ActionForm {
    /// The action for a task of a placement that starts on `first_day`, or what is wrong.
    ///
    /// # Errors
    /// The words for each field.
    pub fn parse(&mut self, task: Task, first_day: Date) -> Result<Action, Errors> {
        self.action = self.action.trim().to_owned();
        let mut errors = Errors::default();
        let (mut what, mut by) = (None, None);
        if task.needs_action() {
            if self.action.is_empty() {
                errors.add("action", "Enter what you will do");
            } else if self.action.encode_utf16().count() > ACTION as usize {
                errors.add("action", format!("What you will do must be {ACTION} characters or less"));
            }
            by = self.by();
            match by {
                None => errors.add("by-day", "Enter the day by which it is done, like 27 3 2027"),
                Some(by) if by > first_day => errors.add("by-day", "The day must be before the placement begins"),
                Some(_) => {}
            }
            what = Some(self.action.clone());
        }
        let state = match self.done.as_str() {
            "yes" => TaskState::Done,
            "no" => TaskState::Open,
            _ => {
                errors.add("done", "Select yes if it is done");
                TaskState::Open
            }
        };
        errors.or(|| Action { state, what, by })
    }

    fn by(&self) -> Option<Date> {
        let day = self.by_day.trim().parse().ok()?;
        let year = self.by_year.trim();
        let year = (year.len() == 4).then(|| year.parse().ok()).flatten()?;
        Date::from_calendar_date(year, month(self.by_month.trim())?, day).ok()
    }
}

/// Making or ending a calendar that somebody subscribes to.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct FeedForm {
    /// `make` or `end`.
    pub action: String,
}
