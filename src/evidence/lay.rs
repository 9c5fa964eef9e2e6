//! A user's own rows laid over a table: a row with a new key is added, one with a known key takes its place, one that is
//! marked is withdrawn. Lines of the table stay where they are, so that a fault still names the line that it stands on.

use std::collections::HashMap;
use std::ops::Range;

use super::fault::{Fault, Faults};
use super::order::InOrder as _;
use super::schema::{CELL_BYTES_MAX, Table};
use super::table::check_header;

/// Column that a file of additions may have besides those of its table: `yes` takes the row of that key away.
pub const WITHDRAW: &str = "withdraw";

/// Most faults that are listed of one file.
const FAULTS_MAX: usize = 200;

/// Parts the cells of a key.
const PART: char = '\u{1f}';

/// A table with a user's rows over it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Laid {
    /// Header and rows.
    pub text: String,
    /// Lines of the text that come from the file of additions, and their lines there.
    pub origins: HashMap<u64, u64>,
}

/// Lays the rows of `add` over `base`. What cannot be used is left out and said.
pub(super) fn lay(table: &Table, base: &str, add: &str, faults: &mut Faults) -> Laid {
    let file = table.add_file();
    let mut found = Faults::default();
    let own = own_rows(table, &file, add, &mut found);
    let laid = combine(table, &file, base, own, &mut found);
    keep_most(&file, found, faults);
    laid
}

/// Passes on the first faults of a file and says how many more there are.
fn keep_most(file: &str, mut found: Faults, faults: &mut Faults) {
    let more = found.0.len().saturating_sub(FAULTS_MAX);
    found.0.truncate(FAULTS_MAX);
    faults.0.extend(found.0);
    if more > 0 {
        faults.push(Fault::new(file, format!("has {more} more faults that are not listed")));
    }
}

/// A row of a file of additions.
struct Own {
    line: u64,
    key: String,
    withdraw: bool,
    cells: csv::StringRecord,
}

struct OwnRows {
    header: csv::StringRecord,
    rows: Vec<Own>,
}

fn own_rows(table: &Table, file: &str, text: &str, faults: &mut Faults) -> OwnRows {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let header = reader.headers().cloned().unwrap_or_default();
    let mut out = OwnRows { header, rows: Vec::new() };
    let mut columns: Vec<&str> = table.columns.iter().map(|c| c.name.as_str()).collect();
    if out.header.iter().any(|h| h == WITHDRAW) {
        columns.push(WITHDRAW);
    }
    if let Err(more) = check_header(file, &out.header, &columns) {
        faults.0.extend(more.0);
        return out;
    }
    let mut first: HashMap<String, u64> = HashMap::new();
    for record in reader.into_records() {
        let record = match record {
            Ok(record) => record,
            Err(e) => {
                faults.push(Fault::new(file, format!("cannot be read ({e})")));
                continue;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        if out.rows.len() >= table.rows_max {
            faults.push(too_long(table, file).at(line));
            break;
        }
        let Some(row) = own_row(table, file, &out.header, record, line, faults) else { continue };
        if let Some(before) = first.get(&row.key) {
            let fault = Fault::new(file, format!("stands on line {before} already")).at(line);
            faults.push(fault.cell(table.key.join(", "), shown(&row.key)));
        } else {
            first.insert(row.key.clone(), line);
            out.rows.push(row);
        }
    }
    out
}

fn too_long(table: &Table, file: &str) -> Fault {
    Fault::new(file, format!("has more than the {} rows that are read of this table", table.rows_max))
}

/// A key as people read it.
fn shown(key: &str) -> String {
    key.replace(PART, ", ")
}

fn own_row(
    table: &Table,
    file: &str,
    header: &csv::StringRecord,
    record: csv::StringRecord,
    line: u64,
    faults: &mut Faults,
) -> Option<Own> {
    if record.len() != header.len() {
        let problem = format!("has {} where the header has {}", cells(record.len()), header.len());
        faults.push(Fault::new(file, problem).at(line).hint("a cell that holds a comma stands in double quotes"));
        return None;
    }
    let cell = |name: &str| header.iter().position(|h| h == name).and_then(|i| record.get(i)).unwrap_or("");
    let withdraw = match cell(WITHDRAW).trim() {
        "" | "no" => false,
        "yes" => true,
        other => {
            let fault = Fault::new(file, "is not a known word").at(line).cell(WITHDRAW, other);
            faults.push(fault.hint("write yes to take the row away, or leave it blank"));
            return None;
        }
    };
    let parts: Vec<&str> = table.key.iter().map(|name| cell(name)).collect();
    let before = faults.0.len();
    for (name, value) in header.iter().zip(&record) {
        let Some(column) = table.column(name) else { continue };
        let fault = |problem: String| Fault::new(file, problem).at(line).cell(name, value);
        if let Some((problem, hint)) = unfit(value) {
            faults.push(fault(problem).hint(hint));
        } else if (!withdraw || table.key.iter().any(|k| k == name))
            && let Some((problem, hint)) = column.wrong(value)
        {
            let fault = fault(problem);
            faults.push(hint.map_or(fault.clone(), |hint| fault.hint(hint)));
        }
    }
    let key = parts.join(&PART.to_string());
    // A row at fault keeps its place, so that what refers to it is not called unknown; nothing is run on it.
    (faults.0.len() == before || unfit(&key.replace(PART, "")).is_none()).then_some(Own {
        line,
        key,
        withdraw,
        cells: record,
    })
}

/// What no cell of a user's file may hold.
pub(super) fn unfit(value: &str) -> Option<(String, &'static str)> {
    if value.len() > CELL_BYTES_MAX {
        let problem = format!("holds {} bytes, more than the {CELL_BYTES_MAX} of one cell", value.len());
        return Some((problem, "a quotation mark that is not closed takes in the rest of the file"));
    }
    if let Some(c) = value.chars().find(|c| hidden(*c)) {
        return Some((format!("holds the control character {}", c.escape_unicode()), "take it out"));
    }
    if value.starts_with(['=', '@']) {
        return Some((String::from("is a formula"), "write its value"));
    }
    None
}

/// Whether a character steers a terminal or turns the order of others round; a line break within a cell does neither.
pub(super) fn hidden(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
}

/// Rows of a table by key: where each stands, and on which line.
fn places(table: &Table, base: &str) -> (csv::StringRecord, HashMap<String, (Range<usize>, u64)>) {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(base.as_bytes());
    let header = reader.headers().cloned().unwrap_or_default();
    let at: Vec<Option<usize>> = table.key.iter().map(|k| header.iter().position(|h| h == k)).collect();
    let mut found = HashMap::new();
    let mut record = csv::StringRecord::new();
    while matches!(reader.read_record(&mut record), Ok(true)) {
        let Some(position) = record.position() else { continue };
        let start = usize::try_from(position.byte()).unwrap_or(usize::MAX);
        let end = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX).min(base.len());
        let key: Vec<&str> = at.iter().map(|i| i.and_then(|i| record.get(i)).unwrap_or("")).collect();
        found.entry(key.join(&PART.to_string())).or_insert((start..end, position.line()));
    }
    (header, found)
}

fn combine(table: &Table, file: &str, base: &str, own: OwnRows, faults: &mut Faults) -> Laid {
    let (header, places) = places(table, base);
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let mut laid = Laid::default();
    let mut added = Vec::new();
    for row in own.rows {
        let place = places.get(&row.key);
        if row.withdraw {
            match place {
                // Empty lines are not read: what follows keeps its line.
                Some((range, _)) => edits.push((range.clone(), breaks(&base[range.clone()]))),
                None => faults.push(unknown(table, file, &row, &places)),
            }
            continue;
        }
        let text = written(&header, &own.header, &row.cells);
        match place {
            Some((range, line)) => {
                let old = breaks(&base[range.clone()]);
                let new = breaks(&text);
                if new.len() <= old.len().max(1) {
                    laid.origins.insert(*line, row.line);
                    edits.push((range.clone(), format!("{text}{}", &old[new.len().min(old.len())..])));
                } else {
                    // More lines than there is room for: it moves to the end.
                    edits.push((range.clone(), old));
                    added.push((row.line, text));
                }
            }
            None => added.push((row.line, text)),
        }
    }
    edits.order_by_key(|(range, _)| range.start);
    let mut text = String::with_capacity(base.len() + added.iter().map(|(_, t)| t.len()).sum::<usize>());
    let mut from = 0;
    for (range, new) in edits {
        text.push_str(base.get(from..range.start).unwrap_or(""));
        text.push_str(&new);
        from = range.end;
    }
    text.push_str(base.get(from..).unwrap_or(""));
    if !text.ends_with('\n') {
        text.push('\n');
    }
    let mut line = 1 + text.bytes().filter(|b| *b == b'\n').count() as u64;
    for (own_line, row) in added {
        laid.origins.insert(line, own_line);
        line += row.bytes().filter(|b| *b == b'\n').count() as u64;
        text.push_str(&row);
    }
    laid.text = text;
    laid
}

/// The line breaks of a text.
fn breaks(text: &str) -> String {
    text.chars().filter(|c| *c == '\n').collect()
}

fn unknown(table: &Table, file: &str, row: &Own, places: &HashMap<String, (Range<usize>, u64)>) -> Fault {
    let value = shown(&row.key);
    let fault = Fault::new(file, format!("is not a row of {}, so it cannot be withdrawn", table.file)).at(row.line);
    let fault = fault.cell(table.key.join(", "), value.as_str());
    // The nearest of a few thousand keys is found at once; of forty thousand figures nobody asks for it.
    if places.len() > 5_000 {
        return fault;
    }
    let mut known: Vec<String> = places.keys().map(|k| shown(k)).collect();
    known.order();
    fault.nearest(&value, known.iter().map(String::as_str))
}

/// A row in the order of the table's own header, with its line break.
fn written(header: &csv::StringRecord, own: &csv::StringRecord, cells: &csv::StringRecord) -> String {
    let cell = |name: &str| own.iter().position(|h| h == name).and_then(|i| cells.get(i)).unwrap_or("");
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing to memory cannot fail.
    let _ = writer.write_record(header.iter().map(cell));
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

/// What is wrong with a user's whole table, cell by cell, that the reader of the table does not see.
pub(super) fn whole(table: &Table, text: &str, faults: &mut Faults) {
    let mut found = Faults::default();
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let header = reader.headers().cloned().unwrap_or_default();
    let mut record = csv::StringRecord::new();
    let mut rows = 0_usize;
    while matches!(reader.read_record(&mut record), Ok(true)) {
        rows += 1;
        let line = record.position().map_or(0, csv::Position::line);
        if rows > table.rows_max {
            found.push(too_long(table, &table.file).at(line));
            break;
        }
        for (name, value) in header.iter().zip(&record) {
            let problem = unfit(value).map(|(problem, hint)| (problem, Some(hint.to_owned())));
            let column = table.column(name);
            if let Some((problem, hint)) = problem.or_else(|| column.and_then(|c| beyond(c, value))) {
                let fault = Fault::new(table.file.as_str(), problem).at(line).cell(name, value);
                found.push(hint.map_or(fault.clone(), |hint| fault.hint(hint)));
            }
        }
    }
    keep_most(&table.file, found, faults);
}

/// A number outside its range, or a blank that must not be: what the reader of the table itself does not see.
fn beyond(column: &super::schema::Column, value: &str) -> Option<(String, Option<String>)> {
    let number = value.parse::<f64>().is_ok_and(f64::is_finite);
    let blank = value.trim().is_empty() && !column.kind.is_number();
    (number || blank).then(|| column.wrong(value)).flatten()
}

/// "1 cell", "7 cells".
fn cells(count: usize) -> String {
    format!("{count} {}", if count == 1 { "cell" } else { "cells" })
}
