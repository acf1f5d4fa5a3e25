//! A field for several lines of text with a limit that is counted down.

use std::collections::BTreeMap;

use askama::Template;
use askama::filters::HtmlSafe;
use serde::Deserialize;

use super::html::{Attributes, Html};
use super::label::Label;
use super::messages::{ErrorMessage, Hint};
use super::options;
use super::textarea::Textarea;

/// A [`Textarea`] with a limit. Made by [`Textarea::max_length`].
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/character-count.html")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[must_use]
pub struct CharacterCount {
    id: Option<String>,
    name: String,
    #[serde(deserialize_with = "options::part")]
    label: Option<Label>,
    #[serde(deserialize_with = "options::part")]
    hint: Option<Hint>,
    #[serde(deserialize_with = "options::part")]
    error_message: Option<ErrorMessage>,
    value: String,
    rows: Option<u8>,
    disabled: bool,
    attributes: Attributes,
    maxlength: Option<u32>,
    maxwords: Option<u32>,
    threshold: Option<u8>,
    count_type: Option<String>,
    textarea_description_text: Option<String>,
    characters_under_limit_text: BTreeMap<String, String>,
    characters_at_limit_text: Option<String>,
    characters_over_limit_text: BTreeMap<String, String>,
}

impl HtmlSafe for CharacterCount {}

impl CharacterCount {
    pub(super) fn of(field: Textarea, maxlength: u32) -> Self {
        let Textarea {
            id,
            name,
            label,
            hint,
            error_message,
            value,
            rows,
            disabled,
            attributes,
            ..
        } = field;
        Self {
            id,
            name,
            label,
            hint,
            error_message,
            value,
            rows,
            disabled,
            attributes,
            maxlength: Some(maxlength),
            ..Self::default()
        }
    }

    /// Shows the count only when this share of the limit (in percent) is used.
    pub fn threshold(mut self, percent: u8) -> Self {
        self.threshold = Some(percent);
        self
    }

    fn unit(&self) -> Option<&str> {
        self.count_type.as_deref().or_else(|| self.maxwords.map(|_| "words"))
    }

    /// The words that tell the limit to people without the script, if the limit is known here.
    fn description(&self) -> Option<String> {
        let limit = self.maxwords.or(self.maxlength)?;
        let text = self.textarea_description_text.as_deref().unwrap_or(match self.unit() {
            Some("words") => "You can enter up to %{count} words",
            _ => "You can enter up to %{count} characters",
        });
        Some(text.replace("%{count}", &limit.to_string()))
    }

    fn texts(&self) -> Attributes {
        let mut attributes = Attributes::new();
        if self.maxwords.or(self.maxlength).is_none() {
            attributes = attributes.with_some("data-i18n.textarea-description.other", self.textarea_description_text.as_ref());
        }
        for (rule, text) in &self.characters_under_limit_text {
            attributes = attributes.with(format!("data-i18n.characters-under-limit.{rule}"), text);
        }
        attributes = attributes.with_some("data-i18n.characters-at-limit", self.characters_at_limit_text.as_ref());
        for (rule, text) in &self.characters_over_limit_text {
            attributes = attributes.with(format!("data-i18n.characters-over-limit.{rule}"), text);
        }
        attributes
    }

    fn textarea(&self) -> Textarea {
        let id = self.id.clone().unwrap_or_else(|| self.name.clone());
        let info = format!("{id}-info");
        let description = self.description();
        let count = Attributes::new()
            .with("class", "nhsuk-hint nhsuk-character-count__message")
            .with("id", &info)
            .with_some("hidden", description.is_none().then_some(""));
        Textarea {
            id: Some(id),
            name: self.name.clone(),
            label: self.label.clone(),
            hint: self.hint.clone(),
            error_message: self.error_message.clone(),
            value: self.value.clone(),
            rows: self.rows,
            disabled: self.disabled,
            attributes: self.attributes.clone(),
            autocomplete: None,
            described_by: Some(info),
            classes: Some("nhsuk-js-character-count"),
            group_class: Some("nhsuk-character-count"),
            group_attributes: Attributes::new()
                .with("data-module", "nhsuk-character-count")
                .with_some("data-maxlength", self.maxlength)
                .with_some("data-maxwords", self.maxwords)
                .with_some("data-threshold", self.threshold)
                .with_some("data-count-type", self.unit())
                .and(&self.texts()),
            after: Some(Html::join([
                Html::from_static("<div"),
                Html::of(count),
                Html::from_static(">"),
                Html::text(description.unwrap_or_default()),
                Html::from_static("</div>"),
            ])),
        }
    }
}
