//! What a pledge is: an organisation's signature under one commitment, who has to say yes to it, and where it stands.

use time::Date;

use crate::db::Instant;
use crate::text_enum;

text_enum! {
    /// Which commitment an organisation signs.
    pub enum CommitmentKind {
        /// Work experience is given openly and fairly.
        Practise = "practise",
        /// Staff tell others about careers in health.
        HealthAmbassador = "health_ambassador",
    }
}

impl CommitmentKind {
    /// Its name, as people read it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Practise => "Practise Commitment",
            Self::HealthAmbassador => "Health Ambassador commitment",
        }
    }

    /// What stands for it in addresses.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Practise => "practise",
            Self::HealthAmbassador => "ambassador",
        }
    }
}

text_enum! {
    /// Where a pledge stands, as it is stored; `state.rs` has the data of each.
    pub enum PledgeState {
        /// Being written.
        Draft = "draft",
        /// Sent; whoever signs for the organisation is asked.
        AwaitingSignatory = "awaiting_signatory",
        /// Signed; the board's champion is asked.
        AwaitingChampion = "awaiting_champion",
        /// The champion stands behind it; the area's lead is asked.
        AwaitingAreaApproval = "awaiting_area_approval",
        /// On the public register.
        Published = "published",
        /// On the register, and its yearly review is due.
        DueForReview = "due_for_review",
        /// Not reviewed in time.
        Lapsed = "lapsed",
        /// Taken back by the organisation.
        Withdrawn = "withdrawn",
        /// Another organisation took over and signed again.
        SucceededBy = "succeeded_by",
    }
}

impl PledgeState {
    /// True if the organisation is committed now.
    pub const fn is_in_force(self) -> bool {
        matches!(self, Self::Published | Self::DueForReview)
    }

    /// True while somebody is asked to say yes.
    pub const fn is_asked(self) -> bool {
        matches!(self, Self::AwaitingSignatory | Self::AwaitingChampion | Self::AwaitingAreaApproval)
    }

    /// True once nothing changes any more.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Lapsed | Self::Withdrawn | Self::SucceededBy)
    }

    /// The state in words, as a tag shows it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Draft => "Draft",
            Self::AwaitingSignatory => "Waiting for the signature",
            Self::AwaitingChampion => "Waiting for the champion",
            Self::AwaitingAreaApproval => "Waiting for approval",
            Self::Published => "Signed",
            Self::DueForReview => "Due for review",
            Self::Lapsed => "Lapsed",
            Self::Withdrawn => "Withdrawn",
            Self::SucceededBy => "Taken over",
        }
    }
}

text_enum! {
    /// As what somebody says yes.
    pub enum SignatureRole {
        /// May sign for the organisation.
        Signatory = "signatory",
        /// Stands behind it on the board.
        Champion = "champion",
        /// Leads the area.
        AreaLead = "area_lead",
    }
}

text_enum! {
    /// Where a signature stands.
    pub enum SignatureState {
        /// Asked, and not answered.
        Asked = "asked",
        /// Yes.
        Given = "given",
        /// No, with a reason: it is to be changed first.
        SentBack = "sent_back",
        /// Not asked any more, or a yes to words that were changed since.
        Cancelled = "cancelled",
    }
}

/// Somebody who is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// Its number.
    pub id: i64,
    /// The signing that it belongs to.
    pub signing_id: i64,
    /// As what.
    pub role: SignatureRole,
    /// Their name; for the area's lead, that of the area.
    pub name: String,
    /// Their address; empty for the area's lead, of whom there may be several.
    pub email: String,
    /// Their job.
    pub job: String,
    /// Where it stands.
    pub state: SignatureState,
    /// When they were first asked.
    pub asked_at: Instant,
    /// How many reminders were sent.
    pub chases: i32,
    /// When the next one is due.
    pub next_chase_at: Option<Instant>,
    /// When they answered.
    pub answered_at: Option<Instant>,
    /// Why it was sent back.
    pub reason: Option<String>,
}

/// One signing online, of one commitment or both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signing {
    /// Its number.
    pub id: i64,
    /// Its public reference.
    pub reference: String,
    /// The person who fills it in.
    pub started_by: i64,
    /// The organisation, once it is chosen.
    pub organisation_id: Option<i64>,
    /// When it was begun.
    pub created_at: Instant,
}

impl Signing {
    /// The address of its page.
    pub fn path(&self) -> String {
        format!("/pledge/{}", self.reference)
    }
}

/// A pledge as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pledge {
    /// Its number.
    pub id: i64,
    /// Its public reference.
    pub reference: String,
    /// The signing that it came from.
    pub signing_id: i64,
    /// The organisation, once it is chosen.
    pub organisation_id: Option<i64>,
    /// Which commitment.
    pub kind: CommitmentKind,
    /// The exact words.
    pub text_id: i64,
    /// Where it stands.
    pub state: PledgeState,
    /// Since when.
    pub state_since: Instant,
    /// When it came onto the register.
    pub published_at: Option<Instant>,
    /// The day of its next review.
    pub review_on: Option<Date>,
    /// When it ended.
    pub ended_at: Option<Instant>,
    /// Why, for one that was withdrawn.
    pub reason: Option<String>,
    /// The pledge that took its place.
    pub successor_id: Option<i64>,
}

impl Pledge {
    /// The public page that says whether it holds.
    pub fn verify_path(&self) -> String {
        format!("/pledges/{}/verify", self.reference)
    }
}

/// An organisation as the pages about pledges show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// Its number.
    pub id: i64,
    /// Its code with the Organisation Data Service.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its part of addresses.
    pub slug: String,
    /// The town of its main address.
    pub town: String,
    /// The area that it belongs to.
    pub area_id: i64,
    /// True if it takes part in the life of its area today: it has opened and has not closed.
    pub open: bool,
}

/// Days after the asking on which somebody who has not answered is reminded.
const CHASE_AFTER: [i64; 3] = [3, 7, 14];

/// When the reminder after `chases` reminders is due.
pub fn next_chase(asked_at: Instant, chases: i32) -> Option<Instant> {
    let days = usize::try_from(chases).ok().and_then(|index| CHASE_AFTER.get(index))?;
    Some(asked_at.plus(time::Duration::days(*days)))
}
