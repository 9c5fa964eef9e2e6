//! Tiller: explore regional innovation policy before committing to it.
//!
//! The rooms of this house run one way; each uses only what lies to its left:
//! `evidence → model → scenario → projection → insight → roundtable → report → serve → tui, cli`.
//! `ARCHITECTURE.md` says what each knows and must not know.

pub mod cli;
pub mod evidence;
pub mod insight;
pub mod model;
pub mod projection;
pub mod report;
pub mod roundtable;
pub mod scenario;
pub mod serve;
pub mod tui;
