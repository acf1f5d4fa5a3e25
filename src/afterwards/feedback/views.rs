//! Pages of feedback.

use askama::Template;

use super::forms::{MOST, OrganisationForm, ParticipantForm};
use super::model::{FromOrganisation, FromParticipant, Plans, Rated};
use crate::dates;
use crate::opportunities::Opportunity;
use crate::web::components::{CharacterCount, Checkboxes, FieldError, Radios, SummaryList, Textarea};
use crate::web::form::Errors;

/// A question that is answered by yes, a word between, or no.
fn rated(name: &str, question: &str, between: &str, chosen: &str, errors: &Errors) -> Radios {
    Radios::new(name, question)
        .item(Rated::Yes.as_str(), "Yes")
        .item(Rated::Partly.as_str(), between.to_owned())
        .item(Rated::No.as_str(), "No")
        .checked(chosen)
        .error(errors.get(name).map(str::to_owned))
}

fn own_words(hint: &str, typed: &str, errors: &Errors) -> CharacterCount {
    Textarea::new("words", "Is there anything you want to say? (optional)")
        .hint(hint)
        .value(typed)
        .error(errors.get("words").map(str::to_owned))
        .max_length(u32::from(MOST))
}

/// Asks who came how it was.
#[derive(Template)]
#[template(path = "afterwards/feedback_participant.html")]
pub struct ParticipantPage {
    back: String,
    errors: Vec<FieldError>,
    title: String,
    organisation: String,
    when: String,
    questions: Vec<Radios>,
    words: CharacterCount,
    may_quote: Checkboxes,
    keep_in_touch: Radios,
}

impl ParticipantPage {
    /// The page with what was typed.
    pub fn new(about: &Opportunity, back: &str, form: &ParticipantForm, errors: Errors) -> Self {
        let plans = Plans::ALL
            .iter()
            .fold(Radios::new("plans", "Did it change your plans?"), |radios, plan| {
                radios.item(plan.as_str(), plan.words())
            });
        let questions = vec![
            rated("expected", "Was it what you expected?", "In part", &form.expected, &errors),
            rated(
                "careers",
                "Did you learn about more careers in health?",
                "A few",
                &form.careers,
                &errors,
            ),
            rated(
                "looked-after",
                "Were you looked after well?",
                "In part",
                &form.looked_after,
                &errors,
            ),
            rated(
                "recommend",
                "Would you recommend this placement?",
                "I am not sure",
                &form.recommend,
                &errors,
            ),
            plans.checked(form.plans.as_str()).error(errors.get("plans").map(str::to_owned)),
        ];
        Self {
            back: back.to_owned(),
            title: about.title.clone(),
            organisation: about.organisation.clone(),
            when: dates::days(about.first_day, about.last_day),
            questions,
            words: own_words("Do not name anybody", &form.words, &errors),
            may_quote: Checkboxes::single(
                "may-quote",
                "yes",
                "The organisation may read what I wrote, and repeat it without my name",
            )
            .checked(form.may_quote.iter().map(String::as_str)),
            keep_in_touch: Radios::new("keep-in-touch", "May we ask you after 3, 6 and 12 months what you do then?")
                .hint("One short question by email, and you can stop it at any time")
                .item("yes", "Yes, you may ask me")
                .item("no", "No, do not ask me")
                .checked(form.keep_in_touch.as_str())
                .error(errors.get("keep-in-touch").map(str::to_owned)),
            errors: errors.0,
        }
    }
}

/// The questions to an organisation about one person.
pub fn organisation_questions(form: &OrganisationForm, errors: &Errors) -> (Vec<Radios>, CharacterCount) {
    let questions = vec![
        rated("prepared", "Was the person prepared?", "In part", &form.prepared, errors),
        rated("took-part", "Did the person take part?", "In part", &form.took_part, errors),
        rated("again", "Would you have the person again?", "We are not sure", &form.again, errors),
    ];
    (
        questions,
        own_words("The person can read this when they download their data", &form.words, errors),
    )
}

/// Asks a coordinator how it was.
#[derive(Template)]
#[template(path = "afterwards/feedback_organisation.html")]
pub struct OrganisationPage {
    back: String,
    errors: Vec<FieldError>,
    title: String,
    name: String,
    questions: Vec<Radios>,
    words: CharacterCount,
}

impl OrganisationPage {
    /// The page with what was typed.
    pub fn new(about: &Opportunity, name: String, back: String, form: &OrganisationForm, errors: Errors) -> Self {
        let (questions, words) = organisation_questions(form, &errors);
        Self {
            back,
            title: about.title.clone(),
            name,
            questions,
            words,
            errors: errors.0,
        }
    }
}

/// What was said before.
#[derive(Template)]
#[template(path = "afterwards/feedback_given.html")]
pub struct GivenPage {
    /// Where to go on.
    pub back: String,
    /// The answers.
    pub facts: SummaryList,
}

fn row(list: SummaryList, question: &str, answer: Rated, between: &str) -> SummaryList {
    let words = match answer {
        Rated::Yes => "Yes",
        Rated::Partly => between,
        Rated::No => "No",
    };
    list.row(question.to_owned(), words.to_owned())
}

/// The participant's answers, for themselves.
pub fn participant_facts(said: &FromParticipant) -> SummaryList {
    let list = row(SummaryList::new(), "What you expected", said.expected, "In part");
    let list = row(list, "Learned about more careers", said.careers, "A few");
    let list = row(list, "Looked after well", said.looked_after, "In part");
    row(list, "Would recommend it", said.recommend, "Not sure")
        .row("Your plans", said.plans.words())
        .optional_row("What you said", said.words.as_deref())
}

/// The organisation's answers, for its coordinators.
pub fn organisation_facts(said: &FromOrganisation) -> SummaryList {
    let list = row(SummaryList::new(), "Prepared", said.prepared, "In part");
    let list = row(list, "Took part", said.took_part, "In part");
    row(list, "Would have them again", said.again, "Not sure").optional_row("What you said", said.words.as_deref())
}
