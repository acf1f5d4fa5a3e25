//! The pages on which an opportunity is written: each fills its fields from a plan, shows them, and reads them back into the plan.

mod care;
mod days;
mod pack;
mod places;
mod what;
mod work;

pub(super) use what::{organisation, round};

use super::fields::Fields;
use super::model::{Plan, Section};
use super::state::Extent;
use crate::db::Instant;
use crate::prioritisation::Policy;
use crate::web::components::Html;
use crate::web::form::Errors;

/// What a page needs beside the plan itself.
#[derive(Clone, Debug)]
pub struct Context {
    /// The plan as it is stored.
    pub plan: Plan,
    /// The rules of its round.
    pub policy: Policy,
    /// The rounds that it can be in: reference and name.
    pub rounds: Vec<(String, String)>,
}

impl Context {
    /// How much may still change.
    pub const fn extent(&self) -> Extent {
        self.plan.extent()
    }

    /// True while nobody could apply yet.
    pub fn is_free(&self) -> bool {
        self.extent() == Extent::Everything
    }
}

/// A page's fields as they are stored.
pub fn filled(section: Section, plan: &Plan) -> Fields {
    match section {
        Section::What => what::filled(plan),
        Section::Days => days::filled(plan),
        Section::Places => places::filled(plan),
        Section::Work => work::filled(plan),
        Section::Care => care::filled(plan),
        Section::Pack => pack::filled(plan),
    }
}

/// A page's fields with what was typed and what is wrong. What may no longer change is not asked for.
pub fn body(section: Section, fields: &Fields, errors: &Errors, context: &Context) -> Html {
    match section {
        Section::What => what::body(fields, errors, context),
        Section::Days => days::body(fields, errors, context),
        Section::Places => places::body(fields, errors, context),
        Section::Work => work::body(fields, errors, context),
        Section::Care => care::body(fields, errors, context),
        Section::Pack => pack::body(fields, errors, context),
    }
}

/// The plan with what was typed. Fields that may no longer change are left as they were, whatever was sent.
///
/// # Errors
/// Everything that is wrong.
pub fn read(section: Section, fields: &Fields, context: &Context, now: Instant) -> Result<Plan, Errors> {
    let mut plan = context.plan.clone();
    let mut errors = Errors::default();
    if !section.can_change(context.extent()) {
        errors.add("maincontent", context.extent().words());
        return Err(errors);
    }
    match section {
        Section::What => what::read(fields, context, &mut plan, &mut errors),
        Section::Days => days::read(fields, context, &mut plan, &mut errors),
        Section::Places => places::read(fields, context, &mut plan, &mut errors),
        Section::Work => work::read(fields, context, &mut plan, &mut errors),
        Section::Care => care::read(fields, now, &mut plan, &mut errors),
        Section::Pack => pack::read(fields, &mut plan, &mut errors),
    }
    errors.or(|| plan)
}
