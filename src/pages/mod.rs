//! Pages that belong to no feature: start, help, privacy, cookies, accessibility, terms.

mod routes;

use crate::routes;

routes! {
    "/healthz" { get Public => routes::healthz }
}
