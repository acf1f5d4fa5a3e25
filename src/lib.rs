//! Practise: fair work experience in healthcare.
//!
//! One feature is one folder; in it `model.rs` holds rules, `forms.rs` what a browser sent, `store.rs` diesel, `routes.rs` actix, `views.rs` askama.
//! Features meet only through what another's `mod.rs` exports; platform modules never import a feature. `prioritisation` and
//! `allocation` are pure. `tests/architecture.rs` checks these rules; `docs/architecture.md` explains them.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

// Templates name the types they use from the crate's root, here and in tests.
extern crate self as practise;

// Platform.
pub mod app;
pub mod app_jobs;
pub mod app_meters;
pub mod audit;
pub mod auth;
pub mod careers;
pub mod cli;
pub mod clock;
pub mod config;
pub mod dates;
pub mod db;
pub mod error;
pub mod hosting;
pub mod jobs;
pub mod keys;
pub mod links;
pub mod logging;
pub mod mail;
pub mod meters;
pub mod random;
pub mod server;
pub mod sheets;
pub mod tx;
pub mod web;
pub mod working_days;
// Pure: who comes first, and who gets which place.
pub mod allocation;
pub mod preparation;
pub mod prioritisation;
// Features.
pub mod access;
pub mod afterwards;
pub mod applications;
pub mod confirmations;
pub mod decisions;
pub mod demo;
pub mod dev_mail;
pub mod messages;
pub mod monitoring;
pub mod my_data;
pub mod national;
pub mod operations;
pub mod opportunities;
pub mod organisations;
pub mod pages;
pub mod pdf;
pub mod placements;
pub mod places;
pub mod pledges;
pub mod policies;
pub mod register;
pub mod rounds;
pub mod saved_searches;
pub mod schools;
