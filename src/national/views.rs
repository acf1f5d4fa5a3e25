//! Pages of the national team.

use std::collections::BTreeMap;

use askama::Template;

use super::adopt::seen;
use super::forms::{AdoptForm, MOST, Pair};
use super::model::{Comparison, Count, Tally};
use super::store;
use crate::auth::National;
use crate::dates::moment;
use crate::db::AnyConnection;
use crate::error::Error;
use crate::keys::Keys;
use crate::opportunities::{self as offered, Phase, PolicyKey, Round, pathway_words};
use crate::policies::{self, Adoption, capitalised};
use crate::prioritisation::Policy;
use crate::rounds::band_words;
use crate::web::components::{Cell, CharacterCount, FieldError, Html, Select, SummaryList, Table, Textarea};
use crate::web::form::Errors;

/// Earlier policies on the page.
const EARLIER: i64 = 20;

/// The policy in force, those before it, and the rounds to try another on.
#[derive(Template)]
#[template(path = "national/policy.html")]
pub(super) struct PolicyPage {
    in_force: SummaryList,
    earlier: Vec<SummaryList>,
    rounds: Option<Table>,
}

impl PolicyPage {
    pub fn load(db: &mut AnyConnection) -> Result<Self, Error> {
        let mut adoptions = policies::latest(db, EARLIER)?.into_iter();
        let in_force = adoptions.next().ok_or(Error::NotFound)?;
        let rounds = store::drawn_rounds(db)?;
        let columns = Table::new("Rounds that are drawn, newest first")
            .hide_caption()
            .column("Round")
            .column("Closed")
            .column("Where it stands")
            .column("Its rules")
            .responsive();
        let empty = rounds.is_empty();
        let table = rounds.iter().fold(columns, |table, round| {
            table.row([
                Cell::link(round.name.as_str(), format!("/national/policy/{}", round.reference)),
                Cell::from(moment(round.closes_at)),
                Cell::from(if round.state.phase() == Phase::Settled {
                    "Settled"
                } else {
                    "Drawn"
                }),
                Cell::from(key_words(&round.policy)),
            ])
        });
        Ok(Self {
            in_force: facts(&in_force),
            earlier: adoptions.map(|one| facts(&one)).collect(),
            rounds: (!empty).then_some(table),
        })
    }
}

fn facts(adoption: &Adoption) -> SummaryList {
    let fingerprint = Html::join([
        Html::from_static("<span class=\"app-unbroken\">"),
        Html::text(&adoption.policy.sha256),
        Html::from_static("</span>"),
    ]);
    let list = SummaryList::new()
        .row("Rules", key_words(&adoption.policy))
        .row("Adopted", adoption.adopted_at.map_or_else(|| "From the start".to_owned(), moment))
        .row("Why", adoption.reason.as_str());
    let list = match &adoption.compared_on {
        Some(round) => list.row("Compared on", round.as_str()),
        None => list,
    };
    list.row("Fingerprint", fingerprint)
}

fn key_words(key: &PolicyKey) -> String {
    format!("{}, version {}", key.id, key.version)
}

fn words(policy: &Policy) -> String {
    key_words(&policies::key_of(policy))
}

/// The policy with this name; if none is named, the first shipped one other than `not`.
fn chosen(name: &str, not: &str) -> Result<Policy, Error> {
    if !name.is_empty() {
        return policies::named(name);
    }
    let other = policies::shipped()?.into_iter().find(|policy| policy.sha256_hex() != not);
    other.ok_or(Error::NotFound)
}

/// The numbers of a comparison, each set in a table.
struct Numbers {
    tables: Vec<Table>,
}

impl Numbers {
    fn load(db: &mut AnyConnection, round: &Round, first: &Policy, second: &Policy) -> Result<Option<Self>, Error> {
        let Some(found) = store::comparison(db, round, first, second)? else {
            return Ok(None);
        };
        let titles: BTreeMap<String, String> = offered::of_round(db, round.id)?
            .into_iter()
            .map(|one| (one.reference, format!("{}, {}", one.title, one.organisation)))
            .collect();
        Ok(Some(Self {
            tables: vec![
                people("All people, by group", "Group", groups(&found)),
                people("By path", "Path", pathways(&found)),
                placements(&found, &titles),
            ],
        }))
    }
}

fn groups(found: &Comparison) -> Vec<(String, Tally)> {
    let everybody = [("All people".to_owned(), found.everybody)];
    let groups = found.groups.iter().map(|(band, tally)| (band_words(band).to_owned(), *tally));
    everybody.into_iter().chain(groups).collect()
}

fn pathways(found: &Comparison) -> Vec<(String, Tally)> {
    let words = |pathway: &Option<String>| pathway.as_deref().map_or_else(|| "no path".to_owned(), pathway_words);
    found
        .pathways
        .iter()
        .rev()
        .map(|(pathway, tally)| (words(pathway), *tally))
        .collect()
}

fn people(caption: &str, first: &str, rows: Vec<(String, Tally)>) -> Table {
    let columns = Table::new(caption.to_owned())
        .column(first.to_owned())
        .column("Gain a place")
        .column("Lose their place")
        .column("Get another placement")
        .column("Keep the same place")
        .column("Have no place with either")
        .first_cell_is_header()
        .responsive();
    rows.into_iter().fold(columns, |table, (name, tally)| {
        let counts = tally.counts().into_iter().map(|count| Cell::from(count.to_string()));
        table.row([Cell::from(capitalised(&name))].into_iter().chain(counts))
    })
}

fn placements(found: &Comparison, titles: &BTreeMap<String, String>) -> Table {
    let columns = Table::new("By placement")
        .column("Placement")
        .column("Places")
        .column("People who come in")
        .column("People who go out")
        .first_cell_is_header()
        .responsive();
    found.placements.iter().fold(columns, |table, one| {
        let title = titles.get(&one.reference).unwrap_or(&one.reference);
        let (comes, goes) = (Count(one.comes).to_string(), Count(one.goes).to_string());
        table.row([title.clone(), one.places.to_string(), comes, goes])
    })
}

/// Who would have moved in a past round.
#[derive(Template)]
#[template(path = "national/preview.html")]
pub(super) struct PreviewPage {
    round: Round,
    first: Select,
    second: Select,
    first_words: String,
    second_words: String,
    /// Where the second can be read in full.
    second_file: Option<&'static str>,
    same: bool,
    numbers: Option<Numbers>,
    /// The address at which the second policy is adopted, if it was compared with the one in force.
    adopt: Option<String>,
}

impl PreviewPage {
    pub fn load(db: &mut AnyConnection, reference: &str, pair: &Pair) -> Result<Self, Error> {
        let round = store::drawn_round(db, reference)?;
        let in_force = policies::in_force(db)?.policy.sha256;
        let first = match pair.first.as_str() {
            "" => policies::shipped()?.into_iter().find(|policy| policy.sha256_hex() == in_force),
            name => Some(policies::named(name)?),
        };
        let first = first.ok_or(Error::NotFound)?;
        let second = chosen(&pair.second, &first.sha256_hex())?;
        let numbers = Numbers::load(db, &round, &first, &second)?;
        let name = policies::name_of(&second);
        let could = first.sha256_hex() == in_force && second.sha256_hex() != in_force && numbers.is_some();
        let address = format!("/national/policy/{}/adopt?rules={name}", round.reference);
        Ok(Self {
            first: select("first", "First rules", &policies::name_of(&first))?,
            second: select("second", "Second rules", &name)?,
            first_words: words(&first),
            second_words: words(&second),
            second_file: policies::file_of(&second),
            same: first == second,
            numbers,
            adopt: could.then_some(address),
            round,
        })
    }
}

fn select(name: &str, label: &str, selected: &str) -> Result<Select, Error> {
    let select = policies::shipped()?.iter().fold(Select::new(name, label), |select, policy| {
        select.item(policies::name_of(policy), words(policy))
    });
    Ok(select.selected(selected))
}

/// Shows what would change, and asks for the reason.
#[derive(Template)]
#[template(path = "national/adopt.html")]
pub(super) struct AdoptPage {
    round: Round,
    first_words: String,
    second_words: String,
    numbers: Numbers,
    /// What the form carries along: name and value.
    carried: [(&'static str, String); 3],
    reason: CharacterCount,
    errors: Vec<FieldError>,
    back: String,
}

impl AdoptPage {
    pub fn load(
        db: &mut AnyConnection,
        keys: &Keys,
        viewer: National,
        reference: &str,
        form: &AdoptForm,
        errors: Errors,
    ) -> Result<Self, Error> {
        let round = store::drawn_round(db, reference)?;
        let in_force = policies::in_force(db)?;
        let first = policies::with_key(&in_force.policy)?;
        let second = chosen(&form.rules, &in_force.policy.sha256)?;
        let numbers = Numbers::load(db, &round, &first, &second)?;
        let name = policies::name_of(&second);
        let reason = Textarea::new("reason", "Why do you adopt these rules?")
            .hint("Your colleagues can read this. Do not name a person")
            .value(form.reason.as_str())
            .error(errors.get("reason").map(str::to_owned));
        Ok(Self {
            first_words: words(&first),
            second_words: words(&second),
            numbers: numbers.ok_or_else(|| Error::conflict("These rules do not fit this round. Choose another round."))?,
            carried: [
                ("instead-of", in_force.id.to_string()),
                ("seen", seen(keys, viewer, &round, &in_force, &second)),
                ("rules", name),
            ],
            reason: reason.max_length(u32::try_from(MOST).unwrap_or(u32::MAX)),
            errors: errors.0,
            back: format!("/national/policy/{}", round.reference),
            round,
        })
    }
}
