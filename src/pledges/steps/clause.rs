//! One clause of a commitment: how the organisation meets it, and the number that it promises.

use serde::Deserialize;

use super::parts::{check_number, check_words, heading, lines, paragraph, several_lines};
use super::{Question, Row};
use crate::pledges::answers::{ClauseAnswer, Step};
use crate::pledges::commitment::{Clause, Number};
use crate::pledges::draft::Draft;
use crate::pledges::model::CommitmentKind;
use crate::web::components::{Html, Input, InsetText, Textarea};
use crate::web::form::Errors;

/// The most characters of an answer.
const MOST: u16 = 600;

/// What the page sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ClauseForm {
    statement: String,
    promised: String,
}

/// How do you meet this clause?
pub struct ClauseQuestion {
    /// The commitment.
    pub kind: CommitmentKind,
    /// The clause.
    pub id: String,
}

impl ClauseQuestion {
    fn clause<'d>(&self, draft: &'d Draft) -> Option<&'d Clause> {
        draft.text(self.kind).and_then(|text| text.clause(&self.id))
    }

    fn number<'d>(&self, draft: &'d Draft) -> Option<&'d Number> {
        self.clause(draft).and_then(|clause| clause.number.as_ref())
    }

    fn known<'d>(&self, draft: &'d Draft) -> Option<&'d ClauseAnswer> {
        let step = Step::Clause(self.kind, self.id.clone());
        draft.answers.clauses.get(&step.to_string())
    }
}

impl Question for ClauseQuestion {
    type Form = ClauseForm;
    type Answer = ClauseAnswer;

    fn title(&self, draft: &Draft) -> String {
        self.clause(draft).map(|clause| clause.title.clone()).unwrap_or_default()
    }

    fn filled(&self, draft: &Draft) -> ClauseForm {
        self.known(draft).map_or_else(ClauseForm::default, |known| ClauseForm {
            statement: known.statement.clone(),
            promised: known.promised.map(|number| number.to_string()).unwrap_or_default(),
        })
    }

    fn read(&self, form: &ClauseForm, draft: &Draft) -> Result<ClauseAnswer, Errors> {
        let mut errors = Errors::default();
        let statement = several_lines(&form.statement);
        let words = ("Enter how you do this", "How you do this");
        check_words(&mut errors, "statement", &statement, usize::from(MOST), words);
        let promised = self.number(draft).and_then(|number| {
            let bounds = (number.least, number.most);
            check_number(&mut errors, "promised", &form.promised, bounds, "The number you promise")
        });
        errors.or(|| ClauseAnswer { statement, promised })
    }

    fn body(&self, form: &ClauseForm, errors: &Errors, draft: &Draft) -> Html {
        let Some(clause) = self.clause(draft) else {
            return Html::join([]);
        };
        let mut parts = vec![
            heading(clause.title.as_str()),
            paragraph("This is what you promise:"),
            Html::of(InsetText::new(clause.text.as_str())),
            Html::of(
                Textarea::new("statement", clause.question.as_str())
                    .hint("Everybody can read this on the public register")
                    .value(&form.statement)
                    .error(errors.get("statement"))
                    .max_length(u32::from(MOST)),
            ),
        ];
        if let Some(number) = &clause.number {
            let input = Input::new("promised", number.label.as_str())
                .hint(format!("{} or more. Each year we show beside it what was done", number.least))
                .numeric()
                .width(5)
                .value(&form.promised)
                .error(errors.get("promised"));
            parts.push(Html::of(input));
        }
        Html::join(parts)
    }

    fn rows(&self, draft: &Draft) -> Vec<Row> {
        let known = self.known(draft);
        let said = known.map(|known| known.statement.lines().map(str::to_owned));
        let mut said: Vec<String> = said.into_iter().flatten().collect();
        if let (Some(number), Some(promised)) = (self.number(draft), known.and_then(|known| known.promised)) {
            said.push(format!("{promised} {}", number.unit));
        }
        vec![(self.title(draft), known.map(|_| lines(said)))]
    }
}
