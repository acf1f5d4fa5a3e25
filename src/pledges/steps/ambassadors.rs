//! Step `ambassadors`: at least five people, in at least three different jobs.

use std::collections::BTreeSet;

use super::parts::{check_words, heading, lines, one_line, paragraph};
use super::rows::{Rows, Sent, add_button};
use super::{Question, Row};
use crate::pledges::answers::AmbassadorAnswer;
use crate::pledges::draft::Draft;
use crate::web::components::{Fieldset, Html, Input, Legend, Size};
use crate::web::form::Errors;

const FIELDS: (&str, &str) = ("name", "job");
const LEAST: usize = 5;
const MOST: usize = 20;
const LEAST_JOBS: usize = 3;

/// Who are your ambassadors?
pub struct Ambassadors;

fn rows_of(sent: &Sent) -> Rows {
    Rows::read(sent, FIELDS, MOST)
}

/// How many different words there are, whatever their capitals.
fn different<'a>(words: impl Iterator<Item = &'a String>) -> usize {
    words.map(|word| word.to_lowercase()).collect::<BTreeSet<_>>().len()
}

impl Question for Ambassadors {
    type Form = Sent;
    type Answer = Vec<AmbassadorAnswer>;

    fn title(&self, _: &Draft) -> String {
        "Who are your ambassadors?".to_owned()
    }

    fn filled(&self, draft: &Draft) -> Sent {
        let known = draft.answers.ambassadors.iter().flatten();
        Rows::sent(known.map(|one| (one.name.clone(), one.job.clone())), FIELDS)
    }

    fn only_looks(&self, form: &Sent, _: &Draft) -> bool {
        rows_of(form).adds
    }

    fn read(&self, form: &Sent, _: &Draft) -> Result<Vec<AmbassadorAnswer>, Errors> {
        let mut errors = Errors::default();
        let mut found = Vec::new();
        for ((name, job), number) in rows_of(form).typed.iter().zip(1..) {
            let (name, job) = (one_line(name), one_line(job));
            if name.is_empty() && job.is_empty() {
                continue;
            }
            let empty = [
                format!("Enter the name of ambassador {number}"),
                format!("Enter the job of ambassador {number}"),
            ];
            check_words(&mut errors, &format!("name-{number}"), &name, 100, (&empty[0], "Name"));
            check_words(&mut errors, &format!("job-{number}"), &job, 100, (&empty[1], "Job"));
            found.push(AmbassadorAnswer { name, job });
        }
        if found.len() < LEAST {
            errors.add(&format!("name-{}", found.len() + 1), format!("Name at least {LEAST} ambassadors"));
        } else if different(found.iter().map(|one| &one.name)) < found.len() {
            errors.add("name-1", "Name each ambassador once");
        } else if different(found.iter().map(|one| &one.job)) < LEAST_JOBS {
            errors.add("job-1", format!("Ambassadors must have at least {LEAST_JOBS} different jobs"));
        }
        errors.or(|| found)
    }

    fn body(&self, form: &Sent, errors: &Errors, draft: &Draft) -> Html {
        let rows = rows_of(form);
        let shown = rows.shown(LEAST, MOST);
        let mut parts = vec![
            heading(self.title(draft)),
            paragraph(format!(
                "Name at least {LEAST} people who have agreed to do this, in at least {LEAST_JOBS} different jobs."
            )),
            paragraph("The register shows how many there are and their jobs. It never shows their names."),
        ];
        for index in 0..shown {
            let (name, job) = rows.at(index);
            let field = |field: &str, label: &str, value: &str| {
                let id = format!("{field}-{}", index + 1);
                let error = errors.get(&id).map(str::to_owned);
                Html::of(Input::new(id, label).autocomplete("off").value(value).error(error))
            };
            let fields = Html::join([field("name", "Full name", &name), field("job", "Job", &job)]);
            let legend = Legend::new(format!("Ambassador {}", index + 1)).size(Size::S);
            parts.push(Html::of(Fieldset::new(legend, fields)));
        }
        parts.extend(add_button(shown, MOST));
        Html::join(parts)
    }

    fn rows(&self, draft: &Draft) -> Vec<Row> {
        let said = draft.answers.ambassadors.as_ref();
        let said = said.map(|known| lines(known.iter().map(|one| format!("{}, {}", one.name, one.job))));
        vec![("Ambassadors".to_owned(), said)]
    }
}
