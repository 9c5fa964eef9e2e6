//! What is taken away: text, JSON, CSV and the pages to take home, writers over the same values that the screen shows.
//!
//! Every function here makes a text in memory; who writes it where is for `cli` and `tui` to say.

use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{DateTime, NaiveDate};

pub mod audit;
pub mod changed;
pub mod citations;
pub mod compare;
pub mod csv;
pub mod effects;
pub mod explore;
pub mod export;
pub mod extrapolation;
pub mod fair;
pub mod fit;
pub mod grades;
pub mod json;
pub mod layer;
pub mod layout;
pub mod ledger;
pub mod matters;
pub mod minutes;
pub mod own;
pub mod places;
pub mod reach;
pub mod revision;
pub mod room;
pub mod sheet;
pub mod shelf;
pub mod spread;
pub mod strengths;
pub mod studies;
pub mod sweep;
pub mod takehome;
pub mod template;
pub mod text;
pub mod units;
pub mod validity;
pub mod value;
pub mod weigh;
pub mod why;
pub mod wording;
pub mod words;

/// The day (UTC) with which documents are stamped: asked for only when one is written away.
#[must_use]
pub fn today() -> NaiveDate {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs());
    let moment = DateTime::from_timestamp(i64::try_from(seconds).unwrap_or(0), 0).unwrap_or_default();
    moment.date_naive()
}
