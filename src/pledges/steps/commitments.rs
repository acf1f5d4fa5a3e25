//! Step `commitments`: one of them, or both.

use serde::Deserialize;

use super::parts::lines;
use super::{Question, Row};
use crate::pledges::draft::Draft;
use crate::pledges::model::CommitmentKind;
use crate::web::components::{Checkboxes, Html, Legend, Size};
use crate::web::form::Errors;

/// What the page sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct CommitmentsForm {
    commitments: Vec<String>,
}

/// Which commitments?
pub struct Commitments;

impl Question for Commitments {
    type Form = CommitmentsForm;
    type Answer = Vec<CommitmentKind>;

    fn title(&self, _: &Draft) -> String {
        "What do you want to sign?".to_owned()
    }

    fn filled(&self, draft: &Draft) -> CommitmentsForm {
        CommitmentsForm {
            commitments: draft.pledges.iter().map(|pledge| pledge.kind.to_string()).collect(),
        }
    }

    fn read(&self, form: &CommitmentsForm, _: &Draft) -> Result<Vec<CommitmentKind>, Errors> {
        let sent = |kind: &CommitmentKind| form.commitments.iter().any(|sent| sent == kind.as_str());
        let chosen: Vec<CommitmentKind> = CommitmentKind::ALL.iter().copied().filter(sent).collect();
        let mut errors = Errors::default();
        if chosen.is_empty() {
            errors.add("commitments", "Select what you want to sign");
        }
        errors.or(|| chosen)
    }

    fn body(&self, form: &CommitmentsForm, errors: &Errors, draft: &Draft) -> Html {
        let boxes = Checkboxes::new("commitments", Legend::new(self.title(draft)).size(Size::L))
            .legend_is_heading()
            .hint("Select one or both")
            .item(CommitmentKind::Practise.as_str(), CommitmentKind::Practise.name())
            .item_hint("Work experience is given openly and fairly")
            .item(CommitmentKind::HealthAmbassador.as_str(), CommitmentKind::HealthAmbassador.name())
            .item_hint("Your staff tell people about careers in health")
            .checked(form.commitments.iter().cloned())
            .error(errors.get("commitments"));
        Html::of(boxes)
    }

    fn rows(&self, draft: &Draft) -> Vec<Row> {
        let names = draft.pledges.iter().map(|pledge| pledge.kind.name().to_owned());
        vec![("What you sign".to_owned(), (!draft.pledges.is_empty()).then(|| lines(names)))]
    }
}
