//! Steps `signatory`, `champion` and `coordinator`: who they are, and where we write to them.

use serde::Deserialize;

use super::parts::{check_email, check_words, heading, lines, one_line, paragraph};
use super::{Question, Row};
use crate::pledges::answers::PersonAnswer;
use crate::pledges::draft::Draft;
use crate::web::components::{Html, Input};
use crate::web::form::Errors;

/// What the page sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct PersonForm {
    name: String,
    job: String,
    email: String,
}

type Known = fn(&Draft) -> Option<&PersonAnswer>;

/// Somebody with a part in the signing.
pub struct PersonQuestion {
    title: &'static str,
    row: &'static str,
    why: &'static str,
    job: &'static str,
    answer: Known,
    /// Somebody else it must not be, and what to say then.
    not: Option<(Known, &'static str)>,
}

fn signatory(draft: &Draft) -> Option<&PersonAnswer> {
    draft.answers.signatory.as_ref()
}

fn champion(draft: &Draft) -> Option<&PersonAnswer> {
    draft.answers.champion.as_ref()
}

fn coordinator(draft: &Draft) -> Option<&PersonAnswer> {
    draft.answers.coordinator.as_ref()
}

/// Who signs.
pub const SIGNATORY: PersonQuestion = PersonQuestion {
    title: "Who signs for your organisation?",
    row: "Who signs",
    why: "This person may sign for the organisation. We send them a link. They read everything and say yes.",
    job: "For example, chief executive",
    answer: signatory,
    not: Some((champion, "The person who signs and the champion must be 2 people")),
};

/// Who stands behind it on the board.
pub const CHAMPION: PersonQuestion = PersonQuestion {
    title: "Who is your champion on the board?",
    row: "Champion on the board",
    why: "The champion speaks up for the commitment on your board. We send them a link once it is signed. The champion must not be the person who signs.",
    job: "For example, director of nursing",
    answer: champion,
    not: Some((signatory, "The champion and the person who signs must be 2 people")),
};

/// Who coordinates it.
pub const COORDINATOR: PersonQuestion = PersonQuestion {
    title: "Who coordinates it day by day?",
    row: "Coordinator",
    why: "The coordinator looks after requests and placements. They can log in once your commitment is on the register.",
    job: "For example, work experience coordinator",
    answer: coordinator,
    not: None,
};

impl Question for PersonQuestion {
    type Form = PersonForm;
    type Answer = PersonAnswer;

    fn title(&self, _: &Draft) -> String {
        self.title.to_owned()
    }

    fn filled(&self, draft: &Draft) -> PersonForm {
        (self.answer)(draft).map_or_else(PersonForm::default, |known| PersonForm {
            name: known.name.clone(),
            job: known.job.clone(),
            email: known.email.clone(),
        })
    }

    fn read(&self, form: &PersonForm, draft: &Draft) -> Result<PersonAnswer, Errors> {
        let mut errors = Errors::default();
        let (name, job) = (one_line(&form.name), one_line(&form.job));
        check_words(&mut errors, "name", &name, 100, ("Enter their full name", "Full name"));
        check_words(&mut errors, "job", &job, 100, ("Enter their job", "Job"));
        let email = check_email(&mut errors, "email", &form.email, "Enter their email address");
        if let Some((other, words)) = self.not
            && other(draft).is_some_and(|other| other.email == email)
        {
            errors.add("email", words);
        }
        errors.or(|| PersonAnswer { name, job, email })
    }

    fn body(&self, form: &PersonForm, errors: &Errors, _: &Draft) -> Html {
        let field = |id: &str, label: &str, value: &str| {
            let error = errors.get(id).map(str::to_owned);
            Input::new(id, label).value(value).error(error).autocomplete("off")
        };
        let email = field("email", "Their email address at work", &form.email).email();
        Html::join([
            heading(self.title),
            paragraph(self.why),
            Html::of(field("name", "Their full name", &form.name).no_spellcheck()),
            Html::of(field("job", "Their job", &form.job).hint(self.job)),
            Html::of(email.autocomplete("off").hint("We only write about this commitment")),
        ])
    }

    fn rows(&self, draft: &Draft) -> Vec<Row> {
        let said = (self.answer)(draft).map(|known| lines([known.name.clone(), known.job.clone(), known.email.clone()]));
        vec![(self.row.to_owned(), said)]
    }
}
