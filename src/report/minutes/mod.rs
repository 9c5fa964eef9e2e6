//! What a roundtable hands out: the brief that is sent in advance, the ballot on paper, the minutes, the report that everyone takes
//! home, the sheet to look back with.
//!
//! There is one writer of minutes: a key on the screen and a command write the same document of the same session.

mod ballot;
mod brief;
mod guesses;
mod held;
mod look_back;
mod record;
mod stands;
mod whole;

pub use ballot::ballot;
pub use brief::brief;
pub use held::{Held, Worked};
pub use look_back::look_back;
pub use record::{minutes, sections};
pub use whole::{options, whole, work_out};

use chrono::{Days, Months, NaiveDate};

/// Days in which a draft can be corrected.
const CORRECTIONS: u64 = 5;
/// Months after which the room looks back.
const LOOK_BACK: u32 = 3;

/// The last day for corrections.
fn corrections_until(day: NaiveDate) -> NaiveDate {
    day.checked_add_days(Days::new(CORRECTIONS)).unwrap_or(day)
}

/// The day on which the room looks back.
fn looked_back_on(day: NaiveDate) -> NaiveDate {
    day.checked_add_months(Months::new(LOOK_BACK)).unwrap_or(day)
}

/// "1 December 2026".
fn said(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

#[cfg(test)]
mod tests;
