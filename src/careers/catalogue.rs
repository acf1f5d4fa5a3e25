//! The catalogue's files, read once.

use std::sync::LazyLock;

use serde::Deserialize;

use super::model::{Catalogue, Family, Programme};
use crate::error::Error;

macro_rules! files {
    ($($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/careers/", $name, ".toml")))),+]
    };
}

/// Each family's file.
const FAMILIES: &[(&str, &str)] = files!(
    "allied-health",
    "ambulance",
    "dental",
    "doctors",
    "estates",
    "health-informatics",
    "healthcare-science",
    "healthcare-support",
    "management",
    "midwifery",
    "nursing",
    "pharmacy",
    "psychological",
    "public-health",
    "social-care",
);

const PROGRAMMES: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/careers/programmes.toml"));

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Programmes {
    programme: Vec<Programme>,
}

static CATALOGUE: LazyLock<Result<Catalogue, String>> = LazyLock::new(read);

fn read() -> Result<Catalogue, String> {
    let mut families = Vec::new();
    for (name, text) in FAMILIES {
        let family: Family = toml::from_str(text).map_err(|error| format!("data/careers/{name}.toml: {error}"))?;
        families.push(family);
    }
    families.sort_by(|one, other| one.name.cmp(&other.name));
    let Programmes { programme: programmes } = toml::from_str(PROGRAMMES).map_err(|error| format!("data/careers/programmes.toml: {error}"))?;
    let catalogue = Catalogue { families, programmes };
    match catalogue.problems().as_slice() {
        [] => Ok(catalogue),
        problems => Err(problems.join("; ")),
    }
}

/// The catalogue that comes with the program.
///
/// # Errors
/// `Internal` if a file of it is wrong; a test reads them all, so no program that was tested has one.
pub fn catalogue() -> Result<&'static Catalogue, Error> {
    CATALOGUE.as_ref().map_err(Error::internal)
}
