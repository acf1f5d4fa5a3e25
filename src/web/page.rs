//! Answers: a page rendered with its layout, or a redirect.

use std::future::{Ready, ready};
use std::ops::Deref;
use std::rc::Rc;

use actix_session::{Session, SessionExt};
use actix_web::dev::Payload;
use actix_web::http::{StatusCode, header};
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse, web};
use askama::{DynTemplate, Template};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::form::CSRF;
use super::layout::{Flash, Layout, Link, render};
use super::target::Head;
use crate::app::App;
use crate::audit::{self, Seen};
use crate::auth::{SignedIn, VIEWER, has_session_cookie};
use crate::db::AnyConnection;
use crate::error::Error;

/// The session's key for a message that the next page shows once.
const FLASH: &str = "flash";

/// What a handler has of its request: the app, who is looking, and the facts of the layout. Clones share it.
#[derive(Clone)]
pub struct Ctx(Rc<Known>);

/// What is known of a request.
pub struct Known {
    /// The application's parts.
    pub app: web::Data<App>,
    /// Who is looking, if they are signed in.
    pub viewer: Option<SignedIn>,
    /// The session.
    pub session: Session,
    keeps: bool,
    layout: Layout,
}

impl Deref for Ctx {
    type Target = Known;

    fn deref(&self) -> &Known {
        &self.0
    }
}

impl Ctx {
    /// The context of a request; made once, however many extractors ask.
    pub fn of(request: &HttpRequest) -> Result<Self, Error> {
        if let Some(known) = request.extensions().get::<Self>() {
            return Ok(known.clone());
        }
        let ctx = Self::load(request)?;
        request.extensions_mut().insert(ctx.clone());
        Ok(ctx)
    }

    fn load(request: &HttpRequest) -> Result<Self, Error> {
        let app = request
            .app_data::<web::Data<App>>()
            .cloned()
            .ok_or_else(|| Error::internal("no app"))?;
        let session = request.get_session();
        let viewer = session.get::<SignedIn>(VIEWER).map_err(Error::internal)?;
        let mut layout = app.layout(request.path());
        if let Some(viewer) = &viewer {
            layout.account_links = account_links(viewer);
            layout.sign_out = true;
        }
        let keeps = request.extensions().get::<Head>().is_none();
        Ok(Self(Rc::new(Known {
            app,
            viewer,
            session,
            keeps,
            layout,
        })))
    }

    /// The layout with this session's token and a fresh form key; takes the message that waits. A `HEAD` leaves all as it was.
    pub fn layout(&self) -> Result<Layout, Error> {
        let mut layout = self.layout.clone();
        let random = &self.app.ledger.env().random;
        layout.csrf = if let Some(token) = self.session.get(CSRF).map_err(Error::internal)? {
            token
        } else {
            let token = URL_SAFE_NO_PAD.encode(random.bytes32()?);
            if self.keeps {
                self.session.insert(CSRF, &token).map_err(Error::internal)?;
            }
            token
        };
        layout.form_key = URL_SAFE_NO_PAD.encode(&random.bytes32()?[..16]);
        // Asked first: to take what is not there would still write the session anew.
        if self.keeps && self.session.contains_key(FLASH) {
            layout.flash = self.session.remove_as::<Flash>(FLASH).and_then(Result::ok);
        }
        Ok(layout)
    }

    /// A page with status 200.
    pub fn page(&self, page: &dyn DynTemplate) -> Result<HttpResponse, Error> {
        self.page_with(StatusCode::OK, page)
    }

    /// The same page again, with what is wrong: status 422.
    pub fn invalid(&self, page: &dyn DynTemplate) -> Result<HttpResponse, Error> {
        self.page_with(StatusCode::UNPROCESSABLE_ENTITY, page)
    }

    /// A page with a status.
    pub fn page_with(&self, status: StatusCode, page: &dyn DynTemplate) -> Result<HttpResponse, Error> {
        Ok(html(status, render(page, &self.layout()?)?))
    }

    /// A page with a status, and with news above it that no other page shows.
    pub fn page_saying(&self, status: StatusCode, page: &dyn DynTemplate, news: &str) -> Result<HttpResponse, Error> {
        let mut layout = self.layout()?;
        layout.flash = Some(Flash {
            success: false,
            heading: None,
            text: news.to_owned(),
        });
        Ok(html(status, render(page, &layout)?))
    }

    /// The number of whoever is signed in.
    ///
    /// # Errors
    /// `SignInRequired` if nobody is.
    pub fn viewer_id(&self) -> Result<i64, Error> {
        self.viewer.as_ref().map(|viewer| viewer.id).ok_or(Error::SignInRequired)
    }

    /// Reads what shows somebody's personal data, with whose it is; that is written down before anybody sees it. A `HEAD` shows nothing.
    ///
    /// # Errors
    /// `Unavailable` if it cannot be written down now.
    pub async fn read_seen<T, S, F>(&self, load: F) -> Result<T, Error>
    where
        T: Send + 'static,
        S: IntoIterator<Item = Seen>,
        F: FnOnce(&mut AnyConnection) -> Result<(T, S), Error> + Send + 'static,
    {
        let (now, keeps) = (self.app.ledger.clock.now(), self.keeps);
        let read = move |db: &mut AnyConnection| {
            let (value, looks) = load(db)?;
            let new = if keeps {
                audit::unseen(db, looks.into_iter().collect(), now)?
            } else {
                Vec::new()
            };
            Ok((value, new))
        };
        let (value, new) = self.app.ledger.db.read(read).await?;
        audit::saw(&self.app.ledger, new).await?;
        Ok(value)
    }

    /// Reads from the database and renders, both on a thread where waiting is allowed.
    pub async fn load_page<P, F>(&self, load: F) -> Result<HttpResponse, Error>
    where
        P: Template,
        F: FnOnce(&mut AnyConnection) -> Result<P, Error> + Send + 'static,
    {
        let layout = self.layout()?;
        let body = self.app.ledger.db.read(move |db| Ok(render(&load(db)?, &layout)?)).await?;
        Ok(html(StatusCode::OK, body))
    }

    /// Leaves a message for the next page.
    pub fn flash(&self, success: bool, text: impl Into<String>) -> Result<(), Error> {
        self.session
            .insert(
                FLASH,
                Flash {
                    success,
                    heading: None,
                    text: text.into(),
                },
            )
            .map_err(Error::internal)
    }
}

fn account_links(viewer: &SignedIn) -> Vec<Link> {
    let mut links = vec![Link::new("My applications", "/my-applications")];
    if viewer.is_staff() {
        links = vec![Link::new("Your account", "/your-account")];
    }
    if !viewer.coordinates().is_empty() {
        links.insert(0, Link::new("Decisions", "/coordinate"));
    }
    if !viewer.leads().is_empty() {
        links.insert(0, Link::new("Commitments", "/lead/pledges"));
    } else if !viewer.champions().is_empty() {
        links.insert(0, Link::new("Commitments", "/coordinate/pledges"));
    }
    if viewer.is_national() {
        links.insert(0, Link::new("Who applies", "/national/equality"));
        links.insert(0, Link::new("Operations", "/national/operations"));
        links.insert(0, Link::new("Rules", "/national/policy"));
    }
    links
}

impl FromRequest for Ctx {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::of(request))
    }
}

/// A public page that is the same for everybody: rendered once and kept for a moment, if its address has no query. It knows no viewer and no
/// session, so it has no form that is posted.
pub async fn public<P, F>(request: &HttpRequest, load: F) -> Result<HttpResponse, Error>
where
    P: Template,
    F: Fn(&mut AnyConnection) -> Result<P, Error> + Send + 'static,
{
    public_with(request, move |db| Ok((StatusCode::OK, load(db)?))).await
}

/// [`public`] with a status: a search whose question cannot be read is shown again with 422.
pub async fn public_with<P, F>(request: &HttpRequest, load: F) -> Result<HttpResponse, Error>
where
    P: Template,
    F: Fn(&mut AnyConnection) -> Result<(StatusCode, P), Error> + Send + 'static,
{
    let app = request
        .app_data::<web::Data<App>>()
        .cloned()
        .ok_or_else(|| Error::internal("no app"))?;
    let before = app.pages.before();
    let layout = app.layout(request.path());
    let (status, body) = read_public(request, &app, move |db| {
        let (status, page) = load(db)?;
        Ok((status, web::Bytes::from(render(&page, &layout)?)))
    })
    .await?;
    if request.query_string().is_empty() && status == StatusCode::OK {
        app.pages.keep(request.path(), &body, before);
    }
    Ok(html(status, body))
}

/// Reads what is the same for everybody: it may be a second old, but for whoever has a session, because they may have just changed it.
pub async fn read_public<T, F>(request: &HttpRequest, app: &App, load: F) -> Result<T, Error>
where
    T: Send + 'static,
    F: Fn(&mut AnyConnection) -> Result<T, Error> + Send + 'static,
{
    if has_session_cookie(request.headers(), &app.config) {
        app.ledger.db.read(load).await
    } else {
        app.ledger.db.read_stale(load).await
    }
}

/// A public page that needs no database: it is shown while that is away, too.
pub fn words(request: &HttpRequest, app: &App, page: &dyn DynTemplate) -> Result<HttpResponse, Error> {
    let before = app.pages.before();
    let body = web::Bytes::from(render(page, &app.layout(request.path()))?);
    if request.query_string().is_empty() {
        app.pages.keep(request.path(), &body, before);
    }
    Ok(html(StatusCode::OK, body))
}

/// An HTML answer.
pub fn html(status: StatusCode, body: impl Into<web::Bytes>) -> HttpResponse {
    HttpResponse::build(status)
        .insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"))
        .body(body.into())
}

/// 303: the answer to a form that was saved. `location` is a path of our own.
pub fn see_other(location: impl Into<String>) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, location.into())).finish()
}
