//! What a roundtable hands out: the brief that is sent in advance, the ballot on paper, the minutes, the look back.

mod ballot;
mod brief;
mod held;
mod record;

pub use ballot::ballot;
pub use brief::brief;
pub use record::{Held, follow_up, minutes, sections};

use super::words::digits;

/// An amount as it is typed: as many decimals as it needs, at most three.
fn amount(x: f64) -> String {
    let text = digits(x, 3);
    let short = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    format!("{}{short}", if x < 0.0 { "−" } else { "" })
}

#[cfg(test)]
mod tests;
