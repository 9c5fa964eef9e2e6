//! One integration binary: each module is one reader of the design.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says no by failing")]

mod architecture;
mod cli;
mod compare;
mod desk;
mod docs;
mod evidence;
mod explore;
mod inputs;
mod keys;
mod layer;
mod ledger;
mod model;
mod neighbours;
mod oracle;
mod places;
mod plain;
mod present;
mod prim;
mod projection;
mod report;
mod rules;
mod scenarios;
mod screens;
mod sensitivity;
mod shelf;
mod stats;
mod store;
mod strengths;
mod terminal;
mod themes;
mod validity;
mod weigh;
mod weigh_cli;
mod why;
mod worked_examples;
