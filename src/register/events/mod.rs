//! Events: what an organisation does with young people and adults for its commitment, recorded by its own people.

mod forms;
mod model;
mod routes;
mod store;
mod views;

pub use model::{Event, EventKind, EventState, NewEvent};
pub use store::{add_event, cancel_event, change_event, event_by_ref};

crate::routes! {
    "/coordinate/events" { get Member => routes::list }
    "/coordinate/events/new" { get Member => routes::begin, post Member => routes::add }
    "/coordinate/events/{reference}" { get Member => routes::show, post Member => routes::change }
    "/coordinate/events/{reference}/cancel" { get Member => routes::ask, post Member => routes::cancel }
}
