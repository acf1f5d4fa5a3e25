//! The application: its parts, the frame of its pages, and one line per feature.

use std::sync::atomic::AtomicBool;

use actix_web::web;

use crate::access::InvitationLink;
use crate::afterwards::{AfterwardsLink, KeepInTouchLink};
use crate::auth::SignInLinks;
use crate::config::{Config, Environment};
use crate::confirmations::{GuardianLink, SchoolLink};
use crate::decisions::ProposalLink;
use crate::hosting::PromiseLink;
use crate::links::{Handlers, Purpose};
use crate::opportunities::Listing;
use crate::pages::Readiness;
use crate::placements::OfferLink;
use crate::pledges::{ReviewLink, SignerLink};
use crate::preparation::{ReconfirmationLink, RiskNoticeLink};
use crate::register::Register;
use crate::rounds::{self, RevealLink};
use crate::saved_searches::SavedSearchLink;
use crate::tx::Ledger;
use crate::web::layout::{Layout, Link};
use crate::web::limits::Limiter;
use crate::web::page_cache::PageCache;
use crate::web::routes::{Entry, Ways};

/// What every handler can reach. One in a process; nothing in it is state that another process would miss.
pub struct App {
    /// The configuration.
    pub config: Config,
    /// The database, the clock, randomness and keys.
    pub ledger: Ledger,
    /// What each purpose of emailed links does.
    pub links: Handlers,
    /// Rendered public pages.
    pub pages: PageCache,
    /// What can be applied for, kept to be searched.
    pub listing: Listing,
    /// Who has signed a commitment, kept to be searched.
    pub register: Register,
    /// How often somebody may do something.
    pub limits: Limiter,
    /// When this process last learnt that it can write.
    pub readiness: Readiness,
    /// True once this process is about to stop: whoever stands in front sends nobody here any more.
    pub leaving: AtomicBool,
    /// What the frame of every page shows alike.
    frame: Layout,
    /// The same without the menu.
    plain_frame: Layout,
}

impl App {
    /// The application over a database.
    pub fn new(config: Config, ledger: Ledger) -> Self {
        let frame = frame(&config);
        Self {
            links: link_handlers(),
            pages: PageCache::default(),
            listing: Listing::behind(ledger.db.clone()),
            register: Register::default(),
            limits: Limiter::new(&config.limits, &ledger),
            readiness: Readiness::default(),
            leaving: AtomicBool::new(false),
            plain_frame: frame.clone().without_menu(),
            frame,
            config,
            ledger,
        }
    }

    /// The layout of a visitor's page at `path`.
    pub fn layout(&self, path: &str) -> Layout {
        let frame = if has_menu(path) { &self.frame } else { &self.plain_frame };
        Layout {
            path: path.to_owned(),
            ..frame.clone()
        }
    }
}

/// The layout of every page, before anything is known of its reader.
fn frame(config: &Config) -> Layout {
    let frame = Layout {
        service_name: config.service_name.as_str().into(),
        organisation: config.organisation.as_str().into(),
        nhs_logo: config.nhs_logo,
        menu: vec![
            Link::new("Health careers", "/careers"),
            Link::new("Work experience", "/work-experience"),
            Link::new("Organisations", "/organisations"),
            Link::new("How places are given", "/how-places-are-given"),
        ],
        development: config.environment == Environment::Development,
        ..Layout::default()
    };
    frame.kept()
}

/// True for the pages that are there to be read. Whoever is in the middle of something, or at work, has no menu: it would only lead away.
fn has_menu(path: &str) -> bool {
    const WITHOUT: [&str; 16] = [
        "apply",
        "applications",
        "links",
        "sign-in",
        "sign-out",
        "my-applications",
        "my-data",
        "my-calendar",
        "coordinate",
        "national",
        "lead",
        "invitations",
        "second-factor",
        "your-account",
        "dev",
        "pledge",
    ];
    // Where an organisation reads what it can sign is a page to read; what follows asks.
    path == "/pledge" || path.split('/').nth(1).is_none_or(|section| !WITHOUT.contains(&section))
}

/// True for the pages that take a file.
pub fn takes_file(path: &str) -> bool {
    crate::hosting::takes_file(path)
}

/// What each purpose of emailed links does; one line per purpose.
fn link_handlers() -> Handlers {
    Handlers::default()
        .with(Purpose::SignIn, SignInLinks)
        .with(Purpose::Guardian, GuardianLink::new(rounds::leave))
        .with(Purpose::School, SchoolLink)
        .with(Purpose::Offer, OfferLink)
        .with(Purpose::Proposal, ProposalLink)
        .with(Purpose::Reveal, RevealLink)
        .with(Purpose::SavedSearch, SavedSearchLink)
        .with(Purpose::Invitation, InvitationLink)
        .with(Purpose::Signatory, SignerLink)
        .with(Purpose::Champion, SignerLink)
        .with(Purpose::PledgeApproval, SignerLink)
        .with(Purpose::PledgeReview, ReviewLink)
        .with(Purpose::RiskNotice, RiskNoticeLink)
        .with(Purpose::Reconfirmation, ReconfirmationLink)
        .with(Purpose::Afterwards, AfterwardsLink)
        .with(Purpose::KeepInTouch, KeepInTouchLink)
        .with(Purpose::Promise, PromiseLink)
}

/// A feature: its routes with who may use each, and what registers them.
type Feature = (&'static [Entry], fn(&mut Ways));

macro_rules! features {
    ($($($part:ident)::+),+ $(,)?) => { &[$((crate::$($part)::+::ROUTES, crate::$($part)::+::routes)),+] };
}

/// Every feature. Within the first part of a path they are tried in this order: the status page first, which is opened most, and the questions
/// after whatever else an application has, because their names may be any.
const FEATURES: &[Feature] = features![
    applications,
    confirmations,
    placements,
    preparation,
    messages,
    afterwards,
    hosting,
    pledges,
    monitoring,
    my_data,
    applications::questions,
    pages,
    careers,
    auth,
    links,
    opportunities,
    saved_searches,
    decisions,
    national,
    operations,
    access,
    organisations,
    register,
    register::events,
    register::case_studies,
    dev_mail,
];

/// Every route of the portal with who may use it.
pub fn route_table() -> Vec<Entry> {
    FEATURES.iter().flat_map(|(entries, _)| *entries).copied().collect()
}

/// Registers every feature.
pub fn configure(config: &mut web::ServiceConfig) {
    let mut ways = Ways::default();
    for (_, routes) in FEATURES {
        routes(&mut ways);
    }
    config.configure(crate::web::assets::routes);
    ways.register(config);
}
