//! The label of a field and the legend of a set of fields, either of which may be the page's heading.

use askama::Template;
use askama::filters::HtmlSafe;
use serde::Deserialize;

use super::heading::{Caption, Element, Heading, Placement, Style};
use super::html::{Attributes, Content, Html};
use super::options;
use super::text::{Pick, Size, classes, sized_already};

const LABEL_SIZES: &[Size] = &[Size::S, Size::M, Size::L, Size::Xl];

/// What a label and a legend have in common.
macro_rules! naming {
    ($name:ident) => {
        impl HtmlSafe for $name {}

        impl<T: Into<Content>> From<T> for $name {
            fn from(content: T) -> Self {
                let (text, html) = content.into().split();
                Self {
                    text,
                    html,
                    ..Self::default()
                }
            }
        }

        impl $name {
            /// The words that name the field, in the usual size of text.
            pub fn new(text: impl Into<Content>) -> Self {
                Self::from(text)
            }

            /// Makes the words the page's `h1`, in size L.
            pub fn heading(mut self) -> Self {
                let heading = Heading {
                    text: self.text.take(),
                    html: self.html.take(),
                    ..Heading::default()
                };
                self.heading = Some(heading);
                self.size = Some(self.size.unwrap_or(Size::L));
                self
            }

            /// Another size.
            pub fn size(mut self, size: Size) -> Self {
                self.size = Some(size);
                self
            }

            /// A few words above, such as the section.
            pub fn caption(mut self, caption: impl Into<Content>) -> Self {
                self.caption = Some(Caption::from(caption));
                self
            }

            fn has_heading(&self) -> bool {
                self.is_page_heading.unwrap_or(self.heading.is_some())
            }

            fn heading_or<T>(&self, own: Option<T>, of_heading: impl Fn(&Heading) -> Option<T>) -> Option<T> {
                match &self.heading {
                    Some(heading) if self.has_heading() => of_heading(heading).or(own),
                    _ => own,
                }
            }

            fn shown_size(&self) -> Option<Size> {
                self.heading_or(self.size, |heading| heading.size)
            }

            fn shown_caption(&self) -> Option<Caption> {
                self.heading_or(self.caption.clone(), |heading| heading.caption.clone())
                    .map(|caption| caption.beside(self.shown_size()))
            }

            fn caption_at(&self, placement: Placement) -> Option<Caption> {
                self.shown_caption().filter(|caption| caption.at(placement))
            }

            /// The words, whether they were given to the heading or not.
            fn words(&self) -> (Option<String>, Option<Html>) {
                let heading = self.heading.as_ref();
                let (heading_text, heading_html) = heading.map_or((None, None), |heading| (heading.text.clone(), heading.html.clone()));
                if self.has_heading() {
                    (
                        heading_text.or_else(|| self.text.clone()),
                        heading_html.or_else(|| self.html.clone()),
                    )
                } else {
                    (self.text.clone().or(heading_text), self.html.clone().or(heading_html))
                }
            }
        }
    };
}

/// The label of one field.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/label.html")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[must_use]
pub struct Label {
    pub(super) id: Option<String>,
    text: Option<String>,
    #[serde(deserialize_with = "options::html")]
    html: Option<Html>,
    #[serde(deserialize_with = "options::part")]
    heading: Option<Heading>,
    is_page_heading: Option<bool>,
    #[serde(deserialize_with = "options::part")]
    caption: Option<Caption>,
    size: Option<Size>,
    #[serde(rename = "for")]
    field: Option<String>,
    classes: Option<String>,
}

naming!(Label);

impl Label {
    /// The label, pointing at the field with this id unless it already points at one.
    pub(super) fn pointing_at(&self, id: &str) -> Self {
        Self {
            field: self.field.clone().or_else(|| Some(id.to_owned())),
            ..self.clone()
        }
    }

    /// The label with the component's class names before its own.
    pub(super) fn dressed(&self, class: &str) -> Self {
        Self {
            classes: Some(classes(class, [self.classes.as_deref()])),
            ..self.clone()
        }
    }

    /// Whether there is anything to show.
    pub(super) fn shown(&self) -> bool {
        let (text, html) = self.words();
        html.is_some() || text.is_some_and(|text| !text.is_empty())
    }

    /// The attributes and level of the heading around the label.
    fn wrapper(&self) -> (u8, Attributes) {
        let (level, id) = self
            .heading
            .as_ref()
            .map_or((None, None), |heading| (heading.level, heading.id.as_ref()));
        (
            level.unwrap_or(1),
            Attributes::new().with("class", "nhsuk-label-wrapper").with_some("id", id),
        )
    }

    fn element(&self) -> Heading {
        let (text, html) = self.words();
        let caption = self
            .shown_caption()
            .filter(|caption| caption.at(Placement::Start) || caption.at(Placement::End));
        Heading {
            id: self.id.clone(),
            text,
            html,
            caption,
            size: self.shown_size(),
            classes: self.classes.clone(),
            element: Some(Element::Label),
            attributes: Attributes::new().with_some("for", self.field.as_ref()),
            style: Style {
                class: "nhsuk-label",
                prefix: "nhsuk-label--",
                sizes: LABEL_SIZES,
            },
            ..Heading::default()
        }
    }
}

/// The legend of a set of fields.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/legend.html")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[must_use]
pub struct Legend {
    id: Option<String>,
    text: Option<String>,
    #[serde(deserialize_with = "options::html")]
    html: Option<Html>,
    #[serde(deserialize_with = "options::part")]
    heading: Option<Heading>,
    is_page_heading: Option<bool>,
    #[serde(deserialize_with = "options::part")]
    caption: Option<Caption>,
    size: Option<Size>,
    classes: Option<String>,
}

naming!(Legend);

impl Legend {
    fn class(&self) -> String {
        const PREFIX: &str = "nhsuk-fieldset__legend--";
        let size = self
            .shown_size()
            .filter(|size| LABEL_SIZES.contains(size) && !sized_already(self.classes.as_deref(), PREFIX, LABEL_SIZES))
            .map(|size| format!("{PREFIX}{}", size.name()));
        classes("nhsuk-fieldset__legend", [size.as_deref(), self.classes.as_deref()])
    }

    /// The caption inside the legend: one that should stand before it cannot, so it starts it.
    fn inner_caption(&self, placement: Placement) -> Option<Caption> {
        self.shown_caption()
            .map(|caption| caption.moved(Placement::Before, Placement::Start))
            .filter(|caption| caption.at(placement))
    }

    fn page_heading(&self) -> Option<Heading> {
        self.has_heading().then(|| {
            let (text, html) = self.words();
            let heading = self.heading.clone().unwrap_or_default();
            Heading {
                id: heading.id,
                text,
                html,
                level: heading.level,
                caption: self.inner_caption(Placement::Start).or_else(|| self.inner_caption(Placement::End)),
                style: Style::plain("nhsuk-fieldset__heading"),
                ..Heading::default()
            }
        })
    }
}
