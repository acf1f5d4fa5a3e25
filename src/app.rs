//! The application: its parts, the order of its middleware, and one line per feature.

use actix_web::web;

use crate::config::{Config, Environment};
use crate::links::Handlers;
use crate::tx::Ledger;
use crate::web::layout::Layout;
use crate::web::routes::Entry;

/// What every handler can reach. One in a process; nothing in it is state that another process would miss.
pub struct App {
    /// The configuration.
    pub config: Config,
    /// The database, the clock, randomness and keys.
    pub ledger: Ledger,
    /// What each purpose of emailed links does.
    pub links: Handlers,
}

impl App {
    /// The application over `ledger`.
    pub fn new(config: Config, ledger: Ledger) -> Self {
        Self {
            config,
            ledger,
            links: Handlers::default(),
        }
    }

    /// The layout of a visitor's page at `path`.
    pub fn layout(&self, path: &str) -> Layout {
        Layout {
            service_name: self.config.service_name.clone(),
            organisation: self.config.organisation.clone(),
            logo: self.config.nhs_logo,
            path: path.to_owned(),
            development: self.config.environment == Environment::Development,
            ..Layout::default()
        }
    }
}

/// Every route of the portal with who may use it.
pub fn route_table() -> Vec<Entry> {
    [crate::pages::ROUTES].concat()
}

/// Registers every feature.
pub fn configure(config: &mut web::ServiceConfig) {
    config.configure(crate::pages::routes);
}
