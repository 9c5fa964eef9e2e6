//! What a user's folder changes: every row of every table that is not as it is in the bundled files.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::load::{self, DERIVED, OBSERVATIONS};
use super::order::InOrder as _;
use super::overlay::Overlay;
use super::schema::{self, Table};

/// What happened to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum How {
    /// It is new.
    Added,
    /// It stands in place of a bundled one.
    Changed,
    /// It was taken away.
    Withdrawn,
}

impl How {
    /// In one word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// A cell, before and after; blank where there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Column; "line" for files that are not tables.
    pub column: String,
    /// As bundled.
    pub old: String,
    /// As the user has it.
    pub new: String,
}

/// A row that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Bundled file: `evidence/effects.csv`.
    pub file: String,
    /// Cells that name the row; the first is the id where the table has one.
    pub key: Vec<String>,
    /// What happened.
    pub how: How,
    /// Line in the user's own file, where it stands in one; `own` says which.
    pub line: Option<u64>,
    /// The user's own file.
    pub own: String,
    header: Arc<csv::StringRecord>,
    old: Option<csv::StringRecord>,
    new: Option<csv::StringRecord>,
}

impl Change {
    /// The id of the row: the first part of its key.
    #[must_use]
    pub fn id(&self) -> &str {
        self.key.first().map_or("", String::as_str)
    }

    /// The cells that differ; of a new or withdrawn row, those that are not blank.
    #[must_use]
    pub fn cells(&self) -> Vec<Cell> {
        let cell =
            |row: &Option<csv::StringRecord>, i: usize| row.as_ref().and_then(|r| r.get(i)).unwrap_or("").to_owned();
        let all = self.header.iter().enumerate().map(|(i, column)| Cell {
            column: column.to_owned(),
            old: cell(&self.old, i),
            new: cell(&self.new, i),
        });
        all.filter(|c| c.old != c.new).collect()
    }
}

/// Every row that differs, by file and in the order of the user's rows.
pub(super) fn of(overlay: &Overlay) -> Vec<Change> {
    let mut out = Vec::new();
    for (file, replaced) in overlay.files() {
        let new = overlay.text(file).unwrap_or("");
        match schema::table(file) {
            Some(table) => table_changes(overlay, table, replaced, new, &mut out),
            None => line_changes(file, load::bundled_text(file).unwrap_or(""), new, &mut out),
        }
    }
    out
}

struct Rows {
    header: csv::StringRecord,
    /// By key and how often the key came before.
    rows: BTreeMap<(Vec<String>, usize), (u64, csv::StringRecord)>,
}

fn rows(table: &Table, text: &str, order: Option<&csv::StringRecord>) -> Rows {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let own = reader.headers().cloned().unwrap_or_default();
    let header = order.cloned().unwrap_or_else(|| own.clone());
    let at = |name: &str| own.iter().position(|h| h == name);
    let columns: Vec<Option<usize>> = header.iter().map(at).collect();
    let keys: Vec<Option<usize>> = table.key.iter().map(|k| at(k)).collect();
    let mut seen: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    let mut rows = BTreeMap::new();
    let mut record = csv::StringRecord::new();
    while matches!(reader.read_record(&mut record), Ok(true)) {
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |i: &Option<usize>| i.and_then(|i| record.get(i)).unwrap_or("");
        let key: Vec<String> = keys.iter().map(|i| cell(i).to_owned()).collect();
        let count = seen.entry(key.clone()).or_default();
        rows.insert((key, *count), (line, columns.iter().map(cell).collect()));
        *count += 1;
    }
    Rows { header, rows }
}

fn table_changes(overlay: &Overlay, table: &Table, replaced: bool, text: &str, out: &mut Vec<Change>) {
    let bundled = match table.file.as_str() {
        OBSERVATIONS => load::bundled_figures().unwrap_or_default(),
        name => load::bundled_text(name).unwrap_or("").to_owned(),
    };
    let old = rows(table, &bundled, None);
    let mut new = rows(table, text, Some(&old.header));
    let header = Arc::new(old.header.clone());
    let change = |key: Vec<String>, how: How, line: Option<u64>, cells: [Option<csv::StringRecord>; 2]| {
        let own_line = line.and_then(|line| overlay.own_line(&table.file, line));
        let own = if own_line.is_some() || !replaced { table.add_file() } else { table.file.clone() };
        let [old_row, new_row] = cells;
        let line = own_line.or(line.filter(|_| replaced));
        Change {
            file: table.file.clone(),
            key,
            how,
            line,
            own,
            header: Arc::clone(&header),
            old: old_row,
            new: new_row,
        }
    };
    let mut found = Vec::new();
    for (key, (_, before)) in &old.rows {
        match new.rows.remove(key) {
            Some((_, after)) if &after == before => {}
            Some((line, after)) => {
                found.push(change(key.0.clone(), How::Changed, Some(line), [Some(before.clone()), Some(after)]));
            }
            // Starting numbers that are not given are derived as before.
            None if table.file == DERIVED => {}
            None => found.push(change(key.0.clone(), How::Withdrawn, None, [Some(before.clone()), None])),
        }
    }
    for ((key, _), (line, after)) in new.rows {
        found.push(change(key, How::Added, Some(line), [None, Some(after)]));
    }
    found.order_by_key(|c| (c.line.is_none(), c.line));
    out.extend(found);
}

/// A file that is no table: its lines, by what names them (an id, or the first words).
fn line_changes(file: &str, old: &str, new: &str, out: &mut Vec<Change>) {
    type Lines<'a> = BTreeMap<(String, usize), (u64, &'a str)>;
    fn lines(text: &str) -> Lines<'_> {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let mut all = BTreeMap::new();
        let told = (1..).zip(text.lines()).filter(|(_, l)| !l.trim().is_empty() && !l.trim().starts_with("//"));
        for (number, line) in told {
            let key = name_of(line);
            let count = seen.entry(key.clone()).or_default();
            all.insert((key, *count), (number, line.trim()));
            *count += 1;
        }
        all
    }
    let (old, mut new) = (lines(old), lines(new));
    let record = |line: &str| csv::StringRecord::from(vec![line]);
    let header = Arc::new(record("line"));
    let mut change = |key: String, how: How, line: Option<u64>, cells: [Option<csv::StringRecord>; 2]| {
        let [old, new] = cells;
        let header = Arc::clone(&header);
        out.push(Change { file: file.to_owned(), key: vec![key], how, line, own: file.to_owned(), header, old, new });
    };
    for (key, (_, before)) in old {
        match new.remove(&key) {
            Some((_, after)) if after == before => {}
            Some((line, after)) => {
                change(key.0, How::Changed, Some(line), [Some(record(before)), Some(record(after))]);
            }
            None => change(key.0, How::Withdrawn, None, [Some(record(before)), None]),
        }
    }
    for ((key, _), (line, after)) in new {
        change(key, How::Added, Some(line), [None, Some(record(after))]);
    }
}

/// What names a line of a RON file: the id on it, else its first word.
fn name_of(line: &str) -> String {
    let id = line.split_once("id:").and_then(|(_, rest)| rest.trim_start().strip_prefix('"')?.split('"').next());
    let first = || line.trim().trim_start_matches(['(', '[']).split([':', ',', ' ']).next().unwrap_or("");
    id.unwrap_or_else(first).to_owned()
}
