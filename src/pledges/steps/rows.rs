//! Forms with as many rows of two fields as somebody needs, without scripts: a button adds one.

use crate::web::components::{Button, Html};

/// What the page sends, as it came.
pub type Sent = Vec<(String, String)>;

/// The button that adds a row.
const ADD: &str = "add";

/// The rows of a form.
pub struct Rows {
    /// Both fields of each row, as they were typed.
    pub typed: Vec<(String, String)>,
    /// The button for another row was pressed.
    pub adds: bool,
}

impl Rows {
    /// Reads the fields `first-1`, `second-1`, `first-2` and so on, at most `most` rows. Whatever else was sent is left out.
    pub fn read(sent: &Sent, (first, second): (&str, &str), most: usize) -> Self {
        let value = |name: &str, number: usize| {
            let field = format!("{name}-{number}");
            let found = sent.iter().find(|(known, _)| *known == field);
            found.map(|(_, value)| value.clone())
        };
        let rows = (1..=most).map_while(|number| Some((value(first, number)?, value(second, number)?)));
        Self {
            typed: rows.collect(),
            adds: sent.iter().any(|(name, _)| name == ADD),
        }
    }

    /// The rows as a form that was sent.
    pub fn sent(rows: impl IntoIterator<Item = (String, String)>, (first, second): (&str, &str)) -> Sent {
        let mut sent = Sent::new();
        for ((one, two), number) in rows.into_iter().zip(1..) {
            sent.push((format!("{first}-{number}"), one));
            sent.push((format!("{second}-{number}"), two));
        }
        sent
    }

    /// How many rows the page shows: those that were there, one more if it was asked for, and never fewer than `least`.
    pub fn shown(&self, least: usize, most: usize) -> usize {
        (self.typed.len() + usize::from(self.adds)).clamp(least, most)
    }

    /// Both fields of a row, empty for a new one.
    pub fn at(&self, index: usize) -> (String, String) {
        self.typed.get(index).cloned().unwrap_or_default()
    }
}

/// The button for another row; nothing if there is no room for one.
pub fn add_button(shown: usize, most: usize) -> Option<Html> {
    (shown < most).then(|| Html::of(Button::new("Add another").secondary().sends(ADD, "yes")))
}
