//! What a screen shows, as tables of values: the one thing that text, CSV, JSON and HTML are written from.
//!
//! A screen, its export and its twin on the command line are writers over the same sheets, so that they cannot disagree.

use serde_json::{Map, Value, json};

use super::layout::{self, Lean};
use super::words::NOT_QUANTIFIED;

/// One value.
#[derive(Debug, Clone, PartialEq)]
pub enum Datum {
    /// Words.
    Text(String),
    /// A number with the form in which people read it.
    Number {
        /// The value, in the unit of its column.
        value: f64,
        /// As it is said on screens.
        shown: String,
    },
    /// No value, with the reason in words.
    Missing(String),
}

impl Datum {
    /// Words.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A number with the form in which people read it; one that is not finite is missing.
    #[must_use]
    pub fn number(value: f64, shown: impl Into<String>) -> Self {
        if value.is_finite() {
            Self::Number { value, shown: shown.into() }
        } else {
            Self::Missing(NOT_QUANTIFIED.to_owned())
        }
    }

    /// No value.
    #[must_use]
    pub fn missing() -> Self {
        Self::Missing(NOT_QUANTIFIED.to_owned())
    }

    /// The number; `None` for words and for no value.
    #[must_use]
    pub const fn value(&self) -> Option<f64> {
        match self {
            Self::Number { value, .. } => Some(*value),
            Self::Text(_) | Self::Missing(_) => None,
        }
    }

    /// As people read it.
    #[must_use]
    pub fn shown(&self) -> &str {
        match self {
            Self::Text(text) | Self::Missing(text) | Self::Number { shown: text, .. } => text,
        }
    }
}

/// How a sheet is drawn where there is a screen: what is drawn are values of its rows, by the numbers of their columns (from 0).
#[derive(Debug, Clone, PartialEq)]
pub enum Plot {
    /// One bar a row from the value of one column to that of another, about a line that all rows share.
    Tornado {
        /// Columns: name, low end, high end.
        columns: [usize; 3],
        /// The line, as it is said.
        middle: Datum,
    },
    /// Rows of one group after another: each bar starts where the one before ended, the last ends at the sum.
    Waterfall {
        /// Columns: group, name, 10 %, part, 90 %.
        columns: [usize; 5],
        /// The sum of each group, as it is said, in the order of the groups.
        totals: Vec<Datum>,
    },
    /// One point a row, joined in their order; the last row is the user's own.
    Frontier {
        /// Columns: name, across, up.
        columns: [usize; 3],
        /// What the two directions are.
        axes: [String; 2],
    },
}

/// A table with a title, and what is to be known about it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sheet {
    /// Title.
    pub title: String,
    /// Names of the columns, each with its unit where it has one.
    pub columns: Vec<String>,
    /// Rows, each with one value per column.
    pub rows: Vec<Vec<Datum>>,
    /// Sentences below.
    pub notes: Vec<String>,
    /// How it is drawn, if it can be.
    pub plot: Option<Plot>,
}

impl Sheet {
    /// An empty sheet.
    #[must_use]
    pub fn new<S: Into<String>>(title: impl Into<String>, columns: impl IntoIterator<Item = S>) -> Self {
        Self { title: title.into(), columns: columns.into_iter().map(Into::into).collect(), ..Self::default() }
    }

    /// Adds a row; missing cells are not quantified, surplus ones are dropped.
    pub fn row(&mut self, cells: impl IntoIterator<Item = Datum>) {
        let mut cells: Vec<Datum> = cells.into_iter().collect();
        cells.resize_with(self.columns.len(), Datum::missing);
        self.rows.push(cells);
    }

    /// Adds a sentence below the table.
    pub fn note(&mut self, text: impl Into<String>) {
        self.notes.push(text.into());
    }

    /// Plain text in lines of at most eighty columns where the table allows it.
    #[must_use]
    pub fn as_text(&self) -> String {
        let lean = |column: usize| {
            let words = self.rows.iter().filter_map(|r| r.get(column)).any(|d| matches!(d, Datum::Text(_)));
            if words { Lean::Left } else { Lean::Right }
        };
        let leans: Vec<Lean> = (0..self.columns.len()).map(lean).collect();
        let mut table = layout::Table::new(&leans, 0);
        table.row(self.columns.iter().map(String::as_str));
        for row in &self.rows {
            table.row(row.iter().map(|d| layout::tame(d.shown())));
        }
        let mut out = layout::wrap(&layout::tame(&self.title), "", "");
        out.push('\n');
        out.push_str(&table.render());
        for note in &self.notes {
            out.push('\n');
            out.push_str(&layout::wrap(&layout::tame(note), "", ""));
        }
        out
    }

    /// CSV: a header line, then one line per row; values in full, an empty cell for "not quantified". A text that a
    /// spreadsheet would take for a formula gets an apostrophe.
    ///
    /// # Errors
    /// Only if a record cannot be written to memory, which would be a bug.
    pub fn as_csv(&self) -> Result<String, csv::Error> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(self.columns.iter().map(|c| harmless(c)))?;
        for row in &self.rows {
            writer.write_record(row.iter().map(|d| match d {
                Datum::Text(text) => harmless(text),
                Datum::Number { value, .. } => value.to_string(),
                Datum::Missing(_) => String::new(),
            }))?;
        }
        let bytes = writer.into_inner().map_err(|e| csv::Error::from(e.into_error()))?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// JSON: title, notes, and one object per row; null for "not quantified".
    #[must_use]
    pub fn as_json(&self) -> Value {
        let row = |cells: &Vec<Datum>| {
            let entry = |(name, datum): (&String, &Datum)| {
                let value = match datum {
                    Datum::Text(text) => json!(text),
                    Datum::Number { value, .. } => json!(value),
                    Datum::Missing(_) => Value::Null,
                };
                (name.clone(), value)
            };
            Value::Object(self.columns.iter().zip(cells).map(entry).collect::<Map<_, _>>())
        };
        json!({
            "title": self.title,
            "rows": self.rows.iter().map(row).collect::<Vec<_>>(),
            "notes": self.notes,
        })
    }
}

/// A text that no spreadsheet takes for a formula: one that starts like it gets an apostrophe.
#[must_use]
pub fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet() -> Sheet {
        let mut sheet = Sheet::new("Jobs", ["place", "jobs"]);
        sheet.row([Datum::text("=Wales"), Datum::number(1234.5, "1,200")]);
        sheet.row([Datum::text("Leeds"), Datum::number(f64::NAN, "0")]);
        sheet.note("Two places.");
        sheet
    }

    #[test]
    fn every_form_holds_the_same_values() {
        assert_eq!(sheet().as_csv().ok().as_deref(), Some("place,jobs\n'=Wales,1234.5\nLeeds,\n"));
        assert_eq!(sheet().as_json()["rows"][0]["jobs"], json!(1234.5));
        assert_eq!(sheet().as_json()["rows"][1]["jobs"], Value::Null);
        let text = sheet().as_text();
        assert!(text.contains("1,200") && text.contains(NOT_QUANTIFIED) && text.ends_with("Two places.\n"), "{text}");
    }
}
