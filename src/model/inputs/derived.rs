//! The derived file: written by a test from the rules, read at a start so that 39,000 figures are not parsed.
//!
//! Lines stand sorted by place and sector, so that a cell is found by halving and nothing else is read.

use std::fmt::Write as _;

use super::{Path, Quality};
use crate::evidence::{AreaCode, Fault, SectorId};
use crate::model::baseline::Baseline;
use crate::model::kinds::{Input, Mark};

/// Name of the bundled file.
pub const FILE: &str = "derived/baseline.csv";

/// Its header. `drift` to `changes` are blank for inputs that stay put.
const HEADER: &str = "place_code,sector,input,value,mark,place_sd,sector_sd,drift,age,step_sd,changes";

/// One starting number.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Place.
    pub place: AreaCode,
    /// Sector.
    pub sector: SectorId,
    /// Input.
    pub input: Input,
    /// Central value.
    pub value: f64,
    /// Mark and errors.
    pub quality: Quality,
    /// Path; `None`: stays put.
    pub path: Option<Path>,
}

/// The text of the file for rows sorted by place, sector and input.
#[must_use]
pub fn write(rows: &[Row]) -> String {
    let mut text = String::with_capacity(rows.len() * 100);
    text.push_str(HEADER);
    text.push('\n');
    for row in rows {
        let Quality { mark, place_sd, sector_sd } = row.quality;
        // Writing into a String cannot fail.
        let _ = write!(text, "{},{},{},{},{mark},{place_sd},{sector_sd}", row.place, row.sector, row.input, row.value);
        let _ = match row.path {
            Some(p) => writeln!(text, ",{},{},{},{}", p.drift, p.age, p.step_sd, p.changes),
            None => writeln!(text, ",,,,"),
        };
    }
    text
}

/// Calls `each` for every input of a place and sector; returns how many there were.
///
/// # Errors
/// A line that cannot be read.
pub fn each(
    text: &str,
    rules: &Baseline,
    place: &str,
    sector: &str,
    mut each: impl FnMut(Input, f64, Quality, Path),
) -> Result<usize, Fault> {
    let key = format!("{place},{sector},");
    let mut count = 0;
    for line in text[start(text, &key)..].lines().take_while(|line| line.starts_with(&key)) {
        let (input, value, quality, path) = parse(line, &line[key.len()..], rules)?;
        each(input, value, quality, path);
        count += 1;
    }
    Ok(count)
}

/// Where the first line stands that is not before `key`, the header left out.
fn start(text: &str, key: &str) -> usize {
    let next_line = |at: usize| text[at..].find('\n').map_or(text.len(), |i| at + i + 1);
    let (mut lo, mut hi) = (next_line(0), text.len());
    // Invariant: lines that start before `lo` are before the key; a line that starts at or after `hi` is not.
    while lo < hi {
        let mut middle = lo + (hi - lo) / 2;
        while !text.is_char_boundary(middle) {
            middle -= 1;
        }
        let line = text[lo..middle].rfind('\n').map_or(lo, |i| lo + i + 1);
        if &text.as_bytes()[line..] < key.as_bytes() {
            lo = next_line(line);
        } else {
            hi = line;
        }
    }
    lo
}

fn parse(line: &str, rest: &str, rules: &Baseline) -> Result<(Input, f64, Quality, Path), Fault> {
    let bad = || Fault::new(FILE, "cannot be read").cell("line", line);
    let mut cells = rest.split(',');
    let mut next = || cells.next().ok_or_else(bad);
    let number = |text: &str| text.parse::<f64>().ok().filter(|x| x.is_finite()).ok_or_else(bad);
    let input = Input::parse(next()?).ok_or_else(bad)?;
    let value = number(next()?)?;
    let mark = Mark::parse(next()?).ok_or_else(bad)?;
    let quality = Quality { mark, place_sd: number(next()?)?, sector_sd: number(next()?)? };
    let first = next()?;
    let path = match rules.forecast(input) {
        Some(f) if !first.is_empty() => Path {
            drift: number(first)?,
            age: number(next()?)?,
            step_sd: number(next()?)?,
            changes: number(next()?)?,
            gamma: f.gamma,
            c: f.c,
        },
        _ => Path::STILL,
    };
    Ok((input, value, quality, path))
}
