//! The page by which anybody can check a certificate. It says nothing of who came.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use super::store;
use super::views::{CheckPage, UnknownPage};
use crate::app::App;
use crate::error::Error;
use crate::web::client::Client;
use crate::web::layout::render;
use crate::web::page::{html, public};

/// `/certificates/{number}`. Whoever tries many numbers has to wait.
pub async fn check(request: HttpRequest, app: web::Data<App>, client: Client, number: web::Path<String>) -> Result<HttpResponse, Error> {
    let found = public(&request, move |db| {
        let known = store::check(db, &number)?;
        Ok(CheckPage::new(&number, &known))
    });
    match found.await {
        Err(Error::NotFound) => {
            app.limits.guess(client).await?;
            Ok(html(StatusCode::NOT_FOUND, render(&UnknownPage, &app.layout(request.path()))?))
        }
        found => found,
    }
}
