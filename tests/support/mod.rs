//! What the tests share.

pub mod db;
pub mod run;
pub mod source;
