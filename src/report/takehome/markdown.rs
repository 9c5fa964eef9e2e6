//! A document as Markdown: headings, paragraphs, tables. Drawings are said in words with their tables.

use std::fmt::Write as _;

use super::{Block, Document};
use crate::report::layout::tame;
use crate::report::sheet::{Datum, Sheet};

/// The whole document.
pub(super) fn write(document: &Document) -> String {
    let mut out = format!("# {}\n", plain(&document.title));
    for said in &document.about {
        let _ = write!(out, "\n{}\n", plain(said));
    }
    for section in &document.sections {
        if !section.heading.is_empty() {
            let _ = write!(out, "\n## {}\n", plain(&section.heading));
        }
        for block in &section.blocks {
            out.push('\n');
            self::block(&mut out, block);
        }
    }
    out.push_str("\n---\n\n");
    for said in &document.made {
        let _ = writeln!(out, "{}  ", plain(said));
    }
    out
}

fn block(out: &mut String, block: &Block) {
    let _ = match block {
        Block::Heading(text) => writeln!(out, "### {}", plain(text)),
        Block::Lead(text) => writeln!(out, "**{}**", plain(text)),
        Block::Paragraph(text) => writeln!(out, "{}", plain(text)),
        Block::List(lines) => {
            for line in lines {
                let _ = writeln!(out, "- {}", plain(line));
            }
            Ok(())
        }
        Block::Code(text) => {
            // A line of its own that is longer than any run of backticks inside.
            let fence = "`".repeat(3.max(1 + longest_run(text)));
            writeln!(out, "{fence}\n{}\n{fence}", tame(text))
        }
        Block::Sheet(sheet) => {
            table(out, sheet);
            Ok(())
        }
        Block::Chart(chart) => {
            let _ = writeln!(out, "**{}** {}\n", plain(&chart.title), plain(&chart.says));
            table(out, &chart.values);
            Ok(())
        }
        Block::Write(asked, lines) => {
            let _ = writeln!(out, "{}", plain(asked));
            for _ in 0..*lines {
                let _ = writeln!(out, "\n\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_");
            }
            Ok(())
        }
    };
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

fn table(out: &mut String, sheet: &Sheet) {
    let _ = writeln!(out, "**{}**\n", plain(&sheet.title));
    if sheet.columns.is_empty() || sheet.rows.is_empty() {
        notes(out, sheet);
        return;
    }
    let row = |cells: &mut dyn Iterator<Item = String>| format!("| {} |", cells.collect::<Vec<_>>().join(" | "));
    let _ = writeln!(out, "{}", row(&mut sheet.columns.iter().map(|c| plain(c))));
    let numeric = |k: usize| sheet.rows.iter().any(|r| matches!(r.get(k), Some(Datum::Number { .. })));
    let rule = |k: usize| String::from(if numeric(k) { "---:" } else { "---" });
    let _ = writeln!(out, "{}", row(&mut (0..sheet.columns.len()).map(rule)));
    for cells in &sheet.rows {
        let _ = writeln!(out, "{}", row(&mut cells.iter().map(|d| plain(d.shown()))));
    }
    notes(out, sheet);
}

fn notes(out: &mut String, sheet: &Sheet) {
    for note in &sheet.notes {
        let _ = write!(out, "\n{}\n", plain(note));
    }
}

/// A text on one line that Markdown takes for words: nothing in it starts a heading, a table, HTML or a link.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in tame(text).trim().chars() {
        match c {
            '\n' => out.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' | '!' => out.extend(['\\', c]),
            '&' => out.push_str("&amp;"),
            c => out.push(c),
        }
    }
    match out.chars().next() {
        // A sign that would start a list.
        Some('+' | '-' | '=') => format!("\\{out}"),
        _ => out,
    }
}
