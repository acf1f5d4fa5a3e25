//! Handlers of messages. What belongs to others is not found.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Path;

use super::forms::{Button, MessageForm};
use super::model::{Message, Side, Thread};
use super::reporting::{in_areas, other_s, report};
use super::sending::send;
use super::store::{self, Reported};
use super::views::{ListPage, Place, ReportPage, ReportedPage, ThreadPage};
use crate::applications;
use crate::audit::{ReaderRole, Seen, SeenPage};
use crate::auth::{Applicant, AreaLead, Champion, Coordinator};
use crate::db::AnyConnection;
use crate::error::Error;
use crate::tx::{Actor, FormKey, Tx};
use crate::web::form::{Errors, Protected};
use crate::web::page::{Ctx, see_other};
use crate::web::target::Keeps;

/// Who looks at a conversation, and from where.
#[derive(Clone)]
enum Reader {
    Applicant(Applicant),
    Coordinator(Coordinator),
}

impl Reader {
    fn id(&self) -> i64 {
        match self {
            Self::Applicant(viewer) => viewer.id,
            Self::Coordinator(viewer) => viewer.id,
        }
    }

    const fn side(&self) -> Side {
        match self {
            Self::Applicant(_) => Side::Applicant,
            Self::Coordinator(_) => Side::Coordinator,
        }
    }

    /// The conversation's own address.
    fn path(&self, reference: &str) -> String {
        match self {
            Self::Applicant(_) => format!("/applications/{reference}/messages"),
            Self::Coordinator(_) => format!("/coordinate/placements/{reference}/messages"),
        }
    }

    fn back(&self, reference: &str) -> String {
        match self {
            Self::Applicant(_) => format!("/applications/{reference}"),
            Self::Coordinator(_) => "/coordinate/messages".to_owned(),
        }
    }

    /// The conversation with this reference, if it is the reader's.
    fn thread(&self, db: &mut AnyConnection, reference: &str) -> Result<Thread, Error> {
        match self {
            Self::Applicant(viewer) => {
                let application = applications::own(db, viewer.id, reference)?;
                let thread = store::of_application(db, application.id)?;
                thread.ok_or_else(|| Error::conflict("You can send messages once you are offered a place."))
            }
            Self::Coordinator(viewer) => {
                let thread = store::by_ref(db, reference)?;
                viewer.may_have(thread.organisation_id, "application", thread.application_id)?;
                Ok(thread)
            }
        }
    }

    /// The same reader with the roles that they have now.
    fn again(&self, db: &mut AnyConnection) -> Result<Self, Error> {
        Ok(match self {
            Self::Applicant(_) => self.clone(),
            Self::Coordinator(viewer) => Self::Coordinator(viewer.again(db)?),
        })
    }

    fn seen(&self, thread: &Thread) -> Option<Seen> {
        match self {
            Self::Applicant(_) => None,
            Self::Coordinator(viewer) => Some(Seen {
                by: Actor::Person(viewer.id),
                role: ReaderRole::Coordinator,
                organisation_id: Some(thread.organisation_id),
                page: SeenPage::Messages,
                applications: vec![thread.application_id],
            }),
        }
    }
}

/// The conversation and its messages; that it was seen is written down.
async fn load(ctx: &Ctx, reader: &Reader, reference: &str) -> Result<(Thread, Vec<Message>), Error> {
    let (reader, reference) = (reader.clone(), reference.to_owned());
    let read = move |db: &mut AnyConnection| {
        let thread = reader.thread(db, &reference)?;
        let messages = store::messages(db, &thread)?;
        let seen = reader.seen(&thread);
        Ok(((thread, messages), seen))
    };
    ctx.read_seen(read).await
}

/// Shows a conversation, and marks what the other side wrote as read.
async fn show(ctx: &Ctx, reader: Reader, reference: &str, keeps: Keeps, form: MessageForm, errors: Errors) -> Result<HttpResponse, Error> {
    let (thread, messages) = load(ctx, &reader, reference).await?;
    let (path, back, side) = (reader.path(reference), reader.back(reference), reader.side());
    let status = if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let place = Place {
        side,
        path: &path,
        back: &back,
        name: &thread.name,
    };
    let page = ThreadPage::new(&thread, &messages, &place, &form, errors, ctx.app.ledger.clock.now());
    if keeps.0 && messages.iter().any(|one| one.from != side && !one.read) {
        let by = Actor::Person(reader.id());
        ctx.app.ledger.write(by, move |tx| store::mark_read(tx, &thread, side)).await?;
    }
    ctx.page_with(status, &page)
}

/// Sends a message, or shows the conversation again with what is wrong.
async fn write(ctx: &Ctx, reader: Reader, reference: String, sent: Protected<MessageForm>) -> Result<HttpResponse, Error> {
    let words = match sent.form.parse() {
        Ok(words) => words,
        Err(errors) => return show(ctx, reader, &reference, Keeps(true), sent.form, errors).await,
    };
    let by = Actor::Person(reader.id());
    let act = move |tx: &mut Tx<'_>| {
        let reader = reader.again(tx.db)?;
        let thread = reader.thread(tx.db, &reference)?;
        send(tx, &thread, reader.side(), reader.id(), &words)?;
        Ok(reader.path(&reference))
    };
    Ok(see_other(ctx.app.ledger.write_once(sent.key, by, act).await?))
}

/// Asks whether to report a message of the other side.
async fn ask(ctx: &Ctx, reader: Reader, reference: &str, number: usize) -> Result<HttpResponse, Error> {
    let reference = reference.to_owned();
    let load = move |db: &mut AnyConnection| {
        let thread = reader.thread(db, &reference)?;
        let messages = store::messages(db, &thread)?;
        let page = ReportPage::new(other_s(&messages, number, reader.side())?, reader.path(&reference));
        Ok((page, reader.seen(&thread)))
    };
    ctx.page(&ctx.read_seen(load).await?)
}

async fn report_one(ctx: &Ctx, reader: Reader, reference: String, number: usize, key: FormKey) -> Result<HttpResponse, Error> {
    let by = Actor::Person(reader.id());
    let act = move |tx: &mut Tx<'_>| {
        let reader = reader.again(tx.db)?;
        let thread = reader.thread(tx.db, &reference)?;
        let messages = store::messages(tx.db, &thread)?;
        report(tx, &thread, other_s(&messages, number, reader.side())?)?;
        Ok(reader.path(&reference))
    };
    let to = ctx.app.ledger.write_once(key, by, act).await?;
    ctx.flash(true, "You have reported the message. Somebody will look into it.")?;
    Ok(see_other(to))
}

/// An applicant's conversation.
pub async fn own(ctx: Ctx, viewer: Applicant, reference: Path<String>, keeps: Keeps) -> Result<HttpResponse, Error> {
    let reader = Reader::Applicant(viewer);
    show(&ctx, reader, &reference, keeps, MessageForm::default(), Errors::default()).await
}

/// An applicant writes.
pub async fn write_own(ctx: Ctx, viewer: Applicant, reference: Path<String>, sent: Protected<MessageForm>) -> Result<HttpResponse, Error> {
    write(&ctx, Reader::Applicant(viewer), reference.into_inner(), sent).await
}

/// An applicant is asked whether to report a message.
pub async fn ask_report_own(ctx: Ctx, viewer: Applicant, path: Path<(String, usize)>) -> Result<HttpResponse, Error> {
    ask(&ctx, Reader::Applicant(viewer), &path.0, path.1).await
}

/// An applicant reports one.
pub async fn report_own(ctx: Ctx, viewer: Applicant, path: Path<(String, usize)>, sent: Protected<Button>) -> Result<HttpResponse, Error> {
    let (reference, number) = path.into_inner();
    report_one(&ctx, Reader::Applicant(viewer), reference, number, sent.key).await
}

/// Every conversation of a coordinator's organisations.
pub async fn all(ctx: Ctx, viewer: Coordinator) -> Result<HttpResponse, Error> {
    ctx.load_page(move |db| Ok(ListPage::new(&store::listed(db, &viewer.organisations)?)))
        .await
}

/// A coordinator's side of a conversation.
pub async fn theirs(ctx: Ctx, viewer: Coordinator, reference: Path<String>, keeps: Keeps) -> Result<HttpResponse, Error> {
    let reader = Reader::Coordinator(viewer);
    show(&ctx, reader, &reference, keeps, MessageForm::default(), Errors::default()).await
}

/// A coordinator writes.
pub async fn write_theirs(
    ctx: Ctx,
    viewer: Coordinator,
    reference: Path<String>,
    sent: Protected<MessageForm>,
) -> Result<HttpResponse, Error> {
    write(&ctx, Reader::Coordinator(viewer), reference.into_inner(), sent).await
}

/// A coordinator is asked whether to report a message.
pub async fn ask_report_theirs(ctx: Ctx, viewer: Coordinator, path: Path<(String, usize)>) -> Result<HttpResponse, Error> {
    ask(&ctx, Reader::Coordinator(viewer), &path.0, path.1).await
}

/// A coordinator reports one.
pub async fn report_theirs(
    ctx: Ctx,
    viewer: Coordinator,
    path: Path<(String, usize)>,
    sent: Protected<Button>,
) -> Result<HttpResponse, Error> {
    let (reference, number) = path.into_inner();
    report_one(&ctx, Reader::Coordinator(viewer), reference, number, sent.key).await
}

/// The reported messages of a champion's organisations.
pub async fn reported(ctx: Ctx, viewer: Champion) -> Result<HttpResponse, Error> {
    show_reported(&ctx, viewer.id, ReaderRole::Champion, move |db| {
        store::reported(db, &viewer.organisations)
    })
    .await
}

/// The reported messages of organisations without a champion, for the lead of their area.
pub async fn reported_in_area(ctx: Ctx, viewer: AreaLead) -> Result<HttpResponse, Error> {
    show_reported(&ctx, viewer.id, ReaderRole::AreaLead, move |db| in_areas(db, &viewer.areas)).await
}

async fn show_reported<F>(ctx: &Ctx, reader: i64, role: ReaderRole, find: F) -> Result<HttpResponse, Error>
where
    F: FnOnce(&mut AnyConnection) -> Result<Vec<Reported>, Error> + Send + 'static,
{
    let load = move |db: &mut AnyConnection| {
        let found = find(db)?;
        let look = |one: &Reported| Seen {
            by: Actor::Person(reader),
            role,
            organisation_id: Some(one.organisation_id),
            page: SeenPage::Messages,
            applications: vec![one.application_id],
        };
        let seen: Vec<Seen> = found.iter().map(look).collect();
        Ok((ReportedPage::new(&found), seen))
    };
    ctx.page(&ctx.read_seen(load).await?)
}
