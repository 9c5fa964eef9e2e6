//! Files to start from: the header of a table with an example row, and what each column means.

use std::fmt::Write as _;

use super::layout::wrap;
use super::sheet::{Datum, Sheet};
use super::words::digits;
use crate::evidence::load::{BUNDLED, Library};
use crate::evidence::schema::{self, Column, Kind, Table};
use crate::evidence::{WITHDRAW, nearest};

/// A file to write, by its name in the user's folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// `evidence/effects.add.csv`.
    pub name: String,
    /// Text.
    pub text: String,
}

/// RON files of the model, by short name and file: they are replaced whole, so the bundled one is the template.
fn whole_files() -> impl Iterator<Item = (&'static str, &'static str)> {
    let ron = BUNDLED.iter().filter(|file| std::path::Path::new(file).extension().is_some_and(|end| end == "ron"));
    ron.map(|file| (file.trim_start_matches("model/").trim_end_matches(".ron"), *file))
}

/// The short name under which a RON file is asked for: `rules` for the one that shares its name with a table.
fn short(name: &'static str) -> &'static str {
    if name == "baseline" { "rules" } else { name }
}

/// The files for a table, by its short name or its file.
///
/// # Errors
/// If there is no such table: the nearest name, if one is near.
pub fn of(name: &str) -> Result<Vec<Template>, Option<String>> {
    if let Some(table) = schema::table(name) {
        let stem = table.file.trim_end_matches(".csv");
        return Ok(vec![
            Template { name: table.add_file(), text: rows(table) },
            Template { name: format!("{stem}.columns.txt"), text: columns(table) },
        ]);
    }
    if let Some((_, file)) = whole_files().find(|(known, file)| short(known) == name || *file == name) {
        let text = Library::embedded().text(file).map(std::borrow::Cow::into_owned).unwrap_or_default();
        return Ok(vec![Template { name: file.to_owned(), text }]);
    }
    let known: Vec<&str> =
        schema::tables().iter().map(|t| t.name.as_str()).chain(whole_files().map(|(n, _)| short(n))).collect();
    Err(nearest(name, known).map(String::from))
}

/// The header, and the example row.
fn rows(table: &Table) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let names = table.columns.iter().map(|c| c.name.as_str()).chain([WITHDRAW]);
    let example = table.columns.iter().map(|c| c.example.as_str()).chain([""]);
    // Writing to memory cannot fail.
    let _ = writer.write_record(names).and_then(|()| writer.write_record(example));
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

/// What a cell may hold, in words.
#[must_use]
pub fn allowed(column: &Column) -> String {
    let mut said = vec![String::from(match column.kind {
        Kind::Id => "id",
        Kind::Text => "text",
        Kind::List => "list, parted by semicolons",
        Kind::Word => "one word",
        Kind::Number => "number",
        Kind::Integer => "whole number",
        Kind::Year => "year",
        Kind::Shares => "shares, written E12000006=39.6%; E12000008=16.2%",
    })];
    let words = column.words();
    if !words.is_empty() {
        said.push(format!("of: {}", words.join(", ")));
    }
    match column.range() {
        (Some(least), Some(most)) => said.push(format!("{least} to {most}")),
        (Some(least), None) => said.push(format!("{least} or more")),
        (None, Some(most)) => said.push(format!("{most} or less")),
        (None, None) => {}
    }
    if !column.unit.is_empty() {
        said.push(format!("unit: {}", column.unit));
    }
    if !column.refers_to.is_empty() {
        said.push(format!("names rows of: {}", column.refers_to));
    }
    said.push(String::from(if column.required { "must be given" } else { "may be blank" }));
    said.join("; ")
}

fn columns(table: &Table) -> String {
    let add = table.add_file();
    let mut out = wrap(&format!("{add}: {}.", table.meaning), "", "");
    let key = table.key.join(" + ");
    let how = format!(
        "One row each; a row is named by {key}. A row with a new name is added to the bundled table, one with a known name takes \
         its place whole, and yes in the column {WITHDRAW} takes the named row away. The example row passes the checks as it \
         stands: write your own over it. At most {} rows. A file {} without .add replaces the whole table.",
        digits(table.rows_max as f64, 0),
        table.file
    );
    out.push('\n');
    out.push_str(&wrap(&how, "", ""));
    for column in &table.columns {
        let _ = write!(out, "\n{}\n", column.name);
        out.push_str(&wrap(&format!("{}.", column.meaning.trim_end_matches('.')), "  ", "  "));
        out.push_str(&wrap(&format!("{}.", allowed(column)), "  ", "  "));
        if !column.example.is_empty() {
            out.push_str(&wrap(&format!("Example: {}", column.example), "  ", "  "));
        }
    }
    let _ = write!(out, "\n{WITHDRAW}\n");
    out.push_str(&wrap("Takes the bundled row of that name away. One word; of: yes, no; may be blank.", "  ", "  "));
    out
}

/// Every table and file that can be added to or replaced.
#[must_use]
pub fn list() -> Sheet {
    let mut sheet = Sheet::new("What you can add to or replace", ["table", "your file", "columns", "one row is"]);
    for table in schema::tables() {
        let n = table.columns.len() as f64;
        sheet.row([
            Datum::text(&table.name),
            Datum::text(table.add_file()),
            Datum::number(n, digits(n, 0)),
            Datum::text(&table.meaning),
        ]);
    }
    for (name, file) in whole_files() {
        let cells = [short(name), file].map(Datum::text);
        sheet.row(cells.into_iter().chain([Datum::Missing(String::from("–")), Datum::text("replaced whole")]));
    }
    sheet.note(
        "tiller evidence add --template effects --out my-evidence writes a file to fill in and what each column means; \
         tiller check --data my-evidence says what is wrong; tiller evidence changed --data my-evidence says what it changes.",
    );
    sheet
}
