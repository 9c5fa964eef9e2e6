//! Records of a comma-separated text, as the crate `csv` would part them.
//!
//! That crate makes a table of transitions for every reader it opens, which costs more than most of our tables: with forty
//! opened at a start it was half of all that was computed before the first frame.

use std::borrow::Cow;

/// The records of a text, one by one. Quotes as in RFC 4180; a text that breaks its rules is read all the same, and empty
/// lines are passed over.
#[derive(Debug)]
pub(super) struct Records<'a> {
    rest: &'a str,
    line: u64,
}

impl<'a> Records<'a> {
    /// From the start of a text.
    pub fn of(text: &'a str) -> Self {
        Self { rest: text.strip_prefix('\u{feff}').unwrap_or(text), line: 1 }
    }

    /// Reads the next record, with the line on which it was looked for (counted from 1, before any empty line); `false` at
    /// the end of the text.
    pub fn read(&mut self, record: &mut csv::StringRecord) -> bool {
        record.clear();
        let mut position = csv::Position::new();
        position.set_line(self.line);
        record.set_position(Some(position));
        let full = self.rest.trim_start_matches(['\n', '\r']);
        self.line += breaks(&self.rest[..self.rest.len() - full.len()]);
        self.rest = full;
        if full.is_empty() {
            return false;
        }
        loop {
            let field = self.field();
            record.push_field(&field);
            match self.rest.strip_prefix(',') {
                Some(next) => self.rest = next,
                None => break,
            }
        }
        if let Some(next) = self.rest.strip_prefix(['\n', '\r']) {
            self.line += u64::from(self.rest.starts_with('\n'));
            self.rest = next;
        }
        true
    }

    /// Takes a cell up to the comma, the line break or the end of the text that follows it.
    fn field(&mut self) -> Cow<'a, str> {
        let Some(mut quoted) = self.rest.strip_prefix('"') else { return Cow::Borrowed(self.bare()) };
        let mut cell = String::new();
        loop {
            let end = quoted.find('"').unwrap_or(quoted.len());
            cell.push_str(&quoted[..end]);
            self.line += breaks(&quoted[..end]);
            quoted = quoted.get(end + 1..).unwrap_or("");
            match quoted.strip_prefix('"') {
                Some(next) => {
                    cell.push('"');
                    quoted = next;
                }
                None => break,
            }
        }
        self.rest = quoted;
        // What stands behind the closing quote belongs to the cell.
        cell.push_str(self.bare());
        Cow::Owned(cell)
    }

    /// Takes what stands before the next comma or line break.
    fn bare(&mut self) -> &'a str {
        let end = self.rest.bytes().position(|b| matches!(b, b',' | b'\n' | b'\r')).unwrap_or(self.rest.len());
        let (cell, rest) = self.rest.split_at(end);
        self.rest = rest;
        cell
    }
}

fn breaks(text: &str) -> u64 {
    text.bytes().filter(|b| *b == b'\n').count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ours(text: &str) -> Vec<(u64, csv::StringRecord)> {
        let (mut records, mut record, mut out) = (Records::of(text), csv::StringRecord::new(), Vec::new());
        while records.read(&mut record) {
            out.push((record.position().map_or(0, csv::Position::line), record.clone()));
        }
        out
    }

    fn theirs(text: &str) -> Vec<(u64, csv::StringRecord)> {
        let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(text.as_bytes());
        reader.records().flatten().map(|r| (r.position().map_or(0, csv::Position::line), r)).collect()
    }

    proptest! {
        #[test]
        fn records_part_as_the_crate_parts_them(text in "\u{feff}?[aé,\"\n\r ]{0,40}") {
            prop_assert_eq!(ours(&text), theirs(&text));
        }
    }

    #[test]
    fn every_bundled_table_parts_as_the_crate_parts_it() {
        for name in super::super::load::BUNDLED.iter().filter(|name| name.contains(".csv")) {
            let text = super::super::load::bundled_text(name).unwrap_or_default();
            assert_eq!(ours(text), theirs(text), "{name}");
        }
    }
}
