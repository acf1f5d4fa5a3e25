//! Handlers of emailed links. They know the link and nothing else: no session is read, and none is opened but by a sign-in link's answer.

use actix_session::Session;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Path};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::handler::{Answer, Page, Posted};
use super::model::{Link, Standing};
use super::{store, views};
use crate::app::App;
use crate::audit::{self, Seen};
use crate::auth::{SignedIn, sign_in_session, signed_in};
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::tx::{Actor, Tx};
use crate::web::client::Client;
use crate::web::form::Pairs;
use crate::web::layout::{Layout, render};
use crate::web::page::{html, see_other};
use crate::web::target::Keeps;

/// The page of a link: what is asked, or what came of it. Changes nothing, however often a mail scanner looks.
/// What it shows of a person is written down first.
pub async fn show(app: Data<App>, token: Path<String>, client: Client, keeps: Keeps) -> Result<HttpResponse, Error> {
    let layout = layout(&app)?;
    let (now, parts, path) = (app.ledger.clock.now(), app.clone(), path(&token));
    let read = move |db: &mut AnyConnection| {
        let Some(link) = store::find(db, &token)? else {
            return Ok(Err(layout));
        };
        let (page, seen) = page(db, &parts, &link, now, &path)?;
        let new = audit::unseen(db, seen.filter(|_| keeps.0).into_iter().collect(), now)?;
        Ok(Ok((new, render(page.as_ref(), &layout)?)))
    };
    match app.ledger.db.read(read).await? {
        Ok((new, body)) => {
            audit::saw(&app.ledger, new).await?;
            Ok(html(StatusCode::OK, body))
        }
        Err(layout) => unknown(&app, client, &layout).await,
    }
}

/// Takes the answer, once; then back to the link's page, which shows what came of it.
pub async fn answer(app: Data<App>, token: Path<String>, client: Client, session: Session, body: Bytes) -> Result<HttpResponse, Error> {
    let posted = Posted {
        form: Pairs::decode(&body)?,
        from: client.prefix(),
    };
    let layout = layout(&app)?;
    let Some(link) = find(&app, &token).await? else {
        return unknown(&app, client, &layout).await;
    };
    let (parts, id) = (app.clone(), link.id);
    match app.ledger.write(Actor::Link(id), move |tx| take(tx, &parts, id, &posted)).await? {
        Taken::Done => Ok(see_other(path(&token))),
        Taken::Invalid(page) => Ok(html(StatusCode::UNPROCESSABLE_ENTITY, render(page.as_ref(), &layout)?)),
        Taken::SignIn {
            viewer,
            shared_computer,
            next,
        } => {
            sign_in_session(&session, &viewer, shared_computer)?;
            Ok(see_other(next))
        }
    }
}

/// Sends the letter again with a fresh link, to the address that the link was sent to. Says the same whether it did or not.
pub async fn again(app: Data<App>, token: Path<String>, client: Client) -> Result<HttpResponse, Error> {
    let Some(link) = find(&app, &token).await? else {
        return unknown(&app, client, &layout(&app)?).await;
    };
    let account = app.ledger.env().keys.account(&link.recipient);
    if app.limits.reissue(link.subject_id, &account).await.is_ok() {
        let parts = app.clone();
        app.ledger
            .write(Actor::Link(link.id), move |tx| parts.links.of(link.purpose)?.resend(tx, &link))
            .await?;
    }
    Ok(see_other(format!("{}/again", path(&token))))
}

/// After [`again`].
pub async fn on_its_way(app: Data<App>) -> Result<HttpResponse, Error> {
    Ok(html(StatusCode::OK, render(&views::OnItsWay, &layout(&app)?)?))
}

/// The layout of a visitor's page; the token stays out of it.
fn layout(app: &App) -> Result<Layout, Error> {
    let mut layout = app.layout("/links");
    layout.form_key = URL_SAFE_NO_PAD.encode(&app.ledger.env().random.bytes32()?[..16]);
    Ok(layout)
}

fn path(token: &str) -> String {
    format!("/links/{token}")
}

async fn find(app: &App, token: &str) -> Result<Option<Link>, Error> {
    let token = token.to_owned();
    app.ledger.db.read(move |db| store::find(db, &token)).await
}

/// Nobody was sent this link. Whoever tries many has to wait.
async fn unknown(app: &App, client: Client, layout: &Layout) -> Result<HttpResponse, Error> {
    app.limits.guess(client).await?;
    Ok(html(StatusCode::NOT_FOUND, render(&views::Unknown, layout)?))
}

fn page(db: &mut AnyConnection, app: &App, link: &Link, now: Instant, path: &str) -> Result<(Page, Option<Seen>), Error> {
    let handler = app.links.of(link.purpose)?;
    let page: Page = match link.standing(now) {
        Standing::Live => return handler.ask(db, link, now),
        Standing::Overtaken if store::has_newer(db, link, now)? => Box::new(views::Newer {
            again: format!("{path}/again"),
        }),
        Standing::Used | Standing::Overtaken => handler.outcome(db, link)?,
        Standing::Expired => Box::new(views::Expired {
            again: format!("{path}/again"),
        }),
    };
    Ok((page, None))
}

enum Taken {
    Done,
    Invalid(Page),
    SignIn {
        viewer: SignedIn,
        shared_computer: bool,
        next: String,
    },
}

fn take(tx: &mut Tx<'_>, app: &App, id: i64, posted: &Posted) -> Result<Taken, Error> {
    // Read again inside the transaction: it may have been used or overtaken since.
    let link = store::by_id(tx.db, id)?;
    match link.standing(tx.now) {
        Standing::Live => {}
        Standing::Used => {
            app.links.of(link.purpose)?.reconsider(tx, &link, &posted.form)?;
            return Ok(Taken::Done);
        }
        Standing::Overtaken | Standing::Expired => return Ok(Taken::Done),
    }
    Ok(match app.links.of(link.purpose)?.answer(tx, &link, posted)? {
        Answer::Done => Taken::Done,
        Answer::Invalid(page) => {
            // The page shows again what it showed before. A link that was answered wrongly is still live, so it can be asked again.
            if let (_, Some(seen)) = app.links.of(link.purpose)?.ask(tx.db, &link, tx.now)? {
                audit::saw_in(tx, &seen)?;
            }
            Taken::Invalid(page)
        }
        Answer::SignIn {
            person_id,
            shared_computer,
            next,
        } => {
            // Somebody who was disabled keeps the link unused and gets no session.
            let viewer = signed_in(tx.db, person_id)?.ok_or(Error::Forbidden)?;
            Taken::SignIn {
                viewer,
                shared_computer,
                next,
            }
        }
    })
}
