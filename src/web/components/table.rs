//! Tables of facts and of things to work through.

use askama::Template;
use askama::filters::HtmlSafe;
use serde::Deserialize;

use super::card::Card;
use super::cell::{Align, Cell, Format, Sort};
use super::heading::{Element, Heading, Style};
use super::html::{Attributes, Content, Html};
use super::options;
use super::text::{Size, classes, when};

/// A cell as it is shown in its row.
struct ShownCell {
    header: bool,
    attributes: Attributes,
    /// The head of the column, repeated for small screens.
    label: Option<Html>,
    content: Html,
    wrapped: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Variant {
    Reverse,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(transparent)]
struct Row(#[serde(deserialize_with = "options::numbered_parts")] Vec<Option<Cell>>);

/// A table.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/table.html")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of nhsuk-frontend's, named as there")]
#[must_use]
pub struct Table {
    #[serde(deserialize_with = "options::part")]
    caption: Option<Heading>,
    #[serde(deserialize_with = "options::numbered_parts")]
    head: Vec<Option<Cell>>,
    #[serde(deserialize_with = "options::items")]
    rows: Vec<Row>,
    first_cell_is_header: bool,
    responsive: bool,
    compact: bool,
    striped: bool,
    scroll: bool,
    variant: Option<Variant>,
    border: Option<bool>,
    last_row_border: Option<bool>,
    #[serde(deserialize_with = "options::toggle")]
    card: Option<Card>,
}

impl HtmlSafe for Table {}

impl Table {
    /// A table whose caption says what it shows.
    pub fn new(caption: impl Into<Content>) -> Self {
        Self {
            caption: Some(Heading::from(caption).size(Size::M)),
            ..Self::default()
        }
    }

    /// Keeps the caption for screen readers only, where a heading says the same.
    pub fn hide_caption(mut self) -> Self {
        if let Some(caption) = &mut self.caption {
            caption.size = None;
            caption.classes = Some("nhsuk-u-visually-hidden".into());
        }
        self
    }

    /// Another column.
    pub fn column(mut self, head: impl Into<Cell>) -> Self {
        self.head.push(Some(head.into()));
        self
    }

    /// Another row, a cell for each column.
    pub fn row<T: Into<Cell>>(mut self, cells: impl IntoIterator<Item = T>) -> Self {
        self.rows.push(Row(cells.into_iter().map(|cell| Some(cell.into())).collect()));
        self
    }

    /// The first cell of each row names the row.
    pub fn first_cell_is_header(mut self) -> Self {
        self.first_cell_is_header = true;
        self
    }

    /// The table scrolls sideways on small screens, for wide tables of numbers.
    pub fn scrolling(mut self) -> Self {
        self.scroll = true;
        self
    }

    /// Rows become blocks on small screens. Roles keep the meaning of the cells that are blocks then; the Nu HTML
    /// checker calls them errors all the same.
    pub fn responsive(mut self) -> Self {
        self.responsive = true;
        self
    }

    /// Less space, for staff pages.
    pub fn compact(mut self) -> Self {
        self.compact = true;
        self
    }

    /// Every second row shaded, for wide tables.
    pub fn striped(mut self) -> Self {
        self.striped = true;
        self
    }

    fn sortable(&self) -> bool {
        self.columns().any(|(_, cell)| cell.sort().is_some())
    }

    /// Whether sorting needs a new page, because the heads are links.
    fn sorted_by_server(&self) -> bool {
        let mut columns = self.columns().skip_while(|(_, cell)| cell.sort().is_none());
        columns.any(|(_, cell)| cell.href.is_some())
    }

    fn columns(&self) -> impl Iterator<Item = (usize, &Cell)> {
        self.head
            .iter()
            .enumerate()
            .filter_map(|(index, cell)| Some((index, cell.as_ref()?)))
    }

    fn table_attributes(&self) -> Attributes {
        let sortable = self.sortable();
        let no_border = self.border == Some(false);
        let class = classes(
            "nhsuk-table",
            [
                when(self.variant.is_some(), "nhsuk-table--reverse"),
                when(self.compact, "nhsuk-table--compact"),
                when(self.responsive, "nhsuk-table--responsive"),
                when(no_border, "nhsuk-table--no-border"),
                when(!no_border && self.last_row_border == Some(false), "nhsuk-table--no-last-row-border"),
                when(sortable, "nhsuk-table--sortable"),
                when(self.striped, "nhsuk-table--striped"),
            ],
        );
        Attributes::new()
            .with("class", class)
            .with_some("data-module", (sortable && !self.sorted_by_server()).then_some("nhsuk-table"))
            .with_some("role", self.responsive.then_some("table"))
    }

    fn caption_id(&self) -> Option<String> {
        let caption = self.caption.as_ref()?;
        caption.id.clone().or_else(|| {
            let words: String = caption.text.as_ref()?.replace(' ', "-").to_lowercase().chars().take(40).collect();
            self.scroll.then(|| format!("table-{words}-caption"))
        })
    }

    fn shown_caption(&self) -> Option<Heading> {
        let caption = self.caption.as_ref().filter(|caption| caption.shown())?;
        let sortable = self.sortable().then(|| "Column headers are sortable".to_owned());
        let hidden = caption.visually_hidden_text.clone().or(sortable);
        Some(Heading {
            id: self.caption_id(),
            visually_hidden_text: hidden.map(|hidden| format!("({hidden})")),
            element: Some(Element::Caption),
            style: Style {
                class: "nhsuk-table__caption",
                prefix: "nhsuk-table__caption--",
                sizes: &[Size::S, Size::M, Size::L, Size::Xl],
            },
            ..caption.clone()
        })
    }

    fn head_cells(&self) -> Vec<ShownCell> {
        let by_server = self.sorted_by_server();
        self.columns()
            .map(|(_, cell)| {
                let sort = cell.sort();
                let next = cell.sort_next.filter(|_| self.sortable() && !by_server);
                let attributes = Attributes::new()
                    .with("class", cell.class("nhsuk-table__header", cell.format, cell.align))
                    .with("scope", "col")
                    .with_some("role", self.responsive.then_some("columnheader"))
                    .with_some("data-sort", sort.map(|_| ""))
                    .with_some("data-sort-next", next.map(Sort::name))
                    .with_some("aria-sort", sort.filter(|sort| *sort != Sort::None).map(Sort::name));
                ShownCell {
                    header: true,
                    attributes,
                    label: None,
                    content: cell.linked_value(),
                    wrapped: false,
                }
            })
            .collect()
    }

    fn body_rows(&self) -> Vec<Vec<ShownCell>> {
        let show = |row: &Row| {
            let cells = row.0.iter().enumerate().filter_map(|(index, cell)| Some((index, cell.as_ref()?)));
            cells.map(|(index, cell)| self.show(cell, index)).collect()
        };
        self.rows.iter().map(show).collect()
    }

    fn show(&self, cell: &Cell, index: usize) -> ShownCell {
        let head = self.head.get(index).and_then(Option::as_ref);
        let header = index == 0 && self.first_cell_is_header;
        let head_format = head.and_then(|head| head.format);
        let inherited = match (cell.format, head_format) {
            (Some(Format::String), Some(Format::Numeric)) => Some(Align::Right),
            _ => head.and_then(|head| head.align),
        };
        let base = if header { "nhsuk-table__header" } else { "nhsuk-table__cell" };
        let role = if header { "rowheader" } else { "cell" };
        let attributes = Attributes::new()
            .with("class", cell.class(base, cell.format.or(head_format), cell.align.or(inherited)))
            .with_some("scope", header.then_some("row"))
            .with_some("role", self.responsive.then_some(role))
            .with_some("data-sort-value", cell.sort_value.as_ref());
        let label = self.responsive.then(|| head.map_or_else(|| Html::from_static(""), Cell::value));
        let wrapped = label.is_some() && cell.html.is_some();
        ShownCell {
            header,
            attributes,
            label,
            content: cell.linked_value(),
            wrapped,
        }
    }

    /// The card with the table inside, if it stands in one.
    fn boxed(&self) -> Option<Card> {
        let card = self.card.clone()?;
        Some(card.body(Html::of(Self {
            card: None,
            ..self.clone()
        })))
    }
}
