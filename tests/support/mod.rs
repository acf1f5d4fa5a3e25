//! What the tests share.

pub mod app;
pub mod client;
pub mod db;
pub mod form;
pub mod mailbox;
pub mod page;
pub mod people;
pub mod promises;
pub mod run;
pub mod smtp;
pub mod source;
