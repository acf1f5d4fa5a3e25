//! The two pages on which somebody proves an address: the address, then the code. Signing in has them, and so has every feature that begins
//! with an address of its own.

use actix_session::Session;
use actix_web::HttpResponse;
use sha2::{Digest, Sha256};

use super::forms::{CodeForm, EmailForm};
use super::model::{home, normalise_email};
use super::session::sign_in_session;
use super::sign_in::{Asked, CodeOutcome, asked, begin_sign_in, check_code};
use super::views::{CodePage, EmailPage};
use crate::error::Error;
use crate::tx::Actor;
use crate::web::client::Client;
use crate::web::form::{CSRF, Errors, Protected};
use crate::web::page::{Ctx, see_other};

/// Where the two pages are, and what they say.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What is being done, above the titles; empty for nothing.
    pub caption: String,
    /// The title of the page that asks for the address.
    pub title: String,
    /// Why the address is asked for: one or two sentences.
    pub why: String,
    /// The page before.
    pub back: String,
    /// The page that asks for the address.
    pub email_path: String,
    /// The page that asks for the code.
    pub code_path: String,
    /// Where to go on to. `None` for what the form says (`next`), or the person's usual place.
    pub next: Option<String>,
}

/// The digest of what only this session and its pages know; `None` if the session has shown no form yet.
pub fn session_key(session: &Session) -> Result<Option<String>, Error> {
    let token: Option<String> = session.get(CSRF).map_err(Error::internal)?;
    Ok(token.map(|token| hex::encode(Sha256::digest(format!("sign-in\0{token}").as_bytes()))))
}

impl Entry {
    /// The page that asks for the address; whoever is signed in goes on.
    pub fn show_email(&self, ctx: &Ctx, next: &str) -> Result<HttpResponse, Error> {
        match &ctx.viewer {
            Some(viewer) if next.is_empty() => Ok(see_other(self.next.as_deref().unwrap_or_else(|| home(viewer)))),
            Some(_) => Ok(see_other(next)),
            None => ctx.page(&self.email_page(
                &EmailForm {
                    next: next.to_owned(),
                    ..EmailForm::default()
                },
                Errors::default(),
            )),
        }
    }

    /// Sends the letter, and goes on to the page that asks for the code. An address that looks like a slip is shown once more first.
    pub async fn send(&self, ctx: &Ctx, client: Client, posted: Protected<EmailForm>) -> Result<HttpResponse, Error> {
        let request = match posted.form.parse() {
            Ok(request) => request,
            Err(errors) => return ctx.invalid(&self.email_page(&posted.form, errors)),
        };
        if let Some(meant) = request.meant {
            return ctx.page(&EmailPage {
                meant: Some(meant),
                email: request.email,
                ..self.email_page(&posted.form, Errors::default())
            });
        }
        limit(ctx, client, &request.email).await?;
        let key = session_key(&ctx.session)?.ok_or(Error::Forbidden)?;
        let (location, next) = (self.code_path.clone(), self.next.clone().unwrap_or(request.next));
        let sent = ctx.app.ledger.write_once(posted.key, Actor::System, move |tx| {
            begin_sign_in(tx, &request.email, &key, &next, request.shared_computer)?;
            Ok(location)
        });
        Ok(see_other(sent.await?))
    }

    /// The page that asks for the code; back to the address if none was sent, and on for whoever is signed in.
    pub async fn show_code(&self, ctx: &Ctx) -> Result<HttpResponse, Error> {
        match (self.asked(ctx).await?, &ctx.viewer) {
            (Some(asked), _) => ctx.page(&self.code_page(&asked, Errors::default())),
            (None, Some(viewer)) => Ok(see_other(self.next.as_deref().unwrap_or_else(|| home(viewer)))),
            (None, None) => Ok(see_other(self.email_path.as_str())),
        }
    }

    /// Checks the code and opens the session, or sends a new letter.
    pub async fn check(&self, ctx: &Ctx, client: Client, posted: Protected<CodeForm>) -> Result<HttpResponse, Error> {
        let (Some(asked), Some(key)) = (self.asked(ctx).await?, session_key(&ctx.session)?) else {
            return Ok(see_other(self.email_path.as_str()));
        };
        if posted.form.resend == "yes" {
            return self.send_again(ctx, client, posted, asked).await;
        }
        let code = match posted.form.parse() {
            Ok(code) => code,
            Err(errors) => return ctx.invalid(&self.code_page(&asked, errors)),
        };
        let outcome = ctx.app.ledger.write(Actor::System, move |tx| check_code(tx, &key, &code)).await?;
        if let CodeOutcome::Right(opening) = outcome {
            sign_in_session(&ctx.session, &opening.viewer, opening.shared_computer)?;
            return Ok(see_other(opening.next));
        }
        let Some(words) = outcome.words() else {
            return Ok(see_other(self.email_path.as_str()));
        };
        let mut errors = Errors::default();
        errors.add("code", words);
        ctx.invalid(&self.code_page(&asked, errors))
    }

    async fn send_again(&self, ctx: &Ctx, client: Client, posted: Protected<CodeForm>, asked: Asked) -> Result<HttpResponse, Error> {
        limit(ctx, client, &asked.email).await?;
        let location = self.code_path.clone();
        let sent = ctx.app.ledger.write_once(posted.key, Actor::System, move |tx| {
            begin_sign_in(tx, &asked.email, &asked.session_key, &asked.next, asked.shared_computer)?;
            Ok(location)
        });
        let location = sent.await?;
        ctx.flash(true, "We have sent a new email. The code in the email before no longer works.")?;
        Ok(see_other(location))
    }

    async fn asked(&self, ctx: &Ctx) -> Result<Option<Asked>, Error> {
        match session_key(&ctx.session)? {
            Some(key) => ctx.app.ledger.db.read_briefly(move |db| asked(db, &key)).await,
            None => Ok(None),
        }
    }

    fn email_page(&self, form: &EmailForm, errors: Errors) -> EmailPage {
        EmailPage {
            back: self.back.clone(),
            errors: errors.0,
            caption: self.caption.clone(),
            title: self.title.clone(),
            why: self.why.clone(),
            action: self.email_path.clone(),
            email: form.email.clone(),
            shared_computer: !form.shared_computer.is_empty(),
            next: form.next.clone(),
            meant: None,
        }
    }

    fn code_page(&self, asked: &Asked, errors: Errors) -> CodePage {
        CodePage {
            back: self.email_path.clone(),
            errors: errors.0,
            caption: self.caption.clone(),
            email: asked.email.clone(),
            action: self.code_path.clone(),
        }
    }
}

/// Counts a letter to `email`.
pub(super) async fn limit(ctx: &Ctx, client: Client, email: &str) -> Result<(), Error> {
    let account = ctx.app.ledger.env().keys.account(&normalise_email(email));
    ctx.app.limits.sign_in(client, &account).await
}
