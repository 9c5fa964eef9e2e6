//! One way to read every table: header checked, every row deserialised, every fault with line, column and value.

use serde::de::DeserializeOwned;

use super::fault::{Fault, Faults};

/// A row with the line it stands on.
#[derive(Debug, Clone, PartialEq)]
pub struct Lined<T> {
    /// Line, counted from 1.
    pub line: u64,
    /// Row.
    pub row: T,
}

/// Reads a CSV text into typed rows; all faults are collected, not the first.
///
/// # Errors
/// Every row that cannot be read, with file, line, column name and value.
pub fn read<T: DeserializeOwned>(file: &str, text: &str) -> Result<Vec<Lined<T>>, Faults> {
    let mut reader = csv::ReaderBuilder::new().flexible(false).from_reader(text.as_bytes());
    let headers = match reader.headers() {
        Ok(h) => h.clone(),
        Err(e) => return Err(Fault::new(file, format!("has no readable header ({e})")).into()),
    };
    let mut rows = Vec::new();
    let mut faults = Faults::default();
    let mut record = csv::StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) => {
                let line = record.position().map_or(0, csv::Position::line);
                match record.deserialize::<T>(Some(&headers)) {
                    Ok(row) => rows.push(Lined { line, row }),
                    Err(e) => faults.push(row_fault(file, line, &headers, &record, &e)),
                }
            }
            Err(e) => {
                faults.push(record_fault(file, &e));
                if faults.0.len() > 200 {
                    break;
                }
            }
        }
    }
    faults.into_result(rows)
}

fn record_fault(file: &str, error: &csv::Error) -> Fault {
    let line = error.position().map(csv::Position::line);
    let problem = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("has {len} columns where the header has {expected_len}; the file may be cut off here")
        }
        csv::ErrorKind::Utf8 { .. } => String::from("is not UTF-8 text"),
        _ => format!("cannot be read ({error})"),
    };
    let fault = Fault::new(file, problem);
    line.map_or(fault.clone(), |l| fault.at(l))
}

fn row_fault(
    file: &str,
    line: u64,
    headers: &csv::StringRecord,
    record: &csv::StringRecord,
    error: &csv::Error,
) -> Fault {
    if let csv::ErrorKind::Deserialize { err, .. } = error.kind() {
        let what = match err.kind() {
            csv::DeserializeErrorKind::Message(m) | csv::DeserializeErrorKind::Unsupported(m) => m.clone(),
            csv::DeserializeErrorKind::ParseFloat(_) => String::from("is not a number"),
            csv::DeserializeErrorKind::ParseInt(_) => String::from("is not a whole number"),
            csv::DeserializeErrorKind::ParseBool(_) => String::from("is neither true nor false"),
            csv::DeserializeErrorKind::InvalidUtf8(_) => String::from("is not UTF-8 text"),
            csv::DeserializeErrorKind::UnexpectedEndOfRow => String::from("the row ends too early"),
        };
        let fault = Fault::new(file, what).at(line);
        return match err.field() {
            Some(i) => {
                let index = usize::try_from(i).unwrap_or(usize::MAX);
                fault.cell(headers.get(index).unwrap_or("?"), record.get(index).unwrap_or(""))
            }
            None => fault,
        };
    }
    Fault::new(file, format!("cannot be read ({error})")).at(line)
}
