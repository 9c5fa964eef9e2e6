//! Plain text in lines of at most eighty columns: wrapped paragraphs and aligned tables. No box drawing, so that a
//! screen reader reads words.

use unicode_width::UnicodeWidthStr as _;

/// Columns of a line.
pub const COLUMNS: usize = 80;

/// Takes out control characters (terminal escapes among them) that a file may have brought along; line breaks stay.
#[must_use]
pub fn tame(text: &str) -> String {
    text.chars().filter(|c| *c == '\n' || !c.is_control()).collect()
}

/// Breaks a text at spaces into lines of at most [`COLUMNS`]; `first` stands before the first line, `rest` before the
/// others. Line breaks in the text stay; a word longer than a line is not broken.
#[must_use]
pub fn wrap(text: &str, first: &str, rest: &str) -> String {
    let mut out = String::new();
    let mut lead = first;
    for paragraph in text.lines() {
        let mut line = String::from(lead);
        let mut empty = true;
        for word in paragraph.split_whitespace() {
            if !empty && line.width() + 1 + word.width() > COLUMNS {
                out.push_str(line.trim_end());
                out.push('\n');
                line = String::from(rest);
                empty = true;
            }
            if !empty {
                line.push(' ');
            }
            line.push_str(word);
            empty = false;
        }
        out.push_str(line.trim_end());
        out.push('\n');
        lead = rest;
    }
    out
}

/// Side to which a column leans.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lean {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// A table with two spaces between columns.
#[derive(Debug, Clone)]
pub struct Table {
    lean: Vec<Lean>,
    rows: Vec<Vec<String>>,
    indent: usize,
}

impl Table {
    /// An empty table with these columns; `indent` spaces stand before each row.
    #[must_use]
    pub fn new(lean: &[Lean], indent: usize) -> Self {
        Self { lean: lean.to_vec(), rows: Vec::new(), indent }
    }

    /// Adds a row; missing cells are empty, surplus ones are dropped.
    pub fn row<S: Into<String>>(&mut self, cells: impl IntoIterator<Item = S>) {
        let mut cells: Vec<String> = cells.into_iter().map(Into::into).collect();
        cells.resize(self.lean.len(), String::new());
        self.rows.push(cells);
    }

    /// The rows as lines. A last column that leans left wraps inside itself when there is room for twenty columns of it.
    #[must_use]
    pub fn render(&self) -> String {
        let width = |column: usize| self.rows.iter().map(|row| row[column].width()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..self.lean.len()).map(width).collect();
        let Some((last, before)) = widths.split_last() else { return String::new() };
        let offset = self.indent + before.iter().map(|w| w + 2).sum::<usize>();
        let wraps = self.lean.last() == Some(&Lean::Left) && offset + last > COLUMNS && offset + 20 <= COLUMNS;
        let mut out = String::new();
        for row in &self.rows {
            let mut line = " ".repeat(self.indent);
            for (i, cell) in row.iter().enumerate() {
                let pad = " ".repeat(widths[i].saturating_sub(cell.width()));
                match self.lean[i] {
                    _ if i == before.len() && wraps => line.push_str(cell),
                    Lean::Left => line.extend([cell.as_str(), &pad]),
                    Lean::Right => line.extend([pad.as_str(), cell]),
                }
                if i < before.len() {
                    line.push_str("  ");
                }
            }
            if wraps {
                let cell = row.last().map_or("", String::as_str);
                let lead = line.strip_suffix(cell).unwrap_or(&line).to_owned();
                out.push_str(&wrap(if cell.is_empty() { " " } else { cell }, &lead, &" ".repeat(offset)));
            } else {
                out.push_str(line.trim_end());
                out.push('\n');
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn columns_line_up_and_the_last_wraps() {
        let mut table = Table::new(&[Lean::Left, Lean::Right, Lean::Left], 2);
        table.row(["a", "1", "short"]);
        table.row(["longer", "1,200", &"words ".repeat(20)]);
        let text = table.render();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "  a           1  short");
        assert!(lines[1].starts_with("  longer  1,200  words"));
        assert!(lines[2].starts_with("                 words"), "{text}");
        assert!(lines.iter().all(|l| l.width() <= COLUMNS));
    }

    #[test]
    fn escapes_are_taken_out() {
        assert_eq!(tame("a\u{1b}[31mb\nc\r"), "a[31mb\nc");
    }

    proptest! {
        #[test]
        fn no_line_is_too_long(words in prop::collection::vec("[a-zé£−]{1,20}", 0..60), indent in 0..10_usize) {
            let text = words.join(" ");
            let lead = " ".repeat(indent);
            let wrapped = wrap(&text, &lead, &lead);
            prop_assert!(wrapped.lines().all(|l| l.width() <= COLUMNS));
            let back: Vec<&str> = wrapped.split_whitespace().collect();
            prop_assert_eq!(back.join(" "), text);
        }
    }
}
