//! How component options read from JSON, where nhsuk-frontend allows more than one shape for the same thing.

use serde::{Deserialize, Deserializer};

use super::html::Html;

#[derive(Deserialize)]
#[serde(untagged)]
enum Shape<T> {
    Flag(bool),
    Text(String),
    Full(T),
}

/// A part given in full, as its text alone, or as `true` for a part without text; `false` means there is none.
pub(super) fn part<'de, D: Deserializer<'de>, T: Deserialize<'de> + From<String>>(deserializer: D) -> Result<Option<T>, D::Error> {
    Ok(match Option::<Shape<T>>::deserialize(deserializer)? {
        None | Some(Shape::Flag(false)) => None,
        Some(Shape::Flag(true)) => Some(T::from(String::new())),
        Some(Shape::Text(text)) => Some(T::from(text)),
        Some(Shape::Full(part)) => Some(part),
    })
}

/// An option that is given in full, or as `true` for its defaults, or as `false` for none.
pub(super) fn toggle<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(deserializer: D) -> Result<Option<T>, D::Error> {
    Ok(match Option::<Shape<T>>::deserialize(deserializer)? {
        None | Some(Shape::Flag(false) | Shape::Text(_)) => None,
        Some(Shape::Flag(true)) => Some(T::default()),
        Some(Shape::Full(part)) => Some(part),
    })
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Item<T> {
    Nothing(#[expect(dead_code, reason = "only its shape matters: a flag where an item should be")] bool),
    Full(T),
}

impl<T> Item<T> {
    fn present(self) -> Option<T> {
        match self {
            Self::Nothing(_) => None,
            Self::Full(item) => Some(item),
        }
    }
}

/// A list in which `false` stands for an item that is left out.
pub(super) fn items<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    Ok(Vec::<Item<T>>::deserialize(deserializer)?
        .into_iter()
        .filter_map(Item::present)
        .collect())
}

/// A list in which an item that is left out still counts, because ids and columns are numbered.
pub(super) fn numbered_items<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Vec<Option<T>>, D::Error> {
    Ok(Vec::<Item<T>>::deserialize(deserializer)?.into_iter().map(Item::present).collect())
}

/// [`numbered_items`] in which the text of an item may stand for it.
pub(super) fn numbered_parts<'de, D: Deserializer<'de>, T: Deserialize<'de> + From<String>>(
    deserializer: D,
) -> Result<Vec<Option<T>>, D::Error> {
    let shapes = Vec::<Shape<T>>::deserialize(deserializer)?;
    Ok(shapes
        .into_iter()
        .map(|shape| match shape {
            Shape::Flag(_) => None,
            Shape::Text(text) => Some(T::from(text)),
            Shape::Full(part) => Some(part),
        })
        .collect())
}

/// HTML of an option; only the project's own files are read this way.
pub(super) fn html<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Html>, D::Error> {
    Ok(Option::<String>::deserialize(deserializer)?
        .filter(|html| !html.is_empty())
        .map(Html::trusted))
}
