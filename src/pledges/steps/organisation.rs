//! Step `organisation`: looked for by name or code, and picked from a list. Closed ones are not in it; what is signed already is said.

use serde::Deserialize;

use super::parts::{check_words, heading, lines, one_line, paragraph};
use super::{Question, Row};
use crate::pledges::draft::{Draft, Found};
use crate::pledges::model::Organisation;
use crate::pledges::views::Hidden;
use crate::web::components::{Button, Html, Input, Legend, Radios, Size};
use crate::web::form::Errors;

/// What the page sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct OrganisationForm {
    /// The words to look for.
    search: String,
    /// Sent by the button that looks for them.
    find: String,
    /// The words that the list was found by.
    found_by: String,
    /// The code of the organisation that was picked.
    picked: String,
}

impl OrganisationForm {
    fn words(&self) -> String {
        one_line(&self.search)
    }

    /// New words were typed, or the button was pressed: look again rather than take what is picked.
    fn looks(&self) -> bool {
        let words = self.words();
        !words.is_empty() && (!self.find.is_empty() || self.picked.is_empty() || words != self.found_by)
    }
}

/// Which organisation?
pub struct OrganisationQuestion;

impl Question for OrganisationQuestion {
    type Form = OrganisationForm;
    type Answer = i64;

    fn title(&self, _: &Draft) -> String {
        "Which organisation signs?".to_owned()
    }

    fn filled(&self, draft: &Draft) -> OrganisationForm {
        OrganisationForm {
            picked: draft.organisation.as_ref().map(|known| known.code.clone()).unwrap_or_default(),
            ..OrganisationForm::default()
        }
    }

    fn looks_for(&self, form: &OrganisationForm) -> Option<String> {
        let words = if form.looks() { form.words() } else { form.found_by.clone() };
        (!words.is_empty() && words.chars().count() <= 150).then_some(words)
    }

    fn only_looks(&self, form: &OrganisationForm, draft: &Draft) -> bool {
        form.looks() && !draft.found.is_empty()
    }

    fn read(&self, form: &OrganisationForm, draft: &Draft) -> Result<i64, Errors> {
        let mut errors = Errors::default();
        if form.looks() {
            check_words(&mut errors, "search", &form.words(), 150, ("", "Name or code"));
            errors.add("search", "No open organisation has this name or code. Try fewer words");
            return Err(errors);
        }
        if let Some(known) = draft.organisation.as_ref().filter(|known| known.open && known.code == form.picked) {
            return Ok(known.id);
        }
        match draft.found.iter().find(|found| found.organisation.code == form.picked) {
            Some(found) => {
                if let Some(kind) = found.signed.iter().find(|kind| draft.has(**kind)) {
                    let words = format!("{} has signed the {} already", found.organisation.name, kind.name());
                    errors.add("picked", words);
                }
                errors.or(|| found.organisation.id)
            }
            None if draft.found.is_empty() => {
                errors.add("search", "Enter the name or code of your organisation");
                Err(errors)
            }
            None => {
                errors.add("picked", "Select your organisation");
                Err(errors)
            }
        }
    }

    fn body(&self, form: &OrganisationForm, errors: &Errors, draft: &Draft) -> Html {
        let search = Input::new("search", "Name or code of the organisation")
            .hint("For example, Leeds Teaching Hospitals, or RR8")
            .no_spellcheck()
            .value(&form.search)
            .error(errors.get("search"));
        let mut parts = vec![
            heading(self.title(draft)),
            paragraph("Codes are those of the Organisation Data Service. Organisations that have closed are not in the list."),
            Html::of(search),
            Html::of(Button::new("Find organisation").secondary().sends("find", "organisation")),
        ];
        parts.extend(list(form, errors, draft));
        Html::join(parts)
    }

    fn rows(&self, draft: &Draft) -> Vec<Row> {
        let words = |known: &Organisation| lines([known.name.clone(), format!("{}, {}", known.code, known.town)]);
        vec![("Organisation".to_owned(), draft.organisation.as_ref().map(words))]
    }
}

/// What was found, or what was picked before; nothing if there is neither.
fn list(form: &OrganisationForm, errors: &Errors, draft: &Draft) -> Option<Html> {
    let known = draft.organisation.iter().map(|organisation| Found {
        organisation: organisation.clone(),
        signed: Vec::new(),
    });
    let found: Vec<Found> = if draft.found.is_empty() {
        known.collect()
    } else {
        draft.found.clone()
    };
    if found.is_empty() {
        return None;
    }
    let mut radios = Radios::new("picked", Legend::new("Select your organisation").size(Size::M)).error(errors.get("picked"));
    for Found { organisation, signed } in &found {
        let place = format!("{}, {}", organisation.code, organisation.town);
        let signed = signed.iter().map(|kind| kind.name()).collect::<Vec<_>>().join(" and the ");
        radios = radios
            .item(&organisation.code, organisation.name.as_str())
            .item_hint(if signed.is_empty() {
                place
            } else {
                format!("{place}. Has signed the {signed} already")
            });
    }
    let words = if form.looks() { form.words() } else { form.found_by.clone() };
    let hidden = Hidden {
        name: "found-by",
        value: words,
    };
    Some(Html::join([Html::of(hidden), Html::of(radios.checked(&form.picked))]))
}
