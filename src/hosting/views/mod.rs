//! Pages of those who host.

mod opportunity;
mod overview;
mod picture;
mod rounds;
mod small;

pub(super) use opportunity::{CheckPage, EditPage, SectionPage};
pub use overview::Overview;
pub(super) use overview::RoundsPage;
pub(super) use picture::PicturePage;
pub(super) use rounds::{ConfirmPage, RoundFormPage, SupervisorPage};
pub(super) use small::{BeginPage, CopyPage, CopyRoundPage, PackPage, WithdrawPage};
