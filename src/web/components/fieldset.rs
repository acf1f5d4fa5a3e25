//! A set of fields that answer one question together.

use askama::Template;
use askama::filters::HtmlSafe;
use serde::Deserialize;

use super::html::{Attributes, Html};
use super::label::Legend;
use super::options;
use super::text::classes;

/// A set of fields under one legend.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/fieldset.html")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[must_use]
pub struct Fieldset {
    #[serde(deserialize_with = "options::part")]
    pub(super) legend: Option<Legend>,
    #[serde(deserialize_with = "options::html")]
    html: Option<Html>,
    id: Option<String>,
    role: Option<String>,
    pub(super) described_by: Option<String>,
    classes: Option<String>,
}

impl HtmlSafe for Fieldset {}

impl Fieldset {
    /// Fields under a legend, for example the lines of an address.
    pub fn new(legend: impl Into<Legend>, fields: Html) -> Self {
        Self {
            html: Some(fields),
            ..Self::under(legend)
        }
    }

    /// A set without its fields, which the component around it adds.
    pub(super) fn under(legend: impl Into<Legend>) -> Self {
        Self {
            legend: Some(legend.into()),
            ..Self::default()
        }
    }

    pub(super) fn change_legend(&mut self, change: impl FnOnce(Legend) -> Legend) {
        self.legend = self.legend.take().map(change);
    }

    /// The attributes of the element; `described_by` and `role` are those that the component around it knows.
    pub(super) fn attributes(&self, described_by: &str, role: Option<&str>) -> Attributes {
        let described_by = Some(described_by).filter(|ids| !ids.is_empty()).or(self.described_by.as_deref());
        Attributes::new()
            .with("class", classes("nhsuk-fieldset", [self.classes.as_deref()]))
            .with_some("id", self.id.as_ref())
            .with_some("role", self.role.as_deref().or(role))
            .with_some("aria-describedby", described_by)
    }
}
