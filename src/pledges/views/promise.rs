//! The page on which somebody reads all that is promised, and says yes or sends it back.

use askama::Template;

use crate::db::AnyConnection;
use crate::error::Error;
use crate::pledges::answers::Answers;
use crate::pledges::forms::{MOST_REASON, SayForm};
use crate::pledges::model::{Organisation, Signature, SignatureRole, SignatureState};
use crate::pledges::promise::Promise;
use crate::pledges::steps::month_words;
use crate::pledges::store::promises;
use crate::pledges::store::signatures::ToSign;
use crate::web::components::{CharacterCount, FieldError, Input, InsetText, Legend, Radios, Size, SummaryList, Textarea};
use crate::web::form::Errors;

/// A clause with what the organisation says about it.
struct Clause {
    title: String,
    text: String,
    statement: InsetText,
    promised: Option<String>,
}

/// A commitment with everything that is promised.
struct Promised {
    title: String,
    version: String,
    about: String,
    clauses: Vec<Clause>,
    jobs: Vec<String>,
    activities: Vec<String>,
}

impl From<Promise> for Promised {
    fn from(
        Promise {
            text,
            said,
            jobs,
            activities,
        }: Promise,
    ) -> Self {
        let clauses = text.clauses.into_iter().map(|clause| {
            let known = said.iter().find(|known| known.clause == clause.id);
            let number = clause.number.as_ref().zip(known.and_then(|known| known.promised));
            Clause {
                promised: number.map(|(number, promised)| format!("{promised} {}", number.unit)),
                title: clause.title,
                text: clause.text,
                statement: InsetText::new(known.map(|known| known.statement.clone()).unwrap_or_default()),
            }
        });
        let activities = activities
            .into_iter()
            .map(|(title, month)| format!("{title}, {}", month_words(month)));
        Self {
            clauses: clauses.collect(),
            title: text.title,
            version: text.version,
            about: text.about,
            jobs,
            activities: activities.collect(),
        }
    }
}

/// Reads all that is promised; yes or back.
#[derive(Template)]
#[template(path = "pledges/promise.html")]
pub struct PromisePage {
    role: SignatureRole,
    back: Option<String>,
    errors: Vec<FieldError>,
    organisation: String,
    facts: SummaryList,
    commitments: Vec<Promised>,
    say: Radios,
    reason: CharacterCount,
    code: Option<Input>,
}

impl PromisePage {
    /// The page for somebody who is asked. `back` is the page before, if there is one.
    pub fn load(db: &mut AnyConnection, asked: &ToSign, back: Option<String>, (form, errors): (&SayForm, Errors)) -> Result<Self, Error> {
        let (signature, organisation) = (&asked.signature, asked.organisation.as_ref());
        let promises = promises::of_signing(db, signature.signing_id)?;
        Ok(Self {
            role: signature.role,
            back,
            organisation: organisation.map(|known| known.name.clone()).unwrap_or_default(),
            facts: facts(organisation, &asked.answers),
            commitments: promises.into_iter().map(Promised::from).collect(),
            say: say(signature.role, form, &errors),
            reason: Textarea::new("reason", "If you send it back, what has to change?")
                .hint("Whoever filled it in is told this")
                .value(&form.reason)
                .error(errors.get("reason").map(str::to_owned))
                .max_length(u32::from(MOST_REASON)),
            code: None,
            errors: errors.0,
        })
    }

    /// The page with a field for the code of the reader's app, and what is wrong with the code.
    pub fn asking_for_code(mut self) -> Self {
        let wrong = FieldError::find(&self.errors, "code").map(str::to_owned);
        let code = Input::new("code", "Code from your app")
            .hint("You have set up a second proof that it is you, so this link asks for it too")
            .code()
            .width(20)
            .autocomplete("one-time-code")
            .no_spellcheck()
            .error(wrong);
        self.code = Some(code);
        self
    }

    const fn title(&self) -> &'static str {
        match self.role {
            SignatureRole::Signatory => "Sign for your organisation",
            SignatureRole::Champion => "Be the champion of this commitment",
            SignatureRole::AreaLead => "Approve a commitment",
        }
    }
}

fn facts(organisation: Option<&Organisation>, answers: &Answers) -> SummaryList {
    let mut facts = SummaryList::new();
    if let Some(known) = organisation {
        facts = facts.row("Organisation", format!("{}, {}, {}", known.name, known.code, known.town));
    }
    let people = [
        ("Signs", &answers.signatory),
        ("Champion on the board", &answers.champion),
        ("Coordinator", &answers.coordinator),
    ];
    for (key, person) in people {
        if let Some(person) = person {
            facts = facts.row(key, format!("{}, {}", person.name, person.job));
        }
    }
    facts
}

fn say(role: SignatureRole, form: &SayForm, errors: &Errors) -> Radios {
    let (question, yes) = match role {
        SignatureRole::Signatory => ("Do you sign this?", "Yes, I may sign for the organisation, and I sign it"),
        SignatureRole::Champion => ("Do you stand behind this?", "Yes, I am the champion on the board"),
        SignatureRole::AreaLead => ("Do you approve this?", "Yes, put it on the public register"),
    };
    Radios::new("answer", Legend::new(question).size(Size::M))
        .item("yes", yes)
        .item("back", "No, send it back to be changed")
        .checked(form.answer.as_str())
        .error(errors.get("answer").map(str::to_owned))
}

/// What came of it, without personal data.
#[derive(Template)]
#[template(path = "pledges/answered.html")]
pub struct AnsweredPage {
    role: SignatureRole,
    state: SignatureState,
}

impl AnsweredPage {
    /// The page of a signature.
    pub fn new(signature: &Signature) -> Self {
        Self {
            role: signature.role,
            state: signature.state,
        }
    }

    const fn title(&self) -> &'static str {
        match self.state {
            SignatureState::Asked => "This link has been replaced",
            SignatureState::Given => match self.role {
                SignatureRole::Signatory => "It is signed",
                SignatureRole::Champion => "The champion said yes",
                SignatureRole::AreaLead => "It is approved",
            },
            SignatureState::SentBack => "It was sent back",
            SignatureState::Cancelled => "Nothing is needed from you",
        }
    }
}
