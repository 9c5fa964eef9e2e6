//! What everyone takes home: a document of sections, written as one HTML page, Markdown, CSV or JSON.
//!
//! A [`Document`] knows nothing of scenarios or sessions: [`scenario`] makes the sections of one to four scenarios, and
//! whoever has more to tell (the minutes of a roundtable) adds sections of its own. Every chart carries the table it is
//! drawn from, so that all four forms and every reader have the same values.

pub mod chart;
mod data;
mod html;
mod markdown;
pub mod material;
pub mod scenario;
mod style;
mod svg;

pub use chart::Chart;
pub use material::{Candidate, Material, gather};

use super::sheet::Sheet;

/// How large a document is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Print {
    /// To be read at a desk, on as many pages as it needs.
    #[default]
    Desk,
    /// Tightly, so that it stands on one side of A4.
    Sheet,
    /// At least 16 points: for a table in a room.
    Large,
}

/// What a document is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// One page for any browser, and for paper.
    Html,
    /// Text for people.
    Markdown,
    /// Every table, one after another.
    Csv,
    /// Every section, table and sentence, for programs.
    Json,
}

impl Form {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Html, Self::Markdown, Self::Csv, Self::Json];

    /// Ending of its files, which is also what the command line calls it.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Markdown => "md",
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }
}

/// A document.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Document {
    /// Title, one line.
    pub title: String,
    /// What it is, a sentence each, under the title.
    pub about: Vec<String>,
    /// How large it is printed.
    pub print: Print,
    /// Sections, in order.
    pub sections: Vec<Section>,
    /// How it was made, a sentence each, at the end.
    pub made: Vec<String>,
}

/// A section.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Section {
    /// Heading; none is shown if it is empty.
    pub heading: String,
    /// Whether it starts a page when printed.
    pub new_page: bool,
    /// What it holds, in order.
    pub blocks: Vec<Block>,
}

/// A part of a section.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A smaller heading.
    Heading(String),
    /// A sentence that nobody should miss.
    Lead(String),
    /// Sentences.
    Paragraph(String),
    /// Sentences, one a line.
    List(Vec<String>),
    /// A command or a code, to be copied as it stands; may have several lines.
    Code(String),
    /// A table.
    Sheet(Sheet),
    /// A drawing with its table.
    Chart(Box<Chart>),
    /// Room to write by hand: what is asked, and how many lines.
    Write(String, u32),
}

impl Section {
    /// An empty section.
    #[must_use]
    pub fn new(heading: impl Into<String>) -> Self {
        Self { heading: heading.into(), ..Self::default() }
    }

    /// Starts a page of its own when printed.
    #[must_use]
    pub fn on_new_page(mut self) -> Self {
        self.new_page = true;
        self
    }

    /// Adds a smaller heading.
    pub fn heading(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Heading(text.into()));
    }

    /// Adds a sentence that nobody should miss.
    pub fn lead(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Lead(text.into()));
    }

    /// Adds sentences.
    pub fn say(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Paragraph(text.into()));
    }

    /// Adds a list; nothing if it is empty.
    pub fn list(&mut self, lines: Vec<String>) {
        if !lines.is_empty() {
            self.blocks.push(Block::List(lines));
        }
    }

    /// Adds something to copy.
    pub fn code(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Code(text.into()));
    }

    /// Adds a table.
    pub fn sheet(&mut self, sheet: Sheet) {
        self.blocks.push(Block::Sheet(sheet));
    }

    /// Adds a drawing.
    pub fn chart(&mut self, chart: Chart) {
        self.blocks.push(Block::Chart(Box::new(chart)));
    }

    /// Adds room to write by hand.
    pub fn write(&mut self, asked: impl Into<String>, lines: u32) {
        self.blocks.push(Block::Write(asked.into(), lines));
    }
}

impl Document {
    /// Every table, those behind drawings among them, with the heading of its section.
    pub fn sheets(&self) -> impl Iterator<Item = (&str, &Sheet)> {
        self.sections.iter().flat_map(|section| {
            section.blocks.iter().filter_map(|block| match block {
                Block::Sheet(sheet) => Some((section.heading.as_str(), sheet)),
                Block::Chart(chart) => Some((section.heading.as_str(), &chart.values)),
                _ => None,
            })
        })
    }

    /// The document in a form.
    ///
    /// # Errors
    /// Only if a value cannot be written to memory, which would be a bug; in words.
    pub fn written(&self, form: Form) -> Result<String, String> {
        match form {
            Form::Html => Ok(self.as_html()),
            Form::Markdown => Ok(self.as_markdown()),
            Form::Csv => self.as_csv().map_err(|e| e.to_string()),
            Form::Json => self.as_json().map_err(|e| e.to_string()),
        }
    }

    /// One page that needs nothing but a browser: no script, no network, light and dark, paper.
    #[must_use]
    pub fn as_html(&self) -> String {
        html::write(self)
    }

    /// Markdown; drawings are said in words with their tables.
    #[must_use]
    pub fn as_markdown(&self) -> String {
        markdown::write(self)
    }

    /// CSV: every table under its title, parted by an empty line.
    ///
    /// # Errors
    /// Only if a record cannot be written to memory, which would be a bug.
    pub fn as_csv(&self) -> Result<String, csv::Error> {
        data::csv(self)
    }

    /// JSON: every section, every block, every value.
    ///
    /// # Errors
    /// Only if a value cannot be written as JSON, which would be a bug.
    pub fn as_json(&self) -> Result<String, serde_json::Error> {
        data::json(self)
    }
}

#[cfg(test)]
mod tests;
