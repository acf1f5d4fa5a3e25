//! A date in three fields.

use askama::Template;
use askama::filters::HtmlSafe;
use serde::{Deserialize, Deserializer};

use super::fieldset::Fieldset;
use super::html::{Attributes, Content};
use super::input::Input;
use super::label::{Label, Legend};
use super::messages::{Described, ErrorMessage, Hint, group_class};
use super::options;

/// One part of a date.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
struct Part {
    name: Option<String>,
    value: Option<String>,
    width: Option<u8>,
    #[serde(deserialize_with = "options::part")]
    label: Option<Label>,
    autocomplete: Option<String>,
    error: Option<bool>,
    disabled: Option<bool>,
}

/// Whether one of the usual parts is shown.
#[derive(Debug, Clone)]
enum Slot {
    Shown(Box<Part>),
    LeftOut,
}

impl Default for Slot {
    fn default() -> Self {
        Self::Shown(Box::default())
    }
}

impl<'de> Deserialize<'de> for Slot {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let part = options::toggle::<D, Part>(deserializer)?;
        Ok(part.map_or(Self::LeftOut, |part| Self::Shown(Box::new(part))))
    }
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Values {
    day: Option<String>,
    month: Option<String>,
    year: Option<String>,
}

impl Values {
    fn get(&self, name: &str) -> Option<&String> {
        match name {
            "day" => self.day.as_ref(),
            "month" => self.month.as_ref(),
            "year" => self.year.as_ref(),
            _ => None,
        }
    }
}

/// Which fields of a date are wrong, so that only those are marked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WrongParts {
    /// The day.
    pub day: bool,
    /// The month.
    pub month: bool,
    /// The year.
    pub year: bool,
}

impl WrongParts {
    /// The whole date is wrong, for example because it is missing or breaks a rule.
    pub const ALL: Self = Self {
        day: true,
        month: true,
        year: true,
    };

    /// The name of the first wrong part, for the link in the error summary.
    pub const fn first(self) -> &'static str {
        match (self.day, self.month) {
            (false, true) => "month",
            (false, false) if self.year => "year",
            _ => "day",
        }
    }
}

/// A date in three fields, `{name}-day`, `{name}-month` and `{name}-year`.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/date-input.html")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[must_use]
pub struct DateInput {
    id: String,
    name_prefix: Option<String>,
    fieldset: Option<Fieldset>,
    #[serde(deserialize_with = "options::part")]
    hint: Option<Hint>,
    #[serde(deserialize_with = "options::part")]
    error_message: Option<ErrorMessage>,
    #[serde(deserialize_with = "options::items")]
    items: Vec<Part>,
    day: Slot,
    month: Slot,
    year: Slot,
    values: Values,
    disabled: bool,
    #[serde(skip)]
    hyphenated: bool,
}

impl HtmlSafe for DateInput {}

impl DateInput {
    /// A date whose fields are called `{name}-day`, `{name}-month` and `{name}-year`, in their names and ids.
    pub fn new(name: impl Into<String>, legend: impl Into<Legend>) -> Self {
        let id = name.into();
        Self {
            name_prefix: Some(id.clone()),
            id,
            fieldset: Some(Fieldset::under(legend)),
            hyphenated: true,
            ..Self::default()
        }
    }

    /// Makes the legend the page's `h1`.
    pub fn legend_is_heading(mut self) -> Self {
        if let Some(fieldset) = &mut self.fieldset {
            fieldset.change_legend(Legend::heading);
        }
        self
    }

    /// A short phrase under the legend, such as "For example, 27 3 2007".
    pub fn hint(mut self, hint: impl Into<Content>) -> Self {
        self.hint = Some(Hint::from(hint));
        self
    }

    /// What was typed so far.
    pub fn values(mut self, day: impl Into<String>, month: impl Into<String>, year: impl Into<String>) -> Self {
        self.values = Values {
            day: Some(day.into()),
            month: Some(month.into()),
            year: Some(year.into()),
        };
        self
    }

    /// What has to change, if anything has to, and in which of the fields.
    pub fn error(mut self, message: Option<impl Into<Content>>, wrong: WrongParts) -> Self {
        self.error_message = message.map(ErrorMessage::from);
        if self.error_message.is_some() && wrong != WrongParts::default() {
            for (slot, wrong) in [
                (&mut self.day, wrong.day),
                (&mut self.month, wrong.month),
                (&mut self.year, wrong.year),
            ] {
                if let Slot::Shown(part) = slot {
                    part.error = Some(wrong);
                }
            }
        }
        self
    }

    /// Lets the browser fill in the reader's own date of birth.
    pub fn birthday(mut self) -> Self {
        for (slot, purpose) in [
            (&mut self.day, "bday-day"),
            (&mut self.month, "bday-month"),
            (&mut self.year, "bday-year"),
        ] {
            if let Slot::Shown(part) = slot {
                part.autocomplete = Some(purpose.into());
            }
        }
        self
    }

    fn parts(&self) -> Vec<(String, &Part)> {
        let usual = [("day", &self.day), ("month", &self.month), ("year", &self.year)];
        if !self.items.is_empty() {
            return self
                .items
                .iter()
                .map(|part| (part.name.clone().unwrap_or_default(), part))
                .collect();
        }
        usual
            .into_iter()
            .filter_map(|(name, slot)| match slot {
                Slot::Shown(part) => Some((part.name.clone().unwrap_or_else(|| name.into()), part.as_ref())),
                Slot::LeftOut => None,
            })
            .collect()
    }

    /// The fields, each an ordinary input.
    fn inputs(&self) -> Vec<Input> {
        let parts = self.parts();
        let some_marked = parts.iter().any(|(_, part)| part.error == Some(true));
        let whole_wrong = self.error_message.is_some() && !some_marked;
        parts.into_iter().map(|(name, part)| self.input(&name, part, whole_wrong)).collect()
    }

    fn input(&self, name: &str, part: &Part, whole_wrong: bool) -> Input {
        let label = part
            .label
            .clone()
            .filter(Label::shown)
            .unwrap_or_else(|| Label::new(capitalised(name)));
        let slot_value = match (name, &self.day, &self.month, &self.year) {
            ("day", Slot::Shown(part), _, _) | ("month", _, Slot::Shown(part), _) | ("year", _, _, Slot::Shown(part)) => {
                part.value.as_ref()
            }
            _ => None,
        };
        let wrong = part.error.unwrap_or(whole_wrong);
        Input {
            id: Some(format!("{}-{name}", self.id)),
            name: match &self.name_prefix {
                Some(prefix) if self.hyphenated => format!("{prefix}-{name}"),
                Some(prefix) => format!("{prefix}[{name}]"),
                None => name.to_owned(),
            },
            label: Some(label.dressed("nhsuk-date-input__label")),
            error_message: wrong.then(ErrorMessage::default),
            value: part.value.as_ref().or(slot_value).or_else(|| self.values.get(name)).cloned(),
            inputmode: Some("numeric".into()),
            autocomplete: part.autocomplete.clone(),
            width: Some(part.width.unwrap_or(if name == "year" { 4 } else { 2 })),
            disabled: part.disabled.unwrap_or(self.disabled),
            classes: Some("nhsuk-date-input__input".into()),
            ..Input::default()
        }
    }

    fn described(&self) -> Described {
        let before = self.fieldset.as_ref().and_then(|fieldset| fieldset.described_by.as_deref());
        Described::new(&self.id, before, self.hint.as_ref(), self.error_message.as_ref())
    }

    fn group_class(&self) -> String {
        let wrong = self.error_message.is_some() || self.parts().iter().any(|(_, part)| part.error == Some(true));
        group_class(wrong, None)
    }

    fn attributes(&self) -> Attributes {
        Attributes::new()
            .with("class", "nhsuk-date-input")
            .with_some("id", Some(&self.id).filter(|id| !id.is_empty()))
    }
}

fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
