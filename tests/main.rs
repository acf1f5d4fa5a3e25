//! Every test that uses the library from outside, in one binary: a file per feature, and what they share in `support`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::pedantic,
    clippy::style,
    clippy::complexity,
    clippy::perf,
    dead_code,
    missing_docs,
    reason = "a test stops at the first thing that is not as it should be, and its support is shared with the benches"
)]

mod support;

mod abuse;
mod access;
mod advisories;
mod afterwards;
mod applications;
mod architecture;
mod auth;
mod browser;
mod careers;
mod components;
mod confirmations;
mod decisions;
mod engine;
mod equality;
mod faults;
mod growth;
mod hosting;
mod instances;
mod jobs;
mod journeys;
mod licences;
mod links;
mod mail;
mod messages;
mod moments;
mod my_data;
mod national;
mod operate;
mod operations;
mod opportunities;
mod organisations;
mod outside;
mod pages;
mod people;
mod pledges;
mod portal;
mod preparation;
mod queries;
mod reading_age;
mod register;
mod schema;
mod schools;
mod search;
mod security;
mod status;
mod web;
