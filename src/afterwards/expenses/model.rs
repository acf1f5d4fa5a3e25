//! What a claim is.

use time::{Date, Duration};

use crate::db::Instant;
use crate::error::Error;
use crate::text_enum;

text_enum! {
    /// What the money was for.
    pub enum ClaimKind {
        /// Getting there and back.
        Travel = "travel",
        /// Food and drink.
        Refreshments = "refreshments",
    }
}

impl ClaimKind {
    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Travel => "Travel",
            Self::Refreshments => "Food and drink",
        }
    }
}

text_enum! {
    /// Where a claim stands.
    pub enum ClaimState {
        /// Waits for a coordinator.
        Sent = "sent",
        /// Is to be paid.
        Agreed = "agreed",
        /// Was paid.
        Paid = "paid",
        /// Is not paid.
        Refused = "refused",
    }
}

impl ClaimState {
    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Sent => "Waiting for an answer",
            Self::Agreed => "Agreed, not paid yet",
            Self::Paid => "Paid",
            Self::Refused => "Refused",
        }
    }
}

text_enum! {
    /// Why a claim is refused.
    pub enum WhyRefused {
        /// This is not paid for.
        NotCovered = "not_covered",
        /// It is more than is paid.
        TooMuch = "too_much",
        /// There was no ticket or bill.
        NoReceipt = "no_receipt",
        /// It was claimed before, or paid in another way.
        PaidBefore = "paid_before",
        /// The claimant is erased: nobody is left to be paid.
        Erased = "erased",
    }
}

impl WhyRefused {
    /// Those that a coordinator can choose.
    pub const CHOICES: [Self; 4] = [Self::NotCovered, Self::TooMuch, Self::NoReceipt, Self::PaidBefore];

    /// The words beside the radio button, and in the letter.
    pub const fn words(self) -> &'static str {
        match self {
            Self::NotCovered => "The organisation does not pay for this",
            Self::TooMuch => "It is more than the organisation pays",
            Self::NoReceipt => "A ticket or bill is needed",
            Self::PaidBefore => "It was paid before",
            Self::Erased => "The person's data was deleted",
        }
    }
}

/// What a coordinator decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It is to be paid.
    Agree,
    /// It is not.
    Refuse(WhyRefused),
    /// It was paid.
    MarkPaid,
}

impl ClaimState {
    /// Where a decision leads to.
    ///
    /// # Errors
    /// `Conflict`, in words for a coordinator, if it was decided before.
    pub fn decided(self, decision: Decision) -> Result<Self, Error> {
        match (self, decision) {
            (Self::Sent, Decision::Agree) => Ok(Self::Agreed),
            (Self::Sent, Decision::Refuse(_)) => Ok(Self::Refused),
            (Self::Agreed, Decision::MarkPaid) => Ok(Self::Paid),
            (Self::Sent, Decision::MarkPaid) => Err(Error::conflict("Agree to this claim first. Then mark it as paid.")),
            (Self::Agreed | Self::Paid | Self::Refused, _) => Err(Error::conflict("This claim was decided already.")),
        }
    }
}

/// The most that one claim can be for, in pence: a hundred pounds.
pub const MOST_PENCE: i32 = 10_000;
/// So long after the last day claims can be made.
const CLAIM_WITHIN: Duration = Duration::days(90);

/// True if a claim about a placement that ended on `last_day` can be made on `today`.
pub fn is_in_time(last_day: Date, today: Date) -> bool {
    today <= last_day.saturating_add(CLAIM_WITHIN)
}

/// A claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Its number.
    pub id: i64,
    /// Its public reference.
    pub reference: String,
    /// The placement.
    pub placement_id: i64,
    /// What for.
    pub kind: ClaimKind,
    /// On which day.
    pub on_day: Date,
    /// How much.
    pub pence: i32,
    /// In the claimant's words.
    pub note: String,
    /// Where it stands.
    pub state: ClaimState,
    /// When it was made.
    pub sent_at: Instant,
    /// Why it was refused.
    pub reason: Option<WhyRefused>,
}

/// An amount as people write it: `£12.50`.
pub fn pounds(pence: i64) -> String {
    format!("£{}", decimal(pence))
}

/// An amount for programs: `12.50`.
pub fn decimal(pence: i64) -> String {
    format!("{}.{:02}", pence / 100, pence % 100)
}

/// The pence of an amount in pounds as somebody types it: `12.50`, `£12.50`, `12`, `12.5`.
pub fn pence(typed: &str) -> Option<i32> {
    let bare: String = typed.chars().filter(|c| !c.is_whitespace() && !matches!(c, '£' | ',')).collect();
    let (whole, part) = bare.split_once('.').unwrap_or((bare.as_str(), ""));
    let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(part) || part.len() > 2 || (bare.contains('.') && part.is_empty()) {
        return None;
    }
    let hundredths: i32 = format!("{part:0<2}").parse().ok()?;
    whole.parse::<i32>().ok()?.checked_mul(100)?.checked_add(hundredths)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::macros::date;

    use super::*;

    proptest! {
        #[test]
        fn an_amount_is_read_as_it_is_written(amount in 0_i32..10_000_000) {
            prop_assert_eq!(pence(&pounds(i64::from(amount))), Some(amount));
            prop_assert_eq!(pence(&format!(" {} ", decimal(i64::from(amount)))), Some(amount));
        }

        #[test]
        fn whatever_is_typed_nothing_breaks(typed in "\\PC{0,20}") {
            prop_assert!(pence(&typed).is_none_or(|pence| pence >= 0));
        }
    }

    #[test]
    fn amounts_that_are_none() {
        assert_eq!(["", "12.", ".5", "1.234", "-3", "12p", "99999999999"].map(pence), [None; 7]);
        assert_eq!(["12", "12.5", "£1,250.05"].map(pence), [Some(1200), Some(1250), Some(125_005)]);
    }

    #[test]
    fn a_claim_is_decided_once_and_paid_after_it_is_agreed() {
        let refuse = Decision::Refuse(WhyRefused::TooMuch);
        let all = [Decision::Agree, refuse, Decision::MarkPaid];
        let ways = |state: ClaimState| all.map(|decision| state.decided(decision).ok());
        assert_eq!(ways(ClaimState::Sent), [Some(ClaimState::Agreed), Some(ClaimState::Refused), None]);
        assert_eq!(ways(ClaimState::Agreed), [None, None, Some(ClaimState::Paid)]);
        assert_eq!((ways(ClaimState::Paid), ways(ClaimState::Refused)), ([None; 3], [None; 3]));
    }

    #[test]
    fn claims_end_after_90_days() {
        let last = date!(2027 - 06 - 18);
        assert!(is_in_time(last, date!(2027 - 09 - 16)) && !is_in_time(last, date!(2027 - 09 - 17)));
    }
}
