//! One way to read every table: header checked, every row deserialised, every fault with line, column and value.

use serde::de::DeserializeOwned;

pub use super::cell::Cells;
use super::cell::Wrong;
use super::fault::{Fault, Faults};
use super::records::Records;

/// A row with the line it stands on.
#[derive(Debug, Clone, PartialEq)]
pub struct Lined<T> {
    /// Line, counted from 1.
    pub line: u64,
    /// Row.
    pub row: T,
}

/// A typed row of one bundled table.
pub trait Row: Sized {
    /// File name, e.g. `evidence/areas.csv`.
    const FILE: &'static str;
    /// Column names with the Rust type each is read as.
    const COLUMNS: &'static [(&'static str, &'static str)];

    /// Reads a record on that line, counted from 1; `None` if a cell is wrong, which the cells then say.
    fn read(cells: &mut Cells<'_>, line: u64) -> Option<Self>;
}

/// Most faults that are listed of one file.
const FAULTS_MAX: usize = 200;

/// Declares the struct of a table and its columns in one place, so that the two cannot part.
macro_rules! row {
    ($(#[$doc:meta])* $name:ident, $file:literal {
        $($(#[$field_doc:meta])* $field:ident : $type:ty = $column:literal),* $(,)?
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $type,)*
            /// Line in the file, counted from 1.
            pub line: u64,
        }

        impl $crate::evidence::table::Row for $name {
            const FILE: &'static str = $file;
            const COLUMNS: &'static [(&'static str, &'static str)] = &[$(($column, stringify!($type))),*];

            fn read(cells: &mut $crate::evidence::table::Cells<'_>, line: u64) -> Option<Self> {
                // Every cell is looked at before any is missed: the first that is wrong is the first of the file.
                $(let $field = cells.take($column);)*
                Some(Self { $($field: $field?,)* line })
            }
        }
    };
}
pub(crate) use row;

/// Reads a table whose columns are known: a missing or unknown column is named, a number must be finite.
///
/// # Errors
/// Every fault found (up to 200), with file, line, column name and value.
pub fn read_rows<T: Row>(file: &str, text: &str) -> Result<Vec<T>, Faults> {
    let found = read_some(file, text);
    found.faults.into_result(found.rows)
}

/// What could be read of a table, and what could not.
#[derive(Debug)]
pub struct Part<T> {
    /// Rows that could be read.
    pub rows: Vec<T>,
    /// What is wrong with the others.
    pub faults: Faults,
    /// First cells of the others: ids that exist, though nothing can be said of them.
    pub lost: Vec<String>,
}

/// [`read_rows`], with the rows that could be read beside the faults of those that could not.
pub fn read_some<T: Row>(file: &str, text: &str) -> Part<T> {
    let mut rows = Vec::new();
    let (faults, lost) = each_row(file, text, T::COLUMNS, &mut |line, cells, keep| {
        rows.extend(T::read(cells, line).filter(|_| keep));
    });
    Part { rows, faults, lost }
}

/// Hands the cells of every record to `each`, with its line and whether its numbers are finite; what is wrong, and the first
/// cells of the records for which something is.
fn each_row(
    file: &str,
    text: &str,
    columns: &[(&str, &str)],
    each: &mut dyn FnMut(u64, &mut Cells<'_>, bool),
) -> (Faults, Vec<String>) {
    let (mut records, names) = opened(text);
    let known: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    if let Err(faults) = check_header(file, &names, &known) {
        return (faults, Vec::new());
    }
    let numbers: Vec<(&str, &str, Option<usize>)> = columns
        .iter()
        .filter(|(_, kind)| kind.contains("f64"))
        .map(|(column, kind)| (*column, *kind, names.iter().position(|h| h == *column)))
        .collect();
    let finite = |record: &csv::StringRecord, line: u64| -> Result<(), Fault> {
        for (column, kind, at) in &numbers {
            let value = at.and_then(|i| record.get(i)).unwrap_or("");
            if value.parse::<f64>().is_ok_and(|x| !x.is_finite()) {
                return Err(Fault::new(file, format!("is not a finite number ({kind})")).at(line).cell(*column, value));
            }
        }
        Ok(())
    };
    let (mut faults, mut lost) = (Faults::default(), Vec::new());
    walk(file, names.len(), &mut records, &mut faults, &mut |line, record| {
        let sound = finite(record, line);
        let mut cells = Cells::of(&names, record);
        each(line, &mut cells, sound.is_ok());
        let read = match cells.wrong() {
            Some((at, wrong)) => Err(cell_fault(file, line, &names, record, at, &wrong)),
            None => sound,
        };
        read.inspect_err(|_| lost.extend(record.get(0).map(String::from)))
    });
    (faults, lost)
}

fn cell_fault(
    file: &str,
    line: u64,
    names: &csv::StringRecord,
    record: &csv::StringRecord,
    at: usize,
    wrong: &Wrong,
) -> Fault {
    let what = match wrong {
        Wrong::Word(said) => return message_fault(file, line, names, record, said, None),
        Wrong::Number => "is not a number",
        Wrong::Whole => "is not a whole number",
    };
    at_column(Fault::new(file, what).at(line), names, record, at)
}

/// Reads a CSV text into typed rows; all faults are collected, not the first.
///
/// # Errors
/// Every row that cannot be read, with file, line, column name and value.
pub fn read<T: DeserializeOwned>(file: &str, text: &str) -> Result<Vec<Lined<T>>, Faults> {
    let (records, found) = opened(text);
    if let Some(columns) = super::schema::header(file) {
        let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
        check_header(file, &found, &columns)?;
    }
    rows_of(file, records, &found)
}

/// Hands every record of a CSV text to `each` with its line: for tables too long to hold as rows of strings.
///
/// # Errors
/// A header other than `columns`, records of another length, and whatever `each` refuses.
pub fn for_each(
    file: &str,
    text: &str,
    columns: &[&str],
    mut each: impl FnMut(u64, &csv::StringRecord) -> Result<(), Fault>,
) -> Result<(), Faults> {
    let (mut records, found) = opened(text);
    check_header(file, &found, columns)?;
    if let Some((name, _)) = found.iter().zip(columns).find(|(a, b)| a != *b) {
        let fault = Fault::new(file, "stands at another place than expected").at(1).cell("header", name);
        return Err(fault.hint(format!("keep the order {}", columns.join(","))).into());
    }
    let mut faults = Faults::default();
    walk(file, found.len(), &mut records, &mut faults, &mut each);
    faults.into_result(())
}

/// The records of a text, and the first of them: its header, empty if there is none.
fn opened(text: &str) -> (Records<'_>, csv::StringRecord) {
    let (mut records, mut header) = (Records::of(text), csv::StringRecord::new());
    records.read(&mut header);
    (records, header)
}

pub(super) fn check_header(file: &str, found: &csv::StringRecord, columns: &[&str]) -> Result<(), Faults> {
    if let (1, Some(only)) =
        (found.len(), found.get(0).filter(|h| columns.len() > 1 && (h.contains(';') || h.contains('\t'))))
    {
        let fault = Fault::new(file, "is not separated by commas").at(1).cell("header", only);
        return Err(fault.hint("save it as comma-separated values").into());
    }
    let mut faults = Faults::default();
    if found.iter().all(|h| h.trim().is_empty()) {
        return Err(Fault::new(file, "is empty").hint(format!("start it with {}", columns.join(","))).into());
    }
    for (i, column) in found.iter().enumerate() {
        if found.iter().take(i).any(|before| before == column) {
            faults.push(Fault::new(file, "stands twice in the header").at(1).cell("column", column));
        }
    }
    for column in columns.iter().copied().filter(|c| !found.iter().any(|h| h == *c)) {
        let fault = Fault::new(file, "is missing from the header").at(1).cell("column", column);
        let spare: Vec<&str> = found.iter().filter(|h| !columns.iter().copied().any(|c| c == *h)).collect();
        faults.push(match super::nearest(column, spare.iter().copied()) {
            Some(near) => fault.hint(format!("the header has '{near}': rename it")),
            None => fault.hint("the file may be empty or cut off"),
        });
    }
    for extra in found.iter().filter(|h| !columns.iter().copied().any(|c| c == *h)) {
        faults.push(
            Fault::new(file, "is not a column of this table")
                .at(1)
                .cell("column", extra)
                .nearest(extra, columns.iter().copied()),
        );
    }
    faults.into_result(())
}

fn rows_of<T: DeserializeOwned>(
    file: &str,
    mut records: Records<'_>,
    names: &csv::StringRecord,
) -> Result<Vec<Lined<T>>, Faults> {
    let mut rows = Vec::new();
    let mut faults = Faults::default();
    walk(
        file,
        names.len(),
        &mut records,
        &mut faults,
        &mut |line, record| match record.deserialize::<T>(Some(names)) {
            Ok(row) => {
                rows.push(Lined { line, row });
                Ok(())
            }
            Err(e) => Err(row_fault(file, line, names, record, &e)),
        },
    );
    faults.into_result(rows)
}

/// Hands every record of `columns` cells to `each`, with its line; what is wrong with the others is said.
fn walk(
    file: &str,
    columns: usize,
    records: &mut Records<'_>,
    faults: &mut Faults,
    each: &mut dyn FnMut(u64, &csv::StringRecord) -> Result<(), Fault>,
) {
    let mut record = csv::StringRecord::new();
    let mut more = 0_usize;
    while records.read(&mut record) {
        let line = record.position().map_or(0, csv::Position::line);
        let read = if record.len() == columns {
            each(line, &record)
        } else {
            let cells = record.len();
            let problem = format!("has {cells} columns where the header has {columns}; the file may be cut off here");
            Err(Fault::new(file, problem).at(line))
        };
        match read {
            Err(fault) if faults.0.len() < FAULTS_MAX => faults.push(fault),
            Err(_) => more += 1,
            Ok(()) => {}
        }
    }
    if more > 0 {
        faults.push(Fault::new(file, format!("has {more} more faults that are not listed")));
    }
}

fn row_fault(
    file: &str,
    line: u64,
    headers: &csv::StringRecord,
    record: &csv::StringRecord,
    error: &csv::Error,
) -> Fault {
    let csv::ErrorKind::Deserialize { err, .. } = error.kind() else {
        return Fault::new(file, format!("cannot be read ({error})")).at(line);
    };
    let what = match err.kind() {
        csv::DeserializeErrorKind::Message(m) | csv::DeserializeErrorKind::Unsupported(m) => {
            return message_fault(file, line, headers, record, m, err.field());
        }
        csv::DeserializeErrorKind::ParseFloat(_) => String::from("is not a number"),
        csv::DeserializeErrorKind::ParseInt(_) => String::from("is not a whole number"),
        csv::DeserializeErrorKind::ParseBool(_) => String::from("is neither true nor false"),
        csv::DeserializeErrorKind::InvalidUtf8(_) => String::from("is not UTF-8 text"),
        csv::DeserializeErrorKind::UnexpectedEndOfRow => String::from("the row ends too early"),
    };
    let fault = Fault::new(file, what).at(line);
    match err.field() {
        Some(i) => at_column(fault, headers, record, usize::try_from(i).unwrap_or(usize::MAX)),
        None => fault,
    }
}

fn at_column(fault: Fault, headers: &csv::StringRecord, record: &csv::StringRecord, index: usize) -> Fault {
    fault.cell(headers.get(index).unwrap_or("?"), record.get(index).unwrap_or(""))
}

/// A word outside a closed vocabulary: serde says which words it knows, the record says where the word stands.
fn message_fault(
    file: &str,
    line: u64,
    headers: &csv::StringRecord,
    record: &csv::StringRecord,
    message: &str,
    field: Option<u64>,
) -> Fault {
    let mut quoted = message.split('`').skip(1).step_by(2);
    let worded = message.starts_with("unknown variant") || message.starts_with("unreadable");
    let found = if worded { quoted.next() } else { None };
    let Some(found) = found else {
        let fault = Fault::new(file, message).at(line);
        return match field {
            Some(i) => at_column(fault, headers, record, usize::try_from(i).unwrap_or(usize::MAX)),
            None => fault,
        };
    };
    let unreadable = message.strip_prefix("unreadable");
    let fault = Fault::new(file, if unreadable.is_some() { "cannot be read" } else { "is not a known word" }).at(line);
    let fault = match record.iter().position(|cell| cell == found) {
        Some(index) => at_column(fault, headers, record, index),
        None => fault.cell("word", found),
    };
    if let Some(why) = unreadable {
        return fault.hint(why.rsplit_once("`: ").map_or(why, |(_, hint)| hint));
    }
    let known: Vec<&str> = quoted.collect();
    match super::nearest(found, known.iter().copied()) {
        Some(best) => fault.hint(format!("did you mean '{best}'?")),
        None => fault.hint(format!("use one of: {}", known.join(", "))),
    }
}
