//! A user's own folder: files that replace bundled ones, rows laid over them, and what is wrong with either.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::changes::{self, Change};
use super::fault::{Fault, Faults};
use super::lay::{self, Laid};
use super::load::{self, BUNDLED, DERIVED, OBSERVATIONS, OBSERVATIONS_GZ};
use super::schema;

/// Most files that are named because nothing reads them.
const STRANGERS_MAX: usize = 50;

/// Folders that hold files.
const FOLDERS: [&str; 3] = ["evidence", "model", "derived"];

/// What a folder lays over the bundled files.
#[derive(Debug)]
pub struct Overlay {
    dir: PathBuf,
    texts: BTreeMap<&'static str, Laid>,
    replaced: BTreeSet<&'static str>,
    faults: Faults,
    strangers: Vec<Fault>,
    changes: OnceLock<Vec<Change>>,
}

impl Overlay {
    /// Reads every file of the folder that is known. Nothing that stands there stops the reading.
    pub(super) fn read(dir: &Path) -> Self {
        let mut overlay = Self {
            dir: dir.to_path_buf(),
            texts: BTreeMap::new(),
            replaced: BTreeSet::new(),
            faults: Faults::default(),
            strangers: strangers(dir),
            changes: OnceLock::new(),
        };
        for name in BUNDLED.iter().copied().filter(|name| *name != DERIVED).chain([OBSERVATIONS]) {
            overlay.replace(name);
        }
        for table in schema::tables() {
            overlay.add(table);
        }
        overlay
    }

    /// Takes a file in place of the bundled one.
    fn replace(&mut self, name: &'static str) {
        let mut found = load::own_text(&self.dir, name);
        if name == OBSERVATIONS && found.is_none() {
            found = load::own_text(&self.dir, OBSERVATIONS_GZ);
        }
        let text = match found {
            None => return,
            Some(Err(fault)) => return self.faults.push(fault),
            Some(Ok(text)) => text,
        };
        if text.trim().is_empty() {
            let fault = Fault::new(name, "is empty");
            return self.faults.push(fault.hint("take the file away, or write what it should hold"));
        }
        match schema::table(name) {
            Some(table) => lay::whole(table, &text, &mut self.faults),
            None => notation(name, &text, &mut self.faults),
        }
        self.replaced.insert(name);
        self.texts.insert(name, Laid { text, ..Laid::default() });
    }

    /// Lays a file of additions over its table.
    fn add(&mut self, table: &'static schema::Table) {
        let own = match load::own_text(&self.dir, &table.add_file()) {
            None => return,
            Some(Err(fault)) => return self.faults.push(fault),
            Some(Ok(own)) => own,
        };
        let bundled = |name: &str| match name {
            OBSERVATIONS => load::bundled_figures().unwrap_or_default(),
            // Starting numbers are derived; what is given stands by itself until they are.
            DERIVED => header(load::bundled_text(DERIVED).unwrap_or_default()),
            _ => load::bundled_text(name).unwrap_or_default().to_owned(),
        };
        let base = self.texts.remove(table.file.as_str()).map_or_else(|| bundled(&table.file), |laid| laid.text);
        let laid = lay::lay(table, &base, &own, &mut self.faults);
        self.texts.insert(table.file.as_str(), laid);
    }

    /// The folder.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The text of a file that the folder replaces or adds to.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.texts.get(name).map(|laid| laid.text.as_str())
    }

    /// Files that the folder replaces or adds to, by name; whether it replaces them.
    pub fn files(&self) -> impl Iterator<Item = (&'static str, bool)> {
        self.texts.keys().map(|name| (*name, self.replaced.contains(name)))
    }

    /// Line of the user's own file behind a line of the text, where it comes from one that adds.
    pub(super) fn own_line(&self, name: &str, line: u64) -> Option<u64> {
        self.texts.get(name)?.origins.get(&line).copied()
    }

    /// What is wrong with the files, as files and as rows.
    pub(super) fn faults(&self) -> &Faults {
        &self.faults
    }

    /// Files that nothing reads.
    pub(super) fn strangers(&self) -> &[Fault] {
        &self.strangers
    }

    /// Every row that differs from the bundled files.
    #[must_use]
    pub fn changes(&self) -> &[Change] {
        self.changes.get_or_init(|| changes::of(self))
    }

    /// Faults with the file and line on which a user's row stands, each place said once.
    pub(super) fn located(&self, faults: Faults) -> Faults {
        let mut out = Faults::default();
        let mut seen: BTreeSet<(String, Option<u64>, Option<String>, String)> = BTreeSet::new();
        for mut fault in faults.0 {
            if let Some(own) = fault.line.and_then(|line| self.own_line(&fault.file, line))
                && let Some(table) = schema::table(&fault.file)
            {
                (fault.file, fault.line) = (table.add_file(), Some(own));
            }
            // Two readers see the same cell; a fault without a line is one of many of its file.
            let place = (fault.file.clone(), fault.line, fault.column.clone(), plain(&fault.problem));
            if (fault.line.is_none() || seen.insert(place)) && !out.0.contains(&fault) {
                out.push(fault);
            }
        }
        out
    }
}

/// A problem without what only one of two readers adds to it.
fn plain(problem: &str) -> String {
    let bare = problem.split(" (").next().unwrap_or(problem);
    if bare == "is not a year" { String::from("is not a whole number") } else { bare.to_owned() }
}

/// The first line of a table.
fn header(text: &str) -> String {
    text.lines().next().map_or_else(String::new, |line| format!("{line}\n"))
}

/// Control characters in a RON text, as they are or written as escapes.
fn notation(name: &str, text: &str, faults: &mut Faults) {
    for (line, content) in (1..).zip(text.lines()) {
        let raw = content.chars().find(|c| lay::hidden(*c) && *c != '\t');
        if let Some(c) = raw.or_else(|| escaped(content)) {
            let problem = format!("holds the control character {}", c.escape_unicode());
            return faults.push(Fault::new(name, problem).at(line).hint("take it out"));
        }
    }
}

/// A control character that is written as `\u{1b}` or `\x1b`.
fn escaped(line: &str) -> Option<char> {
    line.match_indices('\\').find_map(|(at, _)| {
        let rest = &line[at + 1..];
        let digits = match rest.strip_prefix("u{") {
            Some(inner) => inner.split('}').next()?,
            None => rest.strip_prefix('x')?.get(..2)?,
        };
        char::from_u32(u32::from_str_radix(digits, 16).ok()?).filter(|c| lay::hidden(*c))
    })
}

/// Files that look like ours and that nothing reads.
fn strangers(dir: &Path) -> Vec<Fault> {
    let mut known: Vec<String> = BUNDLED.iter().filter(|n| **n != DERIVED).map(|n| (*n).to_owned()).collect();
    known.extend([OBSERVATIONS, OBSERVATIONS_GZ].map(String::from));
    known.extend(schema::tables().iter().map(schema::Table::add_file));
    let ours = |name: &String| [".csv", ".ron", ".gz"].iter().any(|end| name.ends_with(end));
    let names = load::names_in(dir, &FOLDERS).into_iter().filter(|name| ours(name) && !known.contains(name));
    let fault = |name: String| {
        let bare = Fault::new(&name, "is not a file that is read");
        // A file in the wrong folder is nearest to its own name.
        let last = name.rsplit('/').next().unwrap_or(&name);
        match known.iter().find(|k| k.rsplit('/').next() == Some(last)) {
            Some(place) => bare.hint(format!("did you mean '{place}'?")),
            None => bare.nearest(&name, known.iter().map(String::as_str)),
        }
    };
    names.take(STRANGERS_MAX).map(fault).collect()
}
