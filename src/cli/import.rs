//! `practise import`: data that others publish.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{Failure, ledger, say};
use crate::config::Config;
use crate::organisations::{self, OrganisationKind};
use crate::schools::import::{self, Given, Problem, SourceFile};
use crate::tx::Actor;

/// What can be imported.
#[derive(Debug, Subcommand)]
pub enum Import {
    /// The register of schools: establishments and links of Get Information about Schools, and shares of pupils with free school meals
    Schools(Schools),
    /// Organisations: a file in the "etr" layout of the Organisation Data Service (27 columns, no header), with their areas
    Organisations(Organisations),
    /// The areas that come with the program: NHS regions, integrated care boards, education and training boards of 2014
    Areas,
}

/// A file of organisations of one kind.
#[derive(Debug, Args)]
pub struct Organisations {
    /// The file
    file: PathBuf,
    /// Of which kind all of them are: `nhs_trust`, `gp_practice`, `social_care`, hospice, charity or education
    #[arg(long, default_value = "nhs_trust")]
    kind: OrganisationKind,
}

/// Files about schools. Which is which is told by their headers.
#[derive(Debug, Args)]
pub struct Schools {
    /// The files
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// The year of the shares in files that do not say it: of the census in January (2023), or of the school year (2022/23)
    #[arg(long)]
    year: Option<String>,
    /// Who published the shares, in files that do not say it, such as "Department for Education"
    #[arg(long)]
    source: Option<String>,
}

impl Import {
    /// Runs the command.
    pub fn run(&self, config: &Config) -> Result<(), Failure> {
        match self {
            Self::Schools(schools) => schools.run(config),
            Self::Organisations(organisations) => organisations.run(config),
            Self::Areas => {
                say(ledger(config).write_now(Actor::Operator, organisations::import::import_areas)?);
                Ok(())
            }
        }
    }
}

impl Organisations {
    /// Reads the file, and stores what it says if nothing is wrong with it.
    fn run(&self, config: &Config) -> Result<(), Failure> {
        let read = organisations::import::read(&source(&self.file)?, self.kind).map_err(|problems| told(&problems))?;
        say(ledger(config).write_now(Actor::Operator, |tx| organisations::import::import(tx, &read))?);
        Ok(())
    }
}

/// Every problem of a file, and that nothing came of it.
fn told(problems: &[Problem]) -> Failure {
    let problems = problems.iter().map(ToString::to_string);
    Failure::Settings(problems.chain(["nothing was changed".to_owned()]).collect())
}

/// A file from the disk.
fn source(path: &PathBuf) -> Result<SourceFile, Failure> {
    let name = path.display().to_string();
    match std::fs::read(path) {
        Ok(bytes) => Ok(SourceFile { name, bytes }),
        Err(error) => Err(Failure::Settings(vec![format!("{name}: cannot be read: {error}")])),
    }
}

impl Schools {
    /// Reads all files, and stores what they say if nothing is wrong with any of them.
    fn run(&self, config: &Config) -> Result<(), Failure> {
        let sources: Vec<SourceFile> = self.files.iter().map(source).collect::<Result<_, _>>()?;
        let register = import::read(&sources, &self.given()?).map_err(|problems| told(&problems))?;
        let changes = ledger(config).write_now(Actor::Operator, |tx| import::import(tx, &register))?;
        say(changes);
        Ok(())
    }

    fn given(&self) -> Result<Given, Failure> {
        let year = |text: &String| {
            import::census_year(text).ok_or_else(|| Failure::Settings(vec![format!("--year must be like 2023 or 2022/23, not {text}")]))
        };
        Ok(Given {
            census_year: self.year.as_ref().map(year).transpose()?,
            source: self
                .source
                .as_ref()
                .map(|source| source.trim().to_owned())
                .filter(|source| !source.is_empty()),
        })
    }
}
