//! Sheets on the command line: sentences and tables, JSON, or CSV with one table after another.

use std::path::Path;

use serde_json::Value;

use super::args::Format;
use super::error::{CliError, Kind};
use super::output;
use crate::report::sheet::Sheet;

/// Writes sheets to a file or to standard output. Several CSV tables are parted by an empty line, each under its title.
pub(super) fn write(sheets: &[Sheet], format: Format, out: Option<&Path>) -> Result<(), CliError> {
    let text = match format {
        Format::Text => sheets.iter().map(Sheet::as_text).collect::<Vec<_>>().join("\n"),
        Format::Json => as_json(sheets)?,
        Format::Csv => as_csv(sheets)?,
    };
    output::to(out, &text)
}

fn as_json(sheets: &[Sheet]) -> Result<String, CliError> {
    let all: Vec<Value> = sheets.iter().map(Sheet::as_json).collect();
    let text = serde_json::to_string_pretty(&all).map_err(bug)?;
    Ok(format!("{text}\n"))
}

fn as_csv(sheets: &[Sheet]) -> Result<String, CliError> {
    match sheets {
        [one] => one.as_csv().map_err(bug),
        many => {
            let parts = many.iter().map(|s| s.as_csv().map(|text| format!("# {}\n{text}", s.title)).map_err(bug));
            Ok(parts.collect::<Result<Vec<_>, _>>()?.join("\n"))
        }
    }
}

fn bug(error: impl std::fmt::Display) -> CliError {
    CliError::new(Kind::Bug, format!("a table could not be written ({error})"))
}
