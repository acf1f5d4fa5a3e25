//! Plans, owners of rounds, packs and counts in the database.

mod owners;
mod packs;
mod picture;
mod plans;

pub(super) use owners::{
    Owner, add_owner, blank_supervisor, cancel_owner, due_to_open, forget_supervisor, owner_of, round_and_owner, save_promise,
    save_supervisor, set_window,
};
pub(super) use packs::{Pack, pack, remove_pack, save_pack};
pub(super) use picture::{Counted, Line, Standing, lines, pending, rounds_of};
pub(super) use plans::{free_slug, names_of, plan_by_ref, plans_of, rounds_for};
