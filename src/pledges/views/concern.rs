//! Pages of concerns: told by anybody, answered by the area's lead.

use askama::Template;

use crate::dates;
use crate::pledges::commitment::{Commitment, newest};
use crate::pledges::concern::{Concern, ConcernForm, ConcernState, MOST, OutcomeForm};
use crate::pledges::model::Organisation;
use crate::web::components::{Cell, CharacterCount, FieldError, Input, InsetText, Radios, SummaryList, Table, Textarea};
use crate::web::form::Errors;

/// Asks what somebody wants to say.
#[derive(Template)]
#[template(path = "pledges/concern.html")]
pub struct ConcernPage {
    back: String,
    errors: Vec<FieldError>,
    organisation: String,
    about: Radios,
    body: CharacterCount,
    email: Input,
}

impl ConcernPage {
    /// The page of an organisation. `back` is a public page of one of its pledges.
    pub fn new(organisation: &Organisation, signed: &[Commitment], back: String, form: &ConcernForm, errors: Errors) -> Self {
        let wrong = |id: &str| errors.get(id).map(str::to_owned);
        let mut about = Radios::new("about", "What do they not keep?").error(wrong("about"));
        for text in signed {
            for clause in &text.clauses {
                about = about.item(format!("{}-{}", text.kind.slug(), clause.id), clause.title.as_str());
                about = about.item_hint(text.title.as_str());
            }
            about = about.item(text.kind.slug(), format!("Something else in the {}", text.title));
        }
        let body = Textarea::new("body", "What happened?")
            .hint("Do not write about anybody's health, and name nobody")
            .value(&form.body)
            .error(wrong("body"));
        Self {
            back,
            organisation: organisation.name.clone(),
            about: about.checked(form.about.as_str()),
            body: body.max_length(u32::from(MOST)),
            email: Input::new("email", "Your email address (optional)")
                .hint("Only if you want an answer. We delete it once we have answered")
                .value(&form.email)
                .email()
                .error(wrong("email")),
            errors: errors.0,
        }
    }
}

/// It is on its way.
#[derive(Template)]
#[template(path = "pledges/concern_sent.html")]
pub struct ConcernSentPage;

/// What was said about organisations of an area.
#[derive(Template)]
#[template(path = "pledges/concerns.html")]
pub struct ConcernsPage {
    concerns: Option<Table>,
}

impl ConcernsPage {
    /// The page of the concerns of an area, open ones first.
    pub fn new(concerns: &[(Concern, String)]) -> Self {
        let columns = Table::new("What people told us, open ones first")
            .column("Organisation")
            .column("Commitment")
            .column("Told on")
            .column("Where it stands")
            .scrolling();
        let table = concerns.iter().fold(columns, |table, (concern, organisation)| {
            table.row([
                Cell::link(organisation, format!("/lead/concerns/{}", concern.reference)),
                Cell::from(concern.kind.name()),
                Cell::from(dates::day_of(concern.made_at)),
                Cell::from(match concern.state {
                    ConcernState::Open => "Waits for your answer",
                    ConcernState::Answered => "Answered",
                }),
            ])
        });
        Self {
            concerns: (!concerns.is_empty()).then_some(table),
        }
    }
}

/// One concern, and the answer.
#[derive(Template)]
#[template(path = "pledges/concern_answer.html")]
pub struct AnswerConcernPage {
    back: String,
    errors: Vec<FieldError>,
    facts: SummaryList,
    body: InsetText,
    answered: Option<InsetText>,
    outcome: CharacterCount,
}

impl AnswerConcernPage {
    /// The page of a concern.
    pub fn new(concern: &Concern, organisation: &Organisation, form: &OutcomeForm, errors: Errors) -> Self {
        let clause = concern.clause.as_deref().and_then(|id| {
            let text = newest(concern.kind).ok()?;
            text.clause(id).map(|clause| clause.title.clone())
        });
        let told = match (concern.state, &concern.email) {
            (ConcernState::Open, Some(_)) => "They want an answer by email",
            (ConcernState::Open, None) => "They left no email address",
            (ConcernState::Answered, _) => "Answered",
        };
        let outcome = Textarea::new("outcome", "What came of it?")
            .hint("Whoever told us reads this, if they left an email address")
            .value(&form.outcome)
            .error(errors.get("outcome").map(str::to_owned));
        Self {
            back: "/lead/concerns".to_owned(),
            facts: SummaryList::new()
                .row("Organisation", organisation.name.as_str())
                .row("Commitment", concern.kind.name())
                .row("About", clause.unwrap_or_else(|| "Something else".to_owned()))
                .row("Told on", dates::day_of(concern.made_at))
                .row("Answer", told),
            body: InsetText::new(concern.body.as_str()),
            answered: concern.outcome.as_deref().map(InsetText::new),
            outcome: outcome.max_length(u32::from(MOST)),
            errors: errors.0,
        }
    }
}
