//! People and access: invitations, removing, accounts, the second factor, and a new secret.

mod account;
mod factor;
mod inviting;
mod rotation;
