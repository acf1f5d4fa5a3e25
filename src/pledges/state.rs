//! The states of a pledge, each with its own data, and the ways between them. There is no way to the register without three yeses: that of whoever
//! signs for the organisation, of its board's champion, and of the area's lead.

use time::{Date, Duration};

use super::model::{PledgeState, SignatureRole};
use crate::db::Instant;
use crate::error::Error;

/// The three yeses, by when each was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Yeses {
    /// Of whoever signs for the organisation.
    pub signatory: Instant,
    /// Of the board's champion.
    pub champion: Instant,
    /// Of the area's lead.
    pub area_lead: Instant,
}

/// Where a pledge stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Being written.
    Draft,
    /// Sent: nobody has said yes.
    AwaitingSignatory,
    /// Signed.
    AwaitingChampion {
        /// When the signatory said yes.
        signatory: Instant,
    },
    /// Signed, and the board stands behind it.
    AwaitingAreaApproval {
        /// When the signatory said yes.
        signatory: Instant,
        /// When the champion did.
        champion: Instant,
    },
    /// On the register.
    Published {
        /// Who said yes, and when.
        yeses: Yeses,
        /// The day of the next review.
        review_on: Date,
    },
    /// On the register, with a review to do.
    DueForReview {
        /// Who said yes, and when.
        yeses: Yeses,
        /// The day of the review.
        review_on: Date,
    },
    /// Not reviewed in time.
    Lapsed(Ended),
    /// Taken back by the organisation.
    Withdrawn {
        /// When, and what it was before.
        ended: Ended,
        /// Why, in the champion's words.
        reason: String,
    },
    /// Another organisation took over and signed again.
    SucceededBy {
        /// When, and what it was before.
        ended: Ended,
        /// The pledge that took its place.
        successor: i64,
    },
}

/// What stays of a pledge that ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended {
    /// Who said yes, and when.
    pub yeses: Yeses,
    /// The day on which its review was or would have been due.
    pub review_on: Date,
    /// When it ended.
    pub at: Instant,
}

/// What can happen to a pledge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// It is sent to whoever signs.
    Send,
    /// Somebody says yes.
    Yes(SignatureRole),
    /// Somebody sends it back to be changed.
    SendBack(SignatureRole),
    /// The review comes near.
    FallDue,
    /// The area's lead approves a review.
    Renew,
    /// The review was not done in time.
    Lapse,
    /// The organisation takes it back, with a reason.
    Withdraw(String),
    /// Another pledge takes its place.
    Succeed(i64),
}

/// Days before its review from which a pledge is due for it.
pub const DUE_BEFORE: Duration = Duration::days(60);
/// Days after the day of its review from which a pledge that was not reviewed has lapsed.
pub const LAPSES_AFTER: Duration = Duration::days(30);

/// The same day a year later; 28 February for a leap day.
pub fn a_year_after(day: Date) -> Date {
    let year = day.year() + 1;
    Date::from_calendar_date(year, day.month(), day.day().min(day.month().length(year))).unwrap_or(day)
}

impl State {
    /// The name under which it is stored.
    pub const fn stored(&self) -> PledgeState {
        match self {
            Self::Draft => PledgeState::Draft,
            Self::AwaitingSignatory => PledgeState::AwaitingSignatory,
            Self::AwaitingChampion { .. } => PledgeState::AwaitingChampion,
            Self::AwaitingAreaApproval { .. } => PledgeState::AwaitingAreaApproval,
            Self::Published { .. } => PledgeState::Published,
            Self::DueForReview { .. } => PledgeState::DueForReview,
            Self::Lapsed(_) => PledgeState::Lapsed,
            Self::Withdrawn { .. } => PledgeState::Withdrawn,
            Self::SucceededBy { .. } => PledgeState::SucceededBy,
        }
    }

    /// The yeses and the day of the review of a pledge that is in force.
    const fn in_force(&self) -> Option<(Yeses, Date)> {
        match self {
            Self::Published { yeses, review_on } | Self::DueForReview { yeses, review_on } => Some((*yeses, *review_on)),
            _ => None,
        }
    }

    /// What comes of an event.
    ///
    /// # Errors
    /// `Conflict`, in words for the reader, if the event does not fit the state; the state is as it was.
    pub fn after(&self, event: &Event, now: Instant) -> Result<Self, Error> {
        let refused = || Error::conflict(format!("This pledge is not what it was: {}.", self.stored().words().to_lowercase()));
        let ended = || {
            let (yeses, review_on) = self.in_force().ok_or_else(refused)?;
            Ok::<Ended, Error>(Ended { yeses, review_on, at: now })
        };
        Ok(match (self, event) {
            (Self::Draft, Event::Send) => Self::AwaitingSignatory,
            (Self::AwaitingSignatory, Event::Yes(SignatureRole::Signatory)) => Self::AwaitingChampion { signatory: now },
            (Self::AwaitingChampion { signatory }, Event::Yes(SignatureRole::Champion)) => Self::AwaitingAreaApproval {
                signatory: *signatory,
                champion: now,
            },
            (Self::AwaitingAreaApproval { signatory, champion }, Event::Yes(SignatureRole::AreaLead)) => Self::Published {
                yeses: Yeses {
                    signatory: *signatory,
                    champion: *champion,
                    area_lead: now,
                },
                review_on: a_year_after(now.date()),
            },
            (Self::AwaitingSignatory, Event::SendBack(SignatureRole::Signatory))
            | (Self::AwaitingChampion { .. }, Event::SendBack(SignatureRole::Champion))
            | (Self::AwaitingAreaApproval { .. }, Event::SendBack(SignatureRole::AreaLead)) => Self::Draft,
            (Self::Published { yeses, review_on }, Event::FallDue) if now.date() >= review_on.saturating_sub(DUE_BEFORE) => {
                Self::DueForReview {
                    yeses: *yeses,
                    review_on: *review_on,
                }
            }
            (Self::DueForReview { yeses, review_on }, Event::Renew) => Self::Published {
                yeses: *yeses,
                review_on: a_year_after(*review_on),
            },
            (Self::DueForReview { review_on, .. }, Event::Lapse) if now.date() > review_on.saturating_add(LAPSES_AFTER) => {
                Self::Lapsed(ended()?)
            }
            (Self::Published { .. } | Self::DueForReview { .. }, Event::Withdraw(reason)) => Self::Withdrawn {
                ended: ended()?,
                reason: reason.clone(),
            },
            (Self::Published { .. } | Self::DueForReview { .. }, Event::Succeed(successor)) => Self::SucceededBy {
                ended: ended()?,
                successor: *successor,
            },
            _ => return Err(refused()),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::macros::{date, datetime};

    use super::*;

    fn roles() -> impl Strategy<Value = SignatureRole> {
        prop::sample::select(SignatureRole::ALL)
    }

    fn events() -> impl Strategy<Value = Event> {
        prop_oneof![
            3 => Just(Event::Send),
            9 => roles().prop_map(Event::Yes),
            1 => roles().prop_map(Event::SendBack),
            3 => Just(Event::FallDue),
            2 => Just(Event::Renew),
            2 => Just(Event::Lapse),
            1 => "[a-z]{1,9}".prop_map(Event::Withdraw),
            1 => (1_i64..99).prop_map(Event::Succeed),
        ]
    }

    /// Events, each with the days that pass before it.
    fn histories() -> impl Strategy<Value = Vec<(u16, Event)>> {
        prop::collection::vec((0_u16..200, events()), 0..60)
    }

    /// Every step of a history that was not refused: the state before, the event, the moment, the state after.
    fn steps(history: &[(u16, Event)]) -> Vec<(State, Event, Instant, State)> {
        let (mut state, mut now) = (State::Draft, Instant::new(datetime!(2027-01-11 09:00)));
        let mut steps = Vec::new();
        for (days, event) in history {
            now = now.plus(Duration::days(i64::from(*days)));
            if let Ok(next) = state.after(event, now) {
                steps.push((state, event.clone(), now, next.clone()));
                state = next;
            }
        }
        steps
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn nothing_is_published_without_three_yeses_since_it_was_last_sent(history in histories()) {
            let steps = steps(&history);
            for (at, (before, _, now, after)) in steps.iter().enumerate() {
                let State::Published { yeses, .. } = after else { continue };
                if before.in_force().is_some() {
                    prop_assert_eq!(before.in_force().map(|(yeses, _)| yeses), Some(*yeses));
                    continue;
                }
                let sent = steps[..at].iter().rposition(|(_, event, ..)| *event == Event::Send).unwrap();
                let said: Vec<&Event> = steps[sent + 1..=at].iter().map(|(_, event, ..)| event).collect();
                let expected = SignatureRole::ALL.iter().map(|role| Event::Yes(*role)).collect::<Vec<_>>();
                prop_assert_eq!(said, expected.iter().collect::<Vec<_>>());
                prop_assert_eq!(yeses.area_lead, *now);
                prop_assert!(yeses.signatory <= yeses.champion && yeses.champion <= yeses.area_lead);
            }
        }

        #[test]
        fn what_has_ended_never_changes(history in histories(), event in events(), days in 0_i64..2_000) {
            for (_, _, now, after) in steps(&history) {
                if after.stored().is_over() {
                    prop_assert!(after.after(&event, now.plus(Duration::days(days))).is_err());
                }
            }
        }

        #[test]
        fn what_is_sent_back_is_a_draft_and_only_who_was_asked_sends_it_back(history in histories()) {
            for (before, event, _, after) in steps(&history) {
                if let Event::SendBack(role) = event {
                    prop_assert_eq!(&after, &State::Draft);
                    let asked = match before.stored() {
                        PledgeState::AwaitingSignatory => SignatureRole::Signatory,
                        PledgeState::AwaitingChampion => SignatureRole::Champion,
                        PledgeState::AwaitingAreaApproval => SignatureRole::AreaLead,
                        other => return Err(TestCaseError::fail(format!("{other} was sent back"))),
                    };
                    prop_assert_eq!(role, asked);
                }
            }
        }

        #[test]
        fn only_what_is_in_force_ends_and_only_after_its_time(history in histories()) {
            for (before, event, now, after) in steps(&history) {
                if after.stored().is_over() {
                    let (yeses, review_on) = before.in_force().unwrap();
                    prop_assert!(now >= yeses.area_lead);
                    if event == Event::Lapse {
                        prop_assert!(now.date() > review_on.saturating_add(LAPSES_AFTER));
                    }
                }
            }
        }

        #[test]
        fn a_review_is_due_on_the_same_day_a_year_later(history in histories()) {
            for (before, event, _, after) in steps(&history) {
                if let (Event::Renew, Some((_, was)), Some((_, is))) = (event, before.in_force(), after.in_force()) {
                    prop_assert_eq!(is, a_year_after(was));
                    prop_assert_eq!(after.stored(), PledgeState::Published);
                }
            }
        }
    }

    #[test]
    fn a_leap_day_is_followed_by_the_last_of_february() {
        assert_eq!(a_year_after(date!(2028 - 02 - 29)), date!(2029 - 02 - 28));
        assert_eq!(a_year_after(date!(2027 - 02 - 28)), date!(2028 - 02 - 28));
    }

    #[test]
    fn histories_reach_every_state() {
        // Otherwise the properties above would hold of nothing.
        let now = Instant::new(datetime!(2027-01-11 09:00));
        let yes = |role| Event::Yes(role);
        let published = [
            Event::Send,
            yes(SignatureRole::Signatory),
            yes(SignatureRole::Champion),
            yes(SignatureRole::AreaLead),
        ]
        .iter()
        .fold(State::Draft, |state, event| state.after(event, now).unwrap());
        assert_eq!(published.stored(), PledgeState::Published);
        let late = now.plus(Duration::days(365));
        let due = published.after(&Event::FallDue, late).unwrap();
        assert!(due.after(&Event::Lapse, late.plus(Duration::days(30))).is_err());
        assert_eq!(
            due.after(&Event::Lapse, late.plus(Duration::days(31))).unwrap().stored(),
            PledgeState::Lapsed
        );
        assert_eq!(due.after(&Event::Succeed(7), late).unwrap().stored(), PledgeState::SucceededBy);
        assert_eq!(
            published.after(&Event::Withdraw("moved".into()), late).unwrap().stored(),
            PledgeState::Withdrawn
        );
    }
}
