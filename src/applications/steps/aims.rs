//! Step `aims`: what somebody hopes to study or do, and the statement that the pathways need.

use serde::Deserialize;
use validator::Validate;

use super::parts::{heading, row_of_lines, yes_no, yes_no_value};
use super::{Question, Row};
use crate::applications::answers::Aims;
use crate::applications::draft::Draft;
use crate::applications::flow::is_young;
use crate::applications::forms::text;
use crate::careers::{Found, catalogue};
use crate::opportunities::{FAMILIES, family_name};
use crate::web::components::{Checkboxes, Html, Input, Legend, Radios, Select, Size};
use crate::web::form::Errors;

/// What the page sends.
#[derive(Debug, Default, Deserialize, Validate)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct AimsForm {
    families: Vec<String>,
    role_1: String,
    role_2: String,
    #[serde(deserialize_with = "text::line")]
    #[validate(custom(function = "text::at_most::<150>", message = "Course or job must be 150 characters or less"))]
    course: String,
    applying: String,
}

/// What do you hope to do?
pub struct AimsQuestion;

/// The question behind the statement, which differs by pathway.
fn statement(draft: &Draft) -> (&'static str, &'static str) {
    if draft.answers.situation.is_some_and(is_young) {
        (
            "Are you applying for a healthcare course or apprenticeship?",
            "Select whether you are applying for a healthcare course or apprenticeship",
        )
    } else {
        (
            "Are you interested in working in health?",
            "Select whether you are interested in working in health",
        )
    }
}

/// Every role of the catalogue with its family, by name. The program reads the catalogue when it starts, so there always is one.
fn roles() -> Vec<Found<'static>> {
    let mut roles: Vec<Found<'static>> = catalogue().map(|all| all.roles().collect()).unwrap_or_default();
    roles.sort_by(|one, other| one.role.name.cmp(&other.role.name));
    roles
}

/// The name of the role with this slug.
fn role_name(slug: &str) -> Option<&'static str> {
    Some(catalogue().ok()?.role(slug)?.role.name.as_str())
}

/// One of the two lists of roles.
fn select(field: &str, label: &str, value: &str, errors: &Errors) -> Html {
    let select = Select::new(field, label).item("", "None").selected(value).error(errors.get(field));
    let named = |found: &Found<'_>| format!("{} ({})", found.role.name, found.family.name);
    Html::of(
        roles()
            .iter()
            .fold(select, |select, found| select.item(&found.role.slug, named(found))),
    )
}

impl Question for AimsQuestion {
    type Form = AimsForm;
    type Answer = Aims;
    const TITLE: &'static str = "What do you hope to do?";

    fn filled(draft: &Draft) -> AimsForm {
        draft.answers.aims.as_ref().map_or_else(AimsForm::default, |aims| AimsForm {
            families: aims.families.clone(),
            role_1: aims.roles.first().cloned().unwrap_or_default(),
            role_2: aims.roles.get(1).cloned().unwrap_or_default(),
            course: aims.course.clone().unwrap_or_default(),
            applying: yes_no_value(Some(aims.applying)),
        })
    }

    fn read(form: &AimsForm, draft: &Draft) -> Result<Aims, Errors> {
        let mut errors = Errors::default();
        if form.families.is_empty() {
            errors.add("families", "Select at least one kind of work");
        } else if form.families.iter().any(|key| family_name(key).is_none()) {
            errors.add("families", "Select kinds of work from the list");
        }
        for (field, slug) in [("role-1", &form.role_1), ("role-2", &form.role_2)] {
            if !slug.is_empty() && role_name(slug).is_none() {
                errors.add(field, "Select a role from the list");
            }
        }
        if !form.role_2.is_empty() && form.role_1 == form.role_2 {
            errors.add("role-2", "Second role must be different from the first role");
        }
        errors.check(form, &["course"]);
        let applying = yes_no(&form.applying);
        if applying.is_none() {
            errors.add("applying", statement(draft).1);
        }
        let known = || {
            FAMILIES
                .iter()
                .map(|(key, _)| (*key).to_owned())
                .filter(|key| form.families.contains(key))
        };
        errors.or(|| Aims {
            families: known().collect(),
            roles: [&form.role_1, &form.role_2]
                .into_iter()
                .filter(|slug| !slug.is_empty())
                .cloned()
                .collect(),
            course: text::optional(&form.course),
            applying: applying == Some(true),
        })
    }

    fn body(form: &AimsForm, errors: &Errors, draft: &Draft) -> Html {
        let families = Checkboxes::new("families", Legend::new("Which kinds of work interest you?").size(Size::M))
            .hint("Select all that apply")
            .checked(form.families.iter().cloned())
            .error(errors.get("families"));
        Html::join([
            heading(Self::TITLE),
            Html::of(FAMILIES.iter().fold(families, |boxes, (key, name)| boxes.item(*key, *name))),
            select("role-1", "Role that interests you most (optional)", &form.role_1, errors),
            select("role-2", "Second role (optional)", &form.role_2, errors),
            Html::of(
                Input::new("course", "Course or job that you have in mind (optional)")
                    .hint("In your own words, for example a degree in nursing")
                    .value(&form.course)
                    .error(errors.get("course")),
            ),
            Html::of(
                Radios::new("applying", Legend::new(statement(draft).0).size(Size::M))
                    .hint("Say yes if you are thinking of it. Your circumstances count only if you say yes")
                    .checked(&form.applying)
                    .error(errors.get("applying"))
                    .yes_no(),
            ),
        ])
    }

    fn rows(draft: &Draft) -> Vec<Row> {
        let Some(aims) = &draft.answers.aims else {
            return vec![("What you hope to do", None)];
        };
        let names = aims.families.iter().filter_map(|key| family_name(key)).map(str::to_owned);
        let question = if draft.answers.situation.is_some_and(is_young) {
            "Applying for a course"
        } else {
            "Interested in health"
        };
        vec![
            ("Kinds of work", Some(row_of_lines(names))),
            (
                "Roles",
                (!aims.roles.is_empty()).then(|| row_of_lines(aims.roles.iter().filter_map(|slug| role_name(slug)).map(str::to_owned))),
            ),
            ("Course or job", aims.course.as_ref().map(Into::into)),
            (question, Some(if aims.applying { "Yes" } else { "No" }.into())),
        ]
    }
}
