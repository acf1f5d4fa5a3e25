//! A form as somebody fills it in: only what it offers can be typed, chosen or pressed.

use scraper::ElementRef;

use super::client::Client;
use super::page::{Page, selector, words};

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    /// Typed.
    Text,
    /// Sent as it is.
    Hidden,
    /// One of several, or one to tick.
    Tick { radio: bool, ticked: bool },
    /// A list; its options as value and words.
    Select(Vec<(String, String)>),
}

#[derive(Clone, Debug)]
struct Field {
    name: String,
    value: String,
    label: String,
    kind: Kind,
}

/// A form with what is filled in so far.
#[derive(Clone)]
pub struct Form {
    action: String,
    method: String,
    fields: Vec<Field>,
    /// Each button: its words, and the pair that pressing it adds.
    buttons: Vec<(String, Option<(String, String)>)>,
    extra: Vec<(String, String)>,
    client: Client,
}

impl Form {
    pub(super) fn read(form: ElementRef<'_>, action: String, client: Client) -> Self {
        let mut fields = Vec::new();
        let mut buttons = Vec::new();
        for element in form.select(&selector("input, textarea, select, button")) {
            let attribute = |name: &str| element.attr(name).unwrap_or_default().to_owned();
            let (name, kind) = (attribute("name"), attribute("type"));
            if element.attr("disabled").is_some() {
                continue;
            }
            if element.value().name() == "button" || kind == "submit" {
                let pair = (!name.is_empty()).then(|| (name, attribute("value")));
                buttons.push((words(element), pair));
                continue;
            }
            if name.is_empty() {
                continue;
            }
            let label = label_of(form, &attribute("id"));
            let (value, kind) = match (element.value().name(), kind.as_str()) {
                ("textarea", _) => (element.text().collect::<String>().trim_start_matches('\n').to_owned(), Kind::Text),
                ("select", _) => select(element),
                (_, "hidden") => (attribute("value"), Kind::Hidden),
                (_, "checkbox" | "radio") => {
                    let value = element.attr("value").unwrap_or("on").to_owned();
                    (
                        value,
                        Kind::Tick {
                            radio: kind == "radio",
                            ticked: element.attr("checked").is_some(),
                        },
                    )
                }
                _ => (attribute("value"), Kind::Text),
            };
            fields.push(Field { name, value, label, kind });
        }
        let method = form.attr("method").unwrap_or("get").to_lowercase();
        Self {
            action,
            method,
            fields,
            buttons,
            extra: Vec::new(),
            client,
        }
    }

    /// Where it is sent.
    pub fn action(&self) -> &str {
        &self.action
    }

    /// The words of its buttons.
    pub fn buttons(&self) -> Vec<&str> {
        self.buttons.iter().map(|(words, _)| words.as_str()).collect()
    }

    /// What is in the field `name` now: typed, hidden or chosen. Nothing if no choice is ticked.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.pairs_of_fields()
            .into_iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value)
    }

    /// The choices of `name`: value and words.
    pub fn choices(&self, name: &str) -> Vec<(String, String)> {
        self.fields
            .iter()
            .filter(|field| field.name == name)
            .flat_map(|field| match &field.kind {
                Kind::Select(options) => options.clone(),
                Kind::Tick { .. } => vec![(field.value.clone(), field.label.clone())],
                Kind::Text | Kind::Hidden => Vec::new(),
            })
            .collect()
    }

    /// Types `value` into the field `name`, in place of what is there.
    #[must_use]
    pub fn set(mut self, name: &str, value: impl Into<String>) -> Self {
        let names = self.names();
        let field = self.fields.iter_mut().find(|field| field.name == name && field.kind == Kind::Text);
        field
            .unwrap_or_else(|| panic!("no field {name} to type into; there is {names:?}"))
            .value = value.into();
        self
    }

    /// Chooses an answer of `name` by its value or its words: a radio, a box to tick, an option of a list.
    #[must_use]
    pub fn choose(self, name: &str, answer: &str) -> Self {
        self.tick(name, answer, true)
    }

    fn tick(mut self, name: &str, answer: &str, on: bool) -> Self {
        let (mut done, choices) = (false, self.choices(name));
        for field in self.fields.iter_mut().filter(|field| field.name == name) {
            let meant = field.value == answer || field.label == answer;
            match &mut field.kind {
                Kind::Tick { ticked, .. } if meant => {
                    *ticked = on;
                    done = true;
                }
                // Of radios with one name only one is ticked.
                Kind::Tick { radio: true, ticked } => *ticked = false,
                Kind::Select(options) => {
                    if let Some((value, _)) = options.iter().find(|(value, words)| value == answer || words == answer) {
                        field.value.clone_from(value);
                        done = true;
                    }
                }
                Kind::Tick { .. } | Kind::Text | Kind::Hidden => {}
            }
        }
        assert!(done, "{name} has no answer {answer:?}; it has {choices:?}");
        self
    }

    /// Sends `name` with `value` whatever the form offers: what a browser of ours would never do.
    #[must_use]
    pub fn forge(mut self, name: &str, value: impl Into<String>) -> Self {
        self.fields.retain(|field| field.name != name);
        self.extra.push((name.to_owned(), value.into()));
        self
    }

    /// Leaves the field `name` out.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.fields.retain(|field| field.name != name);
        self
    }

    /// The names of the fields, each once, in their order.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.fields.iter().map(|field| field.name.clone()).collect();
        names.dedup();
        names
    }

    fn pairs_of_fields(&self) -> Vec<(&str, &str)> {
        let sent = |field: &&Field| !matches!(field.kind, Kind::Tick { ticked: false, .. });
        self.fields
            .iter()
            .filter(sent)
            .map(|field| (field.name.as_str(), field.value.as_str()))
            .collect()
    }

    /// What is sent when the first button is pressed.
    pub fn pairs(&self) -> Vec<(String, String)> {
        self.pairs_with(self.buttons.first().and_then(|(_, pair)| pair.as_ref()))
    }

    fn pairs_with(&self, button: Option<&(String, String)>) -> Vec<(String, String)> {
        let own = self
            .pairs_of_fields()
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()));
        own.chain(self.extra.iter().cloned()).chain(button.cloned()).collect()
    }

    /// Presses the first button.
    pub async fn submit(&self) -> Page {
        self.send(&self.pairs()).await
    }

    /// Presses the button with these words.
    pub async fn press(&self, button: &str) -> Page {
        let found = self.buttons.iter().find(|(words, _)| words == button);
        let (_, pair) = found.unwrap_or_else(|| panic!("no button {button:?}; there is {:?}", self.buttons()));
        self.send(&self.pairs_with(pair.as_ref())).await
    }

    async fn send(&self, pairs: &[(String, String)]) -> Page {
        if self.method == "get" {
            let query: String = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
            let path = self.action.split('?').next().unwrap();
            self.client.get(&format!("{path}?{query}")).await
        } else {
            self.client.post(&self.action, pairs).await
        }
    }
}

fn label_of(form: ElementRef<'_>, id: &str) -> String {
    form.select(&selector("label"))
        .find(|label| !id.is_empty() && label.attr("for") == Some(id))
        .map(words)
        .unwrap_or_default()
}

fn select(element: ElementRef<'_>) -> (String, Kind) {
    let options: Vec<(String, String, bool)> = element
        .select(&selector("option"))
        .map(|option| {
            let text = words(option);
            (
                option.attr("value").map_or_else(|| text.clone(), str::to_owned),
                text,
                option.attr("selected").is_some(),
            )
        })
        .collect();
    let chosen = options.iter().find(|(_, _, selected)| *selected).or(options.first());
    let value = chosen.map(|(value, _, _)| value.clone()).unwrap_or_default();
    (
        value,
        Kind::Select(options.into_iter().map(|(value, text, _)| (value, text)).collect()),
    )
}
