//! A file as rows of named columns, whatever its encoding.

use super::record::{Problem, SourceFile, unless};

/// A file with its header.
pub struct Table {
    file: String,
    header: csv::StringRecord,
    rows: Vec<csv::StringRecord>,
}

/// One line of a table.
#[derive(Clone, Copy)]
pub struct Line<'a> {
    table: &'a Table,
    row: &'a csv::StringRecord,
}

impl Table {
    /// Reads a file: UTF-8, or else Windows-1252, which is what the live register is in.
    ///
    /// # Errors
    /// That it cannot be read, or the lines that have not as many fields as the header.
    pub fn open(file: &SourceFile) -> Result<Self, Vec<Problem>> {
        let text = file.text();
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let unreadable = |error: &csv::Error| vec![Problem::unreadable(&file.name, error)];
        let header = reader.headers().map_err(|error| unreadable(&error))?.clone();
        if header.is_empty() {
            return Err(vec![Problem::new(&file.name, None, None, "is empty")]);
        }
        let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().map_err(|error| unreadable(&error))?;
        let table = Self {
            file: file.name.clone(),
            header,
            rows,
        };
        let wrong: Vec<Problem> = table.lines().filter_map(Line::wrong_length).collect();
        unless(&table.file, wrong)?;
        Ok(table)
    }

    /// The file's name.
    pub fn name(&self) -> &str {
        &self.file
    }

    /// Its rows.
    pub fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        self.rows.iter().map(|row| Line { table: self, row })
    }

    /// The names of its columns.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.header.iter()
    }

    /// Where a column stands.
    pub fn position(&self, column: &str) -> Option<usize> {
        self.header.iter().position(|name| name == column)
    }

    /// Something that is wrong with the whole file, or with its header if `column` is named.
    pub fn problem(&self, column: Option<&str>, message: impl Into<String>) -> Problem {
        Problem::new(&self.file, column.map(|_| 1), column, message)
    }
}

impl<'a> Line<'a> {
    /// What stands in a column.
    pub fn get(self, column: usize) -> &'a str {
        self.row.get(column).unwrap_or_default()
    }

    /// The same, or nothing if it is empty.
    pub fn some(self, column: usize) -> Option<String> {
        Some(self.get(column)).filter(|text| !text.is_empty()).map(str::to_owned)
    }

    /// The line's number in the file, from 1.
    pub fn number(self) -> u64 {
        self.row.position().map_or(0, csv::Position::line)
    }

    /// Something that is wrong in a column of this line.
    pub fn problem(self, column: usize, message: impl Into<String>) -> Problem {
        Problem::new(&self.table.file, Some(self.number()), self.table.header.get(column), message)
    }

    fn wrong_length(self) -> Option<Problem> {
        let (has, wants) = (self.row.len(), self.table.header.len());
        (has != wants).then(|| {
            let message = format!("has {has} fields, and the header has {wants}");
            Problem::new(&self.table.file, Some(self.number()), None, message)
        })
    }
}
