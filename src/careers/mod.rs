//! Health Careers: families, roles, ways in and where each leads; a search; and what could suit somebody.

mod catalogue;
mod forms;
mod ladder;
mod model;
mod routes;
mod search;
mod suits;
mod views;

pub use catalogue::catalogue;
pub use ladder::{Ladder, Rung};
pub use model::{Catalogue, Family, Found, Level, Programme, Role, WayIn};
pub use search::{Count, Results, Wanted, search};
pub use suits::{Ideas, Learn, Like, suited};

crate::routes! {
    "/careers" { get Public => routes::index }
    "/careers/what-could-suit-me" { get Public => routes::suits }
    "/careers/courses" { get Public => routes::courses }
    "/careers/for-advisers" { get Public => routes::advisers }
    "/careers/roles/{role}" { get Public => routes::role }
    "/careers/{family}" { get Public => routes::family }
}
