//! A user's own evidence, said wherever figures that rest on it are shown: how much of it there is, and which records.

use std::collections::BTreeMap;

use super::words::count;
use crate::evidence::load::Library;
use crate::evidence::{Change, How};

/// The mark of a record that is the user's own or changed by them.
pub const YOURS: &str = "yours";

/// Most cells of a record that are said as they were.
const CELLS_MAX: usize = 12;

/// "your evidence: 3 rows added, 1 changed"; `None` without a folder.
#[must_use]
pub fn said(library: &Library) -> Option<String> {
    let changes = library.overlay()?.changes();
    let of = |how: How| changes.iter().filter(|c| c.how == how).count() as u64;
    let counts =
        [How::Added, How::Changed, How::Withdrawn].map(|how| (of(how), how)).into_iter().filter(|(n, _)| *n > 0);
    let mut parts: Vec<String> = Vec::new();
    for (n, how) in counts {
        // The noun stands once: "3 rows added, 1 changed".
        parts.push(if parts.is_empty() {
            format!("{} {}", count(n, "row", "rows"), how.as_str())
        } else {
            format!("{n} {}", how.as_str())
        });
    }
    let text = if parts.is_empty() { String::from("no row differs") } else { parts.join(", ") };
    Some(format!("your evidence: {text}"))
}

/// The first change of every record that the user added or changed, by its id.
#[must_use]
pub fn by_id(library: &Library) -> BTreeMap<&str, &Change> {
    let mut found = BTreeMap::new();
    for change in library.overlay().map_or(&[][..], |o| o.changes()).iter().filter(|c| c.how != How::Withdrawn) {
        found.entry(change.id()).or_insert(change);
    }
    found
}

/// What a record of the user's says of itself: where it stands, and what it was.
#[must_use]
pub fn origin(change: &Change) -> Vec<String> {
    let line = change.line.map_or_else(String::new, |line| format!(", line {line}"));
    let mut said = vec![format!("Yours: {} by your {}{line}.", change.how.as_str(), change.own)];
    if change.how == How::Changed {
        let blank = |text: &str| if text.is_empty() { String::from("blank") } else { format!("“{text}”") };
        let cells = change.cells();
        said.extend(
            cells.iter().take(CELLS_MAX).map(|c| format!("{}: was {}, is {}.", c.column, blank(&c.old), blank(&c.new))),
        );
    }
    said
}
