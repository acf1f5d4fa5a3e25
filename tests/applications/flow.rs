//! Which questions are asked, how far each is, and which comes next.

use practise::applications::{Choices, Flow, Situation, Status, Step, standing};
use practise::opportunities::OpportunityState;
use time::macros::date;

use super::sample::{everything, placement};

const CHILD: time::Date = date!(2010 - 03 - 01);
const ADULT: time::Date = date!(1990 - 03 - 01);

#[test]
fn a_new_draft_asks_first_and_names_what_has_to_wait() {
    let (answers, placements) = (practise::applications::Answers::default(), [placement("A")]);
    let flow = Flow::new(&answers, &placements);
    assert_eq!(flow.status(Step::Name), Some(Status::NotYetStarted));
    for waits in [
        Step::Circumstances,
        Step::Aims,
        Step::Choices,
        Step::Availability,
        Step::School,
        Step::Guardian,
    ] {
        assert_eq!(flow.status(waits), Some(Status::CannotStartYet), "{waits}");
    }
    assert_eq!(flow.next(Step::Name), Some(Step::DateOfBirth));
    assert!(!flow.is_complete());
}

#[test]
fn somebody_under_18_needs_a_guardian_and_a_school() {
    let (answers, placements) = (everything(CHILD), [placement("A")]);
    let flow = Flow::new(&answers, &placements);
    assert!(flow.is_complete());
    assert_eq!(flow.status(Step::Guardian), Some(Status::Completed));
    assert_eq!(flow.status(Step::School), Some(Status::Completed));
}

#[test]
fn somebody_under_18_outside_education_needs_a_guardian_only() {
    let mut answers = everything(CHILD);
    answers.situation = Some(Situation::NotInEducationOrWork);
    let placements = [placement("A")];
    let flow = Flow::new(&answers, &placements);
    assert_eq!(flow.status(Step::School), None);
    assert_eq!(flow.status(Step::Guardian), Some(Status::Completed));
    assert!(flow.sent().school.is_none());
    assert!(flow.sent().guardian.is_some());
}

#[test]
fn the_eighteenth_birthday_counts_on_the_earliest_first_day() {
    let mut later = placement("B");
    later.first_day = date!(2027 - 07 - 05);
    let placements = [later, placement("A")];
    for (born, asked) in [(date!(2009 - 06 - 14), false), (date!(2009 - 06 - 15), true)] {
        let mut answers = everything(born);
        answers.choices = Some(Choices(vec!["B".to_owned(), "A".to_owned()]));
        assert_eq!(Flow::new(&answers, &placements).status(Step::Guardian).is_some(), asked, "{born}");
    }
}

#[test]
fn answers_to_questions_that_are_no_longer_asked_are_kept_but_not_sent() {
    let mut answers = everything(ADULT);
    answers.situation = Some(Situation::CareerChange);
    let placements = [placement("A")];
    let flow = Flow::new(&answers, &placements);
    let sent = flow.sent();
    assert!(flow.is_complete());
    assert_eq!(flow.status(Step::Circumstances), None);
    assert_eq!((sent.circumstances, sent.school, sent.guardian), (None, None, None));
    assert!(answers.circumstances.is_some());
    let claimed: Vec<&str> = standing(&flow.sent()).claims.into_keys().collect();
    assert_eq!(claimed, ["career_change"]);
}

#[test]
fn a_choice_that_is_paused_or_for_older_people_is_a_problem() {
    let mut paused = placement("A");
    paused.state = OpportunityState::Paused;
    let answers = everything(CHILD);
    assert_eq!(Flow::new(&answers, &[paused]).status(Step::Choices), Some(Status::Problem));
    let mut older = placement("A");
    older.minimum_age = 18;
    let placements = [older];
    let flow = Flow::new(&answers, &placements);
    assert_eq!(flow.status(Step::Choices), Some(Status::Problem));
    assert_eq!(flow.next(Step::Reasons), Some(Step::Choices));
    assert!(!flow.is_complete());
}

#[test]
fn a_choice_that_is_gone_is_a_problem() {
    let mut answers = everything(CHILD);
    answers.choices = Some(Choices(vec!["A".to_owned(), "GONE".to_owned()]));
    assert_eq!(Flow::new(&answers, &[placement("A")]).status(Step::Choices), Some(Status::Problem));
}

#[test]
fn the_choices_are_always_on_the_way() {
    let mut answers = everything(CHILD);
    answers.availability = None;
    let placements = [placement("A")];
    let flow = Flow::new(&answers, &placements);
    assert_eq!(flow.next(Step::Reasons), Some(Step::Choices));
    assert_eq!(flow.next(Step::Choices), Some(Step::Availability));
    assert_eq!(flow.next(Step::Availability), None);
}
