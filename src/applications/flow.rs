//! Which questions an application has to answer, how far each is, and which comes next. Pure.

use time::Date;

use super::answers::{Answers, Situation, Step};
use super::circumstances::YesNo;
use super::draft::chosen;
use super::possible::bar;
use crate::opportunities::Opportunity;

/// How far a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Answered.
    Completed,
    /// To be answered.
    NotYetStarted,
    /// Another step has to be answered first.
    CannotStartYet,
    /// Answered, but the answer can no longer stand.
    Problem,
}

/// The groups of the task list, with their headings, in order.
pub const GROUPS: [(&str, &[Step]); 4] = [
    (
        "About you",
        &[
            Step::Name,
            Step::DateOfBirth,
            Step::Contact,
            Step::Situation,
            Step::Circumstances,
            Step::Attended,
        ],
    ),
    ("What you want", &[Step::Aims, Step::Reasons, Step::Choices, Step::Availability]),
    ("Support", &[Step::Needs]),
    ("People who know you", &[Step::School, Step::Guardian]),
];

/// The way through an application's questions, as its answers stand.
#[derive(Clone, Copy, Debug)]
pub struct Flow<'a> {
    /// What was answered.
    pub answers: &'a Answers,
    /// The placements of the round.
    pub placements: &'a [Opportunity],
}

impl<'a> Flow<'a> {
    /// The way through these answers.
    pub fn new(answers: &'a Answers, placements: &'a [Opportunity]) -> Self {
        Self { answers, placements }
    }

    /// The earliest first day of the placements that were chosen: what is asked depends on the age on that day.
    pub fn first_day(&self) -> Option<Date> {
        chosen(self.answers, self.placements)
            .iter()
            .map(|placement| placement.first_day)
            .min()
    }

    /// How far a step is; `None` if it is not asked.
    pub fn status(&self, step: Step) -> Option<Status> {
        match self.asked(step) {
            Some(false) => None,
            None => Some(Status::CannotStartYet),
            Some(true) if !self.answered(step) => Some(Status::NotYetStarted),
            Some(true) if step == Step::Choices && !self.choices_stand() => Some(Status::Problem),
            Some(true) => Some(Status::Completed),
        }
    }

    /// Whether a step is asked; `None` as long as that depends on a step that is not answered.
    fn asked(&self, step: Step) -> Option<bool> {
        match step {
            Step::Name | Step::DateOfBirth | Step::Contact | Step::Situation | Step::Reasons | Step::Needs => Some(true),
            Step::Circumstances => self.answers.situation.map(is_young),
            Step::Attended => Some(self.asks_school()),
            Step::Aims => self.answers.situation.map(|_| true),
            Step::Choices => self.answers.date_of_birth.map(|_| true),
            Step::Availability => self.first_day().map(|_| true),
            Step::EmergencyContact => Some(false),
            Step::Guardian => self
                .answers
                .date_of_birth
                .and(self.first_day())
                .map(|day| self.answers.needs_guardian(day)),
            Step::School => {
                let day = self.answers.date_of_birth.and(self.first_day())?;
                self.answers.situation.map(|_| self.answers.needs_school(day))
            }
        }
    }

    /// Only who would be the first in the family to go to university has to say which school they go or went to. Nobody is told of this step before
    /// that is known.
    fn asks_school(&self) -> bool {
        let young = self.answers.situation.is_some_and(is_young);
        let circumstances = self.answers.circumstances.as_ref();
        young && circumstances.is_some_and(|circumstances| circumstances.first_generation == YesNo::Yes)
    }

    fn answered(&self, step: Step) -> bool {
        let answers = self.answers;
        match step {
            Step::Name => answers.name.is_some(),
            Step::DateOfBirth => answers.date_of_birth.is_some(),
            Step::Contact => answers.contact.is_some(),
            Step::Situation => answers.situation.is_some(),
            Step::Circumstances => answers.circumstances.is_some(),
            Step::Attended => answers.attended.is_some(),
            Step::Aims => answers.aims.is_some(),
            Step::Reasons => answers.reasons.is_some(),
            Step::Choices => answers.choices.is_some(),
            Step::Availability => answers.availability.is_some(),
            Step::Needs => answers.needs.is_some(),
            Step::School => answers.school.is_some(),
            Step::Guardian => answers.guardian.is_some(),
            Step::EmergencyContact => answers.emergency_contact.is_some(),
        }
    }

    /// True if every placement that was chosen can still be had.
    fn choices_stand(&self) -> bool {
        let chosen = chosen(self.answers, self.placements);
        let count = self.answers.choices.as_ref().map_or(0, |choices| choices.0.len());
        chosen.len() == count && chosen.iter().all(|placement| bar(placement, self.answers.date_of_birth).is_none())
    }

    /// The steps that are asked or may be asked yet, in order, with how far each is.
    pub fn steps(&self) -> Vec<(Step, Status)> {
        Step::ALL
            .iter()
            .filter_map(|step| self.status(*step).map(|status| (*step, status)))
            .collect()
    }

    /// The step to go on with after `step`: the next one that is open. The choices are always shown on the way, because the first of them was
    /// filled in for the applicant. `None` if nothing is open after `step`.
    pub fn next(&self, step: Step) -> Option<Step> {
        let open = |status| matches!(status, Status::NotYetStarted | Status::Problem);
        let mut later = self.steps().into_iter().skip_while(|(known, _)| *known <= step);
        later
            .find(|(known, status)| open(*status) || (*known == Step::Choices && *status == Status::Completed))
            .map(|(known, _)| known)
    }

    /// True if everything is answered that has to be, and every answer can stand.
    pub fn is_complete(&self) -> bool {
        self.steps().iter().all(|(_, status)| *status == Status::Completed)
    }

    /// The answers that are sent: those to questions that are asked. The others stay in the draft.
    pub fn sent(&self) -> Answers {
        let mut sent = self.answers.clone();
        for step in Step::ALL {
            if self.asked(*step) != Some(true) {
                clear(&mut sent, *step);
            }
        }
        sent
    }
}

/// True for what young people answer: the circumstances of the Practise Commitment are asked only of them.
pub fn is_young(situation: Situation) -> bool {
    matches!(situation, Situation::AtSchool | Situation::NotInEducationOrWork)
}

/// Forgets the answer to one step.
fn clear(answers: &mut Answers, step: Step) {
    match step {
        Step::Name => answers.name = None,
        Step::DateOfBirth => answers.date_of_birth = None,
        Step::Contact => answers.contact = None,
        Step::Situation => answers.situation = None,
        Step::Circumstances => answers.circumstances = None,
        Step::Attended => answers.attended = None,
        Step::Aims => answers.aims = None,
        Step::Reasons => answers.reasons = None,
        Step::Choices => answers.choices = None,
        Step::Availability => answers.availability = None,
        Step::Needs => answers.needs = None,
        Step::School => answers.school = None,
        Step::Guardian => answers.guardian = None,
        Step::EmergencyContact => answers.emergency_contact = None,
    }
}
