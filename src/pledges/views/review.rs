//! Pages of the yearly review: written by the organisation, read by the area's lead.

use askama::Template;

use crate::afterwards::Recommended;
use crate::dates;
use crate::pledges::commitment::Commitment;
use crate::pledges::forms::{MOST_REASON, SayForm};
use crate::pledges::model::{CommitmentKind, Organisation, Pledge};
use crate::pledges::promise::Said;
use crate::pledges::review::{Figures, Review, ReviewAnswers, ReviewState};
use crate::pledges::review_form::{MOST, ReviewForm};
use crate::pledges::steps::survey::survey_rows;
use crate::pledges::survey::Survey;
use crate::web::components::{CharacterCount, FieldError, Html, InsetText, Legend, Radios, Size, SummaryList, Textarea};
use crate::web::form::Errors;

/// What was done of a number that was promised, as far as the system knows.
const fn done(kind: CommitmentKind, clause: &str, figures: &Figures) -> Option<i64> {
    match (kind, clause.as_bytes()) {
        (CommitmentKind::Practise, b"requests") => Some(figures.offered),
        (CommitmentKind::HealthAmbassador, b"activities") => Some(figures.events),
        (CommitmentKind::HealthAmbassador, b"case-study") => Some(figures.case_studies),
        _ => None,
    }
}

/// What the system knows of the year, and beside it what was promised.
pub fn facts(pledge: &Pledge, text: &Commitment, said: &[Said], figures: &Figures) -> SummaryList {
    let mut facts = SummaryList::new()
        .row("The year", dates::days(figures.from, figures.until))
        .row("Places offered", figures.offered.to_string())
        .row("Places taken", figures.taken.to_string())
        .row("Came with a circumstance that counts", figures.share.words())
        .row(
            "Would recommend their placement",
            figures
                .recommended
                .map_or_else(|| "Not shown: fewer than 5 answers".to_owned(), Recommended::words),
        )
        .row("Activities that took place", figures.events.to_string())
        .row("Case studies published", figures.case_studies.to_string());
    for one in said {
        let number = text.clause(&one.clause).and_then(|clause| clause.number.as_ref());
        if let (Some(number), Some(promised)) = (number, one.promised) {
            let words = match done(pledge.kind, &one.clause, figures) {
                Some(done) => format!("{done} of {promised} {}", number.unit),
                None => format!("{promised} {}", number.unit),
            };
            let title = text.clause(&one.clause).map(|clause| clause.title.clone()).unwrap_or_default();
            facts = facts.row(format!("Promised: {}", title.to_lowercase()), words);
        }
    }
    facts
}

/// Writes a review.
#[derive(Template)]
#[template(path = "pledges/review.html")]
pub struct ReviewPage {
    back: Option<String>,
    errors: Vec<FieldError>,
    organisation: String,
    name: &'static str,
    last_day: String,
    sent_back: Option<String>,
    facts: SummaryList,
    done: CharacterCount,
    not_done: CharacterCount,
    survey: Html,
}

/// A review that is to be written, with what the system knows.
pub struct ToWrite {
    /// The pledge.
    pub pledge: Pledge,
    /// Whose it is.
    pub organisation: Organisation,
    /// The review.
    pub review: Review,
    /// What the system knows.
    pub figures: Figures,
    /// The organisation's newest survey.
    pub survey: Option<Survey>,
    /// The words that the pledge is about.
    pub text: Commitment,
    /// What is said to their clauses.
    pub said: Vec<Said>,
}

impl ReviewPage {
    /// The page. `back` is the page before, if there is one.
    pub fn new(known: &ToWrite, back: Option<String>, form: &ReviewForm, errors: Errors) -> Self {
        let field = |id: &str, label: &str, hint: &str, value: &str| {
            let error = errors.get(id).map(str::to_owned);
            let field = Textarea::new(id, label).hint(hint).value(value).error(error);
            field.max_length(u32::from(MOST))
        };
        Self {
            back,
            organisation: known.organisation.name.clone(),
            name: known.pledge.kind.name(),
            last_day: dates::day(known.review.last_day()),
            sent_back: known.review.reason.clone().filter(|_| known.review.sent_back_at.is_some()),
            facts: facts(&known.pledge, &known.text, &known.said, &known.figures),
            done: field("done", "What did you do this year?", "Name nobody who came to you", &form.done),
            not_done: field(
                "not-done",
                "What did you not do, and why? (optional)",
                "An honest answer does not end the commitment",
                &form.not_done,
            ),
            survey: form.survey.fields(&errors),
            errors: errors.0,
        }
    }
}

/// What came of a review's link, without personal data.
#[derive(Template)]
#[template(path = "pledges/reviewed.html")]
pub struct ReviewedPage {
    /// Where the review stands.
    pub state: ReviewState,
    /// True if its time is over.
    pub over: bool,
}

impl ReviewedPage {
    const fn title(&self) -> &'static str {
        match (self.over, self.state) {
            (true, _) => "Nothing is needed from you",
            (false, ReviewState::Due) => "This link has been replaced",
            (false, ReviewState::Sent) => "Your review was sent",
            (false, ReviewState::Approved) => "Your review is approved",
        }
    }
}

/// Reads a review; yes or back.
#[derive(Template)]
#[template(path = "pledges/read_review.html")]
pub struct ReadReviewPage {
    back: String,
    errors: Vec<FieldError>,
    organisation: String,
    name: &'static str,
    facts: SummaryList,
    done: InsetText,
    not_done: Option<InsetText>,
    survey: SummaryList,
    say: Radios,
    reason: CharacterCount,
}

impl ReadReviewPage {
    /// The page of a review that was sent, with the [`facts`] of its year.
    pub fn new(
        pledge: &Pledge,
        organisation: &Organisation,
        answers: &ReviewAnswers,
        facts: SummaryList,
        (form, errors): (&SayForm, Errors),
    ) -> Self {
        let survey = survey_rows(Some(&answers.survey)).into_iter();
        let reason = Textarea::new("reason", "If you send it back, what has to change?")
            .hint("The organisation is told this")
            .value(&form.reason)
            .error(errors.get("reason").map(str::to_owned));
        Self {
            back: "/lead/pledges".to_owned(),
            organisation: organisation.name.clone(),
            name: pledge.kind.name(),
            facts,
            done: InsetText::new(answers.done.as_str()),
            not_done: answers.not_done.as_deref().map(InsetText::new),
            survey: survey.fold(SummaryList::new(), |list, (key, value)| list.optional_row(key, value)),
            say: Radios::new("answer", Legend::new("Do you approve this review?").size(Size::M))
                .item("yes", "Yes, the commitment goes on for a year")
                .item("back", "No, send it back to be changed")
                .checked(form.answer.as_str())
                .error(errors.get("answer").map(str::to_owned)),
            reason: reason.max_length(u32::from(MOST_REASON)),
            errors: errors.0,
        }
    }
}
