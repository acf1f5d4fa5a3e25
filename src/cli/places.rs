//! `practise places`: makes the small lists of positions in `data/places/` of the public lists that they come from.

use std::path::PathBuf;

use clap::Args;

use super::{Failure, say};
use crate::places::{compact_outcodes, compact_towns};

/// What `practise places` needs to be told.
#[derive(Debug, Args)]
pub struct Places {
    /// The list of outcodes, with columns outcode, lat, lon, postcodes, `lad_name`, `region_code`, country
    #[arg(long)]
    outcodes: PathBuf,
    /// The list of NHS trusts, with columns address, lat, lon
    #[arg(long)]
    trusts: PathBuf,
    /// The folder that the two lists are written into
    #[arg(long, default_value = "data/places")]
    into: PathBuf,
}

impl Places {
    /// Runs the command; it needs no settings and no database.
    pub fn run(&self) -> Result<(), Failure> {
        let (outcodes, trusts) = (std::fs::read_to_string(&self.outcodes)?, std::fs::read_to_string(&self.trusts)?);
        std::fs::create_dir_all(&self.into)?;
        for (name, made) in [
            ("outcodes.csv", compact_outcodes(&outcodes)),
            ("towns.csv", compact_towns(&outcodes, &trusts)),
        ] {
            let text = made.map_err(|words| Failure::Words(format!("{name}: {words}")))?;
            std::fs::write(self.into.join(name), &text)?;
            say(format_args!("{name}: {} places", text.lines().count()));
        }
        Ok(())
    }
}
