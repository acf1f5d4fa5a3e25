//! Forms: what a browser posts, checked for where it came from before anything reads it, and what is wrong with it.

use std::future::{Ready, ready};
use std::pin::Pin;

use actix_session::{Session, SessionExt};
use actix_web::dev::Payload;
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use serde::de::DeserializeOwned;
use subtle::ConstantTimeEq;
use validator::{Validate, ValidationErrors, ValidationErrorsKind};

use super::body::PostedBody;
use crate::error::Error;
use crate::tx::FormKey;
use crate::web::components::FieldError;

/// The session's key for the token that every form carries.
pub const CSRF: &str = "csrf";
/// The hidden field with the session's token.
pub const CSRF_FIELD: &str = "_csrf";
/// The hidden field with the key of this one form.
pub const KEY_FIELD: &str = "_key";

/// The posted pairs in their order, decoded, without control characters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairs(pub Vec<(String, String)>);

impl Pairs {
    /// Decodes a form body.
    ///
    /// # Errors
    /// `BadRequest` if it is not UTF-8, or has a control character other than a tab or an end of line.
    pub fn decode(body: &[u8]) -> Result<Self, Error> {
        let text = std::str::from_utf8(body).map_err(|_| Error::BadRequest)?;
        let mut pairs = Vec::new();
        for (name, value) in url::form_urlencoded::parse(text.as_bytes()) {
            // The decoder replaces what is not UTF-8 by this sign, which no keyboard writes.
            let refused = |text: &str| {
                text.chars()
                    .any(|c| c == '\u{fffd}' || (c.is_control() && !matches!(c, '\r' | '\n' | '\t')))
            };
            if refused(&name) || refused(&value) {
                return Err(Error::BadRequest);
            }
            pairs.push((name.into_owned(), value.into_owned()));
        }
        Ok(Self(pairs))
    }

    /// The first value of `name`.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// The pairs that a page's own form has: without the token and the key.
    pub fn own(&self) -> impl Iterator<Item = &(String, String)> {
        self.0.iter().filter(|(name, _)| name != CSRF_FIELD && name != KEY_FIELD)
    }

    /// Fills a form struct.
    ///
    /// # Errors
    /// `BadRequest` if a field is missing or unknown: our own pages never send that.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, Error> {
        serde_html_form::from_str(&self.encoded()).map_err(|_| Error::BadRequest)
    }

    /// The page's own pairs as a browser would send them.
    pub fn encoded(&self) -> String {
        let mut writer = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in self.own() {
            writer.append_pair(name, value);
        }
        writer.finish()
    }
}

/// A form of one of our own pages in this session: its token was right.
#[derive(Debug)]
pub struct Protected<T> {
    /// What was sent.
    pub form: T,
    /// Names this press of the button.
    pub key: FormKey,
}

impl<T: DeserializeOwned + 'static> FromRequest for Protected<T> {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let session = request.get_session();
        let path = request.path().to_owned();
        let body = Bytes::from_request(request, payload);
        Box::pin(async move {
            let pairs = Pairs::decode(&body.await.map_err(|_| Error::BadRequest)?)?;
            let key = own_key(&session, &path, &pairs, &pairs.encoded())?;
            Ok(Self { key, form: pairs.parse()? })
        })
    }
}

/// The key of a form of one of our own pages in this session. What was typed is part of it: a form that was corrected and sent again is another.
///
/// # Errors
/// `Forbidden` if it does not carry the session's token, `BadRequest` if it has no key.
pub fn own_key(session: &Session, path: &str, pairs: &Pairs, typed: &str) -> Result<FormKey, Error> {
    let expected: String = session.get(CSRF).map_err(Error::internal)?.ok_or(Error::Forbidden)?;
    let sent = pairs.get(CSRF_FIELD).unwrap_or_default();
    if !bool::from(expected.as_bytes().ct_eq(sent.as_bytes())) {
        return Err(Error::Forbidden);
    }
    let key = pairs.get(KEY_FIELD).filter(|key| !key.is_empty()).ok_or(Error::BadRequest)?;
    Ok(FormKey::new(&expected, &format!("{path}\n{key}\n{typed}")))
}

/// What was typed into a form of our own, whatever its token is worth: to be shown again to whoever typed it, never to be acted on. Nothing unless
/// the browser itself says that the form is one of our own pages'.
#[derive(Clone, Debug, Default)]
pub struct Typed(pub Option<Pairs>);

impl FromRequest for Typed {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let own = request.headers().get("sec-fetch-site").is_some_and(|site| site == "same-origin");
        let posted = request.extensions().get::<PostedBody>().and_then(|posted| posted.bytes().cloned());
        let pairs = posted.filter(|_| own).and_then(|body| Pairs::decode(&body).ok());
        ready(Ok(Self(pairs)))
    }
}

/// What is wrong with a form, in the order of its fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Errors(pub Vec<FieldError>);

impl Errors {
    /// Adds a message for the field with this id, unless the field has one.
    pub fn add(&mut self, id: &str, message: impl Into<String>) {
        if self.get(id).is_none() {
            self.0.push(FieldError {
                id: id.to_owned(),
                message: message.into(),
            });
        }
    }

    /// The message of a field.
    pub fn get(&self, id: &str) -> Option<&str> {
        self.0.iter().find(|error| error.id == id).map(|error| error.message.as_str())
    }

    /// True if nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds what a form's `validator` rules say. A field `first_name` has the id `first-name`; each rule carries its words.
    pub fn check(&mut self, form: &impl Validate, order: &[&str]) {
        if let Err(found) = form.validate() {
            for field in order {
                if let Some(message) = message(&found, field) {
                    self.add(&field.replace('_', "-"), message);
                }
            }
        }
    }

    /// `value` if nothing is wrong, otherwise the errors.
    ///
    /// # Errors
    /// The errors themselves.
    pub fn or<T>(self, value: impl FnOnce() -> T) -> Result<T, Self> {
        if self.is_empty() { Ok(value()) } else { Err(self) }
    }
}

fn message(found: &ValidationErrors, field: &str) -> Option<String> {
    match found.errors().get(field)? {
        ValidationErrorsKind::Field(errors) => errors.iter().find_map(|error| error.message.as_ref().map(ToString::to_string)),
        ValidationErrorsKind::Struct(_) | ValidationErrorsKind::List(_) => None,
    }
}
