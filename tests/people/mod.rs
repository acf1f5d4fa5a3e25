//! People and access: invitations, removing, accounts, and the second factor.

mod account;
mod factor;
mod inviting;
