//! The national team's page on which one organisation becomes part of another: asked, looked at, confirmed.

use actix_web::HttpResponse;
use askama::Template;
use serde::Deserialize;
use time::Date;

use super::merge::{Preview, merge, preview};
use crate::auth::National;
use crate::dates::day;
use crate::error::Error;
use crate::tx::{Actor, Tx};
use crate::web::components::{DateInput, FieldError, Input, SummaryList};
use crate::web::form::{Errors, Protected};
use crate::web::page::{Ctx, see_other};
use crate::web::typed_day::{TypedDay, wrong};

/// The page's address.
const PAGE: &str = "/national/organisations/merge";

/// What is posted.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct MergeForm {
    /// The code of the organisation that ends.
    old: String,
    /// The code of its successor.
    new: String,
    /// Its last day.
    on_day: String,
    /// The month: a number or a name.
    on_month: String,
    /// The year.
    on_year: String,
    /// `yes` once it was looked at.
    confirm: String,
}

/// Which organisation goes into which, and its last day.
#[derive(Clone, Debug)]
struct Wanted {
    old: String,
    new: String,
    on: Date,
}

impl MergeForm {
    fn parse(&self) -> Result<Wanted, Errors> {
        let mut errors = Errors::default();
        let (old, new) = (self.old.trim().to_uppercase(), self.new.trim().to_uppercase());
        if old.is_empty() {
            errors.add("old", "Enter the code of the organisation that ends");
        }
        if new.is_empty() {
            errors.add("new", "Enter the code of the organisation that it becomes part of");
        }
        let typed = TypedDay {
            name: "on",
            words: "The last day",
            missing: "Enter the last day of the organisation that ends",
            parts: [&self.on_day, &self.on_month, &self.on_year],
        };
        match typed.parse(&mut errors) {
            Some(on) if errors.is_empty() => Ok(Wanted { old, new, on }),
            _ => Err(errors),
        }
    }
}

/// Asks which organisations.
#[derive(Template)]
#[template(path = "organisations/merge.html")]
struct AskPage {
    back: &'static str,
    errors: Vec<FieldError>,
    old: Input,
    new: Input,
    on: DateInput,
}

impl AskPage {
    fn new(form: &MergeForm, errors: Errors) -> Self {
        let (message, parts) = wrong(&errors, "on");
        let code = |id: &'static str, label: &'static str, value: &str| {
            Input::new(id, label)
                .hint("The code of the Organisation Data Service, such as RR8")
                .value(value)
                .width(10)
                .no_spellcheck()
                .error(errors.get(id).map(str::to_owned))
        };
        Self {
            back: "/national/people",
            old: code("old", "Code of the organisation that ends", &form.old),
            new: code("new", "Code of the organisation that it becomes part of", &form.new),
            on: DateInput::new("on", "What is its last day?")
                .hint("For example, 31 3 2027")
                .values(form.on_day.as_str(), form.on_month.as_str(), form.on_year.as_str())
                .error(message.map(str::to_owned), parts),
            errors: errors.0,
        }
    }
}

/// Shows what would happen.
#[derive(Template)]
#[template(path = "organisations/merge_check.html")]
struct CheckPage {
    back: &'static str,
    errors: Vec<FieldError>,
    facts: SummaryList,
    carried: [(&'static str, String); 6],
}

impl CheckPage {
    fn new(form: MergeForm, wanted: &Wanted, would: &Preview) -> Self {
        Self {
            back: PAGE,
            errors: Vec::new(),
            facts: SummaryList::new()
                .row("Ends", format!("{}, {}", would.old, wanted.old))
                .row("Becomes part of", format!("{}, {}", would.new, wanted.new))
                .row("Last day", day(wanted.on))
                .row("People with a role", would.roles.to_string())
                .row("Placements", would.opportunities.to_string())
                .row("Commitments", would.pledges.to_string()),
            carried: [
                ("old", form.old),
                ("new", form.new),
                ("on-day", form.on_day),
                ("on-month", form.on_month),
                ("on-year", form.on_year),
                ("confirm", "yes".to_owned()),
            ],
        }
    }
}

/// Asks which organisations.
pub async fn show(ctx: Ctx, _viewer: National) -> Result<HttpResponse, Error> {
    ctx.page(&AskPage::new(&MergeForm::default(), Errors::default()))
}

/// Shows what would happen; once that was looked at, does it.
pub async fn send(ctx: Ctx, viewer: National, sent: Protected<MergeForm>) -> Result<HttpResponse, Error> {
    let wanted = match sent.form.parse() {
        Ok(wanted) => wanted,
        Err(errors) => return ctx.invalid(&AskPage::new(&sent.form, errors)),
    };
    if sent.form.confirm != "yes" {
        return look(&ctx, sent.form, wanted).await;
    }
    let by = viewer.id;
    let act = move |tx: &mut Tx<'_>| {
        viewer.again(tx.db)?;
        merge(tx, &wanted.old, &wanted.new, wanted.on)?;
        Ok(PAGE.to_owned())
    };
    let location = ctx.app.ledger.write_once(sent.key, Actor::Person(by), act).await?;
    ctx.flash(true, "The organisations are one now. Whoever has to sign again has been told")?;
    Ok(see_other(location))
}

async fn look(ctx: &Ctx, form: MergeForm, wanted: Wanted) -> Result<HttpResponse, Error> {
    let (old, new) = (wanted.old.clone(), wanted.new.clone());
    match ctx.app.ledger.db.read(move |db| preview(db, &old, &new)).await? {
        Ok(would) => ctx.page(&CheckPage::new(form, &wanted, &would)),
        Err(problem) => {
            let mut errors = Errors::default();
            errors.add(if problem.of_new { "new" } else { "old" }, problem.words.trim_end_matches('.'));
            ctx.invalid(&AskPage::new(&form, errors))
        }
    }
}
