//! What the register knows of an organisation: its commitments, and what it has done for them.

use std::collections::BTreeMap;

use time::Date;

use crate::dates::months_before;
use crate::db::Instant;
use crate::organisations::{AreaKind, OrganisationKind};
use crate::places::{self, Point};
use crate::pledges::{CommitmentKind, PledgeState};
use crate::text_enum;

text_enum! {
    /// Where a commitment stands, as the public reads it.
    pub enum Status {
        /// Signed, and no review is waited for.
        InForce = "in_force",
        /// In force, and its yearly review is due.
        DueForReview = "due_for_review",
        /// Not reviewed in time.
        Lapsed = "lapsed",
        /// Taken back by the organisation.
        Withdrawn = "withdrawn",
        /// Taken over by another organisation.
        Succeeded = "succeeded",
    }
}

impl Status {
    /// The status of a pledge; none while it is not public.
    pub const fn of(state: PledgeState) -> Option<Self> {
        match state {
            PledgeState::Published => Some(Self::InForce),
            PledgeState::DueForReview => Some(Self::DueForReview),
            PledgeState::Lapsed => Some(Self::Lapsed),
            PledgeState::Withdrawn => Some(Self::Withdrawn),
            PledgeState::SucceededBy => Some(Self::Succeeded),
            PledgeState::Draft | PledgeState::AwaitingSignatory | PledgeState::AwaitingChampion | PledgeState::AwaitingAreaApproval => None,
        }
    }

    /// The status in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::InForce => "In force",
            Self::DueForReview => "Due for review",
            Self::Lapsed => "Lapsed",
            Self::Withdrawn => "Withdrawn",
            Self::Succeeded => "Taken over",
        }
    }

    /// True if the organisation is committed now.
    pub const fn holds(self) -> bool {
        matches!(self, Self::InForce | Self::DueForReview)
    }
}

/// A commitment that was published once. It stays on the register for ever.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// The pledge's number.
    pub id: i64,
    /// Its public reference.
    pub reference: String,
    /// Which commitment.
    pub kind: CommitmentKind,
    /// Where it stands.
    pub status: Status,
    /// The number of the words that were signed.
    pub text_id: i64,
    /// Their version.
    pub version: String,
    /// When it was published.
    pub since: Instant,
    /// When it is reviewed next.
    pub review_on: Option<Date>,
    /// When it ended.
    pub ended_at: Option<Instant>,
    /// Protected hours for each ambassador and year.
    pub hours: Option<i32>,
    /// The numbers that were promised, by clause.
    pub promised: BTreeMap<String, i32>,
    /// The jobs of the ambassadors that were named.
    pub ambassadors: Vec<String>,
    /// When yearly reviews were approved, oldest first.
    pub renewed: Vec<Instant>,
}

/// A case study that is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Study {
    /// The part of its address that names it.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// When it was published.
    pub at: Instant,
}

/// Another organisation that took over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Successor {
    /// Its number.
    pub id: i64,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The part of its address that names it.
    pub slug: String,
}

/// An area of the NHS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterArea {
    /// Its number.
    pub id: i64,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: AreaKind,
}

/// An organisation on the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its number.
    pub id: i64,
    /// Its code with the Organisation Data Service.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The part of its address that names it; never another's.
    pub slug: String,
    /// Its kind.
    pub kind: OrganisationKind,
    /// The town of its main address.
    pub town: String,
    /// The postcode of its main address.
    pub postcode: String,
    /// The numbers of the areas that it lies in.
    pub areas: Vec<i64>,
    /// Its last day, if it is closed.
    pub closed_on: Option<Date>,
    /// Who took over.
    pub successor: Option<Successor>,
    /// All its commitments, newest first.
    pub pledges: Vec<Signed>,
    /// The days of activities that took place.
    pub activities: Vec<Date>,
    /// Its case studies, newest first.
    pub studies: Vec<Study>,
    /// Places by the day on which they were put on offer.
    pub places: Vec<(Date, i32)>,
}

text_enum! {
    /// What is counted.
    pub enum Counted {
        /// Places put on offer in the last 12 months.
        Places = "places_offered",
        /// Activities in the last 12 months.
        Activities = "activities",
        /// Case studies published in the last 12 months.
        CaseStudies = "case_studies",
        /// Ambassadors who are named.
        Ambassadors = "ambassadors",
    }
}

impl Counted {
    /// The clause that promises a number of it, and the least that the commitment asks for.
    const fn promise(self) -> (&'static str, Option<i32>) {
        match self {
            Self::Places => ("requests", None),
            Self::Activities => ("activities", Some(5)),
            Self::CaseStudies => ("case-study", Some(1)),
            Self::Ambassadors => ("ambassadors", Some(5)),
        }
    }

    /// What is counted, in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Places => "Places offered in the last 12 months",
            Self::Activities => "Activities in the last 12 months",
            Self::CaseStudies => "Case studies in the last 12 months",
            Self::Ambassadors => "Named ambassadors",
        }
    }

    /// What is counted for a commitment.
    pub const fn of(kind: CommitmentKind) -> &'static [Self] {
        match kind {
            CommitmentKind::Practise => &[Self::Places],
            CommitmentKind::HealthAmbassador => &[Self::Ambassadors, Self::Activities, Self::CaseStudies],
        }
    }
}

/// How much of what was promised is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    /// What is counted.
    pub counted: Counted,
    /// How many there are.
    pub done: i64,
    /// How many were promised, if a number was.
    pub promised: Option<i32>,
}

impl Figure {
    /// "3 of 5", or "3" if no number was promised.
    pub fn words(&self) -> String {
        self.promised
            .map_or_else(|| self.done.to_string(), |promised| format!("{} of {promised}", self.done))
    }
}

impl Entry {
    /// Its newest pledge of a kind: what the register says that it stands for.
    pub fn current(&self, kind: CommitmentKind) -> Option<&Signed> {
        self.pledges.iter().find(|pledge| pledge.kind == kind)
    }

    /// What it has done for a commitment of the past 12 months, of what it promised.
    pub fn figures(&self, pledge: &Signed, today: Date) -> Vec<Figure> {
        let from = months_before(today, 12);
        let lately = |day: Date| from < day && day <= today;
        let count = |counted: Counted| match counted {
            Counted::Places => self
                .places
                .iter()
                .filter(|(day, _)| lately(*day))
                .map(|(_, places)| i64::from(*places))
                .sum(),
            Counted::Activities => number(self.activities.iter().filter(|day| lately(**day)).count()),
            Counted::CaseStudies => number(self.studies.iter().filter(|study| lately(study.at.date())).count()),
            Counted::Ambassadors => number(pledge.ambassadors.len()),
        };
        let figure = |counted: &Counted| {
            let (clause, least) = counted.promise();
            Figure {
                counted: *counted,
                done: count(*counted),
                promised: pledge.promised.get(clause).copied().or(least),
            }
        };
        Counted::of(pledge.kind).iter().map(figure).collect()
    }

    /// Where it is: the middle of the first half of its postcode.
    pub fn point(&self) -> Option<Point> {
        places::outcode(self.postcode.split_whitespace().next()?)
    }

    /// The address of its page.
    pub fn path(&self) -> String {
        format!("/organisations/{}", self.slug)
    }
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

text_enum! {
    /// What happened to a commitment.
    pub enum ChangeKind {
        /// It was published.
        Published = "published",
        /// Its yearly review was approved.
        Renewed = "renewed",
        /// It lapsed.
        Lapsed = "lapsed",
        /// It was withdrawn.
        Withdrawn = "withdrawn",
        /// Another organisation took over.
        Succeeded = "succeeded",
    }
}

/// A change of the register.
#[derive(Clone, Copy, Debug)]
pub struct Change<'a> {
    /// When.
    pub at: Instant,
    /// What happened.
    pub kind: ChangeKind,
    /// Counts renewals of one pledge from 1; 0 for everything else.
    pub number: usize,
    /// Whose commitment.
    pub entry: &'a Entry,
    /// Which.
    pub pledge: &'a Signed,
}

impl Entry {
    /// Everything that happened to its commitments.
    pub fn changes(&self) -> impl Iterator<Item = Change<'_>> {
        self.pledges.iter().flat_map(move |pledge| {
            let change = move |at, kind, number| Change {
                at,
                kind,
                number,
                entry: self,
                pledge,
            };
            let end = match pledge.status {
                Status::Lapsed => Some(ChangeKind::Lapsed),
                Status::Withdrawn => Some(ChangeKind::Withdrawn),
                Status::Succeeded => Some(ChangeKind::Succeeded),
                Status::InForce | Status::DueForReview => None,
            };
            let renewed = (1..).zip(&pledge.renewed);
            std::iter::once(change(pledge.since, ChangeKind::Published, 0))
                .chain(renewed.map(move |(number, at)| change(*at, ChangeKind::Renewed, number)))
                .chain(end.zip(pledge.ended_at).map(move |(kind, at)| change(at, kind, 0)))
        })
    }
}
