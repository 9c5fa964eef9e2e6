//! What the facilitator's window tells the one on the wall beside the journal: which part is shown, and where phones send
//! ballots. A small file that may be lost: without it the wall shows the first part of the step, and no address.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::tui::app::roundtable::{Beside, Part, Phones};

/// Largest file that is read, bytes.
const BYTES_MAX: u64 = 64 * 1024;

#[derive(Debug, Serialize, Deserialize)]
struct Shape {
    part: String,
    #[serde(default)]
    url: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    dots: Vec<String>,
}

fn path_of(session: &Path) -> PathBuf {
    session.with_extension("wall")
}

/// Tells the wall. Nothing depends on it, so a failure is not said.
pub(super) fn write(session: &Path, part: Part, phones: Option<&Phones>) {
    let line = |row: &Vec<bool>| row.iter().map(|dark| if *dark { '#' } else { '.' }).collect::<String>();
    let shape = Shape {
        part: part.label().to_lowercase(),
        url: phones.map_or_else(String::new, |p| p.url.clone()),
        code: phones.map_or_else(String::new, |p| p.code.clone()),
        dots: phones.map_or_else(Vec::new, |p| p.dots.iter().map(line).collect()),
    };
    let Some(folder) = session.parent() else { return };
    let written = serde_json::to_string(&shape).map_err(std::io::Error::other).and_then(|text| {
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(text.as_bytes())?;
        file.persist(path_of(session)).map(drop).map_err(|e| e.error)
    });
    drop(written);
}

/// Takes the file away, when a session is opened afresh or left.
pub(super) fn remove(session: &Path) {
    let _ = fs::remove_file(path_of(session));
}

/// What the facilitator's window said last.
pub(super) fn read(session: &Path) -> Beside {
    let path = path_of(session);
    let small = fs::metadata(&path).is_ok_and(|m| m.is_file() && m.len() <= BYTES_MAX);
    let text = if small { fs::read_to_string(&path).unwrap_or_default() } else { String::new() };
    let Ok(shape) = serde_json::from_str::<Shape>(&text) else { return Beside::default() };
    let part = Part::ALL.into_iter().find(|p| p.label().to_lowercase() == shape.part);
    let dots = shape.dots.iter().map(|line| line.chars().map(|c| c == '#').collect()).collect();
    let phones = (!shape.url.is_empty()).then_some(Phones { url: shape.url, code: shape.code, dots });
    Beside { part, phones }
}
