//! The catalogue's files, read once.

use std::sync::LazyLock;

use serde::Deserialize;

use super::model::{Catalogue, Family, Programme};
use super::search::Words;
use crate::error::Error;

macro_rules! files {
    ($($name:literal),+ $(,)?) => {
        &[$((concat!($name, ".toml"), include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/careers/", $name, ".toml")))),+]
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

const PROGRAMMES: (&str, &str) = (
    "programmes.toml",
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/careers/programmes.toml")),
);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Programmes {
    programme: Vec<Programme>,
}

static CATALOGUE: LazyLock<Result<Catalogue, Vec<String>>> = LazyLock::new(|| Catalogue::read(FAMILIES, PROGRAMMES));

impl Catalogue {
    /// Reads a catalogue from its files, each with its name: one for each family, and that of the programmes.
    ///
    /// # Errors
    /// Everything that is wrong: in each file the first thing that cannot be read, or else all that does not fit together.
    pub fn read(families: &[(&str, &str)], programmes: (&str, &str)) -> Result<Self, Vec<String>> {
        let mut problems = Vec::new();
        let mut refused = |name: &str, error: &toml::de::Error| problems.push(format!("{name}: {}", error.to_string().trim_end()));
        let mut read = Vec::new();
        for (name, text) in families {
            match toml::from_str::<Family>(text) {
                Ok(family) => read.push(family),
                Err(error) => refused(name, &error),
            }
        }
        read.sort_by(|one, other| one.name.cmp(&other.name));
        let programmes = toml::from_str::<Programmes>(programmes.1)
            .map_err(|error| refused(programmes.0, &error))
            .map_or_else(|()| Vec::new(), |file| file.programme);
        if !problems.is_empty() {
            return Err(problems);
        }
        let mut catalogue = Self {
            families: read,
            programmes,
            words: Vec::new(),
        };
        catalogue.words = catalogue.roles().map(Words::of).collect();
        let problems = catalogue.problems();
        if problems.is_empty() { Ok(catalogue) } else { Err(problems) }
    }
}

/// The catalogue that comes with the program.
///
/// # Errors
/// `Internal` with everything that is wrong with it. The program asks for it when it starts, so no page meets that.
pub fn catalogue() -> Result<&'static Catalogue, Error> {
    CATALOGUE
        .as_ref()
        .map_err(|problems| Error::internal(format!("the catalogue of careers:\n{}", problems.join("\n"))))
}
