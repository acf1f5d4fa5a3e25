//! The newest changes of the register as an Atom feed (RFC 4287).

use askama::Template;
use time::macros::format_description;
use url::Url;

use super::{LICENCE, words};
use crate::db::Instant;
use crate::error::Error;
use crate::register::index::Index;
use crate::register::model::{Change, Entry};

/// The newest changes; a reader that looks once a week misses none.
const NEWEST: usize = 200;
/// The day that all names of entries begin with, as tag URIs ask for. It never changes.
const SINCE: &str = "2026-11-01";

struct Item {
    id: String,
    title: String,
    updated: String,
    href: String,
    kind: &'static str,
}

#[derive(Template)]
#[template(path = "register/feed.xml")]
struct Feed<'f> {
    base: &'f str,
    id: String,
    updated: String,
    licence: &'static str,
    items: Vec<Item>,
}

/// The file's bytes.
pub fn write(index: &Index, public_url: &str) -> Result<Vec<u8>, Error> {
    let base = public_url.trim_end_matches('/');
    let url = Url::parse(public_url).map_err(Error::internal)?;
    let tag = format!("tag:{},{SINCE}:", url.host_str().unwrap_or("localhost"));
    let mut changes: Vec<Change<'_>> = index.entries().iter().flat_map(Entry::changes).collect();
    changes.sort_by_key(|change| (std::cmp::Reverse(change.at), change.pledge.id, change.kind, change.number));
    changes.truncate(NEWEST);
    let feed = Feed {
        base,
        id: format!("{tag}organisations"),
        updated: changes
            .first()
            .map_or_else(|| Ok(format!("{SINCE}T00:00:00Z")), |change| moment(change.at))?,
        licence: LICENCE,
        items: changes.iter().map(|change| item(change, base, &tag)).collect::<Result<_, _>>()?,
    };
    Ok(feed.render()?.into_bytes())
}

fn item(change: &Change<'_>, base: &str, tag: &str) -> Result<Item, Error> {
    let name = change.kind.as_str();
    let number = if change.number == 0 {
        String::new()
    } else {
        format!("/{}", change.number)
    };
    Ok(Item {
        id: format!("{tag}pledge/{}/{name}{number}", change.pledge.reference),
        title: format!("{}: {} {}", change.entry.name, change.pledge.kind.name(), words(change.kind)),
        updated: moment(change.at)?,
        href: format!("{base}{}", change.entry.path()),
        kind: name,
    })
}

/// A moment as feeds write it.
fn moment(at: Instant) -> Result<String, Error> {
    let form = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]Z");
    at.utc().format(form).map_err(Error::internal)
}
