//! Who looks after people, what a young person may meet, and that both are covered.

use super::Context;
use crate::db::Instant;
use crate::hosting::fields::Fields;
use crate::hosting::model::Plan;
use crate::web::components::{Checkboxes, Html, Input, Textarea};
use crate::web::form::Errors;

const NAME: usize = 100;
const RISKS: usize = 3_000;

pub(super) fn filled(plan: &Plan) -> Fields {
    let detail = &plan.detail;
    let mut fields = Fields::default()
        .with("supervisor", detail.supervisor.as_str())
        .with("supervisor-job", detail.supervisor_job.as_str())
        .with("supervisor-email", detail.supervisor_email.clone().unwrap_or_default())
        .with("risks", detail.risks.as_str());
    for (name, at) in [
        ("risk-confirmed", detail.risk_confirmed_at),
        ("insurance-confirmed", detail.insurance_confirmed_at),
    ] {
        if at.is_some() {
            fields = fields.with(name, "yes");
        }
    }
    fields
}

pub(super) fn body(fields: &Fields, errors: &Errors, context: &Context) -> Html {
    let line = |name: &str, label: &str| Input::new(name, label).value(fields.get(name)).error(errors.get(name));
    let tick = |name: &str, label: &str| {
        Html::of(
            Checkboxes::single(name, "yes", label)
                .checked(fields.all(name))
                .error(errors.get(name)),
        )
    };
    let optional = if context.plan.is_for_young_people() { "" } else { " (optional)" };
    Html::join([
        Html::of(line("supervisor", "Name of the supervisor")),
        Html::of(line("supervisor-job", "Job of the supervisor")),
        Html::of(
            line("supervisor-email", "Email address of the supervisor")
                .hint("Applicants never see it")
                .email(),
        ),
        Html::of(
            Textarea::new(
                "risks",
                format!("What could harm a young person, and what do you do about it?{optional}"),
            )
            .hint("Parents and guardians of people under 18 read this and have to agree")
            .value(fields.get("risks"))
            .rows(6)
            .error(errors.get("risks")),
        ),
        tick("risk-confirmed", "We have reviewed our risk assessment for young people"),
        tick("insurance-confirmed", "Our insurance covers people on placements"),
    ])
}

pub(super) fn read(fields: &Fields, now: Instant, plan: &mut Plan, errors: &mut Errors) {
    let young = plan.is_for_young_people();
    let detail = &mut plan.detail;
    detail.supervisor = fields.needed(
        "supervisor",
        "Enter the name of the supervisor",
        "Name of the supervisor",
        NAME,
        errors,
    );
    detail.supervisor_job = fields.needed(
        "supervisor-job",
        "Enter the job of the supervisor",
        "Job of the supervisor",
        NAME,
        errors,
    );
    detail.supervisor_email = fields.email("supervisor-email", errors);
    detail.risks = fields.text("risks", "What could harm a young person", RISKS, errors);
    // The moment of the first yes is kept; taken away, it has to be given anew.
    let confirmed = |name: &str, before: Option<Instant>| (fields.get(name) == "yes").then(|| before.unwrap_or(now));
    detail.risk_confirmed_at = confirmed("risk-confirmed", detail.risk_confirmed_at);
    detail.insurance_confirmed_at = confirmed("insurance-confirmed", detail.insurance_confirmed_at);
    if young && detail.risks.is_empty() {
        errors.add("risks", "Enter what could harm a young person and what you do about it");
    }
    if young && detail.risk_confirmed_at.is_none() {
        errors.add(
            "risk-confirmed",
            "Confirm that you have reviewed your risk assessment for young people",
        );
    }
    if detail.insurance_confirmed_at.is_none() {
        errors.add("insurance-confirmed", "Confirm that your insurance covers people on placements");
    }
}
