//! Pieces that several questions are made of.

use crate::web::components::{Content, Heading, Html, Size};

/// A heading of a page that has more than one field.
pub fn heading(words: &str) -> Html {
    Html::of(Heading::new(words).size(Size::L).level(1))
}

/// A paragraph.
pub fn paragraph(words: impl Into<String>) -> Html {
    Html::join([Html::from_static("<p>"), Html::text(words), Html::from_static("</p>\n")])
}

/// A list of points.
pub fn points<T: Into<String>>(points: impl IntoIterator<Item = T>) -> Html {
    let items = points
        .into_iter()
        .map(|point| Html::join([Html::from_static("<li>"), Html::text(point), Html::from_static("</li>\n")]));
    Html::join([Html::from_static("<ul>\n"), Html::join(items), Html::from_static("</ul>\n")])
}

/// Several answers of one row, each on its own line.
pub fn row_of_lines(lines: impl IntoIterator<Item = String>) -> Content {
    let mut parts = Vec::new();
    for line in lines {
        if !parts.is_empty() {
            parts.push(Html::from_static("<br>"));
        }
        parts.push(Html::text(line));
    }
    Content::Html(Html::join(parts))
}

/// `yes` or `no`, as a radio sends it; anything else is no answer.
pub fn yes_no(text: &str) -> Option<bool> {
    match text {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

/// What a radio of `yes` and `no` has to send for this answer.
pub fn yes_no_value(answer: Option<bool>) -> String {
    answer.map_or("", |yes| if yes { "yes" } else { "no" }).to_owned()
}
