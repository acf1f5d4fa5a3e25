//! Handlers of the pages about people and accounts.

use actix_web::HttpResponse;
use actix_web::web::Path;

use super::forms::{ButtonForm, InviteForm, SessionForm, WithdrawForm};
use super::handle::handle;
use super::invite::Remover;
use super::people::{Which, load};
use super::views::RemovePage;
use super::{account as own, invite, store};
use crate::auth::{Applicant, AreaLead, Champion, Grant, Member, National, SESSION, SignedIn, home};
use crate::error::Error;
use crate::tx::{Actor, FormKey, Tx};
use crate::web::client::Client;
use crate::web::form::{Errors, Protected};
use crate::web::page::{Ctx, see_other};

const PEOPLE: &str = "/coordinate/people";
const LEAD: &str = "/lead/people";
const NATIONAL: &str = "/national/people";
const ACCOUNT: &str = "/your-account";

/// The people of the viewer's organisations.
pub async fn organisation(ctx: Ctx, member: Member) -> Result<HttpResponse, Error> {
    let which = Which::Organisation(viewer(&ctx)?, member);
    show(&ctx, which).await
}

/// Invites a coordinator.
pub async fn invite_coordinator(
    ctx: Ctx,
    champion: Champion,
    member: Member,
    client: Client,
    sent: Protected<InviteForm>,
) -> Result<HttpResponse, Error> {
    let which = Which::Organisation(viewer(&ctx)?, member);
    let (email, code) = match sent.form.parse("Select an organisation") {
        Ok(parsed) => parsed,
        Err(errors) => return again(&ctx, which, sent.form, errors).await,
    };
    let grant = ctx
        .app
        .ledger
        .db
        .read(move |db| invite::coordinator_of(db, &champion, &code))
        .await?;
    send(&ctx, client, sent.key, email, grant, PEOPLE).await
}

/// The champions of the viewer's areas.
pub async fn area(ctx: Ctx, _lead: AreaLead) -> Result<HttpResponse, Error> {
    show(&ctx, Which::Area(viewer(&ctx)?)).await
}

/// Invites a champion.
pub async fn invite_champion(ctx: Ctx, lead: AreaLead, client: Client, sent: Protected<InviteForm>) -> Result<HttpResponse, Error> {
    let which = Which::Area(viewer(&ctx)?);
    let (email, code) = match sent.form.parse("Enter the code of an organisation") {
        Ok(parsed) => parsed,
        Err(errors) => return again(&ctx, which, sent.form, errors).await,
    };
    let grant = ctx.app.ledger.db.read(move |db| invite::champion_of(db, &lead, &code)).await?;
    let Some(grant) = grant else {
        return again(&ctx, which, sent.form, unknown("Enter the code of an organisation in your area")).await;
    };
    send(&ctx, client, sent.key, email, grant, LEAD).await
}

/// The leads of all areas.
pub async fn country(ctx: Ctx, _national: National) -> Result<HttpResponse, Error> {
    show(&ctx, Which::Country(viewer(&ctx)?)).await
}

/// Invites an area lead.
pub async fn invite_lead(ctx: Ctx, _national: National, client: Client, sent: Protected<InviteForm>) -> Result<HttpResponse, Error> {
    let which = Which::Country(viewer(&ctx)?);
    let (email, code) = match sent.form.parse("Enter the code of an area") {
        Ok(parsed) => parsed,
        Err(errors) => return again(&ctx, which, sent.form, errors).await,
    };
    let grant = ctx.app.ledger.db.read(move |db| invite::lead_of(db, &code)).await?;
    let Some(grant) = grant else {
        return again(&ctx, which, sent.form, unknown("Enter the code of an area, such as Y63")).await;
    };
    send(&ctx, client, sent.key, email, grant, NATIONAL).await
}

/// Asks whether to take a coordinator's role away.
pub async fn ask_remove(ctx: Ctx, champion: Champion, person: Path<String>) -> Result<HttpResponse, Error> {
    ask(&ctx, Remover::Champion(champion), person).await
}

/// Takes it away.
pub async fn remove(ctx: Ctx, champion: Champion, person: Path<String>, sent: Protected<ButtonForm>) -> Result<HttpResponse, Error> {
    end(&ctx, Remover::Champion(champion), person, sent.key).await
}

/// Asks whether to take a champion's role away.
pub async fn ask_remove_champion(ctx: Ctx, lead: AreaLead, person: Path<String>) -> Result<HttpResponse, Error> {
    ask(&ctx, Remover::AreaLead(lead), person).await
}

/// Takes it away.
pub async fn remove_champion(ctx: Ctx, lead: AreaLead, person: Path<String>, sent: Protected<ButtonForm>) -> Result<HttpResponse, Error> {
    end(&ctx, Remover::AreaLead(lead), person, sent.key).await
}

/// Asks whether to take the role of an area lead or of a member of the national team away.
pub async fn ask_remove_lead(ctx: Ctx, national: National, person: Path<String>) -> Result<HttpResponse, Error> {
    ask(&ctx, Remover::National(national), person).await
}

/// Takes it away.
pub async fn remove_lead(ctx: Ctx, national: National, person: Path<String>, sent: Protected<ButtonForm>) -> Result<HttpResponse, Error> {
    end(&ctx, Remover::National(national), person, sent.key).await
}

async fn ask(ctx: &Ctx, remover: Remover, person: Path<String>) -> Result<HttpResponse, Error> {
    ctx.load_page(move |db| Ok(RemovePage::new(remover.page(), &invite::removable(db, &remover, &person)?)))
        .await
}

async fn end(ctx: &Ctx, remover: Remover, person: Path<String>, key: FormKey) -> Result<HttpResponse, Error> {
    let by = remover.id();
    let act = move |tx: &mut Tx<'_>| {
        invite::remove(tx, &remover, &person)?;
        Ok(remover.page().to_owned())
    };
    let location = ctx.app.ledger.write_once(key, Actor::Person(by), act).await?;
    ctx.flash(true, "They do not have the role any more")?;
    Ok(see_other(location))
}

/// Takes an invitation back that the viewer could have sent.
pub async fn withdraw(ctx: Ctx, applicant: Applicant, sent: Protected<WithdrawForm>) -> Result<HttpResponse, Error> {
    let (wanted, page) = (sent.form.invitation.clone(), home_of(&viewer(&ctx)?));
    let (managed, by) = (invite::managed(&viewer(&ctx)?), applicant.id);
    let act = move |tx: &mut Tx<'_>| {
        for of in managed {
            for one in store::open_invitations(tx.db, &of)? {
                if handle(&tx.env.keys, "invitation", one.id, by) == wanted {
                    invite::withdraw(tx, one.id)?;
                }
            }
        }
        Ok(())
    };
    ctx.app.ledger.write(Actor::Person(by), act).await?;
    ctx.flash(true, "The invitation is not open any more")?;
    Ok(see_other(page))
}

/// The viewer's roles and sessions.
pub async fn account(ctx: Ctx, _applicant: Applicant) -> Result<HttpResponse, Error> {
    ctx.page(&own::load(&ctx, viewer(&ctx)?).await?)
}

/// Ends a session of the viewer's, or all others.
pub async fn end_session(ctx: Ctx, applicant: Applicant, sent: Protected<SessionForm>) -> Result<HttpResponse, Error> {
    if sent.form.session.is_empty() {
        return Ok(see_other(ACCOUNT));
    }
    let this: Option<i64> = ctx.session.get(SESSION).map_err(Error::internal)?;
    let act = move |tx: &mut Tx<'_>| own::end(tx, applicant.id, this, &sent.form.session);
    if ctx.app.ledger.write(Actor::Person(applicant.id), act).await? {
        ctx.session.purge();
        return Ok(see_other("/sign-out"));
    }
    ctx.flash(true, "You are logged out there")?;
    Ok(see_other(ACCOUNT))
}

fn viewer(ctx: &Ctx) -> Result<SignedIn, Error> {
    ctx.viewer.clone().ok_or(Error::SignInRequired)
}

/// The page about people that the viewer uses.
fn home_of(viewer: &SignedIn) -> &'static str {
    if viewer.is_national() {
        NATIONAL
    } else if !viewer.leads().is_empty() {
        LEAD
    } else if viewer.is_staff() {
        PEOPLE
    } else {
        home(viewer)
    }
}

fn unknown(words: &str) -> Errors {
    let mut errors = Errors::default();
    errors.add("place", words);
    errors
}

async fn show(ctx: &Ctx, which: Which) -> Result<HttpResponse, Error> {
    let keys = ctx.app.ledger.env().keys.clone();
    ctx.load_page(move |db| load(db, &keys, &which, &InviteForm::default(), Errors::default()))
        .await
}

async fn again(ctx: &Ctx, which: Which, form: InviteForm, errors: Errors) -> Result<HttpResponse, Error> {
    let keys = ctx.app.ledger.env().keys.clone();
    let read = move |db: &mut crate::db::AnyConnection| load(db, &keys, &which, &form, errors);
    ctx.invalid(&ctx.app.ledger.db.read(read).await?)
}

async fn send(ctx: &Ctx, client: Client, key: FormKey, email: String, grant: Grant, page: &'static str) -> Result<HttpResponse, Error> {
    let by = ctx.viewer_id()?;
    let account = ctx.app.ledger.env().keys.account(&email);
    ctx.app.limits.sign_in(client, &account).await?;
    let act = move |tx: &mut Tx<'_>| {
        invite::invite(tx, by, &email, &grant)?;
        Ok(page.to_owned())
    };
    let location = ctx.app.ledger.write_once(key, Actor::Person(by), act).await?;
    ctx.flash(true, "We have sent the invitation")?;
    Ok(see_other(location))
}
