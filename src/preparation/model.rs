//! What has to be done before a placement, by whom and until when.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::text_enum;
use crate::working_days::working_days_before;

/// The version of the words that an applicant signs; counted up whenever they change in `templates/preparation/task.html`.
pub const CONFIDENTIALITY: &str = "confidentiality-1";
/// The version of the words that a guardian agrees to; counted up whenever they change in `templates/preparation/risk_notice.html`.
pub const RISK_NOTICE: &str = "risk-notice-1";

text_enum! {
    /// A thing to do before a placement; the names are parts of addresses too.
    pub enum Task {
        /// The applicant reads the preparation pack.
        ReadPack = "read-pack",
        /// The applicant signs that they keep to themselves what they learn of patients.
        Confidentiality = "confidentiality",
        /// The applicant says whom to call in an emergency. It is a step of their application.
        EmergencyContact = "emergency-contact",
        /// The applicant gives a statement about their health to the organisation itself.
        Health = "health",
        /// The applicant says whether they need help with travel.
        Travel = "travel",
        /// A parent or guardian agrees to the risks.
        RiskNotice = "risk-notice",
        /// The organisation does something about the changes that help a person.
        Adjustments = "adjustments",
        /// The organisation finds an interpreter.
        Interpreter = "interpreter",
        /// The organisation helps with travel.
        TravelHelp = "travel-help",
        /// The organisation has a pass or badge ready.
        Pass = "pass",
        /// The organisation has told the supervisor who comes.
        Supervisor = "supervisor",
    }
}

text_enum! {
    /// Who does a task.
    pub enum Owner {
        /// Who comes.
        Applicant = "applicant",
        /// Their parent or guardian.
        Guardian = "guardian",
        /// Whoever coordinates the organisation.
        Coordinator = "coordinator",
    }
}

text_enum! {
    /// How far a task is.
    pub enum TaskState {
        /// To be done.
        Open = "open",
        /// Done.
        Done = "done",
        /// Not needed after all.
        NotNeeded = "not_needed",
    }
}

text_enum! {
    /// A kind of help with travel.
    pub enum Help {
        /// Fares of buses and trains.
        Fares = "fares",
        /// Parking, or petrol for a lift.
        Car = "car",
        /// A taxi, because of a disability or an illness.
        Taxi = "taxi",
        /// Finding the way.
        Route = "route",
    }
}

/// What is kept of a task that was done, as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum Detail {
    /// The confidentiality agreement was signed.
    Signed {
        /// The name that was typed.
        name: String,
        /// The words that were signed.
        wording: String,
    },
    /// What help with travel is needed; none if the list is empty.
    Travel {
        /// The kinds.
        help: Vec<Help>,
    },
    /// What a guardian said of the risks.
    RiskNotice {
        /// Whether they agree.
        agrees: bool,
        /// The name that was declared.
        name: String,
        /// The relationship that was declared.
        relationship: String,
        /// The words that were agreed to.
        wording: String,
    },
    /// What the organisation does.
    Action {
        /// In the coordinator's words.
        what: String,
    },
}

/// A task as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// Which.
    pub task: Task,
    /// How far it is.
    pub state: TaskState,
    /// What is kept of it.
    pub detail: Option<Detail>,
    /// The day by which it should be done.
    pub due_on: Option<Date>,
}

/// What decides which tasks a placement needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own, and none follows from another"
)]
pub struct Facts {
    /// Whoever comes is under 18 on the first day.
    pub under_18: bool,
    /// There is a preparation pack.
    pub pack: bool,
    /// The risks are written down.
    pub risks: bool,
    /// Changes that help were asked for.
    pub adjustments: bool,
    /// An interpreter was asked for.
    pub interpreter: bool,
    /// Help with travel was asked for, in the application or since.
    pub travel: bool,
}

impl Facts {
    /// True if a placement needs the task. What is not needed is not asked.
    pub const fn need(self, task: Task) -> bool {
        match task {
            Task::ReadPack => self.pack,
            Task::RiskNotice => self.under_18 && self.risks,
            Task::Adjustments => self.adjustments,
            Task::Interpreter => self.interpreter,
            Task::TravelHelp => self.travel,
            Task::Confidentiality | Task::EmergencyContact | Task::Health | Task::Travel | Task::Pass | Task::Supervisor => true,
        }
    }
}

impl Task {
    /// Who does it.
    pub const fn owner(self) -> Owner {
        match self {
            Self::ReadPack | Self::Confidentiality | Self::EmergencyContact | Self::Health | Self::Travel => Owner::Applicant,
            Self::RiskNotice => Owner::Guardian,
            Self::Adjustments | Self::Interpreter | Self::TravelHelp | Self::Pass | Self::Supervisor => Owner::Coordinator,
        }
    }

    /// How many working days before the first day it should be done.
    const fn days_before(self) -> u32 {
        match self {
            Self::Travel | Self::Health | Self::RiskNotice | Self::Adjustments | Self::Interpreter => 10,
            Self::ReadPack | Self::Confidentiality | Self::EmergencyContact | Self::TravelHelp | Self::Supervisor => 5,
            Self::Pass => 3,
        }
    }

    /// The day by which it should be done, for a placement that is planned `today`: never in the past, and never after the first day.
    pub fn due_on(self, first_day: Date, today: Date) -> Date {
        working_days_before(first_day, self.days_before())
            .unwrap_or(first_day)
            .max(today)
            .min(first_day)
    }

    /// Its words in the list of whoever comes.
    pub const fn for_applicant(self) -> &'static str {
        match self {
            Self::ReadPack => "Read what to know before you come",
            Self::Confidentiality => "Sign the confidentiality agreement",
            Self::EmergencyContact => "Say who should be called in an emergency",
            Self::Health => "Tell the organisation about your health",
            Self::Travel => "Say if you need help with travel",
            Self::RiskNotice => "Your parent or guardian reads about risks and agrees",
            Self::Adjustments => "The changes that help you",
            Self::Interpreter => "Your interpreter",
            Self::TravelHelp => "Help with your travel",
            Self::Pass => "Your pass or badge",
            Self::Supervisor => "Your supervisor knows that you come",
        }
    }

    /// Its words in the list of whoever coordinates.
    pub const fn for_coordinator(self) -> &'static str {
        match self {
            Self::ReadPack => "Preparation pack read",
            Self::Confidentiality => "Confidentiality agreement signed",
            Self::EmergencyContact => "Emergency contact given",
            Self::Health => "Health statement given to you",
            Self::Travel => "Question about travel answered",
            Self::RiskNotice => "Parent or guardian has agreed to the risks",
            Self::Adjustments => "Changes that help the person",
            Self::Interpreter => "Interpreter",
            Self::TravelHelp => "Help with travel",
            Self::Pass => "Pass or badge ready",
            Self::Supervisor => "Supervisor told who comes",
        }
    }

    /// True if the organisation has to say what it does, and by when.
    pub const fn needs_action(self) -> bool {
        matches!(self, Self::Adjustments | Self::Interpreter | Self::TravelHelp)
    }
}

impl Help {
    /// The words beside the box.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Fares => "Bus or train fares",
            Self::Car => "Petrol or parking",
            Self::Taxi => "A taxi, because of a disability or illness",
            Self::Route => "Planning how to get there",
        }
    }
}

/// "Are you still coming?" as it was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reconfirmation {
    /// Its number.
    pub id: i64,
    /// The placement.
    pub placement_id: i64,
    /// 1 for ten working days before the first day, 2 for three.
    pub number: i32,
    /// When it was asked.
    pub asked_at: crate::db::Instant,
    /// What was answered.
    pub answer: Option<Coming>,
}

text_enum! {
    /// Whether somebody still comes.
    pub enum Coming {
        /// They come.
        Yes = "yes",
        /// They give the place back.
        GivesBack = "gives_back",
    }
}

/// The working days before the first day on which it is asked.
pub const ASKED: [(i32, u32); 2] = [(1, 10), (2, 3)];

/// Which of the two questions is due `today`, for a placement that was agreed on a day: the latest whose day has come. Whoever has just said
/// yes is not asked again at once.
pub fn due_number(first_day: Date, agreed_on: Date, today: Date) -> Option<i32> {
    if today >= first_day {
        return None;
    }
    let (number, day) = ASKED
        .iter()
        .rev()
        .filter_map(|(number, days)| Some((*number, working_days_before(first_day, *days)?)))
        .find(|(_, day)| *day <= today)?;
    (agreed_on < day).then_some(number)
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    /// A Monday.
    const FIRST: Date = date!(2027 - 06 - 14);

    #[test]
    fn what_is_not_needed_is_not_asked() {
        let needed = |facts: Facts| Task::ALL.iter().copied().filter(|task| facts.need(*task)).collect::<Vec<_>>();
        let always = [
            Task::Confidentiality,
            Task::EmergencyContact,
            Task::Health,
            Task::Travel,
            Task::Pass,
            Task::Supervisor,
        ];
        assert_eq!(needed(Facts::default()), always);
        let adult = Facts {
            risks: true,
            ..Facts::default()
        };
        assert_eq!(needed(adult), always, "an adult needs no guardian");
        let all = Facts {
            under_18: true,
            pack: true,
            risks: true,
            adjustments: true,
            interpreter: true,
            travel: true,
        };
        assert_eq!(needed(all), Task::ALL);
    }

    #[test]
    fn a_task_is_due_on_a_day_that_is_still_to_come() {
        assert_eq!(Task::Travel.due_on(FIRST, date!(2027 - 01 - 11)), date!(2027 - 05 - 28));
        assert_eq!(Task::Pass.due_on(FIRST, date!(2027 - 01 - 11)), date!(2027 - 06 - 09));
        assert_eq!(Task::Pass.due_on(FIRST, date!(2027 - 06 - 11)), date!(2027 - 06 - 11));
        assert_eq!(Task::Pass.due_on(FIRST, date!(2027 - 06 - 20)), FIRST);
    }

    #[test]
    fn people_are_asked_ten_and_three_working_days_before() {
        let agreed = date!(2027 - 02 - 01);
        let due = |today| due_number(FIRST, agreed, today);
        assert_eq!(due(date!(2027 - 05 - 27)), None);
        assert_eq!(due(date!(2027 - 05 - 28)), Some(1));
        assert_eq!(due(date!(2027 - 06 - 08)), Some(1));
        assert_eq!(due(date!(2027 - 06 - 09)), Some(2));
        assert_eq!(due(date!(2027 - 06 - 13)), Some(2));
        assert_eq!(due(FIRST), None);
        assert_eq!(
            due_number(FIRST, date!(2027 - 06 - 09), date!(2027 - 06 - 10)),
            None,
            "they have just said yes"
        );
        assert_eq!(due_number(FIRST, date!(2027 - 06 - 01), date!(2027 - 06 - 02)), None);
        assert_eq!(due_number(FIRST, date!(2027 - 06 - 01), date!(2027 - 06 - 09)), Some(2));
    }
}
