//! A form with one file: read only for whoever is signed in, up to a limit, and held to the same token as every form of ours.

use std::convert::Infallible;
use std::pin::Pin;
use std::time::Duration;

use actix_session::SessionExt;
use actix_web::dev::Payload;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpRequest};
use futures_util::stream;
use multer::{Multipart, parse_boundary};

use super::body::read;
use super::form::{Pairs, own_key};
use super::page::Ctx;
use crate::error::Error;
use crate::tx::FormKey;

/// The kind of such a body.
pub const KIND: &str = "multipart/form-data";
/// The longest such body, in bytes.
pub const MOST: usize = 6 * 1024 * 1024;
/// It has to be there by then, over a slow line too.
const DEADLINE: Duration = Duration::from_mins(1);
/// Parts of one form at most: the token, the key and the file.
const PARTS: usize = 5;

/// A form with a file.
#[derive(Debug)]
pub struct Upload {
    /// What the file was called, and its bytes; none if no file was chosen.
    pub file: Option<(String, Bytes)>,
    /// Names this press of the button.
    pub key: FormKey,
}

impl FromRequest for Upload {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let known = Ctx::of(request).and_then(|ctx| ctx.viewer_id());
        let session = request.get_session();
        let path = request.path().to_owned();
        let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let boundary = kind.and_then(|kind| parse_boundary(kind).ok());
        let payload = payload.take();
        Box::pin(async move {
            known?;
            let body = tokio::time::timeout(DEADLINE, read(payload, MOST))
                .await
                .map_err(|_| Error::TimedOut)??;
            let (pairs, file) = match boundary {
                Some(boundary) => parts(body, boundary).await?,
                // Without a file, a form is what every form is.
                None => (Pairs::decode(&body)?, None),
            };
            let typed = file.as_ref().map_or(0, |(_, body)| body.len()).to_string();
            let key = own_key(&session, &path, &pairs, &typed)?;
            Ok(Self { file, key })
        })
    }
}

/// The fields of a form and its file.
async fn parts(body: Bytes, boundary: String) -> Result<(Pairs, Option<(String, Bytes)>), Error> {
    let whole = stream::iter([Ok::<_, Infallible>(body)]);
    let mut form = Multipart::new(whole, boundary);
    let (mut pairs, mut file) = (Vec::new(), None);
    for _ in 0..PARTS {
        let Some(field) = form.next_field().await.map_err(|_| Error::BadRequest)? else {
            break;
        };
        let name = field.name().unwrap_or_default().to_owned();
        let called = field.file_name().map(str::to_owned);
        let bytes = field.bytes().await.map_err(|_| Error::BadRequest)?;
        match called {
            Some(called) => file = (!bytes.is_empty()).then_some((called, bytes)),
            None => pairs.push((name, String::from_utf8(bytes.to_vec()).map_err(|_| Error::BadRequest)?)),
        }
    }
    Ok((Pairs(pairs), file))
}
