//! Makes the small files in `data/places/` of the public lists that they come from: `practise places` writes them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Reads one line of comma-separated values, with quotes.
fn fields(line: &str) -> Vec<String> {
    let (mut fields, mut field, mut quoted) = (Vec::new(), String::new(), false);
    let mut rest = line.trim_end_matches('\r').chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '"' if quoted && rest.peek() == Some(&'"') => {
                rest.next();
                field.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(std::mem::take(&mut field)),
            _ => field.push(c),
        }
    }
    fields.push(field);
    fields
}

/// The rows of a list by the names of their columns.
struct Rows {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Rows {
    /// Reads a list whose first line names its columns, and needs these.
    fn read(text: &str, needed: &[&str]) -> Result<Self, String> {
        let mut lines = text.lines().filter(|line| !line.trim().is_empty()).map(fields);
        let columns = lines.next().ok_or("the list is empty")?;
        for name in needed {
            if !columns.iter().any(|column| column == name) {
                return Err(format!("the list has no column {name}"));
            }
        }
        let rows: Vec<Vec<String>> = lines.collect();
        match rows.iter().position(|row| row.len() != columns.len()) {
            Some(at) => Err(format!("line {} has not as many columns as the first", at + 2)),
            None => Ok(Self { columns, rows }),
        }
    }

    fn get<'a>(&self, row: &'a [String], name: &str) -> &'a str {
        let at = self.columns.iter().position(|column| column == name);
        at.and_then(|at| row.get(at)).map_or("", |field| field.trim())
    }

    fn position(&self, row: &[String]) -> Option<(f64, f64)> {
        Some((self.get(row, "lat").parse().ok()?, self.get(row, "lon").parse().ok()?))
    }
}

/// Two letters for a region of England, or for another country.
fn letters(region: &str, country: &str) -> &'static str {
    match (region, country) {
        ("E12000001", _) => "NE",
        ("E12000002", _) => "NW",
        ("E12000003", _) => "YH",
        ("E12000004", _) => "EM",
        ("E12000005", _) => "WM",
        ("E12000006", _) => "EE",
        ("E12000007", _) => "LN",
        ("E12000008", _) => "SE",
        ("E12000009", _) => "SW",
        (_, "Wales") => "WA",
        (_, "Scotland") => "SC",
        _ => "XX",
    }
}

/// `outcodes.csv` of the list of outcodes with `outcode`, `lat`, `lon`, `region_code` and `country`: code, position to about 100 metres, region.
///
/// # Errors
/// What is wrong with the list.
pub fn outcodes(raw: &str) -> Result<String, String> {
    let rows = Rows::read(raw, &["outcode", "lat", "lon", "region_code", "country"])?;
    let mut compact = BTreeMap::new();
    for row in &rows.rows {
        if let Some((lat, lon)) = rows.position(row) {
            let region = letters(rows.get(row, "region_code"), rows.get(row, "country"));
            compact.insert(rows.get(row, "outcode"), format!("{lat:.3},{lon:.3},{region}"));
        }
    }
    let mut text = String::new();
    for (code, rest) in compact {
        writeln!(text, "{code},{rest}").map_err(|error| error.to_string())?;
    }
    Ok(text)
}

/// A district's name as people say it: "Bristol", not "Bristol, City of".
fn said(name: &str) -> String {
    let name = name.split(", ").next().unwrap_or(name);
    let name = name.strip_prefix("City of ").unwrap_or(name);
    name.replace(',', "")
}

/// A place, and the postcodes or trusts that its middle is made of.
#[derive(Default)]
struct Sum {
    lat: f64,
    lon: f64,
    weight: f64,
    size: f64,
}

impl Sum {
    fn add(&mut self, (lat, lon): (f64, f64), weight: f64) {
        self.lat += lat * weight;
        self.lon += lon * weight;
        self.weight += weight;
    }
}

/// `towns.csv` of the same list, with `lad_name` and `postcodes`, and of the list of trusts, with `address`, `lat` and `lon`: name and middle, those
/// with most postcodes first. A town in which a trust has its address is where its trusts are; a district is where its postcodes are.
///
/// # Errors
/// What is wrong with one of the lists.
pub fn towns(outcodes: &str, trusts: &str) -> Result<String, String> {
    let mut found: BTreeMap<String, Sum> = BTreeMap::new();
    let rows = Rows::read(outcodes, &["lat", "lon", "lad_name", "postcodes"])?;
    for row in &rows.rows {
        let (name, count) = (
            said(rows.get(row, "lad_name")),
            rows.get(row, "postcodes").parse::<f64>().unwrap_or_default(),
        );
        if let (false, Some(position)) = (name.is_empty() || count <= 0.0, rows.position(row)) {
            let sum = found.entry(name).or_default();
            sum.add(position, count);
            sum.size += count;
        }
    }
    let rows = Rows::read(trusts, &["address", "lat", "lon"])?;
    let mut with_trusts: BTreeMap<String, Sum> = BTreeMap::new();
    for row in &rows.rows {
        let name = rows.get(row, "address").rsplit(", ").next().unwrap_or_default().to_owned();
        let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '\''));
        if let (true, Some(position)) = (is_name, rows.position(row)) {
            with_trusts.entry(name).or_default().add(position, 1.0);
        }
    }
    for (name, mut sum) in with_trusts {
        sum.size = found.get(&name).map_or(sum.weight, |district| district.size);
        found.insert(name, sum);
    }
    let mut order: Vec<(String, Sum)> = found.into_iter().collect();
    order.sort_by(|(name, one), (other_name, other)| other.size.total_cmp(&one.size).then_with(|| name.cmp(other_name)));
    let mut text = String::new();
    for (name, sum) in order {
        writeln!(text, "{name},{:.3},{:.3}", sum.lat / sum.weight, sum.lon / sum.weight).map_err(|error| error.to_string())?;
    }
    Ok(text)
}
