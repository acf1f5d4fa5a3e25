//! The pages that every emailed link has, whatever it is for.

use askama::Template;

/// The link's time is over: it can be sent afresh.
#[derive(Template)]
#[template(path = "links/expired.html")]
pub struct Expired {
    /// Where the button leads.
    pub again: String,
}

/// A newer link for the same was sent, and that one can be used.
#[derive(Template)]
#[template(path = "links/newer.html")]
pub struct Newer {
    /// Where the button leads.
    pub again: String,
}

/// A fresh link was asked for. The same words whether one was sent or not.
#[derive(Template)]
#[template(path = "links/on_its_way.html")]
pub struct OnItsWay;

/// Nobody was sent such a link.
#[derive(Template)]
#[template(path = "links/unknown.html")]
pub struct Unknown;
