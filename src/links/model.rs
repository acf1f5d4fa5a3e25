//! Emailed links: one purpose, one subject, one recipient, one use.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use time::Duration;

use crate::db::Instant;
use crate::keys::Keys;
use crate::text_enum;
use crate::tx::Environment;

text_enum! {
    /// What a link is for; a token of one purpose means nothing to another.
    pub enum Purpose {
        /// Signs in whoever asked for it; the subject is a `sign_in`.
        SignIn = "sign_in",
        /// A parent or guardian says yes or no; the subject is a `confirmation`.
        Guardian = "guardian",
        /// A school, college or adviser confirms; the subject is a `confirmation`.
        School = "school",
        /// A coordinator approves or declines; the subject is a `proposal`.
        Proposal = "proposal",
        /// An applicant accepts or declines; the subject is an `offer`.
        Offer = "offer",
        /// A supervisor of the draw reveals their number; the subject is a `round_contribution`.
        Reveal = "reveal",
        /// Somebody asks for emails about new placements, and later stops them; the subject is a `saved_search`.
        SavedSearch = "saved_search",
        /// Somebody accepts or declines a role; the subject is an `invitation`.
        Invitation = "invitation",
        /// Whoever signs a commitment for an organisation says yes; the subject is a `pledge_signature`.
        Signatory = "signatory",
        /// The board's champion says yes; the subject is a `pledge_signature`.
        Champion = "champion",
        /// An area's lead approves; the subject is a `pledge_signature`.
        PledgeApproval = "pledge_approval",
        /// An organisation looks back on its year; the subject is a `pledge_review`.
        PledgeReview = "pledge_review",
        /// Somebody promises a number for a draw; the subject is a `round`.
        Promise = "promise",
        /// A parent or guardian agrees to what a placement's risks are; the subject is a `placement`.
        RiskNotice = "risk_notice",
        /// An applicant says whether they still come; the subject is a `reconfirmation`.
        Reconfirmation = "reconfirmation",
        /// Somebody looks back on a placement the day after; the subject is a `placement`.
        Afterwards = "afterwards",
        /// Somebody says what became of them, months later; the subject is a `placement`.
        KeepInTouch = "keep_in_touch",
    }
}

/// A link as it is stored: never with its token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Its number.
    pub id: i64,
    /// Random bytes that the token is derived from, together with the portal's key.
    pub nonce: Vec<u8>,
    /// The digest under which its token is found.
    pub digest: Vec<u8>,
    /// What it is for.
    pub purpose: Purpose,
    /// The number of what it is about.
    pub subject_id: i64,
    /// The only address that it, or its successor, is ever sent to.
    pub recipient: String,
    /// When it was made.
    pub created_at: Instant,
    /// From this moment on it is dead.
    pub expires_at: Instant,
    /// When it was used.
    pub used_at: Option<Instant>,
    /// What was answered.
    pub used_how: Option<String>,
    /// When a newer link took its place.
    pub superseded_at: Option<Instant>,
}

/// What can be done with a link now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It can be used.
    Live,
    /// It was used: its page shows what came of it.
    Used,
    /// A newer link or event took its place.
    Overtaken,
    /// Its time is over.
    Expired,
}

impl Link {
    /// What can be done with this link at `now`; the moment of expiry itself is too late.
    pub fn standing(&self, now: Instant) -> Standing {
        if self.used_at.is_some() {
            Standing::Used
        } else if self.superseded_at.is_some() {
            Standing::Overtaken
        } else if now >= self.expires_at {
            Standing::Expired
        } else {
            Standing::Live
        }
    }

    /// The token of this link: the same each time, so that a mail that is sent again carries the same link, whichever secret it was made with.
    pub fn token(&self, keys: &Keys) -> String {
        let mut tokens = keys.each().map(|keys| token(&keys, self.purpose, &self.nonce));
        let known = tokens.find(|token| digest(self.purpose, token)[..] == self.digest[..]);
        known.unwrap_or_else(|| token(keys, self.purpose, &self.nonce))
    }
}

/// The address of a link's page: what a mail carries. It begins with the configured address, never with what a request named.
pub fn address(env: &Environment, link: &Link) -> String {
    format!("{}/links/{}", env.public_url, link.token(&env.keys))
}

/// The token for a nonce: 256 bits as 43 characters.
pub fn token(keys: &Keys, purpose: Purpose, nonce: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(keys.derive("link token", &[purpose.as_str().as_bytes(), nonce]))
}

/// The digest under which a token is found.
pub fn digest(purpose: Purpose, token: &str) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"practise-link-v1\0");
    hash.update(purpose.as_str().as_bytes());
    hash.update(b"\0");
    hash.update(token.as_bytes());
    hash.finalize().into()
}

/// True if `text` has the form of a token: 43 characters of base64url. Anything else is not looked up.
pub fn is_token(text: &str) -> bool {
    text.len() == 43 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

/// How long links live.
pub mod lifetimes {
    use super::Duration;

    /// Sign-in of somebody with a role in an organisation, an area or nationally.
    pub const STAFF_SIGN_IN: Duration = Duration::minutes(10);
    /// Sign-in of an applicant, by the link in the letter.
    pub const APPLICANT_SIGN_IN: Duration = Duration::minutes(30);
    /// The code of any sign-in: the same for everybody, so that its end tells nobody who has a role.
    pub const SIGN_IN_CODE: Duration = Duration::minutes(10);
    /// A guardian's or a school's answer.
    pub const CONFIRMATION: Duration = Duration::days(21);
    /// A coordinator's decision; sent afresh with each reminder.
    pub const PROPOSAL: Duration = Duration::days(7);
    /// A supervisor's number.
    pub const REVEAL: Duration = Duration::days(14);
    /// An invitation to a role.
    pub const INVITATION: Duration = Duration::days(14);
    /// The first answer about a saved search. Once it is given, the link stops the emails for as long as they are sent.
    pub const SAVED_SEARCH: Duration = Duration::days(7);
    /// A yes to a commitment; sent afresh with each reminder.
    pub const PLEDGE: Duration = Duration::days(14);
    /// A yearly review.
    pub const PLEDGE_REVIEW: Duration = Duration::days(60);
    /// A promise of a number for a draw.
    pub const PROMISE: Duration = Duration::days(14);
    /// A guardian's yes to the risk notice.
    pub const RISK_NOTICE: Duration = Duration::days(21);
    /// What is asked the day after a placement, and 3, 6 and 12 months later.
    pub const AFTERWARDS: Duration = Duration::days(60);
}
