//! What the tests share.

pub mod app;
pub mod browser;
pub mod client;
pub mod db;
pub mod form;
pub mod helper;
pub mod mailbox;
pub mod nu;
pub mod offers;
pub mod page;
pub mod people;
pub mod plans;
pub mod pledges;
pub mod process;
pub mod promises;
pub mod run;
pub mod session;
pub mod smtp;
pub mod source;
pub mod tables;
