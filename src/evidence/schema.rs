//! What each table holds, column by column: read from `assets/schema`, from which templates and documents are written and
//! against which a user's own rows are held.

use std::sync::OnceLock;

use super::fault::{Fault, nearest};
use super::load;
use super::records::Records;

/// Most bytes in one cell of a user's own file.
pub const CELL_BYTES_MAX: usize = 16 * 1024;

/// What a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An identifier.
    Id,
    /// Words.
    Text,
    /// Identifiers or words separated by `;`.
    List,
    /// One of a closed list of words.
    Word,
    /// A number.
    Number,
    /// A whole number.
    Integer,
    /// A year.
    Year,
    /// Shares written `E12000006=39.6%; E12000008=16.2%`.
    Shares,
}

impl Kind {
    /// Every kind with its word in the files.
    pub const WORDS: [(&'static str, Self); 8] = [
        ("id", Self::Id),
        ("text", Self::Text),
        ("list", Self::List),
        ("word", Self::Word),
        ("number", Self::Number),
        ("integer", Self::Integer),
        ("year", Self::Year),
        ("shares", Self::Shares),
    ];

    /// Whether the cell is a number of some kind.
    #[must_use]
    pub const fn is_number(self) -> bool {
        matches!(self, Self::Number | Self::Integer | Self::Year)
    }
}

/// A column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Name in the header.
    pub name: String,
    /// What it says.
    pub meaning: String,
    /// What a cell holds.
    pub kind: Kind,
    /// Unit, or the column that names it; blank for words.
    pub unit: String,
    /// As the schema writes it: words separated by `;`, or a range such as `0..1`.
    pub allowed: String,
    /// Whether it must not be blank.
    pub required: bool,
    /// Table (or tables, in words) whose ids it names; blank: none.
    pub refers_to: String,
    /// What stands in the example row of a template.
    pub example: String,
}

impl Column {
    /// Allowed words; empty for other kinds.
    #[must_use]
    pub fn words(&self) -> Vec<&str> {
        if self.kind.is_number() || self.allowed.is_empty() { Vec::new() } else { self.allowed.split(';').collect() }
    }

    /// Least and most, both included.
    #[must_use]
    pub fn range(&self) -> (Option<f64>, Option<f64>) {
        let bounds = self.allowed.split_once("..").filter(|_| self.kind.is_number());
        bounds.map_or((None, None), |(least, most)| (least.parse().ok(), most.parse().ok()))
    }

    /// What is wrong with a cell, if anything: the end of a sentence, and advice. References are not looked up.
    #[must_use]
    pub fn wrong(&self, value: &str) -> Option<(String, Option<String>)> {
        if value.trim().is_empty() {
            return self.required.then(|| (String::from("must not be blank"), None));
        }
        match self.kind {
            Kind::Number | Kind::Integer | Kind::Year => self.wrong_number(value),
            Kind::Word => self.wrong_word(value),
            Kind::List => value.split(';').map(str::trim).filter(|v| !v.is_empty()).find_map(|v| self.wrong_word(v)),
            Kind::Id | Kind::Text | Kind::Shares => None,
        }
    }

    fn wrong_number(&self, value: &str) -> Option<(String, Option<String>)> {
        let kind = match self.kind {
            Kind::Integer | Kind::Year => "is not a whole number",
            _ => "is not a number",
        };
        let Ok(number) = value.parse::<f64>() else { return Some((String::from(kind), None)) };
        if !number.is_finite() {
            return Some((String::from("is not a finite number"), None));
        }
        if self.kind != Kind::Number && value.parse::<i64>().is_err() {
            return Some((String::from(kind), None));
        }
        let problem = match self.range() {
            (Some(least), Some(most)) if number < least || number > most => format!("must lie in {least} to {most}"),
            (Some(least), None) if number < least => format!("must be {least} or more"),
            (None, Some(most)) if number > most => format!("must be {most} or less"),
            _ => return None,
        };
        Some((problem, None))
    }

    fn wrong_word(&self, value: &str) -> Option<(String, Option<String>)> {
        let known = self.words();
        if known.is_empty() || known.contains(&value) {
            return None;
        }
        let hint = match nearest(value, known.iter().copied()) {
            Some(best) => format!("did you mean '{best}'?"),
            None => format!("use one of: {}", known.join(", ")),
        };
        Some((String::from("is not a known word"), Some(hint)))
    }
}

/// A table.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Short name: `effects`.
    pub name: String,
    /// File: `evidence/effects.csv`.
    pub file: String,
    /// Columns that together name a row.
    pub key: Vec<String>,
    /// Most rows that a user's own file may hold.
    pub rows_max: usize,
    /// What one row is.
    pub meaning: String,
    /// Columns in the order of the file.
    pub columns: Vec<Column>,
}

impl Table {
    /// Name of the file that adds to the table: `evidence/effects.add.csv`.
    #[must_use]
    pub fn add_file(&self) -> String {
        format!("{}.add.csv", self.file.trim_end_matches(".csv"))
    }

    /// The column of that name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|c| c.name == name)
    }
}

/// Every table; empty only if the bundled schema cannot be read, which a test would find.
#[must_use]
pub fn tables() -> &'static [Table] {
    static TABLES: OnceLock<Vec<Table>> = OnceLock::new();
    TABLES.get_or_init(|| read().unwrap_or_default())
}

/// The table of that name or file.
#[must_use]
pub fn table(name: &str) -> Option<&'static Table> {
    tables().iter().find(|t| t.name == name || t.file == name)
}

/// Names of the columns of a file, in its order, without reading the schema of any other; `None` for a file that is no table.
#[must_use]
pub fn header(file: &str) -> Option<Vec<String>> {
    let name = file.rsplit('/').next()?.strip_suffix(".csv")?;
    let columns: Vec<(u64, [String; 8])> = records(file, text(name).filter(|_| name != TABLES)?).ok()?;
    Some(columns.into_iter().map(|(_, [name, ..])| name).collect())
}

/// Name of the list of tables.
const TABLES: &str = "tables";

fn text(name: &str) -> Option<&'static str> {
    load::SCHEMA.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// Reads `assets/schema`.
///
/// # Errors
/// The first cell that cannot be understood.
pub fn read() -> Result<Vec<Table>, Fault> {
    let mut tables = Vec::new();
    for (line, [name, file, key, most, meaning]) in records("schema/tables.csv", text(TABLES).unwrap_or(""))? {
        let rows_max = most.parse().map_err(|_| bad("schema/tables.csv", line, "rows_max", &most))?;
        let columns = columns(&format!("schema/{name}.csv"), text(&name).unwrap_or(""))?;
        let key = key.split(';').map(String::from).collect();
        tables.push(Table { name, file, key, rows_max, meaning, columns });
    }
    Ok(tables)
}

fn columns(file: &str, text: &str) -> Result<Vec<Column>, Fault> {
    let column = |(line, cells): (u64, [String; 8])| {
        let [name, meaning, kind, unit, allowed, required, refers_to, example] = cells;
        let kind = Kind::WORDS.iter().find(|(word, _)| *word == kind).ok_or_else(|| bad(file, line, "type", &kind))?.1;
        let required = match required.as_str() {
            "yes" => true,
            "no" => false,
            other => return Err(bad(file, line, "required", other)),
        };
        Ok(Column { name, meaning, kind, unit, allowed, required, refers_to, example })
    };
    records(file, text)?.into_iter().map(column).collect()
}

fn bad(file: &str, line: u64, column: &str, value: &str) -> Fault {
    Fault::new(file, "cannot be read").at(line).cell(column, value)
}

/// Records of a text with their lines, the header left out.
fn records<const N: usize>(file: &str, text: &str) -> Result<Vec<(u64, [String; N])>, Fault> {
    let (mut records, mut record) = (Records::of(text), csv::StringRecord::new());
    let mut out = Vec::new();
    records.read(&mut record);
    while records.read(&mut record) {
        let line = record.position().map_or(0, csv::Position::line);
        let cells: Vec<String> = record.iter().map(String::from).collect();
        out.push((line, cells.try_into().map_err(|_| bad(file, line, "row", record.as_slice()))?));
    }
    Ok(out)
}
