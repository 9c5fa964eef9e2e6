//! Exports of a screen: its picture with a foot of where it comes from, or its values from the same sheets.

use std::fmt::Write as _;

use chrono::NaiveDate;
use serde_json::json;

use super::layout::tame;
use super::sheet::{Datum, Sheet};
use super::wording;

/// Where an export comes from; it stands on every one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provenance {
    /// Title of the scenario.
    pub title: String,
    /// Name of the screen.
    pub screen: String,
    /// Day.
    pub date: NaiveDate,
    /// Evidence version; `None` before the first figures.
    pub evidence_version: Option<String>,
    /// What a user's own evidence changes, in words; `None` without one.
    pub own: Option<String>,
    /// Seed of the draws.
    pub seed: u64,
    /// Draws behind the figures; 0 before the first.
    pub draws: usize,
    /// What else is to be said: leaps of faith, where a plan goes beyond what anyone tried, judgements changed here, packages tried.
    pub remarks: Vec<String>,
}

impl Provenance {
    /// How it was made, on one line.
    #[must_use]
    pub fn run(&self) -> String {
        let evidence = self.evidence_version.as_deref().unwrap_or("not loaded yet");
        let own = self.own.as_ref().map_or_else(String::new, |said| format!("; {said}"));
        format!(
            "tiller {}; {}; evidence {evidence}{own}; seed {}; draws {}",
            env!("CARGO_PKG_VERSION"),
            self.date,
            self.seed,
            self.draws
        )
    }

    /// The foot: what it is, what it is not, how it was made.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> = self.remarks.iter().map(|said| tame(said)).collect();
        lines.extend([wording::TITLE_LINE.to_owned(), wording::SCREEN_FIRST.to_owned(), self.run()]);
        lines
    }

    /// Title of scenario and screen.
    #[must_use]
    pub fn heading(&self) -> String {
        format!("{}: {}", self.screen, tame(&self.title).replace('\n', " "))
    }
}

/// The picture as text, with its foot.
#[must_use]
pub fn text(picture: &str, from: &Provenance) -> String {
    format!("{}\n\n{picture}\n{}\n", from.heading(), from.lines().join("\n"))
}

/// One CSV file per sheet, each row with how it was made.
///
/// # Errors
/// Only if a record cannot be written to memory, which would be a bug.
pub fn csv(sheets: &[Sheet], from: &Provenance) -> Result<Vec<String>, csv::Error> {
    let said = [from.remarks.as_slice(), &[wording::TITLE_LINE.to_owned(), wording::SCREEN_FIRST.to_owned()]].concat();
    let run = format!("{}. {}", from.run(), said.join(" "));
    let one = |sheet: &Sheet| {
        let mut sheet = sheet.clone();
        sheet.columns.push(String::from("run"));
        for row in &mut sheet.rows {
            row.push(Datum::text(&run));
        }
        sheet.as_csv()
    };
    sheets.iter().map(one).collect()
}

/// All sheets as one JSON text.
///
/// # Errors
/// Only if a value cannot be written as JSON, which would be a bug.
pub fn json(sheets: &[Sheet], from: &Provenance) -> Result<String, serde_json::Error> {
    let value = json!({
        "program": "tiller",
        "version": env!("CARGO_PKG_VERSION"),
        "title": from.title,
        "screen": from.screen,
        "date": from.date.to_string(),
        "evidence_version": from.evidence_version,
        "your_evidence": from.own,
        "seed": from.seed,
        "draws": from.draws,
        "notice": [wording::TITLE_LINE, wording::SCREEN_FIRST],
        "remarks": from.remarks,
        "sheets": sheets.iter().map(Sheet::as_json).collect::<Vec<_>>(),
    });
    serde_json::to_string_pretty(&value).map(|text| text + "\n")
}

/// A page of its own: the picture, the values as tables, the foot. It refers to nothing outside itself and runs nothing.
#[must_use]
pub fn html(picture: &str, sheets: &[Sheet], from: &Provenance) -> String {
    let heading = escape(&from.heading());
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\">\n<title>{heading}</title>\n<style>\n\
         body{{font:16px/1.5 system-ui,sans-serif;margin:2rem;color:#1a1a1a;background:#fff}}\n\
         pre.screen{{font:14px/1.2 ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace;padding:1rem;overflow-x:auto}}\n\
         table{{border-collapse:collapse;margin:1rem 0;display:block;overflow-x:auto}}\n\
         th,td{{border:1px solid #767676;padding:.25rem .5rem;text-align:left;vertical-align:top}}\n\
         td.number{{text-align:right;white-space:nowrap}}\n</style>\n</head>\n<body>\n<h1>{heading}</h1>\n<p>{}</p>\n{picture}",
        escape(wording::TITLE_LINE)
    );
    for sheet in sheets {
        table(&mut out, sheet);
    }
    let foot: Vec<String> = from.lines().iter().map(|l| escape(l)).collect();
    let _ = write!(out, "<footer><p>{}</p></footer>\n</body>\n</html>\n", foot.join("<br>\n"));
    out
}

fn table(out: &mut String, sheet: &Sheet) {
    let _ = write!(out, "<h2>{}</h2>\n<table>\n<thead><tr>", escape(&sheet.title));
    for column in &sheet.columns {
        let _ = write!(out, "<th scope=\"col\">{}</th>", escape(column));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in &sheet.rows {
        out.push_str("<tr>");
        for datum in row {
            let class = if matches!(datum, Datum::Number { .. }) { " class=\"number\"" } else { "" };
            let _ = write!(out, "<td{class}>{}</td>", escape(datum.shown()));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n");
    for note in &sheet.notes {
        let _ = writeln!(out, "<p>{}</p>", escape(note));
    }
}

/// A text that means nothing to HTML and XML; characters that XML forbids are left out.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}

/// A file name from words: letters and digits, the rest becomes "-".
#[must_use]
pub fn file_name(words: &str) -> String {
    let mut out = String::new();
    for c in words.chars().take(80) {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    let name = out.trim_end_matches('-');
    if name.is_empty() { String::from("scenario") } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_typed_becomes_markup() {
        assert_eq!(escape("<a href=\"x\">'&\u{1b}"), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;");
    }

    #[test]
    fn titles_become_file_names() {
        assert_eq!(file_name("Collective learning first"), "collective-learning-first");
        assert_eq!(file_name("../../etc/passwd"), "etc-passwd");
        assert_eq!(file_name("…"), "scenario");
    }
}
