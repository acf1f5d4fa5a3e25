//! The whole line, as the people on it see it: from finding a placement to coming, over HTTP, mail and two databases.

mod adults;
mod browser;
mod checked;
mod given_back;
pub mod golden;
mod hosting;
mod line;
pub mod pages;
mod pledges;
mod races;
mod turns;
pub mod walk;
pub mod world;
